"""The ledger: sums of postings, whatever the amounts (INV-26, INV-33)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grants.domain import ledger, reports
from grants.domain.ledger import Balance
from grants.enums import ApplicationStatus, PostingKind, ReportStatus
from grants.models import Application, Posting
from tests.factories import NOW, TODAY, a_call, person, received, report_at

pytestmark = pytest.mark.django_db

AMOUNTS = st.integers(min_value=1, max_value=10**12)
SPENT = st.integers(min_value=0, max_value=10**12)


def post(application: Application, kind: PostingKind, amount_ore: int, reference: str) -> Posting:
    return ledger.post(
        kind,
        application,
        amount_ore,
        reference=reference,
        booked_on=TODAY,
        budget_year=2018,
        by=person("farah"),
        now=NOW,
    )


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cost_rows=st.lists(AMOUNTS, min_size=1, max_size=4), data=st.data())
def test_the_books_balance_after_any_amounts(cost_rows: list[int], data: st.DataObject) -> None:
    """INV-26: granted = paid + remaining + withdrawn; paid = approved cost + repaid + outstanding + waived."""
    spent = data.draw(st.lists(SPENT, min_size=len(cost_rows), max_size=len(cost_rows)))
    with transaction.atomic():
        application = report_at(
            ReportStatus.APPROVED,
            spent=spent,
            cost_rows=[(f"Kostnad {place}", amount) for place, amount in enumerate(cost_rows)],
            call=a_call(frame_ore=10**13),
        ).application
        left = max(sum(cost_rows) - sum(spent), 0)
        for place, part in enumerate(split(left, data)):
            repay(application, part, f"BG {place}")
        balance = ledger.balance_of(application)
        application.refresh_from_db()
        transaction.set_rollback(True)
    assert balance.granted == balance.disbursed + balance.remaining + balance.withdrawn == sum(cost_rows)
    assert balance.disbursed == balance.cost_approved + balance.repaid + balance.outstanding + balance.waived
    assert balance.cost_approved == min(sum(spent), sum(cost_rows))
    assert balance.repaid == left
    assert application.status == ApplicationStatus.CLOSED


def split(amount: int, data: st.DataObject) -> list[int]:
    """Some way to pay ``amount`` back, in one part or two."""
    if amount < 2:
        return [amount] if amount else []
    first = data.draw(st.integers(min_value=1, max_value=amount))
    return [part for part in (first, amount - first) if part]


def repay(application: Application, amount_ore: int, reference: str) -> None:
    reports.register_repayment(
        application, amount_ore=amount_ore, received_on=TODAY, reference=reference, by=person("farah"), now=NOW
    )


@given(sums=st.fixed_dictionaries({kind.value: st.integers(min_value=0, max_value=10**15) for kind in PostingKind}))
def test_a_balance_that_holds_satisfies_both_identities(sums: dict[str, int]) -> None:
    """INV-26."""
    balance = ledger.balance_from(sums)
    assert balance.granted == balance.disbursed + balance.remaining + balance.withdrawn
    assert not balance.settled or balance.disbursed == balance.cost_approved + balance.repaid + balance.waived
    assert balance.holds == (
        balance.remaining >= 0
        and balance.repayable >= balance.repaid + balance.waived
        and balance.disbursed == balance.cost_approved + balance.repayable
    )


def test_an_untouched_grant_has_an_empty_balance() -> None:
    assert ledger.balance_of(received()) == Balance()


def test_entries_are_numbered_without_gaps() -> None:
    application = received()
    assert [post(application, PostingKind.GRANTED, 1, f"decision:{n}").entry for n in range(3)] == [1, 2, 3]


def test_one_reference_is_booked_once() -> None:
    """INV-21."""
    application = received()
    post(application, PostingKind.GRANTED, 5, "decision:1")
    with pytest.raises(IntegrityError, match="a_reference_is_booked_once"):
        post(application, PostingKind.GRANTED, 5, "decision:1")


def test_the_number_of_grants_is_a_sum_like_the_money() -> None:
    """INV-33: +1 with the first posting, nothing with more of the same, −1 when the sum is back at zero."""
    application = received()
    deltas = [
        post(application, PostingKind.DISBURSED, amount, f"payment:{place}").grant_delta
        for place, amount in enumerate((100, 50, -150, 30))
    ]
    assert deltas == [1, 0, -1, 1]


def test_a_withdrawn_grant_gives_its_room_in_the_frame_back() -> None:
    application = received()
    post(application, PostingKind.GRANTED, 100, "decision:1")
    post(application, PostingKind.WITHDRAWN, 40, "decision:2")
    assert ledger.granted_in(application.call_id, "civil_society", 2018) == 60


@pytest.mark.parametrize(("group", "year"), [("local_government", 2018), ("civil_society", 2019)])
def test_another_group_or_year_is_another_frame(group: str, year: int) -> None:
    application = received()
    post(application, PostingKind.GRANTED, 100, "decision:1")
    assert ledger.granted_in(application.call_id, group, year) == 0


def test_postings_are_booked_on_the_day_they_are_told() -> None:
    assert post(received(), PostingKind.GRANTED, 1, "decision:1").booked_on == date(2018, 5, 2)
