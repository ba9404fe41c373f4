from django.db import models

from delmos.lib.classification import Columns
from grants.enums import RevisionAct
from grants.models.draft import Draft
from grants.models.fields import known, person


class DraftRevision(models.Model):
    """One saved change of a draft's answers; never changed, so every text ever saved can be had back.

    Only of a draft that was never sent in do the older versions go, in time (grants.domain.culling).

    ``before`` and ``after`` hold only the answers that changed, by question key. ``version`` is the version of the
    group after the change. ``page`` names the opened browser page that it came from.
    """

    COLUMNS = Columns(
        "while_current",
        internal="id draft number act version",
        secret="group page before after note saved_at saved_by",
    )

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="revisions", verbose_name="utkast")
    number = models.PositiveIntegerField("nummer")
    act = models.CharField("slag", max_length=20, choices=RevisionAct)
    group = models.CharField("frågegrupp", max_length=40)
    version = models.PositiveIntegerField("frågegruppens version")
    page = models.CharField("öppnad sida", max_length=32, blank=True)
    before = models.JSONField("svar före")
    after = models.JSONField("svar efter")
    note = models.CharField("anmärkning", max_length=200, blank=True)
    saved_at = models.DateTimeField("sparad")
    saved_by = person("sparad av")

    class Meta:
        verbose_name = "version av utkast"
        verbose_name_plural = "versioner av utkast"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="draft_revisions_are_numbered"),
            known("act", RevisionAct, model="draftrevision"),
        ]
        indexes = [models.Index(fields=["draft", "group", "version"], name="revision_by_group")]

    def __str__(self) -> str:
        return f"version {self.number} av {self.draft}"
