"""The rights of every role in words, as a table; the role in question stands out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain import rights
from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.kit.labels import Text
from app.ui.status_bar import ROLES

YES, NO = "✓", "–"


class RightsTable(QWidget):
    """One line for each right, one column for each role; a sign and its word for who cannot see it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._role = ""
        self._heads = {role: Text("", "caption") for role in rights.ROLES}
        self._words = {name: Text("") for name in rights.RIGHTS}
        self.cells: dict[tuple[str, str], Text] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(0, 1)
        for column, head in enumerate(self._heads.values(), 1):
            grid.addWidget(head, 0, column, Qt.AlignmentFlag.AlignCenter)
        for row, (name, words) in enumerate(self._words.items(), 1):
            words.setWordWrap(True)
            grid.addWidget(words, row, 0)
            for column, role in enumerate(rights.ROLES, 1):
                has = rights.may(role, name)
                cell = Text(YES if has else NO, "", "ok" if has else "quiet")
                self.cells[name, role] = cell
                grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignCenter)
        self.translate()

    def show_role(self, role: str) -> None:
        """The column that stands out; none for somebody who does not use the program."""
        self._role = role
        for (_, own), cell in self.cells.items():
            cell.setProperty("kind", "strong" if own == role else "")
            cell.style().unpolish(cell)
            cell.style().polish(cell)
        for own, head in self._heads.items():
            head.set_tone("accent" if own == role else "")

    def translate(self) -> None:
        """Words anew."""
        say = self._context.say
        for role, head in self._heads.items():
            head.setText(say.text(ROLES[role]))
        for name, words in self._words.items():
            words.setText(say.text(rights.RIGHTS[name].words))
        for (name, role), cell in self.cells.items():
            answer = say.text(N_("yes") if rights.may(role, name) else N_("no"))
            cell.setAccessibleName(f"{self._words[name].text()}, {self._heads[role].text()}: {answer}")
