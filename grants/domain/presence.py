"""Who is where in a draft just now: kept for seconds in the cache that the web processes share, and nowhere else."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from accounts.models import User
from applicants.domain.queries.people import people_acting_for
from grants.models import Draft

HERE_SECONDS, WRITING_SECONDS = 50, 20


@dataclass(frozen=True, slots=True)
class Presence:
    """A colleague who has the page ``group`` open, and whether something was written there in the last seconds."""

    name: str
    group: str
    writing: bool


def note(draft: Draft, *, group: str, person: User, writing: bool = False) -> None:
    """Remember for a while that ``person``, whom the caller has let through the gate, has this page open."""
    cache.set(_key("here", draft, person), group, HERE_SECONDS)
    if writing:
        cache.set(_key("writing", draft, person), group, WRITING_SECONDS)


def others(draft: Draft, *, person: User, now: datetime) -> list[Presence]:
    """The colleagues of ``person`` who are in the draft, by name.

    Only those with a mandate in force are asked after, so somebody who has lost it is gone at once.
    """
    people = [who for who in people_acting_for(draft.organisation, now=now) if who != person]
    found = cache.get_many([_key(what, draft, who) for who in people for what in ("here", "writing")])
    return [
        Presence(who.name, here, writing=found.get(_key("writing", draft, who)) == here)
        for who in people
        if (here := found.get(_key("here", draft, who))) is not None
    ]


def _key(what: str, draft: Draft, person: User) -> str:
    return f"draft-{what}:{draft.pk}:{person.pk}"
