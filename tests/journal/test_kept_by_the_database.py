"""What the database itself refuses to change, whoever asks and however (INV-6, INV-23, INV-34, INV-35)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from psycopg2.errors import RestrictViolation

from applicants.domain import evidence, mandates
from applicants.domain.mandates import Terms
from applicants.enums import MandateRole
from grants.domain import drafts
from grants.enums import ApplicationStatus, ExpressionStatus, ReportStatus
from tests.factories import (
    NOW,
    a_batch,
    a_bulk_act,
    a_call,
    a_call_asking_for_a_file,
    a_draft,
    a_meeting,
    a_pdf,
    a_question,
    a_scenario,
    a_signal,
    adopted,
    an_authority,
    anybody,
    appeals,
    application_at,
    assigned,
    association,
    condition_written,
    corresponded,
    decision_request_refused,
    delay_noticed,
    dissented,
    expression_at,
    invited,
    nameless,
    noted,
    opened,
    payment_stops,
    received,
    registry,
    report_at,
    reviewed_signal,
    ruled,
    scored,
    signatory_of,
    some_proposed,
    text_published,
)

pytestmark = pytest.mark.django_db

APPEND_ONLY = (
    "applicants_mandateevidence",
    "grants_applicationfile",
    "grants_assessment",
    "grants_assessment_scores",
    "grants_authorityamount",
    "grants_budgetrow",
    "grants_bulkact",
    "grants_check",
    "grants_communicateddocument",
    "grants_communication",
    "grants_completionitem",
    "grants_conditiontext",
    "grants_conflictdeclaration",
    "grants_conflictquestion",
    "grants_conflictruling",
    "grants_consensus",
    "grants_consensuspoint",
    "grants_correction",
    "grants_courtruling",
    "grants_decisionamount",
    "grants_decisionparticipant",
    "grants_deliveryrecord",
    "grants_dissent",
    "grants_expressionassessment",
    "grants_expressionfile",
    "grants_expressionwithdrawal",
    "grants_frameamount",
    "grants_message",
    "grants_messagefile",
    "grants_note",
    "grants_posting",
    "grants_proposal",
    "grants_proposalline",
    "grants_reopening",
    "grants_score",
    "grants_signalreview",
    "grants_signature",
    "journal_document",
    "journal_event",
    "journal_post",
    "journal_postitem",
    "journal_reading",
    "journal_secrecymark",
)
# Rows that are never removed, and the only columns of theirs that may change.
KEPT = {
    "grants_appeal": {
        *("status", "ground", "ground_note", "tested_at", "tested_by_id", "court"),
        *("dismissal_reasons", "dismissal_letter_id", "dismissal_entry_id", "dismissed_at", "dismissed_by_id"),
        *("reconsidered_outcome", "reconsidered_note", "reconsidered_at", "reconsidered_by_id"),
        *("handed_over_entry_id", "handed_over_at", "handed_over_by_id"),
        *("final_on", "final_entry_id", "final_at", "final_by_id"),
    },
    "grants_appealbundle": {"status", "upto", "total", "written", "document_id", "made_at"},
    "grants_assessor": {"ended_at", "ended_by_id", "reason"},
    "grants_application": {
        *("status", "officer_id", "assigned_at", "assigned_by_id", "begun_at"),
        *("title", "requested_ore", "county_codes", "area_code", "period_starts_on", "period_ends_on", "facts_version"),
    },
    "grants_batchdecision": {
        *("status", "listing_id", "protocol_id", "sender_no_conflict", "step_began_at", "step_total"),
        *("approved_at", "approved_by_id", "sent_at", "sent_by_id", "cancelled_at", "cancelled_by_id"),
    },
    "grants_batchitem": {"status", "decision_id", "problem", "tries"},
    "grants_completion": set(),  # when submitted
    "grants_completionrequest": {"status", "due_on", "reminded_for"},
    "grants_decision": {
        "status",
        "decided_at",
        "decided_by_id",
        "dispatched_at",
        "dispatched_by_id",
        "sealed_letter_id",
        "sealed_record_id",
    },
    "grants_delegation": {"ends_on", "ended_at", "ended_by_id"},
    "grants_decisionrequest": {
        *("reasons", "letter_id", "appealable", "appeal_law", "refused_at", "refused_by_id"),
    },
    "grants_delaynotice": set(),  # when settled
    "grants_draft": set(),  # when submitted
    "grants_expression": {"status", "reason", "settled_at", "settled_by_id"},
    "grants_expressionreceipt": {"entry_id", "drawn_at"},
    "grants_withdrawal": {"decision_id", "written_off_at", "written_off_by_id"},
    "grants_receipt": {"entry_id", "drawn_at"},
    "grants_releaseitem": set(),  # when it has gone out
    "grants_releaserequest": {
        *("contact", "closed_at", "closed_by_id", "written_wanted_at", "written_wanted_by_id"),
        *("reasons", "decision_id", "decided_at", "decided_by_id"),
    },
    "grants_paymentstop": {  # when decided
        *("status", "lift_reasons", "lifted_at", "lifted_by_id", "lift_letter_id", "lift_entry_id"),
    },
    "grants_instalment": {"met_note", "met_at", "met_by_id"},
    "grants_formversion": set(),  # when published
    "grants_lettertext": set(),  # when published
    "grants_officialsleftout": {"lifted_at", "lifted_by_id"},
    "grants_scenario": set(),  # when adopted
    "grants_scenariooutcome": {"proposal_id"},
    "grants_signal": {"ended_at"},
    "journal_case": {"last_entry", "closed_at", "closed_by", "counterpart_rule"},
    "journal_eventstream": {"length", "head"},
    "journal_scan": {"status", "attempts", "next_try_at", "scanned_at", "signature", "last_error"},
    "journal_registryentry": {"secrecy_rule", "visible_to_party"},
}
# Rows that are never changed, and removed by one act alone, which tests of its own try.
CULLED = ("grants_draftrevision",)
TABLES = sorted([*APPEND_ONLY, *KEPT, *CULLED])


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def triggers() -> dict[str, set[str]]:
    """The refusing triggers of each table, by what the catalogue says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
            "WHERE proname IN ('delmos_refuse', 'delmos_keep') AND tgenabled = 'O'"
        )
        rows = cursor.fetchall()
    return {table: {name.removeprefix(f"{table}_") for found, name in rows if found == table} for table, _ in rows}


def is_refused(sql: str) -> bool:
    """Whether the triggers refuse ``sql``; any other error is a failure of the test."""
    try:
        with transaction.atomic():
            execute(sql)
    except IntegrityError as error:
        return isinstance(error.__cause__, RestrictViolation)
    return False


def filled_columns(table: str) -> list[str]:
    """The columns of a table in which some row holds a value."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        columns = zip(cursor.description, zip(*cursor.fetchall(), strict=True), strict=True)
        return [column.name for column, values in columns if any(value is not None for value in values)]


@pytest.fixture
def filled() -> None:
    """A case all the way to its approved report, with an attached file: at least one row in every table."""
    draft = a_draft()
    by = signatory_of(draft.organisation)
    drafts.attach(draft, question="attachments", name="stadgar.pdf", content=a_pdf(), size=200, by=by, now=NOW)
    report_at(ReportStatus.APPROVED, call=draft.call)
    asked = mandates.request(draft.organisation, terms=Terms(MandateRole.AGENT), by=anybody("kim"), now=NOW)
    evidence.hand_in(asked, name="fullmakt.pdf", content=a_pdf("fullmakt"), size=200, by=asked.person, now=NOW)
    corresponded(application_at(ApplicationStatus.IN_REVIEW, call=draft.call))
    ruled(a_question(application_at(ApplicationStatus.IN_REVIEW, call=draft.call)))
    delayed = decision_request_refused(assigned(received(draft.call))).application
    delay_noticed(delayed)
    application_at(ApplicationStatus.WRITTEN_OFF, call=draft.call)
    appeals.what_follows_a_decision(draft.call)
    payment_stops.stop_decided()
    opened()
    a_bulk_act()
    noted(application_at(ApplicationStatus.IN_REVIEW), corrects=None)
    assessed = application_at(ApplicationStatus.IN_REVIEW)
    invited(assessed, "ines")
    a_meeting(scored(assessed), first=3)
    dissented(draft.call)
    an_authority()
    reviewed_signal(a_signal(assigned(received(draft.call))))
    adopted(a_scenario())
    a_batch(some_proposed(1))
    text_published()
    condition_written()
    nameless(delayed)
    expression_at(ExpressionStatus.INVITED)
    expression_at(ExpressionStatus.WITHDRAWN, call=a_call_asking_for_a_file())
    registry.marked(registry.a_letter_entry(), note="Hälsa")
    registry.answered(registry.masked())


def test_the_append_only_tables_are_these() -> None:
    found = {table for table, names in triggers().items() if names == {"append_only", "no_truncate"}}
    assert sorted(found) == list(APPEND_ONLY)


def test_the_kept_tables_are_these() -> None:
    found = {table for table, names in triggers().items() if names == {"keep", "no_delete", "no_truncate"}}
    assert sorted(found) == sorted(KEPT)


def test_the_tables_that_one_act_culls_are_these() -> None:
    found = {table for table, names in triggers().items() if names == {"no_update", "culled", "no_truncate"}}
    assert sorted(found) == list(CULLED)


def test_no_other_table_carries_a_refusing_trigger() -> None:
    assert sorted(triggers()) == TABLES


def test_truncate_is_refused_everywhere() -> None:
    assert [table for table in TABLES if not is_refused(f"TRUNCATE {table} CASCADE")] == []


def test_delete_is_refused_everywhere(filled: None) -> None:
    assert [table for table in TABLES if not is_refused(f"DELETE FROM {table}")] == []


def test_a_change_of_any_column_that_must_stay_is_refused(filled: None) -> None:
    columns = [
        (table, column) for table in TABLES for column in filled_columns(table) if column not in KEPT.get(table, set())
    ]
    assert {table for table, _ in columns} == set(TABLES)
    assert [
        f"{table}.{column}" for table, column in columns if not is_refused(f'UPDATE {table} SET "{column}" = NULL')
    ] == []


def test_a_draft_that_is_not_submitted_may_change_but_no_version_of_it_goes() -> None:
    draft = a_draft()
    execute(f"UPDATE grants_draft SET answers = '{{}}' WHERE id = '{draft.pk}'")
    with pytest.raises(ProtectedError):
        draft.delete()


def test_a_draft_that_nobody_has_written_in_may_go() -> None:
    empty = drafts.start(a_call(), organisation=association(), by=signatory_of(association()), now=NOW)
    assert empty.delete() == (1, {"grants.Draft": 1})


def test_the_refusal_names_the_table_and_the_columns_that_may_change(filled: None) -> None:
    with pytest.raises(IntegrityError, match="UPDATE on journal_eventstream is refused: only length, head may change"):
        execute("UPDATE journal_eventstream SET key = 'x'")


def test_a_published_form_may_not_change_at_all(filled: None) -> None:
    with pytest.raises(IntegrityError, match="UPDATE on grants_formversion is refused: only nothing may change"):
        execute("UPDATE grants_formversion SET definition = '{}'")


def test_a_table_that_is_not_kept_may_change() -> None:
    who = anybody("någon")
    who.name = "Någon Annan"
    who.save()
    who.refresh_from_db()
    assert who.name == "Någon Annan"
