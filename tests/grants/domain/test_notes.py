"""FL 27 §: what came otherwise than in a document is noted with date and author, and never changed."""

from datetime import timedelta
from typing import Any

import pytest

from delmos.lib.gate import NotYours
from delmos.lib.refusal import Refused
from grants.domain import conflicts, notes
from grants.domain.queries.notes import notes_of
from grants.domain.queries.timeline import timeline_of
from grants.enums import ApplicationStatus, ConflictAnswer, ExpressionStatus, NoteWay
from grants.models import Note
from journal.domain import documents
from journal.enums import Direction
from tests import factories
from tests.factories import NOW, SAID, TODAY, noted, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Any:
    return factories.application_at(ApplicationStatus.IN_REVIEW)


def test_a_note_has_its_text_its_way_its_day_and_its_author(case: Any) -> None:
    note = noted(case)
    assert (note.text, note.way, note.source, note.received_on) == (SAID, NoteWay.PHONE, "Ordföranden", TODAY)
    assert (note.noted_by, note.noted_at, note.corrects) == (person("dag"), NOW, None)


def test_a_note_is_a_document_drawn_up_that_the_party_does_not_see(case: Any) -> None:
    entry = noted(case).entry
    assert (entry.direction, entry.title, entry.counterpart, entry.visible_to_party) == (
        Direction.DRAWN_UP,
        "Tjänsteanteckning, telefon",
        "Ordföranden",
        False,
    )


def test_the_document_says_all_that_is_known_of_it(case: Any) -> None:
    assert documents.read(noted(case).entry.document).decode().splitlines() == [
        "Tjänsteanteckning, telefon",
        f"Ärende {case.case.number}",
        "Uppgiften kom 2 maj 2018, telefon, från Ordföranden",
        "Antecknat 2 maj 2018 kl. 12.00 av Dag Dahl",
        "",
        SAID,
    ]


def test_a_note_that_shall_be_seen_is_in_the_partys_timeline(case: Any) -> None:
    noted(case, visible_to_party=True)
    titles = [moment.title for moment in timeline_of(case, party=True)]
    assert titles.count("Upprättad: Tjänsteanteckning, telefon") == 1


def test_a_correction_is_a_new_note_that_points_to_the_old_one(case: Any) -> None:
    first = noted(case)
    second = noted(case, text="Två månader senare.", corrects=first)
    assert second.corrects == first
    assert second.entry.title == f"Rättelse av handling {first.entry.serial}, telefon"
    assert [note.text for note in notes_of(case)] == [SAID, "Två månader senare."]


def test_a_note_of_another_case_is_not_corrected_here(case: Any) -> None:
    other = noted(factories.application_at(ApplicationStatus.IN_REVIEW, call=case.call))
    with pytest.raises(NotYours):
        noted(case, corrects=other)


@pytest.mark.parametrize("text", ["", "  \n "])
def test_a_note_says_something(case: Any, text: str) -> None:
    with pytest.raises(Refused, match="Skriv vad som har sagts eller hänt"):
        noted(case, text=text)


def test_what_has_not_happened_is_not_noted(case: Any) -> None:
    with pytest.raises(Refused, match="kan inte ligga framåt i tiden"):
        noted(case, received_on=TODAY + timedelta(days=1))


def test_a_note_longer_than_what_fits_is_refused(case: Any) -> None:
    with pytest.raises(Refused, match="Högst 8000 tecken"):
        noted(case, text="x" * (notes.MAX_TEXT + 1))


def test_another_officer_does_not_write_in_the_case(case: Any) -> None:
    factories.declare_no_conflict(case, "disa")
    with pytest.raises(Refused, match="fördelat till en annan handläggare"):
        noted(case, who="disa")


def test_jav_is_answered_before_the_first_note(case: Any) -> None:
    with pytest.raises(Refused, match="Ta först ställning till om du är jävig"):
        noted(case, who="rut")


def test_whoever_is_javig_writes_nothing(case: Any) -> None:
    conflicts.declare(case, answer=ConflictAnswer.CONFLICT, ground="Min bror.", by=person("eva"), now=NOW)
    with pytest.raises(Refused, match="Du är eller kan vara jävig"):
        noted(case, who="eva")
    assert Note.objects.count() == 0


@pytest.mark.parametrize(
    "status", [ApplicationStatus.CLOSED, ApplicationStatus.WRITTEN_OFF, ApplicationStatus.REJECTED]
)
def test_a_note_is_written_also_when_the_case_has_come_to_its_end(status: ApplicationStatus) -> None:
    case = factories.application_at(status)
    factories.declare_no_conflict(case, "rut")
    assert noted(case, who="rut").case == case.case


def test_a_note_is_written_in_a_case_that_is_still_an_expression_of_interest() -> None:
    expression = factories.expression_at(ExpressionStatus.ASSESSED)
    assert noted(expression).entry.case == expression.case


def test_the_same_post_of_a_page_gives_the_note_that_stands(case: Any) -> None:
    first = noted(case, page_key="sida")
    assert (noted(case, page_key="sida"), Note.objects.count()) == (first, 1)


@pytest.mark.parametrize(
    ("who", "answer", "may"),
    [
        ("dag", ConflictAnswer.NONE, True),
        ("dag", None, False),
        ("dag", ConflictAnswer.CONFLICT, False),
        ("disa", ConflictAnswer.NONE, False),
        ("rut", ConflictAnswer.NONE, True),
        ("eva", ConflictAnswer.NONE, True),
        ("farah", ConflictAnswer.NONE, False),
        ("gun", ConflictAnswer.NONE, False),
    ],
)
def test_the_page_knows_who_may(case: Any, who: str, answer: ConflictAnswer | None, may: bool) -> None:
    assert notes.can_write(person(who), case, answer=answer) is may
