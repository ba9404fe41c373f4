"""INV-31: sensitive parts are opened one by one, by those who need them, and each opening is logged."""

from typing import Any

import pytest
from django.db import transaction

from accounts.permissions import Permission
from delmos.lib.gate import NotYours
from delmos.lib.refusal import Refused
from grants.domain import conflicts
from grants.domain.queries.readings import readings_by, readings_of
from grants.domain.readings import open_document, open_part, sensitive_parts
from grants.enums import ConflictAnswer
from journal.actors import SYSTEM
from journal.domain import readings
from journal.models import Reading, RegistryEntry
from tests import factories
from tests.factories import NOW, person

pytestmark = pytest.mark.django_db
ANSWER, CHECK = "answer:respects_democracy", "check:democratic_values"


@pytest.fixture
def case() -> Any:
    return factories.received()


def logged() -> list[tuple[str, str]]:
    return list(Reading.objects.order_by("pk").values_list("reader_name", "part"))


def entry(case: Any, title: str) -> RegistryEntry:
    return case.case.entries.get(title=title)


def test_the_profile_and_the_form_say_what_is_sensitive(case: Any) -> None:
    assert sensitive_parts(case) == {ANSWER, CHECK}


def test_a_municipality_declares_nothing_sensitive() -> None:
    call = factories.a_call(factories.MUNICIPALITIES)
    assert sensitive_parts(factories.received(call, organisation=factories.gavle())) == frozenset()


def test_an_opening_says_who_what_and_when_and_nothing_else(case: Any) -> None:
    made = open_part(case, part=CHECK, by=person("dag"), now=NOW)
    row = Reading.objects.values("case__number", "part", "read_at", "read_by", "reader_name").get(pk=made.pk)
    assert row == {
        "case__number": case.case.number,
        "part": CHECK,
        "read_at": NOW,
        "read_by": person("dag").actor_key,
        "reader_name": "Dag Dahl",
    }


def test_every_opening_is_a_reading_of_its_own(case: Any) -> None:
    for part in (ANSWER, CHECK, ANSWER):
        open_part(case, part=part, by=person("dag"), now=NOW)
    assert logged() == [("Dag Dahl", part) for part in (ANSWER, CHECK, ANSWER)]


@pytest.mark.parametrize("part", ["answer:title", "check:tax_debt", "document:1", "answer:", "x"])
def test_a_part_that_is_not_sensitive_is_not_there_to_open(case: Any, part: str) -> None:
    with pytest.raises(NotYours):
        open_part(case, part=part, by=person("dag"), now=NOW)
    assert logged() == []


@pytest.mark.parametrize("who", ["farah", "gun", "anna"])
def test_who_does_not_need_it_opens_nothing(case: Any, who: str) -> None:
    with pytest.raises(Refused, match="bara en handläggare, beslutsfattare eller registrator"):
        open_part(case, part=CHECK, by=person(who), now=NOW)
    assert logged() == []


@pytest.mark.parametrize("who", ["dag", "eva", "rut"])
def test_who_handles_the_condition_may_open(case: Any, who: str) -> None:
    assert open_part(case, part=CHECK, by=person(who), now=NOW).read_by == person(who).actor_key


def test_whoever_is_javig_opens_nothing(case: Any) -> None:
    conflicts.declare(case, answer=ConflictAnswer.CONFLICT, ground="Min bror.", by=person("dag"), now=NOW)
    for act in (
        lambda: open_part(case, part=CHECK, by=person("dag"), now=NOW),
        lambda: open_document(case, entry(case, "Ansökan"), by=person("dag"), now=NOW),
    ):
        with pytest.raises(Refused, match="Du är eller kan vara jävig"):
            act()
    assert logged() == []


def test_a_document_that_holds_a_sensitive_answer_is_logged(case: Any) -> None:
    found = entry(case, "Ansökan")
    open_document(case, found, by=person("rut"), now=NOW)
    assert (found.is_sensitive, logged()) == (True, [("Rut Rask", f"document:{found.serial}")])


def test_any_other_document_is_opened_without_a_trace(case: Any) -> None:
    sent = factories.completion_requested(factories.assigned(case)).entry
    assert (open_document(case, sent, by=person("gun"), now=NOW), logged()) == (None, [])


def test_a_document_marked_for_secrecy_is_logged(case: Any) -> None:
    sent = factories.completion_requested(factories.assigned(case)).entry
    RegistryEntry.objects.filter(pk=sent.pk).update(secrecy_rule="21 kap. 7 § OSL")
    sent.refresh_from_db()
    open_document(case, sent, by=person("dag"), now=NOW)
    assert logged() == [("Dag Dahl", f"document:{sent.serial}")]


def test_a_completion_of_a_sensitive_answer_is_a_sensitive_document() -> None:
    request = factories.completion_requested(questions=["respects_democracy"])
    factories.hand_in_completion(factories.completion_saved(request, respects_democracy=True))
    assert entry(request.application, "Komplettering").is_sensitive


def test_a_completion_of_other_answers_is_not() -> None:
    request = factories.completion_requested()
    factories.hand_in_completion(factories.completion_saved(request))
    assert not entry(request.application, "Komplettering").is_sensitive


def test_what_is_shown_is_logged_in_the_same_transaction(case: Any) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        open_part(case, part=CHECK, by=person("dag"), now=NOW)
        raise ZeroDivisionError
    assert logged() == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_logged_outside_the_transaction_that_shows() -> None:
    with pytest.raises(RuntimeError, match="in the transaction that shows"):
        readings.record(factories.received().case, CHECK, by=SYSTEM, now=NOW)


def test_the_log_is_read_by_the_registrar_and_management_alone(case: Any) -> None:
    factories.opened(case)
    seen = {who: readings_of(case, person=person(who)).count() for who in ("rut", "gun", "dag", "eva", "farah", "anna")}
    assert seen == {"rut": 1, "gun": 1, "dag": 0, "eva": 0, "farah": 0, "anna": 0}
    assert [who for who in seen if person(who).may(Permission.SEE_READINGS)] == ["rut", "gun"]


def test_everybody_finds_their_own_readings(case: Any) -> None:
    mine, _ = factories.opened(case), factories.opened(case, who="eva")
    assert list(readings_by(person("dag"))) == [mine]
