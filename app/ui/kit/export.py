"""A list into a file: the whole filtered list, in the columns this person may see, as values that spreadsheets know."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.refusal import N_
from app.domain.rights import require
from app.domain.watch import Watch
from app.i18n import Say
from app.ui.kit.columns import Column, Kind
from app.ui.kit.progress import Waiting
from app.ui.kit.table_reading import Question, combined

if TYPE_CHECKING:
    from app.ui.doors import WriteTable
    from app.ui.kit.list_panel import ListPanel

STEP = N_("Reading the list")
FILTERS = N_("Workbook (*.xlsx);;CSV for spreadsheets (*.csv);;JSON for programs (*.json)")
_BAD_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written, and how many rows it has."""

    path: Path
    rows: int


def headings(columns: Sequence[Column[Any]], say: Say) -> list[str]:
    """One heading per value of a row; what stands in a second line gets a column of its own."""
    found: list[str] = []
    for column in columns:
        title = column.heading(say)
        found.append(title)
        if column.kind is Kind.TWO_LINES:
            found.append(say.text(N_("{title} (details)"), title=title))
    return found


def values(row: Any, columns: Sequence[Column[Any]], say: Say) -> list[Any]:  # noqa: ANN401 - a row of any list
    """A row as plain values: amounts as decimals, days as days, a status in words."""
    found: list[Any] = []
    for column in columns:
        value = column.value(row)
        if column.kind is Kind.TWO_LINES:
            found += [value[0] or None, value[1] or None]
        elif column.statuses is not None:
            status = column.statuses.get(value)
            found.append(say.text(status.title) if status is not None else value or None)
        elif hasattr(value, "astimezone"):
            found.append(value.astimezone(say.zone).replace(tzinfo=None))
        else:
            found.append(value if value != "" else None)
    return found


def write_list(
    store: Any,  # noqa: ANN401
    *,
    question: Question[Any],
    path: Path,
    watch: Watch,
    write: "WriteTable",
    sheet: str,
) -> Exported:
    """Read the list page by page and write it. Raises ``NotAllowed``, ``Stopped``, ``Unavailable``."""
    # not needed before a list is exported: one opens sooner without it
    from app.queries import listing  # noqa: PLC0415

    require(store.actor.access, "export")
    filters = combined(store, question)
    watch.begin(STEP)
    rows: list[list[Any]] = []
    after = None
    while True:
        page = listing.page(
            store, question.whole, filters=filters, sort=question.sorted_by, after=after, limit=listing.MOST
        )  # fmt: skip
        rows += [values(row, question.columns, question.say) for row in page.rows]
        watch.count(len(page.rows))
        after = page.next
        if after is None:
            break
    return Exported(path, write(path, headings(question.columns, question.say), rows, sheet=sheet))


class ListExport(QObject):
    """Asks for a file's name and writes the list of a panel into it; at work beside whatever else is asked."""

    def __init__(self, panel: "ListPanel") -> None:
        super().__init__(panel)
        self._panel = panel
        self._dialog: QFileDialog | None = None
        self._waiting = Waiting(panel.context, panel)

    def ask(self) -> None:
        """Where to? Nothing is read before that is known."""
        title = self._panel.title()
        self._dialog = save_dialog(self._panel, self._panel.context.say, title)
        self._dialog.fileSelected.connect(self.write)
        self._dialog.open()

    def write(self, name: str) -> None:
        """Write to this file."""
        panel, context = self._panel, self._panel.context
        question = replace(panel.question(), columns=tuple(panel.make_columns()))
        watch = self._waiting.begin()
        work = partial(
            write_list, question=question, path=Path(name), watch=watch, write=context.doors.write_table,
            sheet=panel.title(),
        )  # fmt: skip
        context.runner.aside(self, partial(context.doors.beside, work), self._done, self._failed, watch=watch)

    def _done(self, exported: Exported) -> None:
        self._waiting.end()
        say = self._panel.context.say
        words = say.plural("{count} row written to {path}.", "{count} rows written to {path}.", exported.rows,
                           path=str(exported.path))  # fmt: skip
        self._panel.context.reporter.said.emit(words, "done")

    def _failed(self, error: BaseException) -> None:
        self._waiting.end()
        self._panel.context.reporter.show(error, near=self._panel)


def save_dialog(parent: QWidget, say: Say, title: str, filters: str = FILTERS) -> QFileDialog:
    """A dialog for the name of a new file; ``fileSelected`` carries it. Open it, never ``exec``."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, say.text(N_("Export")), folder, say.text(filters))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("xlsx" if "xlsx" in filters else "csv")
    dialog.selectFile(_BAD_IN_NAMES.sub(" ", title).strip())
    return dialog
