"""One act on many cases: in all of them or in none, once however often it is sent."""

from typing import Any

import pytest

from accounts.models import User
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refusals, Refused
from grants.domain import bulk_acts, conflicts
from grants.domain.completion_requests import Lacking
from grants.enums import ApplicationStatus, BulkActKind, ConflictAnswer, ReportStatus
from grants.interfaces.letters import render_write_off
from grants.models import Application, BulkAct, CompletionRequest
from grants.questions import Question, QuestionGroup, QuestionKind
from journal.models import Event, RegistryEntry
from tests.database import at_once, everything
from tests.factories import (
    CONSEQUENCE,
    DUE,
    NOW,
    a_call_asking,
    application_at,
    assigned,
    decision_at,
    person,
    received,
    report_at,
)

pytestmark = pytest.mark.django_db


def give(chosen: list[Application], *, by: str = "rut", page_key: str = "sidan") -> BulkAct:
    return bulk_acts.assign(chosen, officer=person("dag"), page_key=page_key, by=person(by), now=NOW)


def ask(chosen: list[Application], *, by: str = "dag", page_key: str = "sidan") -> BulkAct:
    return bulk_acts.request_completion(
        chosen,
        items=[Lacking("goals", "Vilka mål?")],
        due_on=DUE,
        consequence=CONSEQUENCE,
        page_key=page_key,
        by=person(by),
        now=NOW,
    )


def finish(chosen: list[Application], *, by: str = "dag") -> BulkAct:
    return bulk_acts.close(chosen, write_letter=render_write_off, page_key="sidan", by=person(by), now=NOW)


def refusals(act: Any) -> list[str]:
    with pytest.raises(Refusals) as refused:
        act()
    return [refusal.message for refusal in refused.value.refusals]


def statuses() -> list[str]:
    return sorted(Application.objects.values_list("status", flat=True))


def test_each_case_is_given_to_the_officer_with_its_event() -> None:
    chosen = [received(), received()]
    done = give(chosen)
    assert list(Application.objects.values_list("officer__username", "status")) == [("dag", "in_review")] * 2
    assert Event.objects.filter(name="case_assigned").count() == 2
    assert (done.kind, done.numbers, done.done_by, done.done_at) == (
        BulkActKind.ASSIGN,
        [application.case.number for application in chosen],
        person("rut"),
        NOW,
    )


def test_one_in_the_way_stops_all_and_is_named() -> None:
    stopping, free = assigned(received()), received()
    before = everything()
    said = refusals(lambda: give([free, stopping]))
    assert [sentence.split(":")[0] for sentence in said] == [stopping.case.number]
    assert everything() == before


def test_every_one_in_the_way_is_named_at_once() -> None:
    stopping = [assigned(received()), assigned(received())]
    said = refusals(lambda: give([*stopping, received()]))
    assert [sentence.split(":")[0] for sentence in said] == [application.case.number for application in stopping]


def test_an_officer_who_is_javig_in_one_stops_it() -> None:
    application = received()
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Släkt", by=person("dag"), now=NOW)
    assert refusals(lambda: give([application])) == [
        f"{application.case.number}: Dag Dahl är eller kan vara jävig i ärendet. Välj en annan handläggare."
    ]


@pytest.mark.parametrize("username", ["dag", "eva", "farah", "gun", "anna"])
def test_only_a_registrar_gives_cases_out(username: str, cast: dict[str, User]) -> None:
    application = received()
    assert refusals(lambda: give([application], by=username)) == [
        f"{application.case.number}: Det här kan bara en registrator göra."
    ]


def test_a_second_post_of_the_page_changes_nothing() -> None:
    chosen = [received(), received()]
    first = give(chosen)
    before = everything()
    assert give(chosen) == first
    assert everything() == before


def test_the_same_cases_from_another_page_are_refused() -> None:
    chosen = [received()]
    give(chosen)
    assert len(refusals(lambda: give(chosen, page_key="en annan"))) == 1


@pytest.mark.django_db(transaction=True)
def test_two_posts_of_a_page_at_once_do_it_once(dag: User, rut: User) -> None:
    chosen = [received(), received()]
    done = at_once(lambda: give(chosen), lambda: give(chosen))
    assert done == [BulkAct.objects.get()] * 2
    assert Event.objects.filter(name="case_assigned").count() == 2


def test_nothing_chosen_is_refused() -> None:
    with pytest.raises(Refused, match=r"^Välj minst ett ärende i listan\.$"):
        give([])


def test_too_many_are_refused_before_any_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_acts, "MOST", {BulkActKind.ASSIGN: 1})
    with pytest.raises(Refused, match=r"^Välj högst 1 ärenden åt gången\.$"):
        give([received(), received()])
    assert statuses() == ["received", "received"]


def test_each_applicant_is_asked_for_the_same_with_a_letter_of_its_own() -> None:
    chosen = [assigned(received()), assigned(received())]
    ask(chosen)
    asked = CompletionRequest.objects.order_by("pk")
    assert [(one.application, one.due_on, one.asked) for one in asked] == [
        (application, DUE, {"goals": "Vilka mål?"}) for application in chosen
    ]
    assert RegistryEntry.objects.filter(title="Begäran om komplettering").count() == 2


def test_the_case_of_another_officer_stops_the_request() -> None:
    own, other = assigned(received()), assigned(received())
    Application.objects.filter(pk=other.pk).update(officer=person("disa"))
    assert refusals(lambda: ask([own, other])) == [
        f"{other.case.number}: Ärendet är fördelat till en annan handläggare."
    ]
    assert CompletionRequest.objects.count() == 0


def test_a_withdrawn_case_is_written_off_and_one_with_money_left_stops_it() -> None:
    withdrawn = application_at(ApplicationStatus.WITHDRAWN)
    conflicts.declare(withdrawn, answer=ConflictAnswer.NONE, by=person("dag"), now=NOW)
    granted = decision_at("dispatched").application
    assert refusals(lambda: finish([withdrawn, granted])) == [
        f"{granted.case.number}: Det finns {format_sek(300_000_00)} kvar att betala ut."
    ]
    finish([withdrawn])
    withdrawn.refresh_from_db()
    withdrawn.case.refresh_from_db()
    assert (withdrawn.status, withdrawn.case.closed_at) == (ApplicationStatus.WRITTEN_OFF, NOW)


def test_a_grant_that_is_not_accounted_for_stops_it() -> None:
    application = report_at(ReportStatus.SUBMITTED).application
    assert refusals(lambda: finish([application])) == [f"{application.case.number}: Bidraget är inte slutredovisat."]


def test_the_answer_on_jav_is_given_in_every_case() -> None:
    chosen = [received(), received()]
    bulk_acts.declare_none(chosen, page_key="sidan", by=person("disa"), now=NOW)
    assert bulk_acts.obstacles(BulkActKind.CLOSE, chosen, person=person("disa")).keys() == {one.pk for one in chosen}
    assert Event.objects.filter(name="conflict_declared").count() == 2


def test_what_stands_in_the_way_is_said_beforehand_in_one_query(django_assert_num_queries: Any) -> None:
    own = assigned(received())
    other, new = assigned(received()), received()
    Application.objects.filter(pk=other.pk).update(officer=person("disa"))
    chosen = list(Application.objects.select_related("case").order_by("pk"))
    dag = person("dag")
    with django_assert_num_queries(1):
        said = bulk_acts.obstacles(BulkActKind.REQUEST_COMPLETION, chosen, person=dag)
    assert said == {
        other.pk: "Ärendet är fördelat till en annan handläggare.",
        new.pk: "Det går inte att begära komplettering nu. Läget är ”inkommen”, och steget kräver läget ”under "
        "handläggning”.",
    }
    assert own.pk not in said


def test_only_what_every_form_asks_for_can_be_asked_of_all() -> None:
    first, second = Question("own", QuestionKind.TEXT, "Egen"), Question("other", QuestionKind.TEXT, "Annan")
    chosen = [received(a_call_asking(QuestionGroup("more", "Mer", (question,)))) for question in (first, second)]
    keys = [asked.key for group in bulk_acts.may_be_asked_of_all(chosen) for asked in group.questions]
    assert keys == ["title", "period_start", "period_end", "counties", "budget", "other_document"]
