"""The applicant's side of jäv: an objection against somebody at the agency."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest
from applicants.permissions import mandate_of, may_manage
from delmos.lib.forms import accepted, page_status
from grants.domain import conflict_questions
from grants.domain.queries.expressions import own_matter
from grants.domain.queries.officials import left_out
from grants.enums import ConflictPoint
from grants.interfaces.conflict_forms import ObjectForm
from grants.models import Application
from grants.permissions import Matter


def own_conflict(request: StaffRequest, number: str) -> HttpResponse:
    """Object that somebody who handles the case may be jävig."""
    now = timezone.now()
    matter = own_matter(request.user, number, now=now)
    officer = matter.officer if isinstance(matter, Application) and not left_out(matter.case_id) else None
    form = ObjectForm(request.POST or None, initial={"name": officer.name if officer else ""})
    if form.is_valid() and accepted(form, lambda: _object(request, matter, form, now=now)):
        messages.success(
            request, "Vi har tagit emot er invändning. Personen tar inte del i ärendet medan vi prövar den."
        )
        return redirect("own_case", number)
    context = {
        "application": matter,
        "form": form,
        "may_write": may_manage(mandate_of(request.user, matter.organisation, now=now)),
        "acting_for": matter.organisation.name,
    }
    return render(request, "applicant/conflict.html", context, status=page_status(form))


def _object(request: StaffRequest, matter: Matter, form: ObjectForm, *, now: datetime) -> None:
    conflict_questions.object_to(
        matter,
        name=form.cleaned_data["name"],
        point=ConflictPoint(form.cleaned_data["point"]),
        ground=form.cleaned_data["ground"],
        page_key=form.page_key,
        by=request.user,
        now=now,
    )
