"""Where imported customers are reached: contact points and main address, changed in place so that undoing is exact."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from app.domain.importing_rows import CustomerRow
from app.models import Address, ContactPoint
from app.services.customers import Contact, contact_row
from app.services.voiding import chunks
from app.store.bulk import insert_many
from app.store.session import Write

PLACE = ("street", "city", "region", "postcode", "country")
_POINT = (
    "customer_id", "kind", "label", "value", "position", "e164", "digits", "reversed_digits", "extension", "email",
)  # fmt: skip
# which contact a column is: kind and label; the label finds it again when the file comes a second time
_COLUMNS = {
    "phone": ("phone", ""),
    "phone2": ("phone", "2"),
    "mobile": ("mobile", ""),
    "email": ("email", ""),
}


class Reach:
    """Contact points and main addresses of the customers of one import."""

    def __init__(self, tx: Write, policy: str, home: str, known: Sequence[int]) -> None:
        self._tx = tx
        self._overwrite = policy == "overwrite"
        self._home = home
        self._points: defaultdict[int, list[Any]] = defaultdict(list)
        self._places: dict[int, Any] = {}
        for ids in chunks(known):
            self._read(ids)
        self._new_points: list[tuple[Any, ...]] = []
        self._new_places: list[tuple[Any, ...]] = []
        self._changed: dict[str, list[dict[str, Any]]] = {"point": [], "place": []}
        self._kept: dict[int, dict[str, list[Any]]] = {}

    def _read(self, ids: Sequence[int]) -> None:
        point, place = ContactPoint, Address
        columns = [getattr(point, name) for name in _POINT]
        found = self._tx.execute(
            select(point.id, *columns).where(point.customer_id.in_(ids)).order_by(point.position, point.id)
        )
        for row in found:
            self._points[row.customer_id].append(row)
        fields = [getattr(place, name) for name in PLACE]
        for row in self._tx.execute(
            select(place.id, place.customer_id, *fields).where(place.customer_id.in_(ids), place.kind == "main")
        ):
            self._places.setdefault(row.customer_id, row)

    def take(self, customer_id: int, row: CustomerRow) -> bool:
        """Note what of a row is new about a customer, by the policy; whether anything is."""
        self._kept[customer_id] = {"points": [], "places": []}
        for position, (column, key) in enumerate(_COLUMNS.items()):
            value = getattr(row, column)
            if value:
                self._point(customer_id, position, Contact(key[0], value, key[1]), row.country or self._home)
        self._place(customer_id, {name: getattr(row, name) for name in PLACE if getattr(row, name)})
        return any(self._kept[customer_id].values())

    def _point(self, customer_id: int, position: int, contact: Contact, country: str) -> None:
        have = self._points[customer_id]
        if any(point.kind == contact.kind and point.value == contact.value for point in have):
            return
        made = contact_row(customer_id, position, contact, country)
        same = next((point for point in have if (point.kind, point.label) == (contact.kind, contact.label)), None)
        if same is None:
            self._new_points.append(tuple(made[name] for name in _POINT))
            self._kept[customer_id]["points"].append([None, contact.kind, contact.value])
        elif self._overwrite:
            self._changed["point"].append({"which": same.id} | {name: made[name] for name in _WRITTEN})
            self._kept[customer_id]["points"].append([same.id, *[getattr(same, name) for name in _WRITTEN]])

    def _place(self, customer_id: int, wanted: Mapping[str, str]) -> None:
        have = self._places.get(customer_id)
        if have is None:
            if wanted:
                self._new_places.append((customer_id, "main", *[wanted.get(name, "") for name in PLACE]))
                self._kept[customer_id]["places"].append(None)
            return
        old = {name: getattr(have, name) for name in PLACE}
        new = old | {name: text for name, text in wanted.items() if self._overwrite or not old[name]}
        if new != old:
            self._changed["place"].append({"which": have.id} | new)
            self._kept[customer_id]["places"].append([have.id, *old.values()])

    def kept(self, customer_id: int) -> dict[str, list[Any]]:
        """What stood there, for undoing."""
        return self._kept.get(customer_id, {"points": [], "places": []})

    def write(self) -> None:
        """Everything that was noted, table by table."""
        insert_many(self._tx, ContactPoint, _POINT, self._new_points)
        insert_many(self._tx, Address, ("customer_id", "kind", *PLACE), self._new_places)
        _write(self._tx, self._changed["point"], self._changed["place"])


_WRITTEN = ("value", "e164", "digits", "reversed_digits", "extension", "email")


def _write(tx: Write, points: Sequence[Mapping[str, Any]], places: Sequence[Mapping[str, Any]]) -> None:
    for model, names, rows in ((ContactPoint, _WRITTEN, points), (Address, PLACE, places)):
        if rows:
            table = model.__table__.c
            values: dict[Any, Any] = {table[name]: bindparam(f"new_{name}") for name in names}
            tx.execute(
                update(model.__table__).where(table.id == bindparam("which")).values(values),
                [{"which": row["which"]} | {f"new_{name}": row[name] for name in names} for row in rows],
            )


def restore(tx: Write, kept: Mapping[int, Mapping[str, Sequence[Any]]]) -> None:
    """Give back what ``Reach.kept`` remembered, per customer."""
    points, places = [], []
    for customer_id, parts in kept.items():
        for point in parts["points"]:
            if point[0] is not None:
                points.append({"which": point[0]} | dict(zip(_WRITTEN, point[1:], strict=True)))
            else:
                _, kind, value = point
                own = (ContactPoint.customer_id == customer_id) & (ContactPoint.kind == kind)
                tx.execute(delete(ContactPoint).where(own, ContactPoint.value == value))
        for place in parts["places"]:
            if place is not None:
                places.append({"which": place[0]} | dict(zip(PLACE, place[1:], strict=True)))
            else:
                tx.execute(delete(Address).where(Address.customer_id == customer_id, Address.kind == "main"))
    _write(tx, points, places)
