"""Communication under 25 § FL, and messages both ways."""

from datetime import UTC, date, datetime

import pytest

from delmos.lib.refusal import Refused
from grants.domain import assessment, communications, conflicts, messages
from grants.enums import ApplicationStatus, CheckResult, ConflictAnswer, DecisionKind, DecisionStatus
from grants.policies import check_communicated, newest_checks
from journal.models import Notice, RegistryEntry
from tests.factories import (
    DUE,
    NOW,
    TODAY,
    an_attachment,
    application_at,
    communicated,
    decided,
    decision_at,
)
from tests.factories.registry import marked, posted

pytestmark = pytest.mark.django_db
THE_DAY_AFTER = date(2018, 5, 17)


@pytest.fixture
def application(dag):
    """Under review, with a check that speaks against the applicant."""
    found = application_at(ApplicationStatus.IN_REVIEW)
    assessment.record_check(
        found,
        requirement="tax_debt",
        result=CheckResult.NOT_MET,
        source="Kronofogden",
        note="Skuld på 40 000 kr.",
        by=dag,
        now=NOW,
    )
    return found


def check(application, *, on: date = TODAY, ground: str = "", kind: DecisionKind = DecisionKind.REJECT) -> None:
    check_communicated(application, kind, ground, newest_checks(application), on=on)


def test_INV_11_a_failed_check_must_be_communicated_before_a_rejection(application):
    with pytest.raises(Refused, match="Kommunicera den först"):
        check(application)


def test_INV_11_the_time_to_answer_must_have_passed(application):
    communicated(application)
    with pytest.raises(Refused, match="Kommunicera den först"):
        check(application, on=DUE)
    check(application, on=THE_DAY_AFTER)


def test_INV_11_an_answer_ends_the_wait(application, anna):
    communications.answer(communicated(application), nothing_to_add=True, by=anna, now=NOW)
    check(application)


def test_INV_11_a_communication_from_before_the_check_does_not_count(application):
    communicated(application, now=datetime(2018, 5, 1, 10, 0, tzinfo=UTC))
    with pytest.raises(Refused, match="Kommunicera den först"):
        check(application, on=THE_DAY_AFTER)


def test_INV_11_a_recorded_ground_is_enough(application):
    check(application, ground="Uppgiften kommer från sökanden själv.")


def test_what_gives_the_applicant_what_it_asks_for_needs_no_communication(application):
    check(application, kind=DecisionKind.GRANT)


def test_communicated_documents_open_to_the_party(application):
    entry = RegistryEntry.objects.filter(case=application.case).latest("serial")
    RegistryEntry.objects.filter(pk=entry.pk).update(visible_to_party=False)
    made = communicated(application, serials=[entry.serial])
    entry.refresh_from_db()
    assert (entry.visible_to_party, [one.entry.serial for one in made.documents.all()]) == (True, [entry.serial])


def test_only_documents_of_the_case_are_communicated(application):
    with pytest.raises(Refused, match="Välj handlingar i listan"):
        communicated(application, serials=[99])


def test_INV_11_what_is_marked_for_secrecy_is_not_communicated(application):
    """The party cannot open it, so that it has not been shown."""
    entry = marked(posted(application.case).items.get().entry)
    with pytest.raises(Refused, match="sekretessmarkerad") as refused:
        communicated(application, serials=[entry.serial])
    entry.refresh_from_db()
    assert (refused.value.field, entry.visible_to_party) == ("serials", False)


def test_what_the_party_sent_is_communicated_also_when_it_is_marked(application):
    entry = marked(application.case.entries.get(serial=1))
    assert [one.entry for one in communicated(application, serials=[1]).documents.all()] == [entry]


def test_a_communication_says_something(application):
    with pytest.raises(Refused, match="Skriv vad materialet gäller"):
        communicated(application, text=" ")


def test_an_answer_is_registered_with_its_files_and_the_officer_is_told(application, anna, dag):
    message = communications.answer(
        communicated(application), text="Skulden är betald.", files=[an_attachment()], by=anna, now=NOW
    )
    entries = application.case.entries.order_by("-serial")[:2]
    assert [entry.title for entry in entries] == ["Bilaga: Intyg.pdf", "Yttrande"]
    assert (message.entry, [file.name for file in message.files.all()]) == (entries[1], ["Intyg.pdf"])
    assert Notice.objects.filter(recipient_key=dag.actor_key).latest("pk").title == "Sökanden har yttrat sig"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [({}, "Skriv ert svar"), ({"text": "Jo.", "nothing_to_add": True}, "Välj antingen")],
)
def test_an_answer_is_either_a_text_or_that_there_is_nothing_to_add(application, anna, answer, sentence):
    with pytest.raises(Refused, match=sentence):
        communications.answer(communicated(application), **answer, by=anna, now=NOW)


def test_a_message_to_the_party_is_registered_and_told(application, dag, anna):
    messages.send(application, text="När är ni klara?", files=[an_attachment()], by=dag, now=NOW)
    assert [f"{e.direction}: {e.title}" for e in application.case.entries.order_by("serial")][-2:] == [
        "out: Meddelande",
        "out: Bilaga: Intyg.pdf",
    ]
    assert (
        Notice.objects.filter(recipient_key=anna.actor_key).latest("pk").title == "Ni har fått ett meddelande från oss"
    )


def test_a_message_to_the_agency_goes_to_the_officer(application, anna, dag):
    messages.receive(application, text="I juni.", by=anna, now=NOW)
    assert Notice.objects.latest("pk").recipient_key == dag.actor_key


def test_a_message_in_a_case_without_officer_goes_to_the_registrars(anna, rut):
    messages.receive(application_at(ApplicationStatus.RECEIVED), text="Hej!", by=anna, now=NOW)
    assert Notice.objects.latest("pk").recipient_key == rut.actor_key


def test_an_officer_who_is_jävig_is_told_nothing_more_and_the_registrars_are(anna, dag, rut):
    """INV-8: what comes in has to reach somebody who may open it."""
    application = application_at(ApplicationStatus.PROPOSED)
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=dag, now=NOW)
    message = messages.receive(application, text="Hej!", by=anna, now=NOW)
    told = Notice.objects.filter(key=f"message:{message.pk}").values_list("recipient_key", flat=True)
    assert list(told) == [rut.actor_key]


def test_that_a_case_is_decided_is_not_said_before_the_decision_is_sent(anna):
    decision = decision_at(DecisionStatus.PREPARED)
    sent = communicated(decision.application)
    decided(decision)
    with pytest.raises(Refused) as refused:
        communications.answer(sent, nothing_to_add=True, by=anna, now=NOW)
    assert refused.value.message == "Det går inte att yttra sig över kommunicerat material nu."


@pytest.mark.parametrize(("text", "sentence"), [(" ", "Skriv ett meddelande"), ("å" * 8001, "Texten är för lång")])
def test_a_message_has_a_text_that_fits(application, anna, text, sentence):
    with pytest.raises(Refused, match=sentence):
        messages.receive(application, text=text, by=anna, now=NOW)


def test_a_message_has_at_most_ten_files(application, anna):
    with pytest.raises(Refused, match="Högst 10 bilagor"):
        messages.receive(application, text="Hej", files=[an_attachment()] * 11, by=anna, now=NOW)
