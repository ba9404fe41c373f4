"""Mandates: given by those who manage, asked for with evidence, reviewed by the agency, ended at once."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.permissions import Permission
from applicants.domain.queries.mandates import last_signatory_in
from applicants.enums import MANAGING_ROLES, MandateRole, ReviewStatus, SignRule
from applicants.models import Mandate, Organisation
from applicants.permissions import AGENTS, check_may_manage
from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.refusal import Refused
from journal.domain import events, notices


@dataclass(frozen=True, slots=True)
class Terms:
    """What a mandate says. Without ``valid_from`` it begins at once; without ``valid_to`` it has no end."""

    role: MandateRole
    sign_rule: SignRule = SignRule.ALONE
    valid_from: date | None = None
    valid_to: date | None = None


@transaction.atomic
def give(
    organisation: Organisation,
    *,
    person: User,
    terms: Terms,
    by: User,
    now: datetime,
    waits_for_review: bool = False,
) -> Mandate:
    """Give ``person`` a mandate. Who may do so has been asked by the verb that calls this one.

    Raises Refused for days that cannot be, and when the person already has a mandate for some of those days.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    check_days(terms, now=now)
    begins = terms.valid_from or stockholm_date(now)
    _check_no_other(organisation, person, begins, terms.valid_to)
    mandate = Mandate.objects.create(
        person=person,
        organisation=organisation,
        role=terms.role,
        sign_rule=terms.sign_rule,
        valid_from=begins,
        valid_to=terms.valid_to,
        waits_for_review=waits_for_review,
        granted_at=now,
        granted_by=by,
    )
    events.record(stream(organisation), "mandate_given", by=by, now=now, person=person.actor_key, role=terms.role)
    return mandate


@transaction.atomic
def request(organisation: Organisation, *, terms: Terms, by: User, now: datetime) -> Mandate:
    """Ask for a mandate for an organisation that others already act for. It gives nothing before it is approved.

    Their drafts and cases are theirs: an invitation lets somebody in at once, the agency's approval otherwise, so a
    person who was there first, rightly or not, can neither be read by a stranger nor keep the right ones out.
    Raises Refused as ``give``, and for a role that is given by invitation only.
    """
    check_claimed_role(terms.role)
    return give(organisation, person=by, terms=terms, by=by, now=now, waits_for_review=True)


@transaction.atomic
def end(mandate: Mandate, *, last_day: date | None = None, knowingly: bool = False, by: User, now: datetime) -> Mandate:
    """End a mandate: at once, or with the end of ``last_day``. Everybody may end their own. Twice changes nothing.

    ``knowingly`` says that whoever ends their own has been told that nobody can sign for the organisation then. The
    person is told when somebody else has ended it. Raises Refused to others than those who manage, and to the last
    signatory who does not know it.
    """
    mandate = locked(mandate)
    if by.pk != mandate.person_id:
        check_may_manage(by, mandate.organisation, now=now)
    if mandate.ended_at:
        return mandate
    if last_day and last_day < max(stockholm_date(now), mandate.valid_from):
        raise Refused("Sista dagen kan inte ligga före i dag eller före den första.", field="last_day")
    if not (knowingly and by.pk == mandate.person_id):
        check_not_last_signatory(mandate, now=now)
    if last_day:
        mandate.valid_to = last_day
        mandate.save(update_fields=["valid_to"])
    else:
        mandate.ended_at, mandate.ended_by = now, by
        mandate.save(update_fields=["ended_at", "ended_by"])
    events.record(
        stream(mandate.organisation),
        "mandate_ended",
        by=by,
        now=now,
        person=mandate.person.actor_key,
        last_day=last_day.isoformat() if last_day else None,
    )
    if by.pk != mandate.person_id:
        ends = f"gäller till och med {format_date(last_day)}" if last_day else "är avslutad"
        _tell(mandate, f"Din behörighet för {mandate.organisation.name} {ends}", "/", now=now)
    return mandate


@transaction.atomic
def revoke(mandate: Mandate, *, reason: str, by: User, now: datetime) -> Mandate:
    """End, at once, the mandate of somebody who has no right to act: whoever else there is, or nobody (FL 14–15 §§).

    The person is told why. Twice changes nothing. Raises Refused to others than registrars and case officers, and
    without a reason.
    """
    mandate = locked(mandate)
    _check_may_review(mandate, by)
    if not reason.strip():
        raise Refused("Skriv varför behörigheten avslutas.", field="reason")
    if mandate.ended_at:
        return mandate
    mandate.ended_at, mandate.ended_by = now, by
    mandate.save(update_fields=["ended_at", "ended_by"])
    events.record(
        stream(mandate.organisation),
        "mandate_revoked",
        by=by,
        now=now,
        person=mandate.person.actor_key,
        reason=reason.strip(),
    )
    told = f"Vi har avslutat din behörighet för {mandate.organisation.name}: {reason.strip()}"
    _tell(mandate, told, "/", now=now)
    return mandate


@transaction.atomic
def review(mandate: Mandate, *, approved: bool, note: str, address: str = "/", by: User, now: datetime) -> Mandate:
    """Say whether the evidence shows the right to act, and on what that rests (FL 14–15 §§).

    The person is told, with ``address`` as the page (a path) where the answer stands.
    Raises Refused to others than registrars and case officers, without a note, and when nothing waits to be reviewed.
    """
    mandate = locked(mandate)
    _check_may_review(mandate, by)
    if not note.strip():
        raise Refused("Skriv vad granskningen visar och bygger på.", field="note")
    if mandate.review_status != ReviewStatus.UNREVIEWED:
        raise Refused("Behörigheten är redan granskad.")
    status = ReviewStatus.APPROVED if approved else ReviewStatus.REJECTED
    mandate.review_status, mandate.reviewed_at, mandate.reviewed_by, mandate.review_note = status, now, by, note.strip()
    mandate.save(update_fields=["review_status", "reviewed_at", "reviewed_by", "review_note"])
    events.record(
        stream(mandate.organisation),
        "mandate_reviewed",
        by=by,
        now=now,
        person=mandate.person.actor_key,
        status=status,
        note=mandate.review_note,
    )
    answer = "godkänd" if approved else "inte godkänd"
    _tell(mandate, f"Din behörighet för {mandate.organisation.name} är {answer}", address, now=now)
    return mandate


def check_claimed_role(role: MandateRole) -> None:
    """Den som själv anmäler sig gör det som firmatecknare eller ombud; övriga roller ges genom inbjudan."""
    if role not in MANAGING_ROLES:
        raise Refused("Välj om du är firmatecknare eller ombud.", field="role")


def check_days(terms: Terms, *, now: datetime) -> None:
    """En behörighet börjar tidigast i dag och slutar inte före sin första dag."""
    today = stockholm_date(now)
    if terms.valid_from and terms.valid_from < today:
        raise Refused("Behörigheten kan inte börja gälla tidigare än i dag.", field="valid_from")
    if terms.valid_to and terms.valid_to < (terms.valid_from or today):
        raise Refused("Sista dagen kan inte ligga före den första.", field="valid_to")


def check_not_last_signatory(mandate: Mandate, *, now: datetime) -> None:
    """En organisation som har en firmatecknare i portalen ska inte bli utan."""
    if last_signatory_in(mandate.person, now=now).filter(pk=mandate.pk).exists():
        raise Refused(
            f"{mandate.person.name} är den enda firmatecknaren för {mandate.organisation.name}. Gör först någon annan "
            "till firmatecknare, eller bjud in en och vänta tills inbjudan är accepterad."
        )


def locked(mandate: Mandate) -> Mandate:
    """The mandate as it stands, under its organisation's lock, which everything about mandates takes first."""
    Organisation.objects.select_for_update().get(pk=mandate.organisation_id)
    return Mandate.objects.select_related("person", "organisation").get(pk=mandate.pk)


def stream(organisation: Organisation) -> str:
    """The event stream of an organisation."""
    return f"organisation:{organisation.organisation_number}"


def _tell(mandate: Mandate, title: str, address: str, *, now: datetime) -> None:
    """Tell the person whose mandate it is."""
    notices.notify([mandate.person], key=f"mandate:{mandate.pk}:{now.isoformat()}", title=title, url=address, now=now)


def _check_may_review(mandate: Mandate, person: User) -> None:
    if not person.may(Permission.REVIEW_MANDATES) or person.pk == mandate.person_id:
        raise Refused("Bara en registrator eller handläggare granskar behörigheter.", law=AGENTS)


def _check_no_other(organisation: Organisation, person: User, begins: date, ends: date | None) -> None:
    others = Mandate.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=begins), organisation=organisation, person=person, ended_at=None
    )
    if ends:
        others = others.filter(valid_from__lte=ends)
    if others.exists():
        raise Refused(f"{person.name} har redan en behörighet för {organisation.name} de dagarna.")
