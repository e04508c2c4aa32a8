"""The whole way to one line of commission in sentences with numbers, each under a heading."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.commission import ADJUSTMENT, BANDS, CAP, CLAWBACK, EARNED, OFFSET, PAID, RELEASED
from app.domain.commission_plan import Base
from app.domain.money import HUNDRED, ZERO
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.commission_lines import Origin
from app.queries.commission_why import Event, Matched, Why
from app.ui.commission.words import KINDS, WAITS, document, rate

Step = tuple[str, str]
"""A heading and a sentence, both translated."""


def steps(why: Why, say: Say) -> list[Step]:
    """What explains a line, in the order in which it came about."""
    return [*_made(why, say), *_agreed(why, say), *_moved(why, say), *_booked(why, say), *_disputed(why, say)]


def _made(why: Why, say: Say) -> Iterator[Step]:
    """base × rate × share = commission."""
    if why.kind in (ADJUSTMENT, PAID, BANDS, CAP) or why.rate is None:
        yield from _other(why, say)
        return
    revenue = why.agreement is not None and why.agreement.terms.base is Base.REVENUE
    earned, percent = say.money(why.earned), rate(why.rate, say)
    values = {"rate": percent, "amount": earned, "share": rate(why.share, say), "people": _people(why, say)}
    heading = say.text(N_("Commission of the line"))
    if why.share is None or why.share >= HUNDRED:
        yield heading, say.text(N_("{base} × {rate} = {amount}"), base=say.money(why.base), **values)
    elif why.whole_base is not None:
        text = N_("{base} × {rate} × {share} (shared with {people}) = {amount}")
        yield heading, say.text(text, base=say.money(why.whole_base), **values)
    else:
        text = N_("{base} × {rate} = {amount}; {base} is the part of {share} of the line’s base, shared with {people}")
        yield heading, say.text(text, base=say.money(why.base), **values)
    meaning = N_("The base is the line’s net revenue.") if revenue else N_("The base is the line’s contribution.")
    yield say.text(N_("Base")), say.text(meaning)


def _people(why: Why, say: Say) -> str:
    return ", ".join(f"{name} {rate(percent, say)}" for name, percent in why.sharers)


def _other(why: Why, say: Say) -> Iterator[Step]:
    """Lines that no rate made."""
    heading, amount = say.text(KINDS[why.kind]), say.money_with_currency(why.amount)
    if why.kind == ADJUSTMENT:
        yield heading, say.text(N_("{amount}: {reason}"), amount=amount, reason=why.reason)
        yield say.text(N_("Approved by")), why.approved_by
    elif why.kind == PAID:
        month = say.month(why.belongs_to)
        yield heading, say.text(N_("{amount} was paid for {month}."), amount=say.money_with_currency(-why.amount),
                                month=month)  # fmt: skip
        yield say.text(N_("Booked by")), why.approved_by
    elif why.kind == CAP:
        yield heading, cap_words(why.amount, say)
    else:
        yield heading, bands_words(why.amount, why.base, say)


def cap_words(amount: Decimal, say: Say) -> str:
    """What a line about the cap means."""
    value = say.money_with_currency(abs(amount))
    if amount > ZERO:
        return say.text(
            N_("{amount} of what was taken back had been over the cap and was never paid: it is not taken again."),
            amount=value,
        )
    return say.text(
        N_("The plan pays up to a cap per month, in the order of time; {amount} of this line is over it."), amount=value
    )


def bands_words(amount: Decimal, base: Decimal, say: Say) -> str:
    """What a line about the steps means."""
    return say.text(
        N_("The steps of the plan bring {amount} for the month’s total base of {base}."),
        amount=say.money_with_currency(amount), base=say.money_with_currency(base),
    )  # fmt: skip


def _agreed(why: Why, say: Say) -> Iterator[Step]:
    """Plan, version, and the rule that gave the rate."""
    agreement = why.agreement
    if agreement is None:
        return
    plan = say.text(
        N_("Plan ‘{plan}’, version of {day}"), plan=agreement.plan, day=say.date(agreement.valid_from)
    )  # fmt: skip
    yield say.text(N_("Agreed")), plan
    yield say.text(N_("Rate")), _rule(agreement.matched, why, say)


def _rule(matched: Matched, why: Why, say: Say) -> str:
    values = {"rate": rate(why.rate, say), "level": why.level or "D", "name": matched.name, "place": matched.place}
    if matched.kind == "product":
        return say.text(N_("{rate} by rule {place} of the plan, about the product ‘{name}’"), **values)
    if matched.kind == "category":
        return say.text(N_("{rate} by rule {place} of the plan, about the product group ‘{name}’"), **values)
    if matched.kind == "booked":
        return say.text(N_("{rate} as agreed when the line was booked; it stays so"), **values)
    if why.level is None:
        return say.text(N_("{rate}: a line without a level has the rate of level D"), **values)
    return say.text(N_("{rate} for level {level}"), **values)


def _moved(why: Why, say: Say) -> Iterator[Step]:
    """What happened to the line, and what waits."""
    if not why.events:
        return
    if why.agreement is not None:
        yield say.text(N_("Payable")), say.text(WAITS[why.agreement.terms.trigger])
    if why.invoices:
        yield say.text(N_("Invoices")), ", ".join(why.invoices)
    lines = "\n".join(_event(one, say) for one in why.events)
    yield say.text(N_("What happened")), lines
    kept = why.earned + why.returned
    values = {
        "earned": say.money(why.earned), "returned": say.money(-why.returned), "kept": say.money(kept),
        "released": say.money(why.total(RELEASED, CLAWBACK)), "waiting": say.money(why.waiting),
    }  # fmt: skip
    if why.returned:
        text = N_("Earned {earned} − taken back {returned} = {kept}; payable so far {released}, {waiting} waits.")
    else:
        text = N_("Earned {earned}; payable so far {released}, {waiting} waits.")
    yield say.text(N_("Today")), say.text(text, **values)


_EVENTS = {
    EARNED: N_("{day}: earned {amount} ({document})"),
    RELEASED: N_("{day}: {amount} became payable ({document})"),
    OFFSET: N_("{day}: {amount} taken back before it was payable ({document})"),
    CLAWBACK: N_("{day}: {amount} taken back ({document})"),
}


def _event(one: Event, say: Say) -> str:
    words = document(Origin(one.cause, one.document), say) or say.text(N_("without a document"))
    return say.text(_EVENTS[one.kind], day=say.date(one.on), amount=say.money(one.amount), document=words)


def _booked(why: Why, say: Say) -> Iterator[Step]:
    if why.month != why.belongs_to and why.kind != PAID:
        text = N_("It belongs to {late} and is booked in {month}: {late} was closed by then.")
        yield say.text(N_("Booked")), say.text(text, late=say.month(why.belongs_to), month=say.month(why.month))


def _disputed(why: Why, say: Say) -> Iterator[Step]:
    for one in why.disputes:
        words = say.text(N_("“{words}”"), words=one.words)
        yield say.text(N_("Disputed")), words
        if not one.open:
            yield say.text(N_("Answer")), say.text(N_("“{words}”"), words=one.answer)
        else:
            yield say.text(N_("Until it is answered")), say.text(N_("This line waits, the rest is paid."))
