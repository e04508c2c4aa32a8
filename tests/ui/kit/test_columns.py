"""Cells are written as a person reads them: zero is not unknown, today is a time, a status has words."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from app.i18n import Say
from app.ui.kit.columns import Column, Kind, Moment, Status, initials

MOMENT = Moment(datetime(2026, 3, 16, 12, 0, tzinfo=ZoneInfo("Europe/Madrid")))
EN = Say("en", country="ES", zone="Europe/Madrid")
ES = Say("es", country="ES", zone="Europe/Madrid")
ZH = Say("zh", country="ES", zone="Europe/Madrid")


def cell(kind, value, say=EN, **more):
    return Column("key", "Title", lambda _: value, kind, **more).cell(None, say, MOMENT)


@pytest.mark.parametrize(
    ("kind", "value", "say", "text", "tone"),
    [
        (Kind.MONEY, Decimal("1234.5"), EN, "1,234.50", ""),
        (Kind.MONEY, Decimal("1234.5"), ES, "1.234,50", ""),
        (Kind.MONEY, Decimal("-265"), EN, "−265.00", ""),
        (Kind.MONEY, Decimal(0), EN, "0.00", "quiet"),
        (Kind.MONEY, None, EN, "–", "quiet"),
        (Kind.NUMBER, 0, EN, "0", "quiet"),
        (Kind.NUMBER, 3, EN, "3", ""),
        (Kind.DATE, datetime(2026, 3, 16, 8, 58, tzinfo=UTC), EN, "09:58", ""),
        (Kind.DATE, datetime(2026, 3, 15, 23, 30, tzinfo=UTC), EN, "00:30", ""),
        (Kind.DATE, datetime(2026, 3, 15, 8, 58, tzinfo=UTC), EN, "15 Mar", ""),
        (Kind.DATE, date(2026, 11, 20), ES, "20 nov", ""),
        (Kind.DATE, date(2026, 11, 20), ZH, "11月20日", ""),
        (Kind.DATE, date(2025, 11, 20), EN, "20 Nov 2025", ""),
        (Kind.DATE, None, EN, "–", "quiet"),
        (Kind.PHONE, "+34963550142", EN, "+34 963 55 01 42", ""),
        (Kind.PHONE, "963 550 142", EN, "963 550 142", ""),
        (Kind.PHONE, "", EN, "–", "quiet"),
        (Kind.TIER, "A", EN, "A", "tier_a"),
        (Kind.TIER, "", EN, "–", "quiet"),
        (Kind.TEXT, "", EN, "–", "quiet"),
        (Kind.TWO_LINES, ("", ""), EN, "–", ""),
    ],
)
def test_a_value_is_written(kind, value, say, text, tone):
    made = cell(kind, value, say)
    assert (made.text, made.tone) == (text, tone)


def test_a_status_has_words_and_an_icon():
    made = cell(Kind.STATUS, "late", statuses={"late": Status("Late", "bad", "late")})
    assert (made.text, made.tone, made.icon) == ("Late", "bad", "late")


def test_an_unknown_status_is_shown_as_it_is():
    assert cell(Kind.STATUS, "odd", statuses={}).text == "odd"


def test_a_sentence_says_what_the_picture_shows():
    assert cell(Kind.MONEY, Decimal(5)).sentence == "Title: 5.00"
    assert cell(Kind.TIER, "").sentence == "Title: unknown"
    assert cell(Kind.MONEY, Decimal(5), tip=lambda *_: "3.00 € overdue").sentence == "Title: 5.00 (3.00 € overdue)"
    assert cell(Kind.TWO_LINES, ("Marta", "Valencia")).sentence == "Title: Marta (Valencia)"


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("Marta Ibáñez Soler", "MI"),
        ("陈慧敏", "陈"),
        ("王 建国 (Wang)", "王"),
        ("cafetería", "C"),
        ("", ""),
        ("(—)", ""),
    ],
)
def test_initials_stand_for_a_name(name, mark):
    assert initials(name) == mark
