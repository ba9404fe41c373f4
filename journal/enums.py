from django.db.models import TextChoices

from delmos.lib.faces import Face


class Direction(TextChoices):
    """Which way a document went (TF 2:9–10): received, drawn up by the agency, or sent."""

    IN = "in", "Inkommen"
    DRAWN_UP = "drawn_up", "Upprättad"
    OUT = "out", "Utgående"


class CounterpartKind(TextChoices):
    """Whom a document is from or to. Nothing said means that it is not known, and the name is then shown to nobody
    outside the agency."""

    ORGANISATION = "organisation", "Organisation eller myndighet"
    PERSON = "person", "Privatperson"


class PostWay(TextChoices):
    """How post came that did not come through the portal."""

    LETTER = "letter", "Brev"
    EMAIL = "email", "E-post"
    VISIT = "visit", "Besök"
    PHONE = "phone", "Telefon"


class MarkedPart(TextChoices):
    """What a secrecy mark is on: a document of the diary, or who the counterpart of a case is."""

    DOCUMENT = "document", "Handlingen"
    COUNTERPART = "counterpart", "Motpartens identitet"


class MarkAct(TextChoices):
    """What was done with a secrecy mark. The newest act counts; none is ever changed."""

    SET = "set", "Markerad"
    LIFTED = "lifted", "Markeringen borttagen"


class MailStatus(TextChoices):
    """How far a mail has come. ``SENDING`` is the claim: who sees it never sends that mail a second time."""

    QUEUED = "queued", "I kö"
    SENDING = "sending", "Lämnas över"
    SENT = "sent", "Skickat"
    FAILED = "failed", "Gick inte att skicka"
    BOUNCED = "bounced", "Kom i retur"


MAIL_FACES: dict[MailStatus, Face] = {
    MailStatus.QUEUED: Face(MailStatus.QUEUED.label, "På väg", "waiting"),
    MailStatus.SENDING: Face(MailStatus.SENDING.label, "På väg", "active"),
    MailStatus.SENT: Face(MailStatus.SENT.label, "Skickat", "success"),
    MailStatus.FAILED: Face(MailStatus.FAILED.label, "Kom inte fram", "danger"),
    MailStatus.BOUNCED: Face(MailStatus.BOUNCED.label, "Kom inte fram", "warning"),
}


class ScanStatus(TextChoices):
    """What the virus scanner has said of a file that came from outside. Only a clean one is opened by anybody."""

    CHECKING = "checking", "Kontrolleras"
    CLEAN = "clean", "Ren"
    REJECTED = "rejected", "Avvisad"


SCAN_FACES: dict[ScanStatus, Face] = {
    ScanStatus.CHECKING: Face("Kontrolleras", "Kontrolleras", "waiting"),
    ScanStatus.CLEAN: Face("Ren", "Kontrollerad", "success"),
    ScanStatus.REJECTED: Face("Avvisad", "Avvisad", "danger"),
}
SCAN_NOTES: dict[ScanStatus, str] = {
    ScanStatus.CHECKING: "Kontrolleras mot virus. Filen kan öppnas när kontrollen är klar, oftast inom en minut.",
    ScanStatus.CLEAN: "",
    ScanStatus.REJECTED: "Avvisad: viruskontrollen hittade något skadligt. Filen kan inte öppnas av någon.",
}
# An installation that has no scanner, such as the demonstration, says so and calls no file checked.
WITHOUT_SCANNER = Face("Inte viruskontrollerad", "Inte viruskontrollerad", "warning")
WITHOUT_SCANNER_NOTE = "Inte kontrollerad mot virus: den här installationen har ingen viruskontroll."
