"""An expression of interest: inviting, going on, taking back, closing."""

from datetime import datetime

from delmos.lib.dates import format_moment
from delmos.lib.refusal import Refused
from grants.enums import ExpressionStatus, Stage
from grants.models import Expression
from grants.policies.calls import check_not_cancelled
from grants.workflow import ARRIVAL


def check_may_invite(expression: Expression) -> None:
    """Alla behandlas lika: den vars intresseanmälan kom in för sent bjuds inte in."""
    check_not_cancelled(expression.call)
    if expression.is_late:
        raise Refused("Intresseanmälan kom in för sent, så sökanden kan inte bjudas in.", law=ARRIVAL)


def can_still_apply(expression: Expression, *, now: datetime) -> bool:
    """Whether an application after the invitation can still come in in time."""
    return not expression.call.is_cancelled and now < expression.call.closing_of(Stage.APPLICATION)


def check_invited_may_start(expression: Expression, *, now: datetime) -> None:
    """I en utlysning i två steg ansöker bara den som har bjudits in efter sin intresseanmälan."""
    if expression.status != ExpressionStatus.INVITED:
        raise Refused("Bara den som har bjudits in efter sin intresseanmälan kan ansöka i den här utlysningen.")
    check_not_cancelled(expression.call)
    closing = expression.call.closing_of(Stage.APPLICATION)
    if now >= closing:
        raise Refused(f"Tiden att ansöka gick ut {format_moment(closing)}. Det går inte att börja en ny ansökan.")


def check_may_take_back(expression: Expression) -> None:
    """En intresseanmälan kan återkallas tills sökanden har fått besked om den."""
    if expression.settled_at:
        invited = expression.status == ExpressionStatus.INVITED
        raise Refused(
            "Ni har fått besked om intresseanmälan, så den kan inte återkallas."
            f"{' Ni behöver inte ansöka om ni inte vill.' if invited else ''}"
        )


def can_lapse(expression: Expression, *, now: datetime) -> bool:
    """Whether no application can come: the call is called off, or the invited has not applied in time."""
    invited = expression.status == ExpressionStatus.INVITED
    return expression.call.is_cancelled or (invited and not can_still_apply(expression, now=now))


def check_may_lapse(expression: Expression, *, now: datetime) -> None:
    """Den som väntar på besked ska få det, och den som är inbjuden får ansöka tills tiden är ute."""
    if can_lapse(expression, now=now):
        return
    if expression.status == ExpressionStatus.INVITED:
        closing = format_moment(expression.call.closing_of(Stage.APPLICATION))
        raise Refused(f"Sökanden kan ansöka till {closing}. Vänta till dess.")
    raise Refused("Sökanden väntar på besked. Ge sökanden det först.")
