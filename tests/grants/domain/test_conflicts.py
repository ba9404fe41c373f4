"""Jäv: everybody answers before the first act, and a conflict blocks (INV-8, FL 16–18 §§)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import assessment, completion_requests, conflicts
from grants.enums import ApplicationStatus, ConflictAnswer, ConflictPoint, ConflictStatus, DecisionStatus
from grants.models import Application, ConflictDeclaration, ConflictQuestion
from grants.permissions import without_conflict
from journal.actors import SYSTEM
from journal.models import Event
from tests.factories import (
    NOW,
    application_at,
    assigned,
    checked,
    completion_saved,
    decision_at,
    hand_in_completion,
    person,
    received,
    scored,
)
from tests.grants.domain import acts

pytestmark = pytest.mark.django_db


def declare(
    application: Application, by: User, answer: ConflictAnswer = ConflictAnswer.CONFLICT, ground: str = "Svåger"
) -> ConflictDeclaration:
    return conflicts.declare(application, answer=answer, ground=ground, by=by, now=NOW)


def test_an_answer_is_kept_with_its_circumstance(dag: User) -> None:
    declaration = declare(received(), dag)
    assert (declaration.person, declaration.answer, declaration.declared_at) == (dag, ConflictAnswer.CONFLICT, NOW)
    question = ConflictQuestion.objects.get()
    assert (question.person, question.raised_by, question.point, question.ground, question.status) == (
        dag,
        dag,
        ConflictPoint.OTHER,
        "Svåger",
        ConflictStatus.OPEN,
    )


def test_a_conflict_without_its_circumstance_is_refused(dag: User) -> None:
    with pytest.raises(Refused, match="Skriv vilken omständighet") as refused:
        declare(received(), dag, ground=" ")
    assert refused.value.field == "ground"


def test_the_same_answer_twice_is_kept_once(dag: User) -> None:
    application = received()
    first = declare(application, dag, ConflictAnswer.NONE)
    assert declare(application, dag, ConflictAnswer.NONE) == first
    assert ConflictDeclaration.objects.count() == 1


def test_a_conflict_may_be_discovered_later(dag: User) -> None:
    application = received()
    declare(application, dag, ConflictAnswer.NONE)
    assert declare(application, dag).answer == ConflictAnswer.CONFLICT


def test_a_conflict_is_not_taken_back_by_the_same_person(dag: User) -> None:
    application = received()
    declare(application, dag)
    with pytest.raises(Refused, match="Någon annan behöver pröva frågan"):
        declare(application, dag, ConflictAnswer.NONE)


def test_an_officer_with_a_conflict_loses_the_case_and_it_waits_for_another(dag: User) -> None:
    application = assigned(received())
    declare(application, dag)
    application.refresh_from_db()
    assert (application.status, application.officer) == (ApplicationStatus.RECEIVED, None)


@pytest.mark.parametrize("status", sorted(set(ApplicationStatus) - {ApplicationStatus.IN_REVIEW}))
def test_a_case_that_is_not_being_handled_stays_where_it_is(status: ApplicationStatus, dag: User) -> None:
    application = application_at(status)
    declare(application, dag)
    application.refresh_from_db()
    assert application.status == status


def completed(application: Application) -> None:
    hand_in_completion(completion_saved(application.completion_requests.get()))


def expired(application: Application) -> None:
    completion_requests.expire(now=datetime(2018, 5, 17, 10, 0, tzinfo=UTC))


def returned(application: Application) -> None:
    assessment.return_to_officer(application, reason="Målen saknas.", by=person("eva"), now=NOW)


@pytest.mark.parametrize(
    ("status", "comes_back"),
    [
        (ApplicationStatus.COMPLETING, completed),
        (ApplicationStatus.COMPLETING, expired),
        (ApplicationStatus.PROPOSED, returned),
    ],
)
def test_a_case_that_comes_back_to_an_officer_with_a_conflict_waits_for_another(
    status: ApplicationStatus, comes_back: Callable[[Application], None], dag: User
) -> None:
    """Nobody else could go on with it: it is given to another officer anew."""
    application = application_at(status)
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=dag, now=NOW)
    comes_back(application)
    application.refresh_from_db()
    assert (application.status, application.officer) == (ApplicationStatus.RECEIVED, None)
    assert Event.objects.get(name="officer_recused").actor_key == SYSTEM.actor_key


def test_another_officer_takes_over(dag: User, disa: User, rut: User) -> None:
    application = assigned(received())
    declare(application, dag)
    taken = acts.applications.assign(application, officer=disa, by=rut, now=NOW)
    assert (taken.status, taken.officer) == (ApplicationStatus.IN_REVIEW, disa)


# Everything somebody does in a case, with the person who would otherwise have the right to it.
IN_A_CASE = [act for act in acts.ACTS if act.name.split(".")[0] in {"assessment", "decisions", "payments"}] + [
    act for act in acts.ACTS if act.name in {"reports.approve", "reports.register_repayment"}
]


def case_of(thing: Any) -> Application:
    """The application that an act's thing is about."""
    if isinstance(thing, Application):
        return thing
    application: Application = thing.decision.application if hasattr(thing, "instalment") else thing.application
    return application


@pytest.mark.parametrize("act", IN_A_CASE, ids=str)
def test_a_conflict_blocks_every_act_in_the_case(act: acts.Act, cast: dict[str, User]) -> None:
    """INV-8."""
    thing, doer = act.arrange(), act.right[0]
    declare(case_of(thing), cast[doer])
    with pytest.raises(Refused, match="Du är eller kan vara jävig i ärendet och får inte handlägga"):
        act.by(thing, doer)


def test_a_registrar_with_a_conflict_does_not_give_the_case_to_anybody(dag: User, rut: User) -> None:
    """INV-8. Registering is no handling, so a registrar without an answer may."""
    application = received()
    declare(application, rut)
    with pytest.raises(Refused, match="Du är eller kan vara jävig i ärendet"):
        acts.assign(application, rut)


def test_an_officer_answers_before_the_first_act(dag: User, rut: User) -> None:
    """INV-8: a declaration is due before the first act."""
    application = acts.applications.assign(received(), officer=dag, by=rut, now=NOW)
    with pytest.raises(Refused, match="Ta först ställning till om du är jävig"):
        acts.record_check(application, dag)


def test_a_decider_answers_before_the_first_act(eva: User) -> None:
    application = assigned(received())
    acts.propose(scored(checked(application)), acts.person("dag"))
    with pytest.raises(Refused, match="Ta först ställning till om du är jävig"):
        acts.prepare_decision(application, eva)


def test_an_economist_answers_before_the_first_act(farah: User) -> None:
    application = decision_at(DecisionStatus.DISPATCHED).application
    with pytest.raises(Refused, match="Ta först ställning till om du är jävig"):
        acts.prepare_payment(application, farah)


def test_cases_with_ones_own_conflict_are_out_of_every_staff_query(dag: User, disa: User) -> None:
    mine, other = received(), received()
    declare(mine, dag)
    declare(other, dag, ConflictAnswer.NONE)
    assert list(Application.objects.filter(without_conflict(dag))) == [other]
    assert set(Application.objects.filter(without_conflict(disa))) == {mine, other}
