"""Receipt and the time to appeal: reckoned from evidence, unknown without it, and legal force noted once (INV-14)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import appeal_times, communications, deliveries
from grants.domain.appeals import Incoming, enter
from grants.domain.deliveries import Evidence
from grants.enums import AppealWay, CourtOutcome, DecisionStatus, DeliveryKind, StandingState
from grants.models import AppealTime, Decision, DeliveryRecord
from journal.models import Event
from tests import factories
from tests.factories import NOW, TODAY, appeals

pytestmark = pytest.mark.django_db


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00:00+00:00")


def standing(decision: Decision, *, today: date = TODAY) -> StandingState:
    decision = Decision.objects.select_related("appeal_time").get(pk=decision.pk)
    received = appeal_times.received_on(appeals.the_letter(decision))
    return appeal_times.standing_of(decision, decision.appeals.all(), received=received, today=today).state


def due_on(decision: Decision) -> date | None:
    return AppealTime.objects.filter(decision=decision).values_list("due_on", flat=True).first()


@pytest.fixture
def decision(anna: User, rut: User) -> Decision:
    return appeals.dispatched_rejection()


@pytest.mark.parametrize(
    ("received", "last"),
    [
        pytest.param("2026-03-16", date(2026, 4, 7), id="Easter Monday"),
        pytest.param("2026-12-03", date(2026, 12, 28), id="Christmas Eve"),
        pytest.param("2026-05-29", date(2026, 6, 22), id="Midsummer Eve"),
    ],
)
def test_three_weeks_from_the_day_it_was_opened(decision: Decision, received: str, last: date) -> None:
    appeals.opened_decision(decision, now=at(received))
    assert due_on(decision) == last


def test_unknown_receipt_is_an_unknown_last_day(decision: Decision) -> None:
    """INV-14: never a guess."""
    assert (due_on(decision), standing(decision)) == (None, StandingState.NOT_RECEIVED)


def test_the_first_opening_counts(decision: Decision, anna: User) -> None:
    appeals.opened_decision(decision)
    appeals.opened_decision(decision, now=NOW + timedelta(days=5))
    kinds = DeliveryRecord.objects.filter(entry=appeals.the_letter(decision)).values_list("kind", "happened_on")
    assert list(kinds) == [(DeliveryKind.PORTAL, TODAY), (DeliveryKind.OPENED, TODAY)]


def test_a_stranger_does_not_open_it(decision: Decision, cecilia: User, dag: User) -> None:
    for wrong in (cecilia, dag):
        with pytest.raises(Refused, match="Du saknar behörighet"):
            deliveries.receive(appeals.the_letter(decision), by=wrong, now=NOW)


def test_an_earlier_receipt_on_paper_moves_the_last_day(decision: Decision, rut: User) -> None:
    appeals.opened_decision(decision, now=at("2018-05-21"))
    evidence = Evidence(DeliveryKind.RECEIPT, date(2018, 5, 7))
    deliveries.enter(
        appeals.the_letter(decision), evidence=evidence, files=[appeals.a_file()], by=rut, now=at("2018-05-22")
    )
    assert due_on(decision) == date(2018, 5, 28)


def test_a_receipt_that_is_struck_counts_no_more(decision: Decision, rut: User) -> None:
    evidence = Evidence(DeliveryKind.OTHER_PROOF, TODAY, "Ringde och läste upp beslutet.")
    record = deliveries.enter(appeals.the_letter(decision), evidence=evidence, by=rut, now=NOW)
    assert due_on(decision) == date(2018, 5, 23)
    deliveries.strike(record, reason="Fel ärende.", by=rut, now=NOW)
    assert (due_on(decision), standing(decision)) == (None, StandingState.NOT_RECEIVED)


def test_what_the_portal_knows_is_not_struck(decision: Decision, rut: User) -> None:
    appeals.opened_decision(decision)
    opened = DeliveryRecord.objects.get(kind=DeliveryKind.OPENED)
    with pytest.raises(Refused, match="går inte att stryka"):
        deliveries.strike(opened, reason="Fel.", by=rut, now=NOW)


@pytest.mark.parametrize(
    ("evidence", "message"),
    [
        (Evidence(DeliveryKind.RECEIPT, TODAY), "Lägg till mottagningsbeviset"),
        (Evidence(DeliveryKind.OTHER_PROOF, TODAY), "Skriv vad som visar"),
        (Evidence(DeliveryKind.POSTED, date(2018, 5, 3)), "Dagen har inte kommit"),
        (Evidence(DeliveryKind.POSTED, date(2018, 5, 1)), "före den dag då brevet skickades"),
        (Evidence(DeliveryKind.OPENED, TODAY), "Portalen antecknar själv"),
    ],
)
def test_evidence_that_shows_nothing_is_refused(
    decision: Decision, rut: User, evidence: Evidence, message: str
) -> None:
    with pytest.raises(Refused, match=message):
        deliveries.enter(appeals.the_letter(decision), evidence=evidence, by=rut, now=NOW)


def test_a_letter_by_post_shows_no_receipt(decision: Decision, rut: User) -> None:
    deliveries.enter(appeals.the_letter(decision), evidence=Evidence(DeliveryKind.POSTED, TODAY), by=rut, now=NOW)
    assert due_on(decision) is None


def test_an_answer_shows_that_the_letter_has_come(dag: User, anna: User) -> None:
    communication = factories.communicated(factories.assigned(factories.received()))
    communications.answer(communication, nothing_to_add=True, by=anna, now=NOW)
    kinds = DeliveryRecord.objects.filter(entry=communication.entry).values_list("kind", flat=True)
    assert list(kinds) == [DeliveryKind.PORTAL, DeliveryKind.ANSWERED]


def test_the_records_are_never_changed(decision: Decision) -> None:
    with pytest.raises(DatabaseError, match="is refused"):
        DeliveryRecord.objects.update(happened_on=date(2018, 1, 1))


# --- legal force ------------------------------------------------------------------------------------------------------


def test_legal_force_is_noted_once_the_day_after_the_last(decision: Decision) -> None:
    appeals.opened_decision(decision)  # 2 May 2018: the last day is 23 May
    assert appeal_times.note_legal_force(now=at("2018-05-23")) == 0
    assert appeal_times.note_legal_force(now=at("2018-05-24")) == 1
    assert appeal_times.note_legal_force(now=at("2018-05-25")) == 0
    assert standing(decision, today=date(2018, 5, 25)) == StandingState.FINAL
    assert Event.objects.filter(name="legal_force_noted").count() == 1


def test_no_legal_force_without_a_known_receipt(decision: Decision) -> None:
    assert appeal_times.note_legal_force(now=at("2020-01-01")) == 0


def test_an_appeal_keeps_the_decision_from_legal_force(decision: Decision) -> None:
    appeals.appealed(appeals.opened_decision(decision))
    assert appeal_times.note_legal_force(now=at("2018-06-20")) == 0
    assert standing(decision) == StandingState.APPEALED


def test_a_dismissed_appeal_does_not(eva: User) -> None:
    appeal = appeals.appeal_dismissed()
    assert appeal_times.note_legal_force(now=appeals.LATER) == 1
    assert standing(appeal.decision) == StandingState.FINAL


def test_an_appeal_that_is_in_time_all_the_same_takes_legal_force_back(decision: Decision) -> None:
    """It was put in the letter box in time, and the registrar enters it when the sweep has been."""
    appeals.opened_decision(decision)
    appeal_times.note_legal_force(now=at("2018-05-24"))
    incoming = Incoming(AppealWay.LETTER, date(2018, 5, 23), "Ändra.")
    appeal = enter(decision, incoming=incoming, by=factories.person("rut"), now=at("2018-05-24"))
    appeals.tested_in_time(appeal, now=at("2018-05-24"))
    assert AppealTime.objects.get(decision=decision).final_at is None


def test_what_a_court_upholds_gains_no_force_by_time(eva: User) -> None:
    ruling = appeals.settled(outcome=CourtOutcome.UPHELD)
    assert appeal_times.note_legal_force(now=datetime(2019, 1, 1, tzinfo=UTC)) == 0
    assert standing(ruling.appeal.decision) == StandingState.UPHELD


def test_a_decision_that_cannot_be_appealed_says_so_at_once() -> None:
    decision = Decision(status=DecisionStatus.DISPATCHED, appealable=False)
    standing = appeal_times.standing_of(decision, [], received=None, today=TODAY)
    assert standing.state == StandingState.NOT_APPEALABLE
