"""What stands between a draft and its signature: all of it at once, so that nobody finds the errors one by one."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from delmos.lib.dates import format_date
from delmos.lib.refusal import Refused
from grants.domain.answers import budget_total, check_answer, is_empty, missing_answers
from grants.enums import Stage
from grants.models import Call, Draft, DraftFile
from grants.policies import check_counties
from grants.questions import BUDGET, COUNTIES, PERIOD_END, PERIOD_START, Form
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
    for problem in (*missing, *_unfit(asked, said, draft.call), *_of_facts(draft, said)):
        found.setdefault(problem.field, problem)
    places = {question.key: place for place, question in enumerate(asked.questions)}
    rejected = _rejected_files(file for file in files if file.question in places)
    return sorted([*found.values(), *rejected], key=lambda problem: places.get(problem.field or "", 0))


def _unfit(asked: Form, said: Answers, call: Call) -> Iterator[Refused]:
    """Answers that stood when they were saved, but not with the days that the call has now."""
    for question in asked.questions:
        if question.key in said:
            yield from _refusal(check_answer, question, said[question.key], times=call.times)


def _of_facts(draft: Draft, said: Answers) -> Iterator[Refused]:
    """What the facts of an application must say beside each question's own rules."""
    if COUNTIES in said:
        yield from _refusal(check_counties, draft.call, said[COUNTIES])
    if draft.stage != Stage.APPLICATION:
        return
    if PERIOD_START in said and PERIOD_END in said:
        yield from _refusal(
            _check_period, draft.call, *(date.fromisoformat(said[key]) for key in (PERIOD_START, PERIOD_END))
        )
    if BUDGET in said and budget_total(said) <= 0:
        yield Refused("Kostnaderna i budgeten ska vara högre än medfinansieringen.", field=BUDGET)


def _check_period(call: Call, first: date, last: date) -> None:
    if last < first:
        raise Refused("Projektet kan inte sluta innan det börjar.", field=PERIOD_END)
    if first < call.project_starts_on or last > call.project_ends_on:
        between = f"{format_date(call.project_starts_on)} och {format_date(call.project_ends_on)}"
        raise Refused(f"Projektet ska ligga mellan {between}.", field=PERIOD_START)


def _refusal(check: Callable[..., None], *values: Any, **more: Any) -> Iterator[Refused]:
    try:
        check(*values, **more)
    except Refused as refusal:
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
