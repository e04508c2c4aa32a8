"""What every field of a form has: a label above, an editor, a line below that says what is wrong and what is right."""

from abc import abstractmethod
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.domain.refusal import N_, Mistake, NeedsConsent, Refusal
from app.ui.context import Context
from app.ui.icons import pixmap
from app.ui.kit.form_field import FormField
from app.ui.kit.labels import Text

MARK = 14


class FieldBox(QWidget):
    """The common part: label, editor, message. Read when the editor is left; what cannot be read stays as it is."""

    edited = Signal()
    """Somebody typed or chose something."""
    left = Signal()
    """The editor was left, and what stands in it was read."""
    settled = Signal()
    """What stands in it was read, or refused."""
    passed = Signal()
    """Its warning was passed."""

    def __init__(self, context: Context, field: FormField, editor: QWidget) -> None:
        super().__init__()
        self.context, self.field, self.editor = context, field, editor
        self.value: Any = field.empty
        self.filled: Any = field.empty
        """The value the record has: what ``changed`` compares with."""
        self.filled_text = ""
        self.refusal: Refusal | None = None
        self._passed: object = None
        self._settled: str | None = None
        """The text that was read last; none while it could not be read."""
        self._tone = ""
        self.label, self._required = Text("", "caption"), Text("", "caption", "accent")
        self._about, self._mark = Text("", "caption"), QLabel()
        self._keep = QToolButton()
        self._lay_out()
        self._keep.clicked.connect(self.pass_warning)
        editor.installEventFilter(self)

    def _lay_out(self) -> None:
        self.label.setBuddy(self.editor)
        self.setFocusProxy(self.editor)
        if not self.field.required:
            self._required.hide()
        self._about.setWordWrap(True)
        self._about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._keep.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head, foot, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        head.setSpacing(6)
        head.addWidget(self.label)
        head.addWidget(self._required)
        head.addStretch(1)
        foot.setSpacing(4)
        foot.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self._about, 1)
        foot.addWidget(self._keep, 0, Qt.AlignmentFlag.AlignTop)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.editor)
        column.addLayout(foot)
        for widget in (self._about, self._mark, self._keep):
            widget.hide()

    # what a kind of field says of itself

    @abstractmethod
    def raw(self) -> str:
        """What stands in the editor, as typed."""

    @abstractmethod
    def show_raw(self, text: str) -> None:
        """Put a text into the editor as if it were typed; nobody is told."""

    def written(self, value: Any) -> str:  # noqa: ANN401 - the value's type is the field's
        """A value as this field writes it."""
        return str(value)

    def read(self, text: str) -> tuple[Any, str]:
        """The value of a text, and how it was understood where that is doubtful. Raises ``Mistake``."""
        return text, ""

    # what every field does

    def fill(self, value: Any) -> None:  # noqa: ANN401 - the value's type is the field's
        """The value of the record."""
        self.filled = self.field.empty if value is None else value
        self.show_value(self.filled)
        self.filled_text = self.text_of(self.filled)

    def rebase(self, value: Any) -> None:  # noqa: ANN401 - the value's type is the field's
        """The record has this value now; what stands here stays."""
        self.filled = self.field.empty if value is None else value
        self.filled_text = self.text_of(self.filled)

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - the value's type is the field's
        """Another value, not yet the record's."""
        self.value, self.refusal, self._passed = value, None, None
        self._write_value()
        self._tell("", "")

    def take_raw(self, text: str) -> None:
        """A text that was typed earlier: read now, and kept as it is where it cannot be read."""
        self.show_raw(text)
        self.settle()

    @property
    def is_changed(self) -> bool:
        """Whether something else stands here than the record has, read or not."""
        return bool(self.value != self.filled) or self.raw() != self.filled_text

    def settle(self) -> None:
        """Read what stands here; the message below says what came of it."""
        text, was_wrong, about = self.raw(), self.refusal is not None, ""
        fresh = text != self._settled
        self.refusal = None
        try:
            if fresh:
                self.value, about = self.read(text.rstrip() if self.field.kind == "lines" else text.strip())
            self._check(self.value)
        except (Mistake, NeedsConsent) as refusal:
            self._settled = None
            self.refuse(refusal)
        else:
            if fresh:
                self._write_value()
            if fresh or was_wrong:
                self._tell(about, "info")
        self.settled.emit()

    def _write_value(self) -> None:
        self.show_raw(self.text_of(self.value))
        self._settled = self.raw()

    def text_of(self, value: Any) -> str:  # noqa: ANN401 - the value's type is the field's
        """A value as it stands in the editor; empty for none."""
        return "" if value is None else self.written(value)

    def _check(self, value: Any) -> None:  # noqa: ANN401 - the value's type is the field's
        if self.field.required and value == self.field.empty:
            raise Mistake(N_("This field is required."))
        # what the record has already is nobody's new mistake
        if self.field.check is None or value == self.filled:
            return
        try:
            self.field.check(value)
        except NeedsConsent:
            if self._passed is None or self._passed != value:
                raise

    def refuse(self, refusal: Refusal) -> None:
        """Show why what stands here cannot be, or should not be without a second look."""
        self.refusal = refusal
        words = self.context.say.refusal(refusal)
        self._tell(words, "warn" if isinstance(refusal, NeedsConsent) else "bad")

    def pass_warning(self) -> bool:
        """Keep the unusual value; false where there was no warning."""
        if not isinstance(self.refusal, NeedsConsent):
            return False
        self._passed, self.refusal = self.value, None
        self._write_value()
        self._tell("", "")
        self.settled.emit()
        self.passed.emit()
        return True

    def translate(self) -> None:
        """Words anew; a value is written anew too, a text that cannot be read stays."""
        say = self.context.say
        self.label.setText(say.text(self.field.label))
        self._required.setText(say.text(N_("required")))
        self._keep.setText(say.text(N_("Keep it")))
        self._keep.setToolTip(say.text(N_("Save it as it is (Alt+Enter)")))
        self._keep.setAccessibleName(say.text(N_("Save it as it is (Alt+Enter)")))
        name = self.label.text()
        self.editor.setAccessibleName(f"{name}, {self._required.text()}" if self.field.required else name)
        self.filled_text = self.text_of(self.filled)
        if self.refusal is not None:
            self.refuse(self.refusal)
        elif self.raw() == self._settled:
            self._write_value()
            self._tell("", "")

    def paint_theme(self) -> None:
        """Colours anew."""
        if self._tone in ("bad", "warn"):
            color = getattr(self.context.tokens, self._tone)
            self._mark.setPixmap(pixmap("warning", color, MARK, self.devicePixelRatioF()))

    @property
    def message(self) -> str:
        """What stands below the field."""
        return "" if self._about.isHidden() else self._about.text()

    def stand_beside(self, *, field: bool) -> None:
        """Whether another field stands in the same row: what has no label above stands where that one's editor does."""

    def cursor_to_end(self) -> None:
        """Typing goes on behind what stands here."""

    def set_editable(self, editable: bool) -> None:
        """Whether something can be typed."""
        self.editor.setEnabled(editable)

    def _typed(self) -> None:
        """What was wrong is no longer said while somebody corrects it."""
        if self.refusal is not None:
            self._tell("", "")
        self.edited.emit()

    def _tell(self, words: str, tone: str) -> None:
        self._tone = tone if words else ""
        self._about.setText(words)
        self._about.set_tone(self._tone)
        self._about.setVisible(bool(words))
        self._mark.setVisible(self._tone in ("bad", "warn"))
        self._keep.setVisible(self._tone == "warn")
        self.editor.setAccessibleDescription(words)
        wrong = self._tone == "bad"
        if bool(self.editor.property("wrong")) != wrong:
            self.editor.setProperty("wrong", wrong)
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)
        self.paint_theme()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Leaving the editor reads it; Alt+Enter passes its warning."""
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            if event.reason() != Qt.FocusReason.PopupFocusReason:
                self.settle()
                self.left.emit()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.settle()
                return self.pass_warning()
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """A key in the editor; true where it was taken."""
        return False
