"""An officer assesses expressions of interest and answers them, one by one or many at once."""

import pytest

from accounts.models import User
from delmos.lib.refusal import Refusals, Refused
from grants.domain import cancelling, conflicts, invitations
from grants.domain.queries import expressions as queries
from grants.domain.queries.timeline import timeline_of
from grants.enums import ConflictAnswer, ExpressionOutcome, ExpressionStatus
from grants.models import Application, ConflictDeclaration, Expression, ExpressionAssessment
from grants.permissions import conflict_answer
from journal.domain import documents
from journal.models import Notice
from tests.database import everything
from tests.factories import (
    CLOSES_AT,
    INVITED_CLOSE_AT,
    NOW,
    REASON,
    a_call_in_two_steps,
    an_association,
    declare_no_conflict,
    expression_assessed,
    expression_at,
    expression_settled,
)

pytestmark = pytest.mark.django_db
INVITE, DECLINE = ExpressionOutcome.INVITE, ExpressionOutcome.DECLINE


def several(count: int = 3) -> list[Expression]:
    """Assessed expressions of as many organisations in one call."""
    call = a_call_in_two_steps()
    return [
        expression_at(ExpressionStatus.ASSESSED, call=call, organisation=an_association(serial))
        for serial in range(1, count + 1)
    ]


def statuses() -> list[str]:
    return list(Expression.objects.order_by("pk").values_list("status", flat=True))


# --- the assessment ---------------------------------------------------------------------------------------------------


def test_an_assessment_is_kept_with_its_note(dag: User) -> None:
    expression = expression_at(ExpressionStatus.ASSESSED)
    assessment = ExpressionAssessment.objects.get()
    assert (assessment.suggestion, assessment.note, assessment.assessed_by) == ("invite", "Tydligt behov.", dag)
    assert expression.status == ExpressionStatus.ASSESSED


def test_an_assessment_without_a_note_is_refused(dag: User) -> None:
    expression = expression_at(ExpressionStatus.RECEIVED)
    declare_no_conflict(expression, "dag")
    with pytest.raises(Refused, match="Skriv hur du har bedömt") as refused:
        invitations.assess(expression, suggestion=INVITE, note=" ", by=dag, now=NOW)
    assert refused.value.field == "note"


def test_the_newest_assessment_counts() -> None:
    expression = expression_assessed(expression_at(ExpressionStatus.ASSESSED), suggestion=DECLINE)
    newest = invitations.newest_assessment(expression)
    assert newest is not None
    assert (newest.suggestion, ExpressionAssessment.objects.count()) == (DECLINE, 2)


def test_the_party_does_not_see_the_assessment_before_the_answer() -> None:
    expression = expression_at(ExpressionStatus.ASSESSED)
    assert expression.face.applicant == "Vi har tagit emot intresseanmälan"
    assert [moment.title for moment in timeline_of(expression, party=True)] == ["Vi har tagit emot er intresseanmälan"]


# --- jäv --------------------------------------------------------------------------------------------------------------


def test_inv_8_an_answer_on_jav_is_due_before_the_first_act(dag: User) -> None:
    with pytest.raises(Refused, match="Ta först ställning till om du är jävig"):
        invitations.assess(expression_at(ExpressionStatus.RECEIVED), suggestion=INVITE, note="Bra.", by=dag, now=NOW)


def test_inv_8_somebody_who_is_javig_neither_sees_nor_answers_it(disa: User) -> None:
    expression = expression_at(ExpressionStatus.ASSESSED)
    conflicts.declare(expression, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=disa, now=NOW)
    with pytest.raises(Refused, match="Du är eller kan vara jävig"):
        invitations.settle(expression, outcome=INVITE, by=disa, now=NOW)
    assert list(queries.expressions_for(disa)) == []


def test_inv_8_the_answer_given_on_the_expression_holds_for_the_application(dag: User) -> None:
    expression_at(ExpressionStatus.APPLIED)
    assert conflict_answer(dag, Application.objects.get()) is ConflictAnswer.NONE


def test_many_answers_on_jav_are_given_at_once(disa: User) -> None:
    assert conflicts.declare_none(several(2), by=disa, now=NOW) == 2
    assert ConflictDeclaration.objects.filter(person=disa, answer=ConflictAnswer.NONE).count() == 2


def test_a_conflict_among_many_is_named_and_none_is_written(disa: User) -> None:
    first, second = several(2)
    conflicts.declare(second, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=disa, now=NOW)
    with pytest.raises(Refusals) as refused:
        conflicts.declare_none([second, first], by=disa, now=NOW)
    assert [refusal.message for refusal in refused.value.refusals] == [
        f"{second.case.number}: Du är eller kan vara jävig. Någon annan behöver pröva frågan innan du kan ta i ärendet."
    ]
    assert conflict_answer(disa, first) is None


# --- the answer -------------------------------------------------------------------------------------------------------


def test_an_invited_organisation_is_told_until_when_it_may_apply(anna: User, bo: User) -> None:
    expression = expression_at(ExpressionStatus.INVITED)
    told = Notice.objects.filter(key=f"expression-settled:{expression.case.number}")
    assert sorted(told.values_list("recipient_key", "title", "url")) == sorted(
        (who.actor_key, "Ni är inbjudna att ansöka: Grannar möts", f"/arenden/{expression.case.number}/")
        for who in (anna, bo)
    )
    answer = documents.read(expression.case.entries.get(direction="out").document).decode()
    assert answer.split("\n")[0].endswith("Ansökan ska ha kommit in senast 15 juni 2018 kl. 23.59.")


def test_one_that_is_not_invited_reads_why_and_its_case_is_closed(dag: User) -> None:
    expression = expression_at(ExpressionStatus.NOT_INVITED)
    expression.case.refresh_from_db()
    assert (expression.case.closed_at, expression.reason, expression.settled_by) == (NOW, REASON, dag)
    told = {moment.title: moment.text for moment in timeline_of(expression, party=True)}
    assert told == {
        "Vi har tagit emot er intresseanmälan": "",
        "Ni är inte inbjudna att ansöka": REASON,
        "Ärendet är avslutat": "",
    }


def test_a_refusal_without_a_reason_is_refused(dag: User) -> None:
    with pytest.raises(Refused, match="Skriv varför sökanden inte bjuds in") as refused:
        invitations.settle(expression_at(ExpressionStatus.ASSESSED), outcome=DECLINE, reason=" ", by=dag, now=NOW)
    assert refused.value.field == "reason"


def test_inv_2_a_late_expression_is_not_invited_but_answered(dag: User) -> None:
    expression = expression_assessed(expression_at(ExpressionStatus.RECEIVED_LATE))
    with pytest.raises(Refused, match="kom in för sent"):
        invitations.settle(expression, outcome=INVITE, by=dag, now=NOW)
    assert expression_settled(expression, DECLINE).status == ExpressionStatus.NOT_INVITED


# --- many at once -----------------------------------------------------------------------------------------------------


def test_many_are_invited_at_once(dag: User) -> None:
    settled = invitations.settle_all(several(), outcome=INVITE, by=dag, now=NOW)
    assert ([each.status for each in settled], statuses()) == (["invited"] * 3, ["invited"] * 3)


def test_many_are_answered_alike_all_or_nothing(dag: User) -> None:
    """The report names each one that stands in the way."""
    first, second, third = several()
    expression_settled(second, INVITE)
    unassessed = expression_at(ExpressionStatus.RECEIVED, call=first.call, organisation=an_association(4))
    before = everything()
    with pytest.raises(Refusals) as refused:
        invitations.settle_all([unassessed, third, second, first], outcome=DECLINE, reason=REASON, by=dag, now=NOW)
    assert [refusal.message.split(":")[0] for refusal in refused.value.refusals] == [
        second.case.number,
        unassessed.case.number,
    ]
    assert everything() == before


# --- no application came ----------------------------------------------------------------------------------------------


def test_the_case_of_an_invited_that_never_applied_is_closed_after_its_time(dag: User) -> None:
    expression = invitations.lapse(expression_at(ExpressionStatus.INVITED), by=dag, now=INVITED_CLOSE_AT)
    expression.case.refresh_from_db()
    assert (expression.status, expression.case.closed_at) == ("lapsed", INVITED_CLOSE_AT)


@pytest.mark.parametrize("status", ["received", "received_late", "assessed", "invited"])
def test_when_the_call_is_called_off_no_case_need_wait(status: str, dag: User) -> None:
    expression = expression_at(ExpressionStatus(status))
    declare_no_conflict(expression, "dag")
    cancelling.cancel(expression.call, reason=REASON, by=dag, now=NOW)
    assert invitations.lapse(expression, by=dag, now=NOW).status == "lapsed"


@pytest.mark.parametrize("status", ["received", "received_late", "assessed"])
def test_in_a_call_that_stands_who_waits_gets_an_answer(status: str, dag: User) -> None:
    expression = expression_at(ExpressionStatus(status))
    declare_no_conflict(expression, "dag")
    with pytest.raises(Refused, match="Sökanden väntar på besked"):
        invitations.lapse(expression, by=dag, now=INVITED_CLOSE_AT)


def test_many_are_closed_at_once_or_none(dag: User) -> None:
    first, second, third = several()
    expression_settled(third, DECLINE)
    cancelling.cancel(first.call, reason=REASON, by=dag, now=NOW)
    before = everything()
    with pytest.raises(Refusals) as refused:
        invitations.lapse_all([third, second, first], by=dag, now=NOW)
    assert [refusal.message.split(":")[0] for refusal in refused.value.refusals] == [third.case.number]
    assert everything() == before
    closed = invitations.lapse_all([second, first], by=dag, now=NOW)
    assert [expression.status for expression in closed] == ["lapsed", "lapsed"]


def test_while_the_time_runs_the_case_stays_open(dag: User) -> None:
    with pytest.raises(Refused, match="kan ansöka till 15 juni 2018"):
        invitations.lapse(expression_at(ExpressionStatus.INVITED), by=dag, now=CLOSES_AT)
