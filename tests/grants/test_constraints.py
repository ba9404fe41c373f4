"""What the database refuses to hold, named constraint by named constraint, whoever writes it and however.

Each case copies a row that the verbs have made, with a few values changed, past the triggers.
"""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from accounts.assurance import NOTHING_KNOWN
from accounts.domain import sign_ins
from grants.domain import (
    assessors,
    batches,
    comments,
    decision_drafts,
    post,
    proposal_orders,
    release_decisions,
    releases,
    secrecy,
    subscriptions,
)
from grants.enums import ApplicationStatus, BatchStatus, DecisionStatus, ExpressionStatus, ReportStatus
from grants.models import Call
from journal.actors import SYSTEM
from journal.domain import uploads
from journal.domain.notices import notify
from tests.database import ROOMS, triggers_asleep
from tests.factories import (
    LONG_TEXT,
    NOW,
    a_batch,
    a_bulk_act,
    a_draft,
    a_meeting,
    a_pdf,
    a_question,
    a_saved_view,
    a_scenario,
    a_signal,
    a_worklist_file,
    adopted,
    an_asked_mandate,
    an_attachment,
    an_authority,
    an_invitation,
    an_ordered_file,
    anybody,
    application_at,
    assessed,
    assigned,
    batch_at,
    completion_requested,
    condition_written,
    corresponded,
    decision_at,
    decision_request_refused,
    delay_drafted,
    delay_noticed,
    digest_of,
    dissented,
    expression_at,
    invited,
    nameless,
    noted,
    opened,
    payment_stops,
    person,
    received,
    registry,
    report_at,
    reviewed_signal,
    ruled,
    scored,
    signatory_of,
    some_proposed,
    text_drafted,
    text_published,
)
from tests.factories import appeals as after

pytestmark = pytest.mark.django_db

DAY = "2018-05-02"
MOMENT = "2018-05-02T10:00:00Z"
ANOTHER_LINK = {"token_sha256": "another", "email": "another@example.se"}
AFTER_ELEVEN_MONTHS = datetime(2019, 4, 2, 10, 0, tzinfo=UTC)
ANOTHER_PERIOD = {"period": 9, "page_key": ""}
ANOTHER_CASE = {"case_id": -5, "page_key": ""}
CLOSED = "closed_at IS NOT NULL"
RECEIVED_APPEAL, SETTLED_APPEAL = "status = 'received'", "status = 'settled'"
# Constraint: (table, which row, what is changed in the copy).
VIOLATIONS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "sha256_is_hexadecimal": ("journal_document", "", {"sha256": "ÅÄÖ"}),
    "document_is_not_empty": ("journal_document", "", {"sha256": "0" * 64, "size": 0}),
    "one_counter_per_series_and_year": ("journal_numberseries", "", {}),
    "case_number_is_given_once": ("journal_case", "", {"number": "BID-2018-99999"}),
    "case_closed_at_has_closed_by": ("journal_case", "", {"closed_at": MOMENT, "closed_by": ""}),
    "entry_number_is_given_once": ("journal_registryentry", "", {}),
    "event_number_is_given_once": ("journal_event", "", {}),
    "case_counterpart_kind_is_known": (
        "journal_case",
        "",
        {"number": "ny", "serial": 99, "counterpart_kind": "lost"},
    ),
    "entry_counterpart_kind_is_known": ("journal_registryentry", "", {"serial": 99, "counterpart_kind": "lost"}),
    "post_way_is_known": ("journal_post", "", {"page_key": "", "way": "lost"}),
    "post_is_entered_once_from_a_page": ("journal_post", "page_key <> ''", {}),
    "mark_act_is_known": ("journal_secrecymark", "act = 'lifted'", {"act": "lost", "rule": "21 kap. 1 §", "note": "x"}),
    "mark_is_on_a_document_or_a_counterpart": ("journal_secrecymark", "", {"part": "counterpart"}),
    "mark_set_names_its_rule": ("journal_secrecymark", "act = 'set'", {"rule": ""}),
    "mark_lifted_says_why": ("journal_secrecymark", "act = 'lifted'", {"note": ""}),
    "general_case_assigned_at_has_assigned_by": (
        "grants_generalcase",
        "assigned_at IS NOT NULL",
        {"case_id": -5, "assigned_at": None},
    ),
    "release_closed_at_has_closed_by": ("grants_releaserequest", CLOSED, {**ANOTHER_CASE, "closed_by_id": None}),
    "release_written_wanted_at_has_written_wanted_by": (
        "grants_releaserequest",
        CLOSED,
        {**ANOTHER_CASE, "written_wanted_by_id": None},
    ),
    "release_decided_at_has_decided_by": ("grants_releaserequest", CLOSED, {**ANOTHER_CASE, "decided_by_id": None}),
    "release_closed_keeps_no_contact": ("grants_releaserequest", CLOSED, {**ANOTHER_CASE, "contact": "a@example.se"}),
    "release_decision_is_written_with_reasons": ("grants_releaserequest", CLOSED, {**ANOTHER_CASE, "reasons": ""}),
    "release_is_entered_once_from_a_page": ("grants_releaserequest", "page_key <> ''", {"case_id": -5}),
    "release_item_decided_at_has_decided_by": ("grants_releaseitem", "", {"entry_id": -5, "decided_by_id": None}),
    "release_item_copy_wanted_at_has_copy_wanted_by": (
        "grants_releaseitem",
        "",
        {"entry_id": -5, "copy_wanted_by_id": None},
    ),
    "release_asks_for_a_document_once": ("grants_releaseitem", "", {}),
    "release_outcome_is_decided": ("grants_releaseitem", "", {"entry_id": -5, "outcome": ""}),
    "release_refusal_names_its_rule": ("grants_releaseitem", "", {"entry_id": -5, "outcome": "refused", "rule": ""}),
    "release_out_is_a_copy": ("grants_releaseitem", "", {"entry_id": -5, "copy_id": None}),
    "mask_kind_is_known": ("grants_mask", "", {"kind": "lost"}),
    "mask_names_its_rule": ("grants_mask", "", {"rule": ""}),
    "mask_says_what_it_takes_away": ("grants_mask", "", {"words": ""}),
    "mask_is_within_its_page": (
        "grants_mask",
        "",
        {"kind": "area", "words": "", "page": 1, "width": 2000, "height": 1},
    ),
    "reading_says_which_part": ("journal_reading", "", {"part": ""}),
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
    "account_checked_at_has_checked_by": ("applicants_paymentaccount", "status = 'verified'", {"checked_at": None}),
    "account_verified_at_has_verified_by": ("applicants_paymentaccount", "status = 'verified'", {"verified_at": None}),
    "account_is_verified_by_two_persons": (
        "applicants_paymentaccount",
        "status = 'verified'",
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
    "delay_notice_status_is_known": ("grants_delaynotice", "status = 'sent'", {"status": "lost", **ANOTHER_PERIOD}),
    "delay_notice_settled_at_has_settled_by": (
        "grants_delaynotice",
        "status = 'sent'",
        {"settled_by_id": None, **ANOTHER_PERIOD},
    ),
    "delay_notice_is_drafted_once_a_period": ("grants_delaynotice", "status = 'sent'", {"page_key": ""}),
    "one_draft_of_a_delay_notice_at_a_time": ("grants_delaynotice", "status = 'draft'", {"period": 9}),
    "delay_notice_period_has_its_beginning": ("grants_delaynotice", "status = 'sent'", {"period": 9, "begun_at": None}),
    "application_begins_when_it_is_in": ("grants_application", "", {"begun_at": "2000-01-01T00:00:00Z"}),
    "delay_notice_has_reasons": ("grants_delaynotice", "status = 'sent'", {"reasons": "", **ANOTHER_PERIOD}),
    "delay_notice_status_fits_what_is_sent": (
        "grants_delaynotice",
        "status = 'sent'",
        {"entry_id": None, **ANOTHER_PERIOD},
    ),
    "delay_notice_is_sent_once_from_a_page": ("grants_delaynotice", "status = 'sent'", {"period": 9}),
    "decision_request_refused_at_has_refused_by": (
        "grants_decisionrequest",
        "",
        {"application_id": -1, "refused_by_id": None},
    ),
    "decision_request_is_due_after_it_came_in": (
        "grants_decisionrequest",
        "",
        {"application_id": -1, "due_on": "2018-01-01"},
    ),
    "decision_request_refused_has_its_letter": (
        "grants_decisionrequest",
        "",
        {"application_id": -1, "letter_id": None},
    ),
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
    "criterion_scale_goes_upwards": ("grants_criterion", "", {"order": 99, "lowest": 5, "words": []}),
    "criterion_has_words_for_each_step_or_none": ("grants_criterion", "", {"order": 99, "words": ["ett"]}),
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
    "application_assigned_at_has_assigned_by": (
        "grants_application",
        "assigned_by_id IS NOT NULL",
        {"assigned_by_id": None},
    ),
    "receipt_drawn_at_has_its_document": ("grants_receipt", "", {"drawn_at": MOMENT}),
    "budget_row_order_is_unique": ("grants_budgetrow", "", {}),
    "budget_row_is_positive": ("grants_budgetrow", "", {"amount_ore": 0}),
    "conflict_answer_is_known": ("grants_conflictdeclaration", "", {"answer": "maybe"}),
    "conflict_question_point_is_known": ("grants_conflictquestion", "", {"point": "lost"}),
    "conflict_question_states_its_ground": ("grants_conflictquestion", "", {"ground": ""}),
    "objection_of_the_party_is_in_the_diary": ("grants_conflictquestion", "", {"by_party": True, "entry_id": None}),
    "conflict_question_is_sent_once_from_a_page": ("grants_conflictquestion", "page_key <> ''", {}),
    "conflict_ruling_outcome_is_known": ("grants_conflictruling", "", {"question_id": -1, "outcome": "maybe"}),
    "conflict_ruling_has_reasons": ("grants_conflictruling", "", {"question_id": -1, "reasons": ""}),
    "check_result_is_known": ("grants_check", "", {"result": "maybe", "note": "Oklart"}),
    "check_not_met_has_a_note": ("grants_check", "", {"result": "not_met"}),
    "score_points_are_on_a_scale": ("grants_score", "", {"points": 11}),
    "assessor_ended_at_has_ended_by": ("grants_assessor", "ended_at IS NOT NULL", {"ended_by_id": None}),
    "assessor_ended_has_a_reason": ("grants_assessor", "ended_at IS NOT NULL", {"reason": ""}),
    "a_person_is_invited_to_assess_once_at_a_time": ("grants_assessor", "ended_at IS NULL", {}),
    "consensus_says_something": ("grants_consensus", "", {"page_key": "", "text": ""}),
    "consensus_names_its_participants": ("grants_consensus", "", {"page_key": "", "participants": ""}),
    "consensus_is_sent_once_from_a_page": ("grants_consensus", "", {}),
    "a_criterion_is_agreed_on_once": ("grants_consensuspoint", "", {}),
    "agreed_points_are_on_a_scale": ("grants_consensuspoint", "", {"consensus_id": -1, "points": 11}),
    "a_budget_row_is_proposed_once": ("grants_proposalline", "", {}),
    "proposed_is_at_most_eligible_is_at_most_asked": (
        "grants_proposalline",
        "",
        {"proposal_id": -1, "proposed_ore": -1},
    ),
    "proposal_line_says_why_less_is_eligible": (
        "grants_proposalline",
        "",
        {"proposal_id": -1, "eligible_ore": 0, "proposed_ore": 0, "why_less": ""},
    ),
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
    "decision_is_not_sealed_before_it_is_made": (
        "grants_decision",
        "status = 'replaced'",
        {"sealed_letter_id": "0" * 64},
    ),
    "decision_without_names_has_its_record": (
        "grants_decision",
        "status = 'replaced'",
        {"officials_left_out": True, "record_id": None},
    ),
    "decision_record_is_not_sealed_before_it_is_made": (
        "grants_decision",
        "status = 'replaced'",
        {"sealed_record_id": "0" * 64},
    ),
    "batch_status_is_known": ("grants_batchdecision", "page_key <> ''", {**ANOTHER_CASE, "status": "lost"}),
    "batch_approved_at_has_approved_by": (
        "grants_batchdecision",
        "approved_at IS NOT NULL",
        {**ANOTHER_CASE, "approved_by_id": None},
    ),
    "batch_sent_at_has_sent_by": ("grants_batchdecision", "", {**ANOTHER_CASE, "sent_at": MOMENT, "sent_by_id": None}),
    "batch_cancelled_at_has_cancelled_by": (
        "grants_batchdecision",
        "status = 'cancelled'",
        {**ANOTHER_CASE, "cancelled_by_id": None},
    ),
    "batch_is_approved_over_its_list": (
        "grants_batchdecision",
        "status = 'decided'",
        {**ANOTHER_CASE, "listing_id": None},
    ),
    "batch_cancelled_says_when": (
        "grants_batchdecision",
        "status = 'cancelled'",
        {**ANOTHER_CASE, "cancelled_at": None, "cancelled_by_id": None},
    ),
    "batch_has_no_protocol_before_it_is_approved": (
        "grants_batchdecision",
        "status = 'cancelled'",
        {**ANOTHER_CASE, "protocol_id": "0" * 64},
    ),
    "batch_is_started_once_from_a_page": ("grants_batchdecision", "page_key <> ''", {"case_id": -5}),
    "batch_item_status_is_known": (
        "grants_batchitem",
        "",
        {"application_id": -5, "place": 999, "decision_id": None, "status": "lost"},
    ),
    "a_case_stands_once_in_a_batch": (
        "grants_batchitem",
        "status = 'taken_out'",
        {"place": 999, "decision_id": None},
    ),
    "a_place_in_a_batch_is_taken_once": (
        "grants_batchitem",
        "",
        {"application_id": -5, "decision_id": None, "status": "waiting"},
    ),
    "a_case_is_in_one_batch_at_a_time": (
        "grants_batchitem",
        "status = 'waiting'",
        {"batch_id": -5, "place": 999, "decision_id": None},
    ),
    "batch_item_has_its_decision": (
        "grants_batchitem",
        "status = 'decided'",
        {"application_id": -5, "place": 999, "decision_id": None},
    ),
    "batch_item_says_its_problem": (
        "grants_batchitem",
        "status = 'waiting'",
        {"application_id": -5, "place": 999, "status": "hindered", "problem": ""},
    ),
    "letter_text_letter_is_known": ("grants_lettertext", "", {"letter": "lost"}),
    "letter_text_kind_is_known": ("grants_lettertext", "", {"decision_kind": "lost"}),
    "letter_text_says_something": ("grants_lettertext", "", {"text": ""}),
    "letter_text_published_at_has_published_by": (
        "grants_lettertext",
        "published_at IS NOT NULL",
        {"published_by_id": None},
    ),
    "letter_text_is_published_from_a_day": ("grants_lettertext", "published_at IS NOT NULL", {"starts_on": None}),
    "one_draft_of_a_letter_text_at_a_time": ("grants_lettertext", "published_at IS NULL", {}),
    "condition_text_need_is_known": ("grants_conditiontext", "", {"need": "lost"}),
    "condition_text_kinds_are_known": ("grants_conditiontext", "", {"decision_kinds": ["lost"]}),
    "condition_text_has_words": ("grants_conditiontext", "", {"text": ""}),
    "condition_text_period_is_ordered": ("grants_conditiontext", "", {"ends_on": "2017-01-01"}),
    "officials_left_out_lifted_at_has_lifted_by": (
        "grants_officialsleftout",
        "",
        {"case_id": -5, "lifted_at": MOMENT},
    ),
    "officials_are_left_out_for_a_reason": ("grants_officialsleftout", "", {"case_id": -5, "reason": ""}),
    "officials_of_a_case_are_left_out_once_at_a_time": ("grants_officialsleftout", "", {}),
    "delegation_ended_at_has_ended_by": ("grants_delegation", "", {"ended_at": MOMENT}),
    "delegation_kinds_are_known": ("grants_delegation", "", {"kinds": ["grant", "appoint"]}),
    "delegation_limit_is_positive": ("grants_delegation", "", {"most_ore": 0}),
    "delegation_period_is_ordered": ("grants_delegation", "", {"ends_on": "2017-12-31"}),
    "delegation_has_its_basis": ("grants_delegation", "", {"basis": ""}),
    "decision_has_reasons": ("grants_decision", "status = 'replaced'", {"reasons": ""}),
    "decision_cites_rules": ("grants_decision", "status = 'replaced'", {"rules_cited": ""}),
    "decision_status_fits_its_dates": ("grants_decision", "status = 'replaced'", {"status": "decided"}),
    "one_decision_in_force": ("grants_decision", "status = 'dispatched'", {}),
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
    "note_way_is_known": ("grants_note", "", {"entry_id": -1, "page_key": "x", "way": "lost"}),
    "note_says_something": ("grants_note", "", {"entry_id": -1, "page_key": "x", "text": ""}),
    "note_is_written_once_from_a_page": ("grants_note", "page_key <> ''", {"entry_id": -1}),
    "scenario_has_a_name_of_its_own": ("grants_scenario", "", {}),
    "scenario_has_a_name": ("grants_scenario", "", {"name": ""}),
    "scenario_cap_is_money": ("grants_scenario", "", {"name": "Ny", "cap_ore": 0}),
    "scenario_least_rest_is_no_debt": ("grants_scenario", "", {"name": "Ny", "least_rest_ore": -1}),
    "scenario_least_per_cent_is_per_cent": ("grants_scenario", "", {"name": "Ny", "least_per_cent": 101}),
    "scenario_county_share_is_per_cent": ("grants_scenario", "", {"name": "Ny", "county_share": 0}),
    "scenario_kind_share_is_per_cent": ("grants_scenario", "", {"name": "Ny", "kind_share": 101}),
    "scenario_share_is_per_cent": ("grants_scenario", "", {"name": "Ny", "share": 101}),
    "scenario_cut_is_known": ("grants_scenario", "", {"name": "Ny", "cut": "lottery"}),
    "scenario_adopted_at_has_adopted_by": (
        "grants_scenario",
        "adopted_at IS NOT NULL",
        {"name": "Ny", "adopted_by_id": None},
    ),
    "scenario_adopted_says_of_what": ("grants_scenario", "adopted_at IS NOT NULL", {"name": "Ny", "digest": ""}),
    "one_outcome_of_a_case_in_a_scenario": ("grants_scenariooutcome", "", {"proposal_id": None}),
    "scenario_outcome_kind_is_known": ("grants_scenariooutcome", "", {"scenario_id": -5, "kind": "lost"}),
    "scenario_outcome_ground_is_known": (
        "grants_scenariooutcome",
        "",
        {"scenario_id": -5, "proposal_id": None, "ground": "lost"},
    ),
    "scenario_outcome_amount_fits_its_kind": ("grants_scenariooutcome", "", {"scenario_id": -5, "amount_ore": 0}),
    "proposal_order_status_is_known": ("grants_proposalorder", "", {"status": "lost"}),
    "one_order_at_a_time_of_a_scenario": ("grants_proposalorder", "status = 'waiting'", {}),
    "signal_kind_is_known": ("grants_signal", "", {"fingerprint": "ny", "kind": "lost"}),
    "signal_is_explained": ("grants_signal", "", {"fingerprint": "ny", "explanation": ""}),
    "a_signal_stands_once": ("grants_signal", "ended_at IS NULL", {}),
    "signal_review_outcome_is_known": ("grants_signalreview", "", {"outcome": "lost"}),
    "signal_review_has_a_note": ("grants_signalreview", "", {"note": ""}),
    "a_text_has_one_print": ("grants_textprint", "", {}),
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
    "bulk_act_kind_is_known": ("grants_bulkact", "", {"page_key": "ny", "kind": "lost"}),
    "a_decision_has_one_amount_a_year": ("grants_decisionamount", "", {}),
    "decision_amount_is_positive": ("grants_decisionamount", "", {"budget_year": 2050, "amount_ore": 0}),
    "instalment_condition_is_known": ("grants_instalment", "", {"number": 9, "condition": "lost"}),
    "instalment_met_at_has_met_by": (
        "grants_instalment",
        "",
        {"number": 9, "condition": "status_report", "met_at": MOMENT},
    ),
    "an_instalment_is_planned_once": ("grants_instalment", "", {}),
    "instalment_is_positive": ("grants_instalment", "", {"number": 9, "amount_ore": 0}),
    "instalment_without_condition_is_not_met": (
        "grants_instalment",
        "",
        {"number": 9, "met_at": MOMENT, "met_by_id": -5},
    ),
    "a_person_takes_part_once": ("grants_decisionparticipant", "", {}),
    "a_person_dissents_once": ("grants_dissent", "", {}),
    "dissent_says_something": ("grants_dissent", "", {"noted_by_id": -5, "text": ""}),
    "one_draft_of_a_decision_for_a_decider": ("grants_decisiondraft", "", {}),
    "one_authority_per_ordinance_and_year": ("grants_commitmentauthority", "", {}),
    "authority_amount_is_positive": ("grants_authorityamount", "", {"amount_ore": 0}),
    "authority_amount_has_its_basis": ("grants_authorityamount", "", {"basis": ""}),
    "delegation_exempts_only_its_kinds": (
        "grants_delegation",
        "",
        {"kinds": "{reject}", "without_presentation": "{grant}"},
    ),
    "bulk_act_concerns_some_case": ("grants_bulkact", "", {"page_key": "ny", "numbers": "{}"}),
    "saved_view_has_a_name_of_its_own": ("grants_savedview", "", {"is_start": False}),
    "one_saved_view_is_the_start": ("grants_savedview", "is_start", {"name": "Ny"}),
    "saved_view_has_a_name": ("grants_savedview", "", {"name": "", "is_start": False}),
    "worklist_file_kind_is_known": ("grants_worklistfile", "", {"kind": "lost"}),
    "delivery_record_kind_is_known": ("grants_deliveryrecord", "", {"kind": "lost"}),
    "what_the_portal_knows_of_a_letter_is_noted_once": ("grants_deliveryrecord", "kind = 'opened'", {}),
    "delivery_struck_says_why": ("grants_deliveryrecord", "strikes_id IS NOT NULL", {"strikes_id": -1, "note": ""}),
    "appeal_time_ends_after_receipt": ("grants_appealtime", "", {"decision_id": -1, "due_on": "2018-01-01"}),
    "appeal_status_is_known": ("grants_appeal", RECEIVED_APPEAL, {"number": 9, "status": "lost"}),
    "appeal_way_is_known": ("grants_appeal", RECEIVED_APPEAL, {"number": 9, "way": "lost"}),
    "appeal_tested_at_has_tested_by": ("grants_appeal", SETTLED_APPEAL, {"number": 9, "tested_by_id": None}),
    "appeal_dismissed_at_has_dismissed_by": ("grants_appeal", RECEIVED_APPEAL, {"number": 9, "dismissed_at": MOMENT}),
    "appeal_reconsidered_at_has_reconsidered_by": (
        "grants_appeal",
        "status = 'reconsidered'",
        {"number": 9, "reconsidered_by_id": None},
    ),
    "appeal_handed_over_at_has_handed_over_by": (
        "grants_appeal",
        SETTLED_APPEAL,
        {"number": 9, "handed_over_by_id": None},
    ),
    "appeal_number_is_given_once": ("grants_appeal", RECEIVED_APPEAL, {}),
    "appeal_says_something": ("grants_appeal", RECEIVED_APPEAL, {"number": 9, "text": ""}),
    "appeal_status_fits_its_timeliness": ("grants_appeal", RECEIVED_APPEAL, {"number": 9, "ground": "late"}),
    "appeal_dismissed_has_its_letter": (
        "grants_appeal",
        "status = 'dismissed'",
        {"number": 9, "dismissal_reasons": ""},
    ),
    "appeal_handed_over_has_its_court": ("grants_appeal", SETTLED_APPEAL, {"number": 9, "court": ""}),
    "appeal_reconsidered_has_its_outcome": (
        "grants_appeal",
        "status = 'reconsidered'",
        {"number": 9, "reconsidered_note": ""},
    ),
    "appeal_is_sent_once_from_a_page": ("grants_appeal", "page_key <> ''", {"number": 9}),
    "appeal_bundle_status_is_known": ("grants_appealbundle", "status = 'waiting'", {"status": "lost"}),
    "appeal_bundle_that_is_done_has_its_document": (
        "grants_appealbundle",
        "status = 'done'",
        {"document_id": None},
    ),
    "appeal_bundle_is_for_a_court": ("grants_appealbundle", "status = 'done'", {"court": ""}),
    "one_appeal_bundle_is_made_at_a_time": ("grants_appealbundle", "status = 'waiting'", {}),
    "court_ruling_outcome_is_known": ("grants_courtruling", "", {"appeal_id": -1, "outcome": "lost"}),
    "appeal_final_at_has_final_by": ("grants_appeal", "status = 'final'", {"number": 9, "final_by_id": None}),
    "appeal_final_has_its_day_and_proof": ("grants_appeal", "status = 'final'", {"number": 9, "final_on": None}),
    "court_ruling_of_a_case_number_is_entered_once": ("grants_courtruling", "", {}),
    "court_ruling_names_court_and_case": ("grants_courtruling", "", {"appeal_id": -1, "case_number": ""}),
    "payment_stop_status_is_known": ("grants_paymentstop", "status = 'dropped'", {"status": "lost"}),
    "payment_stop_dropped_at_has_dropped_by": ("grants_paymentstop", "status = 'dropped'", {"dropped_by_id": None}),
    "payment_stop_decided_at_has_decided_by": ("grants_paymentstop", "status = 'lifted'", {"decided_by_id": None}),
    "payment_stop_lifted_at_has_lifted_by": ("grants_paymentstop", "status = 'lifted'", {"lifted_by_id": None}),
    "payment_stop_is_of_a_sum": ("grants_paymentstop", "status = 'dropped'", {"amount_ore": 0}),
    "payment_stop_says_why": ("grants_paymentstop", "status = 'dropped'", {"reasons": ""}),
    "payment_stop_is_decided_by_another_person": (
        "grants_paymentstop",
        "status = 'lifted'",
        {"decided_by_id": -5, "proposed_by_id": -5},
    ),
    "payment_stop_made_has_its_letter": ("grants_paymentstop", "status = 'lifted'", {"letter_id": None}),
    "payment_stop_lifted_has_its_letter": ("grants_paymentstop", "status = 'lifted'", {"lift_reasons": ""}),
    "payment_stop_dropped_has_its_day": (
        "grants_paymentstop",
        "status = 'dropped'",
        {"dropped_at": None, "dropped_by_id": None},
    ),
    "one_payment_stop_is_open_at_a_time": ("grants_paymentstop", "status = 'proposed'", {}),
    "correction_part_is_known": ("grants_correction", "", {"part": "lost"}),
    "correction_shows_old_and_new_and_says_why": ("grants_correction", "", {"reasons": ""}),
    "correction_changes_something": ("grants_correction", "", {"old_text": "samma", "new_text": "samma"}),
    "reopening_ground_is_known": ("grants_reopening", "", {"decision_id": -1, "ground": "lost"}),
    "reopening_says_why": ("grants_reopening", "", {"decision_id": -1, "reasons": ""}),
    "worklist_file_status_is_known": ("grants_worklistfile", "status = 'waiting'", {"status": "lost"}),
    "worklist_file_that_is_done_is_somewhere": ("grants_worklistfile", "status = 'done'", {"path": ""}),
}
# These say less than another constraint on the same row, which PostgreSQL tries first; NOT NULL comes before all.
SAID_BY_ANOTHER = {
    "decision_prepared_at_has_prepared_by": "NOT NULL",
    "draft_stage_is_known": "draft_becomes_what_its_stage_says",
    "decision_status_is_known": "decision_status_fits_its_dates",
    "appeal_status_is_known": "appeal_status_fits_its_timeliness",
    "proposal_kind_is_known": "proposal_amount_fits_its_kind",
    "scenario_outcome_kind_is_known": "scenario_outcome_amount_fits_its_kind",
    "delay_notice_status_is_known": "delay_notice_status_fits_what_is_sent",
    "report_status_is_known": "report_status_fits_its_dates",
    "payment_stop_status_is_known": "payment_stop_dropped_has_its_day",
}
KEYS: dict[str, dict[str, Any]] = {
    "journal_document": {},
    "journal_scan": {},
    "grants_receipt": {},
    "grants_expressionreceipt": {},
    "grants_draft": {"id": "00000000-0000-0000-0000-000000000001"},
    "grants_worklistfile": {"id": "00000000-0000-0000-0000-000000000001"},
    "grants_proposalorder": {"id": "00000000-0000-0000-0000-000000000001"},
    "grants_subscription": {"id": "00000000-0000-0000-0000-000000000001"},
}


@pytest.fixture
def filled() -> None:
    """A case all the way to its approved report, a prepared and a replaced decision, an open draft."""
    draft = a_draft()
    report_at(ReportStatus.APPROVED, call=draft.call, spent=[1, 0])
    decision_at(DecisionStatus.REPLACED, call=draft.call)
    noticed = delay_drafted(decision_request_refused(assigned(received(draft.call))).application).application
    delay_noticed(noticed, page_key="underrättelse")
    delay_drafted(noticed, now=AFTER_ELEVEN_MONTHS)
    completion_requested(corresponded(application_at(ApplicationStatus.IN_REVIEW, call=draft.call)))
    ruled(a_question(application_at(ApplicationStatus.IN_REVIEW, call=draft.call), page_key="sidan"))
    subscriptions.ask(email="en@example.se", types=[], now=NOW)
    expression_at(ExpressionStatus.INVITED)
    opened()
    dissented(draft.call)
    decision_drafts.keep(
        application_at(ApplicationStatus.PROPOSED, call=draft.call), content={}, by=person("eva"), now=NOW
    )
    an_authority()
    some_batches()
    the_lawyers_words()
    nameless(noticed)
    a_released_letter()
    after.what_follows_a_decision(draft.call)
    payment_stops.one_of_each()
    noted(application_at(ApplicationStatus.IN_REVIEW, call=draft.call), page_key="sida")
    reviewed_signal(a_signal(application_at(ApplicationStatus.IN_REVIEW, measures=LONG_TEXT)))
    application_at(ApplicationStatus.WRITTEN_OFF, call=draft.call)
    an_assessed_case(draft.call)
    two_scenarios()
    uploads.take_in("a.pdf", a_pdf(), size=1, by=SYSTEM, now=NOW)
    an_invitation(draft.organisation)
    an_asked_mandate(draft.organisation, by=anybody("kim"))
    draft = a_draft(draft.call)
    by = signatory_of(draft.organisation)
    comments.write(draft, group=draft.form.form.groups[0].key, text="Hej", by=by, now=NOW)
    sign_ins.remember(NOTHING_KNOWN, by=by, now=NOW)
    a_bulk_act()
    a_saved_view(is_start=True)
    a_worklist_file()
    an_ordered_file()
    notify([person("anna")], key="constraints", title="Hej", url="/", now=NOW)


def some_batches() -> None:
    """One decided, one called off, and one begun from a page."""
    batch_at(BatchStatus.DECIDED, some_proposed(1))
    batches.cancel(a_batch(some_proposed(1)), by=person("eva"), now=NOW)
    a_batch(some_proposed(1), page_key="sidan")


def the_lawyers_words() -> None:
    """A text that is published and another version begun, and a condition."""
    text_published()
    text_drafted()
    condition_written()


def an_assessed_case(call: Call) -> None:
    """Somebody is invited to it and somebody no more, and the assessors have met."""
    case = application_at(ApplicationStatus.IN_REVIEW, call=call)
    ines, _ = invited(case, "ines", "disa")
    assessors.end(ines, reason="Hinner inte", by=person("dag"), now=NOW)
    a_meeting(scored(case), first=3)


def two_scenarios() -> None:
    """One is adopted, and proposals by the other are ordered."""
    scenario = adopted(a_scenario(assessed(serial=700)))
    other = a_scenario(scenario.outcomes.get().application, name="En annan")
    proposal_orders.order(other, digest=digest_of(other), total=1, by=person("dag"), now=NOW)


def a_released_letter() -> None:
    """A marked letter from a page, unmarked again; asked for from a page, masked, answered and decided in writing."""
    by = person("rut")
    entry = registry.marked(registry.a_letter_entry())
    secrecy.lift(entry, why="Uppgiften är offentlig.", by=by, now=NOW)
    post.register(entry.case, incoming=registry.incoming(), files=[an_attachment()], page_key="post", by=by, now=NOW)
    registry.general_case(officer="dag")
    releases.receive(wanted="Brevet", page_key="begäran", by=by, now=NOW)
    item = registry.masked(entry)
    releases.answer(item.request, write_cover=registry.a_cover, by=by, now=NOW)
    request = registry.written_wanted(item)
    release_decisions.decide(request, reasons="Skada.", write_letter=registry.a_cover, by=person("eva"), now=NOW)


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
