"""The 290 municipalities and 21 regions are there from the start to be claimed, each of them once."""

import pytest

from accounts.models import User
from applicants.domain import organisations
from applicants.domain.claimable import CLAIMABLE
from applicants.domain.mandates import Terms
from applicants.enums import MandateRole, OrganisationType
from applicants.models import Organisation
from delmos.lib.geography import COUNTIES, MUNICIPALITIES, REGIONS, municipality
from delmos.lib.identity import make_organisation_number
from delmos.lib.refusal import Refused
from tests.factories import NOW, anybody

pytestmark = pytest.mark.django_db
AGENT = Terms(MandateRole.AGENT)
SOLNA = "0184"


def claim(code: str, number: str, by: User | None = None, terms: Terms = AGENT) -> Organisation:
    return organisations.claim(code, organisation_number=number, terms=terms, by=by or anybody("kim"), now=NOW)


def test_all_municipalities_are_there() -> None:
    there = {code for code, found in CLAIMABLE.items() if found.kind is OrganisationType.MUNICIPALITY}
    assert there == {found.code for found in MUNICIPALITIES}
    assert len(there) == 290


def test_every_county_has_its_region_and_gotlands_is_its_municipality() -> None:
    assert [region.county_code for region in sorted(REGIONS, key=lambda one: one.county_code)] == sorted(
        county.code for county in COUNTIES
    )
    assert sum(found.kind is OrganisationType.REGION for found in CLAIMABLE.values()) == 20
    assert (CLAIMABLE["0980"].name, CLAIMABLE["0980"].kind) == ("Region Gotland", OrganisationType.MUNICIPALITY)


def test_every_region_has_its_seat_in_its_county() -> None:
    assert [r.name for r in REGIONS if municipality(r.seat_municipality).county_code != r.county_code] == []


def test_a_municipality_is_claimed_with_its_name_and_seat() -> None:
    made = claim(SOLNA, make_organisation_number("212000900"))
    assert (made.name, made.type, made.seat_name, made.official_code) == (
        municipality(SOLNA).formal_name,
        OrganisationType.MUNICIPALITY,
        "Solna",
        SOLNA,
    )


def test_whoever_claims_may_begin_at_once(bo: User) -> None:
    made = claim(SOLNA, make_organisation_number("212000900"), by=bo)
    assert list(made.mandates.values_list("person", "role", "waits_for_review")) == [(bo.pk, "agent", False)]


def test_a_municipality_is_claimed_once_whatever_its_number() -> None:
    claim(SOLNA, make_organisation_number("212000900"))
    with pytest.raises(Refused, match="Organisationen finns redan i portalen"):
        claim(SOLNA, make_organisation_number("212000901"), by=anybody("alex"))


def test_a_region_is_claimed_once_whatever_its_number() -> None:
    claim("12", make_organisation_number("232100900"))
    with pytest.raises(Refused, match="Organisationen finns redan i portalen"):
        claim("12", make_organisation_number("232100901"), by=anybody("alex"))


def test_a_registered_municipality_is_the_same_as_a_claimed_one(gavle: Organisation) -> None:
    with pytest.raises(Refused, match="Organisationen finns redan i portalen"):
        claim(gavle.seat_municipality, make_organisation_number("212000900"))


@pytest.mark.parametrize(
    ("code", "prefix", "sentence"),
    [
        (SOLNA, "232100900", "Numret tillhör region"),
        ("12", "212000900", "Numret tillhör kommun"),
        ("9999", "212000900", "Välj kommun eller region"),
    ],
)
def test_what_does_not_fit_is_refused(code: str, prefix: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        claim(code, make_organisation_number(prefix))
    assert not Organisation.objects.exists()


def test_a_reader_claims_nothing() -> None:
    with pytest.raises(Refused, match="Välj om du är firmatecknare eller ombud"):
        claim(SOLNA, make_organisation_number("212000900"), terms=Terms(MandateRole.READER))
