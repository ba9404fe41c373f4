from django.db import models
from django.db.models import Q

from delmos.lib.classification import Columns
from grants.enums import MaskKind, ReleaseOutcome
from grants.models.fields import at_with_by, from_a_page, known, optional_person, person
from journal.models import Case, Document, RegistryEntry


class ReleaseRequest(models.Model):
    """A request for public documents (TF 2 kap.), under a number of its own. It asks nobody who they are, or why.

    ``contact`` is where an answer is to be sent, for whoever gives one, and is culled when the request is answered.
    """

    COLUMNS = Columns(
        "preserve",
        internal="id case page_key received_at received_by closed_at closed_by written_wanted_at written_wanted_by "
        "decision decided_at decided_by reasons",
        personal="wanted contact",
    )

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="release", verbose_name="ärende")
    wanted = models.TextField("vad som begärs", max_length=2000)
    contact = models.CharField("vart svaret ska", max_length=200, blank=True)
    page_key = from_a_page()
    received_at = models.DateTimeField("begärd")
    received_by = person("tagen emot av")
    closed_at = models.DateTimeField("avslutad", null=True, blank=True)
    closed_by = optional_person("avslutad av")
    written_wanted_at = models.DateTimeField("skriftligt beslut begärt", null=True, blank=True)
    written_wanted_by = optional_person("skriftligt beslut begärt av")
    reasons = models.TextField("skäl", max_length=4000, blank=True)
    decision = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="skriftligt beslut"
    )
    decided_at = models.DateTimeField("beslutat", null=True, blank=True)
    decided_by = optional_person("beslutat av")

    class Meta:
        verbose_name = "begäran om allmän handling"
        verbose_name_plural = "begäranden om allmän handling"
        indexes = [models.Index(fields=["received_at"], condition=Q(closed_at__isnull=True), name="release_open")]
        constraints = [
            at_with_by("closed", model="release"),
            at_with_by("written_wanted", model="release"),
            at_with_by("decided", model="release"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(contact=""), name="release_closed_keeps_no_contact"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decision__isnull=True, reasons="")
                | Q(decided_at__isnull=False, decision__isnull=False) & ~Q(reasons=""),
                name="release_decision_is_written_with_reasons",
            ),
            models.UniqueConstraint(
                fields=["page_key"], condition=~Q(page_key=""), name="release_is_entered_once_from_a_page"
            ),
        ]

    def __str__(self) -> str:
        return self.case.number

    @property
    def stream(self) -> str:
        """The stream of events of the request."""
        return self.case.number


class ReleaseItem(models.Model):
    """A document that is asked for, and what a person has decided about it (OSL 6 kap. 3 §).

    ``copy`` is what goes out: the document itself, or the masked copy of it, which is drawn by a task. The columns
    ``copy_…`` are its queue.
    """

    COLUMNS = Columns(
        "preserve",
        internal="id request entry outcome rule decided_at decided_by copy copy_wanted_at copy_wanted_by copy_made_at "
        "copy_pages copy_of_pages copy_problem copy_notes out_entry",
        personal="note",
    )

    request = models.ForeignKey(ReleaseRequest, on_delete=models.PROTECT, related_name="items", verbose_name="begäran")
    entry = models.ForeignKey(RegistryEntry, on_delete=models.PROTECT, related_name="+", verbose_name="handling")
    outcome = models.CharField("prövning", max_length=8, choices=ReleaseOutcome, blank=True, default="")
    rule = models.CharField("bestämmelse", max_length=120, blank=True)
    note = models.CharField("anteckning", max_length=1000, blank=True)
    decided_at = models.DateTimeField("prövad", null=True, blank=True)
    decided_by = optional_person("prövad av")
    copy = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kopia"
    )
    copy_wanted_at = models.DateTimeField("kopia beställd", null=True, blank=True)
    copy_wanted_by = optional_person("kopia beställd av")
    copy_made_at = models.DateTimeField("kopia gjord", null=True, blank=True)
    copy_pages = models.PositiveIntegerField("sidor gjorda", default=0)
    copy_of_pages = models.PositiveIntegerField("sidor i handlingen", default=0)
    copy_problem = models.CharField("varför kopian inte gick att göra", max_length=300, blank=True)
    copy_notes = models.JSONField("vad som hittades på sidorna", default=dict, blank=True)
    out_entry = models.ForeignKey(
        RegistryEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="diarierad kopia"
    )

    class Meta:
        verbose_name = "begärd handling"
        verbose_name_plural = "begärda handlingar"
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["copy_wanted_at"],
                condition=Q(copy_wanted_at__isnull=False, copy_made_at__isnull=True),
                name="release_copy_waiting",
            )
        ]
        constraints = [
            at_with_by("decided", model="release_item"),
            at_with_by("copy_wanted", model="release_item"),
            models.UniqueConstraint(fields=["request", "entry"], name="release_asks_for_a_document_once"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True)
                | Q(outcome__in=ReleaseOutcome.values, decided_at__isnull=False),
                name="release_outcome_is_decided",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=ReleaseOutcome.REFUSED) | ~Q(rule=""), name="release_refusal_names_its_rule"
            ),
            models.CheckConstraint(
                condition=Q(out_entry__isnull=True) | Q(copy__isnull=False), name="release_out_is_a_copy"
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)

    @property
    def is_drawing(self) -> bool:
        """Whether the masked copy waits to be drawn."""
        return self.copy_wanted_at is not None and self.copy_made_at is None and not self.copy_problem


class Mask(models.Model):
    """What is taken away in a copy: a word or phrase wherever it stands, a page, or a part of a page; with its rule.

    A part of a page is given in thousandths of its width and height, from its upper left corner.
    """

    COLUMNS = Columns(
        "preserve", internal="id item kind page left top width height rule added_at added_by", personal="words"
    )

    item = models.ForeignKey(
        ReleaseItem, on_delete=models.CASCADE, related_name="masks", verbose_name="begärd handling"
    )
    kind = models.CharField("slag", max_length=5, choices=MaskKind)
    words = models.CharField("ord eller fras", max_length=200, blank=True)
    page = models.PositiveIntegerField("sida", default=0)
    left = models.PositiveSmallIntegerField("från vänster", default=0)
    top = models.PositiveSmallIntegerField("uppifrån", default=0)
    width = models.PositiveSmallIntegerField("bredd", default=0)
    height = models.PositiveSmallIntegerField("höjd", default=0)
    rule = models.CharField("bestämmelse", max_length=120)
    added_at = models.DateTimeField("tillagd")
    added_by = person("tillagd av")

    class Meta:
        verbose_name = "maskering"
        verbose_name_plural = "maskeringar"
        ordering = ["pk"]
        constraints = [
            known("kind", MaskKind, model="mask"),
            models.CheckConstraint(condition=~Q(rule=""), name="mask_names_its_rule"),
            models.CheckConstraint(
                condition=Q(kind=MaskKind.WORDS, page=0) & ~Q(words="")
                | Q(kind=MaskKind.PAGE, words="", page__gt=0)
                | Q(kind=MaskKind.AREA, words="", page__gt=0, width__gt=0, height__gt=0),
                name="mask_says_what_it_takes_away",
            ),
            models.CheckConstraint(
                condition=Q(left__lte=1000, top__lte=1000, width__lte=1000, height__lte=1000),
                name="mask_is_within_its_page",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
