"""A call in two steps: an expression of interest, an invitation, and the application in the same case."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from applicants.models import Organisation
from grants.models import Application, Call, Draft, Expression
from tests import factories
from tests.journeys.browser import Visitor

Visit = Callable[..., Visitor]
WHY_NOT = "Fler söker än vi kan bjuda in, och behovet är inte beskrivet."


@pytest.mark.django_db(transaction=True)
def test_an_expression_of_interest_becomes_an_application(
    cast: dict[str, User], association: Organisation, visit: Visit
) -> None:
    call = a_call_today()
    a_second_expression(call)
    number = the_agent_hands_in(visit("bo", narrow=True, javascript=False), call)
    the_officer_assesses_and_invites(visit("dag"), call, number)
    the_officer_answers_the_other(visit("dag"), call)
    the_signatory_applies(visit("anna"), number)
    assert Application.objects.get().case.number == number


@pytest.mark.django_db(transaction=True)
def test_an_expression_of_interest_is_taken_back(
    cast: dict[str, User], association: Organisation, visit: Visit
) -> None:
    draft = factories.an_expression_draft(a_call_today(), now=timezone.now())
    number = factories.handed_in(draft, now=timezone.now()).case.number
    anna = visit("anna", narrow=True, javascript=False).press("Grannar möts")
    anna.press("Återkalla intresseanmälan").look("expression-withdraw")
    anna.page.locator("input[name=statement]").check()
    anna.press("Återkalla intresseanmälan").look("expression-withdrawn")
    assert anna.sees("Intresseanmälan är återkallad, och ärendet är avslutat.")
    dag = visit("dag").go(f"/handlaggning/{number}/intresseanmalan/").look("expression-withdrawn-officer")
    assert dag.sees("Sökanden återkallade intresseanmälan")


def a_call_today() -> Call:
    """A call in two steps, open by the real clock."""
    closes_at = timezone.now() + timedelta(days=40)
    return factories.an_open_call_today(invited_close_at=closes_at)


def a_second_expression(call: Call) -> None:
    other = factories.an_association(7)
    draft = factories.an_expression_draft(call, organisation=other, now=timezone.now(), title="Språkkafé")
    factories.handed_in(draft, now=timezone.now())


def the_agent_hands_in(bo: Visitor, call: Call) -> str:
    bo.go(f"/utlysningar/{call.slug}/").look("call-in-two-steps")
    bo.press("Lämna intresseanmälan för Föreningen Grannsamverkan Öster").look("expression-tasks")
    bo.press("Vad ni vill göra").look("expression-questions")
    name, summary = (question.label for question in Draft.objects.latest("created_at").form.form.questions[:2])
    bo.write(name, "Grannar möts").write(summary, "Vi ordnar möten på torget varje vecka.")
    bo.write("Ungefär hur mycket vill ni söka?", "250 000").choose("Gävleborgs län").press("Spara och fortsätt")
    bo.press("Granska och skicka in").look("expression-check")
    bo.page.locator("input[name=statement]").check()
    bo.press("Skicka in intresseanmälan").look("expression-receipt")
    number = Expression.objects.get(title="Grannar möts").case.number
    assert bo.sees(f"Diarienummer {number}")
    return number


def the_officer_assesses_and_invites(dag: Visitor, call: Call, number: str) -> None:
    dag.look("officer-home-expressions").go("/intresseanmalningar/").look("expression-calls").press(call.title).look(
        "expression-list"
    )
    dag.press(number).look("expression-to-declare").press("Ta ställning till jäv").look()
    dag.choose("Jag är inte jävig").press("Spara").look("expression-to-assess")
    dag.choose("Bjud in").write("Bedömning", "Ett tydligt behov och en bra plan.").press("Spara bedömningen")
    dag.look("expression-assessed").press("Lämna beskedet").look()
    assert dag.sees("Inbjuden att ansöka")


def the_officer_answers_the_other(dag: Visitor, call: Call) -> None:
    """On the list: jäv is answered, an answer given too early is refused with which and why, and then it is given."""
    address, other = f"/intresseanmalningar/{call.slug}/", Expression.objects.get(title="Språkkafé").case.number
    for act in ("Jag är inte jävig i de valda ärendena", "Bjud inte in de valda"):
        dag.go(address)
        dag.page.get_by_label(f"Välj {other}").check()
        dag.choose(act).write("Skäl", WHY_NOT).press("Gör det för de valda")
    assert dag.sees(f"{other}: Det går inte att lämna besked utan inbjudan nu")
    dag.look("expression-list-refused").press(other)
    dag.choose("Bjud inte in", within="Vad leder bedömningen till?")
    dag.write("Bedömning", "Behovet saknas.").press("Spara bedömningen").go(address)
    dag.page.get_by_label(f"Välj {other}").check()
    dag.choose("Bjud inte in de valda").write("Skäl", WHY_NOT).press("Gör det för de valda").look(
        "expression-list-done"
    )
    assert dag.sees("1 sökande har fått besked att den inte bjuds in.")


def the_signatory_applies(anna: Visitor, number: str) -> None:
    anna.look("applicant-home-invited").press("Grannar möts").look("expression-invited")
    anna.press("Skriv ansökan").look("invited-draft")
    draft = Draft.objects.get(invitation__case__number=number)
    assert draft.answers["title"] == "Grannar möts"
    factories.answered(draft, by=factories.person("anna"), now=timezone.now())
    anna.go(f"/utlysningar/{draft.call.slug}/").look("call-invited")
    anna.go(f"/utkast/{draft.pk}/granska/").look()
    anna.page.locator("input[name=statement]").check()
    anna.press("Skriv under och skicka in").press("Följ ärendet").look("case-in-two-steps")
    assert anna.sees("Ni är inbjudna att ansöka")
    anna.press("Visa intresseanmälan").look()
    assert anna.sees("Ni har ansökt")
