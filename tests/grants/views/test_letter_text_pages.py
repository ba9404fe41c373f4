"""The lawyer's pages: a text is written, seen in a letter, and published; a condition is written."""

from datetime import date, timedelta
from typing import Any

import pypdfium2 as pdfium
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from delmos.lib.dates import stockholm_date
from grants.enums import ApplicationStatus, DecisionStatus, LetterKind
from grants.interfaces.letter_samples import samples
from grants.letter_texts import BLOCKS
from grants.models import ConditionText, LetterText
from tests import factories
from tests.database import everything
from tests.factories import TODAY, condition_written, text_drafted, text_published
from tests.pages import browser, errors, filled, words

pytestmark = pytest.mark.django_db
PAGE = reverse("letter_text", args=["decision", "purpose"])
SAID = "Pengarna är till {{ syfte }}"


@pytest.fixture(autouse=True)
def at_the_day_of_the_factories(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: factories.NOW)


def text_of(response: Any) -> str:
    assert response["Content-Type"] == "application/pdf"
    pages = pdfium.PdfDocument(b"".join(response))
    return " ".join("".join(page.get_textpage().get_text_range() for page in pages).split())


def preview(draft: LetterText, **query: str) -> Any:
    return previewed(browser("lars"), draft, **query)


def previewed(lars: Client, draft: LetterText, **query: str) -> Any:
    return lars.get(reverse("letter_text_preview", args=[draft.pk]), query)


def signed_in() -> tuple[Client, Any]:
    """The lawyer's browser, and everything that is stored once the lawyer has signed in."""
    return browser("lars"), everything()


def test_a_text_is_written_and_published() -> None:
    lars = browser("lars")
    lars.post(PAGE, {"text": SAID})
    draft = LetterText.objects.get()
    assert "Vad utkastet ändrar" in words(lars.get(PAGE))
    lars.post(reverse("letter_text_publish", args=[draft.pk]), {"starts_on": TODAY.isoformat()})
    assert f"Texten som gäller i dag {SAID}" in words(lars.get(PAGE))
    assert "1 publicerad version" in words(lars.get(reverse("letter_text_list")))


def test_a_wrong_field_is_said_in_words_and_nothing_is_kept() -> None:
    response = browser("lars").post(PAGE, {"text": "{{ summa }}"})
    assert (response.status_code, LetterText.objects.exists()) == (422, False)
    assert errors(response) == ["Text – Det finns inget fält som heter summa. Fälten här är syfte."]
    assert "{{ summa }}" in response.content.decode()


def test_what_is_lacking_is_said_before_and_at_publishing() -> None:
    draft = text_drafted("Utan fältet.")
    assert "Fältet syfte måste stå i texten" in words(browser("lars").get(PAGE))
    response = browser("lars").post(reverse("letter_text_publish", args=[draft.pk]), {"starts_on": TODAY.isoformat()})
    assert (response.status_code, "Fältet syfte måste stå" in errors(response)[0]) == (422, True)


def test_a_version_for_one_ordinance_has_a_page_of_its_own() -> None:
    page = f"{PAGE}?forordning={factories.ASSOCIATIONS}"
    browser("lars").post(page, {"text": SAID})
    found = LetterText.objects.get()
    assert found.ordinance_key == factories.ASSOCIATIONS
    assert ("Utkastet" in words(browser("lars").get(page)), "Utkastet" in words(browser("lars").get(PAGE))) == (
        True,
        False,
    )


def test_a_draft_is_thrown_away() -> None:
    draft = text_drafted()
    browser("lars").post(reverse("letter_text_discard", args=[draft.pk]))
    assert not LetterText.objects.exists()


def test_what_is_being_written_waits_on_the_first_page() -> None:
    text_drafted()
    assert "Beslut om statsbidrag: Vad bidraget är till" in words(browser("lars").get(reverse("home")))


EVERY_TEXT = [(letter, code) for letter, blocks in BLOCKS.items() for code in blocks]


@pytest.mark.parametrize(("letter", "block"), EVERY_TEXT, ids=lambda part: str(part))
def test_every_text_can_be_seen_in_a_letter_that_shows_it(letter: LetterKind, block: str) -> None:
    draft = text_drafted("Förhandsord", letter=letter, block=block)
    lars, before = signed_in()
    shown = text_of(previewed(lars, draft, fall=samples(draft)[0][0]))
    assert ("Förhandsord" in shown, "Förhandsvisning" in shown) == (True, True)
    assert everything() == before


def test_a_text_is_seen_in_each_kind_of_decision() -> None:
    draft = text_drafted("Förhandsord", block="seal")
    for code, _ in samples(draft):
        assert "Förhandsord" in text_of(preview(draft, fall=code))
    assert preview(draft, fall="annat").status_code == 404


def test_a_text_is_seen_in_a_real_case_that_the_lawyer_may_open() -> None:
    decision = factories.decision_at(DecisionStatus.PREPARED)
    draft = text_drafted("Förhandsord {{ syfte }}")
    number = decision.application.case.number
    lars, before = signed_in()
    shown = text_of(previewed(lars, draft, arende=number))
    assert (f"Förhandsord {decision.application.call.purpose}" in shown, number in shown) == (True, True)
    assert everything() == before


def test_jav_keeps_the_lawyer_out_of_the_case_here_too() -> None:
    decision = factories.decision_at(DecisionStatus.PREPARED)
    factories.a_question(decision.application, factories.person("lars"))
    assert preview(text_drafted(), arende=decision.application.case.number).status_code == 404


@pytest.mark.parametrize(
    "scope", [{"ordinance_key": factories.MUNICIPALITIES}, {"kind": "reject", "block": "no_appeal"}]
)
def test_a_case_that_the_text_is_not_for_is_refused(scope: dict[str, str]) -> None:
    decision = factories.decision_at(DecisionStatus.PREPARED)
    assert preview(text_drafted("Text", **scope), arende=decision.application.case.number).status_code == 409


def test_a_case_without_a_decision_is_refused() -> None:
    case = factories.application_at(ApplicationStatus.IN_REVIEW)
    assert preview(text_drafted(), arende=case.case.number).status_code == 409


@pytest.mark.parametrize("address", [("letter_text", "brev", "purpose"), ("letter_text", "decision", "x")])
def test_a_text_that_there_is_not_is_not_found(address: tuple[str, str, str]) -> None:
    assert browser("lars").get(reverse(address[0], args=address[1:])).status_code == 404


def test_what_was_changed_is_marked_word_by_word() -> None:
    text_published(SAID)
    assert "[tillagt: Pengarna är till ]" in words(browser("lars").get(PAGE))


# --- conditions


def a_form(page: str, **changes: Any) -> dict[str, Any]:
    return filled(browser("lars").get(page).context["form"], **changes)


def test_a_new_condition_comes_into_the_library() -> None:
    page = reverse("condition_new")
    browser("lars").post(page, a_form(page, text="Bjud in oss.", need="required", ordinance_keys=[], decision_kinds=[]))
    assert ConditionText.objects.get().code == "bjud-in-oss"
    assert "Bjud in oss. – Ska alltid stå med" in words(browser("lars").get(reverse("condition_list")))


def test_a_condition_of_the_profile_is_written_anew() -> None:
    first = browser("lars").get(reverse("condition_list")).context["library"][0]
    page = reverse("condition", args=[first.code])
    browser("lars").post(page, a_form(page, text="Annat.", decision_kinds=[]))
    assert browser("lars").get(reverse("condition_list")).context["library"][0].text == "Annat."
    assert "[tillagt: Annat" in words(browser("lars").get(page))


def test_a_day_that_has_been_is_refused() -> None:
    condition_written()
    page = reverse("condition", args=["bjud-in"])
    yesterday = (stockholm_date(factories.NOW) - timedelta(days=1)).isoformat()
    response = browser("lars").post(page, a_form(page, starts_on=yesterday))
    assert (response.status_code, "Välj i dag eller en senare dag" in errors(response)[0]) == (422, True)


def test_the_decider_ticks_conditions_and_writes_others() -> None:
    condition_written()
    case = factories.application_at(ApplicationStatus.PROPOSED)
    factories.declare_no_conflict(case, "eva")
    page = reverse("decision_compose", args=[case.case.number])
    form = browser("eva").get(page).context["form"]
    assert form["picked"].initial == list(case.ordinance.standard_conditions)
    offered = [line for line, _ in form.fields["picked"].choices]
    picked = [offered[0], next(line for line in offered if "bjuda in oss" in line)]
    data = filled(form, picked=picked, conditions="Ett eget.", report_due_on=date(2019, 1, 31))
    browser("eva").post(page, data)
    assert case.decisions.get().condition_lines == [
        case.ordinance.standard_conditions[0],
        "Ni ska bjuda in oss en gång.",
        "Ett eget.",
    ]
