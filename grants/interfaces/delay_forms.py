"""Forms of a matter that is delayed: the notice to the party, the request for a decision, and its refusal."""

from django import forms

from delmos.lib.forms import DayField, LongTextField
from grants.interfaces.correspondence_forms import OnceForm


class DelayNoticeForm(OnceForm):
    """What the party is told: why, and when the matter is expected to be decided."""

    reasons = LongTextField(
        rows=6,
        max_length=2000,
        missing="Skriv varför ärendet är försenat.",
        label="Varför är ärendet försenat?",
        help_text="Sökanden läser texten i brevet. Skriv vad som är sant för just det här ärendet.",
    )
    expected_on = DayField(label="När räknar vi med att ärendet är avgjort?")


class NoDelayNoticeForm(forms.Form):
    """Why the party need not be told."""

    why_not = LongTextField(
        rows=3,
        max_length=2000,
        missing="Skriv varför sökanden inte behöver underrättas.",
        label="Varför behövs ingen underrättelse?",
        help_text="Anteckningen stannar i ärendet. Sökanden får inget meddelande.",
    )


class DecisionRequestForm(forms.Form):
    """The party's own words, if it has any."""

    text = LongTextField(rows=5, max_length=2000, label="Vill ni tillägga något?", help_text="Ni behöver inte svara.")


class PostedRequestForm(forms.Form):
    """A request that came outside the portal, as the registrar enters it."""

    came_in_on = DayField(
        label="Vilken dag kom den in?",
        help_text="Dagen då brevet eller e-posten nådde oss. De fyra veckorna räknas från den dagen.",
    )
    text = LongTextField(
        rows=6, max_length=2000, missing="Skriv av det som står i begäran.", label="Vad står det i begäran?"
    )


class RefusalForm(forms.Form):
    """Why the matter cannot be decided now."""

    reasons = LongTextField(
        rows=8,
        max_length=4000,
        missing="Skriv varför ärendet inte kan avgöras nu.",
        label="Varför kan ärendet inte avgöras nu?",
        help_text="Skälen står i beslutet. Skriv vad som återstår och varför det behövs.",
    )
