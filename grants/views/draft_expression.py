"""The applicant reads the expression of interest through, and hands it in."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest
from applicants.permissions import mandate_of, may_manage
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours
from grants.domain import drafts, expressions
from grants.enums import Stage
from grants.interfaces.expression_forms import HandInForm
from grants.interfaces.frozen import Frozen
from grants.models import Draft
from grants.policies import is_late
from grants.views.draft_pages import draft_context, own_draft
from grants.views.signing import problems_with_pages, shown_sections


def hand_in(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Everything that will be handed in, what is missing, and the button."""
    now = timezone.now()
    draft = own_draft(request, reference)
    if draft.stage != Stage.EXPRESSION:
        raise NotYours
    if draft.expression:
        return redirect("own_expression", draft.expression.case.number)
    frozen = Frozen(drafts.freeze(draft))
    late = is_late(draft.call, now, Stage.EXPRESSION)
    data = request.POST.copy() if request.method == "POST" else None
    form = HandInForm(data, statement=drafts.EXPRESSION_STATEMENT, late=late, initial={"content_sha256": frozen.sha256})
    if data is not None and form.is_valid() and accepted(form, lambda: _submit(request, draft, form)):
        draft.refresh_from_db()
        return redirect("draft_hand_in", draft.pk)
    if data is not None:
        data["content_sha256"] = frozen.sha256  # what is shown again is what is handed in next
    context = draft_context(
        draft,
        form=form,
        sections=shown_sections(draft, frozen),
        problems=problems_with_pages(draft),
        may_hand_in=may_manage(mandate_of(request.user, draft.organisation, now=now)),
        frozen=frozen,
        late=late,
    )
    return render(request, "applicant/expression_check.html", context, status=page_status(form))


def _submit(request: StaffRequest, draft: Draft, form: HandInForm) -> None:
    expressions.submit(
        draft,
        content_sha256=form.cleaned_data["content_sha256"],
        accepts_late=form.cleaned_data.get("accepts_late", False),
        by=request.user,
        now=timezone.now(),
    )
