"""The details of an organisation, kept by those who manage it."""

from dataclasses import replace
from datetime import date

import pytest

from accounts.models import User
from applicants.domain import mandates, organisations
from applicants.domain.organisations import Details
from applicants.enums import MandateRole
from applicants.models import Organisation
from delmos.lib.refusal import Refused
from delmos.lib.swedish import sort_key
from journal.models import Event
from tests.factories import NOW, anybody

pytestmark = pytest.mark.django_db

DETAILS = Details(
    name="Föreningen Grannsamverkan Öster",
    seat_municipality="2180",
    started_on=date(2011, 3, 1),
    address="Storgatan 1, 803 20 Gävle",
    contact_name="Anna Andersson",
    contact_email="kontakt@oster.example",
    contact_phone="026-123 45 67",
)


@pytest.mark.parametrize("username", ["anna", "bo"])
def test_signatories_and_agents_change_the_details(
    cast: dict[str, User], association: Organisation, username: str
) -> None:
    organisations.change_details(association, details=DETAILS, by=cast[username], now=NOW)
    kept = Organisation.objects.get(pk=association.pk)
    assert Details(**{name: getattr(kept, name) for name in Details.__slots__}) == DETAILS


def test_the_log_says_which_details_were_changed(anna: User, association: Organisation) -> None:
    organisations.change_details(
        association, details=replace(DETAILS, name="Öster", started_on=None, address=""), by=anna, now=NOW
    )
    event = Event.objects.filter(stream=mandates.stream(association)).latest("serial")
    assert (event.name, event.data) == (
        "organisation_changed",
        {"fields": ["contact_email", "contact_name", "contact_phone", "name"]},
    )


def test_a_new_name_is_sorted_by(anna: User, association: Organisation) -> None:
    organisations.change_details(association, details=replace(DETAILS, name="Ängen"), by=anna, now=NOW)
    assert Organisation.objects.get().name_order == sort_key("Ängen")


def test_nothing_changed_writes_nothing(anna: User, association: Organisation) -> None:
    organisations.change_details(association, details=DETAILS, by=anna, now=NOW)
    before = Event.objects.count()
    organisations.change_details(association, details=DETAILS, by=anna, now=NOW)
    assert Event.objects.count() == before


@pytest.mark.parametrize("role", [MandateRole.CONTRIBUTOR, MandateRole.READER])
def test_contributors_and_readers_change_nothing(anna: User, association: Organisation, role: MandateRole) -> None:
    kim = anybody("kim")
    organisations.add_mandate(association, person=kim, role=role, by=anna, now=NOW)
    with pytest.raises(Refused, match="Bara en firmatecknare eller ett ombud"):
        organisations.change_details(association, details=DETAILS, by=kim, now=NOW)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"seat_municipality": "9999"}, "seat_municipality"),
        ({"started_on": date(2018, 5, 3)}, "started_on"),
        ({"contact_email": "anna"}, "contact_email"),
    ],
)
def test_details_that_cannot_be_are_refused(
    anna: User, association: Organisation, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        organisations.change_details(association, details=replace(DETAILS, **changes), by=anna, now=NOW)
    assert refused.value.field == field


def test_a_municipality_keeps_its_name(cecilia: User, gavle: Organisation) -> None:
    with pytest.raises(Refused, match="namn och säte är bestämda"):
        organisations.change_details(gavle, details=replace(DETAILS, name="Storgävle"), by=cecilia, now=NOW)
