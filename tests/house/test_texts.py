"""Every text of the program is in the catalogue, and every catalogue is whole."""

import ast
import string

import pytest

from app.domain.month import Month
from app.i18n import LANGUAGES, Say
from installer import texts

FORMATTER = string.Formatter()


def fields(text: str) -> set[str]:
    """The names of the fields of a text."""
    return {name for _, name, _, _ in FORMATTER.parse(text) if name is not None}


def blanks(text: str) -> tuple[str, str]:
    """What stands before and after a text."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def messages(language: str):
    """(the English forms, the translated forms) of every text of a language."""
    for message in texts.read(language):
        if message.id:
            ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
            strings = (message.string,) if isinstance(message.string, str) else tuple(message.string)
            yield ids, strings


def test_the_program_speaks_the_languages_it_has_catalogues_for():
    assert set(LANGUAGES) == {"en", *texts.LANGUAGES}


def test_the_template_holds_every_text_of_the_program():
    """Renew it with ``python3 dev.py texts``."""
    assert texts.TEMPLATE.read_text(encoding="utf-8") == texts.template()


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_translations_are_in_step_with_the_template(language):
    assert texts.translation(language).read_text(encoding="utf-8") == texts.updated(language)


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_nothing_is_left_in_english(language):
    assert texts.untranslated(language) == []


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_translations_have_the_fields_of_the_original(language):
    wrong = []
    for ids, strings in messages(language):
        allowed = [fields(text) for text in ids]
        # one form for every number must carry the number, as the plural does
        wanted = allowed[-1:] if len(strings) == 1 else allowed
        wrong += [(ids, text) for text in strings if text and fields(text) not in wanted]
    assert wrong == []


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_translations_end_as_the_original_does(language):
    """A sentence stays a sentence, a label a label; nothing begins or ends with a stray blank."""
    ends = {"es": {".": ".", ":": ":", "?": "?", "…": "…"}, "zh": {".": "。", ":": "：", "?": "？", "…": "…"}}[language]
    wrong = []
    for ids, strings in messages(language):
        for original, text in zip((ids[0], ids[-1])[: len(strings)], strings, strict=True):
            # one word with a point is an abbreviation
            sentence = original[-1] in ends and " " in original
            ended = not sentence or text.endswith(ends[original[-1]])
            if text and not (ended and blanks(original) == blanks(text)):
                wrong.append((original, text))
    assert wrong == []


def test_chinese_uses_its_own_punctuation():
    """Beside Chinese characters stand full-width commas, colons, question marks and brackets.

    What files a dialog shows is written in Qt's own form: ``Name (*.csv);;Name (*)``.
    """
    wrong = []
    for _, strings in messages("zh"):
        for text in (one for one in strings if "(*" not in one):
            for at, sign in enumerate(text):
                before = text[at - 1] if at else ""
                after = text[at + 1 : at + 2]
                if sign in ",;:?!()" and ("\u4e00" <= before <= "\u9fff" or "\u4e00" <= after <= "\u9fff"):
                    wrong.append(text)
    assert wrong == []


def test_every_text_can_be_filled():
    """Fields are names, not positions, and carry no format of their own: numbers are written by ``Say``."""
    wrong = []
    for text in texts.collected():
        for form in filter(None, (text.one, text.many)):
            for _, name, form_of, conversion in FORMATTER.parse(form):
                if name is not None and (not name.isidentifier() or form_of or conversion):
                    wrong.append((text.file, form))
    assert wrong == []


def test_no_text_is_a_plural_here_and_a_single_text_there():
    found = list(texts.collected())
    plurals = {text.one: text.many for text in found if text.many}
    assert [text for text in found if text.one in plurals and text.many not in ("", plurals[text.one])] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('N_("a {b}")', [("a {b}", "")]),
        ('N_("two " "parts")', [("two parts", "")]),
        ('self.say.plural("one", "{count}", 3)', [("one", "{count}")]),
        ('words.say.text("direct")', [("direct", "")]),
        ('say.text(N_("marked"))', []),
        ('Mistake("wrong", hint="right", field="name")', [("wrong", ""), ("right", "")]),
        ('text("SELECT 1"); path.text("x"); Mistake(message)', []),
    ],
)
def test_what_is_collected(source, expected):
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    found = [text for call in calls for text in texts._texts(call, "x.py")]
    assert sorted((text.one, text.many) for text in found if "marked" not in text.one) == sorted(expected)


@pytest.mark.parametrize("source", ['N_(f"{a}")', "N_(name)", 'N_("a" + b)', 'say.text(f"{a}")', 'Mistake(f"{a}")'])
def test_a_text_that_is_put_together_is_refused(source):
    with pytest.raises(texts.NotPlainTextError, match="not a text"):
        list(texts._texts(ast.parse(source, mode="eval").body, "x.py"))


def test_a_refusal_is_read_in_spanish_and_chinese():
    from app.domain.month import Month
    from app.domain.refusal import Mistake

    with pytest.raises(Mistake) as caught:
        Month.parse("October")
    assert Say("es").refusal(caught.value) == "«October» no es un mes. Escríbalo así: 2026-10."
    assert Say("zh").refusal(caught.value) == "“October”不是月份。请写成 2026-10。"


def test_spanish_months_are_small_inside_a_sentence_and_large_at_its_beginning():
    spanish, month = Say("es"), Month(2026, 10)
    assert spanish.text("vs {month}", month=spanish.month(month)).endswith("octubre de 2026")
    assert spanish.text("{month} is open again.", month=spanish.month(month)).startswith("Octubre de 2026")
    assert spanish.month_name(month) == "Octubre"
    assert Say("en").text("vs {month}", month=Say("en").month_short(month)) == "vs Oct"
