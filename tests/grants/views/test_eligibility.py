"""The pages of ”Får vi söka?”: two steps without JavaScript, and nothing left behind."""

import logging
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from applicants.models import Organisation
from grants.models import Call
from tests import factories
from tests.database import everything
from tests.pages import browser, errors, words

pytestmark = pytest.mark.django_db

GOOD = {
    "democratic_structure": "ja",
    "seat_or_area": "ja",
    "non_profit": "ja",
    "years_active": "2001-01-01",
    "democratic_values": "ja",
    "tax_debt": "nej",
    "insolvency": "nej",
    "state_aid": "nej",
    "other_state_grants": "nej",
}


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal's clock stands at the day of the factories."""
    monkeypatch.setattr(timezone, "now", lambda: factories.NOW)


def address(call: Call, kind: str = "association") -> str:
    return reverse("eligibility", args=[call.slug]) + (f"?typ={kind}" if kind else "")


def answered(call: Call, client: Client | None = None, **changes: str) -> Any:
    return (client or Client()).post(address(call), {**GOOD, **changes})


def test_first_it_asks_what_the_applicant_is() -> None:
    response = Client().get(address(factories.a_call(), ""))
    assert (list(response.context["form"].fields), "questions" in response.context) == (["typ"], False)


def test_then_it_asks_what_the_ordinance_asks_of_such_an_applicant() -> None:
    response = Client().get(address(factories.a_call()))
    assert list(response.context["questions"].fields) == list(GOOD)


@pytest.mark.parametrize("kind", ["municipality", "annan"])
def test_who_may_not_apply_hears_it_at_once(kind: str) -> None:
    said = words(Client().get(address(factories.a_call(), kind)))
    assert "Nej, som ni har svarat kan ni inte få bidraget" in said
    assert "Utlysningen är för föreningar och stiftelser. Regel: 3 § förordningen (2018:119)." in said


def test_a_made_up_kind_is_refused_at_its_field() -> None:
    response = Client().get(address(factories.a_call(), "x"))
    assert (response.status_code, errors(response)) == (422, ["Vad är ni? – Välj i listan."])


def test_yes_ends_with_the_beginning_of_an_application() -> None:
    call = factories.a_call()
    response = answered(call)
    login = f'href="{reverse("account_login")}?next={reverse("call_detail", args=[call.slug])}">Börja ansökan</a>'
    assert "Ja, som ni har svarat får ni söka" in words(response)
    assert response.content.decode().count(login) == 1


def test_a_person_with_an_organisation_begins_right_there(anna: User, association: Organisation) -> None:
    call = factories.a_call()
    html = answered(call, browser("anna")).content.decode()
    assert html.count(f'action="{reverse("draft_start", args=[call.slug])}"') == 1


def test_no_names_the_paragraph_and_offers_no_application() -> None:
    said = words(answered(factories.a_call(), tax_debt="ja"))
    assert (
        "Bidrag lämnas inte till den som har skulder för skatt eller avgifter hos Kronofogden. "
        "Regel: 4 § förordningen (2018:119)." in said
    )
    assert "Börja ansökan" not in said


def test_not_knowing_must_be_examined_and_one_may_still_apply() -> None:
    said = words(answered(factories.a_call(), tax_debt="vet-inte", years_active=""))
    assert ("Ni kan söka, men något behöver prövas" in said, "Börja ansökan" in said) == (True, True)


def test_an_unanswered_question_is_pointed_at_and_the_rest_stays() -> None:
    response = answered(factories.a_call(), tax_debt="")
    assert (response.status_code, errors(response)) == (
        422,
        ["Har ni skulder för skatt eller avgifter hos Kronofogden? – Svara på frågan."],
    )
    assert response.context["questions"]["years_active"].value() == "2001-01-01"


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"opens_at": factories.CLOSES_AT.replace(day=10)}, "Utlysningen öppnar 10 maj 2018 kl. 23.59."),
        ({"closes_at": factories.NOW}, "Utlysningen har stängt."),
        (
            {"closes_at": factories.NOW, "invited_close_at": factories.CLOSES_AT},
            "Nu kan bara de som har bjudits in ansöka.",
        ),
    ],
)
def test_a_call_that_is_not_open_says_so_instead(details: dict[str, Any], sentence: str) -> None:
    said = words(answered(factories.a_call(**details)))
    assert (sentence in said, "Börja ansökan" in said) == (True, False)


def test_a_cancelled_call_says_so_instead() -> None:
    said = words(answered(factories.a_cancelled_call()))
    assert ("Utlysningen är inställd och går inte att söka." in said, "Börja ansökan" in said) == (True, False)


# --- nothing is kept --------------------------------------------------------------------------------------------------


def test_a_visitors_answers_leave_no_row_no_session_and_no_cookie_but_the_forms_own() -> None:
    call, client = factories.a_call(), Client()
    before = everything()
    client.get(address(call))
    response = answered(call, client, tax_debt="ja")
    assert (response.status_code, everything(), sorted(client.cookies)) == (200, before, ["csrftoken"])
    assert Session.objects.count() == 0


def test_the_answers_are_not_kept_on_the_way_and_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        response = answered(factories.a_call(), years_active="2001-09-11")
    said = " ".join(
        str(record.msg) + str(record.args) for record in caplog.records if not record.name.startswith("django.db")
    )
    assert (response["Cache-Control"], "2001-09-11" in said) == ("private, no-store", False)


def test_a_form_without_its_token_is_refused() -> None:
    response = Client(enforce_csrf_checks=True).post(address(factories.a_call()), GOOD)
    assert response.status_code == 403
