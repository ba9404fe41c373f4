"""A decider decides several cases at once: picks, reads, decides all; the registrar sends, and an applicant reads."""

from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

import pikepdf
import pytest
from django.utils import timezone

from accounts.models import User
from grants.enums import BatchStatus, DecisionKind
from grants.models import BatchDecision
from tests import factories
from tests.journeys.browser import Visitor
from tests.processes import wait_until

Visit = Callable[..., Visitor]


def reaches(status: BatchStatus) -> None:
    wait_until(lambda: BatchDecision.objects.filter(status=status).exists(), 120)


@pytest.mark.django_db(transaction=True)
def test_several_cases_are_decided_at_once_and_each_has_its_own_letter(
    cast: dict[str, User], celery_worker_process: "Popen[bytes]", visit: Visit, tmp_path: Path
) -> None:
    now = timezone.now()
    call = factories.an_open_call_today()
    cases = [
        *factories.some_proposed(2, call=call, now=now),
        *factories.some_proposed(1, call=call, kind=DecisionKind.REJECT, now=now),
    ]
    eva, rut = visit("eva"), visit("rut", narrow=True)
    the_decider_picks(eva)
    the_decider_reads_and_decides(eva, tmp_path)
    the_registrar_sends(rut)
    eva.go(f"/handlaggning/{cases[0].case.number}/beslut/").look()
    assert eva.sees("Expedierat")


def the_decider_picks(eva: Visitor) -> None:
    eva.go("/samlingsbeslut/").look("batch-list").press("Nytt samlingsbeslut").look("batch-calls")
    eva.press("Statsbidrag för mötesplatser").look("batch-new")
    eva.page.get_by_label("Jag har sett vilka de sökande är").check()
    eva.follow("Upprätta breven").look("batch-drawing-up")
    reaches(BatchStatus.READY)


def the_decider_reads_and_decides(eva: Visitor, tmp_path: Path) -> None:
    number = BatchDecision.objects.get().case.number
    eva.go(f"/samlingsbeslut/{number}/").look("batch-ready")
    assert eva.sees("3 brev är upprättade.") and eva.sees("Kvar sedan")
    eva.follow("Fatta alla beslut").look()
    reaches(BatchStatus.DECIDED)
    eva.go(f"/samlingsbeslut/{number}/").look("batch-decided")
    with eva.page.expect_download() as download:
        eva.page.get_by_role("link", name="Läs protokollet (PDF)").click()
    download.value.save_as(tmp_path / "protokoll.pdf")
    with pikepdf.open(tmp_path / "protokoll.pdf") as pdf:
        assert pdf.docinfo["/Title"] == f"Protokoll över samlingsbeslut, {number}"


def the_registrar_sends(rut: Visitor) -> None:
    number = BatchDecision.objects.get().case.number
    rut.go(f"/samlingsbeslut/{number}/").look("batch-to-send")
    rut.page.get_by_label("Jag har sett vilka de sökande är").check()
    rut.follow("Skicka alla beslut").look()
    reaches(BatchStatus.DISPATCHED)
    rut.go(f"/samlingsbeslut/{number}/").look("batch-sent")
    assert rut.sees("Expedierat")
