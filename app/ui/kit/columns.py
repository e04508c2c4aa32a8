"""Columns of lists, each declared once as data, and the cells that are made of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

from app.domain.phone import international
from app.domain.refusal import N_
from app.i18n import Say

R = TypeVar("R")

UNKNOWN = "–"
"""What is not known; zero is another fact and is written 0.00."""


class Kind(StrEnum):
    """What a column shows, which decides how it is written, aligned and painted."""

    TEXT = "text"
    TWO_LINES = "two_lines"
    MONEY = "money"
    NUMBER = "number"
    PRICE = "price"
    """Of one unit: as many decimals as it has, at least the currency's."""
    PERCENT = "percent"
    DATE = "date"
    TIER = "tier"
    LEVEL = "level"
    """Of a product: never to be taken for a customer's tier."""
    STATUS = "status"
    PHONE = "phone"
    CODE = "code"
    STEPS = "steps"
    """How far something is: ``mark`` of the cell says how many of five are done."""


WHOLE = frozenset(
    {
        Kind.MONEY, Kind.NUMBER, Kind.PRICE, Kind.PERCENT, Kind.DATE, Kind.TIER, Kind.LEVEL, Kind.STATUS, Kind.PHONE,
        Kind.CODE,
    }
)  # fmt: skip
"""Never cut short, at any width of their column."""
RIGHT = frozenset({Kind.MONEY, Kind.NUMBER, Kind.PRICE, Kind.PERCENT})
CENTRED = frozenset({Kind.TIER})


@dataclass(frozen=True, slots=True)
class Status:
    """A status in words, with the tone (ok, warn, bad, info, accent, neutral) and icon that go with it."""

    title: str
    tone: str
    icon: str
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """A small icon at the end of a name, with the words it stands for (already translated)."""

    icon: str
    tone: str
    words: str


@dataclass(frozen=True, slots=True)
class Edit(Generic[R]):
    """What makes a column editable in the list (F2).

    ``text`` is what stands in the field, ``read`` makes a value of what was typed or raises ``Mistake``; ``save`` is a
    work of ``(store, *, row, value, request)`` whose answer may have ``back``, the deed that takes it back.
    """

    text: Callable[[R, Say], str]
    read: Callable[[str, Say], Any]
    save: Callable[..., Any]
    done: str
    """The English sentence for the undo line; it may name {value}."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows: plain values, made off the window's thread.

    ``tone`` is one of the theme's (ok, warn, bad, info, accent, neutral) or quiet; ``amount`` is what the status bar
    adds up; ``sentence`` is what a screen reader says; ``mark`` are initials.
    """

    text: str = ""
    second: str = ""
    tone: str = ""
    icon: str = ""
    tip: str = ""
    sentence: str = ""
    mark: str = ""
    struck: bool = False
    amount: Decimal | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """When cells are made, by the store's clock: dates of today are written as times."""

    now: datetime

    @property
    def today(self) -> date:
        """The civil day in the company's time zone."""
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column. ``value`` takes the raw value of a row: a text, a pair of texts (two lines), a decimal, a day, a key
    of ``statuses``; ``None`` is unknown. ``title`` may name {currency}. ``sort`` is a key of the list's sorts.
    """

    key: str
    title: str
    value: Callable[[R], Any]
    kind: Kind = Kind.TEXT
    sort: str = ""
    stretch: bool = False
    adds_up: bool = False
    """The status bar adds this column up."""
    marks: bool = False
    """Initials stand before the text."""
    strong: bool = False
    places: int | None = None
    """Decimals of a percentage; else as many as it has."""
    statuses: Mapping[str, Status] | None = None
    tone: Callable[[R], str] | None = None
    second: Callable[[R, Say, Moment], str] | None = None
    """A second line in words."""
    tip: Callable[[R, Say, Moment], str] | None = None
    sample: str = ""
    """A text of usual width, from which a column of text gets its least width."""
    usual: bool = True
    """Whether who has not decided sees it."""
    flags: Callable[[R, Say, Moment], Sequence[Flag]] | None = None
    """Icons with words at the end of a column of two lines."""
    edit: Edit[R] | None = None

    @property
    def whole(self) -> bool:
        """Whether its text may never be cut short."""
        return self.kind in WHOLE

    def heading(self, say: Say) -> str:
        """The title in this language."""
        return say.text(self.title, currency=say.currency_symbol)

    def samples(self, say: Say) -> list[str]:
        """Texts that must fit at the least width."""
        if self.statuses is not None:
            return [say.text(status.title) for status in self.statuses.values()]
        kinds: dict[Kind, list[str]] = {
            Kind.MONEY: [say.money(Decimal("-88888.88"))],
            Kind.NUMBER: [say.number(Decimal(8888), 0)],
            Kind.PRICE: [say.money(Decimal("8888.88"))],
            Kind.PERCENT: [say.percent(Decimal("-88.88"), 2)],
            Kind.DATE: [short_date(date(2000, month, 28), say, date(2001, 1, 1)) for month in (3, 5, 9, 12)],
            Kind.PHONE: ["+34 888 88 88 88"],
            Kind.TIER: ["A"],
            Kind.LEVEL: ["A"],
            Kind.STEPS: [""],
        }
        return [*kinds.get(self.kind, []), *([self.sample] if self.sample else [])]

    def cell(self, row: R, say: Say, moment: Moment) -> Cell:
        """The cell of a row."""
        made = _MAKERS[self.kind](self.value(row), self, say, moment)
        tone = self.tone(row) if self.tone else ""
        second = self.second(row, say, moment) if self.second else made.second
        tip = self.tip(row, say, moment) if self.tip else made.tip
        flags = tuple(self.flags(row, say, moment)) if self.flags else ()
        if flags:
            tip = "\n".join([tip, *(flag.words for flag in flags)]).strip()
        sentence = _sentence(self, made, second, "" if tip == made.tip else tip, say)
        return replace(made, tone=tone or made.tone, second=second, tip=tip, sentence=sentence, flags=flags)


def _sentence(column: Column[Any], cell: Cell, second: str, tip: str, say: Say) -> str:
    note = tip or second
    value = cell.text if cell.text != UNKNOWN else say.text(N_("unknown"))
    if note:
        return say.text(N_("{title}: {value} ({note})"), title=column.heading(say), value=value, note=note)
    return say.text(N_("{title}: {value}"), title=column.heading(say), value=value)


def _text(value: Any, _column: Column[Any], _say: Say, _moment: Moment) -> Cell:  # noqa: ANN401 - any value
    return Cell(str(value), tip=str(value)) if value else Cell(UNKNOWN, tone="quiet")


def _two_lines(value: Any, column: Column[Any], _say: Say, _moment: Moment) -> Cell:  # noqa: ANN401
    first, second = value
    tip = "\n".join(part for part in (first, second) if part)
    return Cell(first or UNKNOWN, second, tip=tip, mark=initials(first) if column.marks else "")


def _money(value: Any, _column: Column[Any], say: Say, _moment: Moment) -> Cell:  # noqa: ANN401
    if value is None:
        return Cell(UNKNOWN, tone="quiet")
    return Cell(say.money(value), tone="" if value else "quiet", amount=value)


def _price(value: Any, column: Column[Any], say: Say, _moment: Moment) -> Cell:  # noqa: ANN401
    return Cell(UNKNOWN, tone="quiet") if value is None else Cell(written_price(value, say, column.places or 0))


def _percent(value: Any, column: Column[Any], say: Say, _moment: Moment) -> Cell:  # noqa: ANN401
    if value is None:
        return Cell(UNKNOWN, tone="quiet")
    places = decimals(value) if column.places is None else column.places
    return Cell(say.percent(value, places), tone="negative" if value < 0 else "")


def decimals(value: Decimal) -> int:
    """Decimals that say something: 10.5000 has one, 10 has none."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def written_price(value: Decimal, say: Say, places: int = 0) -> str:
    """The price of one unit: as many decimals as it has, at least the currency's and ``places``."""
    return say.number(value, max(say.places, places, decimals(value)))


def _number(value: Any, _column: Column[Any], say: Say, _moment: Moment) -> Cell:  # noqa: ANN401
    if value is None:
        return Cell(UNKNOWN, tone="quiet")
    number = Decimal(value)
    return Cell(say.number(number, 0), tone="" if number else "quiet", amount=number)


def _date(value: Any, _column: Column[Any], say: Say, moment: Moment) -> Cell:  # noqa: ANN401
    if value is None:
        return Cell(UNKNOWN, tone="quiet")
    if not isinstance(value, datetime):
        return Cell(short_date(value, say, moment.today), tip=say.date(value))
    local = value.astimezone(say.zone)
    text = f"{local:%H:%M}" if local.date() == moment.today else short_date(local.date(), say, moment.today)
    return Cell(text, tip=say.moment(value))


def _tier(value: Any, _column: Column[Any], _say: Say, _moment: Moment) -> Cell:  # noqa: ANN401
    return Cell(str(value), tone=f"tier_{str(value).lower()}") if value else Cell(UNKNOWN, tone="quiet")


def _status(value: Any, column: Column[Any], say: Say, _moment: Moment) -> Cell:  # noqa: ANN401
    status = (column.statuses or {}).get(value)
    if status is None:
        return Cell(str(value or UNKNOWN), tone="neutral")
    return Cell(say.text(status.title), tone=status.tone, icon=status.icon, struck=status.struck)


def _phone(value: Any, _column: Column[Any], _say: Say, _moment: Moment) -> Cell:  # noqa: ANN401
    if not value:
        return Cell(UNKNOWN, tone="quiet")
    return Cell(international(value) if str(value).startswith("+") else str(value))


_MAKERS: Mapping[Kind, Callable[[Any, Column[Any], Say, Moment], Cell]] = {
    Kind.TEXT: _text,
    Kind.TWO_LINES: _two_lines,
    Kind.MONEY: _money,
    Kind.NUMBER: _number,
    Kind.PRICE: _price,
    Kind.PERCENT: _percent,
    Kind.DATE: _date,
    Kind.TIER: _tier,
    Kind.LEVEL: _text,
    Kind.STATUS: _status,
    Kind.PHONE: _phone,
    Kind.CODE: _text,
    Kind.STEPS: _text,
}


def short_date(day: date, say: Say, today: date) -> str:
    """A day of this year without its year (20 Nov, 11月20日), any other with it."""
    return say.day_of_year(day) if day.year == today.year else say.date(day)


def initials(name: str) -> str:
    """One or two signs that stand for a name: MI for Marta Ibáñez Soler, 陈 for 陈慧敏."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return ""
    if ord(words[0][0]) >= 0x2E80:
        return words[0][0]
    return "".join(word[0] for word in words[:2] if ord(word[0]) < 0x2E80).upper()
