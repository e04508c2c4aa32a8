"""Search and commands in one place (Ctrl+K): customers, orders, products, deeds, and small sums."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from app import paths
from app.domain import phone, rights
from app.domain.complaint_words import STATES
from app.domain.refusal import N_
from app.domain.text import folded
from app.ui import palette_actions, palette_hits, palette_sums
from app.ui.caller.kept import KeptFile
from app.ui.caller.parts import IconLabel
from app.ui.caller.words import LATE, ORDER_STATES
from app.ui.commands import Command
from app.ui.icons import icon
from app.ui.keys import bind_keys
from app.ui.kit.labels import Text
from app.ui.kit.timers import once
from app.ui.main_window import MainWindow
from app.ui.palette_rows import PalettePainter, PaletteRows, Row, key_text

if TYPE_CHECKING:
    from app.queries.complaint import Found
    from app.queries.customers import CustomerRow
    from app.queries.desk import Hits
    from app.queries.orders import OrderRow

DELAY = 90
"""Milliseconds after the last key before the database is asked; commands and sums are there at once."""
LONGEST = 120
WIDE, FIELD_WIDE = 640, 480
MOST_COMMANDS, MOST_RECENT = 20, 8
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
_SCREENS = {"customer": "caller", "order": "order", "product": "products", "case": "complaint"}
_PREFIXES = {"@": "customers", "#": "orders", "/": "commands", "=": "sum"}


class Palette(QWidget):
    """Lies over the whole window while it is open; a click beside it or Esc closes it.

    ``creates`` opens the form for a new customer with what was typed; without it there are plain words.
    """

    def __init__(
        self, window: MainWindow, *, creates: Callable[[str], None] | None = None, recent: Path | None = None
    ) -> None:
        super().__init__(window)
        self.window_ = window
        self.context = window.context
        self.creates = creates
        self._kept = KeptFile(recent or paths.home() / "palette.json")
        self._recent = self._read_recent()
        self._epoch = 0
        self._moved = False
        self._acting: Row | None = None
        self._hits: Hits | None = None
        self._lost = False
        self._before: QWidget | None = None
        self._waiting: palette_hits.Answer | None = None
        self.field, self.list, self.rows = QLineEdit(), QListView(), PaletteRows()
        self.button, self.box = QPushButton(), QFrame(self)
        self.hint, self.foot = Text("", "caption"), Text("", "caption")
        self._glass = IconLabel("search", "accent", 20)
        self._timer = once(self, DELAY, self._ask)
        self._build()
        window.add_search(self.button)
        window.installEventFilter(self)
        self.context.broadcast.returned.connect(self._returned)
        self.context.spoke.connect(self.translate)
        self.context.painted.connect(self.paint_theme)
        window.commands.add([Command("window.search", N_("Search and commands"), "search", "Ctrl+K", self.open)])
        bind_keys(window, ("Ctrl+E", self.open))
        self.translate()
        self.paint_theme()
        self.hide()

    def _build(self) -> None:
        self.button.setProperty("kind", "search")
        self.button.setMinimumWidth(FIELD_WIDE)
        self.button.clicked.connect(self.open)
        self.box.setProperty("kind", "popup")
        self.field.setProperty("kind", "bare")
        self.field.setMaxLength(LONGEST)
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.list.setProperty("kind", "inner")
        self.list.setModel(self.rows)
        self.list.setItemDelegate(PalettePainter(self.context, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._enter)
        top, outer = QHBoxLayout(), QVBoxLayout(self.box)
        self._outer = outer
        top.setContentsMargins(16, 2, 16, 2)
        top.setSpacing(8)
        top.addWidget(self._glass)
        top.addWidget(self.field, 1)
        top.addWidget(self.hint)
        self.foot.setContentsMargins(16, 8, 16, 10)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        outer.addLayout(top)
        outer.addWidget(self.list, 1)
        outer.addWidget(self.foot)

    # open and closed

    def open(self, text: str = "") -> None:
        """Show it over the search field; whoever had the cursor gets it back."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self.setGeometry(self.window_.rect())
        self.show()
        self.raise_()
        self.field.setText(text if isinstance(text, str) else "")
        self.field.setFocus()
        self._hits = self._acting = None
        self._show()

    def shut(self) -> None:
        """Away again."""
        self._timer.stop()
        self._epoch += 1
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click beside the box."""
        self.shut()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The window behind is dimmed."""
        painter = QPainter(self)
        shade = self.context.tokens.color("text" if self.context.tokens.name == "light" else "window")
        shade.setAlphaF(0.28)
        painter.fillRect(self.rect(), shade)
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keys of the field that belong to the rows; the window's size."""
        if watched is self.window_ and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self.window_.rect())
            self._place()
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        keys, key = Qt.Key, Qt.Key(event.key())
        if key in _STEPS:
            self._step(_STEPS[key])
        elif key in (keys.Key_Return, keys.Key_Enter):
            self._enter()
        elif key in (keys.Key_Tab, keys.Key_Backtab):
            # the keyboard never leaves an open search
            self._act(self.current() if key == keys.Key_Tab and self._acting is None else None)
        elif key == keys.Key_Escape and self._acting is not None:
            self._act(None)
        elif key == keys.Key_Escape:
            self.shut()
        else:
            return False
        return True

    def _act(self, row: Row | None) -> None:
        """What can be done with a row instead of what was found, or that again."""
        before, self._acting, self._moved = self._acting, row, False
        self._show()
        self._moved = before is not None and row is None
        self._choose(before)

    # what is asked

    def _typed(self) -> None:
        self._epoch += 1
        self._moved, self._acting, self._hits = False, None, None
        mode, text = self._asked()
        if text and mode in ("", "customers", "orders"):
            self._timer.start()
        else:
            self._timer.stop()
        self._show()

    def _asked(self) -> tuple[str, str]:
        """What kind of thing is asked for (empty: everything), and by which text."""
        text = self.field.text().strip()
        mode = _PREFIXES.get(text[:1], "")
        return mode, text[1:].strip() if mode else text

    def _ask(self) -> None:
        answer = self._waiting = palette_hits.Answer(self, self._epoch)
        work = partial(palette_hits.hits, text=self._asked()[1])
        self.context.runner.read(self, work, answer.arrived, answer.failed)

    def take(self, epoch: int, hits: "Hits | None") -> None:
        """An answer, or none; one to what is not asked any more is not shown."""
        if epoch == self._epoch and self.isVisible():
            self._hits, self._lost = hits, hits is None
            self._show()

    def _returned(self) -> None:
        """The database answers again."""
        if self._lost and self.isVisible():
            self._ask()

    # what is shown

    def _show(self) -> None:
        mode, text = self._asked()
        rows = list(palette_actions.actions(self._acting, self.window_))
        if not rows:
            rows = palette_sums.rows(text, self.context.say) if mode == "sum" else self._found(mode, text)
        chosen = self.current()
        self.rows.show_rows(rows)
        self._choose(chosen)
        self._place()

    def _found(self, mode: str, text: str) -> list[Row]:
        rows: list[Row] = []
        hits = self._hits or palette_hits.nothing()
        if mode in ("", "customers"):
            heading = N_("Customers by phone") if phone.looks_like_number(text) else N_("Customers")
            rows += self._section(heading, [self._customer(row) for row in hits.customers])
        if mode in ("", "orders"):
            rows += self._section(N_("Orders and quotes"), [self._order(row) for row in hits.orders])
        if mode == "":
            there = hits.products if self.window_.knows("products") else ()
            products = [Row("product", hit.name, hit.code, "products", hit.id) for hit in there]
            rows += self._section(N_("Products"), products)
        if mode == "" and self.window_.knows("complaint"):
            rows += self._section(N_("Complaints"), [self._case(hit) for hit in hits.cases])
        if mode in ("", "commands"):
            rows += self._section(N_("Commands"), self._commands(text))
        return rows or self._nothing(mode, text)

    def _nothing(self, mode: str, text: str) -> list[Row]:
        say = self.context.say
        if text and mode != "commands" and self._hits is None:
            waits = (
                N_("The database does not answer. The search goes on by itself.") if self._lost else N_("Searching…")
            )
            return [Row("sentence", say.text(waits), icon="warning" if self._lost else "search")]
        if not text:
            return []
        rows = [Row("sentence", say.text(N_("Nothing found for ‘{text}’."), text=text), icon="info")]
        if self.creates is not None and mode in ("", "customers"):
            rows.append(Row("create", say.text(N_("Create customer ‘{text}’"), text=text), "", "add", text))
        return rows

    def _section(self, heading: str, rows: Sequence[Row]) -> list[Row]:
        return [Row("heading", self.context.say.text(heading)), *rows] if rows else []

    def _customer(self, row: "CustomerRow") -> Row:
        number = phone.international(row.phone) if row.phone.startswith("+") else row.phone
        parts = (row.organisation if row.organisation != row.name else "", row.city, number)
        return Row("customer", row.name, " · ".join(part for part in parts if part), "person", row.id, "",
                   row.tier if row.tier in ("A", "B", "C", "N") else "", number)  # fmt: skip

    def _order(self, row: "OrderRow") -> Row:
        say = self.context.say
        state = say.text((LATE if row.late else ORDER_STATES.get(row.status, ORDER_STATES["draft"]))[0])
        about = " · ".join((row.name, state, say.date(row.on), say.money_with_currency(row.gross)))
        return Row("order", row.order, about, "quote" if row.status == "quoted" else "orders", row.id)

    def _case(self, hit: "Found") -> Row:
        about = " · ".join((hit.subject, hit.customer, self.context.say.text(STATES[hit.status])))
        return Row("case", hit.number, about, "complaints", hit.id)

    def _commands(self, text: str) -> list[Row]:
        """Commands whose words begin like every word asked for; those used last come first."""
        asked = folded(text).split()
        places = {name: at for at, name in enumerate(self._recent)}
        mine = [one for one in self.window_.commands if one.name != "window.search" and self._allowed(one)]
        fits = [one for one in mine if self._fits(one, asked)]
        fits.sort(key=lambda one: places.get(one.name, len(places)))
        say = self.context.say
        return [
            Row("command", say.text(one.title).replace("&", ""), "", one.icon, one.name, key_text(one.key))
            for one in fits[:MOST_COMMANDS]
        ]

    def _allowed(self, command: Command) -> bool:
        right = command.right
        if right in rights.RIGHTS:
            return self.context.may(right)
        return not right or self.context.access in right.split() or self.context.access == rights.ADMIN

    def _fits(self, command: Command, asked: Sequence[str]) -> bool:
        say = self.context.say
        texts = {command.title, say.text(command.title), command.words, say.text(command.words)}
        words = folded(" ".join(texts).replace("&", "")).split()
        # Chinese has no blanks between words
        joined = "".join(words)
        return all(any(word.startswith(part) for word in words) or (not part.isascii() and part in joined)
                   for part in asked)  # fmt: skip

    def _place(self) -> None:
        """Over the search field, as high as its rows, never lower than the window."""
        wide = min(WIDE, self.width() - 40)
        place = self.button.mapTo(self.window_, self.button.rect().center())
        left = max(20, min(place.x() - wide // 2, self.width() - wide - 20))
        high = self.rows.height()
        frame = self.box.sizeHint().height() - self.list.sizeHint().height()
        self.box.resize(wide, min(frame + high + 10, self.height() - 60))
        # what is typed appears where the eye is: the field of the box over the field of the window
        self._outer.activate()
        field = self.field.mapTo(self.box, self.field.rect().center())
        self.box.move(left, max(2, place.y() - field.y()))

    # what is chosen

    def current(self) -> Row | None:
        """The row that Enter opens."""
        return self.rows.row(self.list.currentIndex().row())

    def _choose(self, wanted: Row | None) -> None:
        """The same row as before, if it is still there and was not simply the first; else the first that can be."""
        able = [at for at in range(self.rows.rowCount()) if (row := self.rows.row(at)) is not None and row.choosable]
        same = [at for at in able if self.rows.row(at) == wanted]
        at = same[0] if same and self._moved else able[0] if able else -1
        self.list.setCurrentIndex(self.rows.index(at, 0) if at >= 0 else self.rows.index(-1, 0))

    def _step(self, count: int) -> None:
        able = [at for at in range(self.rows.rowCount()) if (row := self.rows.row(at)) is not None and row.choosable]
        if not able:
            return
        self._moved = True
        here = self.list.currentIndex().row()
        at = able.index(here) if here in able else 0
        wanted = able[(at + count) % len(able) if abs(count) == 1 else max(0, min(len(able) - 1, at + count))]
        self.list.setCurrentIndex(self.rows.index(wanted, 0))
        self.list.scrollTo(self.rows.index(0 if wanted == able[0] else wanted, 0))

    def _enter(self) -> None:
        mode, text = self._asked()
        if self._timer.isActive() and self.current() is None and text and mode != "sum":
            self._timer.stop()
            self._ask()
        row = self.current()
        if row is not None and row.choosable:
            self._run(row)

    def _run(self, row: Row) -> None:
        self.shut()
        if row.kind in _SCREENS:
            self.context.go(_SCREENS[row.kind], row.record)
        elif isinstance(row.record, palette_actions.Action):
            row.record.run(self.window_)
        elif row.kind == "create" and self.creates is not None:
            self.creates(str(row.record))
        elif row.kind == "copy":
            QGuiApplication.clipboard().setText(str(row.record))
            self.window_.tell(self.context.say.text(N_("{text} is copied."), text=row.title))
        elif row.kind == "command":
            self._remember(str(row.record))
            self.window_.commands.named(str(row.record)).run()

    def _read_recent(self) -> list[str]:
        found = self._kept.read().get("recent")
        return [str(name) for name in found][:MOST_RECENT] if isinstance(found, list) else []

    def _remember(self, name: str) -> None:
        self._recent = [name, *[one for one in self._recent if one != name]][:MOST_RECENT]
        try:
            self._kept.change({"recent": list(self._recent)})
        except OSError:
            return  # the order of commands is not worth a word

    # words and colours

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        words = say.text(N_("Search customer, phone, order… or type a command"))
        self.button.setText(f" {words}   {key_text('Ctrl+K')}")
        self.button.setAccessibleName(say.text(N_("Search and commands")))
        self.field.setAccessibleName(say.text(N_("Search and commands")))
        self.field.setPlaceholderText(words)
        self.list.setAccessibleName(say.text(N_("What was found")))
        self.hint.setText(say.text(N_("@ customer   # order   / command   = calculate")))
        self.foot.setText(say.text(N_("↑ ↓ move     Enter open     Tab actions     Esc close")))
        if self.isVisible():
            self._show()

    def paint_theme(self) -> None:
        """Colours anew."""
        self.button.setIcon(icon("search", self.context.tokens.text2))
        self._glass.paint(self.context)
        self.list.viewport().update()
