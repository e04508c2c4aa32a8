"""The open quotes of a customer, to be copied into the order that is being typed."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.domain.refusal import N_
from app.queries import ordering
from app.queries.ordering import OpenQuote, StoredOrder
from app.ui.caller.words import brief

if TYPE_CHECKING:
    from app.ui.orders.editor import OrderEditor


class QuotesList(QObject):
    """Works on the editor it belongs to: F7, arrows, Enter."""

    def __init__(self, editor: "OrderEditor") -> None:
        super().__init__(editor)
        self.editor = editor
        self.menu = QMenu(editor)
        self.menu.triggered.connect(self._chosen)

    def ask(self) -> None:
        """Which quotes are open?"""
        if self.editor.head is not None:
            work = partial(ordering.open_quotes, customer_id=self.editor.head.customer_id)
            self.editor.context.runner.read(self, work, self._show, self.editor.outcome.failed_to_read)

    def _show(self, quotes: tuple[OpenQuote, ...]) -> None:
        editor, say = self.editor, self.editor.context.say
        if not quotes:
            editor.figuring.remark(say.text(N_("This customer has no open quotes.")))
            return
        self.menu.clear()
        for quote in quotes:
            words = " · ".join((quote.number, brief(quote.on, say), say.money_with_currency(quote.gross)))
            action = self.menu.addAction(words)
            action.setData(quote.id)
        button = editor.frame.buttons["copy"]
        self.menu.popup(button.mapToGlobal(QPoint(0, button.height())))
        self.menu.setActiveAction(self.menu.actions()[0])

    def _chosen(self, action: QAction) -> None:
        work = partial(ordering.stored, order_id=int(action.data()))
        self.editor.context.runner.read(self, work, self._read, self.editor.outcome.failed_to_read)

    def _read(self, quote: StoredOrder) -> None:
        self.editor.frame.view.close_field(keep=True)
        self.editor.drafts.ask_copy(quote)
