"""The reference companies, imported as a user would."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.ids import new_uid
from app.integrations.import_files import ImportFile
from app.services import company, imports
from app.store import migrate
from app.store.engine import make_engine, parse_url
from app.store.session import Actor, Store
from tests.support import postgres
from tests.support.reference import reference_file, rows

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


SETS = {"classicmodels": import_classicmodels, "superstore_south": import_superstore}
ON_BOTH = [(name, kind) for name in SETS for kind in ("sqlite", "postgresql")]


@contextmanager
def whole_company(request, folders, purpose: str) -> Iterator[tuple[str, Store]]:
    """(set, store) with a whole company imported, for a fixture whose parameters are ``ON_BOTH``."""
    name, kind = request.param
    next(rows(f"expected/{name}/abc.csv"))
    if kind == "sqlite":
        url = parse_url(str(folders.mktemp(name) / "company.db"))
    else:
        url = postgres.make_database(request.getfixturevalue("postgres_server"), f"{purpose}_{name}")
    engine = make_engine(url)
    migrate.upgrade(engine)
    store = Store(engine, zone="America/New_York", actor=Actor("tester"))
    company.create(store, name=name, country="US")
    results = SETS[name](store)
    assert all(not result.refused for result in results.values())
    yield name, store
    store.close()
