"""Qt's own words (its dialogs, the menus of text fields) in the reader's language."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator

from app.ui.context import Context

CATALOGUES = {"es": "qtbase_es", "zh": "qtbase_zh_CN"}
"""English is what Qt is written in."""
_NAME = "qt-words"


class QtWords(QObject):
    """Follows the language of a context; the application has one language at a time, the last that was spoken."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        context.spoke.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """The words of the language that is spoken now; English where Qt brings none."""
        application, context = QCoreApplication.instance(), self.parent()
        assert application is not None
        assert isinstance(context, Context)
        # another context's words: the desk follows the window in which somebody signed in
        before = application.findChild(QTranslator, _NAME)
        if before is not None:
            application.removeTranslator(before)
            before.setObjectName("")
            before.deleteLater()
        catalogue = CATALOGUES.get(context.say.language)
        if catalogue is None:
            return
        found = QTranslator(application)
        found.setObjectName(_NAME)
        if found.load(catalogue, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            application.installTranslator(found)
