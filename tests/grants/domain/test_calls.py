"""Calls: made under one wording of one ordinance, complete before they are published (INV-1)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import User
from delmos.lib.refusal import Refusals, Refused
from grants.domain import calls
from grants.domain.calls import CriterionText
from grants.enums import CallStatus
from grants.models import Call
from grants.ordinances import VERSIONS, ordinance_version
from grants.ordinances.profile import SCALE_WORDS
from grants.questions import FACTS, Form, QuestionGroup
from tests.factories import (
    ASSOCIATIONS,
    BEFORE,
    CLOSES_AT,
    DETAILS,
    MUNICIPALITIES,
    NOW,
    OPENS_AT,
    a_call,
    an_unpublished_call,
)

pytestmark = pytest.mark.django_db


def create(by: User, ordinance_key: str = ASSOCIATIONS, **details: Any) -> Call:
    return calls.create(ordinance_key=ordinance_key, details=replace(DETAILS, **details), by=by, now=NOW)


def test_a_call_starts_as_a_draft_with_what_the_officer_states(dag: User) -> None:
    call = create(dag)
    assert (call.status, call.title, call.budget_year, call.closes_at, call.created_by, call.published_at) == (
        CallStatus.DRAFT,
        "Statsbidrag mot segregation 2018",
        2018,
        CLOSES_AT,
        dag,
        None,
    )


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.key)
def test_a_call_starts_with_the_form_and_criteria_of_its_ordinance(dag: User, version: Any) -> None:
    opens = datetime.combine(version.valid_from, OPENS_AT.timetz())
    call = create(
        dag,
        version.key,
        opens_at=opens,
        closes_at=opens.replace(year=opens.year + 1),
        report_due_on=date(opens.year + 2, 1, 31),
    )
    assert call.forms.get().form == Form.from_defaults(version.form)
    assert list(call.criteria.values_list("name", "weight")) == [
        (criterion.name, criterion.weight) for criterion in version.criteria
    ]


def test_the_address_of_a_call_comes_from_its_title(dag: User) -> None:
    assert [create(dag, title="Bidrag till Å & Ä").slug for _ in range(3)] == [
        "bidrag-till-a-a",
        "bidrag-till-a-a-2",
        "bidrag-till-a-a-3",
    ]


def test_a_title_without_letters_still_gives_an_address(dag: User) -> None:
    assert create(dag, title="🙂").slug == "utlysning"


@pytest.mark.parametrize(
    ("details", "sentence", "field"),
    [
        ({"opens_at": datetime(2018, 4, 5, 21, 59, tzinfo=UTC)}, "gäller inte den dag utlysningen öppnar", "opens_at"),
        ({"closes_at": OPENS_AT}, "ska stänga efter att den öppnar", "closes_at"),
        ({"project_ends_on": date(2018, 5, 31)}, "inte vara före tidigaste projektstart", "project_ends_on"),
        ({"report_due_on": date(2018, 5, 15)}, "lämnas efter att utlysningen har stängt", "report_due_on"),
    ],
)
def test_days_in_the_wrong_order_are_refused_at_their_field(
    dag: User, details: dict[str, Any], sentence: str, field: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        create(dag, **details)
    assert refused.value.field == field


def test_an_ordinance_that_is_not_there_is_refused(dag: User) -> None:
    with pytest.raises(Refused, match="Välj en förordning i listan"):
        create(dag, "1999:1/1999-01-01")


def test_the_day_an_ordinance_is_in_force_is_swedish(dag: User) -> None:
    """Half past ten in the evening UTC on 5 April is 6 April in Stockholm, the first day of SFS 2018:119."""
    assert create(dag, opens_at=datetime(2018, 4, 5, 22, 30, tzinfo=UTC)).pk


def test_a_draft_call_can_be_changed(dag: User) -> None:
    call = calls.change(an_unpublished_call(), details=replace(DETAILS, title="Ny rubrik"), by=dag, now=NOW)
    call.refresh_from_db()
    assert call.title == "Ny rubrik"


def test_criteria_are_replaced(dag: User) -> None:
    call = an_unpublished_call()
    criteria = [CriterionText("Nytta", "Vad det ger.", 60, "2 §"), CriterionText("Kostnad", "Vad det kostar.", 40)]
    calls.set_criteria(call, criteria=criteria, by=dag, now=NOW)
    assert list(call.criteria.values_list("order", "name", "weight", "law")) == [
        (1, "Nytta", 60, "2 §"),
        (2, "Kostnad", 40, ""),
    ]


@pytest.mark.parametrize("weight", [99, 101])
def test_weights_that_do_not_make_a_hundred_are_refused(dag: User, weight: int) -> None:
    with pytest.raises(Refused, match=f"Nu blir de {weight} procent"):
        calls.set_criteria(
            an_unpublished_call(), criteria=[CriterionText("Nytta", "Vad det ger.", weight)], by=dag, now=NOW
        )


def test_a_criterion_has_a_scale_of_its_own_with_words(dag: User) -> None:
    call = an_unpublished_call()
    scale = CriterionText("Nytta", "Vad det ger.", 100, lowest=1, highest=3, words=("Liten", "", "Stor"))
    calls.set_criteria(call, criteria=[scale], by=dag, now=NOW)
    assert call.criteria.get().steps == [(1, "Liten"), (2, ""), (3, "Stor")]


@pytest.mark.parametrize(
    ("scale", "sentence"),
    [
        ({"lowest": 3, "highest": 3}, "ska gå uppåt"),
        ({"lowest": -1}, "ska gå uppåt"),
        ({"highest": 11}, "till som högst 10 poäng"),
        ({"words": ("Dåligt", "Bra")}, "Skriv ord för varje poäng"),
        ({"highest": 1, "words": ("x" * 201, "Bra")}, "högst 200 tecken"),
    ],
)
def test_a_scale_that_cannot_be_used_is_refused(dag: User, scale: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        calls.set_criteria(
            an_unpublished_call(), criteria=[CriterionText("Nytta", "Vad det ger.", 100, **scale)], by=dag, now=NOW
        )


def test_a_call_begins_with_the_words_of_its_ordinance(dag: User) -> None:
    assert an_unpublished_call().criteria.earliest("order").steps == list(enumerate(SCALE_WORDS))


def test_two_questions_with_one_key_are_refused(dag: User) -> None:
    call = an_unpublished_call()
    form = call.forms.get().form
    with pytest.raises(Refused, match="Två frågor har samma nyckel"):
        calls.edit_form(call, edit=lambda _: Form((*form.groups, form.groups[0])), by=dag, now=NOW)


def test_a_call_with_an_empty_page_is_not_published(dag: User) -> None:
    call = an_unpublished_call()
    form = call.forms.get().form
    calls.edit_form(call, edit=lambda _: Form((*form.groups, QuestionGroup("tom", "Tom", ()))), by=dag, now=NOW)
    with pytest.raises(Refused, match="Sidan ”Tom” har inga frågor"):
        calls.publish(call, by=dag, now=NOW)


def test_publishing_notes_when_and_by_whom_and_freezes_the_form(dag: User) -> None:
    call = calls.publish(an_unpublished_call(), by=dag, now=BEFORE)
    assert (call.status, call.published_at, call.published_by) == (CallStatus.PUBLISHED, BEFORE, dag)
    assert call.forms.get().published_at == BEFORE


def test_a_call_without_frames_criteria_and_facts_is_told_everything_at_once(dag: User) -> None:
    call = an_unpublished_call(frame_ore=None)
    call.criteria.all().delete()
    calls.edit_form(call, edit=lambda _: Form(()), by=dag, now=NOW)
    with pytest.raises(Refusals) as refused:
        calls.publish(call, by=dag, now=NOW)
    assert [refusal.message for refusal in refused.value.refusals] == [
        "Ange en ram för föreningar och stiftelser 2018.",
        "Formuläret saknar frågor som systemet behöver: projektets namn, startdatum, slutdatum, län, budget.",
        "Ange minst ett bedömningskriterium.",
    ]


@pytest.mark.parametrize("fact", FACTS)
def test_each_fact_the_system_reads_must_be_asked_for(dag: User, fact: str) -> None:
    call = an_unpublished_call()
    groups = [
        replace(group, questions=tuple(question for question in group.questions if question.key != fact))
        for group in call.forms.get().form.groups
    ]
    calls.edit_form(call, edit=lambda _: Form(tuple(groups)), by=dag, now=NOW)
    with pytest.raises(Refused, match="Formuläret saknar frågor som systemet behöver"):
        calls.publish(call, by=dag, now=NOW)


def test_an_unconfirmed_ordinance_is_not_published_where_decisions_are_real(dag: User, settings: Settings) -> None:
    settings.PROFILES_MAY_BE_UNCONFIRMED = False
    with pytest.raises(Refused, match="är inte bekräftad av en jurist"):
        calls.publish(an_unpublished_call(), by=dag, now=NOW)


def test_a_call_keeps_its_ordinance_version() -> None:
    """INV-1."""
    assert [a_call(key).ordinance for key in (ASSOCIATIONS, MUNICIPALITIES)] == [
        ordinance_version(ASSOCIATIONS),
        ordinance_version(MUNICIPALITIES),
    ]


@pytest.mark.parametrize(
    ("moment", "word"),
    [(BEFORE, "Kommande"), (OPENS_AT, "Öppen"), (NOW, "Öppen"), (CLOSES_AT, "Stängd")],
)
def test_a_published_call_tells_where_it_is_in_time(moment: datetime, word: str) -> None:
    call = a_call()
    assert call.face(moment).applicant == word
    assert call.state(moment).label == word
