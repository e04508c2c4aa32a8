"""Rights as the table of the product says."""

from itertools import pairwise

import pytest

from app.domain import rights
from app.domain.refusal import NotAllowed

WHO = {
    "records": "front_desk sales manager admin",
    "approve_prices": "sales manager admin",
    "own_commission": "sales manager admin",
    "change_prices": "manager admin",
    "see_profit": "manager admin",
    "all_commission": "manager admin",
    "restricted": "manager admin",
    "close_months": "manager admin",
    "manage_users": "admin",
    "restore": "admin",
}


@pytest.mark.parametrize(("right", "roles"), WHO.items())
def test_who_may(right, roles):
    assert {access for access in rights.ACCESSES if rights.may(access, right)} == set(roles.split())


def test_each_role_has_the_rights_of_the_one_before():
    owned = [{name for name in rights.RIGHTS if rights.may(role, name)} for role in rights.ROLES]
    assert all(less < more for less, more in pairwise(owned))
    assert owned[-1] == set(rights.RIGHTS)


def test_a_guest_may_nothing():
    assert not any(rights.may("none", name) for name in rights.RIGHTS)


def test_a_refusal_says_who_may():
    with pytest.raises(NotAllowed, match="administrator"):
        rights.require("manager", "manage_users")


def test_a_right_that_is_not_in_the_table_is_a_mistake_of_the_program():
    with pytest.raises(KeyError):
        rights.may("admin", "fly")
