"""Who sent in a file that the scanner rejects is told, once, and nobody is told of a clean one."""

from io import BytesIO

import pytest
from django.urls import reverse

from accounts.models import User
from applicants.domain import evidence, mandates
from applicants.domain.mandates import Terms
from applicants.enums import MandateRole
from grants.domain import completions, drafts, messages, rejections
from grants.domain.completion_requests import OTHER_DOCUMENT
from grants.domain.messages import Attachment
from grants.enums import ApplicationStatus
from grants.models import Draft
from grants.tasks import scan_files
from journal.domain import scans
from journal.models import Document, Mail, Notice, Scan
from tests.factories import NOW, a_draft, a_pdf, anybody, application_at, association, completion_requested, sign
from tests.scanner import Clamd
from tests.uploads import clamd, infected, scanned, scanner_down

__all__ = ["clamd", "scanned", "scanner_down"]
pytestmark = pytest.mark.django_db
TITLE = "Filen a.pdf är avvisad: viruskontrollen hittade något skadligt i den."


def attach(draft: Draft, by: User, content: BytesIO, name: str = "a.pdf") -> None:
    size = len(content.getvalue())
    drafts.attach(draft, question="attachments", name=name, content=content, size=size, by=by, now=NOW)


def sweep() -> int:
    return scans.sweep(tell=rejections.tell, now=NOW)


def told() -> list[tuple[str, str, str]]:
    found = Notice.objects.filter(key__startswith="file-rejected:").order_by("pk")
    return list(found.values_list("recipient_key", "title", "url"))


def page(draft: Draft) -> str:
    return reverse("draft_group", args=[draft.pk, "declarations"])


def test_the_uploader_gets_a_notice_that_leads_to_the_file(anna: User, bo: User, scanned: Clamd) -> None:
    draft = a_draft()
    attach(draft, bo, infected())
    sweep()
    assert told() == [(bo.actor_key, TITLE, page(draft))]


def test_the_mail_says_neither_file_nor_call(bo: User, scanned: Clamd) -> None:
    draft = a_draft()
    attach(draft, bo, infected())
    sweep()
    mail = Mail.objects.get(to=bo.email)
    assert mail.subject == "Du har ett meddelande"
    assert [word for word in ("a.pdf", draft.call.title, "virus") if word in mail.text + mail.html] == []


def test_a_clean_file_is_told_of_to_nobody(bo: User, scanned: Clamd) -> None:
    attach(a_draft(), bo, a_pdf())
    assert (sweep(), told()) == (1, [])


def test_a_file_without_a_verdict_is_told_of_to_nobody(bo: User, scanner_down: str) -> None:
    attach(a_draft(), bo, infected())
    assert (sweep(), told()) == (0, [])


def test_a_task_that_is_run_again_tells_nobody_twice(bo: User, scanned: Clamd) -> None:
    attach(a_draft(), bo, infected())
    Scan.objects.update(next_try_at=NOW)
    for _ in range(2):
        scan_files()
    rejections.tell(Document.objects.get(scan__status="rejected"), now=NOW)
    assert (len(told()), Mail.objects.filter(to=bo.email).count()) == (1, 1)


def test_everybody_who_sent_the_same_bytes_is_told(anna: User, bo: User, scanned: Clamd) -> None:
    draft = a_draft()
    attach(draft, bo, infected())
    attach(draft, anna, infected(), "b.pdf")
    sweep()
    assert told() == [
        (bo.actor_key, TITLE, page(draft)),
        (anna.actor_key, TITLE.replace("a.pdf", "b.pdf"), page(draft)),
    ]


def test_a_file_that_was_taken_away_before_the_verdict_is_told_of_to_nobody(bo: User, scanned: Clamd) -> None:
    draft = a_draft()
    attach(draft, bo, infected())
    drafts.detach(draft.files.get(), by=bo, now=NOW)
    sweep()
    assert told() == []


def test_after_submission_the_notice_leads_to_the_case(bo: User, scanned: Clamd) -> None:
    draft = a_draft()
    attach(draft, bo, infected())
    application = sign(draft)
    assert application is not None
    sweep()
    assert told() == [(bo.actor_key, TITLE, reverse("own_case", args=[application.case.number]))]


def test_evidence_of_a_mandate_leads_to_the_mandate(scanned: Clamd) -> None:
    kim = anybody("kim")
    asked = mandates.request(association(), terms=Terms(MandateRole.AGENT), by=kim, now=NOW)
    file = infected()
    evidence.hand_in(asked, name="a.pdf", content=file, size=len(file.getvalue()), by=kim, now=NOW)
    sweep()
    assert told() == [(kim.actor_key, TITLE, reverse("mandate", args=[asked.pk]))]


def test_a_file_of_a_completion_leads_to_the_request(anna: User, scanned: Clamd) -> None:
    request, file = completion_requested(), infected()
    size = len(file.getvalue())
    completions.attach(request, question=OTHER_DOCUMENT.key, name="a.pdf", content=file, size=size, by=anna, now=NOW)
    sweep()
    page = reverse("own_completion", args=[request.application.case.number, request.number])
    assert told() == [(anna.actor_key, TITLE, page)]


@pytest.mark.parametrize(("verb", "username", "page"), [("receive", "anna", "own_case"), ("send", "dag", "case")])
def test_a_file_of_a_message_leads_its_sender_to_the_case(
    cast: dict[str, User], scanned: Clamd, verb: str, username: str, page: str
) -> None:
    application, file, by = application_at(ApplicationStatus.IN_REVIEW), infected(), cast[username]
    files = [Attachment("a.pdf", file, len(file.getvalue()))]
    getattr(messages, verb)(application, text="Se bilagan.", files=files, by=by, now=NOW)
    sweep()
    assert told() == [(by.actor_key, TITLE, reverse(page, args=[application.case.number]))]


def test_the_verdict_stands_although_nobody_can_be_told(bo: User, scanned: Clamd) -> None:
    def fails(document: Document, *, now: object) -> None:
        raise ValueError("no page")

    attach(a_draft(), bo, infected())
    attach(a_draft(), bo, a_pdf())
    assert (scans.sweep(tell=fails, now=NOW), Scan.objects.filter(status="checking").count()) == (2, 0)
