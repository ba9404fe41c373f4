"""Forms of the economists."""

from django import forms

from delmos.lib.forms import DayField, MoneyField, TextField


class PaymentForm(forms.Form):
    """Which instalment the page has shown: the one that is paid."""

    instalment = TextField(required=False, max_length=5, widget=forms.HiddenInput)

    @property
    def number(self) -> int:
        """The instalment's number, 0 for what is none: the verb says which one is next."""
        text = self.cleaned_data["instalment"]
        return int(text) if text.isascii() and text.isdigit() else 0


class PaidForm(forms.Form):
    """The day the bank paid."""

    paid_on = DayField(label="Betalningsdag enligt banken")


class CancelForm(forms.Form):
    """Why a payment is stopped."""

    reason = TextField(
        max_length=300, label="Varför avbryts utbetalningen?", error_messages={"required": "Skriv varför."}
    )
    not_executed = forms.BooleanField(
        required=False,
        label="Jag har kontrollerat att banken inte har betalat",
        help_text="Behövs när utbetalningen är attesterad. Har banken betalat markerar du den som utbetald.",
    )


class RepaymentForm(forms.Form):
    """Unspent money that has come back."""

    amount = MoneyField(label="Belopp", error_messages={"required": "Skriv beloppet."})
    received_on = DayField(label="Dag då pengarna kom in")
    reference = TextField(max_length=30, label="Bankens referens", error_messages={"required": "Skriv referensen."})
