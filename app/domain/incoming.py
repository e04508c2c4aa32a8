"""A call that comes in, as a telephone system reports it: read with suspicion, because anybody can open an address."""

import json
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from app.domain.refusal import N_, Mistake

SCHEME = "mostrador"
STATES = ("ringing", "answered", "ended")
LONGEST = 60
"""Characters of what may stand for a number; the longest that telephone systems send are SIP addresses."""
MOST_DIGITS = 15
"""Digits of a number by E.164; what has more is a text."""
LONGEST_URL = 400
LONGEST_LINE = 2000
"""Bytes of one report."""

_ID = re.compile(r"[\w.:@-]{0,80}", re.ASCII)
_WITHHELD = frozenset(
    {"anonymous", "private", "withheld", "unknown", "unavailable", "restricted", "blocked", "asserted", "privado",
     "desconocido", "oculto", "未知", "匿名"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class IncomingCall:
    """One report about one call. ``number`` is empty when it was withheld; ``id`` names the call, if it has a name."""

    number: str
    id: str = ""
    state: str = "ringing"

    @property
    def withheld(self) -> bool:
        """Whether the caller shows no number."""
        return not self.number

    @property
    def dialable(self) -> bool:
        """Whether this is a number that could be called, not a text that a telephone system sent."""
        # the starter that only hands a call over asks nothing of numbering plans
        from app.domain import phone  # noqa: PLC0415

        digits = sum(sign.isdecimal() for sign in self.number)
        return phone.looks_like_number(self.number) and digits <= MOST_DIGITS

    @property
    def key(self) -> str:
        """What makes two reports speak of one call."""
        return self.id or self.number


def incoming(number: str, *, id: str = "", state: str = "ringing") -> IncomingCall:  # noqa: A002 - its public name
    """A call from its parts. Letters and too many digits stay as they are and are looked up as text.

    Raises ``Mistake`` for control characters, paths and anything else that no telephone system sends.
    """
    plain = number.strip()
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") for sign in number):
        raise Mistake(N_("A number holds no control characters."), field="number")
    if len(plain) > LONGEST:
        raise Mistake(N_("A number has at most {limit} characters."), field="number", limit=LONGEST)
    if any(sign in plain for sign in "/\\<>\"'|`$"):
        raise Mistake(N_("This is no telephone number: it looks like a path or a command."), field="number")
    if not _ID.fullmatch(id):
        raise Mistake(N_("The name of a call has letters, digits and . : @ _ - only, 80 at most."), field="id")
    if state not in STATES:
        raise Mistake(N_("A call is {states}."), field="state", states=", ".join(STATES))
    return IncomingCall("" if plain.casefold() in _WITHHELD else plain, id, state)


def from_url(url: str) -> IncomingCall:
    """A call from ``mostrador://call/NUMBER?id=X&state=…``. Raises ``Mistake`` for every other address."""
    if len(url) > LONGEST_URL or not url.isprintable():
        raise _no_address()
    try:
        parts = urlsplit(url)
        asked = parse_qs(parts.query, keep_blank_values=True, max_num_fields=8)
    except ValueError:
        raise _no_address() from None
    if parts.scheme != SCHEME or parts.netloc != "call" or parts.fragment or set(asked) - {"id", "state"}:
        raise _no_address()
    # a plus sign stands for itself in a path
    number = unquote(parts.path.removeprefix("/").removesuffix("/"))
    return incoming(number, id=asked.get("id", [""])[-1], state=asked.get("state", ["ringing"])[-1] or "ringing")


def packed(call: IncomingCall) -> bytes:
    """A report as it travels to the running copy: one line of JSON."""
    return json.dumps({"number": call.number, "id": call.id, "state": call.state}).encode() + b"\n"


def unpacked(line: bytes) -> IncomingCall:
    """A report that arrived. Raises ``Mistake`` for everything that ``packed`` does not make."""
    try:
        found = json.loads(line[: LONGEST_LINE + 1])
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(found.get(name), str) for name in ("number", "id", "state")):
        raise Mistake(N_("This is no report of a call."))
    return incoming(found["number"], id=found["id"], state=found["state"])


def _no_address() -> Mistake:
    return Mistake(N_("An address of a call looks like mostrador://call/963550142?state=ringing."), field="number")
