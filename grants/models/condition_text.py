from django.contrib.postgres.fields import ArrayField
from django.db import models

from delmos.lib.classification import Columns
from grants.enums import ConditionNeed, DecisionKind
from grants.models.fields import known, person


class ConditionText(models.Model):
    """A version of a condition in the library: its words, the paragraph behind it, and where it belongs. Append-only.

    The newest version of a ``code`` that has begun is the one that counts, as long as it has not ended. An empty list
    of ordinances or kinds means all of them. The ordinance profile's own conditions have codes too (`conditions`): a
    version with such a code takes its place.
    """

    COLUMNS = Columns(
        "preserve",
        public="id code text law ordinance_keys decision_kinds need starts_on ends_on",
        internal="written_at written_by",
    )

    code = models.SlugField("kod", max_length=40)
    text = models.CharField("villkor", max_length=600)
    law = models.CharField("bestämmelse", max_length=160, blank=True)
    ordinance_keys = ArrayField(
        models.CharField(max_length=30), default=list, blank=True, verbose_name="förordningar och lydelser"
    )
    decision_kinds = ArrayField(
        models.CharField(max_length=20, choices=DecisionKind),
        default=list,
        blank=True,
        verbose_name="slag av beslut",
    )
    need = models.CharField("hur det används", max_length=10, choices=ConditionNeed)
    starts_on = models.DateField("gäller från")
    ends_on = models.DateField("gäller till", null=True, blank=True)
    written_at = models.DateTimeField("skrivet")
    written_by = person("skrivet av")

    class Meta:
        verbose_name = "villkor i biblioteket"
        verbose_name_plural = "villkor i biblioteket"
        ordering = ["pk"]
        indexes = [models.Index(fields=["code", "starts_on"], name="condition_text_by_code")]
        constraints = [
            known("need", ConditionNeed, model="condition_text"),
            models.CheckConstraint(
                condition=models.Q(decision_kinds__contained_by=DecisionKind.values),
                name="condition_text_kinds_are_known",
            ),
            models.CheckConstraint(condition=~models.Q(text="") & ~models.Q(code=""), name="condition_text_has_words"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="condition_text_period_is_ordered",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def stream(self) -> str:
        """The event stream of the condition in all its versions."""
        return f"condition:{self.code}"
