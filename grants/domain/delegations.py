"""Delegation: who may make which decisions, up to which amount, on which days (INV-9; 4 § myndighetsförordningen)."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refused
from grants.enums import DecisionKind
from grants.models import Delegation
from grants.permissions import check_may
from grants.workflow import INTERNAL_CONTROL, PRESENTATION
from journal.domain import events


@transaction.atomic
def give(
    decider: User,
    *,
    kinds: Collection[DecisionKind],
    most_ore: int | None,
    starts_on: date,
    ends_on: date | None,
    basis: str,
    without_presentation: Collection[DecisionKind] = (),
    by: User,
    now: datetime,
) -> Delegation:
    """Let ``decider`` make decisions of these ``kinds`` of at most ``most_ore`` (öre; None: any amount).

    Of the kinds ``without_presentation`` also in cases that nobody else has presented (MF 20 §).
    ``basis`` says where the rules of procedure (arbetsordningen) have it. Raises Refused for a person whose role is not
    to decide, for oneself, and for days in the wrong order or before today: nobody gets a right backwards in time.
    The same delegation a second time gives the one that stands, so that one click takes it back.
    """
    check_may(by, Permission.DELEGATE_DECISIONS, law=INTERNAL_CONTROL)
    if not decider.may(Permission.DECIDE_CASES) or decider.pk == by.pk:
        raise Refused("Välj någon annan, som är beslutsfattare.", law=INTERNAL_CONTROL, field="decider")
    if not kinds:
        raise Refused("Välj minst ett slag av beslut.", field="kinds")
    if not set(without_presentation) <= set(kinds):
        raise Refused(
            "Utan föredragning kan bara de slag av beslut fattas som delegationen gäller.",
            law=PRESENTATION,
            field="without_presentation",
        )
    if most_ore is not None and most_ore <= 0:
        raise Refused("Högsta beloppet ska vara större än 0 kr.", field="most")
    if starts_on < stockholm_date(now):
        raise Refused("En delegation kan inte gälla bakåt i tiden. Välj i dag eller en senare dag.", field="starts_on")
    if ends_on and ends_on < starts_on:
        raise Refused("Sista dagen ska inte ligga före den första.", field="ends_on")
    if not basis.strip():
        raise Refused("Skriv var i arbetsordningen det står.", law=INTERNAL_CONTROL, field="basis")
    said: dict[str, Any] = {
        "kinds": [kind.value for kind in DecisionKind if kind in kinds],
        "without_presentation": [kind.value for kind in DecisionKind if kind in without_presentation],
        "most_ore": most_ore,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "basis": basis.strip(),
    }
    User.objects.select_for_update(no_key=True).get(pk=decider.pk)
    if known := Delegation.objects.filter(decider=decider, given_by=by, ended_at=None, **said).first():
        return known
    given = Delegation.objects.create(
        decider=decider,
        **said,
        given_at=now,
        given_by=by,
    )
    events.record(
        given.stream,
        "delegation_given",
        by=by,
        now=now,
        decider=decider.actor_key,
        kinds=given.kinds,
        without_presentation=given.without_presentation,
        most_ore=most_ore,
        starts_on=starts_on,
        ends_on=ends_on,
        basis=given.basis,
    )
    return given


@transaction.atomic
def end(delegation: Delegation, *, by: User, now: datetime) -> Delegation:
    """Take the delegation back, from this moment. Decisions already made stand. Twice changes nothing."""
    delegation = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    check_may(by, Permission.DELEGATE_DECISIONS, law=INTERNAL_CONTROL)
    if delegation.ended_at:
        return delegation
    delegation.ends_on = stockholm_date(now) - timedelta(days=1)
    delegation.ended_at, delegation.ended_by = now, by
    delegation.save(update_fields=["ends_on", "ended_at", "ended_by"])
    events.record(delegation.stream, "delegation_ended", by=by, now=now, decider=delegation.decider.actor_key)
    return delegation


def held_by(person: User, *, on: date) -> QuerySet[Delegation]:
    """The delegations that ``person`` holds on a day, in the order they were given."""
    return in_force(on).filter(decider=person)


def in_force(on: date) -> QuerySet[Delegation]:
    """Everybody's delegations that hold on a day."""
    return Delegation.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)


def is_exempt(person: User, *, kind: DecisionKind, on: date) -> bool:
    """Whether ``person`` may make a decision of ``kind`` that nobody else has presented, on a day."""
    return held_by(person, on=on).filter(without_presentation__contains=[kind]).exists()


def check_exempt(person: User, *, kind: DecisionKind, on: date) -> None:
    """Den som har föredragit ett ärende beslutar i det bara när arbetsordningen undantar beslutet från föredragning."""
    if not is_exempt(person, kind=kind, on=on):
        raise Refused("Du har föredragit ärendet och kan inte också besluta i det.", law=PRESENTATION)


def check_delegated(
    person: User, *, kind: DecisionKind, amount_ore: int, on: date, presented: bool = True, lock: bool = True
) -> Delegation:
    """Beslutsfattaren ska ha delegation för slaget av beslut och beloppet den dagen (INV-9). The delegation comes back.

    In a case that nobody else has ``presented`` it must exempt the kind from presentation. With ``lock`` its row is
    locked, so that nobody takes it back while the decision is made.
    """
    rows = held_by(person, on=on).filter(kinds__contains=[kind])
    if not presented:
        rows = rows.filter(without_presentation__contains=[kind])
    held = list(rows.select_for_update() if lock else rows)
    for delegation in held:
        if delegation.most_ore is None or amount_ore <= delegation.most_ore:
            return delegation
    if held:
        most = max(delegation.most_ore or 0 for delegation in held)
        raise Refused(
            f"Din delegation räcker till {format_sek(most)}, och beslutet gäller {format_sek(amount_ore)}. Någon med "
            "högre delegation behöver besluta.",
            law=INTERNAL_CONTROL,
            field="amount",
        )
    raise Refused(
        f"Du har ingen delegation att besluta om {kind.label.lower()} {format_date(on)}. Ledningen ger delegationer.",
        law=INTERNAL_CONTROL,
        field="kind",
    )
