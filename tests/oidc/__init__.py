"""Signing in at a real provider, as a person with a browser does."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from django.test import Client

from tests.processes import REPOSITORY

LOA3 = "http://id.elegnamnden.se/loa/1.0/loa3"
LOA2 = "http://id.elegnamnden.se/loa/1.0/loa2"
NUMBER = "https://id.oidc.se/claim/personalIdentityNumber"
ANNAS, BOS = "198112189876", "189001019802"  # numbers that Skatteverket gives for tests
_ADDRESS = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]+)"')


@dataclass(frozen=True)
class ProviderProcess:
    """A provider that answers at ``url``."""

    url: str

    def knows(self, sub: str, **claims: Any) -> str:
        """The provider will tell these claims of ``sub`` from now on."""
        requests.put(f"{self.url}/users/{sub}", json=claims, timeout=10).raise_for_status()
        return sub

    def person(self, sub: str = "anna", *, number: str = ANNAS, acr: str | None = LOA3, **claims: Any) -> str:
        """Somebody with an e-legitimation."""
        level = {} if acr is None else {"acr": acr}
        return self.knows(sub, **{"name": "Anna Andersson", NUMBER: number, **level, **claims})


@contextmanager
def provider_process() -> Iterator[ProviderProcess]:
    """The provider of `tests.oidc.provider` on a port of its own, ended afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.oidc.provider"],
        cwd=REPOSITORY,
        env={**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    with process, process.stdout:
        yield ProviderProcess(f"http://127.0.0.1:{int(process.stdout.readline())}")
        process.terminate()


def address_in(response: Any) -> str:
    """Where the page that leads on leads to."""
    found = _ADDRESS.search(response.content.decode())
    assert found, response.content.decode()
    return unescape(found[1])


def asked(address: str) -> dict[str, str]:
    """What the portal asks the provider for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def authorised(address: str, sub: str) -> str:
    """The person says at the provider that they are ``sub``: the way back to the portal."""
    response = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10)
    assert response.status_code == 302, response.text
    back = urlsplit(response.headers["Location"])
    return f"{back.path}?{back.query}"


def through(client: Client, start: str, sub: str, **data: str) -> Any:
    """The whole way: out from ``start``, to the provider, and back."""
    return client.get(authorised(address_in(client.post(start, data)), sub))
