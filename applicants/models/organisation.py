from typing import Any

from django.conf import settings
from django.db import models

from applicants.enums import OrganisationType
from delmos.lib.classification import Columns
from delmos.lib.geography import municipality
from delmos.lib.identity import format_organisation_number
from delmos.lib.swedish import sort_key


class Organisation(models.Model):
    """A juridical person that may apply. The same organisationsnummer is never there twice."""

    COLUMNS = Columns(
        "preserve",
        public="id organisation_number name name_order kind seat_municipality started_on",
        internal="address registered_at registered_by is_demonstration",
    )

    organisation_number = models.CharField("organisationsnummer", max_length=10, unique=True)
    name = models.CharField("namn", max_length=200)
    name_order = models.CharField("sorteringsnyckel", max_length=420, db_collation="C", editable=False)
    kind = models.CharField("typ av sökande", max_length=30, choices=OrganisationType)
    seat_municipality = models.CharField("säteskommun", max_length=4)
    address = models.CharField("postadress", max_length=200, blank=True)
    started_on = models.DateField("verksamheten började", null=True, blank=True)
    is_demonstration = models.BooleanField("påhittad för demonstration", default=False)
    registered_at = models.DateTimeField("registrerad")
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="registrerad av"
    )

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "organisationer"
        ordering = ["name_order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation_number__regex=r"^[0-9]{2}[2-9][0-9]{7}$"),
                name="organisation_number_has_ten_digits",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganisationType.values), name="organisation_kind_is_known"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort key beside the name, so that Swedish order holds on any server's collation."""
        self.name_order = sort_key(self.name)
        super().save(*args, **kwargs)

    @property
    def type(self) -> OrganisationType:
        """The kind as a member of the enumeration."""
        return OrganisationType(self.kind)

    @property
    def formatted_number(self) -> str:
        """The organisationsnummer as it is written, for example 212000-0142."""
        return format_organisation_number(self.organisation_number)

    @property
    def seat_name(self) -> str:
        """The municipality of the seat, by name."""
        return municipality(self.seat_municipality).name

    @property
    def county_code(self) -> str:
        """The county of the seat."""
        return municipality(self.seat_municipality).county_code
