from django.db import models

from delmos.lib.classification import Columns
from grants.enums import CheckResult, DecisionKind
from grants.models.application import Application, BudgetRow
from grants.models.call import Criterion
from grants.models.fields import known, person
from grants.weighing import MOST_POINTS
from journal.models import RegistryEntry


class Check(models.Model):
    """The result of one formal check, with source and day. A new check is a new row; the newest counts (INV-18).

    ``evidence`` is a document of the diary that shows it. ``computed``: the portal reckoned it out of what it knows,
    and whoever ``checked_by`` names has confirmed it. Result and note are read in their own case and nowhere else:
    nothing selects on them (INV-30).
    """

    COLUMNS = Columns(
        "preserve", internal="id application requirement result source note evidence computed checked_at checked_by"
    )

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="checks", verbose_name="ansökan"
    )
    requirement = models.CharField("krav", max_length=40)
    result = models.CharField("resultat", max_length=10, choices=CheckResult)
    source = models.CharField("källa", max_length=200)
    note = models.CharField("anteckning", max_length=1000, blank=True)
    evidence = models.ForeignKey(
        RegistryEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="underlag"
    )
    computed = models.BooleanField("beräknad av portalen", default=False)
    checked_at = models.DateTimeField("kontrollerat")
    checked_by = person("kontrollerat av")

    class Meta:
        verbose_name = "kontroll"
        verbose_name_plural = "kontroller"
        ordering = ["application", "pk"]
        constraints = [
            known("result", CheckResult, model="check"),
            models.CheckConstraint(
                condition=models.Q(result=CheckResult.MET) | ~models.Q(note=""), name="check_not_met_has_a_note"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement}: {self.get_result_display()}"

    @property
    def is_sensitive(self) -> bool:
        """Whether each opening of the result is logged (INV-31)."""
        return any(
            found.sensitive for found in self.application.ordinance.requirements if found.code == self.requirement
        )

    @property
    def requirement_title(self) -> str:
        """The requirement's title in the case's ordinance."""
        titles = {found.code: found.title for found in self.application.ordinance.requirements}
        return titles.get(self.requirement, self.requirement)


class Score(models.Model):
    """Points of one person on one criterion, with reasons. A new score is a new row; the person's newest counts.

    Points are the person's own until the assessment is handed in: see `Assessment`.
    """

    COLUMNS = Columns("preserve", internal="id application criterion points reasons scored_at scored_by")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="scores", verbose_name="ansökan"
    )
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+", verbose_name="kriterium")
    points = models.PositiveSmallIntegerField("poäng")
    reasons = models.TextField("motivering", max_length=2000)
    scored_at = models.DateTimeField("bedömt")
    scored_by = person("bedömt av")

    class Meta:
        verbose_name = "poäng"
        verbose_name_plural = "poäng"
        ordering = ["application", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(points__lte=MOST_POINTS), name="score_points_are_on_a_scale"),
            models.CheckConstraint(condition=~models.Q(reasons=""), name="score_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class Proposal(models.Model):
    """What the rapporteur proposes. A new proposal is a new row; the newest counts.

    ``without``: why it was made although somebody invited had not handed in their assessment.
    """

    COLUMNS = Columns("preserve", internal="id application kind amount_ore reasons without proposed_at proposed_by")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="proposals", verbose_name="ansökan"
    )
    kind = models.CharField("förslag", max_length=20, choices=DecisionKind)
    amount_ore = models.BigIntegerField("föreslaget belopp i öre")
    reasons = models.TextField("skäl", max_length=8000)
    without = models.CharField("skäl till att alla bedömningar inte är inne", max_length=500, blank=True)
    proposed_at = models.DateTimeField("föreslaget")
    proposed_by = person("föredragande")

    class Meta:
        verbose_name = "förslag till beslut"
        verbose_name_plural = "förslag till beslut"
        ordering = ["application", "pk"]
        constraints = [
            known("kind", DecisionKind, model="proposal"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[DecisionKind.GRANT, DecisionKind.PARTIAL_GRANT], amount_ore__gt=0)
                | models.Q(kind__in=[DecisionKind.REJECT, DecisionKind.DISMISS], amount_ore=0),
                name="proposal_amount_fits_its_kind",
            ),
            models.CheckConstraint(condition=~models.Q(reasons=""), name="proposal_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.get_kind_display()}"


class ProposalLine(models.Model):
    """What the rapporteur proposes for one row of the budget, in öre (INV-17). Append-only, like its proposal.

    ``cost_ore`` is the row as it was applied for, ``eligible_ore`` what of it the grant may pay for, and ``why_less``
    says why that is less.
    """

    COLUMNS = Columns("preserve", internal="id proposal budget_row cost_ore eligible_ore why_less proposed_ore")

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="lines", verbose_name="förslag")
    budget_row = models.ForeignKey(BudgetRow, on_delete=models.PROTECT, related_name="+", verbose_name="budgetrad")
    cost_ore = models.BigIntegerField("kostnad i ansökan i öre")
    eligible_ore = models.BigIntegerField("godtagen kostnad i öre")
    why_less = models.CharField("varför mindre godtas", max_length=300, blank=True)
    proposed_ore = models.BigIntegerField("föreslaget belopp i öre")

    class Meta:
        verbose_name = "förslagsrad"
        verbose_name_plural = "förslagsrader"
        ordering = ["proposal", "budget_row__order"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "budget_row"], name="a_budget_row_is_proposed_once"),
            models.CheckConstraint(
                condition=models.Q(
                    proposed_ore__gte=0,
                    proposed_ore__lte=models.F("eligible_ore"),
                    eligible_ore__lte=models.F("cost_ore"),
                ),
                name="proposed_is_at_most_eligible_is_at_most_asked",
            ),
            models.CheckConstraint(
                condition=models.Q(eligible_ore=models.F("cost_ore")) | ~models.Q(why_less=""),
                name="proposal_line_says_why_less_is_eligible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget_row}: {self.proposed_ore}"
