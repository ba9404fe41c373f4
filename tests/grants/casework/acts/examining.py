"""From the inbox to the proposal: who has the case, jäv, checks, scores, completion, communication."""

from datetime import timedelta
from typing import Any

from delmos.lib.dates import stockholm_date
from grants.domain import (
    applications,
    assessment,
    communications,
    completion_requests,
    completions,
    conflict_questions,
    conflicts,
    delay_notices,
    notes,
    withdrawals,
)
from grants.domain.completion_requests import Lacking
from grants.domain.proposal_lines import shared
from grants.enums import CheckResult, ConflictAnswer, ConflictOutcome, ConflictPoint, DecisionKind, NoteWay
from grants.models import ConflictQuestion
from tests import factories
from tests.grants.casework.acts.attempt import DECIDERS, OFFICERS, SENDERS, STAFF, Act, Try


def assign(t: Try) -> Any:
    officer = factories.person(t.one_of(OFFICERS, "officer"))
    return applications.assign(t.case, officer=officer, by=t.by, now=t.now)


def reassign(t: Try) -> Any:
    officer = factories.person(t.one_of(OFFICERS, "officer"))
    return applications.reassign(t.case, officer=officer, by=t.by, now=t.now)


def declare_none(t: Try) -> Any:
    return conflicts.declare(t.case, answer=ConflictAnswer.NONE, by=t.by, now=t.now)


def declare_conflict(t: Try) -> Any:
    return conflicts.declare(t.case, answer=ConflictAnswer.CONFLICT, ground="Svåger.", by=t.by, now=t.now)


def raise_question(t: Try) -> Any:
    about = factories.anybody(t.one_of(STAFF, "about"))
    return conflict_questions.raise_about(
        t.case, person=about, point=ConflictPoint.OTHER, ground="Vänner.", by=t.by, now=t.now
    )


def rule(t: Try) -> Any:
    question = ConflictQuestion.objects.filter(case=t.case.case).order_by("-pk").first()
    return question and conflict_questions.rule(
        question,
        outcome=t.one_of(list(ConflictOutcome), "outcome"),
        reasons="Efter samtal.",
        write_letter=factories.a_ruling,
        by=t.by,
        now=t.now,
    )


def check_one(t: Try) -> Any:
    requirement = t.one_of([found.code for found in t.case.ordinance.requirements_for(t.case.type)], "requirement")
    return _check(t, requirement, t.one_of(list(CheckResult), "result"))


def check_all(t: Try) -> Any:
    return [_check(t, found.code, CheckResult.MET) for found in t.case.ordinance.requirements_for(t.case.type)]


def _check(t: Try, requirement: str, result: CheckResult) -> Any:
    return assessment.record_check(
        t.case, requirement=requirement, result=result, source="Register", note="Se utdraget.", by=t.by, now=t.now
    )


def score_all(t: Try) -> Any:
    points = t.number(0, 5, "points")
    return [
        assessment.score(t.case, criterion=criterion, points=points, reasons="Tydligt.", by=t.by, now=t.now)
        for criterion in t.case.call.criteria.all()
    ]


def propose(t: Try) -> Any:
    kind = a_kind(t)
    amount = an_amount(t, kind)
    lines = shared(list(t.case.budget.all()), amount) if kind is DecisionKind.PARTIAL_GRANT else []
    return assessment.propose(
        t.case, kind=kind, amount_ore=amount, reasons="Enligt bedömningen.", lines=lines, by=t.by, now=t.now
    )


def a_kind(t: Try) -> DecisionKind:
    """The first that is drawn from fits: a late application is dismissed."""
    kinds = sorted(DecisionKind, key=lambda kind: (kind is DecisionKind.DISMISS) is not t.case.is_late)
    return DecisionKind(t.one_of(kinds, "kind"))


def an_amount(t: Try, kind: DecisionKind) -> int:
    """Mostly the one that fits."""
    amounts = [factories.amount_for(t.case, kind)] * 4 + [0, t.case.requested_ore + 1, 100_000_00]
    return int(t.one_of(amounts, "amount"))


def return_case(t: Try) -> Any:
    return assessment.return_to_officer(t.case, reason="Skälen är för korta.", by=t.by, now=t.now)


def request_completion(t: Try) -> Any:
    return completion_requests.request(
        t.case,
        items=[Lacking(factories.ASKED, "Beskriv målen.")],
        due_on=t.in_days(),
        consequence=factories.CONSEQUENCE,
        by=t.by,
        now=t.now,
    )


def extend_completion(t: Try) -> Any:
    request = t.case.completion_requests.order_by("-pk").first()
    return request and completion_requests.extend(
        request, due_on=request.due_on + timedelta(days=t.number(1, 14, "more")), by=t.by, now=t.now
    )


def complete(t: Try) -> Any:
    request = t.case.completion_requests.order_by("-pk").first()
    if request is None:
        return None
    draft = completions.save(request, answers={factories.ASKED: "Nya mål."}, base_version=0, by=t.by, now=t.now)
    return factories.hand_in_completion(draft, by=t.by, now=t.now)


def communicate(t: Try) -> Any:
    return communications.send(t.case, text="Ni har en skuld.", due_on=t.in_days(), by=t.by, now=t.now)


def answer(t: Try) -> Any:
    shown = t.case.communications.order_by("-pk").first()
    return shown and communications.answer(shown, nothing_to_add=True, by=t.by, now=t.now)


def write_note(t: Try) -> Any:
    today = stockholm_date(t.now)
    return notes.write(t.case, text="Ringde.", way=NoteWay.PHONE, received_on=today, by=t.by, now=t.now)


def notice_of_delay(t: Try) -> Any:
    return delay_notices.send(
        t.case,
        reasons="Många har sökt.",
        expected_on=t.in_days(),
        write_letter=factories.a_delay_letter,
        by=t.by,
        now=t.now,
    )


def withdraw(t: Try) -> Any:
    return withdrawals.withdraw(t.case, by=t.by, now=t.now)


def write_off(t: Try) -> Any:
    return withdrawals.write_off(t.case, write_letter=factories.a_write_off, by=t.by, now=t.now)


ACTS = (
    Act(assign, ("rut",)),
    Act(reassign, ("rut",)),
    Act(declare_none, STAFF),
    Act(declare_conflict, STAFF),
    Act(raise_question, STAFF),
    Act(rule, ("eva", "gun")),
    Act(check_one, OFFICERS),
    Act(check_all, OFFICERS),
    Act(score_all, OFFICERS),
    Act(propose, OFFICERS),
    Act(return_case, DECIDERS),
    Act(request_completion, OFFICERS),
    Act(extend_completion, OFFICERS),
    Act(complete),
    Act(communicate, OFFICERS),
    Act(answer),
    Act(write_note, SENDERS),
    Act(notice_of_delay, OFFICERS),
    Act(withdraw),
    Act(write_off, OFFICERS),
)
