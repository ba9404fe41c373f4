from django.db import models

from delmos.lib.classification import Columns


class Notice(models.Model):
    """A line in a person's notification centre: that something has happened, and where to read it."""

    COLUMNS = Columns(
        "while_current", internal="id key case_number url created_at read_at", personal="recipient_key title"
    )

    key = models.CharField("nyckel", max_length=150)
    recipient_key = models.CharField("mottagare", max_length=60)
    title = models.CharField("rubrik", max_length=800)  # two names of the longest sort, a reason, and a sentence
    url = models.CharField("länk", max_length=300)
    case_number = models.CharField("diarienummer", max_length=32, blank=True)
    created_at = models.DateTimeField("kom")
    read_at = models.DateTimeField("läst", null=True, blank=True)

    class Meta:
        verbose_name = "avisering"
        verbose_name_plural = "aviseringar"
        constraints = [
            models.UniqueConstraint(fields=["key", "recipient_key"], name="one_notice_per_key_and_recipient"),
        ]
        indexes = [
            models.Index(fields=["recipient_key", "-created_at", "-id"], name="notice_newest_first"),
            models.Index(fields=["recipient_key"], condition=models.Q(read_at__isnull=True), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.title
