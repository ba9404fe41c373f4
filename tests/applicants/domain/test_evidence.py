"""The documents that show a mandate."""

import pytest

from accounts.models import User
from applicants.domain import evidence, mandates
from applicants.domain.mandates import Terms
from applicants.enums import MandateRole, ReviewStatus
from applicants.models import Mandate, MandateEvidence, Organisation
from delmos.lib.refusal import Refused
from journal.models import Event
from tests.factories import NOW, a_pdf, anybody

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(association: Organisation) -> Mandate:
    """Kim asks to be a signatory of the association."""
    return mandates.request(association, terms=Terms(MandateRole.SIGNATORY), by=anybody("kim"), now=NOW)


def hand_in(mandate: Mandate, by: User | None = None, text: str = "protokoll") -> MandateEvidence:
    content = a_pdf(text)
    size = len(content.getvalue())
    return evidence.hand_in(
        mandate, name="C:\\Protokoll.pdf", content=content, size=size, by=by or mandate.person, now=NOW
    )


def test_evidence_is_kept_with_who_and_when(asked: Mandate) -> None:
    kept = hand_in(asked)
    assert (kept.mandate, kept.name, kept.added_by, kept.added_at) == (asked, "Protokoll.pdf", asked.person, NOW)


def test_evidence_is_logged_by_its_hash(asked: Mandate) -> None:
    kept = hand_in(asked)
    event = Event.objects.filter(stream=mandates.stream(asked.organisation)).latest("serial")
    assert (event.name, event.data) == (
        "evidence_handed_in",
        {"person": asked.person.actor_key, "sha256": kept.document_id},
    )


def test_the_same_file_twice_is_there_once(asked: Mandate) -> None:
    assert hand_in(asked) == hand_in(asked)
    assert asked.evidence.count() == 1


@pytest.mark.parametrize("username", ["anna", "bo"])
def test_those_who_manage_hand_in_for_others(cast: dict[str, User], asked: Mandate, username: str) -> None:
    assert hand_in(asked, by=cast[username]).added_by == cast[username]


@pytest.mark.parametrize("username", ["cecilia", "dag", "rut"])
def test_strangers_hand_in_nothing(cast: dict[str, User], asked: Mandate, username: str) -> None:
    with pytest.raises(Refused, match="Du saknar behörighet"):
        hand_in(asked, by=cast[username])


def test_new_evidence_after_a_rejection_asks_for_a_new_review(asked: Mandate, rut: User) -> None:
    mandates.review(asked, approved=False, note="Protokollet saknas", by=rut, now=NOW)
    hand_in(asked)
    again = Mandate.objects.get(pk=asked.pk)
    assert (again.review_status, again.reviewed_at, again.review_note) == (ReviewStatus.UNREVIEWED, None, "")


def test_nothing_more_is_asked_of_an_approved_mandate(asked: Mandate, rut: User) -> None:
    mandates.review(asked, approved=True, note="Enligt protokoll", by=rut, now=NOW)
    with pytest.raises(Refused, match="inget mer underlag behövs"):
        hand_in(asked)


def test_a_file_that_is_not_what_it_says_is_refused(asked: Mandate) -> None:
    content = a_pdf()
    with pytest.raises(Refused) as refused:
        evidence.hand_in(asked, name="protokoll.png", content=content, size=200, by=asked.person, now=NOW)
    assert refused.value.field == "file"
    assert not asked.evidence.exists()


def test_there_is_a_most_of_files(asked: Mandate) -> None:
    for number in range(evidence.MOST_FILES):
        hand_in(asked, text=f"sida {number}")
    with pytest.raises(Refused, match="högst 10 filer"):
        hand_in(asked, text="en till")
