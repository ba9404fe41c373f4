from django.conf import settings
from django.db import models
from django.db.models import Q

from applicants.enums import REVIEW_FACES, MandateRole, ReviewStatus, SignRule
from applicants.models.organisation import Organisation
from delmos.lib.classification import Columns
from delmos.lib.faces import Face


class Mandate(models.Model):
    """A person's right to act for an organisation. E-legitimation proves a person, never a mandate.

    It is in force on the days from ``valid_from`` to ``valid_to``, unless it has been ended before. One that
    ``waits_for_review`` gives no access at all until the agency has approved it.
    """

    COLUMNS = Columns(
        "preserve",
        internal=(
            "id organisation role sign_rule valid_from valid_to granted_at granted_by ended_at ended_by "
            "waits_for_review review_status reviewed_at reviewed_by review_note"
        ),
        personal="person",
    )

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates", verbose_name="person"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="mandates", verbose_name="organisation"
    )
    role = models.CharField("roll", max_length=20, choices=MandateRole)
    sign_rule = models.CharField("firmateckning", max_length=10, choices=SignRule, default=SignRule.ALONE)
    valid_from = models.DateField("gäller från")
    valid_to = models.DateField("gäller till", null=True, blank=True)
    granted_at = models.DateTimeField("registrerad")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="registrerad av"
    )
    ended_at = models.DateTimeField("avslutad", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="avslutad av",
    )
    waits_for_review = models.BooleanField("gäller först efter granskning", default=False)
    review_status = models.CharField("granskning", max_length=20, choices=ReviewStatus, default=ReviewStatus.UNREVIEWED)
    reviewed_at = models.DateTimeField("granskad", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="granskad av",
    )
    review_note = models.CharField("skäl för granskningens resultat", max_length=500, blank=True)

    class Meta:
        verbose_name = "behörighet"
        verbose_name_plural = "behörigheter"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(valid_to__isnull=True, ended_at__isnull=True),
                name="one_open_mandate_per_person_and_organisation",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="mandate_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(role__in=MandateRole.values), name="mandate_role_is_known"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="mandate_ended_at_has_ended_by",
            ),
            models.CheckConstraint(
                condition=Q(review_status=ReviewStatus.UNREVIEWED, reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(
                    review_status__in=[ReviewStatus.APPROVED, ReviewStatus.REJECTED],
                    reviewed_at__isnull=False,
                    reviewed_by__isnull=False,
                ),
                name="mandate_is_reviewed_at_and_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(review_status=ReviewStatus.REJECTED) | ~Q(review_note=""),
                name="mandate_is_rejected_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} för {self.organisation}"

    @property
    def face(self) -> Face:
        """How the agency's review of the evidence stands."""
        return REVIEW_FACES[ReviewStatus(self.review_status)]
