from django.conf import settings
from django.db import models

from applicants.enums import ACCOUNT_FACES, AccountKind, AccountStatus
from applicants.models.organisation import Organisation
from delmos.lib.bank_accounts import format_account
from delmos.lib.classification import Columns
from delmos.lib.faces import Face
from delmos.lib.identity import format_bankgiro, format_plusgiro


class PaymentAccount(models.Model):
    """Where an organisation is paid. Verified by two economists before any payment (INV-20)."""

    COLUMNS = Columns(
        "seven_years",
        internal=(
            "id organisation kind number status stated_at stated_by "
            "checked_at checked_by check_note verified_at verified_by verification_note"
        ),
    )

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="accounts", verbose_name="organisation"
    )
    kind = models.CharField("typ", max_length=10, choices=AccountKind)
    number = models.CharField("nummer", max_length=20)
    status = models.CharField("läge", max_length=20, choices=AccountStatus, default=AccountStatus.UNVERIFIED)
    stated_at = models.DateTimeField("uppgivet")
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="uppgivet av"
    )
    checked_at = models.DateTimeField("kontrollerat", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="kontrollerat av",
    )
    check_note = models.CharField("underlag", max_length=300, blank=True)
    verified_at = models.DateTimeField("verifierat", null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="verifierat av",
    )
    verification_note = models.CharField("underlag för verifiering", max_length=300, blank=True)

    class Meta:
        verbose_name = "betalkonto"
        verbose_name_plural = "betalkonton"
        indexes = [models.Index(fields=["kind", "number"], name="account_by_number")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=~models.Q(status=AccountStatus.REPLACED),
                name="one_current_account_per_organisation",
            ),
            models.CheckConstraint(
                condition=models.Q(checked_at__isnull=True, checked_by__isnull=True)
                | models.Q(checked_at__isnull=False, checked_by__isnull=False),
                name="account_checked_at_has_checked_by",
            ),
            models.CheckConstraint(
                condition=models.Q(verified_at__isnull=True, verified_by__isnull=True)
                | models.Q(verified_at__isnull=False, verified_by__isnull=False),
                name="account_verified_at_has_verified_by",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=AccountStatus.VERIFIED)
                | (models.Q(verified_by__isnull=False) & ~models.Q(verified_by=models.F("checked_by"))),
                name="account_is_verified_by_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.formatted_number}"

    @property
    def formatted_number(self) -> str:
        """The number as people read it: a bank account with its clearing number first."""
        formats = {AccountKind.BANKGIRO: format_bankgiro, AccountKind.PLUSGIRO: format_plusgiro}
        return formats.get(AccountKind(self.kind), format_account)(self.number)

    @property
    def face(self) -> Face:
        return ACCOUNT_FACES[AccountStatus(self.status)]
