"""A company's store that is loaded by the first who asks it for more than the time."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Lock
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from app.store.kept import KeptFile
    from app.store.session import Store

_OWN = frozenset({"_make", "_clock", "_lock", "_made", "file", "zone", "access"})


class LateStore:
    """Stands for the store of a company's file until its first list is there, and passes everything on to it then.

    ``file`` answers questions whose text is kept, as long as the store itself is not loaded. ``access`` is the role of
    who is signed in.
    """

    def __init__(
        self,
        make: "Callable[[], Store]",
        file: "KeptFile",
        *,
        zone: str,
        access: str,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self._make = make
        self._clock = clock
        self._lock = Lock()
        self._made: Store | None = None
        self.file: KeptFile | None = file
        self.zone = ZoneInfo(zone)
        self.access = access

    def now(self) -> datetime:
        """The present moment, aware; a file has the clock of this computer."""
        return self._clock() if self._clock else datetime.now(UTC)

    def today(self) -> date:
        """The civil day in the company's time zone."""
        return self.now().astimezone(self.zone).date()

    @property
    def loaded(self) -> "Store":
        """The store itself."""
        if self._made is None:
            with self._lock:
                if self._made is None:
                    self._made = self._make()
                    # who reads from it at this moment still holds it
                    self.file = None
        return self._made

    def close(self) -> None:
        """Give everything back."""
        self.file = None
        if self._made is not None:
            self._made.close()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        return getattr(self.loaded, name)

    def __setattr__(self, name: str, value: object) -> None:
        if name in _OWN:
            object.__setattr__(self, name, value)
        else:
            setattr(self.loaded, name, value)
