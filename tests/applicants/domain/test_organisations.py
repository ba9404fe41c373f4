"""Registering an organisation and giving mandates."""

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from applicants.domain import mandates, organisations
from applicants.enums import MandateRole, OrganisationType, SignRule
from applicants.models import Organisation
from delmos.lib.identity import make_organisation_number
from delmos.lib.refusal import Refused
from journal.models import Event
from tests.factories import NOW, TODAY, anybody

pytestmark = pytest.mark.django_db

NUMBER = make_organisation_number("802555001")


def register(by: User, **changes: Any) -> Organisation:
    stated: dict[str, Any] = {
        "organisation_number": NUMBER,
        "name": " Kulturföreningen Åkern ",
        "kind": OrganisationType.ASSOCIATION,
        "seat_municipality": "2180",
        "started_on": date(2010, 1, 1),
    }
    return organisations.register(by=by, now=NOW, **{**stated, **changes})


def test_an_organisation_is_registered_with_its_facts(anna: User) -> None:
    made = register(anna)
    assert (made.name, made.formatted_number, made.type, made.county_code, made.registered_by) == (
        "Kulturföreningen Åkern",
        f"{NUMBER[:6]}-{NUMBER[6:]}",
        OrganisationType.ASSOCIATION,
        "21",
        anna,
    )


def test_whoever_registers_becomes_signatory_from_that_day(anna: User) -> None:
    mandate = register(anna).mandates.get()
    assert (mandate.person, mandate.role, mandate.sign_rule, mandate.valid_from, mandate.valid_to) == (
        anna,
        MandateRole.SIGNATORY,
        SignRule.ALONE,
        TODAY,
        None,
    )


def test_registration_and_mandate_are_logged(anna: User) -> None:
    made = register(anna)
    logged = Event.objects.filter(stream=mandates.stream(made)).values_list("name", "actor_key")
    assert list(logged) == [("organisation_registered", anna.actor_key), ("mandate_given", anna.actor_key)]


@pytest.mark.parametrize("text", [f"{NUMBER[:6]}-{NUMBER[6:]}", f"16{NUMBER}", f" {NUMBER[:6]} {NUMBER[6:]} "])
def test_the_number_may_be_written_in_the_usual_ways(anna: User, text: str) -> None:
    assert register(anna, organisation_number=text).organisation_number == NUMBER


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"organisation_number": "802555-0010"}, "kontrollsiffra", "organisation_number"),
        ({"organisation_number": "8025"}, "ska ha tio siffror", "organisation_number"),
        ({"organisation_number": "556036-0793"}, "till exempel ett företag", "organisation_number"),
        ({"organisation_number": "212000-0142"}, "Numret tillhör kommun", "kind"),
        ({"kind": OrganisationType.MUNICIPALITY}, "Numret tillhör ideell förening eller stiftelse", "kind"),
        ({"seat_municipality": "9999"}, "Välj säteskommun", "seat_municipality"),
        ({"started_on": date(2018, 5, 3)}, "inte ha börjat senare än i dag", "started_on"),
    ],
)
def test_wrong_facts_are_refused_at_their_field(anna: User, changes: dict[str, Any], sentence: str, field: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        register(anna, **changes)
    assert refused.value.field == field
    assert not Organisation.objects.filter(name="Kulturföreningen Åkern").exists()


def test_the_same_number_is_never_there_twice(anna: User, cecilia: User) -> None:
    register(anna)
    with pytest.raises(Refused, match="Organisationen finns redan i portalen"):
        register(cecilia, name="En annan")
    assert Organisation.objects.filter(organisation_number=NUMBER).count() == 1


def test_organisations_stand_in_swedish_order(anna: User) -> None:
    for place, name in enumerate(["Örnen", "ängen", "Åkern", "zebran", "Ekot"]):
        register(anna, organisation_number=make_organisation_number(f"80255501{place}"), name=name)
    names = Organisation.objects.filter(organisation_number__startswith="80255501").values_list("name", flat=True)
    assert list(names) == ["Ekot", "zebran", "Åkern", "ängen", "Örnen"]


def test_a_mandate_is_given_and_logged(anna: User, association: Organisation) -> None:
    kim = anybody("kim")
    mandate = organisations.add_mandate(
        association, person=kim, role=MandateRole.SIGNATORY, sign_rule=SignRule.JOINTLY, by=anna, now=NOW
    )
    event = Event.objects.filter(stream=mandates.stream(association)).latest("serial")
    assert (mandate.person, mandate.role, mandate.sign_rule, mandate.granted_by) == (
        kim,
        MandateRole.SIGNATORY,
        SignRule.JOINTLY,
        anna,
    )
    assert (event.name, event.data) == ("mandate_given", {"person": kim.actor_key, "role": "signatory"})
