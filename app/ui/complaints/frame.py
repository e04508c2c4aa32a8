"""The widgets of a case and where they stand: one column beside the queue, two on a screen of their own."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.queries.complaint import Case
from app.ui.complaints.asks import CaseAsks
from app.ui.complaints.closing import ClosingBox
from app.ui.complaints.extras import Alike, Files
from app.ui.complaints.facts import Facts
from app.ui.complaints.head import CaseHead
from app.ui.complaints.note import NoteBox
from app.ui.complaints.outcome_card import OutcomeCard
from app.ui.complaints.timeline import SHOWN, Timeline
from app.ui.context import Context
from app.ui.customers.form_compare import Compare
from app.ui.icons import icon
from app.ui.kit.labels import Card, line
from app.ui.kit.states import StatePage
from app.ui.orders.frame import KeyedButton

SIDE, SIDE_NARROW = 470, 408
EDGE, MANY = 16, 40
# name: title, icon, key
BUTTONS = {
    "close": (N_("Close case"), "check", "Ctrl+Return"),
    "take": (N_("Take it"), "person", "Ins"),
    "pause": (N_("Pause clock"), "pause", ""),
    "resume": (N_("Go on"), "clock", ""),
    "escalate": (N_("Escalate"), "flag", ""),
    "reopen": (N_("Open again"), "refresh", ""),
}
TIPS = {"pause": "Alt+P", "resume": "Alt+P", "escalate": "Alt+E"}


def scrolled(inner: QWidget) -> QScrollArea:
    """A column that scrolls when it does not fit."""
    made = QScrollArea()
    made.setWidget(inner)
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made


class CaseFrame(QWidget):
    """``whole``: a screen of its own."""

    def __init__(self, context: Context, *, whole: bool) -> None:
        super().__init__()
        self.context, self.whole, self._narrow = context, whole, False
        self.head, self.facts = CaseHead(context, whole=whole), Facts(context, 4 if whole else 2)
        self.timeline = Timeline(context, MANY if whole else SHOWN)
        self.note, self.closing = NoteBox(context), ClosingBox(context)
        self.files, self.alike = Files(context), Alike(context)
        self.asks, self.compare, self.state = CaseAsks(context), Compare(context), StatePage(context)
        self.offer = OutcomeCard(context)
        self.buttons: dict[str, QPushButton] = {
            name: KeyedButton(meaning, key) for name, (_, meaning, key) in BUTTONS.items()
        }
        self.buttons["close"].setProperty("kind", "primary")
        self.pages = QStackedWidget()
        self.pages.addWidget(self.state)
        self.pages.addWidget(self._whole() if whole else self._beside())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for name in ("close", "reopen", "take", "pause", "resume"):
            row.addWidget(self.buttons[name])
        row.addStretch(1)
        row.addWidget(self.buttons["escalate"])
        return row

    def _beside(self) -> QWidget:
        """One column that scrolls, and the deeds below it."""
        inner, page = QWidget(), QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(EDGE, 12, EDGE, 10)
        column.setSpacing(9)
        parts = (self.head, self.compare, self.asks, self.facts, self.timeline, self.note, line(), self.offer,
                 self.closing, self.files, self.alike)  # fmt: skip
        for widget in parts:
            column.addWidget(widget)
        column.addStretch(1)
        self.around = scrolled(inner)
        outer, foot = QVBoxLayout(page), self._foot()
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.around, 1)
        outer.addWidget(line())
        foot.setContentsMargins(EDGE, 10, EDGE, 12)
        outer.addLayout(foot)
        return page

    def _whole(self) -> QWidget:
        """What happened on the left, how it ends on the right."""
        left, right, page = Card(), Card(), QWidget()
        for side, parts in (
            (left, (self.facts, self.timeline, self.note)),
            (right, (self.offer, self.closing, line(), self.files, self.alike)),
        ):
            side.body.setSpacing(12)
            for widget in parts:
                side.body.addWidget(widget)
            side.body.addStretch(1)
        self.around, end = scrolled(left), scrolled(right)
        end.setFixedWidth(SIDE)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self.around, 1)
        across.addWidget(end)
        outer = QVBoxLayout(page)
        outer.setContentsMargins(18, 14, 16, 14)
        outer.setSpacing(10)
        for part in (self.head, self.compare, self.asks):
            outer.addWidget(part)
        outer.addLayout(across, 1)
        outer.addLayout(self._foot())
        return page

    def set_narrow(self, *, narrow: bool) -> None:
        """Without keys on buttons where there is little room; their tooltips have them."""
        self._narrow = narrow
        self._name_buttons()
        self.paint_theme()

    def _name_buttons(self) -> None:
        for name, (title, _, _) in BUTTONS.items():
            button = self.buttons[name]
            assert isinstance(button, KeyedButton)
            button.set_short(self._narrow)
            button.show_words(self.context.say.text(title))
            if name in TIPS:
                button.setToolTip(TIPS[name])
        for button in (self.note.save, self.note.template):
            button.set_short(self._narrow)

    def show_work(self) -> None:
        """The case, not a state."""
        self.pages.setCurrentIndex(1)

    def show_state(self) -> None:
        """What stands where the case would be."""
        self.pages.setCurrentWidget(self.state)

    def show_case(self, case: Case) -> None:
        """A case as it stands, and the deeds that are possible."""
        self.head.show_case(case)
        self.facts.show_case(case)
        self.timeline.show_case(case)
        self.note.show_case(case)
        self.closing.show_case(case)
        self.files.show_case(case)
        self.offer.show_case(case.id, case.version)
        possible = {"reopen"} if case.closed else {"close", "escalate", "resume" if case.paused else "pause"}
        if case.owner_id is None and not case.closed:
            possible.add("take")
        for name, button in self.buttons.items():
            button.setVisible(name in possible)

    def translate(self) -> None:
        """Words anew."""
        self._name_buttons()
        for part in (self.head, self.facts, self.timeline, self.note, self.closing, self.files, self.alike, self.asks,
                     self.compare, self.offer):  # fmt: skip
            part.translate()

    def paint_theme(self) -> None:
        """Colours anew."""
        tokens = self.context.tokens
        for name, (_, meaning, _) in BUTTONS.items():
            drawn = icon(meaning, tokens.on_accent if name == "close" else tokens.text2, 16)
            self.buttons[name].setIcon(QIcon() if self._narrow else drawn)
        for part in (self.head, self.facts, self.timeline, self.note, self.closing, self.files, self.asks, self.state,
                     self.offer):  # fmt: skip
            part.paint_theme()
