"""Rows of the diary as its pages show them: what is marked is said by its rule, and a protected name is not shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from grants.series import BIDRAG, COLLECTIVE, RELEASES
from journal.models import RegistryEntry
from journal.policies import can_open, scan_of

PROTECTED = "Skyddad identitet"


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A row of the diary with its addresses: its own page, its case, and its document when there is one to open."""

    entry: RegistryEntry
    counterpart: str
    entry_url: str
    case_url: str
    document_url: str
    note: str


def entry_rows(entries: Iterable[RegistryEntry]) -> list[EntryRow]:
    """The rows in the order given."""
    return [_row(entry) for entry in entries]


def counterpart_of(entry: RegistryEntry) -> str:
    """From or to whom; of a protected counterpart only that it is protected."""
    return PROTECTED if entry.counterpart and entry.case.counterpart_rule else entry.counterpart


def _row(entry: RegistryEntry) -> EntryRow:
    number = entry.case.number
    opens = entry.document is not None and can_open(entry.document)
    scan = scan_of(entry.document) if entry.document else None
    return EntryRow(
        entry=entry,
        counterpart=counterpart_of(entry),
        entry_url=reverse("registry_entry", args=[number, entry.serial]),
        case_url=case_url(number, entry.case.series),
        document_url=reverse("registry_document", args=[number, entry.serial]) if opens else "",
        note=scan.note if scan else "",
    )


def case_url(number: str, series: str) -> str:
    """The page of a case: the officer's of a grant, otherwise the diary's own."""
    name = {BIDRAG: "case", RELEASES: "release", COLLECTIVE: "batch"}.get(series, "general_case")
    return reverse(name, args=[number])
