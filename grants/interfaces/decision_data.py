"""A decision as data, embedded in its letter: what the letter says, for the recipient's own systems.

It names no person: neither who has decided nor who has applied. docs/letters.md describes it field by field.
"""

import json
from typing import Any

from django.conf import settings

from delmos.lib.pdf import Data
from grants.domain.proposal_lines import lines_of
from grants.models import Application, Decision

SCHEMA = "statsbidrag-beslut/1"
NAME, DESCRIPTION = "beslut.json", "Beslutet som data"


def decision_data(decision: Decision) -> Data:
    """The file that goes inside the letter. Amounts are whole öre, days are Swedish days (ISO 8601)."""
    content = json.dumps(as_dict(decision), ensure_ascii=False, indent=1).encode()
    return Data(NAME, DESCRIPTION, content, made_at=decision.prepared_at)


def as_dict(decision: Decision) -> dict[str, Any]:
    """The decision as plain values, in the order of the letter."""
    application = decision.application
    return {
        "schema": SCHEMA,
        "agency": settings.AGENCY_NAME,
        "case_number": application.case.number,
        "kind": decision.kind,
        "decided_on": decision.decided_on.isoformat(),
        "ordinance": {"sfs": application.ordinance.sfs, "in_force_from": application.ordinance.valid_from.isoformat()},
        "applicant": _applicant(application),
        "project": _project(application),
        "requested_ore": application.requested_ore,
        "granted": _granted(decision),
        "budget": _budget(decision),
        "instalments": _instalments(decision),
        "conditions": decision.condition_lines,
        "report_due_on": decision.report_due_on.isoformat() if decision.report_due_on else None,
        "rules_cited": decision.rules_cited,
        "appeal": {"allowed": decision.appealable, "rule": decision.appeal_law},
    }


def _applicant(application: Application) -> dict[str, str]:
    organisation = application.organisation
    return {
        "name": organisation.name,
        "organisation_number": organisation.organisation_number,
        "type": application.applicant_type,
    }


def _project(application: Application) -> dict[str, Any]:
    return {
        "title": application.title,
        "starts_on": application.period_starts_on.isoformat(),
        "ends_on": application.period_ends_on.isoformat(),
        "county_codes": list(application.county_codes),
    }


def _granted(decision: Decision) -> list[dict[str, int]]:
    return [{"budget_year": row.budget_year, "ore": row.amount_ore} for row in decision.parts.amounts]


def _budget(decision: Decision) -> list[dict[str, Any]]:
    """Row by row: asked for, eligible of that, and granted. Empty where the decision says nothing of rows."""
    return [
        {
            "label": line.budget_row.label,
            "budget_year": line.budget_row.budget_year,
            "requested_ore": line.cost_ore,
            "eligible_ore": line.eligible_ore,
            "granted_ore": line.proposed_ore,
        }
        for line in lines_of(decision)
    ]


def _instalments(decision: Decision) -> list[dict[str, Any]]:
    return [
        {
            "number": part.number,
            "budget_year": part.budget_year,
            "ore": part.amount_ore,
            "earliest_on": part.planned_on.isoformat(),
            "condition": part.condition,
        }
        for part in decision.parts.instalments
    ]
