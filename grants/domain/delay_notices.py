"""Notices of delay (FL 11 §, INV-32): drafted before six months have passed, sent or declined by the officer."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, QuerySet

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.refusal import Refused
from delmos.lib.sweep import each
from grants.clock_columns import months_after, swedish_day
from grants.clocks import DRAFTED_BEFORE, MONTHS_TO_DECIDE, draft_on
from grants.domain import deliveries
from grants.domain.applications import locked
from grants.domain.letters_out import check_names_nobody, made_before
from grants.domain.telling import tell_agency
from grants.enums import UNDECIDED, ApplicationStatus, DelayNoticeStatus
from grants.models import Application, DelayNotice
from grants.permissions import check_case_act, check_is_officer
from grants.workflow import APPLICATION, DELAY
from journal.actors import SYSTEM
from journal.domain import documents, events

TITLE = "Underrättelse om försening"
# Draws the letter: the room of letters stands above this one and is handed in.
LetterWriter = Callable[[DelayNotice], bytes]
# What the draft says, by how far the case has come. The officer writes what is true of the case before it is sent.
SUGGESTED: dict[str, str] = {
    ApplicationStatus.COMPLETING: "Vi väntar på den komplettering som vi har bett er om, och kan inte avgöra ärendet "
    "innan svarstiden har gått ut.",
    ApplicationStatus.PROPOSED: "Ärendet är berett och väntar på beslut.",
    ApplicationStatus.IN_REVIEW: "Vi handlägger er ansökan, men bedömningen av ansökningarna i utlysningen har tagit "
    "längre tid än vi räknade med.",
}
DECIDED_SINCE = "Ärendet avgjordes innan underrättelsen skickades."
WAITS_FOR_AN_OFFICER = "Vi har fått in fler ansökningar än vi har hunnit handlägga, och er ansökan väntar på sin tur."


def suggested_reasons(application: Application) -> str:
    """What a notice may begin with, by the state of the case."""
    return SUGGESTED.get(application.status, WAITS_FOR_AN_OFFICER)


@transaction.atomic
def send(
    application: Application,
    *,
    reasons: str,
    expected_on: date,
    write_letter: LetterWriter,
    page_key: str = "",
    by: User,
    now: datetime,
) -> DelayNotice:
    """Tell the party that the matter is delayed, why, and when it is expected to be decided (a Swedish day).

    A draft that waits becomes the notice; without one the officer writes of its own accord. The letter goes out as
    every other one, with its delivery record. The same post of a page a second time gives the notice that stands.
    Raises Refused without reasons, for a day that is not to come, and once the matter is decided.
    """
    application = locked(application)
    _check_officer(application, by)
    if sent := made_before(application.delay_notices.all(), page_key):
        return sent
    step = APPLICATION.check("send_delay_notice", application.status)
    if not reasons.strip():
        raise Refused("Skriv varför ärendet är försenat.", law=DELAY, field="reasons")
    check_names_nobody(application, reasons=reasons)
    if expected_on <= stockholm_date(now):
        raise Refused("Välj en dag som ligger framåt i tiden.", law=DELAY, field="expected_on")
    notice = _draft_of(application) or DelayNotice.objects.create(
        application=application, reasons=reasons.strip(), drafted_at=now
    )
    notice.application = application
    notice.reasons, notice.expected_on, notice.page_key = reasons.strip(), expected_on, page_key
    notice.status, notice.settled_at, notice.settled_by = DelayNoticeStatus.SENT, now, by
    letter = documents.store(write_letter(notice), content_type="application/pdf", by=by, now=now)
    notice.entry = deliveries.send_letter(
        application,
        letter,
        title=TITLE,
        told=f"Ert ärende är försenat: {application.title}",
        key=f"delay:{notice.pk}",
        by=by,
        now=now,
    )
    notice.save()
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        expected_on=expected_on,
        letter_sha256=letter.sha256,
        entries=[notice.entry.serial],
    )
    return notice


@transaction.atomic
def decline(application: Application, *, reasons: str, by: User, now: datetime) -> DelayNotice:
    """Record why no notice is needed, and put the draft aside. The reasons stay with the agency.

    Raises Refused without reasons, and when no draft waits.
    """
    application = locked(application)
    _check_officer(application, by)
    step = APPLICATION.check("decline_delay_notice", application.status)
    notice = _draft_of(application)
    if notice is None:
        raise Refused("Det finns inget utkast att ta ställning till.", law=DELAY)
    if not reasons.strip():
        raise Refused("Skriv varför sökanden inte behöver underrättas.", law=DELAY, field="why_not")
    _settle_unsent(notice, reasons.strip(), by=by, now=now)
    events.record(application.stream, step.event, by=by, now=now, reason=notice.reasons)
    return notice


def put_aside(application: Application, *, by: User, now: datetime) -> None:
    """A draft that waited when the case was decided is not needed any more, now that the case is opened again.

    In the caller's transaction and under its lock, once the case is open.
    """
    if notice := _draft_of(application):
        step = APPLICATION.check("decline_delay_notice", application.status)
        _settle_unsent(notice, DECIDED_SINCE, by=by, now=now)
        events.record(application.stream, step.event, by=by, now=now, reason=notice.reasons)


def draft_due(*, now: datetime) -> int:
    """Draft a notice in every open case that comes near six months, or six more; how many. Nothing is sent.

    Once for each case and period, whatever the number of calls. A case with a draft that waits gets no second one, and
    none while a day that the party was told has not come.
    """
    rows = ((pk, period) for period in _periods(now) for pk in _without_draft(period, now).values_list("pk", flat=True))
    return each(rows, lambda row: _draft(*row, now=now), sweep="delay_notices")


def _periods(now: datetime) -> Iterator[int]:
    """1, and so on: as many as the oldest open case has come to."""
    oldest = Application.objects.filter(status__in=UNDECIDED).aggregate(first=Min("begun_at"))["first"]
    period = 1
    while oldest and draft_on(oldest, period=period) <= stockholm_date(now):
        yield period
        period += 1


def _without_draft(period: int, now: datetime) -> QuerySet[Application]:
    """The open cases that have come to ``period`` and not to the next, and have no notice for it."""
    today, months = stockholm_date(now), MONTHS_TO_DECIDE * period - DRAFTED_BEFORE
    return (
        Application.objects.filter(status__in=UNDECIDED)
        .annotate(
            drafted_on=months_after(swedish_day("begun_at"), months),
            next_on=months_after(swedish_day("begun_at"), months + MONTHS_TO_DECIDE),
        )
        .filter(drafted_on__lte=today, next_on__gt=today)
        .exclude(Exists(_in_the_way(period, today)))
        .order_by("pk")
    )


def _in_the_way(period: int, today: date) -> QuerySet[DelayNotice]:
    """What makes a draft for ``period`` needless, in the case of an outer row."""
    notices = DelayNotice.objects.filter(application=OuterRef("pk"))
    told = notices.filter(status=DelayNoticeStatus.SENT, expected_on__gte=today)
    told = told.filter(settled_at__gte=OuterRef("begun_at"))
    drafted = notices.filter(period=period, begun_at=OuterRef("begun_at"))
    return drafted | notices.filter(status=DelayNoticeStatus.DRAFT) | told


@transaction.atomic
def _draft(pk: int, period: int, *, now: datetime) -> bool:
    application = locked(Application(pk=pk))
    if not _without_draft(period, now).filter(pk=application.pk).exists():
        return False
    step = APPLICATION.check("draft_delay_notice", application.status)
    notice = DelayNotice.objects.create(
        application=application,
        period=period,
        begun_at=application.begun_at,
        reasons=suggested_reasons(application),
        drafted_at=now,
    )
    events.record(application.stream, step.event, by=SYSTEM, now=now, period=period)
    tell_agency(
        application,
        key=f"delay:{notice.pk}:drafted",
        title=f"Ta ställning till en underrättelse om försening: {application.title}",
        page="delay_notice",
        now=now,
    )
    return True


def _draft_of(application: Application) -> DelayNotice | None:
    return (
        DelayNotice.objects.select_for_update(of=("self",))
        .filter(application=application, status=DelayNoticeStatus.DRAFT)
        .first()
    )


def _settle_unsent(notice: DelayNotice, reasons: str, *, by: User, now: datetime) -> None:
    notice.reasons, notice.status = reasons, DelayNoticeStatus.NOT_NEEDED
    notice.settled_at, notice.settled_by = now, by
    notice.save(update_fields=["reasons", "status", "settled_at", "settled_by"])


def _check_officer(application: Application, by: User) -> None:
    """The officer of the case, or any officer while it has none: the party is told in time also then."""
    check_case_act(by, Permission.ASSESS_CASES, application, law=DELAY)
    if application.officer_id:
        check_is_officer(by, application)
