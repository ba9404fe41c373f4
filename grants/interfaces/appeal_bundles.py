"""The file of a case for the court: covering letter, contents, and every document in the order of the diary."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.conf import settings
from django.template.loader import render_to_string

from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.pdf import render_pdf
from delmos.lib.pdf_bundle import Paper, Placed, write_bundle
from grants.domain import appeal_timeliness
from grants.domain.queries.appeals import decisions_of
from grants.enums import TimelinessGround
from grants.models import AppealBundle
from journal.domain import documents
from journal.enums import Direction
from journal.interfaces.downloads import EXTENSIONS
from journal.models import RegistryEntry
from journal.policies import can_open

STATIC = Path(settings.BASE_DIR) / "static"
PDF = "application/pdf"


def write_appeal_bundle(
    bundle: AppealBundle, entries: Iterable[RegistryEntry], target: BinaryIO, told: Callable[[int], None]
) -> None:
    """Write the file to ``target``. ``told`` hears after each document how many are in."""
    rows: list[RegistryEntry] = []

    def papers() -> Iterable[Paper]:
        for entry in entries:
            rows.append(entry)
            yield _paper(entry)

    def front(placed: list[Placed]) -> bytes:
        return render_pdf(front_html(bundle, rows, placed), assets=STATIC)

    title = f"Akten i ärende {bundle.appeal.application.case.number}"
    write_bundle(target, papers(), front=front, title=title, told=told)


def front_html(bundle: AppealBundle, rows: list[RegistryEntry], placed: list[Placed]) -> str:
    """The covering letter and the table of contents, with the page on which each document begins."""
    appeal = bundle.appeal
    application = appeal.application
    context = {
        "agency": settings.AGENCY_NAME,
        "bundle": bundle,
        "appeal": appeal,
        "application": application,
        "organisation": application.organisation,
        "decisions": list(decisions_of(application)),
        "due_on": appeal_timeliness.due_of(appeal),
        "unknown_receipt": appeal.ground == TimelinessGround.UNKNOWN,
        "rows": [_row(entry, where) for entry, where in zip(rows, placed, strict=True)],
    }
    return render_to_string("letters/appeal_bundle.html", context)


def _row(entry: RegistryEntry, where: Placed) -> dict[str, Any]:
    return {
        "serial": entry.serial,
        "title": entry.title,
        "direction": Direction(entry.direction).label,
        "on": stockholm_date(entry.occurred_at),
        "secrecy": entry.secrecy_rule,
        "page": where.first,
        "attached": where.paper.name if where.attached else "",
    }


def _paper(entry: RegistryEntry) -> Paper:
    document = entry.document
    kind = document.content_type.partition(";")[0] if document else ""
    name = entry.title.removeprefix("Bilaga: ").replace("/", "-")
    extension = EXTENSIONS.get(kind, "")

    def opened() -> IO[bytes] | None:
        return documents.open_document(document).file if document and can_open(document) else None

    return Paper(
        title=f"{entry.serial}. {entry.title} ({format_date(stockholm_date(entry.occurred_at))})",
        name=f"{entry.serial:03d} {name if '.' in name else name + extension}",
        is_pdf=kind == PDF,
        open=opened,
    )
