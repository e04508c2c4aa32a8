"""The company and its customers as papers name them."""

from collections.abc import Iterable

from sqlalchemy import select

from app.domain.papers import Addressee, Letterhead
from app.models import Address, Customer, InvoiceAddressee
from app.queries.company import Settings
from app.store.session import Read


def letterhead(settings: Settings) -> Letterhead:
    """The company; its country is not written, because papers go to the same country as a rule."""
    return Letterhead(
        settings.legal_name or settings.name,
        _lines(settings.street, _town(settings.postcode, settings.city)),
        settings.tax_id,
        settings.phone,
        settings.email,
        "" if settings.name == settings.legal_name else settings.name,
        settings.logo,
        bank=_lines(*settings.bank_account.splitlines()),
    )


def addressees(tx: Read, customer_id: int, settings: Settings, *kinds: str) -> tuple[Addressee, Addressee | None]:
    """A customer at the first of ``kinds`` of addresses it has (else its main one), and where goods go if elsewhere."""
    customer = tx.first(
        select(Customer.name, Customer.code, Customer.tax_id, Customer.contact_name).where(Customer.id == customer_id)
    )
    assert customer is not None
    place = Address
    rows = tx.all(
        select(place.kind, place.street, place.postcode, place.city, place.country)
        .where(place.customer_id == customer_id)
        .order_by(place.id)
    )
    found = {row.kind: row for row in reversed(rows)}
    written = {
        kind: _lines(row.street, _town(row.postcode, row.city), _country(row.country, settings))
        for kind, row in found.items()
    }
    own = next((written[kind] for kind in (*kinds, "main") if kind in written), ())
    contact = customer.contact_name if customer.contact_name != customer.name else ""
    to = Addressee(customer.name, _lines(contact, *own), customer.code, customer.tax_id)
    elsewhere = written.get("delivery")
    return to, Addressee(customer.name, elsewhere) if elsewhere and elsewhere != own else None


def kept_addressees(tx: Read, invoice_id: int, settings: Settings) -> tuple[Addressee, Addressee | None] | None:
    """The same as a bill kept it on its day; none for a bill that kept nobody."""
    row = tx.first(select(InvoiceAddressee.__table__).where(InvoiceAddressee.invoice_id == invoice_id))
    if row is None:
        return None
    own = _lines(row.street, _town(row.postcode, row.city), _country(row.country, settings))
    goods = _town(row.delivery_postcode, row.delivery_city)
    elsewhere = _lines(row.delivery_street, goods, _country(row.delivery_country, settings))
    contact = row.contact_name if row.contact_name != row.name else ""
    to = Addressee(row.name, _lines(contact, *own), row.code, row.tax_id)
    return to, Addressee(row.name, elsewhere) if elsewhere and elsewhere != own else None


def _country(code: str, settings: Settings) -> str:
    """Another country than the company's by its name in the company's language; unknown codes as they are."""
    if not code or code == settings.country:
        return ""
    from babel import Locale  # noqa: PLC0415 - only foreign addresses pay for it

    return str(Locale.parse(settings.language).territories.get(code, code))


def _town(postcode: str, city: str) -> str:
    return " ".join(_lines(postcode, city))


def _lines(*texts: str) -> tuple[str, ...]:
    return _without_blanks(texts)


def _without_blanks(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text.strip() for text in texts if text.strip())
