"""Forms of requests for public documents: the request, the trial of each document, its masks, and a decision."""

from typing import Any

from django import forms

from delmos.lib.forms import LongTextField, RadioField, TextField
from grants.domain.release_masks import Cut
from grants.enums import MaskKind, ReleaseOutcome
from grants.interfaces.correspondence_forms import OnceForm
from journal.models.secrecy import SecrecyMark
from journal.secrecy import RULES

RULE_LENGTH = SecrecyMark._meta.get_field("rule").max_length
USUAL = [(rule.short, f"{rule.short}: {rule.protects}") for rule in RULES]
TENTHS = 10  # a percent of the page is ten thousandths


class RequestForm(OnceForm):
    """What is asked for. Nothing here asks who or why."""

    wanted = LongTextField(
        rows=4,
        max_length=2000,
        label="Vilka handlingar gäller det?",
        help_text="Skriv med den frågandes egna ord. Fråga inte vem det är eller varför.",
        missing="Skriv vilka handlingar det gäller.",
    )
    contact = TextField(
        required=False,
        max_length=200,
        label="Vart ska svaret skickas?",
        help_text="Behövs bara om handlingarna ska skickas. Uppgiften tas bort när begäran är besvarad.",
    )


class RuleForm(forms.Form):
    """A form that names a rule: one of the usual ones, or another in words."""

    usual = forms.ChoiceField(
        required=False,
        label="Bestämmelse",
        choices=[("", "Välj bestämmelse"), *USUAL],
        error_messages={"invalid_choice": "Välj i listan."},
    )
    rule = TextField(required=False, max_length=RULE_LENGTH, label="Annan bestämmelse")

    @property
    def chosen_rule(self) -> str:
        """What a valid form names: the words, or else the choice."""
        return str(self.cleaned_data["rule"].strip() or self.cleaned_data["usual"])


class TryForm(RuleForm):
    """The trial of one document."""

    outcome = RadioField(choices=ReleaseOutcome.choices, label="Vad kommer du fram till?", missing="Välj i listan.")
    note = LongTextField(rows=3, max_length=1000, label="Hur har du prövat frågan?")
    field_order = ("outcome", "usual", "rule", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["usual"].help_text = "Behövs när handlingen inte lämnas ut."
        self.asked_for = frozenset(self.fields)  # what is needed follows from the first answer


class MaskForm(RuleForm):
    """One mask: words, a page, or a part of a page given in percent of it."""

    kind = RadioField(choices=MaskKind.choices, label="Vad ska maskeras?", missing="Välj vad som ska maskeras.")
    words = TextField(
        required=False,
        max_length=200,
        label="Vilket ord eller vilken fras?",
        help_text="Hittas överallt i handlingen, även spärrat, avstavat eller delat på två rader.",
    )
    page = forms.IntegerField(
        required=False, min_value=1, max_value=100_000, label="Sida", error_messages={"invalid": "Skriv ett heltal."}
    )
    field_order = ("kind", "words", "page", "left", "top", "width", "height", "usual", "rule")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (
            ("left", "Från vänster, procent"),
            ("top", "Uppifrån, procent"),
            ("width", "Bredd, procent"),
            ("height", "Höjd, procent"),
        ):
            self.fields[name] = forms.DecimalField(
                required=False,
                min_value=0,
                max_value=100,
                max_digits=4,
                decimal_places=1,
                label=label,
                localize=False,
                error_messages={"invalid": "Skriv ett tal mellan 0 och 100.", "max_value": "Högst 100 procent."},
            )
        self.order_fields(self.field_order)
        self.asked_for = frozenset(self.fields)  # what is needed follows from the first answer

    @property
    def cut(self) -> Cut:
        """What a valid form says, as the verb takes it."""
        data = self.cleaned_data
        return Cut(
            kind=MaskKind(data["kind"]),
            rule=self.chosen_rule,
            words=data["words"].strip(),
            page=data["page"] or 0,
            **{name: int((data[name] or 0) * TENTHS) for name in ("left", "top", "width", "height")},
        )


class ReasonsForm(forms.Form):
    """The decider's reasons."""

    reasons = LongTextField(
        rows=8,
        max_length=4000,
        label="Skäl",
        help_text="Vilka uppgifter som är hemliga och vilken skada det kan antas ge om de röjs. Röj dem inte här.",
        missing="Skriv skälen för beslutet.",
    )
