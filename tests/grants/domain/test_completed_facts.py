"""Facts that are completed: the case follows the answer, and what was signed first stands as it was (INV-6)."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from delmos.lib.refusal import Refusals
from grants.domain import completion_requests, completions
from grants.domain.queries.timeline import timeline_of
from grants.enums import ApplicationStatus, DecisionStatus
from grants.models import Application, CompletionRequest
from grants.questions import BUDGET, COUNTIES, PERIOD_END, PERIOD_START, TITLE
from journal.domain import documents
from journal.models import Event
from tests.factories import (
    AMOUNT,
    NOW,
    a_call,
    application_at,
    assigned,
    completion_requested,
    decided,
    hand_in_completion,
    prepared,
    proposed,
    received,
    signatory_of,
)
from tests.factories import (
    BUDGET as COST_ROWS,
)

pytestmark = pytest.mark.django_db
AFTER_CLOSING = datetime(2018, 5, 17, 10, 0, tzinfo=UTC)
SMALLER = [{"label": "Lön", "amount_ore": 150_000_00}, {"label": "Resor", "amount_ore": 50_000_00}]
LARGER = [{"label": "Lön", "amount_ore": AMOUNT + 1_00}]
FACTS = (TITLE, PERIOD_START, PERIOD_END, COUNTIES, BUDGET)


def asked_for(*questions: str, application: Application | None = None) -> CompletionRequest:
    return completion_requested(application, questions=questions or FACTS)


def answered(request: CompletionRequest, *, now: datetime = NOW, **answers: Any) -> Application:
    """The answer handed in at ``now``; the application as it then stands."""
    by = signatory_of(request.application.organisation)
    saved = completions.save(request, answers=answers, base_version=0, by=by, now=now)
    hand_in_completion(saved, now=now)
    return Application.objects.select_related("case", "call", "form").get(pk=request.application_id)


def test_the_facts_follow_the_answer() -> None:
    application = answered(
        asked_for(),
        title="Grannar möts igen",
        period_start="2018-07-01",
        period_end="2018-11-30",
        counties=["21", "03"],
        budget=SMALLER,
    )
    assert (application.title, application.requested_ore) == ("Grannar möts igen", 200_000_00)
    assert (application.county_codes, application.area_code) == (["03", "21"], "several")
    assert (application.period_starts_on, application.period_ends_on) == (date(2018, 7, 1), date(2018, 11, 30))
    assert list(application.budget.values_list("label", "amount_ore")) == [("Lön", 150_000_00), ("Resor", 50_000_00)]


def test_what_was_signed_first_stands_as_it_was() -> None:
    request = asked_for()
    before = (request.application.answers, documents.read(request.application.content))
    application = answered(request, title="Nytt namn", budget=SMALLER)
    assert (application.answers, documents.read(application.content)) == before
    first = application.budget_rows.filter(facts_version=0).values_list("label", "amount_ore")
    assert list(first) == list(COST_ROWS)


def test_the_answer_is_a_document_of_its_own() -> None:
    application = answered(asked_for(TITLE), title="Nytt namn")
    entry = application.case.entries.latest("serial")
    assert entry.title == "Komplettering"
    assert json.loads(documents.read(entry.document))["answers"] == {"title": "Nytt namn"}


def test_the_event_holds_what_was_and_what_is() -> None:
    application = answered(asked_for(TITLE, BUDGET), title="Nytt namn", budget=SMALLER)
    event = Event.objects.get(stream=application.stream, name="facts_changed")
    assert (event.data["version"], event.data["changes"]["title"], event.data["changes"]["requested_ore"]) == (
        1,
        ["Grannar möts", "Nytt namn"],
        [AMOUNT, 200_000_00],
    )


def test_both_sides_read_the_change_in_words() -> None:
    application = answered(asked_for(), title="Nytt namn", counties=["03"], period_end="2018-11-30", budget=SMALLER)
    texts = [
        moment.text.replace("\u00a0", " ").splitlines()
        for party in (True, False)
        for moment in timeline_of(application, party=party)
        if moment.event == "facts_changed"
    ]
    assert texts[0] == texts[1]
    assert texts[0] == [
        "Projektets namn: Grannar möts → Nytt namn",
        "Slutdatum: 31 december 2018 → 30 november 2018",
        "Län: Gävleborgs län → Uppsala län",
        "Sökt belopp: 300 000 kr → 200 000 kr",
        "Kostnader: Lön till projektledare 200 000 kr, Lokal 100 000 kr → Lön 150 000 kr, Resor 50 000 kr",
    ]


def test_an_answer_that_changes_no_fact_leaves_no_such_event() -> None:
    application = answered(asked_for(TITLE), title="Grannar möts")
    assert (application.facts_version, Event.objects.filter(name="facts_changed").count()) == (0, 0)


def test_what_is_left_empty_stays_as_it_was() -> None:
    application = answered(asked_for(TITLE, BUDGET), title="Nytt namn", budget=[])
    assert (application.title, application.requested_ore) == ("Nytt namn", AMOUNT)


def test_a_second_completion_changes_the_facts_again() -> None:
    application = answered(asked_for(BUDGET), budget=SMALLER)
    application = answered(asked_for(BUDGET, application=application), budget=[SMALLER[0]])
    assert (application.facts_version, application.requested_ore, application.budget.count()) == (2, 150_000_00, 1)


def refusals(request: CompletionRequest, *, now: datetime = NOW, **answers: Any) -> list[str]:
    with pytest.raises(Refusals) as refused:
        answered(request, now=now, **answers)
    return [refusal.message.replace("\u00a0", " ") for refusal in refused.value.refusals]


def test_facts_that_the_call_does_not_allow_are_refused_all_at_once() -> None:
    application = assigned(received(a_call(counties=["21"])))
    request = asked_for(application=application)
    assert refusals(request, counties=["03"], period_start="2018-12-01", period_end="2018-11-01") == [
        "Utlysningen gäller bara arbete i Gävleborgs län.",
        "Projektet kan inte sluta innan det börjar.",
    ]


def test_one_day_alone_is_held_against_the_other_as_it_stands() -> None:
    assert refusals(asked_for(PERIOD_END), period_end="2017-12-31") != []


def test_the_sum_is_not_raised_once_the_call_has_closed() -> None:
    """INV-2: what is asked for more would come too late."""
    assert refusals(asked_for(BUDGET), now=AFTER_CLOSING, budget=LARGER) == [
        "Ni sökte 300 000 kr. Utlysningen har stängt, så det sökta beloppet kan inte bli högre än så."
    ]


def test_the_sum_is_raised_while_the_call_is_open() -> None:
    assert answered(asked_for(BUDGET), budget=LARGER).requested_ore == AMOUNT + 1_00


def test_a_sum_that_was_lowered_is_raised_no_higher_than_the_first() -> None:
    application = answered(asked_for(BUDGET), budget=SMALLER)
    first = [{"label": label, "amount_ore": ore} for label, ore in COST_ROWS]
    again = answered(asked_for(BUDGET, application=application), now=AFTER_CLOSING, budget=first)
    assert again.requested_ore == AMOUNT


def test_a_letter_that_states_the_facts_as_they_were_no_longer_counts() -> None:
    """A late answer comes when the decision is drawn up: it is drawn up anew."""
    request = asked_for(BUDGET)
    completion_requests.expire(now=AFTER_CLOSING)
    request.refresh_from_db()
    letter = prepared(proposed(request.application))
    application = answered(request, now=AFTER_CLOSING, budget=SMALLER)
    letter.refresh_from_db()
    assert (letter.status, application.status) == (DecisionStatus.REPLACED, ApplicationStatus.PROPOSED)


def test_the_ledger_and_the_county_table_read_what_was_completed() -> None:
    application = answered(asked_for(COUNTIES, BUDGET), counties=["03"], budget=SMALLER)
    posting = decided(prepared(proposed(application))).application.postings.get()
    assert (posting.area_code, posting.amount_ore) == ("03", 200_000_00)


def test_the_status_of_the_case_is_as_after_any_completion() -> None:
    assert answered(asked_for(TITLE), title="Nytt").status == ApplicationStatus.IN_REVIEW
    assert application_at(ApplicationStatus.IN_REVIEW).facts_version == 0
