"""The database backend; its name is the ENGINE of the test settings."""

import sys
from typing import Any

from django.db.backends.postgresql import base, creation, operations

LINGERING = """
SELECT application_name, state, query FROM pg_stat_activity
WHERE datname = %s AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(self, *arguments: Any, **named: Any) -> list[str]:
        statements = super().sql_flush(*arguments, **named)
        return ["SET LOCAL session_replication_role = replica", *statements] if statements else []


class DatabaseCreation(creation.DatabaseCreation):
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
