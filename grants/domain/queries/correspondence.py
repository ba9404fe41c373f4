"""What has been asked, shown and written in a case, for the side that asks."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.db.models.functions import JSONObject

from delmos.lib.gate import one
from grants.models import (
    Application,
    Communication,
    Completion,
    CompletionFile,
    CompletionRequest,
    Decision,
    Message,
    MessageFile,
)

# The files of a message, with what the virus scanner has said of each.
FILES = Prefetch("files", MessageFile.objects.select_related("entry__document__scan"))


def requests_of(application: Application) -> QuerySet[CompletionRequest]:
    """The requests for completion of the case, the newest first, with what they ask for."""
    return (
        application.completion_requests.select_related("sent_by", "entry").prefetch_related("items").order_by("-number")
    )


def unanswered_communications(application: Application) -> QuerySet[Communication]:
    """The communications that the party has not answered and still may, the oldest first."""
    return before_decision(application.communications.filter(replies__isnull=True)).order_by("number")


def before_decision(communications: QuerySet[Communication]) -> QuerySet[Communication]:
    """Those that no decision has been made after: what they show has not been decided on yet."""
    later = Decision.objects.filter(application=OuterRef("application"), decided_at__gte=OuterRef("sent_at"))
    return communications.filter(~Exists(later))


def request_of(application: Application, number: int) -> CompletionRequest:
    """One request. Raises NotYours for an unknown number."""
    found = one(requests_of(application), number=number)
    found.application = application
    return found


def own_completion(completion_request: CompletionRequest) -> Completion | None:
    """The answer of the party, also while it is written: only for the party's own pages (INV-4)."""
    found = Completion.objects.select_related("saved_by", "submitted_by").filter(request=completion_request).first()
    if found:
        found.request = completion_request
    return found


def own_completion_file(completion_request: CompletionRequest, pk: int) -> CompletionFile:
    """A file of the answer being written or submitted. Raises NotYours for another."""
    files = CompletionFile.objects.select_related("document", "completion__request__application")
    return one(files.filter(completion__request=completion_request), pk=pk)


def completions_in(application: Application) -> QuerySet[Completion]:
    """The answers that have been handed in, the oldest first, with their files. What is being written is not here."""
    return (
        Completion.objects.filter(request__application=application, submitted_at__isnull=False)
        .select_related("request", "submitted_by")
        .prefetch_related("files")
        .order_by("submitted_at", "pk")
    )


def submitted_completion(completion_request: CompletionRequest) -> Completion | None:
    """The answer to the request, once it is handed in."""
    found = completions_in(completion_request.application).filter(request=completion_request).first()
    if found:
        found.request = completion_request
    return found


def communications_of(application: Application) -> QuerySet[Communication]:
    """The communications of the case, the newest first, with their documents and answers."""
    replies = Prefetch("replies", Message.objects.select_related("sent_by", "entry").prefetch_related(FILES))
    return (
        application.communications.select_related("sent_by", "entry")
        .prefetch_related("documents__entry", replies)
        .order_by("-number")
    )


def communication_of(application: Application, number: int) -> Communication:
    """One communication. Raises NotYours for an unknown number."""
    found = one(communications_of(application), number=number)
    found.application = application
    return found


def messages_of(application: Application) -> QuerySet[Message]:
    """The messages of the case that answer no communication, the newest first."""
    return (
        application.messages.filter(communication__isnull=True)
        .select_related("sent_by", "entry")
        .prefetch_related(FILES)
        .order_by("-pk")
    )


def answers_before(completion_request: CompletionRequest) -> dict[str, Any]:
    """The answers as they stood when the request was made: the original and what had been completed until then."""
    application = completion_request.application
    answers = dict(application.answers)
    for completion in completions_in(application).filter(submitted_at__lt=completion_request.sent_at):
        answers |= {key: value for key, value in completion.answers.items() if value not in (None, "", [])}
    return answers


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that came with a completion, under its question."""

    question: str
    name: str


@dataclass(frozen=True, slots=True)
class Newest:
    """What an application says with its completions: the answers that count, those before them, and the new files."""

    answers: dict[str, Any]
    earlier: dict[str, Any]
    files: list[SentFile]


def newest_answers(application: Application) -> Newest:
    """The newest answer to every question; ``earlier`` has the one before, for those that were completed. One query."""
    sent = CompletionFile.objects.filter(completion=OuterRef("pk")).order_by("pk")
    names = ArraySubquery(sent.values_list(JSONObject(question="question", name="name")))
    completions = completions_in(application).prefetch_related(None).annotate(sent=names)
    newest = Newest(dict(application.answers), {}, [])
    for answers, attached in completions.values_list("answers", "sent"):
        for key, value in answers.items():
            if value not in (None, "", []):
                newest.earlier[key], newest.answers[key] = newest.answers.get(key), value
        newest.files.extend(SentFile(**file) for file in attached)
    return newest
