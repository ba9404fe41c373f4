"""docker-compose.yml, .env.example and the settings speak of the same variables."""

import re
from typing import Any

import pytest
import yaml

from delmos.embedded.postgres import LOCALE
from tests.processes import REPOSITORY
from tests.run.test_production import start

COMPOSE: dict[str, Any] = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "delmos-portal"}
USED = set(re.findall(r"\$\{([A-Z_]+)", (REPOSITORY / "docker-compose.yml").read_text()))
EXAMPLE = dict(re.findall(r"^([A-Z_]+)=(.*)$", (REPOSITORY / ".env.example").read_text(), re.MULTILINE))
ANSWERS = {
    "SECRET_KEY": "q7" * 30,
    "POSTGRES_PASSWORD": "word",
    "ALLOWED_HOSTS": "portal.agency.se",
    "SITE_URL": "https://portal.agency.se",
    "AGENCY_NAME": "Myndigheten",
    "REGISTRAR_EMAIL": "registrator@agency.se",
    "SEAL_FOLDER": "/etc/delmos/seal",
    "SEAL_PASSPHRASE": "word",
    "EMAIL_URL": "smtp+tls://user:word@mail.agency.se:587",
    "DEFAULT_FROM_EMAIL": "portal@agency.se",
    "EID_SERVER_URL": "https://eid.broker.se",
    "EID_CLIENT_ID": "portal",
    "EID_CLIENT_SECRET": "word",
    "IDENTITY_KEYS": "k8" * 20,
}
ELSEWHERE = {"POSTGRES_PASSWORD", "DEFAULT_FROM_EMAIL", "SEAL_FOLDER"}  # what the settings do not read alone
MAY_BE_EMPTY = {
    "CSRF_TRUSTED_ORIGINS",
    "STAFF_OIDC_SERVER_URL",
    "STAFF_OIDC_CLIENT_ID",
    "STAFF_OIDC_CLIENT_SECRET",
    "STAFF_OIDC_STRONG_ACR_VALUES",
    "STAFF_OIDC_ROLES",
}


def variables_read() -> set[str]:
    """What production's settings and gunicorn's read from the environment."""
    files = ("delmos/settings/base.py", "delmos/settings/production.py", "gunicorn.conf.py")
    text = "".join((REPOSITORY / name).read_text() for name in files)
    return set(re.findall(r'(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)"', text))


def filled_in(values: dict[str, str]) -> dict[str, str]:
    """The environment of our containers as compose would make it from these values of .env."""

    def value(found: re.Match[str]) -> str:
        return values.get(found["name"]) or found["default"] or ""

    pattern = r"\$\{(?P<name>[A-Z_]+)(?::-(?P<default>[^}]*)|:\?[^}]*)?\}"
    return {name: re.sub(pattern, value, text) for name, text in COMPOSE["x-portal"]["environment"].items()}


def test_the_parts_are_those_of_the_portal() -> None:
    assert list(SERVICES) == ["database", "broker", "scanner", "migrate", "web", "worker", "beat"]


def test_every_variable_given_to_our_containers_is_one_that_is_read() -> None:
    assert set(COMPOSE["x-portal"]["environment"]) - variables_read() == set()


def test_the_example_names_exactly_the_variables_that_compose_asks_for() -> None:
    assert set(EXAMPLE) == USED


def test_what_the_example_leaves_empty_is_what_compose_demands_or_may_be_empty() -> None:
    assert {name for name, value in EXAMPLE.items() if not value} == {*ANSWERS, *MAY_BE_EMPTY}


def test_an_answered_example_starts_production() -> None:
    assert start(filled_in(EXAMPLE | ANSWERS)) == (0, "")


@pytest.mark.parametrize("name", sorted(set(ANSWERS) - ELSEWHERE))
def test_production_does_not_start_without_an_answer_that_compose_demands(name: str) -> None:
    assert start(filled_in(EXAMPLE | ANSWERS | {name: ""}))[0] == 1


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_every_lasting_service_has_a_health_check(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


def test_migrate_runs_once_and_the_others_wait_for_its_end() -> None:
    waiting = {
        name: service["depends_on"]["migrate"]["condition"] for name, service in OURS.items() if name != "migrate"
    }
    assert SERVICES["migrate"]["restart"] == "no"
    assert waiting == dict.fromkeys(("web", "worker", "beat"), "service_completed_successfully")


def test_every_named_volume_exists() -> None:
    mounted = [volume for service in SERVICES.values() for volume in service.get("volumes", [])]
    named = {volume.partition(":")[0] for volume in mounted if not volume.startswith("$")}
    assert named == set(COMPOSE["volumes"])


def test_the_database_sorts_as_the_embedded_one() -> None:
    arguments = SERVICES["database"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    assert sorted(arguments) == sorted(LOCALE)


def test_the_image_leaves_the_demonstration_out() -> None:
    ignored = (REPOSITORY / ".dockerignore").read_text().splitlines()
    dockerfile = (REPOSITORY / "Dockerfile").read_text()
    assert {"delmos/demo", "delmos/embedded"} - set(ignored) == set()
    assert re.findall(r"uv sync (.*)", dockerfile) == ["--frozen --no-dev --no-group demo"]
    assert re.findall(r"^USER (.*)", dockerfile, re.MULTILINE) == ["delmos"]
