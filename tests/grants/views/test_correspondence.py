"""Requests for completion, communication and messages: both sides' pages, what they refuse, and that once is once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from applicants.domain import organisations
from applicants.enums import MandateRole
from grants.domain import conflicts, messages
from grants.enums import ApplicationStatus, ConflictAnswer
from grants.models import Communication, CompletionRequest, Message
from tests import factories
from tests.database import everything
from tests.factories import ASKED, BEFORE, CONSEQUENCE, NOW, a_pdf, application_at, communicated, completion_requested
from tests.factories.registry import marked, posted
from tests.pages import browser, errors, filled, flashes, words

pytestmark = pytest.mark.django_db
DAY = "2018-05-16"


@pytest.fixture(autouse=True)
def day(clock, association):
    """Everything happens on the day of the factories."""


@pytest.fixture
def application():
    return application_at(ApplicationStatus.IN_REVIEW)


@pytest.fixture
def asked():
    """A case with an open request and material to answer."""
    request = completion_requested()
    communicated(request.application)
    return request


def page(name, application, *more):
    return reverse(name, args=[application.case.number, *more])


def post_twice(client, url, **changes):
    """What a double click sends: the same form, filled in once."""
    form = filled(client.get(url).context["form"], **changes)
    data = {name: value for name, value in form.items() if value != ""}
    return [client.post(url, data), client.post(url, data)]


REQUEST = {f"lacking_{ASKED}": "Skriv hur ni mäter.", "due_on": DAY}
MATERIAL = {"text": "Enligt Kronofogden har ni en skuld.", "due_on": DAY}


# --- once -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "model"),
    [
        ("completion_new", REQUEST, CompletionRequest),
        ("communication_new", MATERIAL, Communication),
        ("correspondence", {"text": "När är ni klara?"}, Message),
    ],
)
def test_what_the_officer_sends_twice_is_sent_once(application, name, data, model):
    first, second = post_twice(browser("dag"), page(name, application), **data)
    assert [first.status_code, second.status_code, first["Location"]] == [302, 302, second["Location"]]
    assert model.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "more"), [("own_messages", []), ("own_communication", [1])], ids=["message", "answer"]
)
def test_what_the_applicant_sends_twice_is_sent_once(asked, name, more):
    first, second = post_twice(browser("anna"), page(name, asked.application, *more), text="I juni.")
    assert [first.status_code, second.status_code] == [302, 302]
    assert [message.text for message in Message.objects.all()] == ["I juni."]


def test_another_text_from_the_same_page_is_another_message(application):
    """Back in the browser, a new text, and send: nothing is lost."""
    anna, url = browser("anna"), page("own_messages", application)
    data = filled(anna.get(url).context["form"])
    for text in ("Först.", "Sedan."):
        anna.post(url, {**data, "text": text})
    assert [message.text for message in Message.objects.order_by("pk")] == ["Först.", "Sedan."]


def test_the_same_text_from_a_page_opened_anew_is_another_message(application):
    anna, url = browser("anna"), page("own_messages", application)
    for _ in range(2):
        anna.post(url, filled(anna.get(url).context["form"], text="Hej!"))
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "more"), [("own_messages", []), ("own_communication", [1])], ids=["message", "answer"]
)
def test_what_was_written_when_the_session_ended_comes_back_and_is_sent_once(asked, name, more):
    anna, url = browser("anna"), page(name, asked.application, *more)
    data = {key: value for key, value in filled(anna.get(url).context["form"], text="I juni.").items() if value != ""}
    file = SimpleUploadedFile("Intyg.pdf", a_pdf().getvalue())
    response = Client().post(url, {**data, "attached": file})
    assert (response.status_code, response.context["written"], Message.objects.count()) == (403, ["I juni."], 0)
    read = words(response)
    assert [said in read for said in ("inte skickat än", "Skicka nu", "Filer som du hade valt följer inte med.")] == [
        True
    ] * 3
    again = dict(response.context["sent"])
    assert [anna.post(url, again).status_code for _ in range(2)] == [302, 302]
    assert [message.text for message in Message.objects.all()] == ["I juni."]


@pytest.mark.parametrize("name", ["own_appeal", "own_conflict"])
def test_an_appeal_and_an_objection_come_back_when_the_session_ended(asked, name):
    response = Client().post(page(name, asked.application), {"text": "Ändra beslutet.", "opened": "x"})
    assert (response.status_code, response.context["written"]) == (403, ["Ändra beslutet."])


def test_a_completion_comes_back_when_the_session_ended(asked):
    data = {"version": "0", ASKED: "Nya mål.", "stay": "1"}
    response = Client().post(page("own_completion", asked.application, 1), data)
    assert (response.status_code, response.context["written"]) == (403, ["Nya mål."])
    assert "Spara nu" in words(response)


def test_what_another_site_has_written_is_not_offered_to_be_sent(asked):
    client = browser("anna", enforce_csrf_checks=True)
    data = {"text": "Vi tar tillbaka allt.", "opened": "x"}
    url = page("own_messages", asked.application)
    response = client.post(url, data, headers={"origin": "https://evil.example"})
    assert (response.status_code, response.templates[0].name) == (403, "403_csrf.html")
    assert "Vi tar tillbaka allt." not in response.content.decode()


def test_a_completion_handed_in_twice_comes_in_once(asked):
    factories.completion_saved(asked)
    first, second = post_twice(browser("anna"), page("own_completion_check", asked.application, 1), statement="on")
    assert [first["Location"], second["Location"]] == [page("own_completion", asked.application, 1)] * 2
    assert asked.application.case.entries.filter(title="Komplettering").count() == 1


# --- what the officer's pages say and refuse --------------------------------------------------------------------------


def test_the_officer_asks_and_reads_it_among_the_correspondence(application):
    dag = browser("dag")
    response = dag.post(page("completion_new", application), {**REQUEST, "consequence": CONSEQUENCE})
    assert (response["Location"], flashes(response)) == (
        page("correspondence", application),
        ["Begäran om komplettering är skickad."],
    )
    assert "Begäran 1 Skickad 2 maj 2018. Svar senast 16 maj 2018." in words(dag.get(response["Location"]))


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({f"lacking_{ASKED}": ""}, ["Ange minst en sak som saknas. (20 § förvaltningslagen (2017:900))"]),
        ({"consequence": ""}, ["Vad händer om sökanden inte svarar? – Skriv vad som händer om sökanden inte svarar."]),
        (
            {"due_on": "2018-05-02"},
            ["Sista dag att svara – Välj en dag som ligger framåt i tiden. (20 § förvaltningslagen (2017:900))"],
        ),
        (
            {"due_on": "i morgon"},
            ["Sista dag att svara – Skriv datumet som år-månad-dag, till exempel 2018-05-15."],
        ),
        (
            {f"lacking_{ASKED}": "å" * 1001},
            [
                "Vad ska ha förändrats när ni är klara? – Texten är för lång. "
                "Högst 1000 tecken får plats, och den har 1001."
            ],
        ),
    ],
    ids=["nothing lacking", "no consequence", "today", "no day", "too long"],
)
def test_a_request_that_is_refused_keeps_what_was_written(application, changes, sentences):
    data = {**REQUEST, "consequence": CONSEQUENCE, **changes}
    response = browser("dag").post(page("completion_new", application), data)
    assert (response.status_code, errors(response), CompletionRequest.objects.count()) == (422, sentences, 0)
    form = response.context["form"]
    assert {name: form[name].value() for name in data} == data


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({"text": ""}, ["Text till sökanden – Skriv vad materialet gäller och varför det har betydelse."]),
        ({"serials": ["99"]}, None),
        ({"due_on": "2018-05-01"}, None),
    ],
    ids=["no text", "a document that is not in the case", "yesterday"],
)
def test_material_that_is_refused_keeps_what_was_written(application, changes, sentences):
    data = {**MATERIAL, **changes}
    response = browser("dag").post(page("communication_new", application), data)
    assert (response.status_code, Communication.objects.count()) == (422, 0)
    assert errors(response) == sentences if sentences else len(errors(response)) == 1
    assert response.context["form"]["text"].value() == data["text"]


def test_what_is_marked_for_secrecy_is_not_among_the_documents_to_show(application):
    open_, entry = (posted(application.case).items.get().entry for _ in range(2))
    marked(entry)
    form = browser("dag").get(page("communication_new", application)).context["form"]
    choices = [serial for serial, _ in form.fields["serials"].choices]
    assert (open_.serial in choices, entry.serial in choices) == (True, False)


def test_what_a_request_asks_for_is_read_as_a_document_when_it_is_marked(application):
    asked = factories.completion_requested(application)
    marked(asked.entry)
    read = words(browser("dag").get(page("completion_request", application, asked.number)))
    assert ("Beskriv det tydligare." in read, f"Öppna handling {asked.entry.serial}" in read) == (False, True)


def test_the_text_of_what_is_marked_is_read_as_a_document(application, anna):
    """INV-31: the page of the document logs who reads it. The party reads its own as before."""
    shown = communicated(application, text="Enligt läkaren är ni sjuka.")
    received = messages.receive(application, text="Vi är sjuka.", by=anna, now=NOW)
    for sent in (shown, received):
        marked(sent.entry)
    read = words(browser("dag").get(page("correspondence", application)))
    assert ("läkaren" in read, "Vi är sjuka." in read, read.count("Känslig handling.")) == (False, False, 2)
    assert "Vi är sjuka." in words(browser("anna").get(page("own_messages", application)))


def test_the_officer_reads_what_each_answer_says_now_and_nothing_of_it_is_markup(association):
    application = factories.assigned(factories.received(**{ASKED: "<script>alert(1)</script> & mer"}))
    read = browser("dag").get(page("completion_new", application)).content.decode()
    assert "Svaret nu: &lt;script&gt;alert(1)&lt;/script&gt; &amp; mer" in read
    assert "<script>alert(1)" not in read


def test_the_officer_gives_longer_time(asked):
    url = page("completion_request", asked.application, 1)
    response = browser("dag").post(url, {"due_on": "2018-05-30"})
    assert (response["Location"], flashes(response)) == (url, ["Sökanden har fått längre tid."])
    asked.refresh_from_db()
    assert asked.due_on.isoformat() == "2018-05-30"


def test_longer_time_that_is_not_longer_is_refused(asked):
    response = browser("dag").post(page("completion_request", asked.application, 1), {"due_on": DAY})
    assert errors(response) == [
        "Ny sista dag att svara – Välj en dag efter 16 maj 2018. (20 § förvaltningslagen (2017:900))"
    ]


def test_another_officer_reads_and_does_not_write(asked):
    factories.declare_no_conflict(asked.application, "disa")
    disa, before = browser("disa"), everything()
    assert "Skicka meddelandet" not in words(disa.get(page("correspondence", asked.application)))
    response = disa.post(page("correspondence", asked.application), {"text": "Hej!"})
    assert errors(response) == ["Ärendet är fördelat till en annan handläggare."]
    assert everything() == before


OFFICERS_PAGES = [
    ("correspondence", [], {"text": "Hej!"}),
    ("completion_new", [], REQUEST),
    ("completion_request", [1], {"due_on": "2018-05-30"}),
    ("communication_new", [], MATERIAL),
]


@pytest.mark.parametrize(("name", "more", "data"), OFFICERS_PAGES, ids=[row[0] for row in OFFICERS_PAGES])
def test_whoever_is_jävig_finds_no_page_of_it(asked, dag, name, more, data):
    """INV-8, also for the officer of the case."""
    conflicts.declare(asked.application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=dag, now=NOW)
    client, before = browser("dag"), everything()
    url = page(name, asked.application, *more)
    assert [client.get(url).status_code, client.post(url, data).status_code] == [404, 404]
    assert everything() == before


@pytest.mark.parametrize(("name", "more", "data"), OFFICERS_PAGES, ids=[row[0] for row in OFFICERS_PAGES])
def test_the_applicant_finds_no_page_of_the_agency(asked, name, more, data):
    client, before = browser("anna"), everything()
    url = page(name, asked.application, *more)
    assert [client.get(url).status_code, client.post(url, data).status_code] == [404, 404]
    assert everything() == before


def test_an_unknown_request_is_not_found(asked):
    assert browser("dag").get(page("completion_request", asked.application, 2)).status_code == 404


# --- what the applicant's pages say and refuse ------------------------------------------------------------------------


def test_the_applicant_answers_the_material_and_reads_its_answer(asked):
    anna, url = browser("anna"), page("own_communication", asked.application, 1)
    file = SimpleUploadedFile("Intyg.pdf", a_pdf().getvalue())
    response = anna.post(url, {"text": "Skulden är betald.", "attached": file})
    assert (response["Location"], flashes(response)) == (url, ["Ert svar är skickat."])
    read = words(anna.get(url))
    assert [word in read for word in ("Skulden är betald.", "Intyg.pdf", "Svara igen")] == [True] * 3


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"text": ""}, "Ert svar – Skriv ert svar, eller kryssa i att ni inte har något att tillägga."),
        (
            {"text": "Jo.", "nothing_to_add": "on"},
            "Ert svar – Välj antingen att skriva ett svar eller att inte tillägga något.",
        ),
        ({"text": "\x00"}, "Ert svar – Texten innehåller ett tecken som inte går att spara."),
        (
            {"text": "å" * 8001},
            "Ert svar – Texten är för lång. Högst 8000 tecken får plats, och den har 8001.",
        ),
    ],
    ids=["nothing", "both", "NUL", "too long"],
)
def test_an_answer_that_is_refused_keeps_what_was_written(asked, data, sentence):
    response = browser("anna").post(page("own_communication", asked.application, 1), {**data, "opened": "x"})
    assert (response.status_code, errors(response), Message.objects.count()) == (422, [sentence], 0)
    assert response.context["form"]["text"].value() == data["text"]


def test_an_answer_that_comes_after_the_decision_keeps_what_was_written(asked):
    factories.withdrawn(asked.application)
    anna, url = browser("anna"), page("own_communication", asked.application, 1)
    assert "Skicka svaret" not in words(anna.get(url))
    response = anna.post(url, {"text": "Skulden är betald.", "opened": "x"})
    assert (response.status_code, len(errors(response)), Message.objects.count()) == (422, 1, 0)
    assert "Skulden är betald." in words(response)


def test_a_file_that_cannot_be_taken_in_stops_the_message_and_the_text_stays(application):
    file = SimpleUploadedFile("Intyg.pdf", b"MZ\x90\x00" + b"\x00" * 64)
    response = browser("anna").post(page("own_messages", application), {"text": "Se bilagan.", "attached": file})
    assert (response.status_code, len(errors(response)), Message.objects.count()) == (422, 1, 0)
    assert response.context["form"]["text"].value() == "Se bilagan."


def test_a_contributor_reads_and_a_message_of_theirs_is_refused(asked, anna):
    kim, client = factories.anybody("kim"), Client()
    client.force_login(kim)
    organisations.add_mandate(
        asked.application.organisation, person=kim, role=MandateRole.CONTRIBUTOR, by=anna, now=BEFORE
    )
    before = everything()
    assert "Firmatecknare och ombud kan skicka meddelanden." in words(
        client.get(page("own_messages", asked.application))
    )
    response = client.post(page("own_messages", asked.application), {"text": "Hej!"})
    assert errors(response) == [
        f"Bara en firmatecknare eller ett ombud för {asked.application.organisation.name} får göra det här. "
        "(14–15 §§ förvaltningslagen (2017:900))"
    ]
    assert everything() == before


OWN_PAGES = [
    ("own_case", [], {}),
    ("own_messages", [], {"text": "Hej!"}),
    ("own_communication", [1], {"text": "Jo."}),
    ("own_completion", [1], {"version": "0", ASKED: "Mål"}),
    ("own_completion_check", [1], {"statement": "on", "content_sha256": "0" * 64}),
]


@pytest.mark.parametrize(("name", "more", "data"), OWN_PAGES, ids=[row[0] for row in OWN_PAGES])
def test_another_organisation_finds_nothing(asked, gavle, name, more, data):
    factories.completion_saved(asked)
    cecilia, before = browser("cecilia"), everything()
    url = page(name, asked.application, *more)
    assert [cecilia.get(url).status_code, cecilia.post(url, data).status_code] == [404, 404]
    assert everything() == before


@pytest.mark.parametrize(("name", "more", "data"), OWN_PAGES, ids=[row[0] for row in OWN_PAGES])
def test_the_officer_finds_no_page_of_the_applicant(asked, name, more, data):
    factories.completion_saved(asked)
    dag, before = browser("dag"), everything()
    url = page(name, asked.application, *more)
    assert [dag.get(url).status_code, dag.post(url, data).status_code] == [404, 404]
    assert everything() == before


def test_a_request_of_another_case_is_not_found_under_ones_own(asked):
    """The number in the address names the case; its requests are fetched through it."""
    other = factories.assigned(factories.received(asked.application.call, organisation=factories.an_association(1)))
    completion_requested(other)
    assert browser("anna").get(page("own_completion", other, 1)).status_code == 404
    assert browser("anna").get(page("own_completion", asked.application, 2)).status_code == 404


def test_a_file_that_is_not_checked_yet_is_named_and_not_offered(application, settings, tmp_path):
    settings.CLAMD_ADDRESS = str(tmp_path / "clamd.sock")
    file = SimpleUploadedFile("Intyg.pdf", a_pdf().getvalue())
    anna, url = browser("anna"), page("own_messages", application)
    anna.post(url, {"text": "Se bilagan.", "attached": file})
    entry = application.case.entries.get(title="Bilaga: Intyg.pdf")
    for client, name, served in (
        (anna, "own_messages", "own_document"),
        (browser("dag"), "correspondence", "document"),
    ):
        response = client.get(page(name, application))
        assert page(served, application, entry.serial) not in response.content.decode()
        assert "Intyg.pdf Kontrolleras mot virus." in words(response)
