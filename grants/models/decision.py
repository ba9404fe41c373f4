from copy import copy

from django.db import models
from django.utils.functional import cached_property

from delmos.lib.classification import Columns
from delmos.lib.faces import Face
from grants.enums import DECISION_FACES, DecisionKind, DecisionStatus
from grants.models.application import Application
from grants.models.decision_parts import DecisionParts, parts_of
from grants.models.delegation import Delegation
from grants.models.fields import at_with_by, known, optional_person, person
from grants.models.frame import Frame
from journal.models import Document

GIVING = (DecisionKind.GRANT, DecisionKind.PARTIAL_GRANT)
# Sent to the party: in force, or taken out of force since.
SENT = (DecisionStatus.DISPATCHED, DecisionStatus.ANNULLED, DecisionStatus.SUPERSEDED)


class Decision(models.Model):
    """A decision with everything FL 31–32 §§ asks for. Once decided it never changes (a trigger refuses it).

    ``amount_ore`` is the sum of its amounts per budget year (`DecisionAmount`), ``frame`` and ``budget_year`` are those
    of its own year. ``participants`` are people from outside who took part; those with an account are
    `DecisionParticipant`. Without a rapporteur only where its delegation says so (a trigger refuses anything else).
    ``texts`` says which version of each standing text its letter was made with. ``record`` is the document that names
    those who took part, kept at the agency when the letter to the party leaves them out (33 § FL).
    """

    COLUMNS = Columns(
        "preserve",
        public="id application kind amount_ore budget_year decided_on earlier frame status",
        internal=(
            "texts officials_left_out record sealed_record "
            "reasons rules_cited conditions communication report_due_on appealable appeal_law letter sealed_letter "
            "rapporteur decider delegation participants prepared_at prepared_by decided_at decided_by dispatched_at "
            "dispatched_by"
        ),
    )

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="decisions", verbose_name="ansökan"
    )
    earlier = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later", verbose_name="tidigare beslut"
    )
    kind = models.CharField("beslut", max_length=20, choices=DecisionKind)
    status = models.CharField("läge", max_length=20, choices=DecisionStatus, default=DecisionStatus.PREPARED)
    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="decisions", verbose_name="ram")
    budget_year = models.PositiveSmallIntegerField("budgetår")
    amount_ore = models.BigIntegerField("belopp i öre")
    decided_on = models.DateField("beslutsdag")
    reasons = models.TextField("skäl", max_length=16000)
    rules_cited = models.TextField("tillämpade bestämmelser", max_length=1000)
    conditions = models.TextField("villkor", max_length=4000, blank=True)
    communication = models.CharField("kommunicering", max_length=500, blank=True)
    report_due_on = models.DateField("sista dag för slutredovisning", null=True, blank=True)
    appealable = models.BooleanField("får överklagas")
    appeal_law = models.CharField("regel om överklagande", max_length=160)
    participants = models.CharField("övriga deltagare utifrån", max_length=300, blank=True)
    rapporteur = optional_person("föredragande")
    decider = person("beslutsfattare")
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="delegation"
    )
    letter = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name="beslutsbrev")
    sealed_letter = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="förseglat beslutsbrev",
    )
    texts = models.JSONField("brevets texter", default=dict, blank=True)
    officials_left_out = models.BooleanField("tjänstemäns namn är utelämnade i brevet", default=False)
    record = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="beslutshandling för akten",
    )
    sealed_record = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="förseglad beslutshandling för akten",
    )
    prepared_at = models.DateTimeField("upprättat")
    prepared_by = person("upprättat av")
    decided_at = models.DateTimeField("fattat", null=True, blank=True)
    decided_by = optional_person("fattat av")
    dispatched_at = models.DateTimeField("expedierat", null=True, blank=True)
    dispatched_by = optional_person("expedierat av")

    for_the_file = False  # of the copy that names those who took part; never saved

    class Meta:
        verbose_name = "beslut"
        verbose_name_plural = "beslut"
        ordering = ["application", "pk"]
        constraints = [
            known("kind", DecisionKind, model="decision"),
            known("status", DecisionStatus, model="decision"),
            at_with_by("prepared", model="decision"),
            at_with_by("decided", model="decision"),
            at_with_by("dispatched", model="decision"),
            models.CheckConstraint(
                condition=models.Q(kind__in=GIVING, amount_ore__gt=0, report_due_on__isnull=False)
                | (~models.Q(kind__in=GIVING) & models.Q(amount_ore=0)),
                name="decision_amount_fits_its_kind",
            ),
            models.CheckConstraint(
                condition=~models.Q(decider=models.F("rapporteur")), name="decider_is_not_rapporteur"
            ),
            models.CheckConstraint(condition=~models.Q(reasons=""), name="decision_has_reasons"),
            models.CheckConstraint(condition=~models.Q(rules_cited=""), name="decision_cites_rules"),
            models.CheckConstraint(
                condition=models.Q(
                    status__in=[DecisionStatus.PREPARED, DecisionStatus.REPLACED], decided_at__isnull=True
                )
                | models.Q(status=DecisionStatus.DECIDED, decided_at__isnull=False, dispatched_at__isnull=True)
                | models.Q(status__in=SENT, decided_at__isnull=False, dispatched_at__isnull=False),
                name="decision_status_fits_its_dates",
            ),
            models.CheckConstraint(
                condition=models.Q(sealed_letter__isnull=True) | models.Q(decided_at__isnull=False),
                name="decision_is_not_sealed_before_it_is_made",
            ),
            models.CheckConstraint(
                condition=models.Q(officials_left_out=False, record__isnull=True)
                | models.Q(officials_left_out=True, record__isnull=False),
                name="decision_without_names_has_its_record",
            ),
            models.CheckConstraint(
                condition=models.Q(sealed_record__isnull=True)
                | models.Q(record__isnull=False, decided_at__isnull=False),
                name="decision_record_is_not_sealed_before_it_is_made",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(status__in=[DecisionStatus.DECIDED, DecisionStatus.DISPATCHED]),
                name="one_decision_in_force",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(status=DecisionStatus.PREPARED),
                name="one_prepared_decision_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.decided_on}"

    @cached_property
    def parts(self) -> DecisionParts:
        """Its amounts, instalments, participants and dissents. One query; a decision not yet saved is given them."""
        return parts_of(self)

    @property
    def present_in_words(self) -> str:
        """Everybody who took part without deciding, as the letter names them."""
        names = [*self.parts.present, *filter(None, [self.participants])]
        return " och ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))

    @property
    def sent_letter(self) -> Document:
        """What is sent and archived: the letter that was decided, with the seal. Decisions of old have no seal."""
        return self.sealed_letter or self.letter

    def naming_officials(self) -> "Decision":
        """A copy, never saved, from which the record for the file is drawn when the letter leaves the names out."""
        named = copy(self)
        named.officials_left_out, named.for_the_file = False, True
        return named

    @property
    def condition_lines(self) -> list[str]:
        """The conditions, one by one as the letter lists them."""
        return [line.strip() for line in self.conditions.splitlines() if line.strip()]

    @property
    def gives_money(self) -> bool:
        return self.kind in GIVING

    @property
    def face(self) -> Face:
        return DECISION_FACES[DecisionStatus(self.status)]
