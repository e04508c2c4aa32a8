"""Charts that survive a black-and-white printer: bars of 13 months, the bridge between two months, bars of changes.

They draw on any ``Surface``. Heights are ``float``: a chart shows a figure, the figure itself is written beside it.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.reports.look import Align, Style, Tone, Weight
from app.reports.surface import Surface

__all__ = ["Bar", "Box", "Link", "bridge", "change", "month_bars", "nice_step", "trend", "variance"]

LABEL = Style(7.6)
LABEL_STRONG = Style(7.6, Weight.BOLD)
VALUE = Style(7.0)
VALUE_STRONG = Style(7.4, Weight.BOLD)
AXIS = Style(7.0, Weight.REGULAR, Tone.TEXT)

Scale = Callable[[float], float]
"""Points from the top for a value."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a chart goes, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One month; ``None`` draws nothing: there are no figures."""

    label: str
    below: str
    """A second line: the year, where a year begins."""
    value: float | None
    before: float | None
    """The same month a year before."""
    text: str
    """The value, written above."""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """One bar of the bridge."""

    labels: tuple[str, ...]
    """Lines of its name."""
    value: float
    """What it adds; at both ends the height itself."""
    text: str
    end: bool = False
    """First and last bar: they stand on the ground."""


def nice_step(span: float, most: int = 5) -> float:
    """A step of 1, 2 or 5 times a power of ten that divides ``span`` (above 0) into at most ``most`` parts."""
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1.0, 2.0, 5.0, 10.0):
        if factor * power >= rough * (1 - 1e-9):
            return factor * power
    return 10.0 * power


def month_bars(surface: Surface, box: Box, bars: Sequence[Bar], *, unit: float = 1.0, point: str = ".") -> None:
    """Bars side by side on one scale, the year before lighter behind; ``unit`` divides the numbers at the axis."""
    known = [value for bar in bars for value in (bar.value, bar.before) if value is not None]
    high, low = max([0.0, *known]), min([0.0, *known])
    if not bars or high == low:
        surface.line(box.x, box.y + box.height - 24, box.x + box.width, box.y + box.height - 24, tone=Tone.STRONG)
        return
    # room above for the figures, below for two lines of names and for figures of negative bars
    plot = Box(box.x + 22, box.y + 14, box.width - 22, box.height - 14 - 26 - (10 if low < 0 else 0))
    scale = plot.height / (high - low)

    def at(value: float) -> float:
        return plot.y + (high - value) * scale

    # what is counted in whole numbers has no halves at its axis
    least = 1.0 if unit == 1.0 and all(value.is_integer() for value in known) else 0.0
    _axis(surface, plot, (low, high), at, unit=unit, point=point, least=least)
    slot = plot.width / max(len(bars), 6)
    # narrow bars have room for every second name only; the last one is always written
    every = 1 if max(surface.text_width(bar.label, LABEL) for bar in bars) <= slot else 2
    for number, bar in enumerate(bars):
        named = (len(bars) - 1 - number) % every == 0
        _month(surface, bar, Box(plot.x + number * slot, box.y, slot, box.height), at, named=named)
    surface.line(plot.x, at(0), plot.x + plot.width, at(0), tone=Tone.STRONG, thick=0.7)


def _axis(
    surface: Surface, plot: Box, span: tuple[float, float], at: Scale, *, unit: float, point: str, least: float
) -> None:  # fmt: skip
    low, high = span
    step = max(nice_step(high - low), least)
    tick = math.ceil(low / step)
    places = max(0, -math.floor(math.log10(step / unit) + 1e-9))
    while tick * step <= high * (1 + 1e-9):
        value = tick * step
        text = f"{abs(value) / unit:.{places}f}".replace(".", point)
        surface.write(plot.x - 5, at(value) + 2.4, "−" + text if value < 0 else text, AXIS, Align.RIGHT)
        if tick:
            surface.line(plot.x, at(value), plot.x + plot.width, at(value), thick=0.5)
        tick += 1


def _month(surface: Surface, bar: Bar, place: Box, at: Scale, *, named: bool) -> None:
    slot, low = place.width, place.y + place.height
    wide, back = slot * 0.5, slot * 0.5
    left = place.x + slot * 0.34
    if bar.before is not None:
        surface.box(left - slot * 0.22, *_span(at, bar.before, back), fill=Tone.LINE)
    if bar.value is not None:
        y, width, height = _span(at, bar.value, wide)
        if bar.strong:
            surface.box(left, y, width, height, fill=Tone.TEXT, edge=Tone.INK, thick=1.2)
        else:
            surface.box(left, y, width, height, fill=Tone.INK)
        above = y - 3 if bar.value >= 0 else y + height + 8
        _value(surface, bar, left + wide / 2, above, room=slot)
    if named:
        surface.write(left + wide / 2, low - 13, bar.label, LABEL_STRONG if bar.strong else LABEL, Align.CENTRE)
    surface.write(left + wide / 2, low - 4, bar.below, AXIS, Align.CENTRE)


def _value(surface: Surface, bar: Bar, x: float, y: float, *, room: float) -> None:
    """The figure above its bar; where bars are too narrow for figures only the one that stands out has one."""
    style = VALUE_STRONG if bar.strong else VALUE
    width = surface.text_width(bar.text, style)
    if width <= room:
        surface.write(x, y, bar.text, style, Align.CENTRE)
    elif bar.strong:
        # the last bar: its figure grows to the left
        surface.write(x + room * 0.4, y, bar.text, style, Align.RIGHT)


def _span(at: Scale, value: float, width: float) -> tuple[float, float, float]:
    """(top, width, height) of a bar between the zero line and a value."""
    top = at(max(value, 0.0))
    return top, width, max(at(min(value, 0.0)) - top, 0.3)


def bridge(surface: Surface, box: Box, links: Sequence[Link]) -> bool:
    """From the first bar over the effects to the last; grey adds, hatch takes away.

    True when the scale of the first and last bar is shortened, because the effects would vanish beside them.
    """
    tops, bottoms = _steps(links)
    floor = _floor(tops, bottoms)
    high = max(tops)
    lines = max(len(link.labels) for link in links)
    plot = Box(box.x, box.y + 14, box.width, box.height - 14 - 6 - 10 * lines)
    scale = plot.height / ((high - floor) or 1.0)
    slot = box.width / len(links)
    wide = slot * 0.72

    def at(value: float) -> float:
        return plot.y + (high - value) * scale

    ground = at(max(floor, 0.0) if floor > 0 else 0.0)
    running = 0.0
    for number, (link, top, bottom) in enumerate(zip(links, tops, bottoms, strict=True)):
        x = box.x + number * slot + (slot - wide) / 2
        y, height = at(top), max(at(max(bottom, floor)) - at(top), 0.6)
        _link(surface, link, Box(x, y, wide, height), cut=floor > 0)
        running = link.value if link.end else running + link.value
        if number + 1 < len(links):
            surface.line(x + wide, at(running), x + slot, at(running), tone=Tone.STRONG, dots=True)
        for line, text in enumerate(link.labels):
            style = LABEL_STRONG if link.end else LABEL
            surface.write(x + wide / 2, plot.y + plot.height + 12 + 10 * line, text, style, Align.CENTRE)
    surface.line(box.x, ground, box.x + box.width, ground, tone=Tone.INK, thick=1.2)
    return floor > 0


def _steps(links: Sequence[Link]) -> tuple[list[float], list[float]]:
    tops, bottoms = [], []
    running = 0.0
    for link in links:
        start = 0.0 if link.end else running
        running = start + link.value
        tops.append(max(start, running))
        bottoms.append(min(start, running))
    return tops, bottoms


def _floor(tops: Sequence[float], bottoms: Sequence[float]) -> float:
    """Where the drawing begins: 0, or higher when everything happens far above it; below 0 when something is."""
    low = min(bottoms)
    if low < 0:
        return low
    between = min([*tops[:1], *bottoms[1:-1], *tops[-1:]])
    moving = max(tops) - between
    return between - max(moving, between * 0.02) * 0.6 if between > 2 * moving else 0.0


def _link(surface: Surface, link: Link, bar: Box, *, cut: bool) -> None:
    if link.end:
        surface.box(bar.x, bar.y, bar.width, bar.height, fill=Tone.INK)
        if cut:
            y = bar.y + bar.height - 8
            slash = [(bar.x - 1, y + 2), (bar.x + bar.width + 1, y - 2)]
            surface.shape([*slash, (slash[1][0], y), (slash[0][0], y + 4)], Tone.WHITE)
    elif link.value >= 0:
        surface.box(bar.x, bar.y, bar.width, bar.height, fill=Tone.FILL, edge=Tone.INK)
    else:
        surface.hatch(bar.x, bar.y, bar.width, bar.height)
    surface.write(bar.x + bar.width / 2, bar.y - 4, link.text, VALUE_STRONG, Align.CENTRE)


def change(surface: Surface, box: Box, part: float, *, adds: bool) -> None:
    """One bar of a change: ``part`` (0 to 1) of the width of the box."""
    width = max(box.width * min(part, 1.0), 1.2)
    if adds:
        surface.box(box.x, box.y, width, box.height, fill=Tone.FILL, edge=Tone.INK)
    else:
        surface.hatch(box.x, box.y, width, box.height)


def variance(surface: Surface, box: Box, part: float) -> None:
    """A change beside others on one scale: ``part`` (-1 to 1) of half the box, from its middle to left or right."""
    middle = box.x + box.width / 2
    width = box.width / 2 * min(abs(part), 1.0)
    if width:
        left = middle if part > 0 else middle - max(width, 1.2)
        change(surface, Box(left, box.y, max(width, 1.2), box.height), 1.0, adds=part > 0)
    surface.line(middle, box.y - 3, middle, box.y + box.height + 3, tone=Tone.STRONG, thick=0.7)


def trend(surface: Surface, box: Box, values: Sequence[float | None]) -> None:
    """A line through the months, oldest first, on its own scale; unknown months leave a gap, the last one a dot."""
    known = [value for value in values if value is not None]
    if not known:
        return
    low, high = min(known), max(known)
    step = box.width / max(len(values) - 1, 1)
    scale = box.height / ((high - low) or 1.0)
    places = [
        None
        if value is None
        else (box.x + at * step, box.y + (high - value) * scale if high > low else box.y + box.height / 2)
        for at, value in enumerate(values)
    ]
    for before, after in pairwise(places):
        if before is not None and after is not None:
            surface.line(*before, *after, tone=Tone.TEXT, thick=1.0)
    last = places[-1]
    if last is not None:
        surface.box(last[0] - 1.5, last[1] - 1.5, 3, 3, fill=Tone.TEXT)
