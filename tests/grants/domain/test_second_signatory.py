"""Two signatories together: the second is asked by a link, the first is told when what was signed has changed."""

import pytest
from django.urls import reverse

from accounts.models import User
from grants.domain import drafts
from grants.models import Draft
from journal.models import Mail, Notice
from tests.factories import NOW, a_draft, a_pdf, jointly, sign

pytestmark = pytest.mark.django_db
Pair = tuple[Draft, User, User]


@pytest.fixture
def waiting(anna: User, bo: User) -> Pair:
    """A draft that anna has signed and that waits for kim; bo writes in it too."""
    draft = a_draft()
    _, kim = jointly(draft.organisation)
    sign(draft, by=anna)
    return draft, anna, kim


def told(kind: str) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(key__startswith=kind).order_by("pk").values_list("recipient_key", "url"))


def rename(draft: Draft, title: str, *, by: User) -> Draft:
    draft.refresh_from_db()
    version = draft.version_of("about")
    return drafts.save_group(draft, group="about", answers={"title": title}, base_version=version, by=by, now=NOW)


def test_the_second_signatory_is_asked_with_a_link_to_the_page(waiting: Pair) -> None:
    draft, _, kim = waiting
    assert told("signature-asked-for") == [(kim.actor_key, reverse("draft_check", args=[draft.pk]))]


def test_the_second_signatory_is_asked_by_mail_too(waiting: Pair) -> None:
    draft, _, kim = waiting
    mail = Mail.objects.get(to=kim.email)
    assert (mail.subject, reverse("draft_check", args=[draft.pk]) in mail.text) == ("Du har ett meddelande", True)


def test_signing_again_asks_nobody_twice(waiting: Pair) -> None:
    draft, anna, _ = waiting
    sign(draft, by=anna)
    assert len(told("signature-asked-for")) == 1


def test_a_single_signatory_asks_nobody() -> None:
    sign(a_draft())
    assert told("signature-asked-for") == []


def test_a_changed_answer_is_told_to_who_has_signed(waiting: Pair, bo: User) -> None:
    draft, anna, _ = waiting
    rename(draft, "Ett annat namn", by=bo)
    [notice] = Notice.objects.filter(key__startswith="signature-fell")
    assert (notice.recipient_key, notice.title) == (
        anna.actor_key,
        f"{bo.name} har ändrat ansökan till ”{draft.call.title}” efter att du skrev under. Din underskrift gäller inte "
        "det nya innehållet. Granska ansökan och skriv under igen.",
    )


def test_a_changed_file_is_told_too(waiting: Pair, bo: User) -> None:
    draft, anna, _ = waiting
    drafts.attach(draft, question="attachments", name="ny.pdf", content=a_pdf(), size=9, by=bo, now=NOW)
    assert [key for key, _ in told("signature-fell")] == [anna.actor_key]


def test_several_changes_are_told_once(waiting: Pair, bo: User) -> None:
    draft, _, _ = waiting
    for title in ("Ett", "Två", "Tre"):
        rename(draft, title, by=bo)
    assert len(told("signature-fell")) == 1


def test_saving_the_same_answers_again_tells_nobody(waiting: Pair, bo: User) -> None:
    draft, _, _ = waiting
    rename(draft, draft.answers["title"], by=bo)
    assert told("signature-fell") == []


def test_the_new_content_needs_both_signatures_and_asks_again(waiting: Pair, bo: User) -> None:
    """INV-5."""
    draft, anna, kim = waiting
    draft = rename(draft, "Ett annat namn", by=bo)
    assert sign(draft, by=kim) is None
    assert [key for key, _ in told("signature-asked-for")] == [kim.actor_key, anna.actor_key]
    assert sign(draft, by=anna) is not None
