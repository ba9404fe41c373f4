"""Collective decisions as their pages show them: nobody sees a case in which they are jäviga (INV-8)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.gate import NotYours, one
from grants.domain import frames
from grants.domain.queries.cases import to_decide
from grants.domain.reserved import with_what_it_replaces
from grants.enums import BatchItemStatus, BatchStatus, DecisionKind
from grants.models import Application, BatchDecision, BatchItem, Call, ConflictQuestion, DecisionAmount, Proposal
from grants.models.batch import UNDER_WAY
from grants.models.decision import GIVING
from grants.permissions import blocking, without_conflict

ORDER = ("-started_at", "-pk")
ITEM_ORDER = ("place", "pk")
MADE = (BatchItemStatus.DECIDED, BatchItemStatus.DISPATCHED)
ON_THE_LIST = (BatchItemStatus.READY, *MADE)
_TOO_FEW = 3  # cases done before a time left is said


@dataclass(frozen=True, slots=True)
class FrameUse:
    """A frame, and what the list draws on it, in öre. ``taken``: by others, not by what the list replaces."""

    group: str
    budget_year: int
    size: int
    taken: int
    wanted: int

    @property
    def left(self) -> int:
        return self.size - self.taken - self.wanted


@dataclass(frozen=True, slots=True)
class Figures:
    """A batch in figures, of the cases that the person may see. ``closed``: how many of those on it they may not."""

    by_status: Mapping[str, int]
    by_kind: list[tuple[DecisionKind, int, int]]
    closed: int

    def count(self, *statuses: BatchItemStatus) -> int:
        return sum(self.by_status.get(status, 0) for status in statuses)

    @property
    def listed(self) -> int:
        """The cases on the list of decisions."""
        return sum(count for _, count, _ in self.by_kind)

    @property
    def ore(self) -> int:
        """What the list grants."""
        return sum(ore for _, _, ore in self.by_kind)


def batches_for(person: User) -> QuerySet[BatchDecision]:
    """The collective decisions that somebody at the agency may open; each shows the cases that they may see."""
    if not person.may(Permission.SEE_CASES):
        return BatchDecision.objects.none()
    return BatchDecision.objects.filter(without_conflict(person)).select_related(
        "case", "call", "started_by", "approved_by", "sent_by"
    )


def counted(batches: QuerySet[BatchDecision], person: User) -> QuerySet[BatchDecision]:
    """The same, each with how many of its cases the person may see (``cases``)."""
    seen = ~Q(items__status=BatchItemStatus.TAKEN_OUT) & ~Q(
        items__application__case__in=blocking().filter(person=person).values("case")
    )
    return batches.annotate(cases=Count("items", filter=seen))


def batch_for(person: User, number: str) -> BatchDecision:
    """One collective decision. Raises NotYours to strangers."""
    return one(batches_for(person), case__number=number)


def to_approve(person: User) -> QuerySet[BatchDecision]:
    """The person's own collective decisions that are not made and not called off, the oldest first."""
    under_way = [BatchStatus.DRAWING_UP, BatchStatus.READY, BatchStatus.DECIDING]
    return batches_for(person).filter(started_by=person, status__in=under_way).order_by("started_at", "pk")


def items_for(person: User, batch: BatchDecision) -> QuerySet[BatchItem]:
    """The cases of the batch that the person may see, with what a row shows of each."""
    return batch.items.filter(~_closed_to(person)).select_related(
        "application__case", "application__organisation", "decision__rapporteur"
    )


def figures_of(batch: BatchDecision, person: User) -> Figures:
    """The figures of the batch as the person may know them. One query."""
    rows = (
        batch.items.annotate(closed=Exists(_blocked(person)))
        .order_by()
        .values_list("status", "closed", "decision__kind")
        .annotate(Count("pk"), Sum("decision__amount_ore"))
    )
    by_status: dict[str, int] = defaultdict(int)
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    closed = 0
    for status, is_closed, kind, count, ore in rows:
        if is_closed:
            closed += count if status != BatchItemStatus.TAKEN_OUT else 0
            continue
        by_status[status] += count
        if status in ON_THE_LIST:
            kinds[kind][0] += count
            kinds[kind][1] += ore
    totals = [(kind, kinds[kind][0], kinds[kind][1]) for kind in DecisionKind if kind in kinds]
    return Figures(dict(by_status), totals, closed)


def frame_uses(batch: BatchDecision, person: User, *, now: datetime) -> list[FrameUse]:
    """The frames that a list not yet approved draws on, with what is left of each, of the cases the person may see.

    Four queries.
    """
    listed = batch.items.filter(~_closed_to(person), status__in=ON_THE_LIST, decision__kind__in=GIVING)
    rows = with_what_it_replaces(DecisionAmount.objects.filter(decision__batch_item__in=listed).order_by())
    wanted = rows.values_list("frame__group", "budget_year").annotate(Sum("amount_ore"), Sum("replaced_ore"))
    sizes = frames.amounts_of_years_on(batch.call, stockholm_date(now))
    taken = defaultdict(int, frames.taken_of_years(batch.call))
    names = {group.code: group.name for group in batch.call.ordinance.groups}
    return [
        FrameUse(names.get(group, group), year, sizes.get((group, year), 0), taken[group, year] - replaced, ore)
        for group, year, ore, replaced in wanted.order_by("frame__group", "budget_year")
    ]


def check_paper_is_open(batch: BatchDecision, person: User) -> None:
    """The list and the protocol name every case: raises NotYours to who is jävig in one of them."""
    if batch.items.exclude(status=BatchItemStatus.TAKEN_OUT).filter(_closed_to(person)).exists():
        raise NotYours


def left_to_do(batch: BatchDecision, figures: Figures) -> int:
    """How many cases are left of the step that the portal works on."""
    source = {
        BatchStatus.DRAWING_UP: BatchItemStatus.WAITING,
        BatchStatus.DECIDING: BatchItemStatus.READY,
        BatchStatus.DISPATCHING: BatchItemStatus.DECIDED,
    }.get(BatchStatus(batch.status))
    return figures.count(source) if source else 0


def time_left(batch: BatchDecision, left: int, *, now: datetime) -> timedelta | None:
    """About how long the step will take, by what it has done so far; None until enough is done to say."""
    done = batch.step_total - left
    return (now - batch.step_began_at) * left // done if done >= _TOO_FEW else None


def calls_to_decide(person: User) -> QuerySet[Call]:
    """The calls with cases that wait for a decision and are in no batch, each with how many (``waiting``)."""
    waiting = Count("applications", filter=Q(applications__in=may_be_chosen(person).order_by()))
    return Call.objects.annotate(waiting=waiting).filter(waiting__gt=0).order_by("title", "pk")


def may_be_chosen(person: User) -> QuerySet[Application]:
    """The cases that the person may put in a collective decision, oldest first."""
    taken = BatchItem.objects.filter(application=OuterRef("pk"), status__in=UNDER_WAY)
    return to_decide(person).filter(~Exists(taken))


def proposals_of(applications: Collection[Application]) -> dict[int, Proposal]:
    """The proposal that counts in each case, by the primary key of the application. One query."""
    rows = Proposal.objects.filter(application__in=[application.pk for application in applications])
    newest = rows.select_related("proposed_by").order_by("application_id", "-pk").distinct("application_id")
    return {proposal.application_id: proposal for proposal in newest}


def _blocked(person: User) -> QuerySet[ConflictQuestion]:
    return blocking().filter(case=OuterRef("application__case"), person=person)


def _closed_to(person: User) -> Q:
    return Q(Exists(_blocked(person)))
