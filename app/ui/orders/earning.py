"""Who sold an order that is being typed, and what it will bring them; the front desk never asks for that."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.domain.order import Share
from app.domain.refusal import N_, Mistake
from app.queries import commission_expected, staff
from app.queries.commission_expected import Expected
from app.queries.ordering import StoredOrder
from app.queries.products import Sold
from app.queries.staff import Named
from app.ui.keys import bind_keys

if TYPE_CHECKING:
    from app.ui.orders.editor import OrderEditor

RIGHT = "own_commission"
KEY = "Ctrl+Shift+P"


class Earning(QObject):
    """Works on the editor it belongs to; late answers are dropped by their number."""

    def __init__(self, editor: "OrderEditor") -> None:
        super().__init__(editor)
        self.editor = editor
        self.shares: tuple[Share, ...] = ()
        """Who sold it; nobody named: the customer's salesperson."""
        self._epoch = 0
        frame = editor.frame
        frame.head.split.clicked.connect(self.ask_shares)
        frame.shares.done.connect(self._kept)
        frame.shares.left.connect(self._left)
        bind_keys(editor, (KEY, self.ask_shares))

    # what it brings

    def forget(self) -> None:
        """Another order."""
        self._epoch += 1
        self.shares = ()
        self.editor.frame.shares.forget()
        self._show(None)

    def ask(self, sold: tuple[Sold, ...]) -> None:
        """What these lines bring, for who may know."""
        self._epoch += 1
        editor = self.editor
        if not editor.context.may(RIGHT) or editor.entry is None:
            return
        if not sold:
            self._show(None)
            return
        work = partial(
            _expected, lines=sold, customer_id=editor.entry.head.customer_id, shares=self.shares, epoch=self._epoch
        )
        editor.context.runner.read(self, work, self._arrived, editor.outcome.failed_to_read)

    def ask_stored(self, order: StoredOrder) -> None:
        """What a draft or quote that is stored will bring."""
        self._epoch += 1
        if not self.editor.context.may(RIGHT):
            return
        work = partial(_of_order, order_id=order.id, epoch=self._epoch)
        self.editor.context.runner.read(self, work, self._arrived, self.editor.outcome.failed_to_read)

    def _arrived(self, answer: tuple[int, Expected | None]) -> None:
        epoch, expected = answer
        if epoch == self._epoch and (self.editor.entry is not None or self.editor.order is not None):
            self._show(expected)

    def _show(self, expected: Expected | None) -> None:
        frame = self.editor.frame
        frame.totals.show_commission(expected)
        frame.lines.earned(expected.lines if expected is not None else ())

    # who sold it

    def ask_shares(self) -> None:
        """The strip with the people and their shares."""
        entry = self.editor.entry
        if entry is None or not self.editor.context.may(RIGHT):
            return
        if self.shares:
            self.editor.frame.shares.open(self.shares)
            return
        work = partial(commission_expected.usual_shares, customer_id=entry.head.customer_id)
        self.editor.context.runner.read(self, work, self.editor.frame.shares.open, self.editor.outcome.failed_to_read)

    def _kept(self) -> None:
        strip = self.editor.frame.shares
        self.set_shares(strip.shares())
        self.editor.edited()
        self.editor.frame.head.split.setFocus()

    def _left(self) -> None:
        self.editor.frame.head.split.setFocus()

    def set_shares(self, shares: tuple[Share, ...]) -> None:
        """Other people; their names stand in the head."""
        self.shares = shares
        head, say, strip = self.editor.frame.head, self.editor.context.say, self.editor.frame.shares
        names = {one.id: one.name for one in strip.people}
        if not shares:
            head.show_sellers("")
        elif all(one.staff_id in names for one in shares):
            parts = [
                say.text(N_("{name} {share}"), name=names[one.staff_id],
                         share=say.percent(one.percent, int(one.percent % 1 != 0)))
                for one in shares
            ]  # fmt: skip
            head.show_sellers(" · ".join(parts) if len(parts) > 1 else names[shares[0].staff_id])
        else:
            head.show_sellers(say.plural("{count} person", "{count} people", len(shares)))
            self.editor.context.runner.read(self, partial(staff.names, inactive=True), self._know)

    def _know(self, people: list[Named]) -> None:
        self.editor.frame.shares.people = people
        if all(any(one.id == share.staff_id for one in people) for share in self.shares):
            self.set_shares(self.shares)

    def right(self) -> bool:
        """Whether the shares can stay; what is written and cannot is said at once."""
        strip = self.editor.frame.shares
        if strip.isHidden():
            return True
        try:
            shares = strip.shares()
        except Mistake as mistake:
            strip.refuse(mistake)
            return False
        strip.hide()
        self.set_shares(shares)
        return True


def _expected(store: Any, *, epoch: int, **about: Any) -> tuple[int, Expected | None]:  # noqa: ANN401 - the store
    """The answer with the number of its question."""
    return epoch, commission_expected.expected(store, **about)


def _of_order(store: Any, *, epoch: int, order_id: int) -> tuple[int, Expected | None]:  # noqa: ANN401 - the store
    return epoch, commission_expected.of_order(store, order_id)
