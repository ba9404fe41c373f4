"""The demonstration: everything started in the right order, watched, and stopped whole.

Run by bin/demo. This process owns the embedded servers and every process it starts; a signal only sets a flag, which
each step looks at, so nothing is left behind whenever the signal comes.
"""

import argparse
import json
import os
import socket
import sys
import urllib.request
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from rich.console import Console

from delmos.demo.cast import CAST
from delmos.embedded import Embedded, EmbeddedError
from delmos.embedded.locks import Lock
from delmos.machine import ensure_pango
from delmos.settings.base import BASE_DIR
from delmos.stamps import Stamps
from delmos.supervisor import Failed, Stopped, Supervisor

LOCAL = BASE_DIR / ".local" / "demo"
READY_WITHIN = 90  # seconds
SOURCES = ("accounts", "applicants", "delmos", "grants", "journal", "reporting")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/demo", description="Start the demonstration of the portal.")
    parser.add_argument("--port", type=int, default=8000, help="the port of the web server (8000)")
    parser.add_argument("--reset", action="store_true", help="begin again with fresh demonstration data")
    return parser.parse_args()


def main() -> None:
    chosen = arguments()
    console = Console(highlight=False)
    ensure_pango()
    LOCAL.mkdir(parents=True, exist_ok=True)
    # The lock of this one demonstration; the kernel gives it back even after a kill.
    alone = Lock(LOCAL.parent / "demo.lock")
    if not alone.is_only_user():
        sys.exit("The demonstration of this folder is already running; stop that one first.")
    demo = Demo(chosen.port, console)
    try:
        demo.run(reset=chosen.reset)
    except Stopped:
        console.print("Stopped.")
    except (EmbeddedError, Failed) as error:
        sys.exit(str(error))
    finally:
        demo.stop()
        alone.close()


class Demo:
    """One run of the demonstration on one port."""

    def __init__(self, port: int, console: Console) -> None:
        self.port = port
        self.console = console
        self.embedded = Embedded(LOCAL)
        self.supervisor = Supervisor(LOCAL, self.environment())

    def environment(self) -> dict[str, str]:
        """What the processes inherit; with both addresses named they leave the servers to us."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "delmos.settings.demo",
            "DATABASE_URL": self.embedded.database_url,
            "REDIS_URL": self.embedded.redis_url,
            "DELMOS_BIND": f"127.0.0.1:{self.port}",
            "PYTHONUNBUFFERED": "1",
        }

    def run(self, *, reset: bool) -> None:
        self.supervisor.end_leftovers()
        refuse_taken(self.port)
        if reset:
            self.reset()
        with self.working("Starting PostgreSQL and Valkey"):
            self.embedded.hold()
        self.prepare()
        self.start()
        self.greet()
        self.supervisor.watch(self.console.print)

    def reset(self) -> None:
        with self.working("Removing the old data"):
            self.embedded.erase()

    def prepare(self) -> None:
        """Bring database, static files and data up to date; what has not changed since last time is skipped."""
        stamps = Stamps(self.embedded, BASE_DIR)
        code = stamps.of(SOURCES, (".py", ".csv", ".json", ".html", ".sql"), Path("uv.lock"))
        static = stamps.of(("static", "templates"), None, Path("uv.lock"))
        if not stamps.is_current("static", static) or not (BASE_DIR / "staticfiles" / "staticfiles.json").exists():
            self.step("Collecting static files", "collectstatic", "--noinput", "--clear", "--verbosity=0")
            stamps.keep("static", static)
        if not stamps.is_current("data", code):
            self.step("Migrating the database", "migrate", "--noinput", "--verbosity=0")
            self.console.print("Loading the demonstration data …")
            self.supervisor.run("load_demo", *manage("load_demo"))
            stamps.keep("data", code)

    def step(self, title: str, *command: str) -> None:
        with self.working(title):
            self.supervisor.run(command[0], *manage(*command))

    def working(self, title: str) -> AbstractContextManager[object]:
        """Say what goes on: a moving line for people, a plain one for a log."""
        if self.console.is_terminal:
            return self.console.status(f"{title} …")
        self.console.print(f"{title} …")
        return nullcontext()

    def start(self) -> None:
        celery = (sys.executable, "-m", "celery", "-A", "delmos")
        quiet = ("--without-gossip", "--without-mingle")
        self.supervisor.keep("web", sys.executable, "-m", "gunicorn", "delmos.wsgi:application")
        self.supervisor.keep("worker", *celery, "worker", "--concurrency=2", *quiet)
        self.supervisor.keep("beat", *celery, "beat", "--pidfile=")
        with self.working("Starting the web server, the worker and beat"):
            for _ in range(READY_WITHIN * 10):
                self.supervisor.pause(0.1)
                self.supervisor.require_all()
                if healthy(self.port):
                    return
        raise Failed(f"The portal did not become healthy in {READY_WITHIN} s; the logs lie in {LOCAL}.")

    def greet(self) -> None:
        address = f"http://localhost:{self.port}/"
        self.console.print(f"\nThe portal:  [bold]{address}[/]\nSign in as:  [bold]{address}demo/[/]\n")
        width = max(len(person.username) for person in CAST)
        for person in CAST:
            self.console.print(f"  {person.username:{width}}  {person.name}, {person.role_title}")
        self.console.print("\nCtrl-C stops everything.")

    def stop(self) -> None:
        self.supervisor.stop_all()
        self.embedded.release()


def manage(*command: str) -> tuple[str, ...]:
    return (sys.executable, str(BASE_DIR / "manage.py"), *command)


def refuse_taken(port: int) -> None:
    """Leave with one sentence when somebody else listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            sys.exit(f"Port {port} is taken or not allowed; choose another with --port.")


def healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=3) as answer:
            return set(json.load(answer).values()) == {"ok"}
    except (OSError, ValueError):
        return False


if __name__ == "__main__":
    main()
