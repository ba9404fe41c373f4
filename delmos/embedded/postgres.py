"""The embedded PostgreSQL: the programs of the wheel, driven directly."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg2

from delmos.embedded.account import as_account, data_folder, programs, server_account
from delmos.embedded.paths import EmbeddedError, private_folder
from delmos.embedded.processes import is_alive, launch, stop

DATABASE = "delmos"
PATIENCE = 60.0  # seconds; recovery after a crash on a slow disk takes a while
# Code point order with Unicode case mapping: needs neither ICU nor a locale of the machine, and a stock server has it
# too, so lower('Å') and every index order are the same everywhere.
LOCALE = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]


@dataclass(frozen=True)
class Postgres:
    """One cluster, reached through the socket in `sockets`."""

    folder: Path
    sockets: Path
    durable: bool

    def start(self) -> None:
        """Make sure that the server answers and that the database exists. Raises EmbeddedError."""
        account = server_account()
        private_folder(self.sockets, account.pw_uid if account else None)
        if not self._answers():
            data = data_folder(self.folder, account)
            self._create_cluster(data)
            self._await_previous(data)
            self._launch(data)
        self._create_database()

    def stop(self) -> None:
        """Shut down: politely first ("fast": open transactions roll back), then by force."""
        server = _server_process(data_folder(self.folder, server_account()))
        if server is not None:
            stop(server, signal.SIGINT, signal.SIGQUIT)

    def erase(self) -> None:
        """Stop and remove the cluster, wherever it lies."""
        self.stop()
        shutil.rmtree(data_folder(self.folder, server_account()), ignore_errors=True)

    def _create_cluster(self, data: Path) -> None:
        """initdb into a draft and rename, so that an interrupted first start leaves nothing half made."""
        if (data / "PG_VERSION").exists():
            return
        account = server_account()
        data.parent.mkdir(parents=True, exist_ok=True)
        draft = data.with_name(f"{data.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if account:
            _let_through(data.parent)
            os.chown(draft, account.pw_uid, account.pw_gid)
        command = [str(programs(account) / "initdb"), "-D", str(draft), "-U", "postgres", "--auth=trust", *LOCALE]
        made = subprocess.run(
            [*command, "--no-sync"],
            check=False,
            capture_output=True,
            text=True,
            start_new_session=True,
            **as_account(account),
        )
        if made.returncode:
            raise EmbeddedError(f"The embedded PostgreSQL could not be created: {made.stderr.strip()}")
        draft.rename(data)

    def _await_previous(self, data: Path) -> None:
        """Let a server that still starts, stops or dies finish, and then clear away what names its process.

        Only when no process works in the data any more: a killed server's helpers live on for a moment. The two files
        must go because after a crash the number in them may belong to another program, and PostgreSQL would refuse.
        """
        pid_file = data / "postmaster.pid"
        deadline = time.monotonic() + PATIENCE
        while pid_file.exists() and not self._answers():
            if not _works_in(data):
                (self.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
                pid_file.unlink(missing_ok=True)
            elif time.monotonic() > deadline:
                raise EmbeddedError(f"A PostgreSQL that does not answer uses {data}; end it and start again.")
            time.sleep(0.05)

    def _launch(self, data: Path) -> None:
        if self._answers():
            return
        account = server_account()
        log = self.folder / "postgres.log"
        server = launch(
            [str(programs(account) / "postgres"), "-D", str(data), *self._options()], log, **as_account(account)
        )
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if server.poll() is not None or time.monotonic() > deadline:
                raise EmbeddedError(f"The embedded PostgreSQL did not start; the reason stands last in {log}.")
            time.sleep(0.03)

    def _options(self) -> list[str]:
        options = {"listen_addresses": "", "unix_socket_directories": str(self.sockets), "max_connections": "200"}
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return [word for name, value in options.items() for word in ("-c", f"{name}={value}")]

    def _answers(self) -> bool:
        try:
            psycopg2.connect(host=str(self.sockets), user="postgres", dbname="postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def _create_database(self) -> None:
        with closing(psycopg2.connect(host=str(self.sockets), user="postgres", dbname="postgres")) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f'CREATE DATABASE "{DATABASE}"')


def _server_process(data: Path) -> psutil.Process | None:
    """The live server of a cluster, recognised by its pid file and by its own command line."""
    try:
        process = psutil.Process(int((data / "postmaster.pid").read_text().split("\n", 1)[0]))
        command = process.cmdline()
    except (OSError, ValueError, psutil.Error):
        return None
    return process if str(data) in command and is_alive(process) else None


def _works_in(data: Path) -> bool:
    """Whether any process of the cluster is alive; each has the data as its working folder."""
    for process in psutil.process_iter():
        try:
            if is_alive(process) and process.cwd() == str(data):
                return True
        except psutil.Error:
            continue
    return False


def _let_through(folder: Path) -> None:
    """Let other users pass through our own folder to the cluster, which stays closed to all but its owner."""
    folder.chmod(folder.stat().st_mode | 0o011)
