"""The usual ways of a case, step by step: what the agency and the party do when everything goes as it should.

The random machine goes some part of them, so that what comes last is tried as often as what comes first. Each is also
gone whole, and then every step must be let through.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from grants.enums import (
    CheckResult,
    ConflictOutcome,
    CourtOutcome,
    DecisionKind,
    DeliveryKind,
    ReconsideredOutcome,
    ReopeningGround,
    TimelinessGround,
)

PARTY = ""


@dataclass(frozen=True, slots=True)
class Step:
    """``by`` does ``act`` with what is ``chosen``, ``after`` so many days. A party's signatory when ``by`` is empty."""

    act: str
    by: str = PARTY
    chosen: Mapping[str, Any] = field(default_factory=dict)
    after: int = 0


def step(act: str, by: str = PARTY, *, after: int = 0, **chosen: Any) -> Step:
    """A step, with what is left open in the act chosen by its name."""
    return Step(act, by, chosen, after)


REJECT, PARTIAL = {"kind": DecisionKind.REJECT}, {"kind": DecisionKind.PARTIAL_GRANT}
OBVIOUS = {"communication": "Uppenbart obehövligt."}

PREPARED = (step("assign", "rut"), step("check_all", "dag"), step("score_all", "dag"))
SENT = (step("decide", "eva"), step("dispatch", "rut"))
GRANTED = (step("propose", "dag", kind=DecisionKind.GRANT), step("prepare", "eva", kind=DecisionKind.GRANT), *SENT)
GRANTED_IN_PART = (step("propose", "dag", **PARTIAL), step("prepare", "eva", **PARTIAL), *SENT)
REJECTED = (step("propose", "dag", **REJECT), step("prepare", "eva", **REJECT, **OBVIOUS), *SENT)
PAID = (step("prepare_payment", "farah"), step("attest", "filip"), step("mark_paid", "farah"))
ACCOUNTED = (step("report"), step("approve_report", "dag"))
IN_COURT = (step("order_file", "rut"), step("hand_over", "rut"))


def ruled(outcome: CourtOutcome) -> Step:
    """The court's finding, two months later."""
    return step("settle", "rut", after=60, outcome=outcome)


WAYS: dict[str, tuple[Step, ...]] = {
    "a grant": (*PREPARED, *GRANTED, *PAID, *ACCOUNTED),
    "half is not used and paid back": (
        *PREPARED,
        *GRANTED,
        *PAID,
        step("report", halves=1),
        step("approve_report", "dag"),
        step("repay", "farah", ten_thousands=15),
    ),
    "a completion, extended and answered, a note and a notice of delay": (
        *PREPARED,
        step("request_completion", "dag", in_days=14),
        step("extend_completion", "dag"),
        step("complete", after=10),
        step("write_note", "dag"),
        step("notice_of_delay", "dag", after=150),
        step("check_all", "dag"),
        *GRANTED,
    ),
    "an order that is not followed": (
        *PREPARED,
        step("request_completion", "dag", in_days=14),
        step("propose", "dag", after=20, kind=DecisionKind.DISMISS),
        step("prepare", "eva", kind=DecisionKind.DISMISS, **OBVIOUS),
        *SENT,
    ),
    "a rejection on what the party was shown": (
        *PREPARED,
        step("check_one", "dag", requirement="tax_debt", result=CheckResult.NOT_MET),
        step("communicate", "dag", in_days=14),
        step("answer", after=3),
        step("propose", "dag", **REJECT),
        step("return_case", "eva"),
        step("propose", "dag", **REJECT),
        step("prepare", "eva", **REJECT),
        *SENT,
    ),
    "withdrawn": (*PREPARED, step("withdraw"), step("write_off", "dag")),
    "a question of jäv that is not upheld": (
        step("assign", "rut"),
        step("declare_none", "gun"),
        step("raise_question", "gun", about="dag"),
        step("rule", "eva", outcome=ConflictOutcome.NOT_UPHELD),
        *PREPARED,  # the case was taken from dag in the meantime
        *GRANTED,
    ),
    "an officer who is jävig": (
        step("assign", "rut"),
        step("declare_conflict", "dag"),
        step("assign", "rut", officer="disa"),
        step("check_all", "disa"),
        step("score_all", "disa"),
        step("propose", "disa", kind=DecisionKind.GRANT),
        step("prepare", "eva", kind=DecisionKind.GRANT),
        *SENT,
    ),
    "an officer who leaves before the money is paid": (
        *PREPARED,
        *GRANTED,
        step("reassign", "rut", officer="disa"),
        step("check_all", "disa", after=91),
        *PAID,
    ),
    "a payment called off and made anew": (
        *PREPARED,
        *GRANTED,
        step("prepare_payment", "farah"),
        step("cancel_payment", "filip"),
        *PAID,
    ),
    "an appeal that wins": (
        *PREPARED,
        *REJECTED,
        step("open_letter", after=2),
        step("appeal", after=5),
        step("try_the_time", "rut"),
        step("reconsider", "eva", outcome=ReconsideredOutcome.STANDS),
        *IN_COURT,
        ruled(CourtOutcome.REMITTED),
        step("check_all", "dag"),
        *GRANTED,
        *PAID,
    ),
    "an appeal that loses": (
        *PREPARED,
        *REJECTED,
        step("open_letter"),
        step("appeal", after=20),
        step("try_the_time", "rut"),
        *IN_COURT,
        ruled(CourtOutcome.UPHELD),
        ruled(CourtOutcome.UPHELD),
        step("note_final", "rut", after=30),
    ),
    "an appeal that wins in the higher court": (
        *PREPARED,
        *REJECTED,
        step("open_letter"),
        step("appeal", after=20),
        step("try_the_time", "rut"),
        *IN_COURT,
        ruled(CourtOutcome.UPHELD),
        ruled(CourtOutcome.ANNULLED),
        step("check_all", "dag"),
        *GRANTED,
    ),
    "a decision changed after an appeal, which goes to the court with it": (
        *PREPARED,
        *REJECTED,
        step("appeal"),
        step("try_the_time", "rut"),
        step("reconsider", "eva", outcome=ReconsideredOutcome.CHANGES),
        *GRANTED_IN_PART,
        *IN_COURT,
        ruled(CourtOutcome.CHANGED),
        step("check_all", "dag"),
        *GRANTED,
    ),
    "an appeal by post that is too late, dismissed, and let in by the court": (
        *PREPARED,
        *REJECTED,
        step("enter_receipt", "rut", kind=DeliveryKind.RECEIPT),
        step("enter_appeal", "rut", after=40),
        step("try_the_time", "rut"),
        step("try_again", "eva"),
        step("try_the_time", "rut"),
        step("dismiss_appeal", "eva"),
        step("appeal", after=4),
        step("try_the_time", "rut"),
        *IN_COURT,
        ruled(CourtOutcome.ANNULLED),
        step("reconsider", "eva", outcome=ReconsideredOutcome.STANDS),
    ),
    "legal force, and an appeal that the agency itself misled": (
        *PREPARED,
        *REJECTED,
        step("open_letter"),
        step("enter_appeal", "rut", after=40),
        step("try_the_time", "rut", ground=TimelinessGround.MISINFORMED),
    ),
    "a receipt that was entered by mistake": (
        *PREPARED,
        *REJECTED,
        step("enter_receipt", "rut", kind=DeliveryKind.OTHER_PROOF),
        step("strike_receipt", "rut", after=25),
        step("enter_receipt", "rut", kind=DeliveryKind.RECEIPT),
        step("appeal", after=15),
        step("try_the_time", "rut"),
    ),
    "a grant that a court annuls before it is paid": (
        *PREPARED,
        *GRANTED,
        step("appeal"),
        step("try_the_time", "rut"),
        *IN_COURT,
        ruled(CourtOutcome.ANNULLED),
    ),
    "a grant raised after it is paid": (
        *PREPARED,
        *GRANTED_IN_PART,
        *PAID,
        step("reopen", "eva", ground=ReopeningGround.TO_ADVANTAGE),
        *GRANTED,
        *PAID,
    ),
    "a grant taken back on wrong information": (
        *PREPARED,
        *GRANTED,
        step("reopen", "eva", ground=ReopeningGround.MISLED),
        *REJECTED,
    ),
    "a slip of the pen": (*PREPARED, *GRANTED, step("correct", "eva")),
    "a collective decision": (
        *PREPARED,
        GRANTED[0],
        step("begin_batch", "eva"),
        step("approve_batch", "eva"),
        step("send_batch", "rut"),
        *PAID,
    ),
    "a collective decision drawn up anew, a case of it taken out, and called off": (
        *PREPARED,
        GRANTED[0],
        step("begin_batch", "eva"),
        step("renew_batch", "eva", after=1),
        step("take_out_of_batch", "eva"),
        step("begin_batch", "eva"),
        step("call_off_batch", "eva"),
        step("change_frame", "dag", hundred_thousands=9),
        *GRANTED[1:],
    ),
}
