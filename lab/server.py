"""The market on loopback: one real HTTP server that knows its sites by the Host header, and whose day can be set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import IPPROTO_TCP, TCP_NODELAY
from threading import Thread

from lab.market import Market
from lab.pages import Response, Site

ADDRESS = "127.0.0.1"
NOON = time(12, tzinfo=UTC)


class Server:
    """The running market: `grants` says where each host is reached; setting `day` turns every page at once."""

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
    def day(self) -> date:
        """The day whose market is shown."""
        return self._http.site.day

    @day.setter
    def day(self, day: date) -> None:
        self._http.show(Site(self.market, day))

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Answer no more, and give the port back."""
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
    """A listener that holds what is shown; it waits for no client when it stops."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    site: Site
    date_header: str

    def show(self, site: Site) -> None:
        """Show `site` from the next request on."""
        self.date_header = format_datetime(datetime.combine(site.day, NOON), usegmt=True)
        self.site = site


class _Handler(BaseHTTPRequestHandler):
    """One connection, kept alive."""

    protocol_version = "HTTP/1.1"
    server: _Listener

    def setup(self) -> None:
        """Small answers are not held back."""
        super().setup()
        self.connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, True)

    def do_GET(self) -> None:
        """Answer from the site of the day."""
        host = self.headers.get("Host", "").partition(":")[0]
        self._send(self.server.site.answer(self.command, host, self.path))

    do_HEAD = do_GET  # noqa: N815
    do_POST = do_GET  # noqa: N815

    def _send(self, response: Response) -> None:
        headers = [
            ("Date", self.server.date_header),
            ("Content-Type", response.media_type),
            ("Content-Length", str(len(response.body))),
            *response.headers,
        ]
        lines = [f"HTTP/1.1 {response.status} {self.responses.get(response.status, ('Unknown',))[0]}"]
        lines += [f"{name}: {value}" for name, value in headers]
        body = b"" if self.command == "HEAD" else response.body
        self.wfile.write("\r\n".join([*lines, "", ""]).encode("latin-1") + body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: only commands print."""
