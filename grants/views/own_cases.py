"""The applicant's own cases, after submission."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest
from delmos.lib.dates import stockholm_date
from grants.domain import decisions, ledger, withdrawals
from grants.domain.facts import facts_of
from grants.domain.queries.appeals import is_closed, letter_with, letters_of, receipt_of
from grants.domain.queries.cases import entry_of, own_case
from grants.domain.queries.correspondence import requests_of, unanswered_communications
from grants.domain.queries.expressions import began_the_case, own_matter
from grants.domain.queries.timeline import timeline_of
from grants.domain.receipts import signers_of
from grants.enums import APPLICATION_FACES, ApplicationStatus, CompletionStatus
from grants.interfaces.coming import coming
from grants.interfaces.frozen import Frozen, render_frozen
from grants.interfaces.own_tasks import letters_to_open, own_tasks
from grants.interfaces.sealing import serve
from grants.interfaces.timeline import entries
from grants.models import Expression, Receipt
from journal.domain import documents
from journal.interfaces.downloads import drawn

# How a case looks to the party as long as its decision is not sent.
UNDECIDED = APPLICATION_FACES[ApplicationStatus.PROPOSED]


def own_case_page(request: StaffRequest, number: str) -> HttpResponse:
    """One timeline, the decision with its letter, the money, and what there is to do next."""
    now = timezone.now()
    application = own_matter(request.user, number, now=now)
    if isinstance(application, Expression):
        return redirect("own_expression", number)
    decision = decisions.decided(application)
    sent = decision if decision and decision.dispatched_at else None
    balance = ledger.balance_of(application) if sent else None
    report = getattr(application, "final_report", None)
    requests = list(requests_of(application))
    waiting: dict[str, Any] = {
        "requests": [asked for asked in requests if asked.status != CompletionStatus.ANSWERED],
        "communications": list(unanswered_communications(application)),
    }
    to_come = coming(application, **waiting, decision=sent, balance=balance, report=report, today=stockholm_date(now))
    letters = letters_of(application)
    letter = letter_with(sent, letters) if sent else None
    context = {
        "application": application,
        "face": application.face if sent or decision is None else UNDECIDED,
        "decision": sent,
        "began_with_expression": began_the_case(application),
        "balance": balance,
        "tasks": [*letters_to_open(application, letters), *own_tasks(application, **waiting)],
        "letter_serial": letter.entry.serial if letter else None,
        "receipt_of_decision": receipt_of(sent, letters) if sent else None,
        "may_withdraw": withdrawals.can_withdraw(request.user, application, now=now),
        "report": report,
        "coming": to_come,
        "entries": entries(timeline_of(application, party=True), "own_document", number, requests=requests),
        "acting_for": application.organisation.name,
    }
    return render(request, "applicant/case.html", context)


def receipt(request: StaffRequest, number: str) -> HttpResponse:
    """That the application has come in: number, time, and what was signed."""
    application = own_matter(request.user, number, now=timezone.now())
    if isinstance(application, Expression):
        return redirect("own_expression", number)
    drawn_receipt = Receipt.objects.filter(application=application).select_related("entry").first()
    context: dict[str, Any] = {
        "application": application,
        "received": facts_of(application.answers),
        "receipt": drawn_receipt,
        "signatures": signers_of(application),
        "acting_for": application.organisation.name,
    }
    return render(request, "applicant/receipt.html", context)


def content_pdf(request: StaffRequest, number: str) -> HttpResponse:
    """What was signed, as PDF: drawn from the very bytes that were signed."""
    application = own_case(request.user, number, now=timezone.now())
    frozen = Frozen(documents.read(application.content))
    return drawn(render_frozen(frozen, number=number), f"Ansökan {number}.pdf")


def own_document(request: StaffRequest, number: str, serial: int) -> HttpResponseBase:
    """A document of the case that the party may see."""
    matter = own_matter(request.user, number, now=timezone.now())
    entry = entry_of(matter, serial, party=True)
    if is_closed(entry):
        return redirect("own_letter", number, serial)
    return serve(request, entry)
