from django.db import models

from delmos.lib.classification import Columns
from delmos.lib.faces import Face
from grants.enums import PAYMENT_STOP_FACES, PaymentStopStatus
from grants.models.application import Application
from grants.models.decision import Decision
from grants.models.fields import at_with_by, known, optional_person, person
from journal.models import Document, RegistryEntry

OPEN = (PaymentStopStatus.PROPOSED, PaymentStopStatus.IN_FORCE)
NOT_MADE = (PaymentStopStatus.PROPOSED, PaymentStopStatus.DROPPED)
MADE = (PaymentStopStatus.IN_FORCE, PaymentStopStatus.LIFTED)


class PaymentStop(models.Model):
    """A decision that a granted sum is not to be paid (hinder mot utbetalning), beside the grant that it concerns.

    An officer proposes it and a decider makes it (INV-9, INV-10). It stops whole instalments, from one and onward,
    since they are paid in their order; to change less than one is to change the grant. What is stopped stays granted,
    and is paid if the stop is lifted. ``not_heard``: why the party was not heard first (25 § FL); empty when it was.
    """

    COLUMNS = Columns(
        "preserve",
        internal=(
            "id application decision status ground from_instalment amount_ore reasons not_heard proposed_at "
            "proposed_by dropped_at dropped_by decided_at decided_by letter entry lift_reasons lifted_at lifted_by "
            "lift_letter lift_entry"
        ),
    )

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="payment_stops", verbose_name="ansökan"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="payment_stops", verbose_name="beslut om bidrag"
    )
    status = models.CharField("läge", max_length=20, choices=PaymentStopStatus, default=PaymentStopStatus.PROPOSED)
    ground = models.CharField("grund", max_length=40)
    from_instalment = models.PositiveSmallIntegerField("från och med rat")
    amount_ore = models.BigIntegerField("belopp som inte betalas ut, i öre")
    reasons = models.TextField("skäl", max_length=4000)
    not_heard = models.TextField("skäl för att inte kommunicera", max_length=2000, blank=True)
    proposed_at = models.DateTimeField("föreslaget")
    proposed_by = person("föreslaget av")
    dropped_at = models.DateTimeField("nedlagt", null=True, blank=True)
    dropped_by = optional_person("nedlagt av")
    decided_at = models.DateTimeField("beslutat", null=True, blank=True)
    decided_by = optional_person("beslutat av")
    letter = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="beslutsbrev"
    )
    entry = models.ForeignKey(
        RegistryEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="diarierat som"
    )
    lift_reasons = models.TextField("skäl för att upphäva", max_length=4000, blank=True)
    lifted_at = models.DateTimeField("upphävt", null=True, blank=True)
    lifted_by = optional_person("upphävt av")
    lift_letter = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="beslut att upphäva",
    )
    lift_entry = models.ForeignKey(
        RegistryEntry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="upphävandet diariefört som",
    )

    class Meta:
        verbose_name = "hinder mot utbetalning"
        verbose_name_plural = "hinder mot utbetalning"
        ordering = ["application", "pk"]
        constraints = [
            known("status", PaymentStopStatus, model="payment_stop"),
            at_with_by("dropped", model="payment_stop"),
            at_with_by("decided", model="payment_stop"),
            at_with_by("lifted", model="payment_stop"),
            models.CheckConstraint(condition=models.Q(amount_ore__gt=0), name="payment_stop_is_of_a_sum"),
            models.CheckConstraint(
                condition=~models.Q(ground="") & ~models.Q(reasons=""), name="payment_stop_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
                name="payment_stop_is_decided_by_another_person",
            ),
            models.CheckConstraint(
                condition=(
                    ~models.Q(status__in=NOT_MADE)
                    & models.Q(decided_at__isnull=False, letter__isnull=False, entry__isnull=False)
                )
                | (
                    ~models.Q(status__in=MADE)
                    & models.Q(decided_at__isnull=True, letter__isnull=True, entry__isnull=True)
                ),
                name="payment_stop_made_has_its_letter",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(
                        status=PaymentStopStatus.LIFTED,
                        lifted_at__isnull=False,
                        lift_letter__isnull=False,
                        lift_entry__isnull=False,
                    )
                    & ~models.Q(lift_reasons="")
                )
                | (
                    ~models.Q(status=PaymentStopStatus.LIFTED)
                    & models.Q(lifted_at__isnull=True, lift_letter__isnull=True, lift_entry__isnull=True)
                ),
                name="payment_stop_lifted_has_its_letter",
            ),
            models.CheckConstraint(
                condition=models.Q(status=PaymentStopStatus.DROPPED, dropped_at__isnull=False)
                | (~models.Q(status=PaymentStopStatus.DROPPED) & models.Q(dropped_at__isnull=True)),
                name="payment_stop_dropped_has_its_day",
            ),
            models.UniqueConstraint(
                fields=["decision"],
                condition=models.Q(status__in=OPEN),
                name="one_payment_stop_is_open_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.proposed_at:%Y-%m-%d}"

    @property
    def face(self) -> Face:
        return PAYMENT_STOP_FACES[PaymentStopStatus(self.status)]

    def holds_back(self, instalment: int) -> bool:
        """Whether the instalment of this number is not to be paid."""
        return self.status == PaymentStopStatus.IN_FORCE and instalment >= self.from_instalment

    @property
    def ground_text(self) -> str:
        """The ground in the words of the ordinance; its code, where a later wording of the profile has left it out."""
        rule = self.application.ordinance.stop
        return rule.grounds.get(self.ground, self.ground) if rule else self.ground
