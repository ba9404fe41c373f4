"""Processes that belong together are restarted when they fall and stopped as one."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.processes import REPOSITORY, wait_until

# Two processes, one with a child of its own and deaf to SIGTERM: the worst that may have to be stopped.
SUPERVISE = """
import os, sys
from pathlib import Path
from delmos.supervisor import Failed, Stopped, Supervisor
deaf = "import signal, subprocess, sys, time; signal.signal(15, signal.SIG_IGN);"
child = deaf + "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); time.sleep(600)"
supervisor = Supervisor(Path(sys.argv[1]), dict(os.environ))
supervisor.end_leftovers()
supervisor.keep("plain", sys.executable, "-c", "import time; time.sleep(600)")
if sys.argv[2] == "deaf":
    supervisor.keep("deaf", sys.executable, "-c", child)
try:
    print("up", flush=True)
    if sys.argv[2] == "step":
        supervisor.run("a long step", sys.executable, "-c", "import time; time.sleep(600)")
    supervisor.watch(lambda sentence: print(sentence, flush=True))
except Stopped:
    print("stopped", flush=True)
except Failed as error:
    print(error, flush=True)
finally:
    supervisor.stop_all()
"""
Running = subprocess.Popen[str]


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator["Starter"]:
    starter = Starter(tmp_path)
    yield starter
    starter.end_all()


class Starter:
    """Starts supervisors over one folder and ends whatever they leave."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: list[Running] = []
        self.seen: list[psutil.Process] = []

    def __call__(self, kind: str = "plain") -> Running:
        command = [sys.executable, "-c", SUPERVISE, str(self.folder), kind]
        process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
        self.started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        wait_until(lambda: len(self.family(process)) >= {"plain": 1, "deaf": 3, "step": 2}[kind])
        self.seen += self.family(process)
        return process

    def family(self, process: Running) -> list[psutil.Process]:
        children = psutil.Process(process.pid).children(recursive=True)
        return [child for child in children if child.status() != psutil.STATUS_ZOMBIE]

    def alive(self) -> list[int]:
        return [p.pid for p in self.seen if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]

    def end_all(self) -> None:
        for process in self.started:
            process.kill()
            process.communicate()
        for member in self.seen:
            if member.is_running():
                member.kill()


@pytest.mark.parametrize("kind", ["plain", "step"])
def test_sigterm_ends_everything_also_in_the_middle_of_a_step(kind: str, supervise: Starter) -> None:
    supervisor = supervise(kind)
    supervisor.terminate()
    words, _ = supervisor.communicate(timeout=20)
    assert (words, supervise.alive()) == ("stopped\n", [])


def test_a_second_signal_ends_at_once_what_does_not_listen(supervise: Starter) -> None:
    supervisor = supervise("deaf")
    supervisor.terminate()
    assert supervisor.stdout is not None
    assert supervisor.stdout.readline() == "stopped\n"
    supervisor.terminate()
    supervisor.communicate(timeout=5)
    assert supervise.alive() == []


def test_a_process_that_falls_is_started_again(supervise: Starter) -> None:
    supervisor = supervise()
    supervise.seen[0].kill()
    assert supervisor.stdout is not None
    assert supervisor.stdout.readline() == "The plain process ended with code -9; starting it again.\n"
    wait_until(lambda: supervise.family(supervisor))
    supervise.seen += supervise.family(supervisor)


def test_what_a_killed_supervisor_leaves_is_ended_by_the_next(supervise: Starter) -> None:
    supervise("deaf").kill()
    left = supervise.alive()
    supervise()
    assert [pid for pid in left if pid in supervise.alive()] == []


def test_a_number_that_now_belongs_to_somebody_else_is_left_alone(supervise: Starter) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    (supervise.folder / "processes.json").write_text(json.dumps([[stranger.pid, 1.0]]))
    supervise()
    alive = stranger.poll() is None
    os.killpg(stranger.pid, 9)
    stranger.wait()
    assert alive
