"""A small web on loopback for the tests: sites by host name, every answer laid down, every request written down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from threading import Event, Thread
from time import monotonic

from spiders.network import Grant


@dataclass(frozen=True)
class Answer:
    """What a path answers with; `stalls` until the web is taken down, `drops` the line without a word.

    `chunked` comes without saying its length.
    """

    body: bytes = b""
    status: int = 200
    media_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    stalls: bool = False
    drops: bool = False
    chunked: bool = False


@dataclass(frozen=True)
class Asked:
    """One request that came in."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    at: float


@dataclass
class Web:
    """The sites: what each `http://host/path?query` answers, in turn, the last for good; anything else is a 404."""

    port: int = 0
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    stalled: Event = field(default_factory=Event)
    down: Event = field(default_factory=Event)

    def put(self, url: str, *answers: Answer) -> None:
        """Lay down what a URL answers."""
        self.answers[url] = list(answers)

    def take(self, url: str) -> Answer:
        """The next answer of a URL."""
        answers = self.answers.get(url, [Answer(status=404)])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def urls(self) -> list[str]:
        """What was asked for, robots.txt left out, in order."""
        return [asked.url for asked in self.asked if not asked.url.endswith("/robots.txt")]

    def grants(self, *hosts: str) -> list[Grant]:
        """Leave to reach these hosts here."""
        return [Grant(host, "127.0.0.1", self.port) for host in hosts]


class Listener(ThreadingHTTPServer):
    """A listener that holds the web it shows."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    web: Web

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is nothing to speak of."""


class Handler(BaseHTTPRequestHandler):
    """One connection, kept alive."""

    protocol_version = "HTTP/1.1"
    server: Listener

    def do_GET(self) -> None:
        """Write the request down and answer it."""
        url = f"http://{self.headers['Host']}{self.path}"
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.web.asked.append(Asked(self.command, url, headers, body, monotonic()))
        answer = self.server.web.take(url)
        if answer.drops:
            self.close_connection = True
            return
        if answer.stalls:
            self.server.web.stalled.set()
            self.server.web.down.wait()
        self.reply(answer)

    do_POST = do_GET  # noqa: N815  the name that http.server wants

    def reply(self, answer: Answer) -> None:
        """Send an answer."""
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.media_type)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.chunked:
            self.send_header("Connection", "close")
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serve(address: str = "127.0.0.1", port: int = 0, tls: SSLContext | None = None) -> Iterator[Web]:
    """An empty web, served at an address, by TLS if told how, until the block ends."""
    web = Web()
    with Listener((address, port), Handler) as listener:
        if tls:
            listener.socket = tls.wrap_socket(listener.socket, server_side=True, do_handshake_on_connect=False)
        listener.web, web.port = web, listener.server_port
        thread = Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield web
        web.down.set()
        listener.shutdown()
        thread.join()
