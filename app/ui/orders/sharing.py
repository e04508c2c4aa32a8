"""Who sold an order: several people with shares that total 100 %, written above the lines."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.domain.money import HUNDRED, PERCENT_PLACES, ZERO
from app.domain.order import MOST_SHARES, Share, check_shares
from app.domain.refusal import N_, Mistake
from app.domain.typed import read_number
from app.queries import staff
from app.queries.staff import Named
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.form_fields import Choice
from app.ui.kit.labels import Text

WIDE = 84
TOOL = 14


class ShareRow(QWidget):
    """One person and a percentage."""

    def __init__(self, strip: "SharesStrip") -> None:
        super().__init__()
        self.person, self.percent, self.gone = Choice(strip.context), QLineEdit(), QToolButton()
        self.percent.setFixedWidth(WIDE)
        self.percent.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.gone.setProperty("kind", "status")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self.person, self.percent, self.gone):
            row.addWidget(widget)
        self.person.activated.connect(strip.typed)
        self.percent.textEdited.connect(strip.typed)
        self.gone.clicked.connect(strip.take_out)
        for widget in (self.person, self.percent):
            widget.installEventFilter(strip)


class SharesStrip(QFrame):
    """Rows of people; ``done`` when they may stay so, ``edited`` at every change, ``left`` to leave it as it was.

    Esc puts it aside: opened again for the same shares, what was typed stands there.

    ``reason`` is asked for what is booked already.
    """

    edited = Signal()
    done = Signal()
    left = Signal()

    def __init__(self, context: Context, *, reasoned: bool = False) -> None:
        super().__init__()
        self.context = context
        self.setProperty("kind", "strip")
        self.setProperty("tone", "info")
        self.people: list[Named] = []
        self.rows: list[ShareRow] = []
        self._wanted: Sequence[Share] = ()
        self._aside = False
        self.heading, self.total, self.wrong = Text("", "strong"), Text("", "strong"), Text("", "", "bad")
        self.wrong.setWordWrap(True)
        self.reason = QLineEdit()
        if not reasoned:
            self.reason.hide()
        self._reasoned = reasoned
        self.add, self.keep, self.leave = QPushButton(), QPushButton(), QPushButton()
        self._place = QHBoxLayout()
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        outer, foot = QVBoxLayout(self), QHBoxLayout()
        outer.setContentsMargins(14, 8, 10, 8)
        outer.setSpacing(6)
        self._place.setSpacing(14)
        self._place.addStretch(1)
        self.add.setProperty("kind", "flat")
        for widget in (self.heading, self.total):
            foot.addWidget(widget)
        foot.addWidget(self.wrong, 1)
        foot.addWidget(self.reason, 1)
        for button in (self.add, self.leave, self.keep):
            foot.addWidget(button)
        outer.addLayout(self._place)
        outer.addLayout(foot)
        self.add.clicked.connect(self.add_person)
        self.keep.clicked.connect(self.accept)
        self.leave.clicked.connect(self.give_up)

    # what is shown

    def open(self, shares: Sequence[Share]) -> None:
        """Show these shares; the people are asked for."""
        if self._aside and self._wanted == tuple(shares):
            self.show()
            self.rows[0].person.setFocus()
            return
        self._wanted = tuple(shares)
        self.context.runner.read(self, partial(staff.names, inactive=True), self._know)

    def _know(self, people: list[Named]) -> None:
        self._aside = False
        named = {share.staff_id for share in self._wanted}
        self.people = [one for one in people if one.active or one.id in named]
        self.show_shares(self._wanted)
        self.show()
        self.rows[0].person.setFocus()

    def show_shares(self, shares: Sequence[Share]) -> None:
        """Other rows."""
        while self.rows:
            self._drop(self.rows[-1])
        for share in shares or (Share(0, HUNDRED),):
            self._append(share)
        self.typed()

    def _append(self, share: Share) -> None:
        row = ShareRow(self)
        for one in self.people:
            row.person.addItem(one.name, one.id)
        row.person.setCurrentIndex(row.person.findData(share.staff_id))
        row.percent.setText(self._written(share.percent))
        self.rows.append(row)
        self._place.insertWidget(len(self.rows) - 1, row)
        # what is added to a window that is shown is shown later, and could not have the focus until then
        row.show()
        before = self.add.previousInFocusChain() or self.add
        for widget in (row.person, row.percent, row.gone):
            QWidget.setTabOrder(before, widget)
            before = widget
        self._name()

    def _drop(self, row: ShareRow) -> None:
        self.rows.remove(row)
        self._place.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _written(self, percent: Decimal) -> str:
        return self.context.say.number(percent, max(0, -int(percent.normalize().as_tuple().exponent)))

    # what stands here

    def shares(self) -> tuple[Share, ...]:
        """The people as they are written. Raises ``Mistake`` for what cannot be, such as a total that is not 100 %."""
        found = []
        for row in self.rows:
            who = row.person.currentData()
            if who is None:
                raise Mistake(N_("Choose a person in every row."), field="shares")
            found.append(Share(int(who), self._percent(row)))
        check_shares(found)
        return tuple(found)

    def _percent(self, row: ShareRow) -> Decimal:
        text, mark = row.percent.text().replace("%", "").strip(), self.context.say.decimal_mark
        return read_number(text or "0", mark=mark, usual=PERCENT_PLACES, places=PERCENT_PLACES).value

    @property
    def sum(self) -> Decimal:
        """What the rows total, as far as they can be read."""
        found = ZERO
        for row in self.rows:
            try:
                found += self._percent(row)
            except Mistake:
                continue
        return found

    def typed(self) -> None:
        """The total follows; red while it is not 100 %."""
        say, total = self.context.say, self.sum
        self.total.setText(say.text(N_("Total {percent} %"), percent=self._written(total)))
        self.total.set_tone("" if total == HUNDRED else "bad")
        self.wrong.hide()
        self.edited.emit()

    def add_person(self) -> None:
        """One more, with what is left to 100 %."""
        if len(self.rows) < MOST_SHARES:
            self._append(Share(0, max(HUNDRED - self.sum, ZERO)))
            self.rows[-1].person.setFocus()
            self.typed()

    def take_out(self) -> None:
        """The row of the tool that was pressed goes; one always stays."""
        sender = self.sender()
        row = next((row for row in self.rows if row.gone is sender), None)
        if row is not None and len(self.rows) > 1:
            self._drop(row)
            self.rows[0].person.setFocus()
            self.typed()

    def accept(self) -> None:
        """Keep them so, where they may stay so."""
        try:
            self.shares()
            if self._reasoned and not self.reason.text().strip():
                raise Mistake(N_("Say why: the shares of this order are booked already."), field="reason")
        except Mistake as mistake:
            self.refuse(mistake)
            return
        self._aside = False
        self.hide()
        self.done.emit()

    def refuse(self, mistake: Mistake) -> None:
        """Why they cannot stay so."""
        self.show()
        self.wrong.setText(self.context.say.refusal(mistake))
        self.wrong.show()
        (self.reason if mistake.field == "reason" else self.rows[-1].percent).setFocus()

    def give_up(self) -> None:
        """As it was."""
        self.forget()
        self.left.emit()

    def put_aside(self) -> None:
        """As it was, for now."""
        self._aside = True
        self.hide()
        self.left.emit()

    def forget(self) -> None:
        """Away, with what was typed: it was given up, or another order is shown."""
        self._aside = False
        self.reason.clear()
        self.hide()

    def _name(self) -> None:
        say = self.context.say
        for at, row in enumerate(self.rows, 1):
            row.person.setAccessibleName(say.text(N_("Salesperson {number}"), number=at))
            row.percent.setAccessibleName(say.text(N_("Share of salesperson {number} in percent"), number=at))
            row.gone.setAccessibleName(say.text(N_("Take salesperson {number} out"), number=at))
            row.gone.setToolTip(row.gone.accessibleName())
            row.gone.setIcon(icon("close", self.context.tokens.text2, TOOL))

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.heading.setText(say.text(N_("Who sold it")))
        self.setAccessibleName(self.heading.text())
        for button, words in ((self.add, N_("Add a person")), (self.keep, N_("Keep these shares")),
                              (self.leave, N_("Leave them"))):  # fmt: skip
            button.setText(say.text(words))
            button.setAccessibleName(button.text())
        self.reason.setPlaceholderText(say.text(N_("Why? The reason is kept with the order.")))
        self.reason.setAccessibleName(self.reason.placeholderText())
        self._name()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Enter keeps them, Esc leaves them, Ins adds a person."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.modifiers():
            deeds = {
                Qt.Key.Key_Return: self.accept, Qt.Key.Key_Enter: self.accept, Qt.Key.Key_Escape: self.put_aside,
                Qt.Key.Key_Insert: self.add_person,
            }  # fmt: skip
            deed = deeds.get(Qt.Key(event.key()))
            if deed is not None and not (isinstance(watched, Choice) and watched.view().isVisible()):
                deed()
                return True
        return super().eventFilter(watched, event)


def shares_text(shares: Sequence[Share]) -> str:
    """Shares for a draft's file."""
    return ";".join(f"{one.staff_id}:{one.percent}" for one in shares)


def shares_of_text(text: str) -> tuple[Share, ...]:
    """Shares of a draft's file; what cannot be read is none."""
    try:
        found = [part.split(":") for part in text.split(";") if part]
        shares = tuple(Share(int(who), Decimal(percent)) for who, percent in found)
        check_shares(shares)
    except (ValueError, ArithmeticError, Mistake):
        return ()
    return shares
