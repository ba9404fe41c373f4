"""The published 2018 table, split into the 150 grants it stands for.

The publication gives a number of grants per county and type, and one amount per county. Who got how much is known for
Gävleborg only; elsewhere the county's amount is split over invented recipients, always in the same way.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from itertools import count

from applicants.enums import OrganisationType
from delmos.demo.names import ASSOCIATIONS, FOUNDATIONS, NATIONWIDE
from delmos.lib.geography import COUNTIES, MUNICIPALITIES, municipality
from delmos.lib.identity import make_organisation_number

MOST_ORE = 300_000_00  # no grant of the publication is above 300 tkr
STEP_ORE = 500_00  # invented amounts are whole multiples of 500 kr
GAVLEBORG = "21"
# The county councils ("landsting") and regions by the names they had in 2018, with the municipality of their seat.
REGIONS: dict[str, tuple[str, str]] = {
    "01": ("Stockholms läns landsting", "0180"),
    "05": ("Region Östergötland", "0580"),
    "13": ("Region Halland", "1380"),
    "18": ("Region Örebro län", "1880"),
    "19": ("Region Västmanland", "1980"),
    "24": ("Västerbottens läns landsting", "2480"),
}
GAVLE_KOMMUN = "Gävle kommun"
KNOWN_SEATS: dict[str, str] = {
    "Hälsinglands utbildningsförbund": "2183",
    "Bollnäs kommun": "2183",
    GAVLE_KOMMUN: "2180",
    "Gumpels Förening": "2180",
    "Hyresgästföreningen, Aros Gävle": "2180",
    "Insamlingsstiftelsen Rapatac": "2180",
}
# Gävle's number is its own; every other number is invented, in parts of the series that are not given out.
KNOWN_NUMBERS: dict[str, str] = {GAVLE_KOMMUN: "2120002338"}
_PREFIX: dict[OrganisationType, str] = {
    OrganisationType.MUNICIPALITY: "2120009",
    OrganisationType.REGION: "2321009",
    OrganisationType.MUNICIPAL_FEDERATION: "2220009",
    OrganisationType.ASSOCIATION: "8029990",
    OrganisationType.FOUNDATION: "8029991",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the published table. ``county_code`` is empty for ”Fler än ett län”."""

    county_code: str
    regions: int
    municipalities: int
    associations: int
    foundations: int
    amount_ore: int

    @property
    def grants(self) -> int:
        return self.regions + self.municipalities + self.associations + self.foundations


@dataclass(frozen=True, slots=True)
class Grant:
    """One grant of 2018: who got it, where it works, and how much (öre). ``invented`` unless published by name."""

    name: str
    kind: OrganisationType
    organisation_number: str
    seat_municipality: str
    county_codes: tuple[str, ...]
    amount_ore: int
    invented: bool

    @property
    def key(self) -> int:
        """A number that is the same in every run, to choose texts and days by."""
        return int.from_bytes(sha256(self.name.encode()).digest()[:6], "big")


def read_rows() -> tuple[Row, ...]:
    """The 22 rows of the published table, in its order."""
    return tuple(
        Row(
            county_code=line["county_code"],
            regions=int(line["regions"]),
            municipalities=int(line["municipalities"]),
            associations=int(line["associations"]),
            foundations=int(line["foundations"]),
            amount_ore=int(line["amount_tkr"]) * 1000_00,
        )
        for line in _lines("grants_2018_by_county.csv")
    )


@lru_cache(maxsize=1)
def all_grants() -> tuple[Grant, ...]:
    """The 150 grants, in the order their applications arrive: mixed over the counties, the same in every run."""
    names = _Names()
    found = [grant for row in read_rows() for grant in _grants_of(row, names)]
    return tuple(sorted(found, key=lambda grant: grant.key))


def split(total_ore: int, parts: int) -> list[int]:
    """``total_ore`` in ``parts`` unequal amounts of at most 300 000 kr that sum to it exactly.

    What is shared out is how far each grant stays below the cap, by fixed weights and the largest-remainder method.
    Raises ValueError when the total is above the cap times the parts, or is no multiple of 500 kr.
    """
    short, rest = divmod(parts * MOST_ORE - total_ore, STEP_ORE)
    if short < 0 or rest:
        raise ValueError(f"{total_ore} öre cannot be split in {parts}")
    weights = [30 + number * 37 % 141 for number in range(parts)]
    shares = [short * weight // sum(weights) for weight in weights]
    by_remainder = sorted(range(parts), key=lambda at: (-(short * weights[at] % sum(weights)), at))
    for at in by_remainder[: short - sum(shares)]:
        shares[at] += 1
    return [MOST_ORE - share * STEP_ORE for share in shares]


class _Names:
    """Hands out each invented name, and each organisation number, once."""

    def __init__(self) -> None:
        self.associations, self.foundations, self.nationwide = map(iter, (ASSOCIATIONS, FOUNDATIONS, NATIONWIDE))
        self._serials = {prefix: count(1) for prefix in _PREFIX.values()}

    def number(self, name: str, kind: OrganisationType) -> str:
        prefix = _PREFIX[kind]
        return KNOWN_NUMBERS.get(name) or make_organisation_number(f"{prefix}{next(self._serials[prefix]):02d}")


def _grants_of(row: Row, names: _Names) -> Iterator[Grant]:
    if row.county_code == GAVLEBORG:
        yield from _gavleborg(names)
        return
    recipients = [
        *_regions(row),
        *_municipalities(row),
        *_civil_society(row, names),
    ]
    for at, ((name, kind, seat), amount) in enumerate(
        zip(recipients, split(row.amount_ore, row.grants) if recipients else (), strict=True)
    ):
        counties = (row.county_code,) if row.county_code else _several(seat, at)
        yield Grant(name, kind, names.number(name, kind), seat, counties, amount, invented=True)


def _gavleborg(names: _Names) -> Iterator[Grant]:
    for line in _lines("gavleborg_2018.csv"):
        name, kind = line["recipient"], OrganisationType(line["applicant_type"])
        amount = int(line["amount_tkr"]) * 1000_00
        yield Grant(name, kind, names.number(name, kind), KNOWN_SEATS[name], (GAVLEBORG,), amount, invented=False)


_Recipient = tuple[str, OrganisationType, str]


def _regions(row: Row) -> list[_Recipient]:
    if not row.regions:
        return []
    name, seat = REGIONS[row.county_code]
    return [(name, OrganisationType.REGION, seat)]


def _municipalities(row: Row) -> list[_Recipient]:
    chosen = _spread(
        [found.code for found in MUNICIPALITIES if found.county_code == row.county_code], row.municipalities
    )
    return [(municipality(code).formal_name, OrganisationType.MUNICIPALITY, code) for code in chosen]


def _civil_society(row: Row, names: _Names) -> list[_Recipient]:
    pool = names.associations if row.county_code else names.nationwide
    inside = [found.code for found in MUNICIPALITIES if row.county_code in ("", found.county_code)]
    kinds = [OrganisationType.ASSOCIATION] * row.associations + [OrganisationType.FOUNDATION] * row.foundations
    seats = _spread(inside, len(kinds))
    return [
        (next(pool if kind is OrganisationType.ASSOCIATION else names.foundations), kind, seat)
        for kind, seat in zip(kinds, seats, strict=True)
    ]


def _spread(codes: Sequence[str], wanted: int) -> list[str]:
    """``wanted`` of the codes, evenly spread; some come again when there are not enough."""
    return [codes[at * len(codes) // wanted] for at in range(wanted)]


def _several(seat: str, at: int) -> tuple[str, ...]:
    """The county of the seat and one or two others."""
    codes = [county.code for county in COUNTIES]
    home = codes.index(municipality(seat).county_code)
    return tuple(sorted({codes[home], *(codes[(home + step) % len(codes)] for step in (4, 9)[: 1 + at % 2])}))


def _lines(name: str) -> list[dict[str, str]]:
    text = (files("delmos.demo") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
