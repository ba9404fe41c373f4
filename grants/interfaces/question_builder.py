"""A question and a page of questions as the officer writes them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from delmos.lib.forms import MoneyField, TextField
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refused
from grants.facts import FACT_REASONS, FIXED
from grants.form_rules import answers_to_pick
from grants.interfaces.question_words import options
from grants.question_rules import Anchor, Condition, DayRule
from grants.question_text import LONGEST, MEANT_FOR, MOST_FILES, MOST_MEGABYTES, MOST_YEARS, QuestionText
from grants.questions import Question, QuestionGroup, QuestionKind

NO_NUMBER = {"invalid": "Skriv ett heltal.", "min_value": "Skriv ett heltal, 1 eller högre."}
# The fields of the page by what they say, in order. Those of a kind are shown for that kind alone.
SAME = ("label", "help", "required", "sensitive", "law", "mask", "message", "missing_message", "cofunding")
COUNTS = ("max_words", "max_files", "max_megabytes")
OF_KIND: Mapping[str, str] = {
    "earliest_day": "earliest",
    "earliest_from": "earliest",
    "latest_day": "latest",
    "latest_from": "latest",
}


def _whole(label: str, help_text: str = "", **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, required=False, error_messages=NO_NUMBER, **more)


def _several_lines(label: str, help_text: str, *, longest: int, rows: int) -> TextField:
    widget = forms.Textarea(attrs={"rows": rows})
    return TextField(label=label, help_text=help_text, max_length=longest, required=False, widget=widget)


def _from_day(label: str) -> forms.ChoiceField:
    choices = [("", "Ingen gräns"), *((anchor.value, anchor.label.capitalize()) for anchor in Anchor)]
    return forms.ChoiceField(label=label, choices=choices, required=False)


class ConditionField(forms.MultipleChoiceField):
    """Answers to one earlier question, each as ``key:answer``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, **kwargs)

    def offer(self, earlier: Iterable[Question]) -> None:
        """The answers to choose among: those of earlier questions whose answers are picked from a list."""
        self.choices = [
            (asked.label, [(f"{asked.key}:{value}", words) for value, words in options(asked)])
            for asked in earlier
            if answers_to_pick(asked)
        ]

    def clean(self, value: Any) -> Condition | None:
        picked = [text.split(":", 1) for text in super().clean(value)]
        if len({key for key, _ in picked}) > 1:
            raise forms.ValidationError("Välj svar på en enda fråga.")
        return Condition(picked[0][0], tuple(answer for _, answer in picked)) if picked else None

    def prepare_value(self, value: Any) -> Any:
        return [f"{value.question}:{answer}" for answer in value.values] if isinstance(value, Condition) else value


class GroupForm(forms.Form):
    """A page of questions: its title, and when it is asked for."""

    title = TextField(
        max_length=100,
        label="Sidans rubrik",
        help_text="Till exempel ”Om projektet”.",
        error_messages={"required": "Skriv en rubrik på sidan."},
    )
    when = ConditionField(
        label="Visa sidan bara vid ett av de här svaren",
        help_text="Öppna en fråga och kryssa i svar på den. Utan kryss visas sidan alltid.",
    )

    def __init__(
        self, data: Any = None, *, group: QuestionGroup | None = None, earlier: Iterable[Question] = ()
    ) -> None:
        super().__init__(data, initial={"title": group.title, "when": group.when} if group else {})
        _offer(self, "when", earlier)


class QuestionTextForm(forms.Form):
    """One question. The kind of a question that carries a fact is fixed, and so is that it must be answered."""

    label = TextField(max_length=200, label="Fråga", error_messages={"required": "Skriv frågan."})
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in QuestionKind],
        label="Slag av svar",
        error_messages={"required": "Välj slag av svar.", "invalid_choice": "Välj slag av svar i listan."},
    )
    help = _several_lines("Hjälptext", "Står under frågan.", longest=500, rows=3)
    required = forms.BooleanField(required=False, label="Frågan ska besvaras")
    sensitive = forms.BooleanField(
        required=False,
        label="Svaret är känsligt",
        help_text="Hos oss öppnas det för sig, och vem som öppnar antecknas. Det går inte att söka på. "
        "Till exempel svar om demokrativillkoret.",
    )
    law = TextField(
        max_length=120,
        required=False,
        label="Bestämmelse som frågan grundas på",
        help_text="Till exempel ”10 § förordningen (2024:199)”. Står efter hjälptexten.",
    )
    choices = _several_lines("Alternativ", "Ett per rad, när svaret är ett eller flera val.", longest=4000, rows=5)
    max_length = _whole(
        "Högst antal tecken", f"Kort text har högst {LONGEST[QuestionKind.TEXT]} och lång text högst 10 000."
    )
    max_words = _whole("Högst antal ord", "Tomt om antalet ord inte spelar någon roll.", min_value=1)
    mask = TextField(
        max_length=40,
        required=False,
        label="Form på en kort text",
        help_text="0 betyder en siffra och A en bokstav. Andra tecken står som de är. Till exempel 000-0000.",
    )
    minimum = TextField(max_length=40, required=False, label="Minst", help_text="Ett heltal eller ett belopp.")
    maximum = TextField(max_length=40, required=False, label="Högst", help_text="Ett heltal eller ett belopp.")
    earliest_from = _from_day("Tidigaste dag räknas från")
    earliest_day = _whole("Antal dagar efter den dagen", "Negativt tal betyder dagar före.")
    latest_from = _from_day("Senaste dag räknas från")
    latest_day = _whole("Antal dagar efter den dagen", "Negativt tal betyder dagar före.")
    message = TextField(
        max_length=200,
        required=False,
        label="Er egen mening när svaret bryter mot en gräns",
        help_text="Till exempel ”Bidraget är högst 500 000 kr.” Utan den säger portalen vad gränsen är.",
    )
    missing_message = TextField(
        max_length=200,
        required=False,
        label="Er egen mening när svaret saknas",
        help_text="Till exempel ”Lägg till era stadgar.” Utan den säger portalen vilken fråga som ska besvaras.",
    )
    years = _whole("Antal budgetår", f"Högst {MOST_YEARS}. Det första är utlysningens budgetår.", min_value=1)
    cofunding = forms.BooleanField(required=False, label="Budgeten har en del för medfinansiering")
    max_files = _whole("Högst antal filer", f"Högst {MOST_FILES}.", min_value=1)
    max_megabytes = _whole("Högst antal megabyte per fil", f"Högst {MOST_MEGABYTES}.", min_value=1)
    when = ConditionField(
        label="Visa frågan bara vid ett av de här svaren",
        help_text="Öppna en fråga och kryssa i svar på den. Utan kryss visas frågan alltid.",
    )
    required_when = ConditionField(
        label="Frågan måste besvaras vid ett av de här svaren",
        help_text="För en fråga som annars är frivillig.",
    )

    def __init__(self, data: Any = None, *, question: Question | None = None, earlier: Iterable[Question] = ()) -> None:
        super().__init__(data, initial=_as_initial(question))
        asked = list(earlier)
        for name in ("when", "required_when"):
            _offer(self, name, asked)
        self._mark_kinds()
        if question and question.key in FIXED:
            self.fields["kind"].disabled = self.fields["required"].disabled = True
            self.fields["kind"].help_text = f"Går inte att ändra. {FACT_REASONS[question.key]}"
            for name in ("when", "required_when"):
                self.fields.pop(name, None)

    def _mark_kinds(self) -> None:
        """What JavaScript reads, to show the fields of the chosen kind alone."""
        for name, field in self.fields.items():
            kinds = MEANT_FOR.get(OF_KIND.get(name, name))
            if kinds:
                values = ",".join(f'"{kind.value}"' for kind in sorted(kinds))
                field.widget.attrs.update({"data-shown-when": "kind", "data-shown-values": f"[{values}]"})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("minimum", "maximum"):
            cleaned[name] = self._limit(name, cleaned.get(name) or "")
        return cleaned

    def _limit(self, name: str, text: str) -> int | None:
        kind = self.cleaned_data.get("kind")
        field: forms.Field = (
            MoneyField() if kind == QuestionKind.MONEY else forms.IntegerField(error_messages=NO_NUMBER)
        )
        if not text or QuestionKind(kind or "text") not in MEANT_FOR[name]:
            return None
        try:
            limit: int = field.clean(text)
        except forms.ValidationError as error:
            self.add_error(name, error)
            return None
        return limit

    @property
    def text(self) -> QuestionText:
        """The question as written, once the form is valid."""
        said = self.cleaned_data
        lines = (line.strip() for line in said["choices"].splitlines())
        same: dict[str, Any] = {name: said[name] for name in (*SAME, "max_length", "minimum", "maximum")}
        same |= {name: said[name] or 0 for name in COUNTS}
        same |= {name: said.get(name) for name in ("when", "required_when")}
        return QuestionText(
            kind=QuestionKind(said["kind"]),
            choices=tuple(filter(None, lines)),
            earliest=_rule(said["earliest_from"], said["earliest_day"]),
            latest=_rule(said["latest_from"], said["latest_day"]),
            years=said["years"] or 1,
            **same,
        )

    def looks_like(self) -> Question | None:
        """The question as it would be, or None while it cannot be one."""
        try:
            return self.text.question("fraga") if self.is_valid() else None
        except Refused:
            return None


def _offer(form: forms.Form, name: str, earlier: Iterable[Question]) -> None:
    """Let a condition choose among the answers to earlier questions; without any there is nothing to choose."""
    field = form.fields[name]
    if isinstance(field, ConditionField):
        field.offer(earlier)
        if not field.choices:
            del form.fields[name]


def _rule(anchor: str, days: int | None) -> DayRule | None:
    return DayRule(Anchor(anchor), max(-3660, min(days or 0, 3660))) if anchor else None


def _as_initial(question: Question | None) -> dict[str, Any]:
    if question is None:
        return {"kind": QuestionKind.LONG_TEXT.value, "required": True}
    write = format_sek if question.kind is QuestionKind.MONEY else str
    rules = {"earliest": question.earliest, "latest": question.latest}
    return {
        **{name: getattr(question, name) for name in (*SAME, "when", "required_when")},
        **{name: getattr(question, name) or None for name in (*COUNTS, "max_length")},
        **{name: write(limit) for name in ("minimum", "maximum") if (limit := getattr(question, name)) is not None},
        **{f"{name}_from": rule.anchor.value for name, rule in rules.items() if rule},
        **{f"{name}_day": rule.days for name, rule in rules.items() if rule},
        "kind": question.kind.value,
        "choices": "\n".join(question.choices),
        "years": question.years if question.kind is QuestionKind.BUDGET else None,
    }
