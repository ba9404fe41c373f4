from collections.abc import Collection

from django.contrib.postgres.fields import ArrayField
from django.db import models

from delmos.lib.classification import Columns
from delmos.lib.money import format_sek
from grants.enums import DecisionKind
from grants.models.fields import at_with_by, optional_person, person


class Delegation(models.Model):
    """The right to make decisions of some kinds, given in the agency's rules of procedure (MF 4 §, INV-9).

    ``most_ore`` is the highest amount of one decision, None without a limit. ``without_presentation`` are the kinds
    that the decider may decide without somebody else having presented the case (MF 20 §). The days are Swedish days,
    both included. A delegation is ended, never changed: another one is another row.
    """

    COLUMNS = Columns(
        "preserve",
        internal=(
            "id decider kinds without_presentation most_ore starts_on ends_on basis given_at given_by ended_at ended_by"
        ),
    )

    decider = person("beslutsfattare")
    kinds = ArrayField(models.CharField(max_length=20, choices=DecisionKind), verbose_name="slag av beslut")
    without_presentation = ArrayField(
        models.CharField(max_length=20, choices=DecisionKind),
        default=list,
        blank=True,
        verbose_name="slag av beslut utan föredragning",
    )
    most_ore = models.BigIntegerField("högsta belopp i öre", null=True, blank=True)
    starts_on = models.DateField("gäller från")
    ends_on = models.DateField("gäller till", null=True, blank=True)
    basis = models.CharField("stöd i arbetsordningen", max_length=200)
    given_at = models.DateTimeField("delegerat")
    given_by = person("delegerat av")
    ended_at = models.DateTimeField("återkallat", null=True, blank=True)
    ended_by = optional_person("återkallat av")

    class Meta:
        verbose_name = "delegation"
        verbose_name_plural = "delegationer"
        ordering = ["pk"]
        indexes = [models.Index(fields=["decider", "starts_on"], name="delegation_by_decider")]
        constraints = [
            at_with_by("ended", model="delegation"),
            models.CheckConstraint(
                condition=models.Q(kinds__len__gt=0) & models.Q(kinds__contained_by=DecisionKind.values),
                name="delegation_kinds_are_known",
            ),
            models.CheckConstraint(
                condition=models.Q(without_presentation__contained_by=models.F("kinds")),
                name="delegation_exempts_only_its_kinds",
            ),
            models.CheckConstraint(
                condition=models.Q(most_ore__isnull=True) | models.Q(most_ore__gt=0),
                name="delegation_limit_is_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on"))
                | models.Q(ended_at__isnull=False),
                name="delegation_period_is_ordered",
            ),
            models.CheckConstraint(condition=~models.Q(basis=""), name="delegation_has_its_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.decider}: {self.scope}"

    @property
    def stream(self) -> str:
        """The event stream of the delegation."""
        return f"delegation:{self.pk}"

    @property
    def kinds_in_words(self) -> str:
        """The kinds of decision, in the order of the house."""
        return _in_words(self.kinds)

    @property
    def exempt_in_words(self) -> str:
        """The kinds that need no presentation, in the order of the house."""
        return _in_words(self.without_presentation)

    @property
    def scope(self) -> str:
        """What may be decided, in words."""
        limit = f"högst {format_sek(self.most_ore)}" if self.most_ore else "utan beloppsgräns"
        return f"{self.kinds_in_words}; {limit}"


def _in_words(kinds: Collection[str]) -> str:
    return ", ".join(kind.label.lower() for kind in DecisionKind if kind.value in kinds)
