"""Standing texts of letters: a draft, a day from which it holds, what must be there, and which version a letter has."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from delmos.lib.refusal import Refusals, Refused
from grants.domain import letter_texts
from grants.domain.queries.letter_texts import bound, digest, in_force, versions_of
from grants.enums import DecisionKind, DecisionStatus, LetterKind
from grants.interfaces.letters import decision_html
from grants.letter_texts import BLOCKS
from grants.models import LetterText
from grants.ordinances import VERSIONS
from grants.ordinances.profile import OrdinanceVersion
from tests import factories
from tests.database import everything
from tests.factories import NOW, TODAY, person, text_drafted, text_published

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ORDINANCE, OTHER = factories.ASSOCIATIONS, factories.MUNICIPALITIES
EVERY_TEXT = [
    pytest.param(block, kind, id=f"{letter}-{code}-{kind or 'alla'}")
    for letter, blocks in BLOCKS.items()
    for code, block in blocks.items()
    for kind in (["", *DecisionKind.values] if block.has_kinds else [""])
]


def said(block: str = "purpose", *, ordinance: str = ORDINANCE, kind: str = "grant", on: date = TODAY) -> str:
    return in_force(LetterKind.DECISION, ordinance_key=ordinance, kind=kind, on=on)[block].text


@pytest.mark.parametrize(("block", "kind"), EVERY_TEXT)
def test_every_shipped_text_could_be_published(block: letter_texts.Block, kind: str) -> None:
    block.check(block.default(kind))
    assert list(block.lacks(block.default(kind), kind=kind)) == []


def test_until_somebody_writes_another_the_shipped_text_holds() -> None:
    assert said() == "{{ syfte }}"


def test_a_draft_does_not_hold() -> None:
    text_drafted()
    assert said() == "{{ syfte }}"


def test_a_published_text_holds_from_its_day() -> None:
    text_published("A {{ syfte }}", starts_on=TODAY + DAY)
    assert (said(), said(on=TODAY + DAY)) == ("{{ syfte }}", "A {{ syfte }}")


def test_of_two_for_the_same_the_later_day_counts_and_then_the_later_row() -> None:
    text_published("A {{ syfte }}", starts_on=TODAY + DAY)
    text_published("B {{ syfte }}")
    assert (said(), said(on=TODAY + DAY)) == ("B {{ syfte }}", "A {{ syfte }}")
    text_published("C {{ syfte }}")
    assert said() == "C {{ syfte }}"


def test_the_appeal_text_is_chosen_by_ordinance_and_kind_of_decision() -> None:
    """INV-13: the narrower goes before the wider, and the ordinance before the kind."""
    texts = {
        ("", ""): "För alla: får inte överklagas. [{{ regel }}]",
        ("", "reject"): "Vid avslag: får inte överklagas. [{{ regel }}]",
        (ORDINANCE, ""): "Enligt förordningen: får inte överklagas. [{{ regel }}]",
        (ORDINANCE, "reject"): "Vid avslag enligt förordningen: får inte överklagas. [{{ regel }}]",
    }
    for (ordinance, kind), text in texts.items():
        text_published(text, block="no_appeal", ordinance_key=ordinance, kind=kind)
    chosen = {
        (ordinance, kind): said("no_appeal", ordinance=ordinance, kind=kind)
        for ordinance in (ORDINANCE, OTHER)
        for kind in ("grant", "reject")
    }
    assert chosen == {
        (ORDINANCE, "reject"): texts[ORDINANCE, "reject"],
        (ORDINANCE, "grant"): texts[ORDINANCE, ""],
        (OTHER, "reject"): texts["", "reject"],
        (OTHER, "grant"): texts["", ""],
    }


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.key)
@pytest.mark.parametrize("kind", list(DecisionKind))
def test_whether_a_decision_is_appealed_follows_the_ordinance(version: OrdinanceVersion, kind: DecisionKind) -> None:
    """Each profile says it for each kind of decision, with its rule."""
    rule = version.appeal[kind]
    assert (isinstance(rule.appealable, bool), bool(str(rule.law))) == (True, True)


def test_a_field_that_is_not_there_is_refused_and_nothing_is_written() -> None:
    person("lars")
    before = everything()
    with pytest.raises(Refused, match="Det finns inget fält som heter summa") as refused:
        text_drafted("{{ summa }}")
    assert (refused.value.field, everything() == before) == ("text", True)


def test_a_field_of_another_text_is_refused() -> None:
    with pytest.raises(Refused, match="Det finns inget fält som heter belopp"):
        text_drafted("{{ belopp }}")


def test_the_text_without_names_knows_no_name() -> None:
    with pytest.raises(Refused, match="Det finns inget fält som heter beslutsfattare"):
        text_drafted("{{ beslutsfattare }}", block="officials_left_out")


@pytest.mark.parametrize(("text", "why"), [(" ", "Skriv en text"), ("x" * 4001, "Högst 4000 tecken får plats")])
def test_a_text_has_a_length(text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        text_drafted(text)


@pytest.mark.parametrize(
    ("scope", "why"),
    [
        ({"kind": "grant"}, "lika för alla slag av beslut"),
        ({"letter": LetterKind.RELEASE_COVER, "block": "intro", "ordinance_key": ORDINANCE}, "för alla förordningar"),
    ],
)
def test_what_the_letter_does_not_differ_by_is_refused(scope: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        text_drafted("En text.", **scope)


def test_writing_again_changes_the_draft_that_there_is() -> None:
    first, second = text_drafted("A {{ syfte }}"), text_drafted("B {{ syfte }}")
    assert (first.pk, LetterText.objects.get().text) == (second.pk, "B {{ syfte }}")


@pytest.mark.parametrize("lost", ["tid_att_överklaga", "domstol", "myndighet", "kontakt", "regel", "diarienummer"])
def test_an_appeal_text_without_what_the_law_asks_for_is_not_published(lost: str) -> None:
    """INV-13: three weeks, where to file, and the rule."""
    whole = BLOCKS[LetterKind.DECISION]["appeal"].default("")
    draft = text_drafted(whole.replace(f"{{{{ {lost} }}}}", "något"), block="appeal")
    with pytest.raises(Refusals, match=f"Fältet {lost} måste stå i texten"):
        letter_texts.publish(draft, starts_on=TODAY, by=person("lars"), now=NOW)


@pytest.mark.parametrize("kind", ["", "grant", "partial_grant"])
def test_a_grant_without_its_amount_is_not_published(kind: str) -> None:
    """INV-12."""
    draft = text_drafted("{{ myndighet }} beviljar {{ projekt }}.", block="outcome", kind=kind)
    with pytest.raises(Refusals, match="Fältet belopp måste stå i texten"):
        letter_texts.publish(draft, starts_on=TODAY, by=person("lars"), now=NOW)


def test_a_rejection_needs_no_amount() -> None:
    published = text_published("{{ myndighet }} avslår {{ projekt }}.", block="outcome", kind="reject")
    assert published.published_by == person("lars")


def test_a_text_that_cannot_be_appealed_says_so() -> None:
    draft = text_drafted("Hej. [{{ regel }}]", block="no_appeal")
    with pytest.raises(Refusals, match="Texten måste säga ”inte överklagas”"):
        letter_texts.publish(draft, starts_on=TODAY, by=person("lars"), now=NOW)


def test_a_day_that_has_been_is_refused() -> None:
    with pytest.raises(Refused, match="Välj i dag eller en senare dag"):
        text_published(starts_on=TODAY - DAY)


def test_a_text_that_says_what_is_said_already_is_refused() -> None:
    with pytest.raises(Refused, match="likadan som den som gäller"):
        text_published("{{ syfte }}")


def test_a_text_is_published_once() -> None:
    published = text_published()
    with pytest.raises(Refused, match="redan publicerad"):
        letter_texts.publish(published, starts_on=TODAY, by=person("lars"), now=NOW)


def test_a_published_text_is_not_discarded() -> None:
    with pytest.raises(Refused, match="redan publicerad"):
        letter_texts.discard(text_published(), by=person("lars"), now=NOW)


def test_the_database_keeps_a_published_text() -> None:
    published = text_published()
    for change in (lambda: LetterText.objects.update(text="Annat"), lambda: published.delete()):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            change()


def test_a_decision_keeps_the_versions_that_its_letter_was_made_with() -> None:
    version = text_published("A {{ syfte }}")
    decision = factories.decision_at(DecisionStatus.PREPARED)
    text_published("B {{ syfte }}")
    shipped = digest(BLOCKS[LetterKind.DECISION]["seal"].shipped)
    assert (decision.texts["purpose"], decision.texts["seal"]) == (str(version.pk), shipped)
    assert f"A {decision.application.call.purpose}" in decision_html(decision)


def test_what_a_letter_is_bound_to_is_what_was_in_force() -> None:
    text_published("A {{ syfte }}")
    texts = in_force(LetterKind.DECISION, ordinance_key=ORDINANCE, kind="grant", on=TODAY)
    assert bound(LetterKind.DECISION, versions_of(texts), kind="grant") == texts
