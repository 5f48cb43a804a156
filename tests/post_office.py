"""A mail server for tests: takes letters, and can be stopped with one in its hands."""

import email
from collections import Counter
from email.policy import default
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread

PATIENCE = 60


class PostOffice(ThreadingTCPServer):
    """Speaks as much SMTP as a client of its own needs. Says nothing to who waits in `hold`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        # To whom, and the subject: how often it was taken.
        self.taken: Counter[tuple[str, str]] = Counter()
        self.in_hand: tuple[str, str] = ("", "")
        self.arrived, self.let_go = Event(), Event()
        self.hold_after, self.takes_it = -1, False
        Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def hold(self, letters: int, *, takes_it: bool) -> None:
        """The letter after so many more is held: once it is let go, it was taken, or was not."""
        self.hold_after, self.takes_it = letters, takes_it
        self.arrived, self.let_go = Event(), Event()

    def wait_until_held(self) -> None:
        if not self.arrived.wait(PATIENCE):
            raise TimeoutError("No letter came that could be held.")

    def take(self, text: bytes) -> None:
        message = email.message_from_bytes(text, policy=default)
        letter = (str(message["To"]), str(message["Subject"]))
        self.hold_after -= 1
        if self.hold_after == -1:
            takes_it, let_go = self.takes_it, self.let_go
            self.in_hand = letter
            self.arrived.set()
            let_go.wait(PATIENCE)
            if not takes_it:
                raise ConnectionAbortedError
        self.taken[letter] += 1


class Handler(StreamRequestHandler):
    server: PostOffice

    def handle(self) -> None:
        try:
            self.talk()
        except OSError:
            # Whoever sent it was killed.
            return

    def talk(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline():
            match line.split()[0].upper():
                case b"DATA":
                    self.say("354 go on")
                    self.server.take(self.text())
                    self.say("250 taken")
                case b"QUIT":
                    return self.say("221 bye")
                case _:
                    self.say("250 fine")
        return None

    def text(self) -> bytes:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(line.removeprefix(b".") if line[:2] == b".." else line for line in lines)

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
