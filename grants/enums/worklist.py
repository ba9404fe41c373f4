"""The work list: its orders, acts and files."""

from django.db.models import TextChoices

from delmos.lib.faces import Face


class WorklistWay(TextChoices):
    """The ways into the work list, in their order there and as an address names them."""

    ALL = "alla", "Alla"
    MINE = "mina", "Mina"
    UNASSIGNED = "ofordelade", "Ofördelade"
    DUE = "forfaller", "Förfaller"
    WAITING = "vantar", "Väntar på sökanden"


class WorklistOrder(TextChoices):
    """How the work list may be ordered, as an address names it."""

    NEWEST = "inkom-fallande", "Senast inkomna först"
    OLDEST = "inkom", "Först inkomna först"
    LARGEST = "belopp-fallande", "Högst belopp först"
    SMALLEST = "belopp", "Lägst belopp först"
    APPLICANT = "sokande", "Sökande i bokstavsordning"
    APPLICANT_BACKWARDS = "sokande-fallande", "Sökande i omvänd bokstavsordning"


class BulkActKind(TextChoices):
    """What can be done with many cases at once, as an address names it."""

    NO_CONFLICT = "inte-javig", "Svara att jag inte är jävig"
    ASSIGN = "fordela", "Fördela"
    REQUEST_COMPLETION = "komplettering", "Begär komplettering"
    INVITE = "bjud-in", "Bjud in bedömare"
    CLOSE = "avsluta", "Avsluta"


class SheetKind(TextChoices):
    """The files that a list can be had as; the value is the ending of its name."""

    XLSX = "xlsx", "Excel (XLSX)"
    CSV = "csv", "Textfil (CSV)"


class WorklistFileStatus(TextChoices):
    WAITING = "waiting", "Görs"
    DONE = "done", "Klar"
    FAILED = "failed", "Gick inte att göra"


WORKLIST_FILE_FACES: dict[WorklistFileStatus, Face] = {
    WorklistFileStatus.WAITING: Face("Görs nu", "Görs nu", "waiting"),
    WorklistFileStatus.DONE: Face("Klar att hämta", "Klar att hämta", "success"),
    WorklistFileStatus.FAILED: Face("Gick inte att göra", "Gick inte att göra", "danger"),
}
