"""Forms of a withdrawal."""

from django import forms

from delmos.lib.forms import LongTextField
from grants.domain.withdrawals import STATEMENT


class WithdrawForm(forms.Form):
    """The applicant's withdrawal: no reason is needed, but that it is meant."""

    reason = LongTextField(max_length=2000, label="Varför återkallar ni ansökan?", help_text="Ni behöver inte svara.")
    statement = forms.BooleanField(
        label=STATEMENT, error_messages={"required": "Kryssa i att du återkallar ansökan för sökanden."}
    )
