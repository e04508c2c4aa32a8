"""The form of one product: data, prices and costs over time, level, who changed what; saved over nobody's work."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.changes import ChangeSet
from app.domain.customer import Differing
from app.domain.ids import new_uid
from app.domain.refusal import N_, Conflict, NeedsConsent, NotFound, Refusal
from app.queries import product_form
from app.queries.product_form import Known, ProductForm
from app.services import products_save
from app.services.products import Added, ProductDraft
from app.services.products_save import ProductEdit, Saved
from app.ui.context import Context
from app.ui.customers.form_compare import Compare
from app.ui.keys import bind_keys
from app.ui.kit.form import Form
from app.ui.kit.form_drafts import FormKeeper
from app.ui.kit.labels import Card
from app.ui.kit.offers import Offers
from app.ui.kit.panel import Panel
from app.ui.kit.states import Deed, StatePage, try_again
from app.ui.products import fields
from app.ui.products.asks import ProductAsks
from app.ui.products.head import ProductHead
from app.ui.products.history import History

NEW = "new"
SIDE = 470


class Barcodes:
    """Barcodes that another product has, as saving them found: asked about once, then kept."""

    def __init__(self) -> None:
        self.asked: dict[str, NeedsConsent] = {}

    def check(self, value: str) -> None:
        """Raises the question about this barcode, if there is one."""
        if value in self.asked:
            raise self.asked[value]


class ProductPanel(Panel):
    """Opened with a product's id, or with ``NEW``."""

    kinds = frozenset({"product"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.product_id: int | None = None
        self.product: ProductForm | None = None
        self._consent = self._saving = False
        self._request: UUID = new_uid()
        self._base: dict[str, Any] = {}
        self.head = ProductHead(context)
        self.barcodes = Barcodes()
        checked = (replace(one, check=self.barcodes.check) if one.key == "barcode" else one for one in fields.FIELDS)
        self.form, self.first = Form(context, checked, columns=2), Form(context, fields.FIRST, columns=2)
        self.keeper, self.first_keeper = FormKeeper(self.form), FormKeeper(self.first)
        self.compare = Compare(context)
        self.asks = ProductAsks(context)
        self.history = History(context)
        self.state = StatePage(context)
        self._lay_out()
        self._join()

    def _lay_out(self) -> None:
        card = Card()
        card.body.addWidget(self.form)
        card.body.addWidget(self.first)
        card.body.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(card)
        self.history.setFixedWidth(SIDE)
        across = QHBoxLayout()
        across.setSpacing(10)
        across.addWidget(scroll, 1)
        across.addWidget(self.history)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(18, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.head)
        column.addWidget(self.compare)
        column.addWidget(self.asks)
        column.addLayout(across, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.state)
        self.pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)

    def _join(self) -> None:
        self.head.save.clicked.connect(self.save)
        self.form.passed.connect(self._passed)
        self.compare.chosen.connect(self._chosen)
        self.history.price_wanted.connect(self._ask_price)
        self.history.cost_wanted.connect(self._ask_cost)
        self.history.past_wanted.connect(self._ask_past)
        self.asks.closed.connect(self.history.prices.setFocus)
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Ctrl+Return", self.accept), ("Ctrl+Enter", self.accept), ("Ctrl+S", self.save), ("Ctrl+N", self.new),
            ("Ctrl+1", self.form.focus_first), ("Ctrl+2", self.history.prices.setFocus),
            ("Ctrl+3", self.history.costs.setFocus), ("Ctrl+4", self.history.changes.setFocus), ("F5", self.ask),
        )  # fmt: skip
        bind_keys(self, *keys)

    def title(self) -> str:
        """The product's name."""
        words = self.context.say.text(N_("Product"))
        return f"{self.product.values['name']} · {words}" if self.product is not None else words

    # what is shown

    def open_record(self, record: object) -> None:
        """A product's id, or ``NEW``."""
        if isinstance(record, bool) or not (isinstance(record, int) or record == NEW):
            return
        self.leave()
        self.asks.leave()
        self.compare.hide()
        if isinstance(record, int):
            if record != self.product_id:
                self.product_id, self.product = record, None
                self.pages.setCurrentWidget(self.state)
                self.state.show_state("products", self.context.say.text(N_("Reading the product…")))
            self.ask()
        else:
            self.new()

    def new(self) -> None:
        """A product that is not there yet."""
        if not self.context.may("change_prices"):
            return
        self.leave()
        self.product_id = self.product = None
        self._begin(fields.NEW_VALUES, "product:new")
        self.first.fill({})
        self.first_keeper.begin("product:new:first")
        self.pages.setCurrentIndex(1)
        self._show_kind()
        self.context.runner.read(self, product_form.known, self._know)
        self.form.focus_first()

    def ask(self) -> None:
        """The product anew."""
        self.context.runner.read(self, product_form.known, self._know)
        if self.product_id is not None:
            work = partial(product_form.product, product_id=self.product_id)
            self.context.runner.read(self, work, self._show, self._failed)
        elif self.pages.currentIndex() == 0:
            words = self.context.say.text(N_("Choose a product to see it."))
            self.state.show_state("products", words, [Deed(self.context.say.text(N_("Products")), self._to_list)])

    def _to_list(self) -> None:
        self.context.go("products")

    def _know(self, known: Known) -> None:
        """What is proposed while somebody types."""
        for key, values in (("category", known.categories), ("unit", known.units)):
            editor = self.form.boxes[key].editor
            if isinstance(editor, QLineEdit):
                model = QStandardItemModel(len(values), 1, editor)
                for row, value in enumerate(values):
                    model.setItem(row, QStandardItem(value))
                Offers(model, editor)
        rate = self.form.boxes["tax_rate"]
        if self.product_id is None and rate.value is None and not rate.raw() and known.rates:
            rate.show_value(known.rates[0])

    def _show(self, product: ProductForm) -> None:
        if product.id != self.product_id:
            return
        fresh = self.product is None
        # what is being typed stays, on the values it was begun on: saving merges
        if fresh or not self.form.is_changed:
            self.product = product
            self._begin(product.values, f"product:{product.id}")
        else:
            self.product = product
        self.pages.setCurrentIndex(1)
        self._show_kind()
        self.history.show_product(product)
        if fresh and self.context.may("change_prices"):
            self.form.focus_first()
        elif fresh:
            self.form.boxes["availability"].setFocus()

    def _begin(self, values: Any, key: str) -> None:  # noqa: ANN401 - values by field
        self._base, self._consent, self._request = dict(values), False, new_uid()
        self.form.fill(values)
        self.keeper.begin(key, str(values.get("name", "")))

    def _show_kind(self) -> None:
        """Head and facts; what cannot be changed cannot be typed into."""
        product = self.product
        self.first.setVisible(product is None)
        self.history.setVisible(product is not None)
        changes = self.context.may("change_prices")
        for key, box in self.form.boxes.items():
            box.set_editable(changes or key in products_save.NOTED)
        self.head.show_product(product)

    def _failed(self, error: BaseException) -> None:
        say = self.context.say
        if self.product is not None and not isinstance(error, NotFound):
            self.context.reporter.show(error, near=self)
            return
        if not isinstance(error, Refusal):
            self.context.reporter.show(error, near=self)
        words = say.refusal(error) if isinstance(error, Refusal) else say.text(N_("The product could not be read."))
        self.pages.setCurrentWidget(self.state)
        self.state.show_state("warning", words, [try_again(say, self.ask)], "warn")

    def refresh(self, changes: ChangeSet) -> None:
        """Only what concerns this product is asked again."""
        if self.product_id is not None and (
            "product" in changes.whole or self.product_id in changes.ids.get("product", frozenset())
        ):
            self.ask()

    # saving

    def accept(self) -> None:
        """The main action: what the open strip asks for, else saving."""
        if not self.asks.accept():
            self.save()

    def save(self) -> None:
        """Save what was changed, or add the product; sent again it is done once."""
        if self._saving or self.pages.currentIndex() == 0 or not self.form.check() or not self.first.check():
            return
        self.keeper.leave()
        if self.product is None:
            self._saving = True
            draft = ProductDraft(**(self.form.values() | self.first.values()))
            add = partial(products_save.create, draft=draft, request=self._request, consent=self._consent)
            self.context.runner.write(self, add, self._added, self._refused)
            return
        changed = self.form.changed()
        if not changed:
            self.context.reporter.tell(self.context.say.text(N_("Nothing was changed.")), "info")
            return
        self._saving = True
        edit = ProductEdit(changed, {name: self._base.get(name) for name in changed})
        work = partial(
            products_save.save, product_id=self.product.id, edit=edit, version=self.product.version,
            request=self._request, consent=self._consent,
        )  # fmt: skip
        self.context.runner.write(self, work, self._saved, self._refused)

    def _added(self, added: Added) -> None:
        self._saving = False
        self.keeper.end()
        self.first_keeper.end()
        self.first.fill({})
        self.product_id = added.id
        self.context.reporter.tell(self.context.say.text(N_("Product {code} is added."), code=added.code))
        self.ask()

    def _saved(self, saved: Saved) -> None:
        self._saving = False
        self.keeper.end()
        self.product = None
        say = self.context.say
        words = say.text(N_("The product is saved."))
        if saved.merged:
            words = say.text(N_("The product is saved together with what somebody else changed meanwhile."))
        if saved.back is not None:
            self.context.undo.offer(words, saved.back)
        else:
            self.context.reporter.tell(words)
        self.ask()

    def _refused(self, error: BaseException) -> None:
        """It stays as typed: at its field, side by side with the other one's, or in words."""
        self._saving = False
        differing = error.values.get("differing") if isinstance(error, Conflict) else None
        if differing:
            self._compare(differing)
        elif isinstance(error, NeedsConsent) and error.field == "barcode":
            self.barcodes.asked[self.form.boxes["barcode"].value] = error
            self.form.check()
        elif not (isinstance(error, Refusal) and self.form.show_refusal(error)):
            self.context.reporter.show(error, near=self)
        if isinstance(error, Refusal) and not isinstance(error, NeedsConsent) and not error.values.get("again"):
            # it was not done, so that what is sent next is another deed
            self._request = new_uid()

    def _passed(self) -> None:
        self._consent = True
        self.save()

    def _compare(self, differing: tuple[Differing, ...]) -> None:
        boxes = self.form.boxes
        names = {one.key: boxes[one.key].label.text() for one in differing}
        self._theirs = {one.key: one.theirs for one in differing}
        written = {one.key: (boxes[one.key].written(one.theirs), boxes[one.key].written(one.mine)) for one in differing}
        self.compare.show_differing(differing, names, written)

    _theirs: dict[str, Any]

    def _chosen(self, theirs: frozenset[str]) -> None:
        """What was chosen is saved over what both know now."""
        self._base |= self._theirs
        for key in theirs:
            self.form.boxes[key].fill(self._theirs[key])
        self.save()

    # asking for prices and costs

    def _ask_price(self) -> None:
        if self.product is not None:
            self.asks.ask_price(self.product)

    def _ask_cost(self) -> None:
        if self.product is not None:
            self.asks.ask_cost(self.product)

    def _ask_past(self) -> None:
        if self.product is not None:
            self.asks.ask_past(self.product)

    # the rest of the window

    def leave(self) -> None:
        """What is typed goes to the disk."""
        if self.pages.currentIndex() == 1:
            self.keeper.leave()
            if self.product_id is None:
                self.first_keeper.leave()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Another screen comes."""
        super().hideEvent(event)
        self.leave()

    def translate(self) -> None:
        """Words anew."""
        for widget in (self.head, self.form, self.first, self.compare, self.asks, self.history):
            widget.translate()
        self._show_kind()

    def paint_theme(self) -> None:
        """Colours anew."""
        for widget in (self.head, self.form, self.first, self.asks, self.history, self.state):
            widget.paint_theme()
