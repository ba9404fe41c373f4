"""Drafts, through the mandates of the person who asks. There is no query of drafts for staff (INV-4)."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from applicants.domain.queries.organisations import organisations_of
from delmos.lib.gate import one
from grants.models import Draft, DraftFile


def drafts_of(person: User, *, now: datetime) -> QuerySet[Draft]:
    """The drafts, submitted ones too, of the organisations that ``person`` may act for."""
    return (
        Draft.objects.filter(organisation__in=organisations_of(person, now=now).order_by())
        .select_related("call", "organisation", "form", "saved_by", "application__case")
        .order_by("-saved_at", "pk")
    )


def draft_for(person: User, reference: UUID, *, now: datetime) -> Draft:
    """One draft. Raises NotYours to everybody without a mandate."""
    return one(drafts_of(person, now=now), pk=reference)


def draft_file_for(person: User, reference: UUID, pk: int, *, now: datetime) -> DraftFile:
    """A file of a draft. Raises NotYours to everybody without a mandate."""
    draft = draft_for(person, reference, now=now)
    return one(draft.files.select_related("document__scan", "draft"), pk=pk)
