"""The pages of the ranking: the list, scenarios, comparison, adoption; and what jäv leaves of them."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grants.domain import conflicts, proposal_orders
from grants.enums import ConflictAnswer
from grants.interfaces import ranking_rows
from grants.models import Application, Proposal, Scenario
from tests.factories import AMOUNT, NOW, a_call, a_scenario, adopted, assessed, assessed_by, digest_of, invited, person
from tests.pages import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_clock_of_the_factories(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the checks are not too old."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def three(db: None) -> list[Application]:
    call = a_call(frame_ore=AMOUNT * 2)
    return [assessed(call, points=points, serial=serial) for serial, points in ((1, 5), (2, 4), (3, 3))]


def place(application: Application) -> list[str]:
    return [application.call.slug, application.group]


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\u00a0", " ")


def test_the_list_has_the_line_where_the_frame_ends(three: list[Application]) -> None:
    read = text(browser("dag"), reverse("ranking", args=place(three[0])))
    order = [read.index(number) for number in (three[0].case.number, three[1].case.number)]
    line, last = read.index("Här går strecket."), read.index(three[2].case.number)
    assert [*order, line, last] == sorted([*order, line, last])
    assert "Ramen räcker till 2 av 3 ansökningar" in read


def test_the_second_page_goes_on_with_the_sum_of_the_whole_list(
    three: list[Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking_rows, "ROWS", 2)
    first = browser("dag").get(reverse("ranking", args=place(three[0])))
    second = text(browser("dag"), reverse("ranking", args=place(three[0])) + first.context["next_url"])
    assert "Här går strecket." in second
    assert "900 000 kr" in second and three[0].case.number not in second


def test_a_case_of_jav_keeps_its_place_without_its_content_everywhere(three: list[Application]) -> None:
    scenarios = [a_scenario(three[0], name=name, share=share) for name, share in (("A", 50), ("B", 100))]
    conflicts.declare(three[1], answer=ConflictAnswer.CONFLICT, ground="Vän", by=person("disa"), now=NOW)
    client, names = browser("disa"), place(three[0])
    compare = f"{reverse('scenario_compare', args=names)}?s={scenarios[0].pk}&s={scenarios[1].pk}"
    sheet = f"{reverse('ranking_sheet', args=[*names, 'csv'])}?scenario={scenarios[0].pk}"
    urls = [reverse("ranking", args=names), reverse("scenario", args=[scenarios[0].pk]), compare, sheet]
    for url in [*urls, reverse("scenario_adopt", args=[scenarios[0].pk])]:
        read = text(client, url)
        assert three[1].case.number not in read
        assert three[1].organisation.name not in read
    assert "Ett ärende som du inte får se. Beloppet är med i summan." in text(client, urls[0])


def test_the_result_of_a_case_that_one_assesses_is_nowhere_before_ones_own_is_in(three: list[Application]) -> None:
    pending, kept = a_scenario(three[0], name="A", share=50), adopted(a_scenario(three[0], name="B"), "disa")
    invited(three[1], "disa")
    client, names = browser("disa"), place(three[0])
    sheet = reverse("ranking_sheet", args=[*names, "csv"])
    compare = f"{reverse('scenario_compare', args=names)}?s={pending.pk}&s={kept.pk}"
    pages = [reverse("scenario", args=[one.pk]) for one in (pending, kept)]
    for url in [*pages, compare, sheet, *(f"{sheet}?scenario={one.pk}" for one in (pending, kept))]:
        assert three[1].case.number not in text(client, url)
    ranked, waiting = text(client, reverse("ranking", args=names)).split("Inte färdigbedömda")
    assert (three[1].case.number in ranked, three[1].case.number in waiting) == (False, True)
    assert "80 %" not in ranked


def test_a_scenario_is_written_changed_copied_and_removed(three: list[Application]) -> None:
    client = browser("dag")
    said = {"name": "Tak", "share": "100", "cut": "line", "cap_ore": "250 000", "tier_least_1": "70"}
    half = client.post(reverse("scenario_new", args=place(three[0])), said)
    assert (half.status_code, "Skriv båda talen i steg 1" in half.content.decode()) == (422, True)
    client.post(reverse("scenario_new", args=place(three[0])), {**said, "tier_share_1": "90"})
    scenario = Scenario.objects.get()
    assert (scenario.cap_ore, scenario.tiers) == (250_000_00, [[70, 90]])
    edit = client.get(reverse("scenario_edit", args=[scenario.pk]))
    assert 'value="250\u00a0000\u00a0kr"' in edit.content.decode()
    client.post(reverse("scenario_edit", args=[scenario.pk]), {**said, "tier_least_1": "", "name": "Lägre tak"})
    scenario.refresh_from_db()
    assert (scenario.name, scenario.tiers) == ("Lägre tak", [])
    client.post(reverse("scenario_copy", args=[scenario.pk]))
    client.post(reverse("scenario_remove", args=[scenario.pk]))
    assert Scenario.objects.get().name == "Lägre tak (kopia)"


def test_two_scenarios_side_by_side_mark_what_differs(three: list[Application]) -> None:
    chosen = [a_scenario(three[0], name=name, share=share) for name, share in (("Hela", 100), ("Halva", 50))]
    query = "&".join(f"s={scenario.pk}" for scenario in chosen)
    response = browser("gun").get(f"{reverse('scenario_compare', args=place(three[0]))}?{query}")
    (county,) = response.context["counties"]
    assert [(cell.count, cell.ore, cell.share) for cell in county.cells] == [
        (2, AMOUNT * 2, 100),
        (3, AMOUNT * 3 // 2, 75),
    ]
    assert county.cells[1].difference.replace("\u00a0", " ") == "\N{MINUS SIGN}150 000 kr, +1 bidrag"
    assert [application for application, _ in response.context["differing"]] == three
    assert response.content.decode().count('<svg class="bars"') == 2


@pytest.mark.parametrize("count", [0, 1, 5])
def test_one_or_five_are_not_compared(count: int, three: list[Application]) -> None:
    chosen = [a_scenario(three[0], name=str(number)) for number in range(count)]
    query = "&".join(f"s={scenario.pk}" for scenario in chosen)
    response = browser("dag").get(f"{reverse('scenario_compare', args=place(three[0]))}?{query}")
    assert response.url == reverse("ranking", args=place(three[0]))


def test_it_is_adopted_as_the_page_showed_it(three: list[Application]) -> None:
    scenario, client = a_scenario(three[0]), browser("dag")
    page = client.get(reverse("scenario_adopt", args=[scenario.pk]))
    old = client.post(reverse("scenario_adopt", args=[scenario.pk]), {"digest": "0" * 64})
    assert (old.status_code, "Något har ändrats" in old.content.decode()) == (422, True)
    client.post(reverse("scenario_adopt", args=[scenario.pk]), {"digest": page.context["allocation"].digest})
    assert Proposal.objects.count() == 3


def test_of_one_application_the_page_speaks_of_one(three: list[Application]) -> None:
    Application.objects.filter(pk=three[2].pk).update(officer=person("disa"))
    read = text(browser("dag"), reverse("scenario_adopt", args=[a_scenario(three[0]).pk]))
    assert "2 ansökningar, tillsammans" in read
    assert "Föreslås avslag 1 ansökan" in read
    assert "1 ärende, som väntar på handläggarens eget förslag" in read


def test_many_are_ordered_and_their_page_tells_how_far_they_have_come(
    three: list[Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposal_orders, "AT_ONCE", 2)
    scenario, client = a_scenario(three[0]), browser("dag")
    response = client.post(reverse("scenario_adopt", args=[scenario.pk]), {"digest": digest_of(scenario)})
    assert "0 av 3 förslag är klara." in text(client, response.url)
    proposal_orders.carry_out(scenario.orders.get().pk, now=NOW)
    assert "Förslagen är lämnade i alla dina 3 ärenden." in text(client, response.url)


def test_a_file_has_the_amounts_of_the_scenario(three: list[Application]) -> None:
    scenario = a_scenario(three[0], share=50)
    url = reverse("ranking_sheet", args=[*place(three[0]), "csv"])
    plain = browser("eva").get(url).content.decode("utf-8-sig").splitlines()
    with_amounts = browser("eva").get(f"{url}?scenario={scenario.pk}").content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in plain] == ["Plats", "1", "2", "3"]
    assert with_amounts[1].endswith(";300000,00;300000,00;ja;150000,00;Andel av det sökta")


def test_obstacles_of_a_later_officer_are_named(three: list[Application]) -> None:
    scenario, disa = a_scenario(three[0]), person("disa")
    Application.objects.filter(pk=three[0].pk).update(officer=disa)
    browser("dag").post(reverse("scenario_adopt", args=[scenario.pk]), {"digest": digest_of(scenario)})
    refused = browser("disa").post(reverse("scenario_propose", args=[scenario.pk]))
    assert (refused.status_code, three[0].case.number in refused.content.decode()) == (422, True)
    conflicts.declare(three[0], answer=ConflictAnswer.NONE, by=disa, now=NOW)
    three[0].refresh_from_db()
    assessed_by(three[0], "disa", points=5)
    browser("disa").post(reverse("scenario_propose", args=[scenario.pk]))
    assert Proposal.objects.filter(proposed_by=disa).count() == 1
