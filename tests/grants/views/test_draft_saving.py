"""A page of a draft saves what it can: two tabs, half an answer, a session that has ended, a token out of date."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from grants.models import DraftRevision
from tests import factories
from tests.factories import CLOSES_AT, NOW
from tests.pages import browser, errors, words

HTMX = {"HX-Request": "true"}
FIRST = {"version": "1", "title": "Den första"}
SECOND = {"version": "1", "opened-page": "b" * 32, "title": "Den andra", "summary": "Bos sammanfattning"}
CHOOSE = "Vad heter insatsen? – Bo Berg har ändrat samma svar. Välj vilken text som ska gälla."


@pytest.fixture
def draft(association, clock):
    return factories.a_draft()


@pytest.fixture
def bo_browser(draft):
    return browser("bo")


def page(draft, key="about"):
    return reverse("draft_group", args=[draft.pk, key])


def autosave(client, draft, data, key="about"):
    return client.post(reverse("draft_autosave", args=[draft.pk, key]), data, headers=HTMX)


def now(draft):
    draft.refresh_from_db()
    return draft.answers


def said(response, key="title"):
    return response.context["said"][key]


# --- autosave --------------------------------------------------------------------------------------------------------


def test_what_is_written_is_saved_and_the_page_says_when(draft, bo_browser):
    response = autosave(bo_browser, draft, FIRST)
    assert (response.status_code, now(draft)["title"]) == (200, "Den första")
    assert '<div id="save-state" hx-swap-oob="innerHTML">\nSparat kl. 12.00.' in response.content.decode().replace(
        ">\n\n", ">\n"
    )


def test_a_save_costs_the_same_however_many_there_have_been(draft, bo_browser, django_assert_num_queries):
    """Session, person, draft, its lock, mandate, others' changes, answers, signatures and version, in one block."""
    mine = {"version": "1", "opened-page": "b" * 32}
    autosave(bo_browser, draft, mine | {"title": "Namn"})
    for number in range(3):
        with django_assert_num_queries(11):
            autosave(bo_browser, draft, mine | {"title": f"Namn {number}"})


def test_the_same_again_is_no_new_version(draft, bo_browser):
    autosave(bo_browser, draft, FIRST)
    count = draft.revisions.count()
    autosave(bo_browser, draft, FIRST)
    assert draft.revisions.count() == count


def test_half_an_answer_stays_on_the_page_and_the_rest_is_saved(draft, bo_browser):
    response = autosave(bo_browser, draft, {"version": "1", "title": "Halvvägs", "period_start": "2018-0"})
    assert said(response, "period_start").errors == ("Skriv datumet som år-månad-dag, till exempel 2018-05-15.",)
    assert (now(draft)["title"], now(draft)["period_start"]) == ("Halvvägs", "2018-06-01")
    assert "Sparat kl. 12.00, utom det som är markerat på sidan." in response.content.decode()


def test_a_page_never_conflicts_with_itself(draft, bo_browser):
    mine = {"version": "1", "opened-page": "b" * 32}
    for title in ("N", "Nå", "Något"):
        assert said(autosave(bo_browser, draft, {**mine, "title": title})).choice == ""
    assert now(draft)["title"] == "Något"


def test_an_answer_after_closing_time_is_saved_too(draft, bo_browser, clock):
    clock(CLOSES_AT + timedelta(seconds=1))
    autosave(browser("bo"), draft, FIRST)
    assert now(draft)["title"] == "Den första"


@pytest.mark.parametrize(("moment", "said"), [(CLOSES_AT - timedelta(seconds=1), False), (CLOSES_AT, True)])
def test_a_save_after_closing_time_says_what_it_means(draft, bo_browser, clock, moment, said):
    clock(moment)
    sentence = "Utlysningen stängde 15 maj 2018 kl. 23.59.</strong> Det du skriver sparas ändå"
    answer = autosave(browser("bo"), draft, FIRST).content.decode().replace("\xa0", " ")
    assert (sentence in answer) is said


def test_a_submitted_application_takes_no_more(draft, bo_browser):
    factories.sign(draft)
    response = autosave(bo_browser, draft, FIRST)
    assert response.status_code == 422
    assert "Det gick inte att spara. Ansökan är redan inskickad och kan inte ändras." in response.content.decode()


def test_an_autosave_of_a_page_the_form_lacks_is_not_found(draft, bo_browser):
    assert autosave(bo_browser, draft, FIRST, key="saknas").status_code == 404


# --- two people ------------------------------------------------------------------------------------------------------


def test_only_the_answer_that_both_changed_is_a_conflict(draft, bo_browser):
    bo_browser.post(page(draft), FIRST)
    response = autosave(browser("anna"), draft, SECOND)
    assert (said(response).conflict, said(response).text, said(response, "summary").choice) == (True, "Den första", "")
    assert (now(draft)["title"], now(draft)["summary"]) == ("Den första", "Bos sammanfattning")


def test_the_second_person_is_shown_both_texts_without_javascript(draft, bo_browser):
    bo_browser.post(page(draft), FIRST)
    response = browser("anna").post(page(draft), SECOND)
    assert (response.status_code, errors(response)) == (409, [CHOOSE])
    assert response.context["form"]["title"].value() == "Den andra"
    assert "Bo Berg ändrade samma svar kl. 12.00. Din text står kvar i fältet. Det här är sparat: Den första" in words(
        response
    )


def test_the_page_says_that_the_rest_is_saved_without_javascript_too(draft, bo_browser):
    bo_browser.post(page(draft), FIRST)
    said = words(browser("anna").post(page(draft), SECOND))
    assert "Sparat kl. 12.00, utom det som är markerat på sidan." in said


def test_saving_again_without_a_choice_overwrites_nothing(draft, bo_browser):
    bo_browser.post(page(draft), FIRST)
    anna = browser("anna")
    assert [anna.post(page(draft), SECOND).status_code for _ in range(2)] == [409, 409]
    assert now(draft)["title"] == "Den första"


def test_the_own_text_may_be_chosen(draft, bo_browser):
    bo_browser.post(page(draft), FIRST)
    anna = browser("anna")
    choice = said(anna.post(page(draft), SECOND)).choice
    response = anna.post(page(draft), {**SECOND, "keep": choice})
    assert (response["Location"], now(draft)["title"]) == (page(draft), "Den andra")


def test_a_choice_counts_only_against_the_text_that_was_shown(draft, bo_browser):
    bo_browser.post(page(draft), FIRST)
    anna = browser("anna")
    choice = said(anna.post(page(draft), SECOND)).choice
    bo_browser.post(page(draft), {"version": "2", "title": "Den tredje"})
    assert anna.post(page(draft), {**SECOND, "keep": choice}).status_code == 409
    assert now(draft)["title"] == "Den tredje"


def test_the_other_text_may_be_chosen_and_the_own_one_is_still_there_to_read(draft, bo_browser):
    bo_browser.post(page(draft), FIRST)
    anna = browser("anna")
    choice = said(anna.post(page(draft), SECOND)).choice
    assert anna.post(page(draft), {**SECOND, "take": choice})["Location"] == page(draft)
    assert now(draft)["title"] == "Den första"
    assert [aside.after for aside in DraftRevision.objects.filter(act="set_aside")] == [{"title": "Den andra"}]


@pytest.mark.parametrize("choice", ["", ":", "title", "title:x", "title:-1", "title:²", "title:" + "9" * 30, ":1"])
def test_a_choice_that_cannot_be_read_is_none(draft, bo_browser, choice):
    bo_browser.post(page(draft), FIRST)
    assert browser("anna").post(page(draft), {**SECOND, "keep": choice}).status_code == 409


# --- signed out ------------------------------------------------------------------------------------------------------


def test_an_autosave_of_somebody_signed_out_is_told_so_and_led_nowhere(draft):
    assert autosave(Client(), draft, FIRST).status_code == 401
    assert now(draft)["title"] == "Grannar möts"


def test_without_javascript_the_text_comes_back_to_be_sent_again(draft):
    response = Client().post(page(draft), {**FIRST, "next": "1"})
    assert (response.status_code, response.context["sent"]) == (
        403,
        [("version", "1"), ("title", "Den första"), ("next", "1")],
    )
    assert "Du har loggats ut. Det du skrev finns kvar här." in words(response)


def test_a_form_from_before_the_new_sign_in_comes_back_with_a_fresh_token(draft):
    client = browser("bo", enforce_csrf_checks=True)
    response = client.post(page(draft), {**FIRST, "csrfmiddlewaretoken": "x" * 64})
    assert (response.status_code, response.context["written"]) == (403, ["Den första"])
    again = {**dict(response.context["sent"]), "csrfmiddlewaretoken": str(response.context["csrf_token"])}
    assert (client.post(page(draft), again).status_code, now(draft)["title"]) == (302, "Den första")


def test_the_page_fetches_a_token_with_which_its_form_is_taken(draft):
    client = browser("bo", enforce_csrf_checks=True)
    assert autosave(client, draft, FIRST).status_code == 403
    token = client.get(reverse("draft_token", args=[draft.pk]), headers=HTMX).json()["token"]
    assert autosave(client, draft, {**FIRST, "csrfmiddlewaretoken": token}).status_code == 200


def test_a_token_is_kept_nowhere_on_the_way(draft, bo_browser):
    assert "no-store" in bo_browser.get(reverse("draft_token", args=[draft.pk]))["Cache-Control"]


def test_a_form_of_another_page_is_not_sent_back(draft):
    client = browser("bo", enforce_csrf_checks=True)
    response = client.post(reverse("draft_check", args=[draft.pk]), {"statement": "on"})
    assert (response.status_code, response.templates[0].name) == (403, "403_csrf.html")


# --- pages -----------------------------------------------------------------------------------------------------------


def test_an_answer_whose_field_was_not_sent_stays(draft, bo_browser):
    bo_browser.post(page(draft), FIRST)
    assert now(draft)["summary"] == "Ett längre svar, med å, ä och ö."


def test_each_opened_page_has_a_name_of_its_own(draft, bo_browser):
    first, second = (bo_browser.get(page(draft)).context["form"]["opened-page"].value() for _ in range(2))
    assert (len(first), first == second) == (32, False)


def test_the_page_says_who_saved_last(draft, bo_browser):
    assert "Senast sparat kl. 12.00 av Anna Andersson." in words(bo_browser.get(page(draft)))
    assert draft.saved_at == NOW
