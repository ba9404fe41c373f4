from django.conf import settings
from django.db import models
from django.db.models import Q

from delmos.lib.classification import Columns
from delmos.lib.faces import Face
from journal.enums import SCAN_FACES, SCAN_NOTES, WITHOUT_SCANNER, WITHOUT_SCANNER_NOTE, ScanStatus
from journal.models.document import Document


class Scan(models.Model):
    """The virus check of bytes that came from outside; the row is the queue.

    It belongs to the bytes and not to an upload: the same file sent twice, by whomever, gets one verdict. A document
    without such a row was drawn up by the portal itself.
    """

    COLUMNS = Columns(
        "preserve",
        internal="document status asked_at asked_by attempts next_try_at scanned_at signature last_error",
    )

    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, primary_key=True, related_name="scan", verbose_name="handling"
    )
    status = models.CharField("läge", max_length=10, choices=ScanStatus, default=ScanStatus.CHECKING)
    asked_at = models.DateTimeField("begärd")
    asked_by = models.CharField("begärd av", max_length=60)
    attempts = models.PositiveIntegerField("försök utan svar", default=0)
    next_try_at = models.DateTimeField("nästa försök")
    scanned_at = models.DateTimeField("kontrollerad", null=True, blank=True)
    signature = models.CharField("det som hittades", max_length=200, blank=True)
    last_error = models.CharField("senaste fel", max_length=200, blank=True)

    class Meta:
        verbose_name = "viruskontroll"
        verbose_name_plural = "viruskontroller"
        ordering = ["asked_at", "document"]
        indexes = [models.Index(fields=["next_try_at"], condition=Q(status="checking"), name="scan_due")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ScanStatus.values), name="scan_status_is_known"),
            models.CheckConstraint(
                condition=Q(status="checking", scanned_at=None) | Q(~Q(status="checking"), scanned_at__isnull=False),
                name="scan_verdict_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(status="rejected") & ~Q(signature="") | Q(~Q(status="rejected"), signature=""),
                name="scan_rejection_names_what_was_found",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id[:12]}: {self.get_status_display()}"

    @property
    def is_rejected(self) -> bool:
        return self.status == ScanStatus.REJECTED

    @property
    def opens(self) -> bool:
        """Whether anybody may open the file: clean, or unchecked where there is no scanner (never in production)."""
        return self.status == ScanStatus.CLEAN or self._has_no_scanner

    @property
    def face(self) -> Face:
        """The state in words, which never claim a check that nobody will make."""
        return WITHOUT_SCANNER if self._has_no_scanner else SCAN_FACES[ScanStatus(self.status)]

    @property
    def note(self) -> str:
        """What is said beside the file; nothing beside a clean one."""
        return WITHOUT_SCANNER_NOTE if self._has_no_scanner else SCAN_NOTES[ScanStatus(self.status)]

    @property
    def _has_no_scanner(self) -> bool:
        return self.status == ScanStatus.CHECKING and not settings.CLAMD_ADDRESS
