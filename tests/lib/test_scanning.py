"""The virus scanner, asked over both of a real clamd's sockets; everything but a clean bill is an error."""

import socket
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path

import pytest

from delmos.lib.scanning import CHUNK_BYTES, Infected, ScannerDown, scan
from delmos.lib.uploads import MAX_BYTES
from tests.scanner import EICAR, FOUND, Clamd, running_clamd


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    """With ClamAV's own limits, which are those of the production image."""
    with running_clamd(tmp_path_factory.mktemp("clamd")) as found:
        yield found


@pytest.fixture(params=["tcp", "unix"])
def address(request: pytest.FixtureRequest, clamd: Clamd) -> str:
    """Both ways to the same daemon."""
    return str(getattr(clamd, request.param))


def ask(content: bytes | bytearray, address: str, timeout: float = 20) -> None:
    scan(BytesIO(content), address=address, timeout=timeout)


# --- the verdicts -----------------------------------------------------------------------------------------------------


def test_a_clean_file_passes(address: str) -> None:
    ask(b"%PDF-1.7 stadgar", address)


def test_an_empty_file_passes(address: str) -> None:
    ask(b"", address)


def test_an_infected_file_is_named_as_the_scanner_names_it(address: str) -> None:
    with pytest.raises(Infected) as infected:
        ask(EICAR, address)
    assert (infected.value.signature, str(infected.value)) == (FOUND, f"the scanner found {FOUND}")


def test_what_is_packed_inside_a_document_is_scanned(address: str) -> None:
    document = BytesIO()
    with zipfile.ZipFile(document, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bild.txt", EICAR)
    assert EICAR not in document.getvalue()
    with pytest.raises(Infected):
        ask(document.getvalue(), address)


@pytest.mark.parametrize("place", [0, CHUNK_BYTES - 10, MAX_BYTES - len(EICAR)])
def test_the_largest_file_is_scanned_from_end_to_end(clamd: Clamd, place: int) -> None:
    content = bytearray(MAX_BYTES)
    ask(content, clamd.unix)
    content[place : place + len(EICAR)] = EICAR
    with pytest.raises(Infected):
        ask(content, clamd.unix)


def test_a_file_is_read_in_small_pieces_from_its_start_and_left_there(clamd: Clamd) -> None:
    sizes: list[int | None] = []

    class Watched(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            sizes.append(size)
            return super().read(size)

    content = Watched(EICAR.ljust(CHUNK_BYTES + 1, b" "))
    content.seek(7)
    with pytest.raises(Infected):
        scan(content, address=clamd.tcp, timeout=20)
    assert (sizes, content.tell()) == ([CHUNK_BYTES] * 3, 0)


# --- no verdict -------------------------------------------------------------------------------------------------------


def test_a_file_above_the_daemons_limit_is_an_error_and_not_clean(tmp_path: Path) -> None:
    with running_clamd(tmp_path, StreamMaxLength="1M") as small:
        for address in (small.tcp, small.unix):
            with pytest.raises(ScannerDown, match="INSTREAM size limit exceeded. ERROR"):
                ask(bytes(MAX_BYTES), address)


def test_a_daemon_that_hangs_up_because_it_cannot_unpack_is_down(address: str, clamd: Clamd) -> None:
    aside = clamd.unpacks_in.rename(clamd.unpacks_in.with_name("aside"))
    try:
        with pytest.raises(ScannerDown, match="no whole answer"):
            ask(b"stadgar", address)
    finally:
        aside.rename(clamd.unpacks_in)


def test_a_port_where_nobody_listens_is_down() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    with pytest.raises(ScannerDown, match="Connection refused"):
        ask(b"stadgar", f"127.0.0.1:{port}")


def test_a_unix_socket_that_is_not_there_is_down(tmp_path: Path) -> None:
    with pytest.raises(ScannerDown, match="No such file"):
        ask(b"stadgar", str(tmp_path / "clamd.sock"))


@pytest.mark.parametrize("address", ["", "scanner", "scanner:", "scanner:clamd", f"{'a' * 64}:3310"])
def test_an_address_that_names_no_scanner_is_down(address: str) -> None:
    with pytest.raises(ScannerDown, match=f"clamd at {address}"):
        ask(b"stadgar", address)


def test_a_daemon_that_never_answers_is_down() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent, pytest.raises(ScannerDown, match="timed out"):
        ask(b"stadgar", f"127.0.0.1:{silent.getsockname()[1]}", timeout=0.1)


@pytest.mark.parametrize("answer", ["PONG", "UNKNOWN COMMAND", "stream: OK ERROR", "OK", ""])
def test_an_answer_that_is_no_verdict_is_down(answer: str) -> None:
    with a_peer_that_answers(answer.encode() + b"\0") as address, pytest.raises(ScannerDown) as down:
        ask(b"stadgar", address)
    assert str(down.value) == f"clamd at {address} answered {answer!r}"


@pytest.mark.parametrize("answer", [b"", b"stream: OK", bytes(1) + b"stream: OK" * 1000])
def test_a_verdict_that_is_broken_off_is_none(answer: bytes) -> None:
    with a_peer_that_answers(answer) as address, pytest.raises(ScannerDown, match="no whole answer"):
        ask(b"stadgar", address)


@contextmanager
def a_peer_that_answers(answer: bytes) -> Iterator[str]:
    """Something that is no clamd, at this address: it hears the question out, says ``answer`` and hangs up."""

    def answer_once() -> None:
        connection, _ = server.accept()
        with connection, connection.makefile("rb") as question:
            question.read(len(b"zINSTREAM\0") + 4 + len(b"stadgar") + 4)
            connection.sendall(answer)

    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        peer = threading.Thread(target=answer_once)
        peer.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        peer.join()
