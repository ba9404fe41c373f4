from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from delmos.demo.progress import tracker
from delmos.demo.replay import replay, totals
from delmos.demo.workers import processes
from delmos.lib.money import format_sek
from reporting.domain.roll_up import roll_up


class Command(BaseCommand):
    help = "Replay the 150 grants of 2018 through the portal's own verbs. A second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        with processes() as spread:
            replay(track=tracker(self.stdout), spread=spread)
        roll_up(now=timezone.now(), wait=True)
        grants, amount_ore = totals()
        self.stdout.write(f"{grants} bidrag, {format_sek(amount_ore)}")
