"""A complaint written on the caller card itself: orders and prices give way to it, the note stays where it is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.ui.caller.card import CardPage
from app.ui.context import Context

if TYPE_CHECKING:
    from app.ui.complaints.new_form import NewComplaintForm


class CaseForm(QObject):
    """The form in its place on a card; it is made when the first complaint comes."""

    def __init__(self, context: Context, card: CardPage) -> None:
        super().__init__(card)
        self.context, self._card = context, card
        self.form: NewComplaintForm | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody writes one now."""
        return self.form is not None and not self.form.isHidden()

    def begin(self, customer_id: int) -> None:
        """One sentence about this customer's complaint."""
        if self.form is None:
            # most calls are no complaints
            from app.ui.complaints.new_form import NewComplaintForm  # noqa: PLC0415

            self.form = NewComplaintForm(self.context)
            self.form.translate()
            self.form.paint_theme()
            self.form.opened.connect(self._left)
            self.form.closed.connect(self._left)
            self._card.put_form(self.form)
        self._card.make_room(form=True)
        self.form.begin(customer_id)

    def _left(self, _opened: object = None) -> None:
        self._card.make_room(form=False)
        self._card.note.field.setFocus()

    def accept(self) -> None:
        """Save it."""
        if self.form is not None:
            self.form.accept()

    def leave(self) -> None:
        """Another card comes: what was typed stays as a draft."""
        if self.form is not None and self.is_open:
            self.form.leave()

    def keep(self) -> None:
        """What was typed goes to the disk."""
        if self.form is not None:
            self.form.keep()

    def translate(self) -> None:
        """Words anew."""
        if self.form is not None:
            self.form.translate()

    def paint(self) -> None:
        """Colours anew."""
        if self.form is not None:
            self.form.paint_theme()
