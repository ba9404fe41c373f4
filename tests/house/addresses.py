"""The addresses of the portal, and one scene with a thing for each of them to name."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.enums import Role
from applicants.models import Invitation, Mandate
from grants.domain import comments, deliveries, drafts, proposal_orders
from grants.domain.queries.documents import shown_to_assessors
from grants.enums import BatchStatus, DecisionStatus, DeliveryKind, ExpressionStatus, ReportStatus
from grants.models import (
    Application,
    BatchDecision,
    Call,
    CompletionFile,
    ConflictQuestion,
    Delegation,
    DeliveryRecord,
    Draft,
    DraftComment,
    DraftFile,
    Expression,
    GeneralCase,
    LetterText,
    Note,
    PaymentStop,
    ReleaseItem,
    SavedView,
    Scenario,
    Signal,
    WorklistFile,
)
from journal.domain import outbox
from journal.domain.notices import notify
from journal.enums import MailStatus
from journal.models import Mail, Notice
from tests import factories
from tests.factories import appeals, payment_stops, registry

AT_THE_AGENCY = frozenset({"dag", "disa", "eva", "farah", "filip", "gun", "ines", "lars", "rut"})
ANYBODY = frozenset({"anna", "bo", "cecilia", "visitor"}) | AT_THE_AGENCY
SIGNED_IN = ANYBODY - {"visitor"}
APPLICANTS = frozenset({"anna", "bo", "cecilia"})
PARTY = frozenset({"anna", "bo"})
EXTERNAL = frozenset({"ines"})  # assess what they are invited to, and see nothing else
STAFF = SIGNED_IN - APPLICANTS - EXTERNAL
INVITED = frozenset({"disa"}) | EXTERNAL
OFFICERS = frozenset({"dag", "disa"})
DECIDERS = frozenset({"eva"})
RULERS = frozenset({"eva", "gun"})
ECONOMISTS = frozenset({"farah", "filip"})
REGISTRARS = frozenset({"rut"})
MANAGERS = frozenset({"gun"})
RANKERS = OFFICERS | DECIDERS | MANAGERS
LAWYERS = frozenset({"lars"})
NOBODY_YET: frozenset[str] = frozenset()  # of the cast: the page is there for who has set up a second factor

# Who may come in, by the name of the address. A name that is missing here fails the sweep.
WHO: dict[str, frozenset[str]] = {
    "home": ANYBODY,
    "healthz": ANYBODY,
    "accessibility": ANYBODY,
    "call_list": ANYBODY,
    "call_detail": ANYBODY,
    "call_form": ANYBODY,
    "subscription_new": ANYBODY,
    "subscription_sent": ANYBODY,
    "subscription_confirm": ANYBODY,
    "subscription_end": ANYBODY,
    "eligibility": ANYBODY,
    "call_calendar": ANYBODY,
    "calls_calendar": ANYBODY,
    "call_feed": ANYBODY,
    "county_table": ANYBODY,
    "county_table_csv": ANYBODY,
    "county_table_json": ANYBODY,
    "demo_sign_in": ANYBODY,
    "demo_prove": SIGNED_IN,
    "account_login": ANYBODY,
    "account_logout": ANYBODY,
    "account_inactive": ANYBODY,
    "account_prove": SIGNED_IN,
    "account_email": SIGNED_IN,
    "account_email_confirm": SIGNED_IN,
    "account_name": SIGNED_IN,
    "own_data": SIGNED_IN,
    "own_data_file": SIGNED_IN,
    "account_close": SIGNED_IN,
    "account_link": SIGNED_IN,
    "openid_connect_login": ANYBODY,
    "openid_connect_callback": ANYBODY,
    "account_reset_password": ANYBODY,
    "account_reset_password_done": ANYBODY,
    "account_reset_password_from_key": ANYBODY,
    "account_reset_password_from_key_done": ANYBODY,
    "mfa_authenticate": ANYBODY,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "undelivered_mails": REGISTRARS,
    "mail_again": REGISTRARS,
    "notices": SIGNED_IN,
    "notices_read": SIGNED_IN,
    "notice_open": frozenset({"anna"}),
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": NOBODY_YET,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": NOBODY_YET,
    "mfa_login_webauthn": ANYBODY,
    "mfa_view_recovery_codes": NOBODY_YET,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": NOBODY_YET,
    "own_list": SIGNED_IN,
    "organisation_new": APPLICANTS,
    "organisation_claim": APPLICANTS,
    "organisation_join": APPLICANTS,
    "organisation": PARTY,
    "organisation_edit": PARTY,
    "invitation_new": PARTY,
    "invitation_withdraw": PARTY,
    "invitation": SIGNED_IN,
    "mandate": PARTY,
    "mandate_role": PARTY,
    "mandate_end": PARTY,
    "mandate_revoke": OFFICERS | REGISTRARS,
    "mandate_file": PARTY | OFFICERS | REGISTRARS,
    "delegation_list": MANAGERS,
    "delegation_new": MANAGERS,
    "delegation_end": MANAGERS,
    **dict.fromkeys(
        (
            "letter_text_list",
            "letter_text",
            "letter_text_publish",
            "letter_text_discard",
            "letter_text_preview",
            "condition_list",
            "condition_new",
            "condition",
        ),
        LAWYERS,
    ),
    **dict.fromkeys(("officials", "officials_named"), DECIDERS | REGISTRARS),
    "mandate_list": OFFICERS | REGISTRARS,
    "mandate_review": OFFICERS | REGISTRARS,
    "draft_start": PARTY,
    "draft": PARTY,
    "draft_group": PARTY,
    "draft_autosave": PARTY,
    "draft_token": PARTY,
    "draft_comment": PARTY,
    "draft_comment_resolve": PARTY,
    "draft_comment_reopen": PARTY,
    "draft_presence": PARTY,
    "draft_revisions": PARTY,
    "draft_revision": PARTY,
    "draft_sources": PARTY,
    "draft_copy": PARTY,
    "draft_preview": PARTY,
    "draft_pdf": PARTY,
    "draft_move": PARTY,
    "draft_left_over": PARTY,
    "draft_attach": PARTY,
    "draft_file": PARTY,
    "draft_detach": PARTY,
    "draft_check": PARTY,
    "draft_content_pdf": PARTY,
    "draft_hand_in": PARTY,
    "own_expression": PARTY,
    "withdraw": PARTY,
    "application_start": PARTY,
    "own_application": PARTY,
    "own_case": PARTY,
    "receipt": PARTY,
    "own_document": PARTY,
    "own_conflict": PARTY,
    "own_messages": PARTY,
    "own_communication": PARTY,
    "own_completion": PARTY,
    "own_completion_check": PARTY,
    "own_completion_file": PARTY,
    "own_completion_detach": PARTY,
    "own_report": PARTY,
    "own_decision_request": PARTY,
    "own_letter": PARTY,
    "own_appeal": PARTY,
    "case_after": STAFF,
    "decision_correct": DECIDERS,
    "decision_reopen": DECIDERS,
    "payment_stop": STAFF,
    "payment_stop_drop": STAFF,
    **dict.fromkeys(("payment_stop_decide", "payment_stop_lift", "payment_stop_preview"), DECIDERS),
    "delivery": REGISTRARS,
    "delivery_strike": REGISTRARS,
    "appeal_new": REGISTRARS,
    "appeal": STAFF,
    "appeal_act": OFFICERS | REGISTRARS,
    "appeal_bundle": OFFICERS | REGISTRARS,
    "appeal_hand_over": OFFICERS | REGISTRARS,
    "clock_board": STAFF,
    "delay_notice": STAFF,
    "decision_request": STAFF,
    "decision_request_enter": REGISTRARS,
    "jk_list": REGISTRARS | MANAGERS,
    "jk_list_csv": REGISTRARS | MANAGERS,
    "jk_list_pdf": REGISTRARS | MANAGERS,
    "public_diary": ANYBODY,
    "public_diary_case": ANYBODY,
    **dict.fromkeys(
        (
            "registry",
            "registry_post_find",
            "registry_post_new",
            "registry_post",
            "registry_entry",
            "registry_counterpart",
            "general_case_assign",
            "release_list",
            "release_new",
            "release_choose",
            "release_item",
            "release_masks",
            "release_copy",
            "release_page",
            "release_answer",
            "release_written",
            "release_drop",
            "release_open",
            "release_copy_order",
            "release_mask_remove",
        ),
        REGISTRARS,
    ),
    **dict.fromkeys(
        ("general_case", "general_case_answer", "general_case_close", "registry_document"), REGISTRARS | {"dag"}
    ),
    **dict.fromkeys(("release", "release_document"), REGISTRARS | DECIDERS),
    "release_decide": DECIDERS,
    "worklist": STAFF,
    "worklist_views": STAFF,
    "worklist_view_start": frozenset({"dag"}),
    "worklist_view_remove": frozenset({"dag"}),
    "worklist_files": STAFF,
    "worklist_file_order": STAFF,
    "worklist_file": frozenset({"dag"}),
    "worklist_file_download": frozenset({"dag"}),
    "bulk_act": OFFICERS,
    **dict.fromkeys(("batch_list", "batch", "batch_listing", "batch_protocol"), STAFF),
    **dict.fromkeys(("batch_new", "batch_take_out", "batch_renew", "batch_cancel", "batch_approve"), DECIDERS),
    "batch_dispatch": OFFICERS | REGISTRARS,
    "next_case": STAFF,
    "case": STAFF,
    "document": STAFF,
    "document_page": STAFF,
    "document_shown": STAFF,
    "documents": STAFF,
    "history": STAFF,
    "case_application": STAFF,
    "case_changes": STAFF,
    "note_new": OFFICERS | DECIDERS | REGISTRARS,
    "note_correct": OFFICERS | DECIDERS | REGISTRARS,
    "sensitive": STAFF,
    "readings": REGISTRARS | MANAGERS,
    "conflict": STAFF,
    "conflict_raise": STAFF,
    "conflict_list": RULERS,
    "conflict_question": RULERS,
    "decision": STAFF,
    "letter": STAFF,
    "report_review": STAFF,
    "correspondence": STAFF,
    "completion_request": STAFF,
    "completion_new": OFFICERS,
    "communication_new": OFFICERS,
    "write_off": OFFICERS,
    "expression_calls": STAFF,
    "expression_list": STAFF,
    "expression": STAFF,
    "expression_assess": OFFICERS,
    "expression_settle": OFFICERS,
    "expression_lapse": OFFICERS,
    "case_assign": REGISTRARS,
    "case_reassign": REGISTRARS,
    "checks": OFFICERS,
    "check": OFFICERS,
    "check_confirm": OFFICERS,
    "signals": STAFF,
    "signals_search": OFFICERS,
    "signal": OFFICERS,
    "scores": OFFICERS,
    "score": OFFICERS,
    "scores_hand_in": OFFICERS,
    "assessors": OFFICERS,
    "assessor_end": OFFICERS,
    "consensus": OFFICERS,
    "assessments": OFFICERS | EXTERNAL,
    **dict.fromkeys(
        (
            "assessment",
            "assessment_conflict",
            "assessment_score",
            "assessment_hand_in",
            "assessment_document",
        ),
        INVITED,
    ),
    "proposal": OFFICERS,
    "decision_compose": DECIDERS,
    "decision_check": DECIDERS,
    "decision_preview": DECIDERS,
    "decision_draft": DECIDERS,
    "decision_dissent": STAFF,
    "instalment_report": OFFICERS,
    "commitment_list": OFFICERS | DECIDERS | ECONOMISTS | MANAGERS,
    "commitment_set": OFFICERS,
    "decide": DECIDERS,
    "send_back": DECIDERS,
    "dispatch": OFFICERS | REGISTRARS,
    **dict.fromkeys(("ranking_groups", "ranking", "ranking_sheet", "scenario", "scenario_compare"), RANKERS),
    **dict.fromkeys(
        ("scenario_new", "scenario_edit", "scenario_copy", "scenario_remove", "scenario_adopt", "scenario_propose"),
        OFFICERS,
    ),
    "proposal_order": frozenset({"dag"}),
    "payment_list": ECONOMISTS,
    "payment_prepare": ECONOMISTS,
    "payment": ECONOMISTS,
    "payment_attest": ECONOMISTS,
    "payment_mark_paid": ECONOMISTS,
    "payment_cancel": ECONOMISTS,
    "repayment": ECONOMISTS,
    "account_list": ECONOMISTS,
    "account_verify": ECONOMISTS,
}
OF_A_BATCH = (
    "batch",
    "batch_listing",
    "batch_protocol",
    "batch_take_out",
    "batch_renew",
    "batch_cancel",
    "batch_approve",
    "batch_dispatch",
)
OF_A_STOP = ("payment_stop_drop", "payment_stop_decide", "payment_stop_lift", "payment_stop_preview")
OF_A_CALL = ("call_detail", "call_form", "call_calendar", "eligibility")
OF_A_RANKING = ("ranking", "ranking_sheet", "scenario_compare", "scenario_new")
OF_A_SCENARIO = (
    "scenario",
    "scenario_edit",
    "scenario_copy",
    "scenario_remove",
    "scenario_adopt",
    "scenario_propose",
)
OF_A_GENERAL_CASE = (
    "general_case",
    "general_case_answer",
    "general_case_close",
    "general_case_assign",
    "registry_post",
    "registry_counterpart",
    "public_diary_case",
)
OF_A_RELEASE = ("release", "release_choose", "release_answer", "release_written", "release_decide")
OF_A_RELEASED_DOCUMENT = (
    "release_item",
    "release_masks",
    "release_copy",
    "release_copy_order",
    "release_drop",
    "release_open",
)
MANDATES = ("mandate", "mandate_role", "mandate_end", "mandate_review", "mandate_revoke")
MANAGE = "manage_"  # every address of the pages that manage calls
POST_ONLY = frozenset(
    {
        "decision_check",
        "decision_preview",
        "decision_draft",
        "decision_dissent",
        "instalment_report",
        "batch_take_out",
        "batch_renew",
        "batch_cancel",
        "batch_approve",
        "batch_dispatch",
        "delegation_end",
        "letter_text_publish",
        "letter_text_discard",
        "officials_named",
        "payment_stop_drop",
        "payment_stop_decide",
        "payment_stop_lift",
        "delivery_strike",
        "appeal_bundle",
        "appeal_hand_over",
        "mail_again",
        "release_answer",
        "release_written",
        "release_drop",
        "release_open",
        "release_copy_order",
        "release_mask_remove",
        "worklist_view_start",
        "worklist_view_remove",
        "worklist_file_order",
        "scenario_copy",
        "scenario_remove",
        "scenario_propose",
        "check_confirm",
        "scores_hand_in",
        "assessment_hand_in",
        "assessment_document",
        "signals_search",
        "application_start",
        "expression_assess",
        "expression_settle",
        "expression_lapse",
        "notices_read",
        "own_completion_detach",
        "notice_open",
        "demo_prove",
        "openid_connect_login",
        "draft_start",
        "draft_autosave",
        "draft_comment",
        "draft_comment_resolve",
        "draft_comment_reopen",
        "draft_presence",
        "invitation_withdraw",
        "mandate_end",
        "mandate_revoke",
        "draft_attach",
        "draft_detach",
        "decide",
        "dispatch",
        "send_back",
        "payment_attest",
        "payment_mark_paid",
        "payment_cancel",
        "repayment",
    }
)


def _names_of(resolver: URLResolver) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield str(entry.name), str(entry.pattern)
        else:
            yield from _names_of(entry)


PATTERNS = dict(_names_of(get_resolver(settings.ROOT_URLCONF)))
NAMES = sorted(name for name in PATTERNS if not name.startswith(MANAGE))
MANAGE_NAMES = sorted(name for name in PATTERNS if name.startswith(MANAGE))


@dataclass
class Scene:
    """One of each thing that an address can name, all of the association of anna and bo."""

    draft: Draft
    file: DraftFile
    paid: Application
    proposed: Application
    draft_call: Call
    comment: DraftComment
    source: Draft
    invitation: Invitation
    mandate: Mandate
    completion: CompletionFile
    short_draft: Draft
    invited: Expression
    question: ConflictQuestion
    general: GeneralCase
    released: ReleaseItem
    note: Note
    assessed: Application
    struck: DeliveryRecord
    ranked: Scenario
    signal: Signal
    batch: BatchDecision
    stop: PaymentStop

    def url(self, name: str) -> str:
        """The address ``name``, with the things of the scene."""
        if name.startswith(MANAGE):
            return self._manage_url(name)
        if "<" not in PATTERNS[name]:
            return reverse(name)
        return reverse(name, kwargs=self._arguments.get(name, {"number": self.paid.case.number}))

    def data(self, name: str) -> dict[str, str]:
        """What the form behind a POST-only address sends."""
        return {
            "draft_start": {"organisation": self.draft.organisation.organisation_number},
            "worklist_file_order": {"slag": "csv"},
            "letter_text_publish": {"starts_on": "2100-01-01"},
            "batch_take_out": {"rad": str(self.batch.items.earliest("pk").pk)},
            "batch_approve": {"listing_sha256": self.batch.listing_id or ""},
            "delivery_strike": {"reason": "Fel brev."},
            "decide": {"letter_sha256": self.proposed.decisions.latest("pk").letter_id},
        }.get(name, {})

    @cached_property
    def _arguments(self) -> dict[str, dict[str, Any]]:
        """What each address names, unless it names the paid case alone. Asked of the database once for a scene."""
        number = {"number": self.paid.case.number}
        request = self.completion.completion.request
        asked = {"number": request.application.case.number, "order": request.number}
        return {
            **{name: {"slug": self.draft.call.slug} for name in OF_A_CALL},
            **{name: {"token": "x"} for name in ("subscription_confirm", "subscription_end")},
            **{
                name: {"number": self.draft.organisation.organisation_number}
                for name in ("organisation", "organisation_edit", "invitation_new")
            },
            "invitation_withdraw": {
                "number": self.draft.organisation.organisation_number,
                "pk": self.invitation.pk,
            },
            "invitation": {"token": factories.token_of(self.invitation)},
            **{name: {"pk": self.mandate.pk} for name in MANDATES},
            "mandate_file": {"pk": self.mandate.pk, "evidence": self.mandate.evidence.get().pk},
            "mail_again": {"pk": Mail.objects.get(key="undelivered").pk},
            "notice_open": {"pk": Notice.objects.get(key="scene").pk},
            "letter_text": {"letter": "decision", "block": "appeal"},
            **{
                name: {"pk": LetterText.objects.get(published_at=None).pk}
                for name in ("letter_text_publish", "letter_text_discard", "letter_text_preview")
            },
            "condition": {"code": "bjud-in"},
            **{name: {"number": self.proposed.case.number} for name in ("officials", "officials_named")},
            "delegation_end": {"pk": Delegation.objects.latest("pk").pk},
            **{name: {"pk": SavedView.objects.get().pk} for name in ("worklist_view_start", "worklist_view_remove")},
            **{name: {"pk": WorklistFile.objects.get().pk} for name in ("worklist_file", "worklist_file_download")},
            "bulk_act": {"kind": "komplettering"},
            "own_list": {"slug": "inskickade"},
            **{name: {"slug": self.ranked.call.slug, "group": self.ranked.group} for name in OF_A_RANKING},
            "ranking_sheet": {"slug": self.ranked.call.slug, "group": self.ranked.group, "kind": "csv"},
            **{name: {"pk": self.ranked.pk} for name in OF_A_SCENARIO},
            "proposal_order": {"pk": self.ranked.orders.get().pk},
            "account_verify": {"pk": self.draft.organisation.accounts.latest("pk").pk},
            "account_email_confirm": {"token": "x"},
            "openid_connect_login": {"provider_id": "eid"},
            "openid_connect_callback": {"provider_id": "eid"},
            "account_link": {"provider_id": "eid"},
            "mfa_remove_webauthn": {"pk": 1},
            "account_reset_password_from_key": {"uidb36": "1", "key": "x-y"},
            "draft_start": {"slug": self.draft.call.slug},
            "draft": {"reference": self.draft.pk},
            "draft_group": {"reference": self.draft.pk, "key": self.draft.form.form.groups[0].key},
            "draft_autosave": {"reference": self.draft.pk, "key": self.draft.form.form.groups[0].key},
            "draft_token": {"reference": self.draft.pk},
            "draft_comment": {"reference": self.draft.pk, "key": self.draft.form.form.groups[0].key},
            "draft_comment_resolve": {"reference": self.draft.pk, "pk": self.comment.pk},
            "draft_comment_reopen": {"reference": self.draft.pk, "pk": self.comment.pk},
            "draft_presence": {"reference": self.draft.pk},
            "draft_revisions": {"reference": self.draft.pk},
            "draft_revision": {"reference": self.draft.pk, "number": 1},
            "draft_sources": {"reference": self.draft.pk},
            "draft_copy": {"reference": self.draft.pk, "source": self.source.pk},
            "draft_preview": {"reference": self.draft.pk},
            "draft_pdf": {"reference": self.draft.pk},
            "draft_move": {"reference": self.draft.pk},
            "draft_left_over": {"reference": self.draft.pk},
            "draft_attach": {"reference": self.draft.pk, "question": self.file.question},
            "draft_file": {"reference": self.draft.pk, "pk": self.file.pk},
            "draft_detach": {"reference": self.draft.pk, "pk": self.file.pk},
            "draft_check": {"reference": self.draft.pk},
            "draft_content_pdf": {"reference": self.draft.pk},
            **{
                name: asked
                for name in ("completion_request", "own_completion", "own_completion_check", "own_communication")
            },
            **{name: {**asked, "pk": self.completion.pk} for name in ("own_completion_file", "own_completion_detach")},
            "draft_hand_in": {"reference": self.short_draft.pk},
            "expression_list": {"slug": self.invited.call.slug},
            **{
                name: {"number": self.invited.case.number}
                for name in (
                    "own_expression",
                    "application_start",
                    "expression",
                    "expression_assess",
                    "expression_settle",
                    "expression_lapse",
                )
            },
            "conflict_question": {"pk": self.question.pk},
            **{name: {"year": 2018} for name in ("jk_list", "jk_list_csv", "jk_list_pdf")},
            **{name: {"number": self.general.case.number} for name in OF_A_GENERAL_CASE},
            "registry_entry": {"number": self.general.case.number, "serial": 1},
            "registry_document": {"number": self.general.case.number, "serial": 1},
            **{name: {"number": self.released.request.case.number} for name in OF_A_RELEASE},
            **{
                name: {"number": self.released.request.case.number, "pk": self.released.pk}
                for name in OF_A_RELEASED_DOCUMENT
            },
            "release_document": {"number": self.released.request.case.number, "serial": 1},
            "release_page": {"number": self.released.request.case.number, "pk": self.released.pk, "page": 1},
            "release_mask_remove": {
                "number": self.released.request.case.number,
                "pk": self.released.pk,
                "mask": self.released.masks.get().pk,
            },
            "own_document": {**number, "serial": 1},
            **{name: {**number, "serial": self.struck.entry.serial} for name in ("own_letter", "delivery")},
            "delivery_strike": {**number, "pk": self.struck.pk},
            **{name: {**number, "order": 1} for name in ("appeal", "appeal_bundle", "appeal_hand_over")},
            "appeal_act": {**number, "order": 1, "act": "gor-i-ordning"},
            **{name: {**number, "serial": self._open_document()} for name in ("document", "document_page")},
            "document_shown": {**number, "serial": self._open_document("application/pdf")},
            **{name: {"number": self.batch.case.number} for name in OF_A_BATCH},
            **{name: {"number": self.stop.application.case.number, "pk": self.stop.pk} for name in OF_A_STOP},
            "payment_stop": {"number": self.stop.application.case.number},
            "note_correct": {**number, "pk": self.note.pk},
            "signal": {**number, "pk": self.signal.pk},
            "sensitive": {**number, "part": "check:democratic_values"},
            **{
                name: {**number, "code": self.paid.ordinance.requirements[0].code}
                for name in ("check", "check_confirm")
            },
            "score": {**number, "order": 1},
            "assessor_end": {"number": self.assessed.case.number, "pk": self.assessed.assessors.latest("pk").pk},
            **{
                name: {"number": self.assessed.case.number}
                for name in ("assessment", "assessment_conflict", "assessment_hand_in")
            },
            "assessment_score": {"number": self.assessed.case.number, "order": 1},
            "assessment_document": {
                "number": self.assessed.case.number,
                "serial": shown_to_assessors(self.assessed).earliest("serial").serial,
            },
            "decide": {"number": self.proposed.case.number},
            "send_back": {"number": self.proposed.case.number},
            **{
                name: {"number": self.proposed.case.number}
                for name in ("decision_compose", "decision_check", "decision_preview", "decision_draft")
            },
            "instalment_report": {**number, "order": 1},
            **{
                name: {"pk": self.paid.decisions.latest("pk").payments.latest("pk").pk}
                for name in ("payment", "payment_attest", "payment_mark_paid", "payment_cancel")
            },
        }

    def _open_document(self, content_type: str = "") -> int:
        """The number of a document of the paid case whose reading is not logged."""
        entries = self.paid.case.entries.filter(document__content_type__startswith=content_type, is_sensitive=False)
        return entries.exclude(document=None).earliest("serial").serial

    def _manage_url(self, name: str) -> str:
        known: dict[str, Any] = {"slug": self.draft_call.slug, "key": "title", "group": "about", "direction": "upp"}
        if "sida/" in PATTERNS[name]:
            known["key"] = "about"
        names = [part.split(">")[0].split(":")[-1] for part in PATTERNS[name].split("<")[1:]]
        return reverse(name, kwargs={argument: known[argument] for argument in names})


def build_scene() -> Scene:
    """Walk the verbs: a draft with a file, a paid grant with its report, a proposed case, a call being written."""
    factories.gavle()
    notify([factories.person("anna")], key="scene", title="Något har hänt", url="/", now=factories.NOW)
    outbox.queue("notice", key="undelivered", to="a@example.se", context={}, now=factories.NOW)
    Mail.objects.filter(key="undelivered").update(status=MailStatus.FAILED)
    paid = factories.report_at(ReportStatus.SUBMITTED).application
    factories.a_saved_view()
    factories.a_worklist_file()
    factories.text_drafted()
    factories.condition_written()
    proposed = factories.decision_at(DecisionStatus.PREPARED).application
    asked = factories.completion_requested()
    factories.communicated(asked.application)
    completion = factories.completion_file(asked)
    draft = factories.a_draft()
    question = next(q.key for q in draft.form.form.questions if q.kind == "files")
    content = factories.a_pdf()
    file = drafts.attach(
        draft,
        question=question,
        name="Stadgar.pdf",
        content=content,
        size=len(content.getvalue()),
        by=factories.person("anna"),
        now=factories.NOW,
    )
    comment = comments.write(draft, group="about", text="Stämmer det?", by=factories.person("bo"), now=factories.NOW)
    source = Draft.objects.get(application=paid)
    invitation = factories.an_invitation(draft.organisation, now=timezone.now())
    mandate = draft.organisation.mandates.get(person=factories.person("bo"))
    factories.hand_in(mandate)
    call = factories.an_unpublished_call()
    invited = factories.expression_at(ExpressionStatus.INVITED)
    short_draft = factories.an_expression_draft(invited.call)
    olle = factories.anybody("olle", roles=(Role.CASE_OFFICER,))
    question_of_jav = factories.a_question(asked.application, olle)
    return Scene(
        draft,
        file,
        paid,
        proposed,
        call,
        comment,
        source,
        invitation,
        mandate,
        completion=completion,
        short_draft=short_draft,
        invited=invited,
        question=question_of_jav,
        general=registry.general_case(officer="dag"),
        released=_released(),
        note=factories.noted(paid),
        assessed=_assessed(),
        struck=_appealed(paid),
        ranked=_ranked(asked.application),
        signal=factories.a_signal(paid),
        batch=factories.batch_at(BatchStatus.DECIDED, factories.some_proposed(1)),
        stop=payment_stops.stop_proposed(),
    )


def _assessed() -> Application:
    """A case under review with a file, to which disa and ines are invited; ines has handed in."""
    application = factories.assigned(factories.received_with_a_file())
    factories.invited(application, "disa", "ines")
    return factories.assessed_by(application, "ines")


def _ranked(application: Application) -> Scenario:
    """A scenario of the case's group, with proposals by it ordered."""
    scenario = factories.a_scenario(application)
    digest, dag = factories.digest_of(scenario), factories.person("dag")
    proposal_orders.order(scenario, digest=digest, total=60, by=dag, now=factories.NOW)
    return scenario


def _released() -> ReleaseItem:
    """A document to be released in part, its copy drawn, with a written decision wanted on the rest."""
    item = registry.masked()
    registry.written_wanted(item)
    return item


def _appealed(application: Application) -> DeliveryRecord:
    """The decision read out on the phone, appealed, and its file ready for the court; the note of the phone call."""
    decision = application.decisions.get()
    read_out = deliveries.Evidence(DeliveryKind.OTHER_PROOF, factories.TODAY, "Lästes upp i telefon.")
    letter, rut = appeals.the_letter(decision), factories.person("rut")
    record = deliveries.enter(letter, evidence=read_out, by=rut, now=factories.NOW)
    appeals.bundle_made(appeals.tested_in_time(appeals.appealed(decision)))
    return record


class undone:
    """What happens inside is taken back, so that everybody meets the same scene."""

    def __enter__(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, *error: Any) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
