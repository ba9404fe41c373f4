from django.conf import settings
from django.db import models
from django.db.models import Q

from applicants.enums import MandateRole, SignRule
from applicants.models.mandate import Mandate
from applicants.models.organisation import Organisation
from delmos.lib.classification import Columns


class Invitation(models.Model):
    """An offer of a mandate to whoever opens the link that was mailed. It is used once, by a person who signs in.

    The link's token is never stored, only its sha256: who reads the database cannot accept an invitation with it.
    """

    COLUMNS = Columns(
        "preserve",
        internal=(
            "id organisation role sign_rule valid_from valid_to last_day invited_at invited_by "
            "accepted_at accepted_by withdrawn_at withdrawn_by mandate"
        ),
        personal="email",
        secret="token_sha256",
    )

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations", verbose_name="organisation"
    )
    email = models.EmailField("e-postadress")
    role = models.CharField("roll", max_length=20, choices=MandateRole)
    sign_rule = models.CharField("firmateckning", max_length=10, choices=SignRule, default=SignRule.ALONE)
    valid_from = models.DateField("gäller från", null=True, blank=True)
    valid_to = models.DateField("gäller till", null=True, blank=True)
    last_day = models.DateField("sista dag att acceptera")
    token_sha256 = models.CharField("länkens hash", max_length=64, unique=True)
    invited_at = models.DateTimeField("inbjuden")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="inbjuden av"
    )
    accepted_at = models.DateTimeField("accepterad", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="accepterad av",
    )
    withdrawn_at = models.DateTimeField("återtagen", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="återtagen av",
    )
    mandate = models.OneToOneField(
        Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="invitation", verbose_name="behörighet"
    )

    class Meta:
        verbose_name = "inbjudan"
        verbose_name_plural = "inbjudningar"
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=MandateRole.values), name="invitation_role_is_known"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True, mandate__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, mandate__isnull=False),
                name="invitation_accepted_gives_a_mandate",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="invitation_withdrawn_at_has_withdrawn_by",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_is_not_both_accepted_and_withdrawn",
            ),
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_per_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} till {self.organisation}"
