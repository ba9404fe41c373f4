"""A work list as a file: made once, for one person, never of a case in which that person is jävig (INV-8)."""

import csv
import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from django.core.files.storage import storages
from django.db import connection

from accounts.models import User
from delmos.lib.gate import NotYours
from delmos.lib.refusal import Refused
from grants.domain import conflicts, worklist_files
from grants.enums import ConflictAnswer, SheetKind, WorklistFileStatus
from grants.interfaces.worklist_form import selection_of
from grants.interfaces.worklist_sheets import HEADING, write_worklist
from grants.models import WorklistFile
from grants.tasks import make_worklist_files, remove_worklist_files
from journal.models import Event
from tests.database import at_once
from tests.factories import NOW, a_worklist_file, an_association, an_ordered_file, assigned, person, received
from tests.processes import wait_until

pytestmark = pytest.mark.django_db


def make(file: WorklistFile, write: Any = write_worklist) -> bool:
    return worklist_files.make(file.pk, read=selection_of, write=write, now=NOW)


def table(file: WorklistFile) -> list[list[str]]:
    with worklist_files.open_file(file) as stream:
        return list(csv.reader(io.StringIO(stream.read().decode("utf-8-sig")), delimiter=";"))


def is_javig(application: Any, username: str = "dag") -> None:
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Släkt", by=person(username), now=NOW)


def test_a_csv_has_a_row_for_each_case_of_the_list() -> None:
    application = assigned(received(title="Grannar möts"))
    assert table(a_worklist_file()) == [
        list(HEADING),
        [
            application.case.number,
            "2018-05-02",
            "Under handläggning",
            application.call.title,
            "Föreningen Grannsamverkan Öster",
            application.organisation.formatted_number,
            "Ideell förening",
            "Gävleborgs län",
            "Grannar möts",
            "300000,00",
            "Dag Dahl",
            "0",
            "0",
        ],
    ]


def test_an_xlsx_has_numbers_and_days_as_such() -> None:
    received(title="Grannar möts")
    file = a_worklist_file(kind=SheetKind.XLSX)
    with worklist_files.open_file(file) as stream:
        sheet = openpyxl.load_workbook(io.BytesIO(stream.read())).active
    heading, row = sheet.iter_rows(values_only=True)
    assert (heading, row[1].date(), row[8], row[9]) == (HEADING, NOW.date(), "Grannar möts", 300000)


def test_the_file_is_narrowed_and_ordered_as_the_list() -> None:
    for number, title in ((1, "B"), (2, "C"), (3, "A")):
        received(organisation=an_association(number), title=title)
    rows = table(a_worklist_file("q=C"))
    assert [row[8] for row in rows[1:]] == ["C"]
    rows = table(a_worklist_file("ordning=sokande-fallande"))
    assert [row[4] for row in rows[1:]] == ["Föreningen 3", "Föreningen 2", "Föreningen 1"]


def test_a_title_that_would_be_a_formula_is_text() -> None:
    received(title='=HYPERLINK("http://x")')
    assert table(a_worklist_file())[1][8] == '\'=HYPERLINK("http://x")'


def test_a_case_in_which_the_person_is_javig_is_not_in_it() -> None:
    open_, closed = received(title="Öppet"), received(title="Jävigt")
    is_javig(closed)
    assert [row[8] for row in table(a_worklist_file())[1:]] == ["Öppet"]
    assert open_.pk


def test_jav_declared_after_it_was_made_stops_the_download_until_a_new_one_is_made() -> None:
    application = received()
    file = a_worklist_file()
    is_javig(application)
    with pytest.raises(Refused, match=r"^Efter att filen gjordes har det visat sig att du är eller kan vara jävig"):
        worklist_files.open_file(file)
    assert table(a_worklist_file()) == [list(HEADING)]


def test_somebody_elses_jav_stops_nothing() -> None:
    application = received()
    file = a_worklist_file()
    is_javig(application, "disa")
    assert len(table(file)) == 2


def test_only_who_ordered_it_finds_it() -> None:
    file = a_worklist_file()
    assert worklist_files.file_of(person("dag"), file.pk) == file
    for username in ("disa", "gun", "anna"):
        with pytest.raises(NotYours):
            worklist_files.file_of(person(username), file.pk)


def test_who_may_not_see_cases_any_more_finds_it_no_longer() -> None:
    file, dag = a_worklist_file(), person("dag")
    dag.roles = []
    dag.save(update_fields=["roles"])
    with pytest.raises(NotYours):
        worklist_files.file_of(User.objects.get(pk=dag.pk), file.pk)


def test_a_file_that_is_not_made_cannot_be_fetched() -> None:
    with pytest.raises(NotYours):
        worklist_files.open_file(an_ordered_file())


def test_an_applicant_orders_none(anna: User) -> None:
    with pytest.raises(Refused, match=r"^Det här kan bara myndighetens personal göra\.$"):
        worklist_files.order("", kind=SheetKind.CSV, by=anna, now=NOW)


def test_there_is_a_most_that_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worklist_files, "MOST_WAITING", 1)
    an_ordered_file()
    with pytest.raises(Refused, match=r"^Du har redan 1 filer som väntar"):
        an_ordered_file()


def test_it_is_made_once() -> None:
    file = an_ordered_file()
    assert (make(file), make(file)) == (True, False)


def test_a_worker_that_died_leaves_it_for_the_next() -> None:
    file = an_ordered_file()
    with pytest.raises(SystemExit):
        make(file, write=_die)
    file.refresh_from_db()
    assert (file.status, make(file)) == (WorklistFileStatus.WAITING, True)


def _die(*_: Any) -> None:
    raise SystemExit


def test_what_cannot_be_made_is_said_and_leaves_no_file() -> None:
    file = an_ordered_file()

    def fails(*_: Any) -> None:
        raise OSError("disk full")

    assert not make(file, write=fails)
    file.refresh_from_db()
    assert (file.status, file.path, worklist_files.waiting()) == (WorklistFileStatus.FAILED, "", [])


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_it_once(dag: User) -> None:
    file = an_ordered_file()
    assert sorted(at_once(lambda: make(file), lambda: make(file))) == [False, True]


def test_it_tells_how_far_it_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worklist_files, "STRIDE", 1)
    for _ in range(3):
        received()
    file, seen = an_ordered_file(), []

    def watch(kind: SheetKind, out: Any, rows: Any) -> None:
        out.write(b"x")
        for _ in rows:
            seen.append(WorklistFile.objects.values_list("written", "total").get())

    make(file, write=watch)
    assert seen == [(0, 3), (1, 3), (2, 3)]
    assert WorklistFile.objects.values_list("written", "total").get() == (3, 3)


def test_the_rows_come_out_of_a_cursor() -> None:
    """So that a hundred thousand need no more memory than a thousand: the database hands over a stretch at a time."""
    received()
    file = an_ordered_file()
    with connection.cursor() as cursor:
        cursors = []

        def look(kind: SheetKind, out: Any, rows: Any) -> None:
            out.write(b"x")
            for _ in rows:
                cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE '_django_curs%'")
                cursors.append(cursor.fetchone()[0])

        make(file, write=look)
    assert cursors == [1]


def test_the_sweep_makes_what_waits() -> None:
    an_ordered_file()
    make_worklist_files()
    assert WorklistFile.objects.get().is_done


def test_after_some_days_the_file_and_its_row_are_gone_with_an_event() -> None:
    file = a_worklist_file()
    assert worklist_files.remove_due(now=NOW + timedelta(days=3) - timedelta(seconds=1)) == 0
    assert worklist_files.remove_due(now=NOW + timedelta(days=3)) == 1
    assert (WorklistFile.objects.count(), storages["documents"].exists(file.path)) == (0, False)
    assert list(Event.objects.filter(stream=f"worklist_file:{file.pk}").values_list("name", "actor_key")) == [
        ("worklist_file_ordered", person("dag").actor_key),
        ("worklist_file_removed", "system"),
    ]


def test_the_nightly_task_removes_what_is_old() -> None:
    a_worklist_file()
    remove_worklist_files()  # the portal's clock is years after NOW
    assert WorklistFile.objects.count() == 0


def test_an_unknown_file_is_made_by_nobody() -> None:
    assert not worklist_files.make(UUID(int=1), read=selection_of, write=write_worklist, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_makes_it(dag: User, celery_worker_process: Any) -> None:
    file = an_ordered_file()
    wait_until(lambda: WorklistFile.objects.get(pk=file.pk).is_done)
    file.refresh_from_db()
    assert table(file) == [list(HEADING)]
