"""A municipality with three people on one draft: they see each other, collide, comment, undo, and lose nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from applicants.domain import organisations
from applicants.enums import MandateRole
from applicants.models import Organisation
from grants.domain import drafts
from grants.models import Draft
from tests import factories
from tests.factories import NOW
from tests.journeys.browser import Visitor
from tests.journeys.drafts import PATIENT, answers, page, state

Visit = Callable[..., Visitor]
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
