"""The head of an account: whose it is, what is owed, how old it is, as of which day."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.queries.account_screen import Account
from app.ui.account import words
from app.ui.caller.parts import Chip, Fact
from app.ui.caller.tables import RowsView
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.form import Form, FormField
from app.ui.kit.labels import Fading, Text

DAY = (FormField("as_of", N_("As of"), "day", kept=False),)
DAY_WIDE = 150


class Head(QWidget):
    """``day_wanted``: the account of another day is to be shown."""

    day_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._account: Account | None = None
        self.name, self.code = Fading("", "title"), Text("", "quiet")
        self.blocked, self.earlier = Chip("", "bad"), Chip("", "info")
        self.form = Form(context, DAY)
        self.card, self.statement = QPushButton(), QPushButton()
        self.facts = tuple(Fact() for _ in range(4))
        self.ages_frame = QFrame()
        self.ages_frame.setProperty("kind", "card")
        self.ages = RowsView(context, words.AGES, 1)
        self._shown: date | None = None
        self._lay_out()
        self.form.left.connect(self._day_left)
        self.form.edited.connect(self._day_edited)

    def _lay_out(self) -> None:
        self.form.setFixedWidth(DAY_WIDE)
        self.ages.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.ages.setSelectionMode(RowsView.SelectionMode.NoSelection)
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self.name)
        for widget in (self.code, self.blocked, self.earlier):
            first.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addStretch(1)
        first.addWidget(self.form)
        for button in (self.card, self.statement):
            first.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        facts = QHBoxLayout()
        facts.setSpacing(10)
        for fact in self.facts:
            fact.set_compact(compact=True)
            facts.addWidget(fact, 1)
        around = QVBoxLayout(self.ages_frame)
        around.setContentsMargins(1, 1, 1, 1)
        around.addWidget(self.ages)
        self.ages.setFixedHeight(self.ages.minimumHeight())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(first)
        column.addLayout(facts)
        column.addWidget(self.ages_frame)

    def set_brief(self, brief: bool) -> None:
        """Only whose account it is: on a low screen the strip that asks something takes the place of the figures."""
        for widget in (*self.facts, self.ages_frame):
            widget.setVisible(not brief)
        layout = self.layout()
        if layout is not None:
            # at once: what is shown next must not find the room taken and make the window grow
            layout.activate()

    def day(self) -> date | None:
        """The day that is asked for; none: today."""
        return self._shown

    def forget_day(self) -> None:
        """Today again."""
        self._shown = None

    def _day_left(self) -> None:
        box = self.form.boxes["as_of"]
        if box.refusal is not None or self._account is None:
            return
        wanted = box.value if box.value is not None and box.value != self._account.today else None
        if wanted != self._shown:
            self._shown = wanted
            self.day_wanted.emit()

    def _day_edited(self) -> None:
        # the arrow keys step without leaving the field
        if self.form.boxes["as_of"].raw() == self.form.boxes["as_of"].written(
            self.form.boxes["as_of"].value or date.min
        ):
            self._day_left()

    def show_account(self, account: Account) -> None:
        """The figures of an account."""
        self._account = account
        say = self.context.say
        self.form.set_today(account.today)
        box = self.form.boxes["as_of"]
        if not box.editor.hasFocus():
            box.show_value(account.as_of)
        self.name.setText(account.name)
        self.code.setText(account.code)
        self.blocked.setText(say.text(N_("Blocked")))
        self.blocked.setToolTip(account.blocked_reason)
        self.blocked.setVisible(bool(account.blocked_reason))
        self.earlier.setText(say.text(N_("As of {day}"), day=say.date(account.as_of)))
        self.earlier.setVisible(account.as_of != account.today)
        self._show_facts(account)
        self.ages.rows.show_rows(words.ages(account.ageing, say))

    def _show_facts(self, account: Account) -> None:
        say, ageing = self.context.say, account.ageing
        balance, overdue, limit, left = self.facts
        owes = ageing.balance > 0
        balance.show_fact(
            say.money_with_currency(ageing.balance), say.text(N_("to be paid")) if owes else
            say.text(N_("in the customer's favour")) if ageing.balance < 0 else "",
        )  # fmt: skip
        oldest = max((line.item.days_overdue for line in account.items), default=0)
        days = say.plural("oldest {count} day", "oldest {count} days", oldest) if ageing.overdue else ""
        overdue.show_fact(say.money_with_currency(ageing.overdue), days, "bad" if ageing.overdue else "")
        room = account.left_to_spend
        if room is None:
            limit.show_fact("–", say.text(N_("no limit")))
            left.show_fact("–", "")
            return
        limit.show_fact(say.money_with_currency(account.credit_limit or room), "")
        beyond = say.text(N_("beyond the limit")) if room < 0 else ""
        left.show_fact(say.money_with_currency(room), beyond, "bad" if room < 0 else "")

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.form.translate()
        titles = (N_("Balance"), N_("Overdue"), N_("Credit limit"), N_("Left of the limit"))
        for fact, title in zip(self.facts, titles, strict=True):
            fact.caption.setText(say.text(title))
        self.ages.setAccessibleName(say.text(N_("Balance by age")))
        for button, words_, key in (
            (self.card, N_("Caller card"), ""), (self.statement, N_("Statement"), "Ctrl+P"),
        ):  # fmt: skip
            button.setText(f" {say.text(words_)}")
            button.setAccessibleName(say.text(words_))
            button.setToolTip(key)
        self.ages.rows.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(words.AGES) - 1)
        if self._account is not None:
            self.show_account(self._account)

    def paint_theme(self) -> None:
        """Colours anew."""
        self.form.paint_theme()
        color = self.context.tokens.text2
        self.card.setIcon(icon("caller", color, 16))
        self.statement.setIcon(icon("print", color, 16))
