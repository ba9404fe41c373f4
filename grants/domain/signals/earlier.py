"""What the applicant has done here before: other grants and periods, reports, and whether it is new."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Sum

from applicants.models.organisation import OFFICIAL_TYPES
from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.money import format_sek
from grants.domain import ledger
from grants.domain.declarations import ACTIVE_SINCE, years_later
from grants.domain.queries.correspondence import newest_answers
from grants.domain.signals.finding import MOST_OF_A_KIND, Finding
from grants.enums import UNDECIDED, ApplicationStatus, DecisionStatus, ReportStatus, SignalKind
from grants.models import Application, Decision, FinalReport, Posting
from grants.models.decision import GIVING

YOUNG = 3  # years: an organisation that began later than so many years before it applied is new
_GRANTED = (ApplicationStatus.GRANTED, ApplicationStatus.PARTIALLY_GRANTED, ApplicationStatus.CLOSED)


def overlaps(application: Application) -> Iterator[Finding]:
    """Each other application of the same applicant, undecided or granted, for any part of the same period."""
    others = Application.objects.filter(
        organisation=application.organisation_id,
        period_starts_on__lte=application.period_ends_on,
        period_ends_on__gte=application.period_starts_on,
        status__in=(*UNDECIDED, *_GRANTED),
    ).exclude(pk=application.pk)
    for other in others.order_by("-pk")[:MOST_OF_A_KIND]:
        granted = other.status in _GRANTED
        first, last = other.period_starts_on, other.period_ends_on
        yield Finding(
            SignalKind.OVERLAP,
            (other.pk, "granted" if granted else "asked", first.isoformat(), last.isoformat()),
            f"Sökanden har {'fått' if granted else 'sökt'} bidrag också för {format_date(first)} – "
            f"{format_date(last)}, som helt eller delvis är samma tid.",
            other=other.pk,
        )


def reports(application: Application, *, today: date) -> Iterator[Finding]:
    """Each earlier grant whose report came late or has not come, or of which money is to be paid back."""
    granted = Decision.objects.filter(
        application__organisation=application.organisation_id, status=DecisionStatus.DISPATCHED, kind__in=GIVING
    ).exclude(application=application.pk)
    decisions = list(granted.select_related("application__final_report").order_by("-pk")[:MOST_OF_A_KIND])
    owed = _owed([decision.application_id for decision in decisions])
    for decision in decisions:
        report = getattr(decision.application, "final_report", None)
        if late := _lateness(decision, report, today):
            yield Finding(SignalKind.REPORTS, (decision.pk, *late), late[1], other=decision.application_id)
        if left := owed.get(decision.application_id):
            sentence = f"Sökanden har {format_sek(left)} kvar att betala tillbaka av ett tidigare bidrag."
            yield Finding(SignalKind.REPORTS, (decision.pk, "owes"), sentence, other=decision.application_id)


def newcomers(application: Application) -> Iterator[Finding]:
    """An applicant that began its work lately; or that nobody knows the age of, and that applies for the first time."""
    if application.type in OFFICIAL_TYPES:
        return
    said = newest_answers(application).answers.get(ACTIVE_SINCE)
    began = date.fromisoformat(said) if said else application.organisation.started_on
    earlier = Application.objects.filter(organisation=application.organisation_id, pk__lt=application.pk)
    if began is None:
        if not earlier.exists():
            sentence = "Sökanden söker här för första gången, och när verksamheten började är inte känt."
            yield Finding(SignalKind.NEWCOMER, ("first",), sentence)
    elif years_later(began, YOUNG) > stockholm_date(application.received_at):
        first = "" if earlier.exists() else " Sökanden söker här för första gången."
        sentence = f"Verksamheten började {format_date(began)}, mindre än {YOUNG} år före ansökan.{first}"
        yield Finding(SignalKind.NEWCOMER, (began.isoformat(),), sentence)


def _lateness(decision: Decision, report: FinalReport | None, today: date) -> tuple[str, str] | None:
    """A word for what the report lacks, and the sentence; None for one that came in time or is not due."""
    due = decision.report_due_on
    if due is None:
        return None
    if report is None or report.status == ReportStatus.DRAFT:
        words = f"Slutredovisningen av ett tidigare bidrag skulle ha kommit {format_date(due)} och saknas."
        return ("missing", words) if due < today else None
    if report.submitted_at and (came := stockholm_date(report.submitted_at)) > due:
        words = f"Slutredovisningen av ett tidigare bidrag kom {format_date(came)}. Sista dag var {format_date(due)}."
        return "late", words
    return None


def _owed(applications: list[int]) -> dict[int, int]:
    """What is left to pay back of each of these, in öre. One query."""
    sums = Posting.objects.filter(application__in=applications).order_by().values_list("application", "kind")
    kinds: dict[int, dict[str, int]] = {}
    for pk, kind, total in sums.annotate(total=Sum("amount_ore")):
        kinds.setdefault(pk, {})[kind] = total
    return {pk: ledger.balance_from(found).outstanding for pk, found in kinds.items()}
