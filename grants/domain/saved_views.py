"""Work lists that a person has given a name, for itself alone."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.gate import one
from delmos.lib.refusal import Refused
from grants.models import SavedView
from grants.permissions import check_may

MOST_VIEWS = 20  # of one person: they stand above the list


def views_of(person: User) -> QuerySet[SavedView]:
    """The person's own views, by name."""
    return SavedView.objects.filter(saved_by=person).order_by("name", "pk")


def view_of(person: User, pk: int) -> SavedView:
    """One of the person's own views. Raises NotYours for another's."""
    return one(views_of(person), pk=pk)


@transaction.atomic
def save(name: str, *, query: str, is_start: bool = False, by: User, now: datetime) -> SavedView:
    """Keep ``query`` under ``name``; a view of that name is written over. Raises Refused for one too many."""
    check_may(by, Permission.SEE_CASES)
    if not (name := name.strip()):
        raise Refused("Skriv vad vyn ska heta.", field="name")
    own = list(views_of(by).select_for_update())
    if len(own) >= MOST_VIEWS and name not in {view.name for view in own}:
        raise Refused(f"Du kan ha högst {MOST_VIEWS} vyer. Ta bort någon först.", field="name")
    if is_start:
        _clear_start(by)
    view, _ = SavedView.objects.update_or_create(
        saved_by=by,
        name=name,
        defaults={"query": query, "saved_at": now} | ({"is_start": True} if is_start else {}),
    )
    return view


@transaction.atomic
def start_with(view: SavedView, *, by: User, now: datetime) -> None:
    """Let the person's work list start with the view, and with no other."""
    _clear_start(by)
    views_of(by).filter(pk=view.pk).update(is_start=True, saved_at=now)


@transaction.atomic
def start_with_none(*, by: User, now: datetime) -> None:
    """Let the person's work list start with every case again."""
    views_of(by).filter(is_start=True).update(is_start=False, saved_at=now)


@transaction.atomic
def remove(view: SavedView, *, by: User, now: datetime) -> None:
    """Take away one of the person's own views. Nothing of a case goes with it. Twice changes nothing."""
    views_of(by).filter(pk=view.pk).delete()


def _clear_start(person: User) -> None:
    views_of(person).filter(is_start=True).update(is_start=False)
