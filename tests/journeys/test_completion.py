"""After submission: the officer asks and shows, the applicant answers on a phone and signs, and both write."""

import pytest
from django.utils import timezone

from grants.enums import ApplicationStatus, CompletionStatus
from grants.models import Communication, CompletionRequest, Message
from tests import factories

BUDGET = "Vilka kostnader söker ni bidrag för?"
GOALS = "Vad ska ha förändrats när ni är klara?"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def number() -> str:
    """An application under review by dag, in a call that is open today."""
    now = timezone.now()
    application = factories.sign(factories.a_draft(factories.an_open_call_today(), now=now), now=now)
    assert application is not None
    return factories.assigned(application, now=now).case.number


def test_a_request_is_answered_on_a_phone_and_seen_by_the_officer(visit, number):
    dag = visit("dag").go(f"/handlaggning/{number}/").look("case-before-completion")
    dag.press("Skrivelser").look("correspondence-empty")
    dag.press("Begär komplettering").write(GOALS, "Målen går inte att mäta. Skriv hur ni mäter dem.")
    dag.write("Annan handling", "Skicka ett intyg från kommunen.")
    dag.write(BUDGET, "Hyran är högre än i avtalet.").look("completion-new")
    dag.press("Skicka begäran")
    assert dag.sees("Begäran om komplettering är skickad.")

    anna = visit("anna", narrow=True).go(f"/arenden/{number}/").look("own-case-waiting")
    anna.go("/").look("applicant-home-asked")
    anna.go("/konto/meddelanden/").look("notices")
    anna.press("Vi behöver att ni kompletterar er ansökan").look("completion")
    anna.write(GOALS, "Vi frågar 200 grannar före och efter.")
    anna.page.locator("input[name=budget_amount]").nth(1).fill("80 000")
    anna.press("Spara och granska").look("completion-check")
    anna.page.get_by_role("checkbox").check()
    anna.press("Skriv under och skicka in").look("completion-done")
    assert CompletionRequest.objects.get().status == CompletionStatus.ANSWERED
    anna.press("Till ärendet").look("own-case-completed")
    assert anna.sees("Sökt belopp: 300 000 kr → 280 000 kr")

    dag.go(f"/handlaggning/{number}/komplettering/1/").look("completion-answered")
    assert dag.sees("Vi frågar 200 grannar före och efter.")
    assert CompletionRequest.objects.get().application.status == ApplicationStatus.IN_REVIEW


def test_messages_go_both_ways_and_material_is_answered(visit, number):
    dag = visit("dag").go(f"/handlaggning/{number}/skrivelser/")
    dag.write("Meddelande", "När kan vi ringa?").press("Skicka meddelandet").look("correspondence")
    dag.press("Kommunicera material").write("Text till sökanden", "Enligt Kronofogden har ni en skuld.")
    dag.look("communication-new").press("Skicka till sökanden")

    anna = visit("anna", narrow=True).go(f"/arenden/{number}/").look("own-case-asked")
    anna.press("Yttra er över material i ärendet").look("own-communication")
    anna.write("Ert svar", "Skulden är betald.").press("Skicka svaret").look("own-communication-answered")
    anna.go(f"/arenden/{number}/meddelanden/").write("Meddelande", "På måndag.").press("Skicka meddelandet")
    anna.look("own-messages")

    dag.go(f"/handlaggning/{number}/skrivelser/").look("correspondence-answered")
    assert [dag.sees(text) for text in ("Skulden är betald.", "På måndag.")] == [True, True]
    assert (Message.objects.count(), Communication.objects.get().replies.count()) == (3, 1)


def test_the_whole_answer_is_given_without_javascript(visit, number):
    visit("dag").go(f"/handlaggning/{number}/komplettering/").write(GOALS, "Otydligt.").press("Skicka begäran")
    anna = visit("anna", narrow=True, javascript=False).go(f"/arenden/{number}/").press("Komplettera ansökan")
    anna.write(GOALS, "Tydligare mål.")
    anna.press("Spara och granska")
    anna.page.get_by_role("checkbox").check()
    assert anna.press("Skriv under och skicka in").sees("Kompletteringen är inskickad.")
