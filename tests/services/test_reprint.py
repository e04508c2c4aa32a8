"""A closed month printed again, after the past was changed in every way, is the same document."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from app.domain.ids import new_uid
from app.domain.importing_rows import OrderLineRow
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.order import Share
from app.domain.papers import Printed
from app.i18n import Say
from app.models import ContributionEntry, Customer, Product, Staff
from app.queries import company as settings
from app.queries.profit_month import profit_month
from app.reports.profit_month import render
from app.services import adjustments, company, customers, imports, months, products, returns
from app.services.orderlines import stored_lines
from app.store.session import Store

D = Decimal
FEBRUARY, MARCH = Month(2026, 2), Month(2026, 3)
FIRST = Printed(datetime(2026, 3, 2, 8, 0, tzinfo=UTC), "Lucía Ferrer")


class Books:
    """A company whose February is closed, and what can be done to its past."""

    def __init__(self, store, make, clock):
        self.store, self.make = store, make
        clock.day = date(2026, 3, 1)
        self.ana, self.bea = make.staff(name="Ana"), make.staff(name="Bea")
        self.hotel = make.customer("Hotel Bahía", code="H1", city="Valencia", salesperson_id=self.ana)
        self.spa = make.customer("Spa", code="S1")
        self.towel = make.product("Towel", code="T1", price="12", cost="7")
        self.soap = make.product("Soap", code="T2", price="3", cost="2")
        make.order(self.hotel, (self.towel, "8", "12"), on=date(2025, 2, 3))
        make.order(self.spa, (self.soap, "9", "3"), on=date(2026, 1, 3))
        self.order = make.order(
            self.hotel, (self.towel, "10", "12"), (self.soap, "4", "3"), on=date(2026, 2, 10), freight="5"
        )
        self.second = make.order(self.spa, (self.soap, "20", "3"), on=date(2026, 2, 11))
        months.close(store, FEBRUARY, request=new_uid(), accept=["earlier_open"])

    def lines(self):
        with self.store.read() as tx:
            return stored_lines(tx, self.order.order_id)

    def cost_history(self):
        products.set_cost(self.store, self.towel, D(9), valid_from=None, request=new_uid())
        products.set_cost(self.store, self.towel, D("9.5"), valid_from=date(2026, 2, 1), request=new_uid())

    def price_history(self):
        products.set_price(self.store, self.towel, D(99), valid_from=None, request=new_uid())

    def order_date(self):
        adjustments.move_order(
            self.store, self.order.order_id, reason="typing", request=new_uid(), on=date(2026, 1, 15)
        )

    def salesperson(self):
        shares = [Share(self.bea, D(100))]
        adjustments.move_order(self.store, self.order.order_id, reason="sold by Bea", request=new_uid(), shares=shares)
        customers.change(self.store, self.hotel, {"salesperson_id": self.bea}, version=1)
        with self.store.write() as tx:
            tx.execute(update(Staff).where(Staff.id == self.ana).values(name="Ana María"))

    def thresholds(self):
        company.change(self.store, version=1, level_a=D(90), level_b=D(80), level_c=D(70), tier_a=D(1), tier_b=D(2))

    def rename(self):
        customers.change(self.store, self.hotel, {"name": "Renamed Hotel", "credit_limit": D(5)}, version=1)
        with self.store.write() as tx:
            tx.execute(update(Product).values(name="Renamed"))
            tx.execute(update(Customer).where(Customer.id == self.spa).values(code="S2"))

    def merge(self):
        customers.merge(self.store, self.hotel, self.spa, request=new_uid())

    def goods_return(self):
        returns.take_back(
            self.store, self.order.order_id, {self.lines()[0].id: D(3)}, request=new_uid(), reason="stains",
            on=date(2026, 2, 20),
        )  # fmt: skip

    def cancellation(self):
        returns.cancel(self.store, self.order.order_id, request=new_uid(), reason="never wanted", on=date(2026, 2, 12))

    def cost_correction(self):
        adjustments.correct_cost(
            self.store, self.soap, D("2.5"), first=FEBRUARY.first, last=FEBRUARY.last, reason="invoice 4471",
            request=new_uid(),
        )  # fmt: skip

    def imported(self):
        line = OrderLineRow(
            2, "OLD-1", date(2026, 2, 14), "H1", None, None, None, None, None, "T1", D(5), unit_price=D(12)
        )
        for quantity in (D(5), D(6)):
            imports.run(
                self.store, "orders", [line._replace(quantity=quantity)], request=new_uid(), file_name="old.csv",
                policy="overwrite",
            )  # fmt: skip

    def late_order(self):
        self.make.order(self.spa, (self.towel, "7", "12"), on=date(2026, 2, 28))

    def time_zone(self):
        company.change(self.store, version=1, time_zone="Asia/Shanghai")

    def language(self):
        company.change(self.store, version=1, language="zh", paper="Letter")
        company.change(self.store, version=2, language="en", paper="A4")

    def letterhead(self):
        company.change(self.store, version=1, legal_name="Another Name S.A.", tax_id="X", prepared_by="Somebody else")


CHANGES = [
    "cost_history", "price_history", "order_date", "salesperson", "thresholds", "rename", "merge", "goods_return",
    "cancellation", "cost_correction", "imported", "late_order", "time_zone", "language", "letterhead",
]  # fmt: skip
# what changes the figures of the past, and by how much; the first open month carries it
BOOKED = {
    "order_date": D("-59.00"),  # it moves into January, which is open
    "salesperson": ZERO,
    "goods_return": D("-15.00"),
    "cancellation": D("-59.00"),
    "cost_correction": D("-12.00"),
    "imported": D("30.00"),
    "late_order": D("35.00"),
}


@pytest.fixture
def books(store, make, clock):
    return Books(store, make, clock)


def printed(store: Store, path, by: Printed = FIRST, language: str = "en", zone: str = "Europe/Madrid") -> bytes:
    say = Say(language, country="ES", zone=zone)
    render(profit_month(store, FEBRUARY), path, say, "A4", printed=by)
    return path.read_bytes()


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_document_after_a_change_of_the_past(store, books, change, tmp_path):
    before, paper = profit_month(store, FEBRUARY), printed(store, tmp_path / "before.pdf")
    getattr(books, change)()
    assert profit_month(store, FEBRUARY) == before
    assert months.paper(store, FEBRUARY) == before
    assert printed(store, tmp_path / "after.pdf") == paper


@pytest.mark.parametrize("change", sorted(BOOKED))
def test_what_changed_stands_in_the_first_open_month_with_the_month_it_belongs_to(store, books, change):
    getattr(books, change)()
    report = profit_month(store, MARCH)
    assert report.entries.contribution == BOOKED[change]
    assert sum((one.amount for one in report.adjustments), ZERO) + _own(report) == BOOKED[change]
    assert all(one.belongs_to == FEBRUARY for one in report.adjustments)
    with store.read() as tx:
        months_booked = {row[0] for row in tx.all(select(ContributionEntry.month).distinct())}
    assert months_booked <= {Month(2025, 2), Month(2026, 1), FEBRUARY, MARCH}


def _own(report):
    """What of the month belongs to itself: nothing, except an order that was moved out of February."""
    steps = [step for step in report.ladder if step.kind != "adjustments"]
    return sum((step.amounts.now for step in steps), ZERO)


def test_all_changes_together_change_nothing(store, books, tmp_path):
    before, paper = profit_month(store, FEBRUARY), printed(store, tmp_path / "before.pdf")
    for change in (
        "cost_history",
        "price_history",
        "cost_correction",
        "imported",
        "late_order",
        "goods_return",
        "merge",
    ):
        getattr(books, change)()
    assert profit_month(store, FEBRUARY) == before
    assert printed(store, tmp_path / "after.pdf") == paper


def test_only_the_print_line_differs(store, books, tmp_path):
    """The same figures by somebody else at another time: everything but that line is the same text on each page."""
    from pypdf import PdfReader

    later = Printed(datetime(2027, 5, 6, 7, 8, tzinfo=UTC), "Marc Oliver")
    printed(store, tmp_path / "one.pdf")
    printed(store, tmp_path / "two.pdf", later)
    one, two = (
        [page.extract_text().splitlines() for page in PdfReader(tmp_path / name).pages]
        for name in ("one.pdf", "two.pdf")
    )
    assert len(one) == len(two)
    for left, right in zip(one, two, strict=True):
        different = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
        assert all("Lucía Ferrer" in a and "Marc Oliver" in b for a, b in different)
        assert len(different) == 1


def test_the_other_language_prints_from_the_same_stored_figures(store, books, tmp_path):
    spanish = printed(store, tmp_path / "es.pdf", language="es")
    books.language()
    assert settings.settings(store).language == "en"
    assert printed(store, tmp_path / "again.pdf", language="es") == spanish
