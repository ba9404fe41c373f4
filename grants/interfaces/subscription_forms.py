"""The form by which somebody asks for e-mail on new calls."""

from django import forms

from applicants.enums import OrganisationType


class SubscribeForm(forms.Form):
    """An address, and what it wants to hear of."""

    email = forms.EmailField(
        max_length=254,
        label="E-postadress",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Skriv din e-postadress.",
            "invalid": "Skriv en e-postadress, till exempel namn@exempel.se.",
            "max_length": "Adressen är för lång.",
        },
    )
    types = forms.MultipleChoiceField(
        choices=OrganisationType.choices,
        required=False,
        label="Bara utlysningar som kan sökas av",
        help_text="Välj inget om du vill få alla.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Välj i listan."},
    )

    @property
    def chosen(self) -> list[OrganisationType]:
        """The types that were chosen, once the form is valid."""
        return [OrganisationType(value) for value in self.cleaned_data["types"]]
