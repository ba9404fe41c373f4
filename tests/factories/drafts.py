"""Drafts: answered in full, and signed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from accounts.models import User
from applicants.models import Organisation
from grants.domain import drafts
from grants.enums import Stage
from grants.models import Application, Call, Draft
from grants.questions import BUDGET, COUNTIES, PERIOD_END, PERIOD_START, TITLE, Question, QuestionKind
from tests.factories.calls import a_call
from tests.factories.moments import NOW
from tests.factories.people import association, signatory_of
from tests.factories.remembered import remembered

COST_ROWS = (("Lön till projektledare", 200_000_00), ("Lokal", 100_000_00))
_ANSWERS: Mapping[QuestionKind, Any] = {
    QuestionKind.TEXT: "Ett kort svar",
    QuestionKind.LONG_TEXT: "Ett längre svar, med å, ä och ö.",
    QuestionKind.NUMBER: 120,
    QuestionKind.MONEY: 10_000_00,
    QuestionKind.DATE: "2010-01-01",
    QuestionKind.YES_NO: False,
    QuestionKind.DECLARATION: True,
    QuestionKind.PERIOD: {"start": "2018-06-01", "end": "2018-12-31"},
    QuestionKind.MUNICIPALITIES: ["2180"],
    QuestionKind.ACTIVITIES: [{"what": "Läxhjälp", "when": "Varje vecka", "result": "Fler klarar skolan"}],
    QuestionKind.PARTNERS: [{"name": "Gävle kommun", "number": "2120002338"}],
}


def complete_answers(
    call: Call,
    *,
    stage: Stage | str = Stage.APPLICATION,
    cost_rows: Sequence[tuple[str, int]] = COST_ROWS,
    **answers: Any,
) -> dict[str, Any]:
    """An answer to every question of a step's form, made from the form itself. ``answers`` replace single ones."""
    facts = {
        TITLE: "Grannar möts",
        PERIOD_START: call.project_starts_on.isoformat(),
        PERIOD_END: call.project_ends_on.isoformat(),
        COUNTIES: ["21"],
        BUDGET: [{"label": label, "amount_ore": amount} for label, amount in cost_rows],
        **answers,
    }
    questions = call.newest_form(Stage(stage)).form.questions
    return {
        question.key: facts.get(question.key, _answer(question))
        for question in questions
        if question.kind is not QuestionKind.FILES
    }


def _answer(question: Question) -> Any:
    if question.kind is QuestionKind.CHOICES:
        return [question.choices[0]]
    return question.choices[0] if question.choices else _ANSWERS.get(question.kind)


@remembered
def a_draft(
    call: Call | None = None,
    *,
    organisation: Organisation | None = None,
    by: User | None = None,
    now: datetime = NOW,
    **answers: Any,
) -> Draft:
    """A draft in which every question is answered; ``answers`` and ``cost_rows`` as in complete_answers."""
    call, organisation = call or a_call(), organisation or association()
    by = by or signatory_of(organisation)
    return answered(drafts.start(call, organisation=organisation, by=by, now=now), by=by, now=now, **answers)


@remembered
def answered(draft: Draft, *, by: User, now: datetime = NOW, **answers: Any) -> Draft:
    """The draft with every question of its step answered."""
    complete = complete_answers(draft.call, stage=draft.stage, **answers)
    for group in draft.form.form.groups:
        mine = {question.key: complete.get(question.key) for question in group.questions}
        draft = drafts.save_group(
            draft, group=group.key, answers=mine, base_version=draft.version_of(group.key), by=by, now=now
        )
    return draft


@remembered
def sign(
    draft: Draft, *, by: User | None = None, now: datetime = NOW, accepts_late: bool = False
) -> Application | None:
    """Sign exactly what the draft says now."""
    return drafts.sign(
        draft,
        content_sha256=sha256(drafts.freeze(draft)).hexdigest(),
        accepts_late=accepts_late,
        by=by or signatory_of(draft.organisation),
        now=now,
    )


def a_pdf(text: str = "stadgar") -> BytesIO:
    """A small PDF of one empty page, different for each text."""
    objects = (
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n",
    )
    content, table = b"%PDF-1.7\n%" + text.encode() + b"\n", b"0000000000 65535 f \n"
    for written in objects:
        table += b"%010d 00000 n \n" % len(content)
        content += written
    end = b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(content)
    return BytesIO(content + b"xref\n0 4\n" + table + end)
