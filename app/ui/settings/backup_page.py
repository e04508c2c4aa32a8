"""Backups: when the last one was made and where it is, one now, and the proof that it can be restored."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QPushButton

from app.domain.changes import ChangeSet
from app.domain.refusal import N_, Refusal
from app.domain.watch import Watch
from app.i18n import Say
from app.queries import backups as asked
from app.queries.backups import Backups
from app.services import backups
from app.ui.context import Context
from app.ui.doors import BackupMade, RestoreProven
from app.ui.kit.form import Form
from app.ui.kit.form_field import FormField
from app.ui.kit.labels import Card, Text
from app.ui.settings.page import PagePanel, named

FACTS = (N_("Last backup"), N_("Where it is"), N_("Size"), N_("Next backup"), N_("Restore last tested"))
PLAN = (
    FormField("folder", N_("Backups go to this folder"), most=400, wide=True, section=N_("Plan")),
    FormField(
        "every_days", N_("Days between two backups; 0: by hand only"), "number", required=True, least=0, places=0
    ),
)
FILTERS = N_("Backups (*.backup *.db);;All files (*)")


class BackupPage(PagePanel):
    """Everything here runs beside the desk, which goes on being used."""

    kinds = frozenset({"backup"})
    heading = N_("Backup")
    explained = N_("A backup is written, read back and sealed; one that was never restored is only a hope.")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.state = Backups()
        self.busy = ""
        self.now, self.tried = QPushButton(), QPushButton()
        self.now.setProperty("kind", "primary")
        self.restore, self.name = QPushButton(), QLineEdit()
        self.names, self.facts = [Text("", "quiet") for _ in FACTS], [Text("", "strong") for _ in FACTS]
        self.outcome = Text("")
        self.outcome.setWordWrap(True)
        self.form = Form(context, PLAN, 2)
        self.keep = QPushButton()
        self._restore_title = Text("", "section")
        self._restore_words = Text("", "quiet")
        self._restore_words.setWordWrap(True)
        self._dialog: QFileDialog | None = None
        self._lay_out()
        self.now.clicked.connect(self.back_up)
        self.tried.clicked.connect(self.ask_try)
        self.restore.clicked.connect(self.ask_restore)
        self.keep.clicked.connect(self.save_plan)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for at, (name, fact) in enumerate(zip(self.names, self.facts, strict=True)):
            fact.setWordWrap(True)
            grid.addWidget(name, at, 0)
            grid.addWidget(fact, at, 1)
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        deeds.addWidget(self.now)
        deeds.addWidget(self.tried)
        deeds.addStretch(1)
        card = Card()
        card.body.setSpacing(10)
        card.body.addLayout(grid)
        card.body.addLayout(deeds)
        card.body.addWidget(self.outcome)
        self.outcome.hide()
        plan = QHBoxLayout()
        plan.addWidget(self.keep)
        plan.addStretch(1)
        again = Card()
        line = QHBoxLayout()
        line.addWidget(self.name)
        line.addWidget(self.restore)
        line.addStretch(1)
        again.body.setSpacing(8)
        again.body.addWidget(self._restore_title)
        again.body.addWidget(self._restore_words)
        again.body.addLayout(line)
        if not self.context.may("restore"):
            again.hide()
        self.body.addWidget(card)
        self.body.addWidget(self.form)
        self.body.addLayout(plan)
        self.body.addWidget(again)
        self.body.addStretch(1)

    def ask(self) -> None:
        """What is known of the backups."""
        self.read(asked.state, self._arrived)

    def _arrived(self, state: Backups) -> None:
        self.state = state
        if not self.form.is_changed:
            folder = state.folder or str(self.context.doors.backup_folder)
            self.form.fill({"folder": folder, "every_days": Decimal(state.every_days)})
        self._show()

    # one now

    def back_up(self) -> None:
        """Write one into the folder, under the moment's name."""
        folder = Path(str(self.form.values()["folder"]) or self.context.doors.backup_folder)
        target = folder / asked.planned_name(datetime.now(self.context.say.zone))
        self._begin(N_("Writing the backup and reading it back…"))
        work, watch = partial(self.context.doors.backup, target), Watch(N_("Writing the backup"))
        self.context.runner.aside(self, work, self._made, self._failed, watch=watch)

    def _made(self, made: BackupMade) -> None:
        work = partial(backups.record_made, place=str(made.path), size=made.size, at=made.at)
        self.context.runner.write(self, work, self._recorded, self._failed)

    def _recorded(self, _changes: ChangeSet) -> None:
        self._end(self.context.say.text(N_("The backup is written and was read back whole.")), "ok")
        self.ask()

    # is it any good?

    def ask_try(self) -> None:
        """Try the last one; where it is not known, ask for it."""
        if self.state.place and Path(self.state.place).suffix:
            self.try_restore(self.state.place)
        else:
            self._ask_file(self.try_restore)

    def try_restore(self, path: str) -> None:
        """Restore it under a name of its own, check everything, take it away again."""
        self._trying = path
        self._begin(N_("Restoring it under another name and checking everything…"))
        work = partial(self.context.doors.try_restore, Path(path))
        self.context.runner.aside(self, work, self._proven, self._failed, watch=Watch(N_("Restoring the backup")))

    def _proven(self, proven: RestoreProven) -> None:
        words, tone = outcome(proven, self.context.say)
        self._end(words, tone)
        if not proven.findings:
            work = partial(backups.record_tried, place=self._trying, at=datetime.now(UTC))
            self.context.runner.write(self, work, self._noted, self.refused)

    def _noted(self, _changes: ChangeSet) -> None:
        self.ask()

    # beside the present one

    def ask_restore(self) -> None:
        """Which backup?"""
        self._ask_file(self.restore_as)

    def restore_as(self, path: str) -> None:
        """Restore it under the name that stands in the field; the present company stays as it is."""
        self._begin(N_("Restoring it under another name and checking everything…"))
        work = partial(self.context.doors.restore_as, Path(path), self.name.text())
        self.context.runner.aside(self, work, self._restored, self._failed, watch=Watch(N_("Restoring the backup")))

    def _restored(self, proven: RestoreProven) -> None:
        words, tone = outcome(proven, self.context.say)
        place = self.context.say.text(
            N_("It is at {place}; open it with --database to look around before anything is replaced."),
            place=proven.place,
        )
        self._end(f"{words} {place}", tone)

    def _ask_file(self, then: object) -> None:
        say = self.context.say
        folder = str(Path(self.state.place).parent) if self.state.place else str(self.context.doors.backup_folder)
        self._dialog = QFileDialog(self, say.text(N_("Choose a backup")), folder, say.text(FILTERS))
        self._dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._dialog.fileSelected.connect(then)
        self._dialog.open()

    # the plan

    def save_plan(self) -> None:
        """Where to and how often."""
        if self.form.check():
            values = self.form.values()
            work = partial(backups.plan, folder=str(values["folder"]), every_days=int(str(values["every_days"])))
            self.context.runner.write(self, work, self._planned, self._not_planned)

    def _planned(self, _changes: ChangeSet) -> None:
        self.form.fill(self.form.values())
        self.told(self.context.say.text(N_("Saved.")))
        self.ask()

    def _not_planned(self, error: BaseException) -> None:
        self.form.refuse(error)

    # what is shown

    def _begin(self, words: str) -> None:
        self.busy = words
        self.outcome.setText(self.context.say.text(words))
        self.outcome.show()
        self.outcome.set_tone("info")
        self._enable()

    def _end(self, words: str, tone: str) -> None:
        self.busy = ""
        self.outcome.setText(words)
        self.outcome.setVisible(bool(words))
        self.outcome.set_tone(tone)
        self._enable()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._end(self.context.say.refusal(error), "bad")
        else:
            self._end("", "")
            self.refused(error)

    def _enable(self) -> None:
        for button in (self.now, self.tried, self.restore):
            button.setEnabled(not self.busy)

    def _show(self) -> None:
        say, state = self.context.say, self.state
        never = say.text(N_("never"))
        by_hand = say.text(N_("by hand"))
        facts = (
            say.moment(state.made_at) if state.made_at else never,
            state.place or "–",
            size_words(state.size, say) if state.made_at else "–",
            say.moment(state.next_at) if state.next_at else by_hand,
            say.moment(state.tried_at) if state.tried_at else never,
        )
        for label, words in zip(self.facts, facts, strict=True):
            label.setText(words)
        self.facts[0].set_tone(state.tone)
        self.facts[4].set_tone("ok" if state.tried_at else "warn")

    def translate(self) -> None:
        """Words anew."""
        super().translate()
        say = self.context.say
        for label, words in zip(self.names, FACTS, strict=True):
            label.setText(say.text(words))
        named(self.now, say.text(N_("Back up now")))
        named(self.tried, say.text(N_("Test the restore")))
        named(self.keep, say.text(N_("Save the plan")))
        named(self.restore, say.text(N_("Restore a backup under this name…")))
        self.name.setPlaceholderText(say.text(N_("New name, such as company-restored")))
        self.name.setAccessibleName(self.name.placeholderText())
        self.name.setMinimumWidth(300)
        self._restore_title.setText(say.text(N_("Restore")))
        self._restore_words.setText(
            say.text(N_("A backup is restored beside the present company, never over it. Look at it first."))
        )
        self.form.translate()
        self._show()

    def paint_theme(self) -> None:
        """Colours anew."""
        self.form.paint_theme()


def outcome(proven: RestoreProven, say: Say) -> tuple[str, str]:
    """What a restored backup holds, and what does not agree in it."""
    if proven.findings:
        first = proven.findings[0]
        words = say.plural(
            "The backup was restored, but {count} check fails: {first}",
            "The backup was restored, but {count} checks fail: {first}", len(proven.findings),
            first=say.text(first.message, **first.values),
        )  # fmt: skip
        return words, "bad"
    newest = say.moment(proven.newest) if proven.newest else "–"
    return (
        say.text(
            N_("‘{name}’ was restored and all agrees: {customers} customers, {orders} orders, last work {moment}."),
            name=proven.company, customers=say.number(Decimal(proven.customers), 0),
            orders=say.number(Decimal(proven.orders), 0), moment=newest,
        ),
        "ok",
    )  # fmt: skip


def size_words(size: int, say: Say) -> str:
    """Bytes as people say them."""
    return f"{say.number(Decimal(size) / (1024 * 1024), 1)} MB"
