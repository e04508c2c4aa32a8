"""The company's logo at the first start: a picture that is looked at now and read when the company is made."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from app.domain.refusal import N_, Refusal
from app.ui.context import Context
from app.ui.kit.labels import Text

HIGH, WIDE = 32, 96


class LogoRow(QWidget):
    """Nobody has to choose one; ``path`` is empty then."""

    def __init__(self, context: Context, read: Callable[[Path], bytes]) -> None:
        super().__init__()
        self.context, self._read = context, read
        self.path = ""
        self._asked = ""
        self._dialog: QFileDialog | None = None
        self._trouble: Refusal | None = None
        self.picture, self.words = QLabel(), Text("", "quiet")
        self.words.setWordWrap(True)
        self.choose, self.remove = QPushButton(), QPushButton()
        self.remove.setProperty("kind", "flat")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.choose, self.remove):
            # Enter on it means it, although Enter goes on everywhere else
            button.setAutoDefault(True)
        row.addWidget(self.choose)
        row.addWidget(self.picture)
        row.addWidget(self.words, 1)
        row.addWidget(self.remove)
        self.choose.clicked.connect(self.ask)
        self.remove.clicked.connect(self.clear)

    def show_path(self, path: str) -> None:
        """What was chosen before; a picture that is gone meanwhile is said."""
        if path != self.path:
            self.clear()
            if path:
                self.look(path)

    def ask(self) -> None:
        """Which picture?"""
        say = self.context.say
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        self._dialog = QFileDialog(self, say.text(N_("Choose a logo")), folder, say.text(N_("Pictures (*.png *.jpg)")))
        self._dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._dialog.fileSelected.connect(self.look)
        self._dialog.open()

    def look(self, path: str) -> None:
        """Whether it is a picture that fits on papers."""
        self._asked = path
        self.context.runner.aside(self, partial(self._read, Path(path)), self._looked, self._refused)

    def _looked(self, data: bytes) -> None:
        self.path, self._trouble = self._asked, None
        found = QPixmap()
        found.loadFromData(data)
        size = found.size().scaled(WIDE, HIGH, Qt.AspectRatioMode.KeepAspectRatio)
        smooth = Qt.TransformationMode.SmoothTransformation
        self.picture.setPixmap(found.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, smooth))
        self._write()

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._trouble = error
            self._write()
        else:
            self.context.reporter.show(error)

    def clear(self) -> None:
        """Without a logo."""
        self.path, self._trouble = "", None
        self.picture.clear()
        self._write()

    def _write(self) -> None:
        say = self.context.say
        self.words.set_tone("bad" if self._trouble is not None else "")
        if self._trouble is not None:
            self.words.setText(say.refusal(self._trouble))
        else:
            self.words.setText(Path(self.path).name if self.path else say.text(N_("PNG or JPEG, at most 2 MB")))
        self.picture.setVisible(bool(self.path))
        self.remove.setVisible(bool(self.path))

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        for button, words in ((self.choose, N_("Choose a logo…")), (self.remove, N_("Without logo"))):
            button.setText(say.text(words))
            button.setAccessibleName(button.text())
        self.picture.setAccessibleName(say.text(N_("Logo")))
        self._write()
