from django.db import models

from delmos.lib.classification import Columns
from grants.models.fields import at_with_by, optional_person, person
from journal.models import Case


class OfficialsLeftOut(models.Model):
    """That the names of officials are left out of what the party of a case is sent and shown (33 § FL, SFS 2025:582).

    ``reason`` is the threat, for the agency's people alone. The record of each decision keeps the names.
    """

    COLUMNS = Columns("preserve", internal="id case marked_at marked_by lifted_at lifted_by", secret="reason")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", verbose_name="ärende")
    reason = models.TextField("skäl", max_length=1000)
    marked_at = models.DateTimeField("beslutat")
    marked_by = person("beslutat av")
    lifted_at = models.DateTimeField("upphävt", null=True, blank=True)
    lifted_by = optional_person("upphävt av")

    class Meta:
        verbose_name = "utelämnade namn på tjänstemän"
        verbose_name_plural = "utelämnade namn på tjänstemän"
        ordering = ["pk"]
        constraints = [
            at_with_by("lifted", model="officials_left_out"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="officials_are_left_out_for_a_reason"),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(lifted_at__isnull=True),
                name="officials_of_a_case_are_left_out_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}"
