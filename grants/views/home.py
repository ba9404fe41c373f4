"""The first page: what do I have to do now?"""

from dataclasses import dataclass
from datetime import datetime

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
from delmos.lib.dates import stockholm_date
from delmos.lib.faces import Face
from grants.call_times import listed
from grants.domain.queries import cases
from grants.domain.queries.calls import published_calls
from grants.domain.queries.expressions import calls_with_expressions
from grants.domain.queries.overview import overview_for
from grants.enums import PaymentStatus
from grants.models import Application
from grants.views.draft_home import groups_of

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do, with the page to do it on."""

    title: str
    url: str
    hint: str
    face: Face | None = None


@dataclass(frozen=True, slots=True)
class Pile:
    """Things of one kind that wait for this person."""

    title: str
    todos: list[Todo]
    more_url: str = ""


@login_not_required
def home(request: StaffRequest) -> HttpResponse:
    """Visitors see the open calls, applicants their own space, staff what waits for them."""
    now = timezone.now()
    if not request.user.is_authenticated:
        return _visitor(request, now)
    if request.user.works_at_agency:
        piles = [pile for pile in _piles(request.user, now) if pile.todos]
        overview = overview_for(request.user, stockholm_date(now).year) if request.user.has_role(Role.MANAGER) else None
        return render(request, "casework/home.html", {"piles": piles, "overview": overview})
    return _applicant(request, now)


def _visitor(request: HttpRequest, now: datetime) -> HttpResponse:
    calls = published_calls().filter(closes_at__gt=now)[:SHOWN]
    return render(request, "public/home.html", {"calls": listed(calls, now)})


def _applicant(request: StaffRequest, now: datetime) -> HttpResponse:
    calls = published_calls().filter(opens_at__lte=now, closes_at__gt=now).order_by("closes_at")[:SHOWN]
    context = {"groups": groups_of(request.user, now=now), "calls": listed(calls, now), "now": now}
    return render(request, "applicant/home.html", context)


def _piles(person: User, now: datetime) -> list[Pile]:
    piles: list[Pile] = []
    if person.may(Permission.REGISTER_CASES):
        piles.append(Pile("Registrera och fördela", _cases(cases.to_assign(person), "case_assign")))
    if person.may(Permission.REVIEW_MANDATES):
        piles.append(Pile("Behörigheter att granska", _mandates(person, now), reverse("mandate_list")))
    if person.may(Permission.ASSESS_CASES):
        piles.append(Pile("Intresseanmälningar att besvara", _waiting_expressions(person), reverse("expression_calls")))
        piles.append(Pile("Mina ärenden att bereda", _cases(cases.to_assess(person), "case")))
        piles.append(Pile("Återkallade ansökningar att skriva av", _cases(cases.to_write_off(person), "case")))
        piles.append(Pile("Slutredovisningar att granska", _cases(cases.to_review(person), "report_review")))
    if person.may(Permission.DECIDE_CASES):
        piles.append(Pile("Ärenden att besluta", _cases(cases.to_decide(person), "decision")))
    if person.may(Permission.DISPATCH_DECISIONS):
        piles.append(Pile("Beslut att skicka", _cases(cases.to_dispatch(person), "decision")))
    if person.may(Permission.HANDLE_PAYMENTS):
        piles += _economist(person)
    return piles


def _economist(person: User) -> list[Pile]:
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
                for decision in cases.to_pay(person)[:SHOWN]
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


def _waiting_expressions(person: User) -> list[Todo]:
    calls = calls_with_expressions(person).filter(waiting__gt=0)[:SHOWN]
    return [
        Todo(call.title, reverse("expression_list", args=[call.slug]), f"{call.waiting} väntar på besked")
        for call in calls
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


def _cases(found: QuerySet[Application], page: str) -> list[Todo]:
    return [
        Todo(row.organisation.name, reverse(page, args=[row.case.number]), f"{row.case.number} · {row.title}", row.face)
        for row in found[:SHOWN]
    ]
