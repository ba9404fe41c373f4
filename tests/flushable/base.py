"""The database backend; its name is the ENGINE of the test settings."""

from typing import Any

from django.db.backends.postgresql import base, operations


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(self, *arguments: Any, **named: Any) -> list[str]:
        statements = super().sql_flush(*arguments, **named)
        return ["SET LOCAL session_replication_role = replica", *statements] if statements else []


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
