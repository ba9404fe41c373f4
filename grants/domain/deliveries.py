"""The delivery record: how each letter went to the party, and what shows that the party has got it (33, 44 §§ FL)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from applicants.permissions import check_may_manage
from delmos.lib.dates import stockholm_date
from delmos.lib.refusal import Refused
from grants.domain import appeal_times
from grants.domain.applications import locked
from grants.domain.messages import Attachment
from grants.domain.post import taken_in
from grants.domain.telling import tell_party
from grants.enums import ENTERED_BY_HAND, PROVES_RECEIPT, DeliveryKind
from grants.models import Application, DeliveryRecord
from grants.permissions import check_case_act, check_may, check_not_conflicted
from grants.workflow import NOTIFICATION, REGISTRATION
from journal.domain import cases, events
from journal.enums import Direction
from journal.models import Document, RegistryEntry

MOST_NOTED = 500  # characters
BY_ITSELF = (DeliveryKind.OPENED, DeliveryKind.ACKNOWLEDGED)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What somebody at the agency enters by hand: what happened, on which Swedish day, and a note."""

    kind: DeliveryKind
    happened_on: date
    note: str = ""


def sent(
    application: Application, entry: RegistryEntry, *, notice_key: str, opens: bool = False, by: User, now: datetime
) -> DeliveryRecord:
    """Note that a letter went out in the portal, in the transaction of the act that sent it.

    ``opens``: the party opens it with a button, and that shows that the party has got it.
    """
    return DeliveryRecord.objects.create(
        application=application,
        entry=entry,
        kind=DeliveryKind.PORTAL,
        happened_on=stockholm_date(now),
        notice_key=notice_key,
        opens=opens,
        noted_at=now,
        noted_by=by,
    )


def send_letter(
    application: Application,
    letter: Document,
    *,
    title: str,
    told: str,
    key: str,
    page: str = "own_case",
    by: User,
    now: datetime,
) -> RegistryEntry:
    """Enter a sealed letter in the diary and send it: the party opens it with a button. The row comes back.

    ``told``: what the notice to the party says, and ``page`` where it leads; ``key`` names it, and so that the letter
    is sent once. In the transaction of the act that sends it, whose event tells.
    """
    entry = cases.register(
        application.case,
        direction=Direction.OUT,
        title=title,
        counterpart=application.organisation.name,
        document=letter,
        by=by,
        now=now,
    )
    sent(application, entry, notice_key=key, opens=True, by=by, now=now)
    tell_party(application, key=key, title=told, page=page, now=now)
    return entry


@transaction.atomic
def receive(entry: RegistryEntry, *, by: User, now: datetime) -> DeliveryRecord:
    """Somebody who acts for the party opens the letter, or confirms that it has come. Once: the first time counts.

    Raises Refused without a mandate to act for the party, and for a document that was not sent to it.
    """
    application = locked(Application.objects.get(case=entry.case_id))
    check_may_manage(by, application.organisation, now=now)
    went_out = DeliveryRecord.objects.filter(entry=entry, kind=DeliveryKind.PORTAL).first()
    if went_out is None:
        raise Refused("Handlingen är inte ett brev till er.", law=NOTIFICATION)
    if found := DeliveryRecord.objects.filter(entry=entry, kind__in=BY_ITSELF).first():
        return found
    kind = DeliveryKind.OPENED if went_out.opens else DeliveryKind.ACKNOWLEDGED
    return _note(application, entry, Evidence(kind, stockholm_date(now)), by=by, now=now)


def answered(application: Application, entry: RegistryEntry, *, by: User, now: datetime) -> None:
    """An answer shows that the party has got the letter. In the transaction of the act that answers, whose event tells.

    Once for a letter, however often it is answered.
    """
    DeliveryRecord.objects.get_or_create(
        entry=entry,
        kind=DeliveryKind.ANSWERED,
        defaults={
            "application": application,
            "happened_on": stockholm_date(now),
            "noted_at": now,
            "noted_by": by,
        },
    )


@transaction.atomic
def enter(
    entry: RegistryEntry, *, evidence: Evidence, files: Iterable[Attachment] = (), by: User, now: datetime
) -> DeliveryRecord:
    """A registrar enters that the letter was also sent by post, or a receipt on paper with its day and document.

    Raises Refused for others, for a day that has not come or lies before the letter, a receipt without its document,
    and other proof without a note. The same evidence a second time gives the record that stands.
    """
    application = locked(Application.objects.get(case=entry.case_id))
    check_may(by, Permission.REGISTER_CASES, law=REGISTRATION)
    check_not_conflicted(by, application)
    if known := _entered(entry, evidence, by):
        return known
    found = list(files)
    _check(entry, evidence, found, now=now)
    return _note(application, entry, evidence, found, by=by, now=now)


@transaction.atomic
def strike(record: DeliveryRecord, *, reason: str, by: User, now: datetime) -> DeliveryRecord:
    """Say that what was entered by hand is wrong, and why: both stand, and neither counts.

    Raises Refused for others than a registrar, for what the portal knows by itself, a second time, and without a
    reason.
    """
    application = locked(record.application)
    check_case_act(by, Permission.REGISTER_CASES, application, law=REGISTRATION)
    if record.kind not in ENTERED_BY_HAND or not record.counts:
        raise Refused("Uppgiften går inte att stryka.", law=REGISTRATION)
    if not reason.strip():
        raise Refused("Skriv varför uppgiften är fel.", field="reason")
    made = DeliveryRecord.objects.create(
        application=application,
        entry=record.entry,
        kind=record.kind,
        happened_on=record.happened_on,
        note=reason.strip()[:MOST_NOTED],
        strikes=record,
        noted_at=now,
        noted_by=by,
    )
    appeal_times.reckon(application, record.entry, by=by, now=now)
    events.record(
        application.stream,
        "delivery_struck",
        by=by,
        now=now,
        letter=record.entry.serial,
        happened_on=record.happened_on,
        reason=made.note,
    )
    return made


def _entered(entry: RegistryEntry, evidence: Evidence, by: User) -> DeliveryRecord | None:
    """The record of this very evidence, when the same person has entered it already (a double click)."""
    same = DeliveryRecord.objects.filter(entry=entry, kind=evidence.kind, happened_on=evidence.happened_on)
    return same.filter(note=evidence.note.strip(), noted_by=by, strikes=None, struck_by=None).first()


def _check(entry: RegistryEntry, evidence: Evidence, files: list[Attachment], *, now: datetime) -> None:
    if not DeliveryRecord.objects.filter(entry=entry, kind=DeliveryKind.PORTAL).exists():
        raise Refused("Handlingen är inte ett brev till parten.", law=NOTIFICATION)
    if evidence.kind not in ENTERED_BY_HAND:
        raise Refused("Portalen antecknar själv det som sker där.", field="kind")
    if evidence.happened_on > stockholm_date(now):
        raise Refused("Dagen har inte kommit än.", field="happened_on")
    if evidence.happened_on < stockholm_date(entry.occurred_at):
        raise Refused("Dagen ligger före den dag då brevet skickades.", field="happened_on")
    if evidence.kind is DeliveryKind.RECEIPT and not files:
        raise Refused("Lägg till mottagningsbeviset.", law=REGISTRATION, field="attached")
    if evidence.kind is DeliveryKind.OTHER_PROOF and not evidence.note.strip():
        raise Refused("Skriv vad som visar att parten har fått del av brevet.", field="note")
    if len(evidence.note) > MOST_NOTED:
        raise Refused(f"Texten är för lång. Högst {MOST_NOTED} tecken får plats.", field="note")
    if len(files) > 1:
        raise Refused("Lägg till en fil.", field="attached")


def _note(
    application: Application,
    entry: RegistryEntry,
    evidence: Evidence,
    files: Iterable[Attachment] = (),
    *,
    by: User,
    now: datetime,
) -> DeliveryRecord:
    proof = None
    for file in taken_in(list(files), by=by, now=now):
        proof = cases.register(
            application.case,
            direction=Direction.IN,
            title=f"{evidence.kind.label}: {file.name}",
            counterpart=application.organisation.name,
            document=file.document,
            by=by,
            now=now,
        )
    made = DeliveryRecord.objects.create(
        application=application,
        entry=entry,
        kind=evidence.kind,
        happened_on=evidence.happened_on,
        note=evidence.note.strip(),
        proof=proof,
        noted_at=now,
        noted_by=by,
    )
    received = evidence.kind in PROVES_RECEIPT
    if received:
        appeal_times.reckon(application, entry, by=by, now=now)
    events.record(
        application.stream,
        "letter_received" if received else "letter_sent_too",
        by=by,
        now=now,
        letter=entry.serial,
        kind=evidence.kind,
        happened_on=evidence.happened_on,
        entries=[proof.serial] if proof else [],
    )
    return made
