"""Who is signed in, and who is without being asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain import rights
from app.domain.changes import ChangeSet


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in from now on; ``login`` stands on the trail, ``language`` is the person's wish or empty."""

    staff_id: int | None
    login: str
    name: str
    access: str
    language: str = ""
    changes: ChangeSet = field(default_factory=ChangeSet)


def unasked(administrators: Sequence[tuple[int, str, str, str]], login: str) -> SignedIn:
    """Who works in a company where nobody has a password: its one administrator.

    ``administrators``: id, login, name and language of each. ``login`` is the computer's user, for the trail of a
    company that has none or several.
    """
    if len(administrators) == 1:
        [(staff_id, own_login, name, language)] = administrators
        return SignedIn(staff_id, own_login, name, rights.ADMIN, language)
    return SignedIn(None, login, login, rights.ADMIN)
