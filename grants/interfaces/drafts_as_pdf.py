"""A draft on paper: all of it, and on every page that it has not been sent in."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from delmos.lib.pdf import render_pdf
from grants.interfaces.answers import sections
from grants.models import Draft

STATIC = Path(settings.BASE_DIR) / "static"


def draft_pdf(draft: Draft, *, now: datetime) -> bytes:
    """The draft as a tagged, archival PDF, as it stands at ``now`` (UTC)."""
    context = {
        "agency": settings.AGENCY_NAME,
        "draft": draft,
        "now": now,
        "sections": sections(draft.form.form, draft.answers, draft.files.all(), first_year=draft.call.budget_year),
    }
    return render_pdf(render_to_string("letters/draft.html", context), assets=STATIC)
