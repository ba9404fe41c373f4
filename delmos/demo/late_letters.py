"""Two rejections of 2018 whose letters the parties open only now: the time to appeal runs from there (44 § FL).

The ordinance of today's calls lets no decision be appealed; that of 2018 lets them all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from applicants.enums import OrganisationType
from delmos.demo import year_2018
from delmos.demo.people import Cast, ensure_organisation, ensure_signatory
from delmos.demo.play import Play
from delmos.demo.published import Grant
from delmos.demo.today import Scene
from delmos.demo.told import Told, tell
from delmos.demo.year_2018 import at
from delmos.lib.dates import stockholm_date
from grants.enums import DecisionKind
from grants.models import Application

SOUGHT_ORE = 240_000_00
_APPLIED = at(date(2018, 5, 29), 10)
_THEN: tuple[tuple[Callable[[Play, datetime], None], datetime], ...] = (
    (Play.apply, _APPLIED),
    (Play.assign, at(date(2018, 6, 28))),
    (Play.check, at(date(2018, 9, 17))),
    (Play.propose, at(date(2018, 9, 18))),
    (Play.draw_up, at(year_2018.DECIDE[0], 10)),
    (Play.decide, at(year_2018.DECIDE[0], 13)),
    (Play.dispatch, at(year_2018.DISPATCH[0], 10)),
)


@dataclass(frozen=True, slots=True)
class Late:
    """An invented association that opened its letter so many days ago, and may have appealed since."""

    name: str
    number: str
    seat: str
    opened: int
    appealed: int = 0


LATE = (
    Late("Föreningen Brevduvorna i Fågelsången", "8029993972", "1880", opened=5),
    Late("Kulturföreningen Ljusgården i Hagslätt", "8029993980", "0580", opened=12, appealed=3),
)


def ensure_late_letters(cast: Cast, *, now: datetime) -> None:
    """One may still be appealed, and the appeal of the other waits to be tested. What is there is left as it is."""
    calls = year_2018.ensure_calls(cast)
    grants = [
        Grant(late.name, OrganisationType.ASSOCIATION, late.number, late.seat, (late.seat[:2],), SOUGHT_ORE, True)
        for late in LATE
    ]
    for late, told in zip(LATE, tell(grants, calls), strict=True):
        case = Application.objects.filter(call=told.call, organisation__organisation_number=late.number)
        if not case.exists():
            _play(late, told, cast, now=now)


@transaction.atomic
def _play(late: Late, told: Told, cast: Cast, *, now: datetime) -> None:
    signatory = ensure_signatory(late.number, serial=400 + told.place)
    organisation = ensure_organisation(
        name=late.name,
        number=late.number,
        kind=told.grant.kind,
        seat=late.seat,
        invented=True,
        by=signatory,
        now=_APPLIED - timedelta(days=10),
    )
    scene = Scene(late.name, "dispatched", late.opened, kind=DecisionKind.REJECT)
    play = Play(scene, told.story, told.call, organisation, signatory, cast)
    for act, moment in _THEN:
        act(play, moment)
    play.open(_days_ago(late.opened, 9, now=now))
    if late.appealed:
        play.appeal(_days_ago(late.appealed, 14, now=now))


def _days_ago(days: int, hour: int, *, now: datetime) -> datetime:
    return at(stockholm_date(now) - timedelta(days=days), hour)
