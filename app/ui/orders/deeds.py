"""What can be done with an order: each deed keeps its request until it succeeded, so that a repeat does it once."""

import contextlib
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app import paths
from app.domain.ids import new_uid
from app.domain.order import MOVES, OrderDraft
from app.domain.papers import Printed
from app.domain.refusal import N_, Refusal, Unavailable
from app.i18n import Say
from app.queries import company, papers
from app.queries.ordering import StoredOrder
from app.reports import order as order_document
from app.services import approvals, deliveries, invoices, orders, returns
from app.ui.context import Context

DELIVERABLE = frozenset({"confirmed", "in_progress"})
INVOICEABLE = frozenset({"confirmed", "in_progress", "delivered"})


def allowed(order: StoredOrder, *, answers: bool = False) -> tuple[str, ...]:
    """Deeds that are possible now, the next one first: confirm, deliver, invoice, cancel.

    What waits for a manager is approved by one (``answers``), not confirmed.
    """
    found = []
    if "confirmed" in MOVES[order.status] and order.approval == "asked":
        found += ["approve"] if answers else []
    elif "confirmed" in MOVES[order.status]:
        found.append("confirm")
    if order.status in DELIVERABLE or (
        order.status == "invoiced" and order.delivered_on is None and not order.imported
    ):
        found.append("deliver")
    if order.status in INVOICEABLE and not order.imported:
        found.append("invoice")
    if "cancelled" in MOVES[order.status] and not order.gone:
        found.append("cancel")
    return tuple(found)


class Deeds(QObject):
    """Sends one operation at a time. ``done`` gives the deed and its answer, ``refused`` the deed and the error."""

    done = Signal(str, object)
    refused = Signal(str, object)
    printed = Signal(str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.busy = ""
        self._requests: dict[tuple[str, int], UUID] = {}
        self._under = ("", 0)

    def place(
        self, draft: OrderDraft, request: UUID, reason: str = "", approver: approvals.Approver | None = None
    ) -> None:
        """Confirm a new order; with a reason where it goes beyond the usual discount, and who answers for it."""
        if reason:
            work = partial(approvals.place, draft=draft, request=request, reason=reason, approver=approver)
            self._send("place", work)
        else:
            self._send("place", partial(orders.place, draft=draft, request=request))

    def quote(self, draft: OrderDraft, request: UUID) -> None:
        """Store a new order as a quote."""
        self._send("quote", partial(orders.quote, draft=draft, request=request))

    def ask(self, draft: OrderDraft, request: UUID, reason: str) -> None:
        """Keep a new order as a draft that waits for a manager."""
        self._send("ask", partial(approvals.ask, draft=draft, request=request, reason=reason))

    def drop(self, order: StoredOrder, reason: str) -> None:
        """Call off a draft whose lines go on elsewhere; nobody needs to hear that it worked."""
        work = partial(returns.cancel, order_id=order.id, request=new_uid(), reason=reason)
        self.context.runner.write(self, work)

    def carry_out(
        self, deed: str, order: StoredOrder, reason: str = "", approver: approvals.Approver | None = None
    ) -> None:
        """A deed on a stored order; a cancellation and a price beyond the usual say why."""
        self._under = (deed, order.id)
        request = self._requests.setdefault(self._under, new_uid())
        work: dict[str, Callable[[Any], Any]] = {
            "confirm": partial(orders.confirm, order_id=order.id, request=request, version=order.version),
            "deliver": partial(deliveries.deliver, order_id=order.id, request=request),
            "invoice": partial(invoices.invoice, order_id=order.id, request=request),
            "cancel": partial(returns.cancel, order_id=order.id, request=request, reason=reason),
            "ask_for": partial(approvals.ask_for, order_id=order.id, version=order.version, reason=reason),
            "approve": partial(approvals.approve, order_id=order.id, request=request, version=order.version),
            "refuse": partial(approvals.refuse, order_id=order.id, version=order.version, reason=reason),
        }
        if deed == "confirm" and reason:
            work["confirm"] = partial(
                approvals.confirm, order_id=order.id, request=request, version=order.version, reason=reason,
                approver=approver,
            )  # fmt: skip
        self._send(deed, work[deed])

    def _send(self, deed: str, work: Callable[[Any], Any]) -> None:
        if self.busy:
            return
        self.busy = deed
        self.context.runner.write(self, work, self._succeeded, self._failed)

    def _succeeded(self, answer: object) -> None:
        deed, self.busy = self.busy, ""
        self._requests.pop(self._under, None)
        self.done.emit(deed, answer)

    def _failed(self, error: BaseException) -> None:
        deed, self.busy = self.busy, ""
        self.refused.emit(deed, error)

    def print_order(self, order_id: int) -> None:
        """Write the confirmation or quote into the folder of papers and open it."""
        self.context.runner.read(self, partial(_paper, order_id=order_id), self._paper_read)

    def _paper_read(self, answer: tuple[Any, str, Printed]) -> None:
        value, paper, printed = answer
        work = partial(_render, value=value, paper=paper, printed=printed, say=self.context.say)
        self.context.runner.aside(self, work, self._rendered)

    def _rendered(self, path: Path) -> None:
        open_local(path)
        self.printed.emit(str(path))


def _paper(store: Any, *, order_id: int) -> tuple[Any, str, Printed]:  # noqa: ANN401 - the store
    value = papers.order_paper(store, order_id)
    return value, company.settings(store).paper, Printed(store.now(), store.actor.login)


def _render(*, value: Any, paper: str, printed: Printed, say: Say) -> Path:  # noqa: ANN401 - an order's paper
    """Render beside the final name and rename when it is whole: nobody ever opens half a document."""
    folder = paths.home() / "papers"
    name = "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in value.number) or "draft"
    path, part = folder / f"{name}.pdf", folder / f"{name}.{secrets.token_hex(4)}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        order_document.render(value, part, say, paper, printed=printed)
        part.replace(path)
    except OSError as error:
        raise Unavailable(
            N_("‘{file}’ cannot be written: {reason}. Choose another place, or close the program that shows it."),
            file=str(path), reason=error.strerror or type(error).__name__,
        ) from error  # fmt: skip
    else:
        return path
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def open_local(path: Path) -> bool:
    """Show a file of this computer with the program it belongs to; nothing else is ever opened."""
    return path.is_file() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def sentence(error: BaseException, context: Context) -> str:
    """A refusal in words, and what is safe where nobody answered; empty for mistakes of the program."""
    if isinstance(error, Unavailable):
        kept = context.say.text(N_("What you typed is kept on this PC; the same keys try again."))
        return f"{context.say.refusal(error)} {kept}"
    return context.say.refusal(error) if isinstance(error, Refusal) else ""
