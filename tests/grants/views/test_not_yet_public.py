"""What is not the party's to know is nowhere on its side: no page, list, download, notice or mail of its own has it.

The tables below are the stand that every model and every event of a case has to take: a new one fails here until it is
decided whether the party may know it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grants.domain import (
    appeal_hand_overs,
    appeal_timeliness,
    appeal_times,
    applications,
    assessment,
    assessors,
    conflicts,
    decision_drafts,
    deliveries,
    dissents,
    instalments,
    officials,
    payments,
    secrecy,
)
from grants.domain.deliveries import Evidence
from grants.domain.payment_stops import drop
from grants.domain.proposal_lines import shared
from grants.domain.queries.timeline import PARTY_EVENTS, STAFF_EVENTS, timeline_of
from grants.enums import (
    CheckResult,
    ConflictAnswer,
    DecisionKind,
    DecisionStatus,
    DelayNoticeStatus,
    DeliveryKind,
    ExpressionStatus,
    InstalmentCondition,
    PaymentStatus,
    ReconsideredOutcome,
    ReleaseOutcome,
    ReportStatus,
)
from grants.models import Application
from grants.permissions import Matter
from journal.models import Event, Mail, Notice
from tests import factories
from tests.factories import NOW, payment_stops, person, registry
from tests.factories import appeals as after
from tests.house.addresses import PARTY, PATTERNS, POST_ONLY, WHO, undone
from tests.pages import browser

pytestmark = pytest.mark.django_db

# The columns with words that the party may not read; of a decision, as long as it is not sent.
HELD_BACK = {
    "grants.Appeal": ["ground_note", "reconsidered_note"],
    "grants.AppealBundle": ["statement"],
    "grants.Assessor": ["reason"],
    "grants.BatchDecision": ["participants"],
    "grants.BatchItem": ["problem"],
    "grants.BulkAct": ["page_key"],
    "grants.Check": ["note", "source"],
    "grants.ConflictQuestion": ["ground"],
    "grants.ConflictRuling": ["reasons"],
    "grants.Consensus": ["text"],
    "grants.DelayNotice": ["reasons"],
    "grants.Decision": ["conditions", "reasons", "rules_cited"],
    "grants.DecisionDraft": ["content__reasons"],
    "grants.DeliveryRecord": ["note"],
    "grants.Dissent": ["text"],
    "grants.ExpressionAssessment": ["note"],
    "grants.FinalReport": ["approval_note"],
    "grants.Instalment": ["met_note"],
    "grants.LetterText": ["text"],
    "grants.Mask": ["words"],
    "grants.Note": ["text", "source"],
    "grants.OfficialsLeftOut": ["reason"],
    "grants.Payment": ["cancel_reason"],
    "grants.PaymentStop": ["reasons", "not_heard"],
    "grants.Proposal": ["reasons", "without"],
    "grants.ProposalLine": ["why_less"],
    "grants.ReleaseItem": ["note"],
    "grants.ReleaseRequest": ["contact", "reasons", "wanted"],
    "grants.Reopening": ["reasons"],
    "grants.SavedView": ["name"],
    "grants.Scenario": ["name"],
    "grants.Score": ["reasons"],
    "grants.Signal": ["explanation"],
    "grants.SignalReview": ["note"],
    "grants.WorklistFile": ["query"],
}
# Written by the party, or to it; or of the call and the money, which everybody may know.
OPEN_TO_THE_PARTY = {
    "grants.Announcement",
    "grants.AppealTime",
    "grants.Application",
    "grants.ApplicationFile",
    "grants.Assessment",  # no words of its own, as the points that a meeting agreed on
    "grants.AuthorityAmount",
    "grants.BudgetRow",
    "grants.Call",
    "grants.CaseIndex",
    "grants.CaseRisk",  # no words of its own
    "grants.CommitmentAuthority",
    "grants.CommunicatedDocument",
    "grants.Communication",
    "grants.Completion",
    "grants.CompletionFile",
    "grants.CompletionItem",
    "grants.CompletionRequest",
    "grants.ConditionText",
    "grants.ConflictDeclaration",
    "grants.ConsensusPoint",
    "grants.Correction",
    "grants.CourtRuling",
    "grants.Criterion",
    "grants.DecisionAmount",
    "grants.DecisionParticipant",  # named in the letter
    "grants.Delegation",
    "grants.DecisionRequest",
    "grants.Draft",
    "grants.DraftComment",
    "grants.DraftFile",
    "grants.DraftRevision",
    "grants.Expression",
    "grants.ExpressionFile",
    "grants.ExpressionReceipt",
    "grants.ExpressionWithdrawal",
    "grants.FormVersion",
    "grants.Frame",
    "grants.FrameAmount",
    "grants.GeneralCase",  # no words of its own, and no party with pages in the portal
    "grants.Message",
    "grants.MessageFile",
    "grants.Posting",
    "grants.ProposalOrder",  # no words but those that the page says of each case
    "grants.Receipt",
    "grants.ReportRow",
    "grants.ScenarioOutcome",  # no words of its own
    "grants.Signature",
    "grants.Subscription",
    "grants.TextPrint",  # what the party has written, as numbers
    "grants.Withdrawal",
}
HELD_BACK_EVENTS = {
    "appeal_bundle_made",
    "appeal_bundle_ordered",
    "appeal_reconsidered",
    "appeal_reinstated",
    "appeal_test_returned",
    "appeal_tested",
    "assessment_handed_in",
    "assessor_ended",
    "assessor_invited",
    "case_returned",
    "check_recorded",
    "conflict_declared",
    "conflict_raised",
    "conflict_ruled",
    "consensus_noted",
    "criterion_scored",
    "decision_made",
    "decision_prepared",
    "decision_proposed",
    "delivery_struck",
    "dissent_noted",
    "delay_notice_declined",
    "delay_notice_drafted",
    "expression_assessed",
    "legal_force_taken_back",
    "letter_sent_too",
    "note_written",
    "officer_recused",
    "officials_left_out",
    "officials_named_again",
    "payment_attested",
    "payment_cancelled",
    "payment_prepared",
    "payment_stop_dropped",
    "payment_stop_ended",
    "payment_stop_proposed",
    "post_registered",
    "secrecy_lifted",
    "secrecy_marked",
    "signal_reviewed",
    "signals_searched",
}


def decided_and_not_sent() -> Application:
    """Left by disa and not gun's to handle, both for jäv; proposed, returned, drawn up twice, decided."""
    application = factories.received()
    applications.assign(application, officer=person("disa"), by=person("rut"), now=NOW)
    for who, ground in (("disa", "Disas svåger är kassör."), ("gun", "Gun har varit ordförande.")):
        conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground=ground, by=person(who), now=NOW)
    question = factories.a_question(application, "filip", by="rut", ground="Filip är god vän med kassören.")
    factories.ruled(question, by="eva", reasons="Vänskapen är nära och pågår.")
    factories.noted(factories.assigned(application))
    factories.proposed(application)
    assessment.return_to_officer(application, reason="Väg målen tyngre.", by=person("eva"), now=NOW)
    assessment.record_check(
        application,
        requirement="democratic_values",
        result=CheckResult.NOT_MET,
        source="Öppna källor",
        note="Föreningens webbplats säger emot.",
        by=person("dag"),
        now=NOW,
    )
    factories.proposed(application)
    factories.prepared(application, reasons="Skälen i det första brevet.")
    own = {"reasons": "Skälen i brevet.", "conditions": "Ett villkor.", "rules_cited": "2 § i förordningen"}
    made = factories.decided(factories.prepared(application, **own))
    text = "Målen är för vaga för ett bidrag."
    dissents.note(made, text=text, write_page=factories.a_dissent, by=person("dag"), now=NOW)
    return made.application


def appealed_and_opened_again() -> list[Application]:
    """An appeal that waits for the court, one dismissed and taken up again, a receipt struck, a case opened again."""
    waits = after.tested_in_time(after.appealed())
    stands, note = ReconsideredOutcome.STANDS, "Vi har räknat om medlemmarna."
    appeal_hand_overs.reconsider(waits, outcome=stands, note=note, by=person("eva"), now=NOW)
    after.bundle_made(waits)
    returned = after.tested_late()
    appeal_timeliness.test_again(returned, reason="Räkna dagarna en gång till.", by=person("eva"), now=after.LATER)
    dismissed = after.appeal_dismissed()
    again = after.appealed(dismissed.decision, of_dismissal=dismissed, now=after.LATER)
    after.settled(after.handed_over_appeal(after.tested_in_time(again, now=after.LATER), now=after.LATER))
    sent = after.dispatched_rejection()
    letter = after.the_letter(sent)
    for kind in (DeliveryKind.POSTED, DeliveryKind.RECEIPT):
        evidence = Evidence(kind, NOW.date(), "Lämnat till en granne i trappan.")
        record = deliveries.enter(letter, evidence=evidence, files=[after.a_file()], by=person("rut"), now=NOW)
    appeal_times.note_legal_force(now=after.LATER)
    deliveries.strike(record, reason="Kvittot gällde ett annat ärende.", by=person("rut"), now=after.LATER)
    opened = after.reopened(after.dispatched_rejection())
    return [one.application for one in (waits, returned, dismissed, sent, opened)]


def nameless_and_named_again() -> Application:
    """Names were left out for a threat, and no longer are."""
    application = factories.assigned(factories.received())
    factories.nameless(application)
    officials.name_again(application, by=person("eva"), now=NOW)
    return application


def waiting_for_a_report() -> Application:
    """A grant of two years; the status report that an instalment waits for is approved."""
    decision = factories.decision_at_waiting(factories.proposed_over_years())
    waits = decision.instalments.get(condition=InstalmentCondition.STATUS_REPORT)
    instalments.approve_status_report(waits, note="Halva vägen är gången.", by=person("dag"), now=NOW)
    return decision.application


def still_being_written() -> Application:
    """A decision that eva is writing, a collective decision with a hinder, and a text of the lawyer's."""
    application = factories.proposed(factories.assigned(factories.received()))
    draft = {"reasons": "Skälen som de först lät."}
    decision_drafts.keep(application, content=draft, by=person("eva"), now=NOW)
    factories.drawn_up_batch(factories.some_proposed(1), conditions="", participants="Svea Svan, sakkunnig")
    factories.text_drafted("Ett stycke som juristen prövar: {{ syfte }}")
    return application


def assessed_by_several() -> Application:
    """Two were invited, of whom one was let go and the other not waited for; they met, and less was proposed."""
    application = factories.assigned(factories.received())
    disa, _ = factories.invited(application, "disa", "ines")
    assessors.end(disa, reason="Disa hinner inte med.", by=person("dag"), now=NOW)
    factories.a_meeting(factories.scored(factories.checked(application)))
    first, *rest = shared(list(application.budget.all()), application.requested_ore)
    less = replace(first, eligible_ore=1_00, proposed_ore=1_00, why_less="Resan hör inte till projektet.")
    assessment.propose(
        application,
        kind=DecisionKind.PARTIAL_GRANT,
        amount_ore=sum(line.proposed_ore for line in (less, *rest)),
        reasons="En rad faller bort.",
        lines=[less, *rest],
        without="Ines har inte svarat.",
        by=person("dag"),
        now=NOW,
    )
    return application


def written_about(matter: Matter) -> None:
    """Somebody has written to the agency about the case; the letter was marked, released in part, and unmarked."""
    post = registry.posted(matter.case, title="Brev om föreningens ekonomi")
    entry = registry.marked(post.items.get().entry, note="Uppgifter om hälsa")
    item = registry.tried(ReleaseOutcome.MASKED, entry, rule="", note="Namnet omfattas av sekretess.")
    registry.mask(item)
    secrecy.lift(entry, why="Uppgiften är offentlig sedan tidigare.", by=person("rut"), now=NOW)


def paid_anew() -> Application:
    """A payment was cancelled, another one is attested."""
    payment = factories.payment_at(PaymentStatus.CANCELLED)
    again = factories.payment_prepared(payment.decision)
    return payments.attest(again, by=person("filip"), now=NOW).decision.application


def stopped_and_changed() -> Application:
    """A payment stop was proposed and dropped, another ended with its grant before it was decided."""
    grant = payment_stops.a_granted_case()
    dropped = payment_stops.stop_proposed(grant, reasons="Revisorn har hört av sig.")
    drop(dropped, by=person("dag"), now=payment_stops.STOPPED_AT)
    payment_stops.stop_proposed(grant, reasons="Revisorn har skrivit.", not_heard="Det brådskar mycket.")
    payment_stops.granted_anew(grant)
    return grant.application


def delayed_and_not_told() -> Application:
    """One notice was drafted and not needed, another is drafted and waits."""
    application = factories.assigned(factories.received())
    factories.delay_declined(factories.delay_drafted(application).application)
    return factories.delay_drafted(application, now=datetime(2019, 4, 3, 10, 0, tzinfo=UTC)).application


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """Cases of the association, and everything that its signatory can read of them."""
    with django_db_blocker.unblock(), undone(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: NOW)
        matters: list[Matter] = [
            decided_and_not_sent(),
            paid_anew(),
            factories.report_at(ReportStatus.APPROVED).application,
            factories.expression_at(ExpressionStatus.ASSESSED),
            delayed_and_not_told(),
            assessed_by_several(),
            *appealed_and_opened_again(),
            nameless_and_named_again(),
            waiting_for_a_report(),
            stopped_and_changed(),
            still_being_written(),
            factories.reviewed_signal(factories.a_signal(factories.assigned(factories.received()))).signal.application,
        ]
        written_about(matters[2])
        factories.a_scenario(name="De starkaste först")
        factories.a_bulk_act()
        factories.a_saved_view("Svåra fall")
        factories.a_worklist_file("q=svaga")
        yield {
            "read": read_by(browser("anna"), [matter.case.number for matter in matters]),
            "words": {label: words_of(label, columns) for label, columns in HELD_BACK.items()},
            "happened": set(Event.objects.values_list("name", flat=True)),
            "shown": {moment.event for matter in matters for moment in timeline_of(matter, party=True)},
        }


def words_of(label: str, columns: list[str]) -> set[str]:
    """What stands in these columns, but for the decisions and notices that are sent."""
    rows = apps.get_model(label).objects.all()
    if label == "grants.Decision":
        rows = rows.filter(dispatched_at=None)
    if label == "grants.Dissent":
        rows = rows.exclude(decision__status=DecisionStatus.DISPATCHED)
    if label == "grants.PaymentStop":
        rows = rows.filter(decided_at=None)
    if label == "grants.DelayNotice":
        rows = rows.exclude(status=DelayNoticeStatus.SENT)
    return {word for values in rows.values_list(*columns) for word in values if word}


def read_by(client: Client, numbers: list[str]) -> str:
    """Every page of the applicant's side about these cases, every document it is given, its notices and its mails."""
    texts = [*Notice.objects.values_list("title", flat=True), *Mail.objects.values_list("text", flat=True)]
    for url in [*map(reverse, ("home", "notices", "own_data", "own_data_file")), *addresses(numbers)]:
        response = client.get(url)
        texts.append(b"".join(response).decode(errors="replace"))
    return " ".join(texts)


def addresses(numbers: list[str]) -> Iterator[str]:
    """Every address that the party may read, with each of the cases, documents and requests it could name."""
    for name, who in WHO.items():
        if who == PARTY and name not in POST_ONLY:
            named = set(re.findall(r"<(?:\w+:)?(\w+)>", PATTERNS[name]))
            for number in numbers if "number" in named else ():
                for serial in range(1, 16) if named & {"serial", "order", "pk"} else (1,):
                    known = {"number": number, "serial": serial, "order": serial, "pk": serial}
                    if named <= known.keys():
                        yield reverse(name, kwargs={key: known[key] for key in named})


def test_every_model_takes_a_stand() -> None:
    assert sorted({*HELD_BACK, *OPEN_TO_THE_PARTY}) == sorted(
        model._meta.label for model in apps.get_app_config("grants").get_models()
    )


def test_every_event_takes_a_stand() -> None:
    assert set(STAFF_EVENTS) - set(PARTY_EVENTS) == HELD_BACK_EVENTS


@pytest.mark.parametrize("label", sorted(HELD_BACK))
def test_the_words_of_the_agency_are_not_read_by_the_party(label: str, told: dict[str, Any]) -> None:
    assert told["words"][label]
    assert [word for word in sorted(told["words"][label]) if word in told["read"]] == []


@pytest.mark.parametrize("event", sorted(HELD_BACK_EVENTS))
def test_what_the_agency_does_by_itself_is_not_in_the_timeline(event: str, told: dict[str, Any]) -> None:
    assert (event in told["happened"], event in told["shown"]) == (True, False)


def test_the_party_reads_its_cases_all_the_same(told: dict[str, Any]) -> None:
    """So that the tests above can fail: the pages were there, and the documents were read."""
    assert "Vi har betalat ut bidraget" in told["read"]
    assert "Grannarna känner varandra." in told["read"]
