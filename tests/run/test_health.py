"""/healthz names what is down and never falls itself."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
import redis
from django.test import Client

from delmos.broker import BEAT, WORKER
from delmos.health import FADES, leave_mark
from tests.processes import REPOSITORY, kill_tree, process_environment, start_celery, wait_until

ALL_OK = {"database": "ok", "broker": "ok", "worker": "ok", "beat": "ok"}
ASK = """
import django; django.setup()
from django.conf import settings
from django.test import Client
client = Client(raise_request_exception=False)
client.cookies[settings.SESSION_COOKIE_NAME] = "a-session-of-yesterday"
answer = client.get("/healthz")
print(answer.status_code, answer.content.decode())
"""


def state(client: Client) -> dict[str, str]:
    return dict(client.get("/healthz").json())


def answer_of_another_process(**changed: str) -> tuple[int, dict[str, str]]:
    """What a web process answers that has other addresses than ours."""
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=REPOSITORY,
        env=process_environment() | changed,
        check=True,
        capture_output=True,
        text=True,
    )
    status, _, body = done.stdout.strip().splitlines()[-1].partition(" ")
    return int(status), json.loads(body)


@pytest.fixture
def beat(transactional_db: None, broker: "redis.Redis") -> Iterator["subprocess.Popen[bytes]"]:
    process = start_celery("beat", "--pidfile=")
    wait_until(lambda: broker.exists(BEAT))
    yield process
    kill_tree(process)


def test_without_worker_and_beat_both_are_named_as_down(db: None, broker: "redis.Redis", client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == ALL_OK | {"worker": "down", "beat": "down"}


def test_with_everything_running_a_killed_worker_is_told_from_a_living_beat(
    celery_worker_process: "subprocess.Popen[bytes]", beat: "subprocess.Popen[bytes]", client: Client
) -> None:
    before = client.get("/healthz")
    kill_tree(celery_worker_process)
    wait_until(lambda: state(client)["worker"] == "down")
    assert (before.status_code, before.json()) == (200, ALL_OK)
    assert state(client) == ALL_OK | {"worker": "down"}


def test_a_killed_beat_is_told_from_a_living_worker(
    celery_worker_process: "subprocess.Popen[bytes]", beat: "subprocess.Popen[bytes]", client: Client
) -> None:
    kill_tree(beat)
    wait_until(lambda: state(client)["beat"] == "down")
    assert state(client) == ALL_OK | {"beat": "down"}


def test_without_broker_the_state_of_worker_and_beat_is_unknown(db: None) -> None:
    assert answer_of_another_process(REDIS_URL="unix:///nowhere/valkey.sock") == (
        503,
        {"database": "ok", "broker": "down", "worker": "unknown", "beat": "unknown"},
    )


def test_without_database_the_answer_is_503_and_not_500_even_with_a_session_cookie(
    db: None, broker: "redis.Redis"
) -> None:
    status, states = answer_of_another_process(DATABASE_URL="postgres://postgres@/delmos?host=/nowhere")
    assert (status, states["database"], states["broker"]) == (503, "down", "ok")


def test_nobody_keeps_an_old_answer(db: None, client: Client) -> None:
    assert client.get("/healthz")["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.parametrize("mark", [WORKER, BEAT])
def test_a_mark_of_life_fades_by_itself(mark: str, broker: "redis.Redis") -> None:
    leave_mark(mark)
    assert 0 < broker.ttl(mark) <= FADES
