"""The receipt as PDF: that what was sent has come in, under which number, when, and exactly what it was."""

from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from delmos.lib.pdf import render_pdf
from grants.domain.facts import facts_of
from grants.domain.receipts import signers_of
from grants.domain.telling import name_of
from grants.models import Expression
from grants.permissions import Matter

STATIC = Path(settings.BASE_DIR) / "static"


def receipt_html(matter: Matter) -> str:
    """The receipt as HTML."""
    received = matter if isinstance(matter, Expression) else facts_of(matter.answers)
    context = {
        "agency": settings.AGENCY_NAME,
        "matter": matter,
        "received": received,
        "what": name_of(matter),
        "is_expression": isinstance(matter, Expression),
        "organisation": matter.organisation,
        "files": list(matter.files.all()),
        "signatures": [] if isinstance(matter, Expression) else signers_of(matter),
    }
    return render_to_string("letters/receipt.html", context)


def render_receipt(matter: Matter) -> bytes:
    """The receipt as a tagged, archival PDF."""
    return render_pdf(receipt_html(matter), assets=STATIC)
