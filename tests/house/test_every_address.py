"""Every address × every person of the cast: who may come in, and 404 for everybody else (a sweep over the URLconf)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grants.enums import CallStatus
from tests.house.addresses import MANAGE_NAMES, NAMES, OFFICERS, POST_ONLY, SIGNED_IN, WHO, Scene, undone

pytestmark = pytest.mark.django_db


def test_every_address_says_who_may_come_in() -> None:
    assert sorted(WHO) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_only_the_right_people_come_in(name: str, scene: Scene, clients: dict[str, Client]) -> None:
    url = scene.url(name)
    came_in = {username for username, client in clients.items() if _ask(client, url, name, scene).status_code != 404}
    assert came_in == WHO[name] - {"visitor"}


@pytest.mark.parametrize("name", NAMES)
def test_a_visitor_is_asked_to_sign_in(name: str, scene: Scene) -> None:
    url = scene.url(name)
    response = _ask(Client(), url, name, scene)
    led_to_sign_in = response.status_code == 302 and response["Location"].startswith(f"{reverse('account_login')}?")
    assert led_to_sign_in is ("visitor" not in WHO[name])


@pytest.mark.parametrize("name", MANAGE_NAMES)
def test_only_officers_manage_calls(name: str, scene: Scene, clients: dict[str, Client]) -> None:
    url = scene.url(name)
    for username in SIGNED_IN - OFFICERS:
        with undone():
            assert clients[username].post(url).status_code == 404, username


def test_a_draft_call_is_not_public(scene: Scene) -> None:
    assert scene.draft_call.status == CallStatus.DRAFT
    assert Client().get(reverse("call_detail", args=[scene.draft_call.slug])).status_code == 404


def _ask(client: Client, url: str, name: str, scene: Scene) -> Any:
    with undone():
        response = client.post(url, scene.data(name)) if name in POST_ONLY else client.get(url)
        b"".join(response)  # reads a streamed file to its end, which closes it
        return response
