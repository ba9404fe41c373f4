"""Grants over several budget years: each year within what is sought and its own frame (INV-12, 16, 17, 26)."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from delmos.lib.refusal import Refusals, Refused
from grants.domain import commitments, decisions, frames, ledger
from grants.domain.decision_problems import decision_problems
from grants.domain.requested import by_year, requested_by_year, spread
from grants.domain.wording import Planned
from grants.enums import DecisionStatus, PostingKind
from grants.interfaces.sealing import seal
from grants.models import Application, Decision, DecisionAmount, Posting
from tests.database import at_once
from tests.factories import (
    AMOUNT,
    FRAME,
    NEXT_YEAR,
    NOW,
    TODAY,
    YEAR,
    a_call,
    a_draft,
    a_two_year_call,
    an_association,
    an_authority,
    decided,
    decision_at,
    decision_over_years,
    person,
    prepared,
    prepared_over_years,
    proposed_over_years,
    sign,
    wording_of_years,
)
from tests.factories.applications import assigned, proposed, received
from tests.factories.years import BUDGET_ROWS, GIVEN

pytestmark = pytest.mark.django_db


def fields(refused: Refusals) -> list[str | None]:
    return [refusal.field for refusal in refused.refusals]


def refused_with(application: Application, given_by_year: dict[int, int]) -> list[str]:
    with pytest.raises(Refusals) as refused:
        prepared_over_years(application, given_by_year)
    return [refusal.message.replace("\u00a0", " ") for refusal in refused.value.refusals]


# --- what is given each year ------------------------------------------------------------------------------------------


def test_a_decision_states_its_amount_of_each_year_out_of_the_frame_of_that_year() -> None:
    rows = prepared_over_years().amounts.values_list("budget_year", "amount_ore", "frame__budget_year")
    assert list(rows) == [(YEAR, 150_000_00, YEAR), (NEXT_YEAR, 90_000_00, NEXT_YEAR)]


def test_each_year_is_booked_in_its_own_budget_year() -> None:
    decision = decision_over_years(DecisionStatus.DECIDED)
    booked = Posting.objects.filter(kind=PostingKind.GRANTED).values_list("budget_year", "amount_ore", "reference")
    assert list(booked) == [
        (YEAR, 150_000_00, f"decision:{decision.pk}"),
        (NEXT_YEAR, 90_000_00, f"decision:{decision.pk}:{NEXT_YEAR}"),
    ]


def test_a_grant_over_two_years_is_counted_once() -> None:
    """INV-33."""
    decision_over_years(DecisionStatus.DECIDED)
    assert list(Posting.objects.order_by("entry").values_list("grant_delta", flat=True)) == [1, 0]


def test_what_is_sought_each_year_is_read_out_of_the_budget() -> None:
    assert requested_by_year(proposed_over_years()) == {YEAR: 200_000_00, NEXT_YEAR: 100_000_00}


def test_cofunding_is_taken_from_the_year_it_is_for() -> None:
    rows = [
        {"label": "Lön", "amount_ore": 100, "years_ore": [60, 40]},
        {"label": "Egen tid", "amount_ore": 30, "years_ore": [0, 30], "part": "own"},
    ]
    assert by_year({"budget": rows}, 2018, 2) == {2018: 60, 2019: 10}


def test_more_than_is_sought_of_a_year_is_refused_although_the_sum_is_not() -> None:
    """INV-17."""
    said = refused_with(proposed_over_years(), {YEAR: 120_000_00, NEXT_YEAR: 120_000_00})
    assert said == ["Beloppet för 2019 får inte vara högre än det sökta, 100 000 kr."]


def test_a_year_without_a_frame_is_refused() -> None:
    """INV-16."""
    said = refused_with(proposed_over_years(), {YEAR: 100_000_00, 2020: 50_000_00})
    assert said == [
        "Beloppet för 2020 får inte vara högre än det sökta, 0 kr.",
        "Utlysningen har ingen ram för 2020. Ange en ram innan bidrag beviljas för året.",
    ]


def test_a_budget_of_one_year_may_be_given_over_two_that_have_frames() -> None:
    call = a_call()
    an_authority()
    frames.set_amount(
        call,
        group="civil_society",
        amount_ore=FRAME,
        effective_from=TODAY,
        basis="Regleringsbrevet",
        budget_year=NEXT_YEAR,
        by=person("dag"),
        now=NOW,
    )
    application = proposed(assigned(received(call)))
    given_by_year = {YEAR: 200_000_00, NEXT_YEAR: 100_000_00}
    decision = prepared(application, amounts=given_by_year, amount_ore=AMOUNT)
    assert {row.budget_year: row.amount_ore for row in decision.amounts.all()} == given_by_year


def test_amounts_that_do_not_sum_are_no_wording() -> None:
    with pytest.raises(ValueError, match="do not sum"):
        wording_of_years(proposed_over_years(), amount_ore=1)


@given(st.integers(0, 10**9), st.dictionaries(st.integers(2018, 2022), st.integers(-(10**8), 10**9), min_size=1))
def test_a_suggestion_never_gives_more_than_is_sought_of_a_year_or_in_all(amount: int, sought: dict[int, int]) -> None:
    laid_out = spread(amount, sought)
    assert all(0 <= laid_out[year] <= max(0, sought[year]) for year in sought)
    assert sum(laid_out.values()) == min(amount, sum(max(0, ore) for ore in sought.values()))


# --- the database holds the sums --------------------------------------------------------------------------------------


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    amounts=st.dictionaries(st.integers(2018, 2021), st.integers(1, 10**8), min_size=1, max_size=3),
    wrong=st.integers(-5, 5),
)
def test_rows_that_do_not_sum_to_the_decision_never_stay(amounts: dict[int, int], wrong: int) -> None:
    """INV-12, INV-26: whoever writes them, and however."""
    with transaction.atomic():
        source = Decision.objects.first() or decision_at(DecisionStatus.REPLACED)
        copy = Decision.objects.get(pk=source.pk)
        copy.pk, copy.amount_ore, copy.status = None, sum(amounts.values()), DecisionStatus.REPLACED
        refused = False
        try:
            with transaction.atomic():
                copy.save(force_insert=True)
                for year, ore in amounts.items():
                    given_ore = max(1, ore + wrong) if year == min(amounts) else ore
                    copy.amounts.create(budget_year=year, frame=source.frame, amount_ore=given_ore)
                    copy.instalments.create(number=year - 2017, budget_year=year, amount_ore=ore, planned_on=TODAY)
                connection.check_constraints()
        except IntegrityError:
            refused = True
        first = amounts[min(amounts)]
        assert refused is (max(1, first + wrong) != first)


def test_an_amount_is_not_added_to_a_decision_that_is_made() -> None:
    decision = decision_at(DecisionStatus.DECIDED)
    with pytest.raises(IntegrityError, match="do not sum"), transaction.atomic():
        DecisionAmount.objects.create(decision=decision, budget_year=2020, frame=decision.frame, amount_ore=1)
        connection.check_constraints()


# --- the frames of 2020 -----------------------------------------------------------------------------------------------

MSEK = 1_000_000_00
JUNE_20, JUNE_26 = datetime(2020, 6, 20, 10, tzinfo=UTC), datetime(2020, 6, 26, 10, tzinfo=UTC)


def the_frame_of_associations_in_2020() -> Application:
    """25 MSEK for associations, of which all but 100 000 kr is granted, and a case that waits for 300 000 kr."""
    call = a_call(
        frame_ore=25 * MSEK,
        budget_year=2020,
        opens_at=datetime(2020, 3, 1, tzinfo=UTC),
        closes_at=datetime(2020, 4, 30, tzinfo=UTC),
        project_starts_on=date(2020, 6, 1),
        project_ends_on=date(2021, 4, 15),
        report_due_on=date(2021, 4, 15),
    )
    spring = datetime(2020, 4, 1, 10, tzinfo=UTC)
    drafts = [
        a_draft(call, now=spring, organisation=an_association(7), cost_rows=[("Lön", 25 * MSEK - 100_000_00)]),
        a_draft(call, now=spring),
    ]
    large, waiting = [came_in for draft in drafts if (came_in := sign(draft, now=spring))]
    for application in (large, waiting):
        proposed(assigned(application, now=JUNE_20), now=JUNE_20)
    large.refresh_from_db()
    report = {"report_due_on": date(2021, 4, 15)}
    decided(prepared(large, now=JUNE_20, **report), now=JUNE_20)
    return waiting


def test_the_frames_of_2020_moved_on_25_june_and_a_grant_may_follow_the_day_after(dag: User) -> None:
    """INV-16: 57 + 25 = 82 MSEK. Beyond 25 MSEK fails on 20 June, and passes on 26 June once the money has moved."""
    waiting = the_frame_of_associations_in_2020()
    waiting.refresh_from_db()
    report = {"report_due_on": date(2021, 4, 15)}
    with pytest.raises(Refusals, match="Ramen räcker inte") as refused:
        prepared(waiting, now=JUNE_20, **report)
    assert fields(refused.value) == ["amount"]
    frames.set_amount(
        waiting.call,
        group="civil_society",
        amount_ore=31 * MSEK,
        effective_from=date(2020, 6, 25),
        basis="Regeringsbeslut 2020-06-25",
        by=dag,
        now=datetime(2020, 6, 18, 10, tzinfo=UTC),
    )
    with pytest.raises(Refusals, match="Ramen räcker inte"):
        prepared(waiting, now=JUNE_20, **report)
    decision = decided(prepared(waiting, now=JUNE_26, **report), now=JUNE_26)
    assert (decision.status, ledger.granted_in(waiting.call_id, "civil_society", 2020)) == (
        DecisionStatus.DECIDED,
        25 * MSEK + 200_000_00,
    )


# --- frames and the authority, at once --------------------------------------------------------------------------------


def two_waiting(**sizes: int) -> list[Decision]:
    call = a_two_year_call(**sizes)
    cases = [proposed_over_years(call), proposed_over_years(call, organisation=an_association(7))]
    return [prepared_over_years(case) for case in cases]


def decide(decision: Decision) -> Decision:
    by = User.objects.get(username="eva")
    return decisions.decide(decision, letter_sha256=decision.letter_id, seal=seal, by=by, now=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scarce", ["next_ore", "authority_ore"])
def test_two_deciders_at_once_never_overdraw_a_coming_year(scarce: str) -> None:
    """INV-16: the frame of the coming year holds one of the two grants, or the authority does."""
    waiting = two_waiting(**{scarce: 2 * GIVEN[NEXT_YEAR] - 1})
    outcome = at_once(*[lambda decision=decision: decide(decision) for decision in waiting])
    assert sorted(type(result).__name__ for result in outcome) == ["Decision", "Refused"]
    assert commitments.committed_under("2018:119", YEAR) == GIVEN[NEXT_YEAR]


@pytest.mark.django_db(transaction=True)
def test_two_deciders_at_once_both_decide_when_there_is_room() -> None:
    """No one waits for the other for ever: the locks are taken in one order."""
    outcome = at_once(*[lambda decision=decision: decide(decision) for decision in two_waiting()])
    assert [type(result) for result in outcome] == [Decision, Decision]


def test_the_room_is_tried_again_when_the_decision_is_made() -> None:
    first, second = two_waiting(authority_ore=2 * GIVEN[NEXT_YEAR] - 1)
    decided(first)
    with pytest.raises(Refused, match="Bemyndigandet för kommande år räcker inte"):
        decided(second)
    assert Posting.objects.count() == 2


def test_without_an_authority_no_coming_year_is_granted() -> None:
    application = proposed_over_years(a_two_year_call(authority_ore=0))
    assert refused_with(application, dict(GIVEN)) == [
        "Det finns inget beställningsbemyndigande 2018 för förordningen (2018:119). Beslutet binder 90 000 kr för "
        "kommande år och kan inte fattas utan det."
    ]


def test_a_grant_of_the_own_year_needs_no_authority() -> None:
    application = proposed_over_years(a_two_year_call(authority_ore=0))
    wording = wording_of_years(application, {YEAR: 150_000_00})
    assert decision_problems(application, wording, by=person("eva"), now=NOW) == []


def test_the_rows_of_the_budget_are_what_is_sought() -> None:
    assert sum(row["amount_ore"] for row in BUDGET_ROWS) == AMOUNT


def test_an_instalment_of_each_year_is_planned_when_none_is_stated() -> None:
    planned = prepared_over_years().instalments.values_list("number", "budget_year", "amount_ore", "planned_on")
    assert list(planned) == [(1, YEAR, 150_000_00, TODAY), (2, NEXT_YEAR, 90_000_00, date(2019, 1, 1))]


def test_what_is_planned_of_a_year_that_gets_nothing_is_refused() -> None:
    parts = (Planned(YEAR, 150_000_00, TODAY), Planned(2020, 1, date(2020, 1, 1)))
    with pytest.raises(Refusals, match="beslutet ger inget för 2020"):
        prepared_over_years(proposed_over_years(), {YEAR: 150_000_00}, instalments=parts)
