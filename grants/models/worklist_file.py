import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from delmos.lib.classification import Columns
from delmos.lib.faces import Face
from grants.enums import WORKLIST_FILE_FACES, SheetKind, WorklistFileStatus
from grants.models.fields import known, person


class WorklistFile(models.Model):
    """A work list as a file, for whoever ordered it and nobody else. The row is the queue.

    ``total`` and ``written``: how many rows it will have and how many it has. ``closed_cases``: the applications in
    which the maker was jävig when it was made, so that a later answer on jäv is noticed. The file is removed after some
    days, and the row with it.
    """

    COLUMNS = Columns(
        "while_current",
        internal="id query kind status total written closed_cases path ordered_at ordered_by done_at",
    )

    id = models.UUIDField("referens", primary_key=True, default=uuid.uuid4, editable=False)
    query = models.CharField("urval", max_length=2000, blank=True)
    kind = models.CharField("slag av fil", max_length=10, choices=SheetKind)
    status = models.CharField("läge", max_length=20, choices=WorklistFileStatus, default=WorklistFileStatus.WAITING)
    total = models.PositiveIntegerField("antal rader", default=0)
    written = models.PositiveIntegerField("skrivna rader", default=0)
    closed_cases = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name="stängda ärenden")
    path = models.CharField("plats i filarkivet", max_length=100, blank=True)
    ordered_at = models.DateTimeField("beställd")
    ordered_by = person("beställd av")
    done_at = models.DateTimeField("klar", null=True, blank=True)

    class Meta:
        verbose_name = "ärendelista som fil"
        verbose_name_plural = "ärendelistor som filer"
        ordering = ["ordered_at", "pk"]
        constraints = [
            known("kind", SheetKind, model="worklist_file"),
            known("status", WorklistFileStatus, model="worklist_file"),
            models.CheckConstraint(
                condition=Q(status=WorklistFileStatus.DONE, done_at__isnull=False) & ~Q(path="")
                | ~Q(status=WorklistFileStatus.DONE) & Q(done_at=None, path=""),
                name="worklist_file_that_is_done_is_somewhere",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ordered_at"], condition=Q(status=WorklistFileStatus.WAITING), name="worklist_file_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}.{self.kind}"

    @property
    def face(self) -> Face:
        return WORKLIST_FILE_FACES[WorklistFileStatus(self.status)]

    @property
    def is_done(self) -> bool:
        return self.status == WorklistFileStatus.DONE

    @property
    def is_waiting(self) -> bool:
        return self.status == WorklistFileStatus.WAITING
