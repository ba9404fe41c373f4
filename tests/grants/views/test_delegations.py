"""Management gives and takes back delegations; the decider reads what may be decided."""

from typing import Any

import pytest
from django.urls import reverse

from grants.enums import ApplicationStatus
from grants.models import Delegation
from tests import factories
from tests.pages import browser, errors, words

pytestmark = pytest.mark.django_db


def written(**changes: Any) -> dict[str, Any]:
    whole = {
        "decider": factories.person("eva").pk,
        "kinds": ["grant", "reject"],
        "most": "500 000",
        "starts_on": "2030-01-01",
        "ends_on": "",
        "basis": "Arbetsordningen 2 §",
    }
    return {**whole, **changes}


def give(**changes: Any) -> Any:
    return browser("gun").post(reverse("delegation_new"), written(**changes))


def test_what_is_given_stands_in_the_list() -> None:
    assert give().status_code == 302
    said = words(browser("gun").get(reverse("delegation_list")))
    wanted = ("Eva Ek", "bifall, avslag", "500 000 kr", "1 januari 2030 – tills vidare", "Gäller inte än", "Gun Gran")
    assert [part for part in wanted if part not in said] == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"decider": ""}, "Beslutsfattare – Välj en person."),
        ({"kinds": []}, "Vilka beslut? – Välj minst ett slag av beslut."),
        ({"starts_on": "2018-01-01"}, "Gäller från – En delegation kan inte gälla bakåt i tiden."),
        ({"most": "mycket"}, "Högsta belopp för ett beslut – "),
        ({"basis": ""}, "Stöd i arbetsordningen – Skriv var i arbetsordningen det står."),
    ],
    ids=["nobody", "no-kind", "backwards", "no-amount", "no-basis"],
)
def test_what_is_wrong_is_said_and_nothing_is_given(changes: dict[str, Any], sentence: str) -> None:
    response = give(**changes)
    assert (response.status_code, [found.startswith(sentence) for found in errors(response)]) == (422, [True])
    assert Delegation.objects.count() == 0


def test_one_that_is_taken_back_stays_to_be_read() -> None:
    held = factories.delegated(factories.person("eva"))
    browser("gun").post(reverse("delegation_end", args=[held.pk]))
    said = words(browser("gun").get(reverse("delegation_list")))
    assert ("Gäller inte längre" in said, "återkallad" in said, "Återkalla delegationen" in said) == (True, True, False)


def test_the_decider_reads_what_may_be_decided_before_writing() -> None:
    case = factories.application_at(ApplicationStatus.PROPOSED)
    said = words(browser("eva").get(reverse("decision_compose", args=[case.case.number])))
    assert "Bifall, delvis bifall, avslag, avvisning; utan beloppsgräns (Arbetsordningen 2018-01-01, bilaga 2)" in said


def test_who_has_no_delegation_is_told_before_writing() -> None:
    case = factories.application_at(ApplicationStatus.PROPOSED)
    browser("gun").post(reverse("delegation_end", args=[Delegation.objects.get().pk]))
    said = words(browser("eva").get(reverse("decision_compose", args=[case.case.number])))
    assert "Du har ingen delegation som gäller i dag, och kan därför inte besluta." in said


def test_what_may_be_decided_without_presentation_is_chosen_and_shown() -> None:
    """MF 20 §."""
    assert give(without_presentation=["reject"]).status_code == 302
    assert Delegation.objects.get().without_presentation == ["reject"]
    assert "Utan föredragning: avslag" in words(browser("gun").get(reverse("delegation_list")))


def test_only_what_the_delegation_is_about_can_do_without() -> None:
    response = give(without_presentation=["dismiss"])
    assert (response.status_code, Delegation.objects.count()) == (422, 0)
    assert [error.split(" – ")[0] for error in errors(response)] == ["Vilka av dem får beslutas utan föredragning?"]
