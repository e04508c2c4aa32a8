"""The table that is shown into a file: CSV, a workbook or JSON, with the figures as numbers."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.domain.refusal import N_
from app.domain.watch import Watch
from app.ui.kit.export import save_dialog
from app.ui.profit.cells import Look

if TYPE_CHECKING:
    from app.ui.profit.panel import ProfitPanel


class TableExport(QObject):
    """Only what the screen shows leaves the program, and only for who may export."""

    def __init__(self, panel: "ProfitPanel") -> None:
        super().__init__(panel)
        self._panel = panel
        self._dialog: QFileDialog | None = None

    def ask(self) -> None:
        """Where to?"""
        context = self._panel.context
        if context.may("export") and self._panel.frame.table.figures.rows:
            self._dialog = save_dialog(self._panel, context.say, self.name())
            self._dialog.fileSelected.connect(self.write)
            self._dialog.open()

    def name(self) -> str:
        """What is shown, for the file and its sheet."""
        month = self._panel.month
        return f"{self._panel.title()} {self._panel.view} {month}"

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """Headings and rows as plain values."""
        figures = self._panel.frame.table.figures
        columns = [column for column in figures.columns if column.look is not Look.TREND]
        return [column.title for column in columns], [
            [None if (value := column.value(row)) == "" else value for column in columns] for row in figures.rows
        ]

    def write(self, file: str) -> None:
        """Write to this file."""
        titles, rows = self.table()
        context = self._panel.context
        work = partial(_write, context.doors.write_table, Path(file), titles, rows, sheet=self.name()[:31])
        context.runner.aside(self, work, self._done, self._failed, watch=Watch(N_("Writing the file")))

    def _done(self, answer: tuple[int, Path]) -> None:
        context = self._panel.context
        words = context.say.plural("{count} row written to {path}.", "{count} rows written to {path}.", answer[0],
                                   path=str(answer[1]))  # fmt: skip
        context.reporter.said.emit(words, "done")

    def _failed(self, error: BaseException) -> None:
        self._panel.context.reporter.show(error, near=self._panel)


def _write(write: Any, path: Path, titles: list[str], rows: list[list[Any]], *, sheet: str) -> tuple[int, Path]:  # noqa: ANN401
    return write(path, titles, rows, sheet=sheet), path
