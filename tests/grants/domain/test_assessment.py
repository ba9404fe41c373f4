"""Assessment: checks with their source, points with reasons, and the proposal (INV-17, 18; FL 23 and 32 §§)."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from delmos.lib.refusal import Refusals, Refused
from grants.domain import assessment
from grants.domain.proposal_lines import shared
from grants.domain.queries.results import own_total
from grants.enums import ApplicationStatus, CheckResult, DecisionKind
from grants.models import Application, Check, Proposal, Score
from grants.policies import newest_checks, newest_scores
from journal.models import Event
from tests.factories import (
    AMOUNT,
    LATE,
    NOW,
    a_call,
    application_at,
    assigned,
    checked,
    declare_no_conflict,
    received,
    scored,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db: None) -> Application:
    """A case under review, given to dag, who has answered on jäv."""
    return assigned(received())


def check(application: Application, by: User, **changes: Any) -> Check:
    stated: dict[str, Any] = {"requirement": "tax_debt", "result": CheckResult.MET, "source": "Kronofogden"}
    return assessment.record_check(application, by=by, now=NOW, **{**stated, **changes})


def score(application: Application, by: User, *, points: int = 4, reasons: str = "Tydligt.") -> Score:
    criterion = application.call.criteria.earliest("order")
    return assessment.score(application, criterion=criterion, points=points, reasons=reasons, by=by, now=NOW)


def propose(application: Application, by: User, **changes: Any) -> Proposal:
    stated: dict[str, Any] = {"kind": DecisionKind.GRANT, "amount_ore": AMOUNT, "reasons": "Bra.", "now": NOW}
    return assessment.propose(application, by=by, **{**stated, **changes})


# --- checks -----------------------------------------------------------------------------------------------------------


def test_a_check_is_kept_with_source_day_and_person(case: Application, dag: User) -> None:
    made = check(case, dag)
    assert (made.requirement, made.result, made.source, made.checked_at, made.checked_by) == (
        "tax_debt",
        CheckResult.MET,
        "Kronofogden",
        NOW,
        dag,
    )


def test_a_new_check_counts_and_the_old_one_stays(case: Application, dag: User) -> None:
    """INV-18."""
    check(case, dag, result=CheckResult.NOT_MET, note="Skuld 500 kr")
    newer = check(case, dag)
    assert newest_checks(case) == {"tax_debt": newer}
    assert case.checks.count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"requirement": "public_owner"}, "Kravet finns inte i förordningen", "requirement"),
        ({"source": " "}, "Skriv var uppgiften är hämtad", "source"),
        ({"result": CheckResult.NOT_MET}, "Skriv vad som inte är uppfyllt", "note"),
    ],
    ids=["a demand on others", "no source", "no note"],
)
def test_a_check_that_cannot_be_followed_is_refused(
    case: Application, dag: User, changes: dict[str, Any], sentence: str, field: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        check(case, dag, **changes)
    assert refused.value.field == field


def test_the_result_of_a_check_stays_out_of_the_event_log(case: Application, dag: User) -> None:
    """INV-30: nobody is to be searched for by a democracy check."""
    made = check(case, dag, requirement="democratic_values", result=CheckResult.NOT_MET, note="Uttalande 2017")
    event = Event.objects.get(name="check_recorded")
    assert event.data == {"requirement": "democratic_values", "check": made.pk}


def test_an_officer_without_the_case_does_not_check_it(case: Application, disa: User) -> None:
    declare_no_conflict(case, "disa")
    with pytest.raises(Refused, match="Ärendet är fördelat till en annan handläggare"):
        check(case, disa)


# --- points -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("points", [0, 5])
def test_points_are_given_on_the_scale(case: Application, dag: User, points: int) -> None:
    assert score(case, dag, points=points).points == points


@pytest.mark.parametrize("points", [-1, 6])
def test_points_beside_the_scale_are_refused(case: Application, dag: User, points: int) -> None:
    with pytest.raises(Refused, match="Ge mellan 0 och 5 poäng"):
        score(case, dag, points=points)


def test_points_without_reasons_are_refused(case: Application, dag: User) -> None:
    with pytest.raises(Refused, match="Motivera poängen på ”Relevans och måluppfyllelse”"):
        score(case, dag, reasons=" ")


def test_a_criterion_of_another_call_is_refused(case: Application, dag: User) -> None:
    foreign = a_call().criteria.earliest("order")
    with pytest.raises(Refused, match="Kriteriet hör till en annan utlysning"):
        assessment.score(case, criterion=foreign, points=3, reasons="Bra.", by=dag, now=NOW)


def test_new_points_count_and_the_old_ones_stay(case: Application, dag: User) -> None:
    score(case, dag, points=1)
    newer = score(case, dag, points=5)
    assert newest_scores(case, dag) == {newer.criterion_id: newer}
    assert case.scores.count() == 2


def test_the_weighted_result_is_per_cent_of_the_best_rounded_down(case: Application, dag: User) -> None:
    """Weights 40, 25, 25, 10; four points of five on the first criterion alone is 32 per cent."""
    score(case, dag, points=4)
    criteria = list(case.call.criteria.all())
    assert own_total(criteria, newest_scores(case, dag)) == 32


def test_without_criteria_the_weighted_result_is_nothing() -> None:
    assert own_total([], {}) == 0


# --- proposal ---------------------------------------------------------------------------------------------------------


def test_a_proposal_names_the_rapporteur_and_moves_the_case(case: Application, dag: User) -> None:
    proposal = propose(scored(checked(case)), dag)
    case.refresh_from_db()
    assert (proposal.proposed_by, proposal.kind, proposal.amount_ore, case.status) == (
        dag,
        DecisionKind.GRANT,
        AMOUNT,
        ApplicationStatus.PROPOSED,
    )


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"reasons": " "}, "Skriv skälen för förslaget", "reasons"),
        ({"amount_ore": 0}, "större än 0 kr", "amount"),
        ({"amount_ore": -1}, "större än 0 kr", "amount"),
        ({"amount_ore": AMOUNT + 1}, "inte vara högre än det sökta", "amount"),
        ({"amount_ore": AMOUNT - 1}, "Bifall gäller hela det sökta beloppet", "kind"),
        ({"kind": DecisionKind.PARTIAL_GRANT}, "Beloppet är hela det sökta", "kind"),
        ({"kind": DecisionKind.REJECT}, "har inget belopp", "amount"),
        ({"kind": DecisionKind.DISMISS, "amount_ore": 0}, "Ansökan kom in i tid", "kind"),
    ],
)
def test_a_proposal_that_does_not_fit_is_refused(
    case: Application, dag: User, changes: dict[str, Any], sentence: str, field: str
) -> None:
    """INV-17: at most what was applied for."""
    scored(checked(case))
    with pytest.raises(Refused, match=sentence) as refused:
        propose(case, dag, **changes)
    assert (refused.value.field, case.proposals.count()) == (field, 0)


def test_a_late_application_can_only_be_proposed_for_dismissal(dag: User) -> None:
    """INV-2."""
    late = assigned(received(now=LATE), now=LATE)
    for kind, amount_ore in [(DecisionKind.GRANT, AMOUNT), (DecisionKind.REJECT, 0)]:
        with pytest.raises(Refused, match="kom in för sent och kan bara avvisas"):
            propose(late, dag, kind=kind, amount_ore=amount_ore)
    assert propose(late, dag, kind=DecisionKind.DISMISS, amount_ore=0).kind == DecisionKind.DISMISS


def test_every_criterion_is_scored_before_a_proposal(case: Application, dag: User) -> None:
    score(checked(case), dag)
    with pytest.raises(Refused, match="Bedöm först: Effektivitet, Långsiktighet, Tidigare redovisningar"):
        propose(case, dag)


def test_every_demand_is_checked_before_money_is_proposed(case: Application, dag: User) -> None:
    """INV-18."""
    scored(case)
    with pytest.raises(Refusals) as refused:
        propose(case, dag)
    demands = [demand for demand in case.ordinance.requirements_for(case.type) if demand.excludes]
    assert [refusal.message for refusal in refused.value.refusals] == [
        f"Kontrollen ”{demand.title}” är inte gjord." for demand in demands
    ]


def test_a_rejection_needs_no_checks(case: Application, dag: User) -> None:
    scored(case)
    assert propose(case, dag, kind=DecisionKind.REJECT, amount_ore=0).kind == DecisionKind.REJECT


@pytest.mark.parametrize("demand", ["tax_debt", "insolvency", "years_active", "other_state_grants"])
def test_a_demand_that_is_not_met_blocks_money(case: Application, dag: User, demand: str) -> None:
    """INV-18, INV-19."""
    scored(checked(case))
    check(case, dag, requirement=demand, result=CheckResult.NOT_MET, note="Framgår av registret")
    with pytest.raises(Refused, match="är inte uppfyllt"):
        propose(case, dag)


def test_a_stale_check_blocks_money(case: Application, dag: User) -> None:
    """INV-18: a check is good for 90 days, the last one included."""
    scored(checked(case))
    with pytest.raises(Refusals, match="är från 2 maj 2018 och gäller i 90 dagar"):
        propose(case, dag, now=NOW + timedelta(days=91))
    assert propose(case, dag, now=NOW + timedelta(days=90))


def test_a_returned_case_is_proposed_anew_and_the_newest_counts(dag: User, eva: User) -> None:
    case = application_at(ApplicationStatus.PROPOSED)
    assessment.return_to_officer(case, reason="Räkna om.", by=eva, now=NOW)
    half = AMOUNT // 2
    lines = shared(list(case.budget.all()), half)
    propose(case, dag, kind=DecisionKind.PARTIAL_GRANT, amount_ore=half, lines=lines)
    assert list(case.proposals.order_by("pk").values_list("amount_ore", flat=True)) == [AMOUNT, AMOUNT // 2]


def test_a_case_is_not_returned_without_saying_what_is_missing(eva: User) -> None:
    with pytest.raises(Refused, match="Skriv vad handläggaren behöver göra"):
        assessment.return_to_officer(application_at(ApplicationStatus.PROPOSED), reason=" ", by=eva, now=NOW)
