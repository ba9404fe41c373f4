"""Applications: received into the diary, assigned to an officer, closed when the books balance."""

from datetime import datetime

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refused
from grants.domain import attachments, facts, invitations, ledger, receipts
from grants.enums import ApplicationStatus, ConflictAnswer
from grants.models import Application, ApplicationFile, Draft
from grants.permissions import check_may, check_no_conflict, check_not_conflicted, conflict_answer
from grants.policies import is_late
from grants.workflow import APPLICATION, REGISTRATION
from journal.domain import cases, documents, events
from journal.enums import Direction
from journal.models import Case

SERIES = "BID"


def receive(draft: Draft, frozen: bytes, *, by: User, now: datetime) -> Application:
    """Take a signed draft in: number, diary rows, frozen content and event, in the caller's transaction (INV-3).

    After an invitation it is registered in the case that the expression of interest opened.
    """
    asked, organisation = draft.asked, draft.organisation
    answers = asked.only(draft.answers)
    group = draft.call.ordinance.group_of(organisation.type)
    if group is None:
        raise Refused(f"{organisation.name} kan inte söka här.", law=draft.call.ordinance.who_law)
    case = _case_of(draft, by=by, now=now)
    content = documents.store(frozen, content_type="application/json", by=by, now=now)
    application = Application.objects.create(
        case=case,
        call=draft.call,
        organisation=organisation,
        applicant_type=organisation.kind,
        group=group.code,
        ordinance_key=draft.call.ordinance_key,
        form=draft.form,
        content=content,
        answers=answers,
        **facts.facts_of(answers).columns(),
        status=ApplicationStatus.RECEIVED_LATE if is_late(draft.call, now) else ApplicationStatus.RECEIVED,
        received_at=now,
        begun_at=now,
        submitted_by=by,
    )
    facts.write_budget(application, answers)
    entry = cases.register(
        case,
        direction=Direction.IN,
        title="Ansökan",
        counterpart=organisation.name,
        document=content,
        is_sensitive=bool(draft.asked.sensitive),
        by=by,
        now=now,
    )
    attached = attachments.register(draft, case, by=by, now=now)
    ApplicationFile.objects.bulk_create(
        ApplicationFile(application=application, question=file.question, document=file.document, name=file.name)
        for file, _ in attached
    )
    events.record(
        application.stream,
        "application_received",
        by=by,
        now=now,
        call=draft.call.slug,
        organisation=organisation.organisation_number,
        content_sha256=content.sha256,
        requested_ore=application.requested_ore,
        late=application.status == ApplicationStatus.RECEIVED_LATE,
        entries=[entry.serial, *(filed.serial for _, filed in attached)],
    )
    receipts.promise(application)
    return application


@transaction.atomic
def assign(application: Application, *, officer: User, by: User, now: datetime) -> Application:
    """Confirm the registration and give the case to an officer.

    Raises Refused for the wrong role, a person who is no officer or has declared jäv, or a case already assigned.
    """
    application = locked(application)
    check_may(by, Permission.REGISTER_CASES, law=REGISTRATION)
    check_not_conflicted(by, application)
    step = APPLICATION.check("register", application.status)
    _check_officer(officer, application)
    application.status, application.officer = str(step.target), officer
    application.assigned_at, application.assigned_by = now, by
    application.save(update_fields=["status", "officer", "assigned_at", "assigned_by"])
    events.record(application.stream, step.event, by=by, now=now, officer=officer.actor_key)
    return application


@transaction.atomic
def reassign(application: Application, *, officer: User, by: User, now: datetime) -> Application:
    """Give the case to another officer, in whatever state an officer has something to do.

    Somebody leaves, is away or is kept out by jäv: without it nobody could examine the case, or renew the checks that a
    payment asks for. Raises Refused for the wrong role, the officer it has, and a person who is none or is kept out.
    """
    application = locked(application)
    check_may(by, Permission.REGISTER_CASES, law=REGISTRATION)
    check_not_conflicted(by, application)
    step = APPLICATION.check("reassign", application.status)
    if application.officer_id == officer.pk:
        raise Refused(f"Ärendet är redan fördelat till {officer.name}.", field="officer")
    _check_officer(officer, application)
    application.officer, application.assigned_at, application.assigned_by = officer, now, by
    application.save(update_fields=["officer", "assigned_at", "assigned_by"])
    events.record(application.stream, step.event, by=by, now=now, officer=officer.actor_key)
    return application


def _check_officer(officer: User, application: Application) -> None:
    if not officer.has_role(Role.CASE_OFFICER):
        raise Refused("Välj en handläggare i listan.", field="officer")
    if conflict_answer(officer, application) is ConflictAnswer.CONFLICT:
        raise Refused(f"{officer.name} är eller kan vara jävig i ärendet. Välj en annan handläggare.", field="officer")


def close_if_settled(application: Application, *, by: User, now: datetime) -> bool:
    """Close the case when nothing is left to pay, report or repay (INV-26). The caller holds the lock.

    A case that is opened again stays open, whatever is booked in it meanwhile.
    """
    step = APPLICATION.transition("close")
    if application.status not in step.sources or not ledger.balance_of(application).settled:
        return False
    application.status = str(step.target)
    application.save(update_fields=["status"])
    cases.close(application.case, by=by, now=now)
    events.record(application.stream, step.event, by=by, now=now)
    return True


@transaction.atomic
def close(application: Application, *, by: User, now: datetime) -> Application:
    """Close a case whose books balance, by hand. What is paid, reported or repaid last closes it by itself.

    Raises Refused for others than officers and economists, for open or unanswered jäv, and while something is left to
    pay, report or repay, with what it is.
    """
    application = locked(application)
    if not by.may(Permission.HANDLE_PAYMENTS):
        check_may(by, Permission.ASSESS_CASES)
    check_no_conflict(by, application)
    APPLICATION.check("close", application.status)
    if not close_if_settled(application, by=by, now=now):
        raise Refused(_what_is_left(ledger.balance_of(application)))
    return application


def _what_is_left(balance: ledger.Balance) -> str:
    if balance.remaining:
        return f"Det finns {format_sek(balance.remaining)} kvar att betala ut."
    if balance.outstanding:
        return f"Det finns {format_sek(balance.outstanding)} kvar att få tillbaka."
    return "Bidraget är inte slutredovisat."


def locked(application: Application) -> Application:
    """The application's row, locked until the transaction ends."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("case", "call", "organisation", "officer", "risk")
        .get(pk=application.pk)
    )


def _case_of(draft: Draft, *, by: User, now: datetime) -> Case:
    if draft.invitation and (case := invitations.answered(draft.invitation)):
        return case
    return cases.open_case(
        series=SERIES,
        title=f"Ansökan om statsbidrag: {draft.call.title}",
        counterpart=draft.organisation.name,
        by=by,
        now=now,
    )
