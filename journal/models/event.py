from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from delmos.lib.classification import Columns


class EventStream(models.Model):
    """The head of one chain of events: how long it is and how it ends. Without it a removed tail would go unseen."""

    COLUMNS = Columns("preserve", internal="key length head")

    key = models.CharField("ström", max_length=60, primary_key=True)
    length = models.PositiveIntegerField("antal händelser", default=0)
    head = models.CharField("senaste hash", max_length=64, blank=True)

    class Meta:
        verbose_name = "händelseström"

    def __str__(self) -> str:
        return self.key


class Event(models.Model):
    """Something that happened: who, when, what and why. Append-only; a trigger refuses UPDATE, DELETE and TRUNCATE."""

    COLUMNS = Columns(
        "preserve", internal="id stream serial name data previous_hash hash at", personal="actor_key actor_name"
    )

    stream = models.ForeignKey(EventStream, on_delete=models.PROTECT, related_name="events", verbose_name="ström")
    serial = models.PositiveIntegerField("nummer i strömmen")
    name = models.CharField("händelse", max_length=60)
    actor_key = models.CharField("aktör", max_length=60)
    actor_name = models.CharField("aktörens namn", max_length=150)
    at = models.DateTimeField("tidpunkt")
    data = models.JSONField("uppgifter", default=dict, encoder=DjangoJSONEncoder)
    previous_hash = models.CharField("föregående hash", max_length=64, blank=True)
    hash = models.CharField("hash", max_length=64)

    class Meta:
        verbose_name = "händelse"
        verbose_name_plural = "händelser"
        ordering = ["stream", "serial"]
        constraints = [models.UniqueConstraint(fields=["stream", "serial"], name="event_number_is_given_once")]
        indexes = [models.Index(fields=["actor_key", "-at"], name="event_by_actor")]

    def __str__(self) -> str:
        return f"{self.stream_id}#{self.serial} {self.name}"
