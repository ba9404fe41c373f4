"""Dissent (avvikande mening): noted before the decision is sent, as a page of its own (FL 30 §)."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Refused
from grants.domain.applications import locked
from grants.domain.decisions import DISSENT_TITLE
from grants.enums import DecisionStatus
from grants.models import Decision, Dissent
from grants.permissions import check_case_act
from grants.workflow import DECISION, DISSENT
from journal.domain import cases, documents, events
from journal.enums import Direction

# Makes the page of a dissent that is not yet saved, sealed: the room of letters stands above this one.
PageWriter = Callable[[Dissent], bytes]


@transaction.atomic
def note(decision: Decision, *, text: str, write_page: PageWriter, by: User, now: datetime) -> Dissent:
    """Note that ``by``, who presented the case or took part, thinks otherwise, and why. Twice gives the first one back.

    The decision is not touched: the page stands beside its letter and goes out with it (FL 33 §). Raises Refused for
    others, without a text, and when the decision is sent.
    """
    application = locked(decision.application)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    check_case_act(by, Permission.SEE_CASES, application, law=DISSENT)
    check_took_part(decision, by)
    step = DECISION.check("dissent", decision.status)
    if made := decision.dissents.filter(noted_by=by).first():
        return made
    if not text.strip():
        raise Refused("Skriv hur du menar att ärendet borde ha avgjorts och varför.", law=DISSENT, field="text")
    decision.application = application
    dissent = Dissent(decision=decision, text=text.strip(), noted_at=now, noted_by=by)
    dissent.document = documents.store(write_page(dissent), content_type="application/pdf", by=by, now=now)
    dissent.entry = cases.register(
        application.case, direction=Direction.DRAWN_UP, title=DISSENT_TITLE, document=dissent.document, by=by, now=now
    )
    dissent.save(force_insert=True)
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        document_sha256=dissent.document.sha256,
        entries=[dissent.entry.serial],
    )
    return dissent


def check_took_part(decision: Decision, person: User) -> None:
    """Den som har föredragit ärendet eller deltagit i den slutliga handläggningen får anteckna en avvikande mening."""
    took_part = decision.rapporteur_id == person.pk or decision.participations.filter(person=person).exists()
    if not took_part:
        raise Refused(
            "Bara föredraganden och den som har deltagit i den slutliga handläggningen kan anteckna en avvikande "
            "mening.",
            law=DISSENT,
        )


def can_dissent(decision: Decision, person: User) -> bool:
    """Whether ``person`` may still note a dissent, and has not. At most two queries."""
    if decision.status != DecisionStatus.DECIDED or person.pk in {
        dissent.person for dissent in decision.parts.dissents
    }:
        return False
    return decision.rapporteur_id == person.pk or decision.participations.filter(person=person).exists()
