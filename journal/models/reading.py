from django.db import models

from delmos.lib.classification import Columns
from journal.models.case import Case


class Reading(models.Model):
    """That somebody opened a sensitive part of a case: who, which part, when. Never what it says (INV-31).

    ``part`` is a code: ``document:3``, ``check:<demand>`` or ``answer:<question>``; and ``application`` when somebody
    from outside who is invited to assess opens the answers that are not sensitive. Append-only, and kept as the case
    is: the log is itself a public record, and nothing of it goes before the agency has a rule of culling (INV-34).
    """

    COLUMNS = Columns("preserve", internal="id case part read_at", personal="read_by reader_name")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="readings", verbose_name="ärende")
    part = models.CharField("del av ärendet", max_length=80)
    read_at = models.DateTimeField("läst")
    read_by = models.CharField("läst av", max_length=60)
    reader_name = models.CharField("läsarens namn", max_length=150)

    class Meta:
        verbose_name = "läsning"
        verbose_name_plural = "läsningar"
        constraints = [models.CheckConstraint(condition=~models.Q(part=""), name="reading_says_which_part")]
        indexes = [
            models.Index(fields=["case", "-read_at", "-id"], name="reading_by_case"),
            models.Index(fields=["read_by", "-read_at", "-id"], name="reading_by_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.part}"
