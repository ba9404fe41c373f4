"""Completions as a person reads them: what was asked, what was said before, and what is said now."""

from dataclasses import dataclass

from django.urls import reverse

from grants.domain.completion_content import asked_group
from grants.domain.queries.correspondence import answers_before
from grants.interfaces.question_forms import shown
from grants.models import Completion, CompletionRequest
from grants.questions import QuestionKind
from journal.domain.readings import of_answer
from journal.policies import can_open, scan_of


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of the answer: its name, the address it is fetched from, and what is said of one that does not open."""

    name: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """One asked question: what was lacking, the answer before, the answer now with its files.

    ``part``: of a sensitive answer, which has no text here and is opened by itself (INV-31).
    """

    label: str
    lacking: str
    before: str
    now: str
    files: tuple[Attached, ...] = ()
    part: str = ""

    @property
    def changed(self) -> bool:
        return self.now not in ("", self.before)


def rows(completion_request: CompletionRequest, completion: Completion | None, *, page: str) -> list[Row]:
    """The asked questions with old and new answers beside each other; new ones are empty while there is no answer.

    ``page`` is the name of the page that serves documents of the diary; the agency's is "document".
    """
    before, year = answers_before(completion_request), completion_request.application.call.budget_year
    lacking, answers = completion_request.asked, completion.answers if completion else {}
    attached = _attached(completion, page) if completion else {}
    earlier = _earlier_names(completion_request)
    found = []
    for question in asked_group(completion_request).questions:
        label, what, key = question.label, lacking[question.key], question.key
        if question.sensitive and page == "document":
            found.append(Row(label, what, "", "", part=of_answer(key)))
        elif question.kind is QuestionKind.FILES:
            files = attached.get(key, [])
            now = ", ".join(file.name for file in files)
            found.append(Row(label, what, ", ".join(earlier.get(key, [])), now, tuple(files)))
        else:
            old, new = (shown(question, said.get(key), first_year=year) for said in (before, answers))
            found.append(Row(label, what, old, new))
    return found


def _earlier_names(completion_request: CompletionRequest) -> dict[str, list[str]]:
    """The names of the files that came with the application, per question."""
    names: dict[str, list[str]] = {}
    for file in completion_request.application.files.all():
        names.setdefault(file.question, []).append(file.name)
    return names


def _attached(completion: Completion, page: str) -> dict[str, list[Attached]]:
    """The files of the answer, per question. Those of one that is not handed in are not in the diary yet."""
    case = completion.request.application.case
    files = list(completion.files.select_related("document__scan"))
    entered = case.entries.filter(document__in=[file.document_id for file in files])
    serials = dict(entered.values_list("document", "serial")) if completion.submitted_at else {}
    found: dict[str, list[Attached]] = {}
    for file in files:
        opens = file.document_id in serials and can_open(file.document)
        url = reverse(page, args=[case.number, serials[file.document_id]]) if opens else ""
        scan = scan_of(file.document)
        found.setdefault(file.question, []).append(Attached(file.name, url, scan.note if scan else ""))
    return found
