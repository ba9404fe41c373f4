"""The published table of 2018, split into the grants it stands for."""

from collections import Counter

import pytest

from applicants.enums import OrganisationType
from delmos.demo.published import MOST_ORE, Grant, Row, all_grants, read_rows, split
from delmos.lib.geography import SEVERAL_COUNTIES, area_code
from delmos.lib.identity import organisation_number

COLUMN = {
    OrganisationType.REGION: "regions",
    OrganisationType.MUNICIPALITY: "municipalities",
    OrganisationType.MUNICIPAL_FEDERATION: "municipalities",
    OrganisationType.ASSOCIATION: "associations",
    OrganisationType.FOUNDATION: "foundations",
}
ROWS = read_rows()
TYPES = ("regions", "municipalities", "associations", "foundations")


def grants_of(row: Row) -> list[Grant]:
    place = row.county_code or SEVERAL_COUNTIES
    return [grant for grant in all_grants() if area_code(grant.county_codes) == place]


def test_the_table_has_21_counties_and_fler_an_ett_lan() -> None:
    assert [len(ROWS), len({row.county_code for row in ROWS}), ROWS[-1].county_code] == [22, 22, ""]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.county_code or "several")
def test_the_grants_of_a_county_are_as_many_of_each_type_as_published(row: Row) -> None:
    counts = Counter(COLUMN[grant.kind] for grant in grants_of(row))
    assert [counts[name] for name in TYPES] == [getattr(row, name) for name in TYPES]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.county_code or "several")
def test_the_grants_of_a_county_sum_to_its_published_amount(row: Row) -> None:
    assert sum(grant.amount_ore for grant in grants_of(row)) == row.amount_ore


def test_all_grants_are_150_and_sum_to_38_318_tkr() -> None:
    assert (len(all_grants()), sum(grant.amount_ore for grant in all_grants())) == (150, 38_318_000_00)


def test_every_grant_is_whole_kronor_and_at_most_300_000_kr() -> None:
    assert [grant for grant in all_grants() if grant.amount_ore % 100 or not 0 < grant.amount_ore <= MOST_ORE] == []


def test_no_name_and_no_number_comes_twice() -> None:
    assert (len({grant.name for grant in all_grants()}), len({g.organisation_number for g in all_grants()})) == (
        150,
        150,
    )


def test_every_organisation_number_has_its_check_digit() -> None:
    numbers = [grant.organisation_number for grant in all_grants()]
    assert [organisation_number(number) for number in numbers] == numbers


def test_gavleborg_has_its_six_real_grants_and_everybody_else_is_invented() -> None:
    real = sorted((grant.name, grant.amount_ore // 1000_00) for grant in all_grants() if not grant.invented)
    assert real == [
        ("Bollnäs kommun", 300),
        ("Gumpels Förening", 300),
        ("Gävle kommun", 300),
        ("Hyresgästföreningen, Aros Gävle", 300),
        ("Hälsinglands utbildningsförbund", 298),
        ("Insamlingsstiftelsen Rapatac", 290),
    ]


@pytest.mark.parametrize(("total", "parts"), [(300_000_00, 1), (900_000_00, 3), (180_000_00, 1), (747_000_00, 4)])
def test_a_split_sums_to_its_total(total: int, parts: int) -> None:
    amounts = split(total, parts)
    assert (sum(amounts), len(amounts)) == (total, parts)


def test_a_split_gives_different_amounts() -> None:
    assert len(set(split(5_096_000_00, 22))) > 15


@pytest.mark.parametrize(("total", "parts"), [(300_500_00, 1), (180_000_01, 1)])
def test_a_total_above_the_cap_or_of_odd_ore_cannot_be_split(total: int, parts: int) -> None:
    with pytest.raises(ValueError, match="cannot be split"):
        split(total, parts)
