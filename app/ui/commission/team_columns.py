"""The columns of everybody's month and of open disputes."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from app.domain.filters import Field
from app.domain.filters import Kind as Typed
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.commission_team import Member, OpenDispute, Team
from app.ui.commission.words import state
from app.ui.kit.columns import Column, Kind
from app.ui.kit.table_given import Given
from app.ui.kit.view_tabs import View

Amount = Callable[[Member], Decimal | None]
TITLES: Mapping[str, str] = {
    "A": N_("Level A"),
    "B": N_("Level B"),
    "C": N_("Level C"),
    "D": N_("Level D"),
}
SUMS = frozenset(
    {
        "base", "level_a", "level_b", "level_c", "level_d", "earned", "returned", "bands", "adjustments", "over_cap",
        "opening", "paid", "closing", "to_pay", "waiting", "held",
    }
)  # fmt: skip


def _box(name: str, sign: int = 1) -> Amount:
    """A figure of the box of the statement."""

    def read(row: Member) -> Decimal | None:
        return None if row.statement is None else sign * Decimal(getattr(row.statement.box, name))

    return read


def _own(name: str) -> Amount:
    """A figure of the statement itself."""

    def read(row: Member) -> Decimal | None:
        return None if row.statement is None else Decimal(getattr(row.statement, name))

    return read


def _level(name: str) -> Amount:
    def read(row: Member) -> Decimal | None:
        return None if row.statement is None else row.level(name)

    return read


def to_pay(row: Member, *, closed: bool) -> Decimal | None:
    """Of an open month what would be paid, of a closed one what can be paid now."""
    if row.statement is None:
        return None
    return max(row.due, ZERO) if closed else row.statement.to_pay


def _money(
    key: str, title: str, value: Amount, *, usual: bool = True, strong: bool = False, adds_up: bool = False
) -> Column[Member]:
    def tone(row: Member) -> str:
        amount = value(row)
        return "negative" if amount is not None and amount < 0 else ""

    return Column(
        key, title, value, Kind.MONEY, sort=key, tone=tone, usual=usual, strong=strong, adds_up=adds_up
    )  # fmt: skip


def team_columns(team: Team | None, say: Say) -> Sequence[Column[Member]]:
    """Everybody's month. What is zero for everybody, and what the state and each person's sheet say, is offered in the
    menu of columns only: the month is read without scrolling sideways.
    """
    members = team.members if team is not None else ()
    closed = team is not None and team.closed

    def some(value: Amount) -> bool:
        return any(value(row) for row in members)

    def person(row: Member) -> tuple[str, str]:
        if row.statement is None:
            return row.name, say.text(N_("This statement could not be worked out; the others are ready."))
        return row.name, row.statement.plan or say.text(N_("No plan"))

    def standing(row: Member) -> tuple[str, str]:
        return state(row, team, say) if team is not None else ("", "neutral")

    return [
        Column(
            "person", N_("Salesperson"), person, Kind.TWO_LINES, sort="name", stretch=True, sample="Nuria Costa"
        ),
        _money("base", N_("Base {currency}"), _own("base")),
        *[_money(f"level_{one.lower()}", title, _level(one)) for one, title in TITLES.items()],
        _money("earned", N_("Earned"), _box("earned"), strong=True),
        _money("returned", N_("Taken back"), _box("clawed_back", -1), usual=some(_box("clawed_back"))),
        _money("adjustments", N_("Adjustments"), _box("adjustments"), usual=some(_box("adjustments"))),
        _money("over_cap", N_("Over the cap"), _box("over_cap"), usual=some(_box("over_cap"))),
        _money("to_pay", N_("To pay"), lambda row: to_pay(row, closed=closed), strong=True, adds_up=True),
        Column(
            "state", N_("State"), lambda row: standing(row)[0], Kind.STATUS, sort="state",
            tone=lambda row: standing(row)[1], sample=say.plural("{count} to check", "{count} to check", 12),
        ),
        _money("waiting", N_("Not payable yet"), _own("waiting"), usual=False),
        _money("held", N_("Disputed"), _own("held"), usual=some(_own("held"))),
        _money("opening", N_("Opening"), _box("opening"), usual=some(_box("opening"))),
        _money("paid", N_("Paid"), _box("paid"), usual=some(_box("paid"))),
        _money("closing", N_("Closing"), _box("closing"), usual=False),
        _money("bands", N_("Of which steps"), _box("bands"), usual=some(_box("bands"))),
    ]  # fmt: skip


TEAM: Given[Member] = Given(
    "commission",
    (
        Field("name", Typed.TEXT, ("nombre", "姓名")),
        Field("plan", Typed.TEXT, ("方案",)),
        Field("earned", Typed.NUMBER, ("ganado", "所得")),
        Field("base", Typed.NUMBER, ("基数",)),
        Field("closing", Typed.NUMBER, ("saldo", "余额")),
        Field("due", Typed.NUMBER, ("pagar", "应付")),
        Field("held", Typed.NUMBER, ("disputado", "争议")),
        Field("check", Typed.NUMBER, ("revisar", "待查")),
    ),
    {
        "name": lambda row: row.name,
        "plan": lambda row: row.statement.plan if row.statement is not None else "",
        "earned": _box("earned"),
        "base": _own("base"),
        "closing": _box("closing"),
        "due": lambda row: row.due,
        "held": _own("held"),
        "check": lambda row: Decimal(row.to_check),
    },
    lambda row: f"{row.name} {row.code}",
    (
        View("all", N_("Everybody")),
        View("check", N_("To check"), "check:>0"),
        View("due", N_("To pay now"), "due:>0"),
        View("negative", N_("Below zero"), "closing:<0"),
    ),
    {
        "name": N_("Name"), "plan": N_("Commission plan"), "earned": N_("Earned"), "base": N_("Base"),
        "closing": N_("Closing"), "due": N_("To pay now"), "held": N_("Disputed"), "check": N_("To check"),
    },
    SUMS,
)  # fmt: skip


def dispute_columns(say: Say) -> Sequence[Column[OpenDispute]]:
    """What somebody disagrees with and nobody has answered."""
    return [
        Column("person", N_("Salesperson"), lambda row: row.name, sort="name", sample="Nuria Costa Ferrer"),
        Column("month", N_("Month"), lambda row: say.month_year_short(row.month),
               sample=max((say.month_year_short(Month(2026, month)) for month in range(1, 13)), key=len)),
        Column("line", N_("Line"), lambda row: (row.order or say.text(N_("Without an order")), row.customer),
               Kind.TWO_LINES, sort="line", sample="SO-2026-00000 Levante"),
        Column("amount", N_("Commission"), lambda row: row.amount, Kind.MONEY, sort="amount", strong=True,
               adds_up=True),
        Column("words", N_("What is said"), lambda row: row.words, stretch=True),
        Column("said", N_("Since"), lambda row: row.said_at, Kind.DATE, sort="said"),
    ]  # fmt: skip
