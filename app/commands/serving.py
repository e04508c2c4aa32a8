"""The part of the server's service that answers at once: several hands that carry out what desks ask for."""

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from app.commands.context import Context
from app.domain.refusal import N_, Refusal

if TYPE_CHECKING:
    from app.store.session import Store

HANDS = 4
"""Requests at the same time; each needs up to three connections."""
LOOK = 5.0
"""Seconds after which a hand looks for requests by itself."""
PAUSE = 2.0
"""Seconds before a server that went away is asked again."""


class Hands:
    """Threads that serve until the block ends; one that fails says so in the log and begins anew."""

    def __init__(self, store: "Store", count: int = HANDS) -> None:
        self._store = store
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._work, name=f"hand {at}", daemon=True) for at in range(count)]

    def __enter__(self) -> "Hands":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_what: object) -> None:
        from app.store.elsewhere import call

        self._ended.set()
        if self._threads:
            # a hand that waits for requests is called; where the server is away it waits for none
            with suppress(Refusal):
                call(self._store)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        from app import logs

        while not self._ended.is_set():
            try:
                self._serve()
            except Refusal:
                # the rounds of the service say that the server is away
                self._ended.wait(PAUSE)
            except Exception as error:  # noqa: BLE001,RUF100 - the next request must be served
                logs.unexpected(error)
                self._ended.wait(PAUSE)

    def _serve(self) -> None:
        from app.services.serving import serve
        from app.store.elsewhere import open_for_requests

        with open_for_requests(self._store) as wait:
            while not self._ended.is_set():
                while serve(self._store) and not self._ended.is_set():
                    pass
                wait(LOOK)


def hands_of(store: "Store", context: Context) -> Hands:
    """As many hands as can serve: none on a file, nor for who does not own the server's tables, which is said."""
    from app.store.elsewhere import may_serve

    if store.engine.dialect.name == "sqlite":
        return Hands(store, 0)
    if may_serve(store):
        return Hands(store)
    context.warn(
        context.say.text(
            N_("What desks ask for is carried out only by a service that signs in as the owner of the tables.")
        )
    )
    return Hands(store, 0)
