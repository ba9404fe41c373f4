from django.db.models import TextChoices


class Role(TextChoices):
    """What a person does for the agency. Applicants have no role here: their right comes from a mandate.

    An external assessor works elsewhere, and sees the cases they are invited to assess and nothing else.
    """

    REGISTRAR = "registrar", "Registrator"
    CASE_OFFICER = "case_officer", "Handläggare"
    DECIDER = "decider", "Beslutsfattare"
    ECONOMIST = "economist", "Ekonom"
    MANAGER = "manager", "Ledning"
    ASSESSOR = "assessor", "Extern bedömare"
    LAWYER = "lawyer", "Jurist"


class Door(TextChoices):
    """The ways in through somebody else's sign-in. The value stands in addresses and beside each link."""

    EID = "eid", "E-legitimation"
    AGENCY = "agency", "Myndighetens inloggning"


class Way(TextChoices):
    """How a person has shown who they are, in words that promise no more than it shows."""

    EID = "eid", "E-legitimation"
    AGENCY = "agency", "Myndighetens inloggning"
    PASSWORD_AND_FACTOR = "password_and_factor", "Lösenord och en andra faktor, utan e-legitimation"
    KEY = "key", "Nyckel, utan e-legitimation"
    PASSWORD = "password", "Lösenord, utan e-legitimation"
    DEMONSTRATION = "demonstration", "Demonstration, utan e-legitimation"
    UNKNOWN = "unknown", "Uppgift saknas"


class Purpose(TextChoices):
    """Why a person is sent to a provider."""

    SIGN_IN = "sign_in", "Logga in"
    LINK = "link", "Koppla till kontot"
    PROVE = "prove", "Legitimera sig igen"
