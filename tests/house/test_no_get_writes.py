"""Reading changes nothing: no GET writes to the database, whoever asks and for whatever page."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.house.addresses import MANAGE_NAMES, NAMES, POST_ONLY, SIGNED_IN, WHO, Scene, undone

pytestmark = pytest.mark.django_db

READABLE = [name for name in [*NAMES, *MANAGE_NAMES] if name not in POST_ONLY]
WRITE = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM|TRUNCATE) (?!"django_session")', re.IGNORECASE)


def asked(client: Client, url: str) -> tuple[Any, list[str]]:
    """The answer to a GET, and the statements with which it wrote."""
    with undone(), CaptureQueriesContext(connection) as queries:
        response = client.get(url)
        b"".join(response)  # reads a streamed file to its end, which closes it
    return response, [query["sql"] for query in queries if WRITE.match(query["sql"])]


@pytest.mark.parametrize("name", READABLE)
def test_a_get_by_the_right_person_writes_nothing(name: str, scene: Scene, clients: dict[str, Client]) -> None:
    person = min(WHO.get(name, frozenset({"dag"})) & SIGNED_IN, default="anna")
    response, writes = asked(clients[person], scene.url(name))
    assert (response.status_code == 500, writes) == (False, [])


@pytest.mark.parametrize("name", READABLE)
def test_a_get_by_a_visitor_writes_nothing(name: str, scene: Scene) -> None:
    response, writes = asked(Client(), scene.url(name))
    assert (response.status_code == 500, writes) == (False, [])


@pytest.mark.parametrize("name", sorted(POST_ONLY))
def test_an_act_is_not_done_by_get(name: str, scene: Scene, clients: dict[str, Client]) -> None:
    response, writes = asked(clients[min(WHO[name])], scene.url(name))
    assert (response.status_code, response["Allow"], writes) == (405, "POST", [])


def test_the_sweep_would_see_a_write(scene: Scene) -> None:
    statements = [
        'INSERT INTO "grants_draft" VALUES',
        'UPDATE "journal_case" SET',
        'DELETE FROM "django_session"',
        "SELECT 1",
    ]
    assert [bool(WRITE.match(statement)) for statement in statements] == [True, True, False, False]
