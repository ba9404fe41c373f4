"""A call is called off with a reason: nobody begins or signs any more, nothing written is lost, nothing is granted."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from accounts.models import User
from applicants.models import Organisation
from delmos.lib.refusal import Refused
from grants.domain import assessment, cancelling, decisions, drafts
from grants.enums import ApplicationStatus, CallStatus, DecisionKind, DecisionStatus
from grants.interfaces.sealing import seal
from grants.models import Application, Call
from journal.models import Event
from tests.factories import (
    CLOSES_AT,
    NOW,
    a_call,
    a_cancelled_call,
    a_draft,
    application_at,
    checked,
    decision_at,
    scored,
    sign,
)
from tests.factories.calls import REASON

pytestmark = pytest.mark.django_db


def cancel(call: Call, by: User, **more: Any) -> Call:
    return cancelling.cancel(call, **{"reason": REASON, "now": NOW, "by": by, **more})


def test_a_cancelled_call_says_when_by_whom_and_why(dag: User) -> None:
    call = cancel(a_call(), dag, reason=f"  {REASON}\n")
    call.refresh_from_db()
    assert (call.status, call.cancelled_at, call.cancelled_by, call.cancellation_reason) == (
        CallStatus.CANCELLED,
        NOW,
        dag,
        REASON,
    )


def test_a_coming_call_can_be_cancelled(dag: User) -> None:
    call = a_call()
    assert cancel(call, dag, now=call.opens_at - timedelta(days=1)).is_cancelled


def test_it_is_not_cancelled_without_a_reason(dag: User) -> None:
    with pytest.raises(Refused, match="Skriv varför utlysningen ställs in") as refused:
        cancel(a_call(), dag, reason=" \n")
    assert refused.value.field == "reason"


def test_a_closed_call_is_not_cancelled(dag: User) -> None:
    with pytest.raises(Refused, match="stängde 15 maj 2018 kl. 23.59 och kan inte ställas in"):
        cancel(a_call(), dag, now=CLOSES_AT)


def test_the_event_names_the_reason_and_nobody_who_has_a_draft(dag: User, association: Organisation) -> None:
    """INV-4."""
    draft = a_draft()
    cancel(draft.call, dag)
    event = Event.objects.get(stream_id=draft.call.stream, name="call_cancelled")
    assert event.data == {"reason": REASON}


def test_nobody_begins_an_application(anna: User, association: Organisation) -> None:
    with pytest.raises(Refused, match="Utlysningen är inställd och går inte att söka"):
        drafts.start(a_cancelled_call(), organisation=association, by=anna, now=NOW)


def test_nobody_signs(anna: User, association: Organisation) -> None:
    draft = a_draft()
    a_cancelled_call(call=draft.call)
    with pytest.raises(Refused, match="Utlysningen är inställd och går inte att söka"):
        sign(draft)
    assert Application.objects.count() == 0


def test_what_was_written_stays_and_can_be_opened(anna: User, association: Organisation) -> None:
    draft = a_draft()
    a_cancelled_call(call=draft.call)
    assert drafts.start(draft.call, organisation=association, by=anna, now=NOW).answers == draft.answers


def test_what_is_being_typed_is_still_saved(anna: User, association: Organisation) -> None:
    draft = a_draft()
    a_cancelled_call(call=draft.call)
    answers = {"title": "Nytt namn"}
    saved = drafts.save_group(
        draft, group="about", answers=answers, base_version=draft.version_of("about"), by=anna, now=NOW
    )
    assert saved.answers["title"] == "Nytt namn"


def test_a_received_application_keeps_its_state(dag: User) -> None:
    application = application_at(ApplicationStatus.IN_REVIEW)
    cancel(application.call, dag)
    application.refresh_from_db()
    assert application.status == ApplicationStatus.IN_REVIEW


def test_an_application_to_it_is_not_proposed_for_a_grant(dag: User) -> None:
    application = scored(checked(application_at(ApplicationStatus.IN_REVIEW)))
    cancel(application.call, dag)
    proposal: dict[str, Any] = {"reasons": "Bra.", "by": dag, "now": NOW}
    with pytest.raises(Refused, match="Utlysningen är inställd. Ansökan kan inte få bifall"):
        assessment.propose(application, kind=DecisionKind.GRANT, amount_ore=application.requested_ore, **proposal)
    assert assessment.propose(application, kind=DecisionKind.REJECT, amount_ore=0, **proposal).pk


def test_a_grant_drawn_up_before_is_not_decided_after(dag: User, eva: User) -> None:
    decision = decision_at(DecisionStatus.PREPARED)
    cancel(decision.application.call, dag)
    with pytest.raises(Refused, match="Ansökan kan inte få bifall"):
        decisions.decide(decision, letter_sha256=decision.letter_id, seal=seal, by=eva, now=NOW)


@pytest.mark.parametrize("lacks", [{"cancellation_reason": ""}, {"cancelled_at": None, "cancelled_by": None}])
def test_the_database_demands_the_moment_and_the_reason(lacks: dict[str, Any]) -> None:
    call = a_cancelled_call()
    with pytest.raises(IntegrityError, match="call_cancelled_says_when_and_why"):
        Call.objects.filter(pk=call.pk).update(**lacks)


# --- calls that are limited to some counties --------------------------------------------------------------------------


def test_work_outside_the_counties_of_the_call_is_said_before_signing() -> None:
    problems = drafts.problems(a_draft(a_call(counties=("21", "03")), counties=["21", "01"]))
    assert [(problem.message, problem.field) for problem in problems] == [
        ("Utlysningen gäller bara arbete i Gävleborgs län, Uppsala län.", "counties")
    ]


@pytest.mark.parametrize("counties", [(), ("21",), ("21", "03")])
def test_work_within_them_lacks_nothing(counties: tuple[str, ...]) -> None:
    assert drafts.problems(a_draft(a_call(counties=counties), counties=["21"])) == []


def test_a_county_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused, match="Okänt län: 99"):
        a_call(counties=("99",))
