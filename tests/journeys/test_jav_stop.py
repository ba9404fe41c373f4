"""A jäv stop: the party objects on a phone, the officer is out at once, management rules, another officer goes on."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from accounts.models import User
from grants.enums import ApplicationStatus, ConflictStatus
from grants.models import Application, ConflictQuestion
from tests import factories
from tests.journeys.browser import Visitor

Visit = Callable[..., Visitor]
OTHER = "4. Något annat gör att personens opartiskhet kan ifrågasättas"


@pytest.mark.django_db(transaction=True)
def test_a_party_objects_and_another_officer_goes_on(cast: dict[str, User], visit: Visit) -> None:
    now = timezone.now()
    application = factories.sign(factories.a_draft(factories.an_open_call_today(), now=now), now=now)
    assert application is not None
    number = factories.assigned(application, now=now).case.number
    dag = visit("dag").go(f"/handlaggning/{number}/kontroller/").look("checks-to-confirm")
    dag.press("Bekräfta: uppfyllt – Två års verksamhet").look("checks-confirmed")

    the_party_objects(visit("anna", narrow=True), number)
    the_officer_is_shut_out(dag, number)
    management_rules(visit("gun"), number)
    another_officer_goes_on(visit("rut"), visit("disa"), number)
    visit("anna", narrow=True).go(f"/arenden/{number}/").look("own-case-jav-ruled")
    assert ConflictQuestion.objects.get().status is ConflictStatus.UPHELD
    assert Application.objects.get().status == ApplicationStatus.IN_REVIEW


def the_party_objects(anna: Visitor, number: str) -> None:
    anna.go(f"/arenden/{number}/").press("Invänd att någon som handlägger ärendet är jävig").look("own-conflict")
    anna.choose(OTHER).write("Beskriv vad ni känner till", "Dag skrev i lokaltidningen att vi borde läggas ner.")
    anna.press("Skicka invändningen").look()
    assert anna.sees("Vi har tagit emot er invändning.")


def the_officer_is_shut_out(dag: Visitor, number: str) -> None:
    response = dag.page.goto(f"{dag.base_url}/handlaggning/{number}/")
    assert response and response.status == 404
    dag.go("/handlaggning/").look()
    assert not dag.sees(number)
    dag.go("/konto/meddelanden/").look()
    assert dag.sees(f"En fråga om jäv gäller dig i {number}.")


def management_rules(gun: Visitor, number: str) -> None:
    gun.go("/").look("manager-home-jav").go("/jav/").look("conflict-list").press(number).look("conflict-to-declare")
    gun.press("Ta ställning till jäv").look("conflict-declare").choose("Jag är inte jävig").press("Spara")
    gun.go("/jav/").press(number).look("conflict-question")
    gun.choose("Personen är jävig och får inte ta del i ärendet")
    gun.write("Skäl", "Uttalandet gäller just den här föreningen.").press("Besluta").look("conflict-list-ruled")
    assert gun.sees("Frågan är prövad, och de som berörs har fått veta det.")


def another_officer_goes_on(rut: Visitor, disa: Visitor, number: str) -> None:
    rut.go(f"/handlaggning/{number}/fordela/")
    rut.page.get_by_label("Handläggare").select_option(label=disa_name())
    rut.page.get_by_role("main").get_by_role("button").first.click()
    rut.page.wait_for_load_state()
    disa.go(f"/handlaggning/{number}/jav/").choose("Jag är inte jävig").press("Spara").look("case-after-jav")
    disa.go(f"/handlaggning/{number}/jav/fraga/").look("conflict-raise")


def disa_name() -> str:
    return factories.person("disa").name
