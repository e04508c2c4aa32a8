"""When a company cannot be opened: every way out can be read, and the keyboard stands on the first."""

import pytest

from app.domain.refusal import N_, Unavailable
from app.i18n import LANGUAGES, Say
from app.ui.setup.trouble import TroubleWindow
from tests.ui.kit.conftest import database
from tests.ui.rules.looking import cut

__all__ = ["database"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_out_is_read_to_its_end(context, qtbot, language):
    context.speak(Say(language, country="ES"))
    window = TroubleWindow(context, Unavailable(N_("The list could not be read.")), upgrade=lambda: None)
    qtbot.addWidget(window)
    window.show()
    assert list(cut(window)) == []
    assert window.focusWidget() is window.buttons["upgrade"]
