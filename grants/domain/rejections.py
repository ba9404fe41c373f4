"""A file that the virus scanner has rejected: who sent it in is told at once, not when the application is signed."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from accounts.models import User
from applicants.models import MandateEvidence
from grants.models import CompletionFile, DraftFile, MessageFile
from journal.domain.notices import notify
from journal.enums import Direction
from journal.models import Document, PostItem

Sent = tuple[User, str, str]  # who sent the file, its name, and the page where it is seen to


def tell(document: Document, *, now: datetime) -> None:
    """A notice, and a mail that names neither file nor case, to each person who has ``document`` somewhere.

    Once for each content and person. A file that was taken away before the verdict is told of to nobody.
    """
    for person, name, page in _sent(document):
        notify(
            [person],
            key=f"file-rejected:{document.sha256}",
            title=f"Filen {name} är avvisad: viruskontrollen hittade något skadligt i den.",
            url=page,
            now=now,
        )


def _sent(document: Document) -> Iterator[Sent]:
    in_drafts = DraftFile.objects.filter(document=document).select_related(
        "draft__form", "draft__application__case", "draft__expression__case", "added_by"
    )
    for file in in_drafts.order_by("pk"):
        yield file.added_by, file.name, _page_of(file)
    in_answers = CompletionFile.objects.filter(document=document).select_related(
        "completion__request__application__case", "added_by"
    )
    for answer in in_answers.order_by("pk"):
        request = answer.completion.request
        page = reverse("own_completion", args=[request.application.case.number, request.number])
        yield answer.added_by, answer.name, page
    in_messages = MessageFile.objects.filter(entry__document=document).select_related(
        "message__application__case", "message__sent_by"
    )
    for sent in in_messages.order_by("pk"):
        from_party = sent.message.direction == Direction.IN
        number = sent.message.application.case.number
        yield sent.message.sent_by, sent.name, reverse("own_case" if from_party else "case", args=[number])
    yield from _in_post(document)
    for evidence in MandateEvidence.objects.filter(document=document).select_related("added_by").order_by("pk"):
        yield evidence.added_by, evidence.name, reverse("mandate", args=[evidence.mandate_id])


def _in_post(document: Document) -> Iterator[Sent]:
    """A file of post was put in by a registrar, who can ask the sender for another."""
    for item in PostItem.objects.filter(entry__document=document).select_related("post", "entry__case").order_by("pk"):
        page = reverse("registry_entry", args=[item.entry.case.number, item.entry.serial])
        for registrar in User.objects.annotate(key=Concat(Value("user:"), Cast("pk", TextField()))).filter(
            key=item.post.registered_by
        ):
            yield registrar, item.name, page


def _page_of(file: DraftFile) -> str:
    """The page of the draft that the file is on; once it is handed in, the case."""
    if submission := file.draft.submission:
        return reverse("own_case", args=[submission.case.number])
    for group in file.draft.form.form.groups:
        if file.question in {question.key for question in group.questions}:
            return reverse("draft_group", args=[file.draft.pk, group.key])
    return reverse("draft", args=[file.draft.pk])
