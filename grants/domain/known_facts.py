"""What the portal itself knows of a formal demand: computed support for the officer, never a decision (INV-18, 19)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Sum

from accounts.models import User
from applicants.domain.payment_accounts import current_account
from applicants.enums import AccountStatus
from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.money import format_sek
from grants.domain import ledger
from grants.domain.declarations import ACTIVE_SINCE, years_later
from grants.domain.mandates import unreviewed
from grants.domain.queries.correspondence import newest_answers
from grants.enums import CheckResult, DecisionStatus
from grants.models import Application, Decision, Posting
from grants.models.decision import GIVING
from grants.permissions import without_conflict

HIDDEN = "Här finns något som du inte får se på grund av jäv. Be en kollega bedöma kravet."
OTHER_GRANTS = "other_state_grants"  # the demand of that code, and the question of the same name


@dataclass(frozen=True, slots=True)
class Known:
    """What the portal can say of the demand ``requirement``: in a sentence, and out of which ``source``.

    ``result`` is None when a person has to judge what it means.
    """

    requirement: str
    result: CheckResult | None
    sentence: str
    source: str


def known_of(application: Application, person: User) -> dict[str, Known]:
    """By requirement code, for the demands of the case's ordinance; nothing of cases ``person`` is kept out of (INV-8).

    Six queries.
    """
    wanted = {found.code for found in application.ordinance.requirements_for(application.type)}
    answers = newest_answers(application).answers
    return {
        code: found
        for code, reckon in _RECKONED.items()
        if code in wanted and (found := reckon(application, answers, person)) is not None
    }


def other_grants(application: Application) -> QuerySet[Decision]:
    """The grants to the same organisation, decided in this portal in other cases, for any part of the same period."""
    return Decision.objects.filter(
        application__organisation=application.organisation_id,
        application__period_starts_on__lte=application.period_ends_on,
        application__period_ends_on__gte=application.period_starts_on,
        kind__in=GIVING,
        status__in=[DecisionStatus.DECIDED, DecisionStatus.DISPATCHED],
    ).exclude(application=application.pk)


def declares_other_grants(answers: Mapping[str, Any]) -> bool:
    """Whether the applicant says that it has, or has applied for, another state grant for the same work."""
    return answers.get(OTHER_GRANTS) is True


def _type(application: Application, answers: Mapping[str, Any], person: User) -> Known:
    may_apply = application.ordinance.group_of(application.type) is not None
    return Known(
        "applicant_type",
        CheckResult.MET if may_apply else CheckResult.NOT_MET,
        f"Sökanden är registrerad som {application.get_applicant_type_display().lower()}.",
        "Portalens uppgifter om organisationen",
    )


def _years(application: Application, answers: Mapping[str, Any], person: User) -> Known | None:
    years, since = application.ordinance.minimum_years_active, answers.get(ACTIVE_SINCE)
    if not since:
        return None
    begun, received_on = date.fromisoformat(since), stockholm_date(application.received_at)
    enough = years_later(begun, years) <= received_on
    return Known(
        "years_active",
        CheckResult.MET if enough else CheckResult.NOT_MET,
        f"Verksamheten började {format_date(begun)}. Det är {'minst' if enough else 'mindre än'} {years} år före "
        f"{format_date(received_on)}, då ansökan kom in.",
        "Sökandens svar i ansökan",
    )


def _mandate(application: Application, answers: Mapping[str, Any], person: User) -> Known:
    waiting = unreviewed(application.pk).exists()
    sentence = (
        "Behörigheten är inte godkänd för den som skrev under."
        if waiting
        else "Behörigheten är granskad och godkänd för den som skrev under."
    )
    return Known(
        "mandate", CheckResult.NOT_MET if waiting else CheckResult.MET, sentence, "Portalens granskning av behörigheter"
    )


def _payment_account(application: Application, answers: Mapping[str, Any], person: User) -> Known:
    account = current_account(application.organisation)
    sentence = f"{account}: {account.face.staff.lower()}." if account else "Sökanden har inte angett något konto."
    verified = account is not None and account.status == AccountStatus.VERIFIED
    return Known(
        "payment_account", CheckResult.MET if verified else None, sentence, "Portalens kontroll av betalkonton"
    )


def _other_grants(application: Application, answers: Mapping[str, Any], person: User) -> Known:
    others = list(other_grants(application).select_related("application__case").annotate(seen=_seen_by(person)))
    said = [f"{found.application.case.number} ({format_sek(found.amount_ore)})" for found in others if found.seen]
    sentences = [f"Beviljat här för samma tid: {', '.join(said)}."] if said else []
    if len(said) < len(others):
        sentences.append(HIDDEN)
    if declares_other_grants(answers):
        sentences.append("Sökanden uppger ett annat statligt bidrag för samma arbete.")
    sentence = " ".join(sentences) or "Inget annat bidrag är beviljat här för samma tid, och sökanden uppger inget."
    result = None if sentences else CheckResult.MET
    return Known(OTHER_GRANTS, result, sentence, "Beslut i portalen och sökandens svar")


def _own_reclaim(application: Application, answers: Mapping[str, Any], person: User) -> Known:
    postings = Posting.objects.filter(application__organisation=application.organisation_id)
    sums = postings.annotate(seen=_seen_by(person)).order_by().values_list("seen", "kind")
    totals = list(sums.annotate(total=Sum("amount_ore")))
    open_to = ledger.balance_from({kind: total for seen, kind, total in totals if seen}).outstanding
    hidden = ledger.balance_from({kind: total for seen, kind, total in totals if not seen}).outstanding
    sentences = []
    if open_to:
        sentences.append(f"Sökanden har {format_sek(open_to)} kvar att betala tillbaka. Pröva om tiden har gått ut.")
    if hidden:
        sentences.append(HIDDEN)
    sentence = " ".join(sentences) or "Sökanden har inget kvar att betala tillbaka."
    return Known("own_reclaim", None if sentences else CheckResult.MET, sentence, "Portalens bokföring")


def _seen_by(person: User) -> Exists:
    """Of a row about an application: whether ``person`` may know of that case (INV-8)."""
    return Exists(Application.objects.filter(without_conflict(person), pk=OuterRef("application")))


_RECKONED: dict[str, Callable[[Application, Mapping[str, Any], User], Known | None]] = {
    "applicant_type": _type,
    "years_active": _years,
    "mandate": _mandate,
    "payment_account": _payment_account,
    OTHER_GRANTS: _other_grants,
    "own_reclaim": _own_reclaim,
}
