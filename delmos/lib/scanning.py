"""Ask ClamAV whether a file is infected, in the protocol of its daemon clamd (INSTREAM, man page clamd(8)).

By hand, because the clients there are do not fail closed: clamd (2014) and the fork of it that is kept up,
clamav-client (GPL-2.0), give an empty result where clamd gave no answer, let an OSError of a dropped connection
through, speak IPv4 only and send 1 kB at a time. What is needed of them is one command.
"""

import socket
import struct
from typing import BinaryIO

CHUNK_BYTES = 256 * 1024
_LENGTH = struct.Struct("!L")  # each chunk after its length; a length of 0 ends the file
_LONGEST_ANSWER = 4096
_CLEAN = "stream: OK"
_FOUND = " FOUND"


class Infected(ValueError):
    """The scanner knows the content as harmful. ``signature`` is the scanner's own name of what it found."""

    def __init__(self, signature: str) -> None:
        super().__init__(f"the scanner found {signature}")
        self.signature = signature


class ScannerDown(OSError):
    """Nobody knows whether the content is harmful: no connection, no answer in time, or one that is no verdict."""


def scan(content: BinaryIO, *, address: str, timeout: float) -> None:
    """Return when clamd at ``address`` says that all of ``content`` is clean; ``content`` is left at its start.

    ``address`` is host:port or the absolute path of a Unix socket. ``timeout`` is how many seconds clamd may be silent
    at each step. Raises Infected, and ScannerDown for everything else that is not a clean bill, also when the content
    is larger than clamd's StreamMaxLength.
    """
    content.seek(0)
    try:
        with _connect(address, timeout) as connection:
            answer = _converse(connection, content)
    except (OSError, ValueError) as error:  # ValueError: an address that names no port or no possible host
        raise ScannerDown(f"clamd at {address}: {error or type(error).__name__}") from error
    finally:
        content.seek(0)
    if answer.endswith(_FOUND):
        raise Infected(answer.removeprefix("stream: ").removesuffix(_FOUND))
    if answer != _CLEAN:
        raise ScannerDown(f"clamd at {address} answered {answer!r}")


def _connect(address: str, timeout: float) -> socket.socket:
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(timeout)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _converse(connection: socket.socket, content: BinaryIO) -> str:
    try:
        connection.sendall(b"zINSTREAM\0")
        while chunk := content.read(CHUNK_BYTES):
            connection.sendall(_LENGTH.pack(len(chunk)) + chunk)
        connection.sendall(_LENGTH.pack(0))
    except ConnectionError as error:  # clamd says why before it hangs up on a file it has not seen to its end
        raise ConnectionError(_answer(connection)) from error
    return _answer(connection)


def _answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0"):
        part = connection.recv(_LONGEST_ANSWER)
        answer += part
        if not part or len(answer) > _LONGEST_ANSWER:
            raise ConnectionError(f"no whole answer, only {answer!r}")
    return answer.removesuffix(b"\0").decode("utf-8", "replace")
