"""The list to Justitiekanslern as a file: a table for a sheet, or a letter to send."""

import csv
import io
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string

from delmos.lib.dates import stockholm_date
from delmos.lib.pdf import render_pdf
from grants.domain.queries.jk_list import Delayed
from grants.interfaces.letters import STATIC

HEADINGS = (
    "Diarienummer",
    "Inkom",
    "Ärende",
    "Utlysning",
    "Sökande",
    "Underrättad om försening",
    "Varför det är försenat",
)
# A sheet reads a cell that begins like this as a formula. The texts are the applicants' own.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(cases: Sequence[Delayed]) -> str:
    """A heading and a row a case, with semicolons and a byte order mark, as a Swedish sheet opens them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([_cell(text) for text in _texts(case)] for case in cases)
    return "\ufeff" + out.getvalue()


def as_pdf(cases: Sequence[Delayed], *, year: int, today: date) -> bytes:
    """The list as a tagged PDF (PDF/UA-1)."""
    context = {"cases": cases, "year": year, "today": today, "agency": settings.AGENCY_NAME}
    return render_pdf(render_to_string("letters/jk_list.html", context), assets=STATIC)


def _texts(case: Delayed) -> tuple[str, ...]:
    came_in = stockholm_date(case.came_in_at).isoformat()
    told = stockholm_date(case.told_at).isoformat() if case.told_at else ""
    return (case.number, came_in, case.title, case.call_title, case.applicant, told, case.reasons)


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
