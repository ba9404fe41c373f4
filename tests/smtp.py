"""A mail server on loopback that speaks enough SMTP (RFC 5321) to take mails, and can be told to stall or refuse."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer(socketserver.ThreadingTCPServer):
    """``taken`` holds the mails that the server has said yes to, in order.

    ``answers`` replaces the reply to a verb ("RCPT", "DATA." for the end of the text). ``stall_at`` names a verb at
    which the server takes what comes and then says nothing until ``go_on``, ``hang_up_at`` one at which it goes away,
    once.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.taken: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.stall_at = self.hang_up_at = ""
        self.stalled, self.go_on = threading.Event(), threading.Event()

    @property
    def url(self) -> str:
        """What EMAIL_URL says of this server."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        if not self._say("CONNECT", "220 test"):
            return
        for line in self.rfile:
            verb = line.decode().split()[0].upper() if line.strip() else ""
            if verb == "DATA":
                self._say("DATA", "354 go on")
                self._take()
            elif verb == "QUIT":
                self._say(verb, "221 bye")
                return
            elif not self._say(verb, "250 ok"):
                return

    def _take(self) -> None:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if self.server.answers.get("DATA.", "250").startswith("250"):
            # Taken before the answer: from here on the mail is the server's, whether or not the client learns it.
            self.server.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self._say("DATA.", "250 taken")

    def _say(self, verb: str, reply: str) -> bool:
        if verb == self.server.stall_at:
            self.server.stalled.set()
            self.server.go_on.wait(60)
        if verb == self.server.hang_up_at:
            self.server.hang_up_at = ""
            return False
        try:
            self.wfile.write(f"{self.server.answers.get(verb, reply)}\r\n".encode())
        except OSError:  # whoever asked is gone
            return False
        return True


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server for one test."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.go_on.set()
        server.shutdown()
        thread.join()
