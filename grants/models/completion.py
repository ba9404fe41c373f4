from django.db import models

from delmos.lib.classification import Columns
from delmos.lib.faces import Face
from grants.enums import COMPLETION_FACES, CompletionStatus
from grants.models.application import Application
from grants.models.fields import at_with_by, from_a_page, known, optional_person, person, sent_once
from journal.models import Document, RegistryEntry


class CompletionRequest(models.Model):
    """A föreläggande to complete the application: what is lacking, until when, and what follows otherwise (INV-7)."""

    COLUMNS = Columns(
        "preserve",
        internal="id application number status due_on consequence entry sent_at sent_by reminded_for page_key",
    )

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="completion_requests", verbose_name="ansökan"
    )
    number = models.PositiveSmallIntegerField("nummer")
    status = models.CharField("läge", max_length=20, choices=CompletionStatus, default=CompletionStatus.REQUESTED)
    due_on = models.DateField("sista dag att svara")
    consequence = models.CharField("följd av att inte svara", max_length=1000)
    entry = models.ForeignKey(RegistryEntry, on_delete=models.PROTECT, related_name="+", verbose_name="diarierad som")
    sent_at = models.DateTimeField("skickad")
    sent_by = person("skickad av")
    reminded_for = models.DateField("påmind om dagen", null=True, blank=True)
    page_key = from_a_page()

    class Meta:
        verbose_name = "begäran om komplettering"
        verbose_name_plural = "begäranden om komplettering"
        ordering = ["application", "number"]
        constraints = [
            known("status", CompletionStatus, model="completion_request"),
            models.UniqueConstraint(fields=["application", "number"], name="completion_number_is_given_once"),
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(status=CompletionStatus.REQUESTED),
                name="one_open_completion_request_at_a_time",
            ),
            models.CheckConstraint(condition=~models.Q(consequence=""), name="completion_states_its_consequence"),
            sent_once(model="completion_request"),
        ]

    def __str__(self) -> str:
        return f"Begäran om komplettering {self.number}"

    @property
    def face(self) -> Face:
        return COMPLETION_FACES[CompletionStatus(self.status)]

    @property
    def is_open(self) -> bool:
        """Whether the time to answer has not gone out, and no answer has come."""
        return self.status == CompletionStatus.REQUESTED

    @property
    def asked(self) -> dict[str, str]:
        """What is lacking, by question key."""
        return {item.question: item.lacking for item in self.items.all()}


class CompletionItem(models.Model):
    """One thing that a request asks for: a question of the form, and what its answer lacks."""

    COLUMNS = Columns("preserve", internal="id request order question lacking")

    request = models.ForeignKey(
        CompletionRequest, on_delete=models.PROTECT, related_name="items", verbose_name="begäran"
    )
    order = models.PositiveSmallIntegerField("ordning")
    question = models.CharField("fråga", max_length=40)
    lacking = models.CharField("vad som saknas", max_length=1000)

    class Meta:
        verbose_name = "punkt i begäran"
        verbose_name_plural = "punkter i begäran"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["request", "question"], name="a_question_is_asked_once_in_a_request"),
            models.CheckConstraint(condition=~models.Q(lacking=""), name="completion_item_says_what_is_lacking"),
        ]

    def __str__(self) -> str:
        return self.question


class Completion(models.Model):
    """The answer to a request. The applicant's own space until it is submitted (INV-4), a document of its own after."""

    COLUMNS = Columns(
        "preserve",
        internal="id request answers version content submitted_at submitted_by is_late",
        secret="saved_at saved_by",
    )

    request = models.OneToOneField(
        CompletionRequest, on_delete=models.PROTECT, related_name="completion", verbose_name="begäran"
    )
    answers = models.JSONField("svar", default=dict)
    version = models.PositiveIntegerField("version", default=0)
    saved_at = models.DateTimeField("senast sparad")
    saved_by = person("senast sparad av")
    content = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="inskickat innehåll"
    )
    submitted_at = models.DateTimeField("inskickad", null=True, blank=True)
    submitted_by = optional_person("inskickad av")
    is_late = models.BooleanField("kom in efter svarstiden", default=False)

    class Meta:
        verbose_name = "komplettering"
        verbose_name_plural = "kompletteringar"
        constraints = [
            at_with_by("submitted", model="completion"),
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True, content__isnull=True)
                | models.Q(submitted_at__isnull=False, content__isnull=False),
                name="completion_submitted_has_its_content",
            ),
        ]

    def __str__(self) -> str:
        return f"Svar på {self.request}"


class CompletionFile(models.Model):
    """A file that goes with an answer, under the question that asked for it."""

    COLUMNS = Columns("preserve", internal="id completion question document name", secret="added_at added_by")

    completion = models.ForeignKey(
        Completion, on_delete=models.CASCADE, related_name="files", verbose_name="komplettering"
    )
    question = models.CharField("fråga", max_length=40)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name="innehåll")
    name = models.CharField("filnamn", max_length=120)
    added_at = models.DateTimeField("tillagd")
    added_by = person("tillagd av")

    class Meta:
        verbose_name = "bilaga till komplettering"
        verbose_name_plural = "bilagor till komplettering"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
