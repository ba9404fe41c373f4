"""What stands between a draft and its signature: all of it at once, so that nobody finds the errors one by one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from delmos.lib.refusal import Refused, refusal_of
from grants.domain import facts
from grants.domain.answers import check_answer, is_empty, missing_answers
from grants.enums import Stage
from grants.models import Call, Draft, DraftFile
from grants.questions import Form
from journal.policies import is_rejected

Answers = Mapping[str, Any]


def problems(draft: Draft) -> list[Refused]:
    """Every question that is not answered as it must be, and every file that was rejected, in the order of the form.

    A question is told of once, and whatever can be said of the answers that are there is said beside what is missing.
    """
    files = list(draft.files.select_related("document__scan"))
    asked = draft.asked
    said = {key: answer for key, answer in asked.only(draft.answers).items() if not is_empty(answer)}
    missing = missing_answers(draft.form.form, draft.answers, files=Counter(file.question for file in files))
    found: dict[str | None, Refused] = {}
    of_facts = facts.problems(draft.call, said, stage=Stage(draft.stage))
    for problem in (*missing, *_unfit(asked, said, draft.call), *of_facts):
        found.setdefault(problem.field, problem)
    places = {question.key: place for place, question in enumerate(asked.questions)}
    rejected = _rejected_files(file for file in files if file.question in places)
    return sorted([*found.values(), *rejected], key=lambda problem: places.get(problem.field or "", 0))


def _unfit(asked: Form, said: Answers, call: Call) -> Iterator[Refused]:
    """Answers that stood when they were saved, but not with the days that the call has now."""
    for question in asked.questions:
        check = partial(check_answer, question, said.get(question.key), times=call.times)
        if question.key in said and (refusal := refusal_of(check)):
            yield refusal


def _rejected_files(files: Iterable[DraftFile]) -> Iterator[Refused]:
    """A file that is still being checked stops nobody: the scanner's trouble must cost no applicant the deadline."""
    for file in files:
        if is_rejected(file.document):
            yield Refused(
                f"Filen {file.name} är avvisad: viruskontrollen hittade något skadligt i den. Ta bort filen, och lägg "
                "till en ny kopia från en dator utan virus om den behövs.",
                field=file.question,
            )
