"""What stands in forms and is not saved yet, kept on this computer: Esc, a crash or a restart lose nothing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from threading import Lock

from PySide6.QtCore import QObject

from app import paths
from app.domain.refusal import N_, Unavailable
from app.ui.context import Context
from app.ui.kit.form import Form
from app.ui.kit.kept_file import KeptFile
from app.ui.kit.timers import once

EVERY = 2000
"""Milliseconds between two writings while somebody types."""


@dataclass(frozen=True, slots=True)
class FormDraft:
    """The texts of one form that are not saved; ``base`` is what stood in these fields when they were changed."""

    title: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    base: Mapping[str, str] = field(default_factory=dict)
    saved_at: str = ""
    """A moment in ISO form, UTC."""

    def __bool__(self) -> bool:
        return bool(self.texts)


class FormDrafts(QObject):
    """All drafts of one company on this computer, by a key such as ``customer:318`` or ``customer:new``."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.context = context
        name = sha256(context.company_key.encode()).hexdigest()[:16]
        self._file = KeptFile(paths.home() / "drafts" / f"forms-{name}.json")
        self._drafts = {key: draft for key, value in self._file.read().items() if (draft := _draft(value))}
        self._changed: set[str] = set()
        self._told = False
        self._lock = Lock()
        self._timer = once(self, EVERY, self.write)

    def of(self, key: str) -> FormDraft:
        """The draft of a form; an empty one where there is none."""
        return self._drafts.get(key, FormDraft())

    def all(self) -> dict[str, FormDraft]:
        """Every draft."""
        return dict(self._drafts)

    def put(self, key: str, draft: FormDraft) -> None:
        """Remember a draft; it reaches the disk within 2 s. An empty one is forgotten."""
        known = self._drafts.get(key)
        if (known is None and not draft) or (known is not None and known.texts == draft.texts):
            return
        if draft:
            self._drafts[key] = draft
        else:
            self._drafts.pop(key, None)
        self._changed.add(key)
        if not self._timer.isActive():
            self._timer.start()

    def drop(self, key: str) -> None:
        """It is saved now, or was thrown away."""
        self.put(key, FormDraft())
        self.write()

    def write(self) -> None:
        """To the disk, off the window's thread."""
        values = self._take()
        if values:
            self.context.runner.aside(self, partial(self._write, values), self._done, self._failed)

    def write_now(self) -> None:
        """To the disk before this returns: the screen is being left."""
        values = self._take()
        if values:
            try:
                self._write(values)
            except OSError as error:
                self._failed(error)

    def _take(self) -> dict[str, object | None]:
        self._timer.stop()
        taken, self._changed = self._changed, set()
        return {key: asdict(self._drafts[key]) if key in self._drafts else None for key in taken}

    def _write(self, values: Mapping[str, object | None]) -> None:
        # one after the other: each reads the file before it writes it
        with self._lock:
            self._file.change(values)

    def _done(self, _nothing: object) -> None:
        self._told = False

    def _failed(self, error: BaseException) -> None:
        if self._told:
            return
        self._told = True
        reason = getattr(error, "strerror", None) or ""
        words = Unavailable(N_("What you type cannot be kept on this computer: {reason}."), reason=reason)
        self.context.reporter.show(words)


def drafts_of(context: Context) -> FormDrafts:
    """The drafts of the window's company; read once."""
    found = context.findChild(FormDrafts)
    return found if isinstance(found, FormDrafts) else FormDrafts(context)


class FormKeeper(QObject):
    """Keeps what is typed into one form under the key of the record it shows."""

    def __init__(self, form: Form) -> None:
        super().__init__(form)
        self._form = form
        self._drafts = drafts_of(form.context)
        self._key = self._title = ""
        form.edited.connect(self.keep)
        form.left.connect(self._left)

    def begin(self, key: str, title: str = "") -> FormDraft:
        """The form shows this record now. The draft there is, already in its fields; an empty one where there is none.

        Fields that changed in the record since the draft was begun are named by ``overtaken``.
        """
        self._key, self._title = key, title
        draft = self._drafts.of(key)
        self._overtaken = [
            name
            for name, text in draft.base.items()
            if name in self._form.boxes and self._form.boxes[name].raw() != text and name in draft.texts
        ]
        self._form.take_texts(draft.texts)
        return draft

    _overtaken: list[str]

    @property
    def overtaken(self) -> list[str]:
        """Keys of fields whose draft was begun on another value than the record has now."""
        return self._overtaken

    def keep(self) -> None:
        """Remember what stands in the form now."""
        if not self._key:
            return
        texts = self._form.texts()
        base = {key: self._form.boxes[key].filled_text for key in texts}
        self._drafts.put(self._key, FormDraft(self._title, texts, base, datetime.now(UTC).isoformat()))

    def _left(self) -> None:
        self.keep()
        self._drafts.write()

    def leave(self) -> None:
        """The screen is being left: what stands here is on the disk when this returns."""
        self.keep()
        self._drafts.write_now()

    def end(self) -> None:
        """It is saved, or thrown away: the draft goes."""
        if self._key:
            self._drafts.drop(self._key)


def _draft(value: object) -> FormDraft | None:
    """A draft as it was written, or none for anything else."""
    if not isinstance(value, dict):
        return None
    parts = {name: value.get(name) for name in ("title", "saved_at", "texts", "base")}
    maps = [parts["texts"], parts["base"]]
    if not all(isinstance(one, dict) and all(isinstance(text, str) for text in one.values()) for one in maps):
        return None
    return FormDraft(str(parts["title"] or ""), dict(maps[0] or {}), dict(maps[1] or {}), str(parts["saved_at"] or ""))
