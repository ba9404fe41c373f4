"""The sealed letters of a payment stop: the decision, and the one that lifts it."""

from datetime import datetime

from accounts.models import User
from delmos.lib.money import format_sek
from grants.enums import LetterKind
from grants.interfaces.letter_words import Values, day
from grants.interfaces.letters import letter_of_case
from grants.interfaces.sealing import seal
from grants.models import LetterText, PaymentStop


def render_stop(stop: PaymentStop) -> bytes:
    """The decision that a sum is not paid, as a sealed PDF."""
    if stop.decided_at is None or stop.decided_by is None:
        raise ValueError("a letter is drawn up for a decision that is made")
    return seal(stop_letter(stop, at=stop.decided_at, decider=stop.decided_by))


def stop_letter(stop: PaymentStop, *, at: datetime, decider: User, draft: LetterText | None = None) -> bytes:
    """The same, not sealed: as it would be if ``decider`` decided it then, or with a text that is being written."""
    values = {**_values(stop), "beslutsfattare": decider.name, "föredragande": stop.proposed_by.name}
    return letter_of_case(LetterKind.PAYMENT_STOP, stop.application, at, values, {"stop": stop, "at": at}, draft)


def render_lift(stop: PaymentStop, *, draft: LetterText | None = None) -> bytes:
    """The decision that lifts it, as a sealed PDF."""
    values = {
        **_values(stop),
        "hindret_beslutat": day(stop.decided_at),
        "beslutsfattare": stop.lifted_by.name if stop.lifted_by else "",
    }
    letter = letter_of_case(
        LetterKind.PAYMENT_STOP_LIFTED, stop.application, stop.lifted_at, values, {"stop": stop}, draft
    )
    return letter if draft else seal(letter)


def _values(stop: PaymentStop) -> Values:
    rule = stop.application.ordinance.stop
    return {"hindrat_belopp": format_sek(stop.amount_ore), "regel": str(rule.no_appeal) if rule else ""}
