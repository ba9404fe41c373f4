"""”Får vi söka?” Nothing that is answered here is stored, logged, put in an address or kept on the way."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters

from accounts.gates import StaffRequest
from applicants.enums import OrganisationType
from delmos.lib.dates import stockholm_date
from delmos.lib.faces import Face
from delmos.lib.forms import page_status
from grants.domain.eligibility import Result, Verdict, asked, try_out
from grants.domain.queries.calls import public_call
from grants.interfaces.eligibility_forms import ApplicantTypeForm, EligibilityForm
from grants.models import Call
from grants.views.public import application_way, call_context

FACES = {
    Verdict.YES: Face("Ja", "Ja", "success"),
    Verdict.EXAMINE: Face("Behöver prövas", "Behöver prövas", "warning"),
    Verdict.NO: Face("Nej", "Nej", "danger"),
}


@login_not_required
@sensitive_post_parameters()
@cache_control(private=True, no_store=True)
def eligibility(request: StaffRequest, slug: str) -> HttpResponse:
    """Ask what the applicant is (in the address), then what the rules ask (in the post), and answer at once."""
    now = timezone.now()
    call = public_call(slug)
    types = ApplicantTypeForm(request.GET if "typ" in request.GET else None)
    context: dict[str, Any] = {**call_context(call, now), "form": types, "types": types}
    if not types.is_valid():
        return render(request, "public/eligibility.html", context, status=page_status(types))
    kind = types.kind
    form = _form(request, call, kind)
    if form is None or form.is_valid():
        result = try_out(call, kind, form.answers if form else {}, today=stockholm_date(now))
        context |= {"result": _shown(result), **application_way(request, now)}
    context |= {"form": form or types, "questions": form, "kind": kind}
    return render(request, "public/eligibility.html", context, status=page_status(form) if form else 200)


def _form(request: StaffRequest, call: Call, kind: OrganisationType | None) -> EligibilityForm | None:
    """The questions to this kind of applicant; None when the kind itself settles the matter."""
    if kind is None or call.ordinance.group_of(kind) is None:
        return None
    data = request.POST if request.method == "POST" else None
    return EligibilityForm(data, requirements=asked(call, kind))


def _shown(result: Result) -> dict[str, Any]:
    return {
        "verdict": result.verdict.name,
        "tone": FACES[result.verdict].tone,
        "findings": [(finding, FACES[finding.verdict]) for finding in result.findings],
        "tried_later": result.tried_later,
    }
