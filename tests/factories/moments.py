"""The fixed moments of the tests, in UTC. Everything happens on one day unless a test says otherwise."""

from datetime import UTC, date, datetime

BEFORE = datetime(2018, 4, 10, 8, 0, tzinfo=UTC)
OPENS_AT = datetime(2018, 4, 16, 6, 0, tzinfo=UTC)
NOW = datetime(2018, 5, 2, 10, 0, tzinfo=UTC)
CLOSES_AT = datetime(2018, 5, 15, 21, 59, tzinfo=UTC)
LATE = datetime(2018, 5, 16, 10, 0, tzinfo=UTC)
TODAY = date(2018, 5, 2)
INVITED_CLOSE_AT = datetime(2018, 6, 15, 21, 59, tzinfo=UTC)
