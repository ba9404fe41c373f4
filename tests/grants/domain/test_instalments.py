"""Instalments: planned in the decision, paid in their order, on their day, when their condition is met (INV-20, 21)."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from delmos.lib.base_amounts import base_amount
from delmos.lib.refusal import Law, Refusals, Refused
from grants.domain import instalments, ledger, payments
from grants.domain.queries.cases import to_pay
from grants.domain.wording import Planned
from grants.enums import (
    ApplicationStatus,
    DecisionKind,
    DecisionStatus,
    InstalmentCondition,
    PaymentStatus,
    PostingKind,
)
from grants.models import Application, Decision, Instalment, Payment, Posting
from grants.ordinances import VERSIONS
from grants.ordinances.profile import InstalmentRule
from tests.database import at_once
from tests.factories import (
    AMOUNT,
    NEXT_YEAR,
    NOW,
    TODAY,
    YEAR,
    application_at,
    checked,
    decided,
    decision_at,
    decision_over_years,
    declare_no_conflict,
    dispatched,
    payment_prepared,
    person,
    prepared,
    prepared_over_years,
    proposed,
    verified_account,
    wording,
)
from tests.factories import appeals as after

pytestmark = pytest.mark.django_db

LATER = date(2018, 6, 1)
HALVES = (Planned(YEAR, AMOUNT // 2, TODAY), Planned(YEAR, AMOUNT // 2, LATER))
AFTER_A_REPORT = (HALVES[0], Planned(YEAR, AMOUNT // 2, TODAY, InstalmentCondition.STATUS_REPORT))


@pytest.fixture
def case(db: None) -> Application:
    return application_at(ApplicationStatus.PROPOSED)


def sent(*parts: Planned) -> Decision:
    return dispatched(decided(prepared(application_at(ApplicationStatus.PROPOSED), instalments=parts)))


def pay(payment: Payment) -> Payment:
    attested = payments.attest(payment, by=person("filip"), now=payment.prepared_at)
    return payments.mark_paid(attested, paid_on=TODAY, by=person("farah"), now=payment.prepared_at)


def prepare(decision: Decision, number: int, *, now: datetime = NOW) -> Payment:
    return payments.prepare(decision.application, instalment=number, by=person("farah"), now=now)


# --- planned ----------------------------------------------------------------------------------------------------------


def test_without_a_plan_there_is_one_instalment(case: Application) -> None:
    rows = prepared(case).instalments.values_list("number", "budget_year", "amount_ore", "planned_on", "condition")
    assert list(rows) == [(1, YEAR, AMOUNT, TODAY, "none")]


def test_the_instalments_are_numbered_by_their_days(case: Application) -> None:
    rows = prepared(case, instalments=HALVES[::-1]).instalments.values_list("number", "planned_on")
    assert list(rows) == [(1, TODAY), (2, LATER)]


@pytest.mark.parametrize(
    ("parts", "sentence", "field"),
    [
        ([Planned(YEAR, AMOUNT - 1, TODAY)], "Raterna för 2018 blir tillsammans 299 999,99 kr", "rate_1_amount"),
        (
            [Planned(YEAR, AMOUNT + 1, TODAY), Planned(YEAR, -1, TODAY)],
            "Rat 2: beloppet ska vara större än 0 kr",
            "rate_2_amount",
        ),
        ([Planned(YEAR, AMOUNT, TODAY - timedelta(days=1))], "Rat 1: välj 2 maj 2018 eller en senare", "rate_1_on"),
        ([Planned(YEAR, AMOUNT // 3, TODAY)] * 3, "får betalas ut i högst 2 rater", "rate_1_amount"),
    ],
)
def test_a_plan_that_does_not_hold_is_refused(
    case: Application, parts: list[Planned], sentence: str, field: str
) -> None:
    with pytest.raises(Refusals) as refused:
        prepared(case, instalments=tuple(parts))
    found = [(r.message.replace("\u00a0", " "), r.field) for r in refused.value.refusals]
    assert [(sentence in said, where) for said, where in found] == [(True, field)]


def test_money_of_a_coming_year_is_not_planned_before_that_year() -> None:
    parts = (Planned(YEAR, 150_000_00, TODAY), Planned(NEXT_YEAR, 90_000_00, date(2018, 12, 31)))
    with pytest.raises(Refusals, match="Rat 2: välj 1 januari 2019 eller en senare dag"):
        decision_over_years(instalments=parts)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(first=st.integers(1, AMOUNT - 1), wrong=st.integers(-3, 3), order=st.permutations([TODAY, LATER]))
def test_two_parts_are_let_through_exactly_when_they_sum_to_the_year(
    case: Application, first: int, wrong: int, order: list[date]
) -> None:
    parts = (Planned(YEAR, first, order[0]), Planned(YEAR, AMOUNT - first + wrong, order[1]))
    found = list(instalments.problems(case, wording(case, instalments=parts), on=TODAY))
    assert (found == []) is (wrong == 0)


def test_the_database_refuses_parts_that_do_not_sum() -> None:
    decision = decision_at(DecisionStatus.PREPARED)
    with pytest.raises(IntegrityError, match="its instalments do not sum"), transaction.atomic():
        decision.instalments.create(number=2, budget_year=YEAR, amount_ore=1, planned_on=TODAY)
        connection.check_constraints()


# --- how many, by the ordinance ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("amount_ore", "most"), [(294_000_00, 1), (294_000_00 + 1, 2)])
def test_two_instalments_need_more_than_five_base_amounts(amount_ore: int, most: int) -> None:
    """16 § förordningen (2024:199); five times 58 800 kr in 2025."""
    rule = next(version.instalments for version in VERSIONS if version.sfs == "2024:199")
    assert rule.most_of(amount_ore, decided_in=2025) == most


def test_a_year_whose_base_amount_is_not_known_allows_one() -> None:
    rule = InstalmentRule(Law("x"), most=2, above_base_amounts=5)
    assert (base_amount(2099), rule.most_of(10**12, decided_in=2099)) == (None, 1)


@pytest.mark.parametrize(("year", "five"), [(2018, 227_500_00), (2023, 262_500_00), (2025, 294_000_00)])
def test_five_base_amounts_are_those_of_the_agencies(year: int, five: int) -> None:
    assert 5 * (base_amount(year) or 0) == five


# --- paid -------------------------------------------------------------------------------------------------------------


def test_the_next_instalment_is_paid_in_its_own_budget_year(farah: User) -> None:
    decision = decision_over_years()
    pay(payment_prepared(decision))
    december, february = datetime(2018, 12, 1, 10, tzinfo=NOW.tzinfo), datetime(2019, 2, 1, 10, tzinfo=NOW.tzinfo)
    for number, now in ((2, december), (3, february)):
        checked(decision.application, now=now)
        declare_no_conflict(decision.application, "dag", now=now)
        payment = payments.attest(prepare(decision, number, now=now), by=person("filip"), now=now)
        payments.mark_paid(payment, paid_on=now.date(), by=farah, now=now)
    booked = Posting.objects.filter(kind=PostingKind.DISBURSED).values_list("budget_year", "amount_ore")
    assert list(booked) == [(YEAR, 100_000_00), (YEAR, 50_000_00), (NEXT_YEAR, 90_000_00)]
    assert ledger.balance_of(decision.application).remaining == 0
    with pytest.raises(Refused, match="Alla rater i beslutet är utbetalda"):
        prepare(decision, 4, now=february)


def test_an_instalment_is_not_paid_before_its_day() -> None:
    """INV-20."""
    decision = sent(*HALVES)
    pay(payment_prepared(decision))
    with pytest.raises(Refused, match="Rat 2 betalas ut tidigast 1 juni 2018"):
        prepare(decision, 2, now=NOW + timedelta(days=29))
    assert prepare(decision, 2, now=NOW + timedelta(days=30)).amount_ore == AMOUNT // 2


def test_an_instalment_that_is_paid_is_never_paid_again() -> None:
    """INV-21."""
    decision = sent(*HALVES)
    pay(payment_prepared(decision))
    with pytest.raises(Refused, match="Rat 1 kan inte betalas ut nu. Nästa i tur är rat 2"):
        prepare(decision, 1)


def test_a_stopped_payment_leaves_its_instalment_to_be_paid() -> None:
    decision = sent(*HALVES)
    payments.cancel(payment_prepared(decision), reason="Fel konto", by=person("farah"), now=NOW)
    again = prepare(decision, 1)
    assert (again.instalment, again.status) == (1, PaymentStatus.PREPARED)


@pytest.mark.django_db(transaction=True)
def test_the_same_instalment_prepared_twice_at_once_is_one_payment() -> None:
    """INV-21."""
    decision = sent(*HALVES)
    verified_account(decision.application.organisation)
    declare_no_conflict(decision.application, "farah", "filip")
    economists = [person("farah"), person("filip")]
    prepare_by = [
        lambda by=by: payments.prepare(decision.application, instalment=1, by=by, now=NOW) for by in economists
    ]
    assert sorted(type(result).__name__ for result in at_once(*prepare_by)) == ["Payment", "Refused"]


# --- a condition ------------------------------------------------------------------------------------------------------


def waiting() -> tuple[Decision, Instalment]:
    decision = sent(*AFTER_A_REPORT)
    pay(payment_prepared(decision))
    return decision, decision.instalments.select_related("decision__application").get(number=2)


def test_an_instalment_that_waits_for_a_status_report_is_paid_once_it_is_approved(dag: User) -> None:
    """INV-20."""
    decision, second = waiting()
    with pytest.raises(Refused, match="Rat 2 betalas ut först när lägesrapporten är godkänd"):
        prepare(decision, 2)
    met = instalments.approve_status_report(second, note="Enligt plan, handling 9.", by=dag, now=NOW)
    assert (met.met_note, met.met_at, met.met_by, met.waits) == ("Enligt plan, handling 9.", NOW, dag, False)
    assert prepare(decision, 2).instalment == 2


def test_the_economists_see_it_when_it_can_be_paid(farah: User, dag: User) -> None:
    decision, second = waiting()
    before = list(to_pay(farah, on=TODAY))
    instalments.approve_status_report(second, note="Enligt plan.", by=dag, now=NOW)
    assert (before, list(to_pay(farah, on=TODAY))) == ([], [decision])


def test_an_instalment_of_a_later_day_does_not_wait_yet(farah: User) -> None:
    decision = sent(*HALVES)
    pay(payment_prepared(decision))
    assert [list(to_pay(farah, on=day)) for day in (TODAY, LATER)] == [[], [decision]]


def test_approving_twice_keeps_the_first_note(dag: User) -> None:
    _, second = waiting()
    for note in ("Först.", "Sedan."):
        instalments.approve_status_report(second, note=note, by=dag, now=NOW)
    second.refresh_from_db()
    assert second.met_note == "Först."


def test_a_status_report_is_not_approved_without_a_note(dag: User) -> None:
    with pytest.raises(Refused, match="Skriv vad lägesrapporten visar"):
        instalments.approve_status_report(waiting()[1], note=" ", by=dag, now=NOW)


def test_an_instalment_without_condition_waits_for_nothing(dag: User) -> None:
    first = sent(*HALVES).instalments.select_related("decision__application").get(number=1)
    with pytest.raises(Refused, match="Rat 1 väntar inte på någon lägesrapport"):
        instalments.approve_status_report(first, note="x", by=dag, now=NOW)


def test_a_status_report_does_not_come_before_the_decision_is_sent(dag: User, case: Application) -> None:
    decision = decided(prepared(case, instalments=AFTER_A_REPORT))
    second = decision.instalments.select_related("decision__application").get(number=2)
    with pytest.raises(Refused, match="Beslutet är inte skickat än"):
        instalments.approve_status_report(second, note="x", by=dag, now=NOW)


def test_an_ordinance_without_status_reports_has_no_such_condition() -> None:
    rules = {version.sfs: version.instalments.status_report for version in VERSIONS}
    assert rules == {"2018:118": True, "2018:119": True, "2024:199": False}


# --- what an earlier decision in the case has paid --------------------------------------------------------------------


def changed(decision: Decision, *parts: Planned) -> Decision:
    """The case is opened again and granted anew with these instalments."""
    after.reopened(decision)
    case = proposed(Application.objects.get(pk=decision.application_id))
    return dispatched(decided(prepared(case, instalments=parts)))


def test_a_new_decision_pays_what_the_earlier_has_left_and_passes_by_no_condition() -> None:
    """INV-20: the first half is paid, and the second waits for its report in the new decision too."""
    first = sent(*AFTER_A_REPORT)
    pay(payment_prepared(first))
    again = changed(first, *AFTER_A_REPORT)
    assert [(part.number, left) for part, left in instalments.unpaid(again)] == [(2, AMOUNT // 2)]
    with pytest.raises(Refused, match="Rat 2 betalas ut först när lägesrapporten är godkänd"):
        payment_prepared(again, instalment=2)


def test_an_instalment_that_is_paid_in_part_pays_the_rest() -> None:
    first = sent(*HALVES)
    pay(payment_prepared(first))
    thirds = (Planned(YEAR, AMOUNT - 50_000_00, TODAY), Planned(YEAR, 50_000_00, LATER))
    again = changed(first, *thirds)
    assert [(part.number, left) for part, left in instalments.unpaid(again)] == [
        (1, AMOUNT // 2 - 50_000_00),
        (2, 50_000_00),
    ]
    assert payment_prepared(again).amount_ore == AMOUNT // 2 - 50_000_00


def test_each_year_pays_its_own() -> None:
    """The first year is paid; the second is not taken for the first once more."""
    a_year = (Planned(YEAR, 150_000_00, TODAY), Planned(NEXT_YEAR, 90_000_00, date(NEXT_YEAR, 1, 2)))
    first = decision_over_years(instalments=a_year)
    pay(payment_prepared(first))
    after.reopened(first)
    case = Application.objects.get(pk=first.application_id)
    proposed(case, kind=DecisionKind.PARTIAL_GRANT, amount_ore=240_000_00)
    again = dispatched(decided(prepared_over_years(case, instalments=a_year)))
    assert [(part.budget_year, left) for part, left in instalments.unpaid(again)] == [(NEXT_YEAR, 90_000_00)]
