from django.db.models import TextChoices


class Direction(TextChoices):
    """Which way a document went (TF 2:9–10): received, drawn up by the agency, or sent."""

    IN = "in", "Inkommen"
    DRAWN_UP = "drawn_up", "Upprättad"
    OUT = "out", "Utgående"
