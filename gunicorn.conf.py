"""gunicorn: few processes, some threads each, the application loaded once before they part."""

import gc
import os

bind = os.environ.get("DELMOS_BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
preload_app = True
timeout = 60  # seconds
graceful_timeout = 8
keepalive = 5
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
control_socket_disable = True  # nobody steers it but signals


def when_ready(server: object) -> None:
    """Set what is loaded apart from the garbage collector: no request pays for walking through it."""
    gc.collect()
    gc.freeze()
