"""An expression of interest is taken back before the answer, and its case is closed."""

import json

import pytest
from django.db import DatabaseError

from accounts.models import User
from applicants.domain import organisations
from applicants.enums import MandateRole
from delmos.lib.refusal import Refused
from grants.domain import conflicts, drafts, expression_withdrawals
from grants.domain.queries.timeline import timeline_of
from grants.enums import ConflictAnswer, ExpressionStatus
from grants.models import ExpressionWithdrawal
from journal.domain import documents
from journal.models import Notice
from tests.factories import (
    BEFORE,
    NOW,
    association,
    declare_no_conflict,
    expression_at,
    expression_withdrawn,
    person,
)
from tests.factories.expressions import CHANGED_OUR_MINDS

pytestmark = pytest.mark.django_db
S = ExpressionStatus


def told(expression_key: str) -> list[str]:
    return sorted(Notice.objects.filter(key__startswith=expression_key).values_list("recipient_key", flat=True))


@pytest.mark.parametrize("status", [S.RECEIVED, S.RECEIVED_LATE, S.ASSESSED])
def test_it_is_taken_back_until_the_applicant_has_its_answer(status: ExpressionStatus) -> None:
    expression = expression_at(status)
    expression_withdrawn(expression)
    expression.refresh_from_db()
    expression.case.refresh_from_db()
    assert (expression.status, expression.case.closed_at) == (S.WITHDRAWN, NOW)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (S.NOT_INVITED, "^Ni har fått besked om intresseanmälan, så den kan inte återkallas.$"),
        (S.INVITED, "kan inte återkallas. Ni behöver inte ansöka om ni inte vill.$"),
    ],
)
def test_after_the_answer_it_is_not_taken_back(status: ExpressionStatus, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        expression_withdrawn(expression_at(status))


def test_what_is_said_comes_in_as_a_document() -> None:
    expression = expression_at(S.RECEIVED)
    withdrawal = expression_withdrawn(expression)
    entry = expression.case.entries.get(serial=2)
    assert (entry.direction, entry.title, entry.document) == ("in", "Återkallelse", withdrawal.content)
    said = json.loads(documents.read(withdrawal.content))
    assert [said[key] for key in ("case", "expression_sha256", "reason", "statement")] == [
        expression.case.number,
        expression.content_id,
        CHANGED_OUR_MINDS,
        "Jag återkallar intresseanmälan för sökanden, och har rätt att företräda sökanden.",
    ]


def test_an_agent_takes_it_back_and_a_double_click_does_it_once(bo: User) -> None:
    expression = expression_at(S.RECEIVED)
    made = [expression_withdrawals.withdraw(expression, by=bo, now=NOW) for _ in range(2)]
    assert (made[0], made[0].reason, ExpressionWithdrawal.objects.count()) == (made[1], "", 1)


@pytest.mark.parametrize("role", [MandateRole.CONTRIBUTOR, MandateRole.READER])
def test_somebody_who_may_not_hand_in_does_not_take_back(role: MandateRole, anna: User) -> None:
    eva = person("eva")
    organisations.add_mandate(association(), person=eva, role=role, by=anna, now=BEFORE)
    with pytest.raises(Refused, match="Bara en firmatecknare eller ett ombud"):
        expression_withdrawals.withdraw(expression_at(S.RECEIVED), by=eva, now=NOW)


def test_those_who_have_taken_it_up_are_told_but_not_the_javige(dag: User, disa: User, eva: User) -> None:
    """INV-8."""
    expression = expression_at(S.ASSESSED)
    declare_no_conflict(expression, "disa", "eva")
    conflicts.declare(expression, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=disa, now=NOW)
    expression_withdrawn(expression)
    assert told(f"expression-withdrawn:{expression.case.number}") == sorted([dag.actor_key, eva.actor_key])


def test_before_anybody_has_taken_it_up_the_one_who_published_the_call_is_told(dag: User, disa: User) -> None:
    expression = expression_at(S.RECEIVED)
    expression_withdrawn(expression)
    assert told(f"expression-withdrawn:{expression.case.number}") == [dag.actor_key]


def test_everybody_who_acts_for_the_party_is_told(anna: User, bo: User) -> None:
    expression = expression_at(S.RECEIVED)
    expression_withdrawn(expression)
    assert told(f"expression-withdrawn-own:{expression.case.number}") == sorted([anna.actor_key, bo.actor_key])


def test_the_timeline_says_who_and_why_and_that_the_case_is_closed() -> None:
    expression = expression_at(S.RECEIVED)
    expression_withdrawn(expression)
    moments = [(moment.title, moment.text) for moment in timeline_of(expression, party=True)]
    assert sorted(moments) == [
        ("Ni har återkallat intresseanmälan", CHANGED_OUR_MINDS),
        ("Vi har tagit emot er intresseanmälan", ""),
        ("Ärendet är avslutat", ""),
    ]


def test_inv_6_the_database_keeps_it() -> None:
    expression_withdrawn(expression_at(S.RECEIVED))
    with pytest.raises(DatabaseError, match="is refused"):
        ExpressionWithdrawal.objects.all().delete()


def test_while_there_is_time_another_one_may_be_handed_in(anna: User) -> None:
    expression = expression_at(S.WITHDRAWN)
    again = drafts.start(expression.call, organisation=expression.organisation, by=anna, now=NOW)
    assert (again.stage, again.expression) == ("expression", None)
