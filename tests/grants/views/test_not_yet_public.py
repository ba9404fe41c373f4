"""What is not the party's to know is nowhere on its side: no page, list, download, notice or mail of its own has it.

The tables below are the stand that every model and every event of a case has to take: a new one fails here until it is
decided whether the party may know it.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grants.domain import applications, assessment, conflicts, payments
from grants.domain.queries.timeline import PARTY_EVENTS, STAFF_EVENTS, timeline_of
from grants.enums import (
    CheckResult,
    ConflictAnswer,
    DecisionStatus,
    ExpressionStatus,
    PaymentStatus,
    ReportStatus,
)
from grants.models import Application
from grants.permissions import Matter
from journal.models import Event, Mail, Notice
from tests import factories
from tests.factories import NOW, person
from tests.house.addresses import PARTY, PATTERNS, POST_ONLY, WHO, undone
from tests.pages import browser

pytestmark = pytest.mark.django_db

# The columns with words that the party may not read; of a decision, as long as it is not sent.
HELD_BACK = {
    "grants.Check": ["note", "source"],
    "grants.ConflictDeclaration": ["ground"],
    "grants.Decision": ["conditions", "reasons", "rules_cited"],
    "grants.ExpressionAssessment": ["note"],
    "grants.FinalReport": ["approval_note"],
    "grants.Payment": ["cancel_reason"],
    "grants.Proposal": ["reasons"],
    "grants.Score": ["reasons"],
}
# Written by the party, or to it; or of the call and the money, which everybody may know.
OPEN_TO_THE_PARTY = {
    "grants.Announcement",
    "grants.Application",
    "grants.ApplicationFile",
    "grants.BudgetRow",
    "grants.Call",
    "grants.CommunicatedDocument",
    "grants.Communication",
    "grants.Completion",
    "grants.CompletionFile",
    "grants.CompletionItem",
    "grants.CompletionRequest",
    "grants.Criterion",
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
    "grants.Message",
    "grants.MessageFile",
    "grants.Posting",
    "grants.Receipt",
    "grants.ReportRow",
    "grants.Signature",
    "grants.Subscription",
    "grants.Withdrawal",
}
HELD_BACK_EVENTS = {
    "case_returned",
    "check_recorded",
    "conflict_declared",
    "criterion_scored",
    "decision_made",
    "decision_prepared",
    "decision_proposed",
    "expression_assessed",
    "officer_recused",
    "payment_attested",
    "payment_cancelled",
    "payment_prepared",
}


def decided_and_not_sent() -> Application:
    """Left by disa and not gun's to handle, both for jäv; proposed, returned, drawn up twice, decided."""
    application = factories.received()
    applications.assign(application, officer=person("disa"), by=person("rut"), now=NOW)
    for who, ground in (("disa", "Disas svåger är kassör."), ("gun", "Gun har varit ordförande.")):
        conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground=ground, by=person(who), now=NOW)
    factories.proposed(factories.assigned(application))
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
    return factories.decided(factories.prepared(application, **own)).application


def paid_anew() -> Application:
    """A payment was cancelled, another one is attested."""
    payment = factories.payment_at(PaymentStatus.CANCELLED)
    again = factories.payment_prepared(payment.decision)
    return payments.attest(again, by=person("filip"), now=NOW).decision.application


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """Four cases of the association, and everything that its signatory can read of them."""
    with django_db_blocker.unblock(), undone(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: NOW)
        matters: list[Matter] = [
            decided_and_not_sent(),
            paid_anew(),
            factories.report_at(ReportStatus.APPROVED).application,
            factories.expression_at(ExpressionStatus.ASSESSED),
        ]
        yield {
            "read": read_by(browser("anna"), [matter.case.number for matter in matters]),
            "words": {label: words_of(label, columns) for label, columns in HELD_BACK.items()},
            "happened": set(Event.objects.values_list("name", flat=True)),
            "shown": {moment.event for matter in matters for moment in timeline_of(matter, party=True)},
        }


def words_of(label: str, columns: list[str]) -> set[str]:
    """What stands in these columns, but for the decisions that are sent."""
    rows = apps.get_model(label).objects.all()
    if label == "grants.Decision":
        rows = rows.exclude(status=DecisionStatus.DISPATCHED)
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
