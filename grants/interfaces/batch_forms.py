"""Forms of collective decisions: what the decisions have in common, and that it is meant."""

from django import forms

from delmos.lib.forms import DayField, LongTextField, TextField
from grants.domain.batches import SharedWording
from grants.interfaces.correspondence_forms import OnceForm

NO_CONFLICT = "Jag har sett vilka de sökande är, och är inte jävig i något av ärendena"


class BatchForm(OnceForm):
    """What the decisions have in common. Kind, amount and reasons are those of each proposal."""

    report_due_on = DayField(
        required=False, label="Sista dag för slutredovisning", help_text="Behövs om något ärende bifalls."
    )
    rules_cited = LongTextField(
        rows=3,
        max_length=1000,
        label="Bestämmelser som har tillämpats",
        missing="Ange de bestämmelser som har tillämpats.",
    )
    conditions = LongTextField(
        rows=6, max_length=4000, label="Villkor", help_text="Ett villkor per rad. Behövs om något ärende bifalls."
    )
    participants = TextField(
        required=False, max_length=300, label="Andra som har deltagit i den slutliga handläggningen"
    )
    no_conflict = forms.BooleanField(
        required=False,
        label=NO_CONFLICT,
        help_text="Svaret antecknas i varje ärende. Är du jävig i något av dem svarar du i ärendet i stället.",
    )

    @property
    def wording(self) -> SharedWording:
        """What a valid form says."""
        said = self.cleaned_data
        return SharedWording(
            rules_cited=said["rules_cited"],
            conditions=said["conditions"],
            participants=said["participants"],
            report_due_on=said["report_due_on"],
        )


class ApproveForm(forms.Form):
    """The decider decides exactly the list that was shown."""

    listing_sha256 = TextField(widget=forms.HiddenInput, max_length=64)


class SendForm(forms.Form):
    """That everything is to be sent."""

    no_conflict = forms.BooleanField(
        required=False, label=NO_CONFLICT, help_text="Svaret antecknas i de ärenden där du inte redan har svarat."
    )
