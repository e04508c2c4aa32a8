"""The whole desk: every screen opens, keys are unique, language and theme change while it runs."""

import pytest

from app.i18n import LANGUAGES, Say
from app.ui import desk, screens, theme


@pytest.fixture
def window(context, qtbot, make, tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    customer = make.customer("Marta Ibáñez", phone="+34963550142", city="Valencia")
    make.order(customer, (make.product(), "2"))
    made = desk.window(context, "Mirador Home", "company.db", screens.ENTRIES)
    qtbot.addWidget(made)
    screens.join(made)
    made.finish()
    made.show()
    made.customer = customer
    return made


def test_every_screen_opens_without_a_word_of_trouble(window, said):
    for entry in screens.ENTRIES:
        if window.knows(entry.name):
            window.open_panel(entry.name)
    window.open_panel("caller").open_record(window.customer)
    assert said == []


def test_keys_are_unique_and_every_command_has_a_title(window):
    keys = [command.key for command in window.commands if command.key]
    assert len(keys) == len(set(keys))
    assert all(command.title for command in window.commands)


def test_language_and_theme_change_while_it_runs(window, said):
    seen = [entry.name for entry in screens.ENTRIES if window.knows(entry.name)]
    for language, tokens in zip(LANGUAGES, theme.TOKENS.values(), strict=True):
        window.context.speak(Say(language, country="ES"))
        window.context.paint(tokens)
        for name in seen:
            window.open_panel(name)
        assert window.windowTitle().endswith("Mirador Home")
    assert said == []


GROUNDS = ("surface", "window", "subtle", "hover", "selected", "selected_row", "accent_soft")
TEXTS = ("text", "text2", "text3", "accent", "ok", "warn", "bad", "info", "positive", "negative")
TONES = ("ok", "warn", "bad", "info", "neutral", "tier_a", "tier_b", "tier_c", "tier_n")


@pytest.mark.parametrize("tokens", theme.TOKENS.values(), ids=theme.TOKENS)
def test_30_every_text_stands_out_from_its_ground_and_every_field_has_an_edge(tokens):
    pairs = [(text, ground) for ground in GROUNDS for text in TEXTS] + [(tone, f"{tone}_bg") for tone in TONES]
    pairs += [("on_accent", ground) for ground in ("accent", "accent_hover", "accent_pressed")]
    weak = {pair: contrast(tokens, *pair) for pair in pairs if contrast(tokens, *pair) < 4.5}
    edges = [(edge, ground) for ground in GROUNDS for edge in ("line_strong", "accent")]
    weak |= {pair: contrast(tokens, *pair) for pair in edges if contrast(tokens, *pair) < 3}
    assert weak == {}


def contrast(tokens, first, second):
    """The ratio of WCAG 2."""
    low, high = sorted(_luminance(tokens.color(name)) for name in (first, second))
    return (high + 0.05) / (low + 0.05)


def _luminance(color):
    def linear(value):
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())
