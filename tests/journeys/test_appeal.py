"""An appeal that wins: from the post to the court and back, until the new decision has gained legal force."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.utils import timezone

from accounts.models import User
from delmos.lib.dates import stockholm_date
from grants.domain import appeal_times
from grants.enums import (
    APPEAL_FACES,
    STANDING_FACES,
    AppealStatus,
    CourtOutcome,
    DecisionKind,
    DecisionStatus,
    ReconsideredOutcome,
    StandingState,
    TimelinessGround,
)
from grants.models import Appeal, Application, Decision
from journal.domain import documents, events
from tests import factories
from tests.database import at_once
from tests.factories import TODAY, a_pdf
from tests.factories import appeals as after
from tests.journeys.browser import Visitor
from tests.processes import wait_until

Visit = Callable[..., Visitor]
WHY = "Vi har visat att insatsen når hela kommunen. Vi vill få det belopp vi har sökt."
STATEMENT = "Vi vidhåller vårt beslut och har inget att tillägga."
COURT = "Förvaltningsrätten i Stockholm"


@pytest.mark.usefixtures("celery_worker_process")
@pytest.mark.django_db(transaction=True)
def test_an_appeal_wins_and_the_new_decision_gains_legal_force(
    cast: dict[str, User], visit: Visit, tmp_path: Path
) -> None:
    """The rejection was read and appealed in 2018, under an ordinance of which the decisions may be appealed."""
    (decision,) = at_once(after.opened_decision)  # a thread of its own: to seal needs an event loop, and ours is taken
    number = decision.application.case.number
    rut, eva, anna = visit("rut"), visit("eva"), visit("anna", narrow=True)
    the_registrar_enters_it(rut, number)
    the_registrar_tests_the_time(rut, number)
    the_decider_looks_again(eva, number)
    the_file_is_made_and_read(rut, number)
    the_registrar_hands_it_over(rut)
    the_party_sees_where_it_is(anna, number)
    the_court_annuls_the_decision(rut, number, tmp_path)
    a_new_decision_is_made(eva, rut, decision)
    the_party_opens_the_new_letter(anna, number)
    it_gains_legal_force(anna, rut, number)
    assert Decision.objects.get(pk=decision.pk).status == DecisionStatus.ANNULLED
    assert list(events.verify_all()) == []


def the_registrar_enters_it(rut: Visitor, number: str) -> None:
    rut.go(f"/handlaggning/{number}/").look("case-decided").follow("Efter beslutet").look("after-decision")
    rut.follow("Registrera ett överklagande").look("appeal-new")
    rut.follow("Registrera överklagandet").look("appeal-new-errors")
    assert rut.sees("Skriv hur beslutet ska ändras och varför.")
    rut.choose("Brev").write("Vilken dag kom det in?", str(TODAY + timedelta(days=14)))
    rut.write("Hur vill parten att beslutet ändras, och varför?", WHY)
    rut.follow("Registrera överklagandet").look("after-decision-appealed")
    assert rut.sees("Överklagandet är registrerat, och handläggaren har fått veta det.")


def the_registrar_tests_the_time(rut: Visitor, number: str) -> None:
    rut.follow("Överklagande 1").look("appeal")
    rut.follow("Pröva om överklagandet kom in i rätt tid").look("appeal-test")
    rut.choose(TimelinessGround.LATE.label).follow("Spara prövningen").look()
    assert rut.sees("och sista dag var")  # the days do not bear it out
    rut.choose(TimelinessGround.WITHIN.label).follow("Spara prövningen")
    assert rut.sees(APPEAL_FACES[AppealStatus.IN_TIME].staff)


def the_decider_looks_again(eva: Visitor, number: str) -> None:
    eva.go(f"/handlaggning/{number}/overklagande/1/")
    eva.follow("Ompröva det överklagade beslutet").look("appeal-reconsider")
    eva.choose(ReconsideredOutcome.STANDS.label).write("Varför?", "Överklagandet har inget nytt om insatsen.")
    eva.follow("Spara omprövningen").look("appeal-reconsidered")
    assert eva.sees(APPEAL_FACES[AppealStatus.RECONSIDERED].staff)


def the_file_is_made_and_read(rut: Visitor, number: str) -> None:
    rut.go(f"/handlaggning/{number}/overklagande/1/")
    rut.follow("Gör i ordning akten till domstolen").look("appeal-bundle-order")
    rut.write("Domstol", COURT).write("Yttrande", STATEMENT)
    rut.follow("Gör i ordning akten")
    wait_until(lambda: rut.sees("Akten är klar"))
    rut.look("appeal-bundle")
    with rut.context.expect_event("response", lambda answer: answer.url.endswith("/akten/")) as answer:
        rut.page.get_by_role("button", name="Läs akten (PDF)").click()
    assert (answer.value.status, answer.value.headers["content-type"]) == (200, "application/pdf")
    assert bookmarks(Appeal.objects.get())[0] == "Följebrev och innehåll"


def bookmarks(appeal: Appeal) -> list[str]:
    document: Any = appeal.bundles.get().document
    with pikepdf.open(BytesIO(documents.read(document))) as pdf, pdf.open_outline() as outline:
        return [item.title for item in outline.root]


def the_registrar_hands_it_over(rut: Visitor) -> None:
    rut.follow("Lämna över till domstolen").look("appeal-handed-over")
    assert rut.sees(f"Överklagandet är överlämnat till {COURT}.")


def the_party_sees_where_it_is(anna: Visitor, number: str) -> None:
    anna.go(f"/arenden/{number}/").look("own-case-appealed")
    anna.go(f"/arenden/{number}/overklaga/").look("own-appeal")
    assert anna.sees(COURT)


def the_court_annuls_the_decision(rut: Visitor, number: str, folder: Path) -> None:
    ruling = folder / "Dom.pdf"
    ruling.write_bytes(a_pdf("Dom").read())
    rut.follow("Registrera domstolens avgörande").look("court-ruling")
    rut.choose(CourtOutcome.ANNULLED.label).write("Domstol", COURT).write("Målnummer", "1234-26")
    rut.write("Dag för avgörandet", str(stockholm_date(timezone.now())))
    rut.page.locator("input[type=file]").set_input_files(ruling)
    rut.follow("Registrera avgörandet").look("appeal-settled")
    assert rut.sees(APPEAL_FACES[AppealStatus.SETTLED].staff)
    rut.press("Anteckna att avgörandet har fått laga kraft").look("court-final").press("Avbryt")
    rut.go(f"/handlaggning/{number}/efter-beslutet/").look("after-decision-settled")
    assert rut.sees(STANDING_FACES[StandingState.ANNULLED].staff)


def a_new_decision_is_made(eva: Visitor, rut: Visitor, earlier: Decision) -> None:
    now = timezone.now()
    application = factories.proposed(Application.objects.get(pk=earlier.application_id), now=now)
    number = application.case.number
    eva.go(f"/handlaggning/{number}/beslut/").look("decision-annulled").follow("Skriv det nya beslutet")
    eva.write("Sista dag för slutredovisning", str(stockholm_date(now) + timedelta(days=200)))
    eva.follow("Upprätta brevet").look("decision-after-court").follow("Fatta beslutet").look()
    assert eva.sees("Beslutet är fattat.")
    rut.go(f"/handlaggning/{number}/beslut/").follow("Skicka beslutet").look()
    made = Decision.objects.get(status=DecisionStatus.DISPATCHED)
    assert (made.kind, made.earlier) == (DecisionKind.GRANT, earlier)


def the_party_opens_the_new_letter(anna: Visitor, number: str) -> None:
    anna.go(f"/arenden/{number}/").look("own-case-letter-to-open")
    anna.follow("Läs beslutsbrevet").look("own-letter-closed")
    anna.follow("Öppna brevet").look("own-letter")
    assert anna.sees("Vi har antecknat att ni har fått brevet.")
    assert anna.sees(STANDING_FACES[StandingState.APPEAL_TIME].applicant)


def it_gains_legal_force(anna: Visitor, rut: Visitor, number: str) -> None:
    """Three weeks and a few free days later, in the night's sweep."""
    later = timezone.now() + timedelta(days=35)
    assert [appeal_times.note_legal_force(now=later) for _ in range(2)] == [1, 0]
    rut.go(f"/handlaggning/{number}/efter-beslutet/").look("after-decision-final")
    assert rut.sees(STANDING_FACES[StandingState.FINAL].staff)
    anna.go(f"/arenden/{number}/overklaga/").look()
    assert anna.sees(STANDING_FACES[StandingState.FINAL].applicant)
