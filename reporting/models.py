from django.db import models

from delmos.lib.classification import Columns
from grants.enums import PostingKind


class CountyCell(models.Model):
    """One day's sum of postings of one kind, per call, county, applicant type and budget year.

    The county table as of any day is a sum of these rows. They are a copy of the ledger, made by the roll-up, and can
    be rebuilt from the postings at any time with the same result.
    """

    COLUMNS = Columns(
        "preserve",
        public="id day ordinance_key call_id area_code applicant_type budget_year kind amount_ore grants",
    )

    day = models.DateField("bokföringsdag")
    ordinance_key = models.CharField("förordning och lydelse", max_length=30)
    call_id = models.BigIntegerField("utlysning")
    area_code = models.CharField("län", max_length=10)
    applicant_type = models.CharField("typ av sökande", max_length=30)
    budget_year = models.PositiveSmallIntegerField("budgetår")
    kind = models.CharField("slag", max_length=20, choices=PostingKind)
    amount_ore = models.BigIntegerField("belopp i öre")
    grants = models.IntegerField("antal bidrag")

    class Meta:
        verbose_name = "cell i länssammanställningen"
        verbose_name_plural = "celler i länssammanställningen"
        constraints = [
            # In the order in which the table asks: a year, a few kinds, up to a day. The index serves both.
            models.UniqueConstraint(
                fields=["budget_year", "kind", "day", "area_code", "applicant_type", "call_id", "ordinance_key"],
                name="one_cell_per_day_and_key",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.area_code} {self.applicant_type} {self.kind}"


class Watermark(models.Model):
    """How far a reader of the ledger has come. The row is the lock that lets one roll-up run at a time."""

    COLUMNS = Columns("while_current", internal="name entry moved_at checked_at difference_found")

    name = models.CharField("läsare", max_length=40, primary_key=True)
    entry = models.BigIntegerField("senast lästa verifikationsnummer", default=0)
    moved_at = models.DateTimeField("flyttad", null=True, blank=True)
    checked_at = models.DateTimeField("kontrollerad mot huvudboken", null=True, blank=True)
    difference_found = models.BooleanField("avvikelse funnen", default=False)

    class Meta:
        verbose_name = "läsmärke"
        verbose_name_plural = "läsmärken"

    def __str__(self) -> str:
        return f"{self.name}: {self.entry}"
