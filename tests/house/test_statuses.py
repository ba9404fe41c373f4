"""Every status is worded, toned, and owned by the tables of the process."""

from enum import EnumType
from types import ModuleType
from typing import get_args

import pytest

import applicants.enums
import grants.enums
import journal.enums
from delmos.lib.faces import SHAPES, Face, Tone
from delmos.lib.workflow import Workflow
from grants.domain.queries.general_history import BATCH_EVENTS
from grants.domain.queries.timeline import PARTY_EVENTS, STAFF_EVENTS
from grants.enums import (
    AppealStatus,
    ApplicationStatus,
    BatchStatus,
    CallStatus,
    ConflictStatus,
    DecisionKind,
    DecisionStatus,
    ExpressionStatus,
    PaymentStatus,
    PaymentStopStatus,
    ReportStatus,
)
from grants.workflow import APPLICATION, BATCH, CALL, WORKFLOWS

FACES = {
    name: found
    for module in (grants.enums, applicants.enums, journal.enums)
    for name, found in vars(module).items()
    if name.endswith("_FACES")
}
EVERY_TABLE = pytest.mark.parametrize("table", WORKFLOWS, ids=lambda table: table.name)


def statuses_in(module: ModuleType) -> list[EnumType]:
    return [
        found
        for name, found in vars(module).items()
        if name.endswith(("Status", "State")) and found.__module__.startswith(module.__name__)
    ]


def test_every_status_has_a_face_and_no_face_lacks_a_status() -> None:
    statuses = [*statuses_in(grants.enums), *statuses_in(applicants.enums), *statuses_in(journal.enums)]
    assert sorted(str(list(faces)) for faces in FACES.values()) == sorted(str(list(status)) for status in statuses)


@pytest.mark.parametrize("name", FACES)
def test_every_face_has_words_for_both_sides_and_a_tone_with_a_shape(name: str) -> None:
    faces: list[Face] = list(FACES[name].values())
    assert all(face.staff and face.applicant for face in faces)
    assert {face.tone for face in faces} <= set(get_args(Tone)) == set(SHAPES)


def test_the_tables_are_about_these_statuses() -> None:
    assert [set(table.words) for table in WORKFLOWS] == [
        set(status.values)
        for status in (
            CallStatus,
            ExpressionStatus,
            ApplicationStatus,
            DecisionStatus,
            PaymentStatus,
            PaymentStopStatus,
            ReportStatus,
            ConflictStatus,
            BatchStatus,
            AppealStatus,
        )
    ]


@EVERY_TABLE
def test_every_state_is_named_by_some_step(table: Workflow) -> None:
    assert set(table.words) == table.states


@EVERY_TABLE
def test_every_state_is_reached(table: Workflow) -> None:
    reached = {table.start, *(step.target for step in table.transitions if step.target)}
    assert reached | set(table.other_starts) == table.states


@EVERY_TABLE
def test_every_step_says_who_takes_it_and_what_it_leaves_behind(table: Workflow) -> None:
    assert [step.act for step in table.transitions if not (step.label and step.by and step.event)] == []


def test_every_kind_of_decision_is_an_act_of_the_table() -> None:
    assert [kind for kind in DecisionKind if kind.value not in {step.act for step in APPLICATION.transitions}] == []


def test_every_event_of_a_case_is_worded_for_staff() -> None:
    written = {step.event for table in WORKFLOWS if table not in (CALL, BATCH) for step in table.transitions}
    assert written - set(STAFF_EVENTS) == set()


def test_every_event_of_a_collective_decision_is_worded_for_staff() -> None:
    assert {step.event for step in BATCH.transitions} - set(BATCH_EVENTS) == set()


def test_what_the_party_sees_staff_see_too() -> None:
    assert set(PARTY_EVENTS) <= set(STAFF_EVENTS)
