"""PostgreSQL as Django knows it, except that a test database can be emptied, and begins as a copy of a migrated one.

Append-only tables refuse TRUNCATE, also from the flush that ends a test with real transactions. Only that flush, in its
own transaction, runs with the triggers asleep; every other statement of a test meets them awake.
"""
