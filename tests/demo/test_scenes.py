"""Today's scene: something for everybody to do."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from accounts.models import User
from applicants.enums import AccountStatus
from applicants.models import Organisation, PaymentAccount
from delmos.demo.people import ensure_cast
from delmos.demo.progress import quiet
from delmos.demo.scenes import set_scene
from delmos.demo.today import FIRST_OF_A_PAIR, SECOND_OF_A_PAIR
from delmos.demo.year_2018 import BEGINS
from delmos.lib.dates import stockholm_date
from grants.domain import drafts, saved_views
from grants.domain.queries.assessments import assessments_for
from grants.domain.queries.cases import to_write_off
from grants.domain.queries.clocks import Narrowing, counted
from grants.domain.queries.expressions import expressions_for, own_expressions
from grants.domain.queries.notes import notes_of
from grants.domain.queries.ranking import group_of, ranking_of
from grants.domain.queries.results import result_of
from grants.domain.queries.worklist import listed
from grants.enums import (
    AppealStatus,
    ApplicationStatus,
    BatchItemStatus,
    BatchStatus,
    CallState,
    ClockKind,
    CompletionStatus,
    ConflictAnswer,
    ConflictStatus,
    DecisionStatus,
    ExpressionStatus,
    PaymentStatus,
    ReportStatus,
    SignalKind,
    SignalStatus,
)
from grants.interfaces.answer_changes import steps
from grants.interfaces.worklist_form import selection_of
from grants.models import (
    Appeal,
    AppealTime,
    Application,
    BatchDecision,
    Call,
    CompletionRequest,
    ConflictDeclaration,
    ConflictQuestion,
    Decision,
    Draft,
    FinalReport,
    Payment,
    Posting,
    Scenario,
    Signal,
    Withdrawal,
)
from grants.policies import can_still_apply, is_too_old, newest_checks
from journal.domain import events
from journal.models import Event
from tests.demo.counting import row_counts

pytestmark = pytest.mark.django_db

WAITING = (ClockKind.DELAY_NOTICE, ClockKind.ANSWER)
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
    """Of the calls around now."""
    return sorted(call.face(NOW).staff for call in Call.objects.filter(budget_year=NOW.year))


def test_ines_has_one_application_to_assess_and_one_in_which_the_assessors_differ(cast: Mapping[str, User]) -> None:
    found = assessments_for(cast["ines"]).order_by("-received_at")
    assert [(row.organisation.name, row.is_in, result_of(row).is_far_apart) for row in found] == [
        ("Föreningen Vinterbadets Vänner i Lindkullen", False, False),
        ("Föreningen Berättarkvällar på Ängen", True, True),
    ]


def test_two_calls_are_open_one_is_coming_two_are_closed_and_one_is_called_off(cast: Mapping[str, User]) -> None:
    assert faces() == ["Inställd", "Kommande", "Stängd", "Stängd", "Öppen", "Öppen"]


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


def test_there_is_something_to_rank_and_two_scenarios_that_differ(cast: Mapping[str, User]) -> None:
    first, second = Scenario.objects.select_related("call").order_by("pk")
    ranking = ranking_of(first.call, group_of(first.call, first.group), person=cast["dag"], now=NOW)
    results = {candidate.per_cent for candidate in ranking.candidates}
    one, other = ranking.by(first.rules), ranking.by(second.rules)
    assert (len(ranking.candidates) > 5, len(results) > 3) == (True, True)
    assert {o.amount_ore for o in one.outcomes} != {o.amount_ore for o in other.outcomes}


def test_a_letter_dated_today_waits_for_eva_and_three_in_a_collective_decision(cast: Mapping[str, User]) -> None:
    waiting = Decision.objects.filter(status=DecisionStatus.PREPARED)
    assert list(waiting.values_list("decider__username", "decided_on")) == [("eva", NOW.date())] * 4
    assert waiting.filter(batch_item__status=BatchItemStatus.READY).count() == 3


def test_one_collective_decision_is_sent_and_one_waits_to_be_read(cast: Mapping[str, User]) -> None:
    batches = BatchDecision.objects.order_by("pk").values_list("status", "started_by__username")
    assert list(batches) == [(BatchStatus.DISPATCHED, "eva"), (BatchStatus.READY, "eva")]


@pytest.mark.parametrize("status", [PaymentStatus.PREPARED, PaymentStatus.ATTESTED])
def test_one_payment_waits_for_attest_and_one_to_be_marked_paid(cast: Mapping[str, User], status: str) -> None:
    assert Payment.objects.filter(status=status).count() == 1


def test_an_appeal_waits_to_be_tested_and_another_is_with_the_court(cast: Mapping[str, User]) -> None:
    found = Appeal.objects.order_by("status", "pk").values_list("status", "application__organisation__name")
    assert list(found) == [
        (AppealStatus.HANDED_OVER, "Föreningen Verkstan på Vinden"),
        (AppealStatus.RECEIVED, "Föreningen Kören i Trapphuset"),
        (AppealStatus.RECEIVED, "Kulturföreningen Ljusgården i Hagslätt"),
    ]
    (waiting,) = counted(cast["rut"], Narrowing(kind=ClockKind.HAND_OVER), today=NOW.date())
    assert (waiting.running, waiting.overdue) == (2, 0)


def test_a_decision_may_still_be_appealed_and_the_appeal_of_another_can_be_looked_at(cast: Mapping[str, User]) -> None:
    times = AppealTime.objects.filter(due_on__gt=NOW.date(), decision__appealable=True, decision__appeals=None)
    assert list(times.values_list("decision__application__organisation__name", "received_on")) == [
        ("Föreningen Brevduvorna i Fågelsången", date(2026, 3, 13))
    ]
    appeal = Appeal.objects.get(decision__appealable=True)
    assert (appeal.application.ordinance.sfs, appeal.came_in_on) == ("2018:119", date(2026, 3, 15))
    client = Client()
    client.force_login(cast["rut"])
    page = client.get(reverse("appeal", args=[appeal.application.case.number, appeal.number]))
    assert (page.status_code, page.context["appeal"]) == (200, appeal)


def test_what_is_told_of_2018_beside_its_grants_is_in_no_county_table(cast: Mapping[str, User]) -> None:
    assert list(Posting.objects.filter(budget_year=2018)) == []


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


def test_a_case_has_a_note_and_a_completion_to_compare(cast: Mapping[str, User]) -> None:
    case = Application.objects.get(organisation__name="Föreningen Ljus i Trappan")
    (step,) = steps(case)
    assert [change.key for change in step.changes if change.changed] == ["follow_up"]
    assert [note.noted_by for note in notes_of(case)] == [cast["dag"]]


def test_a_withdrawn_application_waits_for_dag_to_write_it_off(cast: Mapping[str, User]) -> None:
    assert [case.status for case in to_write_off(cast["dag"])] == [ApplicationStatus.WITHDRAWN]


def test_a_case_that_is_written_off_has_its_decision(cast: Mapping[str, User]) -> None:
    decided = Withdrawal.objects.filter(application__status=ApplicationStatus.WRITTEN_OFF)
    assert list(decided.values_list("written_off_by__username", "decision__content_type")) == [
        ("dag", "application/pdf")
    ]


def test_a_draft_of_a_delay_notice_and_a_request_for_a_decision_wait_for_dag(cast: Mapping[str, User]) -> None:
    mine = {kind: counted(cast["dag"], Narrowing(kind=kind, mine=True), today=NOW.date()) for kind in WAITING}
    assert {kind: (count.running, count.overdue) for kind, (count,) in mine.items()} == {
        ClockKind.DELAY_NOTICE: (1, 0),
        ClockKind.ANSWER: (1, 0),
    }


def test_some_days_have_passed_and_some_are_near(cast: Mapping[str, User]) -> None:
    counts = counted(cast["dag"], Narrowing(mine=True), today=NOW.date())
    passed = [count.kind for count in counts if count.overdue]
    assert passed == [ClockKind.SIX_MONTHS, ClockKind.PROMISED, ClockKind.COMMUNICATION]
    assert sum(count.soon for count in counts) > 0


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


def test_dag_has_two_lists_of_his_own_that_find_cases(cast: Mapping[str, User]) -> None:
    views = saved_views.views_of(cast["dag"])
    found = {
        view.name: listed(cast["dag"], selection_of(view.query, cast["dag"]), today=stockholm_date(NOW)).count()
        for view in views
    }
    assert list(found) == ["Mina med frist", "Störst belopp under handläggning"]
    assert all(found.values())


def test_one_question_of_jav_is_ruled_and_one_waits(cast: Mapping[str, User]) -> None:
    questions = ConflictQuestion.objects.order_by("pk")
    assert [(question.person.username, question.by_party, question.status) for question in questions] == [
        ("dag", False, ConflictStatus.UPHELD),
        ("dag", True, ConflictStatus.OPEN),
    ]


def test_in_one_case_under_review_some_checks_have_grown_too_old(cast: Mapping[str, User]) -> None:
    application = Application.objects.get(organisation__name="Föreningen Långbänken i Hagslätt")
    found = newest_checks(application)
    old = [
        requirement.code
        for requirement in application.ordinance.requirements_for(application.type)
        if is_too_old(requirement, found[requirement.code], on=NOW.date())
    ]
    assert old == ["insolvency", "tax_debt", "own_reclaim", "mandate", "payment_account"]


def test_dag_has_signals_to_judge_one_that_is_confirmed_and_one_that_is_dismissed(cast: Mapping[str, User]) -> None:
    pair = {FIRST_OF_A_PAIR, SECOND_OF_A_PAIR}
    shared = Signal.objects.filter(application__organisation__name__in=pair)
    assert {signal.kind for signal in shared} == {SignalKind.SIGNATORY, SignalKind.ACCOUNT, SignalKind.TEXT}
    statuses = {signal.status for signal in shared}
    assert statuses == {SignalStatus.OPEN, SignalStatus.CONFIRMED, SignalStatus.DISMISSED}
    dear = Signal.objects.filter(application__organisation__name="Föreningen Scenverkstan i Rönnbacken")
    assert {signal.kind for signal in dear} == {SignalKind.BUDGET}
