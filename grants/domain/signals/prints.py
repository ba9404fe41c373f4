"""The fingerprints of the texts of an application: kept beside it, and drawn anew when a text has changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from delmos.lib.page_text import text_of_pdf
from delmos.lib.shingles import sketch, whole, words_of
from grants.domain.queries.correspondence import newest_answers
from grants.models import Application, ApplicationFile, CompletionFile, TextPrint
from grants.question_kinds import TEXTS
from grants.questions import QuestionKind
from journal.domain import documents
from journal.models import Document
from journal.policies import can_open

SHORTEST = 60  # words: shorter answers are alike without anybody having copied
MOST_FILES = 20
PDF = "application/pdf"
FILE = "file:"
AUDITOR = "auditor"
_AUDITOR_WORDS = ("revisor", "auditor")


@dataclass(frozen=True, slots=True)
class Source:
    """A text: the key that tells it from the application's others, what it is called, and its fingerprint."""

    key: str
    name: str
    hashes: list[int]


def draw(application: Application) -> list[TextPrint]:
    """The prints as the answers are now, with those of files. The caller holds the application's row lock."""
    kept = {found.source: found for found in application.text_prints.exclude(source__startswith=FILE)}
    wanted = {source.key: source for source in _answers(application)}
    changed = [key for key, found in kept.items() if key not in wanted or wanted[key].hashes != found.hashes]
    application.text_prints.filter(source__in=changed).delete()
    TextPrint.objects.bulk_create(
        TextPrint(application=application, source=source.key, name=source.name, hashes=source.hashes)
        for source in wanted.values()
        if source.key not in kept or source.key in changed
    )
    return list(application.text_prints.all())


def read_files(application: Application) -> None:
    """Print the PDFs that have not been read yet. It takes its time, and is done before any lock is taken.

    A file that nobody may open yet waits; the case is due again when the virus scanner has called it clean.
    """
    kept = set(application.text_prints.values_list("source", flat=True))
    for document, name in list(_attached(application))[:MOST_FILES]:
        key = f"{FILE}{document.sha256}"
        if key not in kept and can_open(document):
            text = text_of_pdf(documents.read(document))
            hashes = sketch(text) if len(words_of(text)) >= SHORTEST else []
            found = TextPrint(application=application, source=key, name=name, hashes=hashes)
            TextPrint.objects.bulk_create([found], ignore_conflicts=True)


def _answers(application: Application) -> Iterator[Source]:
    """The answers that count to the questions that are asked for, without the sensitive ones (INV-30)."""
    answers = newest_answers(application).answers
    for question in application.form.form.asked(answers).questions:
        text = answers.get(question.key)
        if question.sensitive or question.kind not in TEXTS or not isinstance(text, str):
            continue
        if question.kind is QuestionKind.TEXT and question.key.startswith(_AUDITOR_WORDS):
            yield Source(AUDITOR, text[:200], whole(text))
        elif len(words_of(text)) >= SHORTEST:
            yield Source(question.key, question.label[:200], sketch(text))


def _attached(application: Application) -> Iterator[tuple[Document, str]]:
    shut = [question.key for question in application.form.form.sensitive]
    first = ApplicationFile.objects.filter(application=application)
    later = CompletionFile.objects.filter(
        completion__request__application=application, completion__submitted_at__isnull=False
    )
    for files in (first, later):
        pdfs = files.exclude(question__in=shut).filter(document__content_type=PDF)
        for file in pdfs.select_related("document__scan").order_by("pk"):
            yield file.document, file.name
