"""An application is taken back on a phone without JavaScript, and the case is written off with a decision to read."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from django.utils import timezone

from accounts.models import User
from grants.enums import ApplicationStatus
from grants.models import Application
from tests import factories
from tests.journeys.browser import Visitor

Visit = Callable[..., Visitor]


@pytest.mark.django_db(transaction=True)
def test_an_application_is_withdrawn_and_the_case_written_off(
    cast: dict[str, User], visit: Visit, tmp_path: Path
) -> None:
    now = timezone.now()
    application = factories.sign(factories.a_draft(factories.an_open_call_today(), now=now), now=now)
    assert application is not None
    number = factories.assigned(application, now=now).case.number
    the_signatory_withdraws(visit("anna", narrow=True, javascript=False), number)
    the_officer_writes_it_off(visit("dag"), number)
    the_signatory_reads_the_decision(visit("anna"), number, tmp_path)
    assert Application.objects.get().status == ApplicationStatus.WRITTEN_OFF


def the_signatory_withdraws(anna: Visitor, number: str) -> None:
    anna.go(f"/arenden/{number}/").press("Återkalla ansökan").look("withdraw")
    anna.write("Varför återkallar ni ansökan?", "Kommunen betalar i stället.")
    anna.page.locator("input[name=statement]").check()
    anna.press("Återkalla ansökan").look("case-withdrawn")
    assert anna.sees("Ni har återkallat ansökan")


def the_officer_writes_it_off(dag: Visitor, number: str) -> None:
    dag.go("/").look("officer-home-withdrawn").go(f"/handlaggning/{number}/").press("Skriva av ärendet")
    dag.look("write-off").press("Skriv av ärendet").look()
    assert dag.sees("Avskriven efter återkallelse")


def the_signatory_reads_the_decision(anna: Visitor, number: str, tmp_path: Path) -> None:
    anna.go(f"/arenden/{number}/").look("case-written-off").press("Öppna brevet: Beslut om avskrivning").look()
    anna.press("Öppna brevet").look()
    with anna.page.expect_download() as download:
        anna.page.get_by_role("link", name="Hämta brevet (PDF)").click()
    download.value.save_as(tmp_path / "beslut.pdf")
    with pikepdf.open(tmp_path / "beslut.pdf") as pdf:
        assert pdf.docinfo["/Title"] == f"Beslut om avskrivning, {number}"
