"""A real PostgreSQL and a real Valkey of the portal's own, for the demo and the tests.

`Embedded(folder)` names both servers by the folder that holds their data; every process that uses them calls `hold()`.
The first one in starts the servers and the last one out stops them. Who is using them is a shared file lock, which the
kernel gives back even when a process is killed, so there is no list of process numbers to go stale. Both servers listen
on Unix sockets only: no port is taken, and two clones never meet.
"""

import atexit
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from delmos.embedded.locks import Lock
from delmos.embedded.paths import EmbeddedError, private_folder, socket_folder
from delmos.embedded.postgres import Postgres
from delmos.embedded.processes import disown
from delmos.embedded.valkey import Valkey

__all__ = ["Embedded", "EmbeddedError"]

_held: dict["Embedded", Lock] = {}


@dataclass(frozen=True)
class Embedded:
    """The two servers of one folder; `durable=False` trades crash safety for speed and is for tests only."""

    folder: Path
    durable: bool = True

    @property
    def sockets(self) -> Path:
        return socket_folder(self.folder)

    @property
    def database_url(self) -> str:
        """The address of the database, in the form of DATABASE_URL."""
        return f"postgres://postgres@/delmos?host={self.sockets}"

    @property
    def redis_url(self) -> str:
        """The address of the broker, in the form of REDIS_URL."""
        return f"unix://{self.sockets}/valkey.sock?db=0"

    def hold(self) -> None:
        """Start or join the servers and leave them when this process ends; a second call does nothing.

        Raises EmbeddedError, with a sentence that says what to do, when a server cannot start.
        """
        if self in _held:
            return
        private_folder(self.folder)
        with Lock(self.folder / "start.lock").exclusive():
            _held[self] = Lock(self.folder / "users.lock").shared()
            owner = os.getpid()
            atexit.register(self._release_if, owner)
            for server in (self._postgres(), self._valkey()):
                server.start()

    def release(self) -> None:
        """Leave the servers; the last one out stops them."""
        if self not in _held:
            return
        with Lock(self.folder / "start.lock").exclusive():
            users = _held.pop(self)
            if users.is_only_user():
                self._valkey().stop()
                self._postgres().stop()
            disown()
            users.close()

    def erase(self) -> None:
        """Stop the servers and remove all data. Raises EmbeddedError while another process uses them."""
        private_folder(self.folder)
        with Lock(self.folder / "start.lock").exclusive(), Lock(self.folder / "users.lock") as users:
            if not users.is_only_user():
                raise EmbeddedError(f"Another command is using the data in {self.folder}; wait for it or stop it.")
            self._valkey().stop()
            self._postgres().erase()
            shutil.rmtree(self.sockets, ignore_errors=True)
            for path in self.folder.iterdir():
                if path.suffix != ".lock":
                    shutil.rmtree(path) if path.is_dir() else path.unlink()

    def _release_if(self, owner: int) -> None:
        """A forked child inherits the exit hook but does not own the hold."""
        if os.getpid() == owner:
            self.release()

    def _postgres(self) -> Postgres:
        return Postgres(self.folder, self.sockets, self.durable)

    def _valkey(self) -> Valkey:
        return Valkey(self.folder / "valkey", self.sockets / "valkey.sock")
