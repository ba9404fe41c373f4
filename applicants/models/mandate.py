from django.conf import settings
from django.db import models

from applicants.enums import MandateRole, SignRule
from applicants.models.organisation import Organisation
from delmos.lib.classification import Columns


class Mandate(models.Model):
    """A person's right to act for an organisation. E-legitimation proves a person, never a mandate."""

    COLUMNS = Columns(
        "preserve",
        internal="id organisation role sign_rule valid_from valid_to granted_at granted_by",
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

    class Meta:
        verbose_name = "behörighet"
        verbose_name_plural = "behörigheter"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=models.Q(valid_to__isnull=True),
                name="one_open_mandate_per_person_and_organisation",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="mandate_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} för {self.organisation}"
