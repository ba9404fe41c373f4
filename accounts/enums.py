from django.db.models import TextChoices


class Role(TextChoices):
    """What a person at the agency does. Applicants have no role here: their right comes from a mandate."""

    REGISTRAR = "registrar", "Registrator"
    CASE_OFFICER = "case_officer", "Handläggare"
    DECIDER = "decider", "Beslutsfattare"
    ECONOMIST = "economist", "Ekonom"
    MANAGER = "manager", "Ledning"
