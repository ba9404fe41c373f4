"""Money: payments, reports and the kinds of postings."""

from django.db.models import TextChoices

from delmos.lib.faces import Face


class PaymentStatus(TextChoices):
    PREPARED = "prepared", "Klar för attest"
    ATTESTED = "attested", "Attesterad"
    PAID = "paid", "Utbetald"
    CANCELLED = "cancelled", "Avbruten"


class PaymentStopStatus(TextChoices):
    """How a decision that a grant is not to be paid (hinder mot utbetalning) stands."""

    PROPOSED = "proposed", "Föreslaget"
    DROPPED = "dropped", "Förslaget lades ned"
    IN_FORCE = "in_force", "Gäller"
    LIFTED = "lifted", "Upphävt"
    ENDED = "ended", "Upphörde med beslutet"


class ReportStatus(TextChoices):
    DRAFT = "draft", "Påbörjad"
    SUBMITTED = "submitted", "Inlämnad"
    APPROVED = "approved", "Godkänd"


class PostingKind(TextChoices):
    """What a posting in the ledger says has happened to the money."""

    GRANTED = "granted", "Beviljat"
    WITHDRAWN = "withdrawn", "Upphävt"
    DISBURSED = "disbursed", "Utbetalt"
    COST_APPROVED = "cost_approved", "Godkänd kostnad"
    REPAYABLE = "repayable", "Att betala tillbaka"
    REPAID = "repaid", "Återbetalt"
    WAIVED = "waived", "Eftergivet"


PAYMENT_FACES: dict[PaymentStatus, Face] = {
    PaymentStatus.PREPARED: Face("Väntar på attest", "Förbereds", "waiting"),
    PaymentStatus.ATTESTED: Face("Attesterad, väntar på betalning", "Förbereds", "active"),
    PaymentStatus.PAID: Face("Utbetald", "Utbetald", "success"),
    PaymentStatus.CANCELLED: Face("Avbruten", "Avbruten", "neutral"),
}


PAYMENT_STOP_FACES: dict[PaymentStopStatus, Face] = {
    PaymentStopStatus.PROPOSED: Face("Föreslaget, väntar på beslut", "Inte beslutat", "waiting"),
    PaymentStopStatus.DROPPED: Face("Förslaget lades ned", "Inte beslutat", "neutral"),
    PaymentStopStatus.IN_FORCE: Face("Gäller: får inte betalas ut", "Betalas inte ut", "danger"),
    PaymentStopStatus.LIFTED: Face("Upphävt", "Upphävt", "neutral"),
    PaymentStopStatus.ENDED: Face("Upphörde med beslutet", "Upphörde med beslutet", "neutral"),
}


REPORT_FACES: dict[ReportStatus, Face] = {
    ReportStatus.DRAFT: Face("Inte inlämnad", "Påbörjad, inte inlämnad", "waiting"),
    ReportStatus.SUBMITTED: Face("Inlämnad, väntar på granskning", "Inlämnad", "active"),
    ReportStatus.APPROVED: Face("Godkänd", "Godkänd", "success"),
}
