"""Text of a cell -> number, date, moment, yes or no, country: one strict reading, and a sentence for everything else.

Canonical text has ``.`` decimals, no groups and ISO dates; anything else is read only when a map file says how. Every
function raises ``Mistake`` whose ``message`` is the reason and whose ``hint`` says what would be right.
"""

import re
from datetime import date, datetime
from decimal import Decimal

from app.domain.money import HUNDRED, PERCENT_PLACES, rounded
from app.domain.refusal import N_, Mistake

LARGEST = Decimal(10) ** 12
FIRST_YEAR, LAST_YEAR = 1900, 2100
SHOWN = 60

_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
# by decimals: what needs neither rounding nor a look at its size
_SIMPLE = tuple(
    re.compile(r"-?[0-9]{1,12}" + (rf"(?:\.[0-9]{{1,{places}}})?" if places else "")) for places in range(5)
)
_GROUPS = {
    # mark: grouped whole part with one kind of group sign, then decimals
    ".": re.compile(r"([+-]?[0-9]{1,3}(?:([, '\u2019\u00a0\u202f])[0-9]{3})(?:\2[0-9]{3})*)(?:\.([0-9]+))?"),
    ",": re.compile(r"([+-]?[0-9]{1,3}(?:([. '\u2019\u00a0\u202f])[0-9]{3})(?:\2[0-9]{3})*)(?:,([0-9]+))?"),
}
_COMMA = re.compile(r"([+-]?[0-9]*),([0-9]+)")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY = re.compile(r"([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{1,4})")
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]{2,}")
# A spreadsheet takes these for a formula, also behind blanks or a byte order mark; full-width forms are folded by some.
_FORMULA = re.compile("'*[ \u00a0\u3000\ufeff]*[=+\\-@\t\r\n＝＋－＠]")

_YES = frozenset({"yes", "y", "true", "t", "1", "x", "sí", "si", "s", "verdadero", "是", "对"})
_NO = frozenset({"no", "n", "false", "f", "0", "falso", "否", "不"})

ORDERS = {"ymd": "2026-01-31", "dmy": "31/01/2026", "mdy": "01/31/2026"}

# ISO 3166-1 alpha-2, all officially assigned codes, and XK, which banks and telephone plans use for Kosovo
COUNTRIES = frozenset(
    """AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
    GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO
    JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR
    MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO
    RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV
    TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK""".split()  # noqa: SIM905 - 250 quoted codes would hide the list
)


def shown(text: str) -> str:
    """A cell's text as it stands in a sentence: one line, at most 60 characters."""
    line = " ".join(_CONTROLS.sub("", text[: SHOWN * 4]).split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def guard(text: str) -> str:
    """``text`` with an apostrophe in front where a spreadsheet would take it for a formula; ``unguard`` undoes it."""
    return "'" + text if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """``text`` without the apostrophe that ``guard`` put before it."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text


def clean_text(text: str) -> str:
    """Every character kept but NUL and the control characters before the blank; line ends become one newline."""
    if text.isprintable():
        return text
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def parse_text(text: str, limit: int) -> str | None:
    """Free text as it is, an apostrophe before a formula sign taken off; ``None`` when nothing but blanks is left.

    Raises ``Mistake`` when it is longer than ``limit`` characters: cutting it would lose what somebody wrote.
    """
    if text.isprintable() and len(text) <= limit and text[:1] not in "' ":
        return text  # nearly every cell
    found = clean_text(unguard(text))
    if len(found) > limit:
        raise Mistake(
            N_("The text has {length} characters."),
            hint=N_("At most {limit} characters fit; shorten it."),
            length=len(found),
            limit=limit,
        )
    return found if found and not found.isspace() else None


def parse_code(text: str, limit: int) -> str | None:
    """A code: one line of text without blanks around it."""
    if len(text) <= limit and text.isalnum():
        return text  # nearly every code
    found = parse_text(text, max(limit, len(text)))
    return None if found is None else parse_text(" ".join(found.split()), limit)


def parse_decimal(
    text: str,
    *,
    places: int,
    mark: str = "",
    low: Decimal | None = None,
    high: Decimal | None = None,
    rounds: bool = False,
) -> Decimal:
    """A number with at most ``places`` decimals between ``low`` and ``high`` and below 10^12 in size.

    ``mark`` is empty for canonical text (``1234.56``, no groups); a map file's ``.`` or ``,`` also allows groups of
    three with one other sign. ``rounds``: more decimals are rounded half-up instead of refused.
    """
    if not mark and _SIMPLE[places].fullmatch(text):
        value = Decimal(text)  # nearly every number
        if low is not None or high is not None:
            _check_range(value, text, low, high)
        return value
    value = parse_number(text, mark)
    fitted = rounded(value, places)
    if not rounds and fitted != value:
        raise Mistake(
            N_("‘{text}’ has too many decimals."),
            hint=N_("This field has at most {places} decimals."),
            text=shown(text),
            places=places,
        )
    value = fitted if rounds else value
    _check_range(value, text, low, high)
    return value


def parse_number(text: str, mark: str = "") -> Decimal:
    """A number with any decimals, below 10^12 in size; for arithmetic before it is rounded."""
    value = Decimal(_canonical(text, mark))
    if abs(value) >= LARGEST:
        raise Mistake(N_("‘{text}’ is too large."), hint=N_("Numbers stay below 1,000,000,000,000."), text=shown(text))
    return value


def _canonical(text: str, mark: str) -> str:
    """The number in canonical text, or a refusal that says what makes it doubtful."""
    found = unguard(text).strip().replace("\u2212", "-")
    if mark != "," and _PLAIN.fullmatch(found):
        return found
    if mark:
        if grouped := _GROUPS[mark].fullmatch(found):
            whole = re.sub(r"[^0-9+-]", "", grouped[1])
            return whole + "." + grouped[3] if grouped[3] else whole
        if mark == "," and _WHOLE.fullmatch(found):
            return found
        if mark == "," and (simple := _COMMA.fullmatch(found)):
            return f"{simple[1]}.{simple[2]}"
    raise _not_a_number(text, mark)


def _not_a_number(text: str, mark: str) -> Mistake:
    hint = {
        "": N_("Write it as 1234.56; another decimal mark is named in a map file."),
        ".": N_("Write it as 1234.56 or 1,234.56; the map file names the point as its decimal mark."),
        ",": N_("Write it as 1234,56 or 1.234,56; the map file names the comma as its decimal mark."),
    }[mark]
    if not mark and re.fullmatch(r"[+-]?[0-9.]*[0-9],[0-9,.]*", text.strip()):
        return Mistake(N_("‘{text}’ can be read in two ways."), hint=hint, text=shown(text))
    return Mistake(N_("‘{text}’ is not a number."), hint=hint, text=shown(text))


def _check_range(value: Decimal, text: str, low: Decimal | None, high: Decimal | None) -> None:
    if low is not None and value < low:
        raise Mistake(N_("‘{text}’ is too small."), hint=N_("It is at least {low}."), text=shown(text), low=low)
    if high is not None and value > high:
        raise Mistake(N_("‘{text}’ is too large."), hint=N_("It is at most {high}."), text=shown(text), high=high)


def parse_whole(text: str, *, mark: str = "", low: Decimal | None = None, high: Decimal | None = None) -> int:
    """A whole number; ``30.0`` is one, ``30.5`` is not."""
    return int(parse_decimal(text, places=0, mark=mark, low=low, high=high))


def parse_date(text: str, order: str = "") -> date:
    """A day between 1900 and 2100: ISO always; ``order`` dmy, mdy or ymd also with ``/``, ``.`` or ``-``.

    A time of day behind an ISO date is left out, because databases write days as midnights.
    """
    found = unguard(text).strip()
    day = found[:10] if len(found) > 10 and found[10] in " T" and _TIME.fullmatch(found, 11) else found
    if _ISO.fullmatch(day):
        return _day(text, day[:4], day[5:7], day[8:])
    match = _DAY.fullmatch(day)
    if match is None or not order:
        raise _not_a_date(text, order)
    parts = dict(zip(order, (match[1], match[3], match[4]), strict=True))
    if len(parts["y"]) != 4:
        raise Mistake(
            N_("‘{text}’ has a year of {digits} digits."),
            hint=N_("Write the year with four digits, as in {example}."),
            text=shown(text),
            digits=len(parts["y"]),
            example=ORDERS[order],
        )
    return _day(text, parts["y"], parts["m"], parts["d"])


def _not_a_date(text: str, order: str) -> Mistake:
    if order:
        return Mistake(
            N_("‘{text}’ is not a date."), hint=N_("Write it as {example}."), text=shown(text), example=ORDERS[order]
        )
    return Mistake(
        N_("‘{text}’ is not a date."),
        hint=N_("Write it as 2026-01-31; another order of day and month is named in a map file."),
        text=shown(text),
    )


def _day(text: str, year: str, month: str, day: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise _no_such_day(text, year, month) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Mistake(
            N_("‘{text}’ lies outside the years that can be booked."),
            hint=N_("Years run from {first} to {last}."),
            text=shown(text),
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    return found


def _no_such_day(text: str, year: str, month: str) -> Mistake:
    if not (month.isdigit() and 1 <= int(month) <= 12):
        return Mistake(
            N_("‘{text}’ has no month from 01 to 12 where the month stands."),
            hint=N_("Check the order of day and month."),
            text=shown(text),
        )
    return Mistake(
        N_("‘{text}’ is a day that does not exist."),
        hint=N_("Check how many days {year}-{month} has."),
        text=shown(text),
        year=year,
        month=month.zfill(2),
    )


def parse_moment(text: str, order: str = "") -> datetime:
    """A day with or without a time of day; without a zone it is in the company's time and stays naive."""
    found = unguard(text).strip()
    day, _, clock = found.replace("T", " ", 1).partition(" ")
    if clock and not _TIME.fullmatch(clock):
        raise Mistake(
            N_("‘{text}’ is not a date with a time."), hint=N_("Write it as 2026-01-31 14:30."), text=shown(text)
        )
    on = parse_date(day, order)
    # 7:29 as spreadsheets write it
    hour, colon, rest = clock.partition(":")
    return datetime.fromisoformat(f"{on.isoformat()}T{hour:0>2}{colon}{rest}" if clock else f"{on.isoformat()}T00:00")


def parse_yes(text: str) -> bool:
    """Yes or no in English, Spanish or Chinese, as a word, a letter, or 1 and 0."""
    word = text.strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Mistake(N_("‘{text}’ is neither yes nor no."), hint=N_("Write yes or no."), text=shown(text))


def parse_country(text: str) -> str:
    """The two letters of ISO 3166."""
    code = text.strip().upper()
    if code in COUNTRIES:
        return code
    if code == "UK":
        raise Mistake(N_("‘UK’ is not a country code."), hint=N_("The United Kingdom is GB."))
    raise Mistake(
        N_("‘{text}’ is not a country code."),
        hint=N_("Write two letters such as ES; names are translated in a map file."),
        text=shown(text),
    )


def parse_word(text: str, words: tuple[str, ...]) -> str:
    """One of the words allowed; case does not count, and a blank stands for ``_``."""
    word = "_".join(text.casefold().split())
    if word in words:
        return word
    raise Mistake(
        N_("‘{text}’ is not known here."), hint=N_("Write one of: {words}."), text=shown(text), words=", ".join(words)
    )


def parse_tags(text: str, limit: int) -> tuple[str, ...] | None:
    """Words separated by ``;`` or commas, each once, in their order."""
    found = parse_text(text, limit) or ""
    tags = [" ".join(part.split()) for part in re.split("[;,；，]", found)]
    return tuple(dict.fromkeys(tag for tag in tags if tag)) or None


def parse_shares(text: str, limit: int) -> tuple[tuple[str, Decimal], ...] | None:
    """A salesperson's code, or shares in percent that total 100: ``S1:60;S2:40``."""
    found = parse_code(text, limit)
    if found is None:
        return None
    parts = [part.strip() for part in found.split(";") if part.strip()]
    if len(parts) == 1 and ":" not in found:
        return ((parts[0], HUNDRED),)
    shares = tuple(_share(part, text) for part in parts)
    total = sum((percent for _, percent in shares), Decimal(0))
    if total != HUNDRED:
        raise Mistake(
            N_("The shares in ‘{text}’ total {total}."),
            hint=N_("They total 100, as in S1:60;S2:40."),
            text=shown(text),
            total=total,
        )
    if len({code for code, _ in shares}) < len(shares):
        raise Mistake(N_("‘{text}’ names a salesperson twice."), hint=N_("Name everybody once."), text=shown(text))
    return shares


def _share(part: str, text: str) -> tuple[str, Decimal]:
    code, colon, percent = part.rpartition(":")
    try:
        if colon and code.strip():
            share = parse_decimal(percent, places=PERCENT_PLACES, low=Decimal("0.01"), high=HUNDRED)
            return code.strip(), share
    except Mistake:
        pass  # one sentence about the whole cell says more than one about a part of it
    raise Mistake(
        N_("‘{text}’ is neither a salesperson nor shares."),
        hint=N_("Write a code such as S1, or shares such as S1:60;S2:40."),
        text=shown(text),
    )


def looks_like_email(text: str) -> bool:
    """Whether somebody could be reached there; only ever a warning, because odd addresses exist."""
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None
