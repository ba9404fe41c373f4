"""The addresses of the portal, and one scene with a thing for each of them to name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from applicants.models import Invitation, Mandate
from grants.domain import comments, drafts
from grants.enums import DecisionStatus, ExpressionStatus, ReportStatus
from grants.models import Application, Call, CompletionFile, Draft, DraftComment, DraftFile, Expression
from journal.domain import outbox
from journal.domain.notices import notify
from journal.enums import MailStatus
from journal.models import Mail, Notice
from tests import factories

ANYBODY = frozenset({"anna", "bo", "cecilia", "dag", "disa", "eva", "farah", "filip", "gun", "rut", "visitor"})
SIGNED_IN = ANYBODY - {"visitor"}
APPLICANTS = frozenset({"anna", "bo", "cecilia"})
PARTY = frozenset({"anna", "bo"})
STAFF = SIGNED_IN - APPLICANTS
OFFICERS = frozenset({"dag", "disa"})
DECIDERS = frozenset({"eva"})
ECONOMISTS = frozenset({"farah", "filip"})
REGISTRARS = frozenset({"rut"})
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
    "own_messages": PARTY,
    "own_communication": PARTY,
    "own_completion": PARTY,
    "own_completion_check": PARTY,
    "own_completion_file": PARTY,
    "own_completion_detach": PARTY,
    "own_report": PARTY,
    "worklist": STAFF,
    "case": STAFF,
    "document": STAFF,
    "conflict": STAFF,
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
    "checks": OFFICERS,
    "check": OFFICERS,
    "scores": OFFICERS,
    "score": OFFICERS,
    "proposal": OFFICERS,
    "decision_compose": DECIDERS,
    "decide": DECIDERS,
    "send_back": DECIDERS,
    "dispatch": OFFICERS | REGISTRARS,
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
OF_A_CALL = ("call_detail", "call_form", "call_calendar", "eligibility")
MANDATES = ("mandate", "mandate_role", "mandate_end", "mandate_review", "mandate_revoke")
MANAGE = "manage_"  # every address of the pages that manage calls
POST_ONLY = frozenset(
    {
        "mail_again",
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

    def url(self, name: str) -> str:
        """The address ``name``, with the things of the scene."""
        if name.startswith(MANAGE):
            return self._manage_url(name)
        return reverse(name, kwargs=self._arguments(name) if "<" in PATTERNS[name] else {})

    def data(self, name: str) -> dict[str, str]:
        """What the form behind a POST-only address sends."""
        return {
            "draft_start": {"organisation": self.draft.organisation.organisation_number},
            "decide": {"letter_sha256": self.proposed.decisions.latest("pk").letter_id},
        }.get(name, {})

    def _arguments(self, name: str) -> dict[str, Any]:
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
            "own_document": {**number, "serial": 1},
            "document": {**number, "serial": 1},
            "check": {**number, "code": self.paid.ordinance.requirements[0].code},
            "score": {**number, "order": 1},
            "decide": {"number": self.proposed.case.number},
            "send_back": {"number": self.proposed.case.number},
            "decision_compose": {"number": self.proposed.case.number},
            **{
                name: {"pk": self.paid.decisions.latest("pk").payments.latest("pk").pk}
                for name in ("payment", "payment_attest", "payment_mark_paid", "payment_cancel")
            },
        }.get(name, number)

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
    )


class undone:
    """What happens inside is taken back, so that everybody meets the same scene."""

    def __enter__(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, *error: Any) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
