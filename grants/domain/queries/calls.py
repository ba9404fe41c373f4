"""Calls, as the public and as the officers see them."""

from collections.abc import Iterable

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.gate import one
from grants.enums import CallStatus, Stage
from grants.models import Application, Call
from grants.questions import Form

MOST_TO_COPY = 100
OWN_DRAFTS_FIRST = ("rank", "-opens_at", "-pk")


def published_calls() -> QuerySet[Call]:
    """The calls that stand as published, newest opening first."""
    return Call.objects.filter(status=CallStatus.PUBLISHED).order_by("-opens_at", "-pk")


def public_calls() -> QuerySet[Call]:
    """The calls that anybody may read: the published and the cancelled."""
    return Call.objects.exclude(status=CallStatus.DRAFT)


def public_call(slug: str) -> Call:
    """A published or cancelled call. Raises NotYours for a draft or an unknown one."""
    return one(public_calls(), slug=slug)


def newest_public_calls() -> QuerySet[Call]:
    """The calls that anybody may read, the newest change (published, or called off) first."""
    return public_calls().order_by(Coalesce("cancelled_at", "published_at").desc(), "-pk")


def calls_for(person: User) -> QuerySet[Call]:
    """Every call, drafts too, for those who manage calls; none for others."""
    return Call.objects.order_by("-opens_at", "-pk") if person.may(Permission.MANAGE_CALLS) else Call.objects.none()


def call_for(person: User, slug: str) -> Call:
    """A call to manage. Raises NotYours to everybody who does not manage calls."""
    return one(calls_for(person), slug=slug)


def calls_to_manage(person: User) -> QuerySet[Call]:
    """As calls_for, for the order OWN_DRAFTS_FIRST: one's own drafts, then other drafts, then the published."""
    return calls_for(person).annotate(
        rank=Case(
            When(status=CallStatus.DRAFT, created_by=person, then=Value(0)),
            When(status=CallStatus.DRAFT, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
    )


def application_counts(calls: Iterable[Call]) -> dict[int, int]:
    """How many applications each of ``calls`` has received, by call id; a call without any is not there. One query."""
    rows = Application.objects.filter(call__in=list(calls)).order_by().values_list("call").annotate(Count("pk"))
    return dict(rows)


def form_of(call: Call, stage: Stage = Stage.APPLICATION) -> Form:
    """The form of one step of the call, as applicants answer it."""
    return call.newest_form(stage).form


def written_form_of(call: Call, stage: Stage = Stage.APPLICATION) -> Form:
    """The form of one step of the call as officers write it: the version being written, or the one in force."""
    return (call.form_being_written(stage) or call.newest_form(stage)).form


def forms_to_copy(person: User, call: Call, stage: Stage) -> list[Call]:
    """The calls whose form of ``stage`` ``person`` may copy into ``call``, newest opening first."""
    has_form = Q(status=CallStatus.DRAFT) | Q(forms__published_at__isnull=False)
    found = calls_for(person).filter(has_form, forms__stage=stage).exclude(pk=call.pk)
    return list(found.distinct()[:MOST_TO_COPY])
