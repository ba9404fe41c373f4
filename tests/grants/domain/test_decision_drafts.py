"""What a decider has written so far: kept for that person, until the decision is made."""

import pytest

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import decision_drafts
from grants.enums import ApplicationStatus
from grants.models import Application, DecisionDraft
from tests.factories import NOW, application_at, decided, prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db: None) -> Application:
    return application_at(ApplicationStatus.PROPOSED)


def test_what_is_written_last_is_what_is_kept(case: Application, eva: User) -> None:
    for text in ("Först", "Sedan"):
        decision_drafts.keep(case, content={"reasons": text}, by=eva, now=NOW)
    draft = DecisionDraft.objects.get()
    assert (draft.content, draft.saved_by, draft.saved_at) == ({"reasons": "Sedan"}, eva, NOW)
    assert decision_drafts.draft_of(case, eva) == draft


def test_a_letter_drawn_up_keeps_the_draft_and_the_decision_ends_it(case: Application, eva: User) -> None:
    decision_drafts.keep(case, content={"reasons": "Mina skäl"}, by=eva, now=NOW)
    decision = prepared(case)
    assert DecisionDraft.objects.count() == 1
    decided(decision)
    assert DecisionDraft.objects.count() == 0


def test_others_keep_none(case: Application, dag: User) -> None:
    with pytest.raises(Refused):
        decision_drafts.keep(case, content={}, by=dag, now=NOW)


def test_in_a_case_that_waits_for_no_decision_none_is_kept(case: Application, eva: User) -> None:
    decided(prepared(case))
    with pytest.raises(Refused, match="Ärendet väntar inte på beslut"):
        decision_drafts.keep(case, content={}, by=eva, now=NOW)


def test_more_than_the_page_can_hold_is_not_kept(case: Application, eva: User) -> None:
    with pytest.raises(Refused, match="för långt"):
        decision_drafts.keep(case, content={"reasons": "å" * (decision_drafts.LONGEST + 1)}, by=eva, now=NOW)
