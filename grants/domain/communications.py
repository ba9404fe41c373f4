"""Communication under 25 § FL: material is shown to the party, who may answer before the decision (INV-11)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission
from applicants.permissions import check_may_manage
from delmos.lib.dates import format_date
from delmos.lib.refusal import Refused, refusal_of
from delmos.lib.workflow import Transition
from grants.domain import deliveries, messages
from grants.domain.applications import locked
from grants.domain.letters_out import check_names_nobody, day_to_answer, made_before, register_letter
from grants.domain.messages import Attachment
from grants.domain.queries.cases import open_if_marked
from grants.domain.queries.correspondence import before_decision
from grants.domain.telling import tell_agency, tell_party
from grants.enums import DecisionStatus
from grants.models import Application, CommunicatedDocument, Communication, Message
from grants.permissions import check_case_act, check_is_officer
from grants.policies import not_now, step_of_the_party
from grants.workflow import APPLICATION, COMMUNICATION
from journal.domain import events
from journal.enums import Direction
from journal.models import RegistryEntry

TITLE = "Kommunicering"
NOTHING_TO_ADD = "Vi har inget att tillägga."


@transaction.atomic
def send(
    application: Application,
    *,
    text: str,
    serials: Iterable[int] = (),
    due_on: date,
    page_key: str = "",
    by: User,
    now: datetime,
) -> Communication:
    """Show the party the material: a text, and documents of the case by their number in the diary.

    The documents open to the party. It has until ``due_on`` (moved to a working day) to answer. The same post of a page
    a second time gives the communication that stands. Raises Refused without a text, for a day that is not to come, or
    a document that is not in the case or is marked for secrecy.
    """
    application = locked(application)
    check_case_act(by, Permission.ASSESS_CASES, application, law=COMMUNICATION)
    check_is_officer(by, application)
    if sent := made_before(application.communications.all(), page_key):
        return sent
    step = APPLICATION.check("communicate", application.status)
    if application.decisions.filter(status=DecisionStatus.DECIDED).exists():
        raise Refused("Skicka beslutet först.", law=COMMUNICATION)
    if not text.strip():
        raise Refused("Skriv vad materialet gäller och varför det har betydelse.", law=COMMUNICATION, field="text")
    check_names_nobody(application, text=text)
    due_on = day_to_answer(due_on, law=COMMUNICATION, now=now)
    shown = _open_to_party(application, sorted(set(serials)))
    entry = register_letter(application, title=TITLE, lines=_letter(text.strip(), shown, due_on), by=by, now=now)
    made = Communication.objects.create(
        application=application,
        number=application.communications.count() + 1,
        text=text.strip(),
        due_on=due_on,
        entry=entry,
        page_key=page_key,
        sent_at=now,
        sent_by=by,
    )
    CommunicatedDocument.objects.bulk_create(CommunicatedDocument(communication=made, entry=one) for one in shown)
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        number=made.number,
        due_on=due_on,
        documents=[one.serial for one in shown],
        entries=[entry.serial],
    )
    deliveries.sent(application, entry, notice_key=f"communication:{made.pk}", by=by, now=now)
    tell_party(
        application,
        key=f"communication:{made.pk}",
        title=f"Ni kan yttra er senast {format_date(due_on)}",
        page="own_communication",
        arguments=[made.number],
        now=now,
    )
    return made


@transaction.atomic
def answer(
    communication: Communication,
    *,
    text: str = "",
    nothing_to_add: bool = False,
    files: Sequence[Attachment] = (),
    page_key: str = "",
    by: User,
    now: datetime,
) -> Message:
    """The party answers, or says that it has nothing to add. Taken in also after the day, until the decision.

    The same post of a page a second time gives the answer that stands. Raises Refused without a mandate to do so, with
    neither a text nor "nothing to add", or once what it was shown for is decided.
    """
    application = locked(communication.application)
    check_may_manage(by, application.organisation, now=now)
    if sent := made_before(application.messages.all(), page_key):
        return sent
    step = _step_of_answer(communication, application)
    if nothing_to_add and (text.strip() or files):
        raise Refused("Välj antingen att skriva ett svar eller att inte tillägga något.", field="text")
    if not nothing_to_add and not text.strip():
        raise Refused("Skriv ert svar, eller kryssa i att ni inte har något att tillägga.", field="text")
    message = messages.keep(
        application,
        direction=Direction.IN,
        title="Yttrande",
        text=NOTHING_TO_ADD if nothing_to_add else text,
        files=files,
        communication=communication,
        page_key=page_key,
        by=by,
        now=now,
    )
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        number=communication.number,
        message=message.pk,
        entries=messages.serials_of(message),
    )
    deliveries.answered(application, communication.entry, by=by, now=now)
    tell_agency(
        application,
        key=f"message:{message.pk}",
        title="Sökanden har yttrat sig",
        page="correspondence",
        now=now,
    )
    return message


def can_be_answered(communication: Communication) -> bool:
    """Whether an answer is taken in: until the decision that the material was shown for is made."""
    return refusal_of(lambda: _step_of_answer(communication, communication.application)) is None


def _step_of_answer(communication: Communication, application: Application) -> Transition:
    """What was shown before a decision is not answered after it, whatever was decided and whether it is sent."""
    step = step_of_the_party("answer_communication", application)
    if not before_decision(application.communications.filter(pk=communication.pk)).exists():
        raise not_now(step)
    return step


def may_be_shown(application: Application) -> QuerySet[RegistryEntry]:
    """The documents of the case that can be communicated: those that no mark would keep from the party."""
    return application.case.entries.filter(open_if_marked(), document__isnull=False).order_by("serial")


def _open_to_party(application: Application, serials: Sequence[int]) -> list[RegistryEntry]:
    """The documents with these numbers, from now on open to the party."""
    if application.case.entries.filter(serial__in=serials, document__isnull=False).count() != len(serials):
        raise Refused("Välj handlingar i listan.", law=COMMUNICATION, field="serials")
    shown = list(may_be_shown(application).filter(serial__in=serials))
    if len(shown) != len(serials):
        raise Refused(
            "En sekretessmarkerad handling går inte att visa för sökanden i portalen. Välj bort den.",
            law=COMMUNICATION,
            field="serials",
        )
    application.case.entries.filter(pk__in=[entry.pk for entry in shown]).update(visible_to_party=True)
    return shown


def _letter(text: str, shown: Sequence[RegistryEntry], due_on: date) -> Iterator[str]:
    yield text
    if shown:
        yield ""
        yield "Handlingar:"
        for entry in shown:
            yield f"- handling {entry.serial}, {entry.title}"
    yield ""
    yield f"Ni kan yttra er senast {format_date(due_on)}, i portalen under ärendet på Mina sidor."
    yield "Därefter kan vi besluta i ärendet."
    yield ""
    yield f"Regel: {COMMUNICATION}"
