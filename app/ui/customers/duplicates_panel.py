"""Records that may be one customer, pair by pair, side by side: merged with chosen values, or declared different."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget

from app.domain.customer import tax_key
from app.domain.ids import new_uid
from app.domain.refusal import N_, Refusal
from app.domain.watch import Watch
from app.queries import customer, customer_duplicates
from app.queries.customer import CustomerRecord
from app.queries.customer_duplicates import Pair
from app.services import customers
from app.services.customers import MERGEABLE
from app.ui.context import Context
from app.ui.customers.duplicates_table import LEFT, RIGHT, CompareTable, compared
from app.ui.customers.strips import Strip
from app.ui.kit.labels import Text
from app.ui.kit.panel import Panel
from app.ui.kit.states import Deed, StatePage, try_again

BY = {
    "phone": N_("Telephone"),
    "email": N_("E-mail"),
    "tax_id": N_("Tax number"),
    "name": N_("Name, 90 % alike"),
}


class DuplicatesPanel(Panel):
    """← and → choose the value of a row, B both, N declares different, Ctrl+Enter merges and goes on."""

    kinds = frozenset({"customer"})
    merged = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._by, self._at, self._only, self._asked = "phone", 0, 0, 0
        self.pairs: list[Pair] = []
        self.records: tuple[CustomerRecord, CustomerRecord] | None = None
        self.heading, self.count, self.keys = Text("", "title"), Text("", "quiet"), Text("", "caption")
        self._choices = QButtonGroup(self)
        self.choices: dict[str, QRadioButton] = {}
        self.table = CompareTable(context)
        self.block, self.state = Strip(context, "bad"), StatePage(context)
        self.merge, self.other, self.later, self.turn = (QPushButton() for _ in range(4))
        self.merge.setProperty("kind", "primary")
        self._wrong_tax = ""
        self._staff: Mapping[int, str] = {}
        self._lay_out()
        self._join()

    def _lay_out(self) -> None:
        top, choice, deeds, outer = QHBoxLayout(), QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        top.addWidget(self.heading)
        top.addStretch(1)
        top.addWidget(self.count)
        for name in BY:
            radio = QRadioButton()
            self._choices.addButton(radio)
            self.choices[name] = radio
            choice.addWidget(radio)
        self.choices["phone"].setChecked(True)
        choice.addStretch(1)
        choice.addWidget(self.keys)
        for button in (self.merge, self.other, self.later, self.turn):
            deeds.addWidget(button)
        deeds.addStretch(1)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(10)
        outer.addLayout(top)
        outer.addLayout(choice)
        outer.addWidget(self.block)
        self.page = QWidget()
        inner = QVBoxLayout(self.page)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.table, 1)
        inner.addLayout(deeds)
        outer.addWidget(self.page, 1)
        outer.addWidget(self.state, 1)

    def _join(self) -> None:
        self._choices.buttonClicked.connect(self._chosen)
        self.merge.clicked.connect(self.merge_now)
        self.other.clicked.connect(self.declare_different)
        self.later.clicked.connect(self.next_pair)
        self.turn.clicked.connect(self.turn_round)
        self.table.decided.connect(self._say_result)
        self.table.pressed.connect(self._pressed)

    def title(self) -> str:
        """The screen's name."""
        return self.context.say.text(N_("Duplicates"))

    def open_record(self, record: object) -> None:
        """With a customer's id the pairs of this one come first."""
        self._only = record if isinstance(record, int) and not isinstance(record, bool) else 0
        self.ask()

    # the pairs

    def ask(self) -> None:
        """Look for pairs."""
        self.state.show_state("search", self.context.say.text(N_("Looking for records that are alike…")))
        self._turn(found=False)
        self._asked += 1
        work = partial(_numbered, number=self._asked, by=self._by)
        # names of a hundred thousand customers take seconds: the desk's own questions do not wait for them
        beside, watch = partial(self.context.doors.beside, work), Watch(N_("Looking for records that are alike"))
        self.context.runner.aside(self, beside, self._found, self._failed, watch=watch)

    def _chosen(self, _button: QRadioButton) -> None:
        self._by = next(name for name, button in self.choices.items() if button.isChecked())
        self.ask()

    def _found(self, answer: tuple[int, Sequence[Pair]]) -> None:
        if answer[0] == self._asked:
            self._show(answer[1])

    def _show(self, found: Sequence[Pair]) -> None:
        self.pairs = sorted(found, key=lambda pair: self._only not in (pair.one_id, pair.other_id))
        self._at = 0
        self._show_pair()

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Refusal):
            self.context.reporter.show(error, near=self)
            return
        say = self.context.say
        self.state.show_state("warning", say.refusal(error), [try_again(say, self.ask)],
                              "bad")  # fmt: skip
        self._turn(found=False)

    def _turn(self, *, found: bool) -> None:
        self.page.setVisible(found)
        self.state.setVisible(not found)

    def _show_pair(self) -> None:
        say = self.context.say
        self.records = None
        self.block.tell("")
        self._wrong_tax = ""
        self._count()
        if not self.pairs:
            deeds = [] if self._by == "name" else [Deed(say.text(N_("Compare the names")), self._by_name, primary=True)]
            self.state.show_state("check", say.text(N_("No records share this.")), deeds)
            self._turn(found=False)
            return
        pair = self.pairs[self._at]
        self.context.runner.read(self, partial(_both, one=pair.one_id, other=pair.other_id), self._answered, self._gone)

    def _by_name(self) -> None:
        self.choices["name"].setChecked(True)
        self._chosen(self.choices["name"])

    def _gone(self, _error: BaseException) -> None:
        """One of them is not there any more: the next pair."""
        self._drop()

    def _answered(self, answer: tuple[CustomerRecord, CustomerRecord, Mapping[int, str]]) -> None:
        self._staff = answer[2]
        self._show_both((answer[0], answer[1]))

    def _show_both(self, both: tuple[CustomerRecord, CustomerRecord]) -> None:
        self.records = both
        self._turn(found=True)
        self.table.show_rows(compared(*both, self.context.say, self._staff), both)
        self._check_tax()
        self.table.setFocus()

    def _count(self) -> None:
        say = self.context.say
        total = len(self.pairs)
        words = say.plural("{count} pair", "{count} pairs", total)
        place = say.text(N_("{at} of {total}"), at=self._at + 1, total=total) if total else ""
        self.count.setText(" · ".join(part for part in (words, place) if part))

    def _check_tax(self) -> None:
        """Two tax numbers are two customers, until somebody says which one is wrong."""
        assert self.records is not None
        one, other = (str(record.values["tax_id"]) for record in self.records)
        blocked = bool(tax_key(one) and tax_key(other) and tax_key(one) != tax_key(other)) and not self._wrong_tax
        self.merge.setEnabled(not blocked)
        if not blocked:
            self.block.tell("")
            return
        say = self.context.say
        self.block.tell(
            say.text(N_("Two tax numbers are two customers. Say first which of them is wrong.")),
            [(say.text(N_("{number} is wrong"), number=one), self._left_wrong),
             (say.text(N_("{number} is wrong"), number=other), self._right_wrong)],
        )  # fmt: skip

    def _left_wrong(self) -> None:
        self._declare_wrong(0)

    def _right_wrong(self) -> None:
        self._declare_wrong(1)

    def _declare_wrong(self, side: int) -> None:
        assert self.records is not None
        self._wrong_tax = str(self.records[side].values["tax_id"])
        self.table.decide("tax_id", RIGHT if side == 0 else LEFT)
        self._check_tax()
        self.table.setFocus()

    # deeds

    def merge_now(self) -> None:
        """Merge with the values that are chosen, and go on."""
        if self.records is None or not self.merge.isEnabled():
            return
        keep, gone = self.records
        take = [key for key, side in self.table.decisions().items() if side == RIGHT and key in MERGEABLE]
        work = partial(
            customers.merge, keep_id=keep.id, merged_id=gone.id, request=new_uid(), take=take,
            wrong_tax_id=self._wrong_tax,
        )  # fmt: skip
        self._merging = gone
        self.context.runner.write(self, work, self._merged, self._refused)

    def _merged(self, _changes: object) -> None:
        gone = self._merging
        words = self.context.say.text(N_("{name} is merged; this can be taken back."), name=gone.name)
        self.context.undo.offer(words, partial(customers.unmerge, merged_id=gone.id, request=new_uid()))
        self._drop(gone.id)

    def _refused(self, error: BaseException) -> None:
        self.context.reporter.show(error, near=self)

    def declare_different(self) -> None:
        """These two are not the same: they are not proposed again."""
        if self.records is None:
            return
        one, other = self.records[0].id, self.records[1].id
        self.context.runner.write(self, partial(customers.not_same, one_id=one, other_id=other), None, self._refused)
        words = self.context.say.text(N_("Two different customers; they are not proposed again."))
        self.context.undo.offer(words, partial(customers.maybe_same, one_id=one, other_id=other))
        self._drop()

    def next_pair(self) -> None:
        """Later: the next one."""
        if self.pairs:
            self._at = (self._at + 1) % len(self.pairs)
            self._show_pair()

    def turn_round(self) -> None:
        """The other record is the one that goes on."""
        if self.records is not None:
            self._show_both((self.records[1], self.records[0]))

    def _drop(self, merged_id: int = 0) -> None:
        """This pair is settled, and every other pair with a record that is merged now."""
        if self.pairs:
            del self.pairs[self._at]
        self.pairs = [pair for pair in self.pairs if merged_id not in (pair.one_id, pair.other_id) or not merged_id]
        self._at = min(self._at, max(0, len(self.pairs) - 1))
        self._show_pair()

    def _say_result(self) -> None:
        self.table.viewport().update()

    def _pressed(self, key: int) -> None:
        if key == Qt.Key.Key_N:
            self.declare_different()
        elif self.table.current_is_single():
            words = N_("Only one value fits here; numbers, addresses and orders of both stay.")
            self.context.reporter.tell(self.context.say.text(words), "info")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter merges and goes on."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.merge_now()
            return
        super().keyPressEvent(event)

    # what happened elsewhere

    def refresh(self, changes: Any) -> None:  # noqa: ANN401 - a change set
        """A merge of one's own is on the screen already; anything else is looked at when the screen is opened anew."""

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.heading.setText(say.text(N_("Find duplicates")))
        for name, button in self.choices.items():
            button.setText(say.text(BY[name]))
            button.setAccessibleName(say.text(BY[name]))
        self.keys.setText(say.text(N_("← → choose a value · B both · N not the same · Ctrl+Enter merges")))
        for deed, words in (
            (self.merge, say.text(N_("Merge (can be undone for 90 days)"))),
            (self.other, say.text(N_("Not the same person"))), (self.later, say.text(N_("Later"))),
            (self.turn, say.text(N_("Keep the other record"))),
        ):  # fmt: skip
            deed.setText(words)
            deed.setAccessibleName(words)
        self.table.setAccessibleName(say.text(N_("The two records side by side")))
        self._count()
        if self.records is not None:
            self.table.show_rows(compared(*self.records, say, self._staff), self.records)

    def paint_theme(self) -> None:
        """Colours anew."""
        self.block.paint()
        self.state.paint_theme()
        self.table.viewport().update()


def _numbered(store: Any, *, number: int, by: str) -> tuple[int, Sequence[Pair]]:  # noqa: ANN401 - the runner's store
    """The answer with the number of its question."""
    return number, customer_duplicates.pairs(store, by=by)


def _both(store: Any, *, one: int, other: int) -> tuple[CustomerRecord, CustomerRecord, Mapping[int, str]]:  # noqa: ANN401
    """Two records, the older one first: it goes on unless somebody turns them round; and who sells."""
    staff = dict(customer.surroundings(store).staff)
    return customer.record(store, one), customer.record(store, other), staff
