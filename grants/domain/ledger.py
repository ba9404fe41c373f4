"""The ledger: append-only postings; every amount shown anywhere is a sum of them (INV-26)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from accounts.models import User
from grants.enums import PostingKind
from grants.models import Application, Posting
from journal.domain import numbers

SERIES = "huvudbok"


@dataclass(frozen=True, slots=True)
class Balance:
    """The sums of one grant in öre, by posting kind, and what follows from them."""

    granted: int = 0
    withdrawn: int = 0
    disbursed: int = 0
    cost_approved: int = 0
    repayable: int = 0
    repaid: int = 0
    waived: int = 0

    @property
    def remaining(self) -> int:
        """Granted and not yet paid."""
        return self.granted - self.withdrawn - self.disbursed

    @property
    def outstanding(self) -> int:
        """To be repaid and not yet repaid or waived."""
        return self.repayable - self.repaid - self.waived

    @property
    def accounted(self) -> int:
        """What the recipient has answered for of what was paid."""
        return self.cost_approved + self.repayable

    @property
    def holds(self) -> bool:
        """Whether a reported grant balances: paid = approved cost + repaid + outstanding + waived (INV-26)."""
        return (
            self.remaining >= 0
            and self.outstanding >= 0
            and self.disbursed == self.cost_approved + self.repaid + self.outstanding + self.waived
        )

    @property
    def settled(self) -> bool:
        """Whether nothing is left to pay, report or repay."""
        return self.holds and self.remaining == 0 and self.outstanding == 0 and self.disbursed > 0


def post(
    kind: PostingKind,
    application: Application,
    amount_ore: int,
    *,
    reference: str,
    booked_on: date,
    budget_year: int,
    by: User,
    now: datetime,
) -> Posting:
    """Book ``amount_ore`` (öre, not zero; negative for a counter-entry) under the next entry number.

    ``reference`` names what the posting rests on (``decision:12``); the same kind and reference can be booked once
    only, so a repeated act raises IntegrityError instead of booking twice. The caller holds the application's row lock.
    """
    before = balance_of(application)
    held = getattr(before, kind.value)
    return Posting.objects.create(
        entry=numbers.next_number(SERIES, 0),
        kind=kind,
        amount_ore=amount_ore,
        grant_delta=int(held + amount_ore > 0) - int(held > 0),
        application=application,
        call_id=application.call_id,
        ordinance_key=application.ordinance_key,
        area_code=application.area_code,
        applicant_type=application.applicant_type,
        budget_year=budget_year,
        booked_on=booked_on,
        reference=reference,
        booked_at=now,
        booked_by=by,
    )


def balance_of(application: Application) -> Balance:
    """The balance of one grant, in one query."""
    return balance_from(dict(application.postings.order_by().values_list("kind").annotate(total=Sum("amount_ore"))))


def balance_from(sums: Mapping[str, int]) -> Balance:
    """The balance that the given sums per kind make."""
    return Balance(**{kind.value: sums.get(kind.value, 0) for kind in PostingKind})


def granted_in(call_id: int, group: str, budget_year: int) -> int:
    """The sum in öre granted and not withdrawn against one frame."""
    sums = dict(
        Posting.objects.filter(
            call_id=call_id,
            application__group=group,
            budget_year=budget_year,
            kind__in=[PostingKind.GRANTED, PostingKind.WITHDRAWN],
        )
        .order_by()
        .values_list("kind")
        .annotate(total=Sum("amount_ore"))
    )
    return int(sums.get(PostingKind.GRANTED, 0) - sums.get(PostingKind.WITHDRAWN, 0))
