"""Forms of what goes back and forth in a case: requests for completion, communication, messages."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import escape
from django.utils.text import Truncator

from delmos.lib.forms import DayField, TextField
from grants.domain.completion_requests import Lacking
from grants.domain.messages import MAX_FILES, MAX_TEXT, Attachment
from grants.interfaces.draft_forms import UploadForm
from grants.questions import QuestionGroup
from journal.models import RegistryEntry

CONSEQUENCE = "Om ni inte svarar i tid kan vi komma att avvisa ansökan, eller pröva den som den är."
LACKING = "lacking_"
MOST_WORDS = 40  # of an answer, beside what it lacks


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, as a list. What each of them is, the door for uploads says."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [super(FilesField, self).clean(file, initial) for file in data or []]


def files_field() -> FilesField:
    """The field for files of a message."""
    return FilesField(
        required=False,
        label="Bilagor",
        allow_empty_file=True,  # the verb refuses it, with its own sentence
        help_text=f"{UploadForm.base_fields['file'].help_text} Högst {MAX_FILES} filer.",
    )


def document_field(label: str) -> FilesField:
    """The field for the one document that an act rests on; that it is missing, the verb says."""
    return FilesField(
        label=label,
        allow_empty_file=True,
        widget=FilesInput(attrs={"multiple": False}),
        help_text=UploadForm.base_fields["file"].help_text,
    )


def attachments(form: forms.BaseForm) -> list[Attachment]:
    """The files of a valid form, as the verbs take them."""
    return [Attachment(file.name or "", file, file.size or 0) for file in form.cleaned_data["attached"]]


class OnceForm(forms.Form):
    """What is sent once from an opened page, however often its button is pressed."""

    opened = TextField(widget=forms.HiddenInput, required=False, max_length=32, initial=lambda: uuid4().hex)

    @property
    def page_key(self) -> str:
        """What tells a post from others, of a valid form: the opened page and all it says. Empty without a page."""
        if not self.cleaned_data["opened"]:
            return ""
        sizes = [file.size for name in self.files for file in self.files.getlist(name)]
        return sha256(str([*sorted(self.cleaned_data.items()), sizes]).encode()).hexdigest()


class CompletionRequestForm(OnceForm):
    """What is lacking, question by question, until when, and what follows otherwise."""

    due_on = DayField(label="Sista dag att svara", help_text="En helgdag flyttas till nästa vardag.")
    consequence = TextField(
        max_length=1000,
        initial=CONSEQUENCE,
        label="Vad händer om sökanden inte svarar?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv vad som händer om sökanden inte svarar."},
    )

    def __init__(self, *args: Any, groups: Iterable[QuestionGroup], said: Mapping[str, str], **kwargs: Any) -> None:
        """``said``: what the application says now, in words, by question."""
        super().__init__(*args, **kwargs)
        self.groups = tuple(groups)
        for question in (asked for group in self.groups for asked in group.questions):
            answer = Truncator(said.get(question.key, "")).words(MOST_WORDS)
            self.fields[f"{LACKING}{question.key}"] = TextField(
                required=False,
                max_length=1000,
                label=question.label,
                help_text=escape(f"Svaret nu: {answer}") if answer else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def lacking(self) -> list[Lacking]:
        """What the officer has written something about."""
        return [
            Lacking(name.removeprefix(LACKING), text)
            for name, text in self.cleaned_data.items()
            if name.startswith(LACKING) and text
        ]

    @property
    def pages(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of the questions under the titles of their pages, apart from the day and the consequence."""
        return [(group.title, [self[f"{LACKING}{asked.key}"] for asked in group.questions]) for group in self.groups]


class ExtendForm(forms.Form):
    """A later day to answer."""

    due_on = DayField(label="Ny sista dag att svara", help_text="En helgdag flyttas till nästa vardag.")


class CommunicationForm(OnceForm):
    """The material: a text and documents of the case."""

    text = TextField(
        max_length=MAX_TEXT,
        label="Text till sökanden",
        help_text="Skriv vad materialet gäller och vilken betydelse det har för beslutet.",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Skriv vad materialet gäller och varför det har betydelse."},
    )
    due_on = DayField(label="Sista dag att yttra sig", help_text="En helgdag flyttas till nästa vardag.")

    def __init__(self, *args: Any, documents: Iterable[RegistryEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(entry.serial, f"{entry.serial}. {entry.title}") for entry in documents]
        self.fields["serials"] = forms.TypedMultipleChoiceField(
            coerce=int,
            choices=choices,
            required=False,
            label="Handlingar som ska visas",
            help_text="De blir synliga för sökanden.",
            widget=forms.CheckboxSelectMultiple,
        )
        self.order_fields(["text", "serials", "due_on"])


class MessageForm(OnceForm):
    """A message in a case."""

    text = TextField(
        max_length=MAX_TEXT,
        label="Meddelande",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Skriv ett meddelande."},
    )
    attached = files_field()


class AnswerForm(OnceForm):
    """The party's answer to what was communicated."""

    text = TextField(required=False, max_length=MAX_TEXT, label="Ert svar", widget=forms.Textarea(attrs={"rows": 8}))
    attached = files_field()
    nothing_to_add = forms.BooleanField(required=False, label="Vi har inget att tillägga.")


class HandInForm(forms.Form):
    """The signature of a completion: the hash of what was shown, and the statement."""

    content_sha256 = TextField(widget=forms.HiddenInput)
    statement = forms.BooleanField(error_messages={"required": "Kryssa i försäkran för att skriva under."})

    def __init__(self, *args: Any, statement: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].label = statement
