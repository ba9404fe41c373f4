from django.db import models
from django.db.models import Q

from delmos.lib.classification import Columns
from grants.models.application import Application
from journal.models import RegistryEntry


class Receipt(models.Model):
    """A receipt: promised with the submission (INV-3), drawn and mailed right after. The row is the queue."""

    COLUMNS = Columns("preserve", internal="application entry drawn_at")

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, primary_key=True, related_name="receipt", verbose_name="ansökan"
    )
    entry = models.OneToOneField(
        RegistryEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="handling"
    )
    drawn_at = models.DateTimeField("upprättat", null=True, blank=True)

    class Meta:
        verbose_name = "mottagningskvitto"
        verbose_name_plural = "mottagningskvitton"
        ordering = ["application"]
        indexes = [models.Index(fields=["application"], condition=Q(drawn_at=None), name="receipt_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(entry=None, drawn_at=None) | Q(entry__isnull=False, drawn_at__isnull=False),
                name="receipt_drawn_at_has_its_document",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}"
