"""Appeals and deliveries of a case, as the pages read them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet

from delmos.lib.gate import NotYours, one
from grants.clocks import appeal_due
from grants.domain.appeal_times import Standing, concerns, notice_key, standing_of
from grants.enums import DeliveryKind
from grants.models import Appeal, Application, CourtRuling, Decision, DeliveryRecord
from journal.models import Mail, Notice, RegistryEntry


@dataclass
class Letter:
    """A letter to the party with all that shows how it went: the records, and the mails that told of it."""

    entry: RegistryEntry
    records: list[DeliveryRecord] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)

    @property
    def received_on(self) -> date | None:
        """The earliest Swedish day that something shows the party had it."""
        return min((record.happened_on for record in self.records if record.proves_receipt), default=None)

    @property
    def notice_key(self) -> str:
        return next((record.notice_key for record in self.records if record.notice_key), "")

    @property
    def is_closed(self) -> bool:
        """Whether the party has still to open it with the button."""
        opens = any(record.opens for record in self.records)
        return opens and not any(record.kind == DeliveryKind.OPENED for record in self.records)


def decisions_of(application: Application) -> QuerySet[Decision]:
    """The decisions that have been sent in the case, the oldest first."""
    return (
        application.decisions.filter(dispatched_at__isnull=False)
        .select_related("decider", "rapporteur", "letter", "sealed_letter", "earlier", "appeal_time")
        .order_by("pk")
    )


def standings_of(
    application: Application, letters: Iterable[Letter], appeals: Iterable[Appeal], *, today: date
) -> list[tuple[Decision, Standing]]:
    """Each decision that has been sent, the newest first, with how it stands. One query, beside letters and appeals."""
    received = {letter.notice_key: letter.received_on for letter in letters}
    found = list(appeals)
    return [
        (
            decision,
            standing_of(
                decision,
                [one for one in found if concerns(one, decision)],
                received=received.get(notice_key(decision)),
                today=today,
            ),
        )
        for decision in decisions_of(application).reverse()
    ]


def letter_with(decision: Decision, letters: Iterable[Letter]) -> Letter | None:
    """The one with which a decision was sent, out of all letters of the case."""
    return next((letter for letter in letters if letter.notice_key == notice_key(decision)), None)


def receipt_of(decision: Decision, letters: Iterable[Letter]) -> tuple[date | None, date | None]:
    """The day on which the party got a decision, and the last day to appeal it; out of all letters of the case."""
    letter = letter_with(decision, letters)
    day = letter.received_on if letter else None
    return day, appeal_due(day) if decision.appealable else None


def appeals_of(application: Application) -> QuerySet[Appeal]:
    """The appeals in the case, the newest first."""
    return application.appeals.select_related(
        "decision",
        "entry",
        "of_dismissal",
        "tested_by",
        "dismissed_by",
        "dismissal_entry",
        "reconsidered_by",
        "handed_over_by",
        "handed_over_entry",
        "entered_by",
        "final_entry",
        "final_by",
    ).order_by("-number")


def ruled_appeals_of(application: Application) -> QuerySet[Appeal]:
    """The same with what the courts have found, the lowest court first. Two queries."""
    rulings = CourtRuling.objects.select_related("entry").order_by("pk")
    return appeals_of(application).prefetch_related(Prefetch("rulings", rulings))


def appeal_of(application: Application, number: int) -> Appeal:
    """One of them, with its rulings. Raises NotYours for a number that the case does not have."""
    found = one(ruled_appeals_of(application), number=number)
    found.application = application
    return found


def letters_of(application: Application, *, mails: bool = False) -> list[Letter]:
    """The letters that were sent to the party, newest first, with their evidence. One query, three with ``mails``."""
    found: dict[int, Letter] = {}
    for record in _records(application):
        letter = found.setdefault(record.entry_id, Letter(record.entry))
        letter.records.append(record)
    if mails:
        _add_mails(found.values())
    return sorted(found.values(), key=lambda letter: -letter.entry.serial)


def one_letter(letters: Iterable[Letter], serial: int) -> Letter:
    """The one with this number in the diary. Raises NotYours for a document that was not sent as a letter."""
    for letter in letters:
        if letter.entry.serial == serial:
            return letter
    raise NotYours


def is_closed(entry: RegistryEntry) -> bool:
    """Whether the party has still to open this document of the case with the button that notes it. One query."""
    kinds = dict(DeliveryRecord.objects.filter(entry=entry).order_by().values_list("kind", "opens"))
    return bool(kinds.get(DeliveryKind.PORTAL)) and DeliveryKind.OPENED not in kinds


def _records(application: Application) -> QuerySet[DeliveryRecord]:
    return application.delivery_records.select_related("entry__document", "proof", "noted_by", "struck_by").order_by(
        "pk"
    )


def _add_mails(letters: Iterable[Letter]) -> None:
    by_key = {letter.notice_key: letter for letter in letters if letter.notice_key}
    notices = dict(Notice.objects.filter(key__in=by_key).values_list("pk", "key"))
    keys = {f"notice:{pk}": key for pk, key in notices.items()}
    for mail in Mail.objects.filter(key__in=keys).order_by("pk"):
        by_key[keys[mail.key]].mails.append(mail)
