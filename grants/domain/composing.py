"""A decision out of what is worded: with all its parts, first for the letter, and then saved."""

from datetime import date, datetime

from accounts.models import User
from delmos.lib.dates import stockholm_date
from grants.domain.granting import frames_of
from grants.domain.queries.letter_texts import Chosen, in_force, versions_of
from grants.domain.queries.officials import left_out
from grants.domain.reopenings import earlier_of
from grants.domain.wording import Wording
from grants.enums import DecisionKind, LetterKind
from grants.models import Application, Decision, DecisionAmount, DecisionParticipant, DecisionParts, Instalment
from grants.models.decision import GIVING
from grants.policies import newest_proposal


def compose(application: Application, wording: Wording, *, by: User, now: datetime) -> Decision:
    """The decision that ``by`` would make today, with its parts, unsaved. Whoever presented the case is rapporteur."""
    rule, proposal = application.ordinance.appeal[wording.kind], newest_proposal(application)
    own_year, gives = application.call.budget_year, wording.kind in GIVING
    decision = Decision(
        application=application,
        earlier=earlier_of(application),
        kind=wording.kind,
        frame=frames_of(application)[own_year],
        budget_year=own_year,
        amount_ore=wording.amount_ore,
        decided_on=stockholm_date(now),
        reasons=wording.reasons.strip(),
        rules_cited=wording.rules_cited.strip(),
        conditions=wording.conditions.strip() if gives else "",
        communication=wording.communication.strip(),
        report_due_on=wording.report_due_on if gives else None,
        appealable=rule.appealable,
        appeal_law=str(rule.law),
        participants=wording.participants.strip(),
        rapporteur=proposal.proposed_by if proposal and proposal.proposed_by_id != by.pk else None,
        decider=by,
        texts=versions_of(_texts(application, wording.kind, on=stockholm_date(now))),
        officials_left_out=left_out(application.case_id) is not None,
        prepared_at=now,
        prepared_by=by,
    )
    decision.parts = _parts(application, wording, decision) if gives else _present(wording)
    return decision


def _texts(application: Application, kind: DecisionKind, *, on: date) -> dict[str, Chosen]:
    return in_force(LetterKind.DECISION, ordinance_key=application.ordinance_key, kind=kind, on=on)


def save(decision: Decision, wording: Wording) -> None:
    """Write the decision with all its parts. The caller has its letter drawn up and holds the case's lock."""
    parts = decision.parts
    decision.save(force_insert=True)
    for row in parts.amounts:
        row.decision = decision
    for part in parts.instalments:
        part.decision = decision
    DecisionAmount.objects.bulk_create(parts.amounts)
    Instalment.objects.bulk_create(parts.instalments)
    DecisionParticipant.objects.bulk_create(
        DecisionParticipant(decision=decision, person=person) for person in wording.present
    )


def _parts(application: Application, wording: Wording, decision: Decision) -> DecisionParts:
    own_year, known = application.call.budget_year, frames_of(application)
    amounts = tuple(
        DecisionAmount(budget_year=year, frame=known.get(year, decision.frame), amount_ore=amount)
        for year, amount in wording.given(own_year).items()
    )
    instalments = tuple(
        Instalment(
            number=number,
            budget_year=part.budget_year,
            amount_ore=part.amount_ore,
            planned_on=part.planned_on,
            condition=part.condition,
        )
        for number, part in enumerate(wording.planned(own_year, on=decision.decided_on), start=1)
    )
    return DecisionParts(amounts, instalments, _present(wording).present)


def _present(wording: Wording) -> DecisionParts:
    return DecisionParts(present=tuple(person.name for person in wording.present))
