"""Saving the form of a customer: only what was changed is sent; a field that two changed shows both values."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject

from app.domain.customer import Differing, typed
from app.domain.ids import new_uid
from app.domain.refusal import N_, Conflict
from app.services import customers_save
from app.services.customers_save import CustomerEdit, Saved
from app.services.products import Added
from app.ui.customers.form_compare import Compare
from app.ui.customers.form_contacts import edits
from app.ui.customers.form_declared import stored

if TYPE_CHECKING:
    from app.ui.customers.form_panel import CustomerPanel


class FormSaving(QObject):
    """``version`` is the one the form was filled from; ``compare`` shows what two people changed at once."""

    def __init__(self, panel: "CustomerPanel") -> None:
        super().__init__(panel)
        self.panel, self.context = panel, panel.context
        self.version = 0
        self.compare = Compare(panel.context)
        self._request: UUID = new_uid()
        self._sent: Mapping[str, Any] | None = None
        self._differing: Mapping[str, Differing] = {}
        self.compare.chosen.connect(self._chosen)

    def begin(self) -> None:
        """Another record is opened."""
        self._request = new_uid()
        self.compare.hide()

    def save(self) -> None:
        """Save what was changed, or add the new customer."""
        form, around = self.panel.form, self.panel.around
        if form is None or around is None or self._sent is not None or not form.check():
            return
        changed = form.changed()
        if not changed and self.panel.customer_id is not None:
            self.context.reporter.tell(self.context.say.text(N_("Nothing was changed.")), "info")
            return
        values = form.values() if self.panel.customer_id is None else changed
        before = {key: form.boxes[key].filled for key in values}
        contacts = edits(self.panel.contacts.filled, self.panel.contacts.value)
        edit = CustomerEdit(stored(values, around.fields), stored(before, around.fields), contacts)
        self._sent = dict(values)
        self.panel.head.save.setEnabled(False)
        self.context.runner.write(self, self._work(edit), self._done, self._refused)

    def _work(self, edit: CustomerEdit) -> Any:  # noqa: ANN401 - an operation of either kind
        customer_id = self.panel.customer_id
        if customer_id is None:
            given = {key: value for key, value in edit.fields.items() if value not in ("", None)}
            return partial(customers_save.create, edit=CustomerEdit(given, {}, edit.contacts), request=self._request)
        return partial(
            customers_save.save, customer_id=customer_id, edit=edit, version=self.version, request=self._request
        )

    def _answered(self) -> Mapping[str, Any]:
        sent, self._sent = self._sent or {}, None
        self._request = new_uid()
        self.panel.head.save.setEnabled(True)
        return sent

    def _done(self, answer: Added | Saved) -> None:
        sent = self._answered()
        assert self.panel.form is not None
        self.panel.keeper.end()
        self.panel.forget_start()
        say = self.context.say
        if isinstance(answer, Added):
            self.panel.customer_id = answer.id
            self.context.reporter.tell(say.text(N_("{code} is saved."), code=answer.code))
        else:
            for key, value in sent.items():
                self.panel.form.boxes[key].rebase(value)
            self.version = answer.version
            words = N_("Saved; what somebody else changed meanwhile is kept too.") if answer.merged else N_("Saved.")
            if answer.back is not None:
                self.context.undo.offer(say.text(words), answer.back)
            else:
                self.context.reporter.tell(say.text(words))
        self.panel.ask()

    def _refused(self, error: BaseException) -> None:
        self._answered()
        form = self.panel.form
        assert form is not None
        if isinstance(error, Conflict) and "differing" in error.values:
            self._compare(error)
        else:
            form.refuse(error)

    def _compare(self, conflict: Conflict) -> None:
        """Both values side by side; nothing was written, and what was typed is kept."""
        form = self.panel.form
        assert form is not None
        self.version = int(conflict.values["version"])
        self._differing = {one.key: one for one in conflict.values["differing"]}
        names = {key: form.boxes[key].label.text() for key in self._differing}
        written = {
            key: (form.boxes[key].text_of(self._theirs(key)), form.boxes[key].text_of(form.boxes[key].value))
            for key in self._differing
        }
        self.compare.show_differing(tuple(self._differing.values()), names, written)
        self.panel.keeper.keep()

    def _theirs(self, key: str) -> Any:  # noqa: ANN401 - the value's type is the field's
        """What somebody else saved, as the form shows it."""
        value, around = self._differing[key].theirs, self.panel.around
        kinds = {f"custom:{one.id}": one.kind for one in around.fields} if around is not None else {}
        return typed(kinds[key], str(value or "")) if key in kinds else value

    def _chosen(self, theirs: frozenset[str]) -> None:
        """Save again: over what is there now."""
        form = self.panel.form
        assert form is not None
        for key in self._differing:
            if key in theirs:
                form.boxes[key].fill(self._theirs(key))
            else:
                form.boxes[key].rebase(self._theirs(key))
        self.save()
