"""The people who act for an organisation."""

from collections.abc import Collection
from datetime import datetime

from accounts.models import User
from applicants.enums import MandateRole
from applicants.models import Mandate, Organisation
from applicants.permissions import valid_on
from delmos.lib.dates import stockholm_date


def people_acting_for(
    organisation: Organisation, *, now: datetime, roles: Collection[MandateRole] | None = None
) -> list[User]:
    """Those with a mandate in force on the Swedish day of ``now``, by name; only these ``roles`` when they are given.

    Not a gate: it is asked by verbs that tell people something, never with an organisation that a request names.
    """
    mandates = Mandate.objects.filter(valid_on(stockholm_date(now)), organisation=organisation)
    if roles is not None:
        mandates = mandates.filter(role__in=roles)
    return list(User.objects.filter(pk__in=mandates.values("person"), is_active=True).order_by("name", "pk"))
