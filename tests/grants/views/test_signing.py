"""Signing and submitting: once, what was shown, and after closing time only knowingly."""

import pytest
from django.urls import reverse

from applicants.enums import SignRule
from applicants.models import Mandate
from grants.enums import ApplicationStatus
from grants.models import Application
from grants.questions import Question, QuestionGroup, QuestionKind
from journal.models import Case, NumberSeries
from tests import factories
from tests.factories import CLOSES_AT, LATE
from tests.pages import browser, errors, words


@pytest.fixture
def draft(association, clock):
    return factories.a_draft()


def page(draft):
    return reverse("draft_check", args=[draft.pk])


def sign(client, draft, **more):
    """Sign what the page shows, as the browser sends it."""
    form = client.get(page(draft)).context["form"]
    return client.post(page(draft), {"content_sha256": form["content_sha256"].value(), "statement": "on", **more})


def receipt(number):
    return reverse("receipt", args=[number])


def test_a_double_click_gives_one_application_and_one_receipt(draft):
    anna = browser("anna")
    form = anna.get(page(draft)).context["form"]
    data = {"content_sha256": form["content_sha256"].value(), "statement": "on"}
    answers = [anna.post(page(draft), data) for _ in range(2)]
    application = Application.objects.get()
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, receipt(application.case.number))
    ] * 2
    assert (Case.objects.get(), NumberSeries.objects.get(name="BID").last) == (application.case, 1)


def test_the_receipt_says_number_time_and_what_was_signed(draft):
    anna = browser("anna")
    form = anna.get(page(draft)).context["form"]
    shown = words(anna.get(sign(anna, draft)["Location"]))
    number = Application.objects.get().case.number
    assert shown.startswith(f"Vi har tagit emot er ansökan Ert diarienummer är {number} ")
    assert "Inkom 2 maj 2018 kl. 12.00 Underskrift" in shown
    assert form["content_sha256"].value() in shown


def test_without_the_statement_nothing_is_sent(draft):
    response = sign(browser("anna"), draft, statement="")
    assert (response.status_code, errors(response)) == (
        422,
        [f"{response.context['form']['statement'].label[:59]}… – Kryssa i försäkran för att skriva under."],
    )
    assert Application.objects.count() == 0


def test_what_has_changed_since_it_was_shown_is_not_signed(draft):
    anna = browser("anna")
    shown = anna.get(page(draft)).context["form"]["content_sha256"].value()
    browser("bo").post(reverse("draft_group", args=[draft.pk, "organisation"]), {"version": "1", "members": "7"})
    response = anna.post(page(draft), {"content_sha256": shown, "statement": "on"})
    assert (response.status_code, errors(response)) == (
        422,
        ["Ansökan har ändrats sedan du granskade den. Granska den igen och skriv sedan under."],
    )
    assert Application.objects.count() == 0


def test_after_a_refused_signature_the_page_signs_what_it_now_shows(draft):
    anna = browser("anna")
    response = anna.post(page(draft), {"content_sha256": "0" * 64, "statement": "on"})
    form = response.context["form"]
    again = anna.post(page(draft), {"content_sha256": form["content_sha256"].value(), "statement": "on"})
    assert again["Location"] == receipt(Application.objects.get().case.number)


def test_an_agent_may_not_sign(draft):
    response = sign(browser("bo"), draft)
    assert (response.status_code, errors(response)) == (
        422,
        [
            "Ansökan ska skrivas under av en firmatecknare. Du kan fylla i den, men inte skriva under. "
            "(14–15 §§ förvaltningslagen (2017:900))"
        ],
    )
    assert Application.objects.count() == 0


def test_what_is_missing_is_said_all_at_once_with_the_page_to_mend_it_on(association, clock):
    draft = factories.a_draft(title="", structure="")
    response = sign(browser("anna"), draft)
    assert (response.status_code, errors(response)) == (
        422,
        [
            "Besvara frågan ”Vad heter insatsen?”.",
            f"Besvara frågan ”{next(q.label for q in draft.form.form.questions if q.key == 'structure')}”.",
        ],
    )
    urls = [url for _, url in response.context["problems"]]
    base = reverse("draft", args=[draft.pk])
    assert urls == [f"{base}del/about/#div_id_title", f"{base}del/organisation/#div_id_structure"]


@pytest.mark.parametrize("moment", [CLOSES_AT, LATE])
def test_after_closing_time_nothing_is_sent_unless_it_is_meant(draft, clock, moment):
    clock(moment)
    response = sign(browser("anna"), draft)
    assert (response.status_code, errors(response)) == (
        422,
        [
            "Jag vill skicka in ansökan fast tiden har gått ut. – Utlysningen stängde 15 maj 2018 kl. 23.59. "
            "Du kan ändå skicka in ansökan. Den registreras då som inkommen för sent och kan komma att avvisas. "
            "Kryssa i att du vill skicka in den ändå. (22 § förvaltningslagen (2017:900))"
        ],
    )
    assert Application.objects.count() == 0


def test_after_closing_time_it_comes_in_late_when_that_is_meant_and_the_receipt_says_so(draft, clock):
    clock(LATE)
    anna = browser("anna")
    shown = words(anna.get(sign(anna, draft, accepts_late="on")["Location"]))
    assert Application.objects.get().status == ApplicationStatus.RECEIVED_LATE
    assert "Inkom 16 maj 2018 kl. 12.00 – för sent" in shown


def test_a_form_opened_before_closing_and_sent_after_is_late(draft, clock):
    anna = browser("anna")
    shown = anna.get(page(draft)).context["form"]["content_sha256"].value()
    clock(LATE)
    response = browser("anna").post(page(draft), {"content_sha256": shown, "statement": "on"})
    assert (response.status_code, Application.objects.count()) == (422, 0)
    assert "accepts_late" in response.context["form"].fields


# --- two together -----------------------------------------------------------------------------------------------------

LONELY = "Bara du är registrerad som firmatecknare nu"


def test_who_signs_with_another_is_told_before_when_there_is_no_other(draft):
    Mandate.objects.filter(person__username="anna").update(sign_rule=SignRule.JOINTLY)
    assert LONELY in words(browser("anna").get(page(draft)))


def test_where_there_is_another_nothing_is_said_of_it(draft):
    factories.jointly(draft.organisation)
    assert LONELY not in words(browser("anna").get(page(draft)))


def test_who_signs_alone_needs_no_other(draft):
    assert LONELY not in words(browser("anna").get(page(draft)))


def test_the_first_of_two_signatories_is_told_that_both_must_sign_in_time(draft):
    factories.jointly(draft.organisation)
    said = words(browser("anna").get(page(draft)))
    assert "För att ansökan ska komma in i tid ska ni båda ha skrivit under före 15 maj 2018 kl. 23.59." in said


def test_what_is_missing_and_what_does_not_fit_is_said_at_once_with_the_way_to_each(association, clock):
    draft = factories.a_draft(summary="", period_end="2019-01-01", cost_rows=())
    urls = [url for _, url in browser("anna").get(page(draft)).context["problems"]]
    base = reverse("draft", args=[draft.pk])
    assert urls == [
        f"{base}del/about/#div_id_summary",
        f"{base}del/about/#div_id_period_start",
        f"{base}del/budget/#div_id_budget",
    ]


def test_every_way_to_a_problem_leads_to_a_place_on_its_page(association, clock):
    questions = (Question("bylaws", QuestionKind.FILES, "Stadgar"), Question("why", QuestionKind.TEXT, "Varför?"))
    call = factories.a_call_asking(QuestionGroup("more", "Mer", questions))
    draft, anna = factories.a_draft(call, why="", counties=[], cost_rows=()), browser("anna")
    ways = [url.split("#") for _, url in anna.get(page(draft)).context["problems"]]
    assert [place for _, place in ways] == [f"div_id_{key}" for key in ("counties", "budget", "bylaws", "why")]
    assert [f'id="{place}"' in anna.get(address).content.decode() for address, place in ways] == [True] * 4


def test_who_signs_jointly_but_alone_is_told_before_signing_that_somebody_is_missing(draft):
    Mandate.objects.filter(organisation=draft.organisation).update(sign_rule=SignRule.JOINTLY)
    said = words(browser("anna").get(page(draft)))
    assert "Bara du är registrerad som firmatecknare nu, så ansökan kan inte skickas in än. Bjud in den andra" in said
