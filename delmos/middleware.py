"""One log line per request, under an id that the answer carries too."""

import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("delmos.request")
_QUIET = frozenset({"healthz"})


class RequestLog:
    """Log method, route pattern, status and time; never the address asked for, which may hold names or case numbers."""

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
        if route not in _QUIET:
            milliseconds = round((time.perf_counter() - started) * 1000)
            log.info("request", method=request.method, route=route, status=response.status_code, ms=milliseconds)
        return response
