from django.db import models

from delmos.lib.classification import Columns
from grants.models.application import Application
from grants.models.fields import person


class DecisionDraft(models.Model):
    """What a decider has written of a decision so far, as it stood in the page, so that nothing typed is lost."""

    COLUMNS = Columns("preserve", internal="id application content saved_at saved_by")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="decision_drafts", verbose_name="ansökan"
    )
    content = models.JSONField("det skrivna")
    saved_at = models.DateTimeField("sparat")
    saved_by = person("sparat av")

    class Meta:
        verbose_name = "utkast till beslut"
        verbose_name_plural = "utkast till beslut"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "saved_by"], name="one_draft_of_a_decision_for_a_decider")
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.saved_by}"
