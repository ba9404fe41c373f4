"""The consensus meeting (samsynsmöte): what the assessors came to when they talked their points through."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.refusal import Refused
from grants.domain.applications import locked
from grants.domain.letters_out import made_before
from grants.domain.queries.assessments import handed_in_by
from grants.models import Application, Consensus, ConsensusPoint, Criterion
from grants.permissions import check_case_act, check_is_officer
from grants.workflow import APPLICATION, DOCUMENTATION
from journal.domain import events

MAX_TEXT, MAX_PARTICIPANTS = 4000, 500


@transaction.atomic
def note(
    application: Application,
    *,
    held_on: date,
    participants: str,
    text: str,
    points: Mapping[int, int] | None = None,
    page_key: str = "",
    by: User,
    now: datetime,
) -> Consensus:
    """Write down the meeting. ``points``: what was agreed, by primary key of the criterion; the rest keeps its mean.

    A new note takes the place of an earlier one whole, which stays to be read. The same post of a page a second time
    gives the note that stands. Raises Refused for others than the officer, before the officer's own assessment is in,
    for a day to come, without text or participants, and for points beside the scale.
    """
    application = locked(application)
    check_case_act(by, Permission.ASSESS_CASES, application)
    check_is_officer(by, application)
    step = APPLICATION.check("note_consensus", application.status)
    if made := made_before(Consensus.objects.filter(application=application), page_key):
        return made
    if handed_in_by(by, application) is None:
        raise Refused("Lämna först in din egen bedömning.")
    agreed = _agreed(application, points or {})
    _check_said(held_on, participants, text, now=now)
    made = Consensus.objects.create(
        application=application,
        held_on=held_on,
        participants=participants.strip(),
        text=text.strip(),
        page_key=page_key,
        noted_at=now,
        noted_by=by,
    )
    ConsensusPoint.objects.bulk_create(
        ConsensusPoint(consensus=made, criterion=criterion, points=given) for criterion, given in agreed
    )
    events.record(application.stream, step.event, by=by, now=now, meeting=made.pk)
    return made


def _check_said(held_on: date, participants: str, text: str, *, now: datetime) -> None:
    if held_on > stockholm_date(now):
        raise Refused("Mötet kan inte ligga framåt i tiden.", field="held_on")
    for said, most, field, lacking in (
        (participants, MAX_PARTICIPANTS, "participants", "Skriv vilka som deltog."),
        (text, MAX_TEXT, "text", "Skriv vad mötet kom fram till."),
    ):
        if not said.strip():
            raise Refused(lacking, law=DOCUMENTATION, field=field)
        if len(said.strip()) > most:
            raise Refused(f"Texten är för lång. Högst {most} tecken får plats.", field=field)


def _agreed(application: Application, points: Mapping[int, int]) -> list[tuple[Criterion, int]]:
    criteria = {criterion.pk: criterion for criterion in application.call.criteria.all()}
    if not set(points) <= set(criteria):
        raise Refused("Kriteriet hör till en annan utlysning.")
    for pk, given in points.items():
        criterion = criteria[pk]
        if not criterion.lowest <= given <= criterion.highest:
            raise Refused(
                f"Ge mellan {criterion.lowest} och {criterion.highest} poäng på ”{criterion.name}”.",
                field=f"points_{pk}",
            )
    return [(criteria[pk], given) for pk, given in points.items()]
