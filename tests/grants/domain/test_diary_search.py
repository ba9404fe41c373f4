"""The registrar's search, and what the public may read of the diary."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from grants.domain import conflicts, secrecy
from grants.domain.queries.diary import DiaryWish, cases_by, entries_for, general_cases_for, search_diary
from grants.domain.queries.public_diary import PublicWish, rows_of, search_public
from grants.enums import ApplicationStatus, ConflictAnswer
from grants.models import Application
from journal.enums import Direction
from journal.models import RegistryEntry
from tests.factories import NOW, TODAY, application_at, completion_requested, person
from tests.factories.registry import (
    PROTECTED_NAME,
    a_letter_entry,
    general_case,
    marked,
    masked,
    posted,
    posted_by_a_person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter() -> RegistryEntry:
    """The row of a letter from Byalaget Norra Ängen."""
    return RegistryEntry.objects.get(post_item__post=posted())


@pytest.fixture
def application() -> Application:
    return application_at(ApplicationStatus.IN_REVIEW)


def hits(**wish: Any) -> list[RegistryEntry]:
    return list(search_diary(person("rut"), DiaryWish(**wish)))


@pytest.mark.parametrize(
    "wish",
    [
        {"number": "alm-2018"},
        {"number": "ALM-2018-00001-1"},
        {"counterpart": "byalag ängen"},
        {"words": "frågor"},
        {"words": "byalag"},
        {"direction": Direction.IN, "series": "ALM"},
        {"first": TODAY, "last": TODAY, "series": "ALM"},
        {"without_officer": True},
    ],
    ids=str,
)
def test_a_letter_is_found_by(wish: dict[str, object], letter: RegistryEntry, application: Application) -> None:
    assert hits(**wish) == [letter]


@pytest.mark.parametrize(
    "wish",
    [
        {"number": "ALM-2018-00001-2"},
        {"counterpart": "Annan"},
        {"words": "remiss"},
        {"direction": Direction.OUT},
        {"series": "REM"},
        {"first": TODAY + timedelta(days=1)},
        {"last": TODAY - timedelta(days=1)},
        {"marked": True},
    ],
    ids=str,
)
def test_a_letter_is_not_found_by(wish: dict[str, object], letter: RegistryEntry) -> None:
    assert hits(**wish) == []


def test_marks_and_officers_narrow(letter: RegistryEntry) -> None:
    general_case(officer="dag")
    assert hits(without_officer=True) == [letter]
    assert hits(marked=True) == []
    marked(letter)
    assert hits(marked=True) == [letter]


def test_who_is_jävig_finds_nothing_of_the_case(application: Application, rut: User) -> None:
    number = application.case.number
    assert list(cases_by(rut, number)) == [application.case]
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Kusin", by=rut, now=NOW)
    assert (hits(number=number), list(cases_by(rut, number)), list(cases_by(rut, "Grannsamverkan"))) == ([], [], [])


def test_nor_of_a_request_for_its_documents(application: Application, rut: User) -> None:
    request = masked(posted(application.case).items.get().entry).request
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Kusin", by=rut, now=NOW)
    assert hits(number=request.case.number) == []


def test_nobody_but_the_registrar_reads_the_diary(letter: RegistryEntry, dag: User, anna: User) -> None:
    assert (list(entries_for(dag)), list(entries_for(anna))) == ([], [])


def test_an_officer_has_its_own_general_cases_and_no_others(dag: User, disa: User) -> None:
    general = general_case(officer="dag")
    assert (list(general_cases_for(dag)), list(general_cases_for(disa))) == ([general], [])


def public(**wish: Any) -> list[tuple[str, str, str]]:
    found = rows_of(list(search_public(PublicWish(**wish)).order_by("case", "serial")))
    return [(row.title, row.case_title, row.counterpart) for row in found]


def test_the_public_reads_what_the_registrar_has_checked(letter: RegistryEntry) -> None:
    assert public() == [("Fråga om en utlysning", "Fråga om stöd till byalag", "Byalaget Norra Ängen")]


def test_the_public_reads_no_name_of_a_person_and_no_title_that_nobody_has_checked() -> None:
    posted_by_a_person()
    assert public() == [("Inkommen handling", "", "")]
    assert public(words="Vilhelmina") == []


def test_of_a_marked_document_the_public_reads_number_and_day(letter: RegistryEntry) -> None:
    marked(letter)
    assert [(title, counterpart) for title, _, counterpart in public()] == [("Uppgiften visas inte", "")]
    assert public(words="utlysning") == []


def test_a_protected_counterpart_has_no_name_in_public(letter: RegistryEntry, rut: User) -> None:
    secrecy.protect(letter.case, sections=["21 kap. 3 §"], by=rut, now=NOW)
    assert public() == [("Fråga om en utlysning", "Fråga om stöd till byalag", "")]


def test_the_names_of_files_are_not_public(application: Application) -> None:
    titles = {title for title, _, _ in public(number=application.case.number)}
    assert titles <= {"Ansökan", "Bilaga", "Kvitto på ansökan"}


def test_an_organisation_of_the_portal_is_named(application: Application) -> None:
    assert public(number=application.case.number)[0][2] == "Föreningen Grannsamverkan Öster"


def test_the_public_finds_by_words_and_days(letter: RegistryEntry, application: Application) -> None:
    completion_requested(application)
    assert [title for title, _, _ in public(words="begäran komplettering")] == ["Begäran om komplettering"]
    assert (len(public(words="byalag")), public(first=TODAY + timedelta(days=1))) == (1, [])


def test_the_name_is_nowhere_in_what_is_public() -> None:
    a_letter_entry()
    assert PROTECTED_NAME not in str(public())
