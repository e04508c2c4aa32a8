"""Amounts in words: known ones, and words that read back to the very amount."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.amount_words import LARGEST_IN_WORDS, amount_in_words

D = Decimal


def words(amount, currency="EUR", language="en", places=2):
    """Short."""
    return amount_in_words(D(amount), currency, language, places)


@pytest.mark.parametrize(
    ("amount", "english", "spanish"),
    [
        ("0", "zero euros", "cero euros"),
        ("0.01", "one cent", "un céntimo"),
        ("1.21", "one euro and twenty-one cents", "un euro con veintiún céntimos"),
        ("21", "twenty-one euros", "veintiún euros"),
        ("31", "thirty-one euros", "treinta y un euros"),
        ("100", "one hundred euros", "cien euros"),
        ("101", "one hundred and one euros", "ciento un euros"),
        ("516.16", "five hundred and sixteen euros and sixteen cents",
         "quinientos dieciséis euros con dieciséis céntimos"),
        ("1000", "one thousand euros", "mil euros"),
        ("1001", "one thousand and one euros", "mil un euros"),
        (
            "1733.70", "one thousand seven hundred and thirty-three euros and seventy cents",
            "mil setecientos treinta y tres euros con setenta céntimos",
        ),
        ("21000", "twenty-one thousand euros", "veintiún mil euros"),
        ("100000", "one hundred thousand euros", "cien mil euros"),
        ("131001", "one hundred and thirty-one thousand and one euros", "ciento treinta y un mil un euros"),
        ("1000000", "one million euros", "un millón de euros"),
        ("1000001", "one million and one euros", "un millón un euros"),
        ("1000000.50", "one million euros and fifty cents", "un millón de euros con cincuenta céntimos"),
        ("2100000", "two million one hundred thousand euros", "dos millones cien mil euros"),
        ("1000000000", "one billion euros", "mil millones de euros"),
        ("-28.40", "minus twenty-eight euros and forty cents", "menos veintiocho euros con cuarenta céntimos"),
    ],
)  # fmt: skip
def test_euros(amount, english, spanish):
    assert words(amount) == english
    assert words(amount, language="es") == spanish


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("1", "una libra"), ("21", "veintiuna libras"), ("200", "doscientas libras"),
        ("1733", "mil setecientas treinta y tres libras"),
        ("221031", "doscientas veintiún mil treinta y una libras"), ("1000000", "un millón de libras"),
        ("200000000", "doscientos millones de libras"), ("500.01", "quinientas libras con un penique"),
    ],
)  # fmt: skip
def test_spanish_agrees_with_what_is_counted(amount, text):
    assert words(amount, "GBP", "es") == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        # the worked examples of the rules for bills and cheques
        ("1409.50", "壹仟肆佰零玖元伍角"), ("6007.14", "陆仟零柒元壹角肆分"), ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"), ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1733.70", "壹仟柒佰叁拾叁元柒角"), ("0", "零元整"), ("0.70", "柒角"), ("0.05", "伍分"), ("10", "壹拾元整"),
        ("10000", "壹万元整"), ("10001", "壹万零壹元整"), ("100000000", "壹亿元整"), ("100010000", "壹亿零壹万元整"),
        ("1000000000000", "壹万亿元整"), ("1000200000000", "壹万零贰亿元整"), ("-28.40", "负贰拾捌元肆角"),
    ],
)  # fmt: skip
def test_chinese_financial_numerals(amount, text):
    assert words(amount, "CNY", "zh") == "人民币" + text


def test_currencies_of_other_kinds():
    assert words("1733", "JPY", "en", 0) == "one thousand seven hundred and thirty-three yen"
    assert words("1733", "JPY", "es", 0) == "mil setecientos treinta y tres yenes"
    assert words("1733", "JPY", "zh", 0) == "日元壹仟柒佰叁拾叁元整"
    assert words("1.50", "XYZ") == "one 50/100 XYZ"
    assert words("21.005", "KWD", "es", 3) == "veintiuno 005/1000 KWD"
    assert words("21.005", "KWD", "zh", 3) == "KWD贰拾壹元零伍厘"
    assert words("2", "GBP") == "two pounds"
    assert words("0.02", "GBP") == "two pence"


@pytest.mark.parametrize(("amount", "places"), [("0.001", 2), ("1.5", 0), (str(LARGEST_IN_WORDS), 2)])
def test_amounts_without_words(amount, places):
    with pytest.raises(ValueError, match=re.escape(amount)):
        words(amount, places=places)


# --- read back by other means ---------------------------------------------------------------------------------------

_EN_WORDS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"""
_EN = dict(zip(_EN_WORDS.split(), [*range(20), *range(20, 100, 10)], strict=True))
_EN_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ES_WORDS = """cero un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis
diecisiete dieciocho diecinueve veinte veintiún veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete
veintiocho veintinueve treinta cuarenta cincuenta sesenta setenta ochenta noventa ciento doscientos trescientos
cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"""
_ES = dict(zip(_ES_WORDS.split(), [*range(30), *range(30, 100, 10), *range(100, 1000, 100)], strict=True))
_ES |= {name.removesuffix("os") + "as": value for name, value in _ES.items() if value > 100}
_ES |= {"una": 1, "veintiuna": 21, "cien": 100}


def english(text):
    """The number that English words say."""
    whole = part = 0
    for word in text.replace("-", " ").split():
        if word in _EN_SCALES:
            whole, part = whole + part * _EN_SCALES[word], 0
        elif word == "hundred":
            part *= 100
        elif word != "and":
            part += _EN[word]
    return whole + part


def spanish(text):
    """The number that Spanish words say."""
    whole = part = 0
    for word in text.split():
        if word in ("millón", "millones"):
            whole, part = whole + part * 10**6, 0
        elif word in ("billón", "billones"):
            whole, part = whole + part * 10**12, 0
        elif word == "mil":
            part = (part or 1) * 1000
        elif word not in ("y", "de"):
            part += _ES[word]
    return whole + part


def chinese(text):
    """The number that financial numerals say."""
    whole = group = digit = 0
    for sign in text:
        if sign in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(sign)
        elif sign in "拾佰仟":
            group, digit = group + digit * 10 ** ("拾佰仟".index(sign) + 1), 0
        elif sign == "万":
            whole, group, digit = whole + (group + digit) * 10**4, 0, 0
        else:
            whole, group, digit = (whole + group + digit) * 10**8, 0, 0
    return whole + group + digit


wholes = st.one_of(
    st.integers(0, 10**5), st.integers(0, 10**12 - 1),
    # zeros in the middle are where number words go wrong
    st.lists(st.sampled_from("0001279"), min_size=1, max_size=14).map(lambda digits: int("".join(digits))),
)  # fmt: skip
amounts = st.tuples(wholes, st.integers(0, 99))


@given(amounts, st.sampled_from(["EUR", "GBP"]))
def test_words_read_back(amount, currency):
    whole, small = amount
    value = D(whole) + D(small).scaleb(-2)
    said = words(value, currency)
    noun, cent = ("euros?", "cents?") if currency == "EUR" else ("pounds?", "penny|pence")
    found = re.fullmatch(rf"(?:(.+) (?:{noun}))?(?: and )?(?:(.+) (?:{cent}))?", said)
    assert (english(found[1] or "zero"), english(found[2] or "zero")) == (whole, small)
    said = words(value, currency, "es")
    noun, cent = ("euros?", "céntimos?") if currency == "EUR" else ("libras?", "peniques?")
    found = re.fullmatch(rf"(?:(.+?)(?: de)? (?:{noun}))?(?: con )?(?:(.+) (?:{cent}))?", said)
    assert (spanish(found[1] or "cero"), spanish(found[2] or "cero")) == (whole, small)
    assert "uno " not in said
    assert not said.startswith("un mil ")


@given(amounts)
def test_chinese_reads_back_and_is_closed(amount):
    whole, small = amount
    said = words(D(whole) + D(small).scaleb(-2), "CNY", "zh").removeprefix("人民币")
    found = re.fullmatch(r"(?:(.+)元)?(?:零?(.)角)?(?:零?(.)分)?(整?)", said)
    assert chinese(found[1] or "") == whole
    assert chinese(found[2] or "") * 10 + chinese(found[3] or "") == small
    assert (found[4] == "整") == (small == 0)
    assert "零零" not in said
    assert not said.startswith("零") or not whole
