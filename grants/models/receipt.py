from django.db import models
from django.db.models import Q

from delmos.lib.classification import Columns
from grants.models.application import Application
from grants.models.expression import Expression
from journal.models import RegistryEntry


class PromisedReceipt(models.Model):
    """A receipt: promised with what comes in (INV-3), drawn and mailed right after. The row is the queue."""

    entry = models.OneToOneField(
        RegistryEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="handling"
    )
    drawn_at = models.DateTimeField("upprättat", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(entry=None, drawn_at=None) | Q(entry__isnull=False, drawn_at__isnull=False),
                name="%(class)s_drawn_at_has_its_document",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Receipt(PromisedReceipt):
    """The receipt of an application."""

    COLUMNS = Columns("preserve", internal="application entry drawn_at")

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, primary_key=True, related_name="receipt", verbose_name="ansökan"
    )

    class Meta(PromisedReceipt.Meta):
        verbose_name = "mottagningskvitto"
        verbose_name_plural = "mottagningskvitton"
        ordering = ["application"]
        indexes = [models.Index(fields=["application"], condition=Q(drawn_at=None), name="receipt_due")]

    @property
    def matter(self) -> Application:
        """What has come in."""
        return self.application


class ExpressionReceipt(PromisedReceipt):
    """The receipt of an expression of interest."""

    COLUMNS = Columns("preserve", internal="expression entry drawn_at")

    expression = models.OneToOneField(
        Expression, on_delete=models.PROTECT, primary_key=True, related_name="receipt", verbose_name="intresseanmälan"
    )

    class Meta(PromisedReceipt.Meta):
        verbose_name = "mottagningskvitto på intresseanmälan"
        verbose_name_plural = "mottagningskvitton på intresseanmälningar"
        ordering = ["expression"]
        indexes = [models.Index(fields=["expression"], condition=Q(drawn_at=None), name="expression_receipt_due")]

    @property
    def matter(self) -> Expression:
        """What has come in."""
        return self.expression
