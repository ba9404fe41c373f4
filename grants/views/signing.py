"""Check the answers, sign, and submit."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.freshness import check_fresh, shown_by
from accounts.gates import StaffRequest
from accounts.models import User
from applicants.domain.queries.people import people_acting_for
from applicants.enums import MandateRole, SignRule
from applicants.permissions import mandate_of
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from delmos.lib.refusal import Refused
from grants.domain import drafts
from grants.domain.declarations import obstacles
from grants.enums import Stage
from grants.interfaces.draft_forms import SignForm
from grants.interfaces.frozen import Frozen, render_frozen
from grants.models import Draft
from grants.policies import is_late
from grants.views.draft_pages import draft_context, own_draft
from journal.interfaces.downloads import drawn

SIGNING = frozenset({MandateRole.SIGNATORY})


def check(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Everything that will be signed, what is missing, and the signature."""
    now = timezone.now()
    draft = own_draft(request, reference)
    if draft.stage == Stage.EXPRESSION:
        return redirect("draft_hand_in", draft.pk)
    if draft.application:
        return redirect("receipt", draft.application.case.number)
    if request.method == "POST" and (detour := check_fresh(request)):
        return detour
    mandate = mandate_of(request.user, draft.organisation, now=now)
    frozen = Frozen(drafts.freeze(draft))
    jointly = bool(mandate and mandate.sign_rule == SignRule.JOINTLY)
    late = is_late(draft.call, now)
    data = request.POST.copy() if request.method == "POST" else None
    form = SignForm(data, statement=drafts.STATEMENT, late=late, initial={"content_sha256": frozen.sha256})
    if data is not None and form.is_valid() and accepted(form, lambda: _sign(request, draft, form, now=now)):
        return _signed(request, draft)
    if data is not None:
        data["content_sha256"] = frozen.sha256  # what is shown again is what the next signature is over
    context = draft_context(
        draft,
        form=form,
        frozen=frozen,
        obstacles=obstacles(draft.call.ordinance, draft.organisation.type, draft.answers, on=stockholm_date(now)),
        sections=shown_sections(draft, frozen),
        problems=problems_with_pages(draft),
        may_sign=bool(mandate and mandate.role == MandateRole.SIGNATORY),
        jointly=jointly,
        others=_other_signatories(draft, request.user, now=now) if jointly else [],
        **_signatures(draft, frozen, request.user),
        late=late,
    )
    return render(request, "applicant/draft_check.html", context, status=page_status(form))


def content_pdf(request: StaffRequest, reference: UUID) -> HttpResponse:
    """The same as PDF, to read in peace or to show a board before it is signed."""
    frozen = Frozen(drafts.freeze(own_draft(request, reference)))
    return drawn(render_frozen(frozen), f"Ansökan {frozen.title}.pdf".replace("/", "-"))


def _sign(request: StaffRequest, draft: Draft, form: SignForm, *, now: datetime) -> None:
    # Received when the request came, however long the submissions before it hold the series of numbers (22 § FL).
    drafts.sign(
        draft,
        content_sha256=form.cleaned_data["content_sha256"],
        accepts_late=form.cleaned_data.get("accepts_late", False),
        shown=shown_by(request, request.user),
        by=request.user,
        now=now,
    )


def _signed(request: StaffRequest, draft: Draft) -> HttpResponse:
    draft.refresh_from_db()
    if draft.application:
        return redirect("receipt", draft.application.case.number)
    messages.success(request, "Du har skrivit under. Nu väntar ansökan på den andra firmatecknarens underskrift.")
    return redirect("draft_check", draft.pk)


def _signatures(draft: Draft, frozen: Frozen, person: User) -> dict[str, object]:
    """Who has signed exactly this, whether the reader has, and who signed something that has changed since."""
    given = list(draft.signatures.select_related("signed_by"))
    standing = [signature for signature in given if signature.content_sha256 == frozen.sha256]
    signers = {signature.signed_by_id for signature in standing}
    return {
        "signatures": standing,
        "has_signed": person.pk in signers,
        "fallen": [signature for signature in given if signature.signed_by_id not in signers],
    }


def _other_signatories(draft: Draft, person: User, *, now: datetime) -> list[User]:
    """Whom a second signature may come from; with nobody it would be waited for in vain."""
    return [who for who in people_acting_for(draft.organisation, now=now, roles=SIGNING) if who != person]


def shown_sections(draft: Draft, frozen: Frozen) -> list[tuple[str, str, list[dict[str, str]]]]:
    """Title, address and answers of every page, as the signer reads them."""
    return [(title, reverse("draft_group", args=[draft.pk, key]), rows) for key, title, rows in frozen.sections]


def problems_with_pages(draft: Draft) -> list[tuple[Refused, str]]:
    """Each problem with the page where it is mended."""
    pages = {question.key: group.key for group in draft.form.form.groups for question in group.questions}
    return [
        (
            problem,
            f"{reverse('draft_group', args=[draft.pk, pages[problem.field]])}#div_id_{problem.field}"
            if problem.field in pages
            else "",
        )
        for problem in drafts.problems(draft)
    ]
