"""What the portal has reckoned for a formal check: support that an officer confirms, with one click."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain.applications import locked
from grants.domain.assessment import record_check
from grants.domain.known_facts import known_of
from grants.models import Application, Check

NOTHING_TO_CONFIRM = "Portalen kan inte bedöma kravet. Gör kontrollen själv och skriv hur du vet svaret."


@transaction.atomic
def confirm(application: Application, *, requirement: str, by: User, now: datetime) -> Check:
    """Record what the portal says of the demand, as it is at this moment, in the name of ``by``, who confirms it.

    The row says that it was computed. Raises Refused as `record_check` does, and where a person has to judge.
    """
    application = locked(application)
    known = known_of(application, by).get(requirement)
    if known is None or known.result is None:
        raise Refused(NOTHING_TO_CONFIRM)
    return record_check(
        application,
        requirement=requirement,
        result=known.result,
        source=known.source,
        note=known.sentence,
        computed=True,
        by=by,
        now=now,
    )
