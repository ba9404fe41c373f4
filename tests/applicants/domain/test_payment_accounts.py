"""Payment accounts: stated by the organisation, verified by two economists (INV-20, MF 4 §)."""

import pytest

from accounts.models import User
from applicants.domain import payment_accounts
from applicants.domain.mandates import stream
from applicants.enums import AccountKind, AccountStatus
from applicants.models import Organisation, PaymentAccount
from delmos.lib.refusal import Refused
from journal.models import Event, Notice
from tests.factories import NOW, verified_account

pytestmark = pytest.mark.django_db

NOTE = "Utdrag från Bankgirot"


def state(organisation: Organisation, by: User, number: str = "5050-1055") -> PaymentAccount:
    return payment_accounts.state(organisation, kind=AccountKind.BANKGIRO, number=number, by=by, now=NOW)


def verify(account: PaymentAccount, by: User, note: str = NOTE) -> PaymentAccount:
    return payment_accounts.verify(account, note=note, by=by, now=NOW)


@pytest.mark.parametrize("username", ["anna", "bo"])
def test_those_with_a_mandate_state_the_account(
    cast: dict[str, User], association: Organisation, username: str
) -> None:
    account = state(association, cast[username])
    assert (account.number, account.status, account.stated_by) == (
        "50501055",
        AccountStatus.UNVERIFIED,
        cast[username],
    )


@pytest.mark.parametrize("username", ["cecilia", "dag", "farah"])
def test_nobody_else_does(cast: dict[str, User], association: Organisation, username: str) -> None:
    with pytest.raises(Refused, match="Du saknar behörighet"):
        state(association, cast[username])
    assert PaymentAccount.objects.count() == 0


def test_a_plusgiro_is_an_account_too(association: Organisation, anna: User) -> None:
    account = payment_accounts.state(association, kind=AccountKind.PLUSGIRO, number="4-2", by=anna, now=NOW)
    assert str(account) == "Plusgiro 4-2"


def test_a_bank_account_is_an_account_too(association: Organisation, anna: User) -> None:
    account = payment_accounts.state(
        association, kind=AccountKind.ACCOUNT, clearing="8327-9", number="1234567890", by=anna, now=NOW
    )
    assert (account.number, str(account)) == ("83279-1234567890", "Bankkonto 8327-9, 1234567890")


def test_a_bank_account_of_no_bank_is_refused(association: Organisation, anna: User) -> None:
    with pytest.raises(Refused, match="finns inte i vår lista över svenska banker"):
        payment_accounts.state(
            association, kind=AccountKind.ACCOUNT, clearing="9999", number="1234567", by=anna, now=NOW
        )


def test_a_wrong_check_digit_is_refused(association: Organisation, anna: User) -> None:
    with pytest.raises(Refused) as refused:
        state(association, anna, "5050-1056")
    assert refused.value.field == "number"


def test_the_same_account_again_changes_nothing(association: Organisation, anna: User) -> None:
    account = verified_account(association)
    assert state(association, anna) == account
    assert PaymentAccount.objects.get().status == AccountStatus.VERIFIED


def test_another_account_replaces_the_one_before_and_must_be_verified_anew(
    association: Organisation, anna: User
) -> None:
    before = verified_account(association)
    after = state(association, anna, "991-2346")
    before.refresh_from_db()
    assert (before.status, after.status) == (AccountStatus.REPLACED, AccountStatus.UNVERIFIED)
    assert payment_accounts.current_account(association) == after


def test_one_economist_is_not_enough(association: Organisation, anna: User, farah: User) -> None:
    assert verify(state(association, anna), farah).status == AccountStatus.CHECKED_ONCE


def test_two_economists_verify(association: Organisation, anna: User, farah: User, filip: User) -> None:
    account = verify(verify(state(association, anna), farah), filip, "Samma utdrag")
    assert (account.status, account.checked_by, account.check_note, account.verified_by, account.verification_note) == (
        AccountStatus.VERIFIED,
        farah,
        NOTE,
        filip,
        "Samma utdrag",
    )


def test_the_same_economist_twice_is_refused(association: Organisation, anna: User, farah: User) -> None:
    account = verify(state(association, anna), farah)
    with pytest.raises(Refused, match="En annan ekonom behöver göra den andra kontrollen"):
        verify(account, farah)
    account.refresh_from_db()
    assert account.status == AccountStatus.CHECKED_ONCE


@pytest.mark.parametrize("username", ["anna", "bo", "cecilia", "dag", "disa", "eva", "gun", "rut"])
def test_only_economists_verify(cast: dict[str, User], association: Organisation, anna: User, username: str) -> None:
    account = state(association, anna)
    with pytest.raises(Refused, match="Bara en ekonom kan kontrollera ett betalkonto"):
        verify(account, cast[username])


def test_a_verification_says_what_it_rests_on(association: Organisation, anna: User, farah: User) -> None:
    with pytest.raises(Refused, match="Skriv vad kontrollen bygger på") as refused:
        verify(state(association, anna), farah, "  ")
    assert refused.value.field == "note"


def test_a_verified_account_waits_for_nothing(association: Organisation, farah: User) -> None:
    with pytest.raises(Refused, match="Kontot väntar inte på någon kontroll"):
        verify(verified_account(association), farah)


def test_a_replaced_account_waits_for_nothing(association: Organisation, anna: User, farah: User) -> None:
    before = state(association, anna)
    state(association, anna, "991-2346")
    with pytest.raises(Refused, match="Kontot väntar inte på någon kontroll"):
        verify(before, farah)


def test_each_step_is_logged(association: Organisation) -> None:
    verified_account(association)
    logged = Event.objects.filter(stream=stream(association), name__startswith="account").order_by("serial")
    assert list(logged.values_list("name", "actor_name")) == [
        ("account_stated", "Anna Andersson"),
        ("account_verified", "Farah Farsi"),
        ("account_verified", "Filip Falk"),
    ]


# --- the others are told ----------------------------------------------------------------------------------------------


def test_the_others_who_manage_are_told_that_the_account_is_another(
    anna: User, bo: User, association: Organisation
) -> None:
    state(association, by=anna)
    assert not Notice.objects.exists()
    payment_accounts.state(association, kind=AccountKind.PLUSGIRO, number="4-2", by=anna, address="/o/", now=NOW)
    assert list(Notice.objects.values_list("recipient_key", "title", "url")) == [
        (
            bo.actor_key,
            "Anna Andersson har bytt betalkonto för Föreningen Grannsamverkan Öster. "
            "Hör av dig till oss om det är fel.",
            "/o/",
        )
    ]
