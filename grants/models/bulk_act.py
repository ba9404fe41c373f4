from django.contrib.postgres.fields import ArrayField
from django.db import models

from delmos.lib.classification import Columns
from grants.enums import BulkActKind
from grants.models.fields import known, person


class BulkAct(models.Model):
    """One act on many cases, as it was done: all of them or none. Append-only.

    ``page_key`` is the opened page that sent it, so that a double click does nothing twice.
    """

    COLUMNS = Columns("preserve", internal="id kind numbers page_key done_at done_by")

    kind = models.CharField("åtgärd", max_length=20, choices=BulkActKind)
    numbers = ArrayField(models.CharField(max_length=32), verbose_name="diarienummer")
    page_key = models.CharField("nyckel från sidan", max_length=64, unique=True)
    done_at = models.DateTimeField("utförd")
    done_by = person("utförd av")

    class Meta:
        verbose_name = "åtgärd i flera ärenden"
        verbose_name_plural = "åtgärder i flera ärenden"
        ordering = ["pk"]
        constraints = [
            known("kind", BulkActKind, model="bulk_act"),
            models.CheckConstraint(condition=~models.Q(numbers=[]), name="bulk_act_concerns_some_case"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({len(self.numbers)})"
