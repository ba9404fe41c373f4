"""Requests that a matter be decided (FL 12 §, INV-32): made by the party or entered from post, answered in time."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from applicants.permissions import check_may_manage
from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.refusal import Refused, refusal_of
from grants.clocks import answer_due
from grants.domain import deliveries
from grants.domain.applications import locked
from grants.domain.letters_out import PLAIN_TEXT, check_names_nobody
from grants.domain.telling import tell_agency, tell_party
from grants.enums import DecisionKind
from grants.models import Application, DecisionRequest
from grants.ordinances.profile import AppealRule
from grants.permissions import check_case_act, check_is_officer, check_may, check_not_conflicted
from grants.policies import check_may_ask_for_decision
from grants.workflow import APPLICATION, DECISION_REQUEST, REGISTRATION
from journal.domain import cases, documents, events
from journal.enums import Direction

TITLE = "Begäran om avgörande"
REFUSAL_TITLE = "Beslut om avslag på begäran om avgörande"
# Draws the decision: the room of letters stands above this one and is handed in.
LetterWriter = Callable[[DecisionRequest], bytes]


@transaction.atomic
def ask(application: Application, *, text: str = "", by: User, now: datetime) -> DecisionRequest:
    """The party asks that its matter be decided. Nothing is owed to the agency in reasons.

    It is registered and starts the four weeks. Returns the request, also when it is already made (a double click).
    Raises Refused without a mandate to manage, before six months have passed, a second time by post, and once the
    matter is decided.
    """
    application = locked(application)
    check_may_manage(by, application.organisation, now=now)
    if made := DecisionRequest.objects.filter(application=application, by_post=False).first():
        return made
    return _take_in(application, came_in_on=stockholm_date(now), text=text, by_post=False, by=by, now=now)


@transaction.atomic
def enter(application: Application, *, came_in_on: date, text: str, by: User, now: datetime) -> DecisionRequest:
    """A registrar enters a request that came outside the portal: on which Swedish day, and what it says.

    The four weeks run from the day it came in (22 § FL), however late it is entered. Raises Refused for anybody else,
    for a day to come, without its words, and for what the party could not ask in the portal either.
    """
    application = locked(application)
    check_may(by, Permission.REGISTER_CASES, law=REGISTRATION)
    check_not_conflicted(by, application)
    if came_in_on > stockholm_date(now):
        raise Refused("Dagen har inte kommit än.", law=DECISION_REQUEST, field="came_in_on")
    if not text.strip():
        raise Refused("Skriv av det som står i begäran.", law=DECISION_REQUEST, field="text")
    return _take_in(application, came_in_on=came_in_on, text=text, by_post=True, by=by, now=now)


@transaction.atomic
def refuse(
    application: Application, *, reasons: str, write_letter: LetterWriter, by: User, now: datetime
) -> DecisionRequest:
    """Refuse the request in a decision of its own, with reasons and how it is appealed.

    The party reads it at once. Returns the request, also when it is already refused by the same officer (a double
    click). Raises Refused for another officer, without reasons, without a request since the case came in or was opened
    again, and once the matter is decided.
    """
    application = locked(application)
    check_case_act(by, Permission.ASSESS_CASES, application, law=DECISION_REQUEST)
    check_is_officer(by, application)
    step = APPLICATION.check("refuse_decision_request", application.status)
    request = DecisionRequest.objects.select_for_update(of=("self",)).filter(application=application).first()
    if request is None or request.entered_at < application.begun_at:  # or answered by the decision made since
        raise Refused("Sökanden har inte begärt att ärendet avgörs.", law=DECISION_REQUEST)
    if request.refused_at:
        return request
    if not reasons.strip():
        raise Refused("Skriv varför ärendet inte kan avgöras nu.", law=DECISION_REQUEST, field="reasons")
    check_names_nobody(application, reasons=reasons)
    rule = appeal_rule(application)
    request.application = application
    request.reasons, request.refused_at, request.refused_by = reasons.strip(), now, by
    request.appealable, request.appeal_law = rule.appealable, str(rule.law)
    request.letter = documents.store(write_letter(request), content_type="application/pdf", by=by, now=now)
    request.save(update_fields=["reasons", "letter", "appealable", "appeal_law", "refused_at", "refused_by"])
    entry = deliveries.send_letter(
        application,
        request.letter,
        title=REFUSAL_TITLE,
        told=f"Vi har beslutat om er begäran om avgörande: {application.title}",
        key=f"decision-request:{request.pk}:refused",
        page="own_decision_request",
        by=by,
        now=now,
    )
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        letter_sha256=request.letter.sha256,
        appealable=rule.appealable,
        entries=[entry.serial],
    )
    return request


def appeal_rule(application: Application) -> AppealRule:
    """Whether a refusal may be appealed: to the court that would try the matter, so when a rejection may be (FL 12 §).

    A lawyer confirms it with the profile, whose ``uncertain`` says so.
    """
    return application.ordinance.appeal[DecisionKind.REJECT]


def why_not(person: User, application: Application, *, now: datetime) -> Refused | None:
    """Why ``person`` may not ask for a decision now; None when it may. The verb asks anew."""

    def check() -> None:
        check_may_manage(person, application.organisation, now=now)
        check_may_ask_for_decision(application, on=stockholm_date(now))

    return refusal_of(check)


def _take_in(
    application: Application, *, came_in_on: date, text: str, by_post: bool, by: User, now: datetime
) -> DecisionRequest:
    """Register the request and start its clock. The caller holds the lock and has authorised ``by``."""
    check_may_ask_for_decision(application, on=came_in_on)
    step = APPLICATION.check("request_decision", application.status)
    due_on = answer_due(came_in_on)
    words = "\n".join(_words(application, came_in_on, text.strip(), by))
    entry = cases.register(
        application.case,
        direction=Direction.IN,
        title=TITLE,
        counterpart=application.organisation.name,
        document=documents.store(words.encode(), content_type=PLAIN_TEXT, by=by, now=now),
        by=by,
        now=now,
    )
    request = DecisionRequest.objects.create(
        application=application,
        came_in_on=came_in_on,
        due_on=due_on,
        by_post=by_post,
        text=text.strip(),
        entry=entry,
        entered_at=now,
        entered_by=by,
    )
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        came_in_on=came_in_on,
        due_on=due_on,
        by_post=by_post,
        entries=[entry.serial],
    )
    _tell(request, application, now=now)
    return request


def _words(application: Application, came_in_on: date, text: str, by: User) -> list[str]:
    return [
        TITLE,
        f"Ärende {application.case.number}",
        f"Från {application.organisation.name}",
        f"Inkom {format_date(came_in_on)}",
        "",
        f"{application.organisation.name} begär att ärendet avgörs (12 § förvaltningslagen (2017:900)).",
        *(["", text] if text else []),
        "",
        by.name,
    ]


def _tell(request: DecisionRequest, application: Application, *, now: datetime) -> None:
    """The party gets its receipt; the officer, or the registrars before there is one, the day to answer."""
    until = format_date(request.due_on)
    tell_party(
        application,
        key=f"decision-request:{request.pk}:received",
        title=f"Vi har tagit emot er begäran om avgörande. Vi svarar senast {until}",
        page="own_decision_request",
        now=now,
    )
    tell_agency(
        application,
        key=f"decision-request:{request.pk}",
        title=f"Sökanden har begärt att ärendet avgörs. Svara senast {until}",
        page="decision_request",
        now=now,
    )
