"""Is everything alive? The worker and beat each leave a mark in the broker that fades unless it is renewed."""

import time
from typing import Any

import redis
import structlog
from celery.beat import Scheduler
from celery.signals import heartbeat_sent, worker_ready
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from delmos.broker import BEAT, WORKER

FADES = 8  # seconds: four missed marks
DOWN = "down"
UNKNOWN = "unknown"  # the broker is down, so nobody can leave a mark

log = structlog.get_logger(__name__)


def broker() -> "redis.Redis":
    """A client of the broker that gives up soon: an answer late is no answer."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)


def leave_mark(name: str) -> None:
    """Say that `name` is alive. A broker that is away is logged and never stops who says it."""
    try:
        with broker() as client:
            client.set(name, int(time.time()), ex=FADES)
    except redis.RedisError as error:
        log.warning("no mark of life left", mark=name, error=type(error).__name__)


@worker_ready.connect
@heartbeat_sent.connect
def worker_is_alive(**_: Any) -> None:
    """Celery calls this in the worker itself: when it is ready, then every other second."""
    leave_mark(WORKER)


class HeartbeatScheduler(Scheduler):
    """Celery's own schedule in memory, which leaves beat's mark at every turn.

    Beat says itself that it lives, so a dead worker is never taken for a dead beat. In memory, because every entry may
    run once too often or too seldom: a schedule file would only be one more thing that a crash can spoil.
    """

    def tick(self, *arguments: Any, **named: Any) -> float:
        """Run what is due and return the seconds until the next turn."""
        leave_mark(BEAT)
        return float(super().tick(*arguments, **named))


def database_state() -> str:
    """Say "ok", or "down" when the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close()
        return DOWN
    return "ok"


def broker_states() -> dict[str, str]:
    """The states of the broker and of those who leave marks in it."""
    try:
        with broker() as client:
            worker, beat = client.exists(WORKER), client.exists(BEAT)
    except redis.RedisError:
        return {"broker": DOWN, "worker": UNKNOWN, "beat": UNKNOWN}
    return {"broker": "ok", "worker": "ok" if worker else DOWN, "beat": "ok" if beat else DOWN}


@never_cache
@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when all four parts answer, else 503; the body says which part is down."""
    states = {"database": database_state(), **broker_states()}
    return JsonResponse(states, status=200 if set(states.values()) == {"ok"} else 503)
