from django.db import models

from delmos.lib.classification import Columns
from delmos.lib.faces import Face
from grants.enums import CONFLICT_FACES, ConflictAnswer, ConflictOutcome, ConflictPoint, ConflictStatus
from grants.models import fields
from journal.models import Case, RegistryEntry


class ConflictDeclaration(models.Model):
    """A person's answer on jäv in one case, due before the first act there (INV-8, FL 16–18 §§). Append-only.

    It holds for the whole case: the answer given on an expression of interest stands when the application comes. Who
    says to be jävig raises a question about themselves, which holds the circumstance.
    """

    COLUMNS = Columns("preserve", internal="id case answer declared_at", personal="person")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", verbose_name="ärende")
    person = fields.person("person")
    answer = models.CharField("svar", max_length=10, choices=ConflictAnswer)
    declared_at = models.DateTimeField("angivet")

    class Meta:
        verbose_name = "jävsförklaring"
        verbose_name_plural = "jävsförklaringar"
        ordering = ["case", "pk"]
        indexes = [models.Index(fields=["person", "case"], name="declaration_by_person")]
        constraints = [fields.known("answer", ConflictAnswer, model="conflict")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_answer_display()}"


class ConflictQuestion(models.Model):
    """That somebody may be jävig in a case: said by that person, by a colleague or by the party (18 § FL). Append-only.

    It keeps the person out of the case until it is ruled, and for good when it is upheld. ``entry`` is the party's
    objection in the diary; the agency's own people raise questions without one.
    """

    COLUMNS = Columns(
        "preserve",
        internal="id case entry by_party page_key raised_at",
        personal="person point ground raised_by",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", verbose_name="ärende")
    person = fields.person("person som frågan gäller")
    point = models.CharField("punkt i 16 §", max_length=20, choices=ConflictPoint)
    ground = models.CharField("omständighet", max_length=2000)
    by_party = models.BooleanField("väckt av parten", default=False)
    entry = models.ForeignKey(
        RegistryEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="diarierad som"
    )
    page_key = fields.from_a_page()
    raised_at = models.DateTimeField("väckt")
    raised_by = fields.person("väckt av")

    class Meta:
        verbose_name = "fråga om jäv"
        verbose_name_plural = "frågor om jäv"
        ordering = ["pk"]
        indexes = [models.Index(fields=["person", "case"], name="conflict_question_by_person")]
        constraints = [
            fields.known("point", ConflictPoint, model="conflict_question"),
            models.CheckConstraint(condition=~models.Q(ground=""), name="conflict_question_states_its_ground"),
            models.CheckConstraint(
                condition=models.Q(by_party=False) | models.Q(entry__isnull=False),
                name="objection_of_the_party_is_in_the_diary",
            ),
            models.UniqueConstraint(
                fields=["case", "page_key"],
                condition=~models.Q(page_key=""),
                name="conflict_question_is_sent_once_from_a_page",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.person}"

    @property
    def status(self) -> ConflictStatus:
        """Open until there is a ruling, then what it says. One query unless ``ruling`` is selected along."""
        ruling = getattr(self, "ruling", None)
        return ConflictStatus(ruling.outcome) if ruling else ConflictStatus.OPEN

    @property
    def face(self) -> Face:
        """How the status is shown."""
        return CONFLICT_FACES[self.status]


class ConflictRuling(models.Model):
    """What the agency has found on a question of jäv, with reasons (18 § FL). Append-only: a question is ruled once."""

    COLUMNS = Columns("preserve", internal="id question outcome entry ruled_at ruled_by", personal="reasons")

    question = models.OneToOneField(
        ConflictQuestion, on_delete=models.PROTECT, related_name="ruling", verbose_name="fråga om jäv"
    )
    outcome = models.CharField("utgång", max_length=20, choices=ConflictOutcome)
    reasons = models.TextField("skäl", max_length=4000)
    entry = models.ForeignKey(RegistryEntry, on_delete=models.PROTECT, related_name="+", verbose_name="diarierad som")
    ruled_at = models.DateTimeField("prövad")
    ruled_by = fields.person("prövad av")

    class Meta:
        verbose_name = "beslut i fråga om jäv"
        verbose_name_plural = "beslut i frågor om jäv"
        ordering = ["pk"]
        constraints = [
            fields.known("outcome", ConflictOutcome, model="conflict_ruling"),
            models.CheckConstraint(condition=~models.Q(reasons=""), name="conflict_ruling_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_outcome_display()}"
