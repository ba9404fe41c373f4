"""Fetching mandates: one's own, those one manages, and those the agency reviews."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.permissions import Permission
from applicants.enums import MANAGING_ROLES, MandateRole, ReviewStatus
from applicants.models import Invitation, Mandate, MandateEvidence, Organisation
from applicants.permissions import TO_BE_REVIEWED, valid_on
from delmos.lib.dates import stockholm_date
from delmos.lib.gate import one


def mandates_of(person: User, *, now: datetime) -> QuerySet[Mandate]:
    """The person's own mandates that are not over: in force, to come, and waiting for a review."""
    return _current(now).filter(person=person).order_by("organisation__name_order", "pk")


def mandate_for(person: User, pk: int, *, now: datetime) -> Mandate:
    """A mandate of one's own or of an organisation that one manages. Raises NotYours to everybody else."""
    return one(_within_reach(person, now=now), pk=pk)


def mandate_to_change(person: User, pk: int, *, now: datetime) -> Mandate:
    """A mandate of an organisation that one manages, one's own too. Raises NotYours to everybody else."""
    return one(_managed(person, now=now), pk=pk)


def last_signatory_in(person: User, *, now: datetime) -> QuerySet[Mandate]:
    """The mandates of the person that are each the only one by which anybody could sign for the organisation.

    One whose evidence was found wanting lets nobody sign.
    """
    signing = _all().filter(valid_on(stockholm_date(now)), role=MandateRole.SIGNATORY)
    signing = signing.exclude(review_status=ReviewStatus.REJECTED)
    others = signing.filter(organisation=OuterRef("organisation")).exclude(pk=OuterRef("pk"))
    return signing.filter(~Exists(others), person=person).order_by("organisation__name_order", "pk")


def mandates_in(organisation: Organisation, *, now: datetime) -> QuerySet[Mandate]:
    """Everybody who acts for the organisation, will, or asks to. The caller has fetched it through its gate."""
    return _current(now).filter(organisation=organisation).order_by("granted_at", "pk")


def invitations_in(organisation: Organisation, *, now: datetime) -> QuerySet[Invitation]:
    """The invitations that can still be accepted. The caller has fetched the organisation through its gate."""
    waiting = organisation.invitations.filter(accepted_at=None, withdrawn_at=None, last_day__gte=stockholm_date(now))
    return waiting.select_related("invited_by")


def to_review(person: User, *, now: datetime, with_evidence: bool = False) -> QuerySet[Mandate]:
    """What reviewers review, oldest first: signatories, and whoever has claimed or asked for a mandate.

    Each says whether it ``has_evidence``; ``with_evidence`` leaves out those that wait for the applicant.
    """
    if not person.may(Permission.REVIEW_MANDATES):
        return Mandate.objects.none()
    handed_in = Exists(MandateEvidence.objects.filter(mandate=OuterRef("pk")))
    waiting = _current(now).filter(TO_BE_REVIEWED, review_status=ReviewStatus.UNREVIEWED).order_by("granted_at", "pk")
    return (waiting.filter(handed_in) if with_evidence else waiting).annotate(has_evidence=handed_in)


def mandate_to_review(person: User, pk: int) -> Mandate:
    """Any mandate, reviewed and ended ones too, for reviewers. Raises NotYours to everybody else."""
    return one(_all() if person.may(Permission.REVIEW_MANDATES) else Mandate.objects.none(), pk=pk)


def evidence_for(person: User, pk: int, evidence: int, *, now: datetime) -> MandateEvidence:
    """A document that shows a mandate. Raises NotYours to all but the person, those who manage, and reviewers."""
    reviews = person.may(Permission.REVIEW_MANDATES)
    mandate = mandate_to_review(person, pk) if reviews else mandate_for(person, pk, now=now)
    return one(mandate.evidence.select_related("document__scan"), pk=evidence)


def _all() -> QuerySet[Mandate]:
    return Mandate.objects.select_related("person", "organisation", "granted_by", "reviewed_by", "ended_by")


def _current(now: datetime) -> QuerySet[Mandate]:
    today = stockholm_date(now)
    return _all().filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), ended_at=None)


def _within_reach(person: User, *, now: datetime) -> QuerySet[Mandate]:
    return _current(now).filter(person=person) | _managed(person, now=now)


def _managed(person: User, *, now: datetime) -> QuerySet[Mandate]:
    managing = Mandate.objects.filter(valid_on(stockholm_date(now)), person=person, role__in=MANAGING_ROLES)
    return _current(now).filter(organisation__in=managing.values("organisation"))
