"""Files without codes: known records are found, new ones get numbers, and stopping leaves nothing behind."""

import pytest

from app.domain.ids import new_uid
from app.domain.importing_plan import proposed, read
from app.domain.importing_table import TableRead
from app.domain.refusal import NotAllowed
from app.domain.watch import Stopped, Watch
from app.queries import lookup
from app.services import imports
from app.store.session import Actor
from tests.support.state import master_data

HEADER = ("Nombre", "Tfno. móvil", "Correo", "CIF", "F. Nac.", "Saldo")


def take(store, *rows, header=HEADER, **options):
    table = TableRead("clientes.csv", "text", header, [(at, list(row)) for at, row in enumerate(rows, 2)])
    plan, _ = proposed("customers", table, ",")
    reading = read(plan, table, Watch())
    return imports.run(
        store, "customers", reading.rows, file_name=table.name, request=new_uid(), find_by=plan.find_by, **options
    )  # fmt: skip


def test_who_is_there_is_found_and_who_is_new_gets_a_number(store, make):
    ana = make.customer("Ana Gil", phone="655 014 722", code="C-00002")
    make.customer("Two share one", phone="611 000 000")
    make.customer("Two share two", phone="611 000 000")
    result = take(
        store,
        ["Ana", "+34 655014722", "ana@x.es", "", "", "1.260,00"],
        ["Bob", "611 000 000", "", "B-1", "31/05/1980", ""],
        ["Eva", "", "", "", "", ""],
    )
    assert [(r.row, str(r)) for r in result.refused] == []
    assert (result.created, result.updated) == (2, 1)
    assert lookup.find(store, "ana@x.es").ids == (ana,)
    # a number that two customers share says nothing about a third
    assert len(lookup.find(store, "611000000").ids) == 3


def test_the_same_person_twice_in_a_file_is_told(store):
    result = take(store, ["Bob", "611000000", "", "", "", ""], ["bob", "+34 611 000 000", "", "", "", ""])
    assert [(r.row, r.column, str(r)) for r in result.refused] == [
        (3, "name", "This stands in row 2 already; keep one of the rows.")
    ]
    assert result.created == 1


def test_a_trial_and_a_stop_leave_nothing(store):
    before = master_data(store)
    assert take(store, ["Bob", "", "", "", "", ""], dry_run=True).created == 1
    watch = Watch()
    count = watch.count

    def stop_at_the_third(number=1):
        count(number)
        if watch.done == 3:
            watch.stop()

    watch.count = stop_at_the_third
    with pytest.raises(Stopped):
        take(store, *[[f"Bob {n}", "", "", "", "", ""] for n in range(9)], watch=watch)
    assert master_data(store) == before


def test_numbers_that_are_taken_are_passed_over(store, make):
    make.customer("One", code="C-00001")
    make.customer("Three", code="C-00003")
    result = take(store, *[[f"New {n}", "", "", "", "", ""] for n in range(4)])
    assert (result.created, result.refused) == (4, ())


def test_the_front_desk_may_not_import(store):
    store.actor = Actor("nuria", access="front_desk")
    with pytest.raises(NotAllowed):
        take(store, ["Bob", "", "", "", "", ""])
