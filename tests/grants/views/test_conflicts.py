"""The pages of jäv: a question about a colleague, the party's objection, and the ruling."""

import pytest
from django.urls import reverse

from applicants.domain import organisations
from applicants.enums import MandateRole
from grants.enums import ApplicationStatus, ConflictOutcome, ConflictPoint, ExpressionStatus
from grants.models import Application, ConflictQuestion, ConflictRuling
from tests import factories
from tests.factories import KINSHIP
from tests.pages import browser, errors, flashes, lead, words

pytestmark = pytest.mark.django_db

RULING = {"outcome": "not_upheld", "reasons": "De är inte nära släkt."}


@pytest.fixture
def under_review(clock, anna, disa, eva, gun):
    """dag's case."""
    return factories.application_at(ApplicationStatus.IN_REVIEW)


def page(name, application):
    return reverse(name, args=[application.case.number])


def about(username, **changes):
    return {"person": factories.person(username).pk, "point": "party", "ground": KINSHIP, "opened": "a", **changes}


OBJECTION = {"name": "dag dahl", "point": "other", "ground": "De umgås.", "opened": "a"}


# --- a colleague ------------------------------------------------------------------------------------------------------


def test_ones_own_jav_names_the_point_of_the_law(under_review):
    data = {"answer": "conflict", "point": "representative", "ground": "Jag var kassör 2016."}
    browser("dag").post(page("conflict", under_review), data)
    question = ConflictQuestion.objects.get()
    assert (question.person.username, question.point) == ("dag", ConflictPoint.REPRESENTATIVE)


def test_without_the_point_the_page_asks_for_it(under_review):
    response = browser("dag").post(page("conflict", under_review), {"answer": "conflict", "ground": "Kassör."})
    assert (response.status_code, errors(response)) == (
        422,
        ["Om du är jävig: vilken punkt i 16 § gäller det? – Välj vilken punkt i 16 § det gäller."],
    )


def test_a_colleague_raises_a_question_and_the_officer_is_out_at_once(under_review):
    response = browser("disa").post(page("conflict_raise", under_review), about("dag"))
    assert (response["Location"], flashes(response)) == (
        page("case", under_review),
        ["Frågan är väckt. Dag Dahl är utanför ärendet tills någon har prövat den."],
    )
    assert browser("dag").get(page("case", under_review)).status_code == 404


def test_a_double_click_raises_one_question(under_review):
    disa = browser("disa")
    assert [disa.post(page("conflict_raise", under_review), about("dag")).status_code for _ in "12"] == [302, 302]
    assert ConflictQuestion.objects.count() == 1


def test_the_choice_is_of_colleagues_and_not_oneself(under_review):
    form = browser("disa").get(page("conflict_raise", under_review)).context["form"]
    assert [who.username for who in form.fields["person"].queryset] == [
        *("dag", "eva", "farah", "filip", "gun", "lars", "rut")
    ]


def test_what_is_missing_is_said_field_by_field(under_review):
    response = browser("disa").post(page("conflict_raise", under_review), {"person": ""})
    assert (response.status_code, errors(response)) == (
        422,
        [
            "Vem gäller det? – Välj vem det gäller.",
            "Vilken punkt i 16 § gäller det? – Välj vilken punkt i 16 § det gäller.",
            "Vilken omständighet gäller det? – Skriv vilken omständighet det gäller.",
        ],
    )


def test_the_case_shows_its_questions_to_those_who_handle_it(under_review):
    factories.ruled(factories.a_question(under_review), ConflictOutcome.NOT_UPHELD)
    shown = words(browser("disa").get(page("conflict", under_review)))
    assert "Dag Dahl Väckt 2 maj 2018, prövad 2 maj 2018: beslut om Dag Dahl (PDF) Inte jävig" in shown


# --- the party --------------------------------------------------------------------------------------------------------


def test_the_party_objects_from_its_own_page(under_review):
    anna = browser("anna")
    assert page("own_conflict", under_review) in anna.get(page("own_case", under_review)).content.decode()
    assert anna.get(page("own_conflict", under_review)).context["form"]["name"].value() == "Dag Dahl"
    response = anna.post(page("own_conflict", under_review), OBJECTION)
    assert (response["Location"], flashes(response)) == (
        page("own_case", under_review),
        ["Vi har tagit emot er invändning. Personen tar inte del i ärendet medan vi prövar den."],
    )
    assert "Inkommen: Invändning om jäv" in words(anna.get(page("own_case", under_review)))
    assert Application.objects.get().officer is None


def test_the_party_reads_the_ruling(under_review):
    ruling = factories.ruled(factories.an_objection(under_review))
    anna = browser("anna")
    assert "Utgående: Beslut i fråga om jäv" in words(anna.get(page("own_case", under_review)))
    document = reverse("own_document", args=[under_review.case.number, ruling.entry.serial])
    assert b"".join(anna.get(document))[:5] == b"%PDF-"


def test_the_party_does_not_read_a_ruling_on_what_a_colleague_raised(under_review):
    ruling = factories.ruled(factories.a_question(under_review))
    document = reverse("own_document", args=[under_review.case.number, ruling.entry.serial])
    assert browser("anna").get(document).status_code == 404


def test_a_name_that_nobody_has_is_said_by_its_field(under_review):
    response = browser("anna").post(page("own_conflict", under_review), {**OBJECTION, "name": "Ingen Sådan"})
    assert (response.status_code, errors(response)) == (
        422,
        [
            "Vem gäller det? – Vi hittar ingen hos oss med det namnet. Skriv i stället ett meddelande till oss och "
            "berätta vem ni menar."
        ],
    )


def test_the_party_objects_on_an_expression_of_interest(clock, anna, dag):
    expression = factories.expression_at(ExpressionStatus.ASSESSED)
    assert browser("anna").post(page("own_conflict", expression), OBJECTION).status_code == 302
    assert browser("dag").get(page("expression", expression)).status_code == 404


# --- those who rule ---------------------------------------------------------------------------------------------------


def test_what_waits_stands_on_the_first_page_and_in_the_list(under_review):
    question = factories.a_question(under_review)
    gun = browser("gun")
    url = reverse("conflict_question", args=[question.pk])
    assert [url in gun.get(reverse(name)).content.decode() for name in ("home", "conflict_list")] == [True, True]


def test_who_rules_answers_first_on_their_own_jav(under_review):
    question = factories.a_question(under_review)
    gun, url = browser("gun"), reverse("conflict_question", args=[question.pk])
    assert "Ta först ställning till om du själv är jävig i ärendet." in words(gun.get(url))
    refused = gun.post(url, RULING)
    assert (refused.status_code, ConflictRuling.objects.count()) == (422, 0)


def test_the_question_is_ruled_with_a_letter_and_the_officer_comes_back(under_review):
    question = factories.an_objection(under_review)
    factories.declare_no_conflict(under_review, "gun")
    gun, url = browser("gun"), reverse("conflict_question", args=[question.pk])
    response = gun.post(url, RULING)
    assert (response["Location"], flashes(response)) == (
        reverse("conflict_list"),
        ["Frågan är prövad, och de som berörs har fått veta det."],
    )
    letter = gun.get(reverse("document", args=[under_review.case.number, question.ruling.entry.serial]))
    assert b"".join(letter)[:5] == b"%PDF-"
    assert browser("dag").get(page("case", under_review)).status_code == 200


def test_who_raised_it_reads_that_somebody_else_rules(under_review):
    question = factories.a_question(under_review, by="gun")
    shown = words(browser("gun").get(reverse("conflict_question", args=[question.pk])))
    assert "Du har väckt frågan. Någon annan ska pröva den." in shown


def test_who_is_concerned_does_not_find_the_question(under_review):
    question = factories.a_question(under_review, "eva")
    eva = browser("eva")
    assert eva.get(reverse("conflict_question", args=[question.pk])).status_code == 404
    assert "Ingen fråga väntar" in words(eva.get(reverse("conflict_list")))


def test_a_ruling_takes_an_outcome_and_reasons(under_review):
    question = factories.a_question(under_review)
    factories.declare_no_conflict(under_review, "gun")
    response = browser("gun").post(reverse("conflict_question", args=[question.pk]), {"outcome": ""})
    assert (response.status_code, errors(response)) == (
        422,
        ["Beslut – Välj vad du beslutar.", "Skäl – Skriv skälen för beslutet."],
    )


def test_a_reader_of_the_organisation_is_told_who_may_object(under_review, association):
    reader = factories.anybody("lasse")
    organisations.add_mandate(
        association, person=reader, role=MandateRole.READER, by=factories.person("anna"), now=factories.NOW
    )
    client = browser("anna")
    client.force_login(reader)
    assert lead(client.get(page("own_conflict", under_review))).startswith("En firmatecknare eller ett ombud kan")
