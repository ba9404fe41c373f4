"""Calls: made by dag, with frames."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from delmos.lib.dates import stockholm_date
from grants.domain import calls, cancelling, frames
from grants.domain.calls import CallDetails
from grants.models import Call
from grants.questions import FACT_NAMES, FACTS, Form, Question, QuestionGroup
from tests.factories.moments import BEFORE, CLOSES_AT, NOW, OPENS_AT
from tests.factories.people import person
from tests.factories.remembered import remembered

ASSOCIATIONS, MUNICIPALITIES, STANDARD = "2018:119/2018-04-06", "2018:118/2018-04-06", "2024:199/2025-08-01"
FRAME = 5_000_000_00
REASON = "Riksdagen har dragit in anslaget."

DETAILS = CallDetails(
    title="Statsbidrag mot segregation 2018",
    purpose="Minska och motverka segregation på lokal nivå.",
    budget_year=2018,
    opens_at=OPENS_AT,
    closes_at=CLOSES_AT,
    project_starts_on=date(2018, 6, 1),
    project_ends_on=date(2018, 12, 31),
    report_due_on=date(2019, 1, 31),
    contact="bidrag@example.se",
)


@remembered
def an_unpublished_call(ordinance_key: str = ASSOCIATIONS, *, frame_ore: int | None = FRAME, **details: Any) -> Call:
    """A call that dag is still writing; with ``frame_ore=None`` it has no frames."""
    call = calls.create(ordinance_key=ordinance_key, details=replace(DETAILS, **details), by=person("dag"), now=BEFORE)
    if frame_ore:
        framed(call, frame_ore, year=call.budget_year)
    return call


@remembered
def framed(call: Call, amount_ore: int, *, year: int) -> None:
    """A frame of this size for each group and the budget year."""
    for group in call.ordinance.groups:
        frames.set_amount(
            call,
            group=group.code,
            amount_ore=amount_ore,
            effective_from=date(call.budget_year, 1, 1),
            basis="Regleringsbrevet",
            budget_year=year,
            by=person("dag"),
            now=BEFORE,
        )


@remembered
def a_call(ordinance_key: str = ASSOCIATIONS, *, frame_ore: int = FRAME, **details: Any) -> Call:
    """A published call, open at NOW."""
    call = an_unpublished_call(ordinance_key, frame_ore=frame_ore, **details)
    return calls.publish(call, by=person("dag"), now=BEFORE)


@remembered
def a_cancelled_call(ordinance_key: str = ASSOCIATIONS, *, call: Call | None = None, **details: Any) -> Call:
    """A call that dag called off while it was open."""
    return cancelling.cancel(call or a_call(ordinance_key, **details), reason=REASON, by=person("dag"), now=NOW)


@remembered
def a_call_asking(*groups: QuestionGroup, question: Question | None = None) -> Call:
    """A published call whose form is ``asking(*groups, question=question)``."""
    call = an_unpublished_call()
    calls.edit_form(call, edit=lambda _: asking(*groups, question=question), by=person("dag"), now=BEFORE)
    for year in frames.asked_years(call)[1:]:
        framed(call, FRAME, year=year)
    return calls.publish(call, by=person("dag"), now=BEFORE)


def asking(*groups: QuestionGroup, question: Question | None = None) -> Form:
    """A form that asks for the facts of an application on the page "facts", and then ``groups``.

    ``question`` stands instead of the fact with its key.
    """
    facts = [Question(key, kind, FACT_NAMES[key].capitalize()) for key, kind in FACTS.items()]
    stated = tuple(question if question and question.key == fact.key else fact for fact in facts)
    return Form((QuestionGroup("facts", "Fakta", stated), *groups))


def an_open_call_today(**details: Any) -> Call:
    """A published call that is open by the real clock, for tests through a browser."""
    return calls.publish(an_unpublished_call_today(**details), by=person("dag"), now=BEFORE)


def a_call_that_closed(*, days_ago: int) -> Call:
    """A published call that was open for a month, by the real clock."""
    closed_at = timezone.now() - timedelta(days=days_ago)
    return an_open_call_today(opens_at=closed_at - timedelta(days=30), closes_at=closed_at)


def an_unpublished_call_today(**details: Any) -> Call:
    """A call that dag is still writing, open by the real clock once it is published."""
    now = timezone.now()
    today = stockholm_date(now)
    usual = {
        "title": "Statsbidrag för mötesplatser",
        "budget_year": today.year,
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=20),
        "project_starts_on": today,
        "project_ends_on": today + timedelta(days=300),
        "report_due_on": today + timedelta(days=360),
    }
    return an_unpublished_call(STANDARD, **{**usual, **details})
