"""What a product's form asks beside its fields: a new price, a new cost, a right cost for what was sold already."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from app.domain.ids import new_uid
from app.domain.money import PRICE_PLACES
from app.domain.refusal import N_
from app.queries.product_form import ProductForm
from app.services import adjustments, products
from app.services.adjustments import Corrected
from app.ui.context import Context
from app.ui.kit.ask import AskStrip, AskStrips
from app.ui.kit.form import FormField

PRICE = (
    FormField("price", N_("List price without tax"), "money", required=True, places=PRICE_PLACES, least=0),
    FormField("valid_from", N_("Holds from"), "day", required=True),
)
COST = (
    FormField("cost", N_("Cost of one unit"), "money", required=True, places=PRICE_PLACES, least=0),
    FormField("valid_from", N_("Holds from"), "day", required=True),
)
PAST = (
    FormField("cost", N_("Right cost of one unit"), "money", required=True, places=PRICE_PLACES, least=0),
    FormField("first", N_("Sold from"), "day", required=True),
    FormField("last", N_("Sold until"), "day", required=True),
    FormField("reason", N_("Why"), required=True, most=400),
)


class ProductAsks(AskStrips):
    """A price, a cost, a right cost for the past."""

    def __init__(self, context: Context) -> None:
        self.price = AskStrip(context, PRICE, N_("Set the price"), N_("Not now"))
        self.cost = AskStrip(context, COST, N_("Set the cost"), N_("Not now"))
        self.past = AskStrip(context, PAST, N_("Show what it changes"), N_("Not now"))
        super().__init__(context, self.price, self.cost, self.past)
        self._product_id = 0
        # what was shown: only that is booked, and under one request
        self._shown: dict[str, Any] = {}
        self._request = new_uid()
        self.price.done.connect(self._set_price)
        self.cost.done.connect(self._set_cost)
        self.past.done.connect(self._correct)
        self.past.form.edited.connect(self._forget_plan)

    def ask_price(self, product: ProductForm) -> None:
        """A list price from a day on."""
        words = self.context.say.text(N_("A new list price. Orders that are there keep theirs."))
        self._open(self.price, product, words, {"valid_from": product.today})

    def ask_cost(self, product: ProductForm) -> None:
        """A cost from a day on."""
        words = self.context.say.text(N_("A new cost. It changes no booked figure: what was sold keeps its cost."))
        self._open(self.cost, product, words, {"valid_from": product.today})

    def ask_past(self, product: ProductForm) -> None:
        """A right cost for what was sold."""
        first = date(product.today.year, product.today.month, 1)
        self._open(self.past, product, "", {"cost": product.cost, "first": first, "last": product.today})
        self._forget_plan()

    def _open(self, strip: AskStrip, product: ProductForm, words: str, values: dict[str, object]) -> None:
        self._product_id = product.id
        strip.form.set_today(product.today)
        self.show_strip(strip, str(product.id), words, values)

    def _set_price(self) -> None:
        values = self.price.form.values()
        work = partial(products.set_price, product_id=self._product_id, request=new_uid(), **values)
        self.context.runner.write(self, work, self._price_set, self._price_refused)

    def _price_set(self, _answer: object) -> None:
        self._tell(self.price, N_("The list price is kept."))

    def _price_refused(self, error: BaseException) -> None:
        self.price.form.refuse(error)

    def _set_cost(self) -> None:
        values = self.cost.form.values()
        work = partial(products.set_cost, product_id=self._product_id, request=new_uid(), **values)
        self.context.runner.write(self, work, self._cost_set, self._cost_refused)

    def _cost_set(self, _answer: object) -> None:
        self._tell(self.cost, N_("The cost is kept. To apply it to what was sold, correct the past."))

    def _cost_refused(self, error: BaseException) -> None:
        self.cost.form.refuse(error)

    def _correct(self) -> None:
        """First what it changes is shown, then the same is booked."""
        values: dict[str, Any] = self.past.form.values()
        period = {"unit_cost": values["cost"], "first": values["first"], "last": values["last"]}
        if self._shown != period:
            work: Callable[[Any], Any] = partial(_planned, product_id=self._product_id, period=period)
            self.context.runner.read(self, work, self._planned, self._past_refused)
            return
        work = partial(
            adjustments.correct_cost, product_id=self._product_id, reason=values["reason"], request=self._request,
            **period,
        )  # fmt: skip
        self.context.runner.write(self, work, self._corrected, self._past_refused)

    def _planned(self, answer: tuple[dict[str, Any], Corrected]) -> None:
        self._shown, plan = answer
        self._request = new_uid()
        say = self.context.say
        if not plan.orders:
            self._shown = {}
            self.past.words.setText(say.text(N_("Nothing that was sold in this period has another cost.")))
            return
        orders = say.plural("{count} order", "{count} orders", plan.orders)
        text = N_("{orders}: {amount} of contribution is booked on {day} as adjustments; no booked figure changes.")
        amount = say.number(plan.contribution, say.places, sign=True)
        self.past.words.setText(say.text(text, orders=orders, amount=amount, day=say.date(plan.on)))
        self._name_deed(N_("Book the adjustments"))

    def _forget_plan(self) -> None:
        self._shown = {}
        text = N_("Apply a right cost to what was sold: dated adjustments, never a changed figure.")
        self.past.words.setText(self.context.say.text(text))
        self._name_deed(N_("Show what it changes"))

    def _name_deed(self, words: str) -> None:
        self.past.deed.setText(self.context.say.text(words))
        self.past.deed.setAccessibleName(self.past.deed.text())

    def _corrected(self, _answer: object) -> None:
        self._shown = {}
        self._tell(self.past, N_("The adjustments are booked."))

    def _past_refused(self, error: BaseException) -> None:
        self.past.form.refuse(error)

    def _tell(self, strip: AskStrip, words: str) -> None:
        strip.finish()
        self.context.reporter.tell(self.context.say.text(words))


def _planned(store: Any, *, product_id: int, period: dict[str, Any]) -> tuple[dict[str, Any], Corrected]:  # noqa: ANN401
    return period, adjustments.preview_cost(store, product_id, **period)
