"""Frames: dated rows, never edited, never below what is granted (INV-16)."""

from datetime import date

import pytest

from accounts.models import User
from delmos.lib.refusal import Refusals, Refused
from grants.domain import call_problems, calls, frames
from grants.enums import DecisionStatus
from grants.models import Call, Frame, FrameAmount
from tests.factories import AMOUNT, FRAME, NOW, a_call, an_unpublished_call, decision_at
from tests.factories.years import over_two_years

pytestmark = pytest.mark.django_db


def set_amount(
    call: Call, by: User, amount_ore: int, *, on: date = date(2018, 6, 25), group: str = "civil_society"
) -> FrameAmount:
    return frames.set_amount(
        call, group=group, amount_ore=amount_ore, effective_from=on, basis="Regeringsbeslut", by=by, now=NOW
    )


def test_a_frame_is_set_with_its_basis(dag: User) -> None:
    row = set_amount(an_unpublished_call(frame_ore=None), dag, 25_000_000_00)
    assert (row.frame.group, row.frame.budget_year, row.amount_ore, row.basis, row.set_by) == (
        "civil_society",
        2018,
        25_000_000_00,
        "Regeringsbeslut",
        dag,
    )


def test_a_change_is_a_new_row_that_counts_from_its_day(dag: User) -> None:
    call = a_call()
    set_amount(call, dag, 2 * FRAME, on=date(2018, 6, 25))
    frame = Frame.objects.get(call=call)
    assert [frames.amount_on(frame, date(2018, 6, day)) for day in (24, 25, 26)] == [FRAME, 2 * FRAME, 2 * FRAME]
    assert frame.amounts.count() == 2


def test_of_two_changes_on_one_day_the_later_counts(dag: User) -> None:
    call = a_call()
    set_amount(call, dag, 2 * FRAME)
    set_amount(call, dag, 3 * FRAME)
    assert frames.amount_on(Frame.objects.get(call=call), date(2018, 6, 25)) == 3 * FRAME


def test_before_its_first_row_a_frame_holds_nothing() -> None:
    assert frames.amount_on(Frame.objects.get(call=a_call()), date(2017, 12, 31)) == 0


@pytest.mark.parametrize("amount_ore", [0, -1])
def test_a_frame_that_is_not_positive_is_refused(dag: User, amount_ore: int) -> None:
    with pytest.raises(Refused, match="Ramen ska vara större än 0 kr"):
        set_amount(a_call(), dag, amount_ore)


def test_a_group_the_ordinance_does_not_name_is_refused(dag: User) -> None:
    with pytest.raises(Refused, match="Välj en grupp av sökande"):
        set_amount(a_call(), dag, FRAME, group="companies")


def test_a_frame_can_shrink_to_what_is_granted_and_no_further(dag: User) -> None:
    call = decision_at(DecisionStatus.DECIDED).application.call
    with pytest.raises(Refused, match="Det är redan beviljat 300 000 kr ur ramen".replace(" ", r"\s")):
        set_amount(call, dag, AMOUNT - 1)
    assert set_amount(call, dag, AMOUNT).amount_ore == AMOUNT


# --- coming years -----------------------------------------------------------------------------------------------------


def test_a_coming_year_has_a_frame_of_its_own(dag: User) -> None:
    call = a_call()
    frames.set_amount(
        call,
        group="civil_society",
        amount_ore=7,
        effective_from=date(2018, 6, 25),
        basis="Regeringsbeslut",
        budget_year=2019,
        by=dag,
        now=NOW,
    )
    day = date(2018, 6, 25)
    assert frames.amounts_of_years_on(call, day) == {("civil_society", 2018): FRAME, ("civil_society", 2019): 7}
    assert frames.amounts_on(call, day) == {"civil_society": FRAME}


@pytest.mark.parametrize("year", [2017, 2023])
def test_a_year_that_the_call_can_grant_nothing_of_has_no_frame(dag: User, year: int) -> None:
    with pytest.raises(Refused, match="Välj ett budgetår från 2018 till 2022") as refused:
        frames.set_amount(
            a_call(),
            group="civil_society",
            amount_ore=1,
            effective_from=date(2018, 1, 1),
            basis="Regeringsbeslut",
            budget_year=year,
            by=dag,
            now=NOW,
        )
    assert refused.value.field == "budget_year"


def test_a_call_whose_budget_has_two_years_is_not_published_without_frames_for_both(dag: User) -> None:
    call = an_unpublished_call()
    calls.edit_form(call, edit=over_two_years, by=dag, now=NOW)
    assert [problem.message for problem in call_problems.problems(call)] == [
        "Ange en ram för föreningar och stiftelser 2019."
    ]
    frames.set_sizes(call, sizes=[frames.FrameSize("civil_society", FRAME, "Beslut", 2019)], by=dag, now=NOW)
    assert call_problems.problems(call) == []


def test_what_is_wrong_with_a_coming_year_is_said_on_its_own_field(dag: User) -> None:
    with pytest.raises(Refusals) as refused:
        frames.set_sizes(
            an_unpublished_call(),
            sizes=[frames.FrameSize("civil_society", 0, "Beslut", 2019)],
            by=dag,
            now=NOW,
        )
    assert [refusal.field for refusal in refused.value.refusals] == ["amount_civil_society_2019"]
