"""Forms about oneself."""

from django import forms

from delmos.lib.forms import TextField


class AddressForm(forms.Form):
    """The e-mail address at which the portal reaches the person."""

    address = forms.EmailField(
        label="E-postadress",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Skriv en e-postadress.",
            "invalid": "Skriv en e-postadress, till exempel namn@example.se.",
        },
    )


class NameForm(forms.Form):
    """The name that stands beside what the person does."""

    name = TextField(label="Namn", max_length=150, error_messages={"required": "Skriv ditt namn."})
