from django.db import models

from delmos.lib.classification import Columns
from grants.models.application import Application
from grants.models.expression import Expression
from grants.models.fields import at_with_by, optional_person, person
from journal.models import Document


class Withdrawal(models.Model):
    """An application taken back by its applicant, and the decision that writes the case off (INV-6)."""

    COLUMNS = Columns(
        "preserve",
        internal="id application content reason withdrawn_at withdrawn_by decision written_off_at written_off_by",
    )

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="withdrawal", verbose_name="ansökan"
    )
    content = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name="inskickat innehåll")
    reason = models.TextField("skäl", max_length=2000, blank=True)
    withdrawn_at = models.DateTimeField("återkallad")
    withdrawn_by = person("återkallad av")
    decision = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="beslut om avskrivning",
    )
    written_off_at = models.DateTimeField("avskriven", null=True, blank=True)
    written_off_by = optional_person("avskriven av")

    class Meta:
        verbose_name = "återkallelse"
        verbose_name_plural = "återkallelser"
        constraints = [
            at_with_by("written_off", model="withdrawal"),
            models.CheckConstraint(
                condition=models.Q(decision__isnull=True, written_off_at__isnull=True)
                | models.Q(decision__isnull=False, written_off_at__isnull=False),
                name="withdrawal_written_off_has_its_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.withdrawn_at:%Y-%m-%d}"


class ExpressionWithdrawal(models.Model):
    """An expression of interest taken back by its applicant, which closes the case (INV-6). Append-only."""

    COLUMNS = Columns("preserve", internal="id expression content reason withdrawn_at withdrawn_by")

    expression = models.OneToOneField(
        Expression, on_delete=models.PROTECT, related_name="withdrawal", verbose_name="intresseanmälan"
    )
    content = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name="inskickat innehåll")
    reason = models.TextField("skäl", max_length=2000, blank=True)
    withdrawn_at = models.DateTimeField("återkallad")
    withdrawn_by = person("återkallad av")

    class Meta:
        verbose_name = "återkallelse av intresseanmälan"
        verbose_name_plural = "återkallelser av intresseanmälningar"

    def __str__(self) -> str:
        return f"{self.expression} {self.withdrawn_at:%Y-%m-%d}"
