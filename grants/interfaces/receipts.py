"""The receipt as PDF: that the application has come in, under which number, when, and exactly what it was."""

from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from delmos.lib.pdf import render_pdf
from grants.domain.facts import facts_of
from grants.domain.receipts import signers_of
from grants.models import Application

STATIC = Path(settings.BASE_DIR) / "static"


def receipt_html(application: Application) -> str:
    """The receipt as HTML."""
    return render_to_string(
        "letters/receipt.html",
        {
            "agency": settings.AGENCY_NAME,
            "application": application,
            "received": facts_of(application.answers),
            "organisation": application.organisation,
            "files": list(application.files.all()),
            "signatures": signers_of(application),
        },
    )


def render_receipt(application: Application) -> bytes:
    """The receipt as a tagged PDF (PDF/UA-1)."""
    return render_pdf(receipt_html(application), assets=STATIC)
