"""Withdrawals: an applicant takes its application back before the decision, and the agency writes the case off."""

import json
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from applicants.enums import MandateRole
from applicants.models import Organisation
from applicants.permissions import AGENTS, check_may_act_for
from delmos.lib.refusal import Refused, refusal_of
from delmos.lib.workflow import Transition
from grants.domain import deliveries
from grants.domain.applications import locked
from grants.domain.decisions import replace_letter
from grants.domain.telling import name_of, tell_agency, tell_party
from grants.models import Application, Withdrawal
from grants.permissions import Matter, check_case_act, check_is_officer
from grants.policies import check_may_withdraw
from grants.workflow import APPLICATION
from journal.domain import cases, documents, events
from journal.enums import Direction
from journal.models import Document

# Makes the decision to write a case off: the room of letters stands above this one and is handed in.
LetterWriter = Callable[[Withdrawal], bytes]


@transaction.atomic
def withdraw(application: Application, *, reason: str = "", by: User, now: datetime) -> Withdrawal:
    """Take the application back before it is decided. A letter already drawn up no longer counts.

    One signatory is enough, also where two sign together: what is given up can be applied for anew, and nobody is
    bound to anything. Nothing is owed to the agency in reasons. The withdrawal is a document that comes in, frozen and
    entered in the diary (INV-3, INV-6). Returns the withdrawal, also when it is already made (a double click).

    Raises Refused for another mandate, and once the application is decided.
    """
    application = locked(application)
    check_may_withdraw_for(by, application.organisation, now=now)
    if made := Withdrawal.objects.filter(application=application).first():
        return made
    check_may_withdraw(application)
    step = APPLICATION.check("withdraw", application.status)
    content = take_back(application, step, reason=reason.strip(), by=by, now=now)
    withdrawal = Withdrawal.objects.create(
        application=application, content=content, reason=reason.strip(), withdrawn_at=now, withdrawn_by=by
    )
    replace_letter(application)
    _tell(application, now=now)
    return withdrawal


@transaction.atomic
def write_off(application: Application, *, write_letter: LetterWriter, by: User, now: datetime) -> Withdrawal:
    """Decide that a withdrawn application is not tried, send the decision, and close the case.

    The officer of the case does it, or any officer when it was given to none. Raises Refused for anybody else, for
    unanswered or open jäv, and for an application that is not withdrawn.
    """
    application = locked(application)
    check_case_act(by, Permission.ASSESS_CASES, application)
    if application.officer_id:
        check_is_officer(by, application)
    step = APPLICATION.check("write_off", application.status)
    withdrawal = Withdrawal.objects.select_for_update(of=("self",)).get(application=application)
    withdrawal.application = application
    withdrawal.written_off_at, withdrawal.written_off_by = now, by
    letter = write_letter(withdrawal)
    withdrawal.decision = documents.store(letter, content_type="application/pdf", by=by, now=now)
    withdrawal.save(update_fields=["written_off_at", "written_off_by", "decision"])
    application.status = str(step.target)
    application.save(update_fields=["status"])
    entry = deliveries.send_letter(
        application,
        withdrawal.decision,
        title="Beslut om avskrivning",
        told=f"Vi har skrivit av ärendet efter er återkallelse: {application.title}",
        key=f"written-off:{application.case.number}",
        by=by,
        now=now,
    )
    cases.close(application.case, by=by, now=now)
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        letter_sha256=withdrawal.decision.sha256,
        entries=[entry.serial],
    )
    events.record(application.stream, "case_closed", by=by, now=now)
    return withdrawal


def check_may_withdraw_for(person: User, organisation: Organisation, *, now: datetime) -> None:
    """Bara den som får skriva under ansökan får återkalla den."""
    if check_may_act_for(person, organisation, now=now).role != MandateRole.SIGNATORY:
        raise Refused(f"Bara en firmatecknare för {organisation.name} får återkalla ansökan.", law=AGENTS)


def can_withdraw(person: User, application: Application, *, now: datetime) -> bool:
    """Whether the page offers it. The verb asks anew."""
    if "withdraw" not in APPLICATION.acts_from(application.status):
        return False
    return refusal_of(lambda: check_may_withdraw_for(person, application.organisation, now=now)) is None


def take_back(matter: Matter, step: Transition, *, reason: str, by: User, now: datetime) -> Document:
    """What every withdrawal does, in the caller's transaction: what is said is frozen and entered in the diary, the
    state follows, and the event tells of it. Returns the frozen document.
    """
    content = documents.store(_frozen(matter, reason), content_type="application/json", by=by, now=now)
    entry = cases.register(
        matter.case,
        direction=Direction.IN,
        title="Återkallelse",
        counterpart=matter.organisation.name,
        document=content,
        by=by,
        now=now,
    )
    matter.status = str(step.target)
    matter.save(update_fields=["status"])
    events.record(
        matter.stream,
        step.event,
        by=by,
        now=now,
        reason=reason,
        content_sha256=content.sha256,
        entries=[entry.serial],
    )
    return content


def statement(what: str) -> str:
    """What is said with a withdrawal; ``what`` is taken back."""
    return f"Jag återkallar {what} för sökanden, och har rätt att företräda sökanden."


def _frozen(matter: Matter, reason: str) -> bytes:
    said = {
        "case": matter.case.number,
        f"{matter._meta.model_name}_sha256": matter.content_id,
        "applicant": {
            "name": matter.organisation.name,
            "organisation_number": matter.organisation.organisation_number,
        },
        "reason": reason,
        "statement": statement(name_of(matter)),
    }
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _tell(application: Application, *, now: datetime) -> None:
    """The officer of the case is told, or the registrars before there is one; and everybody who acts for the party."""
    number, title = application.case.number, application.title
    tell_agency(
        application,
        key=f"withdrawn:{number}",
        title=f"Sökanden har återkallat ansökan: {title}",
        page="case",
        now=now,
    )
    tell_party(
        application,
        key=f"withdrawn-own:{number}",
        title=f"Er ansökan är återkallad: {title}",
        page="own_case",
        now=now,
    )
