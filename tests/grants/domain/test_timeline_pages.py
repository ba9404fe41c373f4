"""One timeline with everything that happens in a case, in staff wording, page by page and by sort."""

import ast
from pathlib import Path
from typing import Any

import pytest

from grants.domain.queries.general_history import BATCH_EVENTS, GENERAL_EVENTS, RELEASE_EVENTS
from grants.domain.queries.timeline import STAFF_EVENTS, timeline_of
from grants.domain.queries.timeline_pages import Sort, events_of, timeline_page
from grants.enums import ApplicationStatus, ExpressionStatus, PaymentStatus, ReportStatus
from grants.workflow import APPLICATION, DECISION, EXPRESSION, PAYMENT, REPORT, WORKFLOWS
from journal.domain import cases
from journal.enums import Direction
from journal.models import Event
from tests import factories
from tests.factories import NOW, person

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("accounts", "applicants", "grants", "journal", "reporting")

# Events that no case has: of a person, an organisation, a call or a draft. Each stands in a stream of its own.
NOT_OF_A_CASE = {
    "account": "händer med en persons konto eller en organisations betalkonto",
    "address": "händer med en persons konto",
    "authority": "händer med ett bemyndigande",
    "call": "händer med en utlysning",
    "condition": "händer med ett villkor i biblioteket",
    "criteria": "händer med en utlysning",
    "delegation": "händer med en beslutsfattares delegation",
    "draft": "händer med ett utkast, som myndigheten inte får se",
    "evidence": "händer med en organisations behörigheter",
    "form": "händer med en utlysnings formulär",
    "frame": "händer med en utlysning",
    "invitation": "händer med en organisations behörigheter",
    "letter": "händer med en brevtext",
    "mandate": "händer med en organisations behörigheter",
    "name": "händer med en persons konto",
    "organisation": "händer med en organisation",
    "roles": "händer med en persons konto",
    "scenario": "händer med en utlysning",
    "sign": "händer med en persons konto",
    "worklist": "händer med en fil som en person har beställt åt sig själv",
}
# A case that is no application has a page of its own, with words of its own.
TOLD = {**STAFF_EVENTS, **GENERAL_EVENTS, **RELEASE_EVENTS, **BATCH_EVENTS}


def events_of_the_house() -> set[str]:
    """Every event that some line records by its name, and those of the workflow tables."""
    calls = (
        node
        for room in ROOMS
        for file in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "events.record" and len(node.args) > 1
    )
    named = {str(call.args[1].value) for call in calls if isinstance(call.args[1], ast.Constant)}
    return named | {row.event for table in WORKFLOWS for row in table.transitions}


def titles(moments: Any) -> list[str]:
    return [moment.title for moment in moments]


def read_through(matter: Any, *, size: int, sort: Sort | None = None) -> list[Any]:
    """Every page, one after another."""
    found = timeline_page(matter, sort=sort, size=size)
    moments = list(found.items)
    while found.next:
        found = timeline_page(matter, sort=sort, after=found.next, size=size)
        moments += found.items
    return moments


@pytest.fixture
def reported() -> Any:
    application = factories.report_at(ReportStatus.APPROVED).application
    factories.noted(application)
    return application


def test_every_event_of_the_house_has_staff_words_or_a_reason_why_not() -> None:
    silent = events_of_the_house() - set(TOLD)
    assert [name for name in sorted(silent) if name.partition("_")[0] not in NOT_OF_A_CASE] == []


def test_no_reason_is_given_for_nothing() -> None:
    silent = {name.partition("_")[0] for name in events_of_the_house() - set(TOLD)}
    assert set(NOT_OF_A_CASE) == silent


def test_every_act_on_a_case_is_told_to_staff() -> None:
    tables = (APPLICATION, DECISION, EXPRESSION, PAYMENT, REPORT)
    assert {row.event for table in tables for row in table.transitions} <= set(STAFF_EVENTS)


def test_nothing_that_happens_in_a_case_is_left_out(reported: Any) -> None:
    happened = set(Event.objects.filter(stream=reported.stream).values_list("name", flat=True))
    assert {moment.event for moment in read_through(reported, size=100)} >= happened


def test_the_pages_together_are_the_whole_timeline(reported: Any) -> None:
    whole = read_through(reported, size=100)
    assert read_through(reported, size=3) == whole
    assert sorted(titles(whole)) == sorted(titles(timeline_of(reported, party=False)))


def test_what_happened_in_the_same_moment_stands_in_the_order_it_was_written(reported: Any) -> None:
    names = [moment.event for moment in read_through(reported, size=4) if moment.event]
    written = list(
        Event.objects.filter(stream=reported.stream, name__in=STAFF_EVENTS).order_by("-at", "-pk").values_list("name")
    )
    assert names == [name for (name,) in written]


def test_a_document_that_no_act_brought_stands_by_itself() -> None:
    case = factories.received()
    cases.register(case.case, direction=Direction.IN, title="Brev", by=person("rut"), now=NOW)
    assert "Inkommen: Brev" in titles(timeline_page(case, sort=Sort.CAME_IN).items)
    assert "Inkommen: Brev" not in titles(timeline_page(case, sort=Sort.WENT_OUT).items)


def test_a_document_stands_with_the_act_that_brought_it_and_not_once_more() -> None:
    case = factories.received()
    (moment,) = [found for found in timeline_page(case).items if found.event == "application_received"]
    assert [paper.title for paper in moment.papers] == ["Ansökan"]
    assert "Inkommen: Ansökan" not in titles(timeline_page(case).items)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.CAME_IN, {"application_received", "report_submitted"}),
        (Sort.NOTES, {"note_written"}),
        (Sort.EXAMINATION, {"assessment_handed_in", "check_recorded", "criterion_scored"}),
        (Sort.DECISION, {"decision_proposed", "decision_prepared", "decision_made", "decision_dispatched"}),
        (
            Sort.MONEY,
            {"payment_prepared", "payment_attested", "payment_made", "report_submitted", "report_approved"},
        ),
    ],
)
def test_the_timeline_is_narrowed_to_one_sort(reported: Any, sort: Sort, expected: set[str]) -> None:
    assert {moment.event for moment in read_through(reported, size=5, sort=sort) if moment.event} == expected


def test_every_event_is_of_some_sort() -> None:
    assert set().union(*map(events_of, Sort)) == set(STAFF_EVENTS)


def test_no_sort_names_an_event_that_is_not_told() -> None:
    assert set().union(*map(events_of, Sort)) - set(STAFF_EVENTS) == set()


def test_a_note_is_read_in_the_timeline(reported: Any) -> None:
    (note,) = timeline_page(reported, sort=Sort.NOTES).items
    assert (note.text, note.actor, note.visible) == (factories.SAID, "Dag Dahl", False)


def test_each_row_says_whether_the_party_has_it(reported: Any) -> None:
    seen = {moment.event: moment.visible for moment in read_through(reported, size=100)}
    shown = {name: seen[name] for name in ("application_received", "check_recorded", "decision_made", "payment_made")}
    assert shown == {
        "application_received": True,
        "check_recorded": False,
        "decision_made": False,
        "payment_made": True,
    }


@pytest.mark.parametrize(
    "matter",
    [
        lambda: factories.expression_at(ExpressionStatus.INVITED),
        lambda: factories.payment_at(PaymentStatus.CANCELLED).decision.application,
        lambda: factories.application_at(ApplicationStatus.WRITTEN_OFF),
        lambda: factories.corresponded(factories.application_at(ApplicationStatus.IN_REVIEW)),
    ],
    ids=["expression", "cancelled payment", "written off", "corresponded"],
)
def test_the_pages_and_the_whole_agree_whatever_has_happened(matter: Any) -> None:
    found = matter()
    assert sorted(titles(read_through(found, size=2))) == sorted(titles(timeline_of(found, party=False)))


@pytest.mark.parametrize("key", ["", "x", "W10", "WzFd"])
def test_a_made_up_key_gives_the_first_page(reported: Any, key: str) -> None:
    assert titles(timeline_page(reported, after=key).items) == titles(timeline_page(reported).items)
