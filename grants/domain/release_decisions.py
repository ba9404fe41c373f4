"""A refusal in writing: who is refused a document may have the agency's decision, and appeal it (OSL 6:3, 7–8 §§)."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Refused
from grants.domain.queries.releases import releases_for
from grants.domain.releases import check_may_answer, locked
from grants.enums import ReleaseOutcome
from grants.models import ReleaseItem, ReleaseRequest
from grants.permissions import check_may
from grants.workflow import CONFLICT, REASONS, REFUSAL, TRIAL_OF_RELEASE
from journal.domain import cases, documents, events
from journal.enums import Direction

TITLE = "Beslut om utlämnande"
# Makes the PDF of the decision: the room of letters stands above this one and is handed in.
DecisionWriter = Callable[[ReleaseRequest, list[ReleaseItem]], bytes]


@transaction.atomic
def want_written(request: ReleaseRequest, *, by: User, now: datetime) -> ReleaseRequest:
    """Note that a written decision is wanted: it then waits for a decider. Noting it twice changes nothing.

    Raises Refused while nothing is refused or masked, and for others than a registrar without jäv.
    """
    request = locked(request)
    check_may_answer(by, request)
    if request.written_wanted_at:
        return request
    if not held_back(request):
        raise Refused(
            "Ingen handling är nekad eller maskerad, så det finns inget att besluta om.", law=TRIAL_OF_RELEASE
        )
    request.written_wanted_at, request.written_wanted_by = now, by
    request.save(update_fields=["written_wanted_at", "written_wanted_by"])
    events.record(request.stream, "written_refusal_wanted", by=by, now=now)
    return request


@transaction.atomic
def decide(
    request: ReleaseRequest, *, reasons: str, write_letter: DecisionWriter, by: User, now: datetime
) -> ReleaseRequest:
    """Decide for the agency not to release what is held back, with reasons, and enter the decision as sent.

    Raises Refused for another role than a decider's, in jäv, for whoever tried the documents first, without reasons,
    and when nothing waits to be decided.
    """
    request = locked(request)
    check_may(by, Permission.DECIDE_CASES, law=TRIAL_OF_RELEASE)
    if not releases_for(by).filter(pk=request.pk).exists():
        raise Refused("Du är eller kan vara jävig i ett ärende som begäran gäller.", law=CONFLICT)
    if not request.written_wanted_at or request.decided_at:
        raise Refused("Inget beslut väntar.", law=REFUSAL)
    items = held_back(request)
    if any(item.decided_by_id == by.pk for item in items):
        raise Refused("Du har själv prövat en av handlingarna. Någon annan ska besluta.", law=TRIAL_OF_RELEASE)
    if not reasons.strip():
        raise Refused("Skriv skälen för beslutet.", law=REASONS, field="reasons")
    request.reasons, request.decided_at, request.decided_by = reasons.strip(), now, by
    request.decision = documents.store(write_letter(request, items), content_type="application/pdf", by=by, now=now)
    request.save(update_fields=["reasons", "decided_at", "decided_by", "decision"])
    entry = cases.register(
        request.case, direction=Direction.OUT, title=TITLE, document=request.decision, by=by, now=now
    )
    events.record(request.stream, "written_refusal_decided", by=by, now=now, entries=[entry.serial])
    return request


def held_back(request: ReleaseRequest) -> list[ReleaseItem]:
    """The documents that are refused, or released only in part."""
    outcomes = [ReleaseOutcome.REFUSED, ReleaseOutcome.MASKED]
    items = request.items.filter(outcome__in=outcomes).select_related("entry__case", "decided_by")
    return list(items.prefetch_related("masks").order_by("pk"))
