"""An application that has come in: what its applicant may still do."""

from delmos.lib.refusal import Refused
from delmos.lib.workflow import Transition
from grants.enums import ApplicationStatus, DecisionStatus, PostingKind
from grants.models import Application
from grants.workflow import APPLICATION

GRANTED = frozenset({ApplicationStatus.GRANTED, ApplicationStatus.PARTIALLY_GRANTED, ApplicationStatus.CLOSED})
DECIDED = GRANTED | {ApplicationStatus.REJECTED, ApplicationStatus.DISMISSED}


def step_of_the_party(act: str, application: Application) -> Transition:
    """The row of the table for an act of the applicant.

    Its refusal names no state: how a case is decided is not said before the decision is sent.
    """
    step = APPLICATION.transition(act)
    if application.status not in step.sources:
        raise not_now(step)
    return step


def not_now(step: Transition) -> Refused:
    """What an applicant reads of an act that the case does not take now, whatever state it is in."""
    return Refused(f"Det går inte att {step.label.lower()} nu.", law=step.law)


def check_may_withdraw(application: Application) -> None:
    """En ansökan kan återkallas tills den är beslutad."""
    has_been_sent = application.decisions.filter(status=DecisionStatus.DISPATCHED).exists()
    if application.status not in DECIDED:
        if has_been_sent:
            raise Refused("Ansökan är beslutad och omprövas. Den kan inte återkallas.")
        if application.postings.filter(kind=PostingKind.DISBURSED).exists():
            raise Refused("Bidrag är utbetalt i ärendet. Ansökan kan inte återkallas. Hör av er till oss.")
        return
    if not has_been_sent:
        raise Refused("Ansökan håller på att avgöras och kan inte återkallas. Ni får beslutet när det är skickat.")
    raise Refused(
        "Ansökan är beslutad och kan inte återkallas. Hör av er till oss om ni inte vill ha bidraget."
        if application.status in GRANTED
        else "Ansökan är beslutad och kan inte återkallas."
    )
