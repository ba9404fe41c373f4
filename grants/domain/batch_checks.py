"""What must hold for a whole collective decision when it is made. Each case asks anew when it is carried out."""

from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Sum

from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.refusal import Refused
from grants.domain import commitments, delegations, frames
from grants.domain.reserved import with_what_it_replaces
from grants.enums import ApplicationStatus, BatchItemStatus, DecisionKind, DecisionStatus
from grants.models import BatchDecision, BatchItem, DecisionAmount, Frame
from grants.models.decision import GIVING
from grants.permissions import blocking
from grants.policies import check_frame
from grants.workflow import DECISION_CONTENT, PRESENTATION


def check_may_be_approved(batch: BatchDecision, *, now: datetime) -> None:
    """Alla ärenden på listan ska ha sitt brev från i dag, och inget får ha ändrats. The frames are locked from here."""
    items = batch.items.filter(status=BatchItemStatus.READY)
    if not items.exists():
        raise Refused("Det finns inget ärende på listan att besluta i.")
    if batch.items.filter(status=BatchItemStatus.HINDERED).exists():
        raise Refused(
            "Det finns ärenden med hinder på listan. Ta bort dem, eller upprätta dem på nytt.", law=PRESENTATION
        )
    dated = items.exclude(decision__decided_on=stockholm_date(now)).values_list("decision__decided_on", flat=True)
    if day := dated.order_by("decision__decided_on").first():
        raise Refused(
            f"Brev på listan är daterade {format_date(day)}. Upprätta dem på nytt så att de får dagens datum.",
            law=DECISION_CONTENT,
        )
    changed = list(stale(batch, now=now).values_list("application__case__number", flat=True)[:5])
    if changed:
        raise Refused(
            f"Något har ändrats sedan breven upprättades, bland annat i {', '.join(changed)}. "
            "Upprätta det som återstår på nytt.",
            law=PRESENTATION,
        )
    _check_delegated(batch, items)
    _check_room(batch, items)


def stale(batch: BatchDecision, *, now: datetime) -> "QuerySet[BatchItem]":
    """The cases whose letter may not be decided any more: replaced, dated another day, or somebody has become jävig."""
    kept_out = blocking().filter(case=OuterRef("application__case"))
    jav = Q(Exists(kept_out.filter(Q(person=batch.started_by) | Q(person=OuterRef("decision__rapporteur")))))
    holds = Q(
        decision__status=DecisionStatus.PREPARED,
        decision__decided_on=stockholm_date(now),
        application__status=ApplicationStatus.PROPOSED,
    )
    return batch.items.filter(status=BatchItemStatus.READY).filter(~holds | jav).order_by("place")


def _check_delegated(batch: BatchDecision, items: "QuerySet[BatchItem]") -> None:
    """Beslutsfattaren ska ha delegation för varje slag av beslut, och för det högsta beloppet av varje slag."""
    rows = items.order_by().annotate(is_alone=Q(decision__rapporteur=None))
    most = rows.values_list("decision__kind", "decision__decided_on", "is_alone").annotate(Max("decision__amount_ore"))
    for kind, day, is_alone, amount_ore in most.order_by("decision__kind", "is_alone"):
        delegations.check_delegated(
            batch.started_by, kind=DecisionKind(kind), amount_ore=amount_ore, on=day, presented=not is_alone
        )


def _check_room(batch: BatchDecision, items: "QuerySet[BatchItem]") -> None:
    """Ramarna, och bemyndigandet för kommande år, ska räcka till hela listan.

    What the list replaces in cases that were opened again has its room already.
    They are locked in the order that every decision locks them in: the frames by their key, then the authority.
    """
    amounts = DecisionAmount.objects.filter(decision__batch_item__in=items, decision__kind__in=GIVING).order_by()
    replacing = with_what_it_replaces(amounts)
    sums = replacing.values_list("frame").annotate(Sum("amount_ore"), Sum("replaced_ore"))
    wanted = {frame: (ore, replaced) for frame, ore, replaced in sums}
    day = items.values_list("decision__decided_on", flat=True).first()
    if day is None or not wanted:
        return
    for frame in Frame.objects.select_for_update().filter(pk__in=wanted).order_by("pk"):
        ore, replaced = wanted[frame.pk]
        check_frame(frames.amount_on(frame, day), frames.taken(frame) - replaced, ore)
    own_year = batch.call.budget_year
    coming = replacing.filter(budget_year__gt=own_year).aggregate(ore=Sum("amount_ore"), replaced=Sum("replaced_ore"))
    commitments.check_room(
        batch.call.ordinance,
        made_in=own_year,
        coming_ore=coming["ore"] or 0,
        replaced_ore=coming["replaced"] or 0,
        on=day,
        lock=True,
    )
