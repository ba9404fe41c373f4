"""A letter of a real case as it would be with a text that is not published. Nothing is stored."""

from delmos.lib.refusal import Refused
from grants.enums import DecisionStatus
from grants.interfaces.letters import render_decision
from grants.models import Application, Decision, LetterText


def on_a_case(draft: LetterText, application: Application) -> bytes:
    """The decision letter of the case with the text in it; the caller has passed the gate of the case.

    Raises Refused for a case without a decision, and for one that the text is not for.
    """
    decisions = Decision.objects.filter(application=application).exclude(status=DecisionStatus.REPLACED)
    decision = decisions.select_related("decider", "rapporteur").order_by("-pk").first()
    if decision is None:
        raise Refused("Det finns inget beslut eller upprättat brev i det ärendet att visa texten i.")
    if draft.ordinance_key and draft.ordinance_key != application.ordinance_key:
        raise Refused("Ärendet följer en annan förordning eller lydelse än den som texten är för.")
    if draft.decision_kind and draft.decision_kind != decision.kind:
        raise Refused("Beslutet i ärendet är av ett annat slag än det som texten är för.")
    decision.application = application
    return render_decision(decision, draft=draft)
