import uuid
from datetime import datetime

from django.db import models

from accounts.assurance import LONGEST_LEVEL, Assurance
from accounts.enums import Way
from applicants.models import Organisation
from delmos.lib.classification import Columns
from grants.enums import Stage
from grants.models.application import Application
from grants.models.call import Call, FormVersion
from grants.models.expression import Expression
from grants.models.fields import known, person
from grants.questions import Form, QuestionKind
from journal.models import Document


class Draft(models.Model):
    """An application, or an expression of interest, being written: the applicant's own space (INV-4, TF 2:9, 2:13)."""

    COLUMNS = Columns(
        "while_current",
        internal="id call organisation stage form application expression invitation",
        secret="answers left_over group_versions revision created_at created_by saved_at saved_by",
    )

    id = models.UUIDField("referens", primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+", verbose_name="utlysning")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="drafts", verbose_name="organisation"
    )
    stage = models.CharField("steg", max_length=20, choices=Stage, default=Stage.APPLICATION)
    form = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+", verbose_name="formulär")
    answers = models.JSONField("svar", default=dict)
    left_over = models.JSONField("kvar från en tidigare formulärversion", default=list)
    group_versions = models.JSONField("version per frågegrupp", default=dict)
    revision = models.PositiveIntegerField("senaste version", default=0)
    created_at = models.DateTimeField("påbörjad")
    created_by = person("påbörjad av")
    saved_at = models.DateTimeField("senast sparad")
    saved_by = person("senast sparad av")
    application = models.OneToOneField(
        Application,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="inskickad som",
    )
    expression = models.OneToOneField(
        Expression,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="inskickad som intresseanmälan",
    )
    invitation = models.OneToOneField(
        Expression,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="efter inbjudan på intresseanmälan",
    )

    class Meta:
        verbose_name = "utkast"
        verbose_name_plural = "utkast"
        ordering = ["-saved_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "organisation", "stage"],
                condition=models.Q(application__isnull=True, expression__isnull=True, invitation__isnull=True),
                name="one_open_draft_per_call_and_organisation",
            ),
            known("stage", Stage, model="draft"),
            models.CheckConstraint(
                condition=models.Q(stage=Stage.APPLICATION, expression__isnull=True)
                | models.Q(stage=Stage.EXPRESSION, application__isnull=True, invitation__isnull=True),
                name="draft_becomes_what_its_stage_says",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.call}"

    @property
    def submission(self) -> Application | Expression | None:
        """What the draft was handed in as; None while it is being written."""
        return self.application or self.expression

    @property
    def closes_at(self) -> datetime:
        """When the step that the draft belongs to closes (UTC)."""
        return self.call.closing_of(self.stage)

    @property
    def asked(self) -> Form:
        """The form with the draft's own answers: only what is asked for."""
        return self.form.form.asked(self.answers)

    def asked_files(self) -> "list[DraftFile]":
        """The files under the questions that are asked for."""
        asked = {question.key for question in self.asked.questions if question.kind is QuestionKind.FILES}
        return [file for file in self.files.all() if file.question in asked]

    def version_of(self, group: str) -> int:
        """How many times the answers of ``group`` have been saved: the base version of conflict detection."""
        return int(self.group_versions.get(group, 0))


class DraftFile(models.Model):
    """A file attached to a draft, under the question that asked for it."""

    COLUMNS = Columns("while_current", internal="id draft document", secret="question name added_at added_by")

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files", verbose_name="utkast")
    question = models.CharField("fråga", max_length=40)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name="innehåll")
    name = models.CharField("filnamn", max_length=120)
    added_at = models.DateTimeField("tillagd")
    added_by = person("tillagd av")

    class Meta:
        verbose_name = "bilaga i utkast"
        verbose_name_plural = "bilagor i utkast"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Signature(models.Model):
    """A signatory's signature over exactly these frozen bytes, and what the signer had shown of who they are.

    INV-5, INV-6. ``way``, ``level`` and ``proven_at`` are those of `accounts.assurance.Assurance`.
    """

    COLUMNS = Columns(
        "preserve",
        internal="id draft content_sha256 statement signed_at way level proven_at",
        personal="signed_by",
    )

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="signatures", verbose_name="utkast")
    content_sha256 = models.CharField("det som skrevs under", max_length=64)
    statement = models.CharField("försäkran", max_length=500)
    signed_at = models.DateTimeField("underskriven")
    signed_by = person("underskriven av")
    way = models.CharField("sätt att legitimera sig", max_length=30, choices=Way, default=Way.UNKNOWN)
    level = models.CharField("tillitsnivå", max_length=LONGEST_LEVEL, blank=True)
    proven_at = models.DateTimeField("legitimerad", null=True, blank=True)

    class Meta:
        verbose_name = "underskrift"
        verbose_name_plural = "underskrifter"
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "signed_by", "content_sha256"], name="a_person_signs_the_same_bytes_once"
            ),
            known("way", Way, model="signature"),
            models.CheckConstraint(
                condition=~models.Q(way=Way.EID) | (~models.Q(level="") & models.Q(proven_at__isnull=False)),
                name="signature_by_eid_has_its_level_and_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signed_by} {self.signed_at:%Y-%m-%d}"

    @property
    def assurance(self) -> Assurance:
        """What the signer had shown of who they are."""
        return Assurance(Way(self.way), self.level, self.proven_at)
