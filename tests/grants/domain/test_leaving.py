"""The last signatory may leave: drafts and cases stay, and those who go on without anybody to sign are told."""

import pytest

from accounts.models import User
from applicants.domain import mandates
from applicants.models import Mandate, Organisation
from delmos.lib.refusal import Refused
from grants.domain.leaving import leave
from grants.enums import ApplicationStatus
from grants.models import Draft
from journal.models import Notice
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
PAPER = "Föreningen Grannsamverkan Öster har ingen firmatecknare i portalen längre. Skriv också på papper."


def told(person: User) -> list[str]:
    """What the person has been told of organisations that nobody can sign for."""
    mine = Notice.objects.filter(recipient_key=person.actor_key, key__startswith="no-signatory")
    return list(mine.values_list("title", flat=True))


def test_the_last_signatory_does_not_leave_without_knowing_it(anna: User, association: Organisation) -> None:
    with pytest.raises(Refused, match="Anna Andersson är den enda firmatecknaren"):
        leave(by=anna, now=NOW)
    assert Mandate.objects.filter(ended_at=None).count() == 2


def test_knowing_it_the_last_signatory_leaves_and_the_draft_stays(anna: User, association: Organisation) -> None:
    draft = factories.a_draft()
    leave(knowingly=True, by=anna, now=NOW)
    anna.refresh_from_db()
    assert (anna.is_active, Draft.objects.get(), Draft.objects.get().organisation) == (False, draft, association)


def test_the_others_are_told_that_nobody_can_sign(anna: User, bo: User, association: Organisation) -> None:
    leave(knowingly=True, by=anna, now=NOW)
    assert told(bo) == [
        "Anna Andersson har slutat. Ingen kan skriva under för Föreningen Grannsamverkan Öster förrän ni har en "
        "firmatecknare."
    ]


def test_the_officer_of_an_open_case_is_told_to_write_on_paper(anna: User, dag: User) -> None:
    factories.application_at(ApplicationStatus.IN_REVIEW)
    leave(knowingly=True, by=anna, now=NOW)
    assert told(dag) == [PAPER]


def test_nobody_at_the_agency_is_told_of_a_case_that_is_closed(anna: User, dag: User) -> None:
    factories.application_at(ApplicationStatus.WRITTEN_OFF)
    leave(knowingly=True, by=anna, now=NOW)
    assert told(dag) == []


def test_nobody_is_told_when_another_signatory_remains(anna: User, bo: User, association: Organisation) -> None:
    factories.jointly(association)
    leave(by=anna, now=NOW)
    assert told(bo) == []


def test_nobody_else_ends_the_last_signatory_however_knowingly(anna: User, bo: User) -> None:
    """Only those who leave themselves may leave an organisation without anybody to sign."""
    with pytest.raises(Refused, match="Anna Andersson är den enda firmatecknaren"):
        mandates.end(Mandate.objects.get(person=anna), knowingly=True, by=bo, now=NOW)
