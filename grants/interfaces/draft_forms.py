"""Forms of a draft beside its questions: a file, and the signature."""

from typing import Any

from django import forms

from delmos.lib.forms import TextField

# The form that the questions of a page are in. What stands beside it is sent with it, so that no button loses a text.
ANSWERS = "answers"


class UploadForm(forms.Form):
    """A file to attach."""

    file = forms.FileField(
        label="Välj en fil",
        allow_empty_file=True,  # the verb refuses it, with its own sentence
        widget=forms.FileInput(attrs={"form": ANSWERS}),
        help_text="PDF, bild (PNG, JPEG), Word, Excel eller OpenDocument. Högst 25 MB.",
        error_messages={"required": "Välj en fil först."},
    )


class CommentForm(forms.Form):
    """What somebody says to the colleagues about a page of questions."""

    prefix = "comment"
    text = TextField(
        label="Ny kommentar till dina kollegor",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "form": ANSWERS}),
        error_messages={"required": "Skriv en kommentar först."},
    )


class SignForm(forms.Form):
    """The signature: the hash of what was shown, the statement, and that lateness is understood."""

    content_sha256 = TextField(widget=forms.HiddenInput)
    statement = forms.BooleanField(error_messages={"required": "Kryssa i försäkran för att skriva under."})
    accepts_late = forms.BooleanField(required=False, label="Jag vill skicka in ansökan fast tiden har gått ut.")

    def __init__(self, *args: Any, statement: str, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].label = statement
        if not late:
            del self.fields["accepts_late"]
