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
from lab.server import serve
from tests.lab_client import Client

TELEGRAM, PANEL = "t-me.example", "nova-relay.example"
CHANNEL, PRICING = "/s/fenghuo_api", "/api/pricing"


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with serve(Market(1)) as server:
        yield Client(server)


@pytest.fixture(autouse=True)
def mended(client: Client) -> Iterator[None]:
    yield
    client.server.mend()


def whole(client: Client, host: str, target: str) -> tuple[dict[str, str], bytes]:
    answer = client.get(host, target)
    return answer.headers, answer.body


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
def test_a_fault_that_ends_well_formed(client: Client, kind: str, status: int) -> None:
    client.server.fault(PANEL, kind)
    assert client.get(PANEL, PRICING).status == status


def test_slow_is_whole(client: Client) -> None:
    good = client.get(TELEGRAM, CHANNEL).body
    client.server.fault(TELEGRAM, "slow")
    assert client.get(TELEGRAM, CHANNEL).body == good


def test_stalled_says_half_and_waits(client: Client) -> None:
    good = client.get(TELEGRAM, CHANNEL).body
    client.server.fault(TELEGRAM, "stalled")
    answer = client.ask(TELEGRAM, CHANNEL, timeout=0.3)
    assert answer.read(len(good) // 2) == good[: len(good) // 2]
    with pytest.raises(TimeoutError):
        answer.read(1)


def test_truncated_says_less_than_it_announced(client: Client) -> None:
    client.server.fault(TELEGRAM, "truncated")
    with pytest.raises(http.client.IncompleteRead):
        client.ask(TELEGRAM, CHANNEL).read()


def test_wrong_length_says_more_than_it_announced(client: Client) -> None:
    good = client.get(TELEGRAM, CHANNEL).body
    client.server.fault(TELEGRAM, "wrong_length")
    with socket.create_connection(client.server.grants[TELEGRAM], timeout=5) as wire:
        wire.sendall(f"GET {CHANNEL} HTTP/1.1\r\nHost: {TELEGRAM}\r\n\r\n".encode())
        said = b"".join(iter(lambda: wire.recv(65536), b""))
    head, _, body = said.partition(b"\r\n\r\n")
    assert body == good
    assert f"Content-Length: {len(good) - 20}".encode() in head


def test_reset_says_nothing(client: Client) -> None:
    client.server.fault(TELEGRAM, "reset")
    with pytest.raises(ConnectionResetError):
        client.ask(TELEGRAM, CHANNEL)


def test_broken_json_is_complete_on_the_wire(client: Client) -> None:
    client.server.fault(PANEL, "broken")
    headers, body = whole(client, PANEL, PRICING)
    assert int(headers["content-length"]) == len(body)
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)


def test_wrong_charset_is_still_utf_8(client: Client) -> None:
    client.server.fault(TELEGRAM, "wrong_charset")
    headers, body = whole(client, TELEGRAM, CHANNEL)
    assert headers["content-type"] == "text/html; charset=iso-8859-1"
    assert "烽火" in body.decode("utf-8")


def test_hollow_keeps_the_shape(client: Client) -> None:
    for host in (TELEGRAM, PANEL):
        client.server.fault(host, "hollow")
    assert json.loads(client.get(PANEL, PRICING).body)["data"] == []
    page = client.get(TELEGRAM, CHANNEL).body
    assert b"tgme_channel_history" in page
    assert b"data-post" not in page
    assert b"tme_no_messages_found" not in page


def test_walls_look_like_walls(client: Client) -> None:
    client.server.fault(TELEGRAM, "login_wall")
    assert b'type="password"' in client.get(TELEGRAM, CHANNEL).body
    client.server.fault(TELEGRAM, "challenge")
    assert client.get(TELEGRAM, CHANNEL).headers["cf-mitigated"] == "challenge"


@pytest.mark.parametrize("kind", ["rate_limited", "unavailable"])
def test_come_back_later(client: Client, kind: str) -> None:
    client.server.fault(PANEL, kind)
    assert client.get(PANEL, PRICING).headers["retry-after"] == "1"


def test_a_redirect_leads_to_itself(client: Client) -> None:
    client.server.fault(TELEGRAM, "redirect_loop")
    assert client.get(TELEGRAM, CHANNEL).headers["location"] == CHANNEL


def test_sizes(client: Client) -> None:
    client.server.fault(PANEL, "oversized")
    assert len(client.get(PANEL, PRICING).body) == faults.OVERSIZED
    client.server.fault(PANEL, "bomb")
    headers, body = whole(client, PANEL, PRICING)
    assert headers["content-encoding"] == "gzip"
    assert len(body) < faults.MIB
    with gzip.open(BytesIO(body)) as unpacked:
        assert sum(map(len, iter(lambda: unpacked.read(faults.MIB), b""))) == faults.BOMB


def test_a_fault_hits_its_host_and_path_only_until_it_is_mended(client: Client) -> None:
    client.server.fault(PANEL, "server_error", under="/api/pricing")
    assert client.get(PANEL, PRICING).status == 500
    assert client.get(PANEL, "/api/status").status == 200
    assert client.get(TELEGRAM, CHANNEL).status == 200
    client.server.fault(PANEL, "server_error")
    assert client.get(PANEL, "/robots.txt").status == 200
    client.server.fault(PANEL, "server_error", under="/robots.txt")
    assert client.get(PANEL, "/robots.txt").status == 500
    client.server.mend(PANEL)
    assert client.get(PANEL, PRICING).status == 200


@pytest.mark.parametrize(
    ("host", "kind", "says"),
    [("nobody.example", "slow", "no host of the lab"), (PANEL, "tired", "no fault of the lab")],
)
def test_an_unknown_fault_is_refused(client: Client, host: str, kind: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        client.server.fault(host, kind)


def test_what_was_asked_is_remembered(client: Client) -> None:
    client.get(PANEL, "/api/notice?x=1")
    assert (client.server.asked[-1].method, client.server.asked[-1].host, client.server.asked[-1].target) == (
        "GET",
        PANEL,
        "/api/notice?x=1",
    )
