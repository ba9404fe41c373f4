"""Mandates: asked for, reviewed, and ended at once (INV-5, FL 14–15 §§)."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from applicants.domain import mandates, organisations
from applicants.domain.mandates import Terms
from applicants.domain.queries.organisations import organisations_of
from applicants.enums import MandateRole, ReviewStatus, SignRule
from applicants.models import Mandate, Organisation
from applicants.permissions import mandate_of
from delmos.lib.refusal import Refused
from journal.models import Event, Notice
from tests.factories import NOW, TODAY, anybody

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)
SIGNATORY = Terms(MandateRole.SIGNATORY)


def mandate(person: User) -> Mandate:
    return Mandate.objects.get(person=person)


def last_event(organisation: Organisation) -> Event:
    return Event.objects.filter(stream=mandates.stream(organisation)).latest("serial")


# --- days -------------------------------------------------------------------------------------------------------------


def test_a_mandate_is_given_for_the_days_that_are_stated(anna: User, association: Organisation) -> None:
    terms = Terms(MandateRole.READER, valid_from=TOMORROW, valid_to=TOMORROW)
    given = mandates.give(association, person=anybody("kim"), terms=terms, by=anna, now=NOW)
    assert (given.valid_from, given.valid_to) == (TOMORROW, TOMORROW)


def test_an_end_date_ends_access_with_that_day(anna: User, association: Organisation) -> None:
    kim = anybody("kim")
    mandates.give(association, person=kim, terms=Terms(MandateRole.READER, valid_to=TODAY), by=anna, now=NOW)
    assert list(organisations_of(kim, now=NOW)) == [association]
    assert list(organisations_of(kim, now=NOW + timedelta(days=1))) == []


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (Terms(MandateRole.READER, valid_from=TODAY - timedelta(days=1)), "valid_from"),
        (Terms(MandateRole.READER, valid_to=TODAY - timedelta(days=1)), "valid_to"),
        (Terms(MandateRole.READER, valid_from=TOMORROW, valid_to=TODAY), "valid_to"),
    ],
)
def test_days_that_cannot_be_are_refused(anna: User, association: Organisation, terms: Terms, field: str) -> None:
    with pytest.raises(Refused) as refused:
        mandates.give(association, person=anybody("kim"), terms=terms, by=anna, now=NOW)
    assert refused.value.field == field


def test_nobody_has_two_mandates_at_once(anna: User, bo: User, association: Organisation) -> None:
    with pytest.raises(Refused, match="Bo Berg har redan en behörighet"):
        mandates.give(association, person=bo, terms=Terms(MandateRole.READER, valid_to=TOMORROW), by=anna, now=NOW)


def test_a_new_mandate_may_follow_upon_one_that_runs_out(anna: User, association: Organisation) -> None:
    kim = anybody("kim")
    mandates.give(association, person=kim, terms=Terms(MandateRole.READER, valid_to=TODAY), by=anna, now=NOW)
    mandates.give(association, person=kim, terms=Terms(MandateRole.AGENT, valid_from=TOMORROW), by=anna, now=NOW)
    assert [mandate_of(kim, association, now=NOW + timedelta(days=days)).role for days in (0, 1)] == ["reader", "agent"]


# --- asking for a mandate where others are ----------------------------------------------------------------------------


def test_a_mandate_that_is_asked_for_gives_nothing_before_it_is_approved(association: Organisation, rut: User) -> None:
    kim = anybody("kim")
    asked = mandates.request(association, terms=SIGNATORY, by=kim, now=NOW)
    assert list(organisations_of(kim, now=NOW)) == []
    mandates.review(asked, approved=True, note="Enligt protokoll", by=rut, now=NOW)
    assert list(organisations_of(kim, now=NOW)) == [association]


def test_a_mandate_that_is_asked_for_and_refused_gives_nothing(association: Organisation, rut: User) -> None:
    kim = anybody("kim")
    asked = mandates.request(association, terms=SIGNATORY, by=kim, now=NOW)
    mandates.review(asked, approved=False, note="Står inte i protokollet", by=rut, now=NOW)
    assert list(organisations_of(kim, now=NOW)) == []


@pytest.mark.parametrize("role", [MandateRole.CONTRIBUTOR, MandateRole.READER])
def test_only_signatories_and_agents_ask_by_themselves(association: Organisation, role: MandateRole) -> None:
    with pytest.raises(Refused, match="Välj om du är firmatecknare eller ombud"):
        mandates.request(association, terms=Terms(role), by=anybody("kim"), now=NOW)


# --- review -----------------------------------------------------------------------------------------------------------


def test_a_review_says_what_who_and_when(association: Organisation, dag: User) -> None:
    asked = mandates.request(association, terms=SIGNATORY, by=anybody("kim"), now=NOW)
    done = mandates.review(asked, approved=False, note=" Protokollet saknas ", by=dag, now=NOW)
    assert (done.review_status, done.review_note, done.reviewed_by, done.reviewed_at) == (
        ReviewStatus.REJECTED,
        "Protokollet saknas",
        dag,
        NOW,
    )
    assert last_event(association).data == {
        "person": asked.person.actor_key,
        "status": "rejected",
        "note": "Protokollet saknas",
    }


@pytest.mark.parametrize("username", ["anna", "bo", "cecilia", "eva", "farah", "gun"])
def test_only_registrars_and_case_officers_review(
    cast: dict[str, User], association: Organisation, username: str
) -> None:
    asked = mandates.request(association, terms=SIGNATORY, by=anybody("kim"), now=NOW)
    with pytest.raises(Refused, match="Bara en registrator eller handläggare"):
        mandates.review(asked, approved=True, note="Ja", by=cast[username], now=NOW)


def test_a_review_without_a_note_is_refused(association: Organisation, rut: User) -> None:
    asked = mandates.request(association, terms=SIGNATORY, by=anybody("kim"), now=NOW)
    with pytest.raises(Refused, match="Skriv vad granskningen visar"):
        mandates.review(asked, approved=True, note=" ", by=rut, now=NOW)


def test_a_mandate_is_reviewed_once(anna: User, association: Organisation, rut: User) -> None:
    with pytest.raises(Refused, match="redan granskad"):
        mandates.review(mandate(anna), approved=False, note="Nej", by=rut, now=NOW)


# --- ending -----------------------------------------------------------------------------------------------------------


def test_a_mandate_that_is_ended_is_ended_by_somebody(anna: User, bo: User, association: Organisation) -> None:
    ended = mandates.end(mandate(bo), by=anna, now=NOW)
    assert (ended.ended_at, ended.ended_by) == (NOW, anna)
    assert last_event(association).data == {"person": bo.actor_key, "last_day": None}
    assert list(organisations_of(bo, now=NOW)) == []


def test_everybody_may_leave(bo: User, association: Organisation) -> None:
    mandates.end(mandate(bo), by=bo, now=NOW)
    assert list(organisations_of(bo, now=NOW)) == []


def test_a_mandate_may_be_ended_on_a_day(anna: User, bo: User, association: Organisation) -> None:
    mandates.end(mandate(bo), last_day=TOMORROW, by=anna, now=NOW)
    found = [list(organisations_of(bo, now=NOW + timedelta(days=days))) for days in (1, 2)]
    assert found == [[association], []]


def test_a_last_day_in_the_past_is_refused(anna: User, bo: User, association: Organisation) -> None:
    with pytest.raises(Refused, match="Sista dagen kan inte ligga före i dag"):
        mandates.end(mandate(bo), last_day=date(2018, 5, 1), by=anna, now=NOW)


@pytest.mark.parametrize("username", ["cecilia", "dag", "eva", "farah", "gun", "rut"])
def test_strangers_end_nobodys_mandate(
    cast: dict[str, User], bo: User, association: Organisation, username: str
) -> None:
    with pytest.raises(Refused):
        mandates.end(mandate(bo), by=cast[username], now=NOW)
    assert mandate(bo).ended_at is None


def test_contributors_end_nobodys_mandate_but_their_own(anna: User, bo: User, association: Organisation) -> None:
    kim = anybody("kim")
    organisations.add_mandate(association, person=kim, role=MandateRole.CONTRIBUTOR, by=anna, now=NOW)
    with pytest.raises(Refused, match="Bara en firmatecknare eller ett ombud"):
        mandates.end(mandate(bo), by=kim, now=NOW)


def test_the_last_signatory_cannot_leave_and_is_told_what_to_do(anna: User, association: Organisation) -> None:
    with pytest.raises(Refused, match="Gör först någon annan till firmatecknare"):
        mandates.end(mandate(anna), by=anna, now=NOW)
    assert mandate(anna).ended_at is None


def test_a_signatory_leaves_when_there_is_another(anna: User, association: Organisation) -> None:
    kim = anybody("kim")
    organisations.add_mandate(association, person=kim, role=MandateRole.SIGNATORY, by=anna, now=NOW)
    mandates.end(mandate(anna), by=anna, now=NOW)
    assert list(organisations_of(anna, now=NOW)) == []


def test_ending_twice_changes_nothing(anna: User, bo: User, association: Organisation) -> None:
    mandates.end(mandate(bo), by=anna, now=NOW)
    mandates.end(mandate(bo), by=anna, now=NOW + timedelta(hours=1))
    assert mandate(bo).ended_at == NOW


def test_the_sign_rule_is_stated_with_the_mandate(anna: User, association: Organisation) -> None:
    terms = Terms(MandateRole.SIGNATORY, SignRule.JOINTLY)
    given = mandates.give(association, person=anybody("kim"), terms=terms, by=anna, now=NOW)
    assert given.sign_rule == "jointly"


# --- ended by the agency ----------------------------------------------------------------------------------------------


def test_the_agency_ends_the_mandate_of_somebody_who_has_no_right(
    anna: User, association: Organisation, rut: User
) -> None:
    """Whoever claimed an organisation that is not theirs does not keep it for being the only one there."""
    mandates.revoke(mandate(anna), reason=" Står inte i protokollet. ", by=rut, now=NOW)
    assert list(organisations_of(anna, now=NOW)) == []
    event = last_event(association)
    assert (event.name, event.data["reason"]) == ("mandate_revoked", "Står inte i protokollet.")


def test_the_person_is_told_why_the_agency_ended_it(anna: User, association: Organisation, rut: User) -> None:
    mandates.revoke(mandate(anna), reason="Står inte i protokollet.", by=rut, now=NOW)
    assert list(Notice.objects.values_list("recipient_key", "title")) == [
        (
            anna.actor_key,
            "Vi har avslutat din behörighet för Föreningen Grannsamverkan Öster: Står inte i protokollet.",
        )
    ]


def test_the_longest_names_and_reasons_fit_in_what_the_person_is_told(
    anna: User, association: Organisation, rut: User
) -> None:
    Organisation.objects.update(name="Å" * 200)
    mandates.revoke(mandate(anna), reason="Ö" * 200, by=rut, now=NOW)
    assert len(Notice.objects.get().title) == 437


def test_the_agency_says_why(anna: User, association: Organisation, rut: User) -> None:
    with pytest.raises(Refused, match="Skriv varför behörigheten avslutas"):
        mandates.revoke(mandate(anna), reason=" ", by=rut, now=NOW)
    assert mandate(anna).ended_at is None


@pytest.mark.parametrize("username", ["anna", "bo", "cecilia", "eva", "farah", "gun"])
def test_only_those_who_review_end_a_mandate_for_the_agency(
    cast: dict[str, User], bo: User, association: Organisation, username: str
) -> None:
    with pytest.raises(Refused, match="Bara en registrator eller handläggare"):
        mandates.revoke(mandate(bo), reason="Nej", by=cast[username], now=NOW)


def test_the_agency_ending_twice_changes_nothing(bo: User, association: Organisation, rut: User) -> None:
    for hours in (0, 1):
        mandates.revoke(mandate(bo), reason="Nej", by=rut, now=NOW + timedelta(hours=hours))
    assert (mandate(bo).ended_at, Notice.objects.count()) == (NOW, 1)
