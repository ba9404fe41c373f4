import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from applicants.enums import OrganisationType
from delmos.lib.classification import Columns
from grants.enums import AnnouncementKind
from grants.models.call import Call
from grants.models.fields import known, person


def _types(name: str) -> ArrayField:
    """Kinds of applicant; empty means all."""
    return ArrayField(
        models.CharField(max_length=30, choices=OrganisationType), default=list, blank=True, verbose_name=name
    )


class Subscription(models.Model):
    """An address that wants to hear of new calls. Until it is confirmed by link it gets nothing but that link.

    The token of the link is kept as a hash. Whoever ends a subscription leaves nothing behind: the row is deleted.
    """

    COLUMNS = Columns(
        "while_current",
        internal="id types wished_types requested_at confirmed_at",
        personal="email",
        secret="token_sha256",
    )

    id = models.UUIDField("referens", primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("e-postadress")
    types = _types("typer av sökande")
    wished_types = _types("önskade typer av sökande")
    token_sha256 = models.CharField("bekräftelselänk", max_length=64, blank=True)
    requested_at = models.DateTimeField("begärd")
    confirmed_at = models.DateTimeField("bekräftad", null=True, blank=True)

    class Meta:
        verbose_name = "bevakning"
        verbose_name_plural = "bevakningar"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_subscription_per_address"),
            models.CheckConstraint(
                condition=models.Q(
                    types__contained_by=OrganisationType.values, wished_types__contained_by=OrganisationType.values
                ),
                name="subscription_types_are_known",
            ),
        ]
        indexes = [models.Index(fields=["token_sha256"], name="subscription_by_token")]

    def __str__(self) -> str:
        return str(self.pk)


class Announcement(models.Model):
    """Something about a call that people are to be told, in batches. The row is the queue."""

    COLUMNS = Columns(
        "preserve",
        internal="id call kind requested_at requested_by done_at",
        # Names the last organisation that was told, also one that has a draft (INV-4).
        secret="told_to",
    )

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+", verbose_name="utlysning")
    kind = models.CharField("slag", max_length=20, choices=AnnouncementKind)
    requested_at = models.DateTimeField("begärt")
    requested_by = person("begärt av")
    told_to = models.CharField("skickat till och med", max_length=40, blank=True)
    done_at = models.DateTimeField("klart", null=True, blank=True)

    class Meta:
        verbose_name = "utskick"
        verbose_name_plural = "utskick"
        constraints = [
            models.UniqueConstraint(fields=["call", "kind"], name="each_thing_about_a_call_is_announced_once"),
            known("kind", AnnouncementKind, model="announcement"),
        ]
        indexes = [models.Index(fields=["id"], condition=models.Q(done_at__isnull=True), name="announcement_waiting")]

    def __str__(self) -> str:
        return f"{self.call}: {self.get_kind_display()}"
