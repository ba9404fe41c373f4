"""New versions of a published call's form, what they change, and forms copied from other calls."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest
from delmos.lib.forms import TextField, accepted, page_status
from delmos.lib.gate import one
from grants.domain import calls, form_versions
from grants.domain.queries.calls import call_for, calls_for, form_of, forms_to_copy
from grants.interfaces.form_diff import changes
from grants.models import Call
from grants.views.manage_gates import chosen_stage, manages_calls, of_written_form, step_query


class NoteForm(forms.Form):
    """What a new version is about."""

    note = TextField(
        max_length=form_versions.LONGEST_NOTE,
        label="Vad är ändrat, och varför?",
        help_text="Den som redan har börjat söka läser det här innan ansökan flyttas till den nya versionen.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv vad som är ändrat och varför."},
    )


class CopyForm(forms.Form):
    """Another call to take the form from."""

    def __init__(self, data: Any = None, *, sources: list[Call]) -> None:
        super().__init__(data)
        self.fields["source"] = forms.ChoiceField(
            label="Utlysning att kopiera från",
            choices=[("", "Välj"), *((call.slug, f"{call.title} ({call.budget_year})") for call in sources)],
            error_messages={"required": "Välj en utlysning.", "invalid_choice": "Välj en utlysning i listan."},
        )


@manages_calls
def versions(request: StaffRequest, slug: str) -> HttpResponse:
    """Every version of the form, newest first, each with what it changed."""
    call = call_for(request.user, slug)
    stage = chosen_stage(request, call)
    found = list(call.forms.filter(stage=stage).order_by("number"))
    rows = [
        {"version": version, "changes": changes(before.form, version.form) if before else []}
        for before, version in zip([None, *found], found, strict=False)
    ]
    context = {"call": call, "stage": stage, "step": step_query(stage), "rows": rows[::-1]}
    return render(request, "manage/form_versions.html", context)


@require_POST
@manages_calls
def begin(request: StaffRequest, slug: str) -> HttpResponse:
    """Begin a new version, or go on with the one begun."""
    call = call_for(request.user, slug)
    stage = chosen_stage(request, call)
    form_versions.begin(call, stage=stage, by=request.user, now=timezone.now())
    messages.success(request, "Den nya versionen är ett utkast. Sökande ser den först när du publicerar den.")
    return redirect(reverse("manage_call_form", args=[call.slug]) + step_query(stage))


@of_written_form
def publish(request: StaffRequest, call: Call) -> HttpResponse:
    """What the new version changes, and the note with which it is published."""
    stage = chosen_stage(request, call)
    form = NoteForm(request.POST or None)
    now = timezone.now()
    if form.is_valid() and accepted(
        form,
        lambda: form_versions.publish(call, note=form.cleaned_data["note"], stage=stage, by=request.user, now=now),
    ):
        messages.success(request, "Den nya versionen gäller nu.")
        return redirect("manage_call", call.slug)
    version = call.form_being_written(stage)
    found = changes(form_of(call, stage), version.form) if version else []
    context = {"call": call, "stage": stage, "step": step_query(stage), "form": form, "changes": found}
    return render(request, "manage/form_publish.html", context, status=page_status(form))


@require_POST
@of_written_form
def discard(request: StaffRequest, call: Call) -> HttpResponse:
    """Throw the new version away."""
    form_versions.discard(call, stage=chosen_stage(request, call), by=request.user, now=timezone.now())
    messages.success(request, "Den nya versionen är borttagen. Formuläret är som det var.")
    return redirect("manage_call", call.slug)


@of_written_form
def copy(request: StaffRequest, call: Call) -> HttpResponse:
    """Take the form of another call instead of this one."""
    stage = chosen_stage(request, call)
    form = CopyForm(request.POST or None, sources=forms_to_copy(request.user, call, stage))

    def take() -> None:
        source = one(calls_for(request.user), slug=form.cleaned_data["source"])
        copied = form_of(source, stage)
        calls.edit_form(call, edit=lambda _: copied, stage=stage, by=request.user, now=timezone.now())

    if form.is_valid() and accepted(form, take):
        messages.success(request, "Formuläret är kopierat.")
        return redirect(reverse("manage_call_form", args=[call.slug]) + step_query(stage))
    context = {"call": call, "stage": stage, "step": step_query(stage), "form": form}
    return render(request, "manage/form_copy.html", context, status=page_status(form))
