"""The municipalities and regions: there from the start in every installation, to be claimed by those who act for them.

They are the country's own list (`delmos.lib.geography`) and not rows, so that nothing has to be loaded, and none of
them carries a number that nobody has confirmed: it is asked for, and checked, when the organisation is claimed.
"""

from dataclasses import dataclass

from applicants.enums import OrganisationType
from applicants.models.organisation import OFFICIAL_TYPES
from delmos.lib.geography import GOTLAND, MUNICIPALITIES, REGIONS, municipality


@dataclass(frozen=True, slots=True)
class Claimable:
    """A municipality or region as it stands in the list from the start."""

    name: str
    kind: OrganisationType
    seat_municipality: str


def _claimable() -> dict[str, Claimable]:
    regions = {
        region.code: Claimable(region.name, OrganisationType.REGION, region.seat_municipality) for region in REGIONS
    }
    municipalities = {
        found.code: Claimable(found.formal_name, OrganisationType.MUNICIPALITY, found.code) for found in MUNICIPALITIES
    }
    gotland = Claimable(regions[GOTLAND].name, OrganisationType.MUNICIPALITY, GOTLAND)
    return {**regions, **municipalities, GOTLAND: gotland}


# By official code: 290 municipalities and 20 regions, since Gotland, the 21st, is one of the former.
CLAIMABLE: dict[str, Claimable] = _claimable()


def official_code(kind: OrganisationType, seat_municipality: str) -> str | None:
    """What names a municipality (its own code) or a region (its county's) for ever; nothing for other types."""
    if kind not in OFFICIAL_TYPES:
        return None
    return seat_municipality if kind is OrganisationType.MUNICIPALITY else municipality(seat_municipality).county_code
