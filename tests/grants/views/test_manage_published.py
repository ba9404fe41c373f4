"""What an officer does with a published call: another frame, and calling it off."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from grants.domain import frames
from grants.enums import ApplicationStatus, CallStatus, ExpressionStatus
from grants.models import Call, FrameAmount
from tests import factories
from tests.pages import browser, errors, words

pytestmark = pytest.mark.django_db

CHANGE = {
    "group": "civil_society",
    "budget_year": "2018",
    "amount": "7 000 000",
    "effective_from": "2018-06-25",
    "basis": "Regeringsbeslut",
}


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal's clock stands at the day of the factories."""
    monkeypatch.setattr(timezone, "now", lambda: factories.NOW)


@pytest.fixture
def officer(dag: User) -> Client:
    return browser("dag")


def post(officer: Client, name: str, call: Call, **data: Any) -> Any:
    return officer.post(reverse(name, args=[call.slug]), data)


def overview(officer: Client, call: Call) -> str:
    return words(officer.get(reverse("manage_call", args=[call.slug])))


def test_an_officer_calls_off_a_call_with_a_reason(officer: Client) -> None:
    call = factories.a_call()
    response = post(officer, "manage_call_cancel", call, reason="Anslaget är indraget.")
    call.refresh_from_db()
    assert (response["Location"], call.status) == (reverse("manage_call", args=[call.slug]), CallStatus.CANCELLED)
    assert "av Dag Dahl Anslaget är indraget." in overview(officer, call)


def test_without_a_reason_the_call_stands(officer: Client) -> None:
    call = factories.a_call()
    response = post(officer, "manage_call_cancel", call, reason=" ")
    call.refresh_from_db()
    assert (response.status_code, errors(response), call.status) == (
        422,
        ["Varför ställs utlysningen in? – Skriv varför utlysningen ställs in."],
        CallStatus.PUBLISHED,
    )


def test_the_page_tells_of_received_applications_and_never_of_drafts(officer: Client) -> None:
    """INV-4: the same words with and without drafts."""
    call = factories.a_call()
    factories.application_at(ApplicationStatus.RECEIVED, call=call)
    before = words(officer.get(reverse("manage_call_cancel", args=[call.slug])))
    factories.a_draft(call, organisation=factories.an_association(7))
    after = words(officer.get(reverse("manage_call_cancel", args=[call.slug])))
    assert ("1 ansökan har kommit in. Den ligger kvar som ärenden" in before, after) == (True, before)


def test_a_closed_call_offers_no_calling_off(officer: Client) -> None:
    link = reverse("manage_call_cancel", args=[factories.a_call().slug])
    shown = []
    for call in (Call.objects.get(), factories.a_call(closes_at=factories.NOW)):
        html = officer.get(reverse("manage_call", args=[call.slug])).content.decode()
        shown.append(link.replace(Call.objects.first().slug, call.slug) in html)
    assert shown == [True, False]


@pytest.mark.parametrize("name", ["manage_call_cancel", "manage_call_frame_change"])
def test_a_draft_and_a_cancelled_call_lead_back_to_the_overview(officer: Client, name: str) -> None:
    for call in (factories.an_unpublished_call(), factories.a_cancelled_call()):
        response = officer.get(reverse(name, args=[call.slug]))
        assert response["Location"] == reverse("manage_call", args=[call.slug])


def test_a_frame_is_changed_from_a_day_on(officer: Client) -> None:
    call = factories.a_call()
    post(officer, "manage_call_frame_change", call, **CHANGE)
    days = (date(2018, 6, 24), date(2018, 6, 25))
    assert [frames.amounts_on(call, day)["civil_society"] for day in days] == [factories.FRAME, 7_000_000_00]


def test_a_coming_year_gets_its_frame(officer: Client) -> None:
    call = factories.a_call()
    post(officer, "manage_call_frame_change", call, **{**CHANGE, "budget_year": "2019"})
    assert frames.amounts_of_years_on(call, date(2018, 6, 25)) == {
        ("civil_society", 2018): factories.FRAME,
        ("civil_society", 2019): 7_000_000_00,
    }


def test_the_overview_shows_what_the_frame_was_and_is(officer: Client) -> None:
    call = factories.a_call()
    post(officer, "manage_call_frame_change", call, **CHANGE)
    said = overview(officer, call)
    rows = [
        "Föreningar och stiftelser 2018 25 juni 2018 7 000 000 kr Regeringsbeslut Dag Dahl",
        "Föreningar och stiftelser 2018 1 januari 2018 5 000 000 kr Regleringsbrevet Dag Dahl",
    ]
    assert [row for row in rows if row not in said] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"effective_from": "2017-12-31"}, "Gäller från – Den senaste ramen gäller från 1 januari 2018."),
        ({"amount": "0"}, "Nytt belopp – Ramen ska vara större än 0 kr."),
        ({"group": "companies"}, "Vilken ram? – Välj en ram i listan."),
        ({"basis": ""}, "Grund – Skriv vilket beslut ändringen bygger på."),
    ],
)
def test_a_change_that_cannot_be_is_refused_at_its_field(officer: Client, change: dict[str, str], said: str) -> None:
    call = factories.a_call()
    response = post(officer, "manage_call_frame_change", call, **{**CHANGE, **change})
    assert (response.status_code, [error[: len(said)] for error in errors(response)]) == (422, [said])
    assert FrameAmount.objects.count() == 1


def test_a_call_is_limited_to_counties_while_it_is_written(officer: Client) -> None:
    call = factories.an_unpublished_call()
    form = officer.get(reverse("manage_call_details", args=[call.slug])).context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else value for name, value in data.items()}
    data |= {"opens_at": "2018-04-16T08:00", "closes_at": "2018-05-15T23:59", "counties": ["21", "03"]}
    post(officer, "manage_call_details", call, **data)
    call.refresh_from_db()
    assert (call.counties, call.county_names) == (["03", "21"], ["Gävleborgs län", "Uppsala län"])


def test_the_expressions_that_are_open_are_counted_before_and_after(officer: Client) -> None:
    call = factories.a_call_in_two_steps()
    for serial, status in enumerate(("received", "invited", "not_invited"), start=1):
        organisation = factories.an_association(serial)
        factories.expression_at(ExpressionStatus(status), call=call, organisation=organisation)
    addresses = [reverse(name, args=[call.slug]) for name in ("manage_call_cancel", "manage_call")]
    before = words(officer.get(addresses[0]))
    factories.a_cancelled_call(call=call)
    said = "2 intresseanmälningar väntar på besked eller ansökan."
    assert (said in before, said in words(officer.get(addresses[1]))) == (True, True)


def test_that_nothing_has_come_in_is_said(officer: Client) -> None:
    page = officer.get(reverse("manage_call_cancel", args=[factories.a_call().slug]))
    assert "Inget har kommit in." in words(page)
