"""Forms of a withdrawal."""

from typing import Any

from django import forms

from delmos.lib.forms import LongTextField
from grants.domain.withdrawals import statement


class WithdrawForm(forms.Form):
    """The applicant's withdrawal: no reason is needed, but that it is meant."""

    reason = LongTextField(max_length=2000, help_text="Ni behöver inte svara.")
    statement = forms.BooleanField()

    def __init__(self, data: Any = None, *, what: str) -> None:
        """``what`` is taken back: ansökan or intresseanmälan."""
        super().__init__(data)
        self.fields["reason"].label = f"Varför återkallar ni {what}?"
        self.fields["statement"].label = statement(what)
        self.fields["statement"].error_messages["required"] = f"Kryssa i att du återkallar {what} för sökanden."
