"""Collective decisions: begun on what may be chosen, mended, approved in one moment over the list that was shown."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts.enums import Role
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refused
from grants.domain import (
    assessment,
    batches,
    communications,
    conflicts,
    decisions,
    delegations,
    frames,
    ledger,
    payments,
    withdrawals,
)
from grants.domain.queries.batches import frame_uses
from grants.enums import (
    ApplicationStatus,
    BatchItemStatus,
    BatchStatus,
    ConflictAnswer,
    DecisionKind,
    DecisionStatus,
    ReopeningGround,
)
from grants.interfaces.sealing import seal
from grants.models import Application, BatchDecision, BatchItem, Delegation
from journal.models import Event, Notice
from tests import factories
from tests.database import at_once, everything
from tests.factories import NOW, TODAY, person
from tests.factories.appeals import reopened

pytestmark = pytest.mark.django_db
B = BatchStatus


def states(batch: BatchDecision) -> list[str]:
    return list(batch.items.order_by("place").values_list("status", flat=True))


def problems(batch: BatchDecision) -> list[str]:
    return list(batch.items.order_by("place").values_list("problem", flat=True))


def approve(batch: BatchDecision, **changes):
    given = {"listing_sha256": batch.listing_id or "", "by": person("eva"), "now": NOW, **changes}
    return batches.approve(batch, **given)


def says_jav(application, username: str):
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=person(username), now=NOW)


# --- begun ------------------------------------------------------------------------------------------------------------


def test_it_has_a_number_of_its_own_and_its_cases_keep_theirs():
    cases = factories.some_proposed(2)
    batch = factories.a_batch(cases)
    assert (batch.case.number, batch.case.public_title) == ("SAM-2018-00001", f"Samlingsbeslut: {batch.call.title}")
    assert list(batch.items.values_list("application__case__number", flat=True)) == ["BID-2018-00001", "BID-2018-00002"]


def test_the_same_post_of_a_page_begins_one():
    cases = factories.some_proposed(1)
    assert factories.a_batch(cases, page_key="p") == factories.a_batch(cases, page_key="p")
    assert BatchDecision.objects.count() == 1


def test_a_case_that_is_not_proposed_cannot_be_chosen():
    application = factories.application_at(ApplicationStatus.IN_REVIEW)
    with pytest.raises(Refused, match=f"{application.case.number} är inte föredragna"):
        factories.a_batch([application])


def test_a_case_of_another_call_cannot_be_chosen():
    first, second = factories.some_proposed(1)[0], factories.some_proposed(1)[0]
    with pytest.raises(Refused, match=f"{second.case.number} hör till en annan utlysning"):
        factories.a_batch([first, second])


def test_a_case_in_which_the_decider_is_javig_cannot_be_chosen():
    cases = factories.some_proposed(2)
    says_jav(cases[1], "eva")
    with pytest.raises(Refused, match=f"{cases[1].case.number} kan du inte besluta i"):
        factories.a_batch(cases)


def test_a_case_stands_in_one_collective_decision_at_a_time():
    cases = factories.some_proposed(2)
    first = factories.a_batch(cases)
    with pytest.raises(Refused, match="står redan i ett annat samlingsbeslut"):
        factories.a_batch(cases[:1])
    batches.cancel(first, by=person("eva"), now=NOW)
    assert factories.a_batch(cases[:1]).status == B.DRAWING_UP


def test_without_cases_or_with_too_many_nothing_is_begun(monkeypatch):
    monkeypatch.setattr(batches, "MOST", 1)
    cases = factories.some_proposed(2)
    for chosen in ([], cases):
        with pytest.raises(Refused, match="Välj mellan 1 och 1 ärenden"):
            batches.start(cases[0].call, chosen=chosen, wording=batches.SharedWording("3 §"), by=person("eva"), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_who_choose_the_same_case_at_once_get_one_batch():
    cases, eva = factories.some_proposed(1), person("eva")
    other = factories.anybody("edit", roles=(Role.DECIDER,))
    wording = batches.SharedWording("3 §")
    given = at_once(
        *(
            lambda by=by: batches.start(cases[0].call, chosen=cases, wording=wording, by=by, now=NOW)
            for by in (eva, other)
        )
    )
    assert sorted(type(outcome).__name__ for outcome in given) == ["BatchDecision", "Refused"]


# --- drawn up and mended ----------------------------------------------------------------------------------------------


def test_what_is_taken_out_is_on_no_list_and_a_new_list_is_made():
    batch = factories.drawn_up_batch(factories.some_proposed(3))
    before = batch.listing_id
    batches.take_out(batch, items=[batch.items.earliest("place").pk], by=person("eva"), now=NOW)
    batch = factories.worked(batch)
    assert states(batch) == [BatchItemStatus.TAKEN_OUT, BatchItemStatus.READY, BatchItemStatus.READY]
    assert batch.status == B.READY and batch.listing_id != before


def test_nothing_marked_is_refused():
    batch = factories.drawn_up_batch()
    with pytest.raises(Refused, match="Markera minst ett ärende"):
        batches.take_out(batch, items=[], by=person("eva"), now=NOW)


def test_a_hinder_is_said_case_by_case_and_there_is_no_list_without_letters():
    batch = factories.drawn_up_batch(factories.some_proposed(2), conditions="")
    assert (problems(batch), batch.listing) == (["Ange villkoren för bidraget. (förordningen (2018:119))"] * 2, None)
    with pytest.raises(Refused, match="Listan har gjorts om"):
        approve(batch)


def test_a_hinder_that_is_mended_is_drawn_up_anew_and_the_rest_is_left_alone():
    cases = factories.some_proposed(2)
    delegations.end(Delegation.objects.get(), by=person("gun"), now=NOW)
    batch = factories.drawn_up_batch(cases)
    assert states(batch) == [BatchItemStatus.HINDERED] * 2
    factories.delegated(person("eva"), most_ore=None)
    batch = factories.worked(batches.renew(batch, by=person("eva"), now=NOW))
    letters = list(batch.items.values_list("decision", flat=True))
    batches.renew(batch, by=person("eva"), now=NOW)
    assert states(factories.worked(batch)) == [BatchItemStatus.READY] * 2
    assert list(batch.items.values_list("decision", flat=True)) == letters


def test_a_decider_who_becomes_javig_meanwhile_decides_the_rest():
    cases = factories.some_proposed(2)
    batch = factories.drawn_up_batch(cases)
    says_jav(cases[0], "eva")
    with pytest.raises(Refused, match=f"Något har ändrats.*{cases[0].case.number}"):
        approve(batch)
    batch = factories.worked(batches.renew(batch, by=person("eva"), now=NOW))
    assert states(batch) == [BatchItemStatus.TAKEN_OUT, BatchItemStatus.READY]
    assert approve(batch).status == B.DECIDING


def test_a_rapporteur_who_becomes_javig_hinders_the_case():
    cases = factories.some_proposed(2)
    batch = factories.drawn_up_batch(cases)
    says_jav(cases[0], "dag")
    with pytest.raises(Refused, match="Något har ändrats"):
        approve(batch)
    batch = factories.worked(batches.renew(batch, by=person("eva"), now=NOW))
    assert states(batch) == [BatchItemStatus.HINDERED, BatchItemStatus.READY]


def test_who_proposed_a_case_does_not_decide_it_in_a_batch_either():
    cases = factories.some_proposed(1)
    both = factories.anybody("dag")
    both.roles = [*both.roles, Role.DECIDER]
    both.save(update_fields=["roles"])
    factories.delegated(both, most_ore=None)
    wording = batches.SharedWording("3 §", conditions="Ett villkor.", report_due_on=TODAY + timedelta(days=300))
    batch = batches.start(cases[0].call, chosen=cases, wording=wording, by=both, now=NOW)
    assert problems(factories.worked(batch)) == [
        "Du har föredragit ärendet och kan inte också besluta i det. (20 § myndighetsförordningen (2007:515))"
    ]


def test_an_unanswered_question_of_jav_is_a_hinder_unless_it_was_answered_for_the_whole_list():
    undeclared = factories.anybody("edit", roles=(Role.DECIDER,))
    factories.delegated(undeclared, most_ore=None)
    cases = factories.some_proposed(1)
    wording = batches.SharedWording("3 §", conditions="Ett villkor.", report_due_on=TODAY + timedelta(days=300))
    batch = batches.start(cases[0].call, chosen=cases, wording=wording, by=undeclared, now=NOW)
    assert problems(factories.worked(batch)) == ["Ta först ställning till om du är jävig i ärendet."]
    batches.cancel(batch, by=undeclared, now=NOW)
    batch = batches.start(cases[0].call, chosen=cases, wording=wording, no_conflict=True, by=undeclared, now=NOW)
    assert states(factories.worked(batch)) == [BatchItemStatus.READY]
    assert Event.objects.filter(stream_id=cases[0].stream, name="conflict_declared", actor_name="Edit").count() == 1


def test_a_cancelled_one_leaves_its_cases_to_be_decided_singly():
    cases = factories.some_proposed(1)
    batch = factories.drawn_up_batch(cases)
    batches.cancel(batch, by=person("eva"), now=NOW)
    batch = batches.cancel(batch, by=person("eva"), now=NOW)
    assert (batch.status, states(batch)) == (B.CANCELLED, [BatchItemStatus.TAKEN_OUT])
    decision = factories.decided(cases[0].decisions.get())
    assert decision.status == DecisionStatus.DECIDED


@pytest.mark.parametrize("act", ["take_out", "renew", "cancel"])
def test_an_approved_one_is_not_changed(act):
    batch = factories.approved_batch()
    acts = {
        "take_out": lambda: batches.take_out(batch, items=[1], by=person("eva"), now=NOW),
        "renew": lambda: batches.renew(batch, by=person("eva"), now=NOW),
        "cancel": lambda: batches.cancel(batch, by=person("eva"), now=NOW),
    }
    before = everything()
    with pytest.raises(Refused):
        acts[act]()
    assert everything() == before


def test_another_decider_does_not_approve_it():
    batch = factories.drawn_up_batch()
    with pytest.raises(Refused, match=f"Samlingsbeslutet är upprättat för {person('eva').name}"):
        approve(batch, by=factories.anybody("edit", roles=(Role.DECIDER,)))


# --- approved ---------------------------------------------------------------------------------------------------------


def test_approval_is_one_moment_and_covers_every_letter_of_the_list():
    batch = factories.drawn_up_batch()
    approved = approve(batch)
    again = approve(batch, now=NOW + timedelta(minutes=1))
    assert (approved.status, approved.approved_at, again.approved_at) == (B.DECIDING, NOW, NOW)
    event = Event.objects.get(stream_id=batch.stream, name="batch_approved")
    assert (event.data["listing_sha256"], event.data["cases"]) == (batch.listing_id, 2)
    assert list(batch.case.entries.values_list("title", "document")) == [("Beslutslista", batch.listing_id)]


def test_another_list_than_the_one_shown_is_not_approved():
    batch = factories.drawn_up_batch()
    with pytest.raises(Refused, match="Listan har gjorts om"):
        approve(batch, listing_sha256="0" * 64)


def test_while_a_case_has_a_hinder_nothing_is_approved():
    cases = factories.some_proposed(2)
    says_jav(cases[0], "dag")
    batch = factories.drawn_up_batch(cases)
    with pytest.raises(Refused, match="Det finns ärenden med hinder på listan"):
        approve(batch)
    batches.take_out(batch, items=batches.hindered(batch), by=person("eva"), now=NOW)
    assert approve(factories.worked(batch)).status == B.DECIDING


def test_letters_of_another_day_are_drawn_up_anew():
    batch, tomorrow = factories.drawn_up_batch(), NOW + timedelta(days=1)
    with pytest.raises(Refused, match="Brev på listan är daterade 2 maj 2018"):
        approve(batch, now=tomorrow)
    batch = factories.worked(batches.renew(batch, by=person("eva"), now=tomorrow), now=tomorrow)
    assert approve(batch, now=tomorrow).approved_at == tomorrow


def test_a_case_that_was_withdrawn_stops_the_approval():
    cases = factories.some_proposed(2)
    batch = factories.drawn_up_batch(cases)
    by = factories.signatory_of(cases[0].organisation)
    withdrawals.withdraw(cases[0], reason="Vi har fått andra pengar.", by=by, now=NOW)
    with pytest.raises(Refused, match=f"Något har ändrats.*{cases[0].case.number}"):
        approve(batch)


def test_a_delegation_that_was_taken_back_stops_the_approval():
    batch = factories.drawn_up_batch()
    delegations.end(Delegation.objects.get(), by=person("gun"), now=NOW)
    with pytest.raises(Refused, match="Du har ingen delegation"):
        approve(batch)


def test_the_frame_must_hold_for_the_whole_list():
    call = factories.a_call(frame_ore=2 * factories.AMOUNT + 100)
    batch = factories.drawn_up_batch(factories.some_proposed(3, call=call))
    assert states(batch) == [BatchItemStatus.READY] * 3  # each by itself has room
    with pytest.raises(Refused, match="Ramen räcker inte"):
        approve(batch)


def opened_again(call, *, kind=DecisionKind.PARTIAL_GRANT, paid=False):
    """A case with a grant of this kind that eva has opened again."""
    decision = factories.decision_at(DecisionStatus.DISPATCHED, kind=kind, call=call)
    if paid:
        payment = payments.attest(factories.payment_prepared(decision), by=person("filip"), now=NOW)
        payments.mark_paid(payment, paid_on=TODAY, by=person("farah"), now=NOW)
    reopened(decision, ReopeningGround.MISLED)
    return Application.objects.get(pk=decision.application_id)


@pytest.mark.parametrize("paid", [False, True])
def test_what_a_case_opened_again_was_granted_before_is_room_for_what_it_is_granted_now(paid):
    """Paid or not: what is paid stays granted, and what is not is withdrawn when the new decision is made."""
    call = factories.a_call(frame_ore=2 * factories.AMOUNT)
    cases = [factories.proposed(opened_again(call, paid=paid)), *factories.some_proposed(1, call=call)]
    batch = factories.drawn_up_batch(cases)
    (use,) = frame_uses(batch, person("eva"), now=NOW)
    assert (use.taken, use.wanted, use.left) == (0, 2 * factories.AMOUNT, 0)
    batch = factories.approved_batch(batch)
    frame = call.frames.get()
    assert frames.taken(frame) == frames.taken_of_years(call)[frame.group, 2018] == 2 * factories.AMOUNT
    assert states(factories.worked(batch)) == [BatchItemStatus.DECIDED] * 2
    assert ledger.granted_in(call.pk, frame.group, 2018) == 2 * factories.AMOUNT


def test_it_is_no_room_for_more():
    call = factories.a_call(frame_ore=2 * factories.AMOUNT - 1)
    cases = [factories.proposed(opened_again(call)), *factories.some_proposed(1, call=call)]
    batch = factories.drawn_up_batch(cases)
    with pytest.raises(Refused, match="Ramen räcker inte"):
        approve(batch)


def test_what_a_smaller_decision_gives_back_is_no_room_before_it_is_made():
    """It may come to be left out, and others of the list may be made before it."""
    call = factories.a_call(frame_ore=2 * factories.AMOUNT)
    smaller = opened_again(call, kind=DecisionKind.GRANT)
    afterwards = NOW + timedelta(minutes=1)
    shown = factories.communicated(smaller, now=afterwards)
    communications.answer(shown, text="Det stämmer.", by=person("anna"), now=afterwards)
    factories.proposed(smaller, kind=DecisionKind.PARTIAL_GRANT)
    others = factories.some_proposed(1, call=call)
    others += factories.some_proposed(1, call=call, kind=DecisionKind.PARTIAL_GRANT)
    batch = factories.drawn_up_batch([smaller, *others])
    assert states(batch) == [BatchItemStatus.READY] * 3  # each by itself has room
    with pytest.raises(Refused, match="Ramen räcker inte"):
        approve(batch)


def test_what_is_approved_is_kept_room_for_until_it_is_carried_out():
    call = factories.a_call(frame_ore=3 * factories.AMOUNT)
    cases = factories.some_proposed(4, call=call)
    factories.prepared(cases[3])
    factories.approved_batch(factories.drawn_up_batch(cases[:3]))
    with pytest.raises(Refused, match=f"Kvar att bevilja är {format_sek(0)}"):
        factories.decided(cases[3].decisions.get())


def test_a_frame_is_not_made_smaller_than_what_is_approved():
    call = factories.a_call(frame_ore=3 * factories.AMOUNT)
    factories.approved_batch(factories.drawn_up_batch(factories.some_proposed(2, call=call)))
    with pytest.raises(Refused, match="redan beviljat"):
        frames.set_amount(
            call,
            group="civil_society",
            amount_ore=factories.AMOUNT,
            effective_from=TODAY,
            basis="Beslut",
            by=person("dag"),
            now=NOW,
        )


# --- carried out and sent ---------------------------------------------------------------------------------------------


def test_every_case_is_decided_as_of_the_moment_of_approval():
    cases = factories.some_proposed(2)
    batch = factories.approved_batch(factories.drawn_up_batch(cases))
    batch = factories.worked(batch, now=NOW + timedelta(hours=14))  # past midnight
    assert (batch.status, states(batch)) == (B.DECIDED, [BatchItemStatus.DECIDED] * 2)
    made = [(d.status, d.decided_at, d.decided_on, d.decided_by.username) for d in map(decisions.decided, cases)]
    assert made == [(DecisionStatus.DECIDED, NOW, TODAY, "eva")] * 2
    assert ledger.granted_in(cases[0].call_id, cases[0].group, 2018) == 2 * factories.AMOUNT


def test_a_case_that_changed_after_the_approval_is_left_out_and_the_protocol_leaves_it_out():
    call = factories.a_call(frame_ore=3 * factories.AMOUNT)
    cases = factories.some_proposed(3, call=call)
    batch = factories.approved_batch(factories.drawn_up_batch(cases))
    by = factories.signatory_of(cases[1].organisation)
    withdrawals.withdraw(cases[1], reason="Vi har fått andra pengar.", by=by, now=NOW)
    says_jav(cases[2], "eva")
    batch = factories.worked(batch)
    assert states(batch) == [BatchItemStatus.DECIDED, BatchItemStatus.LEFT_OUT, BatchItemStatus.LEFT_OUT]
    assert ledger.granted_in(call.pk, cases[0].group, 2018) == frames.taken(
        cases[0].call.frames.get(group="civil_society")
    )
    event = Event.objects.get(stream_id=batch.stream, name="batch_decided")
    assert (event.data["cases"], event.data["left_out"]) == (1, 2)


def test_a_case_returned_to_its_officer_after_the_approval_is_not_decided():
    cases = factories.some_proposed(1)
    batch = factories.approved_batch(factories.drawn_up_batch(cases))
    assessment.return_to_officer(cases[0], reason="Skälen är för korta.", by=person("eva"), now=NOW)
    factories.worked(batch)
    cases[0].refresh_from_db()
    assert (cases[0].status, decisions.decided(cases[0])) == (ApplicationStatus.IN_REVIEW, None)


def test_the_protocol_is_sealed_and_in_the_diary_and_the_registrars_are_told():
    rut = person("rut")
    batch = factories.batch_at(B.DECIDED)
    assert list(batch.case.entries.order_by("serial").values_list("title", "document")) == [
        ("Beslutslista", batch.listing_id),
        ("Protokoll över samlingsbeslut", batch.protocol_id),
    ]
    told = Notice.objects.filter(recipient_key=rut.actor_key, case_number=batch.stream)
    assert [notice.title for notice in told] == [f"Besluten i samlingsbeslutet {batch.stream} är fattade"]


def test_every_letter_is_sent_once_and_the_number_is_closed():
    cases = factories.some_proposed(2)
    batch = factories.batch_at(B.DISPATCHED, cases)
    batch.case.refresh_from_db()
    assert states(batch) == [BatchItemStatus.DISPATCHED] * 2
    assert batch.case.closed_at == NOW
    titles = "Beslutet i ert ärende är klart att läsa"
    assert [Notice.objects.filter(case_number=case.case.number, title=titles).count() for case in cases] == [1, 1]


def test_what_somebody_sent_from_its_own_page_is_not_sent_again():
    cases = factories.some_proposed(2)
    batch = factories.batch_at(B.DECIDED, cases)
    factories.dispatched(decisions.decided(cases[0]))
    batch = factories.worked(batches.dispatch(batch, no_conflict=True, by=person("rut"), now=NOW))
    assert batch.status == B.DISPATCHED
    assert Event.objects.filter(name="decision_dispatched").count() == 2


def test_what_cannot_be_sent_is_said_and_waits_for_somebody_else():
    cases = factories.some_proposed(2)
    batch = factories.batch_at(B.DECIDED, cases)
    says_jav(cases[0], "rut")
    batch = factories.worked(batches.dispatch(batch, no_conflict=True, by=person("rut"), now=NOW))
    assert (batch.status, states(batch)) == (B.DECIDED, [BatchItemStatus.DECIDED, BatchItemStatus.DISPATCHED])
    assert problems(batch)[0] == "Du är eller kan vara jävig i ärendet och får inte handlägga det."
    told = Notice.objects.filter(recipient_key=person("rut").actor_key, title__endswith="gick inte alla att skicka")
    assert told.count() == 1
    batch = factories.worked(batches.dispatch(batch, no_conflict=True, by=person("disa"), now=NOW))
    assert (batch.status, problems(batch)) == (B.DISPATCHED, ["", ""])


def test_a_decider_does_not_send_and_nothing_is_sent_before_it_is_decided():
    batch = factories.drawn_up_batch()
    for username in ("eva", "rut"):
        with pytest.raises(Refused):
            batches.dispatch(batch, by=person(username), now=NOW)


def test_a_decision_made_meanwhile_from_its_own_page_counts_as_made():
    cases = factories.some_proposed(1)
    batch = factories.approved_batch(factories.drawn_up_batch(cases))
    decision = cases[0].decisions.get()
    decisions.decide(decision, letter_sha256=decision.letter_id, seal=seal, by=person("eva"), now=NOW)
    assert states(factories.worked(batch)) == [BatchItemStatus.DECIDED]
    assert Event.objects.filter(name="decision_made").count() == 1


def test_the_rows_say_nothing_else_than_what_they_said():
    """The database keeps which cases a batch has."""
    batch = factories.a_batch()
    with pytest.raises(DatabaseError, match="only status"), transaction.atomic():
        BatchItem.objects.filter(batch=batch).update(place=9)
