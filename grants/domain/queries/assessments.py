"""Assessments: the cases that a person is invited to, who has handed in, and what may be seen of it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.permissions import Permission, roles_with
from delmos.lib.gate import one
from grants.enums import ApplicationStatus
from grants.models import Application, Assessment, Assessor, ConflictDeclaration, Proposal
from grants.permissions import blocking, without_conflict
from grants.policies import newest_proposal

# While the assessors work; with the proposal, until the decision, they may still read.
UNDER_ASSESSMENT = (ApplicationStatus.IN_REVIEW, ApplicationStatus.COMPLETING)
OPEN_TO_ASSESSORS = (*UNDER_ASSESSMENT, ApplicationStatus.PROPOSED)


def assessments_for(person: User) -> QuerySet[Any]:
    """The applications that ``person`` is invited to assess: a person from outside sees these and no others (INV-8).

    The invitation holds until it is ended or the case is decided, and jäv closes it at once. ``is_in``: whether the
    person has handed in; ``is_declared``: has answered on jäv.
    """
    if not person.may(Permission.ASSESS_INVITED):
        return Application.objects.none()
    invited = Assessor.objects.filter(application=OuterRef("pk"), person=person, ended_at=None)
    found = Application.objects.filter(without_conflict(person), Exists(invited), status__in=OPEN_TO_ASSESSORS)
    own = Assessment.objects.filter(application=OuterRef("pk"), handed_in_by=person)
    answered = ConflictDeclaration.objects.filter(case=OuterRef("case"), person=person)
    rows = found.select_related("case", "organisation", "call", "officer", "form")
    return rows.annotate(is_in=Exists(own), is_declared=Exists(answered))


def for_assessor(person: User, number: str) -> Any:
    """One of these applications. Raises NotYours to everybody who is not invited to it."""
    return one(assessments_for(person), case__number=number)


def may_be_invited(application: Application) -> QuerySet[User]:
    """Who may be asked to assess the application and is not: officers and people from outside, by name."""
    invited = application.assessors.filter(ended_at=None).values("person")
    kept_out = blocking().filter(case=application.case_id).values("person")
    return assessing().exclude(pk=application.officer_id or 0).exclude(pk__in=invited).exclude(pk__in=kept_out)


def assessing() -> QuerySet[User]:
    """Everybody whose role may assess, by name."""
    found = User.objects.filter(is_active=True, roles__overlap=roles_with(Permission.ASSESS_INVITED))
    return found.order_by("name", "pk")


def counting(application_ids: Iterable[int]) -> QuerySet[Assessment]:
    """The assessments that count: the newest one of each person, but for those who are kept out by jäv."""
    newer = Assessment.objects.filter(
        application=OuterRef("application"), handed_in_by=OuterRef("handed_in_by"), pk__gt=OuterRef("pk")
    )
    jav = blocking().filter(case=OuterRef("application__case"), person=OuterRef("handed_in_by"))
    return Assessment.objects.filter(~Exists(newer), ~Exists(jav), application__in=application_ids)


def handed_in_by(person: User, application: Application) -> Assessment | None:
    """The newest assessment that the person has handed in."""
    return application.assessments.filter(handed_in_by=person).order_by("-pk").first()


def invited_to(application: Application) -> QuerySet[Any]:
    """The invitations that stand, with whether the assessment is in and whether jäv keeps the person out."""
    jav = blocking().filter(case=application.case_id, person=OuterRef("person"))
    own = Assessment.objects.filter(application=application, handed_in_by=OuterRef("person"))
    found = application.assessors.filter(ended_at=None).select_related("person")
    return found.annotate(is_in=Exists(own), kept_out=Exists(jav)).order_by("person__name", "pk")


def not_in_yet(application: Application) -> QuerySet[Any]:
    """Of these, the ones to wait for."""
    return invited_to(application).filter(is_in=False, kept_out=False)


def hides_others(person: User, application: Application) -> bool:
    """Whether ``person`` assesses the application and has not handed in: then nothing of the others' is shown."""
    if application.status not in UNDER_ASSESSMENT:
        return False
    return Application.objects.filter(blind_to(person), pk=application.pk).exists()


def blind_to(person: User) -> Q:
    """The same in any query set of applications: those that ``person`` assesses and has not handed in."""
    assesses = Q(officer=person)
    if person.may(Permission.ASSESS_INVITED):
        assesses |= Q(Exists(Assessor.objects.filter(application=OuterRef("pk"), person=person, ended_at=None)))
    own = Assessment.objects.filter(application=OuterRef("pk"), handed_in_by=person)
    return assesses & Q(~Exists(own), status__in=UNDER_ASSESSMENT)


def proposal_shown_to(person: User, application: Application) -> Proposal | None:
    """The newest proposal, unless ``person`` assesses the case anew: it tells what the officer found."""
    newest = newest_proposal(application)
    if newest and newest.proposed_by_id != person.pk and hides_others(person, application):
        return None
    return newest
