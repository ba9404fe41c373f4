from django.db import models

from delmos.lib.classification import Columns
from grants.models.fields import at_with_by, optional_person
from journal.models import Case


class GeneralCase(models.Model):
    """A case that is no application: a letter with a number of its own, and what follows from it (OSL 5 kap. 1 §)."""

    COLUMNS = Columns("preserve", internal="id case officer assigned_at assigned_by")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="general", verbose_name="ärende")
    officer = optional_person("handläggare")
    assigned_at = models.DateTimeField("fördelat", null=True, blank=True)
    assigned_by = optional_person("fördelat av")

    class Meta:
        verbose_name = "allmänt ärende"
        verbose_name_plural = "allmänna ärenden"
        indexes = [models.Index(fields=["officer"], name="general_case_by_officer")]
        constraints = [at_with_by("assigned", model="general_case")]

    def __str__(self) -> str:
        return self.case.number

    @property
    def stream(self) -> str:
        """The stream of events of the case."""
        return self.case.number

    @property
    def is_open(self) -> bool:
        return self.case.closed_at is None
