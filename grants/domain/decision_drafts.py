"""What a decider has written so far, kept as it stands in the page until the decision is made."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Refused
from grants.domain.applications import locked
from grants.enums import ApplicationStatus
from grants.models import Application, DecisionDraft
from grants.permissions import check_case_act
from grants.workflow import PRESENTATION

Content = Mapping[str, str | list[str]]
LONGEST = 200_000  # characters in all: several times what the fields of the page take


@transaction.atomic
def keep(application: Application, *, content: Content, by: User, now: datetime) -> DecisionDraft:
    """Keep what ``by`` has written, in place of what was kept before. A working note: no event, and nobody else's.

    Raises Refused to others than deciders, and when the case does not wait for a decision.
    """
    application = locked(application)
    check_case_act(by, Permission.DECIDE_CASES, application, law=PRESENTATION)
    if application.status != ApplicationStatus.PROPOSED:
        raise Refused("Ärendet väntar inte på beslut, så utkastet sparas inte.")
    if sum(len(str(value)) for value in content.values()) > LONGEST:
        raise Refused("Det du har skrivit är för långt för att sparas som utkast.")
    draft, _ = DecisionDraft.objects.update_or_create(
        application=application, saved_by=by, defaults={"content": dict(content), "saved_at": now}
    )
    return draft


def draft_of(application: Application, person: User) -> DecisionDraft | None:
    """What ``person`` has kept in the case. One query."""
    return DecisionDraft.objects.filter(application=application, saved_by=person).first()
