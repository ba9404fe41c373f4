"""What every answer tells the browser: where anything may come from, that nothing is guessed, framed or kept."""

import logging
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests import factories
from tests.house.addresses import NAMES, POST_ONLY, SIGNED_IN, WHO, Scene, undone
from tests.pages import browser

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self' data:",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
DOWNLOADS = [
    "own_data_file",
    "draft_content_pdf",
    "draft_file",
    "draft_pdf",
    "own_application",
    "own_completion_file",
    "own_document",
    "jk_list_pdf",
    "letter_text_preview",
    "payment_stop_preview",
    "ranking_sheet",
    "worklist_file_download",
    "document",
    "registry_document",
    "release_copy",
    "release_document",
    "batch_listing",
    "batch_protocol",
    "letter",
    "mandate_file",
]
# What single pages need beside that: the page of a document has it in a frame.
MORE = {"document_page": {"frame-src": "'self'"}}
SHOWN = {"document_shown"}  # bytes in that frame; tests of its own try what they say
PAGES = [name for name in NAMES if name not in POST_ONLY and name not in {*DOWNLOADS, *SHOWN, "healthz"}]


def ask(client: Client, url: str) -> Any:
    with undone():
        response = client.get(url)
        response.read = b"".join(response)  # reads a streamed file to its end, which closes it
        return response


def policy_of(response: Any) -> dict[str, str]:
    directives = response["Content-Security-Policy"].split("; ")
    return dict(directive.split(" ", 1) for directive in directives)


def right_person(name: str, clients: dict[str, Client]) -> Client:
    return clients[min(WHO[name] & SIGNED_IN, default="anna")]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_carries_the_strict_policy(name: str, scene: Scene, clients: dict[str, Client]) -> None:
    response = ask(right_person(name, clients), scene.url(name))
    assert policy_of(response) == POLICY | MORE.get(name, {})
    assert {header: response[header] for header in HEADERS} == HEADERS


@pytest.mark.parametrize("name", DOWNLOADS)
def test_every_file_is_shut_in_a_box_of_its_own(name: str, scene: Scene, clients: dict[str, Client]) -> None:
    response = ask(right_person(name, clients), scene.url(name))
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert {header: response[header] for header in HEADERS} == HEADERS


@pytest.mark.parametrize("url", ["/finns-inte/", "/handlaggning/finns-inte/"])
def test_an_unknown_page_carries_it_too(url: str, scene: Scene) -> None:
    response = ask(Client(), url)
    assert policy_of(response) == POLICY


def test_a_page_has_no_inline_script_style_or_handler(scene: Scene, clients: dict[str, Client]) -> None:
    html = ask(clients["dag"], scene.url("case")).content.decode()
    assert [word for word in ("<style", " style=", "onclick=", "<script>", "javascript:") if word in html] == []


@pytest.mark.parametrize("name", DOWNLOADS)
def test_a_document_is_saved_and_never_shown_or_kept_on_the_way(
    name: str, scene: Scene, clients: dict[str, Client]
) -> None:
    response = ask(right_person(name, clients), scene.url(name))
    assert (response["Content-Disposition"].split(";")[0], response["Cache-Control"]) == (
        "attachment",
        "private, no-store",
    )
    kind = response["Content-Type"].split(";")[0]
    assert kind in ("application/pdf", "application/json", "text/plain", "text/csv")
    assert response.read != b""


def test_cookies_are_out_of_reach_for_scripts_and_other_sites(scene: Scene) -> None:
    client = Client()
    client.post("/demo/", {"username": "dag"})
    client.get("/konto/logga-ut/")
    cookies = {name: (morsel["httponly"], morsel["samesite"]) for name, morsel in client.cookies.items()}
    assert cookies == {settings.SESSION_COOKIE_NAME: (True, "Lax"), settings.CSRF_COOKIE_NAME: (True, "Lax")}


def test_a_form_without_its_token_is_refused_on_a_page_of_ours(scene: Scene) -> None:
    client = browser("dag", enforce_csrf_checks=True)
    with undone():
        response = client.post(scene.url("conflict"), {"answer": "none"})
    html = response.content.decode()
    assert (response.status_code, html.count("<h1>Vi kunde inte ta emot formuläret</h1>")) == (403, 1)
    assert policy_of(response) == POLICY


def test_the_log_names_the_route_and_nobody(
    scene: Scene, clients: dict[str, Client], caplog: pytest.LogCaptureFixture
) -> None:
    number = factories.association().organisation_number
    with caplog.at_level(logging.INFO, logger="delmos.request"):
        ask(clients["anna"], scene.url("organisation") + "?namn=Anna")
    (record,) = [record for record in caplog.records if record.name == "delmos.request"]
    said = str(record.msg)
    assert ("organisation/<str:number>/" in said, number in said, "Anna" in said) == (True, False, False)
