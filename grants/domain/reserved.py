"""What approved collective decisions will draw on frames and authorities, before it stands in the ledger (INV-16)."""

from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import Coalesce, Least

from grants.domain import ledger
from grants.enums import BatchItemStatus, BatchStatus
from grants.models import Decision, DecisionAmount


def reserved(*, besides: Decision | None = None) -> QuerySet[DecisionAmount]:
    """The amounts, by budget year, of what is approved and not yet carried out, each with ``room_ore``.

    That is the room it takes beside what the ledger has already. ``besides``: a decision that is being made, whose own
    room does not stand in its way.
    """
    rows = with_what_it_replaces(
        DecisionAmount.objects.filter(
            decision__batch_item__batch__status=BatchStatus.DECIDING, decision__batch_item__status=BatchItemStatus.READY
        )
    ).annotate(room_ore=F("amount_ore") - F("replaced_ore"))
    return rows.exclude(decision=besides) if besides and besides.pk else rows


def with_what_it_replaces(amounts: QuerySet[DecisionAmount]) -> QuerySet[DecisionAmount]:
    """The same, each with ``replaced_ore``: what an earlier decision in its case has granted of it in that year.

    What is paid stays granted, and what is unpaid is withdrawn when the new decision is made (`granting.draw`), so the
    two are never granted at once. Of an earlier grant that was larger no more than the new amount: what it gives back
    beyond that is free only when the new decision is made, and others may be made before it.
    """
    granted = ledger.granted_in_case(OuterRef("decision__application"), budget_year=OuterRef("budget_year"))
    return amounts.annotate(replaced_ore=Least(F("amount_ore"), Coalesce(granted, 0)))
