"""Comments on a draft: between colleagues, never the agency's to read (INV-4; TF 2:9, 2:13)."""

import pytest

from accounts.models import User
from delmos.lib.gate import NotYours
from delmos.lib.refusal import Refused
from grants.domain import comments, drafts
from grants.domain.queries.drafts import comment_for
from grants.models import Draft
from journal.domain import notices
from journal.models import Event
from tests.factories import NOW, a_draft, sign

pytestmark = pytest.mark.django_db
STRANGERS = ["cecilia", "dag", "disa", "eva", "farah", "filip", "gun", "lars", "rut"]


@pytest.fixture
def draft(anna: User, bo: User) -> Draft:
    return a_draft()


def write(draft: Draft, by: User, text: str = "Stämmer summan?"):
    return comments.write(draft, group="budget", text=text, by=by, now=NOW)


def test_a_comment_says_who_and_where(draft: Draft, bo: User) -> None:
    comment = write(draft, bo, "  Stämmer summan?  ")
    assert (comment.text, comment.group, comment.written_by, comment.written_at, comment.resolved_at) == (
        "Stämmer summan?",
        "budget",
        bo,
        NOW,
        None,
    )


@pytest.mark.parametrize(
    ("text", "sentence"), [("  ", "Skriv en kommentar först"), ("x" * 2001, "högst 2000 tecken. Den här har 2001")]
)
def test_a_comment_that_cannot_be_taken_is_refused(draft: Draft, bo: User, text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        write(draft, bo, text)


def test_a_comment_is_resolved_and_reopened(draft: Draft, anna: User, bo: User) -> None:
    comment = comments.resolve(write(draft, bo), by=anna, now=NOW)
    assert (comment.resolved_by, comment.resolved_at) == (anna, NOW)
    comment = comments.reopen(comment, by=bo, now=NOW)
    assert (comment.resolved_by, comment.resolved_at) == (None, None)


def test_the_others_get_a_notice_that_does_not_say_what_was_written(draft: Draft, anna: User, bo: User) -> None:
    write(draft, bo, "En hemlighet")
    [notice] = notices.notices_of(anna.actor_key)
    assert (notice.title, notice.url) == (
        "Bo Berg har kommenterat er ansökan till Statsbidrag mot segregation 2018",
        f"/utkast/{draft.pk}/del/budget/",
    )
    assert list(notices.notices_of(bo.actor_key)) == []


@pytest.mark.parametrize("username", STRANGERS)
def test_nobody_without_a_mandate_reads_or_writes_a_comment(
    cast: dict[str, User], draft: Draft, bo: User, username: str
) -> None:
    """INV-4: for staff there is no query that finds it."""
    comment, stranger = write(draft, bo), cast[username]
    with pytest.raises(NotYours):
        comment_for(stranger, draft.pk, comment.pk, now=NOW)
    for act in (lambda: write(draft, stranger), lambda: comments.resolve(comment, by=stranger, now=NOW)):
        with pytest.raises(Refused, match="Du saknar behörighet"):
            act()


def test_a_comment_is_no_part_of_what_is_signed(draft: Draft, bo: User) -> None:
    before = drafts.freeze(draft)
    write(draft, bo, "Syns inte utanför")
    draft.refresh_from_db()
    assert drafts.freeze(draft) == before


def test_a_comment_leaves_no_trace_in_the_event_log(draft: Draft, bo: User) -> None:
    before = Event.objects.count()
    write(draft, bo)
    assert Event.objects.count() == before


def test_a_submitted_application_takes_no_comment(draft: Draft, bo: User) -> None:
    sign(draft)
    with pytest.raises(Refused, match="redan inskickad"):
        write(draft, bo)
