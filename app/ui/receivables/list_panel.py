"""The list of receivables: customers with a balance, by age, as of any day; Enter opens the account."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from app.domain.refusal import N_
from app.queries import receivables
from app.queries.receivables import ReceivableRow
from app.ui.commands import Command
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.columns import Column, Kind
from app.ui.kit.form import Form, FormField
from app.ui.kit.list_panel import ListPanel, View
from app.ui.preview import open_preview, papers

DAY = (FormField("as_of", N_("As of"), "day", kept=False),)
DAY_WIDE = 130

NAMES = {
    "name": N_("Name"),
    "code": N_("Code"),
    "balance": N_("Balance"),
    "overdue": N_("Days overdue"),
    "late": N_("Overdue"),
    "salesperson": N_("Salesperson"),
    "blocked": N_("Blocked"),
}


def _limit_tone(row: ReceivableRow) -> str:
    return "bad" if row.credit_limit is not None and row.ageing.balance > row.credit_limit else ""


def _tone(amount: Decimal, tone: str) -> str:
    return tone if amount else "quiet"


COLUMNS: tuple[Column[ReceivableRow], ...] = (
    Column("customer", N_("Customer"), lambda row: (row.name, row.code), Kind.TWO_LINES, sort="name", stretch=True),
    Column("phone", N_("Phone"), lambda row: row.phone, Kind.PHONE),
    Column("unallocated", N_("Not allocated"), lambda row: row.ageing.unallocated, Kind.MONEY, adds_up=True),
    Column("not_due", N_("Not due"), lambda row: row.ageing.not_due, Kind.MONEY, adds_up=True),
    Column("d1_30", N_("1–30 days"), lambda row: row.ageing.d1_30, Kind.MONEY, adds_up=True),
    Column("d31_60", N_("31–60 days"), lambda row: row.ageing.d31_60, Kind.MONEY, adds_up=True,
           tone=lambda row: _tone(row.ageing.d31_60, "warn")),
    Column("d61_90", N_("61–90 days"), lambda row: row.ageing.d61_90, Kind.MONEY, adds_up=True,
           tone=lambda row: _tone(row.ageing.d61_90, "warn")),
    Column("over_90", N_("Over 90 days"), lambda row: row.ageing.over_90, Kind.MONEY, sort="over_90", adds_up=True,
           tone=lambda row: _tone(row.ageing.over_90, "bad")),
    Column("balance", N_("Balance {currency}"), lambda row: row.ageing.balance, Kind.MONEY, sort="balance",
           adds_up=True, strong=True),
    Column("limit", N_("Credit limit"), lambda row: row.credit_limit, Kind.MONEY, tone=_limit_tone, usual=False),
    Column("salesperson", N_("Salesperson"), lambda row: row.salesperson, sample="Nuria Costa",
           usual=False),
)  # fmt: skip
"""The six columns of ages add up to the balance, in every row and in the totals."""


class ReceivablesPanel(ListPanel):
    """One day for the whole list; no day means today."""

    kinds = frozenset({"account", "customer"})
    listed = receivables.listed(date.min.replace(year=2000))
    heading = N_("Receivables")
    meaning = "money"
    nothing_yet = N_("Nobody owes anything, and nobody has credit.")
    nothing_matches = N_("No accounts match ‘{filter}’.")
    nothing_in_view = N_("No accounts belong in this view now.")
    names = NAMES
    list_name = "receivables"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self._as_of: date | None = None
        self.day = Form(context, DAY)
        self.day.setFixedWidth(DAY_WIDE)
        printing = Command("receivables.print", N_("Print"), "print", "Ctrl+P", self.print_list)
        super().__init__(context, [printing], parent)
        bind_keys(self, ("Ctrl+P", self.print_list))
        self.bar.add_right(self.day)
        self.day.left.connect(self._day_left)

    def make_views(self) -> Sequence[View]:
        """Everybody with a balance, who is late, who is very late, who has credit."""
        return [
            View("all", N_("All with a balance")),
            View("overdue", N_("Overdue"), "overdue:>0", "-late"),
            View("late", N_("Overdue for more than 30 days"), "overdue:>30", "-late"),
            View("credit", N_("With credit"), "balance:<0", "balance"),
        ]

    def make_columns(self) -> Sequence[Column[ReceivableRow]]:
        """The same for everybody."""
        return COLUMNS

    def today(self) -> date:
        """The company's day by this computer's clock."""
        return datetime.now(self.context.say.zone).date()

    @property
    def as_of(self) -> date:
        """The day of the list."""
        return self._as_of or self.today()

    def ask(self) -> None:
        """The list anew, as of its day: today may be another one since it was asked last."""
        self._take_day()
        super().ask()

    def _ask_anew(self, _text: str = "") -> None:
        self._take_day()
        super()._ask_anew(_text)

    def _take_day(self) -> None:
        # a list is declared once as a rule; this one depends on a day
        self.listed = receivables.listed(self.as_of)  # type: ignore[misc]
        box = self.day.boxes["as_of"]
        if not box.editor.hasFocus() and box.refusal is None:
            box.show_value(self.as_of)

    def _day_left(self) -> None:
        box = self.day.boxes["as_of"]
        if box.refusal is None:
            wanted = box.value if box.value != self.today() else None
            if wanted != self._as_of:
                self._as_of = wanted
                self._ask_anew()

    def enter(self, record_id: int) -> None:
        """The account."""
        self.context.go("account", record_id)

    def first_commands(self) -> Sequence[Command]:
        """An empty paper helps nobody: what somebody will owe begins with an order."""
        return [Command("receivables.order", N_("New order"), "add", "", self.order)]

    def order(self) -> None:
        """An order, which begins with its customer."""
        self.context.go("order", "new")

    def print_list(self) -> None:
        """The list as it is filtered and sorted, on paper."""
        question = self.question()
        text = " ".join(part for part in (question.view, question.text) if part)
        open_preview(self.context, papers.receivables(self.as_of, text, question.sorted_by, text))

    def translate(self) -> None:
        """Words anew."""
        super().translate()
        self.day.translate()

    def paint_theme(self) -> None:
        """Colours anew."""
        super().paint_theme()
        self.day.paint_theme()
