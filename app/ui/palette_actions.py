"""What can be done with somebody who was found: Tab in the search shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.refusal import N_
from app.i18n import Say
from app.ui.context import Context
from app.ui.main_window import MainWindow
from app.ui.palette_rows import Row

KIND = "action"
_CALLER, _ORDER, _RECORD, _ACCOUNT = "caller", "order", "customer", "account"
TIER = "tier"
"""The customer's form with the strip that gives another tier, as ``app.ui.customers.form_tier`` calls it."""
_ACTIONS = (
    (_CALLER, N_("Caller card"), "caller"),
    (_ORDER, N_("New order"), "orders"),
    (_ACCOUNT, N_("Account"), "money"),
    (_RECORD, N_("Customer"), "person"),
)


@dataclass(frozen=True, slots=True)
class Action:
    """A screen, and the customer it is opened for."""

    screen: str
    customer_id: int


def actions(row: Row | None, window: MainWindow) -> Sequence[Row]:
    """The rows of what is possible, the usual one first; none for what is no customer."""
    if row is None or row.kind != "customer" or not isinstance(row.record, int):
        return ()
    say: Say = window.context.say
    there = [action for action in _ACTIONS if window.knows(action[0])]
    rows = [
        Row("heading", row.title),
        *(Row(KIND, say.text(words), "", icon, Action(screen, row.record)) for screen, words, icon in there),
    ]
    if window.knows(_RECORD) and window.context.may("give_tiers"):
        rows.append(Row(KIND, say.text(N_("Another tier by hand…")), "", "first", Action(TIER, row.record)))
    return rows


def carry_out(action: Action, context: Context) -> None:
    """Open the screen of an action."""
    records = {_ORDER: ("new", action.customer_id), TIER: (TIER, action.customer_id)}
    screen = _RECORD if action.screen == TIER else action.screen
    context.go(screen, records.get(action.screen, action.customer_id))
