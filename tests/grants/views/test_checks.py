"""The page of formal checks: results with age and evidence, what the portal knows, and the click that confirms it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from grants.models import Check
from tests import factories
from tests.pages import browser, errors, flashes, words

MET = {"result": "met", "source": "Kronofogden", "note": "", "serial": ""}


@pytest.fixture
def under_review(association, clock):
    return factories.assigned(factories.received())


def page(name, application, *more):
    return reverse(name, args=[application.case.number, *more])


def faces(application):
    rows = browser("dag").get(page("checks", application)).context["rows"]
    return {row.requirement.code: row.face.staff for row in rows}


def test_a_check_that_has_grown_old_is_shown_as_that(under_review, monkeypatch):
    factories.checked(under_review)
    assert set(faces(under_review).values()) == {"Uppfyllt", "Kontrollerat"}
    monkeypatch.setattr(timezone, "now", lambda: factories.NOW + timedelta(days=91))
    old = {code for code, face in faces(under_review).items() if face == "För gammal"}
    assert old == {"tax_debt", "insolvency", "mandate", "payment_account"}


def test_the_page_says_until_when_a_check_counts(under_review):
    factories.checked(under_review)
    assert words(browser("dag").get(page("checks", under_review))).count("Gäller till 31 juli 2018") == 4


def test_evidence_is_uploaded_with_the_check_and_linked(under_review):
    file = SimpleUploadedFile("utdrag.pdf", factories.a_pdf("utdrag").getvalue())
    dag = browser("dag")
    assert dag.post(page("check", under_review, "tax_debt"), {**MET, "file": file}).status_code == 302
    evidence = Check.objects.get().evidence
    shown = dag.get(page("checks", under_review)).content.decode()
    assert page("document", under_review, evidence.serial) in shown
    assert evidence.title == "Underlag till kontroll: utdrag.pdf"


def test_a_file_that_is_not_accepted_is_refused_by_its_field(under_review):
    file = SimpleUploadedFile("virus.exe", b"MZ\x90\x00" + b"\x00" * 64)
    response = browser("dag").post(page("check", under_review, "tax_debt"), {**MET, "file": file})
    assert (response.status_code, [line.split(" – ")[0] for line in errors(response)]) == (422, ["Nytt underlag"])


def test_evidence_is_chosen_among_the_documents_of_the_case(under_review):
    browser("dag").post(page("check", under_review, "tax_debt"), {**MET, "serial": "1"})
    assert Check.objects.get().evidence.serial == 1


def test_one_click_confirms_what_the_portal_knows_and_the_page_says_so(under_review):
    dag = browser("dag")
    assert "Bekräfta: uppfyllt – Två års verksamhet" in words(dag.get(page("checks", under_review)))
    response = dag.post(page("check_confirm", under_review, "years_active"))
    assert (response["Location"], flashes(response)) == (
        page("checks", under_review),
        ["Kontrollen ”Två års verksamhet” är bekräftad."],
    )
    shown = words(dag.get(page("checks", under_review)))
    assert "Beräknat av portalen och bekräftat" in shown
    assert "Bekräfta: uppfyllt – Två års verksamhet" not in shown


def test_what_the_portal_cannot_tell_has_no_click(under_review):
    response = browser("dag").post(page("check_confirm", under_review, "tax_debt"))
    assert (response.status_code, errors(response)) == (
        422,
        ["Portalen kan inte bedöma kravet. Gör kontrollen själv och skriv hur du vet svaret."],
    )


def test_who_is_not_the_officer_sees_no_click(under_review, disa):
    assert "Bekräfta:" not in words(browser("disa").get(page("checks", under_review)))


def test_a_demand_of_another_ordinance_is_not_there(under_review):
    assert browser("dag").post(page("check_confirm", under_review, "own_reclaim")).status_code == 404


def test_what_a_check_says_is_on_its_own_page_alone(under_review):
    """INV-30: neither the lists nor the case's own page have result or note; nor has the panel, before it is opened."""
    note = "Uttalande mot alla människors lika värde"
    data = {"result": "not_met", "source": "Öppna källor", "note": note}
    dag = browser("dag")
    dag.post(page("check", under_review, "democratic_values"), data)
    elsewhere = [
        *map(reverse, ("home", "worklist", "own_data_file")),
        *(page(name, under_review) for name in ("case", "checks")),
    ]
    read = [b"".join(dag.get(url)).decode() for url in elsewhere]
    assert [note in text or "Inte uppfyllt" in text for text in read] == [False] * len(elsewhere)
    assert note in words(dag.post(page("sensitive", under_review, "check:democratic_values")))


def test_what_shows_a_sensitive_check_is_opened_by_itself_and_logged(under_review):
    """INV-31."""
    dag = browser("dag")
    file = SimpleUploadedFile("inlägg.pdf", factories.a_pdf("inlägg").getvalue())
    dag.post(page("check", under_review, "democratic_values"), {**MET, "file": file})
    evidence = Check.objects.get().evidence
    document = page("document", under_review, evidence.serial)
    assert evidence.is_sensitive
    assert document not in dag.get(page("checks", under_review)).content.decode()
    assert document in dag.post(page("sensitive", under_review, "check:democratic_values")).content.decode()
