"""The outermost layers: the question after health, and one log line per request."""

import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from delmos.health import healthz

log = structlog.get_logger("delmos.request")


class HealthFirst:
    """Answer /healthz before anything else.

    The layers below read the session and so need the database, check the host name and send visitors on to HTTPS; who
    asks after health asks from inside, and asks just when the database may be down.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return healthz(request) if request.path_info == "/healthz" else self.get_response(request)


class RequestLog:
    """Log method, route pattern, status and time under an id that the answer carries too.

    Never the address asked for, which may hold names or case numbers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex[:16]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        route = request.resolver_match.route if request.resolver_match else ""
        milliseconds = round((time.perf_counter() - started) * 1000)
        log.info("request", method=request.method, route=route, status=response.status_code, ms=milliseconds)
        return response
