"""Other processes that a test starts on its own database and broker room, and kills."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from django.conf import settings
from django.db import connection

REPOSITORY = Path(__file__).resolve().parent.parent


def wait_until(condition: Callable[[], object], seconds: float = 30.0) -> None:
    """Return as soon as the condition holds; fail when it does not hold in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s in vain"
        time.sleep(0.05)


def process_environment() -> dict[str, str]:
    """The environment in which another process works on this run's database and broker room."""
    address = urlsplit(settings.DATABASE_URL)._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "delmos.settings.test",
        "DATABASE_URL": address,
        "REDIS_URL": settings.REDIS_URL,
        "DOCUMENT_ROOT": str(settings.STORAGES["documents"]["OPTIONS"]["location"]),
    }


def start_celery(*arguments: str, output: int | None = None) -> "subprocess.Popen[bytes]":
    """A Celery process on this run's database and broker. What it prints goes to ``output``, as for a subprocess."""
    return subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "delmos", *arguments],
        cwd=REPOSITORY,
        env=process_environment(),
        start_new_session=True,
        stdout=output,
        stderr=output,
    )


def kill_tree(process: "subprocess.Popen[bytes]") -> None:
    """SIGKILL to a process and to all it started: nothing gets a chance to tidy up.

    Those it started are found by their process group too: when the process is dead already, nobody is its child.
    """
    family = [member for member in psutil.process_iter() if belongs_to(process.pid, member)]
    for member in family:
        with suppress(psutil.NoSuchProcess):
            member.kill()
    psutil.wait_procs(family, timeout=10)
    process.wait(10)


def belongs_to(leader: int, member: psutil.Process) -> bool:
    """Whether ``member`` is in the process group of ``leader``, which was started with one of its own."""
    with suppress(ProcessLookupError, PermissionError):
        return os.getpgid(member.pid) == leader
    return False
