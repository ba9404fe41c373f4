"""Applications and expressions of interest: where they stand."""

from django.db.models import TextChoices

from delmos.lib.faces import Face


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


# An application without a decision, that nobody has taken back.
UNDECIDED = (
    ApplicationStatus.RECEIVED,
    ApplicationStatus.RECEIVED_LATE,
    ApplicationStatus.IN_REVIEW,
    ApplicationStatus.COMPLETING,
    ApplicationStatus.PROPOSED,
)


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


class RevisionAct(TextChoices):
    """How a version of a draft came about."""

    SAVED = "saved", "Sparat"
    SET_ASIDE = "set_aside", "Lagt åt sidan"
    RESTORED = "restored", "Återställt"
    COPIED = "copied", "Kopierat"
    MOVED = "moved", "Flyttat till ny formulärversion"
