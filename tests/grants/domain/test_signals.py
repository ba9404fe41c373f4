"""Signals in a case: raised once, judged by an officer, closed to who is kept out, and what follows of them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from structlog.testing import capture_logs

from accounts.models import User
from delmos.lib.gate import NotYours
from delmos.lib.refusal import Refusals, Refused
from delmos.lib.sweep import SweepFailed
from grants.domain import assessment, conflicts
from grants.domain.queries.signals import HIDDEN, signal_of, signals_in
from grants.domain.queries.timeline import timeline_of
from grants.domain.queries.worklist import Selection, listed
from grants.domain.signals.review import review
from grants.domain.signals.search import ask_again, search, search_due
from grants.enums import (
    ApplicationStatus,
    ConflictAnswer,
    DecisionKind,
    RiskState,
    SignalKind,
    SignalOutcome,
    SignalStatus,
)
from grants.models import Application, CaseRisk, Signal, SignalReview
from journal.models import Event
from tests.database import everything
from tests.factories import (
    DUE,
    LONG_TEXT,
    NOW,
    TODAY,
    a_call,
    a_pdf,
    a_signal,
    an_association,
    another_applicant,
    application_at,
    assigned,
    association,
    communicated,
    completion_requested,
    completion_saved,
    declare_no_conflict,
    delegated,
    hand_in_completion,
    person,
    prepared,
    received,
    reviewed_signal,
    scored,
    searched,
    stated_account,
    with_file,
    withdrawn,
    written_off,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def case() -> Application:
    """Under review by dag."""
    return assigned(received(a_call()))


@pytest.fixture
def signal(case: Application) -> Signal:
    """Another applicant has the same account; nobody has looked at it."""
    return a_signal(case)


def risk(application: Application) -> tuple[int, int, RiskState]:
    found = CaseRisk.objects.get(pk=application.pk)
    return found.open_signals, found.confirmed_signals, found.level


def jav_in(application: Application, person: User) -> None:
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=person, now=NOW)


# --- the search -------------------------------------------------------------------------------------------------------


def test_a_signal_says_what_when_and_which_case(case: Application, signal: Signal) -> None:
    assert (signal.kind, signal.found_at, signal.status) == (SignalKind.ACCOUNT, NOW, SignalStatus.OPEN)
    assert signal.other and signal.other.title == "En annan sökandes projekt"
    assert signal.other.organisation.name not in signal.explanation
    assert risk(case) == (1, 0, RiskState.OPEN)


def test_searching_again_raises_nothing_twice_also_when_it_has_been_judged(case: Application, signal: Signal) -> None:
    assert searched(case) == []
    reviewed_signal(signal, SignalOutcome.DISMISSED)
    assert searched(case, now=LATER) == []
    assert Signal.objects.filter(application=case).count() == 1


def test_new_facts_are_a_new_signal(case: Application, signal: Signal) -> None:
    reviewed_signal(signal, SignalOutcome.DISMISSED)
    third = another_applicant(case, 2)
    stated_account(third.organisation)
    [new] = searched(case, now=LATER)
    assert (new.kind, new.other_id) == (SignalKind.ACCOUNT, third.pk)


def test_what_is_no_longer_found_ends_and_comes_back_as_a_new_one(case: Application) -> None:
    other = assigned(received(a_call(), title="Samma tid"))
    [signal] = searched(case)
    withdrawn(other)
    assert searched(case, now=LATER) == []
    signal.refresh_from_db()
    assert (signal.ended_at, signal.status, risk(case)) == (LATER, SignalStatus.GONE, (0, 0, RiskState.NONE))
    received(a_call(), title="Samma tid igen")
    assert len(searched(case, now=LATER)) == 1


def test_a_judged_signal_stands_when_the_facts_have_gone(case: Application) -> None:
    other = assigned(received(a_call(), title="Samma tid"))
    [signal] = searched(case)
    reviewed_signal(signal)
    withdrawn(other)
    searched(case, now=LATER)
    signal.refresh_from_db()
    assert (signal.ended_at, signal.status) == (None, SignalStatus.CONFIRMED)


def test_the_history_says_that_a_search_was_made_and_names_nobody(case: Application, signal: Signal) -> None:
    reviewed_signal(signal)
    said = [(moment.title, moment.text) for moment in timeline_of(case, party=False)]
    assert ("Sökning efter signaler", "1 ny signal.") in said
    assert ("Ställningstagande till en signal", "Gemensamt betalkonto: bekräftad.") in said
    assert [moment for moment in timeline_of(case, party=True) if "signal" in moment.title.lower()] == []


@pytest.mark.parametrize("status", [ApplicationStatus.REJECTED, ApplicationStatus.WRITTEN_OFF])
def test_a_finished_case_is_not_searched(status: ApplicationStatus) -> None:
    application = application_at(status)
    with pytest.raises(Refused):
        search(application, by=person("dag"), now=NOW)
    search_due(now=NOW)
    assert CaseRisk.objects.filter(is_due=True).count() == 0


# --- the row is the queue ---------------------------------------------------------------------------------------------


def test_a_case_is_searched_once_after_it_has_come_in() -> None:
    application = received(active_since="2017-01-01")
    assert search_due(now=NOW) == 1
    assert (search_due(now=NOW), risk(application)) == (0, (1, 0, RiskState.OPEN))
    assert Event.objects.get(name="signals_searched").actor_name == "Systemet"


def due() -> list[int]:
    return sorted(CaseRisk.objects.filter(is_due=True).values_list("pk", flat=True))


def an_account(application: Application) -> None:
    stated_account(application.organisation)


def an_address(application: Application) -> None:
    application.organisation.address = "Nya gatan 1"
    application.organisation.save(update_fields=["address"])


def a_completion(application: Application) -> None:
    hand_in_completion(completion_saved(completion_requested(application)))


def another_application(application: Application) -> None:
    received(application.call)


@pytest.mark.parametrize("change", [an_account, an_address, a_completion, another_application])
def test_a_case_is_due_again_when_what_is_compared_has_changed(
    case: Application, change: Callable[[Application], None]
) -> None:
    search_due(now=NOW)
    assert due() == []
    change(case)
    assert case.pk in due()


@pytest.mark.django_db(transaction=True)
def test_what_is_shared_comes_to_be_a_signal_in_both_cases() -> None:
    first = received(a_call())
    stated_account(first.organisation)
    search_due(now=NOW)
    second = another_applicant(first)
    stated_account(second.organisation)
    while search_due(now=NOW):
        pass
    assert [risk(application) for application in (first, second)] == [(1, 0, RiskState.OPEN)] * 2


def test_at_night_the_cases_searched_longest_ago_are_due_again_and_finished_ones_are_not(case: Application) -> None:
    finished = application_at(ApplicationStatus.REJECTED)
    search_due(now=NOW)
    assert (ask_again(), due()) == (1, [case.pk])
    assert finished.pk not in due()


def test_a_case_whose_file_is_lost_keeps_no_other_waiting() -> None:
    first = with_file(a_call(), association(), a_pdf("lost").getvalue(), "Plan.pdf")
    storages["documents"].delete(first.files.get().document.path)
    another_applicant(first)
    with capture_logs() as lines, pytest.raises(SweepFailed, match="signals: 1 of 2 rows failed"):
        search_due(now=NOW)
    assert [(line["row"], line["error"]) for line in lines] == [(str(first.pk), "FileNotFoundError")]
    assert due() == [first.pk]


# --- the stand --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "counts"),
    [(SignalOutcome.CONFIRMED, (0, 1, RiskState.CONFIRMED)), (SignalOutcome.DISMISSED, (0, 0, RiskState.NONE))],
)
def test_a_stand_is_kept_with_its_note_and_counted(
    case: Application, signal: Signal, outcome: SignalOutcome, counts: tuple[int, int, RiskState]
) -> None:
    taken = reviewed_signal(signal, outcome, now=LATER)
    assert (taken.outcome, taken.reviewed_at, taken.reviewed_by) == (outcome, LATER, person("dag"))
    assert (taken.note, risk(case)) == ("Kontot tillhör grannföreningen.", counts)


def test_the_newest_stand_counts_and_the_same_one_again_is_one(case: Application, signal: Signal) -> None:
    first = reviewed_signal(signal)
    assert reviewed_signal(signal, now=LATER) == first
    reviewed_signal(signal, SignalOutcome.DISMISSED)
    assert (SignalReview.objects.count(), risk(case)) == (2, (0, 0, RiskState.NONE))


@pytest.mark.parametrize("note", ["", "  \n "])
def test_a_stand_needs_a_note(signal: Signal, note: str) -> None:
    with pytest.raises(Refused, match="Skriv varför du bekräftar eller avfärdar signalen") as refused:
        review(signal, outcome=SignalOutcome.CONFIRMED, note=note, by=person("dag"), now=NOW)
    assert refused.value.field == "note"


def test_in_a_finished_case_no_stand_is_taken(case: Application, signal: Signal) -> None:
    written_off(withdrawn(case).application)
    before = everything()
    with pytest.raises(Refused, match="Det går inte att ta ställning"):
        review(signal, outcome=SignalOutcome.DISMISSED, note="Vanligt.", by=person("dag"), now=NOW)
    assert everything() == before


def test_a_signal_that_has_gone_is_not_judged(case: Application) -> None:
    other = assigned(received(a_call(), title="Samma tid"))
    [signal] = searched(case)
    withdrawn(other)
    searched(case)
    with pytest.raises(Refused, match="stämmer inte längre"):
        reviewed_signal(signal)


def test_stands_and_facts_are_kept_by_the_database(signal: Signal) -> None:
    reviewed_signal(signal)
    for change in (
        lambda: SignalReview.objects.update(note="Annat"),
        lambda: SignalReview.objects.all().delete(),
        lambda: Signal.objects.update(explanation="Annat"),
        lambda: Signal.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_signal_of_another_case_is_not_found(signal: Signal) -> None:
    assert signal.other
    with pytest.raises(NotYours):
        signal_of(signal.other, signal.pk, person("dag"))


# --- jäv --------------------------------------------------------------------------------------------------------------


def test_who_is_kept_out_of_the_other_case_learns_nothing_of_it(case: Application, signal: Signal) -> None:
    """INV-8."""
    reviewed_signal(signal)
    assert signal.other
    eva = person("eva")
    [before] = signals_in(case, eva)
    assert (before.other, before.explanation != HIDDEN, len(before.reviews)) == (signal.other, True, 1)
    jav_in(signal.other, eva)
    [after] = signals_in(case, eva)
    assert (after.other, after.explanation, after.reviews) == (None, HIDDEN, [])


def test_the_officer_who_is_kept_out_of_it_leaves_it_to_a_colleague(case: Application, signal: Signal) -> None:
    assert signal.other
    disa = person("disa")
    declare_no_conflict(case, "disa")
    with pytest.raises(Refused, match="fördelat till en annan handläggare"):
        review(signal, outcome=SignalOutcome.DISMISSED, note="Vanligt.", by=disa, now=NOW)
    jav_in(signal.other, person("dag"))
    with pytest.raises(Refused, match="En kollega tar ställning"):
        reviewed_signal(signal)
    assert [one.may_judge for one in (*signals_in(case, disa), *signals_in(case, person("dag")))] == [True, False]
    assert review(signal, outcome=SignalOutcome.DISMISSED, note="Vanligt.", by=disa, now=NOW).reviewed_by == disa


# --- what follows -----------------------------------------------------------------------------------------------------


def test_a_rejection_with_a_confirmed_signal_waits_for_its_communication(case: Application, signal: Signal) -> None:
    """INV-11: exactly as a check that speaks against the party."""
    reviewed_signal(signal)
    communicated(case, text="Ert konto är en annan sökandes.", now=NOW)
    proposed_rejection(case)
    with pytest.raises(Refused, match="En bekräftad signal talar mot sökanden. Kommunicera den först") as refused:
        prepared(case, kind=DecisionKind.REJECT)
    assert isinstance(refused.value, Refusals)
    assert [one.field for one in refused.value.refusals] == ["communication"]
    after = NOW + (DUE - TODAY) + timedelta(days=1)
    assert prepared(case, kind=DecisionKind.REJECT, now=after).pk


@pytest.mark.parametrize("outcome", [None, SignalOutcome.DISMISSED])
def test_a_signal_that_is_open_or_dismissed_hinders_nothing(
    case: Application, signal: Signal, outcome: SignalOutcome | None
) -> None:
    if outcome:
        reviewed_signal(signal, outcome)
    proposed_rejection(case)
    assert prepared(case, kind=DecisionKind.REJECT).pk


def proposed_rejection(case: Application) -> None:
    scored(case)
    assessment.propose(case, kind=DecisionKind.REJECT, amount_ore=0, reasons="Svagt.", by=person("dag"), now=NOW)
    declare_no_conflict(case, "eva")
    delegated(person("eva"))


def test_the_work_list_is_filtered_by_risk(case: Application, signal: Signal) -> None:
    def titles(state: RiskState | None) -> list[str]:
        return sorted(row.title for row in listed(person("disa"), Selection(risk=state), today=TODAY))

    assert titles(None) == ["En annan sökandes projekt", "Grannar möts"]
    assert (titles(RiskState.OPEN), titles(RiskState.CONFIRMED)) == (["Grannar möts"], [])
    assert titles(RiskState.NONE) == ["En annan sökandes projekt"]
    reviewed_signal(signal)
    assert (titles(RiskState.OPEN), titles(RiskState.CONFIRMED)) == ([], ["Grannar möts"])


# --- what it costs ----------------------------------------------------------------------------------------------------


def cost(application: Application) -> int:
    with CaptureQueriesContext(connection) as queries:
        searched(application)
    return len(queries)


def test_a_search_costs_the_same_however_many_cases_there_are(case: Application) -> None:
    """Twenty applicants with the same text, account and costs: no query more than with one."""
    call, answers = case.call, {"measures": LONG_TEXT}
    case = assigned(received(call, title="Det sökta", **answers))
    stated_account(case.organisation)
    sharing(call, 1, **answers)
    searched(case)
    few = cost(case)
    for serial in range(2, 21):
        sharing(call, serial, **answers)
    searched(case)
    assert cost(case) <= few
    assert case.signals.filter(kind=SignalKind.TEXT).count() == 20


def sharing(call: object, serial: int, **answers: str) -> None:
    other = received(call, organisation=an_association(serial), **answers)
    stated_account(other.organisation)
    CaseRisk.objects.exclude(pk=other.pk).update(is_due=False)
    search_due(now=NOW)
