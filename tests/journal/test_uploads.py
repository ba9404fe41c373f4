"""The one door for files from outside: what it takes in, and that nothing comes out before the scanner has answered."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from pytest_django import Settings

from delmos.lib.refusal import Refused
from delmos.lib.uploads import MAX_BYTES
from journal.actors import SYSTEM
from journal.domain import documents, scans, uploads
from journal.domain.uploads import INFECTED, TakenIn
from journal.enums import ScanStatus
from journal.models import Document, Scan
from tests.factories import NOW, a_pdf
from tests.scanner import Clamd
from tests.uploads import clamd, infected, scanned, scanner_down

__all__ = ["clamd", "scanned", "scanner_down"]
pytestmark = pytest.mark.django_db


def take_in(content: Any = None, name: str = "Stadgar.pdf") -> TakenIn:
    content = content or a_pdf("en sida")
    size = content.seek(0, 2)
    return uploads.take_in(name, content, size=size, by=SYSTEM, now=NOW)


def test_a_file_is_kept_and_waits_for_the_scanner(scanned: Clamd) -> None:
    taken = take_in()
    assert (taken.name, taken.document.content_type, taken.document.scan.status) == (
        "Stadgar.pdf",
        "application/pdf",
        ScanStatus.CHECKING,
    )


def test_nobody_opens_a_file_that_is_being_checked(scanned: Clamd) -> None:
    document = take_in().document
    with pytest.raises(Refused) as refused:
        documents.open_document(document)
    assert str(refused.value) == (
        "Kontrolleras mot virus. Filen kan öppnas när kontrollen är klar, oftast inom en minut."
    )


def test_a_clean_file_is_read_back_whole(scanned: Clamd) -> None:
    document = take_in().document
    assert scans.sweep(now=NOW) == 1
    assert documents.read(Document.objects.get(pk=document.pk)) == a_pdf("en sida").getvalue()


def test_nobody_opens_a_rejected_file(scanned: Clamd) -> None:
    document = take_in(infected()).document
    scans.sweep(now=NOW)
    with pytest.raises(Refused) as refused:
        documents.open_document(Document.objects.get(pk=document.pk))
    assert str(refused.value) == ("Avvisad: viruskontrollen hittade något skadligt. Filen kan inte öppnas av någon.")


def test_a_file_known_to_be_infected_is_refused_at_the_door(scanned: Clamd) -> None:
    take_in(infected())
    scans.sweep(now=NOW)
    with pytest.raises(Refused) as refused:
        take_in(infected(), "annat namn.pdf")
    assert (str(refused.value), refused.value.field) == (INFECTED, "file")


def test_the_same_file_again_keeps_its_verdict_and_is_scanned_once(scanned: Clamd) -> None:
    take_in()
    scans.sweep(now=NOW)
    again = take_in(name="kopia.pdf")
    assert (again.document.scan.status, Scan.objects.count(), scans.sweep(now=NOW)) == (ScanStatus.CLEAN, 1, 0)


def test_a_document_of_the_portals_own_stays_open_when_somebody_uploads_it(scanned: Clamd) -> None:
    """An applicant who attaches the agency's own letter does not lock it for everybody."""
    letter = documents.store(a_pdf("beslut").getvalue(), content_type="application/pdf", by=SYSTEM, now=NOW)
    assert take_in(a_pdf("beslut")).document == letter
    assert documents.read(letter) == a_pdf("beslut").getvalue()


def test_without_a_scanner_a_file_opens_and_says_that_nobody_has_checked_it(settings: Settings) -> None:
    """The demonstration; production does not start without a scanner."""
    settings.CLAMD_ADDRESS = ""
    document = take_in(infected()).document
    assert scans.sweep(now=NOW) == 0
    assert documents.read(document) == infected().getvalue()
    assert (document.scan.face.applicant, document.scan.note) == (
        "Inte viruskontrollerad",
        "Inte kontrollerad mot virus: den här installationen har ingen viruskontroll.",
    )


def test_what_was_rejected_stays_shut_when_the_scanner_is_taken_away(scanned: Clamd, settings: Settings) -> None:
    document = take_in(infected()).document
    scans.sweep(now=NOW)
    settings.CLAMD_ADDRESS = ""
    with pytest.raises(Refused):
        documents.open_document(Document.objects.get(pk=document.pk))


def test_what_was_unchecked_is_shut_and_scanned_when_a_scanner_comes(scanned: Clamd, settings: Settings) -> None:
    settings.CLAMD_ADDRESS = ""
    document = take_in(infected()).document
    settings.CLAMD_ADDRESS = scanned.tcp
    assert scans.sweep(now=NOW) == 1
    assert Scan.objects.get(pk=document.pk).status == ScanStatus.REJECTED


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("tom.pdf", b"", "Filen är tom. Kontrollera att du har valt rätt fil."),
        ("stor.pdf", b"%PDF-" + bytes(MAX_BYTES), "Filen är för stor. Den får vara högst 25 MB."),
        ("bild.png", b"%PDF-1.7", "Filens namn slutar på .png men innehållet är PDF. Spara om filen och försök igen."),
    ],
    ids=["empty", "too large", "another type"],
)
def test_a_file_that_is_not_accepted_leaves_nothing_behind(name: str, content: bytes, sentence: str) -> None:
    before = Document.objects.count()
    with pytest.raises(Refused) as refused:
        take_in(BytesIO(content) if content else SimpleUploadedFile(name, b""), name)
    assert (str(refused.value), refused.value.field, Document.objects.count() - before) == (sentence, "file", 0)


def test_a_large_upload_is_streamed_from_disk_to_the_store() -> None:
    with TemporaryUploadedFile("stor.pdf", "application/pdf", 0, None) as sent:
        sent.write(b"%PDF-1.7\n" + b"x" * 3_000_000)
        taken = take_in(sent)
        assert (taken.document.size, documents.read(taken.document)[:8]) == (3_000_009, b"%PDF-1.7")
