"""The virus check: the row is the queue, a dead scanner makes files wait, and nothing passes unseen."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection
from pytest_django import Settings
from structlog.testing import capture_logs

from accounts.models import User
from grants.tasks import scan_files
from journal.domain import scans, uploads
from journal.enums import ScanStatus
from journal.models import Document, Event, Scan
from tests.database import at_once
from tests.factories import NOW, a_pdf, anybody
from tests.processes import wait_until
from tests.scanner import FOUND, Clamd
from tests.uploads import clamd, infected, scanned, scanner_down

__all__ = ["clamd", "scanned", "scanner_down"]
pytestmark = pytest.mark.django_db


def sent(*texts: str, by: User | None = None) -> list[Document]:
    """Files that somebody has sent in, one for each text, infected when the text says so."""
    by = by or anybody("karin")
    files = [infected(text) if text.startswith("smittad") else a_pdf(text) for text in texts]
    return [uploads.take_in("a.pdf", file, size=len(file.getvalue()), by=by, now=NOW).document for file in files]


def states() -> dict[str, int]:
    return {status.value: Scan.objects.filter(status=status).count() for status in ScanStatus}


def test_every_waiting_file_gets_its_own_verdict(scanned: Clamd) -> None:
    sent("ren ett", "smittad", "ren två")
    assert (scans.sweep(now=NOW), states()) == (3, {"checking": 0, "clean": 2, "rejected": 1})


def test_a_rejected_file_keeps_its_hash_and_what_was_found(scanned: Clamd) -> None:
    [document] = sent("smittad fil")
    scans.sweep(now=NOW)
    found = Scan.objects.get()
    assert (found.document_id, found.signature, found.scanned_at) == (document.sha256, FOUND, NOW)


def test_operations_hear_what_was_found_but_not_in_whose_file(scanned: Clamd) -> None:
    """INV-4: neither name nor person of a draft's file is in the log or the journal."""
    sent("smittad av Karin")
    events = Event.objects.count()
    with capture_logs() as lines:
        scans.sweep(now=NOW)
    assert lines == [{"event": "upload_infected", "signature": FOUND, "log_level": "warning"}]
    assert Event.objects.count() == events


def test_no_file_passes_while_the_scanner_is_down(scanner_down: str) -> None:
    sent("en", "två")
    assert (scans.sweep(now=NOW), states()) == (0, {"checking": 2, "clean": 0, "rejected": 0})


def test_a_sweep_leaves_when_the_scanner_is_down(scanner_down: str) -> None:
    """One file has been tried; the other one is not made to wait for a second silence."""
    sent("en", "två")
    with capture_logs() as lines:
        scans.sweep(now=NOW)
    reason = f"clamd at {scanner_down}: [Errno 2] No such file or directory"
    assert lines == [{"event": "scanner_down", "reason": reason, "log_level": "error"}]
    assert sorted(Scan.objects.values_list("attempts", "last_error")) == [(0, ""), (1, reason[:200])]


def test_a_file_is_tried_again_later_and_later_but_at_least_each_minute(scanner_down: str) -> None:
    sent("en")
    now, waits = NOW, []
    for _ in range(6):
        scans.sweep(now=now)
        waits.append((Scan.objects.get().next_try_at - now).seconds)
        now = Scan.objects.get().next_try_at
    assert waits == [5, 10, 20, 40, 60, 60]


def test_a_file_is_not_tried_before_its_time(scanner_down: str) -> None:
    sent("en")
    scans.sweep(now=NOW)
    scans.sweep(now=NOW + timedelta(seconds=4))
    assert Scan.objects.get().attempts == 1


def test_files_that_waited_get_their_verdict_when_the_scanner_is_back(
    scanner_down: str, clamd: Clamd, settings: Settings
) -> None:
    sent("ren", "smittad")
    scans.sweep(now=NOW)
    settings.CLAMD_ADDRESS = clamd.unix
    scans.sweep(now=NOW + timedelta(seconds=5))
    assert states() == {"checking": 0, "clean": 1, "rejected": 1}


def test_a_file_that_the_store_has_lost_waits_and_is_told(
    scanned: Clamd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent("förlorad")
    monkeypatch.setitem(storages._storages, "documents", FileSystemStorage(location=tmp_path))
    with capture_logs() as lines:
        scans.sweep(now=NOW)
    assert ([line["event"] for line in lines], states()["checking"]) == (["scanner_down"], 1)


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_the_same_moment_scan_each_file_once(scanned: Clamd) -> None:
    sent(*(f"fil {number}" for number in range(12)))
    first, second = at_once(lambda: scans.sweep(now=NOW), lambda: scans.sweep(now=NOW))
    assert (first + second, states()["clean"]) == (12, 12)


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_sent_by_two_at_the_same_moment_are_one_document_with_one_scan(scanned: Clamd) -> None:
    by = anybody("karin")
    [one], [other] = at_once(*[lambda: sent("samma", by=by)] * 2)
    assert (one, Scan.objects.count(), Document.objects.filter(scan__isnull=False).count()) == (other, 1, 1)


def test_the_task_sweeps(scanned: Clamd) -> None:
    [document] = sent("ren")
    Scan.objects.update(next_try_at=NOW)
    scan_files()
    assert Scan.objects.get(pk=document.pk).status == ScanStatus.CLEAN


@pytest.mark.django_db(transaction=True)
def test_a_real_beat_and_a_real_worker_scan_what_is_sent_in(
    clamd: Clamd, settings: Settings, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    settings.CLAMD_ADDRESS = clamd.tcp
    monkeypatch.setenv("CLAMD_ADDRESS", clamd.tcp)  # the worker is a process of its own
    request.getfixturevalue("beat")
    sent("ren ett", "smittad")
    wait_until(lambda: states() == {"checking": 0, "clean": 1, "rejected": 1})
    connection.close()
