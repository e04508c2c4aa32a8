"""What is known of customers beside their name: ties to others, topics, consent; unusual numbers; two edits merged."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from app.domain import phone
from app.domain.refusal import N_, Mistake, NeedsConsent

CONTACT_KINDS: Mapping[str, str] = {
    "phone": N_("Telephone"),
    "mobile": N_("Mobile"),
    "email": N_("E-mail"),
    "handle": N_("Handle"),
    "fax": N_("Fax"),
}
NUMBERS = frozenset({"phone", "mobile", "fax"})
PLACE_KINDS: Mapping[str, str] = {"main": N_("Address"), "delivery": N_("Delivery address"), "billing": N_("Billing")}

RELATIONS: Mapping[str, tuple[str, str]] = {
    "works at": (N_("Works at"), N_("Employs")),
    "director": (N_("Director"), N_("Director of")),
    "assistant": (N_("Assistant"), N_("Assistant of")),
    "colleague": (N_("Colleague"), N_("Colleague")),
    "partner": (N_("Partner"), N_("Partner")),
    "spouse": (N_("Spouse"), N_("Spouse")),
    "daughter": (N_("Daughter"), N_("Parent")),
    "son": (N_("Son"), N_("Parent")),
    "parent": (N_("Parent"), N_("Child")),
    "brother": (N_("Brother"), N_("Sibling")),
    "sister": (N_("Sister"), N_("Sibling")),
    "recommends": (N_("Recommends"), N_("Recommended by")),
    "other": (N_("Other tie"), N_("Other tie")),
}
"""What another one is to a customer, and what the customer is to that one. Gender is not recorded of customers."""
FAMILY = frozenset({"daughter", "son", "partner", "spouse", "parent", "brother", "sister"})

TOPICS: Mapping[str, str] = {
    "drink": N_("Drink"),
    "food": N_("Food"),
    "room": N_("Room"),
    "place": N_("Place"),
    "delivery": N_("Delivery"),
    "hobby": N_("Hobby"),
    "sport": N_("Sport"),
    "music": N_("Music"),
    "reading": N_("Reading"),
    "life event": N_("Life event"),
    "contact": N_("Contact"),
    "products": N_("Products"),
    "other": N_("Other"),
}
"""Topics that are proposed; a company may write its own."""
FACTS_PER_TOPIC = 10
"""How many facts of one topic are kept of a customer, unless the company decides otherwise."""

PURPOSES: Mapping[str, str] = {"service": N_("Service"), "offers": N_("Offers"), "greetings": N_("Greetings")}
CHANNELS: Mapping[str, str] = {
    "phone": N_("Telephone"),
    "message": N_("WhatsApp, SMS"),
    "email": N_("E-mail"),
    "post": N_("Post"),
}

CUSTOM_KINDS: Mapping[str, str] = {
    "text": N_("Text"),
    "number": N_("Plain number"),
    "money": N_("Amount"),
    "date": N_("Day"),
    "choice": N_("Choice"),
    "yes_no": N_("Yes or no"),
    "person": N_("Person"),
}
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
SAVE_ANYWAY = N_("Save it anyway (Alt+Enter).")
LONGEST_CUSTOM = 2000
INTERNAL = 3
"""Digits of a number inside a house."""


def check_phone(text: str, country: str) -> None:
    """Raises ``NeedsConsent`` for a number that no telephone of its country has; it can be kept all the same."""
    if not text.strip():
        return
    keys = phone.parse(text, country)
    digits = keys.national or keys.digits
    if keys.possible or 0 < len(digits) <= INTERNAL:
        return
    import phonenumbers  # noqa: PLC0415 - a tenth of a second that only unusual numbers pay

    example = phonenumbers.example_number(country.upper())
    usual = len(str(example.national_number)) if example is not None else 0
    if not digits:
        raise NeedsConsent(N_("‘{text}’ has no digits of a telephone number."), hint=SAVE_ANYWAY, text=text[:40])
    if usual and len(digits) != usual:
        raise NeedsConsent(
            N_("This phone number has {count} digits. Numbers of {country} have {usual}."), hint=SAVE_ANYWAY,
            count=len(digits), country=country.upper(), usual=usual,
        )  # fmt: skip
    raise NeedsConsent(
        N_("No telephone of {country} has this number."), hint=SAVE_ANYWAY, country=country.upper() or "–"
    )


def check_email(text: str) -> None:
    """Raises ``NeedsConsent`` for what is hardly an e-mail address."""
    if text.strip() and not _MAIL.fullmatch(text.strip()):
        raise NeedsConsent(N_("An e-mail address looks like ana@hotel.es."), hint=SAVE_ANYWAY)


def check_tax_id(text: str, country: str) -> None:
    """Raises ``NeedsConsent`` for a number that the country's own rule refuses; without a rule nothing is said."""
    from stdnum import get_cc_module  # noqa: PLC0415 - only who saves a tax number pays for it
    from stdnum.exceptions import ValidationError  # noqa: PLC0415

    module = get_cc_module(country.lower(), "vat") if text.strip() and country else None
    if module is None:
        return
    try:
        module.validate(text)
    except ValidationError:
        raise NeedsConsent(
            N_("‘{text}’ is not a tax number of {country}: its check digits or its length are wrong."),
            hint=SAVE_ANYWAY, text=text[:40], country=country.upper(),
        ) from None  # fmt: skip


def tax_key(text: str) -> str:
    """A tax number as it is compared: letters and digits only."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def check_birth_date(day: date | None, today: date) -> None:
    """Raises ``Mistake`` for a birthday to come or before 1900."""
    if day is not None and not date(1900, 1, 1) <= day <= today:
        raise Mistake(N_("{day} cannot be a birthday; write a day from 1900 until today."), field="birth_date", day=day)


@dataclass(frozen=True, slots=True)
class Differing:
    """One field that two people changed at once: what both had read, what was saved first, what was to be saved."""

    key: str
    base: Any
    theirs: Any
    mine: Any


def merged(
    base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Differing]]:
    """What of ``mine`` is to be written over ``theirs``, and the fields that both sides changed differently.

    ``base`` is what both had read. A field that only one side changed, or both alike, is no conflict.
    """
    to_write: dict[str, Any] = {}
    differing = []
    for key, value in mine.items():
        read, now = base.get(key), theirs.get(key)
        if _same(now, value):
            continue
        if _same(now, read):
            to_write[key] = value
        else:
            differing.append(Differing(key, read, now, value))
    return to_write, differing


def _same(one: object, other: object) -> bool:
    """Nothing is nothing, however it is kept."""
    return one == other or (one in (None, "") and other in (None, ""))


def canonical(kind: str, value: object, choices: tuple[str, ...] = ()) -> str:
    """The text form in which a custom field keeps a value; empty for none. Raises ``Mistake``."""
    if value is None or value == "":
        return ""
    if kind == "yes_no":
        if isinstance(value, bool):
            return "yes" if value else "no"
        if value not in ("yes", "no"):
            raise Mistake(N_("Write yes or no."))
        return str(value)
    if kind in ("number", "money"):
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            raise Mistake(N_("‘{text}’ is not a number."), text=str(value)[:40]) from None
        return f"{number:f}"
    if kind == "date":
        return value.isoformat() if isinstance(value, date) else date.fromisoformat(str(value)).isoformat()
    text = str(value).strip()
    if kind == "choice" and text not in choices:
        raise Mistake(N_("‘{text}’ is not one of the choices."), text=text[:40])
    if len(text) > LONGEST_CUSTOM:
        raise Mistake(N_("At most {limit} characters fit; shorten it."), limit=LONGEST_CUSTOM)
    return text


def typed(kind: str, text: str) -> object:
    """The value of a canonical text: none where it is empty or cannot be read."""
    if kind == "yes_no":
        return text == "yes"
    if kind in ("text", "choice", "person"):
        return text
    if not text:
        return None
    try:
        return Decimal(text) if kind in ("number", "money") else date.fromisoformat(text)
    except (InvalidOperation, ValueError):
        return None
