"""Two joint signatories on a phone: the first signs, the second is sent a link, and then comes the receipt."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.urls import reverse

from accounts.models import User
from applicants.enums import MandateRole, SignRule
from applicants.models import Mandate, Organisation
from grants.models import Application
from journal.models import Mail, Notice
from tests import factories
from tests.journeys.browser import Visitor
from tests.journeys.filling import attach, begin, by_label, fill_in
from tests.processes import wait_until

Visit = Callable[..., Visitor]


@pytest.fixture
def jointly(cast: dict[str, User], association: Organisation) -> Organisation:
    """Anna and bo sign for the association, two together."""
    Mandate.objects.filter(organisation=association).update(role=MandateRole.SIGNATORY, sign_rule=SignRule.JOINTLY)
    return association


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("beat")
def test_two_signatories_apply_together_on_a_phone(jointly: Organisation, visit: Visit, tmp_path: Path) -> None:
    call = factories.an_open_call_today()
    anna = visit("anna", narrow=True)
    the_first_fills_in_and_signs(anna, call.title, tmp_path)
    bo = visit("bo", narrow=True)
    the_second_follows_the_link_and_signs(bo)
    number = Application.objects.get().case.number
    the_receipt_comes_as_pdf_and_by_mail(bo, number)
    anna.go("/").look()
    assert anna.sees("Grannar möts")


def the_first_fills_in_and_signs(anna: Visitor, title: str, folder: Path) -> None:
    draft = begin(anna, title)
    fill_in(anna, draft, by_label, anna.follow)
    attach(anna, draft, folder)
    anna.follow("Granska och skriv under").look("two-first")
    anna.page.locator("input[name=statement]").check()
    anna.follow("Skriv under").look("two-waiting")
    assert anna.sees("Nu väntar ansökan på den andra firmatecknarens underskrift.")
    assert Application.objects.count() == 0


def the_second_follows_the_link_and_signs(bo: Visitor) -> None:
    bo.go(reverse("notices")).look("two-notice")
    [notice] = Notice.objects.filter(key__startswith="signature-asked-for")
    bo.follow(notice.title).look("two-second")
    assert bo.sees("Underskriven av Anna Andersson")
    assert bo.sees("När du också har gjort det skickas ansökan in.")
    bo.page.locator("input[name=statement]").check()
    bo.follow("Skriv under och skicka in").look("two-receipt")
    assert bo.sees("Vi har tagit emot er ansökan")


def the_receipt_comes_as_pdf_and_by_mail(bo: Visitor, number: str) -> None:
    link = bo.page.get_by_role("link", name="Hämta kvittot (PDF)")

    def is_drawn() -> bool:
        bo.go(f"/arenden/{number}/kvitto/")
        return link.count() == 1

    wait_until(is_drawn)
    bo.look("two-receipt-pdf")
    with bo.page.expect_download() as download:
        link.click()
    with pikepdf.open(BytesIO(Path(download.value.path()).read_bytes())) as pdf:
        assert str(pdf.docinfo["/Title"]) == f"Kvitto på ansökan, {number}"
    assert Mail.objects.filter(key__startswith=f"receipt:{number}").count() == 2
