"""Servers as processes: started in a session of their own, so that Ctrl-C in a terminal never reaches them first."""

import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import psutil

_children: dict[int, "subprocess.Popen[bytes]"] = {}


def launch(command: list[str], log: Path, **options: Any) -> "subprocess.Popen[bytes]":
    """Start a server whose output goes to the end of `log`; `options` are those of `subprocess.Popen`."""
    with log.open("ab") as output:
        server = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True, **options
        )
    _children[server.pid] = server
    return server


def stop(server: psutil.Process, *signals: signal.Signals, patience: float = 20.0) -> None:
    """Send one signal after the other, `patience` seconds apart, until the process has ended; SIGKILL comes last."""
    for how in (*signals, signal.SIGKILL):
        try:
            server.send_signal(how)
        except psutil.NoSuchProcess:
            break
        if await_end(server, patience):
            break
    if child := _children.pop(server.pid, None):
        child.wait()


def await_end(server: psutil.Process, patience: float) -> bool:
    """Whether the process ended within so many seconds. A zombie has ended: whose child it is may never ask for it."""
    deadline = time.monotonic() + patience
    while is_alive(server):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def is_alive(server: psutil.Process) -> bool:
    """Whether it runs, and is still the same process."""
    try:
        return server.is_running() and server.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def disown() -> None:
    """Forget the servers that this process started and leaves to others; they are no longer ours to wait for."""
    for child in _children.values():
        if child.poll() is None:
            child.returncode = 0
    _children.clear()
