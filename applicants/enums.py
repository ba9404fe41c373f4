from django.db.models import TextChoices

from delmos.lib.faces import Face
from delmos.lib.identity import LegalForm


class OrganisationType(TextChoices):
    """The kinds of applicant that ordinances name."""

    MUNICIPALITY = "municipality", "Kommun"
    REGION = "region", "Region"
    MUNICIPAL_FEDERATION = "municipal_federation", "Kommunalförbund"
    ASSOCIATION = "association", "Ideell förening"
    FOUNDATION = "foundation", "Stiftelse"
    FAITH_COMMUNITY = "faith_community", "Trossamfund"


# Which types the first digits of an organisationsnummer allow.
TYPES_BY_LEGAL_FORM: dict[LegalForm, frozenset[OrganisationType]] = {
    LegalForm.MUNICIPALITY: frozenset({OrganisationType.MUNICIPALITY}),
    LegalForm.REGION: frozenset({OrganisationType.REGION}),
    LegalForm.MUNICIPAL_FEDERATION: frozenset({OrganisationType.MUNICIPAL_FEDERATION}),
    LegalForm.ASSOCIATION_OR_FOUNDATION: frozenset({OrganisationType.ASSOCIATION, OrganisationType.FOUNDATION}),
    LegalForm.FAITH_COMMUNITY: frozenset({OrganisationType.FAITH_COMMUNITY}),
}


class MandateRole(TextChoices):
    """What a person may do for an organisation, from most to least. Each may do what those below it may.

    A signatory also signs; an agent manages people, accounts, messages and submissions other than signing; a
    contributor writes drafts; a reader reads.
    """

    SIGNATORY = "signatory", "Firmatecknare"
    AGENT = "agent", "Ombud"
    CONTRIBUTOR = "contributor", "Medarbetare"
    READER = "reader", "Läsare"


MANAGING_ROLES = frozenset({MandateRole.SIGNATORY, MandateRole.AGENT})
WRITING_ROLES = MANAGING_ROLES | {MandateRole.CONTRIBUTOR}


class SignRule(TextChoices):
    """Whether one signatory is enough."""

    ALONE = "alone", "Var för sig"
    JOINTLY = "jointly", "Två i förening"


class ReviewStatus(TextChoices):
    """Whether the agency has found that the evidence shows the right to act for the organisation."""

    UNREVIEWED = "unreviewed", "Inte granskad"
    APPROVED = "approved", "Godkänd"
    REJECTED = "rejected", "Inte godkänd"


REVIEW_FACES: dict[ReviewStatus, Face] = {
    ReviewStatus.UNREVIEWED: Face("Inte granskad", "Inte granskad än", "waiting"),
    ReviewStatus.APPROVED: Face("Godkänd", "Godkänd", "success"),
    ReviewStatus.REJECTED: Face("Inte godkänd", "Inte godkänd", "danger"),
}


class AccountKind(TextChoices):
    """Where money can be sent in Sweden."""

    BANKGIRO = "bankgiro", "Bankgiro"
    PLUSGIRO = "plusgiro", "Plusgiro"
    ACCOUNT = "account", "Bankkonto"


class AccountStatus(TextChoices):
    """A payment account is used only when two economists have verified it."""

    UNVERIFIED = "unverified", "Inte kontrollerat"
    CHECKED_ONCE = "checked_once", "Kontrollerat av en ekonom"
    VERIFIED = "verified", "Kontrollerat av två ekonomer"
    REPLACED = "replaced", "Ersatt"


ACCOUNT_FACES: dict[AccountStatus, Face] = {
    AccountStatus.UNVERIFIED: Face("Inte kontrollerat", "Väntar på kontroll", "waiting"),
    AccountStatus.CHECKED_ONCE: Face("Kontrollerat av en ekonom", "Väntar på kontroll", "active"),
    AccountStatus.VERIFIED: Face("Kontrollerat av två ekonomer", "Kontrollerat", "success"),
    AccountStatus.REPLACED: Face("Ersatt", "Ersatt", "neutral"),
}
