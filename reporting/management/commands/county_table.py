from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from delmos.lib.dates import stockholm_date
from reporting.domain import roll_up, verification
from reporting.domain.county_table import county_table, years
from reporting.enums import Basis
from reporting.interfaces.county_table import FORMATS


class Command(BaseCommand):
    help = "Print the county table, or compare it with the ledger (--verify; exits non-zero on a difference)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, help="budget year; the latest one when left out")
        parser.add_argument("--basis", choices=Basis.values, default=Basis.DISBURSED)
        parser.add_argument(
            "--as-of", type=date.fromisoformat, help="YYYY-MM-DD, that day included; today when left out"
        )
        parser.add_argument("--format", choices=FORMATS, default="text")
        parser.add_argument("--no-roll-up", action="store_true", help="do not bring new postings in first")
        act = parser.add_mutually_exclusive_group()
        act.add_argument(
            "--verify", action="store_true", help="compare the cells with the postings, print nothing else"
        )
        act.add_argument("--rebuild", action="store_true", help="make every cell again from the postings, then verify")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            read = roll_up.rebuild(now=timezone.now())
            self.stdout.write(f"Sammanställningen är uppbyggd på nytt av {read} poster.")
        if options["rebuild"] or options["verify"]:
            self.verify()
        else:
            self.print_table(**options)

    def print_table(self, **options: Any) -> None:
        now = timezone.now()
        if not options["no_roll_up"]:
            roll_up.roll_up(now=now, wait=True)
        today = stockholm_date(now)
        table = county_table(
            year=options["year"] or next(iter(years()), today.year),
            basis=Basis(options["basis"]),
            as_of=options["as_of"] or today,
        )
        self.stdout.write(FORMATS[options["format"]](table), ending="")

    def verify(self) -> None:
        found = verification.verify(now=timezone.now())
        for difference in found.differences:
            self.stderr.write(str(difference))
        if found.waiting:
            self.stdout.write(f"{found.waiting} poster väntar på att läsas in och är inte kontrollerade.")
        if found.differences:
            raise CommandError(f"{len(found.differences)} celler stämmer inte med huvudboken.")
        self.stdout.write("Sammanställningen stämmer med huvudboken.")
