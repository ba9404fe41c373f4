from django.db import models
from django.db.models import Q

from delmos.lib.classification import Columns
from delmos.lib.faces import Face
from grants.enums import BATCH_FACES, BATCH_ITEM_FACES, BatchItemStatus, BatchStatus
from grants.models.application import Application
from grants.models.call import Call
from grants.models.decision import Decision
from grants.models.fields import at_with_by, from_a_page, known, optional_person, person
from journal.models import Case, Document

# In these a case is on its way to a decision, and in no other collective decision meanwhile.
UNDER_WAY = (BatchItemStatus.WAITING, BatchItemStatus.READY, BatchItemStatus.HINDERED)
_APPROVED = (BatchStatus.DECIDING, BatchStatus.DECIDED, BatchStatus.DISPATCHING, BatchStatus.DISPATCHED)


class BatchDecision(models.Model):
    """A collective decision on cases of one call, under a number of its own. The row and its items are the queue.

    The decider is whoever started it. ``listing`` is what is approved, letter by letter; ``protocol`` says what was
    decided, and is sealed when every case has been carried out. ``no_conflict``: the decider has answered, for every
    case on the list, not to be jävig; ``sender_no_conflict`` the same of whoever sends. ``step_began_at`` and
    ``step_total`` are what the time left is reckoned from.
    """

    COLUMNS = Columns(
        "preserve",
        public="id case call",
        internal="status rules_cited conditions participants report_due_on no_conflict sender_no_conflict page_key "
        "listing protocol started_at started_by approved_at approved_by sent_at sent_by cancelled_at cancelled_by "
        "step_began_at step_total",
    )

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="batch", verbose_name="ärende")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="batches", verbose_name="utlysning")
    status = models.CharField("läge", max_length=20, choices=BatchStatus, default=BatchStatus.DRAWING_UP)
    rules_cited = models.TextField("tillämpade bestämmelser", max_length=1000)
    conditions = models.TextField("villkor", max_length=4000, blank=True)
    participants = models.CharField("övriga deltagare", max_length=300, blank=True)
    report_due_on = models.DateField("sista dag för slutredovisning", null=True, blank=True)
    no_conflict = models.BooleanField("beslutsfattaren är inte jävig", default=False)
    sender_no_conflict = models.BooleanField("den som skickar är inte jävig", default=False)
    page_key = from_a_page()
    listing = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="beslutslista"
    )
    protocol = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="protokoll"
    )
    started_at = models.DateTimeField("påbörjat")
    started_by = person("påbörjat av")
    approved_at = models.DateTimeField("fattat", null=True, blank=True)
    approved_by = optional_person("fattat av")
    sent_at = models.DateTimeField("utskicket påbörjat", null=True, blank=True)
    sent_by = optional_person("utskicket påbörjat av")
    cancelled_at = models.DateTimeField("avbrutet", null=True, blank=True)
    cancelled_by = optional_person("avbrutet av")
    step_began_at = models.DateTimeField("steget påbörjat")
    step_total = models.PositiveIntegerField("ärenden i steget")

    class Meta:
        verbose_name = "samlingsbeslut"
        verbose_name_plural = "samlingsbeslut"
        ordering = ["-pk"]
        constraints = [
            known("status", BatchStatus, model="batch"),
            at_with_by("approved", model="batch"),
            at_with_by("sent", model="batch"),
            at_with_by("cancelled", model="batch"),
            models.CheckConstraint(
                condition=Q(status__in=_APPROVED, approved_at__isnull=False, listing__isnull=False)
                | ~Q(status__in=_APPROVED) & Q(approved_at__isnull=True),
                name="batch_is_approved_over_its_list",
            ),
            models.CheckConstraint(
                condition=Q(status=BatchStatus.CANCELLED, cancelled_at__isnull=False)
                | ~Q(status=BatchStatus.CANCELLED) & Q(cancelled_at__isnull=True),
                name="batch_cancelled_says_when",
            ),
            models.CheckConstraint(
                condition=Q(protocol__isnull=True) | Q(approved_at__isnull=False),
                name="batch_has_no_protocol_before_it_is_approved",
            ),
            models.UniqueConstraint(
                fields=["page_key"], condition=~Q(page_key=""), name="batch_is_started_once_from_a_page"
            ),
        ]

    def __str__(self) -> str:
        return self.case.number

    @property
    def stream(self) -> str:
        """The stream of events of the collective decision."""
        return self.case.number

    @property
    def face(self) -> Face:
        return BATCH_FACES[BatchStatus(self.status)]

    @property
    def is_running(self) -> bool:
        """Whether the portal works on it just now."""
        return self.status in (BatchStatus.DRAWING_UP, BatchStatus.DECIDING, BatchStatus.DISPATCHING)

    @property
    def may_change(self) -> bool:
        """Whether the decider may still take cases out, renew it or call it off."""
        return self.status in (BatchStatus.DRAWING_UP, BatchStatus.READY)


class BatchItem(models.Model):
    """One case of a collective decision, with its decision once that is drawn up, or the problem in its way.

    ``tries``: how often carrying it out has failed for another reason than a rule.
    """

    COLUMNS = Columns("preserve", internal="id batch application place status decision problem tries")

    batch = models.ForeignKey(
        BatchDecision, on_delete=models.PROTECT, related_name="items", verbose_name="samlingsbeslut"
    )
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="batch_items", verbose_name="ansökan"
    )
    place = models.PositiveSmallIntegerField("plats i listan")
    status = models.CharField("läge", max_length=20, choices=BatchItemStatus, default=BatchItemStatus.WAITING)
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="batch_item", verbose_name="beslut"
    )
    problem = models.CharField("hinder", max_length=500, blank=True)
    tries = models.PositiveSmallIntegerField("misslyckade försök", default=0)

    class Meta:
        verbose_name = "ärende i samlingsbeslut"
        verbose_name_plural = "ärenden i samlingsbeslut"
        ordering = ["batch", "place"]
        indexes = [models.Index(fields=["batch", "status", "tries", "place"], name="batch_item_next")]
        constraints = [
            known("status", BatchItemStatus, model="batch_item"),
            models.UniqueConstraint(fields=["batch", "application"], name="a_case_stands_once_in_a_batch"),
            models.UniqueConstraint(fields=["batch", "place"], name="a_place_in_a_batch_is_taken_once"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(status__in=UNDER_WAY), name="a_case_is_in_one_batch_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=False)
                | ~Q(
                    status__in=[
                        BatchItemStatus.READY,
                        BatchItemStatus.DECIDED,
                        BatchItemStatus.LEFT_OUT,
                        BatchItemStatus.DISPATCHED,
                    ]
                ),
                name="batch_item_has_its_decision",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[BatchItemStatus.HINDERED, BatchItemStatus.LEFT_OUT], problem=""),
                name="batch_item_says_its_problem",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.application_id}"

    @property
    def face(self) -> Face:
        return BATCH_ITEM_FACES[BatchItemStatus(self.status)]
