"""Invented papers of the trade whose figures add up: quotes, orders, deliveries, bills, receipts, statements."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from app.domain.money import ZERO, from_gross, line_amount, tax_on
from app.domain.month import Month
from app.domain.papers import Addressee, ItemLine, Letterhead, Printed, TaxLine, Terms, Totals
from app.domain.papers_account import AccountEntry, EntryKind, OpenItem, Statement
from app.domain.papers_trade import (
    Allocation,
    DeliveryLine,
    DeliveryPaper,
    InvoiceKind,
    InvoicePaper,
    OrderKind,
    OrderPaper,
    ReceiptPaper,
)

D = Decimal
MONTH = Month(2026, 10)
PRINTED = Printed(datetime(2026, 11, 4, 8, 12, tzinfo=UTC), "Elena Prats")
COMPANY = Letterhead(
    "Mirador Home & Hospitality S.L.",
    ("Av. del Puerto 60", "46023 Valencia", "Spain"),
    "CIF B-98077142",
    "+34 96 000 00 00",
    "office@mirador.example",
    "Mirador Home & Hospitality",
    None,
    "Registro Mercantil de Valencia, tomo 9876, folio 54, hoja V-123456",
    ("Caja de Ejemplo", "IBAN ES00 0000 0000 0000 0000 0000", "BIC EXAMPLEXXX"),
)
HOTEL = Addressee(
    "Hotel Bahía Azul S.A.",
    ("Sra. Carmen Ibáñez", "Paseo Marítimo 14", "46011 Valencia", "Spain"),
    "C-1042",
    "CIF A-46000001",
)


def item(number: int = 1, *, name: str = "") -> ItemLine:
    """A sold line made from a number."""
    quantity, price = D(number % 7 + 1), D("12.5000") + number % 40
    discount = D(10) if number % 5 == 0 else ZERO
    return ItemLine(
        name or f"Bath towel 70 × 140, colour {number}",
        quantity,
        price,
        line_amount(quantity, price, discount),
        f"BT-{number:04d}",
        "embroidered logo" if number % 4 == 0 else "",
        "pc",
        discount,
        D(21) if number % 3 else D(10),
    )


def totals(lines: tuple[ItemLine, ...], *, prices_include_tax: bool = False) -> Totals:
    """Tax per rate of these lines."""
    sums: dict[Decimal | None, Decimal] = {}
    for line in lines:
        sums[line.tax_rate] = sums.get(line.tax_rate, ZERO) + line.amount
    taxes = []
    for rate, amount in sorted(sums.items(), key=lambda pair: pair[0] or ZERO):
        if prices_include_tax:
            net, tax = from_gross(amount, rate or ZERO)
        else:
            net, tax = amount, tax_on(amount, rate or ZERO)
        taxes.append(TaxLine(rate, net, tax, "" if rate is not None else "intra-Community supply"))
    return Totals(tuple(taxes), prices_include_tax=prices_include_tax)


def invoice(count: int = 6, kind: InvoiceKind = InvoiceKind.INVOICE) -> InvoicePaper:
    """An invoice or credit note with so many lines."""
    lines = tuple(item(number) for number in range(1, count + 1))
    credit = kind is InvoiceKind.CREDIT_NOTE
    return InvoicePaper(
        kind,
        COMPANY,
        HOTEL,
        "A-2026-0044" if credit else "F-2026-0931",
        date(2026, 10, 20),
        lines,
        totals(lines),
        Terms() if credit else Terms(date(2026, 11, 19), 30, "bank transfer", D(2), date(2026, 10, 30)),
        date(2026, 10, 18),
        "SO-1844",
        "DN-0712",
        "PO 4500012",
        corrects="F-2026-0911" if credit else "",
        corrects_date=date(2026, 10, 2) if credit else None,
        reason="two towels with a flaw" if credit else "",
        salesperson="Nuria Campos",
        notes=("Thank you for your order.",),
    )


def order(kind: OrderKind = OrderKind.CONFIRMATION, count: int = 6) -> OrderPaper:
    """An order confirmation or a quote."""
    lines = tuple(item(number) for number in range(1, count + 1))
    whole = totals(lines)
    discount, freight = D("50.00"), D("30.00")
    net = whole.taxes[-1].net - discount + freight
    taxes = (*whole.taxes[:-1], TaxLine(D(21), net, tax_on(net, D(21))))
    return OrderPaper(
        kind,
        COMPANY,
        HOTEL,
        "SO-1844",
        date(2026, 10, 5),
        lines,
        Totals(taxes, discount, None, freight),
        replace(HOTEL, name="Hotel Bahía Azul, almacén", lines=("Calle del Mar 3, muelle 2", "46024 Valencia")),
        "PO 4500012",
        "Nuria Campos",
        date(2026, 10, 18),
        date(2026, 11, 5) if kind is OrderKind.QUOTE else None,
        "carriage paid",
        Terms(days=30, method="bank transfer"),
        ("Colours may differ slightly from the samples.",),
    )


def delivery(count: int = 5) -> DeliveryPaper:
    """A delivery note with a part still to come."""
    lines = tuple(
        DeliveryLine(
            f"Bath towel 70 × 140, colour {number}",
            D(number % 7 + 2),
            D(number % 2),
            D(number % 3 + 1),
            f"BT-{number:04d}",
            "pc",
            f"lot {number * 31}" if number % 2 else "",
        )
        for number in range(1, count + 1)
    )
    return DeliveryPaper(
        COMPANY,
        HOTEL,
        "DN-0712",
        date(2026, 10, 18),
        lines,
        order_number="SO-1844",
        order_date=date(2026, 10, 5),
        reference="PO 4500012",
        carrier="Transportes Turia",
        tracking="TT 0099 1234",
        packages=3,
        weight_kg=D("41.500"),
        notes=("Please check the number of packages before you sign.",),
    )


def receipt() -> ReceiptPaper:
    """A payment for two invoices with a rest."""
    return ReceiptPaper(
        COMPANY,
        HOTEL,
        "R-0388",
        date(2026, 10, 28),
        D("900.00"),
        "bank transfer",
        "TRF 88123",
        "Lucía Ferrer",
        (
            Allocation("F-2026-0911", date(2026, 9, 1), D("403.33"), D("403.33")),
            Allocation("F-2026-0931", date(2026, 10, 20), D("600.00"), D("450.00")),
        ),
        D("103.33"),
    )


def statement(count: int = 12) -> Statement:
    """An account with so many movements."""
    entries = []
    for number in range(1, count + 1):
        day = date(2026, 7 + (number - 1) * 4 // max(count, 1), number % 28 + 1)
        paid = number % 3 == 0
        amount = D(number * 13 % 400) + D("10.25")
        entries.append(
            AccountEntry(
                day,
                EntryKind.PAYMENT if paid else EntryKind.INVOICE,
                f"R-{number:04d}" if paid else f"F-2026-{number:04d}",
                ZERO if paid else amount,
                amount if paid else ZERO,
                None if paid else date(2026, 10, number % 28 + 1),
                "bank transfer" if paid else "",
            )
        )
    opening = D("250.00")
    closing = opening + sum((entry.debit - entry.credit for entry in entries), ZERO)
    items = (
        OpenItem("F-2026-0700", date(2026, 6, 1), date(2026, 7, 1), D("300.00"), D("120.00")),
        OpenItem("F-2026-0850", date(2026, 8, 20), date(2026, 9, 19), D("80.00"), D("80.00")),
        OpenItem("F-2026-0931", date(2026, 10, 20), date(2026, 11, 19), closing, closing - D("150.00")),
    )
    return Statement(
        COMPANY,
        HOTEL,
        "ST-0042",
        date(2026, 7, 1),
        date(2026, 10, 31),
        opening,
        tuple(entries),
        items,
        D("50.00"),
        D("5000.00"),
    )
