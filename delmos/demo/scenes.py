"""Today's scene, played through the real verbs on the days before now. What is already there is left as it is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction

from applicants.enums import OrganisationType
from applicants.models import Organisation
from delmos.demo import play, steps
from delmos.demo.batches import ensure_batches
from delmos.demo.interests import ensure_expressions
from delmos.demo.late_letters import ensure_late_letters
from delmos.demo.letter_texts import ensure_letter_texts
from delmos.demo.people import ANNAS_NUMBER, Cast, ensure_organisation, ensure_signatory
from delmos.demo.play import Play, todays_story
from delmos.demo.progress import Track
from delmos.demo.registry import ensure_registry
from delmos.demo.signals import as_told, ensure_signals
from delmos.demo.today import CLOSED, OPEN, SCENES, TWO_STEPS, Scene, ensure_todays_calls
from delmos.demo.what_if import ensure_scenarios
from delmos.lib.geography import municipality
from delmos.lib.identity import make_organisation_number
from grants.domain import saved_views
from grants.models import Application, Call, Draft

SEATS = ("1880", "0580", "1280", "0380", "2580", "1480", "0680", "2480", "0180", "1980")
ANNAS_GRANT = Scene("", "paid", 70, call=CLOSED)
ANNAS_COMPLETION = Scene("", "completing", 8)
ANNAS_BEGAN = date(2007, 4, 1)
# As the address of the work list says them.
DAGS_VIEWS = {
    "Mina med frist": "vy=forfaller&ordning=inkom&handlaggare=jag",
    "Störst belopp under handläggning": "vy=alla&ordning=belopp-fallande&lage=in_review",
}
LEFT_OUT = "after_grant"  # the one question that anna's draft does not answer yet


def set_scene(cast: Cast, *, track: Track, now: datetime) -> None:
    """Play every scene that is not there yet, each in a transaction of its own, the oldest first."""
    calls = ensure_todays_calls(cast, now=now)
    played = _played(calls)
    if (ANNAS_NUMBER, calls[CLOSED].pk) not in played:
        _play_annas_grant(calls[CLOSED], cast, now=now)
    todo = [(n, scene) for n, scene in enumerate(SCENES, start=1) if (_number(n), calls[scene.call].pk) not in played]
    todo.sort(key=lambda one: -one[1].days_ago)
    for number, scene in track(todo, "Dagens ärenden", len(todo)):
        _play(scene, number, calls[scene.call], cast, now=now)
    _ensure_annas_open_call(calls[OPEN], cast, now=now)
    ensure_expressions(calls[TWO_STEPS], cast, now=now)
    _ensure_views(cast, now=now)
    ensure_scenarios(calls[OPEN], cast, now=now)
    ensure_batches(calls[CLOSED], cast, now=now)
    ensure_late_letters(cast, now=now)
    ensure_registry(cast, now=now)
    ensure_signals(calls[OPEN], cast, now=now)
    ensure_letter_texts(cast, now=now)


@transaction.atomic
def _play(scene: Scene, number: int, call: Call, cast: Cast, *, now: datetime) -> None:
    signatory = ensure_signatory(_number(number), serial=300 + number)
    organisation = ensure_organisation(
        name=scene.name,
        number=_number(number),
        kind=OrganisationType.FOUNDATION if scene.foundation else OrganisationType.ASSOCIATION,
        seat=SEATS[number % len(SEATS)],
        invented=True,
        by=signatory,
        now=now - timedelta(days=max(90, scene.days_ago + 20)),
    )
    story = as_told(scene, _story(number, organisation, call))
    play.run(Play(scene, story, call, organisation, signatory, cast), now=now)


@transaction.atomic
def _play_annas_grant(call: Call, cast: Cast, *, now: datetime) -> None:
    """A grant of anna's association, paid, that waits for her final report."""
    association = Organisation.objects.get(organisation_number=ANNAS_NUMBER)
    story = _annas_story(2, association, call)
    play.run(Play(ANNAS_GRANT, story, call, association, cast["anna"], cast), now=now)


@transaction.atomic
def _ensure_annas_open_call(call: Call, cast: Cast, *, now: datetime) -> None:
    """An application that anna's association is asked to complete, and a draft of another that lacks one answer.

    Bo has filled in the draft, and anna can sign it when he has answered. Both are made together or not at all: what
    the association has begun by itself is never taken over.
    """
    association = Organisation.objects.get(organisation_number=ANNAS_NUMBER)
    if Draft.objects.filter(call=call, organisation=association).exists():
        return
    asked = _annas_story(1, association, call)
    play.run(Play(ANNAS_COMPLETION, asked, call, association, cast["anna"], cast), now=now)
    story = _annas_story(4, association, call)
    steps.fill_in(call, association, story, leave_out=LEFT_OUT, by=cast["bo"], now=now - timedelta(days=1))


def _ensure_views(cast: Cast, *, now: datetime) -> None:
    """Two lists that dag keeps; what dag has saved by itself is left alone."""
    if saved_views.views_of(cast["dag"]).exists():
        return
    for name, query in DAGS_VIEWS.items():
        saved_views.save(name, query=query, by=cast["dag"], now=now)


def _played(calls: Mapping[str, Call]) -> set[tuple[str, int]]:
    """The organisation number and call of every case that is there."""
    found = Application.objects.filter(call__in=calls.values())
    return set(found.values_list("organisation__organisation_number", "call_id"))


def _story(key: int, organisation: Organisation, call: Call) -> play.Story:
    seat = organisation.seat_municipality
    return todays_story(key, seat, municipality(seat).county_code, call)


def _annas_story(key: int, association: Organisation, call: Call) -> play.Story:
    return replace(_story(key, association, call), active_since=ANNAS_BEGAN)


def _number(serial: int) -> str:
    return make_organisation_number(f"8029993{serial:02d}")
