from django.db import models

from delmos.lib.classification import Columns
from grants.models.application import Application
from grants.models.call import Criterion
from grants.models.fields import from_a_page, person, sent_once
from grants.weighing import MOST_POINTS


class Consensus(models.Model):
    """The note of a meeting of the assessors, who talked their points through. Append-only; the newest counts whole."""

    COLUMNS = Columns(
        "preserve", internal="id application held_on text page_key noted_at noted_by", personal="participants"
    )

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="meetings", verbose_name="ansökan"
    )
    held_on = models.DateField("mötesdag")
    participants = models.CharField("deltagare", max_length=500)
    text = models.TextField("vad mötet kom fram till", max_length=4000)
    page_key = from_a_page()
    noted_at = models.DateTimeField("antecknat")
    noted_by = person("antecknat av")

    class Meta:
        verbose_name = "samsynsmöte"
        verbose_name_plural = "samsynsmöten"
        ordering = ["application", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="consensus_says_something"),
            models.CheckConstraint(condition=~models.Q(participants=""), name="consensus_names_its_participants"),
            sent_once(model="consensus"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.held_on}"


class ConsensusPoint(models.Model):
    """The points that the meeting agreed on for one criterion: they count in place of the mean. Append-only."""

    COLUMNS = Columns("preserve", internal="id consensus criterion points")

    consensus = models.ForeignKey(Consensus, on_delete=models.PROTECT, related_name="agreed", verbose_name="möte")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+", verbose_name="kriterium")
    points = models.PositiveSmallIntegerField("poäng")

    class Meta:
        verbose_name = "överenskommen poäng"
        verbose_name_plural = "överenskomna poäng"
        ordering = ["consensus", "criterion"]
        constraints = [
            models.UniqueConstraint(fields=["consensus", "criterion"], name="a_criterion_is_agreed_on_once"),
            models.CheckConstraint(condition=models.Q(points__lte=MOST_POINTS), name="agreed_points_are_on_a_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"
