from django.db import models

from delmos.lib.classification import Columns
from grants.enums import PROVES_RECEIPT, DeliveryKind
from grants.models.application import Application
from grants.models.decision import Decision
from grants.models.fields import known, person
from journal.models import RegistryEntry


class DeliveryRecord(models.Model):
    """Evidence that a letter was sent to the party, or that the party has got it. Append-only.

    ``entry`` is the letter's row in the diary. ``notice_key`` names the notices, and through them the mails, that went
    out with it. ``opens``: the letter is read in the portal by opening it with a button, which is itself evidence.
    ``proof`` is the document that shows a receipt on paper. ``strikes``: an entry made by mistake, which no longer
    counts.
    """

    COLUMNS = Columns(
        "preserve",
        internal="id application entry kind happened_on note proof notice_key opens strikes noted_at noted_by",
    )

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="delivery_records", verbose_name="ansökan"
    )
    entry = models.ForeignKey(
        RegistryEntry, on_delete=models.PROTECT, related_name="delivery_records", verbose_name="brev"
    )
    kind = models.CharField("uppgift", max_length=20, choices=DeliveryKind)
    happened_on = models.DateField("dag")
    note = models.CharField("anteckning", max_length=500, blank=True)
    proof = models.ForeignKey(
        RegistryEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="underlag"
    )
    notice_key = models.CharField("aviseringens nyckel", max_length=150, blank=True)
    opens = models.BooleanField("öppnas med en knapp", default=False)
    strikes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="struck_by", verbose_name="stryker"
    )
    noted_at = models.DateTimeField("antecknad")
    noted_by = person("antecknad av")

    class Meta:
        verbose_name = "uppgift om delgivning"
        verbose_name_plural = "uppgifter om delgivning"
        ordering = ["entry", "pk"]
        constraints = [
            known("kind", DeliveryKind, model="delivery_record"),
            models.UniqueConstraint(
                fields=["entry", "kind"],
                condition=models.Q(
                    kind__in=[
                        DeliveryKind.PORTAL,
                        DeliveryKind.OPENED,
                        DeliveryKind.ACKNOWLEDGED,
                        DeliveryKind.ANSWERED,
                    ]
                ),
                name="what_the_portal_knows_of_a_letter_is_noted_once",
            ),
            models.CheckConstraint(
                condition=models.Q(strikes__isnull=True) | ~models.Q(note=""), name="delivery_struck_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"

    @property
    def counts(self) -> bool:
        """Whether it is neither struck nor says that another one is."""
        return self.strikes_id is None and not hasattr(self, "struck_by")

    @property
    def proves_receipt(self) -> bool:
        return self.kind in PROVES_RECEIPT and self.counts


class AppealTime(models.Model):
    """The time to appeal a decision that may be appealed, while the day of receipt is known (44 § FL, INV-14).

    It follows from the delivery records and is written anew with each of them. The row is the queue of the sweep that
    notes legal force: ``final_at`` is when that was noted.
    """

    COLUMNS = Columns("preserve", internal="id decision received_on due_on final_at")

    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="appeal_time", verbose_name="beslut"
    )
    received_on = models.DateField("parten fick del av beslutet")
    due_on = models.DateField("sista dag att överklaga")
    final_at = models.DateTimeField("laga kraft antecknad", null=True, blank=True)

    class Meta:
        verbose_name = "tid för överklagande"
        verbose_name_plural = "tider för överklagande"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on__gt=models.F("received_on")), name="appeal_time_ends_after_receipt"
            )
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=models.Q(final_at__isnull=True), name="appeal_time_running")
        ]

    def __str__(self) -> str:
        return f"{self.received_on} – {self.due_on}"
