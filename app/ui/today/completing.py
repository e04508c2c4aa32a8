"""What completing a row of the day does: a step is done, a missed call is settled, a greeting was sent."""

from collections.abc import Callable
from functools import partial
from typing import Any

from app.domain.ids import new_uid
from app.domain.refusal import N_
from app.domain.undoing import Undoable
from app.queries.today import GREETED, TodayItem
from app.services import calls, contacts
from app.services.contacts import InteractionDraft

ASKS_NEXT = frozenset({"call", "visit", "missed"})


def deed_of(item: TodayItem) -> tuple[Callable[[Any], Any], str] | None:
    """The work that completes a row, and the sentence that says so; none for what is completed on its own screen."""
    if item.kind in ("call", "visit"):
        return partial(_finish, interaction_id=item.id, done=True), N_("Done: {title}")
    if item.kind == "missed":
        return partial(_settle, call_id=item.id, done=True), N_("The missed call of {title} is settled.")
    if item.kind == "greeting" and item.customer_id is not None:
        draft = InteractionDraft(item.customer_id, "message", GREETED, direction="out", outcome=GREETED)
        return partial(contacts.log, draft=draft, request=new_uid()), N_("The greeting to {title} is noted.")
    return None


def _finish(store: Any, *, interaction_id: int, done: bool) -> Undoable:  # noqa: ANN401 - the store
    noted = contacts.finish_step(store, interaction_id, done=done)
    return Undoable(noted.changes, partial(_finish, interaction_id=interaction_id, done=not done))


def _settle(store: Any, *, call_id: int, done: bool) -> Undoable:  # noqa: ANN401 - the store
    changes = calls.settle(store, call_id) if done else calls.unsettle(store, call_id)
    return Undoable(changes, partial(_settle, call_id=call_id, done=not done))
