"""Forms of a call being written: what it states and its frames. Its criteria: criteria_forms."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from delmos.lib.dates import STOCKHOLM, format_date, next_working_day, period_end, stockholm_date
from delmos.lib.forms import DayField, MomentField, MoneyField, TextField
from delmos.lib.geography import COUNTIES
from grants.domain.calls import CallDetails
from grants.domain.frames import FrameSize
from grants.models import Call
from grants.ordinances import VERSIONS
from grants.ordinances.profile import ApplicantGroup, OrdinanceVersion


class CallDetailsForm(forms.Form):
    """What an officer states about a call."""

    title = TextField(
        max_length=150,
        label="Rubrik",
        help_text="Så som den ska stå i listan över utlysningar.",
        error_messages={"required": "Skriv en rubrik."},
    )
    purpose = TextField(
        max_length=4000,
        label="Ändamål",
        help_text="Vad bidraget ska gå till och vad det ska leda till.",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Skriv vad bidraget ska gå till."},
    )
    budget_year = forms.IntegerField(
        min_value=2000,
        max_value=2100,
        label="Budgetår",
        help_text="Det år vars anslag bidragen betalas från.",
        error_messages={
            "required": "Skriv budgetåret.",
            "invalid": "Skriv ett årtal med fyra siffror.",
            "min_value": "Skriv ett årtal från 2000 till 2100.",
            "max_value": "Skriv ett årtal från 2000 till 2100.",
        },
    )
    opens_at = MomentField(label="Öppnar", help_text="Från den här tiden går det att söka.")
    closes_at = MomentField(label="Stänger", help_text="Det som kommer in efter den här tiden är för sent.")
    invited_close_at = MomentField(
        required=False,
        label="Två steg: när stänger utlysningen för dem som bjuds in?",
        help_text="Fyll i bara om alla först ska lämna en kort intresseanmälan och ni sedan bjuder in några att "
        "ansöka. Intresseanmälan görs då mellan tiderna ovan, och ansökan till och med den här tiden.",
    )
    project_starts_on = DayField(label="Tidigaste projektstart")
    project_ends_on = DayField(label="Senaste projektslut")
    report_due_on = DayField(label="Sista dag för slutredovisning")
    contact = TextField(
        max_length=200,
        label="Kontakt",
        help_text="Vart den som söker vänder sig med frågor: e-postadress eller telefonnummer.",
        error_messages={"required": "Skriv vart den som söker kan vända sig."},
    )
    counties = forms.MultipleChoiceField(
        choices=[(county.code, county.name) for county in COUNTIES],
        required=False,
        label="Begränsa till län",
        help_text="Välj inget om arbetet får göras i hela landet. Annars ska allt arbete göras i de län du väljer.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Välj län i listan."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("opens_at", "closes_at"):
            self.fields[name].error_messages["required"] = "Ange dag och klockslag."
        for name in ("project_starts_on", "project_ends_on", "report_due_on"):
            self.fields[name].error_messages["required"] = "Ange en dag."

    @property
    def details(self) -> CallDetails:
        """What was written, once the form is valid."""
        written = {name: self.cleaned_data[name] for name in CallDetails.__dataclass_fields__}
        return CallDetails(**{**written, "counties": tuple(written["counties"])})


def ordinance_label(version: OrdinanceVersion) -> str:
    """The wording and who may apply under it, as one choice."""
    who = ", ".join(group.name.lower() for group in version.groups)
    until = f" till och med {format_date(version.valid_to)}" if version.valid_to else ""
    name = version.citation[0].upper() + version.citation[1:]
    return f"{name}. Gäller från {format_date(version.valid_from)}{until}. Kan sökas av {who}."


class NewCallForm(CallDetailsForm):
    """A new call: also under which wording of which ordinance."""

    ordinance_key = forms.ChoiceField(
        choices=[(version.key, ordinance_label(version)) for version in VERSIONS],
        label="Vilken förordning gäller?",
        help_text="Utlysningen behåller den lydelse du väljer. Förslag på frågor och kriterier följer med.",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Välj en förordning i listan.",
            "invalid_choice": "Välj en förordning i listan.",
        },
    )
    field_order = ("ordinance_key",)


def suggested_details(now: datetime) -> dict[str, Any]:
    """A usual course of days for a call made at ``now``: open six weeks, a year for projects, two months to report."""
    opens_on = next_working_day(stockholm_date(now) + timedelta(weeks=2))
    closes_on = next_working_day(period_end(opens_on, weeks=6))
    starts_on = period_end(closes_on, months=3).replace(day=1)
    ends_on = starts_on.replace(year=starts_on.year + 1) - timedelta(days=1)
    return {
        "budget_year": starts_on.year,
        "opens_at": _clock(opens_on, 9),
        "closes_at": _clock(closes_on, 16),
        "project_starts_on": starts_on,
        "project_ends_on": ends_on,
        "report_due_on": next_working_day(period_end(ends_on, months=2)),
    }


def _clock(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=STOCKHOLM)


def written_details(call: Call) -> dict[str, Any]:
    """What the call states, for the form."""
    return {name: getattr(call, name) for name in CallDetails.__dataclass_fields__}


class AskedMoney(MoneyField):
    """An amount that may wait, but is needed in the end: not marked as optional."""

    asked_for = True


class AskedText(TextField):
    """A text that may wait, but is needed in the end: not marked as optional."""

    asked_for = True


class FramesForm(forms.Form):
    """A row for each applicant group and budget year: the amount and what it rests on. It may wait, but not in part.

    ``years``: the call's own first, and the coming ones that its form asks a budget for.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        groups: tuple[ApplicantGroup, ...],
        years: Sequence[int],
        sizes: Mapping[tuple[str, int], FrameSize],
    ) -> None:
        super().__init__(data)
        self.sizes = sizes
        self.asked = [
            (group, year, group.code if year == years[0] else f"{group.code}_{year}")
            for year in years
            for group in groups
        ]
        for group, year, stem in self.asked:
            size = sizes.get((group.code, year))
            of_year = f" {year}" if len(years) > 1 else ""
            self.fields[f"amount_{stem}"] = AskedMoney(
                label=f"Belopp för {group.name.lower()}{of_year}",
                help_text="I kronor, till exempel 25 000 000.",
                required=False,
                initial=size.amount_ore if size else None,
            )
            self.fields[f"basis_{stem}"] = AskedText(
                label=f"Grund för {group.name.lower()}{of_year}",
                help_text="Det beslut som ramen bygger på.",
                required=False,
                max_length=200,
                initial=size.basis if size else "Regleringsbrevet",
            )

    @property
    def rows(self) -> list[tuple[ApplicantGroup, int, forms.BoundField, forms.BoundField]]:
        """Each group and year with its two fields."""
        return [(group, year, self[f"amount_{stem}"], self[f"basis_{stem}"]) for group, year, stem in self.asked]

    @property
    def written(self) -> list[FrameSize]:
        """The rows that have an amount, once the form is valid."""
        data = self.cleaned_data
        return [
            FrameSize(group.code, amount, data[f"basis_{stem}"], year)
            for group, year, stem in self.asked
            if (amount := data[f"amount_{stem}"]) is not None
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for group, year, stem in self.asked:
            amount, basis = f"amount_{stem}", f"basis_{stem}"
            if data.get(amount) is not None and basis in data and not data[basis]:
                self.add_error(basis, "Skriv vilket beslut ramen bygger på, till exempel regleringsbrevet.")
            if amount in data and data[amount] is None and (group.code, year) in self.sizes:
                self.add_error(amount, "Skriv beloppet. En ram som är satt kan ändras men inte tas bort.")
        return data
