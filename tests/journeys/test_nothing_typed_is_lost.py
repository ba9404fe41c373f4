"""Nothing that is typed is lost: signed out, offline, back again, gone too soon, and past closing time."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Route, expect

from applicants.models import Organisation
from grants.domain import drafts
from grants.domain.saving import Opened
from grants.models import Call, Draft
from tests import factories
from tests.journeys.browser import Visitor
from tests.journeys.drafts import PATIENT, answers, page, state
from tests.processes import wait_until

Visit = Callable[..., Visitor]
TITLE = "Vad heter projektet?"
SUMMARY = "Sammanfatta vad ni vill göra"


@pytest.fixture
def draft(transactional_db: None, association: Organisation) -> Draft:
    """A draft in a call that is open by the real clock; anna and bo write in it."""
    return drafts.start(
        factories.an_open_call_today(), organisation=association, by=factories.person("bo"), now=timezone.now()
    )


def anna_writes(draft: Draft, title: str) -> None:
    """A colleague has the same page open elsewhere, and changes the title there."""
    draft.refresh_from_db()
    opened = Opened(draft.version_of("about"), "anna")
    drafts.keep_group(
        draft,
        group="about",
        answers={"title": title},
        opened=opened,
        by=factories.person("anna"),
        now=timezone.now(),
    )


def back(visitor: Visitor) -> Visitor:
    visitor.page.go_back()
    visitor.page.wait_for_load_state()
    return visitor


# --- signed out, and without a network -------------------------------------------------------------------------------


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
    wait_until(lambda: answers(draft)["title"] == "Sista ordet")  # it was on its way as the page was left
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


# --- back again -------------------------------------------------------------------------------------------------------


def test_the_page_that_one_comes_back_to_does_not_overwrite_what_a_colleague_wrote(draft: Draft, visit: Visit) -> None:
    bo = visit("bo").go(page(draft))
    bo.write(TITLE, "Bos namn").follow("Spara och fortsätt")
    anna_writes(draft, "Annas namn")
    assert back(bo).page.get_by_label(TITLE).input_value() == "Annas namn"
    bo.write(SUMMARY, "Skrivet efteråt.")
    state(bo, "Sparat kl.")
    assert answers(draft) == {"title": "Annas namn", "summary": "Skrivet efteråt."}
    bo.look("draft-back")


def test_nor_without_javascript(draft: Draft, visit: Visit) -> None:
    bo = visit("bo", javascript=False).go(page(draft))
    bo.write(TITLE, "Bos namn").press("Spara och fortsätt")
    anna_writes(draft, "Annas namn")
    assert back(bo).sees("Spara innan du lämnar sidan.")
    bo.write(SUMMARY, "Skrivet efteråt.").press("Spara")
    assert answers(draft) == {"title": "Annas namn", "summary": "Skrivet efteråt."}


def test_rows_that_were_added_are_still_there_when_one_comes_back(draft: Draft, visit: Visit) -> None:
    bo = visit("bo").go(page(draft, "budget"))
    first = bo.page.get_by_role("textbox", name="Kostnadsslag").count()
    bo.press("Lägg till en rad")
    for number in (1, first + 1):
        bo.page.get_by_label(f"Kostnadsslag, rad {number}").fill(f"Kostnad {number}")
        bo.page.get_by_label(f"Belopp i kronor, rad {number}").fill("1000")
    bo.follow("Spara och fortsätt")
    back(bo).choose("Nej", within="Har ni fått eller sökt något annat statligt bidrag för samma arbete?")
    state(bo, "Sparat kl.")
    draft.refresh_from_db()
    assert [row["label"] for row in draft.answers["budget"]] == ["Kostnad 1", f"Kostnad {first + 1}"]


# --- past closing time -----------------------------------------------------------------------------------------------


def test_what_is_written_when_the_call_closes_is_saved_and_the_page_says_what_it_means(
    draft: Draft, visit: Visit
) -> None:
    bo = visit("bo", narrow=True).go(page(draft))
    bo.write(TITLE, "Skrivet i tid")
    state(bo, "Sparat kl.")
    assert not bo.sees("stängde")
    Call.objects.filter(pk=draft.call_id).update(closes_at=timezone.now() - timedelta(seconds=1))
    bo.write(SUMMARY, "Skrivet för sent.")
    state(bo, "Det du skriver sparas ändå, men det som skickas in nu kommer in för sent.")
    assert answers(draft) == {"title": "Skrivet i tid", "summary": "Skrivet för sent."}
    bo.look("draft-closed").go(f"/utkast/{draft.pk}/").look()
    assert bo.sees("En ansökan som skickas in nu registreras som inkommen för sent.")


# --- without javascript ----------------------------------------------------------------------------------------------


def test_without_javascript_a_file_takes_the_text_beside_it_along(draft: Draft, visit: Visit, tmp_path: Path) -> None:
    bo, file = visit("bo", narrow=True, javascript=False).go(page(draft, "declarations")), tmp_path / "Stadgar.pdf"
    file.write_bytes(factories.a_pdf().getvalue())
    asked = next(q for q in draft.form.form.group("declarations").questions if q.key == "insolvency")
    bo.choose("Ja", within=asked.label)
    bo.page.get_by_label("Välj en fil").set_input_files(file)
    bo.press("Lägg till filen").look()
    draft.refresh_from_db()
    assert (draft.answers["insolvency"], [found.name for found in draft.files.all()]) == (True, ["Stadgar.pdf"])
