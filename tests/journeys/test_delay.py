"""A matter takes too long: the party is told, asks for a decision, is refused, and reads why. The party has a phone."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from django.utils import timezone

from accounts.models import User
from delmos.lib.dates import stockholm_date
from grants.domain import delay_notices
from grants.models import DecisionRequest
from tests import factories
from tests.journeys.browser import Visitor

Visit = Callable[..., Visitor]
SEVEN_MONTHS = timedelta(days=215)
FOR_SO_LONG = "Vi har fått dubbelt så många ansökningar som vi räknade med."


@pytest.mark.django_db(transaction=True)
def test_the_party_is_told_of_the_delay_asks_for_a_decision_and_reads_the_answer(
    cast: dict[str, User], visit: Visit, tmp_path: Path
) -> None:
    now = timezone.now()
    arrived = now - SEVEN_MONTHS
    call = factories.a_call_that_closed(days_ago=SEVEN_MONTHS.days - 10)
    application = factories.sign(factories.a_draft(call, now=arrived), now=arrived)
    assert application is not None
    factories.assigned(application, now=arrived)
    delay_notices.draft_due(now=now)
    number = application.case.number
    dag, anna = visit("dag"), visit("anna", narrow=True)
    the_officer_sends_the_notice(dag, number)
    the_party_asks(anna, number)
    the_officer_refuses(dag, number)
    the_party_reads_why(anna, number, tmp_path)
    management_sees_what_has_passed(visit("gun"))
    the_registrar_changes_the_officer(visit("rut"), number)


def the_officer_sends_the_notice(dag: Visitor, number: str) -> None:
    dag.go("/").look("officer-home-clocks").press("Frister").look("clocks")
    dag.page.get_by_role("link", name=re.compile(f"{number}.*Underrättelse om försening")).click()
    dag.page.wait_for_load_state()
    dag.look("delay-notice")
    dag.write("Varför är ärendet försenat?", FOR_SO_LONG)
    soon = stockholm_date(timezone.now()) + timedelta(days=40)
    dag.write("När räknar vi med att ärendet är avgjort?", soon.isoformat())
    dag.follow("Skicka till sökanden").look("delay-notice-sent")
    assert dag.sees("Underrättelsen är skickad till sökanden.")


def the_party_asks(anna: Visitor, number: str) -> None:
    anna.go(f"/arenden/{number}/").look("own-case-delayed")
    assert anna.sees("Vi har underrättat er om att ärendet är försenat")
    anna.press("Öppna brevet: Underrättelse om försening").look("letter-delay").press("Öppna brevet").look()
    anna.go(f"/arenden/{number}/")
    anna.press("Begär att ärendet avgörs").look("decision-request-own")
    anna.write("Vill ni tillägga något?", "Vi behöver veta om vi kan hyra lokalen.")
    anna.follow("Begär att ärendet avgörs").look("decision-request-received")
    assert anna.sees("Vi har tagit emot er begäran om att ärendet avgörs.")


def the_officer_refuses(dag: Visitor, number: str) -> None:
    dag.go(f"/handlaggning/{number}/").look("case-clocks").press("Begäran om avgörande").look("decision-request")
    dag.write("Varför kan ärendet inte avgöras nu?", "Kontrollen hos Kronofogden är inte klar.")
    dag.follow("Avslå begäran").look()
    assert dag.sees("Begäran är avslagen, och sökanden kan läsa beslutet.")


def the_party_reads_why(anna: Visitor, number: str, tmp_path: Path) -> None:
    anna.go(f"/arenden/{number}/begar-avgorande/").look("decision-request-refused")
    anna.press("Läs beslutet").look().press("Öppna brevet").look()
    with anna.page.expect_download() as download:
        anna.page.get_by_role("link", name="Hämta brevet (PDF)").click()
    download.value.save_as(tmp_path / "beslut.pdf")
    with pikepdf.open(tmp_path / "beslut.pdf") as pdf:
        assert pdf.docinfo["/Title"] == f"Beslut om avslag på begäran om avgörande, {number}"
    assert DecisionRequest.objects.get().refused_at is not None


def management_sees_what_has_passed(gun: Visitor) -> None:
    gun.look("management-home-clocks").press("Frister").look("clocks-management")
    gun.press("Förteckningen till Justitiekanslern").look("jk-list")


def the_registrar_changes_the_officer(rut: Visitor, number: str) -> None:
    rut.go(f"/handlaggning/{number}/").look().press("Byt handläggare").look("officer-change")
    rut.page.get_by_label("Handläggare").select_option(label="Disa Duvall")
    rut.page.get_by_role("button", name="Byt handläggare").click()
    rut.page.wait_for_load_state()
    assert rut.look("officer-changed").sees("Disa Duvall handlägger nu ärendet")
