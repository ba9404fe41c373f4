"""The board: every day that runs, found by the database, for those who may see the case (INV-8, INV-32)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from delmos.lib.dates import same_day_later, stockholm_date
from grants.clock_columns import months_after, swedish_day
from grants.domain import conflicts, decisions
from grants.domain.queries.case_clocks import clocks_of
from grants.domain.queries.cases import case_for
from grants.domain.queries.clocks import KindCount, Narrowing, counted, running_page
from grants.enums import ApplicationStatus, ClockKind, ConflictAnswer, DecisionStatus, ExpressionStatus, ReportStatus
from grants.models import Application
from tests.factories import (
    AFTER_FIVE_MONTHS,
    AFTER_SIX_MONTHS,
    EXPECTED,
    NOW,
    TODAY,
    a_call,
    an_association,
    application_at,
    assigned,
    communicated,
    completion_answered,
    completion_requested,
    decided,
    decision_at,
    decision_request_refused,
    decision_requested,
    delay_drafted,
    delay_noticed,
    dispatched,
    expression_at,
    prepared,
    proposed,
    received,
    report_at,
    withdrawn,
)
from tests.factories import payment_stops as stops
from tests.factories.appeals import dispatched_rejection, reopened

pytestmark = pytest.mark.django_db
A, K = ApplicationStatus, ClockKind
EVERY = Narrowing()
# The last days of months, an hour and a half before midnight in UTC: already the next day in Stockholm.
MONTH_ENDS = [
    datetime(2018, month, day, 22, 30, tzinfo=UTC) for month, day in ((1, 31), (3, 30), (8, 30), (8, 31), (12, 31))
]


def days(person: User, which: Narrowing = EVERY, *, today: date = TODAY) -> list[tuple[str, date]]:
    found = running_page(person, which, today=today).items
    return [(running.clock.kind.value, running.clock.due_on) for running in found]


def of_kind(person: User, kind: ClockKind) -> list[date]:
    return [due_on for _, due_on in days(person, Narrowing(kind=kind))]


# --- each kind --------------------------------------------------------------------------------------------------------


def test_a_case_has_six_months_from_the_day_it_came_in(gun: User) -> None:
    received()
    assert of_kind(gun, K.SIX_MONTHS) == [date(2018, 11, 2)]


@pytest.mark.parametrize("status", [A.GRANTED, A.REJECTED, A.WITHDRAWN, A.WRITTEN_OFF, A.CLOSED])
def test_six_months_stop_when_the_case_is_decided_or_taken_back(status: ApplicationStatus, gun: User) -> None:
    application_at(status)
    assert of_kind(gun, K.SIX_MONTHS) == []


@pytest.mark.parametrize("moment", MONTH_ENDS, ids=str)
@pytest.mark.parametrize("months", [5, 6, 12])
def test_the_database_counts_months_as_the_law_does(moment: datetime, months: int, rut: User) -> None:
    """A user's own moment stands for any: those of an application are kept by the database."""
    User.objects.filter(pk=rut.pk).update(joined_at=moment)
    counted_day = User.objects.annotate(day=months_after(swedish_day("joined_at"), months)).get(pk=rut.pk).day
    assert counted_day == same_day_later(stockholm_date(moment), months=months)


def test_a_request_for_a_decision_runs_until_it_is_refused(gun: User) -> None:
    application = decision_requested().application
    assert of_kind(gun, K.ANSWER) == [date(2018, 12, 3)]
    decision_request_refused(application)
    assert of_kind(gun, K.ANSWER) == []


def test_a_draft_of_a_notice_waits_until_the_sixth_month_is_over(gun: User) -> None:
    delay_drafted()
    assert of_kind(gun, K.DELAY_NOTICE) == [date(2018, 11, 2)]


def test_what_the_party_was_told_last_is_what_runs(gun: User) -> None:
    application = delay_noticed(delay_drafted().application).application
    delay_noticed(application, expected_on=date(2019, 1, 31), now=AFTER_SIX_MONTHS)
    assert (of_kind(gun, K.DELAY_NOTICE), of_kind(gun, K.PROMISED)) == ([], [date(2019, 1, 31)])


def test_a_request_for_completion_runs_until_it_is_answered(gun: User) -> None:
    request = completion_requested()
    assert of_kind(gun, K.COMPLETION) == [request.due_on]
    completion_answered(request)
    assert of_kind(gun, K.COMPLETION) == []


def test_a_request_for_completion_stops_when_the_application_is_taken_back(gun: User) -> None:
    withdrawn(completion_requested().application)
    assert of_kind(gun, K.COMPLETION) == []


def test_a_communication_runs_until_it_is_answered(gun: User) -> None:
    material = communicated(assigned(received()))
    assert of_kind(gun, K.COMMUNICATION) == [material.due_on]
    application_at(A.IN_REVIEW)
    assert of_kind(gun, K.COMMUNICATION) == [material.due_on]


def test_a_communication_after_the_decision_runs_until_a_payment_stop_is_proposed(gun: User) -> None:
    grant = stops.a_granted_case()
    stops.heard(grant)
    shown = (K.COMMUNICATION, date(2025, 10, 15), 1)
    assert shown in in_case(gun, grant.application)
    assert of_kind(gun, K.COMMUNICATION) == [shown[1]]
    stops.stop_proposed(grant, now=stops.STOPPED_AT + timedelta(hours=1))
    assert of_kind(gun, K.COMMUNICATION) == []
    assert shown not in in_case(gun, grant.application)


def test_one_from_before_the_decision_does_not_run_again_when_the_case_is_opened(gun: User) -> None:
    application = assigned(received())
    communicated(application)
    decision = dispatched(decided(prepared(proposed(application))))
    assert of_kind(gun, K.COMMUNICATION) == []
    reopened(decision, now=datetime(2018, 12, 3, 10, 0, tzinfo=UTC))
    assert of_kind(gun, K.COMMUNICATION) == []


def test_a_report_is_due_from_the_dispatch_until_it_is_handed_in(gun: User) -> None:
    decision = decision_at(DecisionStatus.DECIDED)
    assert of_kind(gun, K.REPORT) == []
    report_at(ReportStatus.DRAFT)
    assert of_kind(gun, K.REPORT) == [decision.report_due_on]
    report_at(ReportStatus.SUBMITTED, organisation=an_association(2))
    assert of_kind(gun, K.REPORT) == [decision.report_due_on]


def test_an_invited_organisation_applies_before_the_second_step_closes(gun: User) -> None:
    expression_at(ExpressionStatus.INVITED)
    assert of_kind(gun, K.INVITATION) == [date(2018, 6, 15)]


def test_a_call_opens_and_closes_in_each_of_its_steps(gun: User) -> None:
    expression_at(ExpressionStatus.NOT_INVITED)
    assert days(gun, today=date(2018, 4, 15)) == [
        ("call_opens", date(2018, 4, 16)),
        ("call_closes", date(2018, 5, 15)),
        ("call_closes_invited", date(2018, 6, 15)),
    ]
    assert days(gun, today=date(2018, 5, 16)) == [("call_closes_invited", date(2018, 6, 15))]


# --- who sees what ----------------------------------------------------------------------------------------------------


def test_the_nearest_day_comes_first_whatever_its_kind(dag: User) -> None:
    application = decision_requested(delay_noticed(delay_drafted().application).application).application
    communicated(application, due_on=date(2018, 11, 20), now=AFTER_FIVE_MONTHS)
    assert days(dag, Narrowing(mine=True), today=AFTER_FIVE_MONTHS.date()) == [
        ("six_months", date(2018, 11, 2)),
        ("communication", date(2018, 11, 20)),
        ("answer", date(2018, 12, 3)),
        ("promised", EXPECTED),
    ]


def test_inv_8_somebody_who_is_javig_sees_nothing_of_the_case(dag: User, eva: User) -> None:
    application = decision_requested().application
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=eva, now=NOW)
    of_cases = [kind for kind, _ in days(eva) if not kind.startswith("call")]
    assert (of_cases, [count.kind for count in counted(eva, EVERY, today=TODAY)]) == ([], [K.CALL_CLOSES])
    assert len(days(dag)) == 3


def test_an_applicant_sees_none_but_what_is_public(anna: User) -> None:
    decision_requested()
    assert [kind for kind, _ in days(anna)] == ["call_closes"]


def test_ones_own_are_those_of_the_cases_one_has(dag: User, disa: User) -> None:
    assigned(received())
    expression_at(ExpressionStatus.INVITED)
    mine = Narrowing(mine=True)
    assert (days(dag, mine), days(disa, mine)) == ([("six_months", date(2018, 11, 2))], [])


def test_the_clocks_of_one_call(dag: User) -> None:
    call = a_call()
    assigned(received(call))
    received(a_call(), organisation=an_association(2))
    assert days(dag, Narrowing(call=call.slug)) == [
        ("call_closes", date(2018, 5, 15)),
        ("six_months", date(2018, 11, 2)),
    ]


# --- pages and counts -------------------------------------------------------------------------------------------------


def test_the_pages_together_give_every_clock_once_and_in_order(gun: User) -> None:
    call = a_call()
    for number in range(1, 4):
        communicated(assigned(received(call, organisation=an_association(number))))
    after, seen = None, []
    while True:
        found = running_page(gun, EVERY, after=after, size=2, today=TODAY)
        seen += [(one.clock.due_on, one.clock.kind, one.subject.pk) for one in found.items]
        if (after := found.next) is None:
            break
    assert len(seen) == 7
    assert seen == sorted(set(seen))


def test_a_page_with_every_sort_of_clock_costs_four_queries(gun: User, django_assert_num_queries: Any) -> None:
    """The clocks themselves, the cases, the expressions and the calls they run in."""
    received()
    expression_at(ExpressionStatus.INVITED)
    with django_assert_num_queries(4):
        found = running_page(gun, EVERY, today=TODAY).items
    assert len({type(running.subject) for running in found}) == 3


@pytest.mark.parametrize("key", ["x", "WyJhIiwgImIiLCAxLCAxXQ", "WyIyMDE4LTAxLTAxIiwgIlx1MDAwMCIsIDEsIDFd"])
def test_a_made_up_key_shows_the_first_page(key: str, gun: User) -> None:
    received()
    assert len(running_page(gun, EVERY, after=key, today=TODAY).items) == 2


def test_the_counts_say_how_many_have_passed(gun: User) -> None:
    communicated(assigned(received()))
    assert counted(gun, EVERY, today=date(2018, 5, 17)) == [
        KindCount(K.SIX_MONTHS, running=1, overdue=0, today=0, soon=0),
        KindCount(K.COMMUNICATION, running=1, overdue=1, today=0, soon=0),
    ]


def test_the_counts_say_what_is_due_today_and_within_a_week(gun: User) -> None:
    communicated(assigned(received()))
    assert [
        (count.today, count.soon)
        for day in (15, 16)
        for count in counted(gun, Narrowing(kind=K.COMMUNICATION), today=date(2018, 5, day))
    ] == [(0, 1), (1, 0)]


# --- one case ---------------------------------------------------------------------------------------------------------


def in_case(person: User, application: Application) -> list[tuple[ClockKind, date, int]]:
    found = case_for(person, application.case.number, clocks=True)
    return sorted((one.kind, one.due_on, one.number) for one in clocks_of(found, decisions.decided(found), today=TODAY))


def on_board(person: User) -> list[tuple[ClockKind, date, int]]:
    found = running_page(person, EVERY, today=TODAY).items
    of_cases = [one.clock for one in found if isinstance(one.subject, Application)]
    return sorted((clock.kind, clock.due_on, clock.number) for clock in of_cases)


@pytest.mark.parametrize("status", ApplicationStatus)
def test_a_case_in_any_state_shows_what_the_board_shows_of_it(status: ApplicationStatus, gun: User) -> None:
    application = application_at(status)
    assert in_case(gun, application) == on_board(gun)


def test_a_case_with_every_clock_shows_what_the_board_shows_of_it(gun: User) -> None:
    application = decision_requested(delay_noticed(delay_drafted().application).application).application
    delay_noticed(application, expected_on=date(2019, 1, 31), now=AFTER_SIX_MONTHS)
    delay_drafted(application, now=datetime(2019, 4, 2, 10, 0, tzinfo=UTC))
    communicated(application)
    completion_requested(application)
    assert in_case(gun, application) == on_board(gun)
    assert len(on_board(gun)) == 6


def test_the_clocks_of_a_case_opened_again_start_that_day(gun: User) -> None:
    application = decision_requested(delay_noticed(delay_drafted().application).application).application
    decision = dispatched(decided(prepared(proposed(application))))
    reopened(decision, now=datetime(2018, 12, 3, 10, 0, tzinfo=UTC))
    assert in_case(gun, application) == on_board(gun) == [(K.SIX_MONTHS, date(2019, 6, 3), 0)]


def test_the_board_and_the_case_agree_on_a_draft_made_after_the_case_was_opened_again(gun: User) -> None:
    decision = dispatched_rejection()
    reopened(decision, now=datetime(2018, 12, 3, 10, 0, tzinfo=UTC))
    delay_drafted(decision.application, now=datetime(2019, 5, 3, 10, 0, tzinfo=UTC))
    days = [(K.DELAY_NOTICE, date(2019, 6, 3), 0), (K.SIX_MONTHS, date(2019, 6, 3), 0)]
    assert in_case(gun, decision.application) == on_board(gun) == days


def test_a_report_in_writing_is_still_due_in_the_case(gun: User) -> None:
    application = report_at(ReportStatus.DRAFT).application
    assert [kind for kind, _, _ in in_case(gun, application)] == [K.REPORT]


def test_the_clocks_of_a_case_come_in_the_query_of_the_case(dag: User, django_assert_num_queries: Any) -> None:
    application = delay_noticed(delay_drafted().application).application
    with django_assert_num_queries(1):
        found = clocks_of(case_for(dag, application.case.number, clocks=True), None, today=TODAY)
    assert [(clock.kind, clock.due_on) for clock in found] == [
        (K.SIX_MONTHS, date(2018, 11, 2)),
        (K.PROMISED, EXPECTED),
    ]
