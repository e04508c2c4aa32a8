"""The server's service carries out what people may do and their sign-in may not: as them, by the very same functions.

Who asks is known by the server (``session_user``), never by the request. A function that is not marked is not carried
out, and what it is given must be exactly of its declared types.
"""

from app import logs
from app.domain import rights
from app.domain.refusal import N_, NotAllowed, Refusal
from app.queries import commission_expected, product_form, product_list, products, staff
from app.services import (
    approvals,
    complaint_outcomes,
    complaint_outcomes_effect,
    complaints_closing,
    complaints_opening,
    deliveries,
    invoices,
    orders,
    returns,
)
from app.store.elsewhere import Asked, failed, known, next_request, refused
from app.store.session import Actor, Store

MODULES = (
    approvals, commission_expected, complaint_outcomes, complaint_outcomes_effect, complaints_closing,
    complaints_opening, deliveries, invoices, orders, product_form, product_list, products, returns,
)  # fmt: skip
"""Where the functions are that may be asked for: loading these modules makes the list."""


def serve(store: Store) -> bool:
    """Carry out the request that waits longest and answer it; false where nobody waits.

    ``store`` is the service's own. May be interrupted at any moment: whoever takes the request next finds by its
    identity what was booked. Raises ``Unavailable`` when the server cannot be reached.
    """
    with next_request(store) as asked:
        if asked is None:
            return False
        asked.answer = _carried_out(store, asked)
        return True


def _carried_out(store: Store, asked: Asked) -> str:
    """The answer: a value, a refusal, or the number of a mistake of ours."""
    try:
        deed = known(asked.name)
        given = deed.received(asked.arguments)
        return deed.answered(deed.function(store.acting(person(store, asked.login)), **given))
    except Refusal as refusal:
        return refused(refusal)
    except Exception as error:  # noqa: BLE001,RUF100 - whoever waits hears of it, and the next one is served
        return failed(logs.unexpected(error))


def person(store: Store, login: str) -> Actor:
    """Whom the server let in under a login. Raises ``NotAllowed`` for one that no active user has."""
    with store.read() as tx:
        found = staff.by_login(tx, login)
    if found is None or not found.active or found.access == rights.NONE:
        raise NotAllowed(
            N_("The server knows ‘{login}’, but no user of this company has this login."),
            hint=N_("An administrator adds it under Settings, Users and roles."),
            login=login,
        )
    return Actor(login, found.id, found.access)
