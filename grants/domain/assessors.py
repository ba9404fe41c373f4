"""Assessors: the case's officer and those invited; each assesses alone, and sees the others when theirs is in."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Refused
from grants.domain import conflicts
from grants.domain.applications import locked
from grants.domain.queries.assessments import handed_in_by, not_in_yet
from grants.domain.telling import tell_agency
from grants.enums import ConflictAnswer, ConflictPoint
from grants.models import Application, Assessment, Assessor
from grants.permissions import check_case_act, check_is_assessor, check_is_officer, conflict_answer, is_invited
from grants.policies import check_all_scored, newest_scores
from grants.workflow import APPLICATION
from journal.domain import events, readings
from journal.domain.notices import notify
from journal.models import Reading, RegistryEntry

MAX_REASON = 500
DONE_WITHOUT = "Förslaget är lämnat utan bedömningen."


@transaction.atomic
def invite(application: Application, *, people: Iterable[User], by: User, now: datetime) -> list[Assessor]:
    """The case's officer invites colleagues, or people from outside, to assess the application beside them.

    Who is invited already stays so. Raises Refused for others than the officer, for somebody who may not assess, for
    the officer, for whoever is kept out of the case by jäv, and when nobody is named.
    """
    application = locked(application)
    check_case_act(by, Permission.ASSESS_CASES, application)
    check_is_officer(by, application)
    step = APPLICATION.check("invite_assessor", application.status)
    if not (chosen := sorted(people, key=lambda found: found.pk)):
        raise Refused("Välj minst en bedömare.", field="people")
    for person in chosen:
        _check_may_be_invited(person, application)
    known = {invited.person_id: invited for invited in application.assessors.filter(ended_at=None)}
    for person in chosen:
        if person.pk in known:
            continue
        known[person.pk] = Assessor.objects.create(
            application=application, person=person, invited_at=now, invited_by=by
        )
        events.record(application.stream, step.event, by=by, now=now, person=person.actor_key, name=person.name)
        _tell_invited(known[person.pk], application, now=now)
    return [known[person.pk] for person in chosen]


@transaction.atomic
def end(assessor: Assessor, *, reason: str, by: User, now: datetime) -> Assessor:
    """End an invitation: a person from outside does not get into the case any more. Twice changes nothing.

    What the person has handed in stays and counts. Raises Refused for others than the officer, and without a reason.
    """
    application = locked(assessor.application)
    check_case_act(by, Permission.ASSESS_CASES, application)
    check_is_officer(by, application)
    assessor = Assessor.objects.select_related("person").get(pk=assessor.pk)
    if assessor.ended_at:
        return assessor
    APPLICATION.check("end_assessor", application.status)
    if not reason.strip():
        raise Refused("Skriv varför inbjudan avslutas.", field="reason")
    if len(reason.strip()) > MAX_REASON:
        raise Refused(f"Texten är för lång. Högst {MAX_REASON} tecken får plats.", field="reason")
    return _end(assessor, application, reason.strip(), by=by, now=now)


@transaction.atomic
def begin(
    application: Application,
    *,
    answer: ConflictAnswer,
    point: ConflictPoint = ConflictPoint.OTHER,
    ground: str = "",
    by: User,
    now: datetime,
) -> None:
    """Answer on jäv as `conflicts.declare`, which opens the application; that somebody from outside reads it is logged.

    Raises Refused for whoever is not invited, and as `conflicts.declare` does.
    """
    if not is_invited(by, application):
        raise Refused("Du är inte inbjuden att bedöma ansökan.")
    conflicts.declare(application, answer=answer, point=point, ground=ground, by=by, now=now)
    if answer is ConflictAnswer.NONE and not by.may(Permission.SEE_CASES):
        readings.record(application.case, readings.APPLICATION, by=by, now=now)


@transaction.atomic
def open_document(application: Application, entry: RegistryEntry, *, by: User, now: datetime) -> Reading:
    """Let somebody who is invited read a file of the application, and log it.

    Raises Refused for others, and before the answer on jäv. ``entry`` is one that assessors may see.
    """
    check_case_act(by, Permission.ASSESS_INVITED, application)
    check_is_assessor(by, application)
    return readings.record(application.case, readings.of_document(entry), by=by, now=now)


@transaction.atomic
def hand_in(application: Application, *, by: User, now: datetime) -> Assessment:
    """Hand in one's assessment: the newest points on every criterion. Only then are the others' seen.

    Points given after it are not in until it is handed in anew; the same points twice change nothing. Raises Refused
    for whoever is not invited, and while a criterion lacks points.
    """
    application = locked(application)
    check_case_act(by, Permission.ASSESS_INVITED, application)
    check_is_assessor(by, application)
    step = APPLICATION.check("hand_in_assessment", application.status)
    criteria = list(application.call.criteria.all())
    scores = newest_scores(application, by)
    check_all_scored(criteria, scores)
    given = {score.pk for score in scores.values()}
    before = handed_in_by(by, application)
    if before and set(before.scores.values_list("pk", flat=True)) == given:
        return before
    made = Assessment.objects.create(application=application, handed_in_at=now, handed_in_by=by)
    made.scores.set(given)
    # Nothing of the points is in the log: others may read it before theirs are in.
    events.record(application.stream, step.event, by=by, now=now, assessment=made.pk)
    if by.pk != application.officer_id:
        tell_agency(
            application,
            key=f"assessment:{made.pk}",
            title=f"{by.name} har lämnat in sin bedömning",
            page="scores",
            now=now,
        )
    return made


def settle(application: Application, without: str, *, by: User, now: datetime) -> str:
    """What a proposal asks of the assessments: the officer's own and everybody's is in, or it is said why not.

    The officer who assesses alone hands in by proposing. Gives the reason that is to be kept. The caller holds the lock
    and has checked who proposes.
    """
    others = application.assessors.filter(ended_at=None).exists()
    if others and handed_in_by(by, application) is None:
        raise Refused("Lämna först in din egen bedömning, så att du ser de andras.")
    hand_in(application, by=by, now=now)
    missing = list(not_in_yet(application))
    if not missing:
        return ""
    names = ", ".join(assessor.person.name for assessor in missing)
    if not without.strip():
        raise Refused(
            f"Bedömningen är inte inne från {names}. Vänta, eller skriv varför förslaget lämnas utan den.",
            field="without",
        )
    if len(without.strip()) > MAX_REASON:
        raise Refused(f"Texten är för lång. Högst {MAX_REASON} tecken får plats.", field="without")
    for assessor in missing:
        _end(assessor, application, DONE_WITHOUT, by=by, now=now)
    return without.strip()


def _end(assessor: Assessor, application: Application, reason: str, *, by: User, now: datetime) -> Assessor:
    assessor.ended_at, assessor.ended_by, assessor.reason = now, by, reason
    assessor.save(update_fields=["ended_at", "ended_by", "reason"])
    step = APPLICATION.transition("end_assessor")
    person = assessor.person
    events.record(
        application.stream, step.event, by=by, now=now, person=person.actor_key, name=person.name, reason=reason
    )
    return assessor


def _check_may_be_invited(person: User, application: Application) -> None:
    if not person.may(Permission.ASSESS_INVITED):
        raise Refused(f"{person.name} är varken handläggare eller extern bedömare.", field="people")
    if person.pk == application.officer_id:
        raise Refused(f"{person.name} är ärendets handläggare och bedömer ändå.", field="people")
    if conflict_answer(person, application) is ConflictAnswer.CONFLICT:
        raise Refused(f"{person.name} är utanför ärendet på grund av jäv.", field="people")


def _tell_invited(assessor: Assessor, application: Application, *, now: datetime) -> None:
    number = application.case.number
    notify(
        [assessor.person],
        key=f"assessor:{assessor.pk}",
        title=f"Du är inbjuden att bedöma en ansökan i {number}",
        url=reverse("assessment", args=[number]),
        case_number=number,
        now=now,
    )
