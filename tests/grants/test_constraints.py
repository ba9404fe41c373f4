"""What the database refuses to hold, named constraint by named constraint, whoever writes it and however.

Each case copies a row that the verbs have made, with a few values changed, past the triggers.
"""

import json
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from accounts.assurance import NOTHING_KNOWN
from accounts.domain import sign_ins
from grants.domain import comments, subscriptions
from grants.enums import ApplicationStatus, DecisionStatus, ExpressionStatus, ReportStatus
from journal.actors import SYSTEM
from journal.domain import uploads
from journal.domain.notices import notify
from tests.database import ROOMS, triggers_asleep
from tests.factories import (
    NOW,
    a_draft,
    a_pdf,
    an_asked_mandate,
    an_invitation,
    anybody,
    application_at,
    completion_requested,
    corresponded,
    decision_at,
    expression_at,
    person,
    report_at,
    signatory_of,
)

pytestmark = pytest.mark.django_db

DAY = "2018-05-02"
MOMENT = "2018-05-02T10:00:00Z"
ANOTHER_LINK = {"token_sha256": "another", "email": "another@example.se"}
# Constraint: (table, which row, what is changed in the copy).
VIOLATIONS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "sha256_is_hexadecimal": ("journal_document", "", {"sha256": "ÅÄÖ"}),
    "document_is_not_empty": ("journal_document", "", {"sha256": "0" * 64, "size": 0}),
    "one_counter_per_series_and_year": ("journal_numberseries", "", {}),
    "case_number_is_given_once": ("journal_case", "", {"number": "BID-2018-99999"}),
    "case_closed_at_has_closed_by": ("journal_case", "", {"closed_at": MOMENT, "closed_by": ""}),
    "entry_number_is_given_once": ("journal_registryentry", "", {}),
    "event_number_is_given_once": ("journal_event", "", {}),
    "scan_status_is_known": ("journal_scan", "", {"status": "lost"}),
    "scan_verdict_has_its_moment": ("journal_scan", "", {"status": "clean"}),
    "scan_rejection_names_what_was_found": ("journal_scan", "", {"status": "rejected", "scanned_at": MOMENT}),
    "mail_status_is_known": ("journal_mail", "", {"key": "ny", "status": "lost"}),
    "mail_sent_has_sent_at": ("journal_mail", "", {"key": "ny", "status": "sent"}),
    "one_notice_per_key_and_recipient": ("journal_notice", "", {}),
    "user_has_only_known_roles": ("accounts_user", "", {"username": "ny", "email": "", "roles": ["root"]}),
    "signin_way_is_known": ("accounts_signin", "", {"way": "lost"}),
    "email_belongs_to_one_person": ("accounts_user", "email <> ''", {"username": "ny"}),
    "organisation_number_has_ten_digits": ("applicants_organisation", "", {"organisation_number": "1912121212"}),
    "organisation_kind_is_known": ("applicants_organisation", "", {"kind": "company"}),
    "municipalities_and_regions_have_a_code": (
        "applicants_organisation",
        "",
        {"kind": "municipality", "official_code": None, "organisation_number": "8025550012"},
    ),
    "organisation_has_a_name": ("applicants_organisation", "", {"name": ""}),
    "one_current_account_per_organisation": ("applicants_paymentaccount", "", {}),
    "account_checked_at_has_checked_by": ("applicants_paymentaccount", "", {"checked_at": None}),
    "account_verified_at_has_verified_by": ("applicants_paymentaccount", "", {"verified_at": None}),
    "account_is_verified_by_two_persons": (
        "applicants_paymentaccount",
        "",
        {"verified_at": None, "verified_by_id": None},
    ),
    "one_open_mandate_per_person_and_organisation": ("applicants_mandate", "", {}),
    "mandate_ends_after_it_starts": ("applicants_mandate", "", {"valid_to": "2018-01-01"}),
    "mandate_role_is_known": ("applicants_mandate", "", {"role": "owner", "valid_to": "2030-01-01"}),
    "mandate_ended_at_has_ended_by": ("applicants_mandate", "", {"ended_at": MOMENT}),
    "mandate_is_reviewed_at_and_by_somebody": (
        "applicants_mandate",
        "",
        {"review_status": "unreviewed", "reviewed_at": MOMENT, "valid_to": "2030-01-01"},
    ),
    "mandate_is_rejected_with_a_reason": (
        "applicants_mandate",
        "",
        {
            "review_status": "rejected",
            "review_note": "",
            "reviewed_at": MOMENT,
            "reviewed_by_id": 1,
            "valid_to": "2030-01-01",
        },
    ),
    "evidence_is_handed_in_once": ("applicants_mandateevidence", "", {}),
    "invitation_role_is_known": ("applicants_invitation", "", {**ANOTHER_LINK, "role": "owner"}),
    "invitation_accepted_gives_a_mandate": ("applicants_invitation", "", {**ANOTHER_LINK, "accepted_at": MOMENT}),
    "invitation_withdrawn_at_has_withdrawn_by": (
        "applicants_invitation",
        "",
        {**ANOTHER_LINK, "withdrawn_at": MOMENT},
    ),
    "invitation_is_not_both_accepted_and_withdrawn": (
        "applicants_invitation",
        "",
        {
            **ANOTHER_LINK,
            **{"accepted_at": MOMENT, "accepted_by_id": -5, "mandate_id": -5},
            **{"withdrawn_at": MOMENT, "withdrawn_by_id": -5},
        },
    ),
    "one_open_invitation_per_address": ("applicants_invitation", "", {"token_sha256": "another"}),
    "call_closes_after_it_opens": ("grants_call", "", {"closes_at": "2018-01-01T00:00:00Z"}),
    "call_closes_for_the_invited_last": ("grants_call", "", {"invited_close_at": "2018-05-01T00:00:00Z"}),
    "call_project_ends_after_start": ("grants_call", "", {"project_ends_on": "2018-01-01"}),
    "call_published_has_published_at": ("grants_call", "", {"published_at": None, "published_by_id": None}),
    "call_published_at_has_published_by": ("grants_call", "", {"published_by_id": None}),
    "call_status_is_known": ("grants_call", "", {"status": "open"}),
    "call_cancelled_says_when_and_why": (
        "grants_call",
        "status = 'published'",
        {"slug": "ny", "status": "cancelled", "cancelled_at": MOMENT, "cancelled_by_id": -5},
    ),
    "call_cancelled_at_has_cancelled_by": (
        "grants_call",
        "status = 'published'",
        {"slug": "ny", "status": "cancelled", "cancelled_at": MOMENT, "cancellation_reason": "Budgeten"},
    ),
    "call_counties_are_known": ("grants_call", "", {"slug": "ny", "counties": ["02"]}),
    "each_thing_about_a_call_is_announced_once": ("grants_announcement", "", {}),
    "announcement_kind_is_known": ("grants_announcement", "", {"kind": "postponed"}),
    "one_subscription_per_address": ("grants_subscription", "", {"email": "EN@example.se"}),
    "subscription_types_are_known": ("grants_subscription", "", {"email": "ny@example.se", "types": ["company"]}),
    "form_version_number_is_given_once": ("grants_formversion", "", {}),
    "form_version_stage_is_known": ("grants_formversion", "", {"stage": "afterwards"}),
    "criterion_order_is_unique": ("grants_criterion", "", {}),
    "criterion_weight_is_per_cent": ("grants_criterion", "", {"weight": 101}),
    "one_frame_per_call_group_and_year": ("grants_frame", "", {}),
    "frame_amount_is_positive": ("grants_frameamount", "", {"amount_ore": 0}),
    "expression_seeks_money": ("grants_expression", "", {"sought_ore": 0}),
    "expression_status_is_known": ("grants_expression", "", {"status": "lost"}),
    "expression_settled_at_has_settled_by": ("grants_expression", "", {"settled_by_id": None}),
    "expression_not_invited_has_a_reason": ("grants_expression", "", {"status": "not_invited"}),
    "expressionreceipt_drawn_at_has_its_document": ("grants_expressionreceipt", "", {"drawn_at": MOMENT}),
    "expression_assessment_suggestion_is_known": ("grants_expressionassessment", "", {"suggestion": "maybe"}),
    "expression_assessment_has_a_note": ("grants_expressionassessment", "", {"note": ""}),
    "withdrawal_written_off_at_has_written_off_by": ("grants_withdrawal", "", {"written_off_by_id": None}),
    "withdrawal_written_off_has_its_decision": ("grants_withdrawal", "", {"decision_id": None}),
    "application_requests_money": ("grants_application", "", {"requested_ore": 0}),
    "application_period_is_ordered": ("grants_application", "", {"period_ends_on": "2018-01-01"}),
    "application_status_is_known": ("grants_application", "", {"status": "lost"}),
    "application_assigned_at_has_assigned_by": ("grants_application", "", {"assigned_by_id": None}),
    "receipt_drawn_at_has_its_document": ("grants_receipt", "", {"drawn_at": MOMENT}),
    "budget_row_order_is_unique": ("grants_budgetrow", "", {}),
    "budget_row_is_positive": ("grants_budgetrow", "", {"amount_ore": 0}),
    "conflict_answer_is_known": ("grants_conflictdeclaration", "", {"answer": "maybe", "ground": "Svåger"}),
    "conflict_states_its_ground": ("grants_conflictdeclaration", "", {"answer": "conflict"}),
    "check_result_is_known": ("grants_check", "", {"result": "maybe", "note": "Oklart"}),
    "check_not_met_has_a_note": ("grants_check", "", {"result": "not_met"}),
    "score_points_are_on_the_scale": ("grants_score", "", {"points": 6}),
    "score_has_reasons": ("grants_score", "", {"reasons": ""}),
    "completion_request_status_is_known": ("grants_completionrequest", "", {"number": 9, "status": "lost"}),
    "completion_number_is_given_once": ("grants_completionrequest", "status = 'answered'", {}),
    "one_open_completion_request_at_a_time": ("grants_completionrequest", "status = 'requested'", {"number": 9}),
    "completion_states_its_consequence": ("grants_completionrequest", "", {"number": 9, "consequence": ""}),
    "a_question_is_asked_once_in_a_request": ("grants_completionitem", "", {}),
    "completion_item_says_what_is_lacking": ("grants_completionitem", "", {"question": "ny", "lacking": ""}),
    "completion_submitted_at_has_submitted_by": ("grants_completion", "", {"submitted_by_id": None}),
    "completion_submitted_has_its_content": ("grants_completion", "", {"content_id": None}),
    "communication_number_is_given_once": ("grants_communication", "", {}),
    "communication_says_something": ("grants_communication", "", {"number": 9, "text": ""}),
    "a_document_is_communicated_once": ("grants_communicateddocument", "", {}),
    "message_goes_one_way_and_only_the_party_answers": ("grants_message", "", {"direction": "drawn_up"}),
    "message_says_something": ("grants_message", "", {"text": ""}),
    "completion_request_is_sent_once_from_a_page": ("grants_completionrequest", "page_key <> ''", {"number": 9}),
    "communication_is_sent_once_from_a_page": ("grants_communication", "page_key <> ''", {"number": 9}),
    "message_is_sent_once_from_a_page": ("grants_message", "page_key <> ''", {}),
    "proposal_kind_is_known": ("grants_proposal", "", {"kind": "gift"}),
    "proposal_amount_fits_its_kind": ("grants_proposal", "", {"amount_ore": 0}),
    "proposal_has_reasons": ("grants_proposal", "", {"reasons": ""}),
    "decision_kind_is_known": ("grants_decision", "status = 'replaced'", {"kind": "gift", "amount_ore": 0}),
    "decision_status_is_known": ("grants_decision", "status = 'replaced'", {"status": "lost"}),
    "decision_prepared_at_has_prepared_by": ("grants_decision", "", {"prepared_by_id": None}),
    "decision_decided_at_has_decided_by": ("grants_decision", "status = 'dispatched'", {"decided_by_id": None}),
    "decision_dispatched_at_has_dispatched_by": (
        "grants_decision",
        "status = 'dispatched'",
        {"dispatched_by_id": None},
    ),
    "decision_amount_fits_its_kind": ("grants_decision", "status = 'replaced'", {"kind": "reject"}),
    "decider_is_not_rapporteur": ("grants_decision", "status = 'replaced'", {"decider_id": -5, "rapporteur_id": -5}),
    "decision_has_reasons": ("grants_decision", "status = 'replaced'", {"reasons": ""}),
    "decision_cites_rules": ("grants_decision", "status = 'replaced'", {"rules_cited": ""}),
    "decision_status_fits_its_dates": ("grants_decision", "status = 'replaced'", {"status": "decided"}),
    "an_application_is_decided_once": ("grants_decision", "status = 'dispatched'", {}),
    "one_prepared_decision_at_a_time": ("grants_decision", "status = 'prepared'", {}),
    "one_open_draft_per_call_and_organisation": (
        "grants_draft",
        "application_id IS NULL AND expression_id IS NULL",
        {},
    ),
    "draft_stage_is_known": ("grants_draft", "application_id IS NULL", {"stage": "afterwards"}),
    "draft_becomes_what_its_stage_says": ("grants_draft", "application_id IS NOT NULL", {"stage": "expression"}),
    "draft_revisions_are_numbered": ("grants_draftrevision", "", {}),
    "draftrevision_act_is_known": ("grants_draftrevision", "", {"number": 999, "act": "lost"}),
    "draftcomment_says_something": ("grants_draftcomment", "", {"text": ""}),
    "draftcomment_resolved_at_has_resolved_by": ("grants_draftcomment", "", {"resolved_at": MOMENT}),
    "a_person_signs_the_same_bytes_once": ("grants_signature", "", {}),
    "signature_way_is_known": ("grants_signature", "", {"content_sha256": "0" * 64, "way": "lost"}),
    "signature_by_eid_has_its_level_and_moment": ("grants_signature", "", {"content_sha256": "0" * 64, "way": "eid"}),
    "posting_kind_is_known": ("grants_posting", "", {"entry": -1, "kind": "lost"}),
    "posting_moves_money": ("grants_posting", "", {"entry": -1, "amount_ore": 0}),
    "posting_moves_at_most_one_grant": ("grants_posting", "", {"entry": -1, "grant_delta": 2}),
    "a_reference_is_booked_once": ("grants_posting", "", {"entry": -1}),
    "payment_status_is_known": (
        "grants_payment",
        "",
        {"status": "lost", "paid_on": None, "paid_at": None, "paid_by_id": None},
    ),
    "payment_attested_at_has_attested_by": ("grants_payment", "", {"attested_by_id": None}),
    "payment_paid_at_has_paid_by": ("grants_payment", "", {"paid_by_id": None}),
    "payment_cancelled_at_has_cancelled_by": ("grants_payment", "", {"cancelled_at": MOMENT}),
    "payment_is_positive": ("grants_payment", "", {"amount_ore": 0}),
    "payment_is_attested_by_another_person": ("grants_payment", "", {"attested_by_id": -5, "prepared_by_id": -5}),
    "payment_attested_has_attested_at": ("grants_payment", "", {"attested_at": None, "attested_by_id": None}),
    "payment_paid_has_its_day": ("grants_payment", "", {"paid_on": None}),
    "an_instalment_is_live_once": ("grants_payment", "", {}),
    "report_status_is_known": ("grants_finalreport", "", {"status": "lost"}),
    "report_submitted_at_has_submitted_by": ("grants_finalreport", "", {"submitted_by_id": None}),
    "report_approved_at_has_approved_by": ("grants_finalreport", "", {"approved_by_id": None}),
    "report_status_fits_its_dates": ("grants_finalreport", "", {"approved_at": None, "approved_by_id": None}),
    "a_budget_row_is_reported_once": ("grants_reportrow", "", {}),
    "spent_is_not_negative": ("grants_reportrow", "", {"spent_ore": -1}),
}
# These say less than another constraint on the same row, which PostgreSQL tries first; NOT NULL comes before all.
SAID_BY_ANOTHER = {
    "decision_prepared_at_has_prepared_by": "NOT NULL",
    "draft_stage_is_known": "draft_becomes_what_its_stage_says",
    "decision_status_is_known": "decision_status_fits_its_dates",
    "proposal_kind_is_known": "proposal_amount_fits_its_kind",
    "report_status_is_known": "report_status_fits_its_dates",
}
KEYS: dict[str, dict[str, Any]] = {
    "journal_document": {},
    "journal_scan": {},
    "grants_receipt": {},
    "grants_expressionreceipt": {},
    "grants_draft": {"id": "00000000-0000-0000-0000-000000000001"},
    "grants_subscription": {"id": "00000000-0000-0000-0000-000000000001"},
}


@pytest.fixture
def filled() -> None:
    """A case all the way to its approved report, a prepared and a replaced decision, an open draft."""
    draft = a_draft()
    report_at(ReportStatus.APPROVED, call=draft.call, spent=[1, 0])
    decision_at(DecisionStatus.REPLACED, call=draft.call)
    completion_requested(corresponded(application_at(ApplicationStatus.IN_REVIEW, call=draft.call)))
    subscriptions.ask(email="en@example.se", types=[], now=NOW)
    expression_at(ExpressionStatus.INVITED)
    application_at(ApplicationStatus.WRITTEN_OFF, call=draft.call)
    uploads.take_in("a.pdf", a_pdf(), size=1, by=SYSTEM, now=NOW)
    an_invitation(draft.organisation)
    an_asked_mandate(draft.organisation, by=anybody("kim"))
    draft = a_draft(draft.call)
    by = signatory_of(draft.organisation)
    comments.write(draft, group=draft.form.form.groups[0].key, text="Hej", by=by, now=NOW)
    sign_ins.remember(NOTHING_KNOWN, by=by, now=NOW)
    notify([person("anna")], key="constraints", title="Hej", url="/", now=NOW)


def broken_by_copy(table: str, row: str, changes: dict[str, Any]) -> str:
    """The name of the constraint that refuses the copy; empty when none does."""
    values = json.dumps({**KEYS.get(table, {"id": -1}), **changes})
    try:
        with transaction.atomic(), triggers_asleep(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} SELECT (jsonb_populate_record(found, %s)).* "
                f"FROM {table} AS found WHERE {row or 'TRUE'} LIMIT 1",
                [values],
            )
            assert cursor.rowcount == 1, f"no row in {table} where {row}"
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name or "NOT NULL"
    return ""


def test_each_constraint_refuses_what_it_is_named_for(filled: None) -> None:
    refused = {name: broken_by_copy(*violation) for name, violation in VIOLATIONS.items()}
    assert refused == {name: SAID_BY_ANOTHER.get(name, name) for name in VIOLATIONS}


def test_every_constraint_of_the_rooms_is_tried() -> None:
    named = {
        constraint.name
        for room in ROOMS
        if room != "reporting"
        for model in apps.get_app_config(room).get_models()
        for constraint in model._meta.constraints
    }
    assert named == set(VIOLATIONS)


def test_no_money_is_stored_as_a_fraction() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND column_name LIKE '%%ore%%' AND column_name LIKE '%%\\_ore' AND data_type <> 'bigint'"
        )
        assert cursor.fetchall() == []
