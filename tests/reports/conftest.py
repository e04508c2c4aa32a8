"""Fonts cut once for all tests of paper."""

import pytest

from app.reports.fonts import Fonts
from app.reports.look import Weight


@pytest.fixture(scope="session")
def fonts(tmp_path_factory):
    return Fonts(tmp_path_factory.mktemp("fonts"))


@pytest.fixture(scope="session")
def chinese(fonts):
    if fonts.chinese(Weight.REGULAR) is None:
        pytest.skip("no Chinese TrueType font on this machine")
    return fonts
