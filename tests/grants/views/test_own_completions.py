"""The applicant answers a request: what opens, what is kept, what is refused, and what the case says afterwards."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants.domain import completion_requests
from grants.enums import ApplicationStatus
from grants.interfaces.question_forms import ABOUT_THE_PAGE
from grants.models import Completion
from grants.questions import BUDGET, PERIOD_END, TITLE
from tests import factories
from tests.factories import ASKED, a_pdf, application_at, completion_requested
from tests.pages import browser, errors, filled, flashes, words

pytestmark = pytest.mark.django_db
AFTER_DUE = datetime(2018, 5, 17, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def day(clock, association):
    """Everything happens on the day of the factories."""


@pytest.fixture
def anna_browser(association):
    return browser("anna")


def page(name, request):
    return reverse(name, args=[request.application.case.number, request.number])


def case(request):
    return reverse("own_case", args=[request.application.case.number])


def save(client, request, **answers):
    data = {"version": "0", **answers}
    return client.post(page("own_completion", request), data)


def sign(client, request):
    url = page("own_completion_check", request)
    return client.post(url, filled(client.get(url).context["form"], statement="on"))


def test_only_what_was_asked_opens_with_the_answer_that_stands(anna_browser):
    request = completion_requested(questions=[TITLE, BUDGET])
    form = anna_browser.get(page("own_completion", request)).context["form"]
    assert [name for name in form.fields if name not in ABOUT_THE_PAGE] == ["title", "budget"]
    assert (form["title"].value(), len(form["budget"].value())) == ("Grannar möts", 2)


def test_the_page_says_what_lacks_until_when_and_what_follows(anna_browser):
    read = words(anna_browser.get(page("own_completion", completion_requested())))
    sentences = ["Svara senast 16 maj 2018.", factories.CONSEQUENCE, "Det här saknas: Beskriv det tydligare."]
    assert [sentence for sentence in sentences if sentence not in read] == []


def test_an_answer_is_saved_checked_signed_and_shown(anna_browser):
    request = completion_requested(questions=[ASKED])
    saved = save(anna_browser, request, **{ASKED: "Vi frågar 200 grannar."}, check="1")
    assert saved["Location"] == page("own_completion_check", request)
    signed = sign(anna_browser, request)
    assert (signed["Location"], flashes(signed)) == (
        page("own_completion", request),
        ["Kompletteringen är inskickad."],
    )
    assert "Vi frågar 200 grannar." in words(anna_browser.get(signed["Location"]))


def test_completed_facts_are_what_the_case_says_and_the_receipt_says_what_came_in(anna_browser):
    request = completion_requested(questions=[TITLE, BUDGET])
    budget = {"budget_label": ["Lön", "Resor"], "budget_amount": ["150 000", "50 000"]}
    save(anna_browser, request, title="Grannar möts igen", **budget)
    assert "prövar er ansökan med de uppgifter som ni lämnar nu" in words(
        anna_browser.get(page("own_completion_check", request))
    )
    sign(anna_browser, request)
    now = words(anna_browser.get(case(request))).replace("\u00a0", " ")
    assert ("Sökt belopp 200 000 kr" in now, "Grannar möts → Grannar möts igen" in now) == (True, True)
    receipt = words(anna_browser.get(reverse("receipt", args=[request.application.case.number])))
    assert ("Projekt Grannar möts Sökt" in receipt, "300 000 kr" in receipt.replace("\u00a0", " ")) == (True, True)


def test_facts_that_the_call_does_not_allow_are_said_before_and_at_the_signature(anna_browser):
    request = completion_requested(questions=[PERIOD_END])
    save(anna_browser, request, period_end="2017-12-31")
    sentence = "Projektet kan inte sluta innan det börjar."
    assert sentence in words(anna_browser.get(page("own_completion_check", request)))
    response = sign(anna_browser, request)
    assert (response.status_code, errors(response)) == (422, [sentence])
    assert Completion.objects.get().submitted_at is None


@pytest.mark.parametrize(
    ("question", "written"),
    [(ASKED, "å" * 4001), (ASKED, "\x00"), (PERIOD_END, "i höst")],
    ids=["too long", "NUL", "no day"],
)
def test_an_answer_that_cannot_be_kept_is_refused_and_stays_as_written(anna_browser, question, written):
    request = completion_requested(questions=[question])
    response = save(anna_browser, request, **{question: written})
    assert (response.status_code, len(errors(response)), Completion.objects.count()) == (422, 1, 0)
    assert response.context["form"][question].value() == written


def test_two_who_write_at_once_are_shown_both_texts(anna_browser, bo):
    request = completion_requested(questions=[ASKED])
    save(browser("bo"), request, **{ASKED: "Bos mål"})
    response = save(anna_browser, request, **{ASKED: "Annas mål"})
    assert (response.status_code, response.context["form"][ASKED].value()) == (409, "Annas mål")
    assert "Det som är sparat nu Vad ska ha förändrats när ni är klara? Bos mål" in words(response)
    again = {name: value[0] for name, value in response.context["form"].data.lists()}
    assert anna_browser.post(page("own_completion", request), again).status_code == 302
    assert Completion.objects.get().answers == {ASKED: "Annas mål"}


def test_a_file_that_cannot_be_taken_in_is_refused_and_the_answers_are_saved(anna_browser):
    request = completion_requested()
    file = SimpleUploadedFile("Intyg.pdf", b"MZ\x90\x00" + b"\x00" * 64)
    response = save(anna_browser, request, **{ASKED: "Nya mål", "file_other_document": file})
    assert (response.status_code, len(errors(response))) == (422, 1)
    assert (Completion.objects.get().answers, Completion.objects.get().files.count()) == ({ASKED: "Nya mål"}, 0)


def test_a_file_is_added_fetched_and_removed(anna_browser):
    request = completion_requested()
    save(anna_browser, request, file_other_document=SimpleUploadedFile("Intyg.pdf", a_pdf().getvalue()))
    file = Completion.objects.get().files.get()
    number = request.application.case.number
    fetched = anna_browser.get(reverse("own_completion_file", args=[number, 1, file.pk]))
    assert b"".join(fetched) == a_pdf().getvalue()
    removed = anna_browser.post(reverse("own_completion_detach", args=[number, 1, file.pk]))
    assert flashes(removed)[-1] == "Bilagan Intyg.pdf är borttagen."
    assert Completion.objects.get().files.count() == 0


def test_a_file_where_none_is_asked_for_is_refused(anna_browser):
    request = completion_requested(questions=[ASKED])
    response = save(anna_browser, request, file_goals=SimpleUploadedFile("Intyg.pdf", a_pdf().getvalue()))
    assert errors(response) == ["Det går inte att lägga till bilagor här."]


def test_a_late_answer_is_taken_in_and_the_page_says_so_first(anna_browser, clock):
    request = completion_requested(questions=[ASKED])
    completion_requests.expire(now=AFTER_DUE)
    clock(AFTER_DUE)
    anna = browser("anna")
    assert "Svaret registreras då som inkommet efter svarstiden." in words(anna.get(page("own_completion", request)))
    save(anna, request, **{ASKED: "Nya mål"})
    assert flashes(sign(anna, request)) == ["Kompletteringen är inskickad."]
    assert "Svaret kom in efter svarstiden." in words(anna.get(case(request)))


def test_the_case_shows_the_day_the_points_and_the_consequence(anna_browser):
    request = completion_requested(questions=[ASKED])
    read = words(anna_browser.get(case(request)))
    assert "Det som kommer Komplettera ansökan Senast 16 maj 2018 · 14 dagar kvar" in read
    assert (
        "Vi har begärt komplettering 2 maj 2018 kl. 12.00 Svar senast 16 maj 2018. "
        f"Vad ska ha förändrats när ni är klara? Beskriv det tydligare. {factories.CONSEQUENCE} "
        "Visa begäran och svaret Handling 2, Begäran om komplettering (textfil)"
    ) in read


def test_the_checks_read_the_declarations_as_they_were_completed(anna_browser):
    """INV-18: what the applicant says of itself in a completion is what the officer is shown."""
    application = application_at(ApplicationStatus.IN_REVIEW, public_debt=True)
    checks, said = reverse("checks", args=[application.case.number]), "Ni har skulder"
    dag = browser("dag")
    before = said in words(dag.get(checks))
    request = completion_requested(application, questions=["public_debt"])
    save(anna_browser, request, public_debt="nej")
    sign(anna_browser, request)
    assert (before, said in words(dag.get(checks))) == (True, False)


def test_the_files_of_an_answer_are_fetched_beside_it_by_both_sides(anna_browser):
    request = completion_requested()
    save(anna_browser, request, file_other_document=SimpleUploadedFile("Intyg.pdf", a_pdf().getvalue()))
    sign(anna_browser, request)
    for client, name, page_of_documents in (
        (anna_browser, "own_completion", "own_document"),
        (browser("dag"), "completion_request", "document"),
    ):
        read = client.get(page(name, request)).content.decode()
        assert reverse(page_of_documents, args=[request.application.case.number, 4]) in read


def test_a_case_that_takes_no_more_answers_says_so_instead_of_asking(anna_browser):
    request = completion_requested(questions=[ASKED])
    completion_requests.expire(now=AFTER_DUE)
    factories.decided(factories.prepared(factories.proposed(request.application, now=factories.NOW)))
    assert "Ärendet tar inte emot fler svar på begäran." in words(anna_browser.get(page("own_completion", request)))
    response = save(anna_browser, request, **{ASKED: "Nya mål"})
    assert errors(response) == [
        "Det går inte att lämna komplettering efter svarstiden nu. (20 § förvaltningslagen (2017:900))"
    ]
    assert response.context["form"][ASKED].value() == "Nya mål"
