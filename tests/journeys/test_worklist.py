"""The desk: a list narrowed, searched and kept, cases given out and asked about in one act, and the list as a file."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from accounts.models import User
from grants.enums import ApplicationStatus
from grants.models import Application, SavedView
from tests import factories
from tests.journeys.browser import Visitor

Visit = Callable[..., Visitor]
NAMES = ("Föreningen Broar i Norrby", "Föreningen Cykelköket", "Föreningen Dans för Alla", "Föreningen Ekot")


@pytest.fixture
def arrived(cast: dict[str, User]) -> list[Application]:
    """Four applications of today's call, the first of them old."""
    now = timezone.now()
    call = factories.an_open_call_today()
    found = []
    for number, name in enumerate(NAMES, start=1):
        made = factories.an_association(number)
        made.name = name
        made.save(update_fields=["name", "name_order"])
        moment = now - timedelta(hours=number)
        draft = factories.a_draft(call, organisation=made, title=f"{name.split()[1]} möts", now=moment)
        found.append(factories.sign(draft, now=moment))
    return found


@pytest.mark.django_db(transaction=True)
def test_the_list_is_narrowed_kept_and_worked_through(
    arrived: list[Application], visit: Visit, celery_worker_process: Any, tmp_path: Path
) -> None:
    the_registrar_gives_them_out(visit("rut", javascript=False))
    dag = visit("dag")
    the_officer_finds_one(dag, arrived)
    the_officer_keeps_the_list(dag)
    the_officer_goes_from_case_to_case(dag)
    the_officer_asks_two_for_the_same(dag, arrived)
    the_officer_fetches_the_list(dag, tmp_path)


def the_registrar_gives_them_out(rut: Visitor) -> None:
    rut.go("/handlaggning/").press("Ofördelade")
    rut.page.get_by_label("Ta hela listan i stället").check()
    rut.press("Fördela")
    rut.page.get_by_label("Handläggare").select_option(label="Dag Dahl")
    rut.press("Fördela – 4 ärenden")
    assert rut.sees("4 ärenden är registrerade och fördelade.")
    assert set(Application.objects.values_list("status", flat=True)) == {ApplicationStatus.IN_REVIEW}


def the_officer_finds_one(dag: Visitor, arrived: list[Application]) -> None:
    dag.go("/handlaggning/").press("Mina").look("desk-list")
    dag.page.get_by_label("Sök", exact=True).fill("dansande")
    dag.press("Visa")
    assert dag.sees("Inga ärenden")
    dag.look("desk-none")
    dag.page.get_by_label("Sök", exact=True).fill(arrived[1].case.number)
    dag.press("Visa")
    assert dag.page.locator("tbody tr").count() == 1
    dag.page.get_by_role("link", name="Ta bort filtret Sök").click()
    dag.page.get_by_label("Sök", exact=True).fill("cykelkök")
    dag.page.get_by_text("Fler filter").click()
    dag.page.get_by_label("Sökt belopp från").fill("alldeles för mycket")
    dag.press("Visa").look("desk-filters")
    assert dag.sees("Beloppet går inte att läsa.")
    assert dag.page.locator("tbody tr").count() == 1


def the_officer_keeps_the_list(dag: Visitor) -> None:
    dag.go("/handlaggning/?vy=mina&ordning=sokande")
    dag.page.get_by_text("Spara listan som en vy").click()
    dag.write("Vad ska vyn heta?", "Mina i bokstavsordning")
    dag.choose("Visa den först när jag öppnar Ärenden").press("Spara vyn")
    assert SavedView.objects.values_list("name", "query", "is_start").get() == (
        "Mina i bokstavsordning",
        "vy=mina&ordning=sokande",
        True,
    )
    dag.go("/handlaggning/")
    assert dag.page.url.endswith("?vy=mina&ordning=sokande")
    dag.press("Ändra mina vyer").look("desk-views")


def the_officer_goes_from_case_to_case(dag: Visitor) -> None:
    dag.go("/handlaggning/")
    dag.page.locator("tbody th a").first.click()
    seen = []
    for _ in NAMES:
        seen.append(dag.page.locator("h1").inner_text())
        dag.follow("Nästa ärende")
    assert seen == ["Broar möts", "Cykelköket möts", "Dans möts", "Ekot möts"]
    assert dag.sees("Det finns inget mer ärende i listan.")


def the_officer_asks_two_for_the_same(dag: Visitor, arrived: list[Application]) -> None:
    factories.declare_no_conflict(arrived[0], "dag", now=timezone.now())
    dag.go("/handlaggning/")
    for mark in dag.page.get_by_role("checkbox", name="Markera").all()[:2]:
        mark.check()
    dag.press("Begär komplettering").look("desk-bulk")
    assert dag.sees("Ta först ställning till om du är jävig i ärendet.")
    factories.declare_no_conflict(arrived[1], "dag", now=timezone.now())
    dag.page.get_by_text("Mål och arbetssätt").click()
    dag.page.get_by_label("Hur ska ni följa upp resultaten?").fill("Säg hur ofta ni följer upp.")
    dag.press("Begär komplettering – 2 ärenden")
    assert dag.sees("Begäran om komplettering är skickad i 2 ärenden.")
    dag.press("Väntar på sökanden").look("desk-waiting")
    assert dag.page.locator("tbody tr").count() == 2


def the_officer_fetches_the_list(dag: Visitor, tmp_path: Path) -> None:
    dag.page.get_by_text("Hämta listan som fil").click()
    dag.press("Excel (XLSX)")
    link = dag.page.get_by_role("link", name="Hämta filen (Excel (XLSX))")
    link.wait_for()  # the page looks anew by itself until the worker has made the file
    dag.look("desk-file")
    with dag.page.expect_download() as download:
        link.click()
    download.value.save_as(tmp_path / "lista.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "lista.xlsx").active.iter_rows(values_only=True))
    assert [row[4] for row in rows] == ["Sökande", *NAMES[:2]]
