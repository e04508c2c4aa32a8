"""What Qt says itself is said in the reader's language, also when it changes while the program runs."""

import pytest
from PySide6.QtCore import QCoreApplication

from app.i18n import Say
from app.ui.context import Context
from app.ui.mark import SIZES, mark_icon
from app.ui.qt_words import QtWords


@pytest.fixture
def contexts(qapp):
    """Two contexts without a company: of the window in which somebody signs in, and of the desk."""
    made = Context(Say("zh")), Context(Say("en"))
    yield made
    made[0].speak(Say("en"))


def cancel() -> str:
    return QCoreApplication.translate("QPlatformTheme", "Cancel")


def test_qt_follows_the_language(contexts):
    context = contexts[1]
    QtWords(context)
    found = [cancel()]
    for language in ("es", "zh", "en"):
        context.speak(Say(language))
        found.append(cancel())
    assert found == ["Cancel", "Cancelar", "取消", "Cancel"]


def test_the_desk_does_not_keep_the_language_of_the_window_before(contexts):
    QtWords(contexts[0])
    assert cancel() == "取消"
    QtWords(contexts[1])
    assert cancel() == "Cancel"


def test_the_programs_sign_has_every_size(qapp):
    assert {size.width() for size in mark_icon().availableSizes()} == set(SIZES)
