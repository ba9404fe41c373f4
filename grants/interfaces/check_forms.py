"""The form of one formal check: result, source, note, and what shows it."""

from collections.abc import Iterable
from typing import Any

from django import forms

from delmos.lib.forms import LongTextField, RadioField, TextField
from grants.domain.messages import Attachment
from grants.enums import CheckResult
from grants.interfaces.draft_forms import UploadForm
from grants.ordinances.profile import Requirement
from journal.models import RegistryEntry


class CheckForm(forms.Form):
    """The result of one formal check."""

    result = RadioField(choices=CheckResult.choices, label="Resultat", missing="Välj om kravet är uppfyllt.")
    source = TextField(
        max_length=200,
        label="Var har du hämtat uppgiften?",
        error_messages={"required": "Skriv var uppgiften är hämtad."},
    )
    note = LongTextField(
        rows=3,
        max_length=1000,
        label="Anteckning",
        help_text="Behövs om kravet inte är uppfyllt, och om det finns ett annat statligt bidrag.",
    )
    file = forms.FileField(
        required=False,
        allow_empty_file=True,  # the verb refuses it, with its own sentence
        label="Nytt underlag",
        help_text=f"Till exempel ett registerutdrag. Det blir en handling i ärendet. "
        f"{UploadForm.base_fields['file'].help_text}",
    )

    def __init__(self, *args: Any, requirement: Requirement, documents: Iterable[RegistryEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].label = requirement.question
        if requirement.sources:
            self.fields["source"].help_text = f"Till exempel {', '.join(requirement.sources)}."
        choices = [("", "Inget"), *((entry.serial, f"{entry.serial}. {entry.title}") for entry in documents)]
        self.fields["serial"] = forms.TypedChoiceField(
            coerce=int,
            empty_value=None,
            required=False,
            choices=choices,
            label="Underlag som redan finns i ärendet",
            error_messages={"invalid_choice": "Välj en handling i ärendet."},
        )
        self.order_fields(["result", "source", "note", "serial"])

    @property
    def attachment(self) -> Attachment | None:
        """The new evidence of a valid form, as the verb takes it."""
        file = self.cleaned_data["file"]
        return Attachment(file.name or "", file, file.size or 0) if file else None
