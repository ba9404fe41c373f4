"""The first page: what do I have to do now?"""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.gates import StaffRequest
from accounts.models import User
from accounts.permissions import Permission
from applicants.domain.queries.mandates import to_review
from applicants.domain.queries.organisations import accounts_for
from applicants.enums import AccountStatus
from delmos.lib.dates import format_date, stockholm_date
from grants.call_times import listed
from grants.domain.letter_texts import block_of
from grants.domain.queries import cases
from grants.domain.queries.assessments import assessments_for
from grants.domain.queries.batches import to_approve
from grants.domain.queries.calls import published_calls
from grants.domain.queries.clocks import Narrowing, counted, running_page
from grants.domain.queries.conflicts import to_rule
from grants.domain.queries.expressions import calls_with_expressions
from grants.domain.queries.letter_texts import drafts
from grants.domain.queries.overview import overview_for
from grants.domain.queries.payment_stops import stops_to_decide
from grants.enums import ApplicationStatus, PaymentStatus
from grants.interfaces.clocks import board_rows
from grants.models import Application
from grants.views.draft_home import own_space
from grants.views.letter_texts import address_of
from grants.views.registry_home import own_general_cases, refusals_waiting, waiting_releases
from grants.views.todo import SHOWN, Pile, Todo
from grants.views.worklist import CAME_FROM


@login_not_required
def home(request: StaffRequest) -> HttpResponse:
    """Visitors see the open calls, applicants their own space, staff what waits for them."""
    now = timezone.now()
    if not request.user.is_authenticated:
        return _visitor(request, now)
    if request.user.works_at_agency:
        request.session.pop(CAME_FROM, None)  # ”Nästa ärende” is now one of those that wait here
        return _staff(request, now)
    return _applicant(request, now)


def _staff(request: StaffRequest, now: datetime) -> HttpResponse:
    today = stockholm_date(now)
    context: dict[str, Any] = {"piles": [pile for pile in _piles(request.user, now) if pile.todos], "which": None}
    if request.user.has_role(Role.MANAGER):
        context["overview"] = overview_for(request.user, today.year)
        context["counts"] = [count for count in counted(request.user, Narrowing(), today=today) if count.overdue]
    return render(request, "casework/home.html", context)


def _visitor(request: HttpRequest, now: datetime) -> HttpResponse:
    calls = published_calls().filter(closes_at__gt=now)[:SHOWN]
    return render(request, "public/home.html", {"calls": listed(calls, now)})


def _applicant(request: StaffRequest, now: datetime) -> HttpResponse:
    calls = published_calls().filter(opens_at__lte=now, closes_at__gt=now).order_by("closes_at")[:SHOWN]
    context = {**own_space(request.user, now=now), "calls": listed(calls, now), "now": now}
    return render(request, "applicant/home.html", context)


def _piles(person: User, now: datetime) -> list[Pile]:
    piles: list[Pile] = []
    if person.may(Permission.REGISTER_CASES):
        piles.append(Pile("Registrera och fördela", _cases(cases.to_assign(person), "case_assign")))
        piles.append(Pile("Begäranden om allmän handling", waiting_releases(person, now), reverse("release_list")))
    if person.may(Permission.REVIEW_MANDATES):
        piles.append(Pile("Behörigheter att granska", _mandates(person, now), reverse("mandate_list")))
    if person.may(Permission.ASSESS_CASES):
        piles.append(Pile("Mina närmaste frister", _clocks(person, now), reverse("clock_board")))
        piles.append(Pile("Mina allmänna ärenden", own_general_cases(person)))
        piles.append(Pile("Intresseanmälningar att besvara", _waiting_expressions(person), reverse("expression_calls")))
        piles.append(Pile("Mina ärenden att bereda", _cases(cases.to_assess(person), "case")))
        piles.append(Pile("Återkallade ansökningar att skriva av", _cases(cases.to_write_off(person), "case")))
        piles.append(Pile("Slutredovisningar att granska", _cases(cases.to_review(person), "report_review")))
    if person.may(Permission.ASSESS_INVITED):
        piles.append(Pile("Mina bedömningar", _to_assess(person), reverse("assessments")))
    if person.may(Permission.DECIDE_CASES):
        piles.append(Pile("Ärenden att besluta", _cases(cases.to_decide(person), "decision")))
        piles.append(Pile("Hinder mot utbetalning", _stops(person)))
        piles.append(Pile("Samlingsbeslut", _batches(person), reverse("batch_list")))
        piles.append(Pile("Beslut om utlämnande", refusals_waiting(person)))
    if person.may(Permission.EDIT_LETTER_TEXTS):
        piles.append(Pile("Utkast till brevtexter", _letter_texts(), reverse("letter_text_list")))
    if person.may(Permission.RULE_CONFLICTS):
        piles.append(Pile("Frågor om jäv att pröva", _questions(person), reverse("conflict_list")))
    if person.may(Permission.DISPATCH_DECISIONS):
        piles.append(Pile("Beslut att skicka", _cases(cases.to_dispatch(person), "decision")))
    if person.may(Permission.HANDLE_PAYMENTS):
        piles += _economist(person, now)
    return piles


def _stops(person: User) -> list[Todo]:
    return [
        Todo(
            stop.application.organisation.name,
            reverse("payment_stop", args=[stop.application.case.number]),
            stop.application.case.number,
            stop.face,
        )
        for stop in stops_to_decide(person)[:SHOWN]
    ]


def _economist(person: User, now: datetime) -> list[Pile]:
    accounts = accounts_for(person).exclude(status=AccountStatus.VERIFIED).exclude(checked_by=person)
    payments = cases.payments_for(person)
    to_attest = payments.filter(status=PaymentStatus.PREPARED).exclude(prepared_by=person)
    to_mark = payments.filter(status=PaymentStatus.ATTESTED)
    return [
        Pile(
            "Betalkonton att kontrollera",
            [
                Todo(
                    account.organisation.name, reverse("account_verify", args=[account.pk]), str(account), account.face
                )
                for account in accounts[:SHOWN]
            ],
            reverse("account_list"),
        ),
        Pile(
            "Bidrag att betala ut",
            [
                Todo(
                    decision.application.organisation.name,
                    reverse("payment_prepare", args=[decision.application.case.number]),
                    decision.application.case.number,
                )
                for decision in cases.to_pay(person, on=stockholm_date(now))[:SHOWN]
            ],
            reverse("payment_list"),
        ),
        *(
            Pile(
                title,
                [
                    Todo(
                        payment.decision.application.organisation.name,
                        reverse("payment", args=[payment.pk]),
                        payment.decision.application.case.number,
                        payment.face,
                    )
                    for payment in rows[:SHOWN]
                ],
                reverse("payment_list"),
            )
            for title, rows in (("Utbetalningar att attestera", to_attest), ("Utbetalningar att markera", to_mark))
        ),
    ]


def _to_assess(person: User) -> list[Todo]:
    """The applications that wait for the points of somebody invited."""
    waiting = assessments_for(person).filter(status=ApplicationStatus.IN_REVIEW, is_in=False)
    return [
        Todo(row.title, reverse("assessment", args=[row.case.number]), f"{row.case.number} · {row.organisation.name}")
        for row in waiting.order_by("received_at", "pk")[:SHOWN]
    ]


def _waiting_expressions(person: User) -> list[Todo]:
    calls = calls_with_expressions(person).filter(waiting__gt=0)[:SHOWN]
    return [
        Todo(call.title, reverse("expression_list", args=[call.slug]), f"{call.waiting} väntar på besked")
        for call in calls
    ]


def _letter_texts() -> list[Todo]:
    return [
        Todo(f"{draft.get_letter_display()}: {block_of(draft).title}", address_of(draft), "Inte publicerat")
        for draft in drafts().order_by("written_at")[:SHOWN]
    ]


def _questions(person: User) -> list[Todo]:
    return [
        Todo(
            f"Gäller {found.person.name}", reverse("conflict_question", args=[found.pk]), found.case.number, found.face
        )
        for found in to_rule(person)[:SHOWN]
    ]


def _batches(person: User) -> list[Todo]:
    return [
        Todo(found.case.number, reverse("batch", args=[found.case.number]), found.call.title, found.face)
        for found in to_approve(person)[:SHOWN]
    ]


def _mandates(person: User, now: datetime) -> list[Todo]:
    """Those that have handed something in; the rest wait for the applicant."""
    return [
        Todo(
            found.organisation.name,
            reverse("mandate_review", args=[found.pk]),
            f"{found.person.name}, {found.get_role_display().lower()}",
            found.face,
        )
        for found in to_review(person, now=now, with_evidence=True)[:SHOWN]
    ]


def _clocks(person: User, now: datetime) -> list[Todo]:
    today = stockholm_date(now)
    nearest = running_page(person, Narrowing(mine=True), size=SHOWN, today=today).items
    return [
        Todo(row.who, row.url, f"{row.title} · senast {format_date(row.due_on)}, {row.left}", row.face)
        for row in board_rows(nearest, today)
    ]


def _cases(found: QuerySet[Application], page: str) -> list[Todo]:
    return [
        Todo(row.organisation.name, reverse(page, args=[row.case.number]), f"{row.case.number} · {row.title}", row.face)
        for row in found[:SHOWN]
    ]
