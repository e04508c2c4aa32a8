"""How an order is delivered: picked up, by the own van in a slot, or by a carrier."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from app.domain.order import DELIVERY_KINDS, LONGEST_SLOT
from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.kit.form_fields import Choice
from app.ui.kit.labels import Text
from app.ui.orders.money_input import TextField
from app.ui.orders.sale_cards import DELIVERIES, delivery_words
from app.ui.orders.totals import TitledCard

SLOTS = {"van": N_("When the van comes"), "carrier": N_("Carrier and tracking number")}


class DeliveryCard(TitledCard):
    """The way, and when or by whom."""

    edited = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context, "delivery", N_("Delivery"))
        self._caption, self.kind = Text("", "caption"), Choice(context)
        self.slot_field = TextField(context, SLOTS["van"], LONGEST_SLOT)
        self._shown = Text("", "strong")
        self._shown.hide()
        way = QVBoxLayout()
        way.setSpacing(2)
        way.addWidget(self._caption)
        way.addWidget(self.kind)
        self.body.addLayout(way)
        self.body.addWidget(self.slot_field)
        self.body.addWidget(self._shown)
        for kind in DELIVERY_KINDS:
            self.kind.addItem("", kind)
        self.kind.currentIndexChanged.connect(self._chosen)
        self.slot_field.edited.connect(self.edited)

    @property
    def value(self) -> tuple[str, str]:
        """(kind, slot); a slot only where there is one."""
        kind = str(self.kind.currentData() or "")
        return kind, self.slot_field.text().strip() if kind in SLOTS else ""

    def show_value(self, kind: str, slot: str) -> None:
        """Another way."""
        self.kind.blockSignals(True)
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind)))
        self.kind.blockSignals(False)
        self.slot_field.show_text(slot)
        self._fit()

    def set_editable(self, editable: bool) -> None:
        """Fields while it is typed, words afterwards."""
        self._caption.setVisible(editable)
        self.kind.setVisible(editable)
        self._shown.setVisible(not editable)
        self._fit()

    def translate(self) -> None:
        """Words anew."""
        super().translate()
        say = self.context.say
        self._caption.setText(say.text(N_("How it is delivered")))
        self.kind.setAccessibleName(self._caption.text())
        self.kind.blockSignals(True)
        for at, kind in enumerate(DELIVERY_KINDS):
            self.kind.setItemText(at, say.text(DELIVERIES[kind]))
        self.kind.blockSignals(False)
        self.slot_field.translate()
        self._fit()

    def _chosen(self, _at: int) -> None:
        self._fit()
        self.edited.emit()

    def _fit(self) -> None:
        kind = str(self.kind.currentData() or "")
        editable = self._shown.isHidden()
        self.slot_field.setVisible(editable and kind in SLOTS)
        if kind in SLOTS:
            self.slot_field.rename(SLOTS[kind])
        self._shown.setText(delivery_words(self.context.say, *self.value))
