"""The reports' charts on a screen: the same drawing in the theme's colours, with a sentence and a table."""

from decimal import Decimal

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from app.domain.month import Month
from app.domain.papers_figures import Bridge, Effect, EffectKind, MonthPoint
from app.i18n import Say
from app.reports.chart import Box, trend, variance
from app.reports.compare import Words
from app.ui.charts.card import ChartCard
from app.ui.charts.drawings import bridge_drawing, months_drawing
from app.ui.charts.surface import ScreenSurface
from app.ui.theme import DARK, LIGHT

D = Decimal
MARCH = Month(2026, 3)
POINTS = tuple(MonthPoint(MARCH.plus(at - 12), D(1000 * (at + 1)), D(500)) for at in range(13))


def colours(draw, tokens, width=400, height=200) -> set[str]:
    """The colours that stand in a picture."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(tokens.surface))
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return {image.pixelColor(x, y).name().upper() for x in range(0, width, 2) for y in range(0, height, 2)}


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_a_chart_wears_the_colours_of_the_theme(context, tokens):
    drawing, note = months_drawing(POINTS, MARCH, context.say)
    font = ChartCard(context).font()
    found = colours(lambda painter: drawing.draw(ScreenSurface(painter, tokens, font), Box(0, 0, 250, 125)), tokens)
    assert {tokens.actual.upper(), tokens.year_before.upper(), tokens.accent.upper()} <= found
    assert "euros" in note
    made = Bridge(D(5000), (Effect(EffectKind.VOLUME, D(900)), Effect(EffectKind.RETURNS, D(-400))))
    bridge = bridge_drawing(made, MARCH, Words(context.say))
    found = colours(lambda painter: bridge.draw(ScreenSurface(painter, tokens, font), Box(0, 0, 250, 125)), tokens)
    assert {tokens.positive.upper(), tokens.negative.upper(), tokens.actual.upper()} <= found


def test_small_bars_and_lines_of_the_table(context):
    def less(painter):
        variance(ScreenSurface(painter, LIGHT, painter.font(), scale=1.0), Box(10, 50, 200, 20), -0.5)

    assert LIGHT.negative.upper() in colours(less, LIGHT)

    def line(painter):
        trend(ScreenSurface(painter, LIGHT, painter.font(), scale=1.0), Box(10, 20, 300, 80), (None, 1.0, 3.0, 2.0))

    assert LIGHT.accent.upper() in colours(line, LIGHT), "the last month has a dot"


def test_a_chart_can_be_read_without_seeing_it(context):
    drawing, _ = months_drawing(POINTS, MARCH, context.say)
    assert drawing.sentence == (
        "13 months up to March 2026: 13,000.00 in the last one; most in March 2026, least in March 2025."
    )
    card = ChartCard(context)
    card.show_chart("Contribution", "euros", drawing)
    assert card.chart.accessibleDescription() == drawing.sentence
    card.show_table(shown=True)
    assert (card.as_table, card.table.rowCount()) == (True, 13)
    assert card.table.item(12, 1).text() == "13,000.00"
    made = Bridge(D(5000), (Effect(EffectKind.VOLUME, D(900)),))
    rows = bridge_drawing(made, MARCH, Words(context.say)).rows
    assert [amount for _, amount in rows] == ["5,000.00", "+900.00", "5,900.00"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_name_below_the_bridge_is_read_to_its_end(context, language):
    context.say = Say(language)
    kinds = (EffectKind.VOLUME, EffectKind.MIX, EffectKind.PRICE, EffectKind.RETURNS, EffectKind.COMPLAINTS)
    made = Bridge(D(5000), tuple(Effect(kind, D(200)) for kind in kinds))
    drawing = bridge_drawing(made, Month(2026, 10), Words(context.say))
    written = []

    class Heard(ScreenSurface):
        def write(self, x, y, text, *rest):
            written.append(text)
            super().write(x, y, text, *rest)

    font = ChartCard(context).font()
    colours(lambda painter: drawing.draw(Heard(painter, LIGHT, font), Box(0, 0, 270, 130)), LIGHT, width=440)
    assert not [text for text in written if "…" in text]
    assert any(text.endswith("-") for text in written), "a word that is wider than its bar is broken at a syllable"


def test_what_changed_nothing_takes_no_room_in_the_bridge(context):
    made = Bridge(D(5000), (Effect(EffectKind.VOLUME, D(900)), Effect(EffectKind.COST, D("0.40"))))
    drawing = bridge_drawing(made, MARCH, Words(context.say))
    written = []

    class Heard(ScreenSurface):
        def write(self, x, y, text, *rest):
            written.append(text)

    font = ChartCard(context).font()
    colours(lambda painter: drawing.draw(Heard(painter, LIGHT, font), Box(0, 0, 350, 130)), LIGHT)
    assert "±0" not in written
    assert "+900" in written
    assert "+0.40" in [amount for _, amount in drawing.rows]


def test_the_switch_of_a_chart_says_what_it_leads_to(context, qtbot):
    card = ChartCard(context)
    qtbot.addWidget(card)
    card.show()
    assert card.switch.isHidden(), "nothing to show as a table yet"
    card.show_chart("Contribution", "euros", months_drawing(POINTS, MARCH, context.say)[0])
    assert card.switch.text() == "Show as table"
    card.switch.click()
    assert (card.as_table, card.switch.text()) == (True, "Show as chart")
