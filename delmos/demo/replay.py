"""The 150 grants of 2018, replayed through the real verbs at the moments of 2018.

The year is told phase by phase: everybody applies in May, cases are registered in June, assessed in September, decided
on 20 September and paid in October. Each phase of each case is one transaction, and how far a case has come is read
from the case itself, so a replay that was cut off goes on where it stopped and a second one changes nothing.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from delmos.demo import steps, year_2018
from delmos.demo.appealed import open_letter
from delmos.demo.people import (
    Cast,
    ensure_cast,
    ensure_organisation,
    ensure_signatory,
    review_mandates,
    state_account,
    verify_account,
)
from delmos.demo.progress import Track
from delmos.demo.published import GAVLE_KOMMUN, Grant, all_grants
from delmos.demo.told import DRAFTED, DRAWN_UP, NOT_BEGUN, Told, as_they_stand, tell
from delmos.demo.workers import Spread, here
from grants.domain import appeal_times
from grants.enums import ApplicationStatus, DecisionStatus, PostingKind
from grants.models import Posting

TO_PAY = frozenset({ApplicationStatus.GRANTED, ApplicationStatus.PARTIALLY_GRANTED})


class Phase(NamedTuple):
    """A part of the year: what it is called, the stages it takes up, and what is done to each case.

    ``in_order``: one case after another, so that numbers are given in the order of time.
    """

    title: str
    sources: frozenset[str]
    run: Callable[[Told, Cast], None]
    in_order: bool


def replay(*, track: Track, spread: Spread = here, grants: Sequence[Grant] | None = None) -> None:
    """Replay ``grants`` (all 150 unless given) and leave them paid. Twice changes nothing.

    Every party opens its letter and nobody appeals, so the decisions have gained legal force when the year is told.
    Raises Refused when a verb refuses, which leaves every finished phase of every case as it is.
    """
    cast = ensure_cast(now=year_2018.BEGINS)
    told = tell(all_grants() if grants is None else grants, year_2018.ensure_calls(cast))
    for phase in PHASES:
        due = [one for one in as_they_stand(told) if one.stage in phase.sources]
        act = partial(_run, phase.run, cast)
        done = (here if phase.in_order else spread)(act, due)
        for _ in track(done, phase.title, len(due)):
            pass
    appeal_times.note_legal_force(now=year_2018.FINAL)


@transaction.atomic
def _run(run: Callable[[Told, Cast], None], cast: Cast, told: Told) -> None:
    run(told, cast)


def _fill_in(told: Told, cast: Cast) -> None:
    """The organisation is registered by its signatory, states its account and fills in its application."""
    now = _arrival(told)
    signatory = _signatory(told, cast)
    organisation = ensure_organisation(
        name=told.grant.name,
        number=told.grant.organisation_number,
        kind=told.grant.kind,
        seat=told.grant.seat_municipality,
        invented=told.grant.invented,
        by=signatory,
        now=now - timedelta(days=10),
    )
    state_account(organisation, by=signatory, now=now - timedelta(days=10))
    steps.fill_in(told.call, organisation, told.story, by=signatory, now=now - timedelta(days=1))


def _submit(told: Told, cast: Cast) -> None:
    if told.draft is None:
        raise LookupError(f"{told.grant.name} has no draft")
    steps.sign(told.draft, by=_signatory(told, cast), now=_arrival(told))


def _register(told: Told, cast: Cast) -> None:
    officer = cast["dag"] if told.place % 2 else cast["disa"]
    now = told.moment(year_2018.REGISTER)
    review_mandates(told.case.organisation, cast, now=now)
    steps.assign(told.case, officer, cast, now=now)


def _assess(told: Told, cast: Cast) -> None:
    now = told.moment(year_2018.ASSESS)
    steps.check(told.case, now=now)
    steps.score(told.case, told.story, now=now + steps.HOUR)
    steps.propose(told.case, told.story, told.outcome, now=now + 2 * steps.HOUR)


def _draw_up(told: Told, cast: Cast) -> None:
    steps.draw_up(told.case, told.story, told.outcome, cast, now=told.moment(year_2018.DECIDE))


def _decide(told: Told, cast: Cast) -> None:
    decision = told.case.decisions.get(status=DecisionStatus.PREPARED)
    decision = steps.decide(decision, cast, now=told.moment(year_2018.DECIDE, hour=13))
    decision = steps.dispatch(decision, cast, now=told.moment(year_2018.DISPATCH))
    open_letter(decision, by=_signatory(told, cast), now=told.moment(year_2018.DISPATCH, hour=14))


def _pay(told: Told, cast: Cast) -> None:
    now = told.moment(year_2018.PAY)
    verify_account(told.case.organisation, cast, now=now)
    payment = steps.prepare_payment(told.case, cast, now=now)
    payment = steps.attest(payment, told.case, cast, now=now + steps.HOUR)
    paid = now + year_2018.PAID_AFTER
    steps.mark_paid(payment, cast, paid_on=paid.date(), now=paid)


PHASES = (
    Phase("Utkast", frozenset({NOT_BEGUN}), _fill_in, in_order=False),
    Phase("Ansökningar", frozenset({DRAFTED}), _submit, in_order=True),
    Phase("Registrering", frozenset({ApplicationStatus.RECEIVED}), _register, in_order=False),
    Phase("Beredning", frozenset({ApplicationStatus.IN_REVIEW}), _assess, in_order=False),
    Phase("Beslutsbrev", frozenset({ApplicationStatus.PROPOSED}), _draw_up, in_order=False),
    Phase("Beslut", frozenset({DRAWN_UP}), _decide, in_order=True),
    Phase("Utbetalningar", TO_PAY, _pay, in_order=False),
)


def _arrival(told: Told) -> datetime:
    return told.moment(year_2018.APPLY, hour=10)


def _signatory(told: Told, cast: Cast) -> User:
    if told.grant.name == GAVLE_KOMMUN:
        return cast["cecilia"]
    return ensure_signatory(told.grant.organisation_number, serial=told.place)


def totals() -> tuple[int, int]:
    """How many grants of 2018 are paid, and the öre they sum to, as the ledger has it."""
    paid = Posting.objects.filter(kind=PostingKind.DISBURSED, budget_year=2018)
    sums = paid.aggregate(grants=Sum("grant_delta"), amount=Sum("amount_ore"))
    return sums["grants"] or 0, sums["amount"] or 0
