"""What a new complaint begins with, as other screens hand it over."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ComplaintStart:
    """Of whom, about which order, and by which channel; without a customer it is asked first."""

    customer_id: int | None = None
    order_id: int | None = None
    channel: str = "phone"
