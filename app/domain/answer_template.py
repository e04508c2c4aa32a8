"""Answers that are ready: their placeholders, and the ones a company begins with in three languages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.refusal import N_, Mistake

PLACEHOLDERS = ("name", "number", "order", "owner")
"""Customer, complaint, order, and who writes."""
LANGUAGES = ("en", "es", "zh")
LONGEST_NAME, LONGEST_TEXT, LONGEST_CAUSE = 120, 5000, 120
_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Template:
    """An answer in one language; the ones of the complaint's cause come first. ``id`` 0: not kept yet."""

    id: int
    name: str
    language: str
    cause: str
    words: str
    position: int = 0
    version: int = 0

    def check(self) -> None:
        """Raises ``Mistake`` naming the field that is missing or cannot be."""
        if not self.name.strip():
            raise Mistake(N_("An answer needs a name, by which it is chosen."), field="name")
        if not self.words.strip():
            raise Mistake(N_("Write the answer."), field="words")
        if self.language not in LANGUAGES:
            raise Mistake(N_("Choose the language of the answer."), field="language")
        for name, most in (("name", LONGEST_NAME), ("words", LONGEST_TEXT), ("cause", LONGEST_CAUSE)):
            if len(getattr(self, name)) > most:
                raise Mistake(N_("At most {limit} characters fit; shorten it."), field=name, limit=most)
        for found in _PLACE.findall(self.words):
            if found not in PLACEHOLDERS:
                raise Mistake(
                    N_("There is no placeholder ‘{found}’; there are: {known}."), field="words", found=found,
                    known=", ".join(PLACEHOLDERS),
                )  # fmt: skip


def filled(words: str, values: Mapping[str, str]) -> str:
    """The answer with names and numbers; a placeholder that is not known stays, so that somebody sees it."""
    text = _PLACE.sub(lambda found: values.get(found[1]) or found[0], words)
    return text.strip()


_GREETINGS = {"en": "Dear {name},", "es": "Hola, {name}:", "zh": "{name}，您好："}
_DEFAULTS = {
    "en": (
        ("Received", "", "We have your complaint {number} and are looking into it. You will hear from us today."),
        ("Photo, please", "", "Please send us a photo of the damage, so that we can solve {number} quickly."),
        ("Parcel is late", "Carrier delay", "Order {order} is late at the carrier. We tell you the new time today."),
        ("Solved", "", "Complaint {number} is solved. Please tell us if anything is still not right."),
    ),
    "es": (
        ("Recibida", "", "Hemos recibido su reclamación {number}. Hoy mismo tendrá noticias nuestras."),
        ("Una foto, por favor", "", "Envíenos, por favor, una foto del daño para resolver {number} cuanto antes."),
        ("El envío se retrasa", "Retraso del transportista", "El pedido {order} se retrasa. Hoy le diremos la hora."),
        ("Resuelta", "", "La reclamación {number} está resuelta. Díganos, por favor, si queda algo pendiente."),
    ),
    "zh": (
        ("已收到", "", "您的投诉 {number} 我们已经收到，正在处理，今天会给您答复。"),
        ("请发照片", "", "请把损坏处的照片发给我们，以便尽快处理 {number}。"),
        ("包裹延误", "承运商延误", "订单 {order} 在运输途中延误，今天告诉您新的到达时间。"),
        ("已解决", "", "投诉 {number} 已经解决。如还有不妥之处，请告诉我们。"),
    ),
}  # fmt: skip
DEFAULTS = tuple(
    Template(0, name, language, cause, f"{_GREETINGS[language]}\n\n{words}\n\n{{owner}}", at)
    for language in LANGUAGES
    for at, (name, cause, words) in enumerate(_DEFAULTS[language])
)
"""What stands there until a company writes its own."""
