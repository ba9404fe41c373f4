"""Attachments where the installation has a virus scanner: what it has not called clean is not kept."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pytest_django import Settings
from structlog.testing import capture_logs

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import drafts
from grants.domain.uploads import INFECTED, SCANNER_DOWN
from grants.models import Draft, DraftFile
from journal.domain import documents
from journal.models import Document, Event
from tests.factories import NOW, a_draft, a_pdf
from tests.scanner import EICAR, FOUND, Clamd, running_clamd


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    with running_clamd(tmp_path_factory.mktemp("clamd")) as found:
        yield found


@pytest.fixture
def scanned(clamd: Clamd, settings: Settings, tmp_path: Path) -> Path:
    """An installation with a scanner. The folder where it keeps its documents, empty."""
    settings.CLAMD_ADDRESS = clamd.tcp
    return keeps_in(tmp_path, settings)


@pytest.fixture
def scanner_down(settings: Settings, tmp_path: Path) -> Path:
    """An installation whose scanner is gone. The folder where it keeps its documents, empty."""
    settings.CLAMD_ADDRESS = str(tmp_path / "clamd.sock")
    return keeps_in(tmp_path, settings)


def keeps_in(folder: Path, settings: Settings) -> Path:
    kept = folder / "documents"
    kept.mkdir()
    options = {**settings.STORAGES["documents"]["OPTIONS"], "location": str(kept)}
    settings.STORAGES = settings.STORAGES | {"documents": {**settings.STORAGES["documents"], "OPTIONS": options}}
    return kept


def attach(draft: Draft, by: User, content: BytesIO) -> DraftFile:
    size = len(content.getvalue())
    return drafts.attach(draft, question="attachments", name="a.pdf", content=content, size=size, by=by, now=NOW)


def infected() -> BytesIO:
    return BytesIO(a_pdf().getvalue() + EICAR)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_clean_file_is_kept_whole(anna: User, scanned: Path) -> None:
    file = attach(a_draft(), anna, a_pdf())
    assert documents.read(file.document) == a_pdf().getvalue()
    assert len(files_in(scanned)) == 1


def test_an_infected_file_is_refused(anna: User, scanned: Path) -> None:
    with pytest.raises(Refused) as refused:
        attach(a_draft(), anna, infected())
    assert (str(refused.value), refused.value.field) == (INFECTED, "file")


def test_nothing_of_an_infected_file_is_kept(anna: User, scanned: Path) -> None:
    draft, rows = a_draft(), Document.objects.count()
    with pytest.raises(Refused):
        attach(draft, anna, infected())
    assert (draft.files.count(), Document.objects.count() - rows, files_in(scanned)) == (0, 0, [])


def test_an_infected_file_leaves_the_draft_as_it_was(anna: User, bo: User, scanned: Path) -> None:
    draft, before = a_draft(), Draft.objects.values().get()
    with pytest.raises(Refused):
        attach(draft, bo, infected())
    assert Draft.objects.values().get() == before


def test_an_infected_file_is_told_to_operations_but_not_whose_it_was(anna: User, scanned: Path) -> None:
    """INV-4: a draft leaves no trace that staff could read, so neither name nor person is in the log or the journal."""
    draft, events = a_draft(), Event.objects.count()
    with capture_logs() as lines, pytest.raises(Refused):
        attach(draft, anna, infected())
    assert lines == [{"event": "upload_infected", "signature": FOUND, "log_level": "warning"}]
    assert Event.objects.count() == events


def test_no_file_passes_while_the_scanner_is_down(anna: User, scanner_down: Path) -> None:
    draft = a_draft()
    with pytest.raises(Refused) as refused:
        attach(draft, anna, a_pdf())
    assert (str(refused.value), refused.value.field) == (SCANNER_DOWN, "file")
    assert (draft.files.count(), files_in(scanner_down)) == (0, [])


def test_a_scanner_that_is_down_is_told_to_operations(anna: User, scanner_down: Path) -> None:
    draft = a_draft()
    with capture_logs() as lines, pytest.raises(Refused):
        attach(draft, anna, a_pdf())
    address = scanner_down.with_name("clamd.sock")
    reason = f"clamd at {address}: [Errno 2] No such file or directory"
    assert lines == [{"event": "scanner_down", "reason": reason, "log_level": "error"}]


def test_the_file_can_be_attached_when_the_scanner_is_back(
    anna: User, scanner_down: Path, clamd: Clamd, settings: Settings
) -> None:
    draft = a_draft()
    with pytest.raises(Refused):
        attach(draft, anna, a_pdf())
    settings.CLAMD_ADDRESS = clamd.unix
    file = attach(draft, anna, a_pdf())
    assert list(draft.files.all()) == [file]


def test_an_installation_without_a_scanner_keeps_files_unscanned(anna: User, settings: Settings) -> None:
    """The demonstration; production does not start without a scanner."""
    settings.CLAMD_ADDRESS = ""
    file = attach(a_draft(), anna, infected())
    assert documents.read(file.document) == infected().getvalue()
