"""The head of a product's form: its name, what it costs the customer, how good that price is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.queries.product_form import ProductForm
from app.ui.caller.parts import Chip, Fact
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.columns import written_price
from app.ui.kit.labels import Fading, Text
from app.ui.products import fields

TITLES = (N_("List price"), N_("Level of the list price"), N_("Level, 12 months"), N_("Cost"), N_("Margin"))


class ProductHead(QWidget):
    """Cost and margin are there only for who may see them."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.name, self.code = Fading("", "title"), Text("", "quiet")
        self.mark, self.ended = Chip("", "ok"), Chip("", "neutral")
        self.save = QPushButton()
        self.save.setProperty("kind", "primary")
        self.facts = tuple(Fact() for _ in TITLES)
        first, facts, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        for row in (first, facts, column):
            row.setSpacing(10)
        column.setContentsMargins(0, 0, 0, 0)
        first.addWidget(self.name)
        for widget in (self.code, self.mark, self.ended):
            first.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addStretch(1)
        first.addWidget(self.save)
        for fact in self.facts:
            fact.set_compact(compact=True)
            facts.addWidget(fact, 1)
        column.addLayout(first)
        column.addLayout(facts)

    def show_product(self, product: ProductForm | None) -> None:
        """A product, or none while it is typed for the first time."""
        say = self.context.say
        words = say.text(N_("Add product")) if product is None else say.text(N_("Save"))
        self.save.setText(f" {words}")
        self.save.setAccessibleName(words)
        values = product.values if product is not None else {}
        self.name.setText(str(values.get("name", "")) or say.text(N_("New product")))
        self.code.setText(str(values.get("code", "")))
        promoted = values.get("mark") == "promote"
        self.mark.setText(say.text(N_("Promote")) if promoted else say.text(N_("Restrict")))
        self.mark.set_tone("ok" if promoted else "warn")
        self.mark.setVisible(bool(values.get("mark")))
        self.ended.setText(say.text(N_("Not sold any more")))
        self.ended.setVisible(product is not None and not values["active"])
        sees = self.context.may("see_profit")
        for fact in self.facts:
            fact.setVisible(product is not None and (sees or fact not in self.facts[3:]))
        if product is not None:
            self._show_facts(product)

    def _show_facts(self, product: ProductForm) -> None:
        say = self.context.say
        price, level, sold, cost, margin = self.facts
        price.show_fact("–" if product.price is None else written_price(product.price, say))
        level.show_fact(product.level or "–", "" if product.level else say.text(N_("no price or no cost")))
        sold.show_fact(product.sold_level or "–", "" if product.sold_level else say.text(N_("nothing sold")))
        if not self.context.may("see_profit"):
            return
        if product.cost is None:
            cost.show_fact("–", say.text(N_("not known")), "warn")
        else:
            cost.show_fact(written_price(product.cost, say))
        below = product.margin is not None and product.margin < 0
        margin.show_fact(fields.percent(product.margin, say), "", "bad" if below else "")

    def translate(self) -> None:
        """Words anew; the figures are written anew by whoever shows them."""
        for fact, words in zip(self.facts, TITLES, strict=True):
            fact.caption.setText(self.context.say.text(words))

    def paint_theme(self) -> None:
        """Colours anew."""
        self.save.setIcon(icon("saved", self.context.tokens.on_accent, 16))
