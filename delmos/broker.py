"""The broker: its address in the two forms its two clients understand, and the marks of life left in it."""

from urllib.parse import parse_qs, urlsplit

WORKER = "delmos:alive:worker"
BEAT = "delmos:alive:beat"


def celery_address(redis_url: str) -> str:
    """Celery's form of a REDIS_URL.

    redis:// and rediss:// are the same for both; a Unix socket is unix:///path?db=N for the client library and
    redis+socket:///path?virtual_host=N for Celery.
    """
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    database = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={database}"
