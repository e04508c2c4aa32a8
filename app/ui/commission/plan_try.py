"""Try it: one sale under the plan that is being written, in words, live while somebody types."""

from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtWidgets import QGridLayout, QLineEdit, QScrollArea

from app.domain.commission_plan import Base, Terms
from app.domain.refusal import N_, Mistake, Refusal
from app.domain.typed import read_number
from app.queries import commission_try, desk, products
from app.queries.commission_try import Asked, Tried
from app.ui.commission.plan_finder import Finder, Named
from app.ui.context import Context
from app.ui.kit.labels import Card, Text
from app.ui.kit.timers import once
from app.ui.orders.totals import LevelMark

DELAY = 250
LINES = ("sale", "level", "rate", "result", "seller")


class TryCard(Card):
    """Customer, product, quantity, price; below them what the sale brings and why."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.terms: Terms | None = None
        self._epoch = 0
        self._answer: Tried | None = None
        self._heading = Text("", "section")
        self.customer = Finder(context, desk.people, _people)
        self.product = Finder(context, products.look_up, _offers)
        self.quantity, self.price = QLineEdit("1"), QLineEdit()
        self._labels = {name: Text("", "caption") for name in ("customer", "product", "quantity", "price")}
        self.level = LevelMark(context)
        self.lines = {name: Text("", "strong" if name == "result" else "quiet") for name in LINES}
        self._later, self._later_seen = once(self, DELAY, self._ask), once(self, 0, self._see)
        self._lay_out()
        for finder in (self.customer, self.product):
            finder.chosen.connect(self._wait)
        for edit in (self.quantity, self.price):
            edit.textEdited.connect(self._wait)

    @property
    def edits(self) -> dict[str, QLineEdit]:
        """The fields by name."""
        return {"customer": self.customer, "product": self.product, "quantity": self.quantity, "price": self.price}

    def _lay_out(self) -> None:
        self.head.addWidget(self._heading)
        self.head.addStretch(1)
        self.head.addWidget(self.level)
        self.level.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for at, (name, edit) in enumerate(self.edits.items()):
            self._labels[name].setBuddy(edit)
            grid.addWidget(self._labels[name], at // 2 * 2, at % 2)
            grid.addWidget(edit, at // 2 * 2 + 1, at % 2)
        self.body.addLayout(grid)
        self.body.addSpacing(4)
        for line in self.lines.values():
            line.setWordWrap(True)
            line.hide()
            self.body.addWidget(line)

    def show_terms(self, terms: Terms | None) -> None:
        """The plan as it is written now; none while it cannot be read."""
        self.terms = terms
        self._wait()

    def _wait(self) -> None:
        self._epoch += 1
        self._later.start()

    def _ask(self) -> None:
        asked = self._asked()
        if asked is None or self.terms is None:
            self._show(None)
            return
        work = partial(_tried, terms=self.terms, asked=asked, epoch=self._epoch)
        self.context.runner.read(self, work, self._arrived, self._failed)

    def _asked(self) -> Asked | None:
        if self.product.record_id is None:
            return None
        say = self.context.say
        try:
            quantity = read_number(self.quantity.text() or "1", mark=say.decimal_mark, usual=3, places=3).value
            price = None
            if self.price.text().strip():
                price = read_number(self.price.text(), mark=say.decimal_mark, usual=say.places, places=4).value
        except Mistake as mistake:
            self._refuse(mistake)
            return None
        return Asked(self.product.record_id, quantity, price, self.customer.record_id)

    def _arrived(self, answer: tuple[int, Tried]) -> None:
        epoch, tried = answer
        if epoch == self._epoch:
            self._show(tried)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._refuse(error)
        else:
            self.context.reporter.show(error, near=self)

    def _refuse(self, refusal: Refusal) -> None:
        self._show(None)
        self.lines["sale"].setText(self.context.say.refusal(refusal))
        self.lines["sale"].set_tone("bad")
        self.lines["sale"].show()

    def _show(self, tried: Tried | None) -> None:
        self._answer = tried
        words = self._words(tried) if tried is not None and self.terms is not None else {}
        for name, line in self.lines.items():
            line.set_tone("")
            line.setText(words.get(name, ""))
            line.setVisible(bool(line.text()))
        if words and any(edit.hasFocus() for edit in self.edits.values()):
            self._later_seen.start()
        level = tried.level or "" if tried is not None else ""
        self.level.show_level(level, self.context.say.text(N_("Level {level}"), level=level))

    def _see(self) -> None:
        """The answer stands below what was typed: on a low screen the column scrolls to it."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureVisible(0, self.geometry().bottom(), 0, 0)

    def _words(self, tried: Tried) -> dict[str, str]:
        say = self.context.say
        assert self.terms is not None
        base = N_("Base: contribution {amount} (net {net} less cost {cost})")
        if self.terms.base is Base.REVENUE:
            base = N_("Base: net revenue {amount}")
        elif tried.cost is None:
            base = N_("Base: contribution {amount} (net {net}; its cost is not known)")
        rate = say.percent(tried.rate, _places(tried.rate))
        by_rule = N_("Rate: {rate} by rule {rule}")
        by_level = N_("Rate: {rate} of level {level}")
        found = {
            "sale": say.text(N_("Level {level} at a price of {price}"), level=tried.level or "–",
                             price=say.money(tried.price)),
            "level": say.text(base, amount=say.money(tried.base), net=say.money(tried.net),
                              cost=say.money(tried.cost or Decimal(0))),
            "rate": say.text(by_rule if tried.rule else by_level, rate=rate, rule=tried.rule, level=tried.level or "D"),
            "result": say.text(N_("{base} × {rate} = {amount}"), base=say.money(tried.base), rate=rate,
                               amount=say.money_with_currency(tried.commission)),
        }  # fmt: skip
        if tried.salesperson:
            plan = N_("{name} sells to this customer and has the plan ‘{plan}’ today.")
            none = N_("{name} sells to this customer and has no plan today.")
            found["seller"] = say.text(plan if tried.plan else none, name=tried.salesperson, plan=tried.plan)
        return found

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self._heading.setText(say.text(N_("Try it")))
        titles = {
            "customer": N_("Customer"), "product": N_("Product"), "quantity": N_("Quantity"), "price": N_("Price"),
        }  # fmt: skip
        for name, edit in self.edits.items():
            self._labels[name].setText(say.text(titles[name]))
            edit.setAccessibleName(say.text(N_("Try it: {field}"), field=self._labels[name].text()))
        self.price.setPlaceholderText(say.text(N_("list price")))
        self.product.setPlaceholderText(say.text(N_("code or name")))
        self.customer.setPlaceholderText(say.text(N_("name or phone")))
        self._show(self._answer)

    def paint_theme(self) -> None:
        """Colours anew."""
        self.level.update()


def _tried(store: Any, *, terms: Terms, asked: Asked, epoch: int) -> tuple[int, Tried]:  # noqa: ANN401 - the store
    """The answer with the number of its question."""
    return epoch, commission_try.tried(store, terms, asked)


def _people(answer: object) -> Named:
    customers = getattr(answer, "customers", ())
    return [(one.id, " · ".join(part for part in (one.name, one.code) if part)) for one in customers]


def _offers(answer: object) -> Named:
    return [(one.id, f"{one.code} · {one.name}") for one in getattr(answer, "offers", ())]


def _places(rate: Decimal) -> int:
    return max(0, -int(rate.normalize().as_tuple().exponent))
