from django.db import models

from applicants.enums import OrganisationType
from delmos.lib.classification import Columns
from grants.enums import PostingKind
from grants.models.application import Application
from grants.models.call import Call
from grants.models.fields import known, person


class Posting(models.Model):
    """A row of the ledger. Append-only; a correction is a counter-entry. Every amount shown is a sum of postings.

    ``entry`` is given without gaps in the order of commit, so a reader with a watermark never misses a row.
    ``grant_delta`` is +1 on the first posting of a kind in a case, −1 when the kind's sum is back at zero, otherwise 0:
    the number of grants is a sum, like the money (INV-33).
    """

    COLUMNS = Columns(
        "preserve",
        public="id entry kind amount_ore grant_delta ordinance_key call area_code applicant_type budget_year booked_on",
        internal="application reference booked_at booked_by",
    )

    entry = models.BigIntegerField("verifikationsnummer", unique=True)
    kind = models.CharField("slag", max_length=20, choices=PostingKind)
    amount_ore = models.BigIntegerField("belopp i öre")
    grant_delta = models.SmallIntegerField("ändring i antal bidrag")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="postings", verbose_name="ansökan"
    )
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+", verbose_name="utlysning")
    ordinance_key = models.CharField("förordning och lydelse", max_length=30)
    area_code = models.CharField("län", max_length=10)
    applicant_type = models.CharField("typ av sökande", max_length=30, choices=OrganisationType)
    budget_year = models.PositiveSmallIntegerField("budgetår")
    booked_on = models.DateField("bokföringsdag")
    reference = models.CharField("underlag", max_length=60)
    booked_at = models.DateTimeField("bokförd")
    booked_by = person("bokförd av")

    class Meta:
        verbose_name = "bokföringspost"
        verbose_name_plural = "bokföringsposter"
        ordering = ["entry"]
        indexes = [models.Index(fields=["application", "kind"], name="posting_by_application")]
        constraints = [
            known("kind", PostingKind, model="posting"),
            models.CheckConstraint(condition=~models.Q(amount_ore=0), name="posting_moves_money"),
            models.CheckConstraint(
                condition=models.Q(grant_delta__gte=-1, grant_delta__lte=1), name="posting_moves_at_most_one_grant"
            ),
            models.UniqueConstraint(fields=["kind", "reference"], name="a_reference_is_booked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.get_kind_display()} {self.amount_ore}"
