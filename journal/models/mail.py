from django.db import models

from delmos.lib.classification import Columns
from delmos.lib.faces import Face
from journal.enums import MAIL_FACES, MailStatus


class Mail(models.Model):
    """A mail to one address. The row is the queue: what stands here is sent, by whichever worker gets to it first."""

    COLUMNS = Columns(
        "while_current",
        internal="id key headers opens_a_door status attempts queued_at next_try_at claimed_at sent_at last_error",
        personal="to subject text html",
    )

    key = models.CharField("nyckel", max_length=200, unique=True)
    to = models.EmailField("till")
    subject = models.CharField("ämne", max_length=200)
    text = models.TextField("brödtext")
    html = models.TextField("brödtext som html", blank=True)
    headers = models.JSONField("extra rubriker", default=dict, blank=True)
    opens_a_door = models.BooleanField("bär en personlig länk", default=False)
    status = models.CharField("läge", max_length=10, choices=MailStatus, default=MailStatus.QUEUED)
    attempts = models.PositiveSmallIntegerField("försök", default=0)
    queued_at = models.DateTimeField("lagt i kö")
    next_try_at = models.DateTimeField("nästa försök")
    claimed_at = models.DateTimeField("överlämnandet började", null=True, blank=True)
    sent_at = models.DateTimeField("skickat", null=True, blank=True)
    last_error = models.CharField("senaste fel", max_length=300, blank=True)

    class Meta:
        verbose_name = "e-postmeddelande"
        verbose_name_plural = "e-postmeddelanden"
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=MailStatus.values), name="mail_status_is_known"),
            models.CheckConstraint(
                condition=~models.Q(status=MailStatus.SENT) | models.Q(sent_at__isnull=False),
                name="mail_sent_has_sent_at",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(status__in=[MailStatus.QUEUED, MailStatus.SENDING]),
                name="mail_waiting",
            ),
            models.Index(fields=["to", "-id"], name="mail_by_address"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def face(self) -> Face:
        """How the state looks."""
        return MAIL_FACES[MailStatus(self.status)]
