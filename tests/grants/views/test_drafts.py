"""Writing an application: starting in time, answers that cannot be kept, and two tabs at once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from grants.models import Draft
from grants.questions import BUDGET
from tests import factories
from tests.factories import CLOSES_AT, NOW, OPENS_AT
from tests.pages import browser, errors, flashes, lead

SAVED_ROWS = [{"label": label, "amount_ore": amount} for label, amount in factories.BUDGET]
SECOND = timedelta(seconds=1)


@pytest.fixture
def draft(association, clock):
    return factories.a_draft()


@pytest.fixture
def bo_browser(draft):
    return browser("bo")


def page(draft, key):
    return reverse("draft_group", args=[draft.pk, key])


def now(draft):
    draft.refresh_from_db()
    return draft.answers


def start(call, organisation, username="bo"):
    data = {"organisation": organisation.organisation_number}
    return browser(username).post(reverse("draft_start", args=[call.slug]), data)


def save_budget(client, draft, *amounts):
    data = {"version": "1", "budget_label": ["Lön"] * len(amounts), "budget_amount": list(amounts)}
    return client.post(page(draft, "budget"), {**data, "other_state_grants": "nej"})


# --- starting --------------------------------------------------------------------------------------------------------


def test_an_agent_starts_a_draft_in_an_open_call(association, clock):
    response = start(factories.a_call(), association)
    assert response["Location"] == reverse("draft", args=[Draft.objects.get().pk])


def test_starting_twice_leads_to_the_same_draft(association, clock):
    call = factories.a_call()
    assert start(call, association)["Location"] == start(call, association, "anna")["Location"]
    assert Draft.objects.count() == 1


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (OPENS_AT - SECOND, "Utlysningen öppnar 16 april 2018 kl. 08.00. Du kan inte börja ansöka än."),
        (CLOSES_AT, "Utlysningen stängde 15 maj 2018 kl. 23.59. Det går inte att börja en ny ansökan."),
    ],
)
def test_a_call_that_is_not_open_takes_no_draft(association, clock, moment, sentence):
    call = factories.a_call()
    clock(moment)
    response = start(call, association)
    assert (response.status_code, lead(response)) == (409, sentence)
    assert Draft.objects.count() == 0


def test_an_organisation_of_another_kind_is_told_for_whom_the_call_is(gavle, clock):
    response = start(factories.a_call(), gavle, "cecilia")
    assert (response.status_code, lead(response)) == (
        409,
        "Gävle kommun är kommun och kan inte söka här. Utlysningen är för föreningar och stiftelser.",
    )


def test_nobody_starts_for_an_organisation_that_is_not_theirs(association, gavle, clock):
    assert start(factories.a_call(), association, "cecilia").status_code == 404
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("number", ["", "\x00", "8024510019"])
def test_an_organisation_that_does_not_exist_starts_nothing(association, clock, number):
    data = {"organisation": number}
    assert browser("bo").post(reverse("draft_start", args=[factories.a_call().slug]), data).status_code == 404


# --- answers ---------------------------------------------------------------------------------------------------------


def test_a_saved_page_leads_to_the_next(draft, bo_browser):
    data = {"version": "1", "title": "Grannar 🎉 möts", "period_start": "2018-06-01", "next": "1"}
    response = bo_browser.post(page(draft, "about"), data)
    assert (response["Location"], flashes(response)) == (page(draft, "organisation"), ["Sparat."])
    assert now(draft)["title"] == "Grannar 🎉 möts"


def test_an_emoji_is_shown_again_as_written(draft, bo_browser):
    bo_browser.post(page(draft, "about"), {"version": "1", "title": "👩‍👩‍👧 hemma"})
    assert bo_browser.get(page(draft, "about")).context["form"]["title"].value() == "👩‍👩‍👧 hemma"


def test_an_answer_that_is_too_long_says_by_how_much_and_is_kept_in_the_page(draft, bo_browser):
    before, text = now(draft), "å" * 10_000
    response = bo_browser.post(page(draft, "goals"), {"version": "1", "situation": text})
    field = response.context["form"]["situation"]
    assert (response.status_code, list(field.errors), field.value()) == (
        422,
        [f"{field.label}: texten är 6000 tecken för lång. Högst 4000 tecken får plats."],
        text,
    )
    assert now(draft) == before


@pytest.mark.parametrize(
    ("key", "data", "sentence"),
    [
        (
            "about",
            {"title": "Gra\x00nnar"},
            "Vad heter insatsen? – Texten innehåller ett tecken som inte går att spara.",
        ),
        ("about", {"period_start": "1 juni"}, None),
        ("organisation", {"members": "många"}, "Hur många medlemmar har ni? – Skriv ett heltal."),
        ("budget", {"own_funding": "0"}, None),
        ("budget", {"own_funding": "-5"}, None),
        ("participants", {"counties": "99"}, None),
        ("declarations", {"insolvency": "kanske"}, None),
    ],
)
def test_an_answer_that_cannot_be_read_is_refused_and_the_saved_one_stays(draft, bo_browser, key, data, sentence):
    before = now(draft)
    response = bo_browser.post(page(draft, key), {"version": "1", **data})
    (name, text), said = next(iter(data.items())), errors(response)
    assert (response.status_code, len(said)) == (422, 1)
    assert sentence in (None, said[0])
    assert text in response.context["form"][name].value()
    assert now(draft) == before


@pytest.mark.parametrize(
    ("amount", "ore"), [("1 000,50 kr", 100050), ("1\u00a0000,50", 100050), ("1000.5", 100050), ("12 kr", 1200)]
)
def test_an_amount_is_read_as_people_write_it(draft, bo_browser, amount, ore):
    assert save_budget(bo_browser, draft, amount).status_code == 302
    assert now(draft)[BUDGET] == [{"label": "Lön", "amount_ore": ore}]


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("0", "Rad 2: skriv ett belopp större än 0 kr."),
        ("-500", "Rad 2: skriv ett belopp större än 0 kr."),
        (
            "fem",
            "Rad 2: Beloppet går inte att läsa. Skriv kronor med siffror, till exempel 250 000 eller 1 000,50.",
        ),
        ("", "Rad 2: Skriv ett belopp i kronor, till exempel 250 000."),
        ("1" * 13, "Rad 2: Beloppet är för stort. Kontrollera att du har skrivit det i kronor."),
    ],
)
def test_a_wrong_amount_in_the_budget_is_pointed_out_by_its_row(draft, bo_browser, amount, sentence):
    response = save_budget(bo_browser, draft, "1 000", amount)
    field = response.context["form"][BUDGET]
    (said,) = field.errors
    assert (response.status_code, said.removeprefix(f"{field.label}: ")) == (422, sentence)
    assert [(row.label, *row.amounts) for row in field.value()] == [("Lön", "1 000"), ("Lön", amount)]
    assert response.content.decode().count(f'value="{amount}"') >= 1
    assert now(draft)[BUDGET] == SAVED_ROWS


def test_a_budget_row_without_a_name_is_refused(draft, bo_browser):
    data = {"version": "1", "budget_label": [" "], "budget_amount": ["100"], "other_state_grants": "nej"}
    response = bo_browser.post(page(draft, "budget"), data)
    field = response.context["form"][BUDGET]
    assert list(field.errors) == ["Rad 1: skriv vad beloppet gäller."]
    assert now(draft)[BUDGET] == SAVED_ROWS


# --- two tabs --------------------------------------------------------------------------------------------------------

FIRST = {"version": "1", "title": "Den första"}


def test_two_pages_of_the_same_draft_do_not_disturb_each_other(draft, bo_browser):
    bo_browser.post(page(draft, "about"), FIRST)
    response = browser("anna").post(page(draft, "goals"), {"version": "1", "situation": "Läget"})
    assert (response.status_code, now(draft)["title"], now(draft)["situation"]) == (302, "Den första", "Läget")


def test_a_form_without_its_version_is_not_saved(draft, bo_browser):
    before = now(draft)
    assert bo_browser.post(page(draft, "about"), {"title": "Utan version"}).status_code == 422
    assert now(draft) == before


def test_a_submitted_application_cannot_be_changed(draft, bo_browser):
    factories.sign(draft)
    response = bo_browser.post(page(draft, "about"), FIRST)
    assert (response.status_code, errors(response)) == (
        422,
        ["Ansökan är redan inskickad och kan inte ändras. (22 § förvaltningslagen (2017:900))"],
    )
    assert response.context["form"]["title"].value() == "Den första"


@pytest.mark.parametrize("name", ["draft", "draft_check"])
def test_a_submitted_draft_leads_to_its_receipt(draft, bo_browser, name):
    application = factories.sign(draft)
    response = bo_browser.get(reverse(name, args=[draft.pk]))
    assert response["Location"] == reverse("receipt", args=[application.case.number])


def test_the_overview_says_what_is_done(association, clock):
    begun = factories.a_draft(title="", structure="")
    tasks = browser("bo").get(reverse("draft", args=[begun.pk])).context["tasks"]
    assert [task["face"].applicant for task in tasks] == ["Påbörjad", "Påbörjad", "Klar", "Klar", "Klar", "Klar"]


def test_a_page_that_the_form_lacks_is_not_found(draft, bo_browser):
    assert bo_browser.get(page(draft, "saknas")).status_code == 404


def test_the_clock_of_the_tests_stands_still(draft):
    assert draft.saved_at == NOW
