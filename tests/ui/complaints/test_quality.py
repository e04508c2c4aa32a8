"""A manager looks at a month's complaints, opens the cases behind a bar and a figure, and goes back."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from sqlalchemy import insert

from app.domain.ids import new_uid
from app.domain.month import Month
from app.i18n import Say
from app.models import Complaint
from app.reports.compare import Unit, Words
from app.store.bulk import new_ids
from app.store.session import Actor
from app.ui.complaints.quality_panel import QualityPanel
from app.ui.profit.figures import HEIGHT, LINE, ROW, Delta
from app.ui.profit.why import Why

MARCH = Month(2026, 3)
AT = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.fixture
def told(store, make):
    """Three cases of carrier delay, one late, and one nobody knows the cause of."""
    customer, towel, nuria = make.customer("Hotel Bahía"), make.product("Towel"), make.staff(name="Nuria")
    with store.write() as tx:
        for at, (cause, late) in enumerate((("Carrier", True), ("Carrier", False), ("Carrier", False), ("", False))):
            [found] = new_ids(tx, Complaint, 1)
            tx.execute(
                insert(Complaint),
                {
                    "id": found, "uid": new_uid(), "number": f"CS-{at}", "customer_id": customer, "subject": "Towels",
                    "status": "closed", "cause": cause, "product_id": towel if cause else None, "opened_at": AT,
                    "owner_id": nuria if cause else None, "due_at": AT, "breached_at": AT if late else None,
                    "closed_at": AT, "satisfaction": 4,
                },
            )  # fmt: skip


@pytest.fixture
def panel(context, told):
    made = QualityPanel(context)
    made.resize(1300, 760)
    made.open_record(MARCH)
    made.show()
    made.table.setFocus()
    return made


def column(panel, key):
    figures = panel.table.figures
    at = next(at for at, column in enumerate(figures.columns) if column.key == key)
    return [figures.cell(row, at).text for row in range(len(figures.rows))]


def test_causes_lead_to_their_cases_and_back(panel, context):
    assert column(panel, "name") == ["Carrier", "not told"]
    assert column(panel, "running") == ["75.0%", "100.0%"]
    assert column(panel, "solved") == ["66.7%", "100.0%"]
    panel.table.go_to(0)
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert sorted(column(panel, "number")) == ["CS-0", "CS-1", "CS-2"]
    assert panel.path.titles == ["Causes", "Carrier"]
    wanted = []
    context.wanted.connect(lambda screen, record: wanted.append((screen, record)))
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert wanted[0][0] == "complaint"
    QTest.keyClick(panel.table, Qt.Key.Key_Backspace)
    assert column(panel, "name") == ["Carrier", "not told"]


def test_right_shows_the_products_behind_a_cause(panel):
    panel.table.go_to(0)
    QTest.keyClick(panel.table, Qt.Key.Key_Right)
    assert column(panel, "name") == ["Towel"]
    assert panel.path.titles == ["Causes", "Carrier"]
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert sorted(column(panel, "number")) == ["CS-0", "CS-1", "CS-2"]
    assert panel.path.titles == ["Causes", "Carrier", "Towel"]
    for expected in (["Towel"], ["Carrier", "not told"]):
        QTest.keyClick(panel.table, Qt.Key.Key_Backspace)
        assert column(panel, "name") == expected


def test_a_figure_opens_the_cases_it_counts(panel):
    solved = next(card for card in panel.figures.cards if card.kind.key == "solved_in_time")
    assert solved.value == "75.0%"
    QTest.keyClick(solved, Qt.Key.Key_Return)
    assert len(column(panel, "number")) == 4
    assert sorted(column(panel, "late")) == ["in time", "in time", "in time", "late"]
    quality = next(card for card in panel.figures.cards if card.kind.key == "quality")
    QTest.keyClick(quality, Qt.Key.Key_Return)
    assert panel.state.words == "No case stands behind this figure."


def test_products_and_owners_without_a_name_have_their_cases_too(panel):
    for view, names in (("products", ["Towel", "not told"]), ("owners", ["Nuria", "nobody"])):
        panel.show_view(view)
        assert column(panel, "name") == names
        panel.open_row(1)
        assert column(panel, "number") == ["CS-3"]


def test_a_month_without_complaints_says_so(panel):
    QTest.keyClick(panel, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert panel.month == Month(2026, 2)
    assert "No complaints in" in panel.state.words
    [back] = panel.state.findChildren(QPushButton)
    back.click()
    assert panel.month == panel.head.field.now


@pytest.mark.parametrize("language", ["en", "es", "zh"])
def test_names_and_changes_of_the_figures_are_read_to_their_end_on_a_small_screen(panel, context, language):
    context.speak(Say(language))
    panel.resize(1210, 600)
    for card in panel.figures.cards:
        assert "…" not in "".join(card._title())
        lines, rows = card.needed()
        assert card.height() >= HEIGHT + LINE * (lines - 1) + ROW * (rows - 1)
    assert len({card.height() for card in panel.figures.cards}) == 1


@pytest.mark.parametrize("language", ["en", "es", "zh"])
def test_the_widest_change_stands_whole_beside_its_month(panel, context, language):
    context.speak(Say(language))
    panel.resize(1210, 600)
    points = Words(context.say).change(Decimal(0), Decimal(100), Unit.PERCENT)
    card, month = panel.figures.cards[1], Month(2025, 11)
    card.deltas = [Delta(f"▼ {points}", context.say.month_year_short(month), "negative", str(month))] * 2
    panel.figures.resize(panel.figures.width() - 1, panel.figures.height())
    QTest.qWait(1)
    picture = card.grab().toImage()
    ground = picture.pixelColor(card.width() - 6, 8)
    assert all(picture.pixelColor(card.width() - 6, y) == ground for y in range(58, card.height() - 8))
    assert len({picture.pixelColor(x, y).name() for x in range(20, 90) for y in range(66, card.height() - 8)}) > 2


def test_f1_says_what_a_figure_counts_and_leaves_no_message(panel, said):
    card = panel.figures.cards[0]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_F1)
    [why] = [one for one in panel.findChildren(Why) if one.isVisible()]
    assert why.figure.text().startswith("First answer in time: ")
    assert "how many came in time" in why.words.text()
    assert said == []
    QTest.keyClick(why, Qt.Key.Key_Escape)
    assert not [one for one in panel.findChildren(Why) if one.isVisible()]


def test_the_front_desk_sees_neither_costs_nor_owners(context, store, told):
    context.access = "front_desk"
    store.actor = Actor("desk", None, "front_desk")
    made = QualityPanel(context)
    made.open_record(MARCH)
    made.show()
    assert "cost" not in {card.kind.key for card in made.figures.cards}
    assert "cost" not in {column.key for column in made.table.figures.columns}
    made.show_view("owners")
    assert made.view == "causes"
