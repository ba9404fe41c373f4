"""The search for signals: what is found is kept, once, and what is no longer found and nobody has judged is ended."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.sweep import each
from grants.domain.applications import locked
from grants.domain.signals import budgets, earlier, prints, shared, texts
from grants.domain.signals.finding import Finding
from grants.domain.signals.standing import standing, weigh
from grants.models import Application, CaseRisk, Signal
from grants.permissions import check_case_act, check_is_officer
from grants.workflow import APPLICATION
from journal.actors import SYSTEM, Actor
from journal.domain import events

ACT = "search_signals"
AT_ONCE = 50  # cases in one sweep
LONGEST_AGO = F("searched_at").asc(nulls_first=True)
A_NIGHT = 2_000  # cases that are looked through again in one night


@transaction.atomic
def search(application: Application, *, by: User, now: datetime) -> list[Signal]:
    """Look for signals in the case now; the new ones. What was found before is not raised again.

    Raises Refused for others than the case's officer, and for a case that is finished.
    """
    application = locked(application)
    check_case_act(by, Permission.ASSESS_CASES, application)
    check_is_officer(by, application)
    APPLICATION.check(ACT, application.status)
    return _look(application, by=by, now=now, always_told=True)


def search_due(*, now: datetime) -> int:
    """Look through a batch of the cases that are due, the longest unsearched first; how many there were.

    Each is a transaction of its own: one that is killed half-way is still due, and stands last the next time.
    """
    due = CaseRisk.objects.filter(is_due=True).order_by(LONGEST_AGO, "application_id")
    return each(list(due.values_list("pk", flat=True)[:AT_ONCE]), partial(_search_next, now=now), sweep="signals")


def ask_again() -> int:
    """Make those cases due again that were looked through the longest ago and are not finished; how many.

    What the triggers cannot see (that a report's day has passed) is found then. Beat sends this at night.
    """
    wanted = CaseRisk.objects.filter(is_due=False, application__status__in=_sources())
    oldest = wanted.order_by(LONGEST_AGO, "application_id").values("pk")[:A_NIGHT]
    return CaseRisk.objects.filter(pk__in=oldest).update(is_due=True)


def _search_next(pk: int, *, now: datetime) -> int:
    CaseRisk.objects.filter(pk=pk).update(searched_at=now)
    prints.read_files(Application.objects.select_related("form").get(pk=pk))
    _search_one(pk, now=now)
    return 1


@transaction.atomic
def _search_one(pk: int, *, now: datetime) -> None:
    application = locked(Application(pk=pk))
    if application.status in _sources():
        _look(application, by=SYSTEM, now=now)
    else:
        CaseRisk.objects.filter(pk=pk).update(is_due=False)


def _look(application: Application, *, by: Actor, now: datetime, always_told: bool = False) -> list[Signal]:
    """The caller holds the application's row lock. A change that comes meanwhile waits for the lock of the risk row."""
    risk = CaseRisk.objects.select_for_update().get(pk=application.pk)
    found = {finding.fingerprint: finding for finding in findings(application, today=stockholm_date(now))}
    known = {signal.fingerprint: signal for signal in standing(application)}
    new = Signal.objects.bulk_create(
        _signal(application, finding, now=now) for key, finding in found.items() if key not in known
    )
    ended = [signal for key, signal in known.items() if key not in found and not signal.newest_review]
    for signal in ended:
        signal.ended_at = now
        signal.save(update_fields=["ended_at"])
    risk.is_due, risk.searched_at = False, now
    weigh(risk)
    if new or ended or always_told:
        events.record(
            application.stream,
            APPLICATION.transition(ACT).event,
            by=by,
            now=now,
            found=[signal.pk for signal in new],
            ended=[signal.pk for signal in ended],
        )
    if others := {signal.other_id for signal in new if signal.other_id} - {application.pk}:
        transaction.on_commit(partial(_ask_others, sorted(others)))
    return new


def findings(application: Application, *, today: date) -> Iterator[Finding]:
    """Everything that speaks of risk in the case, of every kind. Its cost does not grow with the number of cases."""
    yield from shared.accounts(application)
    yield from shared.signatories(application)
    yield from shared.addresses(application)
    yield from texts.texts(application)
    yield from texts.same_files(application)
    yield from texts.auditors(application)
    yield from budgets.budgets(application)
    yield from earlier.overlaps(application)
    yield from earlier.reports(application, today=today)
    yield from earlier.newcomers(application)


def _signal(application: Application, finding: Finding, *, now: datetime) -> Signal:
    return Signal(
        application=application,
        kind=finding.kind,
        fingerprint=finding.fingerprint,
        explanation=finding.explanation,
        other_id=finding.other,
        found_at=now,
    )


def _ask_others(pks: list[int]) -> None:
    """What is shared is a signal in both cases. After the commit, so that no two searches wait for each other."""
    for risk in _to_ask(pks):
        CaseRisk.objects.filter(pk=risk).update(is_due=True)


def _to_ask(pks: list[int]) -> QuerySet[CaseRisk, int]:
    waiting = CaseRisk.objects.filter(pk__in=pks, is_due=False, application__status__in=_sources())
    return waiting.order_by("application_id").values_list("pk", flat=True)


def _sources() -> frozenset[str]:
    return APPLICATION.transition(ACT).sources
