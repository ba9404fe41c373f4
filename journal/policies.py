"""What the state of a thing in the diary allows, whoever asks."""

from delmos.lib.refusal import Refused
from journal.models import Document, RegistryEntry, Scan


def scan_of(document: Document) -> Scan | None:
    """The virus check of ``document``, or None for one that the portal has drawn up itself."""
    return getattr(document, "scan", None)


def is_rejected(document: Document) -> bool:
    """Whether the scanner found something harmful in ``document``."""
    scan = scan_of(document)
    return scan is not None and scan.is_rejected


def can_open(document: Document) -> bool:
    """Whether ``document`` may be opened; asked by pages before they show a link."""
    scan = scan_of(document)
    return scan is None or scan.opens


def check_may_open(document: Document) -> None:
    """En fil utifrån öppnas av ingen förrän viruskontrollen har sagt att den är ren."""
    scan = scan_of(document)
    if scan and not can_open(document):
        raise Refused(scan.note)


def is_sensitive(entry: RegistryEntry) -> bool:
    """Whether each opening of the document is logged: it is marked for secrecy or holds sensitive answers (INV-31)."""
    return entry.opening_is_logged
