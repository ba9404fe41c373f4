from django.db import models

from delmos.lib.classification import Columns
from grants.enums import CorrectedPart, ReopeningGround
from grants.models.application import Application
from grants.models.decision import Decision
from grants.models.fields import known, person
from journal.models import Document, RegistryEntry


class Correction(models.Model):
    """A slip of the pen in a decision, corrected (36 § FL, INV-23): old and new side by side, signed. Append-only.

    The decision itself stands as it was made, and so does its amount.
    """

    COLUMNS = Columns(
        "preserve",
        internal="id decision part old_text new_text reasons letter entry corrected_at corrected_by",
    )

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="corrections", verbose_name="beslut")
    part = models.CharField("del av beslutet", max_length=12, choices=CorrectedPart)
    old_text = models.TextField("text som rättas", max_length=2000)
    new_text = models.TextField("rätt text", max_length=2000)
    reasons = models.TextField("skäl för rättelsen", max_length=2000)
    letter = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name="rättelsebeslut")
    entry = models.ForeignKey(RegistryEntry, on_delete=models.PROTECT, related_name="+", verbose_name="diarierad som")
    corrected_at = models.DateTimeField("rättat")
    corrected_by = person("rättat av")

    class Meta:
        verbose_name = "rättelse"
        verbose_name_plural = "rättelser"
        ordering = ["decision", "pk"]
        constraints = [
            known("part", CorrectedPart, model="correction"),
            models.CheckConstraint(
                condition=~models.Q(old_text="") & ~models.Q(new_text="") & ~models.Q(reasons=""),
                name="correction_shows_old_and_new_and_says_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(old_text=models.F("new_text")), name="correction_changes_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_text} → {self.new_text}"


class Reopening(models.Model):
    """A decided case opened again for a new decision (37–38 §§ FL, or after a court): why, by whom. Append-only.

    ``decision`` is the earlier decision. It is never edited: the new one stands beside it and names it.
    """

    COLUMNS = Columns("preserve", internal="id application decision ground reasons reopened_at reopened_by")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="reopenings", verbose_name="ansökan"
    )
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="reopening", verbose_name="tidigare beslut"
    )
    ground = models.CharField("grund", max_length=20, choices=ReopeningGround)
    reasons = models.TextField("skäl", max_length=4000)
    reopened_at = models.DateTimeField("öppnat igen")
    reopened_by = person("öppnat igen av")

    class Meta:
        verbose_name = "återupptagande"
        verbose_name_plural = "återupptaganden"
        ordering = ["application", "pk"]
        constraints = [
            known("ground", ReopeningGround, model="reopening"),
            models.CheckConstraint(condition=~models.Q(reasons=""), name="reopening_says_why"),
        ]

    def __str__(self) -> str:
        return str(self.get_ground_display())
