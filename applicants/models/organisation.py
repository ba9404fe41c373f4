from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from applicants.columns import plain_address
from applicants.enums import OrganisationType
from delmos.lib.classification import Columns
from delmos.lib.geography import municipality
from delmos.lib.identity import format_organisation_number
from delmos.lib.swedish import sort_key

# The types of which there are exactly as many as the country has municipalities and regions.
OFFICIAL_TYPES = (OrganisationType.MUNICIPALITY, OrganisationType.REGION)


class Organisation(models.Model):
    """A juridical person that may apply. The same organisationsnummer is never there twice.

    A municipality or region also has its ``official_code`` (municipality or county), so that it is there only once
    whatever number somebody states for it.
    """

    COLUMNS = Columns(
        "preserve",
        public="id organisation_number official_code name name_order kind seat_municipality started_on",
        internal="address registered_at registered_by is_demonstration",
        personal="contact_name contact_email contact_phone",
    )

    organisation_number = models.CharField("organisationsnummer", max_length=10, unique=True)
    official_code = models.CharField("kommun- eller länskod", max_length=4, null=True, blank=True, unique=True)
    name = models.CharField("namn", max_length=200)
    name_order = models.CharField("sorteringsnyckel", max_length=420, db_collation="C", editable=False)
    kind = models.CharField("typ av sökande", max_length=30, choices=OrganisationType)
    seat_municipality = models.CharField("säteskommun", max_length=4)
    address = models.CharField("postadress", max_length=200, blank=True)
    contact_name = models.CharField("kontaktperson", max_length=150, blank=True)
    contact_email = models.EmailField("kontaktpersonens e-postadress", blank=True)
    contact_phone = models.CharField("kontaktpersonens telefon", max_length=40, blank=True)
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
        indexes = [models.Index(plain_address("address"), name="organisation_by_address")]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation_number__regex=r"^[0-9]{2}[2-9][0-9]{7}$"),
                name="organisation_number_has_ten_digits",
            ),
            models.CheckConstraint(condition=Q(kind__in=OrganisationType.values), name="organisation_kind_is_known"),
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind__in=OFFICIAL_TYPES, official_code__isnull=False)
                | (~Q(kind__in=OFFICIAL_TYPES) & Q(official_code__isnull=True)),
                name="municipalities_and_regions_have_a_code",
            ),
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
