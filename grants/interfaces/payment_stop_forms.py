"""Forms of a payment stop: the officer's proposal, and the decider's reasons to lift it."""

from collections.abc import Mapping
from typing import Any

from django import forms

from delmos.lib.forms import LongTextField, RadioField
from delmos.lib.money import format_sek
from grants.domain.payment_stops import MOST, MOST_NOT_HEARD


class StopForm(forms.Form):
    """What is not to be paid, and why. ``grounds``: the ordinance's; ``amounts``: öre, by the first instalment."""

    from_instalment = RadioField(label="Vad ska inte betalas ut?", choices=(), missing="Välj vad som inte ska betalas.")
    ground = RadioField(label="På vilken grund?", choices=(), missing="Välj grunden för hindret.")
    reasons = LongTextField(
        rows=8,
        max_length=MOST,
        missing="Skriv skälen för beslutet.",
        label="Skäl",
        help_text="Står i beslutet: vad som har hänt, och varför det hindrar utbetalningen.",
    )
    not_heard = LongTextField(
        rows=3,
        max_length=MOST_NOT_HEARD,
        label="Varför behöver parten inte få yttra sig först?",
        help_text="Lämna tomt om ni har kommunicerat. Skälet står i beslutet. (25 § förvaltningslagen)",
    )

    def __init__(self, *args: Any, grounds: Mapping[str, str], amounts: Mapping[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = min(amounts, default=0)
        offered = {
            number: _all_of(amount) if number == first else _from(number, amount) for number, amount in amounts.items()
        }
        for name, choices in (("from_instalment", offered), ("ground", grounds)):
            picked = self.fields[name]
            assert isinstance(picked, RadioField)
            picked.choices = list(choices.items())
        # The instalment that was picked may have been paid since.
        gone = "Välj en rat som inte är utbetald." if amounts else "Det finns inget kvar att betala ut."
        self.fields["from_instalment"].error_messages["invalid_choice"] = gone

    @property
    def proposed(self) -> dict[str, Any]:
        """What the verb takes."""
        return {**self.cleaned_data, "from_instalment": int(self.cleaned_data["from_instalment"])}


class LiftForm(forms.Form):
    """Why a stop is lifted."""

    lift_reasons = LongTextField(
        rows=6, max_length=MOST, missing="Skriv varför hindret upphävs.", label="Varför upphävs hindret?"
    )


def _all_of(amount: int) -> str:
    return f"Allt som återstår, {format_sek(amount)}"


def _from(number: int, amount: int) -> str:
    return f"Från och med rat {number}, {format_sek(amount)}"
