"""Föredragning: by somebody else than the decider unless the delegation exempts the kind, and who else took part."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.enums import Role
from accounts.models import User
from delmos.lib.refusal import Refusals, Refused
from grants.domain import conflicts, decisions, delegations
from grants.enums import ApplicationStatus, ConflictAnswer, DecisionKind, DecisionStatus
from grants.interfaces.letters import decision_html
from grants.interfaces.sealing import seal
from grants.models import Application, Decision
from tests.factories import (
    AMOUNT,
    NOW,
    a_letter,
    application_at,
    decided,
    decision_at,
    declare_no_conflict,
    delegated,
    person,
    prepared,
    wording,
)
from tests.factories.people import BEFORE

pytestmark = pytest.mark.django_db
EXEMPT = [DecisionKind.GRANT]
PRESENTED = "Du har föredragit ärendet och kan inte också besluta i det"


@pytest.fixture
def case(db: None) -> Application:
    return application_at(ApplicationStatus.PROPOSED)


@pytest.fixture
def both(case: Application, dag: User) -> User:
    """dag, who has presented the case, is also a decider."""
    dag.roles = [Role.CASE_OFFICER, Role.DECIDER]
    dag.save()
    return dag


def prepare(case: Application, by: User, kind: DecisionKind = DecisionKind.GRANT) -> Decision:
    return decisions.prepare(case, wording=wording(case, kind), write_letter=a_letter, by=by, now=NOW)


# --- without presentation ---------------------------------------------------------------------------------------------


def test_a_decider_whose_delegation_exempts_the_kind_decides_alone(case: Application, both: User) -> None:
    """MF 20 §."""
    held = delegated(both, without_presentation=EXEMPT)
    decision = prepare(case, both)
    made = decisions.decide(decision, letter_sha256=decision.letter_id, seal=seal, by=both, now=NOW)
    assert (made.status, made.rapporteur, made.delegation) == (DecisionStatus.DECIDED, None, held)


def test_the_letter_says_that_nobody_has_presented_it(case: Application, both: User) -> None:
    delegated(both, without_presentation=EXEMPT)
    text = " ".join(decision_html(prepare(case, both)).split())
    assert "utan föredragning, som arbetsordningen medger" in text
    assert "efter föredragning av" not in text


@pytest.mark.parametrize("exempt", [[], [DecisionKind.REJECT]], ids=["none", "another kind"])
def test_without_an_exemption_of_the_kind_somebody_else_presents(
    case: Application, both: User, exempt: list[DecisionKind]
) -> None:
    """INV-9."""
    delegated(both, without_presentation=exempt)
    with pytest.raises(Refusals, match=PRESENTED) as refused:
        prepare(case, both)
    assert len(refused.value.refusals) == 1


def test_the_amount_is_tried_against_the_delegation_that_exempts(case: Application, both: User) -> None:
    delegated(both)
    delegated(both, without_presentation=EXEMPT, most_ore=AMOUNT - 1)
    with pytest.raises(Refusals, match="Din delegation räcker till") as refused:
        prepare(case, both)
    assert [refusal.field for refusal in refused.value.refusals] == ["amount"]


def test_an_exemption_taken_back_since_the_letter_stops_the_decision(case: Application, both: User, gun: User) -> None:
    held = delegated(both, without_presentation=EXEMPT)
    decision = prepare(case, both)
    delegations.end(held, by=gun, now=NOW)
    with pytest.raises(Refused, match=PRESENTED):
        decisions.decide(decision, letter_sha256=decision.letter_id, seal=seal, by=both, now=NOW)


def test_whoever_may_decide_alone_still_has_a_rapporteur_when_there_is_one(case: Application, dag: User) -> None:
    delegated(person("eva"), without_presentation=EXEMPT)
    assert prepared(case).rapporteur == dag


def test_the_database_refuses_a_decision_without_rapporteur_where_nothing_exempts_it() -> None:
    source = decision_at(DecisionStatus.REPLACED)
    source.pk, source.rapporteur, source._state.adding = None, None, True
    with pytest.raises(IntegrityError, match="it has no rapporteur"), transaction.atomic():
        source.save(force_insert=True)
        source.amounts.create(budget_year=2018, frame=source.frame, amount_ore=source.amount_ore)
        source.instalments.create(
            number=1, budget_year=2018, amount_ore=source.amount_ore, planned_on=source.decided_on
        )
        connection.check_constraints()


def test_only_the_kinds_of_the_delegation_can_be_exempted(eva: User, gun: User) -> None:
    with pytest.raises(Refused, match="Utan föredragning kan bara de slag av beslut") as refused:
        delegations.give(
            eva,
            kinds=[DecisionKind.REJECT],
            without_presentation=EXEMPT,
            most_ore=None,
            starts_on=BEFORE.date(),
            ends_on=None,
            basis="Arbetsordningen",
            by=gun,
            now=BEFORE,
        )
    assert refused.value.field == "without_presentation"


# --- who else took part -----------------------------------------------------------------------------------------------


def declared(case: Application, who: User) -> None:
    conflicts.declare(case, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=who, now=NOW)


def not_answered(case: Application, who: User) -> None:
    """Nothing was said."""


def test_participants_are_people_and_may_come_from_outside_too(case: Application, disa: User) -> None:
    """INV-10, MF 21 §."""
    declare_no_conflict(case, "disa")
    decision = prepared(case, present=(disa,), participants="professor Ulla Ur")
    assert [row.person for row in decision.participations.all()] == [disa]
    assert f"{disa.name} och professor Ulla Ur deltagit" in " ".join(decision_html(decision).split())


@pytest.mark.parametrize(
    ("answer", "sentence"), [(declared, "är eller kan vara jävig"), (not_answered, "har inte tagit ställning till")]
)
def test_a_person_who_is_or_may_be_jävig_takes_no_part(
    case: Application, disa: User, answer: Callable[[Application, User], None], sentence: str
) -> None:
    """INV-8."""
    answer(case, disa)
    with pytest.raises(Refusals, match=sentence) as refused:
        prepared(case, present=(disa,))
    assert [refusal.field for refusal in refused.value.refusals] == ["present"]


@pytest.mark.parametrize("username", ["eva", "dag", "anna"])
def test_the_decider_the_rapporteur_and_outsiders_are_no_participants(
    case: Application, username: str, cast: dict[str, User]
) -> None:
    with pytest.raises(Refusals, match="kan inte anges som deltagare"):
        prepared(case, present=(cast[username],))


def test_jäv_that_is_found_since_the_letter_stops_the_decision(case: Application, disa: User) -> None:
    declare_no_conflict(case, "disa")
    decision = prepared(case, present=(disa,))
    declared(case, disa)
    with pytest.raises(Refused, match="är eller kan vara jävig i ärendet och får inte delta"):
        decided(decision)
