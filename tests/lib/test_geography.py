import pytest

from delmos.lib.geography import (
    COUNTIES,
    MUNICIPALITIES,
    SEVERAL_COUNTIES,
    County,
    Municipality,
    area_code,
    county,
    county_name,
    municipalities_in,
    municipality,
)

# The rows of the published table of the 2018 grants, in its order.
PUBLISHED = """
Blekinge
Dalarna
Gotland
Gävleborg
Halland
Jämtland
Jönköping
Kalmar
Kronoberg
Norrbotten
Skåne
Stockholm
Södermanland
Uppsala
Värmland
Västerbotten
Västernorrland
Västmanland
Västra Götaland
Örebro
Östergötland
"""


def test_the_counties_come_in_the_order_of_the_published_table():
    assert [county.short_name for county in COUNTIES] == PUBLISHED.strip().splitlines()


def test_there_are_290_municipalities_each_in_a_county_that_begins_its_code():
    assert len({municipality.code for municipality in MUNICIPALITIES}) == 290
    assert [m.name for m in MUNICIPALITIES if county(m.county_code).code != m.code[:2]] == []


def test_the_municipalities_come_in_swedish_order():
    assert [m.name for m in (MUNICIPALITIES[0], MUNICIPALITIES[1], MUNICIPALITIES[-1])] == [
        "Ale",
        "Alingsås",
        "Övertorneå",
    ]


def test_the_counties_share_out_all_municipalities():
    shared_out = [m for county in COUNTIES for m in municipalities_in(county.code)]
    assert sorted(m.code for m in shared_out) == sorted(m.code for m in MUNICIPALITIES)


def test_a_county_is_found_by_its_code():
    assert county("21") == County("21", "Gävleborgs län", "Gävleborg")


def test_a_municipality_is_found_by_its_code():
    assert municipality("0117") == Municipality("0117", "Österåker", "Österåkers kommun", "01")


def test_the_municipalities_of_gotland_are_gotland():
    assert [m.name for m in municipalities_in("09")] == ["Gotland"]


@pytest.mark.parametrize("find", [county, municipality, municipalities_in, county_name])
def test_an_unknown_code_is_a_key_error(find):
    with pytest.raises(KeyError, match="^'99'$"):
        find("99")


@pytest.mark.parametrize(("code", "name"), [("21", "Gävleborgs län"), (SEVERAL_COUNTIES, "Fler än ett län")])
def test_a_county_code_has_a_name_for_the_table(code, name):
    assert county_name(code) == name


@pytest.mark.parametrize(
    ("codes", "area"), [(["21"], "21"), (["21", "21"], "21"), (["21", "01"], SEVERAL_COUNTIES), (iter(["03"]), "03")]
)
def test_a_grant_is_counted_in_exactly_one_area(codes, area):
    assert area_code(codes) == area


def test_a_grant_without_a_county_is_refused():
    with pytest.raises(ValueError, match="^at least one county is needed$"):
        area_code([])


def test_a_grant_in_an_unknown_county_is_refused():
    with pytest.raises(KeyError, match="^'99'$"):
        area_code(["21", "99"])
