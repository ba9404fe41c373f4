"""Processes that belong together: started, restarted when they fall, stopped as one."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType

import psutil

from delmos.embedded.processes import await_end

PATIENCE = 10.0  # seconds that a process may take to end
RESTARTS = 5  # within a minute; more than that is a fault and not an accident
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked us to stop."""


class Failed(RuntimeError):
    """A process ended that should not have; the message says which and where its log is."""


class Supervisor:
    """Every process runs in a session of its own, so a signal reaches only us and we end them in order."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._folder = folder
        self._environment = environment
        self._commands: dict[str, tuple[str, ...]] = {}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._fallen: list[float] = []
        self._stop = threading.Event()
        self._hurry = False
        for number in SIGNALS:
            signal.signal(number, self._asked)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        self._hurry = self._stop.is_set()  # asked twice
        self._stop.set()

    def pause(self, seconds: float) -> None:
        """Wait; raises Stopped as soon as somebody asks us to stop."""
        if self._stop.wait(seconds):
            raise Stopped

    def run(self, name: str, *command: str) -> None:
        """Run a step to its end with its output on the terminal. Raises Failed or Stopped."""
        self.pause(0)
        step = self._processes[name] = self._launch(command, None)
        while step.poll() is None:
            self.pause(0.05)
        del self._processes[name]
        if step.returncode:
            raise Failed(f"The step {name} failed; its message stands above.")

    def keep(self, name: str, *command: str) -> None:
        """Start a process that goes on, with its output in a log of its own."""
        self.pause(0)
        self._log(name).unlink(missing_ok=True)
        self._commands[name] = command
        self._processes[name] = self._launch(command, self._log(name))
        self._remember()

    def require_all(self) -> None:
        """Raise Failed when a kept process has ended."""
        for name, process in self._processes.items():
            if process.poll() is not None:
                raise Failed(f"The {name} process ended; the reason stands last in {self._log(name)}.")

    def watch(self, tell: Callable[[str], object]) -> None:
        """Until somebody asks us to stop: start again what falls. Raises Stopped, or Failed when it falls on and on."""
        while True:
            self.pause(1)
            for name in [name for name, process in self._processes.items() if process.poll() is not None]:
                self._fallen = [moment for moment in self._fallen if moment > time.monotonic() - 60]
                if len(self._fallen) >= RESTARTS:
                    raise Failed(f"The {name} process ends again and again; the reason stands in {self._log(name)}.")
                self._fallen.append(time.monotonic())
                tell(f"The {name} process ended with code {self._processes[name].returncode}; starting it again.")
                end_session(self._processes[name].pid)
                self._processes[name] = self._launch(self._commands[name], self._log(name))
                self._remember()

    def stop_all(self) -> None:
        """End every process: politely, then by force; a second request to stop skips the politeness."""
        self._stop.set()
        for process in self._processes.values():
            with suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in self._processes.values():
            while process.poll() is None and time.monotonic() < deadline and not self._hurry:
                time.sleep(0.02)
            end_session(process.pid)
            process.wait()
        self._processes.clear()
        self._list().unlink(missing_ok=True)

    def end_leftovers(self) -> None:
        """End the processes of a run that was killed and could not end them itself."""
        with suppress(OSError, ValueError):
            for pid, started in json.loads(self._list().read_text()):
                with suppress(psutil.NoSuchProcess):
                    if psutil.Process(pid).create_time() == started:
                        end_session(pid)
        self._list().unlink(missing_ok=True)

    def _launch(self, command: tuple[str, ...], log: Path | None) -> "subprocess.Popen[bytes]":
        with log.open("ab") if log else open(os.devnull, "wb") as output:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output if log else sys.stdout,
                stderr=output if log else sys.stderr,
                env=self._environment,
                start_new_session=True,
            )

    def _remember(self) -> None:
        alive = []
        for process in self._processes.values():
            with suppress(psutil.NoSuchProcess):
                alive.append((process.pid, psutil.Process(process.pid).create_time()))
        self._list().write_text(json.dumps(alive))

    def _list(self) -> Path:
        return self._folder / "processes.json"

    def _log(self, name: str) -> Path:
        return self._folder / f"{name}.log"


def end_session(leader: int) -> None:
    """SIGKILL to all that is left of a session, and wait: a killed parent's children go too, and so do their ports."""
    members = [process for process in psutil.process_iter() if _session_of(process) == leader]
    for process in members:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    for process in members:
        await_end(process, PATIENCE)


def _session_of(process: psutil.Process) -> int | None:
    try:
        return os.getsid(process.pid)
    except (ProcessLookupError, PermissionError):
        return None
