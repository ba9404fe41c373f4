"""Every status of the room, with its wording for staff and for the applicant, and its tone."""

from django.db.models import TextChoices

from delmos.lib.faces import Face


class Stage(TextChoices):
    """The steps of a call: most have the application alone, some an expression of interest before it."""

    EXPRESSION = "expression", "Intresseanmälan"
    APPLICATION = "application", "Ansökan"


class AnnouncementKind(TextChoices):
    """What people are told of a call."""

    PUBLISHED = "published", "Ny utlysning"
    CANCELLED = "cancelled", "Inställd utlysning"


class CallStatus(TextChoices):
    DRAFT = "draft", "Utkast"
    PUBLISHED = "published", "Publicerad"
    CANCELLED = "cancelled", "Inställd"


class CallState(TextChoices):
    """How a public call stands in time, in the order of a list and as an address names it."""

    OPEN = "oppen", "Öppen"
    COMING = "kommande", "Kommande"
    INVITED = "inbjudna", "Öppen för inbjudna"
    CLOSED = "stangd", "Stängd"
    CANCELLED = "installd", "Inställd"


class ApplicationStatus(TextChoices):
    """Where a submitted application stands. A draft is no application: it is the applicant's own space (INV-4)."""

    RECEIVED = "received", "Inkommen"
    RECEIVED_LATE = "received_late", "Inkommen för sent"
    IN_REVIEW = "in_review", "Under handläggning"
    COMPLETING = "completing", "Kompletteras"
    PROPOSED = "proposed", "Beredd"
    GRANTED = "granted", "Bifallen"
    PARTIALLY_GRANTED = "partially_granted", "Delvis bifallen"
    REJECTED = "rejected", "Avslagen"
    DISMISSED = "dismissed", "Avvisad"
    CLOSED = "closed", "Avslutad"
    WITHDRAWN = "withdrawn", "Återkallad"
    WRITTEN_OFF = "written_off", "Avskriven"


class ExpressionStatus(TextChoices):
    """Where an expression of interest stands, in a call in two steps."""

    RECEIVED = "received", "Inkommen"
    RECEIVED_LATE = "received_late", "Inkommen för sent"
    ASSESSED = "assessed", "Bedömd"
    INVITED = "invited", "Inbjuden"
    NOT_INVITED = "not_invited", "Inte inbjuden"
    APPLIED = "applied", "Ansökan inkommen"
    LAPSED = "lapsed", "Ingen ansökan"
    WITHDRAWN = "withdrawn", "Återkallad"


class ExpressionOutcome(TextChoices):
    """What an expression of interest leads to."""

    INVITE = "invite", "Bjud in"
    DECLINE = "decline", "Bjud inte in"


class CompletionStatus(TextChoices):
    """How a request for completion stands. That it was not answered in time decides nothing by itself."""

    REQUESTED = "requested", "Väntar på svar"
    ANSWERED = "answered", "Besvarad"
    EXPIRED = "expired", "Inte besvarad i tid"


class DecisionKind(TextChoices):
    GRANT = "grant", "Bifall"
    PARTIAL_GRANT = "partial_grant", "Delvis bifall"
    REJECT = "reject", "Avslag"
    DISMISS = "dismiss", "Avvisning"


class DecisionStatus(TextChoices):
    PREPARED = "prepared", "Förslag med brev"
    REPLACED = "replaced", "Ersatt förslag"
    DECIDED = "decided", "Fattat"
    DISPATCHED = "dispatched", "Expedierat"


class PaymentStatus(TextChoices):
    PREPARED = "prepared", "Klar för attest"
    ATTESTED = "attested", "Attesterad"
    PAID = "paid", "Utbetald"
    CANCELLED = "cancelled", "Avbruten"


class ReportStatus(TextChoices):
    DRAFT = "draft", "Påbörjad"
    SUBMITTED = "submitted", "Inlämnad"
    APPROVED = "approved", "Godkänd"


class CheckResult(TextChoices):
    MET = "met", "Uppfyllt"
    NOT_MET = "not_met", "Inte uppfyllt"


class ConflictAnswer(TextChoices):
    NONE = "none", "Jag är inte jävig"
    CONFLICT = "conflict", "Jag är eller kan vara jävig"


class PostingKind(TextChoices):
    """What a posting in the ledger says has happened to the money."""

    GRANTED = "granted", "Beviljat"
    WITHDRAWN = "withdrawn", "Upphävt"
    DISBURSED = "disbursed", "Utbetalt"
    COST_APPROVED = "cost_approved", "Godkänd kostnad"
    REPAYABLE = "repayable", "Att betala tillbaka"
    REPAID = "repaid", "Återbetalt"
    WAIVED = "waived", "Eftergivet"


CALL_FACES: dict[CallStatus, Face] = {
    CallStatus.DRAFT: Face("Utkast", "Inte publicerad", "neutral"),
    CallStatus.PUBLISHED: Face("Publicerad", "Publicerad", "success"),
    CallStatus.CANCELLED: Face("Inställd", "Inställd", "danger"),
}

CALL_STATE_FACES: dict[CallState, Face] = {
    CallState.OPEN: Face("Öppen", "Öppen", "success"),
    CallState.COMING: Face("Kommande", "Kommande", "waiting"),
    CallState.INVITED: Face("Öppen för inbjudna", "Öppen för inbjudna", "active"),
    CallState.CLOSED: Face("Stängd", "Stängd", "neutral"),
    CallState.CANCELLED: CALL_FACES[CallStatus.CANCELLED],
}

APPLICATION_FACES: dict[ApplicationStatus, Face] = {
    ApplicationStatus.RECEIVED: Face("Inkommen", "Vi har tagit emot ansökan", "waiting"),
    ApplicationStatus.RECEIVED_LATE: Face("Inkommen för sent", "Inkommen för sent", "warning"),
    ApplicationStatus.IN_REVIEW: Face("Under handläggning", "Vi handlägger ansökan", "active"),
    ApplicationStatus.COMPLETING: Face("Kompletteras", "Vi väntar på er komplettering", "waiting"),
    ApplicationStatus.PROPOSED: Face("Beredd, väntar på beslut", "Vi handlägger ansökan", "active"),
    ApplicationStatus.GRANTED: Face("Bifallen", "Beviljad", "success"),
    ApplicationStatus.PARTIALLY_GRANTED: Face("Delvis bifallen", "Delvis beviljad", "success"),
    ApplicationStatus.REJECTED: Face("Avslagen", "Avslagen", "danger"),
    ApplicationStatus.DISMISSED: Face("Avvisad", "Avvisad", "danger"),
    ApplicationStatus.CLOSED: Face("Avslutad", "Avslutad", "neutral"),
    ApplicationStatus.WITHDRAWN: Face("Återkallad, ska skrivas av", "Återkallad", "warning"),
    ApplicationStatus.WRITTEN_OFF: Face("Avskriven efter återkallelse", "Återkallad", "neutral"),
}

EXPRESSION_FACES: dict[ExpressionStatus, Face] = {
    ExpressionStatus.RECEIVED: Face("Inkommen", "Vi har tagit emot intresseanmälan", "waiting"),
    ExpressionStatus.RECEIVED_LATE: Face("Inkommen för sent", "Inkommen för sent", "warning"),
    ExpressionStatus.ASSESSED: Face("Bedömd, väntar på besked", "Vi har tagit emot intresseanmälan", "active"),
    ExpressionStatus.INVITED: Face("Inbjuden att ansöka", "Ni är inbjudna att ansöka", "success"),
    ExpressionStatus.NOT_INVITED: Face("Inte inbjuden", "Ni är inte inbjudna att ansöka", "neutral"),
    ExpressionStatus.APPLIED: Face("Ansökan inkommen", "Ni har ansökt", "success"),
    ExpressionStatus.LAPSED: Face("Avslutad utan ansökan", "Avslutad utan ansökan", "neutral"),
    ExpressionStatus.WITHDRAWN: Face("Återkallad", "Återkallad", "neutral"),
}

COMPLETION_FACES: dict[CompletionStatus, Face] = {
    CompletionStatus.REQUESTED: Face("Väntar på svar", "Vi väntar på ert svar", "waiting"),
    CompletionStatus.ANSWERED: Face("Besvarad", "Besvarad", "success"),
    CompletionStatus.EXPIRED: Face("Inte besvarad i tid", "Svarstiden har gått ut", "warning"),
}

DECISION_FACES: dict[DecisionStatus, Face] = {
    DecisionStatus.PREPARED: Face("Brevet är klart att besluta", "Inte beslutat", "waiting"),
    DecisionStatus.REPLACED: Face("Ersatt av ett nytt förslag", "Inte beslutat", "neutral"),
    DecisionStatus.DECIDED: Face("Beslut fattat, inte skickat", "Inte beslutat", "active"),
    DecisionStatus.DISPATCHED: Face("Expedierat", "Beslutat", "success"),
}

PAYMENT_FACES: dict[PaymentStatus, Face] = {
    PaymentStatus.PREPARED: Face("Väntar på attest", "Förbereds", "waiting"),
    PaymentStatus.ATTESTED: Face("Attesterad, väntar på betalning", "Förbereds", "active"),
    PaymentStatus.PAID: Face("Utbetald", "Utbetald", "success"),
    PaymentStatus.CANCELLED: Face("Avbruten", "Avbruten", "neutral"),
}

REPORT_FACES: dict[ReportStatus, Face] = {
    ReportStatus.DRAFT: Face("Inte inlämnad", "Påbörjad, inte inlämnad", "waiting"),
    ReportStatus.SUBMITTED: Face("Inlämnad, väntar på granskning", "Inlämnad", "active"),
    ReportStatus.APPROVED: Face("Godkänd", "Godkänd", "success"),
}


class RevisionAct(TextChoices):
    """How a version of a draft came about."""

    SAVED = "saved", "Sparat"
    SET_ASIDE = "set_aside", "Lagt åt sidan"
    RESTORED = "restored", "Återställt"
    COPIED = "copied", "Kopierat"
    MOVED = "moved", "Flyttat till ny formulärversion"
