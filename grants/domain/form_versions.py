"""Versions of a published call's form: a draft beside the one in force, published with a note on what it is about."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Refusals, Refused
from grants.domain.call_problems import form_problems
from grants.enums import CallStatus, Stage
from grants.models import Call, FormVersion
from grants.permissions import check_may
from journal.domain import events

LONGEST_NOTE = 500  # characters


@transaction.atomic
def begin(call: Call, *, stage: Stage = Stage.APPLICATION, by: User, now: datetime) -> FormVersion:
    """Begin a new version of a published call's form as a copy of the one in force, or go on with the one begun.

    Raises Refused for a call that is not published.
    """
    call = _lock_published(call, by=by)
    if begun := call.form_being_written(stage):
        return begun
    in_force = call.newest_form(stage)
    version = FormVersion.objects.create(
        call=call, stage=stage, number=in_force.number + 1, definition=in_force.definition
    )
    events.record(call.stream, "form_version_begun", by=by, now=now, stage=stage, number=version.number)
    return version


@transaction.atomic
def publish(call: Call, *, note: str, stage: Stage = Stage.APPLICATION, by: User, now: datetime) -> FormVersion:
    """Put the new version in force for drafts begun from now on; those begun before are offered it.

    ``note``: what has changed and why, for the applicant. Raises Refusals for everything the form lacks, and Refused
    when it has no note or is as the one in force.
    """
    call = _lock_published(call, by=by)
    version = _begun(call, stage)
    if found := form_problems(version.form, stage):
        raise Refusals(found)
    if not note.strip():
        raise Refused("Skriv vad som är ändrat och varför.", field="note")
    if len(note.strip()) > LONGEST_NOTE:
        raise Refused(f"Texten får ha högst {LONGEST_NOTE} tecken.", field="note")
    if version.form == call.newest_form(stage).form:
        raise Refused("Den nya versionen är likadan som den som gäller. Det finns inget att publicera.")
    version.note, version.published_at = note.strip(), now
    version.save(update_fields=["note", "published_at"])
    events.record(
        call.stream, "form_version_published", by=by, now=now, stage=stage, number=version.number, note=version.note
    )
    return version


@transaction.atomic
def discard(call: Call, *, stage: Stage = Stage.APPLICATION, by: User, now: datetime) -> None:
    """Throw the new version away. The one in force stays."""
    call = _lock_published(call, by=by)
    version = _begun(call, stage)
    number = version.number
    version.delete()
    events.record(call.stream, "form_version_discarded", by=by, now=now, stage=stage, number=number)


def _lock_published(call: Call, *, by: User) -> Call:
    call = Call.objects.select_for_update().get(pk=call.pk)
    check_may(by, Permission.MANAGE_CALLS)
    if call.status != CallStatus.PUBLISHED:
        raise Refused("En ny version av formuläret görs när utlysningen är publicerad.")
    return call


def _begun(call: Call, stage: Stage) -> FormVersion:
    version = call.form_being_written(stage)
    if version is None:
        raise Refused("Det finns ingen ny version av formuläret. Någon kan redan ha publicerat eller kastat den.")
    return version
