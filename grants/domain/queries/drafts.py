"""Drafts, through the mandates of the person who asks. There is no query of drafts for staff (INV-4)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from applicants.domain.queries.organisations import organisations_of
from applicants.models import Organisation
from delmos.lib.gate import one
from grants.models import Application, Call, Draft, DraftComment, DraftFile, DraftRevision

WRITTEN_ON = ("call", "organisation", "form")  # what every draft is written for, by and on


def drafts_of(person: User, *, now: datetime) -> QuerySet[Draft]:
    """The drafts, submitted ones too, of the organisations that ``person`` may act for."""
    more = ("saved_by", "application__case", "expression__case")
    return _acted_for(person, now=now).select_related(*WRITTEN_ON, *more).order_by("-saved_at", "pk")


def organisations_concerned(call: Call) -> QuerySet[Organisation]:
    """Those with a draft or an application under the call, for the portal to tell them that it was called off.

    Asked by a task alone: who has a draft is shown, logged and counted nowhere (INV-4).
    """
    begun = Draft.objects.filter(call=call).values("organisation")
    applied = Application.objects.filter(call=call).values("organisation")
    return Organisation.objects.filter(Q(pk__in=begun) | Q(pk__in=applied))


def drafts_written_by(person: User) -> QuerySet[Any]:
    """The drafts that ``person`` has begun, saved last or commented on, for the list of what is stored about them.

    Each carries ``own_comments``, how many comments the person has written in it. Also those of organisations the
    person has left: that they wrote is known about them, what they wrote is not shown.
    """
    return (
        Draft.objects.filter(
            Q(created_by=person)
            | Q(saved_by=person)
            | Q(pk__in=DraftComment.objects.filter(written_by=person).values("draft"))
        )
        .annotate(own_comments=Count("comments", filter=Q(comments__written_by=person)))
        .select_related("call", "organisation")
        .order_by("-saved_at", "pk")
    )


def draft_for(person: User, reference: UUID, *, now: datetime) -> Draft:
    """One draft. Raises NotYours to everybody without a mandate."""
    return one(drafts_of(person, now=now), pk=reference)


def draft_to_write_for(person: User, reference: UUID, *, now: datetime) -> Draft:
    """One draft with what a save needs and no more: pages save themselves every few seconds, in their hundreds.

    Raises NotYours to everybody without a mandate.
    """
    return one(_acted_for(person, now=now).select_related(*WRITTEN_ON).order_by(), pk=reference)


def draft_file_for(person: User, reference: UUID, pk: int, *, now: datetime) -> DraftFile:
    """A file of a draft. Raises NotYours to everybody without a mandate."""
    draft = draft_for(person, reference, now=now)
    return one(draft.files.select_related("document__scan", "draft"), pk=pk)


def sources_for(person: User, draft: Draft, *, now: datetime) -> QuerySet[Draft]:
    """The other drafts and applications of the same organisation that have answers to copy."""
    return (
        drafts_of(person, now=now).filter(organisation=draft.organisation_id).exclude(pk=draft.pk).exclude(answers={})
    )


def source_for(person: User, draft: Draft, reference: UUID, *, now: datetime) -> Draft:
    """One draft or application to copy from. Raises NotYours for one of another organisation."""
    return one(sources_for(person, draft, now=now), pk=reference)


def revisions_of(draft: Draft, *, before: int | None = None) -> QuerySet[DraftRevision]:
    """The versions of a draft that the caller has fetched through the gate, newest first; older than ``before``."""
    found = draft.revisions.select_related("saved_by").order_by("-number")
    return found if before is None else found.filter(number__lt=before)


def comments_on(draft: Draft, group: str) -> QuerySet[DraftComment]:
    """The comments on one group of a draft that the caller has fetched through the gate, oldest first."""
    return draft.comments.filter(group=group).select_related("written_by", "resolved_by").order_by("pk")


def comment_for(person: User, reference: UUID, pk: int, *, now: datetime) -> DraftComment:
    """One comment. Raises NotYours to everybody without a mandate, staff included."""
    return one(draft_for(person, reference, now=now).comments.select_related("draft"), pk=pk)


def _acted_for(person: User, *, now: datetime) -> QuerySet[Draft]:
    return Draft.objects.filter(organisation__in=organisations_of(person, now=now).order_by())
