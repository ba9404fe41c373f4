"""bin/demo, bin/test and manage.py as somebody types them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from delmos.embedded import Embedded
from tests.processes import REPOSITORY, wait_until

LEFT_OUT = shutil.ignore_patterns(".git", ".local", ".venv", "staticfiles", "__pycache__", ".*_cache")

SLEEP = "import time; open('ready', 'w').close(); time.sleep(60)"


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Path]:
    """A second copy of the repository in a folder with spaces, on the packages of this one."""
    copy = tmp_path / "a second clone"
    shutil.copytree(REPOSITORY, copy, ignore=LEFT_OUT)
    (copy / ".venv").symlink_to(Path(sys.prefix))
    yield copy
    for process in processes_of(copy):
        process.kill()
    Embedded(copy / ".local" / "demo").erase()


def processes_of(clone: Path) -> list[psutil.Process]:
    """Everything alive that works in the clone or on its sockets."""
    found = []
    marks = (str(clone), str(Embedded(clone / ".local" / "demo").sockets))
    for process in psutil.process_iter(["cmdline", "cwd", "status"]):
        words = " ".join([*(process.info["cmdline"] or []), process.info["cwd"] or ""])
        if any(mark in words for mark in marks) and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process)
    return found


def words_of(process: psutil.Process) -> list[str]:
    """The command line as it was read when the process was found: it may have ended since, and be asked no more."""
    return process.info["cmdline"] or []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_demonstration_stopped_in_the_middle_of_its_start_leaves_no_process(clone: Path) -> None:
    demo = subprocess.Popen([clone / "bin/demo", "--port", str(free_port())], cwd="/", stdout=subprocess.DEVNULL)
    wait_until(lambda: any("migrate" in words_of(process) for process in processes_of(clone)), 60)
    demo.send_signal(signal.SIGTERM)
    demo.wait(30)
    assert [words_of(process) for process in processes_of(clone)] == []


def test_a_taken_port_is_said_in_one_sentence(clone: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run([clone / "bin/demo", "--port", str(port)], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        1,
        f"Port {port} is taken or not allowed; choose another with --port.",
    )


def test_a_command_that_is_told_to_end_stops_the_servers_it_started(clone: Path) -> None:
    command = [
        sys.executable,
        clone / "manage.py",
        "shell",
        "--no-imports",
        "-c",
        SLEEP,
    ]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    manage = subprocess.Popen(command, cwd=clone, env=environment)
    wait_until(lambda: (clone / "ready").exists() or manage.poll() is not None)
    assert "postgres" in [process.name() for process in processes_of(clone)]
    manage.terminate()
    assert (manage.wait(30), processes_of(clone)) == (143, [])


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 2)])
def test_a_missing_browser_stops_ci_and_is_loud_elsewhere(ci: str, code: int, tmp_path: Path) -> None:
    environment = {"PATH": "", "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path), "CI": ci}
    command = [sys.executable, "-m", "tests.browser"]
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, check=False, capture_output=True, text=True)
    assert (done.returncode, "Chromium" in done.stderr) == (code, True)


def test_bin_test_passes_arguments_on_and_hands_back_the_code_of_pytest() -> None:
    words = ["tests/run/test_compose.py", "--collect-only", "-q", "-k", "no_such_word"]
    done = subprocess.run([REPOSITORY / "bin/test", *words], cwd="/", check=False)
    assert done.returncode == 5  # pytest: no test was collected
