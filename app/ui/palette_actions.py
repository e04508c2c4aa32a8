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
    return [
        Row("heading", row.title),
        *(Row(KIND, say.text(words), "", icon, Action(screen, row.record)) for screen, words, icon in there),
    ]


def carry_out(action: Action, context: Context) -> None:
    """Open the screen of an action."""
    context.go(action.screen, ("new", action.customer_id) if action.screen == _ORDER else action.customer_id)
