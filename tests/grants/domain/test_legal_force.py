"""Legal force: when the time to appeal has run out for the whole party, reckoned from evidence alone (INV-14)."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from structlog.testing import capture_logs

from accounts.models import User
from delmos.lib.dates import stockholm_date
from delmos.lib.refusal import Refused
from delmos.lib.sweep import SweepFailed
from grants.domain import appeal_timeliness, appeal_times, deliveries
from grants.domain.deliveries import Evidence
from grants.domain.queries.appeals import appeals_of, letters_of, standings_of
from grants.enums import CourtOutcome, DecisionKind, DecisionStatus, DeliveryKind, ReconsideredOutcome, StandingState
from grants.models import AppealTime, Decision, DeliveryRecord
from grants.tasks import note_legal_force
from journal.domain import events
from journal.models import Event
from tests import factories
from tests.database import break_event_log
from tests.factories import NOW
from tests.factories import appeals as after

pytestmark = pytest.mark.django_db
LAST = date(2018, 5, 23)  # three weeks from NOW


def noon(day: date) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00:00+00:00")


def sweep(day: date) -> int:
    return appeal_times.note_legal_force(now=noon(day))


def noted() -> list[str]:
    """What the sweep, and what takes it back, has written in the diary of events."""
    return list(Event.objects.filter(name__startswith="legal_force").order_by("pk").values_list("name", flat=True))


def standing(decision: Decision, today: date) -> StandingState:
    decision = Decision.objects.select_related("appeal_time").get(pk=decision.pk)
    received = appeal_times.received_on(after.the_letter(decision))
    return appeal_times.standing_of(decision, decision.appeals.all(), received=received, today=today).state


def on_paper(decision: Decision, day: date, *, entered: date) -> DeliveryRecord:
    """A receipt on paper of ``day``, entered by rut later."""
    return deliveries.enter(
        after.the_letter(decision),
        evidence=Evidence(DeliveryKind.RECEIPT, day),
        files=[after.a_file()],
        by=factories.person("rut"),
        now=noon(entered),
    )


@pytest.mark.parametrize("kind", [DecisionKind.GRANT, DecisionKind.PARTIAL_GRANT, DecisionKind.REJECT])
def test_every_kind_of_decision_that_may_be_appealed_gains_it(kind: DecisionKind) -> None:
    decision = after.opened_decision(factories.decision_at(DecisionStatus.DISPATCHED, kind=kind))
    assert (sweep(LAST), sweep(LAST + timedelta(days=1))) == (0, 1)
    assert standing(decision, LAST + timedelta(days=1)) == StandingState.FINAL


def test_a_case_that_raises_keeps_no_other_waiting_and_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = after.opened_decision().application
    whole = after.opened_decision(after.dispatched_rejection(organisation=factories.an_association(2)))
    monkeypatch.setattr(timezone, "now", lambda: noon(LAST + timedelta(days=1)))
    break_event_log(broken.stream)
    with capture_logs() as lines, pytest.raises(SweepFailed, match="legal_force: 1 of 2 rows failed"):
        note_legal_force()
    assert [(line["sweep"], line["row"]) for line in lines] == [
        ("legal_force", str(AppealTime.objects.get(decision__application=broken).pk))
    ]
    assert list(AppealTime.objects.filter(final_at__isnull=False).values_list("decision", flat=True)) == [whole.pk]


@pytest.mark.parametrize(
    ("received", "last"),
    [
        pytest.param(date(2026, 3, 16), date(2026, 4, 7), id="Easter Monday"),
        pytest.param(date(2026, 12, 3), date(2026, 12, 28), id="Christmas Eve"),
        pytest.param(date(2026, 5, 29), date(2026, 6, 22), id="Midsummer Eve"),
    ],
)
def test_a_last_day_that_is_free_is_moved_before_the_sweep_counts(received: date, last: date) -> None:
    decision = after.opened_decision(after.dispatched_rejection(), now=noon(received))
    assert (sweep(last), noted()) == (0, [])
    assert sweep(last + timedelta(days=1)) == 1
    assert AppealTime.objects.get(decision=decision).received_on == received


def test_a_letter_that_was_only_sent_starts_no_time() -> None:
    """Sent in the portal and by post, and never seen to have come: the time does not run, however long it is."""
    decision = after.dispatched_rejection()
    deliveries.enter(
        after.the_letter(decision),
        evidence=Evidence(DeliveryKind.POSTED, NOW.date()),
        by=factories.person("rut"),
        now=NOW,
    )
    assert (sweep(date(2030, 1, 1)), standing(decision, date(2030, 1, 1))) == (0, StandingState.NOT_RECEIVED)


def test_the_time_runs_from_the_first_of_the_party_who_got_it() -> None:
    """The party is the organisation: when bo has opened the letter, anna's opening it later changes nothing."""
    decision = after.dispatched_rejection()
    letter = after.the_letter(decision)
    deliveries.receive(letter, by=factories.person("bo"), now=NOW)
    deliveries.receive(letter, by=factories.person("anna"), now=NOW + timedelta(days=10))
    assert sweep(LAST + timedelta(days=1)) == 1


def test_a_receipt_on_paper_alone_is_enough() -> None:
    decision = after.dispatched_rejection()
    on_paper(decision, NOW.date(), entered=date(2018, 5, 7))
    assert sweep(LAST + timedelta(days=1)) == 1


def test_the_sweep_changes_nothing_the_second_time() -> None:
    after.opened_decision()
    note_legal_force()
    rows, count = list(AppealTime.objects.values()), Event.objects.count()
    note_legal_force()
    assert (list(AppealTime.objects.values()), Event.objects.count()) == (rows, count)
    assert noted() == ["legal_force_noted"]


def test_one_sweep_takes_every_case_by_itself() -> None:
    """Of four, one is still running, one is appealed, and two are noted, each with one event in its own case."""
    call = factories.a_call()
    first, second, running, appealed = (after.dispatched_rejection(call=call) for _ in range(4))
    for decision in (first, second, appealed):
        after.opened_decision(decision)
    after.opened_decision(running, now=NOW + timedelta(days=7))
    after.appealed(appealed)
    assert sweep(LAST + timedelta(days=1)) == 2
    told = Event.objects.filter(name="legal_force_noted").values_list("stream", flat=True)
    assert set(told) == {first.application.stream, second.application.stream}


def test_the_event_says_which_day_and_the_chain_holds() -> None:
    after.opened_decision()
    sweep(LAST + timedelta(days=1))
    data = Event.objects.get(name="legal_force_noted").data
    assert (data["due_on"], data["decided_on"]) == (LAST.isoformat(), NOW.date().isoformat())
    assert list(events.verify_all()) == []


def test_a_decision_that_cannot_be_appealed_is_never_swept() -> None:
    """It has no time to appeal, also when the party has opened it."""
    now = timezone.now()
    draft = factories.a_draft(factories.an_open_call_today(), now=now)
    application = factories.assigned(factories.sign(draft, now=now), now=now)
    decision = factories.prepared(
        factories.proposed(application, kind=DecisionKind.REJECT, now=now), kind=DecisionKind.REJECT, now=now
    )
    after.opened_decision(factories.dispatched(factories.decided(decision, now=now), now=now), now=now)
    later = stockholm_date(now) + timedelta(days=100)
    assert (decision.appealable, AppealTime.objects.count(), sweep(later)) == (False, 0, 0)
    assert standing(decision, later) == StandingState.NOT_APPEALABLE


# --- evidence that comes or falls when legal force is noted -----------------------------------------------------------


def test_a_receipt_that_falls_takes_it_back_and_the_time_is_unknown_again(rut: User) -> None:
    decision = after.dispatched_rejection()
    record = on_paper(decision, NOW.date(), entered=NOW.date())
    sweep(LAST + timedelta(days=1))
    deliveries.strike(record, reason="Beviset gällde ett annat brev.", by=rut, now=noon(date(2018, 6, 1)))
    assert standing(decision, date(2018, 6, 1)) == StandingState.NOT_RECEIVED
    assert (sweep(date(2030, 1, 1)), noted()) == (0, ["legal_force_noted", "legal_force_taken_back"])


def test_a_receipt_that_falls_leaves_the_later_one_and_it_is_noted_anew(rut: User) -> None:
    """The paper was wrong; the party opened the letter two weeks after it, and has three weeks from then."""
    decision = after.dispatched_rejection()
    record = on_paper(decision, NOW.date(), entered=NOW.date())
    after.opened_decision(decision, now=NOW + timedelta(days=14))
    sweep(LAST + timedelta(days=1))
    deliveries.strike(record, reason="Beviset gällde ett annat brev.", by=rut, now=noon(date(2018, 5, 25)))
    assert AppealTime.objects.get(decision=decision).due_on == date(2018, 6, 7)  # 6 June is the national day
    assert (sweep(date(2018, 6, 7)), sweep(date(2018, 6, 8)), sweep(date(2018, 6, 9))) == (0, 1, 0)
    assert noted() == ["legal_force_noted", "legal_force_taken_back", "legal_force_noted"]


def test_an_earlier_receipt_leaves_what_is_noted() -> None:
    decision = after.dispatched_rejection()
    after.opened_decision(decision, now=NOW + timedelta(days=14))
    sweep(date(2018, 6, 8))
    on_paper(decision, NOW.date(), entered=date(2018, 6, 11))
    assert (standing(decision, date(2018, 6, 11)), noted()) == (StandingState.FINAL, ["legal_force_noted"])


# --- appeals, courts and new decisions --------------------------------------------------------------------------------


def test_an_appeal_that_is_late_keeps_it_waiting_until_a_human_has_dismissed_it(eva: User) -> None:
    """Only a human decides that an appeal is late; until then nothing is noted."""
    appeal = after.tested_late()
    assert sweep(after.LATER.date()) == 0
    after.appeal_dismissed(appeal)
    assert sweep(after.LATER.date()) == 1


def test_a_dismissal_that_is_appealed_keeps_it_waiting_for_the_court(eva: User) -> None:
    dismissed = after.appeal_dismissed()
    again = after.appealed(dismissed.decision, of_dismissal=dismissed, now=after.LATER)
    handed_over = after.handed_over_appeal(after.tested_in_time(again, now=after.LATER), now=after.LATER)
    assert sweep(after.LATER.date()) == 0
    after.settled(handed_over, CourtOutcome.UPHELD)
    assert sweep(after.RULED_AT.date()) == 1


@pytest.mark.parametrize("outcome", [CourtOutcome.ANNULLED, CourtOutcome.CHANGED, CourtOutcome.REMITTED])
def test_what_a_court_has_set_aside_gains_none_and_the_new_decision_its_own(outcome: CourtOutcome) -> None:
    appeal = after.handed_over_appeal(after.tested_in_time(after.appealed(after.opened_decision())))
    after.settled(appeal, outcome)
    assert sweep(date(2019, 1, 1)) == 0
    granted = after.granted_anew(appeal.decision, now=after.RULED_AT)
    assert sweep(date(2019, 1, 1)) == 0
    after.opened_decision(granted, now=after.RULED_AT)  # Monday 3 September 2018
    assert (sweep(date(2018, 9, 24)), sweep(date(2018, 9, 25))) == (0, 1)
    assert standing(granted, date(2018, 9, 25)) == StandingState.FINAL


def test_a_new_decision_after_reconsideration_waits_for_the_court_too(eva: User) -> None:
    """46 § FL: the appeal goes to the court with the decision that the agency has changed."""
    appeal = after.tested_in_time(after.appealed(after.opened_decision()))
    after.reconsidered(appeal, ReconsideredOutcome.CHANGES)
    granted = after.opened_decision(after.granted_anew(appeal.decision))
    letters = letters_of(granted.application)
    newest, _ = standings_of(granted.application, letters, appeals_of(granted.application), today=NOW.date())
    assert (newest[0], newest[1].state, sweep(date(2018, 8, 1))) == (granted, StandingState.APPEALED, 0)
    after.settled(after.handed_over_appeal(appeal), CourtOutcome.UPHELD)
    assert sweep(after.RULED_AT.date()) == 1


def test_what_a_new_decision_has_replaced_gains_none(eva: User) -> None:
    decision = after.opened_decision()
    after.reopened(decision)
    after.granted_anew(decision)
    assert (sweep(date(2030, 1, 1)), standing(decision, date(2030, 1, 1))) == (0, StandingState.SUPERSEDED)


def test_an_appeal_with_an_exception_takes_it_back(eva: User) -> None:
    """45 § FL: it came late because we had said the wrong thing, and is tried all the same."""
    decision = after.opened_decision()
    sweep(LAST + timedelta(days=1))
    appeal = after.appealed(decision, now=after.LATER)
    factories.declare_no_conflict(appeal.application, "rut", now=after.LATER)
    appeal_timeliness.test(
        appeal,
        ground=appeal_timeliness.EXCEPTIONS[0],
        note="Vi skrev fyra veckor.",
        by=factories.person("rut"),
        now=after.LATER,
    )
    assert noted() == ["legal_force_noted", "legal_force_taken_back"]
    assert (sweep(date(2030, 1, 1)), standing(decision, LAST)) == (0, StandingState.APPEALED)


def test_nobody_enters_a_receipt_of_a_day_before_the_letter(rut: User) -> None:
    """Else a time to appeal could have run out before there was anything to read."""
    with pytest.raises(Refused, match="före den dag då brevet skickades"):
        on_paper(after.dispatched_rejection(), NOW.date() - timedelta(days=1), entered=NOW.date())
