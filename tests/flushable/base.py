"""The database backend; its name is the ENGINE of the test settings."""

import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base, creation, operations

ROOMS = ("accounts", "applicants", "delmos", "grants", "journal", "reporting")
MIGRATED = "migrated_"  # and a digest of the code: a database with every table and no test's rows

LINGERING = """
SELECT application_name, state, query FROM pg_stat_activity
WHERE datname = %s AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(self, *arguments: Any, **named: Any) -> list[str]:
        statements = super().sql_flush(*arguments, **named)
        return ["SET LOCAL session_replication_role = replica", *statements] if statements else []


class DatabaseCreation(creation.DatabaseCreation):
    def create_test_db(self, *arguments: Any, **named: Any) -> str:
        """Migrated by the first process that needs this state of the code; all others begin with a copy.

        Django migrates the copy as well, and finds nothing left to do. On a server that somebody else runs nothing is
        left behind.
        """
        if settings.EMBEDDED is None:
            return super().create_test_db(*arguments, **named)
        template = f"{MIGRATED}{code_digest()}"
        with self._nodb_cursor() as server:
            # The others wait here while one of them migrates; a killed one lets go.
            server.execute("SELECT pg_advisory_lock(hashtext(%s))", [MIGRATED])
            if not self._database_exists(server, template):
                name = super().create_test_db(*arguments, **named)
                self._keep(server, name, template)
                return name
        self.connection.settings_dict["TEST"]["TEMPLATE"] = template
        return super().create_test_db(*arguments, **named)

    def _keep(self, server: Any, name: str, template: str) -> None:
        """Copy the database that was just migrated, before any test has seen it, in the place of older copies."""
        self.connection.close()  # PostgreSQL copies only what nobody is connected to
        server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [MIGRATED])
        for (older,) in server.fetchall():
            server.execute(f"DROP DATABASE {self._quote_name(older)}")
        server.execute(f"CREATE DATABASE {self._quote_name(template)} TEMPLATE {self._quote_name(name)}")

    def _destroy_test_db(self, test_database_name: str, verbosity: int) -> None:
        """Drop it also when a process that a test killed is still connected: its server side may linger for seconds.

        Who that was is said, for it may be a leak.
        """
        with self._nodb_cursor() as cursor:
            cursor.execute(LINGERING, [test_database_name])
            for program, state, query in cursor.fetchall():
                print(f"Still connected at the end: {program!r}, {state}, {query!r}", file=sys.__stderr__)
            cursor.execute(f"DROP DATABASE {self.connection.ops.quote_name(test_database_name)} WITH (FORCE)")


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
    creation_class = DatabaseCreation


def code_digest() -> str:
    """Of all that may decide what a migrated database holds: our own code, data and tools, and every package's version.

    Migrations import code, and what they import does so too, so nothing less than all of it is safe.
    """
    root = Path(__file__).resolve().parents[2]
    files = [Path(__file__), root / "uv.lock", *(path for room in ROOMS for path in (root / room).rglob("*"))]
    digest = sha256(sys.version.encode())
    for path in sorted(path for path in files if path.is_file() and path.suffix != ".pyc"):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root)} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]
