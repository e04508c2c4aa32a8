"""The desk with a real window: every screen drawn for every role, language and theme, with and without records."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from typing import TYPE_CHECKING, Any

from app.domain import rights
from app.domain.refusal import N_
from app.i18n import LANGUAGES
from app.self_test.bench import Bench, Failed, Step
from app.self_test.company import company

if TYPE_CHECKING:
    from app.store.session import Store

USUAL = rights.ADMIN
SOMETHING = N_("The list could not be read.")
"""A sentence that is translated already: any will do."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A window that is drawn: who sits before it, in which language and theme, on which company."""

    name: str
    access: str
    language: str
    theme: str
    full: bool = True
    then: tuple[tuple[str, str], ...] = ()
    """Languages and themes it is switched to while it is open."""


def windows(*, quick: bool) -> Sequence[Drawn]:
    """One on an empty company, one per role, of which the last is switched; together every language in every theme."""
    from app.ui.theme import TOKENS

    # neighbours differ in both, so that the roles too meet every language and theme
    pairs = [
        (LANGUAGES[(at + turn) % len(LANGUAGES)], theme)
        for turn in range(len(LANGUAGES))
        for at, theme in enumerate(TOKENS)
    ]
    first, *others = pairs
    if quick:
        return Drawn("empty", USUAL, *others[-1], full=False), Drawn("switched", USUAL, *first, then=(others[0],))
    # who may do everything has the window that is switched
    less = [role for role in rights.ROLES if role != USUAL]
    roles = [Drawn(role, role, *pair) for role, pair in zip(less, others, strict=False)]
    left = others[len(roles) :]
    return Drawn("empty", USUAL, *left[-1], full=False), *roles, Drawn("switched", USUAL, *first, then=tuple(left[:-1]))


def steps(bench: Bench) -> Iterator[Step]:
    """The texts, the windows, and a call that arrives."""
    yield Step("texts", _texts)
    for drawn in windows(quick=bench.quick):
        yield Step(f"screens.{drawn.name}", partial(_draw, bench, drawn))
    yield Step("beginning", partial(_begun, bench))
    yield Step("preview", partial(_previewed, bench))
    yield Step("call", partial(_called, bench))


@contextmanager
def qt(bench: Bench) -> Iterator[None]:
    """Qt's application, and its warnings among the complaints."""
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    from app.ui import desk

    def note(kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not _harmless(text):
            bench.complain(f"Qt: {text}")

    before = qInstallMessageHandler(note)
    try:
        desk.application()
        yield
    finally:
        qInstallMessageHandler(before)


def _harmless(text: str) -> bool:
    """The platform without a screen says this of every window."""
    return "does not support propagateSizeHints" in text


def _texts() -> str:
    """The catalogues are there: the help of the commands is written in each language."""
    from app.cli import parser
    from app.i18n import Say

    english = set(parser(Say("en")).format_help().splitlines())
    told = []
    for language in LANGUAGES:
        lines = parser(Say(language)).format_help().splitlines()
        own = sum(line not in english for line in lines)
        if language != "en" and own < len(lines) / 2:
            raise Failed(f"the texts in {language} are missing")
        told.append(f"{language} {own}/{len(lines)}")
    return " · ".join(told)


def _draw(bench: Bench, drawn: Drawn) -> str:
    from app.self_test.tour import Tour

    with (
        company(bench, full=drawn.full, access=drawn.access) as store,
        Tour(bench, store, drawn.access, drawn.language, drawn.theme) as tour,
    ):
        tour.walk(follow=drawn.full, views=bool(drawn.then))
        for turn, (language, theme) in enumerate(drawn.then):
            tour.switch(language, theme)
            # all are told of the switch; they are drawn in turns, each in several languages and themes
            tour.again(turn, of=min(2, len(drawn.then)))
        return f"{drawn.language} {drawn.theme}: {tour.seen()}"


def _begun(bench: Bench) -> str:
    """What is seen before there is a desk: the pages of the first start, the sign-in, what could not be opened."""
    from app.commands.first_start import start_doors
    from app.domain.refusal import Unavailable
    from app.self_test.sight import Sight
    from app.ui.setup.first_start import FirstStartWindow
    from app.ui.setup.sign_in import SignInWindow
    from app.ui.setup.trouble import TroubleWindow
    from app.ui.theme import TOKENS

    def nobody(_login: str, _password: str) -> Any:
        raise Unavailable(SOMETHING)

    english = LANGUAGES[0]
    with company(bench) as store, Sight(bench, store, "none", english, "light") as sight:
        context = sight.context
        start = FirstStartWindow(context, start_doors(country="ES", zone="UTC", language=lambda: english))
        windows = (start, SignInWindow(context, "Self-test", nobody), TroubleWindow(context, Unavailable(SOMETHING)))
        for window in windows:
            window.show()
        for language, theme in zip(LANGUAGES[:1] if bench.quick else LANGUAGES, cycle(TOKENS), strict=False):
            sight.switch(language, theme)
            for window in windows:
                sight.draw(type(window).__name__, window)
            for key in start.pages:
                bench.place = f"first start, {key}"
                start.open_page(key)
                sight.settle()
                sight.draw(f"start_{key}", start)
        return sight.seen()


def _previewed(bench: Bench) -> str:
    """A paper is shown where it is printed from; what knows printers is loaded there only."""
    from app.self_test.company import samples
    from app.self_test.papers import makers, requests
    from app.self_test.tour import Tour

    name, maker = next(iter(makers().items()))
    with company(bench) as store, Tour(bench, store, USUAL, LANGUAGES[0], "light") as tour:
        tour.preview(requests(maker, samples(store))[0])
        return name


def _called(bench: Bench) -> str:
    """A telephone system's report reaches the desk through the socket."""
    from app.integrations.calls import address
    from app.paths import home
    from app.self_test.tour import Tour

    with company(bench) as store:
        number = _number(store)
        with Tour(bench, store, USUAL, LANGUAGES[0], "light", calls=address(home())) as tour:
            tour.called(number)
    return "a call found its customer"


def _number(store: "Store") -> Any:
    """Some customer's telephone number."""
    from sqlalchemy import select

    from app.models import ContactPoint

    point = ContactPoint
    with store.read() as tx:
        return tx.scalar(select(point.value).where(point.e164.is_not(None)).order_by(point.id).limit(1))
