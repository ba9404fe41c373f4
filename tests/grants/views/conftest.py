"""The pages are tried on the day of the factories: their clock stands still at NOW until a test moves it."""

import pytest
from django.utils import timezone

from tests.factories import NOW


@pytest.fixture
def clock(monkeypatch):
    """The portal's clock. Call it with another moment to move it; people sign in anew after that."""

    def stop_at(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    stop_at(NOW)
    return stop_at
