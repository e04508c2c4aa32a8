"""On a server the database itself refuses: who signs in with any program sees the own commission and no other."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import psycopg
import pytest
from sqlalchemy import text

from app import cli
from app.domain.commission_plan import Terms
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import NotAllowed, Refusal
from app.queries import commissions as asked
from app.queries import staff
from app.queries.customer import record
from app.services import commission_months, commissions, orders, tiers, users
from app.store import grants
from tests.support.commissions import agree, rates
from tests.support.server import Company, company_on

FEBRUARY, MARCH = Month(2026, 2), Month(2026, 3)
SECRET_TABLES = ("commission_entry", "commission_statement", "commission_dispute")


@pytest.fixture
def company(store, make, database, postgres_server) -> Iterator[Company]:
    """A company on a server with two of sales, one of the front desk and a manager, and something sold."""
    if store.engine.dialect.name != "postgresql":
        pytest.skip("a file has one user and no sign-in of its own")
    with company_on(postgres_server, database, store, make) as made:
        agree(store, Terms(rates=rates(10)))
        made.customer = make.customer(salesperson_id=made.people["Diego"])
        made.product = make.product(price="100", cost="60")
        for name, quantity in (("Diego", "10"), ("Nuria", "7")):
            make.order(
                made.customer, (made.product, quantity, "100"), on=date(2026, 2, 3), shares=[(made.people[name], 100)]
            )  # fmt: skip
        commissions.run(store)
        yield made


def rows(connection, query: str) -> list[tuple]:
    return connection.execute(query).fetchall()


def test_each_sees_the_own_rows_and_a_manager_all(company):
    commission_months.close(company.store, FEBRUARY, request=new_uid(), accept=_all_points(company))
    people = company.people
    seen = {}
    for name in people:
        with company.sql(name) as connection:
            seen[name] = {
                table: {row[0] for row in rows(connection, f"SELECT staff_id FROM {table}")}
                for table in ("commission_entry", "commission_statement")
            }
    sellers = {people["Diego"], people["Nuria"]}
    for table in ("commission_entry", "commission_statement"):
        assert seen["Diego"][table] == {people["Diego"]}
        assert seen["Nuria"][table] == {people["Nuria"]}
        assert seen["Lucia"][table] == set()
        assert seen["Elena"][table] == sellers


def _all_points(company) -> list[str]:
    return [point.key for point in commission_months.checklist(company.store, FEBRUARY)]


ATTACKS = (
    "UPDATE commission_entry SET amount = amount * 2",
    "DELETE FROM commission_entry",
    "TRUNCATE commission_entry",
    "SELECT closing FROM commission_month",
    "SELECT * FROM commission_month",
    "UPDATE commission_plan_version SET terms = ''",
    "DELETE FROM commission_assignment",
    "INSERT INTO commission_assignment (staff_id, valid_from) VALUES ({other}, '2026-01-01')",
    "INSERT INTO commission_month (month) VALUES (202602)",
    """INSERT INTO commission_entry ("on", fact_on, month, belongs_to, kind, staff_id, amount)
       VALUES ('2026-03-01', '2026-03-01', 202603, 202603, 'adjustment', {own}, 100000)""",
    "INSERT INTO commission_dispute (uid, entry_id, staff_id, words) SELECT gen_random_uuid(), 1, {other}, 'not mine'",
    "UPDATE staff SET access = 'manager' WHERE id = {own}",
    "UPDATE staff SET login = 'nobody' WHERE id = {other}",
    "INSERT INTO staff (code, name, login, access) VALUES ('X', 'X', 'x', 'admin')",
    "DELETE FROM staff WHERE id = {other}",
    "INSERT INTO staff_secret (staff_id, pin_hash) VALUES ({other}, 'known')",
    "SET ROLE {owner}",
    "ALTER TABLE commission_entry DISABLE ROW LEVEL SECURITY",
    "DROP POLICY own ON commission_entry",
    "CREATE POLICY all_of_it ON commission_entry USING (true)",
    "CREATE FUNCTION public.signed_in_access() RETURNS text LANGUAGE sql AS 'SELECT ''admin'''",
    "CREATE OR REPLACE FUNCTION signed_in_staff() RETURNS bigint LANGUAGE sql AS 'SELECT {other}'",
    "ALTER FUNCTION signed_in_staff() OWNER TO {login}",
    "CREATE TABLE staff_of_mine (id int)",
    "DELETE FROM audit",
    "UPDATE account_entry SET amount = 0",
    "UPDATE alembic_version SET version_num = '0001'",
)


@pytest.mark.parametrize("name", ["Diego", "Lucia"])
def test_what_people_try_is_refused_or_changes_nothing(company, name):
    people, store = company.people, company.store
    before = _state(store)
    values = {
        "own": people[name], "other": people["Nuria"], "owner": company.url.username,
        "login": company.login(name),
    }  # fmt: skip
    with company.sql(name) as connection:
        for attack in ATTACKS:
            statement = attack.format(**values)
            assert _tried(connection, statement) <= 0, attack
    assert _state(store) == before


def _tried(connection, statement: str) -> int:
    """How many rows it reached; -1 when it was refused."""
    try:
        return connection.execute(statement).rowcount
    except psycopg.Error:
        return -1


def _state(store) -> list:
    with store.engine.connect() as connection:
        return [
            sorted(map(repr, connection.execute(text(f"SELECT * FROM {table}"))))
            for table in ("commission_entry", "commission_plan_version", "commission_assignment", "commission_month",
                          "staff", "staff_secret", "alembic_version")
        ]  # fmt: skip


def test_who_has_a_pin_is_told_and_no_hash_of_it(company):
    store, people = company.store, company.people
    users.set_pin(store, people["Elena"], "4179")
    for name, seen in (("Diego", set()), ("Lucia", set()), ("Elena", {people["Elena"]})):
        with company.sql(name) as connection:
            assert {row[0] for row in rows(connection, "SELECT staff_id FROM staff_secret")} == seen
        with company.desk(name) as desk:
            assert [one.name for one in staff.names(desk) if one.has_pin] == ["Elena"]
    with company.desk("Lucia") as desk:
        users.set_pin(desk, people["Lucia"], "2580")
        users.set_pin(desk, people["Lucia"], "")
        with pytest.raises(Refusal):
            users.set_pin(desk, people["Elena"], "2580")
    with company.sql("Lucia") as connection:
        # nobody gives a colleague new tries
        connection.execute("UPDATE staff_secret SET failures = -1000, locked_until = NULL")
    with company.sql("Elena") as connection:
        assert rows(connection, f"SELECT failures FROM staff_secret WHERE staff_id = {people['Elena']}") == [(0,)]


def test_ways_around_show_no_more_than_the_table(company):
    nuria = company.people["Nuria"]
    with company.sql("Diego") as connection:
        connection.execute("CREATE TEMP VIEW mine AS SELECT * FROM commission_entry")
        connection.execute("CREATE TEMP TABLE staff AS SELECT 1 AS id, 'x'::text AS login")
        connection.execute("SET search_path = pg_temp, public")
        assert rows(connection, f"SELECT * FROM mine WHERE staff_id = {nuria}") == []
        assert rows(connection, f"SELECT * FROM public.commission_entry WHERE staff_id = {nuria}") == []
        assert rows(connection, "SELECT public.signed_in_access()") == [("sales",)]
        with connection.cursor().copy("COPY (SELECT staff_id FROM public.commission_entry) TO STDOUT") as copy:
            assert str(nuria) not in {bytes(line).decode().strip() for line in copy}


def test_work_goes_on_under_the_own_sign_in(company, make):
    people, customer, product = company.people, company.customer, company.product
    with company.service(), company.desk("Lucia") as desk:
        draft = make.draft(customer, (product, "2", "100"), on=date(2026, 3, 2), shares=[(people["Diego"], 100)])
        placed = orders.place(desk, draft, request=new_uid())
        assert placed.number
        with pytest.raises(NotAllowed):
            asked.overview(desk, MARCH)
        # who may not see all books nothing: it would book again what it cannot see
        assert commissions.run(desk).entries == 0
    with company.desk("Elena") as desk:
        assert commissions.run(desk).entries > 0
        assert {one.staff_id for one in asked.overview(desk, FEBRUARY)} == {people["Diego"], people["Nuria"]}
        commission_months.close(desk, FEBRUARY, request=new_uid(), accept=_all_points(company))
        commission_months.pay(desk, FEBRUARY, people["Nuria"], request=new_uid())
    with company.desk("Diego") as desk:
        assert asked.own(desk, FEBRUARY).box.closing == Decimal(40)
        assert [state.state for state in asked.months(desk)] == ["open", "closed"]
        line = next(line for line in asked.own(desk, FEBRUARY).lines if line.entry_id)
        assert commission_months.dispute(desk, line.entry_id, "It was twelve", request=new_uid())
        assert len(asked.disputes(desk)) == 1
        for forbidden in (people["Nuria"], people["Elena"]):
            with pytest.raises(Refusal):
                asked.statement(desk, FEBRUARY, forbidden)


def test_a_manager_gives_and_ends_a_tier_under_the_own_sign_in(company):
    customer, until = company.customer, date(2026, 12, 31)
    with company.desk("Elena") as desk:
        given = tiers.override(desk, customer, "A", reason="founder", until=until, request=new_uid())
        # taken back, and done again
        tiers.end(desk, given.id, until=until).back(desk).back(desk)
        tiers.override(desk, customer, "B", reason="founder", until=until, request=new_uid()).back(desk)
        assert record(desk, customer).standing.given is None
        tiers.override(desk, customer, "C", reason="founder", until=until, request=new_uid())
    for name in ("Lucia", "Diego"):
        with company.desk(name) as desk:
            given = record(desk, customer).standing.given
            assert (given.tier, given.reason) == ("C", "")
            with pytest.raises(NotAllowed):
                tiers.end(desk, given.id, until=until)


def test_every_table_has_its_rights(company):
    with company.store.engine.connect() as connection:
        found = connection.execute(
            text(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
                "AND NOT has_any_column_privilege(:who, oid, 'SELECT')"
            ),
            {"who": company.login("Lucia")},
        ).all()
    assert found == []


def test_without_a_group_nothing_is_given(store):
    assert grants.grant(store.engine) == ""


def test_a_command_has_the_rights_of_who_signed_in(company, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    monkeypatch.setenv("MOSTRADOR_LANGUAGE", "en")

    def report(name: str, *more: str) -> tuple[int, str, str]:
        url = company.url.set(username=company.login(name)).render_as_string(hide_password=False)
        code = cli.run(["--database", url, "report", "commission", "--month", "2026-02", *more])
        said = capsys.readouterr()
        return code, said.out, said.err

    code, out, _ = report("Elena")
    assert (code, "Nuria" in out, "Diego" in out) == (0, True, True)
    for name in ("Diego", "Lucia"):
        code, out, err = report(name)
        assert (code, out) == (1, "")
        assert "seen" in err
