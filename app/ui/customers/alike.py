"""While somebody types a customer: is there such a one already? Asked a moment after the last key, said in one line."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from app.domain.phone import international
from app.domain.refusal import N_
from app.queries import customer_duplicates
from app.queries.customer_duplicates import Lookalike
from app.ui.context import Context
from app.ui.customers.form_contacts import ContactsBox
from app.ui.customers.strips import Strip
from app.ui.kit.form import Form
from app.ui.kit.timers import once

DELAY = 350
"""Milliseconds after the last key."""


class AlikeWatch(QObject):
    """Watches a form; a record that somebody said is another one is not named again."""

    def __init__(
        self, context: Context, form: Form, contacts: ContactsBox, strip: Strip, whose: Callable[[], int | None]
    ) -> None:
        super().__init__(form)
        self.context, self._form, self._contacts, self._strip, self._whose = context, form, contacts, strip, whose
        self._others: set[int] = set()
        self._found: Lookalike | None = None
        self._asked: dict[str, object] = {}
        self._later = once(self, DELAY, self.look)
        for key in ("name", "contacts", "tax_id"):
            form.boxes[key].edited.connect(self._later.start)

    def begin(self) -> None:
        """Another record."""
        self._others.clear()
        self._later.stop()
        self._asked = {}
        self._strip.tell("")

    def look(self) -> None:
        """Ask now; only what was changed is compared."""
        name, tax = self._form.boxes["name"], self._form.boxes["tax_id"]
        known = {row.value for row in self._contacts.filled or ()}
        self._asked = {
            "name": name.raw() if name.is_changed else "",
            "tax_id": tax.raw() if tax.is_changed else "",
            "numbers": [one for one in self._contacts.numbers() if one not in known],
            "emails": [one for one in self._contacts.emails() if one not in known],
        }
        if not any(self._asked.values()):
            self._strip.tell("")
            return
        work = partial(customer_duplicates.alike, but=self._whose(), **self._asked)  # type: ignore[arg-type]
        self.context.runner.read(self, work, self._show)

    def _show(self, found: Lookalike | None) -> None:
        self._found = found
        if found is None or found.id in self._others:
            self._strip.tell("")
            return
        say = self.context.say
        number = international(found.phone) if found.phone.startswith("+") else found.phone
        who = ", ".join(part for part in (found.name, number or found.organisation or found.code) if part)
        self._strip.tell(
            say.text(N_("Looks like {who}. Open that record?"), who=who),
            [(say.text(N_("Open it")), self._open), (say.text(N_("Somebody else")), self._other)],
        )

    def _open(self) -> None:
        if self._found is not None:
            self.context.go("customer", self._found.id)

    def _other(self) -> None:
        if self._found is not None:
            self._others.add(self._found.id)
            self._strip.tell("")
