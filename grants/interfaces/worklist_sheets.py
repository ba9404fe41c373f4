"""The work list as CSV and XLSX: what a row of the list says, and nothing of what is checked in the case (INV-30)."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import BinaryIO

from delmos.lib.dates import stockholm_date
from delmos.lib.geography import county_name
from delmos.lib.identity import format_organisation_number
from delmos.lib.money import ORE_PER_KRONA
from delmos.lib.sheets import Row, write_csv, write_xlsx
from grants.enums import SheetKind
from grants.models import Application

HEADING = (
    "Diarienummer",
    "Inkom",
    "Läge",
    "Utlysning",
    "Sökande",
    "Organisationsnummer",
    "Typ av sökande",
    "Län",
    "Projekt",
    "Sökt belopp (kr)",
    "Handläggare",
    "Signaler att ta ställning till",
    "Bekräftade signaler",
)
CONTENT_TYPES = {
    SheetKind.CSV: "text/csv; charset=utf-8",
    SheetKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def write_worklist(kind: SheetKind, out: BinaryIO, applications: Iterable[Application]) -> None:
    """Write the list into ``out``, row by row. Amounts are in kronor with öre as decimals."""
    if kind is SheetKind.CSV:
        write_csv(out, HEADING, _rows(applications))
    else:
        write_xlsx(out, HEADING, _rows(applications), title="Ärenden")


def _rows(applications: Iterable[Application]) -> Iterator[Row]:
    for application in applications:
        yield (
            application.case.number,
            stockholm_date(application.received_at),
            application.face.staff,
            application.call.title,
            application.organisation.name,
            format_organisation_number(application.organisation.organisation_number),
            str(application.type.label),
            ", ".join(map(county_name, application.county_codes)),
            application.title,
            Decimal(application.requested_ore) / ORE_PER_KRONA,
            application.officer.name if application.officer else "",
            application.risk.open_signals,
            application.risk.confirmed_signals,
        )
