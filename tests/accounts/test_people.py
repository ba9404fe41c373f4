"""People and what their roles let them do. Deny by default."""

import pytest
from django.db import IntegrityError

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import ROLE_PERMISSIONS, Permission, permissions_of
from delmos.demo.cast import CAST

pytestmark = pytest.mark.django_db


def test_every_role_has_its_permissions_stated() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)


def test_every_permission_is_given_to_some_role() -> None:
    assert frozenset().union(*ROLE_PERMISSIONS.values()) == frozenset(Permission)


def test_nobody_may_both_decide_and_assess_by_one_role() -> None:
    """INV-9: the decider is another than the rapporteur."""
    both = {Permission.DECIDE_CASES, Permission.ASSESS_CASES}
    assert [role for role, given in ROLE_PERMISSIONS.items() if both <= given] == []


def test_only_economists_handle_money() -> None:
    money = {Permission.HANDLE_PAYMENTS, Permission.VERIFY_ACCOUNTS}
    assert [role for role, given in ROLE_PERMISSIONS.items() if money & given] == [Role.ECONOMIST]


def test_without_a_role_nothing_is_permitted() -> None:
    assert permissions_of([]) == frozenset()


def test_roles_add_up() -> None:
    assert permissions_of([Role.REGISTRAR, Role.ECONOMIST]) == (
        ROLE_PERMISSIONS[Role.REGISTRAR] | ROLE_PERMISSIONS[Role.ECONOMIST]
    )


def test_a_person_may_what_the_role_permits(eva: User) -> None:
    assert [permission for permission in Permission if eva.may(permission)] == [
        Permission.SEE_CASES,
        Permission.DECIDE_CASES,
        Permission.RULE_CONFLICTS,
        Permission.OPEN_SENSITIVE,
        Permission.WRITE_NOTES,
        Permission.SEE_RANKING,
        Permission.FOLLOW_BUDGET,
        Permission.HIDE_OFFICIALS,
    ]


def test_an_applicant_may_nothing_at_the_agency(anna: User) -> None:
    assert not any(anna.may(permission) for permission in Permission)
    assert not anna.works_at_agency


def test_a_person_who_has_left_may_nothing(eva: User) -> None:
    eva.is_active = False
    assert not any(eva.may(permission) for permission in Permission)


def test_the_cast_is_complete_and_has_its_roles(cast: dict[str, User]) -> None:
    assert {who.username: who.roles for who in cast.values()} == {
        member.username: list(member.roles) for member in CAST
    }


def test_every_role_is_somebodys_in_the_cast() -> None:
    assert {role for member in CAST for role in member.roles} == set(Role)


def test_the_event_log_knows_a_person_by_number_and_name(dag: User) -> None:
    assert (dag.actor_key, dag.actor_name) == (f"user:{dag.pk}", "Dag Dahl")


def test_a_password_is_stored_as_a_hash() -> None:
    who = User.objects.create_user("ny", "ett långt lösenord", name="Ny")
    assert who.check_password("ett långt lösenord")
    assert "ett långt lösenord" not in who.password


def test_a_person_made_without_password_cannot_sign_in_by_one() -> None:
    assert not User.objects.create_user("ny", name="Ny").has_usable_password()


def test_an_unknown_role_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError, match="user_has_only_known_roles"):
        User.objects.create_user("ny", name="Ny", roles=["superuser"])


def test_an_email_address_belongs_to_one_person_whatever_its_case() -> None:
    User.objects.create_user("en", name="En", email="kim@example.se")
    with pytest.raises(IntegrityError, match="email_belongs_to_one_person"):
        User.objects.create_user("annan", name="Annan", email="Kim@Example.se")


def test_several_people_may_lack_an_email_address() -> None:
    User.objects.create_user("en", name="En")
    User.objects.create_user("annan", name="Annan")
    assert User.objects.filter(email="").count() == 2
