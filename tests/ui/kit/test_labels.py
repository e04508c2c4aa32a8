"""Buttons that stay down: their words are bold then, and have room for it."""

import re
from pathlib import Path

import app.ui

OWN = {"labels.py"}
"""Where the button with that room is."""


def test_whatever_stays_down_like_a_tab_has_room_for_its_bold_words():
    tabs = re.compile(r'setProperty\("kind", "(tab|choice)"\)')
    found = [path.name for path in Path(app.ui.__file__).parent.rglob("*.py") if tabs.search(path.read_text("utf-8"))]
    assert set(found) <= OWN
