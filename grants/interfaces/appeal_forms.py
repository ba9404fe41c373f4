"""Forms of what follows a decision: evidence of receipt, appeals and each act on them, corrections, changes."""

from django import forms

from delmos.lib.forms import DayField, LongTextField, RadioField, TextField
from grants.domain.messages import MAX_TEXT
from grants.domain.reopenings import BY_THE_AGENCY
from grants.enums import (
    ENTERED_BY_HAND,
    AppealWay,
    CorrectedPart,
    CourtOutcome,
    ReconsideredOutcome,
    TimelinessGround,
)
from grants.interfaces.correspondence_forms import OnceForm, document_field, files_field


class EvidenceForm(forms.Form):
    """What shows how a letter went, or that the party has got it."""

    kind = RadioField(
        label="Vad vill du anteckna?",
        choices=[(kind.value, kind.label) for kind in ENTERED_BY_HAND],
        missing="Välj vad du vill anteckna.",
    )
    happened_on = DayField(
        label="Vilken dag?", help_text="Dagen då brevet skickades, eller då parten fick det.", required=True
    )
    note = TextField(required=False, max_length=500, label="Anteckning")
    attached = files_field()


class StrikeForm(forms.Form):
    """Why what was entered is wrong."""

    reason = TextField(max_length=500, label="Varför är uppgiften fel?")


class AppealForm(OnceForm):
    """What the party wants changed, and why."""

    text = LongTextField(
        rows=10,
        max_length=MAX_TEXT,
        missing="Skriv hur beslutet ska ändras och varför.",
        label="Hur vill ni att beslutet ändras, och varför?",
    )
    attached = files_field()


class PostedAppealForm(AppealForm):
    """An appeal that came outside the portal."""

    way = RadioField(
        label="Hur kom det in?",
        choices=[(way.value, way.label) for way in AppealWay if way is not AppealWay.PORTAL],
        missing="Välj hur överklagandet kom in.",
    )
    came_in_on = DayField(
        label="Vilken dag kom det in?", help_text="Dagen då det nådde oss. Veckan att lämna över räknas från den."
    )
    text = LongTextField(
        rows=10,
        max_length=MAX_TEXT,
        missing="Skriv hur beslutet ska ändras och varför.",
        label="Hur vill parten att beslutet ändras, och varför?",
        help_text="Skriv av det viktigaste. Det inskickade läggs till som bilaga.",
    )
    field_order = ("way", "came_in_on", "text", "attached", "opened")


class TestForm(forms.Form):
    """Whether the appeal came in time; the portal counts, and a human decides."""

    ground = RadioField(
        label="Kom överklagandet in i rätt tid?",
        choices=[
            (ground.value, ground.label) for ground in TimelinessGround if ground is not TimelinessGround.COURT_FOUND
        ],
        missing="Välj vad prövningen visar.",
    )
    note = LongTextField(
        rows=3,
        max_length=2000,
        label="Anteckning",
        help_text="Behövs för ett undantag: vad i vår underrättelse som var fel, eller när det kom in till domstolen.",
    )


class TestAgainForm(forms.Form):
    """Why the decider does not agree that the appeal is late."""

    reason = LongTextField(
        rows=3, max_length=2000, missing="Skriv varför frågan ska prövas igen.", label="Varför ska den prövas igen?"
    )


class DismissForm(forms.Form):
    """The reasons of the decision to dismiss."""

    reasons = LongTextField(
        rows=6,
        max_length=4000,
        missing="Skriv skälen för beslutet.",
        label="Skäl",
        help_text="Dagarna och bestämmelserna står redan i brevet.",
    )


class ReconsiderForm(forms.Form):
    """What the decider finds when the decision is looked at again."""

    outcome = RadioField(
        label="Vad visar omprövningen?", choices=ReconsideredOutcome.choices, missing="Välj vad omprövningen visar."
    )
    note = LongTextField(rows=6, max_length=4000, missing="Skriv vad omprövningen vilar på.", label="Varför?")


class BundleForm(forms.Form):
    """The court and what we say to it."""

    court = TextField(
        max_length=120, label="Domstol", error_messages={"required": "Skriv vilken domstol överklagandet ska till."}
    )
    statement = LongTextField(
        rows=8, max_length=MAX_TEXT, label="Yttrande", help_text="Står i följebrevet. Ni behöver inte yttra er."
    )


class RulingForm(forms.Form):
    """What the court has found."""

    outcome = RadioField(label="Utgång", choices=CourtOutcome.choices, missing="Välj vad domstolen har beslutat.")
    court = TextField(max_length=120, label="Domstol")
    case_number = TextField(max_length=40, label="Målnummer")
    ruled_on = DayField(label="Dag för avgörandet")
    attached = document_field("Avgörandet")


class FinalForm(forms.Form):
    """From which day the court's ruling has legal force."""

    final_on = DayField(
        label="Vilken dag fick avgörandet laga kraft?", help_text="Dagen står i domstolens besked (lagakraftbevis)."
    )
    attached = document_field("Domstolens besked")


class CorrectionForm(forms.Form):
    """A slip of the pen: what stands, and what should stand."""

    part = RadioField(label="Var står skrivfelet?", choices=CorrectedPart.choices, missing="Välj var felet står.")
    old_text = LongTextField(
        rows=3,
        max_length=2000,
        missing="Skriv den text som är fel.",
        label="Text som är fel",
        help_text="Precis som den står i beslutet.",
    )
    new_text = LongTextField(rows=3, max_length=2000, missing="Skriv hur texten ska vara.", label="Så ska det stå")
    reasons = LongTextField(
        rows=3, max_length=2000, missing="Skriv varför det är ett skrivfel.", label="Varför är det ett skrivfel?"
    )


class ReopenForm(forms.Form):
    """Why a decided case is opened again."""

    ground = RadioField(
        label="På vilken grund?",
        choices=[(ground.value, ground.label) for ground in BY_THE_AGENCY],
        missing="Välj grunden för ändringen.",
    )
    reasons = LongTextField(
        rows=6, max_length=4000, missing="Skriv varför ärendet tas upp igen.", label="Varför ska beslutet ändras?"
    )
