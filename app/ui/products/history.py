"""Beside a product's fields: prices over time, costs for who may see them, and who changed what."""

from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.ids import new_uid
from app.domain.refusal import N_
from app.queries.product_form import Point, ProductForm
from app.services import products
from app.ui.caller.parts import Block
from app.ui.caller.tables import RowsView
from app.ui.context import Context
from app.ui.kit.showing import put_there
from app.ui.products import fields


class History(QWidget):
    """Buttons ask for a new price or cost; Del takes one away that does not hold yet."""

    price_wanted = Signal()
    cost_wanted = Signal()
    past_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._product: ProductForm | None = None
        self._sees = context.may("see_profit")
        self.changes_prices = context.may("change_prices")
        self.prices_block, self.costs_block = Block("price", "Ctrl+2"), Block("money", "Ctrl+3")
        self.changes_block = Block("history", "Ctrl+4")
        self.prices = RowsView(context, fields.PRICES_MARGIN if self._sees else fields.PRICES, 1)
        self.costs, self.changes = RowsView(context, fields.COSTS, 1), RowsView(context, fields.CHANGES, 1)
        self.new_price, self.new_cost, self.past = QPushButton(), QPushButton(), QPushButton()
        self._lay_out()
        self.new_price.clicked.connect(self.price_wanted)
        self.new_cost.clicked.connect(self.cost_wanted)
        self.past.clicked.connect(self.past_wanted)
        for table in (self.prices, self.costs):
            table.installEventFilter(self)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for block, table, buttons in (
            (self.prices_block, self.prices, (self.new_price,)),
            (self.costs_block, self.costs, (self.past, self.new_cost)),
            (self.changes_block, self.changes, ()),
        ):
            for button in buttons:
                button.setProperty("kind", "flat")
                block.marks.addWidget(button)
                if not self.changes_prices:
                    button.hide()
            block.body.addWidget(table, 1)
            column.addWidget(block, 1)
        put_there(self.costs_block, there=self._sees)

    def show_product(self, product: ProductForm) -> None:
        """The product as it is now."""
        self._product = product
        say, today = self.context.say, product.today
        self.prices.rows.show_rows(
            fields.points(product.prices, say, _now(product.prices, today), level=True, margin=self._sees)
        )
        if product.costs is not None:
            self.costs.rows.show_rows(fields.points(product.costs, say, _now(product.costs, today), level=False))
        self.changes.rows.show_rows(fields.changes(product.changes, say))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Del takes away what does not hold yet."""
        delete = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if delete and event.key() == Qt.Key.Key_Delete and self.changes_prices:  # type: ignore[attr-defined]
            self._drop(self.prices if watched is self.prices else self.costs)
            return True
        return super().eventFilter(watched, event)

    def _drop(self, table: RowsView) -> None:
        point = table.current_record()
        if self._product is None or not isinstance(point, Point):
            return
        deed, again = (
            (products.drop_price, products.set_price)
            if table is self.prices
            else (products.drop_cost, products.set_cost)
        )
        # what holds since ever is refused in words like everything that holds already
        day = point.valid_from or date.min
        self._dropped = partial(_again, again, self._product.id, point)
        work = partial(deed, product_id=self._product.id, valid_from=day, request=new_uid())
        self.context.runner.write(self, work, self._was_dropped)

    def _was_dropped(self, _answer: object) -> None:
        self.context.undo.offer(self.context.say.text(N_("What was to come is taken away.")), self._dropped)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        for block, table, title in (
            (self.prices_block, self.prices, N_("List prices")),
            (self.costs_block, self.costs, N_("Costs")),
            (self.changes_block, self.changes, N_("What was changed")),
        ):
            block.heading.setText(say.text(title))
            table.setAccessibleName(say.text(title))
            table.rows.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(table.rows.headings) - 1)
        for button, words in (
            (self.new_price, N_("New price")), (self.new_cost, N_("New cost")), (self.past, N_("Correct the past")),
        ):  # fmt: skip
            button.setText(say.text(words))
            button.setAccessibleName(button.text())
        if self._product is not None:
            self.show_product(self._product)

    def paint_theme(self) -> None:
        """Colours anew."""
        for block in (self.prices_block, self.costs_block, self.changes_block):
            block.paint(self.context)


def _now(found: tuple[Point, ...], today: date) -> Point | None:
    """The one that holds; they come newest first."""
    return next((point for point in found if (point.valid_from or date.min) <= today), None)


def _again(deed: object, product_id: int, point: Point, store: object) -> object:
    """Set it once more."""
    value = {"price" if deed is products.set_price else "cost": point.value}
    return deed(store, product_id, valid_from=point.valid_from, request=new_uid(), **value)  # type: ignore[operator]
