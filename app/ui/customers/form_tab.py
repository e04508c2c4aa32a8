"""What every tab beside the customer's data has: whose it is, when it asks, an empty state, and a way to say errors."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.refusal import N_, Refusal
from app.queries.customer import CustomerRecord, Surroundings
from app.ui.context import Context
from app.ui.customers.strips import Strip
from app.ui.kit.labels import Card


def bare_card(below: int = 1) -> Card:
    """A card whose body goes to its edges."""
    made = Card()
    outer = made.layout()
    assert outer is not None
    outer.setContentsMargins(1, 1, 1, below)
    made.body.setSpacing(0)
    return made


class Tab(QWidget):
    """Asks when it is shown and something changed since."""

    title = ""

    def __init__(self, context: Context, around: Surroundings) -> None:
        super().__init__()
        self.context, self.around = context, around
        self.record: CustomerRecord | None = None
        self.stale = True
        self.trouble = Strip(context, "bad")
        self.page = QVBoxLayout(self)
        self.page.setContentsMargins(0, 0, 0, 0)
        self.page.setSpacing(8)
        self.page.addWidget(self.trouble)

    @property
    def customer_id(self) -> int | None:
        """Whose tab this is."""
        return None if self.record is None else self.record.id

    @property
    def whose(self) -> int:
        """The same where it is known: while somebody asks."""
        assert self.record is not None
        return self.record.id

    def show_record(self, record: CustomerRecord | None) -> None:
        """Another customer, or the same one anew."""
        self.record = record
        self.stale = True
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Ask now."""
        self.stale = False
        self.trouble.tell("")
        if self.record is not None:
            self.ask()

    def ask(self) -> None:
        """Ask for what is shown; the record is known."""

    def failed(self, error: BaseException) -> None:
        """The question could not be answered: said in place, with a way to ask again."""
        if isinstance(error, Refusal):
            again = (self.context.say.text(N_("Try again")), self.refresh)
            self.trouble.tell(self.context.say.refusal(error), [again])
        else:
            self.context.reporter.show(error, near=self)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Shown: ask if something changed."""
        super().showEvent(event)
        if self.stale:
            self.refresh()

    def translate(self) -> None:
        """Words anew."""

    def paint_theme(self) -> None:
        """Colours anew."""
        self.trouble.paint()

    def leave(self) -> None:
        """The screen is being left: what is typed here goes to the disk."""
