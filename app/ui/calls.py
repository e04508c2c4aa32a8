"""Calls reach the desk: a socket for reports of the telephone system, and what the window does about each."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import methodcaller

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from app import logs
from app.domain.calling import LINE, OPEN, CallRules
from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.domain.incoming import LONGEST_LINE, IncomingCall, unpacked
from app.domain.refusal import N_, Mistake
from app.queries import calls as asked
from app.queries.calls import Ringing
from app.services import calls
from app.ui.caller.panel import CallerPanel, notes_file
from app.ui.caller.pop import CallPop, written
from app.ui.customers.start import NewCustomer
from app.ui.main_window import MainWindow
from app.ui.notification import Notification
from app.ui.who_calls import WhoCalls, card_or_question

AGAIN = timedelta(minutes=10)
MOST_REMEMBERED = 200
PROBE = 150
"""Milliseconds to find out whether another copy of the program listens already."""


def caller_panel(window: MainWindow, creates: Callable[[str], None] | None = None) -> CallerPanel:
    """The caller's screen of a window: its notes are this company's, Esc goes back to the screen before."""
    notes = notes_file(window.company, window.database, window.context.drafts_owner)
    if creates is None and window.knows("customer"):
        creates = NewCustomer(window.context)
    return CallerPanel(window.context, notes=notes, creates=creates, leave=window.back)


class CallServer(QObject):
    """Listens for this user alone. Whatever arrives that is no report of a call is dropped and counted in the log."""

    arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        self._links: dict[QLocalSocket, bytes] = {}

    def listen(self, address: str) -> bool:
        """Begin; false where another copy listens there already: it goes on to get the calls."""
        probe = QLocalSocket()
        probe.connectToServer(address)
        if probe.waitForConnected(PROBE):
            probe.abort()
            return False
        # what a killed program left would be in the way
        QLocalServer.removeServer(address)
        return self._server.listen(address)

    def close(self) -> None:
        """Nobody listens any more."""
        self._server.close()

    def _connected(self) -> None:
        while self._server.hasPendingConnections():
            link = self._server.nextPendingConnection()
            self._links[link] = b""
            link.readyRead.connect(self._readable)
            link.disconnected.connect(self._readable)
        self._readable()

    def _readable(self) -> None:
        for link in list(self._links):
            text = self._links[link] + bytes(link.readAll().data())
            *lines, rest = text.split(b"\n")
            self._links[link] = rest
            gone = link.state() == QLocalSocket.LocalSocketState.UnconnectedState
            if len(rest) > LONGEST_LINE:
                lines, gone = [*lines, rest], True
            if gone:
                del self._links[link]
                link.abort()
                link.deleteLater()
            for line in lines:
                self._take(line)

    def _take(self, line: bytes) -> None:
        try:
            call = unpacked(line)
        except Mistake:
            # never what it said: it may be anything
            logs.logger.warning("a report of a call was refused (%d bytes)", len(line))
            return
        self.arrived.emit(call)


@dataclass(frozen=True, slots=True)
class Rang:
    """A call that was reported: what is known last, when it began, whether anybody answered."""

    call: IncomingCall
    since: datetime
    answered: bool = False


class Calls(QObject):
    """The pop of the newest call, F8, and what is remembered of the last ones."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.context = window.context
        self.pop = CallPop(self.context, window)
        self.pop.accepted.connect(self.answer)
        self.pop.dismissed.connect(self.dismiss)
        self.pop.shared.chosen.connect(self.open_shared)
        self.pop.unknown.created.connect(self.create)
        self.pop.unknown.assigned.connect(self.assign)
        self.pop.unknown.labelled.connect(self.label)
        self.notification = Notification(window)
        self.notification.wanted.connect(self._brought)
        self.rules = CallRules()
        self._ask_rules()
        self.context.broadcast.changed.connect(self._changed)
        self.server = CallServer(self)
        self.server.arrived.connect(self.take)
        self.rang: dict[str, Rang] = {}
        self._shown: list[str] = []
        self._asking: dict[str, _Asked] = {}
        window.installEventFilter(self)
        self.context.spoke.connect(self.pop.refresh)
        self.context.painted.connect(self.pop.refresh)
        (window.findChild(WhoCalls) or WhoCalls(window)).answered_by(self.answer)

    def _ask_rules(self) -> None:
        self.context.runner.read(self, asked.rules, self._know_rules, self._as_usual)

    def _know_rules(self, rules: CallRules) -> None:
        self.rules = rules

    def _as_usual(self, _error: BaseException) -> None:
        # without an answer the usual rules hold; the first list says itself that the database is away
        return

    def _changed(self, changes: ChangeSet) -> None:
        if changes.touches("telephone"):
            self._ask_rules()

    def take(self, call: IncomingCall) -> None:
        """One report of the telephone system."""
        if self.rules.is_internal(call.number):
            return
        self._react(call)
        # after the question who it is: the name comes first, the book of calls can wait a moment
        self.context.runner.write(self, partial(calls.take, call=call), None, self._as_usual)

    def _react(self, call: IncomingCall) -> None:
        if call.withheld:
            if call.state == "ringing":
                self.window.tell(self.context.say.text(N_("A call without a number is coming in.")), "done")
            return
        before = self._before(call)
        known = self.rang.get(call.key)
        fresh = known is None or (known.call.state == "ended" and call.state == "ringing")
        answered = call.state == "answered" or (not fresh and known is not None and known.answered)
        since = datetime.now(UTC) if fresh or known is None else known.since
        self.rang.pop(call.key, None)
        self.rang[call.key] = Rang(call, since, answered)
        while len(self.rang) > MOST_REMEMBERED:
            self.rang.pop(next(iter(self.rang)))
        self._tell_panel(call)
        if call.state == "ended":
            self._ended(call, answered=answered)
        elif fresh or call.key in self._shown:
            self._ring(call, before)

    def _before(self, call: IncomingCall) -> tuple[int, str] | None:
        """The same number rang within the last minutes, in another call."""
        now = datetime.now(UTC)
        for key, rang in reversed(self.rang.items()):
            same = rang.call.number == call.number and (key != call.key or rang.call.state == "ended")
            if same and now - rang.since <= AGAIN:
                by = self.context.user if rang.answered else ""
                return max(1, round((now - rang.since).total_seconds() / 60)), by
        return None

    def _ring(self, call: IncomingCall, before: tuple[int, str] | None) -> None:
        fresh = call.key not in self._shown
        if fresh:
            self._shown.append(call.key)
        if self._shown[-1] != call.key:
            return
        self.pop.show_call(call, before=before, waiting=len(self._shown) - 1)
        if fresh:
            self._ask(call)

    def _ask(self, call: IncomingCall) -> None:
        question = self._asking[call.key] = _Asked(self, call)
        work = partial(asked.who, number=call.number, call_id=call.id)
        self.context.runner.read(self, work, question.arrived, question.failed)

    def know(self, call: IncomingCall, ringing: Ringing | None) -> None:
        """Who it is; none when the database could not be asked: the number stays."""
        self._asking.pop(call.key, None)
        if ringing is None:
            self._notify(call)
            return
        self.pop.show_caller(call, ringing)
        self._notify(call)
        rule = {"one": self.rules.one, "several": self.rules.several}.get(ringing.caller.kind, self.rules.none)
        shown = self.pop.call is not None and self.pop.call.key == call.key
        if shown and rule == OPEN and not _writing():
            self.answer()
        elif shown and rule == LINE:
            number = ringing.label or written(call, self.context.say.country)
            self.dismiss()
            self.window.tell(self.context.say.text(N_("Call from {number}."), number=number), "info")

    def _notify(self, call: IncomingCall) -> None:
        """The system says who rings while another program is in front."""
        if self.pop.call is not None and self.pop.call.key == call.key and call.state == "ringing":
            self.notification.show(self.pop.state.text(), self.pop.sentence())

    def _brought(self) -> None:
        """Somebody clicked on it: the window comes forth, and who rings with it."""
        self.window.to_front()
        if self.pop.call is not None:
            self.answer()

    def _ended(self, call: IncomingCall, *, answered: bool) -> None:
        if call.key in self._shown:
            self._shown.remove(call.key)
            self._show_last()
        if not answered:
            number = written(call, self.context.say.country)
            self.window.tell(self.context.say.text(N_("Missed call from {number}."), number=number), "info")

    def _show_last(self) -> None:
        """The newest call that is left, or nothing."""
        if not self._shown:
            self.pop.take_away()
            self.notification.hide()
            return
        call = self.rang[self._shown[-1]].call
        self.pop.show_call(call, waiting=len(self._shown) - 1)
        self._ask(call)

    def answer(self) -> None:
        """F8: the card of who rings, else of whom the screen is about; else somebody is asked for."""
        call = self.pop.call
        if call is not None:
            # who looks at the card is speaking, also where the telephone system does not say so
            self.rang[call.key] = replace(self.rang[call.key], answered=True)
            self._take_over(call)
            self.context.go("caller", call)
            return
        card_or_question(self.window)

    def _take_over(self, call: IncomingCall) -> None:
        """The signed-in person speaks with who rings; the pop goes on to the next one."""
        if call.key in self._shown:
            self._shown.remove(call.key)
        self._show_last()
        self.context.runner.write(self, partial(calls.answer, call=call), None, self._as_usual)

    def open_shared(self, customer_id: int) -> None:
        """One of several who share the number."""
        call = self.pop.call
        if call is not None:
            self._take_over(call)
            self.window.bring("caller", methodcaller("open_caller", customer_id, call))

    def create(self) -> None:
        """A new customer with this number; where there is no form for that, the caller's screen asks on."""
        call = self.pop.call
        if call is None:
            return
        self._take_over(call)
        self.window.bring("caller", partial(_begin_customer, call=call))

    def assign(self) -> None:
        """The number belongs to a customer who is here already: which one?"""
        call = self.pop.call
        if call is None:
            return
        self._take_over(call)
        self.window.bring("caller", methodcaller("assign", call))

    def label(self, words: str) -> None:
        """The number is no customer's: remember whose it is."""
        call = self.pop.call
        if call is not None:
            work = partial(calls.not_a_customer, number=call.number, label=words, request=new_uid())
            self.context.runner.write(self, work, self._labelled)

    def _labelled(self, _changes: ChangeSet) -> None:
        self.window.tell(self.context.say.text(N_("The number is remembered.")), "done")
        self.dismiss()

    def dismiss(self) -> None:
        """Esc: this one goes away, an older one may come forth."""
        call = self.pop.call
        if call is not None:
            self._shown.remove(call.key)
            self._show_last()

    def _tell_panel(self, call: IncomingCall) -> None:
        # also while another screen is open: how long the call lasted belongs into its note
        panel = self.window.made("caller")
        if isinstance(panel, CallerPanel):
            panel.take_call(call)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The pop keeps its corner."""
        if watched is self.window and event.type() == QEvent.Type.Resize:
            self.pop.follow_window()
        return False

    def close(self) -> None:
        """The desk closes."""
        self.server.close()
        self.pop.take_away()
        self.notification.hide()


def _begin_customer(panel: CallerPanel, *, call: IncomingCall) -> None:
    panel.open_record(call)
    panel.finder.begin_customer()


def _writing() -> bool:
    """Whether somebody has begun to write where the cursor is."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QLineEdit):
        return bool(focus.text())
    return isinstance(focus, QPlainTextEdit | QTextEdit) and not focus.document().isEmpty()


class _Asked:
    """Remembers which call a question was about; the desk holds it until the answer comes."""

    def __init__(self, calls: Calls, call: IncomingCall) -> None:
        self._calls, self._call = calls, call

    def arrived(self, ringing: Ringing) -> None:
        """The answer."""
        self._calls.know(self._call, ringing)

    def failed(self, _error: BaseException) -> None:
        """The call goes on without it."""
        self._calls.know(self._call, None)
