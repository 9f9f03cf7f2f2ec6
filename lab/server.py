"""The market on loopback: one real HTTP server that knows its sites by the Host header; its day and faults are set."""

from __future__ import annotations

import struct
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from datetime import time as clock
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import IPPROTO_TCP, SO_LINGER, SOL_SOCKET, TCP_NODELAY
from threading import Event, Thread
from typing import Any

from lab import faults
from lab.market import Market
from lab.pages import ROBOTS_PATH, Site
from lab.responses import Asked, Delivery, Response

ADDRESS = "127.0.0.1"
NOON = clock(12, tzinfo=UTC)
LINGER_NOT = struct.pack("ii", 1, 0)


class Server:
    """The running market: `grants` says where each host is reached, `asked` what was asked of it.

    Setting `day` turns every page at once. `fault` spoils a host until `mend`.
    """

    def __init__(self, market: Market) -> None:
        self.market = market
        self._http = _Listener((ADDRESS, 0), _Handler)
        self._thread = Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.day = market.weeks[0]

    @property
    def grants(self) -> dict[str, tuple[str, int]]:
        """Address and port of every host: what a spider must be granted to reach it."""
        return dict.fromkeys(self.market.hosts, (ADDRESS, int(self._http.server_address[1])))

    @property
    def asked(self) -> list[Asked]:
        """Every request so far, in the order of arrival."""
        return list(self._http.asked)

    @property
    def day(self) -> date:
        """The day whose market is shown."""
        return self._http.site.day

    @day.setter
    def day(self, day: date) -> None:
        self._http.show(Site(self.market, day))

    def fault(self, host: str, kind: str, under: str = "/") -> None:
        """Answer every path of `host` that begins with `under` as faults.KINDS[kind] says; robots.txt only if named."""
        if host not in self.grants:
            raise ValueError(f"no host of the lab is called {host!r}; there are: {', '.join(self.grants)}")
        if kind not in faults.KINDS:
            raise ValueError(f"no fault of the lab is called {kind!r}; there are: {', '.join(faults.KINDS)}")
        self._http.faults = {**self._http.faults, host: (under, faults.KINDS[kind])}

    def mend(self, host: str | None = None) -> None:
        """Let `host` answer well again, or every host."""
        self._http.faults = {name: fault for name, fault in self._http.faults.items() if host not in {None, name}}

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Answer no more, let go of stalled clients, and give the port back."""
        self._http.stopping.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


@contextmanager
def serve(market: Market) -> Iterator[Server]:
    """The market, served until the block ends.

    with serve(Market(1)) as server:
        server.day = server.market.weeks[3]
    """
    server = Server(market)
    server.start()
    try:
        yield server
    finally:
        server.stop()


class _Listener(ThreadingHTTPServer):
    """A listener that holds what is shown and spoiled; it waits for no client when it stops."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    site: Site
    date_header: str

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self.faults: dict[str, tuple[str, faults.Fault]] = {}
        self.asked: list[Asked] = []
        self.stopping = Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up, or was killed, is nothing to speak of; whatever else goes wrong is printed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def show(self, site: Site) -> None:
        """Show `site` from the next request on."""
        self.date_header = format_datetime(datetime.combine(site.day, NOON), usegmt=True)
        self.site = site

    def deliver(self, asked: Asked) -> Delivery:
        """What goes out for a request: the page of the day, spoiled if its host is; what is spoiled comes whole."""
        under, fault = self.faults.get(asked.host, ("", None))
        spared = asked.target == ROBOTS_PATH and under != ROBOTS_PATH
        if fault is None or spared or not asked.target.startswith(under):
            return Delivery(self.site.answer(asked))
        unconditional = {name: value for name, value in asked.headers.items() if name != "if-none-match"}
        return fault(self.site.answer(replace(asked, headers=unconditional)), asked.target)


class _Handler(BaseHTTPRequestHandler):
    """One connection, kept alive."""

    protocol_version = "HTTP/1.1"
    server: _Listener

    def setup(self) -> None:
        """Small answers are not held back."""
        super().setup()
        self.connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, True)

    def do_GET(self) -> None:
        """Answer from the site of the day; whatever is sent along is taken in and left alone."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, headers.get("host", "").partition(":")[0], self.path, headers)
        self.server.asked.append(asked)
        delivery = self.server.deliver(asked)
        try:
            self._deliver(delivery)
        except ConnectionError:
            self.close_connection = True  # the client has gone: that is its right

    do_HEAD = do_GET  # noqa: N815
    do_POST = do_GET  # noqa: N815

    def _deliver(self, delivery: Delivery) -> None:
        if delivery.then == "reset":
            self.connection.setsockopt(SOL_SOCKET, SO_LINGER, LINGER_NOT)
            self.connection.close()
            self.close_connection = True
            return
        head = self._head(delivery.response, delivery.length)
        body = b"" if self.command == "HEAD" else delivery.response.body[: delivery.sent]
        if delivery.pieces == delivery.copies == 1:
            self.wfile.write(head + body)
        else:
            self.wfile.write(head)
            self._say(body, delivery)
        if delivery.then == "stall":
            self.server.stopping.wait()
        self.close_connection |= delivery.then != "keep"

    def _say(self, body: bytes, delivery: Delivery) -> None:
        """A body in pieces, as often as it is to be said."""
        size = -(-len(body) // delivery.pieces) or 1
        for _ in range(delivery.copies):
            for start in range(0, len(body), size):
                self.wfile.write(body[start : start + size])
                time.sleep(delivery.pause)

    def _head(self, response: Response, length: int) -> bytes:
        """Status line and headers."""
        content = [("Content-Type", response.media_type), ("Content-Length", str(length))]
        headers = [("Date", self.server.date_header), *([] if response.status == 304 else content), *response.headers]
        lines = [f"HTTP/1.1 {response.status} {self.responses.get(response.status, ('Unknown',))[0]}"]
        return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers), "", ""]).encode("latin-1")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: only commands print."""
