"""A party's right to have its matter decided (FL 12 §): after six months, once."""

from datetime import date

from delmos.lib.dates import format_date
from delmos.lib.refusal import Refused
from grants.clocks import may_ask_from
from grants.models import Application, DecisionRequest
from grants.policies.applications import step_of_the_party
from grants.workflow import DECISION_REQUEST


def check_may_ask_for_decision(application: Application, *, on: date) -> None:
    """En part får begära att ärendet avgörs när det har gått sex månader, och bara en gång."""
    if DecisionRequest.objects.filter(application=application).exists():
        raise Refused(
            "Ni har redan begärt att ärendet avgörs. Det får göras en gång i ett ärende.", law=DECISION_REQUEST
        )
    step_of_the_party("request_decision", application)
    if on < (first := may_ask_from(application.begun_at)):
        since = (
            "Det har inte gått sex månader sedan ärendet togs upp igen."
            if application.is_opened_again
            else "Ärendet har inte varit hos oss i sex månader."
        )
        raise Refused(
            f"{since} Ni får begära att det avgörs från och med {format_date(first)}.",
            law=DECISION_REQUEST,
            field="came_in_on",
        )
