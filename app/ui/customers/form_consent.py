"""Consent: a switch for each channel and purpose, with its day, how it was given and its proof; withdrawals stay."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.customer import CHANNELS, PURPOSES
from app.domain.ids import new_uid
from app.domain.refusal import N_
from app.queries.customer import Consented, CustomerRecord, Surroundings
from app.services import customers_files, customers_know
from app.services.customers_files import FileContent
from app.services.customers_know import ConsentDraft, Done
from app.ui.context import Context
from app.ui.customers.opening import open_file, read_file
from app.ui.kit.form import Form, FormField
from app.ui.kit.form_drafts import FormDraft, drafts_of
from app.ui.kit.labels import Card, Text
from app.ui.kit.tick import Tick

FIELDS = (
    FormField("how", N_("How"), most=customers_know.LONGEST_HOW, hint=N_("on a form at the counter, by telephone …")),
    FormField("on", N_("Day"), "day", required=True),
    FormField(
        "text_version", N_("Version of the text"), most=customers_know.LONGEST_VERSION, hint=N_("such as 2026-1")
    ),
)
SWITCH = "switch:"
"""Before the purpose and channel of a switch in a draft."""
_Key = tuple[str, str]


class Switch(Tick):
    """Consent for one purpose on one channel."""

    def __init__(self, context: Context, purpose: str, channel: str) -> None:
        super().__init__(context)
        self.key: _Key = (purpose, channel)


class ConsentBlock(Card):
    """Changing a switch opens a small form that asks how and when; Keep writes all changed switches at once."""

    def __init__(self, context: Context, around: Surroundings) -> None:
        super().__init__()
        self.context, self.around = context, around
        self.record: CustomerRecord | None = None
        self._request = new_uid()
        self._dialog: QFileDialog | None = None
        self.heading = Text("", "section")
        self.head.addWidget(self.heading)
        self.head.addStretch(1)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._titles = {name: Text("", "caption") for name in (*PURPOSES, *CHANNELS)}
        self.switches: dict[_Key, Switch] = {}
        for column, purpose in enumerate(PURPOSES, 1):
            self._grid.addWidget(self._titles[purpose], 0, column)
        for row, channel in enumerate(CHANNELS, 1):
            self._grid.addWidget(self._titles[channel], row, 0)
            for column, purpose in enumerate(PURPOSES, 1):
                switch = Switch(context, purpose, channel)
                switch.clicked.connect(self._switched)
                self.switches[purpose, channel] = switch
                self._grid.addWidget(switch, row, column)
        self._grid.setColumnStretch(len(PURPOSES) + 1, 1)
        self.last, self.proof, self.attach = Text("", "quiet"), QPushButton(), QPushButton()
        self.last.setWordWrap(True)
        self.form, self.keep, self.cancel = Form(context, FIELDS, 3), QPushButton(), QPushButton()
        self.form.set_today(around.today)
        self._lay_out()

    def _lay_out(self) -> None:
        self.editor = QWidget()
        inner, deeds, proof = QVBoxLayout(self.editor), QHBoxLayout(), QHBoxLayout()
        inner.setContentsMargins(0, 6, 0, 0)
        inner.addWidget(self.form)
        for button in (self.keep, self.cancel):
            deeds.addWidget(button)
        deeds.addStretch(1)
        inner.addLayout(deeds)
        proof.addWidget(self.last, 1)
        for button in (self.proof, self.attach):
            button.setProperty("kind", "flat")
            proof.addWidget(button)
        self.body.addLayout(self._grid)
        self.body.addLayout(proof)
        self.body.addWidget(self.editor)
        self.editor.hide()
        self.keep.clicked.connect(self.save)
        self.cancel.clicked.connect(self.give_up)
        self.form.edited.connect(self._keep)
        self.form.left.connect(self._keep)
        self.proof.clicked.connect(self._open_proof)
        self.attach.clicked.connect(self._choose_proof)

    def _newest(self) -> dict[_Key, Consented]:
        """The line that counts of each purpose and channel."""
        found: dict[_Key, Consented] = {}
        for line in self.record.consents if self.record is not None else ():
            found.setdefault((line.purpose, line.channel), line)
        return found

    def show_record(self, record: CustomerRecord | None) -> None:
        """Another customer, or the same one anew; switches that somebody is changing stay."""
        same = record is not None and self.record is not None and record.id == self.record.id
        if not same:
            self.leave()
        self.record = record
        self.setEnabled(record is not None)
        if not (same and not self.editor.isHidden()):
            self.close_editor()
            self._take_up()
        self._say_last()

    # what is not noted yet outlives the program

    def _key(self) -> str:
        return f"consent:{self.record.id}" if self.record is not None else ""

    def _keep(self) -> None:
        if self.editor.isHidden() or not self._key():
            return
        switches = {
            f"{SWITCH}{'/'.join(key)}": "yes" if self.switches[key].isChecked() else "" for key in self._changed()
        }
        now = datetime.now(UTC).isoformat()
        drafts_of(self.context).put(self._key(), FormDraft("", switches and switches | self.form.texts(), {}, now))

    def _take_up(self) -> None:
        """The switches and the form as somebody left them."""
        texts = drafts_of(self.context).of(self._key()).texts if self._key() else {}
        for key, switch in self.switches.items():
            name = SWITCH + "/".join(key)
            if name in texts:
                switch.setChecked(bool(texts[name]))
        if self._changed():
            self._open()
            self.form.take_texts(texts)

    def leave(self) -> None:
        """What is begun goes to the disk."""
        if not self.editor.isHidden():
            self._keep()
            drafts_of(self.context).write_now()

    def _reset(self) -> None:
        newest = self._newest()
        for key, switch in self.switches.items():
            switch.setChecked(key in newest and newest[key].given)

    def _say_last(self) -> None:
        say, lines = self.context.say, self.record.consents if self.record is not None else ()
        if not lines:
            self.last.setText(say.text(N_("No consent was asked for yet: nothing is sent but what an order needs.")))
        else:
            line = lines[0]
            words = (
                N_("Given for {purpose}, {channel}, on {day}: {how}")
                if line.given
                else N_("Withdrawn for {purpose}, {channel}, on {day}")
            )
            parts = {"purpose": say.text(PURPOSES[line.purpose]), "channel": say.text(CHANNELS[line.channel])}
            self.last.setText(say.text(words, day=say.date(line.on), how=line.how, **parts))
        self.proof.setVisible(bool(lines) and lines[0].file_id is not None)
        self.attach.setVisible(bool(lines) and lines[0].given and lines[0].file_id is None)

    def _switched(self) -> None:
        if self.editor.isHidden():
            self._open()
        if self._changed():
            self._keep()
            self.form.focus_first()
        else:
            self.give_up()

    def _open(self) -> None:
        self.form.fill({"on": self.around.today})
        self.form.translate()
        self.editor.show()

    def _changed(self) -> list[_Key]:
        newest = self._newest()
        return [
            key for key, switch in self.switches.items()
            if switch.isChecked() != (key in newest and newest[key].given)
        ]  # fmt: skip

    def give_up(self) -> None:
        """What is begun is thrown away."""
        if self._key():
            drafts_of(self.context).drop(self._key())
        self.close_editor()

    def close_editor(self) -> None:
        """Back to what is known."""
        self.editor.hide()
        self._reset()

    def save(self) -> None:
        """Write every switch that was changed."""
        changed = self._changed()
        if self.record is None or not changed or not self.form.check():
            return
        values = self.form.values()
        drafts = [
            ConsentDraft(key[0], key[1], self.switches[key].isChecked(), values["on"], values["how"],
                         values["text_version"])
            for key in changed
        ]  # fmt: skip
        work = partial(customers_know.consent, customer_id=self.record.id, drafts=drafts, request=self._request)
        self.context.runner.write(self, work, self._saved, self._refused)

    def _saved(self, _done: Done) -> None:
        self._request = new_uid()
        self.give_up()
        self.context.reporter.tell(self.context.say.text(N_("The consent is noted.")))

    def _refused(self, error: BaseException) -> None:
        self.form.refuse(error)

    # its proof

    def _open_proof(self) -> None:
        if self.record is not None and self.record.consents and self.record.consents[0].file_id is not None:
            open_file(self.context, self, self.record.consents[0].file_id)

    def _choose_proof(self) -> None:
        self._dialog = QFileDialog(self, self.context.say.text(N_("Choose the proof of this consent")))
        self._dialog.fileSelected.connect(self._chosen)
        self._dialog.open()

    def _chosen(self, path: str) -> None:
        self.context.runner.aside(self, partial(read_file, Path(path)), self._read)

    def _read(self, file: FileContent) -> None:
        if self.record is None or not self.record.consents:
            return
        work = partial(
            customers_files.keep, customer_id=self.record.id, file=file, request=new_uid(),
            consent_id=self.record.consents[0].id,
        )  # fmt: skip
        self.context.runner.write(self, work)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.heading.setText(say.text(N_("Consent")))
        for name, label in self._titles.items():
            label.setText(say.text(PURPOSES.get(name) or CHANNELS[name]))
        for (purpose, channel), switch in self.switches.items():
            words = {"purpose": say.text(PURPOSES[purpose]), "channel": say.text(CHANNELS[channel])}
            switch.setAccessibleName(say.text(N_("Consent for {purpose}, {channel}"), **words))
        for button, title in (
            (self.keep, say.text(N_("Note the consent"))), (self.cancel, say.text(N_("Close"))),
            (self.proof, say.text(N_("Open the proof"))), (self.attach, say.text(N_("Add the proof"))),
        ):  # fmt: skip
            button.setText(title)
            button.setAccessibleName(title)
        self.form.translate()
        self._say_last()

    def paint_theme(self) -> None:
        """Colours anew."""
        self.form.paint_theme()
