"""What anybody may try to do in a case, at any time and in any order. The verbs decide whether it happens.

Each takes the case, who tries, the moment, and what draws the details.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from accounts.models import User
from delmos.lib.dates import stockholm_date
from grants.domain import (
    applications,
    assessment,
    communications,
    completion_requests,
    completions,
    conflict_questions,
    conflicts,
    decisions,
    delay_notices,
    frames,
    notes,
    payments,
    reports,
    withdrawals,
)
from grants.domain.completion_requests import Lacking
from grants.domain.proposal_lines import shared
from grants.enums import CheckResult, ConflictAnswer, ConflictOutcome, ConflictPoint, DecisionKind, NoteWay
from grants.interfaces.sealing import seal
from grants.models import Application, ConflictQuestion, FinalReport, Payment
from tests import factories

OFFICERS = ("dag", "disa")
DECIDERS = ("eva", "elsa")
ECONOMISTS = ("farah", "filip")
STAFF = (*OFFICERS, *DECIDERS, *ECONOMISTS, "gun", "rut")
ONWARD = {  # the way of a grant, and who goes it
    "assign": "rut",
    "check_all": "dag",
    "score_all": "dag",
    "propose": "dag",
    "prepare": "eva",
    "decide": "eva",
    "dispatch": "rut",
    "prepare_payment": "farah",
    "attest": "filip",
    "mark_paid": "farah",
    "report": "",
    "approve_report": "dag",
}


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt: ``by`` does it ``now`` in ``case``; ``draw`` chooses whatever is left open."""

    case: Application
    by: User
    now: datetime
    draw: Callable[..., Any] | None = None  # without it the first choice, or the highest number, is taken

    def one_of(self, choices: Sequence[Any]) -> Any:
        """One of them; what fits stands first."""
        return self.draw(st.sampled_from(choices)) if self.draw else choices[0]

    def number(self, least: int, most: int) -> int:
        return int(self.draw(st.integers(least, most))) if self.draw else most

    def in_days(self, least: int = 1, most: int = 30) -> date:
        return stockholm_date(self.now) + timedelta(days=self.number(least, most))


@dataclass(frozen=True, slots=True)
class Act:
    """``usual``: who at the agency does it as a rule; the party's signatory when empty."""

    do: Callable[[Try], Any]
    usual: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.do.__name__


def assign(t: Try) -> Any:
    return applications.assign(t.case, officer=factories.person(t.one_of(OFFICERS)), by=t.by, now=t.now)


def declare_none(t: Try) -> Any:
    return conflicts.declare(t.case, answer=ConflictAnswer.NONE, by=t.by, now=t.now)


def declare_conflict(t: Try) -> Any:
    return conflicts.declare(t.case, answer=ConflictAnswer.CONFLICT, ground="Svåger.", by=t.by, now=t.now)


def raise_question(t: Try) -> Any:
    about = factories.anybody(t.one_of(STAFF))
    return conflict_questions.raise_about(
        t.case, person=about, point=ConflictPoint.OTHER, ground="Vänner.", by=t.by, now=t.now
    )


def rule(t: Try) -> Any:
    question = ConflictQuestion.objects.filter(case=t.case.case).order_by("-pk").first()
    if question is None:
        return None
    return conflict_questions.rule(
        question,
        outcome=t.one_of(list(ConflictOutcome)),
        reasons="Efter samtal.",
        write_letter=factories.a_ruling,
        by=t.by,
        now=t.now,
    )


def check_one(t: Try) -> Any:
    requirement = t.one_of([found.code for found in t.case.ordinance.requirements_for(t.case.type)])
    return _check(t, requirement, t.one_of(list(CheckResult)))


def check_all(t: Try) -> Any:
    return [_check(t, found.code, CheckResult.MET) for found in t.case.ordinance.requirements_for(t.case.type)]


def _check(t: Try, requirement: str, result: CheckResult) -> Any:
    return assessment.record_check(
        t.case, requirement=requirement, result=result, source="Register", note="Se utdraget.", by=t.by, now=t.now
    )


def score_all(t: Try) -> Any:
    points = t.number(0, 5)
    return [
        assessment.score(t.case, criterion=criterion, points=points, reasons="Tydligt.", by=t.by, now=t.now)
        for criterion in t.case.call.criteria.all()
    ]


def propose(t: Try) -> Any:
    kind = t.one_of(_kinds(t))
    amount = _amount(t, kind)
    lines = shared(list(t.case.budget.all()), amount) if kind is DecisionKind.PARTIAL_GRANT else []
    return assessment.propose(
        t.case, kind=kind, amount_ore=amount, reasons="Enligt bedömningen.", lines=lines, by=t.by, now=t.now
    )


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


def prepare(t: Try) -> Any:
    kind = t.one_of(_kinds(t))
    wording = factories.wording(
        t.case,
        kind,
        amount_ore=_amount(t, kind),
        communication=t.one_of(["", "Uppenbart obehövligt."]),
        report_due_on=t.in_days(30, 300),
    )
    return decisions.prepare(t.case, wording=wording, write_letter=factories.a_letter, by=t.by, now=t.now)


def decide(t: Try) -> Any:
    shown = t.case.decisions.order_by("-pk").first()
    return shown and decisions.decide(shown, letter_sha256=shown.letter_id, seal=seal, by=t.by, now=t.now)


def dispatch(t: Try) -> Any:
    made = t.case.decisions.order_by("-pk").first()
    return made and decisions.dispatch(made, by=t.by, now=t.now)


def withdraw(t: Try) -> Any:
    return withdrawals.withdraw(t.case, by=t.by, now=t.now)


def write_off(t: Try) -> Any:
    return withdrawals.write_off(t.case, write_letter=factories.a_write_off, by=t.by, now=t.now)


def prepare_payment(t: Try) -> Any:
    return payments.prepare(t.case, instalment=t.one_of([1, 1, 2, 3]), by=t.by, now=t.now)


def attest(t: Try) -> Any:
    return _on_payment(t, lambda payment: payments.attest(payment, by=t.by, now=t.now))


def mark_paid(t: Try) -> Any:
    paid_on = stockholm_date(t.now)
    return _on_payment(t, lambda payment: payments.mark_paid(payment, paid_on=paid_on, by=t.by, now=t.now))


def cancel_payment(t: Try) -> Any:
    return _on_payment(t, lambda payment: payments.cancel(payment, reason="Fel.", by=t.by, now=t.now))


def _on_payment(t: Try, do: Callable[[Payment], Any]) -> Any:
    payment = Payment.objects.filter(decision__application=t.case).order_by("-pk").first()
    return payment and do(payment)


def report(t: Try) -> Any:
    share = t.number(0, 2)
    spent = [row.amount_ore * share // 2 for row in t.case.budget.all()]
    account = factories.an_account(t.case, spent=spent)
    saved = reports.save(t.case, account=account, base_version=0, by=t.by, now=t.now)
    return reports.submit(saved, base_version=saved.version, by=t.by, now=t.now)


def approve_report(t: Try) -> Any:
    handed_in = FinalReport.objects.filter(application=t.case).first()
    return handed_in and reports.approve(handed_in, note="Granskad.", by=t.by, now=t.now)


def repay(t: Try) -> Any:
    amount = t.number(1, 30) * 10_000_00
    today = stockholm_date(t.now)
    return reports.register_repayment(
        t.case, amount_ore=amount, received_on=today, reference=f"BG {amount}", by=t.by, now=t.now
    )


def change_frame(t: Try) -> Any:
    return frames.set_amount(
        t.case.call,
        group=t.case.group,
        amount_ore=t.number(3, 12) * 100_000_00,
        effective_from=stockholm_date(t.now),
        basis="Regeringsbeslut",
        by=t.by,
        now=t.now,
    )


def _kinds(t: Try) -> list[DecisionKind]:
    return sorted(DecisionKind, key=lambda kind: (kind is DecisionKind.DISMISS) is not t.case.is_late)


def _amount(t: Try, kind: DecisionKind) -> int:
    """Mostly the one that fits."""
    return t.one_of([factories.amount_for(t.case, kind)] * 4 + [0, t.case.requested_ore + 1, 100_000_00])


ACTS = (
    Act(assign, ("rut",)),
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
    Act(complete),
    Act(communicate, OFFICERS),
    Act(answer),
    Act(write_note, (*OFFICERS, "rut")),
    Act(notice_of_delay, OFFICERS),
    Act(prepare, DECIDERS),
    Act(decide, DECIDERS),
    Act(dispatch, (*OFFICERS, "rut")),
    Act(withdraw),
    Act(write_off, OFFICERS),
    Act(prepare_payment, ECONOMISTS),
    Act(attest, ECONOMISTS),
    Act(mark_paid, ECONOMISTS),
    Act(cancel_payment, ECONOMISTS),
    Act(report),
    Act(approve_report, OFFICERS),
    Act(repay, ECONOMISTS),
    Act(change_frame, OFFICERS),
)
