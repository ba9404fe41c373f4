"""A role is changed in place: what was signed keeps its mandate, more is reviewed anew, no signatory is lost."""

from datetime import timedelta

import pytest

from accounts.models import User
from applicants.domain import mandates, organisations, roles
from applicants.domain.mandates import Terms
from applicants.domain.queries.mandates import to_review
from applicants.enums import MandateRole, ReviewStatus, SignRule
from applicants.models import Mandate, Organisation
from applicants.permissions import mandate_of
from delmos.lib.refusal import Refused
from grants.domain.mandates import unreviewed
from journal.models import Event, Notice
from tests import factories
from tests.factories import NOW, TODAY, anybody

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
SIGNATORY, AGENT, READER = MandateRole.SIGNATORY, MandateRole.AGENT, MandateRole.READER


def mandate(person: User) -> Mandate:
    return Mandate.objects.get(person=person, ended_at=None)


@pytest.fixture
def kim(anna: User, association: Organisation) -> User:
    """A second signatory, not reviewed yet."""
    person = anybody("kim")
    organisations.add_mandate(association, person=person, role=SIGNATORY, by=anna, now=NOW)
    return person


def test_the_new_role_is_in_force_at_once_and_the_old_one_is_over(
    anna: User, bo: User, association: Organisation
) -> None:
    old = mandate(bo)
    changed = roles.change(old, role=READER, by=anna, now=LATER)
    old.refresh_from_db()
    assert (mandate_of(bo, association, now=LATER), changed.role) == (changed, "reader")
    assert (old.role, old.ended_at, old.ended_by) == ("agent", LATER, anna)


def test_the_event_says_from_what_to_what(anna: User, bo: User, association: Organisation) -> None:
    roles.change(mandate(bo), role=SIGNATORY, sign_rule=SignRule.JOINTLY, by=anna, now=NOW)
    event = Event.objects.get(name="mandate_changed")
    assert event.data == {
        "person": bo.actor_key,
        "before": ["agent", "alone"],
        "after": ["signatory", "jointly"],
    }


def test_the_person_is_told_by_whom_it_was_not_done(anna: User, bo: User, association: Organisation) -> None:
    roles.change(mandate(bo), role=READER, address="/organisation/x/", by=anna, now=NOW)
    assert list(Notice.objects.values_list("recipient_key", "title", "url")) == [
        (bo.actor_key, "Du är nu läsare för Föreningen Grannsamverkan Öster", "/organisation/x/")
    ]


def test_who_changes_their_own_role_needs_no_notice(bo: User, association: Organisation) -> None:
    roles.change(mandate(bo), role=READER, by=bo, now=NOW)
    assert not Notice.objects.exists()


def test_the_same_role_again_changes_nothing(anna: User, bo: User, association: Organisation) -> None:
    kept = mandate(bo)
    assert roles.change(kept, role=AGENT, sign_rule=SignRule.JOINTLY, by=anna, now=LATER) == kept
    assert not Event.objects.filter(name="mandate_changed").exists()


# --- review -----------------------------------------------------------------------------------------------------------


def test_a_new_signatory_waits_for_review_as_any_other(anna: User, bo: User, association: Organisation) -> None:
    Mandate.objects.filter(person=bo).update(
        review_status=ReviewStatus.APPROVED, reviewed_at=NOW, reviewed_by=anna, review_note="Fullmakt"
    )
    changed = roles.change(mandate(bo), role=SIGNATORY, by=anna, now=NOW)
    assert list(to_review(factories.person("rut"), now=NOW)) == [changed]


def test_signing_alone_instead_of_together_is_reviewed_anew(anna: User, kim: User, rut: User) -> None:
    joint = roles.change(mandate(kim), role=SIGNATORY, sign_rule=SignRule.JOINTLY, by=anna, now=NOW)
    mandates.review(joint, approved=True, note="Två i förening", by=rut, now=NOW)
    alone = roles.change(mandate(kim), role=SIGNATORY, sign_rule=SignRule.ALONE, by=anna, now=NOW)
    assert (alone.review_status, alone.review_note) == ("unreviewed", "")


def test_for_less_the_review_and_its_evidence_stand(anna: User, kim: User, rut: User) -> None:
    factories.hand_in(mandate(kim))
    mandates.review(mandate(kim), approved=True, note="Protokoll", by=rut, now=NOW)
    changed = roles.change(mandate(kim), role=AGENT, by=anna, now=NOW)
    assert (changed.review_status, changed.reviewed_by, changed.review_note) == ("approved", rut, "Protokoll")
    assert [shown.name for shown in changed.evidence.all()] == ["Protokoll.pdf"]


def test_what_was_found_wanting_is_not_washed_away_by_less(anna: User, kim: User, rut: User) -> None:
    mandates.review(mandate(kim), approved=False, note="Gammalt", by=rut, now=NOW)
    assert roles.change(mandate(kim), role=AGENT, by=anna, now=NOW).review_status == ReviewStatus.REJECTED


def test_what_was_signed_before_still_waits_for_the_review_of_its_own_mandate(anna: User, kim: User) -> None:
    """INV-5: nobody slips past the review by having another role when it comes to the decision."""
    application = factories.sign(factories.a_draft(), by=kim)
    signed_with = mandate(kim)
    roles.change(signed_with, role=READER, by=anna, now=LATER)
    assert application is not None
    assert list(unreviewed(application.pk)) == [signed_with]


# --- refusals ---------------------------------------------------------------------------------------------------------


def test_the_last_signatory_does_not_become_something_else(anna: User, bo: User, association: Organisation) -> None:
    with pytest.raises(Refused, match="Anna Andersson är den enda firmatecknaren"):
        roles.change(mandate(anna), role=AGENT, by=bo, now=NOW)
    assert mandate(anna).role == SIGNATORY


def test_one_whose_evidence_was_refused_counts_as_no_signatory(anna: User, kim: User, rut: User) -> None:
    mandates.review(mandate(kim), approved=False, note="Gammalt", by=rut, now=NOW)
    with pytest.raises(Refused, match="Anna Andersson är den enda firmatecknaren"):
        roles.change(mandate(anna), role=AGENT, by=anna, now=NOW)


def test_a_signatory_steps_down_when_there_is_another(anna: User, kim: User, association: Organisation) -> None:
    roles.change(mandate(anna), role=AGENT, by=anna, now=NOW)
    assert mandate(anna).role == AGENT


def test_the_last_signatory_may_sign_together_with_somebody_from_now_on(anna: User, association: Organisation) -> None:
    roles.change(mandate(anna), role=SIGNATORY, sign_rule=SignRule.JOINTLY, by=anna, now=NOW)
    assert mandate(anna).sign_rule == SignRule.JOINTLY


def test_nobody_gives_themselves_more(bo: User, association: Organisation) -> None:
    with pytest.raises(Refused, match="Du kan inte ge dig själv en större behörighet") as refused:
        roles.change(mandate(bo), role=SIGNATORY, by=bo, now=NOW)
    assert (refused.value.field, mandate(bo).role) == ("role", AGENT)


def test_nobody_frees_themselves_from_signing_together(anna: User, association: Organisation) -> None:
    factories.jointly(association)
    with pytest.raises(Refused, match="Du kan inte ge dig själv en större behörighet"):
        roles.change(mandate(anna), role=SIGNATORY, sign_rule=SignRule.ALONE, by=anna, now=NOW)


@pytest.mark.parametrize("username", ["cecilia", "dag", "rut", "eva"])
def test_only_those_who_manage_change_a_role(
    cast: dict[str, User], bo: User, association: Organisation, username: str
) -> None:
    with pytest.raises(Refused, match="Du saknar behörighet att företräda"):
        roles.change(mandate(bo), role=READER, by=cast[username], now=NOW)
    assert mandate(bo).role == AGENT


def test_a_contributor_changes_nobodys_role(anna: User, bo: User, association: Organisation) -> None:
    kim = anybody("kim")
    organisations.add_mandate(association, person=kim, role=MandateRole.CONTRIBUTOR, by=anna, now=NOW)
    with pytest.raises(Refused, match="Bara en firmatecknare eller ett ombud"):
        roles.change(mandate(bo), role=READER, by=kim, now=NOW)


def test_a_mandate_that_waits_for_its_review_is_not_changed(anna: User, association: Organisation) -> None:
    asked = factories.an_asked_mandate(association, by=anybody("kim"))
    with pytest.raises(Refused, match="eftersom vi inte har granskat den"):
        roles.change(asked, role=AGENT, by=anna, now=NOW)


def test_a_mandate_that_is_over_is_not_changed(anna: User, bo: User, association: Organisation) -> None:
    ended = mandates.end(mandate(bo), by=anna, now=NOW)
    with pytest.raises(Refused, match="Behörigheten är avslutad"):
        roles.change(ended, role=READER, by=anna, now=NOW)


def test_a_mandate_that_has_run_out_is_not_changed(anna: User, association: Organisation) -> None:
    given = mandates.give(association, person=anybody("kim"), terms=Terms(READER, valid_to=TODAY), by=anna, now=NOW)
    with pytest.raises(Refused, match="Behörigheten är avslutad"):
        roles.change(given, role=AGENT, by=anna, now=LATER)


def test_the_days_that_are_left_stay(anna: User, association: Organisation) -> None:
    last = TODAY + timedelta(days=30)
    given = mandates.give(association, person=anybody("kim"), terms=Terms(READER, valid_to=last), by=anna, now=NOW)
    changed = roles.change(given, role=AGENT, by=anna, now=LATER)
    assert (changed.valid_from, changed.valid_to) == (TODAY + timedelta(days=1), last)
