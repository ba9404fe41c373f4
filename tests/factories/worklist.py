"""What an officer keeps of the work list: a view, a file, and an act on several cases."""

from grants.domain import bulk_acts, saved_views, worklist_files
from grants.enums import SheetKind
from grants.interfaces.worklist_form import selection_of
from grants.interfaces.worklist_sheets import write_worklist
from grants.models import BulkAct, SavedView, WorklistFile
from tests.factories.applications import received
from tests.factories.moments import NOW
from tests.factories.people import person
from tests.factories.remembered import remembered


@remembered
def a_saved_view(name: str = "Mina bråttom", query: str = "vy=mina", *, is_start: bool = False) -> SavedView:
    """A view of dag's."""
    return saved_views.save(name, query=query, is_start=is_start, by=person("dag"), now=NOW)


@remembered
def an_ordered_file(query: str = "", kind: SheetKind = SheetKind.CSV) -> WorklistFile:
    """A list that dag has ordered as a file, not made yet."""
    return worklist_files.order(query, kind=kind, by=person("dag"), now=NOW)


@remembered
def a_worklist_file(query: str = "", kind: SheetKind = SheetKind.CSV) -> WorklistFile:
    """A list that dag has ordered as a file, made."""
    file = an_ordered_file(query, kind)
    worklist_files.make(file.pk, read=selection_of, write=write_worklist, now=NOW)
    file.refresh_from_db()
    return file


@remembered
def a_bulk_act() -> BulkAct:
    """A case that rut has given to dag, as one of several."""
    return bulk_acts.assign(
        [received()], officer=person("dag"), page_key="sidan-som-fordelade", by=person("rut"), now=NOW
    )
