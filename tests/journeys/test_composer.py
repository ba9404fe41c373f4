"""A two-year grant in instalments: composed with the list of what is missing, previewed, decided, dissented, sent."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from accounts.models import User
from delmos.lib.dates import stockholm_date
from grants.domain import calls
from grants.enums import DecisionKind
from grants.models import Application, Decision
from tests import factories
from tests.factories.calls import FRAME, framed
from tests.factories.years import over_two_years
from tests.journeys.browser import Visitor
from tests.processes import wait_until

Visit = Callable[..., Visitor]
YEAR = stockholm_date(timezone.now()).year
ROWS = [
    {"label": "Lön till projektledare", "amount_ore": 500_000_00, "years_ore": [350_000_00, 150_000_00]},
    {"label": "Lokal", "amount_ore": 200_000_00, "years_ore": [150_000_00, 50_000_00]},
]


@pytest.mark.django_db(transaction=True)
def test_a_two_year_grant_is_composed_decided_and_sent_with_a_dissent(cast: dict[str, User], visit: Visit) -> None:
    number = a_case_of_two_years().case.number
    eva = visit("eva").go(f"/handlaggning/{number}/beslut/skriv/")
    what_is_missing_is_listed_while_she_writes(eva)
    the_years_and_the_instalments_are_written(eva)
    the_letter_is_previewed(eva)
    the_decision_is_made(eva)
    the_rapporteur_dissents(visit("dag"), number)
    rut = visit("rut").go(f"/handlaggning/{number}/jav/").choose("Jag är inte jävig").press("Spara")
    rut.go(f"/handlaggning/{number}/beslut/").press("Skicka beslutet").look("decision-of-years-sent")
    visit("anna", narrow=True).go(f"/arenden/{number}/").look("own-case-of-years")
    visit("gun").go("/bemyndiganden/").look("commitments")
    decision = Decision.objects.get(status="dispatched")
    given = {row.budget_year: row.amount_ore for row in decision.amounts.all()}
    assert given == {YEAR: 400_000_00, YEAR + 1: 150_000_00}
    assert [part.amount_ore for part in decision.instalments.all()] == [240_000_00, 160_000_00, 150_000_00]


def a_case_of_two_years() -> Application:
    now = timezone.now()
    call = factories.an_unpublished_call_today(
        project_ends_on=date(YEAR + 1, 12, 31), report_due_on=date(YEAR + 2, 2, 28)
    )
    calls.edit_form(call, edit=over_two_years, by=factories.person("dag"), now=now)
    framed(call, FRAME, year=YEAR + 1)
    factories.an_authority(call.ordinance.sfs, year=YEAR)
    call = calls.publish(call, by=factories.person("dag"), now=now)
    application = factories.sign(factories.a_draft(call, budget=ROWS, now=now), now=now)
    assert application is not None
    return factories.proposed(
        factories.assigned(application, now=now), kind=DecisionKind.PARTIAL_GRANT, amount_ore=550_000_00, now=now
    )


def what_is_missing_is_listed_while_she_writes(eva: Visitor) -> None:
    wait_until(lambda: eva.sees("Inget saknas. Brevet kan upprättas."))
    eva.look("composer")
    reasons = eva.page.get_by_label("Skäl", exact=True)
    text = reasons.input_value()
    reasons.fill("")
    wait_until(lambda: eva.sees("Skriv skälen för beslutet. (32 § förvaltningslagen (2017:900))"))
    eva.look("composer-missing")
    reasons.fill(text)
    wait_until(lambda: eva.sees("Utkastet sparades"))


def the_years_and_the_instalments_are_written(eva: Visitor) -> None:
    eva.write(f"Belopp {YEAR}", "400 000").write(f"Belopp {YEAR + 1}", "150 000")
    eva.page.get_by_text("Rater", exact=True).click()
    today = stockholm_date(timezone.now())
    rows = [(YEAR, "60 %", today), (YEAR, "40 %", date(YEAR, 12, 31)), (YEAR + 1, "150 000", date(YEAR + 1, 2, 1))]
    for row, (year, amount, day) in enumerate(rows, start=1):
        eva.page.locator(f"[name=rate_{row}_year]").select_option(str(year))
        eva.page.locator(f"[name=rate_{row}_amount]").fill(amount)
        eva.page.locator(f"[name=rate_{row}_on]").fill(day.isoformat())
    eva.press("Kontrollera").look("composer-checked")
    assert eva.sees("Inget saknas. Brevet kan upprättas.")


def the_letter_is_previewed(eva: Visitor) -> None:
    with eva.context.expect_event("response", lambda answer: answer.url.endswith("/forhandsgranska/")) as answer:
        eva.page.get_by_role("button", name="Förhandsgranska brevet").click()
    assert (answer.value.status, answer.value.headers["content-type"]) == (200, "application/pdf")
    assert Decision.objects.count() == 0


def the_decision_is_made(eva: Visitor) -> None:
    eva.page.bring_to_front()
    eva.press("Upprätta brevet").look("decision-of-years").press("Fatta beslutet").look()
    assert eva.sees("Beslutet är fattat.")


def the_rapporteur_dissents(dag: Visitor, number: str) -> None:
    dag.go(f"/handlaggning/{number}/beslut/")
    dag.page.get_by_text("Anteckna en avvikande mening").click()
    dag.write("Din mening", "Bidraget borde ha begränsats till det första året.").look("dissent")
    dag.press("Anteckna").look("dissent-noted")
    assert dag.sees("Din avvikande mening är antecknad.")
