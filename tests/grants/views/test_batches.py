"""The pages of collective decisions: cases chosen, the list read, decided, sent; and what who is jävig sees of it."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from grants.domain import batch_work, batches, conflicts
from grants.enums import BatchItemStatus, BatchStatus, ConflictAnswer
from grants.models import BatchDecision
from tests import factories
from tests.factories import NOW, person
from tests.pages import browser, errors, flashes, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def then(monkeypatch):
    """The portal's clock stands at the day of the factories."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def page(batch: BatchDecision, username: str = "eva"):
    return browser(username).get(reverse("batch", args=[batch.case.number]))


def post(batch: BatchDecision, name: str, username: str = "eva", **data):
    return browser(username).post(reverse(name, args=[batch.case.number]), data)


def says_jav(application, username: str):
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=person(username), now=NOW)


def fields(call, *numbers: str, **changes: str) -> dict[str, object]:
    return {
        "utlysning": call.slug,
        "vald": list(numbers),
        "rules_cited": "3 §",
        "conditions": "Ett villkor.",
        "report_due_on": "2019-01-31",
        "opened": "sidan",
        **changes,
    }


def test_the_decider_chooses_a_call_and_then_the_cases():
    cases = factories.some_proposed(3)
    eva = browser("eva")
    assert "3 ärenden väntar på beslut" in words(eva.get(reverse("batch_new")))
    shown = eva.get(reverse("batch_new"), {"utlysning": cases[0].call.slug})
    assert shown.content.decode().count(" checked ") == 3
    numbers = [case.case.number for case in cases[:2]]
    response = eva.post(reverse("batch_new"), fields(cases[0].call, *numbers))
    batch = BatchDecision.objects.get()
    assert response["Location"] == reverse("batch", args=[batch.case.number])
    assert list(batch.items.values_list("application__case__number", flat=True)) == numbers


def test_from_the_work_list_the_marked_ones_are_marked():
    cases = factories.some_proposed(2)
    shown = browser("eva").get(reverse("batch_new"), {"vald": cases[0].case.number})
    assert shown.content.decode().count(" checked ") == 1
    whole = browser("eva").get(reverse("batch_new"), {"alla": "1", "urval": "vy=alla"})
    assert whole.content.decode().count(" checked ") == 2


def test_cases_of_two_calls_are_chosen_a_call_at_a_time():
    cases = [*factories.some_proposed(1), *factories.some_proposed(1)]
    shown = browser("eva").get(reverse("batch_new"), {"vald": [case.case.number for case in cases]})
    assert flashes(shown) == ["De markerade ärendena hör inte till samma utlysning. Välj en utlysning i taget."]


def test_without_a_case_the_page_says_so():
    case = factories.some_proposed(1)[0]
    response = browser("eva").post(reverse("batch_new"), fields(case.call))
    assert (response.status_code, errors(response)) == (422, ["Välj mellan 1 och 1000 ärenden."])


def test_while_it_is_drawn_up_the_page_says_how_far_it_has_come():
    batch = factories.a_batch()
    said = words(page(batch))
    assert "0 av 2 ärenden är klara" in said and "Du kan lämna sidan" in said


def test_the_page_says_what_hinders_and_lets_it_be_taken_out():
    cases = factories.some_proposed(2)
    says_jav(cases[0], "dag")
    batch = factories.drawn_up_batch(cases)
    said = words(page(batch))
    assert "1 brev är upprättat, 1 ärende har hinder." in said
    assert "Den som har föredragit ärendet är eller kan vara jävig." in said
    assert "Fatta alla beslut" not in said
    assert flashes(post(batch, "batch_take_out", hinder="1")) == ["1 ärende ingår inte längre i samlingsbeslutet."]


def test_the_list_is_read_and_decided_and_sent():
    batch = factories.drawn_up_batch()
    said = words(page(batch))
    assert "Bifall 2 600 000 kr" in said.replace("\u00a0", " ")
    assert "Kvar sedan" in said and "Fatta alla beslut" in said
    response = post(batch, "batch_approve", listing_sha256=batch.listing_id)
    assert flashes(response) == ["Besluten är fattade. Nu förs de in i varje ärende."]
    batch = factories.worked(batch)
    assert "Skicka alla beslut" in words(page(batch, "rut"))
    post(batch, "batch_dispatch", "rut", no_conflict="on")
    batch = factories.worked(batch)
    assert batch.status == BatchStatus.DISPATCHED


def test_the_frames_are_shown_and_must_hold():
    call = factories.a_call(frame_ore=factories.AMOUNT + 100)
    batch = factories.drawn_up_batch(factories.some_proposed(2, call=call))
    said = words(page(batch))
    assert "Ramen räcker inte till hela listan" in said
    assert "Fatta alla beslut" not in said


@pytest.mark.parametrize(("count", "said"), [(1, "Ett ärende på listan blev inte avgjort."), (2, "inte avgjorda.")])
def test_what_was_left_out_is_said_in_the_right_number(count: int, said: str):
    batch = factories.batch_at(BatchStatus.DECIDED)
    pks = list(batch.items.values_list("pk", flat=True)[:count])
    batch.items.filter(pk__in=pks).update(status=BatchItemStatus.LEFT_OUT, problem="Ramen räcker inte.")
    assert said in words(page(batch))


def test_the_papers_open_and_the_protocol_only_with_its_seal():
    batch = factories.batch_at(BatchStatus.DECIDED)
    for name in ("batch_listing", "batch_protocol"):
        content = b"".join(browser("dag").get(reverse(name, args=[batch.case.number])))
        with pikepdf.open(BytesIO(content)) as pdf:
            assert len(pdf.pages) == 1


def test_who_is_javig_in_a_case_sees_neither_it_nor_the_papers():
    cases = factories.some_proposed(2)
    batch = factories.batch_at(BatchStatus.DECIDED, cases)
    says_jav(cases[0], "disa")
    said = words(page(batch, "disa"))
    assert cases[0].case.number not in said and cases[1].case.number in said
    assert "Ett ärende visas inte för dig" in said
    assert f"Summa 1 {factories.AMOUNT // 100_000} 000 kr" in said.replace("\u00a0", " ")
    disa = browser("disa")
    assert [
        disa.get(reverse(name, args=[batch.case.number])).status_code for name in ("batch_listing", "batch_protocol")
    ] == [404, 404]


def test_a_registrar_who_is_javig_does_not_find_the_papers_in_the_diary():
    cases = factories.some_proposed(1)
    batch = factories.batch_at(BatchStatus.DECIDED, cases)
    rut = browser("rut")
    address = reverse("registry_document", args=[batch.case.number, 2])
    assert b"".join(rut.get(address)).startswith(b"%PDF")
    says_jav(cases[0], "rut")
    assert rut.get(address).status_code == 404
    assert batch.case.number not in words(rut.get(reverse("registry")))


def test_the_decider_mends_what_it_may_not_see():
    """A case in which the decider has become jävig falls out by itself when the rest is drawn up anew."""
    cases = factories.some_proposed(2)
    batch = factories.drawn_up_batch(cases)
    says_jav(cases[0], "eva")
    post(batch, "batch_renew")
    batch = factories.worked(batch)
    said = words(page(batch))
    assert cases[0].case.number not in said and "Fatta alla beslut" in said
    assert batch.items.get(application=cases[0]).status == BatchItemStatus.TAKEN_OUT


def test_it_is_called_off():
    batch = factories.a_batch()
    post(batch, "batch_cancel")
    batch.refresh_from_db()
    assert batch.status == BatchStatus.CANCELLED


def test_a_long_list_has_pages(monkeypatch):
    monkeypatch.setattr("grants.views.batches.PER_PAGE", 1)
    batch = factories.drawn_up_batch()
    first = page(batch)
    assert "Visa nästa sida" in words(first)
    second = browser("eva").get(reverse("batch", args=[batch.case.number]) + first.context["next_url"])
    assert [item.place for item in second.context["items"]] == [2]


def test_the_page_costs_the_same_with_one_case_and_with_four():
    costs = []
    for count in (1, 4):
        batch, eva = factories.drawn_up_batch(factories.some_proposed(count)), browser("eva")
        with CaptureQueriesContext(connection) as queries:
            assert eva.get(reverse("batch", args=[batch.case.number])).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 12


def test_the_time_left_follows_from_what_is_done():
    batch = factories.a_batch(factories.some_proposed(4))
    for _ in range(3):
        batch_work.do_next(batch.pk, writers=factories.WRITERS, now=NOW)
    BatchDecision.objects.filter(pk=batch.pk).update(step_began_at=NOW - timedelta(minutes=9))
    assert "Ungefär 3 minuter kvar." in words(page(batch))


def test_the_home_of_the_decider_has_what_is_under_way():
    batch = factories.drawn_up_batch()
    assert batch.case.number in words(browser("eva").get("/"))
    batches.cancel(batch, by=person("eva"), now=NOW)
    assert batch.case.number not in words(browser("eva").get("/"))
