"""What a completion opens, says and lacks: the questions, the bytes that are signed, and what stands against them."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from delmos.lib.refusal import Refused, refusal_of
from grants.domain import facts
from grants.domain.answers import is_empty
from grants.domain.completion_requests import OTHER_DOCUMENT
from grants.domain.queries.correspondence import newest_answers
from grants.models import Completion, CompletionRequest
from grants.questions import FACTS, Question, QuestionGroup

STATEMENT = "Jag försäkrar att uppgifterna i kompletteringen är riktiga och att jag har rätt att företräda sökanden."


def asked_group(completion_request: CompletionRequest) -> QuestionGroup:
    """The questions that the request opens, as one page, each with what is lacking as its help text."""
    known = {asked.key: asked for asked in completion_request.application.form.form.questions}
    known[OTHER_DOCUMENT.key] = OTHER_DOCUMENT
    questions = tuple(
        replace(known[key], help=f"Det här saknas: {lacking}", required=True, when=None, required_when=None)
        for key, lacking in completion_request.asked.items()
    )
    return QuestionGroup("completion", "Komplettering", questions)


def freeze(completion: Completion) -> bytes:
    """Exactly what is signed: what was asked, what is answered and the files, as canonical JSON (INV-6)."""
    application = completion.request.application
    group = asked_group(completion.request)
    content = {
        "case": application.case.number,
        "applicant": {
            "name": application.organisation.name,
            "organisation_number": application.organisation.organisation_number,
        },
        "request": completion.request.number,
        "asked": [
            {"question": asked.key, "label": asked.label, "kind": asked.kind, "lacking": asked.help}
            for asked in group.questions
        ],
        "answers": completion.answers,
        "files": [
            {"question": file.question, "name": file.name, "sha256": file.document_id}
            for file in completion.files.all()
        ],
        "statement": STATEMENT,
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def unanswered(completion: Completion) -> list[Question]:
    """The asked questions that nothing is said about yet. They stop nobody: the party may not have everything."""
    with_files = {file.question for file in completion.files.all()}
    return [
        asked
        for asked in asked_group(completion.request).questions
        if asked.key not in with_files and is_empty(completion.answers.get(asked.key))
    ]


def answers_with(completion: Completion) -> dict[str, Any]:
    """The answers of the application as they stand with this completion: what it leaves empty stays as it was."""
    said = {key: value for key, value in completion.answers.items() if not is_empty(value)}
    return {**newest_answers(completion.request.application).answers, **said}


def changes_facts(completion: Completion) -> bool:
    """Whether it answers a question that the application's facts are read from."""
    return any(key in FACTS and not is_empty(value) for key, value in completion.answers.items())


def problems(completion: Completion, *, now: datetime) -> list[Refused]:
    """What the completed facts break of what the call demands, all at once. Nothing when no fact is completed."""
    if not changes_facts(completion):
        return []
    application, answers = completion.request.application, answers_with(completion)
    raised = refusal_of(lambda: facts.check_not_raised(application, answers, now=now))
    return [*facts.problems(application.call, answers), *([raised] if raised else [])]
