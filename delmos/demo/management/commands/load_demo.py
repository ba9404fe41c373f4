from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from delmos.demo import year_2018
from delmos.demo.people import ensure_cast
from delmos.demo.progress import tracker
from delmos.demo.replay import replay
from delmos.demo.scenes import set_scene
from delmos.demo.workers import processes
from reporting.domain.roll_up import roll_up


class Command(BaseCommand):
    help = "Load the demonstration: the people, the grants of 2018 and today's cases. A second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        track, now = tracker(self.stdout), timezone.now()
        with processes() as spread:
            replay(track=track, spread=spread)
        set_scene(ensure_cast(now=year_2018.BEGINS), track=track, now=now)
        roll_up(now=now, wait=True)
