"""The one value that all selected customers get: a small form over the list."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from app.domain.refusal import N_
from app.ui.kit.form import Form, FormField
from app.ui.kit.form_drafts import FormKeeper

if TYPE_CHECKING:
    from app.ui.customers.bulk import BulkEdit
    from app.ui.customers.list_panel import CustomersPanel

_FIELDS = {
    "salesperson_id": FormField("salesperson_id", N_("Salesperson"), "choice", kept=False),
    "add_tags": FormField("add_tags", N_("Tags to add, separated by semicolons"), most=200, kept=False),
    "drop_tags": FormField("drop_tags", N_("Tags to take off, separated by semicolons"), most=200, kept=False),
    "payment_days": FormField("payment_days", N_("Days to pay"), "number", places=0, least=0, kept=False),
}


class ValuePopup(QFrame):
    """One field and one button over the list; Esc closes it and changes nothing."""

    def __init__(
        self, bulk: "BulkEdit", panel: "CustomersPanel", key: str, choices: Sequence[tuple[object, str]] | None
    ) -> None:
        super().__init__(panel)
        self.setProperty("kind", "popup")
        self._bulk, self._key, self._panel = bulk, key, panel
        self.form = Form(panel.context, (_FIELDS[key],))
        if choices is not None:
            self.form.set_choices(key, choices)
        self.form.translate()
        self.keeper = FormKeeper(self.form)
        self.keeper.begin(f"many:{key}")
        self.keep = QPushButton()
        self.keep.setProperty("kind", "primary")
        count = panel.table.selected_count()
        self.keep.setText(panel.context.say.plural("Change {count} customer", "Change {count} customers", count))
        self.keep.setAccessibleName(self.keep.text())
        self.keep.clicked.connect(self._take)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 14)
        box.addWidget(self.form)
        box.addWidget(self.keep)
        self.setMinimumWidth(320)

    def open_over(self, panel: "CustomersPanel") -> None:
        """In the upper middle of the list."""
        self.adjustSize()
        self.move((panel.width() - self.width()) // 2, panel.table.mapTo(panel, panel.table.rect().topLeft()).y() + 24)
        self.show()
        self.raise_()
        self.form.focus_first()

    def _take(self) -> None:
        if self.form.check():
            self._bulk.given(self.form.values()[self._key])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter changes, Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self._panel.table.setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)
