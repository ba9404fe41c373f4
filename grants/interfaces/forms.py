"""Forms of the case: one per act, with the words of the people who fill them in."""

from typing import Any

from django import forms

from accounts.enums import Role
from accounts.models import User
from delmos.lib.forms import DayField, MoneyField, TextField
from grants.enums import CheckResult, ConflictAnswer, DecisionKind
from grants.models import Application, Criterion
from grants.ordinances.profile import Requirement


class OfficerChoice(forms.ModelChoiceField):
    """Officers by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class AssignForm(forms.Form):
    """The registrar's choice of officer."""

    officer = OfficerChoice(
        queryset=User.objects.filter(roles__contains=[Role.CASE_OFFICER], is_active=True).order_by("name"),
        label="Handläggare",
        empty_label="Välj handläggare",
        error_messages={"required": "Välj en handläggare.", "invalid_choice": "Välj en handläggare i listan."},
    )


class ConflictForm(forms.Form):
    """The answer on jäv."""

    answer = forms.ChoiceField(
        choices=ConflictAnswer.choices,
        widget=forms.RadioSelect,
        label="Är du jävig i ärendet?",
        error_messages={"required": "Ta ställning till om du är jävig."},
    )
    ground = TextField(
        required=False,
        max_length=500,
        label="Om du är jävig: vilken omständighet gäller det?",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CheckForm(forms.Form):
    """The result of one formal check."""

    result = forms.ChoiceField(
        choices=CheckResult.choices,
        widget=forms.RadioSelect,
        label="Resultat",
        error_messages={"required": "Välj om kravet är uppfyllt."},
    )
    source = TextField(
        max_length=200,
        label="Var har du hämtat uppgiften?",
        error_messages={"required": "Skriv var uppgiften är hämtad."},
    )
    note = TextField(
        required=False,
        max_length=1000,
        label="Anteckning",
        help_text="Behövs om kravet inte är uppfyllt.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, requirement: Requirement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].label = requirement.question
        if requirement.sources:
            self.fields["source"].help_text = f"Till exempel {', '.join(requirement.sources)}."


class ScoreForm(forms.Form):
    """Points and reasons on one criterion."""

    points = forms.TypedChoiceField(
        choices=[(str(n), str(n)) for n in range(Criterion.MAX_POINTS + 1)],
        coerce=int,
        widget=forms.RadioSelect,
        label="Poäng, 0 är sämst och 5 är bäst",
        error_messages={"required": "Välj en poäng."},
    )
    reasons = TextField(
        max_length=2000,
        label="Motivering",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Motivera poängen."},
    )


class ProposalForm(forms.Form):
    """The officer's proposal."""

    kind = forms.ChoiceField(
        choices=DecisionKind.choices,
        widget=forms.RadioSelect,
        label="Förslag",
        error_messages={"required": "Välj vad du föreslår."},
    )
    amount = MoneyField(required=False, label="Belopp", help_text="Lämna tomt vid avslag och avvisning.")
    reasons = TextField(
        max_length=8000,
        label="Skäl",
        help_text="Skälen följer med till beslutet, där beslutsfattaren kan ändra dem.",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Skriv skälen för förslaget."},
    )

    @property
    def amount_ore(self) -> int:
        return self.cleaned_data["amount"] or 0


class DecisionForm(ProposalForm):
    """What the decider states; the letter is made from it."""

    field_order = [
        "kind",
        "amount",
        "report_due_on",
        "reasons",
        "rules_cited",
        "conditions",
        "communication",
        "participants",
    ]

    report_due_on = DayField(required=False, label="Sista dag för slutredovisning")
    rules_cited = TextField(
        max_length=1000,
        label="Bestämmelser som har tillämpats",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ange de bestämmelser som har tillämpats."},
    )
    conditions = TextField(
        required=False,
        max_length=4000,
        label="Villkor",
        help_text="Ett villkor per rad. Behövs vid bifall.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    communication = TextField(
        required=False,
        max_length=500,
        label="Kommunicering",
        help_text="När material skickades och svarstiden gick ut, eller varför det var uppenbart obehövligt.",
    )
    participants = TextField(
        required=False, max_length=300, label="Andra som har deltagit i den slutliga handläggningen"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].label = "Beslut"
        self.fields["reasons"].help_text = ""


class ReturnForm(forms.Form):
    """Why the case goes back to its officer."""

    reason = TextField(
        max_length=500,
        label="Vad behöver handläggaren göra?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv vad handläggaren behöver göra."},
    )


class DecideForm(forms.Form):
    """The decider decides exactly the letter that was shown."""

    letter_sha256 = TextField(widget=forms.HiddenInput)


class PaymentForm(forms.Form):
    """The amount to pay."""

    amount = MoneyField(label="Belopp", error_messages={"required": "Skriv beloppet."})


class PaidForm(forms.Form):
    """The day the bank paid."""

    paid_on = DayField(label="Betalningsdag enligt banken")


class CancelForm(forms.Form):
    """Why a payment is stopped."""

    reason = TextField(
        max_length=300, label="Varför avbryts utbetalningen?", error_messages={"required": "Skriv varför."}
    )


class RepaymentForm(forms.Form):
    """Unspent money that has come back."""

    amount = MoneyField(label="Belopp", error_messages={"required": "Skriv beloppet."})
    received_on = DayField(label="Dag då pengarna kom in")
    reference = TextField(max_length=30, label="Bankens referens", error_messages={"required": "Skriv referensen."})


class ApprovalForm(forms.Form):
    """The officer's note when a final report is approved."""

    note = TextField(
        required=False, max_length=1000, label="Anteckning om granskningen", widget=forms.Textarea(attrs={"rows": 3})
    )


class UploadForm(forms.Form):
    """A file to attach."""

    file = forms.FileField(
        label="Välj en fil",
        allow_empty_file=True,  # the verb refuses it, with its own sentence
        help_text="PDF, bild (PNG, JPEG), Word, Excel eller OpenDocument. Högst 25 MB.",
        error_messages={"required": "Välj en fil först."},
    )


class SignForm(forms.Form):
    """The signature: the hash of what was shown, the statement, and that lateness is understood."""

    content_sha256 = TextField(widget=forms.HiddenInput)
    statement = forms.BooleanField(error_messages={"required": "Kryssa i försäkran för att skriva under."})
    accepts_late = forms.BooleanField(required=False, label="Jag vill skicka in ansökan fast utlysningen har stängt.")

    def __init__(self, *args: Any, statement: str, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].label = statement
        if not late:
            del self.fields["accepts_late"]


class ReportForm(forms.Form):
    """The final report: three texts, and what was spent on each budget row."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    results = TextField(
        required=False, max_length=8000, label="Vilka resultat har ni nått?", widget=forms.Textarea(attrs={"rows": 6})
    )
    relation_to_purpose = TextField(
        required=False,
        max_length=8000,
        label="Hur förhåller sig resultaten till ändamålet med bidraget?",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    follow_up = TextField(
        required=False,
        max_length=8000,
        label="Hur följs åtgärderna upp framöver?",
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.budget = list(application.budget.all())
        for row in self.budget:
            self.fields[f"spent_{row.pk}"] = MoneyField(required=False, label=f"Använt till {row.label.lower()}")
        self.asked_for = frozenset(self.fields)  # shown as required, demanded when the report is handed in

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[name] for name in ("results", "relation_to_purpose", "follow_up")]

    @property
    def money(self) -> list[tuple[Any, forms.BoundField]]:
        """Each budget row with its field."""
        return [(row, self[f"spent_{row.pk}"]) for row in self.budget]

    @property
    def spent(self) -> dict[int, int]:
        """The öre spent per budget row id, of the rows that were filled in."""
        amounts = {row.pk: self.cleaned_data.get(f"spent_{row.pk}") for row in self.budget}
        return {pk: amount for pk, amount in amounts.items() if amount is not None}
