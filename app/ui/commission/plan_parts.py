"""Small parts of the plan editor: what it holds at a moment, and a column that scrolls."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from app.queries.commission_plans import Plan, Version


@dataclass(frozen=True, slots=True)
class Shown:
    """What the editor holds: a version (``plan`` and ``version``), a new version of ``plan``, or a new plan."""

    plan: Plan | None = None
    version: Version | None = None

    @property
    def key(self) -> str:
        """Under which its draft is kept."""
        if self.plan is None:
            return "plan:new"
        return f"plan:{self.plan.id}:{self.version.id if self.version is not None else 'new'}"


def scrolled(widget: QWidget) -> QScrollArea:
    """A column that scrolls up and down; the keyboard stops inside it only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    return area
