"""Jäv at the agency: one's own answer, a question about a colleague, and those who try and rule on it."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from delmos.lib.keyset import page
from delmos.lib.refusal import refusal_of
from grants.domain import conflict_questions, conflicts
from grants.domain.queries.conflicts import open_questions, question_for, questions_in, ruled_questions
from grants.domain.queries.expressions import matter_for
from grants.domain.queries.people import colleagues_of
from grants.enums import ConflictAnswer, ConflictOutcome, ConflictPoint
from grants.interfaces.conflict_forms import DeclareForm, RaiseForm, RulingForm
from grants.interfaces.letters import render_conflict_ruling
from grants.models import ConflictQuestion
from grants.permissions import Matter, conflict_answer
from grants.views.casework import case_context


@requires(Permission.SEE_CASES)
def conflict(request: StaffRequest, number: str) -> HttpResponse:
    """Answer whether one is jävig, before the first act."""
    matter = matter_for(request.user, number)
    form = DeclareForm(request.POST or None)
    if form.is_valid() and accepted(form, lambda: _declare(request, matter, form, now=timezone.now())):
        if form.cleaned_data["answer"] == ConflictAnswer.CONFLICT:
            messages.success(request, f"Du har anmält jäv i {number}. Ärendet är inte längre ditt.")
            return redirect("home")
        messages.success(request, "Du har tagit ställning till jäv.")
        return redirect("case", number)
    context = case_context(matter, form=form, questions=list(questions_in(matter)))
    return render(request, "casework/conflict.html", context, status=page_status(form))


@requires(Permission.SEE_CASES)
def conflict_raise(request: StaffRequest, number: str) -> HttpResponse:
    """Say that a colleague may be jävig."""
    matter = matter_for(request.user, number)
    form = RaiseForm(request.POST or None, colleagues=colleagues_of(request.user, matter))
    if form.is_valid() and accepted(form, lambda: _raise(request, matter, form, now=timezone.now())):
        name = form.cleaned_data["person"].name
        messages.success(request, f"Frågan är väckt. {name} är utanför ärendet tills någon har prövat den.")
        return redirect("case", number)
    return render(request, "casework/conflict_raise.html", case_context(matter, form=form), status=page_status(form))


@requires(Permission.RULE_CONFLICTS)
def conflict_list(request: StaffRequest) -> HttpResponse:
    """The questions that wait for a ruling, and those that have one."""
    ruled = page(ruled_questions(request.user), after=request.GET.get("efter"), order=("-ruling__ruled_at", "-pk"))
    context = {
        "waiting": list(open_questions(request.user)),
        "ruled": ruled.items,
        "next_url": f"?efter={ruled.next}" if ruled.next else "",
    }
    return render(request, "casework/conflict_list.html", context)


@requires(Permission.RULE_CONFLICTS)
def conflict_question(request: StaffRequest, pk: int) -> HttpResponse:
    """One question, and the ruling on it."""
    question = question_for(request.user, pk)
    form = RulingForm(request.POST or None)
    if form.is_valid() and accepted(form, lambda: _rule(request, question, form, now=timezone.now())):
        messages.success(request, "Frågan är prövad, och de som berörs har fått veta det.")
        return redirect("conflict_list")
    refusal = refusal_of(lambda: conflict_questions.check_may_rule(question, request.user))
    context = {
        "question": question,
        "ruling": getattr(question, "ruling", None),
        "number": question.case.number,
        "form": form,
        "refusal": refusal,
        "declares": conflict_answer(request.user, question) is None,
        "crumbs": [{"label": "Frågor om jäv", "url": reverse("conflict_list")}],
    }
    return render(request, "casework/conflict_question.html", context, status=page_status(form))


def _declare(request: StaffRequest, matter: Matter, form: DeclareForm, *, now: datetime) -> None:
    conflicts.declare(
        matter,
        answer=ConflictAnswer(form.cleaned_data["answer"]),
        point=ConflictPoint(form.cleaned_data["point"] or ConflictPoint.OTHER),
        ground=form.cleaned_data["ground"],
        by=request.user,
        now=now,
    )


def _raise(request: StaffRequest, matter: Matter, form: RaiseForm, *, now: datetime) -> None:
    conflict_questions.raise_about(
        matter,
        person=form.cleaned_data["person"],
        point=ConflictPoint(form.cleaned_data["point"]),
        ground=form.cleaned_data["ground"],
        page_key=form.page_key,
        by=request.user,
        now=now,
    )


def _rule(request: StaffRequest, question: ConflictQuestion, form: RulingForm, *, now: datetime) -> None:
    conflict_questions.rule(
        question,
        outcome=ConflictOutcome(form.cleaned_data["outcome"]),
        reasons=form.cleaned_data["reasons"],
        write_letter=render_conflict_ruling,
        by=request.user,
        now=now,
    )
