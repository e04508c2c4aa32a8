"""What a confirmed order earned whom, for who may know; and other salespeople for what is booked, with a reason."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.domain.ids import new_uid
from app.domain.refusal import N_, Mistake, Refusal
from app.queries import commission_expected
from app.queries.commission_expected import Earning
from app.services import adjustments

if TYPE_CHECKING:
    from app.ui.orders.sale_panel import SalePanel

SEES, SPLITS = "own_commission", "all_commission"


class SaleEarning(QObject):
    """Works on the panel it belongs to."""

    def __init__(self, panel: "SalePanel") -> None:
        super().__init__(panel)
        self.panel = panel
        self._request = new_uid()
        self._asked = 0
        frame = panel.frame
        frame.head.split.clicked.connect(self.ask_shares)
        frame.shares.done.connect(self._share)
        frame.shares.left.connect(frame.view.setFocus)

    def ask(self, order_id: int) -> None:
        """What this order earned so far; the front desk never asks."""
        context, head = self.panel.context, self.panel.frame.head
        if order_id != self._asked:
            self.panel.frame.sums.show_commission("")
            self.panel.frame.shares.forget()
        self._asked = order_id
        head.split.setVisible(context.may(SPLITS))
        if context.may(SEES):
            work = partial(_booked, order_id=order_id)
            context.runner.read(self, work, self._arrived)

    def _arrived(self, answer: tuple[int, tuple[Earning, ...]]) -> None:
        order_id, found = answer
        if order_id == self._asked:
            self.panel.frame.sums.show_commission("\n".join(self._words(one) for one in found))

    def _words(self, one: Earning) -> str:
        say, everybody = self.panel.context.say, self.panel.context.may(SPLITS)
        values = {"name": one.name, "amount": say.money_with_currency(one.kept), "payable": say.money(one.payable)}
        if everybody:
            return say.text(N_("Commission of {name}: {amount}, payable {payable}"), **values)
        return say.text(N_("Your commission: {amount}, payable {payable}"), **values)

    # other salespeople

    def ask_shares(self) -> None:
        """The strip with who sold it."""
        sale = self.panel.sale
        if sale is not None and self.panel.context.may(SPLITS):
            self._request = new_uid()
            work = partial(commission_expected.shares_of, order_id=sale.id)
            self.panel.context.runner.read(self, work, self.panel.frame.shares.open)

    def _share(self) -> None:
        sale, strip = self.panel.sale, self.panel.frame.shares
        if sale is None:
            return
        work = partial(
            adjustments.move_order, order_id=sale.id, reason=strip.reason.text().strip(), request=self._request,
            shares=strip.shares(),
        )  # fmt: skip
        self.panel.context.runner.write(self, work, self._shared, self._refused)

    def _shared(self, _changes: object) -> None:
        frame, say = self.panel.frame, self.panel.context.say
        frame.shares.reason.clear()
        frame.strip.tell(say.text(N_("The shares are changed; what is booked follows them.")), "ok", name="done")
        self.panel.ask()

    def _refused(self, error: BaseException) -> None:
        self._request = new_uid()
        if isinstance(error, Mistake):
            self.panel.frame.shares.refuse(error)
        elif isinstance(error, Refusal):
            self.panel.frame.strip.tell(self.panel.context.say.refusal(error), "bad", name="refused")
        else:
            self.panel.context.reporter.show(error, near=self.panel)


def _booked(store: Any, *, order_id: int) -> tuple[int, tuple[Earning, ...]]:  # noqa: ANN401
    """The answer with its order."""
    return order_id, commission_expected.booked(store, order_id)
