"""A person's role changes: the earlier mandate stays as it was, for what was signed with it, and a new one follows."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from applicants.domain.mandates import check_not_last_signatory, locked, stream
from applicants.enums import MandateRole, SignRule
from applicants.models import Mandate, MandateEvidence
from applicants.permissions import check_may_manage, is_waiting
from delmos.lib.dates import stockholm_date
from delmos.lib.refusal import Refused
from journal.domain import events, notices

_FROM_MOST = list(MandateRole)
_REVIEW = ("review_status", "reviewed_at", "reviewed_by", "review_note")


@transaction.atomic
def change(
    mandate: Mandate,
    *,
    role: MandateRole,
    sign_rule: SignRule = SignRule.ALONE,
    address: str = "/",
    by: User,
    now: datetime,
) -> Mandate:
    """Change what the person may do for the organisation, from ``now`` on; the same role again changes nothing.

    Returns the new mandate. The old one ends at the same moment and keeps saying with what right something was signed
    (INV-5). Who may do more than before is reviewed as with any new mandate; for less, the review and its evidence
    stand. The person is told, with ``address`` as the page (a path).
    Raises Refused to those who do not manage the organisation, for a mandate that is over or waits for its review, when
    the organisation would be without a signatory, and to those who would give themselves more.
    """
    mandate = locked(mandate)
    check_may_manage(by, mandate.organisation, now=now)
    _check_can_change(mandate, now=now)
    rule = sign_rule if role == MandateRole.SIGNATORY else SignRule.ALONE
    if (mandate.role, mandate.sign_rule) == (role, rule):
        return mandate
    gives_more = _power(role, rule) > _power(MandateRole(mandate.role), SignRule(mandate.sign_rule))
    if gives_more:
        _check_not_for_oneself(mandate, by)
    elif role != MandateRole.SIGNATORY:
        check_not_last_signatory(mandate, now=now)
    mandate.ended_at, mandate.ended_by = now, by
    mandate.save(update_fields=["ended_at", "ended_by"])
    changed = _follow(mandate, role, rule, with_review=not gives_more, by=by, now=now)
    events.record(
        stream(mandate.organisation),
        "mandate_changed",
        by=by,
        now=now,
        person=mandate.person.actor_key,
        before=[mandate.role, mandate.sign_rule],
        after=[role, rule],
    )
    if by.pk != mandate.person_id:
        notices.notify(
            [mandate.person],
            key=f"mandate:{changed.pk}:changed",
            title=f"Du är nu {role.label.lower()} för {mandate.organisation.name}",
            url=address,
            now=now,
        )
    return changed


def _follow(
    mandate: Mandate, role: MandateRole, rule: SignRule, *, with_review: bool, by: User, now: datetime
) -> Mandate:
    """The mandate that comes after ``mandate``, for what is left of its days."""
    changed = Mandate.objects.create(
        person=mandate.person,
        organisation=mandate.organisation,
        role=role,
        sign_rule=rule,
        valid_from=max(mandate.valid_from, stockholm_date(now)),
        valid_to=mandate.valid_to,
        granted_at=now,
        granted_by=by,
        **({name: getattr(mandate, name) for name in _REVIEW} if with_review else {}),
    )
    if with_review:
        MandateEvidence.objects.bulk_create(
            MandateEvidence(
                mandate=changed,
                document_id=shown.document_id,
                name=shown.name,
                added_at=shown.added_at,
                added_by_id=shown.added_by_id,
            )
            for shown in mandate.evidence.all()
        )
    return changed


def _power(role: MandateRole, rule: SignRule) -> tuple[int, bool]:
    """How much a mandate gives, for comparing: signing alone is more than signing with another."""
    return -_FROM_MOST.index(role), role == MandateRole.SIGNATORY and rule == SignRule.ALONE


def _check_can_change(mandate: Mandate, *, now: datetime) -> None:
    if mandate.ended_at or (mandate.valid_to and mandate.valid_to < stockholm_date(now)):
        raise Refused("Behörigheten är avslutad. Bjud in personen igen i stället.")
    if is_waiting(mandate):
        raise Refused("Behörigheten gäller inte än, eftersom vi inte har granskat den. Den kan inte ändras nu.")


def _check_not_for_oneself(mandate: Mandate, person: User) -> None:
    """Ingen ger sig själv en större behörighet."""
    if person.pk == mandate.person_id:
        raise Refused(
            "Du kan inte ge dig själv en större behörighet. Be någon annan som sköter behörigheterna för "
            f"{mandate.organisation.name} att göra det.",
            field="role",
        )
