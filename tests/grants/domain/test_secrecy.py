"""Secrecy marks (OSL 5 kap. 5 §, INV-29): set and lifted as rows of their own, and never edited away."""

import pytest

from accounts.models import User
from delmos.lib.gate import NotYours
from delmos.lib.refusal import Refused
from grants.domain import conflicts, secrecy
from grants.domain.queries.cases import entry_of
from grants.domain.queries.timeline import timeline_of
from grants.enums import ApplicationStatus, ConflictAnswer
from grants.models import Application
from journal.domain import cases
from journal.enums import Direction, MarkAct, MarkedPart
from journal.models import Event, Reading, SecrecyMark
from journal.models import RegistryEntry as Entry
from tests.factories import NOW, application_at, person
from tests.factories.appeals import dispatched_rejection, the_letter
from tests.factories.registry import a_letter_entry, general_case, marked, posted

pytestmark = pytest.mark.django_db
HEALTH, IDENTITY = "21 kap. 1 §", "21 kap. 3 §"


@pytest.fixture
def entry() -> Entry:
    return a_letter_entry()


def test_a_mark_says_its_rule_who_and_when(entry: Entry, rut: User) -> None:
    mark = secrecy.mark(entry, sections=[HEALTH], own_words="15 kap. 2 § OSL", note="Sjukdom", by=rut, now=NOW)
    assert (mark.rule, mark.note) == ("21 kap. 1 § OSL; 15 kap. 2 § OSL", "Sjukdom")
    assert (mark.part, mark.act, mark.marker_name, mark.marked_at) == (
        MarkedPart.DOCUMENT,
        MarkAct.SET,
        rut.name,
        NOW,
    )
    entry.refresh_from_db()
    assert entry.secrecy_rule == mark.rule


def test_a_lifted_mark_leaves_both_rows(entry: Entry, rut: User) -> None:
    secrecy.lift(marked(entry), why="Uppgiften är offentlig.", by=rut, now=NOW)
    entry.refresh_from_db()
    assert entry.secrecy_rule == ""
    assert [mark.act for mark in SecrecyMark.objects.all()] == [MarkAct.SET, MarkAct.LIFTED]


def test_each_mark_writes_its_event_without_the_note(entry: Entry, rut: User) -> None:
    secrecy.lift(marked(entry, note="Sjukdom"), why="Fel handling", by=rut, now=NOW)
    events = Event.objects.filter(stream_id=entry.case.number, name__startswith="secrecy")
    assert [event.name for event in events] == ["secrecy_marked", "secrecy_lifted"]
    assert [event for event in events if "Sjukdom" in str(event.data) or "Fel" in str(event.data)] == []


def test_a_mark_is_not_set_twice(entry: Entry) -> None:
    with pytest.raises(Refused, match="redan"):
        marked(marked(entry))


@pytest.mark.parametrize("sections", [[], ["1 kap. 1 §"]], ids=["none", "unknown"])
def test_a_mark_without_a_known_rule_is_refused(sections: list[str], entry: Entry, rut: User) -> None:
    with pytest.raises(Refused, match="bestämmelse"):
        secrecy.mark(entry, sections=sections, by=rut, now=NOW)


def test_rules_that_do_not_fit_are_refused(entry: Entry, rut: User) -> None:
    with pytest.raises(Refused, match="120 tecken"):
        secrecy.mark(entry, sections=[HEALTH], own_words="x" * 120, by=rut, now=NOW)


def test_a_mark_is_not_lifted_without_a_reason_or_when_there_is_none(entry: Entry, rut: User) -> None:
    with pytest.raises(Refused, match="inte sekretessmarkerad"):
        secrecy.lift(entry, why="Fel", by=rut, now=NOW)
    with pytest.raises(Refused, match="varför"):
        secrecy.lift(marked(entry), why=" ", by=rut, now=NOW)


def test_the_identity_of_the_counterpart_is_protected_by_itself(rut: User) -> None:
    case = general_case().case
    mark = secrecy.protect(case, sections=[IDENTITY], by=rut, now=NOW)
    case.refresh_from_db()
    assert (case.counterpart_rule, mark.part, mark.entry) == ("21 kap. 3 § OSL", MarkedPart.COUNTERPART, None)
    assert [entry.secrecy_rule for entry in case.entries.all()] == [""]
    secrecy.unprotect(case, why="Skyddet har upphört.", by=rut, now=NOW)
    case.refresh_from_db()
    assert case.counterpart_rule == ""


def test_only_a_registrar_marks(entry: Entry, dag: User) -> None:
    with pytest.raises(Refused, match="registrator"):
        secrecy.mark(entry, sections=[HEALTH], by=dag, now=NOW)


def test_who_is_jävig_marks_nothing_in_the_case(rut: User) -> None:
    application = application_at(ApplicationStatus.IN_REVIEW)
    entry = posted(application.case).items.get().entry
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Kusin", by=rut, now=NOW)
    with pytest.raises(Refused, match="jäv"):
        secrecy.mark(entry, sections=[HEALTH], by=rut, now=NOW)


def test_opening_a_marked_document_is_logged(entry: Entry, rut: User) -> None:
    assert secrecy.open_marked(entry, by=rut, now=NOW) is None
    secrecy.open_marked(marked(entry), by=rut, now=NOW)
    assert [(row.part, row.reader_name) for row in Reading.objects.all()] == [("document:1", rut.name)]


def test_nobody_outside_the_case_opens_it(entry: Entry, disa: User) -> None:
    with pytest.raises(Refused, match="handläggare"):
        secrecy.open_marked(marked(entry), by=disa, now=NOW)
    assert not Reading.objects.exists()


def test_the_officer_of_a_general_case_opens_it() -> None:
    general = general_case(officer="dag")
    secrecy.open_marked(marked(general.case.entries.get()), by=person("dag"), now=NOW)
    assert Reading.objects.get().read_by == person("dag").actor_key


def titles_of_the_party(application: Application) -> list[str]:
    return [paper.title for moment in timeline_of(application, party=True) for paper in moment.papers]


def test_a_marked_document_is_not_the_partys_to_open_before_it_is_tried() -> None:
    application = application_at(ApplicationStatus.IN_REVIEW)
    entry = posted(application.case, for_party=True).items.get().entry
    assert "Fråga om en utlysning" in titles_of_the_party(application)
    marked(entry)
    assert "Fråga om en utlysning" not in titles_of_the_party(application)
    with pytest.raises(NotYours):
        entry_of(application, entry.serial, party=True)


def test_what_the_party_itself_has_sent_stays_its_own_to_read() -> None:
    application = application_at(ApplicationStatus.IN_REVIEW)
    entry = marked(application.case.entries.get(serial=1))
    assert "Ansökan" in titles_of_the_party(application)
    assert entry_of(application, 1, party=True) == entry


def test_a_decision_that_is_marked_after_it_was_sent_stays_open_to_its_party() -> None:
    """OSL 10 kap. 3 §: the time to appeal begins when the party opens it."""
    decision = dispatched_rejection()
    letter = marked(the_letter(decision))
    application = decision.application
    assert letter.title in titles_of_the_party(application)
    assert entry_of(application, letter.serial, party=True) == letter


def test_a_letter_to_somebody_else_does_not_open_to_the_party() -> None:
    application = application_at(ApplicationStatus.IN_REVIEW)
    entry = cases.register(
        application.case,
        direction=Direction.OUT,
        title="Fråga till Skatteverket",
        counterpart="Skatteverket",
        document=application.content,
        by=person("rut"),
        now=NOW,
    )
    assert entry_of(application, entry.serial, party=True) == entry
    marked(entry)
    with pytest.raises(NotYours):
        entry_of(application, entry.serial, party=True)


@pytest.mark.parametrize(
    ("marks", "rule"),
    [
        ([], ""),
        (["21 kap. 1 § OSL; 39 kap. 3 § OSL", "21 kap. 1 § OSL"], "21 kap. 1 § OSL; 39 kap. 3 § OSL"),
        (["a" * 70, "b" * 60, "c"], "a" * 70 + "; m.fl."),
    ],
    ids=["none", "each once", "too many"],
)
def test_several_marks_are_put_together_as_one(marks: list[str], rule: str) -> None:
    assert secrecy.rules_together(marks) == rule
