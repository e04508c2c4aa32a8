"""The tables of the quality screen: causes, products or owners, and the cases behind a figure."""

from collections.abc import Sequence
from decimal import Decimal

from app.domain.complaint_quality import Measure, Tally
from app.domain.papers_complaints import Slice
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.complaints_quality import Case
from app.ui.profit.cells import DASH, FigureColumn, Look, Setting, Shown, amount, percent

UNNAMED = N_("not told")
NOBODY = N_("nobody")


def slice_columns(say: Say, title: str, unnamed: str, *, with_cost: bool) -> Sequence[FigureColumn[Slice]]:
    """``title`` and ``unnamed`` are translated already: what a row is, and one without a name."""
    columns: list[FigureColumn[Slice]] = [
        FigureColumn("name", title, Look.TEXT, lambda row, setting: Shown(row.name or unnamed),
                     lambda row: row.name or unnamed, stretch=True),
        FigureColumn("opened", say.text(N_("Received")), Look.STRONG,
                     lambda row, setting: _count(row.tally.opened, setting), lambda row: row.tally.opened),
        FigureColumn("share", say.text(N_("Share")), Look.SHARE, _share, lambda row: row.share),
        FigureColumn("running", say.text(N_("Up to here")), Look.FIGURE,
                     lambda row, setting: percent(row.running, setting.say), lambda row: row.running,
                     say.text(N_("The share of all cases down to this row: the few causes that make most of them."))),
        _measured("answered", say.text(N_("Answered in time")), Measure.ANSWERED_IN_TIME),
        _measured("solved", say.text(N_("Solved in time")), Measure.SOLVED_IN_TIME),
        _measured("contact", say.text(N_("First contact")), Measure.FIRST_CONTACT),
        FigureColumn("satisfaction", say.text(N_("Satisfaction")), Look.FIGURE,
                     lambda row, setting: _mark(row.tally, setting), lambda row: row.tally.value(Measure.SATISFACTION)),
    ]  # fmt: skip
    if with_cost:
        columns.append(
            FigureColumn("cost", say.text(N_("Cost {currency}"), currency=say.currency_symbol), Look.FIGURE,
                         lambda row, setting: amount(row.tally.cost, setting), lambda row: row.tally.cost)
        )  # fmt: skip
    return columns


def _measured(key: str, title: str, measure: Measure) -> FigureColumn[Slice]:
    return FigureColumn(
        key, title, Look.FIGURE, lambda row, setting: percent(row.tally.value(measure), setting.say),
        lambda row: row.tally.value(measure),
    )  # fmt: skip


def _count(count: int, setting: Setting) -> Shown:
    return Shown(setting.say.number(Decimal(count), 0), amount=Decimal(count))


def _share(row: Slice, setting: Setting) -> Shown:
    return Shown(setting.say.percent(row.share), part=float(row.share / 100))


def _mark(tally: Tally, setting: Setting) -> Shown:
    value = tally.value(Measure.SATISFACTION)
    return Shown(DASH, tone="text3") if value is None else Shown(setting.say.number(value, 2))


def slice_total(rows: Sequence[Slice], setting: Setting, *, with_cost: bool) -> Sequence[Shown]:
    """All of them."""
    whole = sum((row.tally for row in rows), Tally())
    say = setting.say
    cells = [
        Shown(say.text(N_("All")), sentence=say.text(N_("All"))), _count(whole.opened, setting),
        Shown(say.percent(Decimal(100)), part=1.0), Shown(),
        *(
            percent(whole.value(measure), say)
            for measure in (Measure.ANSWERED_IN_TIME, Measure.SOLVED_IN_TIME, Measure.FIRST_CONTACT)
        ),
        _mark(whole, setting),
    ]  # fmt: skip
    return [*cells, amount(whole.cost, setting)] if with_cost else cells


def case_columns(say: Say) -> Sequence[FigureColumn[Case]]:
    """The cases behind a figure."""
    return [
        FigureColumn("number", say.text(N_("Case")), Look.TEXT, lambda row, setting: Shown(row.number),
                     lambda row: row.number),
        FigureColumn("customer", say.text(N_("Customer")), Look.TWO_LINES,
                     lambda row, setting: Shown(row.customer, row.subject), lambda row: row.customer, stretch=True),
        FigureColumn("cause", say.text(N_("Cause")), Look.TEXT, lambda row, setting: Shown(row.cause or DASH),
                     lambda row: row.cause),
        FigureColumn("owner", say.text(N_("Owner")), Look.TEXT, lambda row, setting: Shown(row.owner or DASH),
                     lambda row: row.owner),
        FigureColumn("opened", say.text(N_("Received")), Look.TEXT,
                     lambda row, setting: Shown(setting.say.moment(row.opened_at)), lambda row: row.opened_at),
        FigureColumn("closed", say.text(N_("Closed")), Look.TEXT, _closed, lambda row: row.closed_at),
        FigureColumn("late", say.text(N_("In time")), Look.CHIP, _late, lambda row: row.late),
        FigureColumn("satisfaction", say.text(N_("Satisfaction")), Look.FIGURE, _said, lambda row: row.satisfaction),
    ]  # fmt: skip


def _closed(row: Case, setting: Setting) -> Shown:
    return Shown(setting.say.moment(row.closed_at)) if row.closed_at else Shown(DASH, tone="text3")


def _late(row: Case, setting: Setting) -> Shown:
    say = setting.say
    return Shown(say.text(N_("late")), tone="bad") if row.late else Shown(say.text(N_("in time")), tone="ok")


def _said(row: Case, setting: Setting) -> Shown:
    if row.satisfaction is None:
        return Shown(DASH, tone="text3")
    return Shown(setting.say.number(Decimal(row.satisfaction), 0))
