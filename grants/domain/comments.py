"""Comments on a draft, between those who write it (INV-4: no query of comments for staff)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from applicants.domain.queries.people import people_acting_for
from delmos.lib.refusal import Refused
from grants.domain.revisions import lock
from grants.models import Draft, DraftComment
from journal.domain import notices

LONGEST = 2000
MOST = 200  # on one draft


@transaction.atomic
def write(draft: Draft, *, group: str, text: str, by: User, now: datetime) -> DraftComment:
    """Say something about a group of questions to one's colleagues, who get a notice; a mail when it is the first.

    Raises Refused for no text or one too long, and when the draft is submitted or ``by`` may not write in it.
    """
    draft = lock(draft, by=by, now=now)
    text = text.strip()
    if not text:
        raise Refused("Skriv en kommentar först.", field="text")
    if len(text) > LONGEST:
        raise Refused(f"En kommentar får ha högst {LONGEST} tecken. Den här har {len(text)}.", field="text")
    if draft.comments.count() >= MOST:
        raise Refused(f"Ett utkast kan ha högst {MOST} kommentarer.", field="text")
    first = not draft.comments.filter(group=group, resolved_at=None).exists()
    comment = DraftComment.objects.create(draft=draft, group=group, text=text, written_at=now, written_by=by)
    _tell(comment, mail=first, now=now)
    return comment


@transaction.atomic
def resolve(comment: DraftComment, *, by: User, now: datetime) -> DraftComment:
    """Mark a comment as dealt with. Who did it first stands."""
    comment = _lock(comment, by=by, now=now)
    if comment.resolved_at is None:
        _mark(comment, now, by)
    return comment


@transaction.atomic
def reopen(comment: DraftComment, *, by: User, now: datetime) -> DraftComment:
    """Take up a comment again that was dealt with."""
    comment = _lock(comment, by=by, now=now)
    _mark(comment, None, None)
    return comment


def _lock(comment: DraftComment, *, by: User, now: datetime) -> DraftComment:
    lock(comment.draft, by=by, now=now)
    return DraftComment.objects.get(pk=comment.pk)


def _mark(comment: DraftComment, at: datetime | None, by: User | None) -> None:
    comment.resolved_at, comment.resolved_by = at, by
    comment.save(update_fields=["resolved_at", "resolved_by"])


def _tell(comment: DraftComment, *, mail: bool, now: datetime) -> None:
    """The notice says who and where, never what: the comment is read in the draft alone."""
    draft = comment.draft
    notices.notify(
        [who for who in people_acting_for(draft.organisation, now=now) if who != comment.written_by],
        key=f"draft-comment:{comment.pk}",
        title=f"{comment.written_by.name} har kommenterat er ansökan till {draft.call.title}"[:200],
        url=reverse("draft_group", args=[draft.pk, comment.group]),
        now=now,
        mail=mail,
    )
