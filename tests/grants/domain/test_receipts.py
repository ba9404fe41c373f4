"""The receipt: promised with the submission, drawn once, in the diary, and mailed to those who signed (INV-3)."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from structlog.testing import capture_logs

from accounts.models import User
from grants.domain import receipts
from grants.enums import ApplicationStatus
from grants.interfaces.receipts import receipt_html, render_receipt
from grants.models import Application, Receipt
from journal.domain import documents
from journal.models import Event, Mail, Notice
from tests.database import at_once
from tests.factories import NOW, a_draft, application_at, jointly, received, sign

pytestmark = pytest.mark.django_db


def write_due(draw: Any = render_receipt) -> int:
    return receipts.write_due(draw=draw, now=NOW)


def words(application: Application) -> str:
    return " ".join(receipt_html(application).replace("\u00a0", " ").split())


def test_a_submission_promises_its_receipt() -> None:
    """INV-3: in the same transaction, so that no crash loses it."""
    application = received()
    assert (application.receipt.entry, application.receipt.drawn_at) == (None, None)


def test_the_receipt_is_a_document_of_the_case() -> None:
    application = received()
    assert write_due() == 1
    entry = application.case.entries.get(serial=2)
    receipt = Receipt.objects.get()
    assert (entry.direction, entry.title, entry.visible_to_party, receipt.entry, receipt.drawn_at) == (
        "out",
        "Kvitto på ansökan",
        True,
        entry,
        NOW,
    )


def test_the_receipt_is_a_tagged_pdf_in_swedish() -> None:
    received()
    write_due()
    with pikepdf.open(BytesIO(documents.read(Receipt.objects.get().entry.document))) as pdf:
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("sv", True)


def test_the_receipt_says_number_time_signer_and_hash() -> None:
    application = received()
    said = (application.case.number, "2 maj 2018 kl. 12.00", application.submitted_by.name, application.content_id)
    assert [text for text in said if text not in words(application)] == []


def test_the_receipt_of_a_late_application_says_so() -> None:
    """INV-2."""
    late = "Ansökan kom in för sent. Utlysningen hade stängt."
    assert [late in words(found) for found in (received(now=NOW), application_at(ApplicationStatus.RECEIVED_LATE))] == [
        False,
        True,
    ]


def test_the_receipt_is_mailed_to_the_signer_with_number_and_hash() -> None:
    application = received()
    write_due()
    mail = Mail.objects.get(key__startswith="receipt:")
    number = application.case.number
    assert (mail.to, mail.subject) == (
        application.submitted_by.email,
        f"Kvitto: vi har tagit emot er ansökan, {number}",
    )
    assert (application.content_id in mail.text, f"/arenden/{number}/kvitto/" in mail.text) == (True, True)


def test_the_mail_says_nothing_of_what_the_application_is_about() -> None:
    application = received(title="Grannar möts")
    write_due()
    mail = Mail.objects.get(key__startswith="receipt:")
    said = mail.text + mail.html
    assert [text for text in (application.title, application.call.title, "300 000") if text in said] == []


def test_both_joint_signatories_get_the_receipt(anna: User) -> None:
    draft = a_draft()
    _, kim = jointly(draft.organisation)
    sign(draft, by=anna)
    sign(draft, by=kim)
    write_due()
    mails = Mail.objects.filter(key__startswith="receipt:").values_list("to", flat=True)
    assert sorted(mails) == sorted([anna.email, kim.email])


def test_everybody_who_acts_for_the_organisation_finds_it_among_the_notices(anna: User, bo: User) -> None:
    received()
    write_due()
    told = Notice.objects.filter(key__startswith="receipt:").values_list("recipient_key", flat=True)
    assert sorted(told) == sorted([anna.actor_key, bo.actor_key])


def test_the_receipt_is_drawn_and_mailed_once() -> None:
    received()
    assert [write_due(), write_due()] == [1, 0]
    mails, events = Mail.objects.filter(key__startswith="receipt:"), Event.objects.filter(name="receipt_sent")
    assert (mails.count(), events.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_draw_each_receipt_once() -> None:
    received()
    done = at_once(write_due, write_due)
    assert (sum(done), Application.objects.get().case.entries.count()) == (1, 2)


def test_a_receipt_that_cannot_be_drawn_waits_and_delays_nobody() -> None:
    first, second = received(title="Går inte"), received(title="Går bra")

    def draw(application: Application) -> bytes:
        if application == first:
            raise ValueError("no such letter")
        return render_receipt(application)

    with capture_logs() as lines:
        assert write_due(draw) == 1
    assert [(line["event"], line["queue"], line["pk"]) for line in lines] == [
        ("receipt_not_written", "Receipt", first.pk)
    ]
    assert list(Receipt.objects.filter(drawn_at=None)) == [first.receipt]
    assert second.case.entries.filter(title="Kvitto på ansökan").count() == 1
