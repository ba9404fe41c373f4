from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from applicants.enums import OrganisationType
from applicants.models import Organisation
from delmos.lib.classification import Columns
from delmos.lib.faces import Face
from delmos.lib.geography import county_name
from grants.clock_columns import MONTHS_TO_DECIDE, months_after, swedish_day
from grants.enums import APPLICATION_FACES, UNDECIDED, ApplicationStatus, Stage
from grants.models.call import Call, FormVersion
from grants.models.fields import at_with_by, known, optional_person, person
from grants.ordinances import ordinance_version
from grants.ordinances.profile import ApplicantGroup, OrdinanceVersion
from journal.models import Case, Document


class Application(models.Model):
    """A submitted application: one case, one frozen content, one ordinance version for ever (INV-1, INV-6).

    ``content`` and ``answers`` are what was signed and never change. The facts that the rest of the system reads
    (title, sum, counties, period, budget) follow a completion of them: ``facts_version`` counts those changes.
    ``begun_at`` is when it came in, or was last opened again: the six months of 11–12 §§ FL count from it.
    """

    COLUMNS = Columns(
        "preserve",
        public="id case call organisation applicant_type group ordinance_key area_code county_codes title status",
        internal=(
            "form content answers requested_ore period_starts_on period_ends_on facts_version received_at begun_at "
            "submitted_by officer assigned_at assigned_by"
        ),
    )

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+", verbose_name="ärende")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications", verbose_name="utlysning")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="applications", verbose_name="sökande"
    )
    applicant_type = models.CharField("typ av sökande", max_length=30, choices=OrganisationType)
    group = models.CharField("grupp av sökande", max_length=40)
    ordinance_key = models.CharField("förordning och lydelse", max_length=30)
    form = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+", verbose_name="formulär")
    content = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name="inskickat innehåll")
    answers = models.JSONField("svar")
    title = models.CharField("projekt", max_length=200)
    requested_ore = models.BigIntegerField("sökt belopp i öre")
    county_codes = ArrayField(models.CharField(max_length=2), verbose_name="län")
    area_code = models.CharField("län i sammanställningen", max_length=10)
    period_starts_on = models.DateField("projektstart")
    period_ends_on = models.DateField("projektslut")
    facts_version = models.PositiveSmallIntegerField("version av uppgifterna", default=0)
    status = models.CharField("läge", max_length=20, choices=ApplicationStatus)
    received_at = models.DateTimeField("inkommen")
    begun_at = models.DateTimeField("handläggningen började")
    submitted_by = person("inskickad av")
    officer = optional_person("handläggare")
    assigned_at = models.DateTimeField("fördelad", null=True, blank=True)
    assigned_by = optional_person("fördelad av")

    class Meta:
        verbose_name = "ansökan"
        verbose_name_plural = "ansökningar"
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "-received_at", "-id"], name="application_by_status"),
            models.Index(fields=["-received_at", "-id"], name="application_by_arrival"),
            models.Index(fields=["officer", "status"], name="application_by_officer"),
            models.Index(fields=["requested_ore", "id"], name="application_by_amount"),
            models.Index(fields=["applicant_type", "received_at", "id"], name="application_by_type"),
            models.Index(fields=["call", "received_at", "id"], name="application_by_call"),
            GinIndex(fields=["county_codes"], name="application_by_county"),
            models.Index(
                months_after(swedish_day("begun_at"), MONTHS_TO_DECIDE),
                "id",
                condition=models.Q(status__in=UNDECIDED),
                name="application_by_six_months",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(requested_ore__gt=0), name="application_requests_money"),
            models.CheckConstraint(
                condition=models.Q(period_ends_on__gte=models.F("period_starts_on")),
                name="application_period_is_ordered",
            ),
            models.CheckConstraint(
                condition=models.Q(begun_at__gte=models.F("received_at")), name="application_begins_when_it_is_in"
            ),
            known("status", ApplicationStatus, model="application"),
            at_with_by("assigned", model="application"),
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.title}"

    @property
    def stream(self) -> str:
        """The event stream of the case."""
        return self.case.number

    @property
    def is_opened_again(self) -> bool:
        """Whether it has been decided and opened again."""
        return self.begun_at > self.received_at

    @property
    def ordinance(self) -> OrdinanceVersion:
        """The ordinance version the case is bound to."""
        return ordinance_version(self.ordinance_key)

    @property
    def type(self) -> OrganisationType:
        """The type the applicant was when it applied."""
        return OrganisationType(self.applicant_type)

    @property
    def applicant_group(self) -> ApplicantGroup:
        return self.ordinance.group(self.group)

    @property
    def is_late(self) -> bool:
        """Whether it came in after closing time (INV-2)."""
        return self.received_at >= self.call.closing_of(Stage.APPLICATION)

    @property
    def budget(self) -> "models.QuerySet[BudgetRow]":
        """The rows of the budget that counts."""
        return self.budget_rows.filter(facts_version=self.facts_version)

    @property
    def area_name(self) -> str:
        """The county, or ”Fler än ett län”."""
        return county_name(self.area_code)

    @property
    def face(self) -> Face:
        return APPLICATION_FACES[ApplicationStatus(self.status)]


class BudgetRow(models.Model):
    """A row of the budget that was applied for, in öre. A completed budget is new rows of a new ``facts_version``."""

    COLUMNS = Columns("preserve", internal="id application facts_version order label budget_year amount_ore")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="budget_rows", verbose_name="ansökan"
    )
    facts_version = models.PositiveSmallIntegerField("version av uppgifterna", default=0)
    order = models.PositiveSmallIntegerField("ordning")
    label = models.CharField("kostnadsslag", max_length=120)
    budget_year = models.PositiveSmallIntegerField("budgetår")
    amount_ore = models.BigIntegerField("belopp i öre")

    class Meta:
        verbose_name = "budgetrad"
        verbose_name_plural = "budgetrader"
        ordering = ["application", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "facts_version", "order"], name="budget_row_order_is_unique"
            ),
            models.CheckConstraint(condition=models.Q(amount_ore__gt=0), name="budget_row_is_positive"),
        ]

    def __str__(self) -> str:
        return self.label


class ApplicationFile(models.Model):
    """A file that came with the application."""

    COLUMNS = Columns("preserve", internal="id application question document name")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="files", verbose_name="ansökan")
    question = models.CharField("fråga", max_length=40)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name="innehåll")
    name = models.CharField("filnamn", max_length=120)

    class Meta:
        verbose_name = "bilaga"
        verbose_name_plural = "bilagor"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
