"""One act on many cases: done in all of them or in none, with a report that names each case in the way."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import uuid4

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Refused, each, refusal_of
from grants.domain import applications, assessors, completion_requests, conflicts, withdrawals
from grants.domain.completion_requests import Lacking
from grants.domain.queries.expressions import declared_none
from grants.domain.withdrawals import LetterWriter
from grants.enums import ApplicationStatus, BulkActKind, ConflictAnswer
from grants.models import Application, BulkAct
from grants.permissions import check_is_officer
from grants.questions import QuestionGroup
from grants.workflow import APPLICATION

# How many cases at once: what a person waits for on a page. A case that is closed may have a letter drawn up.
MOST: Mapping[BulkActKind, int] = {
    BulkActKind.NO_CONFLICT: 50,
    BulkActKind.ASSIGN: 50,
    BulkActKind.REQUEST_COMPLETION: 50,
    BulkActKind.INVITE: 50,
    BulkActKind.CLOSE: 10,
}
WHO: Mapping[BulkActKind, frozenset[Permission]] = {
    BulkActKind.NO_CONFLICT: frozenset({Permission.ASSESS_CASES, Permission.DECIDE_CASES, Permission.HANDLE_PAYMENTS}),
    BulkActKind.ASSIGN: frozenset({Permission.REGISTER_CASES}),
    BulkActKind.REQUEST_COMPLETION: frozenset({Permission.ASSESS_CASES}),
    BulkActKind.INVITE: frozenset({Permission.ASSESS_CASES}),
    BulkActKind.CLOSE: frozenset({Permission.ASSESS_CASES, Permission.HANDLE_PAYMENTS}),
}


def may_do(person: User, kind: BulkActKind) -> bool:
    """Whether the person's role has the act at all. Each case asks anew."""
    return any(person.may(permission) for permission in WHO[kind])


@transaction.atomic
def declare_none(chosen: Iterable[Application], *, page_key: str, by: User, now: datetime) -> BulkAct:
    """Answer in each case that ``by`` is not jävig, as conflicts.declare. All or nothing."""
    return _do(
        BulkActKind.NO_CONFLICT,
        chosen,
        lambda application: conflicts.declare(application, answer=ConflictAnswer.NONE, by=by, now=now),
        page_key=page_key,
        by=by,
        now=now,
    )


@transaction.atomic
def assign(chosen: Iterable[Application], *, officer: User, page_key: str, by: User, now: datetime) -> BulkAct:
    """Confirm the registration of each case and give it to ``officer``, as applications.assign. All or nothing."""
    return _do(
        BulkActKind.ASSIGN,
        chosen,
        lambda application: applications.assign(application, officer=officer, by=by, now=now),
        page_key=page_key,
        by=by,
        now=now,
    )


@transaction.atomic
def request_completion(
    chosen: Iterable[Application],
    *,
    items: Sequence[Lacking],
    due_on: date,
    consequence: str,
    page_key: str,
    by: User,
    now: datetime,
) -> BulkAct:
    """Ask each applicant for the same, to the same day, as completion_requests.request. All or nothing."""

    def ask(application: Application) -> Any:
        return completion_requests.request(
            application, items=items, due_on=due_on, consequence=consequence, by=by, now=now
        )

    return _do(BulkActKind.REQUEST_COMPLETION, chosen, ask, page_key=page_key, by=by, now=now)


@transaction.atomic
def invite(chosen: Iterable[Application], *, people: Sequence[User], page_key: str, by: User, now: datetime) -> BulkAct:
    """Invite the same people to assess each case, as assessors.invite. All or nothing."""
    return _do(
        BulkActKind.INVITE,
        chosen,
        lambda application: assessors.invite(application, people=people, by=by, now=now),
        page_key=page_key,
        by=by,
        now=now,
    )


@transaction.atomic
def close(
    chosen: Iterable[Application], *, write_letter: LetterWriter, page_key: str, by: User, now: datetime
) -> BulkAct:
    """Close each case: a withdrawn one by a decision to write it off, another when its books balance. All or nothing.

    ``write_letter``: draws the decision to write off.
    """

    def finish(application: Application) -> Any:
        if application.status == ApplicationStatus.WITHDRAWN:
            return withdrawals.write_off(application, write_letter=write_letter, by=by, now=now)
        return applications.close(application, by=by, now=now)

    return _do(BulkActKind.CLOSE, chosen, finish, page_key=page_key, by=by, now=now)


def obstacles(kind: BulkActKind, chosen: Sequence[Application], *, person: User) -> dict[int, str]:
    """What already stands in the way of the act, by primary key of the case, in one query. The verbs ask anew."""
    if kind is BulkActKind.NO_CONFLICT:
        return {}
    answered = declared_none(person, chosen)
    found: dict[int, str] = {}
    for application in chosen:
        if refusal := refusal_of(partial(_check, kind, application, person, answered)):
            found[application.pk] = refusal.message
    return found


def may_be_asked_of_all(chosen: Sequence[Application]) -> list[QuestionGroup]:
    """The questions that the forms of all the cases have under the same key and label, page by page."""
    forms = {application.form_id: completion_requests.may_be_asked(application) for application in chosen}
    alike = [{(asked.key, asked.label) for group in groups for asked in group.questions} for groups in forms.values()]
    shared = set.intersection(*alike) if alike else set()
    return [
        QuestionGroup(group.key, group.title, questions)
        for group in next(iter(forms.values()), [])
        if (questions := tuple(asked for asked in group.questions if (asked.key, asked.label) in shared))
    ]


def _check(kind: BulkActKind, application: Application, person: User, answered: set[int]) -> None:
    APPLICATION.check(_step(kind, application), application.status)
    if kind is BulkActKind.ASSIGN:
        return
    if application.officer_id and not (kind is BulkActKind.CLOSE and person.may(Permission.HANDLE_PAYMENTS)):
        check_is_officer(person, application)
    if application.case_id not in answered:
        raise Refused("Ta först ställning till om du är jävig i ärendet.")


def _step(kind: BulkActKind, application: Application) -> str:
    if kind is BulkActKind.CLOSE and application.status == ApplicationStatus.WITHDRAWN:
        return "write_off"
    return _STEPS[kind]


_STEPS: Mapping[BulkActKind, str] = {
    BulkActKind.ASSIGN: "register",
    BulkActKind.REQUEST_COMPLETION: "request_completion",
    BulkActKind.INVITE: "invite_assessor",
    BulkActKind.CLOSE: "close",
}


def _do(
    kind: BulkActKind,
    chosen: Iterable[Application],
    act: Callable[[Application], Any],
    *,
    page_key: str,
    by: User,
    now: datetime,
) -> BulkAct:
    """The act on each case, in the order of their numbers, and a row that says what was done.

    The row comes first: a second post of the same page waits for it there, and gives what the first one did.
    """
    cases = sorted(chosen, key=lambda application: application.pk)  # one order of locks, whoever else does the same
    if not cases:
        raise Refused("Välj minst ett ärende i listan.")
    if len(cases) > MOST[kind]:
        raise Refused(f"Välj högst {MOST[kind]} ärenden åt gången.")
    done, is_new = BulkAct.objects.get_or_create(
        page_key=page_key or uuid4().hex,
        defaults={
            "kind": kind,
            "numbers": [application.case.number for application in cases],
            "done_at": now,
            "done_by": by,
        },
    )
    if is_new:
        each(cases, act, name=lambda application: application.case.number)
    return done
