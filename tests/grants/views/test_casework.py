"""Registering and jäv: the case goes to an officer, and away from one who is jävig."""

import pytest
from django.urls import reverse

from grants.enums import ApplicationStatus
from grants.models import Application
from tests import factories
from tests.factories import person
from tests.pages import browser, errors, flashes, words

CONFLICT = {"answer": "conflict", "point": "party", "ground": "Min bror är ordförande."}


@pytest.fixture
def arrived(association, clock, dag, disa):
    return factories.received()


@pytest.fixture
def under_review(arrived):
    return factories.assigned(arrived)


def page(name, application, *more):
    return reverse(name, args=[application.case.number, *more])


def assign(application, username):
    return browser("rut").post(page("case_assign", application), {"officer": person(username).pk})


def officer(application):
    application.refresh_from_db()
    return application.officer and application.officer.username


def waiting(username):
    """What waits for the person on the first page: pile and addresses."""
    piles = browser(username).get("/").context["piles"]
    return {pile.title: [todo.url for todo in pile.todos] for pile in piles}


def test_the_registrar_gives_the_case_to_an_officer(arrived):
    assert waiting("rut") == {"Registrera och fördela": [page("case_assign", arrived)]}
    response = assign(arrived, "dag")
    assert flashes(response) == [f"{arrived.case.number} är registrerat och fördelat till Dag Dahl."]
    assert waiting("rut") == {}
    assert waiting("dag") == {
        "Mina närmaste frister": [page("case", arrived)],
        "Mina ärenden att bereda": [page("case", arrived)],
    }


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ("", "Handläggare – Välj en handläggare."),
        ("eva", "Handläggare – Välj en handläggare i listan."),
        ("999999", "Handläggare – Välj en handläggare i listan."),
    ],
)
def test_a_case_is_given_to_nobody_but_an_officer(arrived, eva, chosen, sentence):
    data = {"officer": eva.pk if chosen == "eva" else chosen}
    response = browser("rut").post(page("case_assign", arrived), data)
    assert (response.status_code, errors(response), officer(arrived)) == (422, [sentence], None)


def test_a_case_is_assigned_once(under_review):
    response = assign(under_review, "disa")
    assert (response.status_code, officer(under_review)) == (422, "dag")
    assert errors(response) == [
        "Det går inte att registrera och fördela ärendet nu. Läget är ”under handläggning”, och steget kräver läget "
        "”inkommen, inkommen för sent”. (5 kap. 1 § offentlighets- och sekretesslagen (2009:400))"
    ]


def test_an_officer_who_declares_jav_loses_the_case_and_cannot_open_it(under_review):
    dag = browser("dag")
    response = dag.post(page("conflict", under_review), CONFLICT)
    assert (response["Location"], officer(under_review)) == ("/", None)
    assert flashes(response) == [f"Du har anmält jäv i {under_review.case.number}. Ärendet är inte längre ditt."]
    for name in ("case", "conflict", "checks", "scores", "proposal", "decision", "letter"):
        assert dag.get(page(name, under_review)).status_code == 404, name
    assert dag.get(page("document", under_review, 1)).status_code == 404
    assert list(dag.get(reverse("worklist")).context["rows"]) == []
    assert waiting("dag") == {}


def test_the_case_is_back_with_the_registrar_who_gives_it_to_another(under_review):
    browser("dag").post(page("conflict", under_review), CONFLICT)
    assert waiting("rut") == {"Registrera och fördela": [page("case_assign", under_review)]}
    refused = assign(under_review, "dag")
    assert (refused.status_code, errors(refused)) == (
        422,
        ["Handläggare – Dag Dahl är eller kan vara jävig i ärendet. Välj en annan handläggare."],
    )
    assert assign(under_review, "disa").status_code == 302
    assert officer(under_review) == "disa"
    assert Application.objects.get().status == ApplicationStatus.IN_REVIEW


def test_jav_is_declared_with_its_circumstance(under_review):
    response = browser("dag").post(
        page("conflict", under_review), {"answer": "conflict", "point": "party", "ground": " "}
    )
    assert (response.status_code, officer(under_review)) == (422, "dag")
    assert errors(response) == [
        "Om du är jävig: vilken omständighet gäller det? – Skriv vilken omständighet som gör dig jävig. "
        "(16–18 §§ förvaltningslagen (2017:900))"
    ]


def test_jav_is_not_answered_by_nothing(arrived):
    response = browser("dag").post(page("conflict", arrived), {"ground": "?"})
    assert (response.status_code, errors(response)) == (
        422,
        ["Är du jävig i ärendet? – Ta ställning till om du är jävig."],
    )


def test_before_jav_is_answered_the_case_says_why_nothing_can_be_done(arrived, rut):
    factories.declare_no_conflict(arrived, "rut")
    assign(arrived, "dag")
    steps = browser("dag").get(page("case", arrived)).context["steps"]
    assert [(step.title, step.hint) for step in steps if not step.url] == [
        ("Formella kontroller", "Ta först ställning till jäv."),
        ("Bedömning", "Ta först ställning till jäv."),
        ("Förslag till beslut", "Ta först ställning till jäv."),
    ]


def test_the_worklist_is_narrowed_by_state_and_to_ones_own(under_review, gavle):
    call = factories.a_call(factories.MUNICIPALITIES)
    other = factories.received(call, organisation=gavle)
    dag = browser("dag")
    shown = {
        query: [row.application.pk for row in dag.get(f"{reverse('worklist')}{query}").context["rows"]]
        for query in ("", "?vy=mina", "?lage=received", "?lage=hittepa")
    }
    everything = [other.pk, under_review.pk]
    assert shown == {
        "": everything,
        "?vy=mina": [under_review.pk],
        "?lage=received": [other.pk],
        "?lage=hittepa": everything,
    }


def test_the_case_shows_what_was_applied_for_word_for_word(association, clock, dag):
    application = factories.received(title="Grannar 🎉 <möts>", summary="Rad ett\nRad två")
    shown = words(browser("dag").get(page("case_application", application)))
    assert shown.count("Grannar 🎉 <möts>") == 1
    assert shown.count("Rad ett Rad två") == 1


@pytest.mark.parametrize("number", ["BID%202018-99", "finns-inte", "%00", "..%2F"])
def test_an_unknown_case_is_not_there(arrived, number):
    assert browser("dag").get(f"/handlaggning/{number}/").status_code == 404


def test_a_registrar_changes_the_officer_of_a_case_from_its_page(under_review: Application) -> None:
    url = page("case_reassign", under_review)
    assert url in browser("rut").get(page("case", under_review)).content.decode()
    assert url not in browser("dag").get(page("case", under_review)).content.decode()
    response = browser("rut").post(url, {"officer": person("disa").pk}, follow=True)
    assert "Disa Duvall handlägger nu ärendet" in words(response)
    assert "Ny handläggare" in words(browser("rut").get(page("case", under_review)))


def test_nobody_changes_the_officer_of_a_case_that_is_over(arrived: Application) -> None:
    assert browser("rut").get(page("case_reassign", arrived)).status_code == 404
