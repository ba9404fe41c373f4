"""Requests for public documents (TF 2 kap., INV-29): nobody is asked who or why, and a person decides about each."""

import pytest

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import conflicts, release_decisions, releases
from grants.domain.queries.releases import open_releases, refusals_to_decide, releases_for
from grants.enums import ApplicationStatus, ConflictAnswer, ReleaseOutcome
from grants.models import ReleaseRequest
from journal.domain import documents
from journal.enums import Direction
from journal.models import Event
from tests.factories import NOW, application_at, person
from tests.factories.registry import (
    RULE,
    a_cover,
    a_letter_entry,
    answered,
    marked,
    masked,
    posted,
    release_item,
    release_requested,
    tried,
    written_wanted,
)

pytestmark = pytest.mark.django_db


def test_a_request_gets_a_number_and_its_words_become_a_document() -> None:
    request = release_requested(wanted="Alla brev från april.")
    entry = request.case.entries.get()
    assert (request.case.number, request.case.counterpart) == ("UTL-2018-00001", "")
    assert (entry.direction, documents.read(entry.document)) == (Direction.IN, b"Alla brev fr\xc3\xa5n april.")


def test_a_request_needs_no_way_to_answer_and_asks_for_no_name() -> None:
    assert release_requested(contact="").contact == ""
    assert [field.name for field in ReleaseRequest._meta.fields if field.name in ("name", "purpose", "person")] == []


def test_a_request_without_words_is_refused() -> None:
    with pytest.raises(Refused, match="vilka handlingar"):
        release_requested(wanted=" ")


def test_the_same_post_of_a_page_is_one_request(rut: User) -> None:
    requests = {releases.receive(wanted="Brevet", page_key="sida", by=rut, now=NOW) for _ in range(2)}
    assert len(requests) == 1


def test_a_document_is_chosen_once_and_can_be_taken_away(rut: User) -> None:
    item = release_item()
    assert releases.choose(item.request, entries=[item.entry], by=rut, now=NOW) == 0
    releases.drop(item, by=rut, now=NOW)
    assert not item.request.items.exists()


def test_nothing_chosen_is_refused(rut: User) -> None:
    with pytest.raises(Refused, match="minst en handling"):
        releases.choose(release_requested(), entries=[], by=rut, now=NOW)


def test_a_document_of_a_case_of_jäv_cannot_be_chosen(rut: User) -> None:
    application = application_at(ApplicationStatus.IN_REVIEW)
    entry = application.case.entries.get(serial=1)
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Kusin", by=rut, now=NOW)
    with pytest.raises(Refused, match="går inte att välja"):
        releases.choose(release_requested(), entries=[entry], by=rut, now=NOW)


def test_a_request_about_a_case_of_jäv_is_not_there(rut: User) -> None:
    application = application_at(ApplicationStatus.IN_REVIEW)
    item = release_item(posted(application.case).items.get().entry)
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Kusin", by=rut, now=NOW)
    assert list(releases_for(rut)) == []
    with pytest.raises(Refused, match="^Du är eller kan vara jävig i ett ärende som begäran gäller"):
        releases.try_item(item, outcome=ReleaseOutcome.RELEASED, by=rut, now=NOW)


def test_the_trial_is_a_persons_with_rule_and_reasons(rut: User) -> None:
    item = tried(ReleaseOutcome.REFUSED, rule=RULE, note="Uppgifter om hälsa.")
    assert (item.outcome, item.rule, item.decided_by, item.decided_at) == (ReleaseOutcome.REFUSED, RULE, rut, NOW)


def test_a_refusal_without_its_rule_is_refused() -> None:
    with pytest.raises(Refused, match="vilken bestämmelse"):
        tried(ReleaseOutcome.REFUSED, rule="")


def test_a_mark_does_not_decide_but_asks_for_a_word() -> None:
    entry = marked(a_letter_entry())
    with pytest.raises(Refused, match="sekretessmarkerad"):
        tried(ReleaseOutcome.RELEASED, entry, rule="", note="")


def test_a_marked_document_can_be_released_with_a_word() -> None:
    item = tried(ReleaseOutcome.RELEASED, marked(a_letter_entry()), rule="", note="Brevet gäller begäranden själv.")
    assert item.outcome == ReleaseOutcome.RELEASED


def test_an_answer_enters_the_copy_and_a_letter_as_sent_and_closes() -> None:
    item = tried(ReleaseOutcome.RELEASED, rule="")
    request = answered(item)
    out = request.case.entries.filter(direction=Direction.OUT)
    number = item.entry.case.number
    assert [entry.title for entry in out] == [f"Kopia av {number}-1", "Följebrev"]
    assert out[0].document == item.entry.document
    request.case.refresh_from_db()
    assert (request.closed_at, request.case.closed_at) == (NOW, NOW)


def test_a_masked_copy_goes_out_and_the_original_stays() -> None:
    item = masked()
    before = documents.read(item.entry.document)
    out = answered(item).case.entries.get(title__endswith="maskerad")
    assert (out.document, out.document == item.entry.document) == (item.copy, False)
    assert documents.read(item.entry.document) == before


def test_the_copy_of_a_marked_document_is_marked_as_it_is() -> None:
    item = tried(ReleaseOutcome.RELEASED, marked(a_letter_entry()), rule="", note="Begäranden är hennes egen.")
    assert answered(item).case.entries.get(title__startswith="Kopia").secrecy_rule == RULE


def test_a_masked_copy_of_a_marked_document_is_not_marked() -> None:
    item = masked(marked(a_letter_entry()))
    assert answered(item).case.entries.get(title__startswith="Kopia").secrecy_rule == ""


def test_what_is_refused_does_not_go_out() -> None:
    out = answered(tried(ReleaseOutcome.REFUSED)).case.entries.filter(direction=Direction.OUT)
    assert [entry.title for entry in out] == ["Följebrev"]


def test_where_the_answer_went_is_forgotten() -> None:
    request = answered(tried(ReleaseOutcome.RELEASED, rule=""))
    request.refresh_from_db()
    assert request.contact == ""
    assert [event for event in Event.objects.all() if "svaret@example.org" in str(event.data)] == []


def test_an_answer_waits_for_every_trial_and_every_copy() -> None:
    with pytest.raises(Refused, match="inte prövad"):
        answered(release_item())
    with pytest.raises(Refused, match="inte gjord"):
        answered(tried(ReleaseOutcome.MASKED, rule=""))


def test_an_answered_request_does_not_change() -> None:
    item = tried(ReleaseOutcome.RELEASED, rule="")
    answered(item)
    for act in (lambda: answered(item), lambda: releases.drop(item, by=person("rut"), now=NOW)):
        with pytest.raises(Refused, match="besvarad"):
            act()


def test_what_waits_is_the_oldest_first_and_leaves_when_it_is_answered(rut: User) -> None:
    item = tried(ReleaseOutcome.RELEASED, rule="")
    later = release_requested()
    assert list(open_releases(rut)) == [item.request, later]
    answered(item)
    assert list(open_releases(rut)) == [later]


def decide(request: ReleaseRequest, by: User, reasons: str = "Skada kan antas.") -> ReleaseRequest:
    return release_decisions.decide(request, reasons=reasons, write_letter=a_cover, by=by, now=NOW)


def test_a_written_refusal_is_decided_by_a_decider_and_entered_as_sent(eva: User) -> None:
    request = written_wanted(tried(ReleaseOutcome.REFUSED))
    assert list(refusals_to_decide(eva)) == [request]
    decided = decide(request, eva)
    assert (decided.decided_by, decided.case.entries.get(title="Beslut om utlämnande").document) == (
        eva,
        decided.decision,
    )
    assert list(refusals_to_decide(eva)) == []


def test_a_written_refusal_is_there_for_what_is_held_back_only() -> None:
    with pytest.raises(Refused, match="inget att besluta"):
        written_wanted(tried(ReleaseOutcome.RELEASED, rule=""))


def test_a_refusal_is_not_decided_twice_nor_without_reasons_nor_by_another_role(eva: User, dag: User) -> None:
    request = written_wanted(tried(ReleaseOutcome.REFUSED))
    with pytest.raises(Refused, match="skälen"):
        decide(request, eva, reasons=" ")
    with pytest.raises(Refused, match="beslutsfattare"):
        decide(request, dag)
    decide(request, eva)
    with pytest.raises(Refused, match="Inget beslut väntar"):
        decide(request, eva)


def test_a_decider_sees_only_requests_that_wait_for_a_decision(eva: User) -> None:
    item = tried(ReleaseOutcome.REFUSED)
    assert list(releases_for(eva)) == []
    written_wanted(item)
    assert list(releases_for(eva)) == [item.request]


def test_an_officer_answers_no_request(dag: User) -> None:
    with pytest.raises(Refused, match="registrator"):
        releases.receive(wanted="Brevet", by=dag, now=NOW)
    assert list(releases_for(dag)) == []
