"""Commission plans as a TOML file: one table per version, and ``[[given]]`` for who has which plan since when.

Reading collects what is wrong per table, so that the other plans go in; writing and reading again gives the same.
"""

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from app.domain.commission_plan import Band, Base, Negative, Rates, Steps, Terms, Trigger
from app.domain.importing_map import nearest
from app.domain.money import ZERO
from app.domain.parsing import shown
from app.domain.refusal import N_, Mistake, Refusal

__all__ = ["Given", "NamedRule", "PlanFile", "PlanTable", "TableRefusal", "read_plans", "written_plans"]

LEVELS = ("A", "B", "C", "D")
PLAN_KEYS = (
    "code", "valid_from", "base", "trigger", "negative_lines", "cap", "rates", "rate", "rules", "bands", "salespeople",
    "teams", "active",
)  # fmt: skip
GIVEN_KEYS = ("plan", "valid_from", "salesperson", "team")
RATES, RULE = "rates = { A = 12, B = 8, C = 4, D = 1 }", '{ product = "P-7", rate = 5 }'
BANDS, STEP = 'bands = { mode = "marginal", steps = [ … ] }', "{ up_to = 10000, rate = 2 }"
RULE_KEYS = ("product", "category", "rate", "rates")


@dataclass(frozen=True, slots=True)
class NamedRule:
    """Other rates for one product (its code) or one product group (its name)."""

    rates: Rates
    product: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class PlanTable:
    """One version of a plan; ``terms`` are without their rules, which are named in ``rules``.

    ``salespeople`` and ``teams`` get the plan on its first day; both ``None``: the file does not say who.
    """

    number: int
    code: str
    valid_from: date
    terms: Terms
    rules: tuple[NamedRule, ...] = ()
    salespeople: tuple[str, ...] | None = None
    teams: tuple[str, ...] | None = None
    active: bool | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A salesperson, a team, or (neither) everybody has a plan from a day on; no plan: no commission."""

    number: int
    valid_from: date
    plan: str = ""
    salesperson: str = ""
    team: str = ""


class TableRefusal(Mistake):
    """A table that cannot be taken in: which one, the key that is wrong, what stands there, and what would be right."""

    def __init__(self, where: tuple[str, int], key: str, value: object, why: Refusal) -> None:
        super().__init__(why.message, hint=why.hint, field=key or None, **dict(why.values))
        self.code, self.number = where
        self.key, self.value = key, shown(value if isinstance(value, str) else _text(value))


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A file: its plans and who has them, in their order, and the tables that are refused."""

    plans: tuple[PlanTable, ...] = ()
    given: tuple[Given, ...] = ()
    refused: tuple[TableRefusal, ...] = field(default=())

    @property
    def tables(self) -> int:
        """How many tables the file has."""
        return len(self.plans) + len(self.given) + len(self.refused)


def read_plans(text: str, name: str = "plans.toml", places: int = 2) -> PlanFile:
    """The plans in a TOML text; ``places`` are the decimals of the currency. Raises ``Mistake`` for what is no TOML."""
    try:
        document = tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, ArithmeticError) as error:
        place = re.search(r"line (\d+)", str(error))
        raise Mistake(
            N_("{file}, line {line}: this is not TOML."),
            hint=N_('Begin each plan with [[plan]] and write key = "text" or key = 12.5 below it.'),
            file=name, line=place[1] if place else text.count("\n") + 1,
        ) from error  # fmt: skip
    unknown = next((key for key in document if key not in ("plan", "given")), None)
    if unknown is not None or not document:
        raise Mistake(
            N_("{file}: ‘{key}’ is not known here. Each plan begins with [[plan]]."), file=name, key=unknown or ""
        )
    return _read(document, name, places)


def _read(document: Mapping[str, Any], name: str, places: int) -> PlanFile:
    plans, given, refused = list[PlanTable](), list[Given](), list[TableRefusal]()
    for number, table in enumerate(_tables(document, "plan", name), 1):
        try:
            plans.append(_Table(table, number).plan(places))
        except TableRefusal as refusal:
            refused.append(refusal)
    for number, table in enumerate(_tables(document, "given", name), 1):
        try:
            given.append(_Table(table, number, "plan").given())
        except TableRefusal as refusal:
            refused.append(refusal)
    return PlanFile(tuple(plans), tuple(given), tuple(refused))


def _tables(document: Mapping[str, Any], key: str, name: str) -> list[dict[str, Any]]:
    found = document.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Mistake(N_("{file}: ‘{key}’ stands in double brackets: [[{key}]]."), file=name, key=key)
    return found


Word = TypeVar("Word", bound=StrEnum)


class _Table:
    """One table; it knows its place, so that a refusal can name it."""

    def __init__(self, table: Mapping[str, Any], number: int, title: str = "code") -> None:
        self.table = table
        self.where = (str(table.get(title, "")), number)

    def wrong(self, key: str, value: object, why: Refusal | str, /, **values: Any) -> TableRefusal:  # noqa: ANN401
        """The refusal of a value."""
        return TableRefusal(self.where, key, value, why if isinstance(why, Refusal) else Mistake(why, **values))

    def plan(self, places: int) -> PlanTable:
        """This version; raises ``TableRefusal``."""
        self._only(self.table, PLAN_KEYS)
        code, rules = self._named(), self._rules()
        bands, steps = self._bands()
        rates = self._rates(self.table)
        if rates is None and not rules and not bands:
            raise self.wrong("rates", "", N_("The plan has no rates. Write {example}."), example=RATES)
        terms = Terms(
            rates or Rates(), self._word("base", Base, Base.CONTRIBUTION),
            self._word("trigger", Trigger, Trigger.ORDER), self._word("negative_lines", Negative, Negative.ZERO), (),
            bands, steps, self._cap(),
        )  # fmt: skip
        try:
            terms.check(places)
        except Mistake as mistake:
            key = mistake.field or ""
            raise self.wrong(key, self.table.get(key, ""), mistake) from None
        return PlanTable(
            self.where[1], code, self._day(), terms, rules, self._list("salespeople"), self._list("teams"),
            self._flag("active"),
        )  # fmt: skip

    def given(self) -> Given:
        """Who has what; raises ``TableRefusal``."""
        self._only(self.table, GIVEN_KEYS)
        salesperson, team = self._string(self.table, "salesperson"), self._string(self.table, "team")
        if salesperson and team:
            raise self.wrong("team", team, N_("Write a salesperson or a team, not both."))
        return Given(self.where[1], self._day(), self._string(self.table, "plan"), salesperson, team)

    def _only(self, table: Mapping[str, Any], keys: Sequence[str]) -> None:
        for key in table:
            if key not in keys:
                near = nearest(key, keys)
                if near:
                    raise self.wrong(key, table[key], N_("‘{key}’ is not known; did you mean ‘{near}’?"),
                                     key=key, near=near)  # fmt: skip
                raise self.wrong(key, table[key], N_("‘{key}’ is not known; there are {keys}."), key=key,
                                 keys=", ".join(keys))  # fmt: skip

    def _named(self) -> str:
        code = self._string(self.table, "code")
        if not code:
            raise self.wrong("code", "", N_('The plan has no code. Write code = "standard".'))
        return code

    def _string(self, table: Mapping[str, Any], key: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            raise self.wrong(key, value, N_('Text stands in quotation marks: {key} = "{value}".'), key=key,
                             value=_text(value))  # fmt: skip
        return value.strip()

    def _day(self) -> date:
        value = self.table.get("valid_from")
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value.strip())
            except ValueError:
                value = None
        if not isinstance(value, date) or isinstance(value, datetime) or not 1900 <= value.year <= 2100:
            raise self.wrong("valid_from", self.table.get("valid_from", ""),
                             N_("Write the plan's first day as valid_from = 2026-01-31."))  # fmt: skip
        return value

    def _word(self, key: str, words: type[Word], usual: Word) -> Word:
        value = self.table.get(key, usual.value)
        if value not in [one.value for one in words]:
            raise self.wrong(key, value, N_("This is not known; write one of: {names}."),
                             names=", ".join(one.value for one in words))  # fmt: skip
        return words(value)

    def _number(self, table: Mapping[str, Any], key: str) -> Decimal:
        value = table[key]
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self.wrong(key, value, N_("This is not a number. Write it as {key} = 12.5."), key=key)
        return Decimal(value)

    def _cap(self) -> Decimal | None:
        return self._number(self.table, "cap") if "cap" in self.table else None

    def _flag(self, key: str) -> bool | None:
        value = self.table.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(key, value, N_("Write true or false."))
        return value

    def _list(self, key: str) -> tuple[str, ...] | None:
        value = self.table.get(key)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise self.wrong(key, value, N_('Write the codes in brackets: {key} = ["S1", "S2"].'), key=key)
        return tuple(one.strip() for one in value)

    def _rates(self, table: Mapping[str, Any]) -> Rates | None:
        """Rates per level, or one for all; none where nothing is said."""
        if "rate" in table:
            return Rates.flat(self._number(table, "rate"))
        value = table.get("rates")
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.wrong("rates", value, N_("Write a rate per level: {example}."), example=RATES)
        self._only(value, LEVELS)
        return Rates(*(self._number(value, level) if level in value else ZERO for level in LEVELS))

    def _rules(self) -> tuple[NamedRule, ...]:
        found = []
        for rule in self._dicts(self.table, "rules"):
            self._only(rule, RULE_KEYS)
            product, category = self._string(rule, "product"), self._string(rule, "category")
            rates = self._rates(rule)
            if bool(product) == bool(category) or rates is None:
                raise self.wrong("rules", rule, N_("A rule names a product or a category, and a rate: {example}."),
                                 example=RULE)  # fmt: skip
            try:
                rates.check()
            except Mistake as mistake:
                raise self.wrong("rules", rule, mistake) from None
            found.append(NamedRule(rates, product, category))
        return tuple(found)

    def _dicts(self, table: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.wrong(
                key, value, N_("Write them in brackets and braces: {example}."), example=f"{key} = [ {{ rate = 5 }} ]"
            )
        return value

    def _bands(self) -> tuple[tuple[Band, ...], Steps]:
        value = self.table.get("bands")
        if value is None:
            return (), Steps.MARGINAL
        if not isinstance(value, dict):
            raise self.wrong("bands", value, N_("Write {example}."), example=BANDS)
        self._only(value, ("mode", "steps"))
        mode = value.get("mode", Steps.MARGINAL.value)
        if mode not in [one.value for one in Steps]:
            raise self.wrong("bands", mode, N_("This is not known; write one of: {names}."),
                             names=", ".join(one.value for one in Steps))  # fmt: skip
        found = []
        for step in self._dicts(value, "steps"):
            self._only(step, ("up_to", "rate"))
            if "rate" not in step:
                raise self.wrong("bands", step, N_("Each step needs a rate: {example}."), example=STEP)
            found.append(Band(self._number(step, "rate"), self._number(step, "up_to") if "up_to" in step else None))
        return tuple(found), Steps(mode)


# writing


def written_plans(file: PlanFile) -> str:
    """The file as a text that ``read_plans`` reads to the same."""
    parts = [_plan_text(table) for table in file.plans]
    parts += [_given_text(one) for one in file.given]
    return "\n".join(parts)


def _plan_text(table: PlanTable) -> str:
    terms = table.terms
    rows: list[tuple[str, str]] = [
        ("code", _text(table.code)), ("valid_from", _text(table.valid_from)), ("base", _text(terms.base.value)),
        ("trigger", _text(terms.trigger.value)), ("negative_lines", _text(terms.negative.value)),
    ]  # fmt: skip
    if terms.cap is not None:
        rows.append(("cap", _text(terms.cap)))
    rows.append(("rates", _inline(_rates_of(terms.rates))))
    if table.rules:
        rows.append(("rules", _listed([_inline(_rule_of(rule)) for rule in table.rules])))
    if terms.bands:
        steps = [_inline(_without_none({"up_to": band.upper, "rate": band.rate})) for band in terms.bands]
        rows.append(("bands", f"{{ mode = {_text(terms.steps.value)}, steps = {_listed(steps)} }}"))
    for key, names in (("salespeople", table.salespeople), ("teams", table.teams)):
        if names is not None:
            rows.append((key, _listed([_text(name) for name in names])))
    if table.active is not None:
        rows.append(("active", _text(table.active)))
    return "[[plan]]\n" + "".join(f"{key} = {value}\n" for key, value in rows)


def _given_text(one: Given) -> str:
    rows = [("plan", one.plan), ("salesperson", one.salesperson), ("team", one.team)]
    found = "".join(f"{key} = {_text(value)}\n" for key, value in rows if value)
    return f"[[given]]\nvalid_from = {_text(one.valid_from)}\n{found}"


def _rates_of(rates: Rates) -> dict[str, object]:
    return dict(zip(LEVELS, (rates.a, rates.b, rates.c, rates.d), strict=True))


def _rule_of(rule: NamedRule) -> dict[str, object]:
    found: dict[str, object] = {"product": rule.product} if rule.product else {"category": rule.category}
    flat = rule.rates == Rates.flat(rule.rates.a)
    return found | ({"rate": rule.rates.a} if flat else {"rates": _rates_of(rule.rates)})


def _without_none(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value is not None}


def _inline(values: Mapping[str, object]) -> str:
    inner = ", ".join(
        f"{key} = {_inline(value) if isinstance(value, dict) else _text(value)}" for key, value in values.items()
    )
    return f"{{ {inner} }}"


def _listed(parts: Sequence[str]) -> str:
    return f"[ {', '.join(parts)} ]" if parts else "[]"


_TEXTS: Mapping[type, Callable[[Any], str]] = {
    bool: lambda value: "true" if value else "false",
    Decimal: lambda value: format(value.normalize(), "f"),
    date: date.isoformat,
    str: lambda value: json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f"),
}


def _text(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, dict):
        return _inline(value)
    if isinstance(value, list):
        return _listed([_text(one) for one in value])
    return _TEXTS.get(type(value), str)(value)


def numbered(tables: Sequence[PlanTable]) -> tuple[PlanTable, ...]:
    """The tables with their places in the file."""
    return tuple(replace(one, number=at) for at, one in enumerate(tables, 1))
