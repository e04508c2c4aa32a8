"""Bills that were written before they kept their addressee get the one that they printed until then."""

from sqlalchemy import text

from app.store import migrate

BEFORE = "0005"


def uid(number: int) -> str:
    return f"{number:032x}"


def test_the_bill_goes_to_the_first_billing_address_else_the_main_one(engine):
    migrate.upgrade(engine, BEFORE)
    with engine.begin() as connection:
        for customer, name in ((1, "Hotel"), (2, "Spa"), (3, "Nowhere")):
            connection.execute(
                text(
                    "INSERT INTO customer (id, uid, code, name, search_name, tax_id) "
                    "VALUES (:id, :uid, :c, :n, '', 'X')"
                ),
                {"id": customer, "uid": uid(customer), "c": f"K{customer}", "n": name},
            )
            connection.execute(
                text("INSERT INTO sales_order (id, uid, customer_id, \"on\", status, net, tax, gross) "
                     "VALUES (:id, :uid, :id, '2026-01-02', 'invoiced', 0, 0, 0)"),
                {"id": customer, "uid": uid(100 + customer)},
            )  # fmt: skip
            connection.execute(
                text("INSERT INTO invoice (id, uid, kind, number, order_id, customer_id, \"on\", net, tax, gross) "
                     "VALUES (:id, :uid, 'invoice', :n, :id, :id, '2026-01-02', 0, 0, 0)"),
                {"id": customer, "uid": uid(200 + customer), "n": f"F{customer}"},
            )  # fmt: skip
        for row in ((1, 1, "main", "Main"), (2, 1, "billing", "Bill"), (3, 1, "billing", "Other"),
                    (4, 1, "delivery", "Quay"), (5, 2, "main", "Only")):  # fmt: skip
            connection.execute(
                text("INSERT INTO address (id, customer_id, kind, street) VALUES (:id, :customer, :kind, :street)"),
                dict(zip(("id", "customer", "kind", "street"), row, strict=True)),
            )
    migrate.upgrade(engine)
    with engine.begin() as connection:
        kept = connection.execute(
            text("SELECT invoice_id, name, code, tax_id, street, delivery_street FROM invoice_addressee ORDER BY 1")
        ).all()
    assert [tuple(row) for row in kept] == [
        (1, "Hotel", "K1", "X", "Bill", "Quay"),
        (2, "Spa", "K2", "X", "Only", ""),
        (3, "Nowhere", "K3", "X", "", ""),
    ]
