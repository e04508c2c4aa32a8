"""What Qt says itself is said in the reader's language, also when it changes while the program runs."""

import gc

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication

from app.i18n import Say
from app.ui.context import Context
from app.ui.mark import SIZES, mark_icon
from app.ui.qt_words import QtWords


@pytest.fixture
def alone(qapp):
    """A context without a company."""
    gc.collect()
    made = Context(Say("en"))
    yield made
    shiboken6.delete(made)


def cancel() -> str:
    return QCoreApplication.translate("QPlatformTheme", "Cancel")


def test_qt_follows_the_language(alone):
    QtWords(alone)
    found = [cancel()]
    for language in ("es", "zh", "en"):
        alone.speak(Say(language))
        found.append(cancel())
    assert found == ["Cancel", "Cancelar", "取消", "Cancel"]


def test_qt_forgets_a_language_with_its_context(qapp):
    gone = Context(Say("zh"))
    QtWords(gone)
    assert cancel() == "取消"
    shiboken6.delete(gone)
    assert cancel() == "Cancel"


def test_the_programs_sign_has_every_size(qapp):
    assert {size.width() for size in mark_icon().availableSizes()} == set(SIZES)
