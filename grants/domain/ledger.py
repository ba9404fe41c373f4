"""The ledger: append-only postings; every amount shown anywhere is a sum of them (INV-26)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, F, OuterRef, Subquery, Sum, When

from accounts.models import User
from grants.enums import PostingKind
from grants.models import Application, Posting
from journal.domain import numbers

SERIES = "huvudbok"
DECIDED = (PostingKind.GRANTED, PostingKind.WITHDRAWN)


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
    return Posting.objects.create(
        entry=numbers.next_number(SERIES, 0),
        kind=kind,
        amount_ore=amount_ore,
        grant_delta=_grant_delta(kind, before, amount_ore),
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


def withdraw_unpaid(application: Application, *, reference: str, booked_on: date, by: User, now: datetime) -> None:
    """Book what is granted and neither paid nor withdrawn as withdrawn, year by year: its decision is out of force.

    What has been paid stays granted, so the grant balances all the time (INV-26): a new decision grants it anew, and
    only a claim takes it back. The caller holds the application's row lock.
    """
    paid = paid_by_year(application)
    for year, left in sorted(granted_by_year(application).items()):
        if unpaid := left - paid.get(year, 0):
            post(
                PostingKind.WITHDRAWN,
                application,
                unpaid,
                reference=f"{reference}:{year}",
                booked_on=booked_on,
                budget_year=year,
                by=by,
                now=now,
            )


def paid_by_year(application: Application) -> dict[int, int]:
    """What has been paid in one case, in öre by budget year."""
    rows = application.postings.filter(kind=PostingKind.DISBURSED).order_by()
    return dict(rows.values_list("budget_year").annotate(Sum("amount_ore")))


def granted_by_year(application: Application) -> dict[int, int]:
    """What is granted and not withdrawn in one case, in öre by budget year; without the years that have nothing."""
    found = application.postings.filter(kind__in=DECIDED).order_by()
    left: Counter[int] = Counter()
    for year, kind, total in found.values_list("budget_year", "kind").annotate(total=Sum("amount_ore")):
        left[year] += total if kind == PostingKind.GRANTED else -total
    return {year: amount for year, amount in left.items() if amount}


def balance_of(application: Application) -> Balance:
    """The balance of one grant, in one query."""
    return balance_from(dict(application.postings.order_by().values_list("kind").annotate(total=Sum("amount_ore"))))


def balance_from(sums: Mapping[str, int]) -> Balance:
    """The balance that the given sums per kind make."""
    return Balance(**{kind.value: sums.get(kind.value, 0) for kind in PostingKind})


def remaining_of(application: OuterRef) -> Subquery:
    """`Balance.remaining` of the grant in the case of an outer row, counted by the database; NULL without postings."""
    return _left(PostingKind.WITHDRAWN, PostingKind.DISBURSED, application=application)


def granted_in_case(application: OuterRef, *, budget_year: OuterRef) -> Subquery:
    """`granted_by_year` of the case and year of an outer row, counted by the database; NULL without postings."""
    return _left(PostingKind.WITHDRAWN, application=application, budget_year=budget_year)


def granted_in(call_id: int, group: str, budget_year: int) -> int:
    """The sum in öre granted and not withdrawn against one frame."""
    return granted_in_frames(call_id, application__group=group, budget_year=budget_year).get((group, budget_year), 0)


def granted_in_frames(call_id: int, **narrowed: str | int) -> dict[tuple[str, int], int]:
    """The same for each frame of the call, by group and budget year. One query; ``narrowed``: to some of them."""
    rows = (
        Posting.objects.filter(call_id=call_id, kind__in=DECIDED, **narrowed)
        .order_by()
        .values_list("application__group", "budget_year", "kind")
        .annotate(total=Sum("amount_ore"))
    )
    sums: dict[tuple[str, int], int] = {}
    for group, year, kind, total in rows:
        sums[group, year] = sums.get((group, year), 0) + (total if kind == PostingKind.GRANTED else -total)
    return sums


def _left(*less: PostingKind, **of: OuterRef) -> Subquery:
    """What is granted, less the postings of these kinds, of the rows that an outer row names."""
    counted = Case(
        When(kind=PostingKind.GRANTED, then=F("amount_ore")), When(kind__in=less, then=-F("amount_ore")), default=0
    )
    sums = Posting.objects.filter(**of).order_by().values("application")
    return Subquery(sums.annotate(left=Sum(counted)).values("left"))


def _grant_delta(kind: PostingKind, before: Balance, amount_ore: int) -> int:
    """How the number of grants moves. What is granted is counted as long as something of it is not withdrawn (INV-33).

    A withdrawal is subtracted by whoever counts, so it is +1 when it takes the last of what was granted.
    """
    if kind not in DECIDED:
        held = getattr(before, kind.value)
        return int(held + amount_ore > 0) - int(held > 0)
    left = before.granted - before.withdrawn
    after = left + amount_ore if kind is PostingKind.GRANTED else left - amount_ore
    moved = int(after > 0) - int(left > 0)
    return moved if kind is PostingKind.GRANTED else -moved
