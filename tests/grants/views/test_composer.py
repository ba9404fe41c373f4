"""The composer: what is missing, the letter previewed, what is typed kept, several years and instalments."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from grants.enums import ApplicationStatus
from grants.models import Decision, DecisionDraft
from tests import factories
from tests.database import everything
from tests.pages import browser, errors, filled, flashes, words


@pytest.fixture
def proposed(association, clock):
    return factories.proposed(factories.assigned(factories.received()))


@pytest.fixture
def over_years(association, clock):
    return factories.proposed_over_years()


def page(name, application, *more):
    return reverse(name, args=[application.case.number, *more])


def written(application, username="eva", **changes):
    """What a browser sends back of the page as it is suggested, with ``changes`` written into it."""
    return filled(browser(username).get(page("decision_compose", application)).context["form"], **changes)


def post(name, application, username="eva", do="", **changes):
    data = written(application, username, **changes)
    return browser(username).post(page(name, application), {**data, **({"do": do} if do else {})})


# --- what is missing -------------------------------------------------------------------------------------------------


def test_the_list_says_that_nothing_is_missing(proposed):
    assert "Inget saknas. Brevet kan upprättas." in post("decision_check", proposed).content.decode()


def test_the_list_names_each_missing_item_with_its_field_and_paragraph(proposed):
    text = post("decision_check", proposed, reasons="", rules_cited="", picked=[]).content.decode()
    assert "3 saker saknas" in text
    for field in ("reasons", "rules_cited", "conditions"):
        assert f'<a href="#id_{field}">' in text
    assert text.count("(32 § förvaltningslagen (2017:900))") == 2


def test_what_cannot_be_read_is_in_the_list_too(proposed):
    text = post("decision_check", proposed, amount="tusen", report_due_on="snart").content.decode()
    assert "Beloppet går inte att läsa" in text
    assert "Skriv datumet som år-månad-dag" in text


def test_the_list_changes_nothing(proposed):
    data = written(proposed, reasons="")
    client = browser("eva")
    before = everything()
    client.post(page("decision_check", proposed), data)
    assert everything() == before


def test_without_javascript_the_button_lists_what_is_missing_and_keeps_what_is_typed(proposed):
    response = post("decision_compose", proposed, do="check", reasons="", conditions="Mitt eget villkor.")
    assert (response.status_code, errors(response)) == (200, [])
    assert "1 sak saknas innan brevet kan upprättas." in words(response)
    assert response.context["form"]["conditions"].value() == "Mitt eget villkor."
    assert Decision.objects.count() == 0


# --- the preview -----------------------------------------------------------------------------------------------------


def test_the_preview_is_the_letter_and_stores_nothing(proposed):
    data, client = written(proposed, reasons="Bara i förhandsgranskningen."), browser("eva")
    before = everything()
    response = client.post(page("decision_preview", proposed), data)
    assert (response["Content-Type"], response.content[:5], everything()) == ("application/pdf", b"%PDF-", before)


def test_a_decision_that_lacks_something_can_be_previewed(proposed):
    response = post("decision_preview", proposed, reasons="", report_due_on="")
    assert response["Content-Type"] == "application/pdf"


def test_what_cannot_be_read_is_not_previewed(proposed):
    response = post("decision_preview", proposed, amount="tusen")
    assert response.status_code == 422
    # The page of errors stands at the address of the preview, but what is mended there is drawn up.
    assert f'<form method="post" action="{page("decision_compose", proposed)}"' in response.content.decode()


# --- the draft -------------------------------------------------------------------------------------------------------


def test_what_is_typed_is_there_when_the_page_is_opened_again(proposed):
    response = post("decision_draft", proposed, reasons="Mina egna skäl.", amount="tusen", picked=[])
    assert flashes(response) == ["Utkastet är sparat."]
    form = browser("eva").get(page("decision_compose", proposed)).context["form"]
    assert [form[name].value() for name in ("reasons", "amount", "picked")] == ["Mina egna skäl.", "tusen", []]


def test_a_page_that_saves_by_itself_is_told_when(proposed):
    client = browser("eva")
    response = client.post(page("decision_draft", proposed), written(proposed), headers={"HX-Request": "true"})
    assert "Utkastet sparades" in response.content.decode()


def test_another_decider_has_a_draft_of_their_own(proposed):
    post("decision_draft", proposed, reasons="Evas skäl.")
    client = Client()
    client.force_login(factories.anybody("edit", roles=(Role.DECIDER,)))
    form = client.get(page("decision_compose", proposed)).context["form"]
    assert "Evas skäl." not in form["reasons"].value()


def test_a_draft_that_is_older_than_the_proposal_is_not_shown(proposed):
    post("decision_draft", proposed, reasons="Gamla skäl.")
    DecisionDraft.objects.update(saved_at=factories.BEFORE)
    response = browser("eva").get(page("decision_compose", proposed))
    assert "är äldre än förslaget och visas inte" in words(response)
    assert "Gamla skäl." not in response.context["form"]["reasons"].value()


# --- years and instalments -------------------------------------------------------------------------------------------


def test_each_year_has_its_amount_and_the_proposal_is_laid_out_over_them(over_years):
    form = browser("eva").get(page("decision_compose", over_years)).context["form"]
    assert [form[name].value() for name in ("amount", "amount_2019")] == ["200\u00a0000\u00a0kr", "40\u00a0000\u00a0kr"]


def test_a_two_year_grant_in_instalments_is_drawn_up(over_years):
    rates = {
        "rate_1_year": "2018",
        "rate_1_amount": "60 %",
        "rate_1_on": "2018-05-02",
        "rate_2_year": "2018",
        "rate_2_amount": "40 %",
        "rate_2_on": "2018-12-01",
        "rate_2_condition": "status_report",
        "rate_3_year": "2019",
        "rate_3_amount": "90 000",
        "rate_3_on": "2019-02-01",
    }
    response = post("decision_compose", over_years, amount="150 000", amount_2019="90 000", **rates)
    assert response.status_code == 302, errors(response)
    decision = Decision.objects.get()
    assert [(row.budget_year, row.amount_ore) for row in decision.amounts.all()] == [
        (2018, 150_000_00),
        (2019, 90_000_00),
    ]
    assert [(row.amount_ore, row.planned_on, row.condition) for row in decision.instalments.all()] == [
        (90_000_00, date(2018, 5, 2), "none"),
        (60_000_00, date(2018, 12, 1), "status_report"),
        (90_000_00, date(2019, 2, 1), "none"),
    ]


def test_the_last_share_takes_what_rounding_leaves(proposed):
    thirds = {
        "rate_1_amount": "33 %",
        "rate_1_on": "2018-05-02",
        "rate_2_amount": "67 %",
        "rate_2_on": "2018-12-01",
    }
    response = post("decision_compose", proposed, kind="partial_grant", amount="100,01", **thirds)
    assert response.status_code == 302, errors(response)
    assert [row.amount_ore for row in Decision.objects.get().instalments.all()] == [33_00, 67_01]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rate_1_amount": "60 %"}, "Rat 1: betalas tidigast – Välj en dag."),
        ({"rate_1_on": "2018-05-02"}, "Rat 1: belopp eller andel – Skriv ratans belopp eller andel."),
        (
            {"rate_1_amount": "hälften", "rate_1_on": "2018-05-02"},
            "Rat 1: belopp eller andel – Beloppet går inte att läsa. Skriv kronor med siffror, till exempel 250 000 "
            "eller 1 000,50.",
        ),
        (
            {"rate_1_amount": "60 %", "rate_1_on": "2018-05-02"},
            "Rat 1: belopp eller andel – Raterna för 2018 blir tillsammans 180 000 kr, och beslutet ger 300 000 kr. "
            "(förordningen (2018:119))",
        ),
    ],
)
def test_a_row_that_is_half_written_or_does_not_add_up_is_said_where_it_stands(proposed, changes, sentence):
    response = post("decision_compose", proposed, **changes)
    assert (response.status_code, errors(response)) == (422, [sentence])


# --- who takes part, and other ways ----------------------------------------------------------------------------------


def test_people_at_the_agency_are_picked_and_neither_decider_nor_rapporteur_is_offered(proposed):
    disa = factories.person("disa")
    factories.person("ines")  # assesses from outside
    factories.declare_no_conflict(proposed, "disa")
    response = post("decision_compose", proposed, present=[disa.pk])
    assert response.status_code == 302, errors(response)
    assert [row.person for row in Decision.objects.get().participations.all()] == [disa]
    form = browser("eva").get(page("decision_compose", proposed)).context["form"]
    offered = set(form.fields["present"].queryset.values_list("username", flat=True))
    assert offered & {"eva", "dag", "anna", "ines"} == set()


def test_a_condition_that_is_picked_and_one_that_is_written_both_stand(proposed):
    first = proposed.ordinance.standard_conditions[0]
    post("decision_compose", proposed, picked=[first], conditions="Ett eget villkor.")
    assert Decision.objects.get().condition_lines == [first, "Ett eget villkor."]


@pytest.mark.parametrize(("username", "leads"), [("eva", False), ("dag", True)])
def test_of_a_withdrawn_application_the_composer_leads_to_the_write_off(association, clock, username, leads):
    application = factories.application_at(ApplicationStatus.WITHDRAWN)
    User.objects.filter(username="dag").update(roles=[Role.CASE_OFFICER, Role.DECIDER])
    response = browser(username).get(page("decision_compose", application))
    assert "Ärendet avslutas genom ett beslut om avskrivning." in words(response)
    assert (page("write_off", application) in response.content.decode()) is leads


# --- dissent and status reports --------------------------------------------------------------------------------------


def test_the_rapporteur_notes_a_dissent_on_the_page_and_the_party_reads_it(proposed):
    made = factories.decided(factories.prepared(proposed))
    text = {"text": "Jag hade avslagit."}
    response = browser("dag").post(page("decision_dissent", proposed), text)
    assert flashes(response) == ["Din avvikande mening är antecknad. Den skickas med beslutet."]
    before = [entry for entry in words(browser("anna").get(page("own_case", proposed))).split() if entry == "avvikande"]
    factories.dispatched(made)
    after = browser("anna").get(page("own_case", proposed))
    serial = proposed.case.entries.filter(title="Avvikande mening", visible_to_party=True).get().serial
    assert (before, "har antecknat en avvikande mening" in words(after)) == ([], True)
    assert b"".join(browser("anna").get(page("own_document", proposed, serial))).startswith(b"%PDF")


def test_an_empty_dissent_is_asked_for_and_others_are_refused(proposed):
    factories.decided(factories.prepared(proposed))
    empty = browser("dag").post(page("decision_dissent", proposed), {"text": ""})
    factories.declare_no_conflict(proposed, "disa")
    other = browser("disa").post(page("decision_dissent", proposed), {"text": "Nej."})
    assert (empty.status_code, other.status_code) == (422, 422)
    assert "Bara föredraganden" in words(other)


def test_a_dissent_that_comes_after_the_letter_was_sent_stays_written(proposed):
    factories.dispatched(factories.decided(factories.prepared(proposed)))
    response = browser("dag").post(page("decision_dissent", proposed), {"text": "Jag hade avslagit."})
    assert (response.status_code, len(errors(response))) == (422, 1)
    assert "Jag hade avslagit." in words(response)


def test_an_officer_approves_the_status_report_that_an_instalment_waits_for(over_years):
    decision = factories.decision_at_waiting(over_years)
    response = browser("dag").post(page("instalment_report", over_years, 2), {"rat2-note": "Enligt plan."})
    assert response.status_code == 302
    assert decision.instalments.get(number=2).met_note == "Enligt plan."


def test_each_instalment_that_waits_has_a_form_of_its_own(over_years):
    factories.decision_at_waiting(over_years, numbers=(2, 3))
    response = browser("dag").post(page("instalment_report", over_years, 3), {"rat3-note": "å" * 501})
    forms = {part.number: form for part, form in response.context["waiting"]}
    assert {number: form.is_bound for number, form in forms.items()} == {2: False, 3: True}
    assert [response.content.decode().count(f'id="id_rat{number}-note"') for number in (2, 3)] == [1, 1]
    assert ('href="#id_rat3-note"' in response.content.decode(), len(errors(response))) == (True, 1)


def test_the_form_of_a_status_report_stays_when_a_colleague_was_first(over_years):
    factories.decision_at_waiting(over_years)
    dag, url = browser("dag"), page("instalment_report", over_years, 2)
    dag.post(url, {"rat2-note": "Enligt plan."})
    response = dag.post(url, {"rat2-note": "å" * 501})
    assert (response.status_code, "å" * 501 in response.content.decode()) == (422, True)


def test_the_party_reads_the_amount_of_each_year_and_the_instalments(over_years):
    factories.decision_at_waiting(over_years)
    said = words(browser("anna").get(page("own_case", over_years)))
    assert "Bidraget för varje budgetår" in said
    assert "Godkänd lägesrapport" in said
