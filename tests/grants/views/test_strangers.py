"""What is another organisation's is not there for cecilia, whether she reads or writes; and nothing of it changes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants.enums import PaymentStatus, ReportStatus
from tests import factories
from tests.database import everything
from tests.factories import appeals
from tests.pages import browser


@pytest.fixture
def draft(association, gavle, clock):
    return factories.a_draft()


@pytest.fixture
def paid(association, gavle, clock):
    return factories.payment_at(PaymentStatus.PAID).decision.application


@pytest.mark.parametrize(
    ("name", "more", "data"),
    [
        ("draft", [], {}),
        ("draft_group", ["about"], {"version": "1", "title": "Min nu"}),
        (
            "draft_attach",
            ["attachments"],
            {"attachments-file": SimpleUploadedFile("a.pdf", factories.a_pdf().getvalue())},
        ),
        ("draft_check", [], {"statement": "on", "content_sha256": "0" * 64}),
        ("draft_detach", [1], {}),
    ],
)
def test_a_stranger_writes_nothing_in_a_draft(draft, name, more, data):
    cecilia, before = browser("cecilia"), everything()
    assert cecilia.post(reverse(name, args=[draft.pk, *more]), data).status_code == 404
    assert everything() == before


@pytest.mark.parametrize("username", ["dag", "rut", "eva", "farah", "gun"])
def test_a_draft_is_out_of_reach_for_the_agency(draft, username):
    client = browser(username)
    pages = [reverse("draft", args=[draft.pk]), reverse("draft_check", args=[draft.pk])]
    assert [client.get(page).status_code for page in pages] == [404, 404]


@pytest.mark.parametrize("name", ["own_case", "receipt", "own_report"])
def test_a_stranger_reads_nothing_of_a_case(paid, name):
    assert browser("cecilia").get(reverse(name, args=[paid.case.number])).status_code == 404


def test_a_stranger_fetches_no_document(paid):
    cecilia = browser("cecilia")
    serials = paid.case.entries.values_list("serial", flat=True)
    answers = [cecilia.get(reverse("own_document", args=[paid.case.number, serial])).status_code for serial in serials]
    assert answers == [404] * len(serials)


def test_a_stranger_reports_nothing(paid):
    cecilia, before = browser("cecilia"), everything()
    data = {"version": "0", "results": "Mitt", "save": "1"}
    assert cecilia.post(reverse("own_report", args=[paid.case.number]), data).status_code == 404
    assert everything() == before


@pytest.mark.parametrize(
    "name", ["case", "case_assign", "conflict", "checks", "proposal", "decision", "report_review", "payment_prepare"]
)
def test_the_applicant_opens_no_page_of_the_agency_about_its_own_case(association, clock, name):
    application = factories.report_at(ReportStatus.SUBMITTED).application
    page = reverse(name, args=[application.case.number])
    anna = browser("anna")
    assert [anna.get(page).status_code, anna.post(page, {"answer": "none"}).status_code] == [404, 404]


def test_the_applicant_fetches_only_what_is_shown_to_the_party(paid):
    anna = browser("anna")
    shown = dict(paid.case.entries.filter(document__isnull=False).values_list("serial", "visible_to_party"))
    fetched = {}
    appeals.opened_decision(paid.decisions.get())
    for serial in shown:
        response = anna.get(reverse("own_document", args=[paid.case.number, serial]))
        b"".join(response)
        fetched[serial] = response.status_code == 200
    assert fetched == shown
    assert set(shown.values()) == {True, False}
