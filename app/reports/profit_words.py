"""What the monthly profit report says in sentences: the result, its main reason, what to know."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from app.domain.comparison import change_percent
from app.domain.month import Month
from app.domain.papers_facts import Fact, FactKind
from app.domain.papers_figures import EffectKind, StepKind
from app.domain.papers_profit import PeriodState, ProfitMonth, Recognition
from app.i18n import N_
from app.reports.compare import DASH, Words

__all__ = ["EFFECTS", "LEVELS", "RECOGNITION", "STATES", "STEPS", "TIERS", "reason", "result", "sentences"]

STATES: Mapping[PeriodState, str] = {
    PeriodState.CLOSED: N_("Closed period, final"),
    PeriodState.PROVISIONAL: N_("PROVISIONAL, month not closed"),
}
STEPS: Mapping[StepKind, str] = {
    StepKind.REVENUE: N_("Sales before returns"),
    StepKind.COST_OF_GOODS: N_("Cost of goods"),
    StepKind.FREIGHT: N_("Delivery: billed less paid"),
    StepKind.RETURNS: N_("Returns"),
    StepKind.COMPLAINTS: N_("Complaint costs"),
    StepKind.ADJUSTMENTS: N_("Adjustments of closed months"),
}
EFFECTS: Mapping[EffectKind, str] = {
    EffectKind.VOLUME: N_("Volume"),
    EffectKind.NEW_CUSTOMERS: N_("New customers"),
    EffectKind.LOST_CUSTOMERS: N_("Customers without orders"),
    EffectKind.MIX: N_("Product mix"),
    EffectKind.PRICE: N_("Price, discount"),
    EffectKind.COST: N_("Cost of goods"),
    EffectKind.FREIGHT: N_("Delivery"),
    EffectKind.RETURNS: N_("Returns"),
    EffectKind.COMPLAINTS: N_("Complaints"),
    EffectKind.ADJUSTMENTS: N_("Adjustments"),
    EffectKind.OTHER: N_("Other"),
}
LEVELS: Mapping[str, str] = {
    "A": N_("high margin"),
    "B": N_("good margin"),
    "C": N_("low margin"),
    "D": N_("very low margin"),
}
TIERS: Mapping[str, str] = {
    "A": N_("Tier A: key customers"),
    "B": N_("Tier B: good customers"),
    "C": N_("Tier C: occasional customers"),
    "N": N_("Tier N: customers without profit in {year}"),
    "": N_("No tier: no sale in {year}"),
}
RECOGNITION: Mapping[Recognition, str] = {
    Recognition.ORDER: N_("A sale counts in the month in which its order is confirmed."),
    Recognition.DELIVERY: N_("A sale counts in the month in which it is delivered."),
    Recognition.INVOICE: N_("A sale counts in the month of its invoice."),
}

# (more than the month before?, more than a year before?) -> one whole sentence for each
_RESULT = {
    (True, True): N_("Contribution was {amount}: {first} more than in {month}, and {second} more than in {year}."),
    (True, False): N_("Contribution was {amount}: {first} more than in {month}, but {second} less than in {year}."),
    (False, True): N_("Contribution was {amount}: {first} less than in {month}, but {second} more than in {year}."),
    (False, False): N_("Contribution was {amount}: {first} less than in {month}, and {second} less than in {year}."),
}


def result(report: ProfitMonth, words: Words) -> str:
    """The first sentence: this month against the month before and the same month a year before."""
    figure = report.figures.contribution
    say = words.say
    now, previous, year_before = figure.now, figure.previous, figure.year_before
    if now is None:
        return say.text(N_("The contribution of this month is not known."))
    amount = words.money(now)
    if previous is None and year_before is None:
        return say.text(N_("Contribution was {amount}. There is no earlier month to compare it with."), amount=amount)
    if previous is None or year_before is None:
        other = report.year_before if previous is None else report.previous
        base = year_before if previous is None else previous
        return _against_one(report, words, other, base)
    return say.text(
        _RESULT[now >= previous, now >= year_before],
        amount=amount,
        first=_difference(words, now, previous),
        month=words.month(report.previous, report.month),
        second=_difference(words, now, year_before),
        year=words.month(report.year_before, report.month),
    )


def _against_one(report: ProfitMonth, words: Words, other: Month, base: Decimal | None) -> str:
    now = report.figures.contribution.now or Decimal(0)
    base = base or Decimal(0)
    text = (
        N_("Contribution was {amount}: {change} more than in {month}.")
        if now >= base
        else N_("Contribution was {amount}: {change} less than in {month}.")
    )
    month = words.month(other, report.month)
    return words.say.text(text, amount=words.money(now), change=_difference(words, now, base), month=month)


def _difference(words: Words, now: Decimal, base: Decimal) -> str:
    amount = words.money(abs(now - base))
    percent = change_percent(now, base)
    if percent is None:
        return amount
    return words.say.text(N_("{amount} ({percent})"), amount=amount, percent=words.say.percent(abs(percent)))


def reason(report: ProfitMonth, words: Words) -> str:
    """The main reason for the difference, and what returns and complaints did; empty when nothing is known."""
    say = words.say
    parts = []
    effects = report.bridge.effects if report.bridge else ()
    if effects:
        largest = max(effects, key=lambda effect: abs(effect.amount))
        name = say.text(EFFECTS[largest.kind])
        amount = words.money(largest.amount, sign=True)
        parts.append(say.text(N_("The largest effect was “{effect}” with {amount}."), effect=name, amount=amount))
    costs = report.figures.returns_and_complaints
    if costs.now is not None and costs.previous is not None and costs.now != costs.previous:
        more = costs.now > costs.previous
        text = (
            N_("Returns and complaints cost {amount} more than in {month}.")
            if more
            else N_("Returns and complaints cost {amount} less than in {month}.")
        )
        month = words.month(report.previous, report.month)
        parts.append(say.text(text, amount=words.money(abs(costs.now - costs.previous)), month=month))
    return say.sentences(parts)


def sentences(report: ProfitMonth, fact: Fact, words: Words) -> tuple[str, str]:
    """(strong sentence, quiet one) of a fact."""
    strong, quiet = _SPEAKERS[fact.kind](report, fact, words)
    return strong, words.say.sentences((quiet, fact.remark))


def _name(fact: Fact) -> str:
    return fact.names[0] if fact.names else DASH


def _amount(fact: Fact, index: int = 0) -> Decimal:
    return fact.amounts[index] if index < len(fact.amounts) else Decimal(0)


def _on_course(report: ProfitMonth, fact: Fact, words: Words) -> tuple[str, str]:
    say = words.say
    tiers = (*fact.tiers, "", "")
    next_year = report.month.year + 1
    strong = say.text(
        N_("{customer} is on course for tier {tier} in {year}."), customer=_name(fact), tier=tiers[1], year=next_year
    )
    if not fact.amounts:
        return strong, ""
    change = words.money(_amount(fact), sign=True)
    month = words.month(report.year_before, report.month)
    text = N_("{change} on {month}; tier {tier} now.")
    return strong, say.text(text, change=change, month=month, tier=tiers[0] or DASH)


def _lost_money(_report: ProfitMonth, fact: Fact, words: Words) -> tuple[str, str]:
    say = words.say
    strong = say.plural("One customer lost money.", "{count} customers lost money.", len(fact.names))
    return strong, _list(words, fact)


def _list(words: Words, fact: Fact) -> str:
    """Up to five names with their amounts, as the language lists them."""
    say = words.say
    pairs = zip(fact.names, fact.amounts, strict=False)
    parts = [
        say.text(N_("{name} {amount}"), name=name, amount=words.money(amount, sign=True)) for name, amount in pairs
    ]
    more = len(parts) - 5
    text = N_("{list}; and {count} more.") if more > 0 else N_("{list}.")
    return say.text(text, list=say.clauses(parts[:5]), count=more)


def _level_share(_report: ProfitMonth, fact: Fact, words: Words) -> tuple[str, str]:
    say = words.say
    revenue, contribution = say.percent(_amount(fact), 0), say.percent(_amount(fact, 1), 0)
    text = N_("Level {level} products were {revenue} of sales and {contribution} of contribution.")
    return say.text(text, level=_name(fact), revenue=revenue, contribution=contribution), ""


def _new_customers(_report: ProfitMonth, fact: Fact, words: Words) -> tuple[str, str]:
    say = words.say
    strong = say.plural("One new customer.", "{count} new customers.", int(_amount(fact)))
    text = N_("Together {amount}; among them {names}.")
    return strong, say.text(text, amount=words.money(_amount(fact, 1), sign=True), names=say.listed(fact.names[:3]))


def _stopped(report: ProfitMonth, fact: Fact, words: Words) -> tuple[str, str]:
    say = words.say
    count = int(_amount(fact))
    month = words.month(report.previous, report.month)
    strong = say.plural(
        "One customer with orders in {month} had none now.",
        "{count} customers with orders in {month} had none now.",
        count,
        month=month,
    )
    text = N_("Their contribution in {month} was {amount}; among them {names}.")
    amount = words.money(_amount(fact, 1))
    return strong, say.text(text, month=month, amount=amount, names=say.listed(fact.names[:3]))


def _largest(report: ProfitMonth, fact: Fact, words: Words) -> tuple[str, str]:
    text = (
        N_("The largest rise: {customer} with {change} on {month}.")
        if fact.kind is FactKind.LARGEST_RISE
        else N_("The largest fall: {customer} with {change} on {month}.")
    )
    change = words.money(_amount(fact), sign=True)
    month = words.month(report.previous, report.month)
    return words.say.text(text, customer=_name(fact), change=change, month=month), ""


def _concentration(_report: ProfitMonth, fact: Fact, words: Words) -> tuple[str, str]:
    percent = words.say.percent(_amount(fact, 1), 0)
    return words.say.plural(
        "One customer makes {percent} of the contribution.",
        "{count} customers make {percent} of the contribution.",
        int(_amount(fact)),
        percent=percent,
    ), ""


def _costs_rose(report: ProfitMonth, fact: Fact, words: Words) -> tuple[str, str]:
    month = words.month(report.previous, report.month)
    amount = words.money(abs(_amount(fact)))
    text = (
        N_("Returns and complaints cost {amount} more than in {month}.")
        if _amount(fact) >= 0
        else N_("Returns and complaints cost {amount} less than in {month}.")
    )
    return words.say.text(text, amount=amount, month=month), ""


def _no_cost(_report: ProfitMonth, fact: Fact, words: Words) -> tuple[str, str]:
    say = words.say
    count = int(_amount(fact))
    strong = say.plural("One order has no cost price.", "{count} orders have no cost price.", count)
    return strong, say.text(N_("Their contribution is shown too high until the cost is known."))


_SPEAKERS: Mapping[FactKind, Callable[[ProfitMonth, Fact, Words], tuple[str, str]]] = {
    FactKind.ON_COURSE_UP: _on_course,
    FactKind.ON_COURSE_DOWN: _on_course,
    FactKind.LOST_MONEY: _lost_money,
    FactKind.LEVEL_SHARE: _level_share,
    FactKind.NEW_CUSTOMERS: _new_customers,
    FactKind.STOPPED: _stopped,
    FactKind.LARGEST_RISE: _largest,
    FactKind.LARGEST_FALL: _largest,
    FactKind.CONCENTRATION: _concentration,
    FactKind.COSTS_ROSE: _costs_rose,
    FactKind.NO_COST: _no_cost,
}
