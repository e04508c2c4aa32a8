"""The fields of the customer's form, declared; those of the company's own are added from what it arranged."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.customer import PLACE_KINDS, check_tax_id, typed
from app.domain.refusal import N_, Mistake
from app.queries.customer import CustomerRecord, OwnField, Surroundings
from app.ui.customers.form_contacts import ContactsBox, rows_of
from app.ui.customers.words import FIELDS, PLACE_PARTS
from app.ui.kit.form import FormField
from app.ui.status_bar import OWN_NAMES

OWN_FIELDS = N_("Own fields")
_KINDS = {
    "text": "text", "number": "number", "money": "money", "date": "day", "choice": "choice", "yes_no": "check",
    "person": "choice",
}  # fmt: skip
_PLACE_LENGTHS = {"street": 300, "postcode": 20, "city": 120, "region": 120, "country": 2}


class TaxCheck:
    """Compares a tax number with the rule of the customer's country, the company's where none is written."""

    def __init__(self, country: str) -> None:
        self.country = country

    def __call__(self, text: str) -> None:
        check_tax_id(text, self.country)


def _country(text: str) -> None:
    if text and not (len(text) == 2 and text.isascii() and text.isalpha()):
        raise Mistake(N_("Write the country as two letters, such as ES."))


def fields_of(around: Surroundings, language: str, tax: TaxCheck) -> list[FormField]:
    """Every field of the form in reading order."""
    staff = ((None, "–"), *around.staff)
    languages = (("", "–"), *OWN_NAMES.items(), ("fr", "Français"), ("de", "Deutsch"), ("it", "Italiano"),
                 ("pt", "Português"), ("ca", "Català"))  # fmt: skip
    return [
        FormField("name", FIELDS["name"], hint=N_("A name or a telephone number is enough"), always=True),
        FormField("kind", FIELDS["kind"], "choice", always=True,
                  choices=(("person", N_("Person")), ("organisation", N_("Company")))),
        FormField("organisation", FIELDS["organisation"], always=True),
        FormField("contact_name", FIELDS["contact_name"]),
        FormField("given_name", FIELDS["given_name"], most=100),
        FormField("family_name", FIELDS["family_name"], most=100),
        FormField("contacts", FIELDS["contacts"], wide=True, always=True, make=_Contacts(around.country)),
        *_places(),
        FormField("occupation", FIELDS["occupation"], most=120, section=N_("More")),
        FormField("industry", FIELDS["industry"], most=120),
        FormField("education", FIELDS["education"], most=120),
        FormField("language", FIELDS["language"], "choice", choices=languages, always=True),
        FormField("birth_date", FIELDS["birth_date"], "day", past=True, hint=N_("such as 27/11/1981")),
        FormField("tags", FIELDS["tags"], most=400),
        FormField("note", FIELDS["note"], "lines", wide=True, most=20_000),
        FormField("tax_id", FIELDS["tax_id"], most=40, check=tax, section=N_("Trade"), always=True),
        FormField("salesperson_id", FIELDS["salesperson_id"], "choice", choices=staff),
        FormField("credit_limit", FIELDS["credit_limit"], "money", least=0),
        FormField("payment_days", FIELDS["payment_days"], "number", places=0, least=0),
        FormField("blocked_reason", FIELDS["blocked_reason"], most=400),
        FormField("active", FIELDS["active"], "check", always=True),
        *_own(around, language),
    ]  # fmt: skip


class _Contacts:
    """Makes the rows of telephones and addresses; numbers are read as of a country."""

    def __init__(self, country: str) -> None:
        self._country = country

    def __call__(self, context: Any, field: FormField) -> ContactsBox:  # noqa: ANN401 - the window's context
        return ContactsBox(context, field, self._country)


def _places() -> list[FormField]:
    found = []
    for kind, words in PLACE_KINDS.items():
        for at, (part, label) in enumerate(PLACE_PARTS.items()):
            check = _country if part == "country" else None
            shown = kind == "main" and part in ("street", "city")
            found.append(
                FormField(f"{kind}.{part}", label, most=_PLACE_LENGTHS[part], check=check, always=shown,
                          wide=part == "street", section=words if at == 0 else "")
            )  # fmt: skip
    return found


def own_choices(one: OwnField, staff: Sequence[tuple[int, str]]) -> tuple[tuple[object, str], ...]:
    """What can be chosen in an own field: its choices, or the people of the company by their names."""
    names = {"choice": one.choices, "person": tuple(name for _, name in staff)}.get(one.kind, ())
    return (("", "–"), *((name, name) for name in dict.fromkeys(names))) if one.kind in ("choice", "person") else ()


def _own(around: Surroundings, language: str) -> list[FormField]:
    found, group = [], None
    for one in around.fields:
        if one.restricted:
            continue
        section = (one.group or OWN_FIELDS) if one.group != group else ""
        group = one.group
        choices = own_choices(one, around.staff)
        found.append(
            FormField(f"custom:{one.id}", one.called(language), _KINDS[one.kind], choices=choices, section=section,
                      most=2000, places=4 if one.kind == "number" else 2)
        )  # fmt: skip
    return found


def form_values(record: CustomerRecord) -> dict[str, Any]:
    """A record's values as the form shows them."""
    kinds = {f"custom:{one.id}": one.kind for one in record.fields}
    values: dict[str, Any] = {
        name: typed(kinds[name], value) if name in kinds else value
        for name, value in record.values.items()
        if not name.startswith("custom:") or name in kinds
    }
    values["contacts"] = rows_of(record.points)
    if values.get("payment_days") is not None:
        values["payment_days"] = Decimal(values["payment_days"])
    return values


def stored(values: Mapping[str, Any], fields: Sequence[OwnField]) -> dict[str, Any]:
    """Values of the form as they are saved."""
    kinds = {f"custom:{one.id}": one.kind for one in fields}
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name == "contacts":
            continue
        if name in kinds:
            found[name] = _canonical(kinds[name], value)
        elif name == "payment_days":
            found[name] = None if value is None else int(value)
        elif name.endswith(".country"):
            found[name] = str(value).upper()
        else:
            found[name] = value
    return found


def _canonical(kind: str, value: Any) -> Any:  # noqa: ANN401 - the value's type is the field's
    if value is None:
        return ""
    if kind == "yes_no":
        return "yes" if value else ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value
