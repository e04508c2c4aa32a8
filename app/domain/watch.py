"""Watching long work from outside: how far it is, and a way to stop it."""

from time import monotonic

from app.domain.refusal import N_, Refusal


class Stopped(Refusal):
    """A person stopped the work; nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__(N_("Stopped. Nothing was changed."))


class Watch:
    """Shared by the worker, who counts, and the window, who looks and may stop; plain attributes need no lock."""

    def __init__(self) -> None:
        self.step = ""
        """What is being done, as an English text to be translated."""
        self.done = 0
        self.total = 0
        """How many there are; 0 while nobody knows."""
        self._began = monotonic()
        self._stopped = False

    def begin(self, step: str, total: int = 0) -> None:
        """Another step, counted from nothing."""
        self.step, self.done, self.total, self._began = step, 0, total, monotonic()
        self.look()

    def count(self, number: int = 1) -> None:
        """So many more are done. Raises ``Stopped``."""
        self.done += number
        self.look()

    def look(self) -> None:
        """Raises ``Stopped`` when somebody asked for it."""
        if self._stopped:
            raise Stopped

    def stop(self) -> None:
        """End the work at the next look."""
        self._stopped = True

    @property
    def stopped(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stopped

    @property
    def per_second(self) -> int:
        """Done per second since this step began."""
        return round(self.done / max(0.001, monotonic() - self._began))
