"""The faults of the lab: what each does on the wire, that it hits only its host, and that it can be mended."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
from collections.abc import Iterator
from io import BytesIO

import pytest

from lab import faults
from lab.market import Market
from lab.server import Server, serve

TELEGRAM, PANEL = "t-me.example", "nova-relay.example"
CHANNEL, PRICING = "/s/fenghuo_api", "/api/pricing"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(Market(1)) as running:
        yield running


@pytest.fixture(autouse=True)
def mended(server: Server) -> Iterator[None]:
    yield
    server.mend()


def ask(server: Server, host: str, target: str, timeout: float = 5) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(*server.grants[host], timeout=timeout)
    connection.request("GET", target, headers={"Host": host})
    return connection.getresponse()


def get(server: Server, host: str, target: str) -> tuple[int, dict[str, str], bytes]:
    answer = ask(server, host, target)
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("slow", 200),
        ("server_error", 500),
        ("unavailable", 503),
        ("rate_limited", 429),
        ("wrong_charset", 200),
        ("login_wall", 200),
        ("challenge", 403),
        ("empty", 200),
        ("hollow", 200),
        ("broken", 200),
        ("redirect_loop", 302),
        ("oversized", 200),
        ("bomb", 200),
    ],
)
def test_a_fault_that_ends_well_formed(server: Server, kind: str, status: int) -> None:
    server.fault(PANEL, kind)
    assert get(server, PANEL, PRICING)[0] == status


def test_slow_is_whole(server: Server) -> None:
    good = get(server, TELEGRAM, CHANNEL)[2]
    server.fault(TELEGRAM, "slow")
    assert get(server, TELEGRAM, CHANNEL)[2] == good


def test_stalled_says_half_and_waits(server: Server) -> None:
    good = get(server, TELEGRAM, CHANNEL)[2]
    server.fault(TELEGRAM, "stalled")
    answer = ask(server, TELEGRAM, CHANNEL, timeout=0.3)
    assert answer.read(len(good) // 2) == good[: len(good) // 2]
    with pytest.raises(TimeoutError):
        answer.read(1)


def test_truncated_says_less_than_it_announced(server: Server) -> None:
    server.fault(TELEGRAM, "truncated")
    with pytest.raises(http.client.IncompleteRead):
        ask(server, TELEGRAM, CHANNEL).read()


def test_wrong_length_says_more_than_it_announced(server: Server) -> None:
    good = get(server, TELEGRAM, CHANNEL)[2]
    server.fault(TELEGRAM, "wrong_length")
    with socket.create_connection(server.grants[TELEGRAM], timeout=5) as wire:
        wire.sendall(f"GET {CHANNEL} HTTP/1.1\r\nHost: {TELEGRAM}\r\n\r\n".encode())
        said = b"".join(iter(lambda: wire.recv(65536), b""))
    head, _, body = said.partition(b"\r\n\r\n")
    assert body == good
    assert f"Content-Length: {len(good) - 20}".encode() in head


def test_reset_says_nothing(server: Server) -> None:
    server.fault(TELEGRAM, "reset")
    with pytest.raises(ConnectionResetError):
        ask(server, TELEGRAM, CHANNEL)


def test_broken_json_is_complete_on_the_wire(server: Server) -> None:
    server.fault(PANEL, "broken")
    _, headers, body = get(server, PANEL, PRICING)
    assert int(headers["content-length"]) == len(body)
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)


def test_wrong_charset_is_still_utf_8(server: Server) -> None:
    server.fault(TELEGRAM, "wrong_charset")
    _, headers, body = get(server, TELEGRAM, CHANNEL)
    assert headers["content-type"] == "text/html; charset=iso-8859-1"
    assert "烽火" in body.decode("utf-8")


def test_hollow_keeps_the_shape(server: Server) -> None:
    for host in (TELEGRAM, PANEL):
        server.fault(host, "hollow")
    assert json.loads(get(server, PANEL, PRICING)[2])["data"] == []
    page = get(server, TELEGRAM, CHANNEL)[2]
    assert b"tgme_channel_history" in page
    assert b"data-post" not in page
    assert b"tme_no_messages_found" not in page


def test_walls_look_like_walls(server: Server) -> None:
    server.fault(TELEGRAM, "login_wall")
    assert b'type="password"' in get(server, TELEGRAM, CHANNEL)[2]
    server.fault(TELEGRAM, "challenge")
    assert get(server, TELEGRAM, CHANNEL)[1]["cf-mitigated"] == "challenge"


@pytest.mark.parametrize("kind", ["rate_limited", "unavailable"])
def test_come_back_later(server: Server, kind: str) -> None:
    server.fault(PANEL, kind)
    assert get(server, PANEL, PRICING)[1]["retry-after"] == "1"


def test_a_redirect_leads_to_itself(server: Server) -> None:
    server.fault(TELEGRAM, "redirect_loop")
    assert get(server, TELEGRAM, CHANNEL)[1]["location"] == CHANNEL


def test_sizes(server: Server) -> None:
    server.fault(PANEL, "oversized")
    assert len(get(server, PANEL, PRICING)[2]) == faults.OVERSIZED
    server.fault(PANEL, "bomb")
    _, headers, body = get(server, PANEL, PRICING)
    assert headers["content-encoding"] == "gzip"
    assert len(body) < faults.MIB
    with gzip.open(BytesIO(body)) as unpacked:
        assert sum(map(len, iter(lambda: unpacked.read(faults.MIB), b""))) == faults.BOMB


def test_a_fault_hits_its_host_and_path_only_until_it_is_mended(server: Server) -> None:
    server.fault(PANEL, "server_error", under="/api/pricing")
    assert get(server, PANEL, PRICING)[0] == 500
    assert get(server, PANEL, "/api/status")[0] == 200
    assert get(server, TELEGRAM, CHANNEL)[0] == 200
    server.fault(PANEL, "server_error")
    assert get(server, PANEL, "/robots.txt")[0] == 200
    server.fault(PANEL, "server_error", under="/robots.txt")
    assert get(server, PANEL, "/robots.txt")[0] == 500
    server.mend(PANEL)
    assert get(server, PANEL, PRICING)[0] == 200


@pytest.mark.parametrize(
    ("host", "kind", "says"),
    [("nobody.example", "slow", "no host of the lab"), (PANEL, "tired", "no fault of the lab")],
)
def test_an_unknown_fault_is_refused(server: Server, host: str, kind: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        server.fault(host, kind)


def test_what_was_asked_is_remembered(server: Server) -> None:
    get(server, PANEL, "/api/notice?x=1")
    assert (server.asked[-1].method, server.asked[-1].host, server.asked[-1].target) == (
        "GET",
        PANEL,
        "/api/notice?x=1",
    )
