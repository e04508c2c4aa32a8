"""Contacts and family: ties seen from this side, added and taken away; records that were merged into this one."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from app.domain.customer import RELATIONS
from app.domain.ids import new_uid
from app.domain.refusal import N_
from app.queries import desk
from app.queries.customer import CustomerRecord, Surroundings, Tie
from app.queries.desk import Hits
from app.services import customers, customers_know
from app.services.customers_know import Done, TieDraft
from app.ui.caller.tables import Cell, Heading, RowsView
from app.ui.context import Context
from app.ui.customers.form_tab import Tab, bare_card
from app.ui.customers.words import tie_words
from app.ui.kit.form import Form, FormField
from app.ui.kit.form_drafts import FormKeeper
from app.ui.kit.form_fields import ChoiceBox
from app.ui.kit.labels import Card, Text
from app.ui.kit.timers import once

DELAY = 250
LEAST = 2


def _fields() -> tuple[FormField, ...]:
    kinds = tuple((kind, words[0]) for kind, words in RELATIONS.items())
    return (
        FormField("kind", N_("Is to this customer"), "choice", choices=kinds),
        FormField("other", N_("Who"), hint=N_("A name")),
        FormField("other_id", N_("Which customer"), "choice", choices=((None, N_("Without a record")),)),
        FormField("birth_date", N_("Birthday"), "day", past=True),
    )


class PeopleTab(Tab):
    """A table of ties and a row to add one; Enter opens the other record."""

    title = N_("Contacts and family")

    def __init__(self, context: Context, around: Surroundings) -> None:
        super().__init__(context, around)
        headings = (Heading(N_("Is to this customer")), Heading(N_("Name"), stretch=True), Heading(N_("Birthday")))
        self.table, self.empty = RowsView(context, headings, 5), Text("", "quiet")
        self.merged = RowsView(context, (Heading(N_("Merged into this record")), Heading(N_("Name"), stretch=True)), 2)
        self.form, self.add, self.remove, self.unmerge = Form(context, _fields(), 4), *_buttons(3)
        self.keeper = FormKeeper(self.form)
        self.form.set_today(around.today)
        self.empty.setContentsMargins(16, 12, 16, 12)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self._request = new_uid()
        self._epoch = 0
        self._later = once(self, DELAY, self._search)
        self.form.boxes["other"].edited.connect(self._later.start)
        self.add.clicked.connect(self.relate)
        self.remove.clicked.connect(self._remove)
        self.unmerge.clicked.connect(self._unmerge)
        self.table.opened.connect(self._open)
        self.form.fill({"kind": next(iter(RELATIONS))})

    def _lay_out(self) -> None:
        known, fresh, deeds = bare_card(8), Card(), QHBoxLayout()
        known.body.addWidget(self.empty)
        known.body.addWidget(self.table, 1)
        deeds.setContentsMargins(10, 4, 10, 0)
        deeds.setSpacing(8)
        deeds.addWidget(self.remove)
        deeds.addStretch(1)
        known.body.addLayout(deeds)
        fresh.body.addWidget(self.form)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        fresh.body.addLayout(row)
        self._merged_card = bare_card(8)
        self._merged_card.body.addWidget(self.merged)
        back = QHBoxLayout()
        back.setContentsMargins(10, 4, 10, 0)
        back.addWidget(self.unmerge)
        back.addStretch(1)
        self._merged_card.body.addLayout(back)
        self.page.addWidget(known, 1)
        self.page.addWidget(fresh)
        self.page.addWidget(self._merged_card)

    def show_record(self, record: CustomerRecord | None) -> None:
        other = record is None or self.record is None or record.id != self.record.id
        if other:
            self.keeper.leave()
            self.keeper.begin("")
            self._whom(())
            self.form.fill({"kind": next(iter(RELATIONS))})
        super().show_record(record)
        if other and record is not None and self.keeper.begin(f"tie:{record.id}"):
            # who was meant is looked for again
            self._search()
        self._show()

    def _show(self) -> None:
        say, record = self.context.say, self.record
        ties = record.ties if record is not None else ()
        self.table.rows.show_rows(
            [
                (tie, (Cell(tie_words(tie.kind, tie.inverse, say)), Cell(tie.name, strong=tie.other_id is not None),
                       Cell(say.date(tie.birth_date) if tie.birth_date else "–")))
                for tie in ties
            ]
        )  # fmt: skip
        self.empty.setVisible(not ties)
        self.table.setVisible(bool(ties))
        self.remove.setEnabled(bool(ties))
        merged = record.merged if record is not None else ()
        self.merged.rows.show_rows([(one[0], (Cell(one[1], strong=True), Cell(one[2]))) for one in merged])
        self._merged_card.setVisible(bool(merged))

    def _open(self, tie: object) -> None:
        if isinstance(tie, Tie) and tie.other_id is not None:
            self.context.go("customer", tie.other_id)

    # who it is

    def _search(self) -> None:
        text = self.form.boxes["other"].raw().strip()
        self._epoch += 1
        if len(text) >= LEAST:
            self.context.runner.read(self, partial(desk.people, text=text), self._found)

    def _found(self, hits: Hits) -> None:
        found = [one for one in hits.customers if one.id != self.customer_id]
        self._whom(
            [(one.id, " · ".join(part for part in (one.name, one.organisation, one.code) if part)) for one in found]
        )
        same = [one.id for one in found if one.name.casefold() == self.form.boxes["other"].raw().strip().casefold()]
        self.form.boxes["other_id"].show_value(same[0] if len(same) == 1 else None)
        self.keeper.keep()

    def _whom(self, found: Sequence[tuple[int, str]]) -> None:
        box = self.form.boxes["other_id"]
        assert isinstance(box, ChoiceBox)
        box.set_choices(((None, N_("Without a record")), *found))

    def relate(self) -> None:
        """Note the tie that is written."""
        if self.customer_id is None or not self.form.check():
            return
        values = self.form.values()
        born = values["birth_date"]
        draft = TieDraft(str(values["kind"]), _id(values["other_id"]), str(values["other"]), born)
        work = partial(customers_know.relate, customer_id=self.whose, draft=draft, request=self._request)
        self.context.runner.write(self, work, self._related, self._refused)

    def _related(self, done: Done) -> None:
        self._request = new_uid()
        self.keeper.end()
        self.form.fill({"kind": self.form.boxes["kind"].value})
        self.context.undo.offer(self.context.say.text(N_("The tie is noted.")), done.back)
        self.form.boxes["other"].setFocus()

    def _refused(self, error: BaseException) -> None:
        self.form.refuse(error)

    def _remove(self) -> None:
        tie = self.table.current_record()
        if isinstance(tie, Tie):
            self.context.runner.write(self, partial(customers_know.unrelate, relation_id=tie.id), self._removed)

    def _removed(self, done: Done) -> None:
        if done.back is not None:
            self.context.undo.offer(self.context.say.text(N_("The tie is taken away.")), done.back)

    def _unmerge(self) -> None:
        merged_id = self.merged.current_record()
        if isinstance(merged_id, int):
            work = partial(customers.unmerge, merged_id=merged_id, request=new_uid())
            self.context.runner.write(self, work, self._unmerged)

    def _unmerged(self, _changes: object) -> None:
        words = N_("Both records are back. What was added since the merge stays with this one.")
        self.context.reporter.tell(self.context.say.text(words))

    def translate(self) -> None:
        say = self.context.say
        self.form.translate()
        self.empty.setText(say.text(N_("No ties are noted: family, colleagues, who recommends whom.")))
        self.add.setText(say.text(N_("Note the tie")))
        self.remove.setText(say.text(N_("Take away")))
        self.unmerge.setText(say.text(N_("Take the merge back")))
        self.table.setAccessibleName(say.text(self.title))
        self.merged.setAccessibleName(say.text(N_("Merged into this record")))
        self._show()

    def paint_theme(self) -> None:
        super().paint_theme()
        self.form.paint_theme()

    def leave(self) -> None:
        self.keeper.leave()


def _id(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _buttons(count: int) -> list[QPushButton]:
    return [QPushButton() for _ in range(count)]
