"""A real ClamAV daemon for the tests, with a single signature of its own: that of the EICAR test file."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from delmos.machine import install, may_install
from tests.processes import wait_until

PACKAGE = "clamav-daemon"
# They come with the package; the tests start a daemon of their own and update no signatures.
SERVICES = ("clamav-daemon.service", "clamav-daemon.socket", "clamav-freshclam.service")
REMEDY = f"install it with `sudo apt-get install {PACKAGE}`"

# The harmless file that every scanner calls a virus (www.eicar.org), in parts: together they would stop this very file.
EICAR = b"".join((b"X5O!P%@AP[4", rb"\PZX54(P^)7CC)7}$", b"EICAR-STANDARD-", b"ANTIVIRUS-TEST-", b"FILE!$H+H*"))
SIGNATURE = "Eicar-Test-Signature"
FOUND = f"{SIGNATURE}.UNOFFICIAL"  # clamd marks signatures that are not ClamAV's own


@dataclass(frozen=True)
class Clamd:
    """A daemon that answers: its two addresses, and the folder where it unpacks."""

    tcp: str
    unix: str
    unpacks_in: Path


def clamd() -> str | None:
    """The path of the daemon's program; outside root's own search path it lies in a folder of its own."""
    return shutil.which("clamd", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin")))


def is_required() -> bool:
    """Whether a missing daemon is an error."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


@contextmanager
def running_clamd(folder: Path, **options: str) -> Iterator[Clamd]:
    """A daemon with its files in ``folder`` and ``options`` added to its clamd.conf, until the block ends."""
    program = clamd()
    if program is None:
        (pytest.fail if is_required() else pytest.skip)(f"THE VIRUS SCANNER IS NOT TESTED: no clamd; {REMEDY}")
    found = _configure(folder, options)
    process = subprocess.Popen([program, f"--config-file={folder / 'clamd.conf'}"], stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: process.poll() is not None or _answers(found))
        assert process.poll() is None, "clamd did not start"
        yield found
    finally:
        process.terminate()
        process.wait(20)


def _configure(folder: Path, options: dict[str, str]) -> Clamd:
    signatures, unpacks_in = folder / "signatures", folder / "unpacked"
    signatures.mkdir()
    unpacks_in.mkdir()
    (signatures / "eicar.ndb").write_text(f"{SIGNATURE}:0:*:{EICAR.hex()}\n")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = str(free.getsockname()[1])
    found = Clamd(f"127.0.0.1:{port}", str(folder / "clamd.sock"), unpacks_in)
    settings = {
        "Foreground": "yes",
        "DatabaseDirectory": str(signatures),
        "TemporaryDirectory": str(unpacks_in),
        "LocalSocket": found.unix,
        "TCPAddr": "127.0.0.1",
        "TCPSocket": port,
        **options,
    }
    (folder / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    return found


def _answers(found: Clamd) -> bool:
    host, _, port = found.tcp.partition(":")
    with suppress(OSError), closing(socket.create_connection((host, int(port)), 5)) as connection:
        connection.sendall(b"zPING\0")
        return connection.recv(5) == b"PONG\0" and Path(found.unix).exists()
    return False


def _install() -> bool:
    sys.stderr.write(f"Installing {PACKAGE} for the tests of uploads …\n")
    done = install([PACKAGE])
    if done and shutil.which("systemctl"):
        subprocess.run(["systemctl", "disable", "--quiet", *SERVICES], check=False, stderr=subprocess.DEVNULL)
    return done


def main() -> int:
    """0 when the tests may go on, with a daemon or told to do without one; 1 when they must stop."""
    if clamd() or (may_install() and _install() and clamd()):
        return 0
    if is_required():
        sys.stderr.write(f"The tests of uploads need clamd, and CI runs them all; {REMEDY}.\n")
        return 1
    sys.stderr.write(f"\n*** THE VIRUS SCANNER IS NOT TESTED: there is no clamd; {REMEDY}. ***\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
