"""The settings as an office uses them: found by any word, saved with a key, refused beside the field."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy import select

from app.domain.complaint_assigning import Rule
from app.domain.ids import new_uid
from app.domain.importing_rows import CustomerRow
from app.domain.refusal import N_, Unavailable
from app.models import Complaint
from app.queries import backups, categories, company, complaint_assigning, numbering
from app.queries import calls as asked_calls
from app.queries.complaint_assigning import Assigning
from app.services import company as companies
from app.services import complaint_assigning as complaint_assigning_services
from app.services import imports
from app.ui.context import Context
from app.ui.settings.panel import SettingsPanel
from tests.support.complaints import complaint
from tests.ui.kit.conftest import database

__all__ = ["database"]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def panel(home, context, qtbot):
    made = SettingsPanel(context)
    qtbot.addWidget(made)
    made.resize(1180, 760)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def page(panel, key):
    panel.open_page(key)
    return panel.made[key]


@pytest.mark.parametrize("word", ["backup", "copia", "备份", "RESTAURAR"])
def test_backup_is_found_in_three_languages(panel, qtbot, word):
    panel.search.setText(word)
    assert [found.key for found in panel.shown()] == ["backup"]
    assert [key for key, link in panel.links.items() if not link.isHidden()] == ["backup"]
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    assert panel.key == "backup"
    panel.search.setText("qwx")
    assert panel.nothing.text() == "No setting is called ‘qwx’."
    qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
    assert panel.search.text() == ""


@pytest.mark.parametrize("word", ["restricted", "restringidos", "受限"])
def test_restricted_fields_are_found_in_three_languages(panel, word):
    panel.search.setText(word)
    assert "custom_fields" in [page.key for page in panel.shown()]


def test_who_may_not_sees_no_page(panel, context, store):
    clerk = Context(context.say, access="front_desk", user="Nuria")
    clerk.runner, clerk.doors = context.runner, context.doors
    assert [found.key for found in SettingsPanel(clerk).pages] == ["looks"]


def test_the_company_is_saved_and_a_wrong_address_is_told_beside_its_field(panel, store, qtbot, said):
    made = page(panel, "company")
    assert not made.picture.pixmap().isNull()
    assert not made.save_button.isEnabled()
    made.form.boxes["legal_name"].editor.setText("Mirador Home S.L.")
    made.form.boxes["email"].editor.setText("no-address")
    made.form.focus_first()
    qtbot.keyClick(made.form.boxes["name"].editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert made.form.errors() == ["email"]
    made.form.boxes["email"].editor.setText("hola@mirador.es")
    made.save()
    found = company.settings(store)
    assert (found.legal_name, found.email) == ("Mirador Home S.L.", "hola@mirador.es")
    assert said[-1] == ("Saved.", "done")


def test_two_people_in_the_settings_lose_nothing(panel, store, said):
    made = page(panel, "company")
    made.form.boxes["phone"].editor.setText("963550142")
    companies.change(store, version=1, city="Valencia")
    made.save()
    assert "Somebody else changed the settings" in said[-1][0]
    assert made.form.values()["city"] == "Valencia"
    made.save()
    found = company.settings(store)
    assert (found.phone, found.city) == ("963550142", "Valencia")


def test_a_logo_is_shown_before_it_is_saved(panel, store, tmp_path, said):
    from PySide6.QtGui import QPixmap

    made = page(panel, "company")
    before = made.picture.pixmap().toImage()
    picture = QPixmap(60, 30)
    picture.fill(QColor("red"))
    picture.save(str(tmp_path / "logo.png"))
    made.read_logo(str(tmp_path / "logo.png"))
    made._draw()
    assert made.picture.pixmap().toImage() != before
    assert company.settings(store).logo is None
    made.save()
    assert company.settings(store).logo.startswith(b"\x89PNG")
    (tmp_path / "fake.png").write_text("<svg/>", encoding="utf-8")
    made.read_logo(str(tmp_path / "fake.png"))
    assert said[-1][0].startswith("‘fake.png’ is neither a PNG nor a JPEG picture.")


def test_what_sales_may_give_is_set_and_emptied_again(panel, store):
    made = page(panel, "figures")
    assert made.form.values()["sales_discount_limit"] is None
    made.form.boxes["sales_discount_limit"].take_raw("22.5")
    made.form.boxes["facts_per_topic"].take_raw("3")
    made.save()
    assert company.kept(store) == {"sales_discount_limit": Decimal("22.5"), "facts_per_topic": Decimal(3)}
    made.form.boxes["sales_discount_limit"].take_raw("")
    made.form.boxes["facts_per_topic"].take_raw("0")
    made.save()
    assert made.form.boxes["facts_per_topic"].message
    made.form.boxes["facts_per_topic"].take_raw("")
    made.save()
    assert company.kept(store) == {"sales_discount_limit": None, "facts_per_topic": None}


def test_groups_of_products_are_made_renamed_and_moved(panel, store, qtbot):
    made = page(panel, "categories")
    for name in ("Home", "Garden"):
        made.begin()
        made.form.boxes["name"].take_raw(name)
        made.save()
    assert made.groups[made.chosen].name == "Garden"
    assert made.groups[made.chosen].parent_id is not None, "a new group lies in the chosen one"
    home = next(group.id for group in made.groups.values() if group.name == "Home")
    offered = [made.form.boxes["parent"].editor.itemText(at) for at in range(made.form.boxes["parent"].editor.count())]
    assert "Home > Garden" not in offered, "a group never lies in itself"
    made.form.boxes["name"].take_raw("Sea")
    made.save()
    found = {group.name: group.parent_id for group in categories.groups(store)}
    assert found == {"Home": None, "Sea": home}
    made.begin()
    made.form.boxes["name"].take_raw("Home")
    made.save()
    assert "elsewhere" in made.form.boxes["name"].message


def test_levels_that_cross_are_refused(panel, store):
    made = page(panel, "figures")
    made.form.boxes["level_b"].editor.setText("50")
    made.save()
    assert made.form.errors() == ["level_b"]
    made.form.boxes["level_b"].editor.setText("25")
    made.form.boxes["payment_days"].editor.setText("45")
    made.save()
    found = company.settings(store)
    assert (found.level_b, found.payment_days) == (Decimal(25), 45)


def test_a_pattern_shows_its_next_numbers_and_a_change_in_mid_year_asks(panel, store, make, qtbot):
    towel = make.product("Towel")
    make.order(make.customer("Ana"), (towel, "1"))
    made = page(panel, "numbering")
    [row] = [row for row in made.rows if row.kind == "order"]
    assert row.next.text() == "SO-2026-00002, SO-2026-00003, SO-2026-00004"
    assert made.gaps.text() == "No number is missing in any series."
    row.field.setText("PED{")
    row.field.textEdited.emit("PED{")
    assert "does not say where the number goes" in row.about.text()
    row.field.setText("PED-{YY}-{0000}")
    row.refusal = None
    made.save()
    assert row.about.text() == (
        "This year’s numbers look like SO-2026-00001; the next one would be PED-26-0002. Save it anyway (Alt+Enter)."
    )
    assert {one.kind: one.pattern for one in numbering.series(store)}["order"] == "SO-{YYYY}-{00000}"
    row.anyway.click()
    assert {one.kind: one.pattern for one in numbering.series(store)}["order"] == "PED-{YY}-{0000}"


def test_telephone_rules_and_the_command(panel, store, context):
    made = page(panel, "telephony")
    assert made.command.text().endswith("call %CallerNumber%")
    made.copy.click()
    assert QApplication.clipboard().text() == made.command.text()
    made.form.boxes["internal"].editor.setText("2000-20x")
    made.save()
    assert made.form.errors() == ["internal"]
    made.form.boxes["internal"].editor.setText("2000-2099; 8001")
    made.save()
    assert asked_calls.rules(store).internal == ("2000-2099", "8001")


def test_a_backup_is_made_and_proven(panel, store, context, home, make):
    make.customer("Ana")
    made = page(panel, "backup")
    assert made.facts[0].text() == "never"
    made.back_up()
    assert made.outcome.text() == "The backup is written and was read back whole."
    state = backups.state(store)
    assert Path(state.place).parent == home / "backups"
    assert state.size == Path(state.place).stat().st_size
    made.ask_try()
    assert made.outcome.text().startswith("‘Mirador Home’ was restored and all agrees: 1 customers, 0 orders")
    assert backups.state(store).tried == state.place
    damaged = home / "damaged.backup"
    damaged.write_bytes(Path(state.place).read_bytes()[:-100])
    made.try_restore(str(damaged))
    assert made.outcome.property("tone") == "bad"
    made.name.setText("old/name")
    made.restore_as(state.place)
    assert made.outcome.text().startswith("‘old/name’ cannot be a name")
    made.form.boxes["every_days"].editor.setText("1")
    made.save_plan()
    assert backups.state(store).every_days == 1


def test_an_import_says_what_stays_before_it_is_undone(panel, store, make, said):
    rows = [CustomerRow(at, f"K{at}", f"Customer {at}") for at in (2, 3)]
    run = imports.run(store, "customers", rows, file_name="clientes.csv", request=new_uid())
    with store.read() as tx:
        from sqlalchemy import select

        from app.models import Customer

        used = tx.scalar(select(Customer.id).where(Customer.code == "K2"))
    make.order(used, (make.product("Towel"), "1"))
    made = page(panel, "imports")
    made.table.setCurrentIndex(made.table.rows.index(0, 0))
    made.undo_button.click()
    assert made.figures.text() == (
        f"Import {run.run_id}: 1 records would go, 0 become what they were. "
        "1 stay, because they were used or changed since."
    )
    assert made.confirm.text() == f"Undo import {run.run_id}"
    made.confirm.click()
    assert said[-1][0] == f"Import {run.run_id} is undone. Removed: 1, restored: 0."
    assert not made.undo_button.isEnabled()


def test_the_trail_is_a_list_that_can_be_searched(panel, store, context):
    companies.change(store, version=1, city="Valencia")
    made = page(panel, "trail")
    made.bar.line.setText("kind:company who:tester Valencia")
    made.bar.line.returnPressed.emit()
    record = made.model.record_at(0)
    assert record.row.detail == "city:  → Valencia"
    assert made.model.rowCount() == 1


def test_a_language_and_a_theme_hold_at_once(panel, context):
    made = page(panel, "looks")
    made.languages["es"].click()
    made.themes["dark"].click()
    assert (context.say.language, context.tokens.name) == ("es", "dark")
    assert made.languages["es"].isChecked()


def test_who_solves_what_is_written_saved_and_given_out_by_keyboard(panel, store, make, qtbot, said):
    wei = make.staff("W", login="wei", access="front_desk", name="Wei")
    case = complaint(store, make.customer(language="zh"), status="new")
    left = complaint(store, make.customer(), status="new", number="C-LEFT")
    made = page(panel, "solving")
    qtbot.keyClick(made.add_button, Qt.Key.Key_Space)
    [rule] = made.rules
    rule.boxes["language"].take_raw("zh")
    rule.edited.emit()
    made.save()
    assert rule.boxes["skill"].message == "This field is required."
    rule.boxes["skill"].take_raw("Chinese")
    [person] = made.people
    person.skills.take_raw("Chinese, Letters")
    made.form.boxes["limit"].take_raw("250")
    qtbot.keyClick(person.skills.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert said[-1][0] == "Saved."
    assert not made.changed
    kept = complaint_assigning.page(store)
    assert (kept.limit, kept.assigning.rules[0].skill, kept.people[0].skills) == (
        250,
        "Chinese",
        ("Chinese", "Letters"),
    )
    qtbot.keyClick(made.give_button, Qt.Key.Key_Space)
    assert made.outcome.text().splitlines() == ["1 case was given out.", "C-LEFT: No rule says who solves this."]
    with store.read() as tx:
        owners = {row[0]: row[1] for row in tx.all(select(Complaint.id, Complaint.owner_id))}
    assert owners == {case: wei, left: None}
    assert made.minimumSizeHint().width() <= 760


def test_rules_are_ordered_and_removed(panel, store, make):
    complaint_assigning_services.save(store, Assigning(False, (Rule("One"), Rule("Two"), Rule("Three"))), {}, known="")
    made = page(panel, "solving")
    made.rules[2].up.click()
    made.rules[0].remove.click()
    made.save()
    assert [rule.skill for rule in complaint_assigning.page(store).assigning.rules] == ["Three", "Two"]


@pytest.mark.parametrize("key", ["company", "numbering", "categories", "solving", "hours", "answers", "imports"])
def test_what_could_not_be_read_is_not_shown_as_empty(panel, context, monkeypatch, key):
    runner = context.runner
    usual = runner.read

    def broken(_store):
        raise Unavailable(N_("The database does not answer."))

    monkeypatch.setattr(runner, "read", lambda owner, _work, done, failed=None: usual(owner, broken, done, failed))
    panel.open_page("looks")
    panel.made.pop(key, None)
    made = page(panel, key)
    assert made._state.words == "The database does not answer."
    assert not made.room.isVisible(), "neither empty fields nor ‘nothing yet’ stand for what is not known"
    monkeypatch.undo()
    [again] = [button for button in made._state.findChildren(QPushButton) if button.isVisible()]
    again.click()
    assert made.room.isVisible()


def test_every_page_of_the_settings_begins_at_the_edge_of_its_card(panel):
    for found in panel.pages:
        edges = page(panel, found.key).layout().contentsMargins()
        assert (edges.left(), edges.top()) == (0, 0), found.key
