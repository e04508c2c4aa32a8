"""One case as it is worked on: what is shown, what is typed, what is done; beside the queue or on its own."""

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.domain.changes import ChangeSet
from app.domain.refusal import N_, Mistake, NotFound, Refusal
from app.queries import answer_templates, complaint_choices
from app.queries import complaint as cases
from app.queries.complaint import Case, Other
from app.queries.complaint_choices import Choices
from app.services.customers_files import FileContent
from app.ui.complaints.clock import Running, Ticking
from app.ui.complaints.deeds import DONE, CaseDeeds, differing_of
from app.ui.complaints.frame import CaseFrame
from app.ui.context import Context
from app.ui.kit.states import try_again


class CaseView(QWidget):
    """``shown`` brings the case that is shown now, ``gone`` that it is not there any more."""

    shown = Signal(object)
    gone = Signal()

    def __init__(self, context: Context, *, whole: bool = False) -> None:
        super().__init__()
        self.context, self.whole = context, whole
        self.case_id: int | None = None
        self.case: Case | None = None
        self._others: list[Other] = []
        self._base: dict[str, Any] = {}
        self._theirs: dict[str, Any] = {}
        self.frame = CaseFrame(context, whole=whole)
        self.deeds = CaseDeeds(context, self)
        self.clock = Ticking(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.frame)
        self._join()
        self._show_nothing()

    def _join(self) -> None:
        frame = self.frame
        for name, slot in (("close", self.close_case), ("take", self.take), ("pause", self.pause),
                           ("resume", self.pause), ("escalate", self.escalate), ("reopen", self.reopen)):  # fmt: skip
            frame.buttons[name].clicked.connect(slot)
        frame.head.chosen.connect(self._picked)
        frame.head.other.connect(self._open_other)
        frame.facts.changed.connect(self._change)
        frame.compare.chosen.connect(self._chosen)
        frame.timeline.kept.connect(self.deeds.keep)
        frame.timeline.withdrawn.connect(self._ask_withdraw)
        frame.timeline.promised.connect(self.promise)
        frame.note.wanted.connect(self._noted)
        frame.note.pasted.connect(frame.files.take)
        frame.closing.rated.connect(self.deeds.rate)
        frame.closing.said.connect(self._said)
        frame.closing.other.connect(self._open_other)
        frame.closing.form.passed.connect(self.close_case)
        frame.files.chosen.connect(self._keep)
        frame.alike.wanted.connect(self._open_other)
        frame.asks.done.connect(self._asked)
        frame.offer.done.connect(self.ask)
        self.deeds.done.connect(self._done)
        self.deeds.refused.connect(self._refused)
        self.clock.ticked.connect(self.tick)

    # what is shown

    def show_id(self, case_id: int | None) -> None:
        """Another case, or none."""
        if case_id == self.case_id and self.case is not None:
            return
        self.leave()
        self.case_id = case_id
        if case_id is None:
            self.case = self.deeds.case = None
            self._show_nothing()
            return
        self.ask()

    def ask(self) -> None:
        """The case anew; what is shown stays until the answer is here."""
        if self.case_id is not None:
            work = partial(cases.case, complaint_id=self.case_id)
            self.context.runner.read(self, work, self._show, self._failed)

    def refresh(self, changes: ChangeSet) -> None:
        """Somebody changed something: only what concerns this case is asked again."""
        ids = changes.ids.get("complaint", frozenset())
        if self.case_id is not None and ("complaint" in changes.whole or self.case_id in ids):
            self.ask()

    def _show(self, case: Case) -> None:
        if case.id != self.case_id:
            return  # another one was chosen meanwhile
        fresh = self.case is None or self.case.id != case.id
        self.case = self.deeds.case = case
        self.clock.set_server(case.now)
        if fresh:
            self.frame.asks.leave()
            self.frame.compare.hide()
            self.frame.around.verticalScrollBar().setValue(0)
            self.frame.alike.show_others(())
            self.context.runner.read(self, partial(complaint_choices.choices, customer_id=case.customer.id), self._know)
        self._base = self.frame.facts.values(case)
        self.frame.show_case(case)
        self.frame.show_work()
        self.tick()
        self.context.runner.read(self, partial(cases.alike, complaint_id=case.id), self._show_alike)
        self.shown.emit(case)

    def _know(self, choices: Choices) -> None:
        self.frame.facts.show_choices(choices)
        people: list[tuple[object, str]] = [(None, "–"), *choices.staff]
        self.frame.asks.strips["escalate"].form.set_choices("person", people)

    def _show_alike(self, others: list[Other]) -> None:
        self._others = others
        self.frame.alike.show_others(others)

    def _show_nothing(self) -> None:
        self.frame.state.show_state("complaints", self.context.say.text(N_("Choose a case to see it.")))
        self.frame.show_state()

    def _failed(self, error: BaseException) -> None:
        say = self.context.say
        if isinstance(error, NotFound):
            self.case = self.deeds.case = None
            self.gone.emit()
        elif self.case is not None and self.case.id == self.case_id:
            # what stands here is old, but typed text is safe
            self.context.reporter.show(error, near=self)
            return
        if not isinstance(error, Refusal):
            self.context.reporter.show(error, near=self)
        words = say.refusal(error) if isinstance(error, Refusal) else say.text(N_("The case could not be read."))
        again = try_again(say, self.ask)
        self.frame.state.show_state("warning", words, [again], "warn")
        self.frame.show_state()

    def tick(self) -> None:
        """The clocks at this minute; only their words change."""
        case = self.case
        if case is not None:
            now = self.clock.now()
            self.frame.head.tick(running(case), now)
            self.frame.timeline.tick(now)

    # deeds

    def take(self) -> None:
        """It becomes one's own."""
        if self.case is not None and self.case.owner_id is None and not self.case.closed:
            self.deeds.take()

    def accept(self) -> None:
        """The main action: what is asked, else closing the case."""
        if not self.frame.asks.accept():
            self.close_case()

    def close_case(self) -> None:
        """Close it; without solution or cost the cursor goes where they are missing."""
        if self.case is None or self.case.closed:
            return
        if self.frame.closing.form.check():
            self.deeds.close(self.frame.closing.form.values())

    def pause(self) -> None:
        """Ask why the clock stops, or let it go on."""
        if self.case is None or self.case.closed:
            return
        if self.case.paused:
            self.deeds.resume()
        else:
            self.frame.asks.ask("pause", self.case.id, number=self.case.number)

    def escalate(self) -> None:
        """Ask who is to help."""
        if self.case is not None and not self.case.closed:
            self.frame.asks.ask("escalate", self.case.id, number=self.case.number)

    def reopen(self) -> None:
        """Ask why."""
        if self.case is not None and self.case.closed:
            self.frame.asks.ask("reopen", self.case.id, number=self.case.number)

    def promise(self) -> None:
        """Ask what is promised until when."""
        if self.case is None or self.case.closed:
            return
        today = self.clock.now().astimezone(self.context.say.zone).date()
        strip = self.frame.asks.strips["promise"]
        strip.form.set_today(today)
        self.frame.asks.ask("promise", self.case.id, values={"day": today})

    def _ask_withdraw(self, promise_id: int) -> None:
        if self.case is not None:
            words = next((one.words for one in self.case.promises if one.id == promise_id), "")
            self.frame.asks.promise_id = promise_id
            self.frame.asks.ask("withdraw", self.case.id, words=words)

    def _asked(self, deed: str) -> None:
        asks, values = self.frame.asks, self.frame.asks.values(deed)
        if deed == "pause":
            self.deeds.pause(values["words"])
        elif deed == "escalate":
            self.deeds.escalate(values["person"], values["words"])
        elif deed == "promise":
            self.deeds.promise(values["words"], asks.moment(self.context.say.zone))
        elif deed == "withdraw":
            self.deeds.withdraw(asks.promise_id, values["words"])
        elif deed == "reopen":
            self.deeds.reopen(values["words"])

    def save_note(self) -> None:
        """The note or answer goes into the timeline."""
        note = self.frame.note
        if self.case is None:
            return
        words = note.words()
        if not words:
            note.refuse(Mistake(N_("Write the note first."), field="note"))
            return
        self.deeds.write(words, answer=note.answers, channel=note.channel)

    def _noted(self, wanted: str) -> None:
        {"save": self.save_note, "template": self.template}[wanted]()

    def template(self) -> None:
        """Ready answers in the customer's language."""
        if self.case is not None:
            work = partial(answer_templates.ready, complaint_id=self.case.id)
            self.context.runner.read(self, work, self._offer_templates)

    def _offer_templates(self, found: list[tuple[str, str]]) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(self.context.say.text(N_("Answer template")))
        for name, words in found:
            action = menu.addAction(name.replace("&", "&&"))
            action.setData(words)
            action.setToolTip(words)
        if not found:
            menu.addAction(self.context.say.text(N_("There are no ready answers in this language."))).setEnabled(False)
        menu.triggered.connect(self._insert)
        menu.aboutToHide.connect(menu.deleteLater)
        button = self.frame.note.template
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))
        if found:
            menu.setActiveAction(menu.actions()[0])

    def _insert(self, action: Any) -> None:  # noqa: ANN401 - a menu's action
        if isinstance(action.data(), str):
            self.frame.note.insert(action.data())

    def _said(self) -> None:
        form = self.frame.closing.answer
        if not form.check():
            return
        values = form.values()
        if values["satisfaction"] is None:
            form.show_refusal(Mistake(N_("Write a number from 1 to 5."), field="satisfaction"))
            return
        self.deeds.said(values["satisfaction"], values["on"], values["channel"])

    def _keep(self, file: FileContent) -> None:
        self.deeds.file(file)

    def _change(self, changed: dict[str, Any]) -> None:
        if self.case is not None:
            base = {key: self._base.get(key) for key in changed}
            self.deeds.change(changed, base, self.case.version)

    # answers

    def _done(self, deed: str, _answer: object) -> None:
        number = self.case.number if self.case is not None else ""
        self.context.reporter.tell(self.context.say.text(DONE[deed], number=number))
        if deed in self.frame.asks.strips:
            self.frame.asks.finish(deed)
        if deed in ("note", "answer"):
            self.frame.note.saved()
        if deed == "close":
            self.frame.closing.keeper.end()
        self.ask()

    def _refused(self, deed: str, error: BaseException) -> None:
        differing = differing_of(error)
        if differing and deed == "change":
            self._compare(differing)
            return
        shown = False
        if isinstance(error, Refusal):
            if deed in self.frame.asks.strips:
                shown = self.frame.asks.refuse(deed, error)
            elif deed in ("note", "answer"):
                shown = self.frame.note.refuse(error)
            elif deed == "close":
                shown = self.frame.closing.refuse(error)
            elif deed == "said":
                shown = self.frame.closing.refuse_said(error)
            elif deed == "change":
                shown = self.frame.facts.form.show_refusal(error)
        if not shown:
            self.context.reporter.show(error, near=self)
            if deed == "change" and self.case is not None:
                self.frame.facts.show_case(self.case, again=True)
            self.ask()

    def _compare(self, differing: Any) -> None:  # noqa: ANN401 - fields that two people changed
        facts = self.frame.facts
        self._theirs = {one.key: one.theirs for one in differing}
        written = {one.key: (facts.written(one.key, one.theirs), facts.written(one.key, one.mine)) for one in differing}
        self._mine = {one.key: one.mine for one in differing}
        self.frame.compare.show_differing(differing, facts.names(), written)

    _mine: dict[str, Any]

    def _chosen(self, theirs: frozenset[str]) -> None:
        """What was chosen is saved over what both know now."""
        self._base |= self._theirs
        changed = {key: value for key, value in self._mine.items() if key not in theirs}
        if changed and self.case is not None:
            self.deeds.change(changed, {key: self._base.get(key) for key in changed}, self.case.version)
        elif self.case is not None:
            self.frame.facts.show_case(self.case, again=True)
            self.ask()

    # the rest of the window

    def _picked(self, name: str) -> None:
        case = self.case
        if case is None:
            return
        if name == "customer":
            self.context.go("caller", case.customer.id)
        elif name == "whole":
            self.context.go("complaint", case.id)
        elif name == "history":
            self.frame.timeline.show_all()
        elif name == "print":
            self.print_case()

    def print_case(self) -> None:
        """The case on paper, for the customer."""
        if self.case is not None:
            from app.ui.preview import open_preview, papers  # noqa: PLC0415 - what knows printers is loaded when needed

            open_preview(self.context, papers.complaint_sheet(self.case.id))

    def _open_other(self, case_id: int) -> None:
        if self.whole:
            self.show_id(case_id)
        else:
            self.context.go("complaint", case_id)

    def leave(self) -> None:
        """What is typed goes to the disk."""
        self.frame.note.leave()
        self.frame.closing.leave()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Another screen comes."""
        super().hideEvent(event)
        self.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc leaves what is asked; without that it goes on to the window."""
        if event.key() != Qt.Key.Key_Escape or not self.frame.asks.leave():
            super().keyPressEvent(event)

    def translate(self) -> None:
        """Words anew."""
        self.frame.translate()
        if self.case is not None:
            self.frame.show_case(self.case)
            self.frame.alike.show_others(self._others)
            self.tick()
        else:
            self._show_nothing()

    def paint_theme(self) -> None:
        """Colours anew."""
        self.frame.paint_theme()


def running(case: Case) -> Running:
    """The clock of a case."""
    ended = case.closed_at if case.closed else None
    return Running(case.next_at, case.next_clock, case.paused, case.pause_reason, ended, case.late, case.counts)
