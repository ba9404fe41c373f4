"""The decisions that a stored letter holds."""

from datetime import datetime

from grants.models import BatchDecision, Decision, DecisionRequest, Dissent, Withdrawal
from journal.models import Document


def sealed_at(letter: Document) -> datetime | None:
    """When ``letter`` (UTC) was sealed as a decision; None for every other document."""
    decided = Decision.objects.filter(sealed_letter=letter).values_list("decided_at", flat=True)
    written_off = Withdrawal.objects.filter(decision=letter).values_list("written_off_at", flat=True)
    refused = DecisionRequest.objects.filter(letter=letter).values_list("refused_at", flat=True)
    dissented = Dissent.objects.filter(document=letter).values_list("noted_at", flat=True)
    recorded = Decision.objects.filter(sealed_record=letter).values_list("decided_at", flat=True)
    batches = BatchDecision.objects.filter(protocol=letter).values_list("approved_at", flat=True)
    others = (rows.order_by() for rows in (written_off, refused, dissented, recorded, batches))
    return next(iter(decided.order_by().union(*others)), None)
