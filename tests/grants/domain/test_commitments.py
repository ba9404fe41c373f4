"""Authorities to commit coming years: dated rows, measured against the ledger (budgetlagen 6 kap. 1 §)."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import commitments, ledger
from grants.enums import DecisionStatus, PostingKind
from grants.models import AuthorityAmount
from grants.ordinances import VERSIONS
from tests.factories import FRAME, NEXT_YEAR, NOW, TODAY, YEAR, an_authority, decision_over_years, person
from tests.factories.years import GIVEN

pytestmark = pytest.mark.django_db
COMMITTED = GIVEN[NEXT_YEAR]


def set_amount(by: User, **changes: Any) -> AuthorityAmount:
    stated: dict[str, Any] = {
        "sfs": "2018:119",
        "budget_year": YEAR,
        "amount_ore": FRAME,
        "effective_from": TODAY,
        "basis": "Regleringsbrevet",
        **changes,
    }
    return commitments.set_amount(stated.pop("sfs"), **stated, by=by, now=NOW)


def test_an_authority_is_set_with_its_basis(dag: User) -> None:
    row = set_amount(dag)
    assert (row.authority.sfs, row.authority.budget_year, row.amount_ore, row.basis, row.set_by) == (
        "2018:119",
        YEAR,
        FRAME,
        "Regleringsbrevet",
        dag,
    )


def test_a_change_is_a_new_row_that_counts_from_its_day(dag: User) -> None:
    authority = set_amount(dag).authority
    set_amount(dag, amount_ore=2 * FRAME, effective_from=TODAY + timedelta(days=10))
    days = [TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=10)]
    assert [commitments.amount_on(authority, day) for day in days] == [0, FRAME, 2 * FRAME]
    assert list(commitments.history().values_list("amount_ore", flat=True)) == [2 * FRAME, FRAME]


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"sfs": "1999:1"}, "Välj en förordning", "sfs"),
        ({"amount_ore": 0}, "större än 0 kr", "amount"),
        ({"amount_ore": 10**14}, "kan vara högst", "amount"),
        ({"basis": " "}, "vilket beslut bemyndigandet bygger på", "basis"),
    ],
)
def test_what_is_stated_wrongly_is_refused(dag: User, changes: dict[str, Any], sentence: str, field: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        set_amount(dag, **changes)
    assert (refused.value.field, AuthorityAmount.objects.count()) == (field, 0)


def test_a_day_before_the_newest_size_is_refused(dag: User) -> None:
    set_amount(dag)
    with pytest.raises(Refused, match="Det senaste beloppet gäller från 2 maj 2018"):
        set_amount(dag, effective_from=TODAY - timedelta(days=1))


def test_it_can_shrink_to_what_is_committed_and_no_further(dag: User) -> None:
    decision_over_years(DecisionStatus.DECIDED)
    with pytest.raises(Refused, match="Det är redan bundet"):
        set_amount(dag, amount_ore=COMMITTED - 1)
    assert set_amount(dag, amount_ore=COMMITTED).amount_ore == COMMITTED


def test_what_is_committed_is_what_is_granted_of_coming_years_and_not_withdrawn() -> None:
    decision = decision_over_years(DecisionStatus.DECIDED)
    before = commitments.committed_under("2018:119", YEAR)
    ledger.post(
        PostingKind.WITHDRAWN,
        decision.application,
        10_000_00,
        reference="change:1",
        booked_on=TODAY,
        budget_year=NEXT_YEAR,
        by=person("eva"),
        now=NOW,
    )
    assert (before, commitments.committed_under("2018:119", YEAR)) == (COMMITTED, COMMITTED - 10_000_00)


def test_the_year_that_has_come_is_no_longer_committed() -> None:
    decision_over_years(DecisionStatus.DECIDED)
    assert commitments.committed_under("2018:119", NEXT_YEAR) == 0


def test_another_ordinance_has_its_own_commitments() -> None:
    decision_over_years(DecisionStatus.DECIDED)
    assert commitments.committed_under("2018:11", YEAR) == commitments.committed_under("2018:118", YEAR) == 0


def test_the_page_shows_what_is_committed_against_each() -> None:
    decision_over_years(DecisionStatus.DECIDED)
    an_authority("2018:118", 5)
    rows = [(row.sfs, row.size, row.committed, row.left) for row in commitments.standings(TODAY)]
    assert rows == [("2018:118", 5, 0, 5), ("2018:119", FRAME, COMMITTED, FRAME - COMMITTED)]


def test_an_authority_that_comes_later_does_not_help_today(dag: User) -> None:
    ordinance = next(version for version in VERSIONS if version.sfs == "2018:119")
    set_amount(dag, effective_from=date(2018, 6, 25))
    with pytest.raises(Refused, match="Det finns inget beställningsbemyndigande 2018"):
        commitments.check_room(ordinance, made_in=YEAR, coming_ore=1, on=date(2018, 6, 20))
    commitments.check_room(ordinance, made_in=YEAR, coming_ore=1, on=date(2018, 6, 26))
