from django.db import models

from delmos.lib.classification import Columns
from grants.models import fields
from grants.models.application import Application
from grants.models.assessment import Score


class Assessor(models.Model):
    """Somebody invited to assess an application, beside its officer: a colleague, or a person from outside.

    The invitation is the gate of a person from outside, and closes when it ends. An assessment that is in counts all
    the same: nobody's points can be got rid of by ending the invitation.
    """

    COLUMNS = Columns(
        "preserve", internal="id application invited_at invited_by ended_at ended_by reason", personal="person"
    )

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="assessors", verbose_name="ansökan"
    )
    person = fields.person("person")
    invited_at = models.DateTimeField("inbjuden")
    invited_by = fields.person("inbjuden av")
    ended_at = models.DateTimeField("avslutad", null=True, blank=True)
    ended_by = fields.optional_person("avslutad av")
    reason = models.CharField("skäl till att den avslutades", max_length=500, blank=True)

    class Meta:
        verbose_name = "bedömare"
        verbose_name_plural = "bedömare"
        ordering = ["application", "pk"]
        indexes = [models.Index(fields=["person", "application"], name="assessor_by_person")]
        constraints = [
            fields.at_with_by("ended", model="assessor"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | ~models.Q(reason=""), name="assessor_ended_has_a_reason"
            ),
            models.UniqueConstraint(
                fields=["application", "person"],
                condition=models.Q(ended_at=None),
                name="a_person_is_invited_to_assess_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.person}"


class Assessment(models.Model):
    """An assessment handed in: the points of one person on every criterion, as they were then. Append-only.

    A new one is a new row, and the person's newest counts. ``scores`` are the points that it holds.
    """

    COLUMNS = Columns("preserve", internal="id application handed_in_at handed_in_by")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="assessments", verbose_name="ansökan"
    )
    scores = models.ManyToManyField(Score, related_name="assessments", verbose_name="poäng")
    handed_in_at = models.DateTimeField("inlämnad")
    handed_in_by = fields.person("inlämnad av")

    class Meta:
        verbose_name = "inlämnad bedömning"
        verbose_name_plural = "inlämnade bedömningar"
        ordering = ["application", "pk"]
        indexes = [models.Index(fields=["application", "handed_in_by", "-id"], name="assessment_by_person")]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.handed_in_by}"
