"""A party asks that its matter be decided: after six months, once, and is answered within four weeks (FL 12 §)."""

from datetime import UTC, date, datetime

import pytest
from pypdfium2 import PdfDocument

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import conflicts, decision_requests
from grants.domain.queries.timeline import timeline_of
from grants.enums import ApplicationStatus, ConflictAnswer, DecisionStatus
from grants.interfaces import letters
from grants.models import Application, DecisionRequest
from journal.domain import documents
from journal.models import Notice
from tests.factories import (
    AFTER_SIX_MONTHS,
    ASSOCIATIONS,
    NOT_NOW_BECAUSE,
    NOW,
    STANDARD,
    a_refusal_letter,
    application_at,
    assigned,
    decided,
    decision_at,
    decision_request_refused,
    decision_requested,
    declare_no_conflict,
    dispatched,
    prepared,
    proposed,
    received,
)
from tests.factories.appeals import dispatched_rejection, reopened

pytestmark = pytest.mark.django_db
A = ApplicationStatus


def titles(who: User) -> list[str]:
    found = Notice.objects.filter(recipient_key=who.actor_key, key__startswith="decision-request")
    return list(found.values_list("title", flat=True))


# --- asking -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [A.RECEIVED, A.RECEIVED_LATE, A.IN_REVIEW, A.COMPLETING, A.PROPOSED])
def test_inv_32_a_request_starts_four_weeks_in_every_open_case(status: ApplicationStatus) -> None:
    application = application_at(status)
    request = decision_requested(application, now=datetime(2018, 11, 20, 10, 0, tzinfo=UTC))
    assert (request.came_in_on, request.due_on) == (date(2018, 11, 20), date(2018, 12, 18))


@pytest.mark.parametrize(
    ("now", "is_early"),
    [
        (datetime(2018, 11, 2, 22, 59, 59, tzinfo=UTC), True),  # the last second of 2 November in Stockholm
        (datetime(2018, 11, 2, 23, 0, tzinfo=UTC), False),
    ],
)
def test_it_may_be_made_when_six_months_have_passed_and_not_before(now: datetime, is_early: bool) -> None:
    application = assigned(received())
    if not is_early:
        assert decision_requested(application, now=now).came_in_on == date(2018, 11, 3)
        return
    with pytest.raises(Refused, match="Ni får begära att det avgörs från och med 3 november 2018."):
        decision_requested(application, now=now)


def test_it_is_entered_in_the_diary_with_its_words() -> None:
    request = decision_requested()
    entry = request.application.case.entries.latest("serial")
    assert (entry, entry.title, entry.direction, entry.visible_to_party) == (
        request.entry,
        "Begäran om avgörande",
        "in",
        True,
    )
    assert "\n\nVi behöver veta.\n\n" in documents.read(entry.document).decode()


def test_both_sides_are_told_when_it_is_answered(anna: User, bo: User, dag: User, rut: User) -> None:
    decision_requested()
    receipt = "Vi har tagit emot er begäran om avgörande. Vi svarar senast 3 december 2018"
    asked = "Sökanden har begärt att ärendet avgörs. Svara senast 3 december 2018"
    assert [titles(who) for who in (anna, bo, dag, rut)] == [[receipt], [receipt], [asked], []]


def test_a_double_click_asks_once() -> None:
    first = decision_requested()
    assert decision_requested(first.application) == first
    assert first.application.case.entries.filter(title="Begäran om avgörande").count() == 1


def test_it_is_made_once_in_a_case_also_after_a_refusal() -> None:
    refused = decision_request_refused()
    assert decision_requested(refused.application).refused_at == AFTER_SIX_MONTHS


@pytest.mark.parametrize("status", [A.WITHDRAWN, A.WRITTEN_OFF, A.GRANTED])
def test_there_is_nothing_to_ask_for_in_a_case_that_is_decided_or_taken_back(status: ApplicationStatus) -> None:
    with pytest.raises(Refused, match="^Det går inte att begära att ärendet avgörs nu."):
        decision_requested(application_at(status))


def test_a_case_opened_again_has_six_new_months() -> None:
    decision = dispatched_rejection()
    reopened(decision, now=AFTER_SIX_MONTHS)
    since = "Det har inte gått sex månader sedan ärendet togs upp igen."
    with pytest.raises(Refused, match=f"{since} Ni får begära att det avgörs från och med 6 maj 2019"):
        decision_requested(decision.application)


def test_what_the_earlier_decision_answered_is_not_refused_when_the_case_is_opened_again(dag: User) -> None:
    application = decision_requested().application
    reopened(dispatched(decided(prepared(proposed(application)))), now=datetime(2018, 12, 3, 10, 0, tzinfo=UTC))
    with pytest.raises(Refused, match="Sökanden har inte begärt att ärendet avgörs"):
        decision_requests.refuse(application, reasons="Nej.", write_letter=a_refusal_letter, by=dag, now=NOW)


def test_the_refusal_does_not_say_that_a_decision_lies_unsent() -> None:
    application = decision_at(DecisionStatus.DECIDED).application
    with pytest.raises(Refused) as refused:
        decision_requested(application)
    assert refused.value.message == "Det går inte att begära att ärendet avgörs nu."


def test_the_page_is_told_why_not(anna: User, cecilia: User) -> None:
    application = assigned(received())
    why = [decision_requests.why_not(who, application, now=NOW) for who in (anna, cecilia)]
    assert [refusal.law.section if refusal and refusal.law else "" for refusal in why] == ["12 §", "14–15 §§"]
    assert decision_requests.why_not(anna, application, now=AFTER_SIX_MONTHS) is None


# --- from outside the portal ------------------------------------------------------------------------------------------


def test_the_four_weeks_of_a_letter_run_from_the_day_it_came_in(rut: User) -> None:
    application = assigned(received())
    request = decision_requests.enter(
        application, came_in_on=date(2018, 11, 5), text="Avgör!", by=rut, now=datetime(2018, 11, 9, 9, 0, tzinfo=UTC)
    )
    assert (request.came_in_on, request.due_on, request.by_post, request.entered_by) == (
        date(2018, 11, 5),
        date(2018, 12, 3),
        True,
        rut,
    )


def test_a_letter_after_a_request_in_the_portal_is_refused(rut: User) -> None:
    application = decision_requested().application
    with pytest.raises(Refused, match="Det får göras en gång i ett ärende."):
        decision_requests.enter(application, came_in_on=date(2018, 11, 5), text="Avgör!", by=rut, now=AFTER_SIX_MONTHS)


@pytest.mark.parametrize(
    ("came_in_on", "text", "sentence"),
    [
        (date(2018, 11, 6), "Avgör!", "^Dagen har inte kommit än."),
        (date(2018, 11, 5), " ", "^Skriv av det som står i begäran."),
        (date(2018, 11, 2), "Avgör!", "från och med 3 november 2018"),
    ],
)
def test_a_letter_that_cannot_be_entered_is_refused(rut: User, came_in_on: date, text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        decision_requests.enter(received(), came_in_on=came_in_on, text=text, by=rut, now=AFTER_SIX_MONTHS)


def test_inv_8_a_registrar_who_is_javig_does_not_enter_it(rut: User) -> None:
    application = received()
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=rut, now=NOW)
    with pytest.raises(Refused, match="Du är eller kan vara jävig"):
        decision_requests.enter(application, came_in_on=date(2018, 11, 5), text="Avgör!", by=rut, now=AFTER_SIX_MONTHS)


# --- refusing ---------------------------------------------------------------------------------------------------------


def test_a_refusal_is_a_decision_of_its_own_in_the_diary_and_the_case_goes_on() -> None:
    request = decision_request_refused()
    application = request.application
    entry = application.case.entries.latest("serial")
    application.refresh_from_db()
    assert (entry.title, entry.direction, entry.document, entry.visible_to_party) == (
        "Beslut om avslag på begäran om avgörande",
        "out",
        request.letter,
        True,
    )
    assert (request.reasons, application.status, application.case.closed_at) == (NOT_NOW_BECAUSE, A.IN_REVIEW, None)


@pytest.mark.parametrize(("ordinance_key", "appealable"), [(ASSOCIATIONS, True), (STANDARD, False)])
def test_inv_13_it_may_be_appealed_when_a_rejection_of_the_application_may(
    ordinance_key: str, appealable: bool
) -> None:
    rule = decision_requests.appeal_rule(Application(ordinance_key=ordinance_key))
    assert rule.appealable is appealable


def test_how_it_is_appealed_is_kept_with_the_refusal() -> None:
    request = decision_request_refused()
    assert (request.appealable, request.appeal_law) == (True, "40 och 41 §§ förvaltningslagen (2017:900)")


@pytest.mark.parametrize(
    ("appealable", "heading"), [(True, "Hur ni överklagar"), (False, "Beslutet kan inte överklagas")]
)
def test_the_letter_says_how_it_is_appealed_or_that_it_is_not(appealable: bool, heading: str, dag: User) -> None:
    application = assigned(received())
    request = DecisionRequest(application=application, came_in_on=date(2018, 11, 5), reasons=NOT_NOW_BECAUSE)
    request.refused_at, request.refused_by, request.appealable = AFTER_SIX_MONTHS, dag, appealable
    pdf = PdfDocument(letters.render_request_refused(request))
    text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    headings = {"Hur ni överklagar", "Beslutet kan inte överklagas"}
    assert {found for found in headings if found in text} == {heading}
    assert pdf.get_metadata_dict()["Title"] == f"Beslut om avslag på begäran om avgörande, {application.case.number}"


def test_it_needs_reasons(dag: User) -> None:
    application = decision_requested().application
    with pytest.raises(Refused, match="^Skriv varför ärendet inte kan avgöras nu."):
        decision_requests.refuse(application, reasons=" ", write_letter=a_refusal_letter, by=dag, now=NOW)


def test_it_needs_a_request(dag: User) -> None:
    with pytest.raises(Refused, match="^Sökanden har inte begärt att ärendet avgörs."):
        decision_requests.refuse(assigned(received()), reasons="Nej.", write_letter=a_refusal_letter, by=dag, now=NOW)


def test_another_officer_does_not_refuse(disa: User) -> None:
    application = decision_requested().application
    declare_no_conflict(application, "disa")
    with pytest.raises(Refused, match="fördelat till en annan handläggare"):
        decision_requests.refuse(application, reasons="Nej.", write_letter=a_refusal_letter, by=disa, now=NOW)


def test_a_double_click_refuses_once(dag: User) -> None:
    application = decision_request_refused().application
    again = decision_requests.refuse(application, reasons="Nej.", write_letter=a_refusal_letter, by=dag, now=NOW)
    assert again.reasons == NOT_NOW_BECAUSE
    assert application.case.entries.filter(title="Beslut om avslag på begäran om avgörande").count() == 1


def test_the_party_follows_it_on_the_timeline() -> None:
    application = decision_request_refused().application
    told = {
        moment.title: moment.text for moment in timeline_of(application, party=True) if "decision_r" in moment.event
    }
    assert told == {
        "Ni har begärt att ärendet avgörs": "Inkom 5 november 2018. Svar senast 3 december 2018.",
        "Vi har avslagit er begäran om att ärendet avgörs": "",
    }


def test_what_was_asked_stays_one_row() -> None:
    decision_request_refused()
    assert DecisionRequest.objects.count() == 1
