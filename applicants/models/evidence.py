from django.conf import settings
from django.db import models

from applicants.models.mandate import Mandate
from delmos.lib.classification import Columns
from journal.models import Document


class MandateEvidence(models.Model):
    """A document that shows a mandate: bylaws, minutes, a power of attorney. What has been handed in stays."""

    COLUMNS = Columns("preserve", internal="id mandate document name added_at added_by")

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="evidence", verbose_name="behörighet")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name="innehåll")
    name = models.CharField("filnamn", max_length=120)
    added_at = models.DateTimeField("tillagd")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="tillagd av"
    )

    class Meta:
        verbose_name = "underlag för behörighet"
        verbose_name_plural = "underlag för behörighet"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["mandate", "document"], name="evidence_is_handed_in_once"),
        ]

    def __str__(self) -> str:
        return self.name
