"""Before a customer is chosen: one big field, who it may be, and what to do about somebody unknown."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain import phone
from app.domain.money import ZERO
from app.domain.refusal import N_
from app.queries import desk
from app.queries.customers import CustomerRow
from app.queries.desk import Hits
from app.ui.caller.kept import Drafts
from app.ui.caller.note import NoteBlock
from app.ui.caller.parts import Block
from app.ui.caller.tables import Cell, Heading, RowsView, moment_cell
from app.ui.caller.talks import NUMBER
from app.ui.caller.words import country_name
from app.ui.context import Context
from app.ui.kit.labels import Text
from app.ui.kit.timers import once

DELAY = 120
"""Milliseconds after the last key before the database is asked."""
LONGEST = 120
LONGEST_LABEL = 200
LEAST_CLIPBOARD = 6
"""Digits of a number in the clipboard that somebody may want to look up."""
MOST_CLIPBOARD = 40
_COLUMNS = (
    Heading(N_("Customer"), stretch=True),
    Heading(N_("Company"), stretch=True),
    Heading(N_("City")),
    Heading(N_("Phone")),
    Heading(N_("Tier")),
    Heading(N_("Balance"), right=True),
    Heading(N_("Open orders"), right=True),
    Heading(N_("Last contact")),
)


class FindPage(QWidget):
    """``chosen`` carries a customer's id; ``creates`` opens a form for a new one with what was typed."""

    chosen = Signal(int)
    labelled = Signal(str, str)
    """A number, and whose it is if it is no customer's."""
    number_wanted = Signal(str)
    """The number of a note about somebody unknown that is not logged yet."""

    def __init__(self, context: Context, drafts: Drafts, creates: Callable[[str], None] | None) -> None:
        super().__init__()
        self.context = context
        self._drafts, self._creates = drafts, creates
        self._epoch = 0
        self._asked = ""
        self._found: Hits | None = None
        self._failed_with = False
        self._first_at_once = self._entered = self._pending = False
        self.assigning = ""
        """The number whose owner is asked for; empty: somebody is looked for as usual."""
        self.field = QLineEdit()
        self.field.setProperty("kind", "big")
        self.field.setMaxLength(LONGEST)
        self.field.setClearButtonEnabled(True)
        self.field.installEventFilter(self)
        self._timer = once(self, DELAY, self.ask)
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self._enter)
        self.block = Block("customers")
        self.results = RowsView(context, _COLUMNS, 3)
        self.results.opened.connect(self._open)
        self.block.body.addWidget(self.results)
        self.title, self.words, self.hint = Text("", "name"), Text("", ""), Text("", "quiet")
        self.words.setWordWrap(True)
        self.new, self.again = QPushButton(), QPushButton()
        self.new.setProperty("kind", "primary")
        self.new.clicked.connect(self._create)
        self.again.clicked.connect(self.ask)
        context.broadcast.returned.connect(self._ask_again)
        self.assign, self.nobody, self.label = QPushButton(), QPushButton(), QLineEdit()
        self.assign.clicked.connect(self._assign)
        self.nobody.clicked.connect(self._ask_label)
        self.label.setMaxLength(LONGEST_LABEL)
        self.label.returnPressed.connect(self._labelled)
        self.label.hide()
        self.note = NoteBlock(context, drafts, logs=False)
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for part in (self.new, self.assign, self.nobody, self.label, self.again):
            buttons.addWidget(part)
        buttons.addStretch(1)
        inner = QVBoxLayout()
        inner.setSpacing(10)
        for widget in (self.title, self.field, self.words):
            inner.addWidget(widget)
        inner.addLayout(buttons)
        inner.addWidget(self.hint)
        inner.addWidget(self.note)
        inner.addWidget(self.block, 1)
        self._room = QWidget()
        inner.addWidget(self._room, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(16, 18, 16, 16)
        outer.addStretch(1)
        outer.addLayout(inner, 8)
        outer.addStretch(1)

    def ask_owner(self, number: str) -> None:
        """Whose number is this? Whoever is chosen next; an empty number asks nothing."""
        self.assigning = number
        if number:
            self.field.clear()
            self.field.setFocus()
        self.translate()

    def _assign(self) -> None:
        self.ask_owner(self.number)

    def _ask_label(self) -> None:
        self.label.show()
        self.label.setFocus()

    def _labelled(self) -> None:
        if self.number and self.label.text().strip():
            self.labelled.emit(self.number, self.label.text().strip())

    def begin_customer(self) -> None:
        """Open the form for a new customer, where there is one."""
        self._create()

    def begin(self, text: str = "", *, open_first: bool = False) -> None:
        """Ask for somebody; ``open_first`` opens the card when only one customer is meant."""
        self.assigning = ""
        self.field.setText(text)
        self.field.selectAll()
        self.field.setFocus()
        self._first_at_once, self._entered = open_first, False
        self.ask()

    def ask(self) -> None:
        """Who is meant by what stands in the field; an older answer that comes later is not shown."""
        self._timer.stop()
        self._epoch += 1
        self._asked = self.field.text().strip()
        self._failed_with = self._pending = False
        if not self._asked:
            self._found = None
            self._show()
            return
        self._pending = True
        answer = _Answer(self, self._epoch)
        self.context.runner.read(self, partial(desk.people, text=self._asked), answer.arrived, answer.failed)
        self._waiting = answer

    def _ask_again(self) -> None:
        """The database answers again: what it could not say before is asked by itself."""
        if self._failed_with and self.isVisible():
            self.ask()

    def take(self, epoch: int, found: Hits | None) -> None:
        """An answer, or none because the database could not be asked."""
        if epoch != self._epoch:
            return
        self._found, self._failed_with, self._pending = found, found is None, False
        self._show()
        if found is None:
            # who wanted to see somebody still does when the database answers again
            return
        if found.customers and (self._entered or (self._first_at_once and len(found.customers) == 1)):
            self._open(found.customers[0].id)
        self._first_at_once = self._entered = False

    def _typed(self) -> None:
        self._first_at_once = self._entered = False
        self._timer.start()

    def _enter(self) -> None:
        """Enter opens the first one, also when it was pressed before the answer came, or when none had come."""
        if self._failed_with or self._timer.isActive() or self._asked != self.field.text().strip():
            self.ask()
        found = self._found
        self._entered = self._pending
        if not self._pending and found is not None and found.customers and self._asked:
            self._open(found.customers[0].id)

    def _open(self, record: object) -> None:
        if isinstance(record, int):
            self.chosen.emit(record)
        elif isinstance(record, str):
            self.number_wanted.emit(record)

    def _create(self) -> None:
        if self._creates is not None:
            self._creates(self._asked)

    @property
    def number(self) -> str:
        """The number that was asked for and belongs to nobody; empty for anything else."""
        unknown = self._found is not None and not self._found.customers
        outside = phone.looks_like_number(self._asked) and not phone.is_extension(self._asked)
        return self._asked if unknown and outside else ""

    def _show(self) -> None:
        found = self._found
        rows = list(found.customers) if found is not None else []
        begun = not self._asked and not self._failed_with
        drafts = self._drafts.all() if begun else {}
        if begun:
            self.results.rows.show_rows([(_whose(key), _draft_cells(d.name, d.text)) for key, d in drafts.items()])
        else:
            self.results.rows.show_rows([(row.id, self._cells(row)) for row in rows])
        self.block.setVisible(bool(rows or drafts))
        self._room.setVisible(not (rows or drafts))
        self.again.setVisible(self._failed_with)
        nobody = bool(self._asked) and not rows and not self._failed_with and not phone.is_extension(self._asked)
        self.new.setVisible(nobody and self._creates is not None)
        number = self.number
        for button in (self.assign, self.nobody):
            button.setVisible(bool(number))
        self.label.clear()
        self.label.hide()
        self.note.setVisible(bool(number))
        if number:
            self.note.about(f"{NUMBER}{number}", number)
        self.translate()

    def _cells(self, row: CustomerRow) -> list[Cell]:
        say = self.context.say
        tier = Cell(row.tier, f"tier_{row.tier.lower()}", chip=True) if row.tier in "ABCN" and row.tier else Cell("")
        return [
            Cell(row.name, strong=True),
            Cell(row.organisation),
            Cell(row.city),
            Cell(phone.international(row.phone) if row.phone.startswith("+") else row.phone),
            tier,
            Cell(say.money(row.balance), "text3" if row.balance == ZERO else ""),
            Cell(str(row.open_orders)),
            moment_cell(row.last_contact, say),
        ]

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        owner = say.text(N_("Whose number is {number}?"), number=self.assigning)
        self.title.setText(owner if self.assigning else say.text(N_("Who is calling?")))
        for button, words in ((self.assign, N_("Assign to existing")), (self.nobody, N_("Not a customer"))):
            button.setText(say.text(words))
            button.setAccessibleName(button.text())
        self.label.setPlaceholderText(say.text(N_("Whose number? Enter keeps it")))
        self.label.setAccessibleName(self.label.placeholderText())
        self.field.setPlaceholderText(say.text(N_("A number, a name, an order…")))
        self.field.setAccessibleName(say.text(N_("A number, a name, an order…")))
        self.results.setAccessibleName(say.text(N_("Customers that were found")))
        self.new.setText(say.text(N_("Create customer ‘{text}’"), text=self._asked))
        self.again.setText(say.text(N_("Try again")))
        self.results.rows.name_unit(5, say.currency_symbol)
        self.words.setText(self._sentence())
        self.words.setVisible(bool(self.words.text()))
        self.hint.setText(self._origin())
        self.hint.setVisible(bool(self.hint.text()))
        heading = N_("Customers that were found") if self._asked else N_("Notes that are not logged yet")
        self.block.heading.setText(say.text(heading))
        self.note.translate()

    def _sentence(self) -> str:
        say, found = self.context.say, self._found
        if self._failed_with:
            return say.text(N_("The database does not answer. What you typed is kept."))
        if found is None or not self._asked:
            return ""
        if not found.customers:
            unknown = N_("Nobody has the number {text}.") if self.number else N_("Nobody was found for ‘{text}’.")
            inside = phone.is_extension(self._asked)
            words = N_("{text} is an extension of the house.") if inside else unknown
            return say.text(words, text=phone.unified(self._asked) if inside else self._asked)
        count = len(found.customers)
        if found.more:
            return say.plural("{count} more fits: type more.", "{count} more fit: type more.", found.more)
        if count > 1 and phone.looks_like_number(self._asked):
            return say.plural("{count} customer has this number.", "{count} customers share this number.", count)
        return ""

    def _origin(self) -> str:
        """Where an unknown number comes from, as its prefix says; the note is attached when its customer is opened."""
        say, number = self.context.say, self.number
        if not number:
            return ""
        keys = phone.parse(number, say.country)
        country = country_of(keys.e164) if keys.e164 and keys.possible else ""
        if country and self._found is not None and self._found.city:
            return say.text(
                N_("It looks like a number of {city}, {country}. A note goes along to the customer you open next."),
                city=self._found.city, country=country_name(country, say),
            )  # fmt: skip
        if country:
            return say.text(
                N_("It looks like a number of {country}. A note goes along to the customer you open next."),
                country=country_name(country, say),
            )
        return say.text(N_("A note goes along to the customer you open next."))

    def paint(self) -> None:
        """Colours anew."""
        self.block.paint(self.context)
        self.note.paint(self.context)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The arrow down goes from the field into the rows."""
        if (
            watched is self.field
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Down
            and self.results.rows.rowCount()
        ):
            self.results.setFocus()
            self.results.selectRow(0)
            return True
        return super().eventFilter(watched, event)


class _Answer:
    """Carries the number of a question to its answer; lives as long as the page waits for it."""

    def __init__(self, page: FindPage, epoch: int) -> None:
        self._page, self._epoch = page, epoch

    def arrived(self, found: Hits) -> None:
        """The answer."""
        self._page.take(self._epoch, found)

    def failed(self, error: BaseException) -> None:
        """No answer; the words are said by whoever reports."""
        self._page.context.reporter.show(error, near=self._page)
        self._page.take(self._epoch, None)


def _whose(key: str) -> int | str:
    """The customer a note is about, or the number of somebody unknown."""
    return int(key) if key.isdecimal() else key.removeprefix(NUMBER)


def _draft_cells(name: str, text: str) -> list[Cell]:
    return [Cell(name, strong=True), Cell(" ".join(text.split()), "text2"), *[Cell("")] * 6]


def country_of(e164: str) -> str:
    """The country (ISO 3166) of a number; empty where it belongs to none."""
    import phonenumbers  # noqa: PLC0415 - a tenth of a second that only unknown numbers pay

    try:
        return str(phonenumbers.region_code_for_number(phonenumbers.parse(e164, None)) or "")
    except phonenumbers.NumberParseException:
        return ""


def copied_number() -> str:
    """A number that somebody copied; empty for every other text."""
    text = QGuiApplication.clipboard().text()[: MOST_CLIPBOARD + 1].strip()
    digits = sum(sign.isdecimal() for sign in text)
    fits = len(text) <= MOST_CLIPBOARD and digits >= LEAST_CLIPBOARD and phone.looks_like_number(text)
    return text if fits else ""
