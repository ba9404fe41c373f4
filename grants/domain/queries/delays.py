"""What has been said of a delay: notices to the party, and the party's request for a decision."""

from datetime import date

from grants.models import Application, DecisionRequest, DelayNotice
from grants.models.decision import SENT


def notices_of(application: Application) -> list[DelayNotice]:
    """The notices of a case, the newest first, with the draft if there is one."""
    found = application.delay_notices.select_related("entry", "settled_by").order_by("-pk")
    return list(found)


def request_of(application: Application) -> DecisionRequest | None:
    """The request for a decision, if one was made."""
    found = DecisionRequest.objects.select_related("entry", "entered_by", "refused_by")
    return found.filter(application=application).first()


def decision_sent_on(request: DecisionRequest) -> date | None:
    """The day of the decision of the matter, once the party may know of it: it answers the request too."""
    sent = request.application.decisions.filter(status__in=SENT).order_by("pk")
    return sent.values_list("decided_on", flat=True).first()


def refusal_serial(request: DecisionRequest) -> int | None:
    """The number in the diary of the decision that refused the request."""
    if request.letter_id is None:
        return None
    entries = request.application.case.entries.filter(document=request.letter_id, visible_to_party=True)
    return entries.values_list("serial", flat=True).first()
