"""The panel of the day: sections with their first rows, figures for managers, the steps of a new company."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.domain.refusal import N_, Refusal
from app.queries import today
from app.queries.today import MOST, SHOWN, Section, Today, TodayItem
from app.services import setup_steps
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.labels import Card, Text
from app.ui.kit.panel import Panel
from app.ui.kit.states import StatePage, try_again
from app.ui.today.completing import ASKS_NEXT, deed_of
from app.ui.today.figures import DayFigures, WholeList
from app.ui.today.next_step import NextStep
from app.ui.today.rows import ItemRow
from app.ui.today.words import LISTS, NOTHING, SECTIONS, STEPS, Written, written

MINUTES = 1
"""Clocks of complaints go on; after so long the day is asked again."""

HEAD = 30
"""Logical pixels of a heading."""
HIDDEN = {True: ("approvals",), False: ("approvals", "expected", "quotes", "quiet")}
"""Sections that are not shown while they are empty, on the screen and at the side."""


class TodayPanel(Panel):
    """Narrow at the side of the window, ``wide`` as a screen. ``counted`` says how many rows are late."""

    kinds = frozenset({"complaint", "interaction", "order", "customer", "call", "setup"})
    counted = Signal(int)

    def __init__(self, context: Context, *, wide: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.wide = wide
        self.day: Today | None = None
        self._rows: list[ItemRow] = []
        self._written: dict[TodayItem, Written] = {}
        self._longest = ""
        self._ways: list[WholeList] = []
        """From sections to their lists."""
        self._next: TodayItem | None = None
        self._undo_words = ""
        # connected methods are held weakly
        self._deeds: list[_StepDeed] = []
        self._title, self._date = Text("", "title" if wide else "section"), Text("", "quiet")
        self.next = NextStep(context)
        self.next.over.connect(self._focus_rows)
        self.state = StatePage(context)
        self.state.hide()
        self._body = QVBoxLayout()
        self._body.setSpacing(10)
        self._content: QWidget | None = None
        self._build()
        self._clock = QTimer(self)
        self._clock.setInterval(MINUTES * 60_000)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        bind_keys(self, ("F5", self.ask))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._date, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._body)
        self._body.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll = scroll
        outer = QVBoxLayout(self)
        edge = 18 if self.wide else 6
        outer.setContentsMargins(edge, 14, edge, 8)
        head.setContentsMargins(0 if self.wide else 8, 0, 8, 0)
        outer.setSpacing(10)
        outer.addLayout(head)
        outer.addWidget(self.next)
        outer.addWidget(scroll, 1)
        outer.addWidget(self.state, 1)

    def title(self) -> str:
        """The screen's name."""
        return self.context.say.text(N_("Today"))

    # asking

    def ask(self) -> None:
        """The day anew; what is shown stays until the answer is here."""
        work = partial(today.of_day, limit=MOST if self.wide else SHOWN)
        self.context.runner.read(self, work, self._show, self._failed)

    def _tick(self) -> None:
        if self.isVisible():
            self.ask()
        else:
            self.stale = True

    def _failed(self, error: BaseException) -> None:
        say = self.context.say
        if not isinstance(error, Refusal):
            self.context.reporter.show(error, near=self)
        words = say.refusal(error) if isinstance(error, Refusal) else say.text(N_("This day could not be read."))
        self.state.show_state("warning", words, [try_again(say, self.ask)], "warn")
        self._scroll.hide()
        self.state.show()

    # showing

    def _show(self, day: Today) -> None:
        focused = next((row.item for row in self._rows if row.hasFocus()), None)
        place = self._scroll.verticalScrollBar().value()
        self.day = day
        self.state.hide()
        self._scroll.show()
        self._draw()
        self._scroll.verticalScrollBar().setValue(place)
        if focused is not None:
            same = [row for row in self._rows if (row.item.kind, row.item.id) == (focused.kind, focused.id)]
            for row in (same or self._rows)[:1]:
                row.setFocus()
        self.counted.emit(day.due)

    def _draw(self) -> None:
        day, say = self.day, self.context.say
        if day is None:
            return
        if self._content is not None:
            self._body.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._rows, self._deeds, self._ways = [], [], []
        self._write(day)
        self._content = QWidget()
        box = QVBoxLayout(self._content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12 if self.wide else 6)
        self._date.setText(say.date(day.day))
        if day.steps:
            box.addWidget(self._setup(day))
        if day.figures is not None:
            box.addWidget(self._figures(day))
        box.addWidget(self._sections(day))
        box.addStretch(1)
        self._body.addWidget(self._content)
        # an empty day can be reached by keyboard too
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if self._rows else Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.title())

    def _sections(self, day: Today) -> QWidget:
        made = QWidget()
        across = QHBoxLayout(made)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        # each column has its own heights: a short section leaves no hole beside a long one
        columns = [QVBoxLayout() for _ in range(2 if self.wide else 1)]
        for column in columns:
            column.setSpacing(12 if self.wide else 4)
            across.addLayout(column, 1)
        there = [name for name in SECTIONS if name in day.sections]
        shown = [name for name in there if name not in HIDDEN[self.wide] or day.sections[name].total]
        for at, name in enumerate(shown):
            columns[at % len(columns)].addWidget(self._section(name, day.sections[name]))
        for column in columns:
            column.addStretch(1)
        return made

    def _section(self, name: str, section: Section) -> QWidget:
        say = self.context.say
        made: QWidget = Card() if self.wide else QFrame()
        box = made.body if isinstance(made, Card) else QVBoxLayout(made)
        box.setSpacing(0)
        if not self.wide:
            box.setContentsMargins(0, 2, 0, 6)
        head = QHBoxLayout()
        head.setContentsMargins(0 if self.wide else 8, 0, 8, 2)
        head.setSpacing(8)
        title = Text(say.text(SECTIONS[name]), "strong")
        # at the side a long name goes on below, so that the count is whole in every language
        title.setWordWrap(not self.wide)
        head.addWidget(title, 0 if self.wide else 1)
        side = Qt.AlignmentFlag.AlignVCenter if self.wide else Qt.AlignmentFlag.AlignTop
        head.addWidget(self._counts(section), 0, side)
        if self.wide:
            head.addStretch(1)
            self._lead_on(head, name, section)
        box.addLayout(head)
        for item in section.items:
            row = ItemRow(self.context, item, self._written[item])
            row.longest = self._longest
            row.opened.connect(self._open)
            row.completed.connect(self._complete)
            self._rows.append(row)
            box.addWidget(row)
        if not section.items:
            nothing = Text(say.text(NOTHING[name]), "quiet")
            nothing.setWordWrap(True)
            nothing.setContentsMargins(0 if self.wide else 8, 0, 8, 0)
            box.addWidget(nothing)
        if section.total > len(section.items):
            everything = QPushButton(say.text(N_("All {count}"), count=say.number(Decimal(section.total), 0)))
            everything.setProperty("kind", "flat")
            everything.setAccessibleName(f"{say.text(SECTIONS[name])}: {everything.text()}")
            everything.clicked.connect(self._all)
            box.addWidget(everything, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _lead_on(self, head: QHBoxLayout, name: str, section: Section) -> None:
        """A way from a section to its list; headings are as high without one."""
        head.addStrut(HEAD)
        if name in LISTS and section.total:
            say = self.context.say
            words = say.text(N_("As a list"))
            opening = WholeList(words, self._list_of(name), f"{say.text(SECTIONS[name])}: {words}")
            opening.wanted.connect(self.context.go)
            self._ways.append(opening)
            head.addWidget(opening)

    def _list_of(self, name: str) -> tuple[str, object]:
        screen, record = LISTS[name]
        if name != "quiet":
            return screen, record
        # the own customers, as the list of customers names them
        mine = self.context.user.replace('"', "")
        return screen, (*record, f'salesperson:"{mine}"')

    def _write(self, day: Today) -> None:
        """The words of all rows, and the longest time among them: it is as wide in every row."""
        items = [item for section in day.sections.values() for item in section.items]
        self._written = {item: written(item, day, self.context.say) for item in items}
        self._longest = max((words.when for words in self._written.values()), key=len, default="")

    def _counts(self, section: Section) -> Text:
        say = self.context.say
        if not section.late:
            return Text(say.number(Decimal(section.total), 0) if section.total else "", "quiet")
        words = say.text(N_("{count} · {late} late"), count=section.total, late=section.late)
        return Text(words, "strong", "bad")

    def _figures(self, day: Today) -> QWidget:
        assert day.figures is not None
        made = DayFigures(self.context, day, day.figures, wide=self.wide)
        made.wanted.connect(self.context.go)
        return made

    def _setup(self, day: Today) -> QWidget:
        """The steps that are left of the first days; each opens where it is done, or is ticked off."""
        say = self.context.say
        made = Card()
        left = [step for step in day.steps if not step.done]
        made.head.addWidget(Text(say.plural("{count} step left to set up", "{count} steps left to set up", len(left)),
                                 "strong"))  # fmt: skip
        made.head.addStretch(1)
        for step in left:
            line = QHBoxLayout()
            words = say.text(STEPS[step.key])
            go, tick = QPushButton(words), QPushButton(say.text(N_("Done")))
            go.setAccessibleName(words)
            tick.setAccessibleName(say.text(N_("Done: {title}"), title=words))
            go.setProperty("kind", "flat")
            tick.setProperty("kind", "flat")
            deed = _StepDeed(self, step.key, step.screen, step.record)
            go.clicked.connect(deed.open)
            tick.clicked.connect(deed.tick)
            self._deeds.append(deed)
            line.addWidget(go)
            line.addStretch(1)
            line.addWidget(tick)
            made.body.addLayout(line)
        return made

    # deeds

    def _open(self, item: TodayItem) -> None:
        if item.kind in ("delivery", "pickup"):
            self.context.go("sale", item.id)
        elif item.kind in ("price", "quote"):
            self.context.go("order", item.id)
        elif item.kind in ("complaint", "outcome"):
            self.context.go("complaint", item.id)
        else:
            self.context.go("caller", item.customer_id)

    def _all(self) -> None:
        self.context.go("today")

    def _complete(self, item: TodayItem) -> None:
        deed = deed_of(item)
        if deed is None:
            self._open(item)
            return
        work, words = deed
        self._next = item
        self._undo_words = self.context.say.text(words, title=item.title)
        self.context.runner.write(self, work, self._completed)

    def _completed(self, answer: Any) -> None:  # noqa: ANN401 - what the deed returns
        item, self._next = self._next, None
        back: Callable[[Any], Any] | None = getattr(answer, "back", None)
        if back is not None:
            self.context.undo.offer(self._undo_words, back)
        else:
            self.context.reporter.tell(self._undo_words)
        if item is not None and item.kind in ASKS_NEXT and item.customer_id is not None and self.day is not None:
            self.next.ask(item, self.day.day)

    def tick(self, key: str) -> None:
        """A step of the first days is done or not wanted."""
        self.context.runner.write(self, partial(setup_steps.tick, key=key), self._ticked)

    def _ticked(self, _changes: object) -> None:
        self.ask()

    def _focus_rows(self) -> None:
        for row in self._rows[:1]:
            row.setFocus()

    def rows(self) -> list[ItemRow]:
        """The rows that are shown, from top to bottom."""
        return list(self._rows)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:  # noqa: N802
        """The keyboard goes to the first row."""
        if self._rows:
            self._rows[0].setFocus(reason)
        else:
            super().setFocus(reason)

    # words and looks

    def translate(self) -> None:
        """All words anew."""
        self._title.setText(self.title())
        self.next.translate()
        self._draw()

    def paint_theme(self) -> None:
        """Rows are painted with the new colours."""
        self.state.paint_theme()
        self.next.form.paint_theme()
        self._draw()


class _StepDeed:
    """Opens or ticks off one step."""

    def __init__(self, panel: TodayPanel, key: str, screen: str, record: str | None) -> None:
        self._panel, self._key, self._screen, self._record = panel, key, screen, record

    def open(self) -> None:
        """Where it is done."""
        self._panel.context.go(self._screen, self._record)

    def tick(self) -> None:
        """Done, or not wanted."""
        self._panel.tick(self._key)
