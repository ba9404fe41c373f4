"""A payment stop: the party is heard, the stop is decided and holds at once, and is lifted."""

from collections.abc import Callable

import pytest

from accounts.models import User
from delmos.lib.money import format_sek
from grants.domain import ledger
from grants.enums import PAYMENT_STOP_FACES, PaymentStopStatus
from grants.models import Decision
from journal.domain import events
from tests.database import at_once
from tests.factories import payment_stops as stops
from tests.factories.applications import AMOUNT
from tests.journeys.browser import Visitor

Visit = Callable[..., Visitor]
WHY = "Föreningen har upphört med verksamheten, enligt ett brev från revisorn."


@pytest.mark.django_db(transaction=True)
def test_a_grant_is_stopped_and_may_be_paid_after_all(cast: dict[str, User], visit: Visit) -> None:
    (decision,) = at_once(stops.a_granted_case)  # a thread of its own: to seal needs an event loop, and ours is taken
    number = decision.application.case.number
    dag, eva, farah, anna = visit("dag"), visit("eva"), visit("farah"), visit("anna", narrow=True)
    dag_shows_the_party_what_speaks_for_it(dag, number)
    dag_proposes_it(dag, number)
    eva_cannot_decide_yet(eva, number)
    anna_has_nothing_to_add(anna, number)
    eva_decides(eva, number)
    farah_pays_nothing(farah, number)
    anna_reads_the_letter(anna, number)
    eva_lifts_it(eva, number)
    assert farah.go(f"/handlaggning/{number}/utbetalning/").sees("Upprätta utbetalningen")
    assert ledger.balance_of(Decision.objects.get(pk=decision.pk).application).granted == AMOUNT
    assert list(events.verify_all()) == []


def dag_shows_the_party_what_speaks_for_it(dag: Visitor, number: str) -> None:
    dag.go(f"/handlaggning/{number}/efter-beslutet/").look("after-decision-granted")
    dag.follow("Hinder mot utbetalning").look("payment-stop-new")
    dag.follow("Lämna förslaget").look("payment-stop-errors")
    assert dag.sees("Skriv skälen för beslutet.")
    dag.follow("kommunicera det som talar för ett hinder")
    dag.write("Text till sökanden", WHY)
    dag.follow("Skicka till sökanden")


def dag_proposes_it(dag: Visitor, number: str) -> None:
    dag.go(f"/handlaggning/{number}/hinder/")
    dag.choose(f"Allt som återstår, {format_sek(AMOUNT)}").choose("Ni uppfyller inte längre villkoren för bidraget.")
    dag.write("Skäl", WHY).follow("Lämna förslaget").look("payment-stop-proposed")
    assert dag.sees(PAYMENT_STOP_FACES[PaymentStopStatus.PROPOSED].staff)


def eva_cannot_decide_yet(eva: Visitor, number: str) -> None:
    eva.go("/").look("decider-home-stop")
    eva.go(f"/handlaggning/{number}/hinder/").look("payment-stop-not-heard")
    assert eva.sees("vänta tills parten har svarat")


def anna_has_nothing_to_add(anna: Visitor, number: str) -> None:
    anna.go(f"/arenden/{number}/").look("own-case-heard").follow("Yttra er över material i ärendet")
    anna.choose("Vi har inget att tillägga.").follow("Skicka svaret")
    assert anna.sees("Ert svar är skickat.")


def eva_decides(eva: Visitor, number: str) -> None:
    eva.go(f"/handlaggning/{number}/hinder/").look("payment-stop-to-decide")
    eva.follow("Besluta och skicka").look("payment-stop-in-force")
    assert eva.sees("Beslutet är fattat och skickat. Det gäller genast.")


def farah_pays_nothing(farah: Visitor, number: str) -> None:
    farah.go(f"/handlaggning/{number}/utbetalning/").look("payment-stopped")
    assert farah.sees("ska inte betalas ut")
    assert not farah.sees("Upprätta utbetalningen")


def anna_reads_the_letter(anna: Visitor, number: str) -> None:
    anna.go(f"/arenden/{number}/").look("own-case-stopped")
    assert anna.sees("betalas inte ut")
    assert anna.sees("Öppna brevet: Beslut om hinder mot utbetalning")


def eva_lifts_it(eva: Visitor, number: str) -> None:
    eva.go(f"/handlaggning/{number}/hinder/").follow("Upphäv och skicka").look("payment-stop-lift-errors")
    eva.write("Varför upphävs hindret?", "Föreningen har visat att verksamheten fortsätter.")
    eva.follow("Upphäv och skicka").look("payment-stop-lifted")
    assert eva.sees(PAYMENT_STOP_FACES[PaymentStopStatus.LIFTED].staff)
