"""Forms of the diary: the search, post from outside the portal, and what is done in a general case."""

from datetime import date
from typing import Any

from django import forms

from delmos.lib.forms import DayField, LongTextField, RadioField, TextField
from grants.domain.post import MAX_SAID
from grants.domain.queries.diary import DiaryWish
from grants.interfaces.correspondence_forms import OnceForm, files_field
from grants.series import OPENED_BY_POST, SERIES
from journal.domain.post import Incoming
from journal.enums import CounterpartKind, Direction, PostWay

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)  # outside of these no day of the diary lies
CHECKED = "Texten ovan röjer inget om en enskild och får visas i det offentliga diariet"
SHORT = 'Skriv vad det gäller utan namn och känsliga uppgifter, till exempel "Fråga om en utlysning".'


class DiarySearchForm(forms.Form):
    """The registrar's search. Everything stands in the address, so that a search can be kept."""

    nummer = TextField(required=False, max_length=40, label="Diarienummer")
    motpart = TextField(required=False, max_length=100, label="Från eller till")
    ord = TextField(required=False, max_length=100, label="Ord i rubriken")
    riktning = forms.ChoiceField(required=False, label="Riktning", choices=[("", "Alla"), *Direction.choices])
    serie = forms.ChoiceField(required=False, label="Serie", choices=[("", "Alla"), *SERIES.items()])
    fran = DayField(required=False, label="Från och med")
    till = DayField(required=False, label="Till och med")
    utan = forms.BooleanField(required=False, label="Bara utan handläggare")
    sekretess = forms.BooleanField(required=False, label="Bara sekretessmarkerade")

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.asked_for = frozenset(self.fields)  # no field of a search must be filled, so none is marked as optional
        for name in ("riktning", "serie"):
            self.fields[name].error_messages |= {"invalid_choice": "Välj i listan."}

    def clean_fran(self) -> date | None:
        return clean_day(self.cleaned_data["fran"])

    def clean_till(self) -> date | None:
        return clean_day(self.cleaned_data["till"])

    @property
    def wish(self) -> DiaryWish:
        """What is looked for. A value that the form does not know is said on its field and does not narrow."""
        self.is_valid()
        data = self.cleaned_data
        return DiaryWish(
            number=plain(data.get("nummer", "")),
            counterpart=plain(data.get("motpart", "")),
            words=plain(data.get("ord", "")),
            direction=Direction(data["riktning"]) if data.get("riktning") else None,
            series=data.get("serie", ""),
            first=data.get("fran"),
            last=data.get("till"),
            without_officer=bool(data.get("utan")),
            marked=bool(data.get("sekretess")),
        )


class CaseSearchForm(forms.Form):
    """The case that a letter belongs to."""

    q = TextField(required=False, max_length=100, label="Diarienummer eller organisation")

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.asked_for = frozenset(self.fields)


class PostForm(OnceForm):
    """Post that came outside the portal."""

    way = RadioField(choices=PostWay.choices, label="Hur kom det?", missing="Välj hur det kom.")
    arrived_on = DayField(
        label="Vilken dag kom det in?",
        help_text="Den dag då handlingen nådde myndigheten eller en anställd, även om den öppnas senare.",
    )
    counterpart_kind = forms.ChoiceField(
        required=False,
        choices=[*CounterpartKind.choices, ("", "Okänd")],
        widget=forms.RadioSelect,
        label="Vem kommer det från?",
        help_text="En privatpersons namn visas aldrig i det offentliga diariet.",
    )
    counterpart = TextField(
        required=False, max_length=200, label="Namn", help_text="Lämna tomt om avsändaren är okänd."
    )
    title = TextField(
        max_length=300,
        label="Vad gäller det, i korthet?",
        help_text=SHORT,
        error_messages={"required": "Skriv i korthet vad handlingen gäller."},
    )
    title_is_checked = forms.BooleanField(required=False, label=CHECKED)
    said = LongTextField(
        rows=4,
        max_length=MAX_SAID,
        label="Vad sades? (vid besök eller telefon)",
        help_text="Blir en tjänsteanteckning med dagens datum och ditt namn.",
    )
    attached = files_field()
    for_party = forms.BooleanField(
        required=False,
        label="Sökanden ska se handlingarna på Mina sidor",
        help_text="Kryssa i när handlingarna kommer från sökanden själv.",
    )

    def __init__(self, *args: Any, has_party: bool = False, **kwargs: Any) -> None:
        """``has_party``: the case is an applicant's, who may see documents in the portal."""
        super().__init__(*args, **kwargs)
        self.fields["attached"].label = "Handlingar"
        self.fields["arrived_on"].error_messages["required"] = "Skriv vilken dag det kom in."
        if not has_party:
            del self.fields["for_party"]
        self.asked_for = frozenset({"counterpart_kind", "counterpart", "said", "attached"})  # by how and whence it came

    @property
    def incoming(self) -> Incoming:
        """What a valid form says, as the verb takes it."""
        data = self.cleaned_data
        return Incoming(
            way=PostWay(data["way"]),
            arrived_on=data["arrived_on"],
            title=data["title"].strip(),
            counterpart=data["counterpart"].strip(),
            counterpart_kind=CounterpartKind(data["counterpart_kind"]) if data["counterpart_kind"] else None,
            said=data["said"].strip(),
            title_is_checked=data["title_is_checked"],
            for_party=data.get("for_party", False),
        )


class NewCasePostForm(PostForm):
    """Post that opens a case of its own."""

    series = RadioField(
        choices=[(series, SERIES[series]) for series in OPENED_BY_POST], label="Serie", missing="Välj en serie."
    )
    case_title = TextField(
        max_length=300,
        label="Ärendemening",
        help_text="Vad ärendet gäller. Hjälp den som söker i diariet att förstå det utan att läsa handlingen.",
        error_messages={"required": "Skriv vad ärendet gäller."},
    )
    field_order = ("series", "case_title")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "title_is_checked"
        ].label = "Ärendemeningen och texten ovan röjer inget om en enskild och får visas i det offentliga diariet"


class AnswerForm(OnceForm):
    """What has been sent to the counterpart, to be entered in the diary."""

    title = TextField(
        max_length=300,
        label="Vad gäller svaret, i korthet?",
        help_text=SHORT,
        error_messages={"required": "Skriv i korthet vad svaret gäller."},
    )
    title_is_checked = forms.BooleanField(required=False, label=CHECKED)
    attached = files_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attached"].label = "Det som skickades"
        self.asked_for = frozenset({"attached"})


class CloseForm(forms.Form):
    """Why a general case is closed."""

    reason = LongTextField(
        rows=3, max_length=1000, label="Varför avslutas ärendet?", missing="Skriv varför ärendet avslutas."
    )


def plain(text: str) -> str:
    """PostgreSQL takes no text with NUL; nothing in the diary has one."""
    return text.replace("\x00", "")


def clean_day(day: date | None) -> date | None:
    """``day`` when the diary can have it; a form's error for one outside all its years."""
    if day and not FIRST_DAY <= day <= LAST_DAY:
        raise forms.ValidationError("Skriv ett år mellan 1900 och 2999.")
    return day
