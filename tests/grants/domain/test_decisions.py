"""Decisions: complete, by the right person, exactly as the letter says (INV-2, 9–13, 16–18, 36; FL 31–33 §§)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import User
from delmos.lib.refusal import Refusals, Refused
from grants.domain import assessment, completion_requests, decisions, frames, ledger
from grants.enums import ApplicationStatus, CheckResult, DecisionKind, DecisionStatus, PostingKind
from grants.interfaces.sealing import seal
from grants.models import Application, Decision, Posting
from journal.domain import documents
from journal.enums import Direction
from journal.models import Event
from tests.database import at_once, in_turn
from tests.factories import (
    AMOUNT,
    LATE,
    MUNICIPALITIES,
    NOW,
    TODAY,
    a_call,
    a_letter,
    application_at,
    assigned,
    completion_answered,
    completion_requested,
    decided,
    decision_at,
    declare_no_conflict,
    delegated,
    dispatched,
    gavle,
    person,
    prepared,
    proposed,
    received,
    wording,
)

pytestmark = pytest.mark.django_db
AFTER_DUE = datetime(2018, 5, 17, 8, 0, tzinfo=UTC)

OUTCOMES = {
    DecisionKind.GRANT: (ApplicationStatus.GRANTED, AMOUNT),
    DecisionKind.PARTIAL_GRANT: (ApplicationStatus.PARTIALLY_GRANTED, AMOUNT // 3),
    DecisionKind.REJECT: (ApplicationStatus.REJECTED, 0),
    DecisionKind.DISMISS: (ApplicationStatus.DISMISSED, 0),
}


@pytest.fixture
def case(db: None) -> Application:
    """A case that dag has proposed to grant in full."""
    return application_at(ApplicationStatus.PROPOSED)


# --- the letter before the decision -----------------------------------------------------------------------------------


def test_the_letter_is_written_before_the_decision_and_kept(case: Application, eva: User) -> None:
    """INV-36."""
    decision = prepared(case)
    assert (decision.status, decision.decided_at) == (DecisionStatus.PREPARED, None)
    assert documents.read(decision.letter) == a_letter(decision)


def test_the_decision_names_day_decider_rapporteur_and_participants(case: Application, eva: User, dag: User) -> None:
    """INV-10."""
    decision = prepared(case, participants="Förvaltningschef Ulla Ur")
    assert (decision.decided_on, decision.decider, decision.rapporteur, decision.participants) == (
        TODAY,
        eva,
        dag,
        "Förvaltningschef Ulla Ur",
    )


def test_a_grant_states_amount_year_conditions_and_report_day(case: Application) -> None:
    """INV-12."""
    decision = prepared(case)
    assert (decision.amount_ore, decision.budget_year, decision.conditions, decision.report_due_on) == (
        AMOUNT,
        2018,
        "Bidraget får bara användas till insatsen.",
        date(2019, 1, 31),
    )


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"reasons": " "}, "Skriv skälen för beslutet", "reasons"),
        ({"rules_cited": " "}, "Ange de bestämmelser", "rules_cited"),
        ({"conditions": " "}, "Ange villkoren för bidraget", "conditions"),
        ({"report_due_on": None}, "Ange en sista dag för slutredovisning", "report_due_on"),
        ({"report_due_on": TODAY}, "ligger framåt i tiden", "report_due_on"),
        ({"amount_ore": 0}, "större än 0 kr", "amount"),
        ({"amount_ore": AMOUNT + 1}, "inte vara högre än det sökta", "amount"),
    ],
)
def test_a_grant_that_lacks_what_the_law_demands_is_not_drawn_up(
    case: Application, changes: dict[str, Any], sentence: str, field: str
) -> None:
    """INV-10, 12, 17."""
    with pytest.raises(Refusals, match=sentence) as refused:
        prepared(case, **changes)
    assert [refusal.field for refusal in refused.value.refusals] == [field]
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("changes", [{"reasons": ""}, {"rules_cited": ""}], ids=["reasons", "rules"])
def test_a_rejection_without_rules_and_reasons_is_not_drawn_up(case: Application, changes: dict[str, Any]) -> None:
    """INV-10."""
    with pytest.raises(Refused):
        prepared(case, kind=DecisionKind.REJECT, **changes)


def test_a_rejection_states_neither_conditions_nor_report_day(case: Application) -> None:
    decision = prepared(case, kind=DecisionKind.REJECT)
    assert (decision.amount_ore, decision.conditions, decision.report_due_on) == (0, "", None)


@pytest.mark.parametrize("kind", DecisionKind)
def test_whether_it_can_be_appealed_comes_from_the_ordinance(kind: DecisionKind) -> None:
    """INV-13."""
    decision = decision_at(DecisionStatus.PREPARED, kind=kind)
    rule = decision.application.ordinance.appeal[kind]
    assert (decision.appealable, decision.appeal_law) == (rule.appealable, str(rule.law))


def test_a_new_letter_replaces_the_one_before(case: Application) -> None:
    first, second = prepared(case), prepared(case, reasons="Andra skäl.")
    first.refresh_from_db()
    assert (first.status, second.status) == (DecisionStatus.REPLACED, DecisionStatus.PREPARED)


def test_a_letter_that_cannot_be_written_leaves_nothing(case: Application, eva: User) -> None:
    def fail(decision: Decision) -> bytes:
        raise OSError("no font")

    with pytest.raises(OSError, match="no font"):
        decisions.prepare(case, wording=wording(case), write_letter=fail, by=eva, now=NOW)
    assert Decision.objects.count() == 0


# --- what must be communicated ----------------------------------------------------------------------------------------


def with_a_negative_check() -> Application:
    case = assigned(received())
    assessment.record_check(
        case,
        requirement="tax_debt",
        result=CheckResult.NOT_MET,
        source="Kronofogden",
        note="Skuld",
        by=person("dag"),
        now=NOW,
    )
    for criterion in case.call.criteria.all():
        assessment.score(case, criterion=criterion, points=1, reasons="Svagt.", by=person("dag"), now=NOW)
    assessment.propose(case, kind=DecisionKind.REJECT, amount_ore=0, reasons="Skuld.", by=person("dag"), now=NOW)
    declare_no_conflict(case, "eva")
    return case


def test_a_rejection_on_facts_from_others_waits_for_their_communication_or_a_recorded_ground(eva: User) -> None:
    """INV-11."""
    case = with_a_negative_check()
    delegated(eva)
    with pytest.raises(Refusals, match="En kontroll talar mot sökanden. Kommunicera den först") as refused:
        prepared(case, kind=DecisionKind.REJECT)
    assert [refusal.field for refusal in refused.value.refusals] == ["communication"]
    assert prepared(case, kind=DecisionKind.REJECT, communication="Sökanden lämnade själv uppgiften.").pk


# --- who decides ------------------------------------------------------------------------------------------------------


def test_the_rapporteur_does_not_decide(case: Application, dag: User) -> None:
    """INV-9: not even with the role of a decider."""
    dag.roles = [Role.CASE_OFFICER, Role.DECIDER]
    dag.save()
    with pytest.raises(Refused, match="Du har föredragit ärendet och kan inte också besluta i det"):
        decisions.prepare(case, wording=wording(case), write_letter=a_letter, by=dag, now=NOW)


def test_a_letter_drawn_up_for_another_decider_is_not_decided(case: Application, gun: User) -> None:
    """INV-10: the letter names the decider."""
    decision = prepared(case)
    gun.roles = [Role.DECIDER]
    gun.save()
    declare_no_conflict(case, "gun")
    with pytest.raises(Refused, match="Brevet är upprättat för Eva Ek"):
        decisions.decide(decision, letter_sha256=decision.letter_id, seal=seal, by=gun, now=NOW)


# --- the decision itself ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", DecisionKind)
def test_a_decision_moves_the_case_and_books_what_is_granted(kind: DecisionKind) -> None:
    decision = decision_at(DecisionStatus.DECIDED, kind=kind)
    status, amount_ore = OUTCOMES[kind]
    assert (decision.application.status, decision.decided_by) == (status, person("eva"))
    assert ledger.balance_of(decision.application).granted == amount_ore


def test_a_grant_is_booked_on_the_day_of_the_decision_under_its_facts() -> None:
    decision = decision_at(DecisionStatus.DECIDED)
    posting = Posting.objects.get()
    assert (
        posting.kind,
        posting.amount_ore,
        posting.grant_delta,
        posting.booked_on,
        posting.budget_year,
        posting.area_code,
        posting.applicant_type,
        posting.ordinance_key,
        posting.reference,
    ) == (
        PostingKind.GRANTED,
        AMOUNT,
        1,
        TODAY,
        2018,
        "21",
        "association",
        "2018:119/2018-04-06",
        f"decision:{decision.pk}",
    )


def test_the_decision_stands_in_the_diary_but_is_not_shown_before_it_is_sent() -> None:
    entry = decision_at(DecisionStatus.DECIDED).application.case.entries.latest("serial")
    assert (entry.direction, entry.title, entry.visible_to_party) == (Direction.DRAWN_UP, "Beslut: bifall", False)


def test_a_letter_replaced_since_it_was_shown_is_not_decided(case: Application, eva: User) -> None:
    first = prepared(case)
    prepared(case, reasons="Andra skäl.")
    with pytest.raises(Refused, match="Brevet har ersatts av ett nytt sedan du öppnade sidan"):
        decided(first)


def test_another_letter_than_the_one_shown_is_not_decided(case: Application, eva: User) -> None:
    """INV-36: the decider decides exactly those bytes."""
    with pytest.raises(Refused, match="Läs det nya"):
        decisions.decide(prepared(case), letter_sha256="0" * 64, seal=seal, by=eva, now=NOW)


def test_a_letter_of_yesterday_is_not_decided(case: Application) -> None:
    """INV-10: the day is part of the decision."""
    with pytest.raises(Refused, match="Brevet är daterat 2 maj 2018"):
        decided(prepared(case), now=NOW + timedelta(days=1))


def test_checks_grown_stale_since_the_proposal_block_the_decision() -> None:
    """INV-18."""
    old = NOW - timedelta(days=10)
    case = proposed(assigned(received(now=old), now=old), now=old)
    with pytest.raises(Refusals, match="Gör om den"):
        prepared(case, now=old + timedelta(days=91))


def test_a_letter_of_a_case_taken_back_is_not_decided(case: Application, eva: User) -> None:
    decision = prepared(case)
    assessment.return_to_officer(case, reason="Ny uppgift.", by=eva, now=NOW)
    with pytest.raises(Refused, match="Brevet har ersatts"):
        decided(decision)


def test_a_letter_drawn_up_before_the_newest_proposal_is_not_decided(case: Application, eva: User) -> None:
    """INV-10, INV-18: an old tab must not decide what the officer has since proposed otherwise."""
    decision = prepared(case)
    assessment.return_to_officer(case, reason="Ny uppgift.", by=eva, now=NOW)
    proposed(case, kind=DecisionKind.REJECT)
    with pytest.raises(Refused, match="Brevet har ersatts"):
        decided(decision)
    assert Posting.objects.count() == 0


def test_deciding_twice_is_one_decision(case: Application) -> None:
    decision = prepared(case)
    assert decided(decision) == decided(decision)
    assert (Posting.objects.count(), Event.objects.filter(name="decision_made").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_double_clicked_decision_is_one_decision() -> None:
    decision = prepared(application_at(ApplicationStatus.PROPOSED))
    assert at_once(lambda: decided(decision), lambda: decided(decision)) == [decision, decision]
    assert Posting.objects.count() == 1


# --- the frame --------------------------------------------------------------------------------------------------------


def test_the_last_krona_of_a_frame_can_be_granted() -> None:
    """INV-16."""
    call = a_call(frame_ore=2 * AMOUNT)
    for _ in range(2):
        decision_at(DecisionStatus.DECIDED, call=call)
    assert ledger.granted_in(call.pk, "civil_society", 2018) == 2 * AMOUNT


def test_one_öre_too_much_is_refused() -> None:
    """INV-16."""
    call = a_call(frame_ore=2 * AMOUNT - 1)
    decision_at(DecisionStatus.DECIDED, call=call)
    with pytest.raises(Refused, match="Ramen räcker inte"):
        decision_at(DecisionStatus.DECIDED, call=call)
    assert ledger.granted_in(call.pk, "civil_society", 2018) == AMOUNT


def test_a_frame_enlarged_from_a_later_day_does_not_help_today(dag: User) -> None:
    """INV-16: the frames of 2020 were changed on 25 June; a grant of 20 June must fail, one of 26 June may pass."""
    call = a_call(frame_ore=AMOUNT)
    decision_at(DecisionStatus.DECIDED, call=call)
    frames.set_amount(
        call,
        group="civil_society",
        amount_ore=2 * AMOUNT,
        effective_from=date(2018, 5, 3),
        basis="Regeringsbeslut",
        by=dag,
        now=NOW,
    )
    second = application_at(ApplicationStatus.PROPOSED, call=call)
    with pytest.raises(Refused, match="Ramen räcker inte"):
        prepared(second)
    tomorrow = NOW + timedelta(days=1)
    assert decided(prepared(second, now=tomorrow), now=tomorrow).status == DecisionStatus.DECIDED


def test_municipalities_draw_on_their_own_frame() -> None:
    decision = decision_at(DecisionStatus.DECIDED, call=a_call(MUNICIPALITIES), organisation=gavle())
    assert (decision.frame.group, decision.application.applicant_type) == ("local_government", "municipality")


@pytest.mark.django_db(transaction=True)
def test_two_deciders_racing_for_the_last_of_a_frame_never_overdraw_it() -> None:
    """INV-16: exactly one succeeds."""
    call = a_call(frame_ore=3 * AMOUNT - 1)
    decision_at(DecisionStatus.DECIDED, call=call)
    waiting = [prepared(application_at(ApplicationStatus.PROPOSED, call=call)) for _ in range(2)]
    outcome = at_once(*[lambda decision=decision: decided(decision) for decision in waiting])
    assert sorted(type(result).__name__ for result in outcome) == ["Decision", "Refused"]
    assert ledger.granted_in(call.pk, "civil_society", 2018) == 2 * AMOUNT


@pytest.mark.django_db(transaction=True)
def test_six_deciders_racing_for_room_for_three_grant_exactly_three() -> None:
    """INV-16."""
    call = a_call(frame_ore=3 * AMOUNT)
    waiting = [prepared(application_at(ApplicationStatus.PROPOSED, call=call)) for _ in range(6)]
    outcome = at_once(*[lambda decision=decision: decided(decision) for decision in waiting])
    assert sum(isinstance(result, Decision) for result in outcome) == 3
    assert ledger.granted_in(call.pk, "civil_society", 2018) == 3 * AMOUNT
    assert sorted(Posting.objects.values_list("entry", flat=True)) == [1, 2, 3]


# --- dispatch ---------------------------------------------------------------------------------------------------------


def test_a_dispatched_decision_is_in_the_diary_with_its_letter() -> None:
    decision = decision_at(DecisionStatus.DISPATCHED)
    entry = decision.application.case.entries.latest("serial")
    assert (decision.dispatched_at, decision.dispatched_by) == (NOW, person("rut"))
    assert (entry.direction, entry.counterpart, entry.document, entry.visible_to_party) == (
        Direction.OUT,
        "Föreningen Grannsamverkan Öster",
        decision.sealed_letter,
        True,
    )


@pytest.mark.parametrize("kind", DecisionKind)
def test_a_case_without_money_is_closed_in_the_diary_when_its_decision_is_sent(kind: DecisionKind) -> None:
    decision = decision_at(DecisionStatus.DISPATCHED, kind=kind)
    decision.application.case.refresh_from_db()
    gives = kind in (DecisionKind.GRANT, DecisionKind.PARTIAL_GRANT)
    assert (decision.application.case.closed_at is None) == gives


def test_a_late_application_is_dismissed_and_by_a_decision_only() -> None:
    """INV-2."""
    case = application_at(ApplicationStatus.DISMISSED)
    assert (case.received_at, case.decisions.get().kind) == (LATE, DecisionKind.DISMISS)


def test_a_decision_is_dispatched_by_an_officer_too(dag: User) -> None:
    decision = decision_at(DecisionStatus.DECIDED)
    assert decisions.dispatch(decision, by=dag, now=NOW).dispatched_by == dag


def test_the_dispatched_letter_is_the_decided_one_with_the_seal_after_it() -> None:
    """INV-36."""
    decision = dispatched(decision_at(DecisionStatus.DECIDED))
    decided, sent = documents.read(decision.letter), documents.read(decision.sent_letter)
    assert (sent[: len(decided)], len(sent) > len(decided)) == (decided, True)


def test_the_log_names_the_letter_that_was_read_and_the_one_that_was_sealed_and_sent() -> None:
    """INV-35, INV-36."""
    decision = dispatched(decision_at(DecisionStatus.DECIDED))
    logged = Event.objects.filter(stream_id=decision.application.stream)
    names = ("letter_sha256", "sealed_sha256")
    named = [{event.data[name] for event in logged if name in event.data} for name in names]
    assert named == [{decision.letter_id}, {decision.sealed_letter_id}]


def test_a_seal_that_changes_the_letter_stops_the_decision(eva: User) -> None:
    decision = decision_at(DecisionStatus.PREPARED)
    with pytest.raises(ValueError, match="the seal has changed the letter"):
        decisions.decide(decision, letter_sha256=decision.letter_id, seal=lambda _: b"annat", by=eva, now=NOW)
    decision.refresh_from_db()
    assert (decision.status, decision.sealed_letter) == (DecisionStatus.PREPARED, None)


# --- what has come in since the letter was drawn up -------------------------------------------------------------------


def test_INV_7_a_dismissal_is_not_made_once_the_order_is_followed(eva: User) -> None:
    """The completion came after the letter was drawn up, as it may in a collective decision."""
    request = completion_requested()
    completion_requests.expire(now=AFTER_DUE)
    case = proposed(request.application, kind=DecisionKind.DISMISS, now=AFTER_DUE)
    letter = prepared(case, kind=DecisionKind.DISMISS, now=AFTER_DUE)
    completion_answered(request, now=AFTER_DUE)
    with pytest.raises(Refused, match="först när ett föreläggande inte har följts"):
        decided(letter, now=AFTER_DUE)


@pytest.mark.django_db(transaction=True)
def test_INV_19_two_grants_to_one_applicant_at_the_same_moment_see_each_other() -> None:
    call, later = a_call(), NOW + timedelta(minutes=1)
    first, second = (prepared(proposed(assigned(received(call)))) for _ in range(2))
    made, refused = in_turn(lambda: decided(first, now=later), lambda: decided(second, now=later))
    assert isinstance(made, Decision)
    assert "ett annat bidrag här för samma tid" in str(refused)
