from django.contrib.postgres.fields import ArrayField
from django.db import models

from applicants.enums import OrganisationType
from applicants.models import Organisation
from delmos.lib.classification import Columns
from delmos.lib.faces import Face
from delmos.lib.geography import county_name
from grants.enums import EXPRESSION_FACES, ExpressionOutcome, ExpressionStatus, Stage
from grants.models.call import Call, FormVersion
from grants.models.fields import at_with_by, known, optional_person, person
from grants.ordinances import ordinance_version
from grants.ordinances.profile import OrdinanceVersion
from journal.models import Case, Document


class Expression(models.Model):
    """An expression of interest that has come in: the first step of a call in two steps, with its own frozen content.

    It opens the case. The application of an invited organisation is registered in the same case, so that one number
    and one timeline follow the matter.
    """

    COLUMNS = Columns(
        "preserve",
        public="id case call organisation applicant_type ordinance_key area_code county_codes title status",
        internal="form content answers sought_ore received_at submitted_by reason settled_at settled_by",
    )

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+", verbose_name="ärende")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="expressions", verbose_name="utlysning")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="expressions", verbose_name="sökande"
    )
    applicant_type = models.CharField("typ av sökande", max_length=30, choices=OrganisationType)
    ordinance_key = models.CharField("förordning och lydelse", max_length=30)
    form = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+", verbose_name="formulär")
    content = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name="inskickat innehåll")
    answers = models.JSONField("svar")
    title = models.CharField("projekt", max_length=200)
    sought_ore = models.BigIntegerField("ungefärligt belopp i öre")
    county_codes = ArrayField(models.CharField(max_length=2), verbose_name="län")
    area_code = models.CharField("län i sammanställningen", max_length=10)
    status = models.CharField("läge", max_length=20, choices=ExpressionStatus)
    received_at = models.DateTimeField("inkommen")
    submitted_by = person("inskickad av")
    reason = models.TextField("skäl för beskedet", max_length=2000, blank=True)
    settled_at = models.DateTimeField("besked lämnat", null=True, blank=True)
    settled_by = optional_person("besked lämnat av")

    class Meta:
        verbose_name = "intresseanmälan"
        verbose_name_plural = "intresseanmälningar"
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["call", "-received_at", "-id"], name="expression_by_call")]
        constraints = [
            models.CheckConstraint(condition=models.Q(sought_ore__gt=0), name="expression_seeks_money"),
            known("status", ExpressionStatus, model="expression"),
            at_with_by("settled", model="expression"),
            models.CheckConstraint(
                condition=~models.Q(status=ExpressionStatus.NOT_INVITED) | ~models.Q(reason=""),
                name="expression_not_invited_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.title}"

    @property
    def stream(self) -> str:
        """The event stream of the case."""
        return self.case.number

    @property
    def ordinance(self) -> OrdinanceVersion:
        """The ordinance version the case is bound to."""
        return ordinance_version(self.ordinance_key)

    @property
    def is_late(self) -> bool:
        """Whether it came in after the first step had closed (INV-2)."""
        return self.received_at >= self.call.closing_of(Stage.EXPRESSION)

    @property
    def area_name(self) -> str:
        """The county, or ”Fler än ett län”."""
        return county_name(self.area_code)

    @property
    def face(self) -> Face:
        return EXPRESSION_FACES[ExpressionStatus(self.status)]


class ExpressionFile(models.Model):
    """A file that came with the expression of interest, under the question that asked for it. Append-only."""

    COLUMNS = Columns("preserve", internal="id expression question document name")

    expression = models.ForeignKey(
        Expression, on_delete=models.PROTECT, related_name="files", verbose_name="intresseanmälan"
    )
    question = models.CharField("fråga", max_length=40)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name="innehåll")
    name = models.CharField("filnamn", max_length=120)

    class Meta:
        verbose_name = "bilaga till intresseanmälan"
        verbose_name_plural = "bilagor till intresseanmälningar"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ExpressionAssessment(models.Model):
    """An officer's assessment of an expression of interest. A new one is a new row; the newest counts. Append-only."""

    COLUMNS = Columns("preserve", internal="id expression suggestion note assessed_at assessed_by")

    expression = models.ForeignKey(
        Expression, on_delete=models.PROTECT, related_name="assessments", verbose_name="intresseanmälan"
    )
    suggestion = models.CharField("förslag", max_length=10, choices=ExpressionOutcome)
    note = models.TextField("bedömning", max_length=2000)
    assessed_at = models.DateTimeField("bedömd")
    assessed_by = person("bedömd av")

    class Meta:
        verbose_name = "bedömning av intresseanmälan"
        verbose_name_plural = "bedömningar av intresseanmälningar"
        ordering = ["expression", "pk"]
        constraints = [
            known("suggestion", ExpressionOutcome, model="expression_assessment"),
            models.CheckConstraint(condition=~models.Q(note=""), name="expression_assessment_has_a_note"),
        ]

    def __str__(self) -> str:
        return f"{self.expression_id}: {self.get_suggestion_display()}"
