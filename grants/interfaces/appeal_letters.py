"""The sealed letters that follow a decision: an appeal dismissed, a slip of the pen corrected."""

from datetime import date

from grants.domain import appeal_timeliness, appeal_times
from grants.enums import LetterKind
from grants.interfaces.letter_words import day
from grants.interfaces.letters import letter_of_case
from grants.interfaces.sealing import seal
from grants.models import Appeal, Correction, LetterText


def render_dismissal(appeal: Appeal) -> bytes:
    """The decision to dismiss an appeal that came too late, with how it is appealed, as a sealed PDF."""
    received_on = appeal_times.received_on(appeal_timeliness.letter_appealed(appeal))
    return seal(dismissal(appeal, received_on=received_on, due_on=appeal_timeliness.due_of(appeal)))


def dismissal(
    appeal: Appeal, *, received_on: date | None, due_on: date | None, draft: LetterText | None = None
) -> bytes:
    """The same, not sealed: of an invented appeal it shows the text that is being written."""
    values = {
        "mottaget": day(received_on),
        "sista_dag_överklaga": day(due_on),
        "överklagandet_inkom": day(appeal.came_in_on),
        "beslutsfattare": appeal.dismissed_by.name if appeal.dismissed_by else "",
    }
    context = {"appeal": appeal, "unconfirmed": appeal.application.ordinance.confirmed_on is None}
    return letter_of_case(LetterKind.APPEAL_DISMISSED, appeal.application, appeal.dismissed_at, values, context, draft)


def render_correction(correction: Correction, *, draft: LetterText | None = None) -> bytes:
    """The correction, old and new side by side, as a sealed PDF."""
    decision = correction.decision
    values = {"beslutsdag": day(decision.decided_on), "beslutsfattare": correction.corrected_by.name}
    context = {"correction": correction, "decision": decision}
    letter = letter_of_case(
        LetterKind.CORRECTION, decision.application, correction.corrected_at, values, context, draft
    )
    return letter if draft else seal(letter)
