"""What the palette asks the database: loaded when somebody searches, so that a desk opens sooner."""

from typing import TYPE_CHECKING, Any, Protocol

from app.domain.refusal import Unavailable
from app.ui.context import Context

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


class Asking(Protocol):
    """Who waits for an answer."""

    context: Context

    def take(self, epoch: int, hits: "Hits | None") -> None:
        """What was found, or none where nobody could be asked."""


class Answer:
    """Carries the number of a question to its answer; lives as long as somebody waits for it."""

    def __init__(self, asking: Asking, epoch: int) -> None:
        self._asking, self._epoch = asking, epoch

    def arrived(self, found: "Hits") -> None:
        """The answer."""
        self._asking.take(self._epoch, found)

    def failed(self, error: BaseException) -> None:
        """No answer: said where everything is said; nobody is told that there is no such customer."""
        self._asking.context.reporter.show(error)
        self._asking.take(self._epoch, None if isinstance(error, Unavailable) else nothing())
