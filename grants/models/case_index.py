from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from delmos.lib.classification import Columns
from grants.models.application import Application


class CaseIndex(models.Model):
    """What the work list finds and orders a case by. The database keeps the row itself, by triggers.

    ``words`` has the project, the applicant's name and what the application says with its completions, in PostgreSQL's
    Swedish. Answers to questions that are ``sensitive`` never enter, and no check ever does (INV-30).
    """

    COLUMNS = Columns("preserve", internal="application applicant_order words")

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, primary_key=True, related_name="index", verbose_name="ansökan"
    )
    applicant_order = models.CharField("sökandens sorteringsnyckel", max_length=420, db_collation="C")
    words = SearchVectorField("sökord")

    class Meta:
        verbose_name = "sökregister över ärenden"
        verbose_name_plural = "sökregister över ärenden"
        indexes = [
            GinIndex(fields=["words"], name="case_index_by_words"),
            models.Index(fields=["applicant_order", "application"], name="case_index_by_applicant"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
