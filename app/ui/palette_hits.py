"""What the palette asks the database: loaded when somebody searches, so that a desk opens sooner."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.queries.desk import Hits


def hits(store: Any, *, text: str) -> "Hits":  # noqa: ANN401 - the store
    """Customers, orders, products and complaints for what was typed. Raises ``Mistake``."""
    from app.queries import desk  # noqa: PLC0415

    return desk.hits(store, text=text)


def nothing() -> "Hits":
    """An answer in which nothing was found."""
    from app.queries.desk import Hits  # noqa: PLC0415

    return Hits()
