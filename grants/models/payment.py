from django.db import models

from applicants.models import PaymentAccount
from delmos.lib.classification import Columns
from delmos.lib.faces import Face
from grants.enums import PAYMENT_FACES, PaymentStatus
from grants.models.decision import Decision
from grants.models.fields import at_with_by, known, optional_person, person

UNDER_WAY = (PaymentStatus.PREPARED, PaymentStatus.ATTESTED)


class Payment(models.Model):
    """One instalment of a grant. Two persons and a verified account stand behind it (INV-20, INV-21)."""

    COLUMNS = Columns(
        "seven_years",
        internal=(
            "id decision instalment amount_ore account account_text status prepared_at prepared_by attested_at "
            "attested_by paid_on paid_at paid_by cancelled_at cancelled_by cancel_reason"
        ),
    )

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="payments", verbose_name="beslut")
    instalment = models.PositiveSmallIntegerField("rat", default=1)
    amount_ore = models.BigIntegerField("belopp i öre")
    account = models.ForeignKey(PaymentAccount, on_delete=models.PROTECT, related_name="+", verbose_name="betalkonto")
    account_text = models.CharField("konto när betalningen upprättades", max_length=40)
    status = models.CharField("läge", max_length=20, choices=PaymentStatus, default=PaymentStatus.PREPARED)
    prepared_at = models.DateTimeField("upprättad")
    prepared_by = person("upprättad av")
    attested_at = models.DateTimeField("attesterad", null=True, blank=True)
    attested_by = optional_person("attesterad av")
    paid_on = models.DateField("betalningsdag", null=True, blank=True)
    paid_at = models.DateTimeField("markerad som betald", null=True, blank=True)
    paid_by = optional_person("markerad som betald av")
    cancelled_at = models.DateTimeField("avbruten", null=True, blank=True)
    cancelled_by = optional_person("avbruten av")
    cancel_reason = models.CharField("skäl", max_length=300, blank=True)

    class Meta:
        verbose_name = "utbetalning"
        verbose_name_plural = "utbetalningar"
        ordering = ["prepared_at", "pk"]
        indexes = [models.Index(fields=["status", "prepared_at", "id"], name="payment_by_status")]
        constraints = [
            known("status", PaymentStatus, model="payment"),
            at_with_by("attested", model="payment"),
            at_with_by("paid", model="payment"),
            at_with_by("cancelled", model="payment"),
            models.CheckConstraint(condition=models.Q(amount_ore__gt=0), name="payment_is_positive"),
            models.CheckConstraint(
                condition=models.Q(attested_by__isnull=True) | ~models.Q(attested_by=models.F("prepared_by")),
                name="payment_is_attested_by_another_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=[PaymentStatus.ATTESTED, PaymentStatus.PAID])
                | models.Q(attested_at__isnull=False),
                name="payment_attested_has_attested_at",
            ),
            models.CheckConstraint(
                condition=models.Q(status=PaymentStatus.PAID, paid_on__isnull=False, paid_at__isnull=False)
                | (~models.Q(status=PaymentStatus.PAID) & models.Q(paid_on__isnull=True, paid_at__isnull=True)),
                name="payment_paid_has_its_day",
            ),
            models.UniqueConstraint(
                fields=["decision", "instalment"],
                condition=~models.Q(status=PaymentStatus.CANCELLED),
                name="an_instalment_is_live_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} rat {self.instalment}"

    @property
    def face(self) -> Face:
        return PAYMENT_FACES[PaymentStatus(self.status)]
