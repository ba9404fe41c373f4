"""Ansökan: what the applicant has said, and what it changed in its completions."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from grants.domain.queries.cases import case_for
from grants.domain.queries.correspondence import completions_in
from grants.domain.queries.documents import attachments_of
from grants.domain.queries.expressions import began_the_case
from grants.interfaces.answer_changes import steps
from grants.interfaces.answers import answer_sections, closed
from grants.views.casework import case_context


@require_GET
@requires(Permission.SEE_CASES)
def application(request: StaffRequest, number: str) -> HttpResponse:
    """The answers that count and the budget. A sensitive answer is opened by itself."""
    found = case_for(request.user, number)
    context = case_context(
        found,
        sections=closed(found.form.form, answer_sections(found)),
        budget=list(found.budget.all()),
        began_with_expression=began_the_case(found),
        completed=completions_in(found).exists(),
        attachments=attachments_of(found),
    )
    return render(request, "casework/application.html", context)


@require_GET
@requires(Permission.SEE_CASES)
def changes(request: StaffRequest, number: str) -> HttpResponse:
    """What each completion changed, question by question and word by word."""
    found = case_for(request.user, number)
    return render(request, "casework/changes.html", case_context(found, steps=steps(found)))
