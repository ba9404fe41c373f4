"""The receipt of an expression of interest: drawn once, in the diary, and mailed to whoever handed it in (INV-3)."""

from io import BytesIO

import pikepdf
import pytest

from accounts.models import User
from grants.domain import receipts
from grants.enums import ExpressionStatus
from grants.interfaces.receipts import receipt_html, render_receipt
from grants.models import Expression
from journal.domain import documents
from journal.models import Event, Mail, Notice
from tests.factories import (
    INVITED_CLOSE_AT,
    NOW,
    a_call_asking_for_a_file,
    an_expression_draft,
    expression_at,
    handed_in,
    invited_draft,
    sign,
)

pytestmark = pytest.mark.django_db


def write_due() -> int:
    return receipts.write_due(draw=render_receipt, now=NOW)


def words(expression: Expression) -> str:
    return " ".join(receipt_html(expression).replace("\u00a0", " ").split())


def test_the_receipt_is_a_document_of_the_case() -> None:
    expression = handed_in(an_expression_draft())
    assert write_due() == 1
    entry = expression.case.entries.get(serial=2)
    expression.receipt.refresh_from_db()
    assert (entry.direction, entry.title, entry.visible_to_party, expression.receipt.entry) == (
        "out",
        "Kvitto på intresseanmälan",
        True,
        entry,
    )
    assert Event.objects.filter(stream_id=expression.stream, name="receipt_sent").count() == 1


def test_the_receipt_is_a_tagged_pdf_in_swedish() -> None:
    expression = handed_in(an_expression_draft())
    write_due()
    expression.receipt.refresh_from_db()
    with pikepdf.open(BytesIO(documents.read(expression.receipt.entry.document))) as pdf:
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("sv", True)


def test_it_says_number_time_sender_files_and_hashes() -> None:
    expression = handed_in(an_expression_draft(a_call_asking_for_a_file()))
    said = [
        "Kvitto på intresseanmälan",
        expression.case.number,
        "2 maj 2018 kl. 12.00",
        expression.submitted_by.name,
        expression.content_id,
        "stadgar.pdf",
        expression.files.get().document_id,
    ]
    assert [text for text in said if text not in words(expression)] == []


def test_the_receipt_of_a_late_one_says_so() -> None:
    """INV-2."""
    late = "Intresseanmälan kom in för sent. Den leder inte till någon inbjudan."
    found = [words(expression_at(status)) for status in (ExpressionStatus.RECEIVED, ExpressionStatus.RECEIVED_LATE)]
    assert [late in text for text in found] == [False, True]


def test_the_sender_gets_it_by_mail_and_everybody_a_notice(anna: User, bo: User) -> None:
    expression = handed_in(an_expression_draft(), by=bo)
    write_due()
    mail = Mail.objects.get(key__startswith="expression-receipt:")
    number = expression.case.number
    assert (mail.to, mail.subject) == (bo.email, f"Kvitto: vi har tagit emot er intresseanmälan, {number}")
    assert [text for text in (expression.content_id, "det som skickades in") if text not in mail.text] == []
    assert sorted(Notice.objects.values_list("recipient_key", "title")) == sorted(
        (who.actor_key, "Intresseanmälan ”Grannar möts” har kommit in till oss") for who in (anna, bo)
    )


def test_each_step_of_one_case_has_its_own_receipt() -> None:
    """The number is the same, but what came in is not."""
    expression = expression_at(ExpressionStatus.INVITED)
    write_due()
    sign(invited_draft(expression), now=INVITED_CLOSE_AT, accepts_late=True)
    assert (write_due(), write_due()) == (1, 0)
    titles = expression.case.entries.filter(title__startswith="Kvitto").values_list("title", flat=True)
    assert sorted(titles) == ["Kvitto på ansökan", "Kvitto på intresseanmälan"]
    assert Mail.objects.filter(subject__startswith="Kvitto").count() == 2
