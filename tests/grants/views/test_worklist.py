"""The work list as a page: what stands in the address, what the person keeps, and the way on from a case."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from grants.domain import bulk_acts
from grants.enums import ApplicationStatus, BulkActKind
from grants.models import Application, BulkAct, SavedView, WorklistFile
from tests import factories
from tests.factories import NOW
from tests.pages import browser, errors, filled, flashes, lead, words

LIST = "/handlaggning/"
UNREADABLE = "Beloppet går inte att läsa. Skriv kronor med siffror, till exempel 250 000 eller 1 000,50."


@pytest.fixture
def cases(association: Any, clock: Any, dag: Any, disa: Any, rut: Any) -> list[Application]:
    """Three of dag's, a minute between them, of three applicants in the order of the alphabet."""
    found = []
    for number in (1, 2, 3):
        moment = NOW + timedelta(minutes=number)
        made = factories.received(organisation=factories.an_association(number), title=f"Nr {number}", now=moment)
        found.append(factories.assigned(made, now=moment))
    return found


def titles(response: Any) -> list[str]:
    return [row.application.title for row in response.context["rows"]]


def get(query: str = "", username: str = "dag") -> Any:
    return browser(username).get(f"{LIST}{query}")


def numbers(cases: list[Application]) -> list[str]:
    return [application.case.number for application in cases]


# --- what the address says --------------------------------------------------------------------------------------------


def test_the_ways_in_are_links_and_the_current_one_is_marked(cases: list[Application]) -> None:
    ways = get("?vy=mina&lage=in_review").context["ways"]
    assert [(label, current) for label, _, current in ways] == [
        ("Alla", False),
        ("Mina", True),
        ("Ofördelade", False),
        ("Förfaller", False),
        ("Väntar på sökanden", False),
    ]
    assert ways[2][1] == "vy=ofordelade&lage=in_review"


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("belopp_fran=x", "belopp_fran", UNREADABLE),
        ("belopp_fran=2&belopp_till=1", "belopp_till", "Det lägsta beloppet är högre än det högsta."),
        ("inkom_fran=i+går", "inkom_fran", "Skriv datumet som år-månad-dag, till exempel 2018-05-15."),
        ("inkom_fran=2018-05-03&inkom_till=2018-05-02", "inkom_till", "Den första dagen ligger efter den sista."),
        ("lage=hittepa", "lage", "Välj i listan."),
        ("handlaggare=0", "handlaggare", "Välj i listan."),
        ("utlysning=x", "utlysning", "Välj i listan."),
        ("lan=99", "lan", "Välj i listan."),
        ("q=%00", "q", "Texten innehåller ett tecken som inte går att spara."),
    ],
)  # fmt: skip
def test_bad_input_is_said_at_its_field_and_narrows_nothing(
    cases: list[Application], query: str, field: str, sentence: str
) -> None:
    response = get(f"?{query}")
    assert (response.status_code, response.context["form"].errors[field]) == (200, [sentence])
    assert titles(response) == ["Nr 3", "Nr 2", "Nr 1"]


@pytest.mark.parametrize("query", ["vy=x", "ordning=x", "efter=x", "efter=WyJhIiwxXQ", "efter=WzEsMl0"])
def test_a_made_up_address_gives_the_list(cases: list[Application], query: str) -> None:
    assert titles(get(f"?{query}")) == ["Nr 3", "Nr 2", "Nr 1"]


def test_each_filter_that_is_on_is_shown_and_taken_away_by_itself(cases: list[Application]) -> None:
    chosen = get("?vy=mina&q=nr&typ=association&belopp_fran=1+000&handlaggare=jag&efter=x").context["form"].chosen
    assert [(one.label, one.value.replace("\xa0", " ")) for one in chosen] == [
        ("Sök", "nr"),
        ("Typ av sökande", "Ideell förening"),
        ("Handläggare", "Mig själv"),
        ("Sökt belopp från", "1 000 kr"),
    ]
    assert chosen[0].without == "vy=mina&typ=association&handlaggare=jag&belopp_fran=1+000"


def test_a_heading_orders_and_turns(cases: list[Application]) -> None:
    first = get("?vy=mina").context["headings"]
    assert {name: (heading.sort, heading.query) for name, heading in first.items()} == {
        "applicant": ("none", "vy=mina&ordning=sokande"),
        "amount": ("none", "vy=mina&ordning=belopp-fallande"),
        "arrival": ("descending", "vy=mina&ordning=inkom"),
    }
    response = get("?vy=mina&ordning=sokande")
    assert response.context["headings"]["applicant"].sort == "ascending"
    assert response.context["headings"]["applicant"].query == "vy=mina&ordning=sokande-fallande"


def test_the_next_page_keeps_what_is_chosen(cases: list[Application], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grants.views.worklist.ROWS", 2)
    first = get("?vy=mina&q=nr&ordning=inkom")
    assert titles(first) == ["Nr 1", "Nr 2"]
    second = get(first.context["next_url"])
    assert (titles(second), second.context["next_url"], second.context["address"]) == (
        ["Nr 3"],
        "",
        "vy=mina&ordning=inkom&q=nr",
    )


def test_the_row_says_the_nearest_day(cases: list[Application]) -> None:
    factories.completion_requested(cases[0])
    shown = words(get("?vy=vantar"))
    assert shown.count("16 maj 2018 Komplettering") == 1


# --- own views --------------------------------------------------------------------------------------------------------


def test_a_list_is_saved_under_a_name_and_may_be_the_start(cases: list[Application]) -> None:
    dag = browser("dag")
    response = dag.post(
        reverse("worklist_views"), {"name": "Bråttom", "is_start": "on", "query": "vy=forfaller&efter=x&okand=1"}
    )
    assert (response["Location"], flashes(response)) == (f"{LIST}?vy=forfaller", ["Vyn ”Bråttom” är sparad."])
    assert dag.get(LIST)["Location"] == f"{LIST}?vy=forfaller"
    assert titles(dag.get(f"{LIST}?vy=alla")) == ["Nr 3", "Nr 2", "Nr 1"]


def test_a_view_without_a_name_is_said_so_and_keeps_the_list(dag: Any) -> None:
    response = browser("dag").post(reverse("worklist_views"), {"name": "", "query": "vy=mina"})
    assert (response.status_code, errors(response)) == (422, ["Vad ska vyn heta? – Skriv vad vyn ska heta."])
    assert response.context["form"]["query"].value() == "vy=mina"


def test_a_view_is_made_the_start_and_taken_away(cases: list[Application]) -> None:
    view, dag = factories.a_saved_view(), browser("dag")
    dag.post(reverse("worklist_view_start", args=[view.pk]))
    assert SavedView.objects.get().is_start
    dag.post(reverse("worklist_view_start", args=[view.pk]))
    assert not SavedView.objects.get().is_start
    dag.post(reverse("worklist_view_remove", args=[view.pk]))
    assert SavedView.objects.count() == 0


# --- the next case ----------------------------------------------------------------------------------------------------


def on_from(client: Any, application: Application) -> str:
    return str(client.get(reverse("next_case", args=[application.case.number]))["Location"])


def page_of(application: Application) -> str:
    return reverse("case", args=[application.case.number])


def test_the_next_case_is_that_of_the_list_the_person_came_from(cases: list[Application]) -> None:
    dag = browser("dag")
    dag.get(f"{LIST}?vy=mina&ordning=inkom")
    assert on_from(dag, cases[0]) == page_of(cases[1])
    dag.get(f"{LIST}?vy=mina&ordning=sokande-fallande")
    assert on_from(dag, cases[1]) == page_of(cases[0])


def test_a_case_that_has_left_the_list_leads_on_all_the_same(cases: list[Application]) -> None:
    dag = browser("dag")
    dag.get(f"{LIST}?lage=in_review&ordning=inkom")
    factories.completion_requested(cases[0])
    assert on_from(dag, cases[0]) == page_of(cases[1])


def test_after_the_last_case_comes_the_list(cases: list[Application]) -> None:
    dag = browser("dag")
    dag.get(f"{LIST}?vy=mina&ordning=inkom")
    assert on_from(dag, cases[2]) == f"{LIST}?vy=mina&ordning=inkom"


def test_from_the_first_page_it_is_the_next_of_ones_own_that_wait(cases: list[Application]) -> None:
    dag = browser("dag")
    dag.get(f"{LIST}?ordning=inkom-fallande")
    dag.get("/")
    assert on_from(dag, cases[1]) == page_of(cases[2])
    assert on_from(dag, cases[2]) == page_of(cases[0])
    assert on_from(browser("disa"), cases[2]) == "/"


def test_a_case_in_which_the_person_is_javig_is_passed_over(cases: list[Application]) -> None:
    dag = browser("dag")
    dag.get(f"{LIST}?ordning=inkom")
    dag.post(
        reverse("conflict", args=[cases[1].case.number]), {"answer": "conflict", "point": "party", "ground": "Släkt"}
    )
    dag.get(f"{LIST}?ordning=inkom")
    assert on_from(dag, cases[0]) == page_of(cases[2])
    assert dag.get(reverse("next_case", args=[cases[1].case.number])).status_code == 404


# --- many at once -----------------------------------------------------------------------------------------------------


def test_marked_cases_are_checked_and_given_out(clock: Any, association: Any, dag: Any) -> None:
    new = [factories.received(title="A"), factories.received(title="B")]
    rut, url = browser("rut"), reverse("bulk_act", args=["fordela"])
    page = rut.get(url, {"vald": numbers(new), "urval": "vy=ofordelade"})
    assert [(application.title, obstacle) for application, obstacle in page.context["rows"]] == [("A", ""), ("B", "")]
    data = {**filled(page.context["form"], officer=dag.pk), "vald": numbers(new), "urval": "vy=ofordelade"}
    response = rut.post(url, data)
    assert (response["Location"], flashes(response)) == (
        f"{LIST}?vy=ofordelade",
        ["2 ärenden är registrerade och fördelade."],
    )
    assert rut.post(url, data)["Location"] == f"{LIST}?vy=ofordelade"
    assert BulkAct.objects.count() == 1


def test_of_one_case_the_sentence_speaks_of_one(clock: Any, association: Any, dag: Any) -> None:
    new = [factories.received(title="A")]
    rut, url = browser("rut"), reverse("bulk_act", args=["fordela"])
    form = rut.get(url, {"vald": numbers(new), "urval": "vy=ofordelade"}).context["form"]
    response = rut.post(url, {**filled(form, officer=dag.pk), "vald": numbers(new), "urval": "vy=ofordelade"})
    assert flashes(response) == ["1 ärende är registrerat och fördelat."]


def test_what_stops_it_is_named_and_the_marks_stay(cases: list[Application]) -> None:
    new, rut, url = factories.received(), browser("rut"), reverse("bulk_act", args=["fordela"])
    chosen = [cases[0], new]
    page = rut.get(url, {"vald": numbers(chosen)})
    assert (page.context["stopped"], page.context["free_url"]) == (1, f"?vald={new.case.number}&urval=")
    officer = factories.person("dag").pk
    response = rut.post(url, {**filled(page.context["form"], officer=officer), "vald": numbers(chosen)})
    assert (response.status_code, [line.split(":")[0] for line in errors(response)]) == (422, [cases[0].case.number])
    assert len(response.context["rows"]) == 2
    new.refresh_from_db()
    assert new.status == ApplicationStatus.RECEIVED


def test_the_whole_list_is_taken_up_to_a_most(cases: list[Application], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_acts, "MOST", {**bulk_acts.MOST, BulkActKind.REQUEST_COMPLETION: 2})
    page = browser("dag").get(
        reverse("bulk_act", args=["komplettering"]), {"alla": "1", "urval": "vy=mina&ordning=inkom"}
    )
    assert [application.title for application, _ in page.context["rows"]] == ["Nr 1", "Nr 2"]
    assert page.context["more"]


def test_nothing_marked_leads_back_to_the_list(cases: list[Application]) -> None:
    response = browser("dag").get(reverse("bulk_act", args=["komplettering"]), {"urval": "vy=mina"})
    assert (response["Location"], flashes(response)) == (
        f"{LIST}?vy=mina",
        ["Markera minst ett ärende i listan först."],
    )


@pytest.mark.parametrize("username", ["dag", "gun", "eva"])
def test_an_act_of_another_role_is_not_there(cases: list[Application], username: str) -> None:
    response = browser(username).get(reverse("bulk_act", args=["fordela"]), {"vald": numbers(cases)})
    assert response.status_code == 404


@pytest.mark.parametrize("number", ["BID-2018-99999", "x\x00", "%00"])
def test_an_unknown_case_among_the_marked_is_not_there(cases: list[Application], number: str) -> None:
    chosen = [*numbers(cases), number]
    assert browser("dag").get(reverse("bulk_act", args=["komplettering"]), {"vald": chosen}).status_code == 404


def test_a_case_in_which_the_person_is_javig_is_as_unknown(cases: list[Application]) -> None:
    dag = browser("dag")
    dag.post(
        reverse("conflict", args=[cases[1].case.number]), {"answer": "conflict", "point": "party", "ground": "Släkt"}
    )
    assert dag.get(reverse("bulk_act", args=["komplettering"]), {"vald": numbers(cases)}).status_code == 404
    page = dag.get(reverse("bulk_act", args=["komplettering"]), {"alla": "1"})
    assert [application.title for application, _ in page.context["rows"]] == ["Nr 3", "Nr 1"]


def test_the_page_to_check_costs_the_same_for_one_case_and_for_three(
    cases: list[Application], django_assert_num_queries: Any
) -> None:
    dag, url = browser("dag"), reverse("bulk_act", args=["komplettering"])
    for chosen in (cases[:1], cases):
        with django_assert_num_queries(6):
            dag.get(url, {"vald": numbers(chosen)})


def test_the_list_offers_what_the_role_has(cases: list[Application]) -> None:
    offered = {
        username: [act.kind.value for act in get(username=username).context["acts"]]
        for username in ("dag", "rut", "gun", "farah")
    }
    assert offered == {
        "dag": ["inte-javig", "komplettering", "bjud-in", "avsluta"],
        "rut": ["fordela"],
        "gun": [],
        "farah": ["inte-javig", "avsluta"],
    }


# --- as a file --------------------------------------------------------------------------------------------------------


def test_a_file_is_ordered_shown_and_fetched_by_its_maker_alone(cases: list[Application]) -> None:
    dag = browser("dag")
    ordered = dag.post(reverse("worklist_file_order"), {"slag": "csv", "urval": "vy=mina&q=nr&efter=x"})
    file = WorklistFile.objects.get()
    assert (ordered["Location"], file.query) == (reverse("worklist_file", args=[file.pk]), "vy=mina&q=nr")
    assert words(dag.get(ordered["Location"])).count("Filen görs") == 1
    assert dag.get(reverse("worklist_file_download", args=[file.pk])).status_code == 404
    made = factories.a_worklist_file("vy=mina")
    download = reverse("worklist_file_download", args=[made.pk])
    response = dag.get(download)
    assert len(b"".join(response).splitlines()) == 4
    assert (response["Content-Disposition"], response["Cache-Control"]) == (
        'attachment; filename="arenden-2018-05-02.csv"',
        "private, no-store",
    )
    assert [browser(name).get(download).status_code for name in ("disa", "gun", "anna")] == [404, 404, 404]


def test_a_file_of_one_case_says_so(clock: Any, association: Any, dag: Any) -> None:
    factories.assigned(factories.received())
    factories.a_worklist_file("vy=mina")
    read = words(browser("dag").get(reverse("worklist_files")))
    assert ("1 ärende " in read, "1 ärenden" in read) == (True, False)


def test_jav_declared_afterwards_stops_the_download_in_words(cases: list[Application]) -> None:
    file, dag = factories.a_worklist_file(), browser("dag")
    dag.post(
        reverse("conflict", args=[cases[0].case.number]), {"answer": "conflict", "point": "party", "ground": "Släkt"}
    )
    response = dag.get(reverse("worklist_file_download", args=[file.pk]))
    assert (response.status_code, lead(response).split(",")[0]) == (
        409,
        "Efter att filen gjordes har det visat sig att du är eller kan vara jävig i ett ärende",
    )


def test_an_unknown_sort_of_file_is_not_ordered(cases: list[Application]) -> None:
    response = browser("dag").post(reverse("worklist_file_order"), {"slag": "exe"})
    assert (flashes(response), WorklistFile.objects.count()) == (["Välj vilken sorts fil du vill ha."], 0)


def test_the_case_page_leads_on(cases: list[Application]) -> None:
    assert words(browser("dag").get(page_of(cases[0]))).count("Nästa ärende") == 1
