"""The pages of a payment stop: who is offered what, what is asked for, and what the party reads."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from delmos.lib.money import format_sek
from grants.enums import DecisionStatus, PaymentStopStatus
from grants.models import Decision, PaymentStop
from tests import factories
from tests.factories import payment_stops as stops
from tests.factories.applications import AMOUNT
from tests.pages import browser, errors, flashes, lead, words

pytestmark = pytest.mark.django_db
S = PaymentStopStatus
SAID = {"from_instalment": "2", "ground": "conditions", "reasons": stops.WHY, "not_heard": stops.URGENT}


@pytest.fixture
def grant(cast: dict[str, User]) -> Decision:
    return stops.a_granted_case()


def page(grant: Decision, name: str = "payment_stop", **more: Any) -> str:
    return reverse(name, kwargs={"number": grant.application.case.number, **more})


def spaced(amount_ore: int) -> str:
    """The sum as `words` reads it off a page."""
    return format_sek(amount_ore).replace("\xa0", " ")


def test_the_officer_proposes_what_is_not_to_be_paid(grant: Decision) -> None:
    response = browser("dag").post(page(grant), SAID, follow=True)
    stop = PaymentStop.objects.get()
    assert flashes(response) == ["Förslaget är lämnat. Nu väntar det på beslut."]
    assert (stop.status, stop.amount_ore, stop.reasons) == (S.PROPOSED, AMOUNT // 2, stops.WHY)


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("from_instalment", "Välj vad som inte ska betalas."),
        ("ground", "Välj grunden för hindret."),
        ("reasons", "Skriv skälen för beslutet."),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_lost(missing: str, message: str, grant: Decision) -> None:
    response = browser("dag").post(page(grant), {**SAID, missing: ""})
    assert response.status_code == 422
    assert [error.endswith(message) for error in errors(response)] == [True]
    assert stops.URGENT in words(response)
    assert not PaymentStop.objects.exists()


@pytest.mark.parametrize("username", ["disa", "eva", "farah", "gun", "rut"])
def test_nobody_else_is_offered_to_propose(username: str, grant: Decision) -> None:
    assert "Lämna förslaget" not in words(browser(username).get(page(grant)))
    response = browser(username).post(page(grant), SAID)
    assert response.status_code == 422
    assert not PaymentStop.objects.exists()


def test_a_proposal_beside_another_is_refused_and_stays_written(grant: Decision) -> None:
    stops.stop_proposed(grant)
    response = browser("dag").post(page(grant), {**SAID, "reasons": "Mina egna skäl."})
    assert response.status_code == 422
    assert [error.startswith("Det finns redan ett hinder mot utbetalning") for error in errors(response)] == [True]
    assert "Mina egna skäl." in words(response)


def test_a_proposal_when_the_instalment_is_paid_stays_written(grant: Decision) -> None:
    for number in (1, 2):
        stops.instalment_paid(grant, number)
    response = browser("dag").post(page(grant), SAID)
    assert [error.endswith("Det finns inget kvar att betala ut.") for error in errors(response)] == [True]
    assert stops.WHY in words(response)


def test_a_proposal_where_the_ordinance_has_no_rule_is_refused(cast: dict[str, User]) -> None:
    decision = factories.decision_at(DecisionStatus.DISPATCHED)
    response = browser("dag").post(page(decision), SAID)
    assert response.status_code == 409
    assert lead(response).startswith("Förordningen har ingen egen bestämmelse")


def test_the_decider_finds_it_and_decides(grant: Decision) -> None:
    stop, eva = stops.stop_proposed(grant), browser("eva")
    assert page(grant) in eva.get(reverse("home")).content.decode()
    assert "Besluta och skicka" in words(eva.get(page(grant)))
    response = eva.post(page(grant, "payment_stop_decide", pk=stop.pk), follow=True)
    stop.refresh_from_db()
    assert flashes(response) == ["Beslutet är fattat och skickat. Det gäller genast."]
    assert stop.status == S.IN_FORCE


def test_before_the_party_is_heard_the_decider_reads_why_not(grant: Decision) -> None:
    stops.stop_proposed(grant, not_heard="")
    read = words(browser("eva").get(page(grant)))
    assert "vänta tills parten har svarat" in read
    assert "25 § förvaltningslagen (2017:900)" in read
    assert "Besluta och skicka" not in read


def test_the_letter_is_read_before_it_is_decided_and_nothing_is_stored(grant: Decision) -> None:
    stop = stops.stop_proposed(grant)
    entries = grant.application.case.entries.count()
    response = browser("eva").get(page(grant, "payment_stop_preview", pk=stop.pk))
    stop.refresh_from_db()
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert (stop.status, grant.application.case.entries.count()) == (S.PROPOSED, entries)


def test_a_decided_stop_has_no_preview(grant: Decision) -> None:
    stop = stops.stop_decided(stops.stop_proposed(grant))
    assert browser("eva").get(page(grant, "payment_stop_preview", pk=stop.pk)).status_code == 404


def test_lifting_without_reasons_asks_for_them(grant: Decision) -> None:
    stop, eva = stops.stop_decided(stops.stop_proposed(grant)), browser("eva")
    url = page(grant, "payment_stop_lift", pk=stop.pk)
    assert [
        error.endswith("Skriv varför hindret upphävs.") for error in errors(eva.post(url, {"lift_reasons": ""}))
    ] == [True]
    assert flashes(eva.post(url, {"lift_reasons": "Ny uppgift."}, follow=True)) == [
        "Hindret är upphävt och beslutet skickat."
    ]


def test_a_stop_of_another_case_is_not_here(grant: Decision) -> None:
    elsewhere = stops.stop_proposed()
    assert browser("eva").post(page(grant, "payment_stop_decide", pk=elsewhere.pk)).status_code == 404


def test_where_the_ordinance_has_no_rule_the_page_says_what_to_do(cast: dict[str, User]) -> None:
    decision = factories.decision_at(DecisionStatus.DISPATCHED)
    read = words(browser("dag").get(page(decision)))
    assert "ingen egen bestämmelse" in read
    assert "Lämna förslaget" not in read
    after = browser("dag").get(reverse("case_after", args=[decision.application.case.number]))
    assert page(decision) not in after.content.decode()


def test_the_economist_reads_of_it_and_is_not_offered_to_pay(grant: Decision) -> None:
    url, farah = page(grant, "payment_prepare"), browser("farah")
    stop = stops.stop_proposed(grant, from_instalment=1)
    proposed = words(farah.get(url))
    assert "är föreslaget och väntar på beslut" in proposed
    assert "Upprätta utbetalningen" in proposed
    stops.stop_decided(stop)
    in_force = words(farah.get(url))
    assert f"{spaced(AMOUNT)} ska inte betalas ut" in in_force
    assert "Upprätta utbetalningen" not in in_force


def test_the_party_reads_what_is_not_paid_and_nothing_of_a_proposal(grant: Decision) -> None:
    anna, url = browser("anna"), reverse("own_case", args=[grant.application.case.number])
    stop = stops.stop_proposed(grant)
    assert "inder" not in words(anna.get(url))
    stops.stop_decided(stop)
    read = words(anna.get(url))
    assert f"{spaced(AMOUNT // 2)} betalas inte ut" in read
    assert "Öppna brevet: Beslut om hinder mot utbetalning" in read
