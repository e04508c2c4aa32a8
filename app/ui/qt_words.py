"""Qt's own words (its dialogs, the menus of text fields) in the reader's language."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator

from app.ui.context import Context

CATALOGUES = {"es": "qtbase_es", "zh": "qtbase_zh_CN"}
"""English is what Qt is written in."""


class QtWords(QObject):
    """Follows the language of a context as long as that lives."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._translator: QTranslator | None = None
        context.spoke.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """The words of the language that is spoken now; English where Qt brings none."""
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator.deleteLater()
            self._translator = None
        context = self.parent()
        assert isinstance(context, Context)
        catalogue = CATALOGUES.get(context.say.language)
        if catalogue is None:
            return
        found = QTranslator(self)
        if found.load(catalogue, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            QCoreApplication.installTranslator(found)
            self._translator = found
