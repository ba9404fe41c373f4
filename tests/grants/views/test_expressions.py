"""The officer's pages of expressions of interest: the list of a call, one of them, and an act on many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.domain import conflicts
from grants.enums import ConflictAnswer, ExpressionOutcome, ExpressionStatus
from grants.models import ConflictDeclaration, Expression
from tests import factories
from tests.database import tamper
from tests.factories import INVITED_CLOSE_AT, REASON, declare_no_conflict, expression_at
from tests.pages import browser, errors, flashes, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(clock):
    return factories.a_call_in_two_steps()


def one_of(call, serial, status=ExpressionStatus.ASSESSED):
    return expression_at(status, call=call, organisation=factories.an_association(serial))


def list_of(call):
    return reverse("expression_list", args=[call.slug])


def page(expression, name="expression"):
    return reverse(name, args=[expression.case.number])


def with_chosen(act, *expressions, reason=""):
    return {"act": act, "reason": reason, "vald": [expression.case.number for expression in expressions]}


def statuses():
    return list(Expression.objects.order_by("pk").values_list("status", flat=True))


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_calls_in_two_steps_are_counted(call, dag):
    one_of(call, 1)
    one_of(call, 2, ExpressionStatus.INVITED)
    factories.a_call()
    rows = browser("dag").get(reverse("expression_calls")).context["rows"]
    assert [(row, row.received, row.waiting) for row in rows] == [(call, 2, 1)]


def test_a_call_that_was_called_off_is_still_there_with_those_who_wait(call, dag):
    expression = one_of(call, 1)
    factories.a_cancelled_call(call=call)
    client = browser("dag")
    assert [row.waiting for row in client.get(reverse("expression_calls")).context["rows"]] == [1]
    said = [words(client.get(address)) for address in (list_of(call), page(expression))]
    assert ["Ingen kan bjudas in eller ansöka." in text for text in said] == [True, True]


def test_the_list_shows_the_suggestion_and_what_is_answered_on_jav(call, dag):
    one_of(call, 1)
    one_of(call, 2, ExpressionStatus.RECEIVED)
    rows = browser("dag").get(list_of(call)).context["rows"]
    assert [(row["expression"].organisation.name, row["suggestion"], row["declared"]) for row in rows] == [
        ("Föreningen 2", "", False),
        ("Föreningen 1", "Bjud in", True),
    ]


def test_the_list_is_narrowed_by_state(call, dag):
    found = one_of(call, 1)
    one_of(call, 2, ExpressionStatus.RECEIVED)
    rows = browser("dag").get(f"{list_of(call)}?lage=assessed").context["rows"]
    assert [row["expression"] for row in rows] == [found]


def test_the_list_costs_the_same_with_one_row_and_with_many(call, dag):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            browser("dag").get(list_of(call))
        return len(queries)

    one_of(call, 1)
    first = cost()
    for serial in range(2, 8):
        one_of(call, serial)
    assert cost() == first


def test_somebody_who_does_not_assess_sees_the_list_without_the_act(call, eva):
    expression = one_of(call, 1)
    eva = browser("eva")
    assert "Med de valda" not in words(eva.get(list_of(call)))
    response = eva.post(list_of(call), with_chosen("invite", expression))
    assert (response.status_code, statuses()) == (409, ["assessed"])


# --- many at once -----------------------------------------------------------------------------------------------------


def test_the_chosen_are_invited(call, dag):
    chosen, left = [one_of(call, 1), one_of(call, 2)], one_of(call, 3)
    response = browser("dag").post(list_of(call), with_chosen("invite", *chosen))
    left.refresh_from_db()
    assert (response.status_code, flashes(response)) == (302, ["2 sökande är inbjudna att ansöka."])
    assert (statuses()[:2], left.status) == (["invited", "invited"], "assessed")


def test_of_one_the_sentence_speaks_of_one(call, dag):
    response = browser("dag").post(list_of(call), with_chosen("invite", one_of(call, 1)))
    assert flashes(response) == ["1 sökande är inbjuden att ansöka."]


def test_one_in_the_way_is_named_and_the_choice_stays_ticked(call, dag):
    ready, unassessed = one_of(call, 1), one_of(call, 2, ExpressionStatus.RECEIVED)
    declare_no_conflict(unassessed, "dag")
    response = browser("dag").post(list_of(call), with_chosen("decline", ready, unassessed, reason=REASON))
    assert (response.status_code, statuses()) == (422, ["assessed", "received"])
    assert [line.split(":")[0] for line in errors(response)] == [unassessed.case.number]
    assert [row["chosen"] for row in response.context["rows"]] == [True, True]


def test_in_a_call_that_was_called_off_the_chosen_are_closed_and_nobody_is_invited(call, dag):
    chosen = [one_of(call, 1), one_of(call, 2, ExpressionStatus.INVITED)]
    factories.a_cancelled_call(call=call)
    client = browser("dag")
    assert client.post(list_of(call), with_chosen("invite", *chosen)).status_code == 422
    response = client.post(list_of(call), with_chosen("lapse", *chosen))
    assert (flashes(response), statuses()) == (["2 ärenden är avslutade."], ["lapsed", "lapsed"])


def test_nothing_chosen_is_said(call, dag):
    one_of(call, 1)
    response = browser("dag").post(list_of(call), with_chosen("invite"))
    assert errors(response) == ["Välj minst en intresseanmälan i listan."]


def test_jav_is_answered_for_many(call, disa):
    chosen = [one_of(call, 1), one_of(call, 2)]
    response = browser("disa").post(list_of(call), with_chosen("no_conflict", *chosen))
    assert flashes(response) == ["Du har svarat att du inte är jävig i 2 ärenden."]
    assert ConflictDeclaration.objects.filter(person=disa).count() == 2


def test_one_of_another_call_is_not_found_among_the_chosen(call, dag):
    elsewhere = one_of(factories.a_call_in_two_steps(title="En annan utlysning"), 1)
    assert browser("dag").post(list_of(call), with_chosen("invite", elsewhere)).status_code == 404


# --- one --------------------------------------------------------------------------------------------------------------


def test_inv_8_before_an_answer_on_jav_there_is_nothing_else_to_do(call, dag):
    context = browser("dag").get(page(one_of(call, 1, ExpressionStatus.RECEIVED))).context
    assert (context["declares"], context["assessing"], context["answering"]) == (True, None, None)


def test_inv_8_jav_is_answered_on_the_page_of_cases_and_leads_back(call, dag):
    expression, dag_there = one_of(call, 1, ExpressionStatus.RECEIVED), browser("dag")
    response = dag_there.post(page(expression, "conflict"), {"answer": "none"}, follow=True)
    assert response.redirect_chain[-1][0] == page(expression)


def test_inv_8_the_page_of_an_expression_with_own_jav_is_not_found(call, dag, disa):
    expression = one_of(call, 1)
    conflicts.declare(expression, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=disa, now=factories.NOW)
    client = browser("disa")
    assert [client.get(address).status_code for address in (page(expression), page(expression, "case"))] == [404, 404]
    assert client.get(list_of(call)).context["rows"] == []


def test_an_assessment_is_saved(call, dag):
    expression = one_of(call, 1, ExpressionStatus.RECEIVED)
    declare_no_conflict(expression, "dag")
    response = browser("dag").post(
        page(expression, "expression_assess"), {"suggestion": "decline", "note": "Otydligt."}, follow=True
    )
    assert response.context["assessment"].note == "Otydligt."
    assert response.context["answering"]["outcome"].value() == "decline"


def test_an_assessment_without_a_note_is_shown_again(call, dag):
    expression = one_of(call, 1)
    response = browser("dag").post(page(expression, "expression_assess"), {"suggestion": "invite"})
    assert (response.status_code, errors(response)) == (
        422,
        ["Bedömning – Skriv hur du har bedömt intresseanmälan."],
    )


def test_an_answer_without_its_reason_is_refused_with_what_was_chosen(call, dag):
    response = browser("dag").post(page(one_of(call, 1), "expression_settle"), {"outcome": "decline"})
    assert (response.status_code, statuses()) == (422, ["assessed"])
    assert response.context["answering"]["outcome"].value() == ExpressionOutcome.DECLINE


def test_an_answer_is_given(call, dag):
    expression = one_of(call, 1)
    response = browser("dag").post(page(expression, "expression_settle"), {"outcome": "decline", "reason": REASON})
    assert (response["Location"], flashes(response)) == (page(expression), ["Sökanden har fått besked."])
    assert statuses() == ["not_invited"]


def test_the_case_of_an_invited_that_never_applied_is_closed(call, dag, clock):
    expression = one_of(call, 1, ExpressionStatus.INVITED)
    assert browser("dag").get(page(expression)).context["may_lapse"] is False
    clock(INVITED_CLOSE_AT)
    assert browser("dag").get(page(expression)).context["may_lapse"] is True
    browser("dag").post(page(expression, "expression_lapse"))
    assert statuses() == ["lapsed"]


def test_a_number_that_has_come_no_further_leads_from_the_case_to_the_expression(call, dag):
    expression = one_of(call, 1)
    assert browser("dag").get(page(expression, "case"))["Location"] == page(expression)


def test_an_application_that_came_after_its_case_was_closed_points_at_no_expression(call, dag):
    expression = one_of(call, 1, ExpressionStatus.INVITED)
    draft = factories.invited_draft(expression)
    tamper("UPDATE grants_expression SET status = 'lapsed' WHERE id = %s", [expression.pk])
    late = factories.sign(draft, now=INVITED_CLOSE_AT, accepts_late=True)
    came_in_time = one_of(call, 2, ExpressionStatus.APPLIED)
    html = [browser("dag").get(page(matter, "case_application")).content.decode() for matter in (late, came_in_time)]
    assert ["Visa intresseanmälan som ärendet började med" in text for text in html] == [False, True]


def test_staff_open_the_documents_of_an_expression(call, dag):
    expression = one_of(call, 1)
    response = browser("dag").get(reverse("document", args=[expression.case.number, 1]))
    assert b"".join(response.streaming_content).startswith(b'{"answers"')


def test_the_officer_is_told_what_waits(call, dag):
    one_of(call, 1)
    piles = browser("dag").get(reverse("home")).context["piles"]
    assert [(pile.title, [todo.hint for todo in pile.todos]) for pile in piles] == [
        ("Intresseanmälningar att besvara", ["1 väntar på besked"])
    ]
