"""What a new customer begins with, as whoever opens the form knows it."""

from dataclasses import dataclass

from app.domain import phone
from app.ui.context import Context


@dataclass(frozen=True, slots=True)
class CustomerStart:
    """A name, a number, an e-mail address: whatever is known."""

    name: str = ""
    phone: str = ""
    email: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.email)


def started(text: str) -> CustomerStart:
    """What was typed somewhere else: a number, an address or a name."""
    plain = text.strip()
    if phone.looks_like_number(plain):
        return CustomerStart(phone=plain)
    return CustomerStart(email=plain) if "@" in plain else CustomerStart(name=plain)


class NewCustomer:
    """Opens the form for a new customer with the number, address or name that was typed."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def __call__(self, text: str) -> None:
        self._context.go("customer", started(text))
