"""Amounts with their currency, and sentences and names side by side, as the reader's language writes them."""

from decimal import Decimal

import pytest

from app.domain.month import Month
from app.i18n import Say

AMOUNT = Decimal("-1234.5")


@pytest.mark.parametrize(
    ("language", "country", "currency", "text"),
    [
        ("en", "ES", "EUR", "−1,234.50 €"),
        ("es", "ES", "EUR", "−1.234,50 €"),
        ("zh", "ES", "EUR", "−1,234.50 €"),
        ("es", "ES", "USD", "−1.234,50 $"),
        ("es", "MX", "MXN", "−$1,234.50"),
        ("en", "US", "USD", "−$1,234.50"),
        ("zh", "CN", "CNY", "−¥1,234.50"),
        ("en", "GB", "CHF", "−CHF 1,234.50"),
    ],
)
def test_an_amount_with_its_currency(language, country, currency, text):
    say = Say(language, country=country, currency=currency)
    shown = say.money_with_currency(AMOUNT)
    assert " " not in shown, "a line never parts an amount from its currency"
    assert shown.replace("\u00a0", " ") == text


def test_whole_amounts_and_changes_keep_their_sign_in_front():
    say = Say("en", country="US", currency="USD")
    assert say.money_with_currency(AMOUNT, whole=True, sign=True) == "−$1,235"
    assert say.money_with_currency(-AMOUNT, whole=True, sign=True) == "+$1,235"
    assert say.money_with_currency(Decimal(0), whole=True, sign=True) == "±$0"


def test_sentences_and_names_side_by_side():
    assert Say("es").sentences(["Uno.", "", "Dos."]) == "Uno. Dos."
    assert Say("zh").sentences(["一。", "", "Two.", "三！", "四。"]) == "一。Two. 三！四。"
    assert [Say(one).listed(["A", "B"]) for one in ("en", "zh")] == ["A, B", "A、B"]
    assert [Say(one).clauses(["A", "B"]) for one in ("en", "zh")] == ["A; B", "A；B"]


def test_chinese_names_a_month_by_its_figure_like_the_dates_beside_it():
    say = Say("zh")
    assert (say.month_name(Month(2026, 10)), say.month(Month(2025, 11))) == ("10月", "2025年11月")


def test_chinese_has_no_blank_between_its_own_characters():
    zh, month = Say("zh"), Month(2026, 10)
    assert zh.text("Nothing was booked in {month}.", month=zh.month(month)) == "2026年10月没有记账。"
    opened = "Open the card of {name}"
    assert zh.text(opened, name="陈慧敏") == "打开陈慧敏的卡片"
    assert zh.text(opened, name="Marta") == "打开 Marta 的卡片", "Latin words keep their white"
    assert zh.text(opened, name="王 建国") == "打开王 建国的卡片", "a name stays as its bearer writes it"
    assert zh.text("Called {minutes} min ago, {name} answered", minutes="6", name="林若安") == (
        "6 分钟前来过电话，由林若安接听"
    )
    assert zh.plural("{count} customer", "{count} customers", 5) == "5 个客户"
