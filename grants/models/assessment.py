from django.db import models

from delmos.lib.classification import Columns
from grants.enums import CheckResult, ConflictAnswer, DecisionKind
from grants.models.application import Application
from grants.models.call import Criterion
from grants.models.fields import known, person
from journal.models import Case


class ConflictDeclaration(models.Model):
    """A person's answer on jäv in one case, due before the first act there (INV-8, FL 16–18 §§). Append-only.

    It holds for the whole case: the answer given on an expression of interest stands when the application comes.
    """

    COLUMNS = Columns("preserve", internal="id case answer declared_at", personal="person ground")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", verbose_name="ärende")
    person = person("person")
    answer = models.CharField("svar", max_length=10, choices=ConflictAnswer)
    ground = models.CharField("omständighet", max_length=500, blank=True)
    declared_at = models.DateTimeField("angivet")

    class Meta:
        verbose_name = "jävsförklaring"
        verbose_name_plural = "jävsförklaringar"
        ordering = ["case", "pk"]
        indexes = [models.Index(fields=["person", "answer"], name="conflict_by_person")]
        constraints = [
            known("answer", ConflictAnswer, model="conflict"),
            models.CheckConstraint(
                condition=models.Q(answer=ConflictAnswer.NONE) | ~models.Q(ground=""), name="conflict_states_its_ground"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_answer_display()}"


class Check(models.Model):
    """The result of one formal check, with source and day. A new check is a new row; the newest counts (INV-18)."""

    COLUMNS = Columns("preserve", internal="id application requirement result source note checked_at checked_by")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="checks", verbose_name="ansökan"
    )
    requirement = models.CharField("krav", max_length=40)
    result = models.CharField("resultat", max_length=10, choices=CheckResult)
    source = models.CharField("källa", max_length=200)
    note = models.CharField("anteckning", max_length=1000, blank=True)
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
    def requirement_title(self) -> str:
        """The requirement's title in the case's ordinance."""
        titles = {found.code: found.title for found in self.application.ordinance.requirements}
        return titles.get(self.requirement, self.requirement)


class Score(models.Model):
    """Points on one criterion, with reasons. A new score is a new row; the newest counts."""

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
            models.CheckConstraint(
                condition=models.Q(points__lte=Criterion.MAX_POINTS), name="score_points_are_on_the_scale"
            ),
            models.CheckConstraint(condition=~models.Q(reasons=""), name="score_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class Proposal(models.Model):
    """What the rapporteur proposes. A new proposal is a new row; the newest counts."""

    COLUMNS = Columns("preserve", internal="id application kind amount_ore reasons proposed_at proposed_by")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="proposals", verbose_name="ansökan"
    )
    kind = models.CharField("förslag", max_length=20, choices=DecisionKind)
    amount_ore = models.BigIntegerField("föreslaget belopp i öre")
    reasons = models.TextField("skäl", max_length=8000)
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
