"""Frames: dated rows, never edited, never below what is granted (INV-16)."""

from datetime import date

import pytest

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import frames
from grants.enums import DecisionStatus
from grants.models import Call, Frame, FrameAmount
from tests.factories import AMOUNT, FRAME, NOW, a_call, an_unpublished_call, decision_at

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
