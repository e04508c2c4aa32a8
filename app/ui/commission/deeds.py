"""What can be done on the commission screen: recalculate, close, adjust, pay, disagree, answer, print, export."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from app.domain.commission import PAID, PAYABLE
from app.domain.ids import new_uid
from app.domain.money import ZERO
from app.domain.refusal import N_
from app.queries.commission_lines import Sheet
from app.queries.commission_team import Member, Team
from app.queries.commissions import Dispute
from app.services import commission_months, commission_payments
from app.services.commission_payments import PaidAll
from app.ui.commission.dialogs import Closing, Recalculating
from app.ui.commission.head import DEEDS
from app.ui.commission.line_columns import LineRow
from app.ui.months.confirm import Confirm
from app.ui.preview import open_preview, papers

if TYPE_CHECKING:
    from app.ui.commission.panel import CommissionPanel


class Deeds(QObject):
    """Knows what is offered for what is shown; a deed that cannot be done now is not there."""

    def __init__(self, panel: "CommissionPanel") -> None:
        super().__init__(panel)
        self.panel = panel
        self.context = panel.context
        self.dialog: Closing | Recalculating | Confirm | None = None
        self._offered: tuple[str, ...] = ()
        self._main = ""
        self._requests: dict[tuple[object, ...], UUID] = {}

    # what is offered

    def offer(self) -> None:
        """The buttons that belong to what is shown now."""
        panel, say = self.panel, self.context.say
        if panel.sheet is not None:
            names, main, words = self._of_sheet(panel.sheet)
        elif panel.team is not None and panel.person is None:
            names, main, words = self._of_team(panel.team)
        else:
            names, main, words = [], "", ""
        if not self.context.may("export"):
            names = [name for name in names if name != "export"]
        self._offered, self._main = tuple(names), main
        icons = {"close": "lock", "pay": "payment", "print": "print"}
        panel.frame.head.show_deeds(names, (words, icons.get(main, "")) if main else ("", ""))
        if panel.sheet is not None:
            panel.frame.head.buttons["print"].setAccessibleName(say.text(N_("Print statement")))

    def _of_team(self, team: Team) -> tuple[list[str], str, str]:
        say, names = self.context.say, ["plans"]
        if not team.members:
            return names, "", ""
        names.append("export")
        if not team.closed:
            names.append("recalculate")
        if self._member() is not None:
            names.append("adjust")
        if team.over and not team.closed:
            return [*names, "team", "print"], "close", say.text(N_("Close {month}"), month=say.month(team.month))
        names.append("team")
        if team.due > ZERO:
            return [*names, "print"], "pay", say.text(N_("Pay {amount}"), amount=say.money_with_currency(team.due))
        return names, "print", say.text(N_("Print statements"))

    def _of_sheet(self, sheet: Sheet) -> tuple[list[str], str, str]:
        say, names = self.context.say, ["export", "why"]
        row = self.panel.frame.sheet.listed.current()
        if row is not None and self._open_dispute(row) is None and self._disputable(row):
            names.append("dispute")
        if self.panel.all:
            if row is not None and self._open_dispute(row) is not None:
                names.append("answer")
            names.append("adjust")
            if sheet.due > ZERO:
                words = say.text(N_("Pay {amount}"), amount=say.money_with_currency(sheet.due))
                return [*names, "print"], "pay", words
        return names, "print", say.text(N_("Print statement"))

    @staticmethod
    def _disputable(row: LineRow) -> bool:
        return row.line.entry_id > 0 and row.line.kind in PAYABLE and row.line.kind != PAID

    @staticmethod
    def _open_dispute(row: LineRow) -> Dispute | None:
        return next((one for one in row.disputes if one.open), None)

    def _member(self) -> Member | None:
        found = self.panel.frame.team.listed.current()
        return found if found is not None and found.statement is not None else None

    # keys and buttons

    def keys(self) -> dict[str, Callable[[], None]]:
        """The keys of this screen."""
        return {
            "Ctrl+Return": self.main, "Ctrl+Enter": self.main, "Ctrl+P": self.print, "F5": self.panel.reload,
            "Ctrl+Shift+E": self.export, "Ctrl+Shift+R": self.recalculate, "Ctrl+Shift+A": self.adjust,
            "Ctrl+Shift+D": self.disagree, "Ctrl+Shift+P": self.plans,
            "Ctrl+Shift+T": self.print_team,
        }  # fmt: skip

    def run(self, name: str) -> None:
        """A button of the head."""
        found: dict[str, Callable[[], None]] = {
            "main": self.main, "plans": self.plans, "export": self.export, "recalculate": self.recalculate,
            "adjust": self.adjust, "dispute": self.disagree, "answer": self.disagree, "why": self.panel.why,
            "print": self.print, "team": self.print_team,
        }  # fmt: skip
        assert set(found) >= set(DEEDS)
        found[name]()

    def main(self) -> None:
        """Ctrl+Enter: what is asked for, else the coloured button."""
        if self.panel.frame.asks.accept():
            return
        found: dict[str, Callable[[], None]] = {"close": self.close, "pay": self.pay, "print": self.print}
        if self._main in found:
            found[self._main]()

    def plans(self) -> None:
        """The plan editor."""
        if self.panel.all:
            self.context.go("plans")

    def export(self) -> None:
        """What is shown into a file."""
        panel = self.panel
        if panel.sheet is not None:
            panel.frame.sheet.listed.exports.ask()
        elif panel.team is not None:
            panel.frame.team.listed.exports.ask()

    def print(self) -> None:
        """The statement that is shown, or everybody's."""
        panel = self.panel
        if panel.sheet is not None:
            sheet = panel.sheet
            open_preview(self.context, papers.commission_statement(sheet.month, sheet.statement.staff_id))
        elif panel.team is not None and panel.team.members:
            open_preview(self.context, papers.commission_month(panel.team.month))

    def print_team(self) -> None:
        """One page with everybody, without the statements behind it."""
        if "team" in self._offered and self.panel.team is not None:
            open_preview(self.context, papers.commission_team(self.panel.team.month))

    # the month

    def recalculate(self) -> None:
        """What would change, and then that."""
        if "recalculate" in self._offered and self.panel.month is not None:
            self.dialog = Recalculating(self.context, self.panel, self.panel.month)
            self.dialog.show()

    def close(self) -> None:
        """The checklist, and then closing."""
        if self.panel.month is not None:
            dialog = Closing(self.context, self.panel, self.panel.month)
            dialog.wanted.connect(self._show_records)
            self.dialog = dialog
            dialog.show()

    def _show_records(self, point: str) -> None:
        """What a point of the checklist speaks of."""
        month = self.panel.month
        if point == "no_cost":
            self.context.go("profit", ("uncosted", month))
        else:
            self.context.go("orders", f"date:{month}")

    # one person

    def adjust(self) -> None:
        """An adjustment for the person that is shown or stood on."""
        panel, member = self.panel, self._member()
        if "adjust" not in self._offered:
            return
        if panel.sheet is not None:
            one, into = panel.sheet.statement, panel.sheet.next_open
            panel.frame.asks.ask_adjustment(one.staff_id, one.name, one.month, into, panel.now)
        elif panel.team is not None and member is not None:
            team = panel.team
            panel.frame.asks.ask_adjustment(member.id, member.name, team.month, team.next_open, panel.now)

    def disagree(self) -> None:
        """I disagree with this line; a line that is disputed is answered by who may."""
        panel, row = self.panel, self.panel.frame.sheet.listed.current()
        if panel.sheet is None or row is None:
            return
        found = self._open_dispute(row)
        if found is not None and panel.all:
            panel.frame.asks.ask_answer(found.id, panel.sheet.statement.name, found.words)
        elif found is None and self._disputable(row):
            line = row.line
            say = self.context.say
            words = " · ".join(part for part in (line.order, line.customer, say.money(line.amount)) if part)
            panel.frame.asks.ask_dispute(line.entry_id, words)

    def pay(self) -> None:
        """Pay one person or all: asked first, because it cannot be taken back."""
        panel = self.panel
        if panel.sheet is not None:
            self._ask_to_pay(panel.sheet.due, panel.sheet.statement.name, 1)
        elif panel.team is not None:
            people = sum(1 for one in panel.team.members if one.due > ZERO)
            self._ask_to_pay(panel.team.due, "", people)

    def _ask_to_pay(self, amount: Decimal, name: str, people: int) -> None:
        say, month = self.context.say, self.panel.month
        if month is None or amount <= ZERO:
            return
        values = {"amount": say.money_with_currency(amount), "month": say.month(month)}
        if name:
            text = N_("{amount} for {month} is booked as paid to {name} today. A payment is not taken back.")
            words = say.text(text, name=name, **values)
        else:
            words = say.plural(
                "{amount} for {month} is booked as paid to {count} person today. A payment is not taken back.",
                "{amount} for {month} is booked as paid to {count} people today. A payment is not taken back.",
                people, **values,
            )  # fmt: skip
        confirm = Confirm(
            self.context, self.panel, words=words, deed=say.text(N_("Pay {amount}"), amount=values["amount"]),
            leave=say.text(N_("Not now")),
        )  # fmt: skip
        confirm.agreed.connect(self._pay)
        self.dialog = confirm
        confirm.open()

    def _pay(self, _reason: str) -> None:
        panel, month = self.panel, self.panel.month
        if month is None:
            return
        if panel.sheet is not None:
            staff_id = panel.sheet.statement.staff_id
            request = self._requests.setdefault((month, staff_id, panel.sheet.due), new_uid())
            one = partial(commission_months.pay, month=month, staff_id=staff_id, request=request)
            self.context.runner.write(self, one, self._paid, self._failed)
        elif panel.team is not None:
            request = self._requests.setdefault((month, panel.team.due), new_uid())
            everybody = partial(commission_payments.pay_all, month=month, request=request)
            self.context.runner.write(self, everybody, self._paid_all, self._failed)

    def _paid(self, _booked: object) -> None:
        self._requests.clear()
        self.context.reporter.tell(self.context.say.text(N_("The payment is booked.")))

    def _paid_all(self, paid: PaidAll) -> None:
        self._requests.clear()
        say = self.context.say
        words = say.plural(
            "{count} person was paid, {amount} in all.", "{count} people were paid, {amount} in all.", paid.people,
            amount=say.money_with_currency(paid.total),
        )  # fmt: skip
        self.context.reporter.tell(words)

    def _failed(self, error: BaseException) -> None:
        self.context.reporter.show(error, near=self.panel)
