"""After a decision: delivery, appeals, rulings, corrections and changes."""

from django.db.models import TextChoices

from delmos.lib.faces import Face


class DeliveryKind(TextChoices):
    """What shows that something was sent to the party, or that the party has got it."""

    PORTAL = "portal", "Skickat i portalen, med avisering"
    POSTED = "posted", "Skickat med brev"
    SENT_OTHERWISE = "sent_otherwise", "Skickat på annat sätt"
    OPENED = "opened", "Öppnat i portalen"
    ACKNOWLEDGED = "acknowledged", "Mottagandet bekräftat i portalen"
    ANSWERED = "answered", "Besvarat"
    RECEIPT = "receipt", "Mottagningsbevis eller delgivningskvitto"
    OTHER_PROOF = "other_proof", "Annat som visar att parten har fått del"


# The party has got what was sent (44 § FL counts from the earliest of them).
PROVES_RECEIPT = (
    DeliveryKind.OPENED,
    DeliveryKind.ACKNOWLEDGED,
    DeliveryKind.ANSWERED,
    DeliveryKind.RECEIPT,
    DeliveryKind.OTHER_PROOF,
)


# What the registrar enters by hand; the rest follows from acts in the portal.
ENTERED_BY_HAND = (
    DeliveryKind.POSTED,
    DeliveryKind.SENT_OTHERWISE,
    DeliveryKind.RECEIPT,
    DeliveryKind.OTHER_PROOF,
)


class StandingState(TextChoices):
    """How a decision that is sent stands: whether it can be appealed, is appealed, or has gained legal force."""

    NOT_APPEALABLE = "not_appealable", "Kan inte överklagas"
    NOT_RECEIVED = "not_received", "Mottagandet är inte känt"
    APPEAL_TIME = "appeal_time", "Tiden för överklagande löper"
    TIME_PASSED = "time_passed", "Tiden för överklagande har gått ut"
    FINAL = "final", "Laga kraft"
    APPEALED = "appealed", "Överklagat"
    HANDED_OVER = "handed_over", "Överlämnat till domstol"
    UPHELD = "upheld", "Fastställt av domstol"
    ANNULLED = "annulled", "Upphävt"
    SUPERSEDED = "superseded", "Ändrat genom nytt beslut"


class AppealStatus(TextChoices):
    """Where an appeal stands, from the day it came in to the court's ruling."""

    RECEIVED = "received", "Inkommet"
    IN_TIME = "in_time", "Inkommet i rätt tid"
    LATE = "late", "Inkommet för sent"
    DISMISSED = "dismissed", "Avvisat"
    RECONSIDERED = "reconsidered", "Omprövat"
    HANDED_OVER = "handed_over", "Överlämnat till domstol"
    SETTLED = "settled", "Avgjort av domstol"
    FINAL = "final", "Avgjort, laga kraft"


# It waits for the agency: the week to hand it over runs (INV-15).
NOT_HANDED_OVER = (AppealStatus.RECEIVED, AppealStatus.IN_TIME, AppealStatus.LATE, AppealStatus.RECONSIDERED)


# A court has found something in it: the highest so far, and for good.
COURT_HAS_RULED = (AppealStatus.SETTLED, AppealStatus.FINAL)
APPEAL_OVER = (AppealStatus.DISMISSED, *COURT_HAS_RULED)


class AppealWay(TextChoices):
    """How an appeal came in."""

    PORTAL = "portal", "I portalen"
    LETTER = "letter", "Brev"
    EMAIL = "email", "E-post"
    VISIT = "visit", "Lämnat hos oss"
    COURT = "court", "Från domstolen"


class TimelinessGround(TextChoices):
    """Why an appeal is in time, or that it is not (45 § FL)."""

    WITHIN = "within", "Kom in inom tre veckor från mottagandet"
    UNKNOWN = "unknown", "Det är inte känt när parten fick del av beslutet"
    MISINFORMED = "misinformed", "För sent, men vi har underrättat felaktigt om hur man överklagar"
    AT_THE_COURT = "at_the_court", "För sent hos oss, men kom in i tid till domstolen"
    COURT_FOUND = "court_found", "Domstolen har upphävt beslutet att avvisa överklagandet"
    LATE = "late", "Kom in för sent"


class ReconsideredOutcome(TextChoices):
    """What the agency finds when it reconsiders a decision that is appealed (38 § FL)."""

    STANDS = "stands", "Beslutet ändras inte"
    CHANGES = "changes", "Beslutet ska ändras"


class CourtOutcome(TextChoices):
    """What a court has found."""

    UPHELD = "upheld", "Fastställt: överklagandet avslås eller avvisas"
    CHANGED = "changed", "Ändrat: domstolen bestämmer själv innehållet"
    ANNULLED = "annulled", "Upphävt"
    REMITTED = "remitted", "Återförvisat"


class AppealBundleStatus(TextChoices):
    WAITING = "waiting", "Görs i ordning"
    DONE = "done", "Klar"
    FAILED = "failed", "Gick inte att göra i ordning"


class ReopeningGround(TextChoices):
    """Why a case that was decided is opened again."""

    COURT_ANNULLED = "court_annulled", "Domstolen har upphävt beslutet"
    COURT_REMITTED = "court_remitted", "Domstolen har återförvisat ärendet"
    COURT_CHANGED = "court_changed", "Domstolen har ändrat beslutet, och det ska genomföras"
    OBVIOUSLY_WRONG = "obviously_wrong", "Beslutet är uppenbart felaktigt och kan rättas till snabbt och enkelt"
    TO_ADVANTAGE = "to_advantage", "Ändringen är till sökandens fördel"
    RESERVATION = "reservation", "Det framgår av beslutet eller reglerna att det får återkallas"
    SAFETY = "safety", "Tvingande säkerhetsskäl kräver ändringen"
    MISLED = "misled", "Felet beror på oriktiga eller vilseledande uppgifter från sökanden"


OF_A_COURT = (ReopeningGround.COURT_ANNULLED, ReopeningGround.COURT_REMITTED, ReopeningGround.COURT_CHANGED)
# A court has taken the decision away, or one of the three grounds of 37 § second paragraph FL holds (INV-22).
MAY_WORSEN = (
    *OF_A_COURT,
    ReopeningGround.RESERVATION,
    ReopeningGround.SAFETY,
    ReopeningGround.MISLED,
)


class CorrectedPart(TextChoices):
    """Where in a decision a slip of the pen stands (36 § FL)."""

    REASONS = "reasons", "Skälen"
    RULES = "rules_cited", "Bestämmelserna"
    CONDITIONS = "conditions", "Villkoren"
    OTHER = "other", "Annan text i brevet"


STANDING_FACES: dict[StandingState, Face] = {
    StandingState.NOT_APPEALABLE: Face("Kan inte överklagas", "Kan inte överklagas", "neutral"),
    StandingState.NOT_RECEIVED: Face("Mottagandet är inte känt", "Inte öppnat", "warning"),
    StandingState.APPEAL_TIME: Face("Överklagandetiden löper", "Ni kan överklaga", "waiting"),
    StandingState.TIME_PASSED: Face("Överklagandetiden har gått ut", "Tiden för att överklaga har gått ut", "neutral"),
    StandingState.FINAL: Face("Laga kraft", "Beslutet har fått laga kraft", "success"),
    StandingState.APPEALED: Face("Överklagat", "Ni har överklagat", "active"),
    StandingState.HANDED_OVER: Face("Överlämnat till domstol", "Överklagandet är hos domstolen", "active"),
    StandingState.UPHELD: Face("Fastställt av domstol", "Domstolen har fastställt beslutet", "success"),
    StandingState.ANNULLED: Face("Upphävt av domstol", "Domstolen har upphävt beslutet", "danger"),
    StandingState.SUPERSEDED: Face("Ändrat genom nytt beslut", "Ändrat genom ett nytt beslut", "neutral"),
}


APPEAL_FACES: dict[AppealStatus, Face] = {
    AppealStatus.RECEIVED: Face("Inkommet, pröva tiden", "Vi har tagit emot överklagandet", "waiting"),
    AppealStatus.IN_TIME: Face("I rätt tid, ska överlämnas", "Vi går igenom överklagandet", "active"),
    AppealStatus.LATE: Face("För sent, väntar på beslut", "Vi går igenom överklagandet", "warning"),
    AppealStatus.DISMISSED: Face("Avvisat", "Avvisat", "danger"),
    AppealStatus.RECONSIDERED: Face("Omprövat, ska överlämnas", "Vi har omprövat beslutet", "active"),
    AppealStatus.HANDED_OVER: Face("Överlämnat till domstol", "Överlämnat till domstolen", "active"),
    AppealStatus.SETTLED: Face("Avgjort av domstol", "Avgjort av domstolen", "success"),
    AppealStatus.FINAL: Face("Avgjort, laga kraft", "Domstolens avgörande har fått laga kraft", "success"),
}


APPEAL_BUNDLE_FACES: dict[AppealBundleStatus, Face] = {
    AppealBundleStatus.WAITING: Face("Görs i ordning", "Görs i ordning", "waiting"),
    AppealBundleStatus.DONE: Face("Klar", "Klar", "success"),
    AppealBundleStatus.FAILED: Face("Gick inte att göra i ordning", "Gick inte att göra i ordning", "danger"),
}
