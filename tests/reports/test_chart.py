"""Charts draw on any surface what the figures say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.chart import Bar, Box, Link, bridge, change, month_bars, nice_step
from app.reports.look import Align, Tone


class Notebook:
    """A surface that remembers."""

    def __init__(self):
        self.boxes, self.hatches, self.texts, self.lines, self.shapes = [], [], [], [], []

    def line(self, x1, y1, x2, y2, *, tone=Tone.LINE, thick=0.5, dots=False):
        self.lines.append((x1, y1, x2, y2))

    def box(self, x, y, width, height, *, fill=None, edge=None, thick=0.6):
        self.boxes.append((x, y, width, height, fill))

    def hatch(self, x, y, width, height):
        self.hatches.append((x, y, width, height))

    def shape(self, points, fill):
        self.shapes.append(points)

    def write(self, x, y, text, style, align=Align.LEFT):
        self.texts.append((x, y, text))

    def text_width(self, text, style):
        return len(text) * style.size * 0.5


BOX = Box(50, 100, 500, 150)
values = st.one_of(st.none(), st.floats(-1e9, 1e9, allow_subnormal=False).filter(lambda n: n == 0 or abs(n) > 0.01))


@given(st.lists(st.tuples(values, values), max_size=13))
def test_bars_stay_in_their_box(pairs):
    surface = Notebook()
    bars = [Bar("Oct", "2026", value, before, "x", strong=n == 0) for n, (value, before) in enumerate(pairs)]
    month_bars(surface, BOX, bars)
    for x, y, width, height, _ in surface.boxes:
        assert x >= BOX.x
        assert x + width <= BOX.x + BOX.width + 1
        assert y >= BOX.y
        assert y + height <= BOX.y + BOX.height
    assert all(BOX.y <= y <= BOX.y + BOX.height for _, y, _ in surface.texts)


def test_bars_are_in_proportion():
    surface = Notebook()
    month_bars(surface, BOX, [Bar("a", "", 100.0, None, "100"), Bar("b", "", 50.0, None, "50")])
    first, second = (box[3] for box in surface.boxes)
    assert first == pytest.approx(2 * second)


@pytest.mark.parametrize(("most", "ticks"), [(1, ["0", "1"]), (2, ["0", "1", "2"]), (12, ["0", "5", "10"])])
def test_what_is_counted_has_no_halves_at_its_axis(most, ticks):
    surface = Notebook()
    month_bars(surface, BOX, [Bar("a", "", float(most), 0.0, "x"), Bar("b", "", 0.0, 1.0, "x")])
    assert [text for x, _, text in surface.texts if x < BOX.x + 22 and text] == ticks


def test_a_loss_hangs_below_the_line():
    surface = Notebook()
    month_bars(surface, BOX, [Bar("a", "", 100.0, None, "100"), Bar("b", "", -50.0, None, "−50")])
    (_, up, _, high, _), (_, down, _, _, _) = surface.boxes
    assert up + high == pytest.approx(down)


@given(st.floats(0.001, 1e9), st.integers(2, 8))
def test_steps_are_nice_and_few(span, most):
    step = nice_step(span, most)
    assert span / step <= most + 1e-6
    assert f"{step:e}"[0] in "1259"


@given(
    st.floats(-1e6, 1e6),
    st.lists(st.floats(-1e5, 1e5).filter(lambda n: abs(n) > 1), min_size=1, max_size=9),
)
def test_the_bridge_stays_in_its_box(start, effects):
    surface = Notebook()
    links = [Link(("Before",), start, "s", end=True)]
    links += [Link(("Effect",), effect, "e") for effect in effects]
    links.append(Link(("After",), start + sum(effects), "e", end=True))
    bridge(surface, BOX, links)
    ends = [box for box in surface.boxes if box[4] is Tone.INK]
    adds = [box for box in surface.boxes if box[4] is Tone.FILL]
    assert len(ends) == 2
    assert len(adds) == sum(effect >= 0 for effect in effects)
    assert len(surface.hatches) == sum(effect < 0 for effect in effects)
    for x, y, width, height in [*(box[:4] for box in surface.boxes), *surface.hatches]:
        assert x >= BOX.x
        assert x + width <= BOX.x + BOX.width
        assert y >= BOX.y
        assert y + height <= BOX.y + BOX.height


def test_small_effects_shorten_the_ends_and_say_so():
    links = [Link(("a",), 30_346, "", end=True), Link(("b",), 500, ""), Link(("c",), 30_846, "", end=True)]
    surface = Notebook()
    assert bridge(surface, BOX, links) is True
    assert len(surface.shapes) == 2
    links = [Link(("a",), 100, "", end=True), Link(("b",), 900, ""), Link(("c",), 1000, "", end=True)]
    assert bridge(Notebook(), BOX, links) is False


def test_changes_are_grey_or_hatched():
    surface = Notebook()
    change(surface, BOX, 0.5, adds=True)
    change(surface, BOX, 0.25, adds=False)
    assert surface.boxes[0][2] == 250
    assert surface.hatches[0][2] == 125
