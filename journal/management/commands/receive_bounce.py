import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from journal.domain import bounces


class Command(BaseCommand):
    help = (
        "Read one delivery report (RFC 3464) from standard input and mark the mails that did not arrive. "
        "The mail server pipes what comes to the sender's address here."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        marked = bounces.receive(sys.stdin.buffer.read(), now=timezone.now())
        self.stdout.write(f"{marked} e-postmeddelanden markerade.")
