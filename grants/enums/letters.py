"""Letters and the conditions that stand in them."""

from django.db.models import TextChoices


class LetterKind(TextChoices):
    """The letters whose standing texts a lawyer edits."""

    DECISION = "decision", "Beslut om statsbidrag"
    DISSENT = "dissent", "Avvikande mening"
    WRITE_OFF = "write_off", "Beslut om avskrivning"
    DELAY_NOTICE = "delay_notice", "Underrättelse om försening"
    REQUEST_REFUSED = "request_refused", "Avslag på begäran om avgörande"
    CONFLICT_RULING = "conflict_ruling", "Beslut i fråga om jäv"
    APPEAL_DISMISSED = "appeal_dismissed", "Beslut att avvisa överklagande"
    PAYMENT_STOP = "payment_stop", "Beslut om hinder mot utbetalning"
    PAYMENT_STOP_LIFTED = "payment_stop_lifted", "Beslut att upphäva hinder mot utbetalning"
    CORRECTION = "correction", "Rättelse av beslut"
    RELEASE_COVER = "release_cover", "Utlämnande av allmän handling"
    RELEASE_REFUSAL = "release_refusal", "Beslut att inte lämna ut allmän handling"


class ConditionNeed(TextChoices):
    """How a condition of the library comes into a decision."""

    REQUIRED = "required", "Ska alltid stå med"
    STANDARD = "standard", "Står med om ingen tar bort det"
    OPTIONAL = "optional", "Kan väljas"
