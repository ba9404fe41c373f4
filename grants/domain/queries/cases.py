"""Cases: the agency's view without those in which the person is jävig, and the applicant's view of its own."""

from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from accounts.permissions import Permission
from applicants.domain.queries.organisations import organisations_of
from delmos.lib.gate import one
from grants.domain import ledger
from grants.domain.mandates import unreviewed
from grants.domain.queries.case_clocks import clock_days
from grants.domain.queries.officials import is_nameless
from grants.enums import (
    MAY_WORSEN,
    ApplicationStatus,
    DecisionStatus,
    InstalmentCondition,
    PaymentStatus,
    PaymentStopStatus,
    ReportStatus,
)
from grants.models import Application, Decision, Instalment, Payment, PaymentStop
from grants.models.decision import GIVING
from grants.models.payment import UNDER_WAY
from grants.permissions import Matter, without_conflict
from journal.enums import Direction
from journal.models import RegistryEntry


def cases_for(person: User) -> QuerySet[Application]:
    """The submitted applications that ``person`` may open at the agency (INV-4, INV-8)."""
    if not person.may(Permission.SEE_CASES):
        return Application.objects.none()
    return Application.objects.filter(without_conflict(person)).select_related(
        "case", "organisation", "call", "officer", "submitted_by", "risk"
    )


def case_for(person: User, number: str, *, clocks: bool = False) -> Application:
    """One case at the agency. Raises NotYours to strangers and to those who are jäviga in it.

    It carries ``unreviewed_mandate``: the primary key of a signatory's mandate that is not approved, or None; and, with
    ``clocks``, what `case_clocks.clocks_of` reads.
    """
    mandate = Subquery(unreviewed(OuterRef("pk")).values("pk")[:1])
    rows = cases_for(person).select_related("form", "final_report")
    days = {"clock_days": clock_days()} if clocks else {}
    return one(rows.annotate(unreviewed_mandate=mandate, **days), case__number=number)


def own_cases(person: User, *, now: datetime) -> QuerySet[Application]:
    """The submitted applications of the organisations that ``person`` may act for."""
    return (
        Application.objects.filter(organisation__in=organisations_of(person, now=now).order_by())
        .select_related("case", "organisation", "call", "officer", "submitted_by")
        .order_by("-received_at", "-pk")
    )


def own_case(person: User, number: str, *, now: datetime) -> Application:
    """One of the applicant's own cases, with its form and ``nameless``. Raises NotYours to everybody else."""
    rows = own_cases(person, now=now).select_related("form").annotate(nameless=is_nameless())
    return one(rows, case__number=number)


def entry_of(matter: Matter, serial: int, *, party: bool) -> RegistryEntry:
    """A document of the case; for the party only what it may see. Raises NotYours otherwise."""
    entries = matter.case.entries.filter(document__isnull=False).select_related("document__scan", "case")
    return one(entries.filter(shown_to_party()) if party else entries, serial=serial)


def shown_to_party() -> Q:
    """The rows of a case that its party reads: what is meant for it, without what is marked for secrecy.

    What the party has sent stays its own to read, and what was sent to it stays open too: a decision is never kept from
    its party. The rest of what is marked is tried when it is asked for (OSL 10 kap. 3 §).
    """
    return Q(visible_to_party=True) & open_if_marked()


def open_if_marked() -> Q:
    """The rows that a mark does not keep from the party: unmarked ones, and letters between the party and us."""
    between = Q(direction__in=[Direction.IN, Direction.OUT], counterpart=F("case__counterpart"))
    return Q(secrecy_rule="") | between


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


def to_pay(person: User, *, on: date) -> QuerySet[Decision]:
    """Grants that are sent, with something left to pay, whose next instalment can be paid on a day and is not stopped.

    And no payment is under way. What an earlier decision in the case has paid leaves nothing of a new one's instalment.
    """
    live = Payment.objects.filter(decision=OuterRef("decision")).exclude(status=PaymentStatus.CANCELLED)
    due = Instalment.objects.filter(decision=OuterRef("pk"), planned_on__lte=on).exclude(
        number__in=live.values("instalment")
    )
    stops = PaymentStop.objects.filter(decision=OuterRef("decision"), status=PaymentStopStatus.IN_FORCE)
    stopped = Exists(stops.filter(from_instalment__lte=OuterRef("number")))
    ready = due.filter(Q(condition=InstalmentCondition.NONE) | Q(met_at__isnull=False)).exclude(stopped)
    return (
        Decision.objects.alias(left_ore=ledger.remaining_of(OuterRef("application")))
        .filter(
            Exists(ready),
            left_ore__gt=0,
            status=DecisionStatus.DISPATCHED,
            kind__in=GIVING,
            application__in=cases_for(person).order_by(),
        )
        .exclude(payments__status__in=UNDER_WAY)
        .exclude(reopening__ground__in=MAY_WORSEN)
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
            "decision__application__risk",
            "prepared_by",
            "attested_by",
        )
        .order_by("prepared_at", "pk")
    )


def payment_for(person: User, pk: int) -> Payment:
    """One payment. Raises NotYours to everybody who does not handle payments, or is jävig in its case."""
    return one(payments_for(person), pk=pk)
