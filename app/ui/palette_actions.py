"""What can be done with something that was found: Tab in the search shows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from app.domain.refusal import N_
from app.ui.main_window import MainWindow
from app.ui.palette_rows import Row

if TYPE_CHECKING:
    from app.ui.caller.panel import CallerPanel

KIND = "action"
TIER = "tier"
"""The customer's form with the strip that gives another tier, as ``app.ui.customers.form_tier`` calls it."""


@dataclass(frozen=True, slots=True)
class Action:
    """A deed about one record."""

    run: Callable[[MainWindow], None]


def actions(row: Row | None, window: MainWindow) -> Sequence[Row]:
    """The rows of what is possible, the usual one first; none for what can only be opened."""
    if row is None or not isinstance(row.record, int):
        return ()
    made = {"customer": _of_customer, "order": _of_order, "case": _of_case}.get(row.kind)
    if made is None:
        return ()
    say = window.context.say
    rows = [Row(KIND, say.text(words), about, icon, Action(run)) for words, about, icon, run in made(row, window)]
    return [Row("heading", row.title), *rows]


_Deed = tuple[str, str, str, Callable[[MainWindow], None]]


def _of_customer(row: Row, window: MainWindow) -> list[_Deed]:
    number, customer_id = row.number, int(str(row.record))
    call = partial(_call, customer_id=customer_id, number=number)
    found = [
        ("caller", (N_("Caller card"), "", "caller", partial(_go, screen="caller", record=customer_id))),
        ("caller", (N_("Call"), number, "phone", call)) if number else None,
        ("order", (N_("New order"), "", "orders", partial(_go, screen="order", record=("new", customer_id)))),
        ("account", (N_("Account"), "", "money", partial(_go, screen="account", record=customer_id))),
        ("account", (N_("Print statement"), "", "print", partial(_statement, customer_id=customer_id))),
        ("customer", (N_("Customer"), "", "person", partial(_go, screen="customer", record=customer_id))),
    ]
    rows: list[_Deed] = [one[1] for one in found if one is not None and window.knows(one[0])]
    if window.knows("customer") and window.context.may("give_tiers"):
        by_hand = partial(_go, screen="customer", record=(TIER, customer_id))
        rows.append((N_("Another tier by hand…"), "", "first", by_hand))
    return rows


def _of_order(row: Row, _window: MainWindow) -> list[_Deed]:
    order_id = int(str(row.record))
    return [
        (N_("Open"), "", "orders", partial(_go, screen="order", record=order_id)),
        (N_("Print"), "", "print", partial(_order_paper, order_id=order_id)),
        (N_("Copy as new"), "", "copy", partial(_go, screen="order", record=("copy", order_id))),
    ]


def _of_case(row: Row, _window: MainWindow) -> list[_Deed]:
    case_id = int(str(row.record))
    return [
        (N_("Open"), "", "complaints", partial(_go, screen="complaint", record=case_id)),
        (N_("Print"), "", "print", partial(_case_paper, case_id=case_id)),
    ]


def _go(window: MainWindow, *, screen: str, record: object) -> None:
    window.context.go(screen, record)


def _call(window: MainWindow, *, customer_id: int, number: str) -> None:
    """The card comes first: what is said is written there, as a call of one's own."""
    window.bring("caller", partial(_dial, customer_id=customer_id, number=number))


def _dial(panel: "CallerPanel", *, customer_id: int, number: str) -> None:
    panel.open_customer(customer_id)
    panel.card.header.dial(number)


def _statement(window: MainWindow, *, customer_id: int) -> None:
    """From the first of January until today; another period is chosen at the account."""
    # papers are not needed before somebody prints
    from app.ui.preview import open_preview, papers  # noqa: PLC0415

    today = datetime.now(window.context.say.zone).date()
    open_preview(window.context, papers.statement(customer_id, today.replace(month=1, day=1), today))


def _order_paper(window: MainWindow, *, order_id: int) -> None:
    from app.ui.preview import open_preview, papers  # noqa: PLC0415

    open_preview(window.context, papers.order_confirmation(order_id))


def _case_paper(window: MainWindow, *, case_id: int) -> None:
    from app.ui.preview import open_preview, papers  # noqa: PLC0415

    open_preview(window.context, papers.complaint_sheet(case_id))
