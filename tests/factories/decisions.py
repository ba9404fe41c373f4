"""Decisions: drawn up by eva with a letter, decided, dispatched by rut."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from grants.domain import decisions, dissents
from grants.domain.wording import Wording
from grants.enums import DecisionKind, DecisionStatus
from grants.interfaces.sealing import seal
from grants.models import Application, Call, Decision, Dissent
from tests.factories.applications import amount_for, assigned, proposed, received
from tests.factories.drafts import a_pdf
from tests.factories.moments import LATE, NOW
from tests.factories.people import declare_no_conflict, person
from tests.factories.remembered import remembered


def a_letter(decision: Decision) -> bytes:
    """A letter that differs with what it says. The verb takes the writer of letters as an argument."""
    return a_pdf(f"{decision.application.case.number} {decision.kind} {decision.amount_ore} {decision.reasons}").read()


def a_dissent(dissent: Dissent) -> bytes:
    """A page that differs with what it says."""
    return a_pdf(f"{dissent.noted_by.name}: {dissent.text}").read()


def wording(application: Application, kind: DecisionKind = DecisionKind.GRANT, **changes: Any) -> Wording:
    """What eva states, complete for the kind of decision."""
    complete = Wording(
        kind=kind,
        amount_ore=amount_for(application, kind),
        reasons="Insatsen kan väntas minska segregationen.",
        rules_cited="2 och 3 §§ förordningen (2018:119)",
        conditions="Bidraget får bara användas till insatsen.",
        report_due_on=date(2019, 1, 31),
    )
    return replace(complete, **changes)


@remembered
def prepared(
    application: Application, *, kind: DecisionKind = DecisionKind.GRANT, now: datetime = NOW, **changes: Any
) -> Decision:
    """The decision drawn up with its letter."""
    return decisions.prepare(
        application,
        wording=wording(application, kind, **changes),
        write_letter=a_letter,
        by=person("eva"),
        now=now,
    )


@remembered
def decided(decision: Decision, *, now: datetime = NOW) -> Decision:
    """The decision made, as its letter says."""
    return decisions.decide(decision, letter_sha256=decision.letter_id, seal=seal, by=person("eva"), now=now)


@remembered
def dispatched(decision: Decision, *, now: datetime = NOW) -> Decision:
    """The decision sent by rut."""
    declare_no_conflict(decision.application, "rut", now=now)
    return decisions.dispatch(decision, by=person("rut"), now=now)


@remembered
def dissented(call: Call) -> Dissent:
    """disa took part in a decision of the call, and has another opinion than eva's."""
    case = proposed(assigned(received(call)))
    declare_no_conflict(case, "disa")
    decision = decided(prepared(case, present=(person("disa"),)))
    return dissents.note(decision, text="Avslag.", write_page=a_dissent, by=person("disa"), now=NOW)


@remembered
def decision_at(status: DecisionStatus, *, kind: DecisionKind = DecisionKind.GRANT, **arrival: Any) -> Decision:
    """A decision in this status. A dismissal is of an application that came too late."""
    now = LATE if kind is DecisionKind.DISMISS else NOW
    application = proposed(assigned(received(now=now, **arrival), now=now), kind=kind, now=now)
    decision = prepared(application, kind=kind, now=now)
    if status == DecisionStatus.REPLACED:
        prepared(application, kind=kind, now=now, reasons="Andra skäl.")
    if status in (DecisionStatus.DECIDED, DecisionStatus.DISPATCHED):
        decision = decided(decision, now=now)
    if status == DecisionStatus.DISPATCHED:
        decision = dispatched(decision, now=now)
    decision.refresh_from_db()
    return decision
