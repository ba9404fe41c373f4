"""A municipality with three people on one draft: they see each other, collide, comment, undo, and lose nothing."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Route, expect

from applicants.domain import organisations
from applicants.enums import MandateRole
from applicants.models import Organisation
from grants.domain import drafts
from grants.models import Draft
from tests import factories
from tests.factories import NOW
from tests.journeys.browser import Visitor

Visit = Callable[..., Visitor]
PATIENT = 30_000  # milliseconds: the page asks anew every 15 seconds
TITLE = "Vad heter insatsen?"
SUMMARY = "Sammanfatta vad ni vill göra"


@pytest.fixture
def draft(transactional_db: None, gavle: Organisation) -> Draft:
    """A draft of Gävle kommun begun in 2018, when municipalities could apply, with cecilia, anna and bo in it."""
    cecilia = factories.person("cecilia")
    for username in ("anna", "bo"):
        organisations.add_mandate(
            gavle, person=factories.person(username), role=MandateRole.CONTRIBUTOR, by=cecilia, now=NOW
        )
    return drafts.start(factories.a_call(factories.MUNICIPALITIES), organisation=gavle, by=cecilia, now=NOW)


def page(draft: Draft, key: str = "about") -> str:
    return f"/utkast/{draft.pk}/del/{key}/"


def state(visitor: Visitor, text: str) -> None:
    """Wait until the line at the foot of the form says so."""
    expect(visitor.page.locator("#save-state")).to_contain_text(text, timeout=PATIENT)


def answers(draft: Draft) -> dict[str, str]:
    draft.refresh_from_db()
    return {key: draft.answers.get(key) for key in ("title", "summary")}


def test_three_people_write_one_draft(draft: Draft, visit: Visit) -> None:
    cecilia, anna, bo = visit("cecilia"), visit("anna", narrow=True), visit("bo")
    for visitor in (cecilia, anna, bo):
        visitor.go(page(draft))
    they_see_each_other(cecilia, anna, bo)
    a_conflict_is_shown_and_solved(draft, anna, bo)
    a_comment_is_answered(draft, cecilia, anna)
    a_version_is_had_back(draft, cecilia)
    the_whole_of_it_is_read(draft, bo)


def they_see_each_other(cecilia: Visitor, anna: Visitor, bo: Visitor) -> None:
    bo.write(SUMMARY, "Bo har skrivit en sammanfattning.")
    state(bo, "Sparat kl.")
    expect(cecilia.page.locator("#colleagues")).to_contain_text("Bo Berg skriver på den här sidan.", timeout=PATIENT)
    expect(anna.page.locator("#colleagues")).to_contain_text("Cecilia", timeout=PATIENT)
    cecilia.look("draft-colleagues")


def a_conflict_is_shown_and_solved(draft: Draft, anna: Visitor, bo: Visitor) -> None:
    bo.write(TITLE, "Grannar möts i Gävle")
    state(bo, "Sparat kl.")
    anna.write(TITLE, "Möten mellan grannar")
    expect(anna.page.locator("#said_title")).to_contain_text("Bo Berg ändrade samma svar", timeout=PATIENT)
    assert answers(draft) == {"title": "Grannar möts i Gävle", "summary": "Bo har skrivit en sammanfattning."}
    anna.look("draft-conflict")
    anna.press("Använd min text")
    assert answers(draft) == {"title": "Möten mellan grannar", "summary": "Bo har skrivit en sammanfattning."}


def a_comment_is_answered(draft: Draft, cecilia: Visitor, anna: Visitor) -> None:
    cecilia.write("Ny kommentar till dina kollegor", "Ska titeln nämna Gävle?").press("Lägg till kommentaren")
    cecilia.look("draft-comment")
    anna.go("/").go(page(draft))
    assert anna.sees("Ska titeln nämna Gävle?")
    anna.page.get_by_role("button", name="Avklarad").click()
    anna.page.wait_for_load_state()
    assert anna.sees("Avklarad av Anna Andersson")


def a_version_is_had_back(draft: Draft, cecilia: Visitor) -> None:
    cecilia.go(f"/utkast/{draft.pk}/").look("draft-overview").press("Versioner").look("draft-versions")
    assert cecilia.sees("Lagt åt sidan")
    cecilia.press("Version 1").look("draft-version").press("Ta tillbaka svaren i version 1").look()
    assert answers(draft) == {"title": None, "summary": "Bo har skrivit en sammanfattning."}
    assert cecilia.sees("Svaren från version 1 gäller nu.")


def the_whole_of_it_is_read(draft: Draft, bo: Visitor) -> None:
    bo.go(f"/utkast/{draft.pk}/forhandsvisning/").look("draft-preview")
    assert bo.sees("Utkast – inte inskickad.")
    bo.go(f"/utkast/{draft.pk}/kopiera/").look()


def test_a_session_that_ends_while_somebody_writes_takes_nothing(draft: Draft, visit: Visit) -> None:
    bo = visit("bo").go(page(draft))
    Session.objects.all().delete()
    bo.write(TITLE, "Skrivet utan inloggning")
    expect(bo.page.locator("[data-problem=signed-out]")).to_be_visible(timeout=PATIENT)
    bo.errors.clear()  # the browser notes each 401
    bo.look("draft-signed-out")
    other = bo.context.new_page()
    other.goto(f"{bo.base_url}/demo/")
    other.locator("button[name=username][value=bo]").click()
    other.wait_for_load_state()
    state(bo, "Sparat kl.")
    assert answers(draft)["title"] == "Skrivet utan inloggning"
    bo.press("Spara")
    assert bo.page.get_by_label(TITLE).input_value() == "Skrivet utan inloggning"


def test_a_network_that_is_gone_for_a_while_takes_nothing(draft: Draft, visit: Visit) -> None:
    bo = visit("bo").go(page(draft))
    bo.context.set_offline(True)
    bo.write(TITLE, "Skrivet på tåget")
    expect(bo.page.locator("[data-problem=offline]")).to_be_visible(timeout=PATIENT)
    bo.page.get_by_role("button", name="Spara", exact=True).click()
    assert bo.page.get_by_label(TITLE).input_value() == "Skrivet på tåget"
    bo.context.set_offline(False)
    state(bo, "Sparat kl.")
    assert answers(draft)["title"] == "Skrivet på tåget"


def test_what_is_written_just_before_the_page_is_left_is_there_when_one_comes_back(draft: Draft, visit: Visit) -> None:
    bo = visit("bo").go(page(draft))
    bo.write(TITLE, "Sista ordet")
    bo.page.get_by_role("link", name="Till översikten").click()
    bo.page.wait_for_load_state()
    bo.go(page(draft))
    assert bo.page.get_by_label(TITLE).input_value() == "Sista ordet"


def test_a_button_that_is_pressed_while_a_save_is_on_its_way_does_its_work(draft: Draft, visit: Visit) -> None:
    bo, held = visit("bo").go(page(draft)), list[Route]()
    bo.page.route("**/spara/", lambda route: held.append(route), times=1)
    with bo.page.expect_request("**/spara/"):
        bo.write(TITLE, "Skrivet först")
    bo.write(SUMMARY, "Skrivet medan titeln sparas.").page.evaluate("window.left = true")
    bo.page.get_by_role("button", name="Spara och fortsätt").click()
    held[0].continue_()
    bo.arrive()
    assert answers(draft) == {"title": "Skrivet först", "summary": "Skrivet medan titeln sparas."}


def test_half_a_date_is_said_beside_and_everything_else_is_saved(draft: Draft, visit: Visit) -> None:
    bo = visit("bo").go(page(draft))
    bo.page.locator("input[type=date]").first.evaluate("field => { field.type = 'text'; field.value = '2026-1'; }")
    bo.write(TITLE, "Hel titel")
    state(bo, "utom det som är markerat på sidan")
    assert bo.sees("Inte sparat än: Skriv datumet som år-månad-dag")
    assert answers(draft)["title"] == "Hel titel"
    bo.look("draft-half-a-date")
