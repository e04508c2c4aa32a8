"""On a server nobody but managers reaches a cost or a contribution, with whatever program, words or detours."""

import importlib
import json
import re
from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import LargeBinary, Text, text

from app.domain.ids import new_uid
from app.models import every_table
from app.services import serving
from app.store import elsewhere
from app.store.bulk import WATCHED
from tests.support.server import Company, company_on

SECRET = importlib.import_module("migrations.versions.0011_wall").SECRET
TELLING = re.compile(r"cost|margin|contribution|profit|freight_paid|share_before")
"""Names of columns that say what something costs or brings."""
DOCUMENTS = {
    # kept from everybody but managers, as a whole or by row
    "audit.detail", "book_month_paper.document", "import_change.before", "personal_setting.value", "setting.value",
    "commission_statement.document",
    # what everybody may read: texts that people write, and terms without a figure of ours
    "answer_template.words", "attachment.content", "category.name", "commission_plan_version.terms",
    "company.logo", "complaint.note", "complaint.solution", "complaint_event.words", "custom_value.value",
    "customer.note", "interaction.note", "preference.value", "restricted_fact.fact", "restricted_value.value",
    "custom_field.choices", "sales_order.note",
    "complaint_outcome.terms",
}  # fmt: skip


# what no sale of one product makes
FILLED = (
    "INSERT INTO order_cost (order_id, freight_paid) VALUES ({order}, 6137)",
    (
        "INSERT INTO complaint (id, uid, number, customer_id, subject, status, opened_at) "
        "VALUES (1, gen_random_uuid(), 'C-1', {customer}, 'Late', 'closed', now())"
    ),
    "INSERT INTO complaint_cost (complaint_id, cost) VALUES (1, 6137)",
    (
        "INSERT INTO complaint_outcome (id, uid, complaint_id, kind, state) "
        "VALUES (1, gen_random_uuid(), 1, 'apology', 'executed')"
    ),
    "INSERT INTO complaint_outcome_cost (outcome_id, cost) VALUES (1, 6137)",
    (
        "INSERT INTO book_month_paper (month, revision, revenue, cost, check_code, document) "
        "VALUES (202601, 1, 10000, 6137, '', '6137')"
    ),
    "INSERT INTO customer_tier_base (year, customer_id, contribution, share_before) VALUES (2025, {customer}, 6137, 0)",
    "INSERT INTO import_run (id, uid, kind, file_name, policy) VALUES (1, gen_random_uuid(), 'products', 'x', 'fill')",
    "INSERT INTO import_change (run_id, kind, record_id, before) VALUES (1, 'product', 1, '6137')",
)


@pytest.fixture
def company(store, make, database, postgres_server) -> Iterator[Company]:
    """A company on a server, with something in every ledger."""
    if store.engine.dialect.name != "postgresql":
        pytest.skip("a file has one user and no sign-in of its own")
    with company_on(postgres_server, database, store, make) as made:
        made.customer, made.product = make.customer(), make.product(price="100", cost="61.37")
        placed = make.order(made.customer, (made.product, "10", "100"), shares=[(made.people["Diego"], 100)])
        with store.engine.begin() as connection:
            for statement in FILLED:
                connection.execute(text(statement.format(customer=made.customer, order=placed.order_id)))
        yield made


def test_every_column_that_tells_a_cost_is_in_the_list():
    """A new column of such a name, or a new document, has to be thought about: is it kept by the server?"""
    told = {
        f"{table.name}.{column.name}" for table in every_table().tables.values() for column in table.columns
        if TELLING.search(column.name)
    }  # fmt: skip
    kept = {f"{table}.{column}" for table, columns in SECRET.items() for column in columns}
    assert told <= kept, "keep the table from who may not see costs: a migration as 0011"
    documents = {
        f"{table.name}.{column.name}" for table in every_table().tables.values() for column in table.columns
        if isinstance(column.type, Text | LargeBinary)
    }  # fmt: skip
    assert documents - DOCUMENTS == set(), "say of a new document whether everybody may read it"


def test_each_secret_table_is_kept_by_one_rule_and_has_no_statistics(store, company):
    with store.engine.connect() as connection:
        rules = connection.execute(text("SELECT tablename, policyname FROM pg_policies")).all()
        stats = connection.execute(
            text("SELECT attrelid::regclass::text, attname FROM pg_attribute WHERE attstattarget = 0")
        ).all()
    for table, columns in SECRET.items():
        assert [rule for name, rule in rules if name == table] == ["managers"], table
        assert {column for name, column in stats if name == table} == set(columns), table


def test_what_is_written_in_bulk_knows_which_tables_take_no_copy(store, company):
    with store.engine.connect() as connection:
        found = connection.execute(text("SELECT relname FROM pg_class WHERE relrowsecurity")).scalars()
        assert {*found} - {elsewhere.TABLE} == WATCHED


# each is tried on each secret table; {column} is any of its columns
ATTACKS = (
    "SELECT * FROM {table}",
    "SELECT count({column}) FROM {table}",
    "SELECT row_to_json(t) FROM {table} t",
    "TABLE {table}",
    "COPY {table} TO STDOUT",
    "SELECT 1 FROM {table} WHERE {column} IS NOT NULL LIMIT 1",
    "SELECT ({column}::text)::inet FROM {table}",
    "DELETE FROM {table}",
    "DELETE FROM {table} RETURNING *",
    "UPDATE {table} SET {column} = {column}",
    "UPDATE {table} SET {column} = {column} RETURNING *",
    "INSERT INTO {table} SELECT * FROM {table} RETURNING *",
    "INSERT INTO {table} DEFAULT VALUES ON CONFLICT DO NOTHING RETURNING *",
    "WITH t AS (SELECT * FROM {table}) SELECT * FROM t",
    "SELECT * FROM product WHERE EXISTS (SELECT FROM {table} WHERE {column} IS NOT NULL)",
    "CREATE TEMP TABLE mine_{table} AS SELECT * FROM {table}",
    "EXPLAIN ANALYZE SELECT * FROM {table}",
    "SELECT query_to_xml('SELECT * FROM {table}', true, true, '')",
    "SELECT * FROM {table} TABLESAMPLE SYSTEM (100)",
    "DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM {table} LOOP RAISE EXCEPTION '%', r; END LOOP; END $$",
    "TRUNCATE {table}",
    "ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 100",
    "DROP POLICY managers ON {table}",
    "CREATE POLICY mine ON {table} USING (true)",
    "CREATE TRIGGER mine BEFORE UPDATE ON {table} EXECUTE FUNCTION tell_service()",
    "CREATE INDEX ON {table} ({column})",
)
OTHERS = (
    "SET ROLE {owner}",
    "SET SESSION AUTHORIZATION {owner}",
    "CREATE OR REPLACE FUNCTION sees_costs() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "ALTER FUNCTION must_see_costs() OWNER TO {login}",
    "DROP FUNCTION must_see_costs() CASCADE",
    "CREATE FUNCTION public.mine() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "UPDATE staff SET access = 'manager' WHERE id = {own}",
    "INSERT INTO server_request (uid, login, name, arguments) VALUES (gen_random_uuid(), '{other}', 'x', '{{}}')",
    "INSERT INTO server_request (uid, name, arguments, answer) VALUES (gen_random_uuid(), 'x', '{{}}', 'mine')",
    "INSERT INTO server_request (uid, name, arguments, asked_at) VALUES (gen_random_uuid(), 'x', '{{}}', now())",
    "UPDATE server_request SET login = session_user",
    "TRUNCATE server_request",
    "COPY server_request (uid, name, arguments) FROM STDIN",
)


@pytest.mark.parametrize("name", ["Lucia", "Diego"])
def test_whatever_people_try_is_refused(company, name):
    values = {
        "owner": company.url.username, "login": company.login(name), "own": company.people[name],
        "other": company.login("Elena"),
    }  # fmt: skip
    statements = [one.format(**values) for one in OTHERS]
    for table in SECRET:
        column = every_table().tables[table].columns.keys()[-1]
        statements += [one.format(table=table, column=column) for one in ATTACKS]
    with company.sql(name) as connection:
        said = {one: tried(connection, one) for one in statements}
    assert [one for one, words in said.items() if words is None] == []
    assert [one for one, words in said.items() if "6137" in words] == [], "a refusal tells nothing"
    with company.sql("Elena") as connection:
        # a manager's own look meets what was hidden
        assert connection.execute("SELECT cost FROM product_cost").fetchall() == [(613700,)]


def tried(connection, statement: str) -> str | None:
    """What the refusal said; nothing where it was carried out."""
    try:
        if statement.startswith("COPY"):
            with connection.cursor().copy(statement) as copy:
                if "TO" in statement:
                    list(copy)
            return None
        connection.execute(statement)
    except psycopg.Error as error:
        return str(error)
    return None


def test_what_the_planner_says_does_not_tell_how_costs_are_spread(company):
    with company.store.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO product_cost (product_id, valid_from, cost) "
                 "SELECT 1, date '2001-01-01' + n, n * 10000 FROM generate_series(1, 200) n")
        )  # fmt: skip
        connection.execute(text("ANALYZE"))
    with company.sql("Diego") as connection:
        seen = {
            re.search(r"rows=(\d+)", connection.execute(f"EXPLAIN SELECT * FROM product_cost WHERE cost < {most}")
                      .fetchone()[0])[1]
            for most in (1, 500_000, 2_000_000)
        }  # fmt: skip
        assert len(seen) == 1
        found = connection.execute("SELECT tablename FROM pg_stats").fetchall()
        assert {row[0] for row in found} & {*SECRET, "audit", "setting", "personal_setting"} == set()


def test_other_peoples_words_and_settings_stay_theirs(company):
    store, login = company.store, company.login("Elena")
    with store.write() as tx:
        tx.audit("adjustment", "commission", company.people["Nuria"], "77.77 for the fair")
        tx.execute(text("INSERT INTO setting (name, value) VALUES ('profit_words.202602', 'margin fell to 9 %')"))
        tx.execute(text(f"INSERT INTO personal_setting (login, name, value) VALUES ('{login}', 'draft', 'cost 7')"))
    for name, sees in (("Diego", False), ("Lucia", False), ("Elena", True)):
        with company.sql(name) as connection:
            kept = ("audit WHERE detail LIKE '77%'", "setting WHERE name LIKE 'profit%'",
                    f"personal_setting WHERE login = '{login}'")  # fmt: skip
            found = [connection.execute(f"SELECT FROM {one}").fetchone() is not None for one in kept]
            assert found == [sees] * 3, name
            assert connection.execute("SELECT FROM audit WHERE kind = 'product'").fetchone() is not None
            # nobody writes in somebody else's name
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("INSERT INTO personal_setting (login, name, value) VALUES ('x', 'y', 'z')")


def answer_to(company, name: str, wish: str, arguments: str) -> dict:
    """What the service answers somebody who writes a request by hand."""
    uid = new_uid()
    with company.sql(name) as connection:
        connection.execute("INSERT INTO server_request (uid, name, arguments) VALUES (%s, %s, %s)",
                           (uid, wish, arguments))  # fmt: skip
        assert serving.serve(company.store)
        return json.loads(connection.execute("SELECT answer FROM server_request WHERE uid = %s", (uid,)).fetchone()[0])


DRAFT = {
    "customer_id": 1, "on": "2026-03-02", "shares": [], "discount": "0", "freight": "0", "freight_paid": "0",
    "freight_tax_rate": "0", "promised_on": None, "valid_until": None, "reference": "", "note": "",
    "delivery_kind": "", "delivery_slot": "",
    "lines": [{"product_id": 1, "quantity": "1", "unit_price": "1", "discount_percent": "0", "tax_rate": "0",
               "list_price": None, "description": "", "unit": "", "note": ""}],
}  # fmt: skip


def test_requests_written_by_hand_do_no_more_than_the_program(company):
    uid = str(UUID(int=5))
    placed = {"draft": DRAFT, "request": uid}
    wishes = {
        # not on the list: other functions, also those that it loads
        "services.products.set_cost": {}, "services.commissions.run": {}, "os.system": {"command": "true"},
        "queries.contribution.by": {}, "services.orders.placed": {}, "": {},
        # a manager's consent is given with a PIN, never by what a desk sends
        "services.orders.place": placed | {"consent": {"reason": "x", "login": "elena", "access": "manager"}},
        "services.orders.confirm": {"order_id": 1, "request": uid, "consent": None},
        # of another form
        "services.orders.quote": {"draft": {**DRAFT, "more": 1}, "request": uid},
        "services.returns.cancel": {"order_id": "1", "request": uid, "reason": "x"},
        "queries.products.margin": {"lines": [], "store": {}},
        "queries.products.offers": [1],
    }  # fmt: skip
    for wish, arguments in wishes.items():
        found = answer_to(company, "Lucia", wish, json.dumps(arguments))["refusal"]
        assert found["message"] == elsewhere.SHAPE, wish
    # below its cost: the program's own rule holds here too, and it names no cost
    refused = answer_to(company, "Lucia", "services.orders.place", json.dumps(placed))["refusal"]
    assert (refused["kind"], refused["field"]) == ("NotAllowed", "approval")
    assert "61" not in json.dumps(refused)
    # figures only for who sees them, whatever is asked for
    asked = json.dumps({"lines": [{"product_id": 1, "quantity": "1", "net": "90"}], "reveal": True})
    for name in ("Lucia", "Diego"):
        margin = answer_to(company, name, "queries.products.margin", asked)["value"]
        assert (margin["contribution"], margin["percent"], margin["level"]) == (None, None, [0, "A"])


def test_answers_are_for_who_asked_and_keep_no_arguments(company):
    answer_to(company, "Lucia", "services.approvals.place", json.dumps({"approver": "PIN 4711"}))
    with company.sql("Diego") as connection:
        assert connection.execute("SELECT * FROM server_request").fetchall() == []
        assert connection.execute("DELETE FROM server_request").rowcount == 0
    with company.store.engine.begin() as connection:
        [(login, arguments, answer)] = connection.execute(text("SELECT login, arguments, answer FROM server_request"))
        assert (login, arguments, "4711" in answer) == (company.login("Lucia"), "", False)
        connection.execute(text("UPDATE server_request SET asked_at = asked_at - interval '2 hours'"))
    assert elsewhere.remove_old(company.store) == 1


def test_who_left_is_not_served(company):
    with company.store.engine.begin() as connection:
        connection.execute(text("UPDATE staff SET active = false WHERE name = 'Lucia'"))
    found = answer_to(company, "Lucia", "queries.products.offers", '{"ids":[1]}')["refusal"]
    assert (found["kind"], found["values"]) == ("NotAllowed", {"login": company.login("Lucia")})


def test_the_list_is_complete_and_every_write_on_it_may_be_repeated():
    """The service loads the modules of all marked functions; what books carries the identity of its request."""
    loaded = {module.__name__.removeprefix("app.") for module in serving.MODULES}
    assert {name.rpartition(".")[0] for name in elsewhere.DEEDS} == loaded
    looks = {"services.complaint_outcomes_effect.effect"}
    for name, deed in elsewhere.DEEDS.items():
        assert name.startswith("queries.") or name in looks or "request" in deed.parameters, name
        for parameter in deed.parameters:
            assert deed._forms[parameter] is not None, name
