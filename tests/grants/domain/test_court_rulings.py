"""After a court, and changes by the agency: new decisions beside the old, and books that balance (INV-16, 22, 26)."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import appeal_times, court_rulings, ledger, payments, reopenings, reports
from grants.domain.queries.appeals import appeals_of, letters_of, standings_of
from grants.domain.queries.cases import to_pay
from grants.enums import (
    AppealStatus,
    ApplicationStatus,
    CourtOutcome,
    DecisionKind,
    DecisionStatus,
    PostingKind,
    ReconsideredOutcome,
    ReopeningGround,
    ReportStatus,
    StandingState,
)
from grants.models import Appeal, Application, Decision, Posting, Reopening
from journal.models import Event, Notice
from tests import factories
from tests.factories import NOW
from tests.factories import appeals as after

pytestmark = pytest.mark.django_db
NEEDLESS = "Sökanden har själv lämnat uppgifterna."


def granted_in_part() -> Decision:
    """A third of what was asked for, opened by anna."""
    return after.opened_decision(factories.decision_at(DecisionStatus.DISPATCHED, kind=DecisionKind.PARTIAL_GRANT))


def pay(decision: Decision) -> None:
    payment = payments.attest(factories.payment_prepared(decision), by=factories.person("filip"), now=NOW)
    payments.mark_paid(payment, paid_on=NOW.date(), by=factories.person("farah"), now=NOW)


def room_taken(application: Application) -> int:
    return ledger.granted_in(application.call_id, application.group, 2018)


def annulled(decision: Decision, outcome: CourtOutcome = CourtOutcome.ANNULLED) -> Application:
    appeal = after.handed_over_appeal(after.tested_in_time(after.appealed(decision)))
    after.settled(appeal, outcome)
    return Application.objects.select_related("case", "organisation", "call").get(pk=decision.application_id)


@pytest.mark.parametrize("outcome", [CourtOutcome.ANNULLED, CourtOutcome.REMITTED, CourtOutcome.CHANGED])
def test_an_appeal_that_wins_opens_the_case(outcome: CourtOutcome) -> None:
    decision = after.opened_decision()
    application = annulled(decision, outcome)
    decision.refresh_from_db()
    assert (application.status, decision.status) == (ApplicationStatus.IN_REVIEW, DecisionStatus.ANNULLED)
    assert application.case.closed_at is None


def test_what_the_court_upholds_stands() -> None:
    application = annulled(after.opened_decision(), CourtOutcome.UPHELD)
    assert application.status == ApplicationStatus.REJECTED


def test_a_rejection_annulled_and_then_granted_draws_on_the_frame() -> None:
    decision = after.opened_decision()
    application = annulled(decision)
    granted = after.granted_anew(decision, now=after.RULED_AT)
    assert (granted.earlier, room_taken(application), ledger.balance_of(application).granted) == (
        decision,
        granted.amount_ore,
        granted.amount_ore,
    )


def test_a_grant_annulled_gives_its_room_back_before_the_new_one() -> None:
    decision = granted_in_part()
    application = annulled(decision)
    assert room_taken(application) == 0
    granted = after.granted_anew(decision, now=after.RULED_AT)
    balance = ledger.balance_of(application)
    assert room_taken(application) == granted.amount_ore
    assert balance.granted == balance.disbursed + balance.remaining + balance.withdrawn
    kinds = Posting.objects.filter(application=application).order_by("entry").values_list("kind", "amount_ore")
    assert list(kinds) == [
        (PostingKind.GRANTED, decision.amount_ore),
        (PostingKind.WITHDRAWN, decision.amount_ore),
        (PostingKind.GRANTED, granted.amount_ore),
    ]


def test_the_number_of_grants_stays_exact() -> None:
    """INV-33: one grant before, none in between, one after."""
    decision = granted_in_part()

    def grants() -> int:
        deltas = dict.fromkeys((PostingKind.GRANTED, PostingKind.WITHDRAWN), 0)
        for kind, delta in Posting.objects.values_list("kind", "grant_delta"):
            deltas[PostingKind(kind)] += delta
        return deltas[PostingKind.GRANTED] - deltas[PostingKind.WITHDRAWN]

    counts = [grants()]
    annulled(decision)
    counts.append(grants())
    after.granted_anew(decision, now=after.RULED_AT)
    assert [*counts, grants()] == [1, 0, 1]


def test_a_new_decision_of_what_is_paid_already_leaves_the_economists_nothing_to_pay(farah: User) -> None:
    decision = factories.decision_at(DecisionStatus.DISPATCHED)
    waits = list(to_pay(farah, on=NOW.date()))
    pay(decision)
    after.reopened(decision, now=after.RULED_AT)
    granted = after.granted_anew(decision, now=after.RULED_AT)
    balance = ledger.balance_of(granted.application)
    assert (granted.amount_ore, balance.remaining) == (decision.amount_ore, 0)
    assert (waits, list(to_pay(farah, on=after.RULED_AT.date()))) == ([decision], [])


def test_what_was_paid_on_the_old_decision_counts_on_the_new() -> None:
    decision = granted_in_part()
    pay(decision)
    application = annulled(decision)
    between = ledger.balance_of(application)
    assert (between.remaining, between.withdrawn) == (0, 0)  # it balances also while nothing is in force (INV-26)
    granted = after.granted_anew(decision, now=after.RULED_AT)
    balance = ledger.balance_of(application)
    assert (balance.granted, balance.remaining) == (granted.amount_ore, granted.amount_ore - decision.amount_ore)


def test_a_new_decision_does_not_go_below_what_is_paid() -> None:
    """INV-20: money that is to come back is claimed by a decision of its own."""
    decision = granted_in_part()
    pay(decision)
    application = annulled(decision)
    factories.proposed(application, kind=DecisionKind.REJECT, now=after.RULED_AT)
    with pytest.raises(Refused, match="är redan utbetalt för 2018. Det nya beslutet kan inte ge mindre än så"):
        factories.prepared(application, kind=DecisionKind.REJECT, now=after.RULED_AT)


def test_a_payment_under_way_is_settled_first() -> None:
    decision = granted_in_part()
    factories.payment_prepared(decision)
    with pytest.raises(Refused, match="En utbetalning är på väg"):
        annulled(decision)


def test_a_court_that_sets_a_dismissal_aside_brings_the_appeal_back(anna: User) -> None:
    dismissed = after.appeal_dismissed()
    again = after.appealed(dismissed.decision, of_dismissal=dismissed, now=after.LATER)
    handed_over = after.handed_over_appeal(after.tested_in_time(again, now=after.LATER), now=after.LATER)
    after.settled(handed_over, CourtOutcome.ANNULLED)
    dismissed.refresh_from_db()
    assert dismissed.status == AppealStatus.IN_TIME
    assert dismissed.decision.status == DecisionStatus.DISPATCHED


# --- higher courts, and legal force after them ------------------------------------------------------------------------


def upheld(decision: Decision | None = None) -> Appeal:
    """The administrative court has upheld a rejection, or this decision."""
    appeal = after.handed_over_appeal(after.tested_in_time(after.appealed(decision)))
    return after.settled(appeal, CourtOutcome.UPHELD).appeal


def standing(decision: Decision) -> StandingState:
    application = Application.objects.get(pk=decision.application_id)
    found = standings_of(application, letters_of(application), appeals_of(application), today=after.RULED_AT.date())
    return next(one.state for made, one in found if made == decision)


@pytest.mark.parametrize("outcome", [CourtOutcome.ANNULLED, CourtOutcome.REMITTED, CourtOutcome.CHANGED])
def test_a_higher_court_that_finds_otherwise_opens_the_case(outcome: CourtOutcome) -> None:
    appeal = upheld()
    after.settled_higher(appeal, outcome)
    application = Application.objects.get(pk=appeal.application_id)
    appeal.decision.refresh_from_db()
    assert (application.status, appeal.decision.status) == (ApplicationStatus.IN_REVIEW, DecisionStatus.ANNULLED)
    assert list(appeal.rulings.values_list("court", "outcome")) == [
        (after.COURT, CourtOutcome.UPHELD),
        (after.HIGHER_COURT, outcome),
    ]


def test_legal_force_after_the_courts_is_what_the_court_says_and_not_reckoned(anna: User) -> None:
    """INV-14: nobody tells the portal when the parties got the ruling."""
    appeal = upheld()
    after.settled_higher(appeal)
    assert standing(appeal.decision) == StandingState.UPHELD
    assert appeal_times.note_legal_force(now=after.RULED_AT + timedelta(days=400)) == 0
    noted = after.final_appeal(appeal)
    assert (standing(appeal.decision), noted.final_on) == (StandingState.FINAL, after.RULED_AT.date())
    assert noted.final_entry is not None and noted.final_entry.title == "Besked om laga kraft"
    told = Notice.objects.filter(recipient_key=anna.actor_key, title="Domstolens avgörande har fått laga kraft")
    assert told.count() == 1


def test_a_ruling_that_comes_twice_is_entered_once() -> None:
    appeal = upheld()
    assert after.settled(appeal, CourtOutcome.UPHELD) == appeal.rulings.get()
    assert appeal.application.case.entries.filter(title__startswith="Avgörande från domstol").count() == 1


def test_a_case_number_has_one_ruling() -> None:
    with pytest.raises(Refused, match="avgörande i målet är redan registrerat"):
        after.settled(upheld(), CourtOutcome.ANNULLED)


def test_a_ruling_that_is_carried_out_is_not_tried_again_here() -> None:
    ruling = after.settled()
    with pytest.raises(Refused, match="Det förra avgörandet är redan genomfört"):
        after.settled_higher(ruling.appeal)


def test_the_higher_court_comes_after_the_lower() -> None:
    with pytest.raises(Refused, match="Dagen ligger före det förra avgörandet"):
        after.settled_higher(upheld(), now=after.RULED_AT - timedelta(days=1))


def test_legal_force_twice_by_the_same_person_is_noted_once() -> None:
    appeal = after.final_appeal()
    assert after.final_appeal(appeal) == appeal
    assert Event.objects.filter(name="appeal_final").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"proof": None}, "Lägg till domstolens besked"),
        ({"final_on": date(2018, 9, 2)}, "Dagen ligger före avgörandet"),
        ({"final_on": date(2018, 9, 4)}, "Dagen har inte kommit än"),
    ],
)
def test_legal_force_needs_its_day_and_what_shows_it(changes: dict[str, Any], sentence: str, rut: User) -> None:
    said = {"final_on": after.RULED_AT.date(), "proof": after.a_file(), **changes}
    with pytest.raises(Refused, match=sentence):
        court_rulings.note_final(upheld(), **said, by=rut, now=after.RULED_AT)


def test_after_legal_force_no_court_is_left() -> None:
    appeal = after.final_appeal()
    with pytest.raises(Refused, match="avgjort, laga kraft"):
        after.settled_higher(appeal)


def test_what_a_court_has_tried_is_appealed_with_the_court() -> None:
    """Else the party would lose its three weeks by writing to the agency."""
    with pytest.raises(Refused, match="överklagas hos domstolen"):
        after.appealed(upheld().decision)


def test_a_decision_that_courts_have_upheld_may_be_changed_to_advantage(eva: User) -> None:
    appeal = after.final_appeal()
    assert after.reopened(appeal.decision, now=after.RULED_AT).decision == appeal.decision


def test_a_ruling_waits_for_the_new_decision_to_be_sent() -> None:
    """Else it would be registered without any effect, and the new decision go out in spite of it."""
    appeal = after.tested_in_time(after.appealed(after.opened_decision()))
    after.reconsidered(appeal, ReconsideredOutcome.CHANGES)
    application = Application.objects.get(pk=appeal.application_id)
    factories.decided(factories.prepared(factories.proposed(application)))
    with pytest.raises(Refused, match="Ett nytt beslut väntar på att skickas"):
        after.settled(after.handed_over_appeal(appeal))


def test_an_application_that_was_in_time_after_all_is_tried() -> None:
    """A court has set aside the dismissal: whatever the clock says, the case is decided on its merits."""
    decision = after.opened_decision(
        factories.decision_at(DecisionStatus.DISPATCHED, kind=DecisionKind.DISMISS), now=factories.LATE
    )
    appeal = after.tested_in_time(after.appealed(decision, now=factories.LATE), now=factories.LATE)
    after.settled(after.handed_over_appeal(appeal, now=factories.LATE))
    granted = after.granted_anew(decision, now=after.RULED_AT)
    assert granted.kind == DecisionKind.GRANT


def test_what_is_paid_keeps_the_party_from_taking_the_application_back(anna: User) -> None:
    decision = granted_in_part()
    pay(decision)
    application = annulled(decision)
    with pytest.raises(Refused, match="Bidrag är utbetalt i ärendet"):
        factories.withdrawn(application)


def test_books_that_balance_do_not_close_a_case_that_is_opened_again(eva: User, dag: User) -> None:
    report = factories.report_at(ReportStatus.SUBMITTED)
    after.reopened(report.application.decisions.get())
    application = Application.objects.get(pk=report.application_id)
    reports.approve(report, note="Enligt verifikationer.", by=dag, now=NOW)
    application.refresh_from_db()
    assert (ledger.balance_of(application).settled, application.status) == (True, ApplicationStatus.IN_REVIEW)


# --- changes by the agency --------------------------------------------------------------------------------------------


def test_a_change_is_a_new_decision_and_the_old_is_not_edited(eva: User) -> None:
    decision = after.dispatched_rejection()
    after.reopened(decision)
    kept = {name: value for name, value in Decision.objects.filter(pk=decision.pk).values().get().items()}
    granted = after.granted_anew(decision)
    left = Decision.objects.filter(pk=decision.pk).values().get()
    assert {name for name in kept if kept[name] != left[name]} == {"status"}
    assert (granted.earlier_id, left["status"]) == (decision.pk, DecisionStatus.SUPERSEDED)


@pytest.mark.parametrize("ground", [ReopeningGround.TO_ADVANTAGE, ReopeningGround.OBVIOUSLY_WRONG])
def test_a_favourable_decision_is_not_made_worse_without_its_ground(ground: ReopeningGround, eva: User) -> None:
    """INV-22."""
    decision = factories.decision_at(DecisionStatus.DISPATCHED)
    after.reopened(decision, ground)
    application = factories.proposed(Application.objects.get(pk=decision.application_id), kind=DecisionKind.REJECT)
    with pytest.raises(Refused, match="sämre för sökanden"):
        factories.prepared(application, kind=DecisionKind.REJECT)


@pytest.mark.parametrize("ground", [ReopeningGround.RESERVATION, ReopeningGround.SAFETY, ReopeningGround.MISLED])
def test_with_one_of_the_three_grounds_it_is(ground: ReopeningGround, eva: User) -> None:
    decision = factories.decision_at(DecisionStatus.DISPATCHED)
    after.reopened(decision, ground)
    application = factories.proposed(Application.objects.get(pk=decision.application_id), kind=DecisionKind.REJECT)
    with pytest.raises(Refused, match="Det nya beslutet är sämre för sökanden. Kommunicera det"):
        factories.prepared(application, kind=DecisionKind.REJECT)
    made = factories.decided(factories.prepared(application, kind=DecisionKind.REJECT, communication=NEEDLESS))
    assert (made.status, room_taken(application)) == (DecisionStatus.DECIDED, 0)


def test_a_decision_with_a_court_is_not_changed(eva: User) -> None:
    """39 § FL."""
    appeal = after.handed_over_appeal()
    with pytest.raises(Refused, match="överlämnat till domstolen"):
        after.reopened(appeal.decision, ReopeningGround.OBVIOUSLY_WRONG)


def test_an_appealed_decision_is_changed_only_when_obviously_wrong(eva: User) -> None:
    appeal = after.appealed()
    with pytest.raises(Refused, match="bara ändras om det är uppenbart felaktigt"):
        after.reopened(appeal.decision, ReopeningGround.TO_ADVANTAGE)
    assert after.reopened(appeal.decision, ReopeningGround.OBVIOUSLY_WRONG).decision == appeal.decision


def test_a_ground_that_only_a_court_has_is_refused(eva: User) -> None:
    with pytest.raises(Refused, match="Välj en grund"):
        after.reopened(after.dispatched_rejection(), ReopeningGround.COURT_ANNULLED)


def test_what_is_changed_cannot_be_withdrawn_meanwhile(anna: User) -> None:
    decision = after.dispatched_rejection()
    after.reopened(decision)
    with pytest.raises(Refused, match="omprövas"):
        factories.withdrawn(Application.objects.get(pk=decision.application_id))


@pytest.mark.parametrize("status", [DecisionStatus.PREPARED, DecisionStatus.DECIDED, DecisionStatus.ANNULLED])
def test_only_a_decision_in_force_is_opened_again(status: DecisionStatus, eva: User) -> None:
    decision = after.any_decision_at(status)
    with pytest.raises(Refused):
        after.reopened(decision)
    assert not Reopening.objects.exclude(ground__in=reopenings.OF_A_COURT).exists()


def test_reopening_is_offered_only_for_a_decision_in_force() -> None:
    decision = after.dispatched_rejection()
    application = decision.application
    application.refresh_from_db()
    assert reopenings.can_reopen(application, decision) is True
    assert reopenings.can_reopen(application, None) is False
