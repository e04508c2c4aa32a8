"""The demo company's master data as rows: staff, categories, products, customers and how to reach them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from app.demo import words
from app.demo.books import MAKER, Books
from app.demo.goods import Good, categories
from app.demo.people import Person
from app.demo.sales import TAX
from app.domain.text import search_key
from app.models import Address, Category, ContactPoint, Customer, Product, ProductCost, ProductPrice, Staff
from app.services.customers import contact_row


def staff(books: Books) -> None:
    """Six who sell."""
    for code, name, access in words.STAFF:
        books.add(Staff, id=books.id(Staff), code=code, name=name, email=f"{code.lower()}@example.com", access=access,
                  title="Sales", created_by=MAKER)  # fmt: skip


def products(books: Books, goods: Sequence[Good], first: date) -> None:
    """Categories, products and the history of prices and costs."""
    for name in categories():
        books.add(Category, id=books.id(Category), name=name)
    for good in goods:
        books.add(
            Product, id=books.id(Product), uid=books.uid(), code=books.number("product", first), name=good.name,
            search_name=search_key(good.name), category_id=good.category, unit=good.unit, tax_rate=TAX,
            mark={1: "promote", 2: "restrict"}.get(good.id % 25, ""), created_by=MAKER,
        )  # fmt: skip
        for since, price in good.prices:
            books.add(ProductPrice, product_id=good.id, valid_from=None if since == date.min else since, price=price)
        for since, cost in good.costs:
            books.add(ProductCost, product_id=good.id, valid_from=None if since == date.min else since, cost=cost)


def customers(books: Books, persons: Sequence[Person], first: date) -> None:
    """Customers with their numbers, addresses and e-mail."""
    for person in persons:
        _customer(books, person, first)
        country = person.place.country
        for at, contact in enumerate(person.contacts):
            books.add(ContactPoint, **contact_row(person.id, at, contact, country))
        place = person.place
        books.add(Address, customer_id=person.id, kind=place.kind, street=place.street, city=place.city,
                  region=place.region, postcode=place.postcode, country=country)  # fmt: skip


def _customer(books: Books, person: Person, first: date) -> None:
    limit = None if person.credit_limit is None else Decimal(person.credit_limit)
    role = words.ROLES[person.language] if person.organisation else ""
    books.add(
        Customer, id=books.id(Customer), uid=books.uid(), code=books.number("customer", first),
        kind="organisation" if person.company else "person", name=person.name, search_name=search_key(person.name),
        organisation=person.organisation, contact_name=person.contact_name, language=person.language,
        tax_id=person.tax_id, birth_date=person.birth_date, occupation=person.occupation or role,
        industry=person.industry, payment_days=person.payment_days, credit_limit=limit, salesperson_id=person.seller,
        tags=person.tags, created_by=MAKER,
    )  # fmt: skip
