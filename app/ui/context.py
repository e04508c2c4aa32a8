"""What every panel is given: doors to work, a voice, the look, who is signed in."""

from PySide6.QtCore import QObject, Signal

from app.domain import rights
from app.i18n import Say
from app.ui.broadcast import Broadcast
from app.ui.doors import Doors
from app.ui.personal import Personal
from app.ui.reporter import Reporter
from app.ui.tasks import Runner
from app.ui.theme import LIGHT, Tokens
from app.ui.undo import Undo


class Context(QObject):
    """One per window. ``spoke`` and ``painted`` tell panels to write and draw themselves anew; ``wanted`` asks for a
    screen and a record, ``selected`` says what the selected rows add up to. ``company_key`` tells the companies apart
    for which this computer keeps drafts.
    """

    spoke = Signal()
    painted = Signal()
    wanted = Signal(str, object)
    selected = Signal(str)
    leaving = Signal(str, object)
    """The desk is left: ``out`` (another person), ``show_as`` (a staff id), ``own`` (back from that), ``start`` (a new
    company), ``end``."""

    def __init__(self, say: Say, *, access: str = "admin", user: str = "", staff_id: int | None = None) -> None:
        super().__init__()
        self.say = say
        self.tokens: Tokens = LIGHT
        self.access = access
        self.user = user
        self.staff_id = staff_id
        self.company_key = ""
        self.drafts_owner = ""
        """Whose drafts these are, where several people use this computer: a login."""
        self.follows_system = True
        """Whether light and dark follow the system; a theme that somebody chose stays."""
        self.broadcast = Broadcast()
        self.reporter = Reporter(lambda: self.say)
        self.runner: Runner
        self.doors: Doors
        self.personal = Personal(self)
        self.undo = Undo(self)

    @property
    def sees_profit(self) -> bool:
        """Whether this person may see cost, margin and contribution."""
        return self.may("see_profit")

    def may(self, right: str) -> bool:
        """Whether this person has a right of ``app.domain.rights``; services and queries ask again themselves."""
        return rights.may(self.access, right)

    def go(self, panel: str, record: object = None) -> None:
        """Open a screen, and a record in it."""
        self.wanted.emit(panel, record)

    def speak(self, say: Say) -> None:
        """Another language, at once."""
        self.say = say
        self.spoke.emit()

    def paint(self, tokens: Tokens) -> None:
        """Another theme, at once."""
        self.tokens = tokens
        self.painted.emit()
