"""The embedded servers start, are shared, stop with their last user and recover from a kill."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import psutil
import psycopg2
import pytest

from delmos.embedded import Embedded, EmbeddedError
from delmos.embedded.account import data_folder, server_account
from tests.processes import REPOSITORY

HOLD = """
import sys
from pathlib import Path
from delmos.embedded import Embedded
Embedded(Path(sys.argv[1])).hold()
print("held", flush=True)
sys.stdin.read()
"""
User = subprocess.Popen[bytes]
FOLDERS = count(1)


@pytest.fixture
def embedded() -> Iterator[Embedded]:
    """Servers of their own in a folder of the repository that no other test has had, gone afterwards."""
    servers = Embedded(REPOSITORY / ".local" / f"embedded-{os.getpid()}-{next(FOLDERS)}")
    yield servers
    servers.release()
    servers.erase()
    shutil.rmtree(servers.folder)


@pytest.fixture
def user(embedded: Embedded) -> Iterator[Callable[[], User]]:
    """Start another process that uses the servers until its input ends."""
    started: list[User] = []

    def start() -> User:
        command = [sys.executable, "-c", HOLD, str(embedded.folder)]
        process = subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def end(process: User) -> None:
    process.communicate()
    assert process.returncode == 0


def servers_of(embedded: Embedded) -> list[psutil.Process]:
    """The live server processes that were started for this folder, workers of PostgreSQL left out."""
    marks = (str(embedded.sockets / "valkey.sock"), f"unix_socket_directories={embedded.sockets}")
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        words = " ".join(process.info["cmdline"] or [])
        if any(mark in words for mark in marks) and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process)
    return found


def ask(embedded: Embedded, statement: str) -> object:
    with closing(psycopg2.connect(embedded.database_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def test_the_servers_run_until_the_last_user_has_left(embedded: Embedded, user: Callable[[], User]) -> None:
    first, second = user(), user()
    end(first)
    with_one_left = len(servers_of(embedded))
    end(second)
    assert (with_one_left, servers_of(embedded)) == (2, [])


def test_a_killed_user_leaves_servers_that_the_next_one_takes_over_and_stops(
    embedded: Embedded, user: Callable[[], User]
) -> None:
    killed = user()
    before = servers_of(embedded)
    killed.kill()
    killed.communicate()
    embedded.hold()
    assert servers_of(embedded) == before
    embedded.release()
    assert servers_of(embedded) == []


def test_what_was_committed_survives_the_kill_of_both_servers(embedded: Embedded) -> None:
    embedded.hold()
    ask(embedded, "CREATE TABLE kept AS SELECT 'here' AS word")
    for server in servers_of(embedded):
        server.kill()
    embedded.release()
    embedded.hold()
    assert ask(embedded, "SELECT word FROM kept") == "here"


def test_a_pid_file_that_names_a_stranger_does_not_stop_the_start(embedded: Embedded) -> None:
    embedded.hold()
    embedded.release()
    pid_file = data_folder(embedded.folder, server_account()) / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{pid_file.parent}\n1\n5432\n{embedded.sockets}\n\n  1 1\nready\n")
    embedded.hold()
    assert ask(embedded, "SELECT 1") == 1


def test_the_servers_listen_on_no_port(embedded: Embedded) -> None:
    embedded.hold()
    listening = [server.net_connections(kind="inet") for server in servers_of(embedded)]
    assert listening == [[], []]


def test_swedish_letters_have_upper_and_lower_case_without_a_locale_of_the_machine(embedded: Embedded) -> None:
    embedded.hold()
    assert ask(embedded, "SELECT lower('ÅÄÖÉ') || upper('åäöé')") == "åäöéÅÄÖÉ"


def test_a_folder_closed_to_others_with_a_long_name_and_spaces_will_do(tmp_path: Path) -> None:
    closed = tmp_path / "a closed folder" / ("long " * 30)
    closed.mkdir(parents=True)
    closed.chmod(0o700)
    servers = Embedded(closed / "data")
    servers.hold()
    answer = ask(servers, "SELECT 'answers'")
    servers.release()
    servers.erase()
    assert (answer, servers_of(servers)) == ("answers", [])


def test_data_in_use_are_not_erased(embedded: Embedded, user: Callable[[], User]) -> None:
    user()
    with pytest.raises(EmbeddedError) as refusal:
        embedded.erase()
    assert str(refusal.value) == (f"Another command is using the data in {embedded.folder}; wait for it or stop it.")


def test_erased_data_are_gone_and_the_next_start_begins_afresh(embedded: Embedded) -> None:
    embedded.hold()
    ask(embedded, "CREATE TABLE kept AS SELECT 1")
    embedded.release()
    embedded.erase()
    embedded.hold()
    assert ask(embedded, "SELECT count(*) FROM pg_class WHERE relname = 'kept'") == 0


def test_a_socket_folder_that_somebody_else_put_there_is_refused(embedded: Embedded, tmp_path: Path) -> None:
    embedded.sockets.symlink_to(tmp_path)
    with pytest.raises(EmbeddedError) as refusal:
        embedded.hold()
    embedded.sockets.unlink()
    assert str(refusal.value) == f"{embedded.sockets} belongs to another user; remove it and start again."
