"""The pages around a draft: versions, comments, colleagues, copies, and the whole of it to read and print."""

from io import BytesIO

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from applicants.domain import organisations
from applicants.enums import MandateRole
from grants.domain import drafts, presence
from grants.domain.declarations import DECLARED_QUESTIONS
from grants.domain.saving import Opened
from tests import factories
from tests.factories import BEFORE, NOW
from tests.pages import browser, errors, flashes, words


@pytest.fixture
def draft(association, clock):
    return factories.a_draft()


@pytest.fixture
def bo_browser(draft):
    return browser("bo")


def address(name, draft, *more):
    return reverse(name, args=[draft.pk, *more])


def change_title(draft, title):
    draft.refresh_from_db()
    opened = Opened(draft.version_of("about"))
    by = factories.person("anna")
    return drafts.keep_group(draft, group="about", answers={"title": title}, opened=opened, by=by, now=NOW).draft


# --- versions --------------------------------------------------------------------------------------------------------


def test_a_version_says_what_was_changed_by_whom(draft, bo_browser):
    change_title(draft, "Nytt namn")
    said = words(bo_browser.get(address("draft_revisions", draft)))
    assert "Sparat 2 maj 2018 kl. 12.00 · Anna Andersson Vad heter insatsen? : Grannar möts Nytt namn" in said


def test_the_list_of_versions_costs_the_same_however_long(draft, bo_browser, django_assert_num_queries):
    for number in range(30):
        draft = change_title(draft, f"Namn {number}")
    with django_assert_num_queries(4):
        page = bo_browser.get(address("draft_revisions", draft))
    assert len(page.context["entries"]) == 20
    older = bo_browser.get(f"{address('draft_revisions', draft)}?fore={page.context['older']}")
    numbers = [entry.revision.number for found in (page, older) for entry in found.context["entries"]]
    assert numbers == list(range(draft.revision, 0, -1))


@pytest.mark.parametrize("before", ["x", "-1", "²", "9" * 40, "0"])
def test_an_odd_place_in_the_list_is_no_error(draft, bo_browser, before):
    assert bo_browser.get(f"{address('draft_revisions', draft)}?fore={before}").status_code == 200


@pytest.mark.parametrize("name", ["draft", "draft_revisions"])
def test_the_page_says_until_when_versions_are_kept(draft, bo_browser, name):
    assert "tar vi bort alla versioner utom den senaste efter den 11 november 2018." in words(
        bo_browser.get(address(name, draft))
    )


def test_nothing_is_said_of_it_once_the_application_is_sent_in(draft, bo_browser):
    factories.sign(draft)
    assert "tar vi bort" not in words(bo_browser.get(address("draft_revisions", draft)))


def test_a_version_is_compared_with_now_and_had_back(draft, bo_browser):
    number = draft.revision
    change_title(draft, "Fel namn")
    url = address("draft_revision", draft, number)
    assert bo_browser.get(url).context["rows"] == [
        {"label": "Vad heter insatsen?", "before": "Fel namn", "after": "Grannar möts"}
    ]
    response = bo_browser.post(url)
    assert flashes(response) == [f"Svaren från version {number} gäller nu. Det som gällde före finns kvar här."]
    draft.refresh_from_db()
    assert draft.answers["title"] == "Grannar möts"


@pytest.mark.parametrize("number", [0, 999])
def test_a_version_that_is_not_there_is_not_found(draft, bo_browser, number):
    assert bo_browser.get(address("draft_revision", draft, number)).status_code == 404


# --- colleagues ------------------------------------------------------------------------------------------------------


def test_the_page_says_who_writes_where(draft, bo_browser):
    presence.note(draft, group="budget", person=factories.person("anna"), writing=True)
    response = bo_browser.post(address("draft_presence", draft), {"group": "about"})
    assert "<strong>Anna Andersson skriver</strong> i Budget." in response.content.decode()


def test_an_autosave_is_seen_as_writing(draft, bo_browser):
    bo_browser.post(address("draft_autosave", draft, "about"), {"version": "1", "title": "Nytt"})
    said = words(browser("anna").get(address("draft_group", draft, "about")))
    assert "Bo Berg skriver på den här sidan." in said


def test_a_comment_is_written_and_counted_on_the_overview(draft, bo_browser):
    response = bo_browser.post(address("draft_comment", draft, "about"), {"comment-text": "Ska vi nämna Öster?"})
    assert response["Location"] == f"{address('draft_group', draft, 'about')}#kommentarer"
    tasks = bo_browser.get(address("draft", draft)).context["tasks"]
    assert [task["hint"] for task in tasks][:2] == ["1 öppen kommentar", ""]


@pytest.mark.parametrize("act", ["draft_comment", "draft_comment_resolve", "draft_comment_reopen"])
def test_what_is_written_beside_the_comments_is_saved_with_them(draft, bo_browser, act):
    bo_browser.post(address("draft_comment", draft, "about"), {"comment-text": "Klart?"})
    where = "about" if act == "draft_comment" else draft.comments.get().pk
    bo_browser.post(address(act, draft, where), {"comment-text": "Ja", "version": "1", "title": "Nytt"})
    draft.refresh_from_db()
    assert draft.answers["title"] == "Nytt"


def test_a_comment_without_words_is_refused_on_the_page(draft, bo_browser):
    response = bo_browser.post(address("draft_comment", draft, "about"), {"comment-text": " "})
    assert (response.status_code, errors(response)) == (
        422,
        ["Ny kommentar till dina kollegor – Skriv en kommentar först."],
    )


def test_a_comment_is_resolved_and_taken_up_again(draft, bo_browser):
    bo_browser.post(address("draft_comment", draft, "about"), {"comment-text": "Klart?"})
    comment = draft.comments.get()
    for name, resolved in (("draft_comment_resolve", True), ("draft_comment_reopen", False)):
        bo_browser.post(address(name, draft, comment.pk))
        comment.refresh_from_db()
        assert (comment.resolved_at is not None) is resolved


def test_a_reader_reads_and_writes_nothing(draft):
    organisations.add_mandate(
        draft.organisation,
        person=factories.anybody("lasse"),
        role=MandateRole.READER,
        by=factories.person("anna"),
        now=BEFORE,
    )
    reader = Client()
    reader.force_login(factories.anybody("lasse"))
    assert reader.get(address("draft_preview", draft)).status_code == 200
    led_to = reader.get(address("draft_group", draft, "budget"))["Location"]
    assert led_to == f"{address('draft_preview', draft)}#budget"
    response = reader.post(address("draft_autosave", draft, "about"), {"version": "1", "title": "Kapat"})
    draft.refresh_from_db()
    assert (response.status_code, draft.answers["title"]) == (422, "Grannar möts")


# --- copies ----------------------------------------------------------------------------------------------------------


def test_answers_of_an_earlier_draft_are_shown_and_copied(draft, bo_browser):
    new = drafts.start(factories.a_call(), organisation=draft.organisation, by=factories.person("bo"), now=NOW)
    assert [found.pk for found in bo_browser.get(address("draft_sources", new)).context["sources"]] == [draft.pk]
    page = bo_browser.get(address("draft_copy", new, draft.pk))
    assert (page.context["fills"][0][1], page.context["answered"]) == ("Grannar möts", [])
    bo_browser.post(address("draft_copy", new, draft.pk))
    new.refresh_from_db()
    assert (new.answers["title"], new.answers.keys() & DECLARED_QUESTIONS) == ("Grannar möts", set())


def test_the_page_says_that_declarations_are_made_anew(draft, bo_browser):
    new = drafts.start(factories.a_call(), organisation=draft.organisation, by=factories.person("bo"), now=NOW)
    said = words(bo_browser.get(address("draft_copy", new, draft.pk)))
    assert "(det som ni försäkrar ska ni försäkra på nytt i varje ansökan)" in said
    assert "Bilagor kopieras inte, och inte heller det som ni försäkrar om er själva." in said


def test_the_draft_of_another_organisation_is_not_to_be_found(draft, gavle):
    theirs = factories.a_draft(factories.a_call(factories.MUNICIPALITIES), organisation=gavle)
    assert browser("cecilia").get(address("draft_copy", theirs, draft.pk)).status_code == 404


# --- reading and printing --------------------------------------------------------------------------------------------


def test_the_preview_says_that_it_is_a_draft(draft, bo_browser):
    said = words(bo_browser.get(address("draft_preview", draft)))
    assert "Utkast – inte inskickad. Så här ser ansökan ut 2 maj 2018 kl. 12.00." in said
    assert "Grannar möts" in said


def test_the_pdf_is_tagged_and_says_so_too(draft, bo_browser):
    response = bo_browser.get(address("draft_pdf", draft))
    with pikepdf.open(BytesIO(response.content)) as pdf:
        assert (str(pdf.docinfo["/Title"]), str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == (
            "Utkast – inte inskickad: Statsbidrag mot segregation 2018",
            "sv",
            True,
        )


@pytest.mark.parametrize("name", ["draft_preview", "draft_pdf"])
def test_a_submitted_application_is_no_draft(draft, bo_browser, name):
    application = factories.sign(draft)
    assert bo_browser.get(address(name, draft))["Location"] == reverse("receipt", args=[application.case.number])
