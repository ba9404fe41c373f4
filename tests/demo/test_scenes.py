"""Today's scene: something for everybody to do."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from accounts.models import User
from applicants.enums import AccountStatus
from applicants.models import Organisation, PaymentAccount
from delmos.demo.people import ensure_cast
from delmos.demo.progress import quiet
from delmos.demo.scenes import set_scene
from delmos.demo.year_2018 import BEGINS
from grants.domain import drafts
from grants.domain.queries.cases import to_write_off
from grants.domain.queries.expressions import expressions_for, own_expressions
from grants.enums import (
    ApplicationStatus,
    CallState,
    CompletionStatus,
    ConflictAnswer,
    DecisionStatus,
    ExpressionStatus,
    PaymentStatus,
    ReportStatus,
)
from grants.models import (
    Application,
    Call,
    CompletionRequest,
    ConflictDeclaration,
    Decision,
    Draft,
    FinalReport,
    Payment,
    Withdrawal,
)
from grants.policies import can_still_apply
from journal.domain import events
from journal.models import Event
from tests.demo.counting import row_counts

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 18, 7, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Mapping[str, User]]:
    """The people, in front of the scene; it is set once and rolled back after this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        people = ensure_cast(now=BEGINS)
        set_scene(people, track=quiet, now=NOW)
        yield people
        transaction.set_rollback(True)


def faces() -> list[str]:
    return sorted(call.face(NOW).staff for call in Call.objects.all())


def test_two_calls_are_open_one_is_coming_one_is_closed_and_one_is_called_off(cast: Mapping[str, User]) -> None:
    assert faces() == ["Inställd", "Kommande", "Stängd", "Öppen", "Öppen"]


def test_both_steps_of_the_call_in_two_steps_can_be_tried(cast: Mapping[str, User]) -> None:
    call = Call.objects.get(invited_close_at__isnull=False)
    (invited,) = own_expressions(cast["anna"], now=NOW).filter(status=ExpressionStatus.INVITED)
    assert (call.state(NOW), can_still_apply(invited, now=NOW)) == (CallState.OPEN, True)


def test_expressions_wait_for_dag_in_each_state(cast: Mapping[str, User]) -> None:
    waiting = expressions_for(cast["dag"]).order_by("status").values_list("status", flat=True)
    assert list(waiting) == ["assessed", "invited", "not_invited", "received", "received"]


def test_there_is_a_case_in_every_status(cast: Mapping[str, User]) -> None:
    assert set(Application.objects.values_list("status", flat=True)) == set(ApplicationStatus.values)


def test_annas_draft_lacks_the_answer_to_one_question(cast: Mapping[str, User]) -> None:
    draft = Draft.objects.get(application=None, expression=None)
    assert (draft.organisation.name, [problem.field for problem in drafts.problems(draft)]) == (
        "Föreningen Grannsamverkan Öster",
        ["after_grant"],
    )


def test_a_letter_dated_today_waits_for_eva(cast: Mapping[str, User]) -> None:
    waiting = Decision.objects.filter(status=DecisionStatus.PREPARED).values_list("decider__username", "decided_on")
    assert list(waiting) == [("eva", NOW.date())]


@pytest.mark.parametrize("status", [PaymentStatus.PREPARED, PaymentStatus.ATTESTED])
def test_one_payment_waits_for_attest_and_one_to_be_marked_paid(cast: Mapping[str, User], status: str) -> None:
    assert Payment.objects.filter(status=status).count() == 1


def test_a_final_report_waits_for_dag(cast: Mapping[str, User]) -> None:
    waiting = FinalReport.objects.filter(status=ReportStatus.SUBMITTED)
    assert list(waiting.values_list("application__officer__username", flat=True)) == ["dag"]


def test_an_account_waits_for_the_economists(cast: Mapping[str, User]) -> None:
    assert PaymentAccount.objects.filter(status=AccountStatus.UNVERIFIED).count() == 1


def test_disa_has_the_case_in_which_dag_is_javig(cast: Mapping[str, User]) -> None:
    declared = ConflictDeclaration.objects.get(answer=ConflictAnswer.CONFLICT)
    officer = Application.objects.values_list("officer__username", flat=True).get(case=declared.case_id)
    assert (declared.person.username, officer) == ("dag", "disa")


def test_annas_association_is_asked_to_complete_an_application(cast: Mapping[str, User]) -> None:
    waiting = CompletionRequest.objects.filter(status=CompletionStatus.REQUESTED, due_on__gt=NOW.date())
    assert list(waiting.values_list("application__organisation__name", "application__status")) == [
        ("Föreningen Grannsamverkan Öster", ApplicationStatus.COMPLETING)
    ]


def test_a_withdrawn_application_waits_for_dag_to_write_it_off(cast: Mapping[str, User]) -> None:
    assert [case.status for case in to_write_off(cast["dag"])] == [ApplicationStatus.WITHDRAWN]


def test_a_case_that_is_written_off_has_its_decision(cast: Mapping[str, User]) -> None:
    decided = Withdrawal.objects.filter(application__status=ApplicationStatus.WRITTEN_OFF)
    assert list(decided.values_list("written_off_by__username", "decision__content_type")) == [
        ("dag", "application/pdf")
    ]


def test_every_organisation_but_gavle_is_marked_as_demonstration(cast: Mapping[str, User]) -> None:
    assert list(Organisation.objects.filter(is_demonstration=False).values_list("name", flat=True)) == ["Gävle kommun"]


def test_nothing_has_happened_after_now(cast: Mapping[str, User]) -> None:
    assert Event.objects.filter(at__gt=NOW).count() == 0


def test_the_event_chains_hold(cast: Mapping[str, User]) -> None:
    assert list(events.verify_all()) == []


def test_setting_the_scene_again_the_next_day_changes_nothing(cast: Mapping[str, User]) -> None:
    before = row_counts()
    set_scene(cast, track=quiet, now=NOW + timedelta(days=1))
    assert row_counts() == before
