"""Rights: what each access role may see and do, once, as data; screens, queries and services all ask here.

A right that is missing is missing everywhere: screens, tooltips, exports, the clipboard, the palette and papers.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.refusal import N_, NotAllowed

FRONT_DESK, SALES, MANAGER, ADMIN, NONE = "front_desk", "sales", "manager", "admin", "none"
ROLES = (FRONT_DESK, SALES, MANAGER, ADMIN)
"""The access roles, each with at least the rights of the one before."""
ACCESSES = (NONE, *ROLES)

_EVERYBODY = frozenset(ROLES)
_SELLERS = frozenset({SALES, MANAGER, ADMIN})
_MANAGERS = frozenset({MANAGER, ADMIN})
_ADMINS = frozenset({ADMIN})


@dataclass(frozen=True, slots=True)
class Right:
    """``words`` name the right for the matrix, ``refusal`` is the sentence for whoever lacks it."""

    name: str
    roles: frozenset[str]
    words: str
    refusal: str


_NO_RECORDS = N_("Only users of the program see and change customers, orders and payments.")
_TABLE = (
    Right("records", _EVERYBODY, N_("Write customers, orders, complaints and payments"), _NO_RECORDS),
    Right("see_prices", _EVERYBODY, N_("See prices"), _NO_RECORDS),
    Right("export", _EVERYBODY, N_("Export the lists, without what the role may not see"), _NO_RECORDS),
    Right(
        "approve_prices", _SELLERS, N_("Confirm prices beyond the usual discount"),
        N_("Prices beyond the usual discount are confirmed by somebody of sales. Save it as a quote."),
    ),
    Right(
        "own_commission", _SELLERS, N_("See the own commission statement"),
        N_("Commission statements are seen by sales, each person the own one."),
    ),
    Right(
        "change_prices", _MANAGERS, N_("Change products, prices and costs"),
        N_("Products, prices and costs are changed by a manager."),
    ),
    Right(
        "see_profit", _MANAGERS, N_("See cost, margin and profit contribution"),
        N_("Cost, margin and profit are seen by managers only."),
    ),
    Right(
        "all_commission", _MANAGERS, N_("See all commission statements and close them"),
        N_("The commission of other people is seen and closed by a manager."),
    ),
    Right(
        "restricted", _MANAGERS, N_("Read restricted personal data, with a reason that is logged"),
        N_("Restricted personal data are read by managers, with a reason."),
    ),
    Right(
        "close_months", _MANAGERS, N_("Close and reopen months"),
        N_("Months and years are closed and opened by a manager."),
    ),
    Right(
        "give_tiers", _MANAGERS, N_("Give a customer another tier by hand"),
        N_("Another tier is given by a manager, with a reason and an end."),
    ),
    Right(
        "judge_answers", _MANAGERS, N_("Judge how good the answers to complaints are"),
        N_("How good the answer to a complaint is, a manager judges."),
    ),
    Right(
        "share_views", _MANAGERS, N_("Share views of a list with everybody"),
        N_("Views for everybody are shared by a manager."),
    ),
    Right(
        "merge_undo", _MANAGERS, N_("Take a merge of customers back"), N_("A merge is taken back by a manager."),
    ),
    Right(
        "import", _MANAGERS, N_("Take in files and take an import back"),
        N_("Files are taken in by a manager."),
    ),
    Right(
        "settings", _MANAGERS, N_("Change the company's settings"),
        N_("The company's settings are changed by a manager."),
    ),
    Right("backup", _MANAGERS, N_("Make a backup"), N_("Backups are made by a manager.")),
    Right(
        "restore", _ADMINS, N_("Restore a backup and upgrade the database"),
        N_("Backups are restored and databases upgraded by an administrator."),
    ),
    Right(
        "manage_users", _ADMINS, N_("Add and change users, passwords and roles"),
        N_("Users, passwords and roles are changed by an administrator."),
    ),
)  # fmt: skip

RIGHTS: Mapping[str, Right] = {right.name: right for right in _TABLE}
"""Every right by its name, in the order of the matrix."""


def may(access: str, right: str) -> bool:
    """Whether an access role has a right; raises ``KeyError`` for a right that is not in the table."""
    return access in RIGHTS[right].roles


def require(access: str, right: str) -> None:
    """Raises ``NotAllowed`` with a sentence that says who may; ``KeyError`` for a right that is not in the table."""
    if not may(access, right):
        raise NotAllowed(RIGHTS[right].refusal)
