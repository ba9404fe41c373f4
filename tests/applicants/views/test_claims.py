"""Taking over a municipality, asking for a mandate, and acting for several organisations."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from applicants.models import Mandate, Organisation
from delmos.lib.identity import make_organisation_number
from tests import factories
from tests.pages import browser, errors, flashes, words

pytestmark = pytest.mark.django_db

CLAIM, JOIN = reverse("organisation_claim"), reverse("organisation_join")
AGENT = {"role": "agent", "sign_rule": "alone"}
SOLNA = make_organisation_number("212000900")


def test_a_municipality_is_taken_over_and_work_begins_at_once(bo: User) -> None:
    client = browser("bo")
    response = client.post(CLAIM, {"code": "0184", "organisation_number": SOLNA, **AGENT})
    assert flashes(response)[0].startswith("Nu företräder du Solna")
    assert client.get(reverse("organisation", args=[SOLNA])).status_code == 200


def test_what_one_is_and_how_many_sign_is_answered_not_assumed(bo: User) -> None:
    response = browser("bo").post(CLAIM, {"code": "0184", "organisation_number": SOLNA})
    assert errors(response) == [
        "Vad är du i organisationen? – Välj om du är firmatecknare eller ombud.",
        "Hur många behöver skriva under? – Välj om en räcker eller om två ska skriva under.",
    ]


def test_all_municipalities_and_regions_can_be_chosen(bo: User) -> None:
    assert browser("bo").get(CLAIM).content.decode().count("<option") == 1 + 290 + 20


def test_a_municipality_that_is_taken_says_what_to_do(bo: User, gavle: Organisation) -> None:
    data = {"code": gavle.seat_municipality, "organisation_number": make_organisation_number("212000901"), **AGENT}
    response = browser("bo").post(CLAIM, data)
    assert "Be någon som företräder den om en inbjudan" in errors(response)[0]


def test_a_mandate_is_asked_for_with_its_evidence(bo: User, gavle: Organisation) -> None:
    file = SimpleUploadedFile("Fullmakt.pdf", factories.a_pdf("fullmakt").getvalue())
    data = {"organisation_number": gavle.organisation_number, **AGENT, "file": file}
    assert browser("bo").post(JOIN, data).status_code == 302
    asked = Mandate.objects.get(person=bo, organisation=gavle)
    assert (asked.waits_for_review, [one.name for one in asked.evidence.all()]) == (True, ["Fullmakt.pdf"])


def test_nobody_asks_without_evidence(bo: User, gavle: Organisation) -> None:
    response = browser("bo").post(JOIN, {"organisation_number": gavle.organisation_number, **AGENT})
    assert (response.status_code, errors(response)) == (422, ["Välj en fil – Välj en fil först."])
    assert not Mandate.objects.filter(person=bo, organisation=gavle).exists()


def test_a_refused_file_leaves_no_mandate_behind(bo: User, gavle: Organisation) -> None:
    file = SimpleUploadedFile("Fullmakt.pdf", b"inte en pdf")
    data = {"organisation_number": gavle.organisation_number, **AGENT, "file": file}
    assert browser("bo").post(JOIN, data).status_code == 422
    assert not Mandate.objects.filter(person=bo, organisation=gavle).exists()


def test_a_person_with_two_organisations_sees_what_belongs_to_which(bo: User, gavle: Organisation) -> None:
    factories.a_draft()
    asked = factories.an_asked_mandate(gavle, by=bo)
    said = words(browser("bo").get("/"))
    assert (
        said.index("Föreningen Grannsamverkan Öster") < said.index("Påbörjade ansökningar") < said.index("Gävle kommun")
    )
    assert "Din behörighet gäller när vi har granskat den." in said
    assert asked.waits_for_review


def test_details_are_changed_in_the_browser(bo: User, association: Organisation) -> None:
    data = {"name": association.name, "seat_municipality": "2180", "contact_email": "kontakt@oster.example"}
    response = browser("bo").post(reverse("organisation_edit", args=[association.organisation_number]), data)
    assert flashes(response) == ["Uppgifterna är sparade."]
    assert Organisation.objects.get(pk=association.pk).contact_email == "kontakt@oster.example"


def test_a_municipality_changes_its_contact_and_keeps_its_name(cecilia: User, gavle: Organisation) -> None:
    data = {"name": "Något annat", "contact_name": "Cecilia Ceder"}
    browser("cecilia").post(reverse("organisation_edit", args=[gavle.organisation_number]), data)
    kept = Organisation.objects.get(pk=gavle.pk)
    assert (kept.name, kept.contact_name) == ("Gävle kommun", "Cecilia Ceder")
