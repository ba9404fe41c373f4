"""Jäv is raised in the very instant somebody acts: the block or the act wins whole, and nothing is left half done.

Real threads, each with its own connection. Who is first holds its transaction open until the other waits for it.
"""

from collections.abc import Callable
from typing import Any

import pytest

from delmos.lib.refusal import Refused
from grants.enums import (
    ApplicationStatus,
    ConflictAnswer,
    ConflictOutcome,
    DecisionStatus,
    ExpressionStatus,
    PaymentStatus,
)
from grants.models import Application, ConflictQuestion, ConflictRuling, Decision, ExpressionAssessment, Payment, Score
from grants.permissions import Matter, conflict_answer
from tests import factories
from tests.database import in_turn
from tests.factories import person
from tests.grants.domain import acts

pytestmark = pytest.mark.django_db(transaction=True)


def in_review() -> Application:
    """dag's case, with everybody of the race there before it begins."""
    for username in ("disa", "eva", "gun"):
        person(username)
    return factories.application_at(ApplicationStatus.IN_REVIEW)


def raising(application: Matter, about: str = "dag") -> Callable[[], ConflictQuestion]:
    return lambda: factories.a_question(application, about)


def doing(act: Callable[[Any, Any], Any], thing: Any, username: str) -> Callable[[], Any]:
    by = person(username)
    return lambda: act(thing, by)


def test_points_given_in_the_instant_of_the_question_are_refused() -> None:
    application = in_review()
    _, refused = in_turn(raising(application), doing(acts.score, application, "dag"))
    assert (type(refused), Score.objects.count()) == (Refused, 0)


def test_points_given_first_stand_and_then_the_officer_is_out() -> None:
    application = in_review()
    given, _ = in_turn(doing(acts.score, application, "dag"), raising(application))
    application.refresh_from_db()
    assert (Score.objects.get(), application.officer) == (given, None)
    assert conflict_answer(person("dag"), application) is ConflictAnswer.CONFLICT


def test_a_decision_in_the_instant_of_the_question_is_not_made() -> None:
    decision = factories.decision_at(DecisionStatus.PREPARED)
    person("disa")
    _, refused = in_turn(raising(decision.application, "eva"), doing(acts.decide, decision, "eva"))
    decision.refresh_from_db()
    assert (type(refused), decision.status) == (Refused, DecisionStatus.REPLACED)


def test_a_decision_made_first_stands() -> None:
    decision = factories.decision_at(DecisionStatus.PREPARED)
    person("disa")
    in_turn(doing(acts.decide, decision, "eva"), raising(decision.application, "eva"))
    assert Decision.objects.get().status == DecisionStatus.DECIDED


def test_a_payment_in_the_instant_of_the_question_is_not_attested() -> None:
    payment = factories.payment_at(PaymentStatus.PREPARED)
    person("disa")
    _, refused = in_turn(raising(payment.decision.application, "filip"), doing(acts.attest, payment, "filip"))
    assert (type(refused), Payment.objects.get().status) == (Refused, PaymentStatus.PREPARED)


def test_an_expression_is_not_assessed_in_the_instant_of_the_question() -> None:
    expression = factories.expression_at(ExpressionStatus.RECEIVED)
    factories.declare_no_conflict(expression, "dag")
    person("disa")
    _, refused = in_turn(raising(expression), doing(acts.assess_expression, expression, "dag"))
    assert (type(refused), ExpressionAssessment.objects.count()) == (Refused, 0)


def test_two_who_rule_at_once_make_one_ruling() -> None:
    question = factories.a_question(in_review())
    factories.declare_no_conflict(Application.objects.get(), "eva", "gun")
    ruling, refused = in_turn(
        doing(acts.rule, question, "eva"), lambda: factories.ruled(question, ConflictOutcome.NOT_UPHELD)
    )
    assert (type(refused), ConflictRuling.objects.get()) == (Refused, ruling)
