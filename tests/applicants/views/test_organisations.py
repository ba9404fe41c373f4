"""Registering an organisation and stating its payment account: what is wrong is said, and stays as written."""

import pytest
from django.urls import reverse

from applicants.enums import AccountStatus
from applicants.models import Organisation, PaymentAccount
from delmos.lib.identity import make_organisation_number
from tests import factories
from tests.pages import browser, errors

pytestmark = pytest.mark.django_db

NEW = reverse("organisation_new")
GOOD = make_organisation_number("802455001")
STATED = {
    "organisation_number": f"{GOOD[:6]}-{GOOD[6:]}",
    "name": "Föreningen Öppna dörrar 🚪",
    "kind": "association",
    "seat_municipality": "2180",
    "started_on": "2010-01-01",
    "address": "Box 1, 801 00 Gävle",
    "role": "signatory",
    "sign_rule": "jointly",
    "valid_to": "",
}


def account_page(organisation):
    return reverse("organisation", args=[organisation.organisation_number])


@pytest.fixture
def anna_browser(association):
    return browser("anna")


@pytest.fixture
def stated(association):
    """The account that the association has today."""
    return factories.verified_account(association)


def test_a_person_registers_an_organisation_and_becomes_its_signatory(db):
    response = browser("anna").post(NEW, STATED)
    assert (response.status_code, response["Location"]) == (302, "/")
    made = Organisation.objects.get()
    assert (made.organisation_number, made.name) == (GOOD, STATED["name"])
    assert factories.signatory_of(made).username == "anna"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"organisation_number": "802455-0012"},
            "Organisationsnummer – Organisationsnumret stämmer inte: kontrollsiffran är fel. "
            "Kontrollera att alla siffror är rätt.",
        ),
        (
            {"organisation_number": make_organisation_number("556677889")},
            "Organisationsnummer – Numret tillhör en organisationsform som inte kan söka här, "
            "till exempel ett företag.",
        ),
        (
            {"organisation_number": "811218-9876"},
            "Organisationsnummer – Numret ser ut som ett personnummer. "
            "Skriv organisationens nummer, med minst 2 som tredje siffra.",
        ),
        (
            {"organisation_number": "80245"},
            "Organisationsnummer – Organisationsnumret ska ha tio siffror, till exempel 212000-0142.",
        ),
        (
            {"kind": "faith_community"},
            "Typ av sökande – Numret tillhör ideell förening eller stiftelse. "
            "Ändra typ av sökande eller kontrollera numret.",
        ),
        ({"name": " "}, "Namn – Skriv organisationens namn."),
        ({"name": "Före\x00ningen"}, "Namn – Texten innehåller ett tecken som inte går att spara."),
        ({"kind": ""}, "Typ av sökande – Välj typ av sökande."),
        ({"seat_municipality": ""}, "Säteskommun – Välj säteskommun."),
        (
            {"started_on": "2999-01-01"},
            "När började verksamheten? – Verksamheten kan inte ha börjat senare än i dag.",
        ),
        (
            {"started_on": "1/5 2010"},
            "När började verksamheten? – Skriv datumet som år-månad-dag, till exempel 2018-05-15.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_everything_stays_as_written(db, change, sentence):
    response = browser("anna").post(NEW, {**STATED, **change})
    assert (response.status_code, errors(response)) == (422, [sentence])
    assert {field.name: field.value() for field in response.context["form"]} == {**STATED, **change}
    assert Organisation.objects.count() == 0


def test_an_organisation_is_registered_once(association):
    response = browser("cecilia").post(NEW, {**STATED, "organisation_number": association.organisation_number})
    assert (response.status_code, errors(response)) == (
        422,
        [
            "Organisationsnummer – Organisationen finns redan i portalen. "
            "Be någon som företräder den om en inbjudan, eller begär behörighet så prövar vi ditt underlag."
        ],
    )
    assert Organisation.objects.get() == association


@pytest.mark.parametrize("username", ["dag", "rut", "eva", "farah", "gun"])
def test_people_at_the_agency_register_no_organisation(db, username):
    assert browser(username).post(NEW, STATED).status_code == 404
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "number", "sentence"),
    [
        (
            "bankgiro",
            "5050-1056",
            "Nummer – Bankgironumret stämmer inte: kontrollsiffran är fel. Kontrollera att alla siffror är rätt.",
        ),
        ("bankgiro", "505", "Nummer – Bankgironumret ska ha sju eller åtta siffror, till exempel 5050-1055."),
        ("bankgiro", "SE45 5000", "Nummer – Bankgironumret får bara innehålla siffror, mellanslag och bindestreck."),
        (
            "plusgiro",
            "28 65 43-5",
            "Nummer – Plusgironumret stämmer inte: kontrollsiffran är fel. Kontrollera att alla siffror är rätt.",
        ),
        ("plusgiro", "1", "Nummer – Plusgironumret ska ha två till åtta siffror, till exempel 28 65 43-4."),
        ("plusgiro", "", "Nummer – Skriv numret."),
    ],
)
def test_a_wrong_account_is_refused_and_the_one_in_use_stays(anna_browser, stated, kind, number, sentence):
    response = anna_browser.post(account_page(stated.organisation), {"kind": kind, "number": number})
    assert (response.status_code, errors(response)) == (422, [sentence])
    assert response.context["form"]["number"].value() == number
    assert PaymentAccount.objects.get().status == AccountStatus.VERIFIED


def test_a_new_account_waits_for_the_economists(anna_browser, stated):
    response = anna_browser.post(account_page(stated.organisation), {"kind": "plusgiro", "number": "28 65 43-4"})
    assert response.status_code == 302
    assert list(PaymentAccount.objects.order_by("pk").values_list("number", "status")) == [
        ("50501055", AccountStatus.REPLACED),
        ("2865434", AccountStatus.UNVERIFIED),
    ]


def test_another_organisation_is_not_there(association, gavle):
    stranger = browser("cecilia")
    page = account_page(association)
    answers = [stranger.get(page), stranger.post(page, {"kind": "bankgiro", "number": "5050-1055"})]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert PaymentAccount.objects.count() == 0


@pytest.mark.parametrize("number", ["8024510012", "finns-inte", "%00"])
def test_an_unknown_organisation_is_not_there(anna_browser, number):
    assert anna_browser.get(f"/organisation/{number}/").status_code == 404
