"""Cases: the agency's view without those in which the person is jävig, and the applicant's view of its own."""

from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum

from accounts.models import User
from accounts.permissions import Permission
from applicants.domain.queries.organisations import organisations_of
from delmos.lib.gate import one
from grants.domain.mandates import unreviewed
from grants.enums import ApplicationStatus, DecisionStatus, PaymentStatus, ReportStatus
from grants.models import Application, Decision, Payment
from grants.models.decision import GIVING
from grants.permissions import Matter, without_conflict
from journal.models import RegistryEntry


def cases_for(person: User) -> QuerySet[Application]:
    """The submitted applications that ``person`` may open at the agency (INV-4, INV-8)."""
    if not person.may(Permission.SEE_CASES):
        return Application.objects.none()
    return Application.objects.filter(without_conflict(person)).select_related(
        "case", "organisation", "call", "officer", "submitted_by"
    )


def case_for(person: User, number: str) -> Application:
    """One case at the agency. Raises NotYours to strangers and to those who are jäviga in it.

    It carries ``unreviewed_mandate``: the primary key of a signatory's mandate that is not approved, or None.
    """
    mandate = Subquery(unreviewed(OuterRef("pk")).values("pk")[:1])
    rows = cases_for(person).select_related("form", "final_report").annotate(unreviewed_mandate=mandate)
    return one(rows, case__number=number)


def own_cases(person: User, *, now: datetime) -> QuerySet[Application]:
    """The submitted applications of the organisations that ``person`` may act for."""
    return (
        Application.objects.filter(organisation__in=organisations_of(person, now=now).order_by())
        .select_related("case", "organisation", "call", "officer", "submitted_by")
        .order_by("-received_at", "-pk")
    )


def own_case(person: User, number: str, *, now: datetime) -> Application:
    """One of the applicant's own cases, with its form. Raises NotYours to everybody else."""
    return one(own_cases(person, now=now).select_related("form"), case__number=number)


def entry_of(matter: Matter, serial: int, *, party: bool) -> RegistryEntry:
    """A document of the case; for the party only what it may see. Raises NotYours otherwise."""
    entries = matter.case.entries.filter(document__isnull=False).select_related("document__scan", "case")
    return one(entries.filter(visible_to_party=True) if party else entries, serial=serial)


def to_assign(person: User) -> QuerySet[Application]:
    """What has come in and waits for a registrar, oldest first."""
    waiting = [ApplicationStatus.RECEIVED, ApplicationStatus.RECEIVED_LATE]
    return cases_for(person).filter(status__in=waiting).order_by("received_at", "pk")


def to_assess(person: User) -> QuerySet[Application]:
    """The officer's own cases under review, oldest first."""
    return cases_for(person).filter(status=ApplicationStatus.IN_REVIEW, officer=person).order_by("received_at", "pk")


def to_write_off(person: User) -> QuerySet[Application]:
    """The withdrawn applications that ``person`` may write off: its own cases, and those without an officer."""
    withdrawn = cases_for(person).filter(status=ApplicationStatus.WITHDRAWN)
    return withdrawn.filter(Q(officer=person) | Q(officer__isnull=True)).order_by("received_at", "pk")


def to_decide(person: User) -> QuerySet[Application]:
    """What has been presented and waits for a decision, oldest first."""
    return cases_for(person).filter(status=ApplicationStatus.PROPOSED).order_by("received_at", "pk")


def to_dispatch(person: User) -> QuerySet[Application]:
    """Decisions made and not yet sent."""
    return cases_for(person).filter(decisions__status=DecisionStatus.DECIDED).order_by("received_at", "pk")


def to_review(person: User) -> QuerySet[Application]:
    """Final reports handed in and not yet reviewed."""
    return cases_for(person).filter(final_report__status=ReportStatus.SUBMITTED).order_by("received_at", "pk")


def to_pay(person: User) -> QuerySet[Decision]:
    """Grants that are sent, with money left that no payment is under way for."""
    live = Q(payments__isnull=False) & ~Q(payments__status=PaymentStatus.CANCELLED)
    return (
        Decision.objects.filter(
            status=DecisionStatus.DISPATCHED, kind__in=GIVING, application__in=cases_for(person).order_by()
        )
        .annotate(prepared_ore=Sum("payments__amount_ore", filter=live, default=0))
        .filter(prepared_ore__lt=F("amount_ore"))
        .exclude(payments__status__in=[PaymentStatus.PREPARED, PaymentStatus.ATTESTED])
        .select_related("application__case", "application__organisation")
        .order_by("dispatched_at", "pk")
    )


def payments_for(person: User) -> QuerySet[Payment]:
    """The payments that an economist handles; none for others."""
    if not person.may(Permission.HANDLE_PAYMENTS):
        return Payment.objects.none()
    return (
        Payment.objects.filter(decision__application__in=cases_for(person).order_by())
        .select_related(
            "decision__application__case",
            "decision__application__organisation",
            "prepared_by",
            "attested_by",
        )
        .order_by("prepared_at", "pk")
    )


def payment_for(person: User, pk: int) -> Payment:
    """One payment. Raises NotYours to everybody who does not handle payments, or is jävig in its case."""
    return one(payments_for(person), pk=pk)
