from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest
from django.db import connection


@pytest.fixture
def elsewhere(transactional_db: None) -> Iterator["psycopg2.extensions.connection"]:
    """Somebody else's connection to the test database, in a transaction that a test ends."""
    with closing(psycopg2.connect(**connection.get_connection_params())) as other:
        yield other
        other.rollback()
