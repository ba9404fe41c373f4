from django.db import models
from django.db.models import Q

from delmos.lib.classification import Columns
from journal.enums import MarkAct, MarkedPart
from journal.models.case import Case, RegistryEntry


class SecrecyMark(models.Model):
    """A secrecy mark set or lifted, with the rule, by whom and when (OSL 5 kap. 5 §, INV-29). Append-only.

    The mark warns that the question has to be tried when somebody asks for the document. It does not answer it. The
    newest row on a document, or on the counterpart of a case, says how it stands.
    """

    COLUMNS = Columns(
        "preserve", internal="id case entry part act rule marked_at", personal="note marked_by marker_name"
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="marks", verbose_name="ärende")
    entry = models.ForeignKey(
        RegistryEntry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="marks",
        verbose_name="diarierad handling",
    )
    part = models.CharField("vad som markeras", max_length=12, choices=MarkedPart)
    act = models.CharField("åtgärd", max_length=8, choices=MarkAct)
    rule = models.CharField("bestämmelse", max_length=120, blank=True)
    note = models.CharField("anteckning", max_length=500, blank=True)
    marked_at = models.DateTimeField("tidpunkt")
    marked_by = models.CharField("av", max_length=60)
    marker_name = models.CharField("namn", max_length=150)

    class Meta:
        verbose_name = "sekretessmarkering"
        verbose_name_plural = "sekretessmarkeringar"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(act__in=MarkAct.values), name="mark_act_is_known"),
            models.CheckConstraint(
                condition=Q(part=MarkedPart.DOCUMENT, entry__isnull=False)
                | Q(part=MarkedPart.COUNTERPART, entry__isnull=True),
                name="mark_is_on_a_document_or_a_counterpart",
            ),
            models.CheckConstraint(
                condition=Q(act=MarkAct.SET) & ~Q(rule="") | Q(act=MarkAct.LIFTED, rule=""),
                name="mark_set_names_its_rule",
            ),
            models.CheckConstraint(condition=Q(act=MarkAct.SET) | ~Q(note=""), name="mark_lifted_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_part_display()}: {self.get_act_display()}"
