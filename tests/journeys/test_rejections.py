"""Two ways to no: after the party has seen what speaks against it, and after an order that nobody answered."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from delmos.lib.dates import stockholm_date
from grants.enums import ApplicationStatus, CompletionStatus
from grants.models import Application, Decision
from grants.tasks import mind_completions
from tests import factories
from tests.journeys.browser import Visitor

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.django_db(transaction=True)
CLOSED = timedelta(days=30)  # how long ago the application came in


def an_application(now: datetime) -> Application:
    """Under review by dag since thirty days, in a call that has closed; eva may decide."""
    arrived = now - CLOSED
    call = factories.a_call_that_closed(days_ago=25)
    application = factories.sign(factories.a_draft(call, now=arrived), now=arrived)
    assert application is not None
    factories.delegated(factories.person("eva"))
    return factories.assigned(application, now=arrived)


def test_a_rejection_waits_until_the_party_has_seen_what_speaks_against_it(cast: dict[str, User], visit: Visit) -> None:
    """25 § FL: nothing is decided against somebody on facts from others that they have not seen (INV-11)."""
    now = timezone.now()
    application = an_application(now)
    factories.scored(factories.checked(application, now=now), now=now)
    number = application.case.number
    dag, eva, anna = visit("dag"), visit("eva"), visit("anna", narrow=True)
    a_debt_is_found(dag, number)
    the_officer_proposes(dag, number, "Avslag", "Föreningen har en skuld hos Kronofogden.")
    eva.go(f"/handlaggning/{number}/jav/").choose("Jag är inte jävig").press("Spara")
    eva.go(f"/handlaggning/{number}/beslut/skriv/").press("Kontrollera").look("rejection-not-communicated")
    assert eva.sees("25 § förvaltningslagen (2017:900)")
    the_case_goes_back(eva, number)
    the_debt_is_shown_and_answered(dag, anna, number)
    the_officer_proposes(dag, number, "Avslag", "Skulden är inte betald.")
    it_is_decided_and_sent(eva, visit("rut"), number)
    the_party_reads(anna, number)
    decision = Decision.objects.get(status="dispatched")
    assert (decision.kind, decision.amount_ore) == ("reject", 0)
    assert Application.objects.get().case.closed_at is not None


def test_an_order_that_nobody_answers_ends_in_a_dismissal(cast: dict[str, User], visit: Visit) -> None:
    """20 § FL: who has been told what follows, and does not answer in time, may be dismissed (INV-7)."""
    now = timezone.now()
    application = an_application(now)
    number, asked = application.case.number, now - timedelta(days=20)
    request = factories.completion_requested(application, due_on=stockholm_date(now) - timedelta(days=6), now=asked)
    dag, eva, anna = visit("dag"), visit("eva"), visit("anna", narrow=True)
    anna.go(f"/arenden/{number}/").look("own-case-late-completion")
    mind_completions()
    request.refresh_from_db()
    assert request.status == CompletionStatus.EXPIRED
    dag.go("/konto/meddelanden/").look().press("Svarstiden för en komplettering har gått ut").look("completion-expired")
    the_officer_proposes(dag, number, "Avvisning", "Kompletteringen kom inte in, och ansökan går inte att pröva.")
    eva.go(f"/handlaggning/{number}/jav/").choose("Jag är inte jävig").press("Spara")
    it_is_decided_and_sent(eva, visit("rut"), number)
    the_party_reads(anna, number)
    assert Application.objects.get().status == ApplicationStatus.DISMISSED


def a_debt_is_found(dag: Visitor, number: str) -> None:
    dag.go(f"/handlaggning/{number}/kontroller/tax_debt/").choose("Inte uppfyllt")
    dag.write("Var har du hämtat uppgiften?", "Kronofogden").write("Anteckning", "Skuld på 12 000 kr.")
    dag.follow("Spara kontrollen").look("checks-with-a-debt")


def the_officer_proposes(dag: Visitor, number: str, kind: str, why: str) -> None:
    dag.go(f"/handlaggning/{number}/forslag/").choose(kind)
    dag.write("Skäl", why).look().follow("Lämna förslaget").look()
    assert dag.sees("Förslaget är lämnat.")


def the_case_goes_back(eva: Visitor, number: str) -> None:
    eva.go(f"/handlaggning/{number}/beslut/")
    eva.page.get_by_text("Lämna tillbaka ärendet till handläggaren").click()
    eva.write("Vad behöver handläggaren göra?", "Kommunicera skulden.").follow("Lämna tillbaka").look()


def the_debt_is_shown_and_answered(dag: Visitor, anna: Visitor, number: str) -> None:
    dag.go(f"/handlaggning/{number}/kommunicering/")
    dag.write("Text till sökanden", "Enligt Kronofogden har ni en skuld på 12 000 kr.").follow("Skicka till sökanden")
    anna.go(f"/arenden/{number}/").follow("Yttra er över material i ärendet")
    anna.write("Ert svar", "Vi bestrider skulden.").follow("Skicka svaret").look()


def it_is_decided_and_sent(eva: Visitor, rut: Visitor, number: str) -> None:
    eva.go(f"/handlaggning/{number}/beslut/skriv/").press("Kontrollera").look()
    assert eva.sees("Inget saknas. Brevet kan upprättas.")
    eva.follow("Upprätta brevet").look().follow("Fatta beslutet").look()
    rut.go(f"/handlaggning/{number}/jav/").choose("Jag är inte jävig").press("Spara")
    rut.go(f"/handlaggning/{number}/beslut/").follow("Skicka beslutet").look()
    assert rut.sees("Beslutet är skickat.")


def the_party_reads(anna: Visitor, number: str) -> None:
    anna.go(f"/arenden/{number}/").look("own-case-refused").follow("Läs beslutsbrevet")
    anna.follow("Öppna brevet").look()
    assert anna.sees("Hämta brevet (PDF)")
