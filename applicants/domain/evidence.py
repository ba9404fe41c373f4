"""The documents that show a mandate, handed in by the person or by those who manage the organisation."""

from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from accounts.models import User
from applicants.domain.mandates import locked, stream
from applicants.enums import ReviewStatus
from applicants.models import Mandate, MandateEvidence
from applicants.permissions import check_may_manage
from delmos.lib.refusal import Refused
from journal.domain import events, uploads

MOST_FILES = 10


@transaction.atomic
def hand_in(mandate: Mandate, *, name: str, content: BinaryIO, size: int, by: User, now: datetime) -> MandateEvidence:
    """Hand in a document that shows the mandate. After a rejection this asks for a new review.

    The agency keeps it in order under the organisation (5 kap. 1 § offentlighets- och sekretesslagen). The same file
    twice is there once. Raises Refused for a file that the door refuses, one too many, and a mandate that is approved
    or ended.
    """
    mandate = locked(mandate)
    if by.pk != mandate.person_id:
        check_may_manage(by, mandate.organisation, now=now)
    if mandate.review_status == ReviewStatus.APPROVED or mandate.ended_at:
        raise Refused("Behörigheten är redan granskad eller avslutad, så inget mer underlag behövs.", field="file")
    if mandate.evidence.count() >= MOST_FILES:
        raise Refused(f"Underlaget kan ha högst {MOST_FILES} filer.", field="file")
    taken_in = uploads.take_in(name, content, size=size, by=by, now=now)
    evidence, is_new = MandateEvidence.objects.get_or_create(
        mandate=mandate,
        document=taken_in.document,
        defaults={"name": taken_in.name, "added_at": now, "added_by": by},
    )
    if is_new:
        _ask_anew(mandate)
        sha256 = taken_in.document.sha256
        events.record(
            stream(mandate.organisation),
            "evidence_handed_in",
            by=by,
            now=now,
            person=mandate.person.actor_key,
            sha256=sha256,
        )
    return evidence


def _ask_anew(mandate: Mandate) -> None:
    """What was rejected for want of evidence waits to be reviewed once more; the log keeps the earlier answer."""
    mandate.review_status, mandate.reviewed_at, mandate.reviewed_by = ReviewStatus.UNREVIEWED, None, None
    mandate.review_note = ""
    mandate.save(update_fields=["review_status", "reviewed_at", "reviewed_by", "review_note"])
