from collections.abc import Iterator
from typing import Any

import pytest

from tests.oidc import LOA3, ProviderProcess, provider_process

SECRET = "the secret that both sides know, long enough for HS256"


@pytest.fixture(scope="module")
def running_provider() -> Iterator[ProviderProcess]:
    with provider_process() as provider:
        yield provider


@pytest.fixture
def eid(running_provider: ProviderProcess, settings: Any, db: None) -> ProviderProcess:
    """The provider as broker of e-legitimation."""
    settings.EID_SERVER_URL = running_provider.url
    settings.EID_CLIENT_ID, settings.EID_CLIENT_SECRET = "portal", SECRET
    settings.EID_SCOPES = ["openid", "profile"]
    settings.EID_ACR_VALUES = [LOA3]
    return running_provider


@pytest.fixture
def directory(running_provider: ProviderProcess, settings: Any, db: None) -> ProviderProcess:
    """The provider as the agency's own, with groups."""
    settings.STAFF_OIDC_SERVER_URL = running_provider.url
    settings.STAFF_OIDC_CLIENT_ID, settings.STAFF_OIDC_CLIENT_SECRET = "portal-staff", SECRET
    settings.STAFF_OIDC_STRONG_ACR_VALUES = ["mfa"]
    settings.STAFF_OIDC_ROLES = [("Bidrag", "case_officer"), ("Ekonomi", "economist"), ("Bidrag", "registrar")]
    return running_provider
