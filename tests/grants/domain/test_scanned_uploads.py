"""Attachments and the virus scanner: nobody opens what is not clean, and no scanner costs anybody the closing time."""

from datetime import timedelta
from io import BytesIO

import pytest

from accounts.models import User
from delmos.lib.refusal import Refusals, Refused
from grants.domain import drafts
from grants.domain.queries.timeline import Paper, timeline_of
from grants.models import Application, Draft, DraftFile
from journal.domain import documents, scans
from journal.models import Document
from tests.factories import CLOSES_AT, NOW, a_draft, a_pdf, sign
from tests.scanner import Clamd
from tests.uploads import clamd, infected, scanned, scanner_down

__all__ = ["clamd", "scanned", "scanner_down"]
pytestmark = pytest.mark.django_db
REJECTED = (
    "Filen a.pdf är avvisad: viruskontrollen hittade något skadligt i den. Ta bort filen, och lägg till en ny kopia "
    "från en dator utan virus om den behövs."
)


def attach(draft: Draft, by: User, content: BytesIO) -> DraftFile:
    size = len(content.getvalue())
    return drafts.attach(draft, question="attachments", name="a.pdf", content=content, size=size, by=by, now=NOW)


def submitted(draft: Draft) -> Application:
    application = sign(draft, now=CLOSES_AT - timedelta(seconds=1))
    assert application is not None
    return application


def paper_of(application: Application) -> Paper:
    """The attached file as the timeline shows it."""
    [shown] = [
        paper
        for moment in timeline_of(application, party=False)
        for paper in moment.papers
        if paper.title == "Bilaga: a.pdf"
    ]
    return shown


def opens(document: Document) -> bool:
    try:
        documents.open_document(Document.objects.get(pk=document.pk)).close()
    except Refused:
        return False
    return True


def test_a_draft_is_submitted_while_the_scanner_is_down(anna: User, scanner_down: str) -> None:
    """At closing time the scanner's trouble costs nobody the right to apply; the file is opened by nobody meanwhile."""
    draft = a_draft()
    file = attach(draft, anna, a_pdf())
    scans.sweep(now=NOW)
    assert [found.document for found in submitted(draft).files.all()] == [file.document]
    assert not opens(file.document)


def test_a_rejected_file_stops_the_signature_and_is_named(anna: User, scanned: Clamd) -> None:
    draft = a_draft()
    attach(draft, anna, infected())
    scans.sweep(now=NOW)
    with pytest.raises(Refusals) as refused:
        sign(draft)
    assert [(refusal.message, refusal.field) for refusal in refused.value.refusals] == [(REJECTED, "attachments")]


def test_without_the_rejected_file_the_draft_is_signed(anna: User, scanned: Clamd) -> None:
    draft = a_draft()
    file = attach(draft, anna, infected())
    scans.sweep(now=NOW)
    drafts.detach(file, by=anna, now=NOW)
    assert submitted(draft).files.count() == 0


def test_a_file_rejected_after_submission_stays_shut_and_the_case_says_so(anna: User, scanned: Clamd) -> None:
    draft = a_draft()
    attach(draft, anna, infected())
    application = submitted(draft)
    scans.sweep(now=NOW)
    shown = paper_of(application)
    assert (shown.opens, shown.note) == (
        False,
        "Avvisad: viruskontrollen hittade något skadligt. Filen kan inte öppnas av någon.",
    )


def test_a_clean_file_of_a_case_has_its_number_and_opens(anna: User, scanned: Clamd) -> None:
    draft = a_draft()
    file = attach(draft, anna, a_pdf())
    application = submitted(draft)
    scans.sweep(now=NOW)
    shown = paper_of(application)
    assert (shown.serial, shown.note, shown.opens, opens(file.document)) == (2, "", True, True)
