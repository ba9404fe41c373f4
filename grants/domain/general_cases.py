"""Cases that are no applications: opened by a letter, answered, given to an officer, closed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Refused
from grants.domain.diary_gates import check_is_open, check_may_handle, check_may_register, in_turn
from grants.domain.messages import MAX_FILES, Attachment
from grants.domain.queries.diary import general_cases_for
from grants.models import GeneralCase
from grants.permissions import check_may
from grants.series import OPENED_BY_POST
from grants.workflow import REGISTRATION
from journal.domain import cases, events, uploads
from journal.domain.notices import notify
from journal.enums import CounterpartKind, Direction
from journal.models import Event, RegistryEntry

MAX_TITLE = 300  # characters


def open_case(
    series: str,
    *,
    title: str,
    counterpart: str,
    counterpart_kind: CounterpartKind | None,
    title_is_checked: bool = False,
    by: User,
    now: datetime,
) -> GeneralCase:
    """Open a general case under the next number of ``series``, in the caller's transaction. Raises Refused without a
    title, for another role than the registrar's, and for a series that is not opened by post."""
    check_may(by, Permission.REGISTER_CASES, law=REGISTRATION)
    if series not in OPENED_BY_POST:
        raise Refused("Välj en serie i listan.", field="series")
    if not title.strip():
        raise Refused("Skriv vad ärendet gäller.", law=REGISTRATION, field="case_title")
    case = cases.open_case(
        series=series,
        title=title.strip(),
        counterpart=counterpart,
        counterpart_kind=counterpart_kind,
        title_is_checked=title_is_checked,
        by=by,
        now=now,
    )
    events.record(case.number, "case_opened", by=by, now=now, series=series)
    return GeneralCase.objects.create(case=case)


@transaction.atomic
def answer(
    general: GeneralCase,
    *,
    title: str,
    title_is_checked: bool = False,
    files: Sequence[Attachment],
    page_key: str = "",
    by: User,
    now: datetime,
) -> list[RegistryEntry]:
    """Register what has been sent to the counterpart; the first file has the title and the others are its attachments.

    The same post of a page a second time changes nothing. Raises Refused for others than the registrar and the case's
    officer, in a closed case, without a title, and without a file.
    """
    in_turn(by)
    general = locked(general)
    check_may_handle(by, general)
    check_is_open(general)
    if page_key and Event.objects.filter(stream_id=general.stream, data__page_key=page_key).exists():
        return []
    if not title.strip():
        raise Refused("Skriv i korthet vad svaret gäller.", law=REGISTRATION, field="title")
    if not 1 <= len(files) <= MAX_FILES:
        raise Refused(f"Lägg till svaret som fil, högst {MAX_FILES} filer.", law=REGISTRATION, field="attached")
    case, entries = general.case, []
    for place, file in enumerate(files):
        taken = uploads.take_in(file.name, file.content, size=file.size, by=by, now=now)
        entries.append(
            cases.register(
                case,
                direction=Direction.OUT,
                title=f"Bilaga: {taken.name}" if place else title.strip(),
                title_is_checked=title_is_checked and not place,
                counterpart=case.counterpart,
                counterpart_kind=CounterpartKind(case.counterpart_kind) if case.counterpart_kind else None,
                document=taken.document,
                by=by,
                now=now,
            )
        )
    events.record(
        general.stream,
        "answer_registered",
        by=by,
        now=now,
        entries=[entry.serial for entry in entries],
        page_key=page_key,
    )
    return entries


@transaction.atomic
def assign(general: GeneralCase, *, officer: User, by: User, now: datetime) -> GeneralCase:
    """Give the case to an officer, who is told. Raises Refused for another role than the registrar's, in a closed case,
    and for somebody who is no officer or is jävig in it."""
    general = locked(general)
    check_may_register(by, general.case)
    check_is_open(general)
    if not officer.has_role(Role.CASE_OFFICER):
        raise Refused("Välj en handläggare i listan.", field="officer")
    general.officer, general.assigned_at, general.assigned_by = officer, now, by
    general.save(update_fields=["officer", "assigned_at", "assigned_by"])
    if not general_cases_for(officer).filter(pk=general.pk).exists():
        raise Refused(f"{officer.name} är eller kan vara jävig i ärendet. Välj en annan handläggare.", field="officer")
    events.record(general.stream, "general_case_assigned", by=by, now=now, officer=officer.actor_key)
    notify(
        [officer],
        key=f"general:{general.stream}:{officer.actor_key}:{now:%Y%m%d%H%M%S}",
        title=f"Du har fått ärendet {general.stream}",
        url=reverse("general_case", args=[general.stream]),
        case_number=general.stream,
        now=now,
    )
    return general


@transaction.atomic
def close(general: GeneralCase, *, reason: str, by: User, now: datetime) -> GeneralCase:
    """Close the case and write down why. Raises Refused for others than the registrar and the case's officer, without
    a reason, and when it is closed already."""
    general = locked(general)
    check_may_handle(by, general)
    check_is_open(general)
    if not reason.strip():
        raise Refused("Skriv varför ärendet avslutas.", field="reason")
    cases.close(general.case, by=by, now=now)
    events.record(general.stream, "general_case_closed", by=by, now=now, reason=reason.strip())
    return GeneralCase.objects.select_related("case", "officer").get(pk=general.pk)


def locked(general: GeneralCase) -> GeneralCase:
    """The newest state of the case, its row locked until the end of the transaction."""
    return GeneralCase.objects.select_for_update(of=("self",)).select_related("case", "officer").get(pk=general.pk)
