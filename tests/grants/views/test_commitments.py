"""The authorities: who sees and sets them, and what the page says."""

import pytest
from django.urls import reverse

from grants.domain import commitments
from grants.models import AuthorityAmount
from tests import factories
from tests.pages import browser, errors, flashes, words

pytestmark = pytest.mark.django_db
STATED = {
    "sfs": "2018:119",
    "budget_year": "2018",
    "amount": "1 000 000",
    "effective_from": "2018-05-02",
    "basis": "Regleringsbrevet",
}


def test_management_reads_what_is_committed(cast, clock):
    factories.decision_over_years()
    said = words(browser("gun").get(reverse("commitment_list")))
    assert "5 000 000 kr 90 000 kr 4 910 000 kr" in said.replace("\u00a0", " ")
    assert "Ange ett belopp" not in said


def test_without_any_the_page_says_what_follows(cast):
    assert "Utan bemyndigande kan inga bidrag beviljas" in words(browser("gun").get(reverse("commitment_list")))


def test_an_officer_sets_one(cast, clock):
    response = browser("dag").post(reverse("commitment_set"), STATED)
    assert flashes(response) == ["Bemyndigandet är sparat."]
    row = AuthorityAmount.objects.get()
    assert (row.amount_ore, commitments.amount_on(row.authority, factories.TODAY)) == (1_000_000_00, 1_000_000_00)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"amount": "0"}, "Belopp – Bemyndigandet ska vara större än 0 kr."),
        ({"basis": ""}, "Grund – Skriv vilket beslut bemyndigandet bygger på."),
        ({"budget_year": "i år"}, "Budgetår – Skriv ett årtal med fyra siffror."),
        ({"sfs": "1999:1"}, "Vilken förordning? – Välj en förordning i listan."),
    ],
)
def test_what_is_wrong_is_said_on_its_field(cast, clock, changes, sentence):
    response = browser("dag").post(reverse("commitment_set"), {**STATED, **changes})
    assert (response.status_code, errors(response)) == (422, [sentence])
    assert AuthorityAmount.objects.count() == 0
