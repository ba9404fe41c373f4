"""An officer reads a case: overview, notes, history, documents, what a completion changed, and what is sensitive."""

from datetime import timedelta

import pytest
from django.utils import timezone

from journal.models import Reading
from tests import factories

GOALS = (
    "De som bor i området känner minst tre grannar till namnet och hjälper varandra i vardagen. Vi frågar 200 grannar."
)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def number() -> str:
    """A completed application under review by dag, in a call that is open today."""
    now = timezone.now()
    application = factories.sign(factories.a_draft(factories.an_open_call_today(), now=now), now=now)
    assert application is not None
    factories.assigned(application, now=now)
    factories.person("eva")
    request = factories.completion_requested(application, due_on=now.date() + timedelta(days=14), now=now)
    factories.completion_saved(request, answer=f"{application.answers['goals']} {GOALS}", now=now)
    factories.completion_file(request)
    factories.hand_in_completion(request.completion, now=now)
    return application.case.number


def test_an_officer_finds_everything_in_the_case(visit, number):
    dag = visit("dag").go(f"/handlaggning/{number}/").look("case-overview")
    dag.page.get_by_text("Skriv en tjänsteanteckning").click()
    dag.write("Vad har sagts eller hänt?", "Ordföranden ringde om lokalen.").choose("Telefon")
    dag.look("case-note").press("Spara anteckningen").look("case-history")
    assert dag.sees("Ordföranden ringde om lokalen.")
    dag.press("Anteckningar").look().page.locator("a[href$='/ratta/']").first.click()
    dag.write("Vad har sagts eller hänt?", "Kassören ringde om lokalen.").look("note-correct").press(
        "Spara anteckningen"
    )
    dag.press("Ansökan").look("case-application").press("Visa vad som ändrades i kompletteringen").look("case-changes")
    assert dag.sees("Vi frågar 200 grannar.")
    dag.press("Handlingar").look("case-documents").press("Bilaga: Intyg.pdf").look("case-document")
    dag.press("Bedömning").look("scores-with-tabs").go(f"/handlaggning/{number}/bedomning/1/").look("score-beside")
    dag.go(f"/handlaggning/{number}/kontroller/tax_debt/").look("check-beside")


def test_what_is_sensitive_is_opened_and_the_registrar_sees_by_whom(visit, number):
    dag = visit("dag", javascript=False).go(f"/handlaggning/{number}/ansokan/")
    dag.page.locator("a[href*='kansligt']").first.click()
    dag.press("Visa uppgiften")
    assert dag.sees("Du har öppnat uppgiften, och det är antecknat.")
    dag.go(f"/handlaggning/{number}/handlingar/1/visa/").press("Visa handlingen")
    assert dag.sees("respects_democracy")
    assert sorted(Reading.objects.values_list("part", flat=True)) == ["answer:respects_democracy", "document:1"]

    eva = visit("eva").go(f"/handlaggning/{number}/kansligt/check:democracy_condition/").look("sensitive-closed")
    eva.press("Visa uppgiften").look("sensitive-opened")
    eva.go(f"/handlaggning/{number}/handlingar/1/visa/").look("document-closed").press("Visa handlingen")
    eva.look("document-text")
    visit("rut").go(f"/handlaggning/{number}/").press("Vem har läst").look("readings")


def test_a_pdf_is_shown_in_its_frame_and_nothing_is_refused_by_the_policy(visit, number):
    dag = visit("dag").go(f"/handlaggning/{number}/handlingar/").press("Bilaga: Intyg.pdf")
    frame = dag.page.frame_locator("iframe.viewer")
    assert frame.locator("embed, body").count() >= 1
    assert dag.errors == []
