"""Hours of the day as people type them."""

from datetime import time

import pytest

from app.domain.refusal import Mistake
from app.domain.typed_times import read_time


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [("9", 9, 0), ("09:30", 9, 30), ("9.30", 9, 30), ("930", 9, 30), ("1745", 17, 45), ("17h", 17, 0),
     ("3 pm", 15, 0), ("12 am", 0, 0), ("12:15 p.m.", 12, 15), ("１２：３０", 12, 30), ("8点", 8, 0)],
)  # fmt: skip
def test_hours_are_read_as_they_are_typed(text, hour, minute):
    assert read_time(text) == time(hour, minute)


@pytest.mark.parametrize("text", ["", "noon", "25", "12:60", "9:3", "-1", "1:2:3", "99999"])
def test_anything_else_is_refused_with_a_way_to_write_it(text):
    with pytest.raises(Mistake, match="Write it as 12:30"):
        read_time(text)
