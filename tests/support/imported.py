"""The reference companies, imported as a user would."""

from pathlib import Path

from app.domain.ids import new_uid
from app.integrations.import_files import ImportFile
from app.services import imports
from app.store.session import Store
from tests.support.reference import reference_file

MAPS = Path(__file__).parent / "maps"

CLASSICMODELS = (
    ("salespeople", "employees.csv", "classicmodels_salespeople"),
    ("customers", "customers.csv", "classicmodels_customers"),
    ("products", "products.csv", "classicmodels_products"),
    ("orders", "orderdetails.csv", "classicmodels_orders"),
    ("payments", "payments.csv", "classicmodels_payments"),
)
SUPERSTORE = tuple(
    (kind, "superstore_south.csv", f"superstore_{kind}") for kind in ("salespeople", "customers", "products", "orders")
)


def import_file(store: Store, kind: str, path: Path, map_path: Path | None = None, **options) -> imports.Imported:
    """One file, as the command does it."""
    source = ImportFile(path, kind, map_path)
    return imports.run(store, kind, source.rows(), file_name=path.name, request=new_uid(), **options)


def import_classicmodels(store: Store) -> dict[str, imports.Imported]:
    """A wholesale company: customers, orders with details, payments."""
    return {
        kind: import_file(store, kind, reference_file(f"derived/classicmodels_csv/{name}"), MAPS / f"{mapping}.toml")
        for kind, name, mapping in CLASSICMODELS
    }


def import_superstore(store: Store) -> dict[str, imports.Imported]:
    """A shop: one file of order lines with everything in it."""
    return {
        kind: import_file(store, kind, reference_file(f"derived/superstore_south/{name}"), MAPS / f"{mapping}.toml")
        for kind, name, mapping in SUPERSTORE
    }
