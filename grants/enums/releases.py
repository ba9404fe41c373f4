"""Documents that are released: what is found, and how parts are masked."""

from django.db.models import TextChoices


class ReleaseOutcome(TextChoices):
    """What a person has decided about a document that is asked for (TF 2 kap., OSL 6 kap. 3 §)."""

    RELEASED = "released", "Lämnas ut"
    MASKED = "masked", "Lämnas ut med maskning"
    REFUSED = "refused", "Lämnas inte ut"


class MaskKind(TextChoices):
    """What a mask takes away in the copy of a document."""

    WORDS = "words", "Ord eller fras"
    PAGE = "page", "Hel sida"
    AREA = "area", "Del av en sida"
