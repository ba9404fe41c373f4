"""The proposal row by row of the budget: what is asked for, what of it is eligible, and what is proposed (INV-17)."""

from collections.abc import Sequence
from dataclasses import dataclass

from delmos.lib.money import format_sek
from delmos.lib.refusal import Refusals, Refused
from grants.enums import DecisionKind, DecisionStatus
from grants.models import Application, BudgetRow, Decision, Proposal, ProposalLine
from grants.models.decision import GIVING

MAX_WHY = 300


@dataclass(frozen=True, slots=True)
class Line:
    """What is proposed for the budget row with the primary key ``row``, in öre."""

    row: int
    eligible_ore: int
    proposed_ore: int
    why_less: str = ""


def shared(budget: Sequence[BudgetRow], amount_ore: int) -> list[Line]:
    """The amount shared over the whole budget, every cost eligible: what a full grant means, or a start to change.

    Each row gets its part in whole öre, rounded down; the öre left over go to the rows that lost most by it.
    """
    whole = sum(row.amount_ore for row in budget)
    parts = {row.pk: row.amount_ore * amount_ore // whole for row in budget}
    lost = sorted(budget, key=lambda row: -(row.amount_ore * amount_ore % whole))
    for row in lost[: amount_ore - sum(parts.values())]:
        parts[row.pk] += 1
    return [Line(row.pk, row.amount_ore, parts[row.pk]) for row in budget]


def checked(
    application: Application, kind: DecisionKind, amount_ore: int, lines: Sequence[Line]
) -> list[tuple[BudgetRow, Line]]:
    """The lines that the proposal is to have, each with its budget row; none where no money is proposed.

    A full grant without lines has the whole budget. Raises Refused for a part of it without lines, and for lines that
    do not have each row once, do not come to the amount, or go beyond the row.
    """
    budget = {row.pk: row for row in application.budget.all()}
    if kind not in GIVING or not budget:
        return []
    if not lines and kind is DecisionKind.GRANT:
        lines = shared(list(budget.values()), amount_ore)
    if sorted(line.row for line in lines) != sorted(budget):
        raise Refused("Fördela det föreslagna beloppet på budgetens alla rader.", field="amount")
    if wrong := [refusal for line in lines for refusal in _wrong(budget[line.row], line)]:
        raise Refusals(wrong)
    if (total := sum(line.proposed_ore for line in lines)) != amount_ore:
        raise Refused(
            f"Raderna blir tillsammans {format_sek(total)}, men förslaget är {format_sek(amount_ore)}.", field="amount"
        )
    return [(budget[line.row], line) for line in lines]


def write(proposal: Proposal, lines: Sequence[tuple[BudgetRow, Line]]) -> None:
    """Keep the lines with their proposal."""
    ProposalLine.objects.bulk_create(
        ProposalLine(
            proposal=proposal,
            budget_row=row,
            cost_ore=row.amount_ore,
            eligible_ore=line.eligible_ore,
            why_less=line.why_less.strip() if line.eligible_ore < row.amount_ore else "",
            proposed_ore=line.proposed_ore,
        )
        for row, line in lines
    )


def granted_lines(application: Application, amount_ore: int) -> list[ProposalLine]:
    """The newest proposal's rows, when they come to the amount that is decided; otherwise nothing is said of rows."""
    newest = application.proposals.order_by("-pk").first()
    lines = list(newest.lines.select_related("budget_row")) if newest else []
    return lines if sum(line.proposed_ore for line in lines) == amount_ore else []


def lines_of(decision: Decision) -> list[ProposalLine]:
    """The rows that the decision gives money to; an invented case, of a preview, has none stored."""
    application = decision.application
    return granted_lines(application, decision.amount_ore) if decision.gives_money and application.pk else []


def granted_by_row(application: Application) -> dict[int, int]:
    """What the decision in force gives to each budget row, by its primary key; empty when it says nothing of rows."""
    made = application.decisions.filter(status__in=[DecisionStatus.DECIDED, DecisionStatus.DISPATCHED]).first()
    lines = granted_lines(application, made.amount_ore) if made and made.gives_money else []
    return {line.budget_row_id: line.proposed_ore for line in lines}


def _wrong(row: BudgetRow, line: Line) -> list[Refused]:
    found = []
    if not 0 <= line.eligible_ore <= row.amount_ore:
        found.append(
            Refused(
                f"Godtagen kostnad för ”{row.label}” ska vara mellan 0 kr och {format_sek(row.amount_ore)}.",
                field=f"eligible_{row.pk}",
            )
        )
    elif line.eligible_ore < row.amount_ore and not line.why_less.strip():
        found.append(Refused(f"Skriv varför inte hela ”{row.label}” godtas.", field=f"why_less_{row.pk}"))
    if len(line.why_less.strip()) > MAX_WHY:
        found.append(Refused(f"Texten är för lång. Högst {MAX_WHY} tecken får plats.", field=f"why_less_{row.pk}"))
    if not 0 <= line.proposed_ore <= line.eligible_ore:
        found.append(
            Refused(
                f"Förslaget för ”{row.label}” får inte vara högre än den godtagna kostnaden.",
                field=f"proposed_{row.pk}",
            )
        )
    return found
