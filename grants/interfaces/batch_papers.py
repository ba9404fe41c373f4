"""The papers of a collective decision: the list that is approved, and the protocol of what was decided.

Both carry, as data inside the file, every case with the hash of its letter: who approves the list approves the letters.
"""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from delmos.lib.pdf import Data, render_pdf
from grants.domain.batches import LISTING, PROTOCOL
from grants.domain.queries.batches import MADE
from grants.enums import BatchItemStatus, DecisionKind
from grants.interfaces.letters import STATIC
from grants.models import BatchDecision, BatchItem

SCHEMA = "statsbidrag-samlingsbeslut/1"
NAME, DESCRIPTION = "samlingsbeslut.json", "Besluten som data"


def render_listing(batch: BatchDecision) -> bytes:
    """What is to be decided, as PDF/A-3a and PDF/UA-1."""
    return _render(batch, LISTING, (BatchItemStatus.READY,), made_at=batch.step_began_at)


def render_protocol(batch: BatchDecision) -> bytes:
    """What was decided, as PDF/A-3a and PDF/UA-1. Not yet sealed."""
    if batch.approved_at is None:
        raise ValueError("there is no protocol of what nobody has decided")
    return _render(batch, PROTOCOL, MADE, made_at=batch.approved_at)


def paper_html(batch: BatchDecision, title: str, items: list[BatchItem]) -> str:
    """The paper as HTML: day, people, and a row for each case under its own number."""
    made = [item.decision for item in items if item.decision]
    context = {
        "agency": settings.AGENCY_NAME,
        "batch": batch,
        "title": title,
        "is_protocol": title == PROTOCOL,
        "ordinance": batch.call.ordinance,
        "items": items,
        "day": made[0].decided_on if made else None,
        "rapporteurs": sorted({decision.rapporteur.name for decision in made if decision.rapporteur}),
        "totals": _totals(items),
        "granted_ore": sum(decision.amount_ore for decision in made),
        "left_out": list(_items(batch, (BatchItemStatus.LEFT_OUT,))),
    }
    return render_to_string("letters/batch.html", context)


def as_dict(batch: BatchDecision, items: list[BatchItem]) -> dict[str, Any]:
    """The list as plain values. Amounts are whole öre; it names no person."""
    return {
        "schema": SCHEMA,
        "agency": settings.AGENCY_NAME,
        "number": batch.case.number,
        "decisions": [
            {
                "case_number": item.application.case.number,
                "kind": item.decision.kind,
                "ore": item.decision.amount_ore,
                "letter_sha256": item.decision.letter_id,
                "sealed_letter_sha256": item.decision.sealed_letter_id,
            }
            for item in items
            if item.decision
        ],
    }


def _render(batch: BatchDecision, title: str, statuses: tuple[BatchItemStatus, ...], *, made_at: datetime) -> bytes:
    items = _items(batch, statuses)
    content = json.dumps(as_dict(batch, items), ensure_ascii=False, indent=1).encode()
    data = Data(NAME, DESCRIPTION, content, made_at=made_at)
    return render_pdf(paper_html(batch, title, items), assets=STATIC, data=data)


def _items(batch: BatchDecision, statuses: tuple[BatchItemStatus, ...]) -> list[BatchItem]:
    rows = batch.items.filter(status__in=statuses).order_by("place")
    return list(rows.select_related("application__case", "application__organisation", "decision__rapporteur"))


def _totals(items: list[BatchItem]) -> list[tuple[str, int, int]]:
    """Kind, how many, and how much, of the kinds that there are."""
    made = [item.decision for item in items if item.decision]
    amounts = {kind: [decision.amount_ore for decision in made if decision.kind == kind] for kind in DecisionKind}
    return [(kind.label, len(ore), sum(ore)) for kind, ore in amounts.items() if ore]
