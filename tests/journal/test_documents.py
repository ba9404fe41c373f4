"""Documents: stored once, under their sha256, and read back as they were (INV-6, INV-36)."""

from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, storages

from journal.actors import SYSTEM
from journal.domain import documents
from journal.models import Document
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A document store of the test's own."""
    monkeypatch.setitem(storages._storages, "documents", FileSystemStorage(location=tmp_path))
    return tmp_path


def store(content: bytes = b"%PDF-1.7 brev", content_type: str = "application/pdf") -> Document:
    return documents.store(content, content_type=content_type, by=SYSTEM, now=NOW)


def stored_files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_document_is_named_by_its_content() -> None:
    assert store().sha256 == sha256(b"%PDF-1.7 brev").hexdigest()


def test_what_is_stored_is_read_back() -> None:
    assert documents.read(store()) == b"%PDF-1.7 brev"


def test_a_document_tells_size_type_time_and_who() -> None:
    document = store()
    assert (document.size, document.content_type, document.stored_at, document.stored_by) == (
        13,
        "application/pdf",
        NOW,
        "system",
    )


def test_the_same_bytes_are_stored_once(empty_store: Path) -> None:
    first, second = store(), store()
    assert first == second
    assert Document.objects.count() == 1
    assert stored_files(empty_store) == [first.path]


def test_bytes_whose_row_was_lost_are_taken_up_again(empty_store: Path) -> None:
    """A crash between file and row leaves a file that nothing points to; storing again uses it."""
    digest = sha256(b"%PDF-1.7 brev").hexdigest()
    path = empty_store / digest[:2] / digest[2:4] / digest
    path.parent.mkdir(parents=True)
    path.write_bytes(b"%PDF-1.7 brev")
    assert documents.read(store()) == b"%PDF-1.7 brev"
    assert stored_files(empty_store) == [f"{digest[:2]}/{digest[2:4]}/{digest}"]


def test_nothing_is_no_document() -> None:
    with pytest.raises(ValueError, match="an empty document cannot be stored"):
        store(b"")


def test_bytes_changed_on_disk_are_noticed(empty_store: Path) -> None:
    document = store()
    (empty_store / document.path).write_bytes(b"%PDF-1.7 beef")
    with pytest.raises(ValueError, match="does not hold what its name says"):
        documents.read(document)


def test_lost_bytes_are_noticed(empty_store: Path) -> None:
    document = store()
    (empty_store / document.path).unlink()
    with pytest.raises(FileNotFoundError):
        documents.read(document)
