"""Expressions of interest on the applicant's side: handed in, and followed by an application when invited."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from accounts.models import User
from applicants.permissions import check_may_act_for, check_may_manage
from delmos.lib.geography import area_code
from delmos.lib.refusal import Refusals, Refused
from grants.domain import attachments, cancelling, invitations, receipts
from grants.domain.applications import SERIES
from grants.domain.declarations import is_declared
from grants.domain.drafts import freeze, problems
from grants.domain.revisions import place
from grants.enums import ExpressionStatus, RevisionAct, Stage
from grants.models import Draft, Expression, ExpressionFile
from grants.policies import (
    check_arrival,
    check_invited_may_start,
    check_may_apply,
    check_not_cancelled,
    is_late,
)
from grants.questions import COUNTIES, SOUGHT, TITLE
from journal.domain import cases, documents, events
from journal.enums import Direction


@transaction.atomic
def submit(draft: Draft, *, content_sha256: str, accepts_late: bool = False, by: User, now: datetime) -> Expression:
    """Hand in an expression of interest: number, diary rows, frozen content, event and receipt at once (INV-2, 3, 6).

    A signatory or an agent hands it in, without signing: no ordinance asks for more than that the applicant stands
    behind its application (INV-5), and an agent may speak for the party in everything before it (FL 14 §). What is
    received is still confirmed by the sender on demand (FL 21 §). ``content_sha256`` is the hash of the frozen bytes
    the person was shown; ``now`` the server's receipt. Returns the expression, also when it is already handed in.

    Raises Refused for another mandate, when something is missing or has changed since it was shown, and when the
    first step has closed and ``accepts_late`` is not set.
    """
    draft = (
        Draft.objects.select_for_update(of=("self",)).select_related("call", "organisation", "form").get(pk=draft.pk)
    )
    check_may_manage(by, draft.organisation, now=now)
    if draft.expression:
        return draft.expression
    if draft.stage != Stage.EXPRESSION:
        raise Refused("En ansökan skickas in när den skrivs under.")
    frozen = freeze(draft)
    if sha256(frozen).hexdigest() != content_sha256:
        raise Refused("Intresseanmälan har ändrats sedan du granskade den. Granska den igen och skicka sedan in den.")
    check_not_cancelled(draft.call)
    if found := problems(draft):
        raise Refusals(found)
    check_arrival(draft.call, Stage.EXPRESSION, accepts_late=accepts_late, now=now)
    cancelling.keep_standing(draft.call)
    draft.expression = _receive(draft, frozen, by=by, now=now)
    draft.save(update_fields=["expression"])
    return draft.expression


@transaction.atomic
def start_application(expression: Expression, *, by: User, now: datetime) -> Draft:
    """Begin the application that ``expression`` was invited to, or go on with it.

    Answers under the same key that the application's question takes follow along, but nothing that is declared. It is
    the applicant who starts it: the agency writes nothing in the applicant's own space (INV-4). Raises Refused for
    those who were not invited, when the time is out, and for people without a mandate.
    """
    expression = invitations.locked(expression)
    check_may_act_for(by, expression.organisation, now=now)
    if begun := application_begun(expression):
        return begun
    check_invited_may_start(expression, now=now)
    draft = Draft.objects.create(
        call=expression.call,
        organisation=expression.organisation,
        stage=Stage.APPLICATION,
        form=expression.call.newest_form(Stage.APPLICATION),
        invitation=expression,
        created_at=now,
        created_by=by,
        saved_at=now,
        saved_by=by,
    )
    declared = {question.key for question in expression.form.form.questions if is_declared(question)}
    answers = {key: value for key, value in expression.answers.items() if key not in declared}
    place(draft, answers, act=RevisionAct.COPIED, note="Från intresseanmälan", by=by, now=now)
    return draft


def application_begun(expression: Expression) -> Draft | None:
    """The draft of the application that the organisation was invited to make, if it has begun one."""
    return Draft.objects.filter(invitation=expression).first()


def _receive(draft: Draft, frozen: bytes, *, by: User, now: datetime) -> Expression:
    answers, organisation, call = draft.asked.only(draft.answers), draft.organisation, draft.call
    check_may_apply(call, organisation)
    case = cases.open_case(
        series=SERIES,
        title=f"Intresseanmälan och ansökan om statsbidrag: {call.title}",
        counterpart=organisation.name,
        by=by,
        now=now,
    )
    content = documents.store(frozen, content_type="application/json", by=by, now=now)
    late = is_late(call, now, Stage.EXPRESSION)
    expression = Expression.objects.create(
        case=case,
        call=call,
        organisation=organisation,
        applicant_type=organisation.kind,
        ordinance_key=call.ordinance_key,
        form=draft.form,
        content=content,
        answers=answers,
        title=answers[TITLE],
        sought_ore=answers[SOUGHT],
        county_codes=sorted(answers[COUNTIES]),
        area_code=area_code(answers[COUNTIES]),
        status=ExpressionStatus.RECEIVED_LATE if late else ExpressionStatus.RECEIVED,
        received_at=now,
        submitted_by=by,
    )
    entry = cases.register(
        case,
        direction=Direction.IN,
        title="Intresseanmälan",
        counterpart=organisation.name,
        document=content,
        is_sensitive=bool(draft.asked.sensitive),
        by=by,
        now=now,
    )
    attached = attachments.register(draft, case, by=by, now=now)
    ExpressionFile.objects.bulk_create(
        ExpressionFile(expression=expression, question=file.question, document=file.document, name=file.name)
        for file, _ in attached
    )
    events.record(
        expression.stream,
        "expression_received",
        by=by,
        now=now,
        call=call.slug,
        organisation=organisation.organisation_number,
        content_sha256=content.sha256,
        sought_ore=expression.sought_ore,
        late=late,
        entries=[entry.serial, *(filed.serial for _, filed in attached)],
    )
    receipts.promise(expression)
    return expression
