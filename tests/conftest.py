"""What every test stands on: the embedded servers, a database per test run, and a real Celery worker on request."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psutil
import psycopg2
import pytest
import redis
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from accounts.models import User
from applicants.models import Organisation
from delmos.broker import WORKER
from tests import factories
from tests.factories import remembered
from tests.processes import kill_tree, start_celery, wait_until

TEST_DATABASE = "test_delmos_"
PATCHING = {"monkeypatch", "settings", "transactional_db"}  # fixtures
# How long an example takes says how busy the machine is, and nothing of the code.
hypothesis_settings.register_profile("delmos", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("delmos")
WORKER_READY_WITHIN = 180.0  # seconds: it imports the whole portal, on a machine that may have much else to do


@pytest.hookimpl(trylast=True)  # pytest-django has its own order first
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys and what else is slow come first, each file in one piece."""
    items.sort(key=lambda item: not any(item.iter_markers("journey")) and not any(item.iter_markers("slow")))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """What the factories remember is told that another test begins."""
    remembered.begin(may=isinstance(item, pytest.Function) and PATCHING.isdisjoint(asked_for(item)))


def asked_for(item: pytest.Function) -> set[str]:
    """The fixtures that the test asks for, itself and by our own fixtures; those of pytest-django patch nothing."""
    found = item._fixtureinfo
    ours = [each[-1] for each in found.name2fixturedefs.values() if each[-1].func.__module__.startswith("tests.")]
    return {*found.argnames, *(name for fixture in ours for name in fixture.argnames)}


@pytest.fixture(scope="session")
def embedded_services() -> Iterator[None]:
    """PostgreSQL and Valkey, started with the first test that needs them."""
    if settings.EMBEDDED is None:  # DATABASE_URL and REDIS_URL name servers that somebody else runs
        yield
        return
    settings.EMBEDDED.hold()
    drop_databases_of_dead_runs()
    yield
    settings.EMBEDDED.release()


def drop_databases_of_dead_runs() -> None:
    """Each run has its own database, named by its process; a killed run leaves it behind."""
    with closing(psycopg2.connect(host=settings.EMBEDDED.sockets, user="postgres", dbname="postgres")) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{TEST_DATABASE}%"])
            for (name,) in cursor.fetchall():
                if not psutil.pid_exists(int(name.removeprefix(TEST_DATABASE).split("_")[0])):
                    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def django_db_modify_db_settings(embedded_services: None) -> None:
    """pytest-django asks for this before it creates the test database."""


@pytest.fixture
def broker(embedded_services: None) -> Iterator["redis.Redis"]:
    """The broker room of this test run, empty before and after."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.flushdb()
        yield client
        client.flushdb()


@pytest.fixture
def start_celery_worker(
    transactional_db: None, broker: "redis.Redis"
) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Start a real worker process, ready to work, on the test database; may be called again after a kill."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        broker.delete(WORKER)
        started.append(
            start_celery("worker", "--pool", "prefork", "--concurrency", "1", "--without-gossip", "--without-mingle")
        )
        wait_until(lambda: broker.exists(WORKER) or started[-1].poll() is not None, WORKER_READY_WITHIN)
        assert started[-1].poll() is None
        return started[-1]

    yield start
    for process in started:
        kill_tree(process)


@pytest.fixture
def celery_worker_process(
    start_celery_worker: Callable[[], "subprocess.Popen[bytes]"],
) -> "subprocess.Popen[bytes]":
    """One real worker process, ready to work. Kill it with `tests.processes.kill_tree`."""
    return start_celery_worker()


@pytest.fixture
def beat(transactional_db: None, celery_worker_process: Any, tmp_path: Any) -> Iterator[None]:
    """A real beat beside the real worker."""
    process = start_celery("beat", "--schedule", str(tmp_path / "beat"))
    yield
    kill_tree(process)


# --- the cast: people and organisations -------------------------------------------------------------------------------


@pytest.fixture
def anna(db: None) -> User:
    """Signatory of the association."""
    return factories.signatory_of(factories.association())


@pytest.fixture
def bo(db: None) -> User:
    """Agent of anna's association: fills in, may not sign."""
    factories.association()
    return factories.person("bo")


@pytest.fixture
def cecilia(db: None) -> User:
    """Signatory of Gävle kommun: a stranger in the association's cases."""
    return factories.signatory_of(factories.gavle())


@pytest.fixture
def dag(db: None) -> User:
    """Case officer."""
    return factories.person("dag")


@pytest.fixture
def disa(db: None) -> User:
    """Second case officer."""
    return factories.person("disa")


@pytest.fixture
def eva(db: None) -> User:
    """Decider."""
    return factories.person("eva")


@pytest.fixture
def farah(db: None) -> User:
    """Economist who prepares."""
    return factories.person("farah")


@pytest.fixture
def filip(db: None) -> User:
    """Economist who attests."""
    return factories.person("filip")


@pytest.fixture
def gun(db: None) -> User:
    """Management."""
    return factories.person("gun")


@pytest.fixture
def lars(db: None) -> User:
    """Lawyer."""
    return factories.person("lars")


@pytest.fixture
def rut(db: None) -> User:
    """Registrar."""
    return factories.person("rut")


@pytest.fixture
def ines(db: None) -> User:
    """Assessor from outside: sees the cases she is invited to assess, and nothing else."""
    return factories.person("ines")


@pytest.fixture
def cast(
    anna: User,
    bo: User,
    cecilia: User,
    dag: User,
    disa: User,
    eva: User,
    farah: User,
    filip: User,
    gun: User,
    lars: User,
    rut: User,
    ines: User,
) -> dict[str, User]:
    """Everybody, by username."""
    return {who.username: who for who in (anna, bo, cecilia, dag, disa, eva, farah, filip, gun, lars, rut, ines)}


@pytest.fixture
def association(anna: User, bo: User) -> Organisation:
    """The organisation of anna and bo."""
    return factories.association()


@pytest.fixture
def gavle(cecilia: User) -> Organisation:
    """The organisation of cecilia."""
    return factories.gavle()
