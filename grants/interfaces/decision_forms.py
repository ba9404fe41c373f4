"""Forms of the decision: what it states, that it is made, that somebody dissents, and that the case goes back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from delmos.lib.forms import DayField, LongTextField, RadioField, TextField
from grants.domain.queries.conditions import LibraryCondition
from grants.domain.wording import Wording, amount_field
from grants.enums import DecisionKind
from grants.interfaces.call_forms import AskedMoney
from grants.interfaces.instalment_rows import MOST_ROWS, Row, bound_rows, planned_of, row_fields
from grants.ordinances.profile import InstalmentRule, OrdinanceVersion


def usual_rules(ordinance: OrdinanceVersion) -> str:
    """The rules that a decision cites, for the decider to edit."""
    return ", ".join(map(str, (ordinance.purpose_law, ordinance.who_law, ordinance.funds_law)))


class AskedLongText(LongTextField):
    """A text that the law demands. The verb says so when it is missing, so it is not marked as optional."""

    asked_for = True


class PeopleField(forms.ModelMultipleChoiceField):
    """People by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class DecisionForm(forms.Form):
    """What the decider states; the letter is made from it. What the law demands of it is said by the verb.

    ``years``: the budget years that have a frame, the call's own first. ``library``: conditions to pick among.
    """

    kind = RadioField(
        choices=DecisionKind.choices,
        label="Beslut",
        missing="Välj vad du beslutar.",
        help_text="Avskrivning beslutas när sökanden har återkallat ansökan. Då avslutar handläggaren ärendet.",
    )
    report_due_on = DayField(required=False, label="Sista dag för slutredovisning")
    reasons = AskedLongText(
        rows=12,
        max_length=16000,
        label="Skäl",
        help_text="Texten börjar med förslagets skäl och bedömningen av varje kriterium. Skriv om den som du vill.",
    )
    rules_cited = AskedLongText(rows=3, max_length=1000, label="Bestämmelser som har tillämpats")
    picked = forms.MultipleChoiceField(
        required=False,
        label="Villkor",
        help_text="Välj ur biblioteket de villkor som ska gälla. Villkor behövs vid bifall.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Ett av villkoren finns inte längre i biblioteket. Välj på nytt."},
    )
    conditions = LongTextField(
        rows=3, max_length=4000, label="Egna villkor", help_text="Ett villkor per rad. De står efter dem du har valt."
    )
    communication = LongTextField(
        rows=2,
        max_length=500,
        label="Skäl för att inte kommunicera",
        help_text="Behövs vid avslag om en kontroll talar mot sökanden och inte har kommunicerats.",
    )
    present = PeopleField(
        queryset=User.objects.none(),
        required=False,
        label="Andra här som har deltagit i den slutliga handläggningen",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Välj personer i listan.", "invalid_pk_value": "Välj personer i listan."},
    )
    participants = TextField(
        required=False, max_length=300, label="Deltagare utifrån", help_text="Namn och roll, till exempel en sakkunnig."
    )

    def __init__(
        self,
        data: Any = None,
        *,
        years: Sequence[int],
        library: Sequence[LibraryCondition],
        people: QuerySet[User],
        rule: InstalmentRule,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.years = years
        self.amount_names = [amount_field(year, years[0]) for year in years]
        for year, name in zip(years, self.amount_names, strict=True):
            label = f"Belopp {year}" if len(years) > 1 else "Belopp"
            self.fields[name] = AskedMoney(required=False, label=label)
        self.fields[self.amount_names[-1]].help_text = "Lämna tomt vid avslag och avvisning."
        rows = min(MOST_ROWS, rule.most * len(years)) if rule.most > 1 or len(years) > 1 else 0
        self.fields.update(row_fields(years, rows=rows, may_wait=rule.status_report))
        picked, present = self.fields["picked"], self.fields["present"]
        if isinstance(picked, forms.MultipleChoiceField) and isinstance(present, PeopleField):
            picked.choices = [(condition.line, condition.line) for condition in library]
            present.queryset = people
        self.order_fields(["kind", *self.amount_names])

    @property
    def first(self) -> Iterator[forms.BoundField]:
        """The fields that stand before the instalments."""
        return (self[name] for name in ("kind", *self.amount_names))

    @property
    def rates(self) -> list[Row]:
        """The rows of instalments."""
        return list(bound_rows(self))

    @property
    def has_rates(self) -> bool:
        """Whether anything is written in a row."""
        names = ("_year", "_amount", "_on")
        return any(field.value() for row in self.rates for field in row.fields if field.name.endswith(names))

    @property
    def rest(self) -> Iterator[forms.BoundField]:
        """The fields that stand after the instalments."""
        shown = {"kind", *self.amount_names}
        return (field for field in self if field.name not in shown and not field.name.startswith("rate_"))

    def written(self) -> dict[str, Any]:
        """Everything as it stands in the page, readable or not: what a draft keeps."""
        return {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
        }

    def wording(self) -> Wording | None:
        """What is stated, as far as it can be read; what cannot is among the errors. None without a kind."""
        self.is_valid()
        data = self.cleaned_data
        if not data.get("kind"):
            return None
        amounts = {year: data.get(name) or 0 for year, name in zip(self.years, self.amount_names, strict=True)}
        given = {year: amount for year, amount in amounts.items() if amount}
        return Wording(
            kind=DecisionKind(data["kind"]),
            amount_ore=sum(given.values()),
            amounts=given,
            instalments=planned_of(self, given, self.years) if data["kind"] in _PAYING else (),
            conditions="\n".join([*data.get("picked", []), data.get("conditions", "")]).strip(),
            present=tuple(data.get("present", ())),
            report_due_on=data.get("report_due_on"),
            **{name: data.get(name, "") for name in ("reasons", "rules_cited", "communication", "participants")},
        )


_PAYING = (DecisionKind.GRANT, DecisionKind.PARTIAL_GRANT)


class DecideForm(forms.Form):
    """The decider decides exactly the letter that was shown."""

    letter_sha256 = TextField(widget=forms.HiddenInput)


class DissentForm(forms.Form):
    """How the matter should have been decided, and why."""

    text = LongTextField(
        rows=6,
        max_length=4000,
        label="Din mening",
        help_text="Hur du menar att ärendet borde ha avgjorts, och varför. Sökanden får läsa den.",
        missing="Skriv hur du menar att ärendet borde ha avgjorts och varför.",
    )


class StatusReportForm(forms.Form):
    """That an instalment's status report is approved."""

    note = TextField(
        max_length=500,
        label="Vad visar lägesrapporten?",
        help_text="Ange också vilken handling i ärendet det är.",
        error_messages={"required": "Skriv vad lägesrapporten visar."},
    )


class LeaveOutForm(forms.Form):
    """Why the names of officials are left out of what the party is sent."""

    reason = LongTextField(
        rows=3,
        max_length=1000,
        label="Vilken risk är det?",
        help_text="Skälen syns bara hos oss.",
        missing="Skriv vilken risk det är som gör att namnen ska utelämnas.",
    )


class ReturnForm(forms.Form):
    """Why the case goes back to its officer."""

    reason = TextField(
        max_length=500,
        label="Vad behöver handläggaren göra?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv vad handläggaren behöver göra."},
    )
