"""The county table: number of grants by type of applicant, and their amount, in every county (INV-33)."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from django.db.models import Sum

from applicants.enums import OrganisationType
from delmos.lib.geography import COUNTIES, SEVERAL_COUNTIES, SEVERAL_COUNTIES_NAME
from reporting.enums import Basis
from reporting.models import CountyCell

# As published: the asterisk of Kommun* is the municipal federations; a faith community is counted as an association.
COLUMNS: Final[dict[OrganisationType, str]] = {
    OrganisationType.REGION: "regions",
    OrganisationType.MUNICIPALITY: "municipalities",
    OrganisationType.MUNICIPAL_FEDERATION: "municipalities",
    OrganisationType.ASSOCIATION: "associations",
    OrganisationType.FAITH_COMMUNITY: "associations",
    OrganisationType.FOUNDATION: "foundations",
}
SUM_NAME: Final = "SUMMA"


@dataclass(frozen=True, slots=True)
class CountyRow:
    """A row: numbers of grants by type of applicant, and their amount in öre. Several counties have an empty code."""

    county_code: str
    county: str
    regions: int
    municipalities: int
    associations: int
    foundations: int
    amount_ore: int

    @property
    def grants(self) -> int:
        """All grants of the row, whoever received them."""
        return self.regions + self.municipalities + self.associations + self.foundations


ROW_FIELDS: Final = tuple(field.name for field in fields(CountyRow))
_SUMMED: Final = ROW_FIELDS[2:]


@dataclass(frozen=True, slots=True)
class CountyTable:
    """The table of one budget year on one basis, as the books stood at the end of the day ``as_of``."""

    year: int
    basis: Basis
    as_of: date
    rows: tuple[CountyRow, ...]

    @property
    def total(self) -> CountyRow:
        """SUMMA: the sum of the rows, in öre that nobody has rounded."""
        return CountyRow("", SUM_NAME, *(sum(getattr(row, name) for row in self.rows) for name in _SUMMED))


def county_table(*, year: int, basis: Basis, as_of: date) -> CountyTable:
    """The table, in one query: the 21 counties in Swedish order and "Fler än ett län".

    ``year`` is the budget year. Grants are counted when they are granted (basis ``granted``) or first paid (the other
    two); a grant that works in several counties is counted in that row only.
    """
    sums = {code: dict.fromkeys(_SUMMED, 0) for code in (*(county.code for county in COUNTIES), SEVERAL_COUNTIES)}
    for area_code, applicant_type, kind, amount_ore, grants in _cells(year, basis, as_of):
        row = sums[area_code]
        if kind == basis.counted:
            row["amount_ore"] += amount_ore
            row[COLUMNS[OrganisationType(applicant_type)]] += grants
        else:
            row["amount_ore"] -= amount_ore
    counties = [CountyRow(county.code, county.name, **sums[county.code]) for county in COUNTIES]
    return CountyTable(year, basis, as_of, (*counties, CountyRow("", SEVERAL_COUNTIES_NAME, **sums[SEVERAL_COUNTIES])))


def years() -> tuple[int, ...]:
    """The budget years that the table can show, the latest first."""
    found = CountyCell.objects.order_by("-budget_year").values_list("budget_year", flat=True).distinct()
    return tuple(found)


def _cells(year: int, basis: Basis, as_of: date) -> list[tuple[str, str, str, int, int]]:
    kinds = [kind for kind in (basis.counted, basis.subtracted) if kind]
    cells = CountyCell.objects.filter(budget_year=year, kind__in=kinds, day__lte=as_of)
    return list(
        cells.values_list("area_code", "applicant_type", "kind").annotate(Sum("amount_ore"), Sum("grants")).order_by()
    )
