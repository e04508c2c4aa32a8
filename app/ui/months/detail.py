"""The month that is chosen: its checklist, the sentences of its report, what can be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.papers_profit import ProfitMonth
from app.domain.refusal import N_
from app.queries.months import Point
from app.queries.profit_panel_matrix import MonthRow
from app.queries.report_words import ReportWords
from app.reports.compare import Words
from app.reports.profit_words import sentences
from app.services.report_words import MOST_WORDS
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.form_fields import Choice
from app.ui.kit.labels import Card, Text
from app.ui.kit.timers import once
from app.ui.months.checklist import Checklist
from app.ui.months.columns import state

WIDTH = 430
KEEP_MS = 2000


class Detail(Card):
    """``closing`` and ``opening`` are the deeds, ``printing`` carries the revision (0: the newest)."""

    closing = Signal()
    opening = Signal()
    printing = Signal(int)
    edited = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.row: MonthRow | None = None
        self.setFixedWidth(WIDTH)
        self.heading = Text("", "section")
        self.checks = Checklist(context)
        self.checks.changed.connect(self._ready)
        self.facts = Text("", "quiet")
        self.facts.setWordWrap(True)
        self.remarks = QPlainTextEdit()
        self.remarks.setTabChangesFocus(True)
        self.remarks.setMinimumHeight(190)
        self.again = QPushButton()
        self.again.setProperty("kind", "flat")
        # the sentence of each fact as it stands in the field, and what was left out before
        self._found: dict[str, str] = {}
        self._left_out: tuple[str, ...] = ()
        self._titles = {name: Text("", "strong") for name in ("checks", "facts", "remarks")}
        self._titles["remarks"].setBuddy(self.remarks)
        self._hint = Text("", "caption")
        self._hint.setWordWrap(True)
        self.revision = Choice(context)
        self.revision.setMinimumWidth(130)
        self.print, self.main, self.reopen = QPushButton(), QPushButton(), QPushButton()
        self.main.setProperty("kind", "primary")
        self.step = Text("", "strong", "info")
        self.main.clicked.connect(self.closing)
        self.reopen.clicked.connect(self.opening)
        self.print.clicked.connect(self._print)
        self._keep = once(self, KEEP_MS, self.edited)
        self.remarks.textChanged.connect(self._keep.start)
        self._build()

    def _build(self) -> None:
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(8)
        for widget in (
            self._titles["checks"], self.checks, self._titles["facts"], self.facts, self._titles["remarks"],
            self.remarks, self._hint, self.again,
        ):  # fmt: skip
            layout.addWidget(widget)
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        self.head.addWidget(self.heading, 1)
        self.head.addWidget(self.revision)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.step)
        buttons = QHBoxLayout()
        buttons.addWidget(self.print)
        buttons.addStretch(1)
        buttons.addWidget(self.reopen)
        buttons.addWidget(self.main)
        self.body.addLayout(buttons)

    def show_month(self, row: MonthRow) -> None:
        """Another month; its checklist and sentences follow."""
        if self.row is None or self.row.month != row.month:
            self.checks.forget()
            self.facts.setText("")
            self._show_lines(())
        self.row = row
        say, closed = self.context.say, row.state == "closed"
        self.heading.setText(f"{say.month(row.month)} · {state(row, say)}")
        for widget in (
            self._titles["checks"],
            self.checks,
            self._titles["remarks"],
            self.remarks,
            self._hint,
            self.again,
            self.main,
        ):
            widget.setVisible(not closed)
        for widget in (self._titles["facts"], self.facts):
            widget.setVisible(closed)
        self.reopen.setVisible(closed)
        self.revision.blockSignals(True)
        self.revision.clear()
        for number in range(row.revision, 0, -1):
            self.revision.addItem(say.text(N_("Revision {number}"), number=number), number)
        self.revision.blockSignals(False)
        self.revision.setVisible(row.revision > 0)
        self.translate()

    def show_points(self, points: Sequence[Point]) -> None:
        """The checklist of the month."""
        self.checks.show_points(points)

    def show_report(self, report: ProfitMonth, written: ReportWords) -> None:
        """What to know about the month: of a closed one as it was printed, of an open one to be edited."""
        words = Words(self.context.say)
        lines = {
            fact.key: words.say.sentences(" ".join(part.split()) for part in sentences(report, fact, words))
            for fact in report.facts
        }
        nothing = self.context.say.text(N_("The rules found nothing remarkable."))
        shown = [*lines.values(), *report.remarks]
        self.facts.setText("\n".join(f"• {line}" for line in shown) or nothing)
        if not self.remarks.hasFocus():
            self._found, self._left_out = lines, written.left_out
            self._show_lines(shown)

    def _show_lines(self, lines: Sequence[str]) -> None:
        self.remarks.blockSignals(True)
        self.remarks.setPlainText("\n".join(lines))
        self.remarks.blockSignals(False)

    def lines(self) -> tuple[str, ...]:
        """The sentences as they stand in the field, without empty ones."""
        found = (" ".join(line.split()) for line in self.remarks.toPlainText().splitlines())
        return tuple(line for line in found if line)

    def written(self) -> ReportWords:
        """What was changed: a found sentence that is gone is left out, every other line is one of one's own."""
        lines = self.lines()
        gone = [key for key, line in self._found.items() if line not in lines]
        own = [line for line in lines if line not in self._found.values()]
        return ReportWords((*self._left_out, *[key for key in gone if key not in self._left_out]), tuple(own))

    @property
    def too_many(self) -> bool:
        """More sentences of one's own than a page has room for."""
        return len(self.written().words) > MOST_WORDS

    def say_step(self, words: str) -> None:
        """What is being done; empty: nothing."""
        self.step.setText(words)
        self.main.setEnabled(not words and self.checks.ready)

    def _print(self) -> None:
        self.printing.emit(int(self.revision.currentData() or 0) if self.revision.currentIndex() > 0 else 0)

    def _ready(self) -> None:
        self.main.setEnabled(self.checks.ready)
        say = self.context.say
        tip = N_("Close the month (Ctrl+Enter)")
        if self.checks.blocked:
            tip = N_("The books must be put in order first.")
        elif not self.checks.ready:
            tip = N_("Tick every point that you have seen, then close the month.")
        self.main.setToolTip(say.text(tip))

    def translate(self) -> None:
        """Every text anew."""
        say = self.context.say
        titles = {"checks": N_("Before closing"), "facts": N_("What to know"), "remarks": N_("What to know")}
        for name, label in self._titles.items():
            label.setText(say.text(titles[name]))
        self.remarks.setAccessibleName(say.text(titles["remarks"]))
        self.revision.setAccessibleName(say.text(N_("Revision to show")))
        self._hint.setText(
            say.text(
                N_("One sentence a line, as it is printed. Change, delete or add some: at most {count} of your own."),
                count=MOST_WORDS,
            )
        )
        again = say.text(N_("As the figures say it"))
        self.again.setText(again)
        self.again.setAccessibleName(again)
        self.again.setToolTip(say.text(N_("Take every change of the sentences back")))
        month = say.month_name(self.row.month) if self.row is not None else ""
        for button, words in (
            (self.print, N_("Show the report")),
            (self.main, N_("Close {month}")),
            (self.reopen, N_("Open {month} again")),
        ):
            text = say.text(words, month=month)
            # words do not touch their icon
            button.setText(text if button is self.reopen else f" {text}")
            button.setAccessibleName(text)
        self._ready()
        self.paint_theme()

    def paint_theme(self) -> None:
        """Icons anew."""
        tokens = self.context.tokens
        self.print.setIcon(icon("print", tokens.text2))
        self.main.setIcon(icon("lock", tokens.on_accent))
        self.print.setToolTip(f"{self.print.text()} (Ctrl+P)")
