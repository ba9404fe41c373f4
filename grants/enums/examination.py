"""Examination: checks, signals of risk, notes."""

from django.db.models import TextChoices

from delmos.lib.faces import Face


class NoteWay(TextChoices):
    """How something came to the agency otherwise than in a document (FL 27 §)."""

    PHONE = "phone", "Telefon"
    MEETING = "meeting", "Möte"
    VISIT = "visit", "Besök"
    MAIL = "mail", "E-post"
    SEEN = "seen", "Egen iakttagelse"
    OTHER = "other", "På annat sätt"


class CheckResult(TextChoices):
    MET = "met", "Uppfyllt"
    NOT_MET = "not_met", "Inte uppfyllt"


class SignalKind(TextChoices):
    """What a signal of risk is about, in the order of a list."""

    SIGNATORY = "signatory", "Gemensam firmatecknare"
    ACCOUNT = "account", "Gemensamt betalkonto"
    ADDRESS = "address", "Gemensam adress"
    AUDITOR = "auditor", "Gemensam revisor"
    TEXT = "text", "Lika text hos en annan sökande"
    OVERLAP = "overlap", "Bidrag för samma tid"
    BUDGET = "budget", "Kostnad långt från andras"
    REPORTS = "reports", "Tidigare redovisning"
    NEWCOMER = "newcomer", "Ny organisation"


class SignalStatus(TextChoices):
    """Where a signal stands. It decides nothing by itself: an officer confirms or dismisses it."""

    OPEN = "open", "Att ta ställning till"
    CONFIRMED = "confirmed", "Bekräftad"
    DISMISSED = "dismissed", "Avfärdad"
    GONE = "gone", "Stämmer inte längre"


class SignalOutcome(TextChoices):
    """What an officer finds about a signal."""

    CONFIRMED = "confirmed", "Bekräfta: det har betydelse för ärendet"
    DISMISSED = "dismissed", "Avfärda: det har en förklaring eller saknar betydelse"


class RiskState(TextChoices):
    """What the signals of a case come to, as an address names it. A case can have both open and confirmed ones."""

    OPEN = "oppna", "Att ta ställning till"
    CONFIRMED = "bekraftad", "Bekräftad risk"
    NONE = "inga", "Inga signaler"


SIGNAL_FACES: dict[SignalStatus, Face] = {
    SignalStatus.OPEN: Face("Att ta ställning till", "Utreds", "waiting"),
    SignalStatus.CONFIRMED: Face("Bekräftad", "Bekräftad", "danger"),
    SignalStatus.DISMISSED: Face("Avfärdad", "Avfärdad", "neutral"),
    SignalStatus.GONE: Face("Stämmer inte längre", "Stämmer inte längre", "neutral"),
}


RISK_FACES: dict[RiskState, Face] = {
    RiskState.OPEN: Face("Att ta ställning till", "Utreds", "warning"),
    RiskState.CONFIRMED: Face("Bekräftad risk", "Bekräftad risk", "danger"),
    RiskState.NONE: Face("Inga signaler", "Inga signaler", "neutral"),
}
