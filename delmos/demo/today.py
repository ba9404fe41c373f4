"""Today's scene as data: the calls around now, and for each organisation how far its case has come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from delmos.demo.calls import ensure_call
from delmos.demo.people import Cast
from delmos.demo.year_2018 import at
from delmos.lib.dates import stockholm_date
from grants.domain import cancelling
from grants.domain.calls import CallDetails
from grants.enums import DecisionKind
from grants.models import Call
from grants.ordinances.standard_2025 import VERSIONS as STANDARD
from grants.policies import can_be_cancelled

OPEN, COMING, CLOSED, CALLED_OFF, TWO_STEPS = "open", "coming", "closed", "called off", "two steps"
LONG_CLOSED = "long closed"
_BASIS = "Regleringsbrevet"
_FRAMES = {"civil_society": 15_000_000_00, "faith": 2_000_000_00}
# Title, the days from today on which it opens and closes, and what it is for.
_CALLS = {
    OPEN: ("Fler i föreningslivet", -60, 21, "Utlysningen gäller projekt som når nya målgrupper. Vi beslutar löpande."),
    COMING: ("Unga som tar plats", 30, 75, "Utlysningen gäller projekt där unga leder."),
    CLOSED: ("Nya vägar till engagemang", -100, -30, "Utlysningen gäller projekt som prövar nya former för uppdrag."),
    LONG_CLOSED: ("Mötesplatser som lever", -225, -150, "Utlysningen gäller projekt som öppnar mötesplatser för fler."),
    TWO_STEPS: ("Idéer som växer", -25, 14, "Utlysningen gäller nya idéer och söks i två steg."),
    CALLED_OFF: ("Möten över gränser", -20, 40, "Utlysningen gäller projekt där föreningar möts över länsgränser."),
}
_INVITED_CLOSE = {TWO_STEPS: 60}  # days from today
FIRST_OF_A_PAIR, SECOND_OF_A_PAIR = "Föreningen Trappan i Lindkullen", "Föreningen Gårdshuset i Lindkullen"
_WHY_CALLED_OFF = "Medlen för utlysningen har dragits in genom en ändring av regleringsbrevet."


@dataclass(frozen=True, slots=True)
class Scene:
    """An invented organisation whose case has come to the step ``until``; it arrived ``days_ago``.

    ``late``: it came after closing time. ``conflicted``: the first officer was jävig. ``unspent_ore``: what the final
    report leaves of the grant. ``foundation``: otherwise an association. ``copied``: one answer stands word for
    word with another applicant too. ``dear``: it asks for several times what others do. ``over_years``: granted of two
    budget years.
    """

    name: str
    until: str
    days_ago: int
    call: str = OPEN
    kind: DecisionKind = DecisionKind.GRANT
    late: bool = False
    conflicted: bool = False
    unspent_ore: int = 0
    foundation: bool = False
    copied: bool = False
    dear: bool = False
    over_years: bool = False


# The place of each gives its organisation number: new ones come last.
SCENES: tuple[Scene, ...] = (
    Scene("Föreningen Samlingssalen Lindkullen", "applied", 1),
    Scene("Föreningen Volontärslussen", "applied", 3),
    Scene("Kulturföreningen Scen i Skymning", "assigned", 6),
    Scene("Föreningen Fika med Fullmäktige", "checked", 8),
    Scene("Ungdomsföreningen Nya Kapitel i Rönnbacken", "checked", 9, conflicted=True),
    Scene("Föreningen Seniorer som Startar", "proposed", 12),
    Scene("Idrottsföreningen Rönnbackens Allsidiga", "drawn up", 14, kind=DecisionKind.PARTIAL_GRANT),
    Scene("Föreningen Repa och Rusta", "dispatched", 18, kind=DecisionKind.REJECT),
    Scene("Föreningen Kvarterets Kompetens", "stated", 20),
    Scene("Stiftelsen Lindkullens Framtid", "prepared", 24, foundation=True),
    Scene("Föreningen Engagera Fler i Fågelsången", "attested", 26),
    Scene("Föreningen Granngemenskap i Hagslätt", "paid", 30, kind=DecisionKind.PARTIAL_GRANT),
    Scene("Föreningen Öppna Verkstan i Hagslätt", "reported", 45, unspent_ore=12_500_00),
    Scene("Teaterföreningen Publikens Entré", "approved", 50),
    Scene("Föreningen Husmorsgymnastik för Alla", "applied", 27, call=CLOSED, late=True),
    Scene(
        "Föreningen Sista Minuten i Fågelsången", "dispatched", 28, call=CLOSED, kind=DecisionKind.DISMISS, late=True
    ),
    Scene("Föreningen Nattvandrarna i Rönnbacken", "withdrawn", 7),
    Scene("Föreningen Odla Ihop i Lindkullen", "written off", 16),
    Scene("Föreningen Öppet Hus i Rönnbacken", "requested", 215, call=LONG_CLOSED),
    Scene("Kulturföreningen Torget i Hagslätt", "noticed", 178, call=LONG_CLOSED),
    Scene("Föreningen Sommarkaféet i Fågelsången", "delayed", 162, call=LONG_CLOSED),
    Scene("Föreningen Läxhjälpen på Ängen", "communicated", 22),
    Scene("Föreningen Ljus i Trappan", "completed", 11),
    Scene("Föreningen Grannbyarnas Kulturhus", "objected", 5),
    Scene("Föreningen Långbänken i Hagslätt", "checked", 96, call=CLOSED),  # so long ago that some checks are too old
    Scene("Föreningen Berättarkvällar på Ängen", "assessed", 10),
    Scene("Föreningen Vinterbadets Vänner i Lindkullen", "invited", 8),
    Scene("Föreningen Köket mitt i Byn", "scored", 21),
    Scene("Kulturföreningen Gränslösa Scener", "scored", 19),
    Scene("Föreningen Språkcaféet i Lindkullen", "scored", 17, kind=DecisionKind.REJECT),
    Scene("Stiftelsen Rönnbackens Föreningshus", "scored", 15, foundation=True),
    Scene("Ungdomsföreningen Vår Tur i Hagslätt", "scored", 13),
    Scene("Föreningen Scenverkstan i Rönnbacken", "checked", 10, dear=True),
    Scene(FIRST_OF_A_PAIR, "checked", 13, copied=True),
    Scene(SECOND_OF_A_PAIR, "checked", 15, copied=True),
    Scene("Föreningen Två Vintrar i Hagslätt", "dissented", 17, over_years=True),
    # Proposed for eva's collective decisions; the oldest are decided.
    Scene("Föreningen Grönskan på Torget", "proposed", 36, call=CLOSED),
    Scene("Idrottsföreningen Öppen Hall i Lindkullen", "proposed", 35, call=CLOSED, kind=DecisionKind.REJECT),
    Scene("Föreningen Språkcaféet i Hagslätt", "proposed", 34, call=CLOSED),
    Scene("Föreningen Verkstan på Höjden", "proposed", 33, call=CLOSED, kind=DecisionKind.PARTIAL_GRANT),
    Scene("Kulturföreningen Källaren i Rönnbacken", "proposed", 32, call=CLOSED),
    Scene("Föreningen Kören i Trapphuset", "appealed", 27, kind=DecisionKind.REJECT),
    Scene("Föreningen Verkstan på Vinden", "handed over", 40, kind=DecisionKind.REJECT),
)


@transaction.atomic
def ensure_todays_calls(cast: Cast, *, now: datetime) -> dict[str, Call]:
    """One call that is open, one to come, two closed, one called off and one in two steps; by the names above.

    All are made under the standard of 2025.
    """
    found = {key: _ensure(key, cast, now=now) for key in _CALLS}
    if can_be_cancelled(found[CALLED_OFF], now=now):
        called_off_at = at(stockholm_date(now) - timedelta(days=5), 10)
        found[CALLED_OFF] = cancelling.cancel(
            found[CALLED_OFF], reason=_WHY_CALLED_OFF, by=cast["dag"], now=called_off_at
        )
    return found


def _ensure(key: str, cast: Cast, *, now: datetime) -> Call:
    title, opens, closes, subject = _CALLS[key]
    today = stockholm_date(now)
    first, last = today + timedelta(days=opens), today + timedelta(days=closes)
    details = CallDetails(
        title=title,
        purpose=f"{STANDARD[0].purpose} {subject}",
        budget_year=today.year,
        opens_at=at(first, 8),
        closes_at=at(last, 16),
        invited_close_at=at(today + timedelta(days=_INVITED_CLOSE[key]), 16) if key in _INVITED_CLOSE else None,
        project_starts_on=first,
        project_ends_on=first + timedelta(days=365),
        report_due_on=first + timedelta(days=425),
        contact="Bidragsenheten, bidrag@delmos.example",
    )
    made = at(min(first, today) - timedelta(days=3))
    return ensure_call(STANDARD[0].key, details, frames=_FRAMES, basis=_BASIS, cast=cast, now=made)
