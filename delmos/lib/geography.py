"""The 21 counties, 290 municipalities and 21 regions of Sweden. Data and source: ``data/README.md``."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from delmos.lib.swedish import sort_key

GOTLAND = "0980"  # a municipality that has the tasks of a region
SEVERAL_COUNTIES = "several"
SEVERAL_COUNTIES_NAME = "Fler än ett län"


@dataclass(frozen=True, slots=True)
class County:
    """A county (län): its two-digit code, "Gävleborgs län" and "Gävleborg"."""

    code: str
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality (kommun): its four-digit code, "Österåker", "Österåkers kommun" and the code of its county."""

    code: str
    name: str
    formal_name: str
    county_code: str


@dataclass(frozen=True, slots=True)
class Region:
    """A region (the regional council of a county): the county's code, "Region Skåne", the municipality of its seat."""

    county_code: str
    name: str
    seat_municipality: str

    @property
    def code(self) -> str:
        """What names the juridical person: the county's code, on Gotland that of the municipality it is."""
        return GOTLAND if self.seat_municipality == GOTLAND else self.county_code


def _rows(file_name: str) -> list[dict[str, str]]:
    text = (files("delmos.lib") / "data" / file_name).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return sorted(rows, key=lambda row: sort_key(row["name"]))


COUNTIES: tuple[County, ...] = tuple(County(**row) for row in _rows("counties.csv"))
MUNICIPALITIES: tuple[Municipality, ...] = tuple(Municipality(**row) for row in _rows("municipalities.csv"))
REGIONS: tuple[Region, ...] = tuple(Region(**row) for row in _rows("regions.csv"))

_COUNTY_BY_CODE = {county.code: county for county in COUNTIES}
_MUNICIPALITY_BY_CODE = {municipality.code: municipality for municipality in MUNICIPALITIES}


def county(code: str) -> County:
    """The county with the two-digit ``code``. Raises KeyError."""
    return _COUNTY_BY_CODE[code]


def municipality(code: str) -> Municipality:
    """The municipality with the four-digit ``code``. Raises KeyError."""
    return _MUNICIPALITY_BY_CODE[code]


def municipalities_in(county_code: str) -> tuple[Municipality, ...]:
    """The municipalities of a county, in Swedish name order. Raises KeyError for an unknown county."""
    code = county(county_code).code
    return tuple(municipality for municipality in MUNICIPALITIES if municipality.county_code == code)


def county_name(code: str) -> str:
    """ "Gävleborgs län" for its code, "Fler än ett län" for SEVERAL_COUNTIES. Raises KeyError."""
    return SEVERAL_COUNTIES_NAME if code == SEVERAL_COUNTIES else county(code).name


def area_code(county_codes: Iterable[str]) -> str:
    """Where a grant is counted (INV-33): in its only county, or under SEVERAL_COUNTIES when it works in more.

    Raises ValueError without any county, KeyError for an unknown code.
    """
    codes = {county(code).code for code in county_codes}
    if not codes:
        raise ValueError("at least one county is needed")
    return codes.pop() if len(codes) == 1 else SEVERAL_COUNTIES
