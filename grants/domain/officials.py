"""Officials' names left out of what the party is sent, when somebody is under threat (33 § FL as of SFS 2025:582).

Who has decided and taken part stands in the decision's record as always; what leaves the agency names nobody.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Refused
from grants.domain.applications import locked
from grants.domain.decisions import replace_letter
from grants.domain.queries.officials import left_out
from grants.models import Application, OfficialsLeftOut
from grants.permissions import check_case_act
from grants.workflow import NOTIFICATION
from journal.domain import events

LONGEST_REASON = 1000  # characters


@transaction.atomic
def leave_out(application: Application, *, reason: str, by: User, now: datetime) -> OfficialsLeftOut:
    """Leave the names of officials out from now on. A letter that is drawn up and not decided has to be drawn up anew.

    ``reason``: what the threat is. Raises Refused without one, and when they are left out already.
    """
    application = locked(application)
    check_case_act(by, Permission.HIDE_OFFICIALS, application, law=NOTIFICATION)
    if not reason.strip():
        raise Refused("Skriv vilken risk det är som gör att namnen ska utelämnas.", law=NOTIFICATION, field="reason")
    if len(reason.strip()) > LONGEST_REASON:
        raise Refused(f"Texten får ha högst {LONGEST_REASON} tecken.", field="reason")
    if left_out(application.case_id):
        raise Refused("Namnen är redan utelämnade i ärendet.", law=NOTIFICATION)
    replace_letter(application)
    mark = OfficialsLeftOut.objects.create(case=application.case, reason=reason.strip(), marked_at=now, marked_by=by)
    events.record(application.stream, "officials_left_out", by=by, now=now, mark=mark.pk)
    return mark


@transaction.atomic
def name_again(application: Application, *, by: User, now: datetime) -> OfficialsLeftOut:
    """Name officials again from now on; what was sent stays as it is. Raises Refused when they are not left out."""
    application = locked(application)
    check_case_act(by, Permission.HIDE_OFFICIALS, application, law=NOTIFICATION)
    mark = OfficialsLeftOut.objects.select_for_update().filter(case=application.case_id, lifted_at=None).first()
    if mark is None:
        raise Refused("Namnen är inte utelämnade i ärendet.", law=NOTIFICATION)
    replace_letter(application)
    mark.lifted_at, mark.lifted_by = now, by
    mark.save(update_fields=["lifted_at", "lifted_by"])
    events.record(application.stream, "officials_named_again", by=by, now=now, mark=mark.pk)
    return mark
