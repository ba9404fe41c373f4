"""One scene per module of sweeps, and a browser for each person of the cast."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.house.addresses import SIGNED_IN, Scene, build_scene, undone
from tests.pages import browser


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """Built once for a whole sweep and taken back after it: no request is allowed to leave a trace."""
    with django_db_blocker.unblock(), undone():
        yield build_scene()


@pytest.fixture(scope="module")
def clients(scene: Scene) -> dict[str, Client]:
    """A browser per person of the cast, signed in."""
    return {username: browser(username) for username in SIGNED_IN}
