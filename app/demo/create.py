"""The demo company is made: a past by the arithmetic of the program, a present by its operations, months closed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import true

from app.demo import commission, complaints, register, talk
from app.demo.books import MAKER, Books
from app.demo.goods import Good, catalogue
from app.demo.history import History
from app.demo.people import Person, people
from app.demo.sales import sales
from app.demo.today import live
from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.opening_hours import calendar_of, usual_hours
from app.domain.order import figures
from app.domain.refusal import N_, Mistake
from app.domain.watch import present
from app.models import (
    AccountEntry,
    Address,
    Allocation,
    Balance,
    BookMonth,
    Category,
    Consent,
    ContactPoint,
    ContributionEntry,
    Customer,
    CustomerMonth,
    CustomField,
    CustomValue,
    Delivery,
    DeliveryLine,
    GoodsReturn,
    GoodsReturnLine,
    Interaction,
    Invoice,
    InvoiceLine,
    InvoiceTax,
    LevelMonth,
    OrderCost,
    OrderLine,
    OrderLineCost,
    OrderShare,
    Payment,
    Preference,
    PriceTold,
    Product,
    ProductCost,
    ProductPrice,
    Relation,
    RestrictedFact,
    SalesOrder,
    Staff,
)
from app.services import company, invoices, tiers
from app.services import months as book_months
from app.store.bulk import without_collector
from app.store.session import Store

NAME = "Mirador Home & Hospitality"
COUNTRY = "ES"
LEAST_CUSTOMERS = 40
TRADING, KEEPING, CLOSING = N_("Trading for two years"), N_("Writing it into the books"), N_("Closing the months")
OPEN_MONTHS = 2

# every table after those it points to
_ORDER = (
    Staff, Category, Product, ProductPrice, ProductCost, Customer, ContactPoint, Address, Relation, Preference, Consent,
    RestrictedFact, CustomField, CustomValue, SalesOrder, OrderLine, OrderLineCost, OrderCost, OrderShare, Delivery,
    DeliveryLine, Invoice, InvoiceLine, InvoiceTax, GoodsReturn, GoodsReturnLine, *complaints.TABLES, BookMonth,
    ContributionEntry, CustomerMonth, LevelMonth, Payment, AccountEntry, Allocation, Balance, Interaction, PriceTold,
)  # fmt: skip


def create(
    store: Store, *, seed: int = 2026, customers: int = 2500, months: int = 24, language: str = "en"
) -> ChangeSet:  # fmt: skip
    """Make the demo company in an empty, migrated database; the store's person must be allowed to close months.

    The same seed, size and day give the same figures. Everything is dated relative to the store's today; all months
    but the last two are closed, commission with them, and the tiers of this and last year frozen. Raises ``Conflict``
    for a database that has a company and ``Mistake`` for a size too small to show anything.
    """
    if customers < LEAST_CUSTOMERS or months < OPEN_MONTHS + 1:
        raise Mistake(
            N_("A demo company has at least {customers} customers and {months} months."),
            customers=LEAST_CUSTOMERS, months=OPEN_MONTHS + 1,
        )  # fmt: skip
    changes = company.create(
        store, name=NAME, country=COUNTRY, language=language, demo=True, legal_name="Mirador Home & Hospitality, S.L.",
        street="Calle del Ejemplo 1", postcode="46001", city="Valencia", tax_id="X-00000000", phone="+34 300 00 00 01",
        email="info@example.com", bank_account="ES00 0000 0000 0000 0000 0000", report_addressee="Lucía Ferrer",
        prepared_by="Nuria Costa", checked_by="Lucía Ferrer",
    )  # fmt: skip
    present().begin(TRADING)
    rng, today = Random(f"{seed}/{customers}/{months}"), store.today()
    first = Month.of(today).plus(1 - months)
    persons, goods = people(rng, customers, today), catalogue(rng, first, today)
    with without_collector():
        _past(store, rng, persons, goods, first)
    live(store, rng, persons, goods)
    with without_collector():
        # before the months: what commission came to stands in their stored reports
        commission.agree_and_book(store, first)
        present().begin(CLOSING)
        _close(store, first, today)
        commission.close_and_pay(store, first, Month.of(today).plus(-OPEN_MONTHS))
    return changes


def _past(store: Store, rng: Random, persons: Sequence[Person], goods: Sequence[Good], first: Month) -> None:
    """Everything up to yesterday, in one transaction."""
    today, books = store.today(), Books(rng)
    register.staff(books)
    register.products(books, goods, first.first)
    register.customers(books, persons, first.first)
    history = History(books, rng, goods, today)
    history.run(sales(rng, persons, goods, first, today))
    _old_quotes(books, history, today)
    talk.know(books, rng, persons, today)
    talk.talk(books, rng, persons, history)
    talk.tell_prices(books, rng, persons, goods, today)
    present().begin(KEEPING)
    counts = calendar_of(usual_hours(COUNTRY), store.zone.key)
    complaints.complain(books, rng, history, counts, _whole_minute(store.now()))
    with store.write() as tx:
        books.write(tx, _ORDER)
        invoices.keep_addressees(tx, true())


def _whole_minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)


def _old_quotes(books: Books, history: History, today: date) -> None:
    """Quotes of the last months that nobody answered: some ran out, some still hold."""
    drafts = [deal.sale.draft for deal in history.orders if (today - deal.sale.draft.on).days < 60][::12]
    for draft in drafts:
        quote_id, money = books.id(SalesOrder), figures(draft)
        books.add(
            SalesOrder, id=quote_id, uid=books.uid(), number=None, customer_id=draft.customer_id, on=draft.on,
            status="quoted", promised_on=None, delivered_on=None, region="", discount=draft.discount,
            freight=draft.freight, freight_tax_rate=draft.freight_tax_rate, net=money.net, tax=money.tax,
            gross=money.gross, cancelled_reason="", quote_number=books.number("quote", draft.on),
            valid_until=draft.on + timedelta(days=30), created_by=MAKER,
        )  # fmt: skip
        for at, (line, figure) in enumerate(zip(draft.lines, money.lines, strict=True), 1):
            books.add(
                OrderLine, id=books.id(OrderLine), order_id=quote_id, position=at, product_id=line.product_id,
                description=line.description, unit=line.unit, quantity=line.quantity, list_price=line.list_price,
                unit_price=line.unit_price, discount_percent=line.discount_percent, net=figure.net,
                tax_rate=line.tax_rate, level=None,
            )  # fmt: skip
        for at, share in enumerate(draft.shares):
            books.add(OrderShare, order_id=quote_id, staff_id=share.staff_id, position=at, percent=share.percent)


def _close(store: Store, first: Month, today: date) -> None:
    """Close the months, oldest first, and freeze the tiers of this and last year."""
    for month in first.until(Month.of(today).plus(-OPEN_MONTHS)):
        book_months.close(store, month, request=new_uid(), accept=("drafts", "no_cost", "earlier_open"))
    for year in (today.year - 1, today.year):
        tiers.freeze(store, year, request=new_uid(), consent=True)
