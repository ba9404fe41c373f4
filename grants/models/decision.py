from django.db import models

from delmos.lib.classification import Columns
from delmos.lib.faces import Face
from grants.enums import DECISION_FACES, DecisionKind, DecisionStatus
from grants.models.application import Application
from grants.models.fields import at_with_by, known, optional_person, person
from grants.models.frame import Frame
from journal.models import Document

GIVING = (DecisionKind.GRANT, DecisionKind.PARTIAL_GRANT)


class Decision(models.Model):
    """A decision with everything FL 31–32 §§ asks for. Once decided it never changes (a trigger refuses it)."""

    COLUMNS = Columns(
        "preserve",
        public="id application kind amount_ore budget_year decided_on frame status",
        internal=(
            "reasons rules_cited conditions communication report_due_on appealable appeal_law letter "
            "rapporteur decider participants prepared_at prepared_by decided_at decided_by dispatched_at dispatched_by"
        ),
    )

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="decisions", verbose_name="ansökan"
    )
    kind = models.CharField("beslut", max_length=20, choices=DecisionKind)
    status = models.CharField("läge", max_length=20, choices=DecisionStatus, default=DecisionStatus.PREPARED)
    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="decisions", verbose_name="ram")
    budget_year = models.PositiveSmallIntegerField("budgetår")
    amount_ore = models.BigIntegerField("belopp i öre")
    decided_on = models.DateField("beslutsdag")
    reasons = models.TextField("skäl", max_length=8000)
    rules_cited = models.TextField("tillämpade bestämmelser", max_length=1000)
    conditions = models.TextField("villkor", max_length=4000, blank=True)
    communication = models.CharField("kommunicering", max_length=500, blank=True)
    report_due_on = models.DateField("sista dag för slutredovisning", null=True, blank=True)
    appealable = models.BooleanField("får överklagas")
    appeal_law = models.CharField("regel om överklagande", max_length=160)
    participants = models.CharField("övriga deltagare", max_length=300, blank=True)
    rapporteur = person("föredragande")
    decider = person("beslutsfattare")
    letter = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name="beslutsbrev")
    prepared_at = models.DateTimeField("upprättat")
    prepared_by = person("upprättat av")
    decided_at = models.DateTimeField("fattat", null=True, blank=True)
    decided_by = optional_person("fattat av")
    dispatched_at = models.DateTimeField("expedierat", null=True, blank=True)
    dispatched_by = optional_person("expedierat av")

    class Meta:
        verbose_name = "beslut"
        verbose_name_plural = "beslut"
        ordering = ["application", "pk"]
        constraints = [
            known("kind", DecisionKind, model="decision"),
            known("status", DecisionStatus, model="decision"),
            at_with_by("prepared", model="decision"),
            at_with_by("decided", model="decision"),
            at_with_by("dispatched", model="decision"),
            models.CheckConstraint(
                condition=models.Q(kind__in=GIVING, amount_ore__gt=0, report_due_on__isnull=False)
                | (~models.Q(kind__in=GIVING) & models.Q(amount_ore=0)),
                name="decision_amount_fits_its_kind",
            ),
            models.CheckConstraint(
                condition=~models.Q(decider=models.F("rapporteur")), name="decider_is_not_rapporteur"
            ),
            models.CheckConstraint(condition=~models.Q(reasons=""), name="decision_has_reasons"),
            models.CheckConstraint(condition=~models.Q(rules_cited=""), name="decision_cites_rules"),
            models.CheckConstraint(
                condition=models.Q(
                    status__in=[DecisionStatus.PREPARED, DecisionStatus.REPLACED], decided_at__isnull=True
                )
                | models.Q(status=DecisionStatus.DECIDED, decided_at__isnull=False, dispatched_at__isnull=True)
                | models.Q(status=DecisionStatus.DISPATCHED, decided_at__isnull=False, dispatched_at__isnull=False),
                name="decision_status_fits_its_dates",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(status__in=[DecisionStatus.DECIDED, DecisionStatus.DISPATCHED]),
                name="an_application_is_decided_once",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(status=DecisionStatus.PREPARED),
                name="one_prepared_decision_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.decided_on}"

    @property
    def gives_money(self) -> bool:
        return self.kind in GIVING

    @property
    def face(self) -> Face:
        return DECISION_FACES[DecisionStatus(self.status)]
