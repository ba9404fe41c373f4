from django.db import models

from delmos.lib.classification import Columns
from delmos.lib.faces import Face
from grants.enums import REPORT_FACES, ReportStatus
from grants.models.application import Application, BudgetRow
from grants.models.fields import at_with_by, known, optional_person, person
from journal.models import Document


class FinalReport(models.Model):
    """The recipient's account of money and results. Until it is submitted it is the recipient's own space."""

    COLUMNS = Columns(
        "preserve",
        internal=(
            "id application status results relation_to_purpose follow_up version content saved_at saved_by "
            "submitted_at submitted_by approved_at approved_by approval_note"
        ),
    )

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="final_report", verbose_name="ansökan"
    )
    status = models.CharField("läge", max_length=20, choices=ReportStatus, default=ReportStatus.DRAFT)
    results = models.TextField("resultat", max_length=8000, blank=True)
    relation_to_purpose = models.TextField("resultaten och ändamålet", max_length=8000, blank=True)
    follow_up = models.TextField("fortsatt uppföljning", max_length=8000, blank=True)
    version = models.PositiveIntegerField("version", default=0)
    content = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="inlämnat innehåll"
    )
    saved_at = models.DateTimeField("senast sparad")
    saved_by = person("senast sparad av")
    submitted_at = models.DateTimeField("inlämnad", null=True, blank=True)
    submitted_by = optional_person("inlämnad av")
    approved_at = models.DateTimeField("godkänd", null=True, blank=True)
    approved_by = optional_person("godkänd av")
    approval_note = models.CharField("anteckning", max_length=1000, blank=True)

    class Meta:
        verbose_name = "slutredovisning"
        verbose_name_plural = "slutredovisningar"
        constraints = [
            known("status", ReportStatus, model="report"),
            at_with_by("submitted", model="report"),
            at_with_by("approved", model="report"),
            models.CheckConstraint(
                condition=models.Q(status=ReportStatus.DRAFT, submitted_at__isnull=True)
                | models.Q(status=ReportStatus.SUBMITTED, submitted_at__isnull=False, approved_at__isnull=True)
                | models.Q(status=ReportStatus.APPROVED, submitted_at__isnull=False, approved_at__isnull=False),
                name="report_status_fits_its_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"Slutredovisning {self.application_id}"

    @property
    def face(self) -> Face:
        return REPORT_FACES[ReportStatus(self.status)]


class ReportRow(models.Model):
    """What was spent on one budget row, in öre."""

    COLUMNS = Columns("preserve", internal="id report budget_row spent_ore comment")

    report = models.ForeignKey(FinalReport, on_delete=models.CASCADE, related_name="rows", verbose_name="redovisning")
    budget_row = models.ForeignKey(BudgetRow, on_delete=models.PROTECT, related_name="+", verbose_name="budgetrad")
    spent_ore = models.BigIntegerField("använt i öre")
    comment = models.CharField("kommentar", max_length=500, blank=True)

    class Meta:
        verbose_name = "redovisad rad"
        verbose_name_plural = "redovisade rader"
        ordering = ["budget_row__order"]
        constraints = [
            models.UniqueConstraint(fields=["report", "budget_row"], name="a_budget_row_is_reported_once"),
            models.CheckConstraint(condition=models.Q(spent_ore__gte=0), name="spent_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.budget_row}: {self.spent_ore}"
