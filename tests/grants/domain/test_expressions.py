"""An expression of interest is handed in, and an invited organisation goes on to its application."""

import json
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction

from accounts.models import User
from applicants.domain import organisations
from applicants.enums import MandateRole
from delmos.lib.refusal import Refusals, Refused
from grants import question_edits
from grants.domain import calls, drafts, expressions
from grants.domain.queries.timeline import timeline_of
from grants.enums import ApplicationStatus, ExpressionStatus, Stage
from grants.models import Application, Draft, Expression
from grants.question_edits import QuestionText
from grants.questions import SOUGHT, Form, QuestionKind
from journal.domain import documents
from journal.models import Case, Event, RegistryEntry
from tests.database import tamper
from tests.factories import (
    BEFORE,
    CLOSES_AT,
    INVITED_CLOSE_AT,
    LATE,
    NOW,
    SOUGHT_ORE,
    a_call_asking_for_a_file,
    a_call_in_two_steps,
    a_draft,
    a_pdf,
    an_expression_draft,
    an_unpublished_call,
    association,
    expression_at,
    handed_in,
    invited_draft,
    person,
    sign,
)

pytestmark = pytest.mark.django_db
MOMENT = timedelta(microseconds=1)


# --- handing in -------------------------------------------------------------------------------------------------------


def test_the_first_step_of_the_call_is_what_is_started(anna: User) -> None:
    draft = an_expression_draft()
    assert (draft.stage, [q.key for q in draft.form.form.questions]) == (
        "expression",
        ["title", "summary", "counties", "sought_amount"],
    )


def test_inv_3_it_gets_a_number_a_diary_row_and_a_receipt_at_once(anna: User, bo: User) -> None:
    expression = handed_in(an_expression_draft(), by=bo)
    entry = RegistryEntry.objects.get()
    assert (Case.objects.get().number, entry.title, entry.direction, entry.counterpart) == (
        "BID-2018-00001",
        "Intresseanmälan",
        "in",
        association().name,
    )
    assert (expression.receipt.entry, expression.receipt.drawn_at) == (None, None)


def test_what_it_says_is_kept_as_facts(anna: User) -> None:
    expression = handed_in(an_expression_draft(counties=["21", "03"]))
    assert (expression.title, expression.sought_ore, expression.county_codes, expression.area_name) == (
        "Grannar möts",
        SOUGHT_ORE,
        ["03", "21"],
        "Fler än ett län",
    )
    assert (expression.received_at, expression.submitted_by, expression.status) == (NOW, anna, "received")


def test_inv_6_the_content_is_frozen_as_it_was_shown() -> None:
    draft = an_expression_draft()
    frozen = drafts.freeze(draft)
    expression = handed_in(draft)
    assert (expression.content_id, documents.read(expression.content)) == (sha256(frozen).hexdigest(), frozen)
    assert json.loads(frozen)["statement"] == drafts.EXPRESSION_STATEMENT


def test_inv_6_the_database_keeps_what_came_in() -> None:
    expression = handed_in(an_expression_draft())
    with pytest.raises(DatabaseError, match="only status, reason, settled_at, settled_by_id may change"):
        Expression.objects.filter(pk=expression.pk).update(title="Något annat")


def test_inv_6_the_draft_is_kept_as_it_was_handed_in() -> None:
    draft = an_expression_draft()
    handed_in(draft)
    with pytest.raises(DatabaseError, match="only nothing may change"):
        Draft.objects.filter(pk=draft.pk).update(answers={})


def test_a_draft_that_is_handed_in_is_not_changed(anna: User) -> None:
    draft = an_expression_draft()
    handed_in(draft)
    with pytest.raises(Refused, match="^Intresseanmälan är redan inskickad"):
        drafts.save_group(draft, group="about", answers={}, base_version=1, by=anna, now=NOW)


def test_a_double_click_hands_in_once() -> None:
    draft = an_expression_draft()
    assert handed_in(draft) == handed_in(draft)
    assert Expression.objects.count() == 1


def test_something_changed_since_it_was_shown_is_refused(anna: User) -> None:
    draft = an_expression_draft()
    with pytest.raises(Refused, match="har ändrats sedan du granskade den"):
        expressions.submit(draft, content_sha256="0" * 64, by=anna, now=NOW)


def test_everything_that_is_missing_is_said_at_once(anna: User) -> None:
    draft = drafts.start(a_call_in_two_steps(), organisation=association(), by=anna, now=NOW)
    with pytest.raises(Refusals) as refused:
        handed_in(draft)
    assert [refusal.field for refusal in refused.value.refusals] == ["title", "summary", "counties", "sought_amount"]


@pytest.mark.parametrize("role", [MandateRole.CONTRIBUTOR, MandateRole.READER])
def test_somebody_who_may_only_write_or_read_does_not_hand_in(role: MandateRole, anna: User) -> None:
    eva = person("eva")
    organisations.add_mandate(association(), person=eva, role=role, by=anna, now=BEFORE)
    with pytest.raises(Refused, match="Bara en firmatecknare eller ett ombud"):
        handed_in(an_expression_draft(), by=eva)


def test_an_expression_is_not_signed(anna: User) -> None:
    with pytest.raises(Refused, match="lämnas in utan underskrift"):
        sign(an_expression_draft())


def test_an_application_is_not_handed_in_unsigned(anna: User) -> None:
    with pytest.raises(Refused, match="skickas in när den skrivs under"):
        handed_in(a_draft())


def test_after_it_is_handed_in_another_can_be_begun(anna: User) -> None:
    draft = an_expression_draft()
    handed_in(draft)
    another = drafts.start(draft.call, organisation=draft.organisation, by=anna, now=NOW)
    assert (another.pk == draft.pk, another.answers) == (False, {})


def test_a_file_that_is_asked_for_follows_along_as_a_document_of_the_case() -> None:
    expression = handed_in(an_expression_draft(a_call_asking_for_a_file()))
    (file,) = expression.files.all()
    assert [(entry.title, entry.document) for entry in expression.case.entries.order_by("serial")] == [
        ("Intresseanmälan", expression.content),
        ("Bilaga: stadgar.pdf", file.document),
    ]
    assert json.loads(documents.read(expression.content))["files"] == [
        {"question": "stadgar", "name": "stadgar.pdf", "sha256": file.document_id}
    ]


def test_a_file_that_is_asked_for_is_missing_until_it_is_there(anna: User) -> None:
    draft = an_expression_draft(a_call_asking_for_a_file())
    drafts.detach(draft.files.get(), by=anna, now=NOW)
    with pytest.raises(Refusals) as refused:
        handed_in(draft)
    assert [refusal.field for refusal in refused.value.refusals] == ["stadgar"]


def test_a_form_that_asks_for_no_files_takes_none(anna: User) -> None:
    with pytest.raises(Refused, match="Det går inte att lägga till bilagor här"):
        drafts.attach(
            an_expression_draft(), question="summary", name="a.pdf", content=a_pdf(), size=200, by=anna, now=NOW
        )


# --- late -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("now", "status"), [(CLOSES_AT - MOMENT, "received"), (CLOSES_AT, "received_late")])
def test_inv_2_from_closing_time_on_it_is_received_as_late(now: datetime, status: str) -> None:
    assert handed_in(an_expression_draft(), now=now).status == status


def test_inv_2_the_applicant_is_told_before_it_is_late() -> None:
    with pytest.raises(Refused, match="leder inte till någon inbjudan") as refused:
        handed_in(an_expression_draft(), now=LATE, accepts_late=False)
    assert (refused.value.field, Expression.objects.count()) == ("accepts_late", 0)


def test_after_the_first_step_nobody_begins_and_is_told_who_may_go_on(anna: User) -> None:
    with pytest.raises(Refused, match="bara de som har bjudits in efter sin intresseanmälan ansöka"):
        drafts.start(a_call_in_two_steps(), organisation=association(), by=anna, now=CLOSES_AT)


# --- the application of the invited -----------------------------------------------------------------------------------


def test_the_answers_under_the_same_keys_follow_into_the_application(anna: User) -> None:
    expression = expression_at(ExpressionStatus.INVITED)
    draft = expressions.start_application(expression, by=anna, now=LATE)
    assert (draft.stage, draft.answers) == (
        "application",
        {key: expression.answers[key] for key in ("title", "summary", "counties")},
    )


def test_an_answer_that_the_applications_question_does_not_take_stays_behind(anna: User) -> None:
    call, dag = an_unpublished_call(invited_close_at=INVITED_CLOSE_AT), person("dag")
    shorter = QuestionText("Sammanfatta kort", QuestionKind.LONG_TEXT, max_length=5)
    calls.edit_form(
        call, edit=lambda form: question_edits.change_question(form, "summary", shorter), by=dag, now=BEFORE
    )
    expression = expression_at(ExpressionStatus.INVITED, call=calls.publish(call, by=dag, now=BEFORE))
    draft = expressions.start_application(expression, by=anna, now=LATE)
    assert sorted(draft.answers) == ["counties", "title"]


def test_what_is_declared_in_the_first_step_is_declared_anew_in_the_second(anna: User) -> None:
    call, dag = an_unpublished_call(invited_close_at=INVITED_CLOSE_AT), person("dag")
    declarations = call.newest_form(Stage.APPLICATION).form.group("declarations")
    calls.edit_form(
        call, edit=lambda form: Form((*form.groups, declarations)), stage=Stage.EXPRESSION, by=dag, now=BEFORE
    )
    expression = expression_at(ExpressionStatus.INVITED, call=calls.publish(call, by=dag, now=BEFORE))
    draft = expressions.start_application(expression, by=anna, now=LATE)
    assert ("public_debt" in expression.answers, "public_debt" in draft.answers) == (True, False)


def test_going_on_gives_the_same_draft(anna: User, bo: User) -> None:
    expression = expression_at(ExpressionStatus.INVITED)
    first = expressions.start_application(expression, by=anna, now=LATE)
    assert expressions.start_application(expression, by=bo, now=LATE) == first


@pytest.mark.parametrize("status", sorted({*ExpressionStatus} - {ExpressionStatus.INVITED, ExpressionStatus.APPLIED}))
def test_only_the_invited_begin_an_application(status: ExpressionStatus, anna: User) -> None:
    with pytest.raises(Refused, match="^Bara den som har bjudits in"):
        expressions.start_application(expression_at(status), by=anna, now=NOW)


def test_a_stranger_does_not_begin_the_application_of_the_invited(cecilia: User) -> None:
    with pytest.raises(Refused, match="saknar behörighet"):
        expressions.start_application(expression_at(ExpressionStatus.INVITED), by=cecilia, now=NOW)


def test_the_invited_begin_before_their_own_closing_time(anna: User) -> None:
    with pytest.raises(Refused, match="Tiden att ansöka gick ut"):
        expressions.start_application(expression_at(ExpressionStatus.INVITED), by=anna, now=INVITED_CLOSE_AT)


def test_two_invitations_are_two_applications(anna: User) -> None:
    first = expression_at(ExpressionStatus.INVITED)
    second = expression_at(ExpressionStatus.INVITED, call=first.call)
    begun = {expressions.start_application(each, by=anna, now=NOW).pk for each in (first, second)}
    assert len(begun) == 2


def test_the_application_is_registered_in_the_case_that_the_expression_opened() -> None:
    expression = expression_at(ExpressionStatus.INVITED)
    application = sign(invited_draft(expression), now=LATE)
    expression.refresh_from_db()
    assert application is not None
    assert (application.case, Case.objects.count(), application.status) == (expression.case, 1, "received")
    assert expression.status == ExpressionStatus.APPLIED
    assert [entry.title for entry in expression.case.entries.all()] == [
        "Intresseanmälan",
        "Besked om intresseanmälan",
        "Ansökan",
    ]


def test_one_timeline_follows_the_matter_through_both_steps() -> None:
    expression = expression_at(ExpressionStatus.APPLIED)
    told = [moment.title for moment in timeline_of(expression, party=True)]
    assert sorted(told) == [
        "Ni är inbjudna att ansöka",
        "Vi har tagit emot er ansökan",
        "Vi har tagit emot er intresseanmälan",
    ]
    assert timeline_of(Application.objects.get(), party=True) == timeline_of(expression, party=True)


def test_inv_2_an_invited_application_is_late_by_the_second_closing_time() -> None:
    expression = expression_at(ExpressionStatus.INVITED)
    application = sign(invited_draft(expression), now=INVITED_CLOSE_AT, accepts_late=True)
    assert application is not None
    assert application.status == ApplicationStatus.RECEIVED_LATE


def test_inv_2_an_application_after_the_case_was_closed_opens_a_case_of_its_own() -> None:
    expression = expression_at(ExpressionStatus.INVITED)
    draft = invited_draft(expression)
    tamper("UPDATE grants_expression SET status = 'lapsed' WHERE id = %s", [expression.pk])
    application = sign(draft, now=INVITED_CLOSE_AT, accepts_late=True)
    assert application is not None
    assert (application.case == expression.case, application.status) == (False, "received_late")


def test_what_is_sought_may_change_from_the_estimate() -> None:
    expression = expression_at(ExpressionStatus.INVITED, **{SOUGHT: 100_00})
    application = sign(invited_draft(expression))
    assert application is not None
    assert (expression.sought_ore, application.requested_ore) == (100_00, 300_000_00)


def test_an_event_of_another_name_than_the_verb_is_not_written_twice() -> None:
    expression = expression_at(ExpressionStatus.APPLIED)
    names = list(Event.objects.filter(stream_id=expression.stream).values_list("name", flat=True))
    assert names.count("application_received") == 1


def test_a_draft_of_one_step_does_not_become_the_other() -> None:
    draft = an_expression_draft()
    application = sign(a_draft())
    with pytest.raises(DatabaseError, match="draft_becomes_what_its_stage_says"), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(application=application)
