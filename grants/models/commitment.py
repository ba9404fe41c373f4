from django.db import models

from delmos.lib.classification import Columns
from grants.models.fields import person


class CommitmentAuthority(models.Model):
    """The authority (beställningsbemyndigande) to commit money of coming budget years, under one ordinance.

    ``budget_year`` is the year in which the commitments are made. The row is the lock of their sum, as the row of a
    frame is of its.
    """

    COLUMNS = Columns("preserve", public="id sfs budget_year")

    sfs = models.CharField("förordning", max_length=20)
    budget_year = models.PositiveSmallIntegerField("budgetår")

    class Meta:
        verbose_name = "beställningsbemyndigande"
        verbose_name_plural = "beställningsbemyndiganden"
        ordering = ["-budget_year", "sfs"]
        constraints = [
            models.UniqueConstraint(fields=["sfs", "budget_year"], name="one_authority_per_ordinance_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.sfs} {self.budget_year}"

    @property
    def stream(self) -> str:
        """The event stream of the authority."""
        return f"authority:{self.pk}"


class AuthorityAmount(models.Model):
    """The size of an authority from a day on, in öre. A change is a new row, never an edit."""

    COLUMNS = Columns("preserve", public="id authority amount_ore effective_from basis", internal="set_at set_by")

    authority = models.ForeignKey(
        CommitmentAuthority, on_delete=models.PROTECT, related_name="amounts", verbose_name="beställningsbemyndigande"
    )
    amount_ore = models.BigIntegerField("belopp i öre")
    effective_from = models.DateField("gäller från")
    basis = models.CharField("grund", max_length=200)
    set_at = models.DateTimeField("angivet")
    set_by = person("angivet av")

    class Meta:
        verbose_name = "belopp för bemyndigande"
        verbose_name_plural = "belopp för bemyndigande"
        ordering = ["authority", "effective_from", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_ore__gt=0), name="authority_amount_is_positive"),
            models.CheckConstraint(condition=~models.Q(basis=""), name="authority_amount_has_its_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.effective_from}"
