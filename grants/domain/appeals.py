"""How an appeal comes in (40–43 §§ FL): from the party in the portal, or by post and entered by a registrar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from applicants.permissions import check_may_manage
from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.refusal import Refused
from grants.clocks import hand_over_due
from grants.domain.applications import locked
from grants.domain.letters_out import PLAIN_TEXT, made_before
from grants.domain.messages import MAX_FILES, MAX_TEXT, Attachment
from grants.domain.post import taken_in
from grants.domain.telling import tell_agency, tell_party
from grants.enums import APPEAL_OVER, COURT_HAS_RULED, AppealStatus, AppealWay, DecisionStatus
from grants.models import Appeal, Application, Decision
from grants.models.decision import SENT
from grants.permissions import check_may, check_not_conflicted
from grants.workflow import APPEAL, ARRIVAL, REGISTRATION
from journal.domain import cases, documents, events
from journal.enums import Direction
from journal.models import Document, RegistryEntry

TITLE = "Överklagande"


@dataclass(frozen=True, slots=True)
class Incoming:
    """What came: how, on which Swedish day, and what the party wants changed and why."""

    way: AppealWay
    came_in_on: date
    text: str


@transaction.atomic
def file(
    decision: Decision,
    *,
    text: str,
    files: Sequence[Attachment] = (),
    of_dismissal: Appeal | None = None,
    page_key: str = "",
    by: User,
    now: datetime,
) -> Appeal:
    """The party appeals in the portal: a signatory or an agent, with what is to be changed and why.

    ``of_dismissal``: it is the dismissal of this earlier appeal that is appealed. The same post of a page a second time
    gives the appeal that stands. Raises Refused without a mandate to do so, without a text, for a decision that is not
    sent or not in force, and while an appeal of the same thing is open. Whether it is in time is not asked here.
    """
    application = locked(decision.application)
    check_may_manage(by, application.organisation, now=now)
    if made := made_before(application.appeals.all(), page_key):
        return made
    incoming = Incoming(AppealWay.PORTAL, stockholm_date(now), text)
    return _take_in(decision, application, incoming, files, of_dismissal, page_key=page_key, by=by, now=now)


@transaction.atomic
def enter(
    decision: Decision,
    *,
    incoming: Incoming,
    files: Sequence[Attachment] = (),
    of_dismissal: Appeal | None = None,
    page_key: str = "",
    by: User,
    now: datetime,
) -> Appeal:
    """A registrar enters an appeal that came outside the portal, with the day it reached the agency (22 § FL).

    Raises Refused for anybody else, a day that has not come, and as `file` for the rest.
    """
    application = locked(decision.application)
    check_may(by, Permission.REGISTER_CASES, law=REGISTRATION)
    check_not_conflicted(by, application)
    if made := made_before(application.appeals.all(), page_key):
        return made
    if incoming.way is AppealWay.PORTAL:
        raise Refused("Välj hur överklagandet kom in.", field="way")
    if incoming.came_in_on > stockholm_date(now):
        raise Refused("Dagen har inte kommit än.", law=ARRIVAL, field="came_in_on")
    return _take_in(decision, application, incoming, files, of_dismissal, page_key=page_key, by=by, now=now)


def lock(appeal: Appeal) -> tuple[Appeal, Application]:
    """The appeal and its case, both locked until the transaction ends: the case first, as every act does."""
    application = locked(appeal.application)
    appeal = (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("decision", "of_dismissal__dismissal_entry")
        .get(pk=appeal.pk)
    )
    appeal.application = appeal.decision.application = application
    return appeal, application


def dismissed_among(appeals: Sequence[Appeal]) -> Appeal | None:
    """The dismissal that may be appealed: of an appeal of what is in force, which no court has tried. No query.

    ``appeals`` are all of the case, the newest first, with their decisions.
    """
    if any(appeal.status not in APPEAL_OVER for appeal in appeals):
        return None
    tried = {appeal.of_dismissal_id for appeal in appeals if appeal.status in COURT_HAS_RULED}
    found = (one for one in appeals if one.status == AppealStatus.DISMISSED and one.pk not in tried)
    return next((one for one in found if one.decision.status == DecisionStatus.DISPATCHED), None)


def may_be_appealed(application: Application) -> Decision | None:
    """The decision in force, as an appeal names it; None before it is sent. Whether it is appealable a court says."""
    return application.decisions.filter(status=DecisionStatus.DISPATCHED).first()


def _take_in(
    decision: Decision,
    application: Application,
    incoming: Incoming,
    files: Sequence[Attachment],
    of_dismissal: Appeal | None,
    *,
    page_key: str,
    by: User,
    now: datetime,
) -> Appeal:
    """Register the appeal and start its clock. The caller holds the lock and has authorised ``by``."""
    decision = Decision.objects.get(pk=decision.pk)
    _check(decision, application, incoming, files, of_dismissal)
    entry, attached = _register(application, incoming, files, by=by, now=now)
    appeal = Appeal.objects.create(
        application=application,
        decision=decision,
        of_dismissal=of_dismissal,
        number=application.appeals.count() + 1,
        way=incoming.way,
        came_in_on=incoming.came_in_on,
        text=incoming.text.strip(),
        entry=entry,
        page_key=page_key,
        entered_at=now,
        entered_by=by,
    )
    events.record(
        application.stream,
        "appeal_received",
        by=by,
        now=now,
        number=appeal.number,
        came_in_on=incoming.came_in_on,
        way=incoming.way,
        hand_over_by=hand_over_due(incoming.came_in_on),
        entries=[entry.serial, *(row.serial for row in attached)],
    )
    _tell(appeal, application, now=now)
    return appeal


def _check(
    decision: Decision,
    application: Application,
    incoming: Incoming,
    files: Sequence[Attachment],
    of_dismissal: Appeal | None,
) -> None:
    if decision.status not in SENT:
        raise Refused("Beslutet är inte skickat än.", law=APPEAL)
    if of_dismissal and (of_dismissal.status != AppealStatus.DISMISSED or of_dismissal.decision_id != decision.pk):
        raise Refused("Överklagandet är inte avvisat.", law=APPEAL)
    if (
        application.appeals.filter(decision=decision, of_dismissal=of_dismissal)
        .exclude(status__in=APPEAL_OVER)
        .exists()
    ):
        raise Refused("Beslutet är redan överklagat. Skicka det ni vill lägga till som ett meddelande.", law=APPEAL)
    if not of_dismissal and any(one.was_tried_by_a_court(decision) for one in application.appeals.all()):
        raise Refused("Domstolen har redan prövat beslutet. Dess avgörande överklagas hos domstolen.", law=APPEAL)
    if not incoming.text.strip():
        raise Refused("Skriv hur beslutet ska ändras och varför.", law=APPEAL, field="text")
    if len(incoming.text) > MAX_TEXT:
        raise Refused(f"Texten är för lång. Högst {MAX_TEXT} tecken får plats.", field="text")
    if len(files) > MAX_FILES:
        raise Refused(f"Högst {MAX_FILES} bilagor får följa med.", field="attached")


def _register(
    application: Application, incoming: Incoming, files: Sequence[Attachment], *, by: User, now: datetime
) -> tuple[RegistryEntry, list[RegistryEntry]]:
    def enter_one(title: str, document: Document) -> RegistryEntry:
        return cases.register(
            application.case,
            direction=Direction.IN,
            title=title,
            counterpart=application.organisation.name,
            document=document,
            by=by,
            now=now,
        )

    words = "\n".join(
        [
            TITLE,
            f"Ärende {application.case.number}",
            f"Från {application.organisation.name}",
            f"Inkom {format_date(incoming.came_in_on)}",
            "",
            incoming.text.strip(),
            "",
            by.name,
        ]
    )
    entry = enter_one(TITLE, documents.store(words.encode(), content_type=PLAIN_TEXT, by=by, now=now))
    taken = taken_in(files, by=by, now=now)
    return entry, [enter_one(f"Bilaga: {file.name}", file.document) for file in taken]


def _tell(appeal: Appeal, application: Application, *, now: datetime) -> None:
    tell_party(
        application,
        key=f"appeal:{appeal.pk}:received",
        title="Vi har tagit emot ert överklagande",
        page="own_appeal",
        now=now,
    )
    tell_agency(
        application,
        key=f"appeal:{appeal.pk}",
        title=f"Beslutet är överklagat. Överlämna senast {format_date(hand_over_due(appeal.came_in_on))}",
        page="appeal",
        arguments=[appeal.number],
        now=now,
    )
