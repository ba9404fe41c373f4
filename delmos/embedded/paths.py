"""Where the embedded servers keep their sockets and, when they must, their data."""

import hashlib
import os
import stat
from pathlib import Path


class EmbeddedError(RuntimeError):
    """An embedded server cannot start; the message is one sentence that says why and what to do."""


def key_of(folder: Path) -> str:
    """A short name for a folder that may have a very long one."""
    return hashlib.sha256(str(folder).encode()).hexdigest()[:12]


def socket_folder(folder: Path) -> Path:
    """The folder of the sockets that belong to `folder`.

    A Unix socket's whole path has room for about 104 bytes, so it cannot lie in a repository with a long path. /tmp and
    not $TMPDIR: two shells with different environments must find the same servers.
    """
    return Path("/tmp") / f"delmos-{os.geteuid()}-{key_of(folder)}"


def private_folder(path: Path, owner: int | None = None) -> Path:
    """Create `path` for its owner alone, or refuse one that somebody else has put there.

    A folder that a stranger made in /tmp beforehand would let that person read the traffic.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), owner}:
        raise EmbeddedError(f"{path} belongs to another user; remove it and start again.")
    if owner is not None and found.st_uid != owner:
        os.chown(path, owner, -1)
    return path
