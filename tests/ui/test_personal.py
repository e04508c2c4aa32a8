"""Arrangements are at hand at once, written behind, and never lost to a database that is away for a moment."""

from app.domain.refusal import N_, Conflict, Unavailable
from app.queries import personal as arranged
from app.store.prepared import together


def test_put_is_written_once_and_comes_back(context, store, monkeypatch):
    """Forty widths of a dragged column are one operation."""
    operations = []
    monkeypatch.setattr("app.services.personal.together", lambda tx, *steps: operations.append(together(tx, *steps)))
    for width in range(100, 140):
        context.personal.put("widths", {"name": width})
    context.personal.flush()
    context.personal.flush()
    assert len(operations) == 1
    assert arranged.of_actor(store) == {"widths": {"name": 139}}
    context.personal.take({"widths": {"name": 90}, "theme": "dark"})
    assert context.personal.get("widths") == {"name": 90}


def test_what_could_not_be_written_goes_with_the_next(context, store, monkeypatch):
    def away(_store, values):
        raise Unavailable(N_("Away."))

    monkeypatch.setattr("app.services.personal.keep", away)
    context.personal.put("fold", True)
    context.personal.flush()
    monkeypatch.undo()
    context.personal.put("theme", "dark")
    context.personal.flush()
    assert arranged.of_actor(store) == {"fold": True, "theme": "dark"}


class _Counter:
    """A deed that can be taken back and done again."""

    def __init__(self) -> None:
        self.value, self.changes = 1, None

    def back(self, _store):
        self.value -= 1
        return _Answer(self.again)

    def again(self, _store):
        self.value += 1
        return _Answer(self.back)


class _Answer:
    def __init__(self, back) -> None:
        self.back, self.changes = back, None


def test_undo_and_redo(context, said):
    counter, offered = _Counter(), []
    context.undo.offered.connect(offered.append)
    context.undo.offer("Moved to Diego", counter.back)
    assert (offered, context.undo.last) == (["Moved to Diego"], "Moved to Diego")
    context.undo.undo()
    assert (counter.value, context.undo.last, context.undo.next) == (0, "", "Moved to Diego")
    context.undo.redo()
    assert (counter.value, context.undo.last) == (1, "Moved to Diego")
    context.undo.undo()
    context.undo.undo()
    assert said[-1] == ("There is nothing to take back.", "done")


def test_what_somebody_else_changed_stays(context, said):
    def refused(_store):
        raise Conflict(N_("Somebody else changed it."))

    context.undo.offer("Changed the name", refused)
    context.undo.undo()
    assert said[-1] == ("Somebody else changed it.", "refusal")
    assert context.undo.last == ""


def test_only_the_last_fifty(context):
    for number in range(60):
        context.undo.offer(f"step {number}", _Counter().back)
    taken = 0
    while context.undo.last:
        context.undo.undo()
        taken += 1
    assert taken == 50
