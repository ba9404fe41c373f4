from django.db import models

from delmos.lib.classification import Columns
from grants.models.call import Call
from grants.models.fields import person


class Frame(models.Model):
    """The frame of one call, budget year and applicant group. The row is the lock of INV-16."""

    COLUMNS = Columns("preserve", public="id call group budget_year")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="frames", verbose_name="utlysning")
    group = models.CharField("grupp av sökande", max_length=40)
    budget_year = models.PositiveSmallIntegerField("budgetår")

    class Meta:
        verbose_name = "ram"
        verbose_name_plural = "ramar"
        ordering = ["call", "budget_year", "group"]
        constraints = [
            models.UniqueConstraint(fields=["call", "group", "budget_year"], name="one_frame_per_call_group_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.call} {self.group} {self.budget_year}"


class FrameAmount(models.Model):
    """The size of a frame from a day on, in öre. A change is a new row, never an edit (INV-16)."""

    COLUMNS = Columns("preserve", public="id frame amount_ore effective_from basis", internal="set_at set_by")

    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="amounts", verbose_name="ram")
    amount_ore = models.BigIntegerField("belopp i öre")
    effective_from = models.DateField("gäller från")
    basis = models.CharField("grund", max_length=200)
    set_at = models.DateTimeField("beslutad")
    set_by = person("beslutad av")

    class Meta:
        verbose_name = "rambelopp"
        verbose_name_plural = "rambelopp"
        ordering = ["frame", "effective_from", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(amount_ore__gt=0), name="frame_amount_is_positive")]

    def __str__(self) -> str:
        return f"{self.frame} {self.effective_from}"
