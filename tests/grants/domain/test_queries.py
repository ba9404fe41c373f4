"""The gates: what each of the cast finds, and what nobody finds (INV-4, INV-8, INV-31)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db.models import QuerySet

from accounts.models import User
from delmos.lib.gate import NotYours
from grants.domain import conflicts, drafts, messages
from grants.domain.queries import calls, cases
from grants.domain.queries import drafts as draft_queries
from grants.domain.queries.timeline import timeline_of
from grants.enums import ApplicationStatus, ConflictAnswer, DecisionStatus, PaymentStatus, ReportStatus
from grants.models import Application, Draft
from journal.actors import SYSTEM
from journal.domain import cases as case_register
from journal.domain import documents
from journal.enums import Direction
from tests.factories import (
    LATE,
    NOW,
    TODAY,
    a_call,
    a_draft,
    a_pdf,
    an_attachment,
    an_unpublished_call,
    application_at,
    assigned,
    corresponded,
    decision_at,
    payment_at,
    person,
    received,
    report_at,
    sign,
)

pytestmark = pytest.mark.django_db

STAFF = ["dag", "disa", "eva", "farah", "filip", "gun", "lars", "rut"]
STRANGERS = ["cecilia", *STAFF]


def conflicted(application: Application, by: User) -> None:
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=by, now=NOW)


# --- drafts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["anna", "bo"])
def test_the_organisations_own_people_find_its_draft(cast: dict[str, User], username: str) -> None:
    draft = a_draft()
    assert list(draft_queries.drafts_of(cast[username], now=NOW)) == [draft]
    assert draft_queries.draft_for(cast[username], draft.pk, now=NOW) == draft


@pytest.mark.parametrize("username", STRANGERS)
def test_nobody_else_finds_a_draft_nor_its_files(cast: dict[str, User], anna: User, username: str) -> None:
    """INV-4."""
    draft = a_draft()
    file = drafts.attach(draft, question="attachments", name="a.pdf", content=a_pdf(), size=9, by=anna, now=NOW)
    assert list(draft_queries.drafts_of(cast[username], now=NOW)) == []
    with pytest.raises(NotYours):
        draft_queries.draft_for(cast[username], draft.pk, now=NOW)
    with pytest.raises(NotYours):
        draft_queries.draft_file_for(cast[username], draft.pk, file.pk, now=NOW)


def test_a_draft_that_is_not_there_is_answered_like_one_that_is_not_ones_own(anna: User) -> None:
    with pytest.raises(NotYours):
        draft_queries.draft_for(anna, UUID(int=0), now=NOW)


def test_no_way_leads_from_what_staff_see_to_a_draft() -> None:
    """INV-4: neither a call, a case, an application nor a document knows its drafts."""
    ways = [field for field in Draft._meta.fields if field.is_relation and not field.remote_field.hidden]
    open_ways = {field.related_model._meta.label for field in ways}
    assert open_ways == {"applicants.Organisation"}


# --- cases ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", STAFF)
def test_staff_find_the_case(cast: dict[str, User], username: str) -> None:
    application = received()
    assert cases.case_for(cast[username], application.case.number) == application


@pytest.mark.parametrize("username", ["anna", "bo", "cecilia"])
def test_applicants_do_not_find_it_on_the_side_of_the_agency(cast: dict[str, User], username: str) -> None:
    application = received()
    with pytest.raises(NotYours):
        cases.case_for(cast[username], application.case.number)


@pytest.mark.parametrize("username", ["anna", "bo"])
def test_the_organisations_own_people_find_their_case(cast: dict[str, User], username: str) -> None:
    application = received()
    assert cases.own_case(cast[username], application.case.number, now=NOW) == application


@pytest.mark.parametrize("username", STRANGERS)
def test_nobody_else_finds_it_on_the_side_of_the_applicant(cast: dict[str, User], username: str) -> None:
    application = received()
    with pytest.raises(NotYours):
        cases.own_case(cast[username], application.case.number, now=NOW)


@pytest.mark.parametrize("username", STAFF)
def test_whoever_is_jävig_no_longer_finds_the_case(cast: dict[str, User], username: str) -> None:
    """INV-8."""
    application = received()
    conflicted(application, cast[username])
    with pytest.raises(NotYours):
        cases.case_for(cast[username], application.case.number)


def test_an_unpublished_call_is_found_by_those_who_write_it_only(dag: User, eva: User, anna: User) -> None:
    call = an_unpublished_call()
    assert calls.call_for(dag, call.slug) == call
    for stranger in (eva, anna):
        with pytest.raises(NotYours):
            calls.call_for(stranger, call.slug)
    with pytest.raises(NotYours):
        calls.public_call(call.slug)


def test_a_published_call_is_found_by_all() -> None:
    call = a_call()
    assert calls.public_call(call.slug) == call


# --- what do I have to do now -----------------------------------------------------------------------------------------

INBOXES: list[tuple[str, Callable[[User], QuerySet[Any]], Callable[[], Application]]] = [
    ("rut", cases.to_assign, lambda: application_at(ApplicationStatus.RECEIVED)),
    ("rut", cases.to_assign, lambda: application_at(ApplicationStatus.RECEIVED_LATE)),
    ("dag", cases.to_assess, lambda: application_at(ApplicationStatus.IN_REVIEW)),
    ("eva", cases.to_decide, lambda: application_at(ApplicationStatus.PROPOSED)),
    ("rut", cases.to_dispatch, lambda: decision_at(DecisionStatus.DECIDED).application),
    ("dag", cases.to_review, lambda: report_at(ReportStatus.SUBMITTED).application),
]


@pytest.mark.parametrize(("username", "inbox", "arrange"), INBOXES)
def test_what_waits_for_somebody_is_in_the_inbox_unless_there_is_jäv(
    cast: dict[str, User], username: str, inbox: Callable[[User], QuerySet[Any]], arrange: Callable[[], Application]
) -> None:
    application = arrange()
    assert list(inbox(cast[username])) == [application]
    conflicted(application, cast[username])
    assert list(inbox(cast[username])) == []


@pytest.mark.parametrize("inbox", [inbox for _, inbox, _ in INBOXES])
def test_an_applicant_has_none_of_these_inboxes(anna: User, inbox: Callable[[User], QuerySet[Any]]) -> None:
    decision_at(DecisionStatus.DECIDED)
    assert list(inbox(anna)) == []


def test_a_case_of_another_officer_is_not_in_ones_own_inbox(disa: User) -> None:
    application_at(ApplicationStatus.IN_REVIEW)
    assert list(cases.to_assess(disa)) == []


@pytest.mark.parametrize(
    ("status", "waits"),
    [(None, True), (PaymentStatus.PREPARED, False), (PaymentStatus.PAID, False), (PaymentStatus.CANCELLED, True)],
)
def test_a_grant_waits_to_be_paid_until_a_payment_is_under_way(
    farah: User, status: PaymentStatus | None, waits: bool
) -> None:
    """INV-21."""
    decision = payment_at(status).decision if status else decision_at(DecisionStatus.DISPATCHED)
    assert list(cases.to_pay(farah, on=TODAY)) == ([decision] if waits else [])


@pytest.mark.parametrize("username", ["farah", "filip"])
def test_economists_find_payments_unless_there_is_jäv(cast: dict[str, User], username: str) -> None:
    payment = payment_at(PaymentStatus.PREPARED)
    assert cases.payment_for(cast[username], payment.pk) == payment
    conflicted(payment.decision.application, cast[username])
    with pytest.raises(NotYours):
        cases.payment_for(cast[username], payment.pk)


def test_nobody_else_finds_payments(cast: dict[str, User]) -> None:
    payment = payment_at(PaymentStatus.PREPARED)
    for username in sorted(set(cast) - {"farah", "filip"}):
        assert list(cases.payments_for(cast[username])) == []
        with pytest.raises(NotYours):
            cases.payment_for(cast[username], payment.pk)


# --- timeline ---------------------------------------------------------------------------------------------------------


def shown(application: Application, *, party: bool) -> list[tuple[str, str, list[str]]]:
    """Each entry of the timeline as its title, whose act it was, and the documents that it brought."""
    moments = timeline_of(application, party=party)
    return [(moment.title, moment.actor, [paper.title for paper in moment.papers]) for moment in moments]


def test_the_party_sees_its_side_of_the_case_and_no_names_of_officials() -> None:
    application = decision_at(DecisionStatus.DECIDED).application
    assert shown(application, party=True) == [
        ("Ärendet har fått en handläggare", "", []),
        ("Vi har tagit emot er ansökan", "Anna Andersson", ["Ansökan"]),
    ]


def test_after_dispatch_the_party_sees_the_decision_with_its_letter() -> None:
    application = decision_at(DecisionStatus.DISPATCHED).application
    assert shown(application, party=True)[0] == ("Vi har skickat beslutet", "", ["Beslutsbrev"])


def test_an_act_and_what_it_brought_are_one_entry(anna: User) -> None:
    draft = a_draft()
    drafts.attach(draft, question="attachments", name="a.pdf", content=a_pdf(), size=9, by=anna, now=NOW)
    application = corresponded(assigned(sign(draft)))
    messages.send(application, text="Hej!", files=[an_attachment()], by=person("dag"), now=NOW)
    assert shown(application, party=True) == [
        ("Meddelande från oss", "", ["Meddelande", "Bilaga: Intyg.pdf"]),
        ("Ni har yttrat er", "", ["Yttrande", "Bilaga: Intyg.pdf"]),
        ("Vi har skickat material att yttra sig över", "", ["Kommunicering"]),
        ("Ni har lämnat komplettering", "", ["Komplettering"]),
        ("Vi har begärt komplettering", "", ["Begäran om komplettering"]),
        ("Ärendet har fått en handläggare", "", []),
        ("Vi har tagit emot er ansökan", "Anna Andersson", ["Ansökan", "Bilaga: a.pdf"]),
    ]


def test_a_document_that_no_act_brought_stands_by_itself() -> None:
    application = application_at(ApplicationStatus.IN_REVIEW)
    letter = documents.store(b"Brev", content_type="text/plain", by=SYSTEM, now=NOW)
    case_register.register(
        application.case, direction=Direction.OUT, title="Brev", document=letter, by=SYSTEM, now=LATE
    )
    assert shown(application, party=True)[0] == ("Utgående: Brev", "", ["Brev"])


def test_what_the_agency_draws_up_is_not_shown_to_the_party_unless_it_says_so() -> None:
    application = application_at(ApplicationStatus.IN_REVIEW)
    note = documents.store(b"Anteckning", content_type="text/plain", by=SYSTEM, now=NOW)
    entry = case_register.register(
        application.case, direction=Direction.DRAWN_UP, title="Anteckning", document=note, by=SYSTEM, now=LATE
    )
    with pytest.raises(NotYours):
        cases.entry_of(application, entry.serial, party=True)
    assert "Upprättad: Anteckning" not in [title for title, _, _ in shown(application, party=True)]


def test_the_party_opens_only_documents_it_may_see() -> None:
    application = decision_at(DecisionStatus.DECIDED).application
    hidden = application.case.entries.get(title="Beslut: bifall")
    assert cases.entry_of(application, hidden.serial, party=False) == hidden
    with pytest.raises(NotYours):
        cases.entry_of(application, hidden.serial, party=True)
