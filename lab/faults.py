"""How a market misbehaves: each kind of fault turns a good answer into a bad delivery of it."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from lab.responses import HTML, JSON, Delivery, Response, html

MIB = 1024 * 1024
OVERSIZED = 48 * MIB
BOMB = 256 * MIB
LOGIN = html(
    "<!doctype html><html><head><title>Log in</title></head><body><h1>Please log in to continue</h1>"
    '<form method="post" action="/login"><input name="user"><input type="password" name="password">'
    "<button>Log in</button></form></body></html>"
)
CHALLENGE = Response(
    403,
    HTML,
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
    b"<noscript>Enable JavaScript and cookies to continue</noscript>"
    b'<div id="challenge-error-text"></div><script src="/cdn-cgi/challenge-platform/h/b/orchestrate"></script>'
    b"</body></html>",
    (("Server", "cloudflare"), ("cf-mitigated", "challenge"), ("Cache-Control", "private, max-age=0, no-store")),
)
MESSAGES = re.compile(rb'<div class="tgme_widget_message_(?:wrap|centered).*(?=</section>)', re.DOTALL)


def slow(good: Response, target: str) -> Delivery:
    """The whole answer, in ten pieces with a tenth of a second between them."""
    return Delivery(good, pieces=10, pause=0.1)


def stalled(good: Response, target: str) -> Delivery:
    """Half of the answer, and then nothing more, while the connection stays open."""
    return Delivery(good, sent=len(good.body) // 2, then="stall")


def server_error(good: Response, target: str) -> Delivery:
    """500 with a short page."""
    return Delivery(html("<h1>Internal Server Error</h1>", 500))


def unavailable(good: Response, target: str) -> Delivery:
    """503, with the time after which to come back."""
    return Delivery(replace(html("<h1>Service Unavailable</h1>", 503), headers=(("Retry-After", "1"),)))


def rate_limited(good: Response, target: str) -> Delivery:
    """429 with an empty body and the time after which to come back."""
    return Delivery(Response(429, HTML, b"", (("Retry-After", "1"),)))


def truncated(good: Response, target: str) -> Delivery:
    """Fewer bytes than were announced, and the connection is closed."""
    return Delivery(good, declared=len(good.body), sent=len(good.body) * 2 // 3, then="close")


def wrong_length(good: Response, target: str) -> Delivery:
    """More bytes than were announced."""
    return Delivery(good, declared=max(0, len(good.body) - 20), then="close")


def wrong_charset(good: Response, target: str) -> Delivery:
    """UTF-8 that is announced as Latin-1."""
    return Delivery(replace(good, media_type=good.media_type.partition(";")[0] + "; charset=iso-8859-1"))


def broken(good: Response, target: str) -> Delivery:
    """A body that ends in the middle although every byte that was announced has come: no JSON, no whole page."""
    return Delivery(replace(good, body=good.body[: len(good.body) * 2 // 3]))


def login_wall(good: Response, target: str) -> Delivery:
    """A login form with status 200."""
    return Delivery(LOGIN)


def challenge(good: Response, target: str) -> Delivery:
    """A challenge to prove oneself a browser."""
    return Delivery(CHALLENGE)


def empty(good: Response, target: str) -> Delivery:
    """Status 200 and no byte."""
    return Delivery(replace(good, body=b""))


def hollow(good: Response, target: str) -> Delivery:
    """The right shape with nothing in it: a channel without a message, an API without a row, a page without a body."""
    if good.media_type == JSON:
        found = json.loads(good.body)
        nothing = {"items": [], "total_count": 0} if "items" in found else {"data": []}
        return Delivery(replace(good, body=json.dumps(found | nothing).encode()))
    body = MESSAGES.sub(b"", good.body) if b"tgme_channel_history" in good.body else b"<!doctype html><title></title>"
    return Delivery(replace(good, body=body))


def redirect_loop(good: Response, target: str) -> Delivery:
    """A redirect to the very address that was asked for."""
    return Delivery(Response(302, HTML, b"", (("Location", target),)))


def oversized(good: Response, target: str) -> Delivery:
    """48 MiB of spaces."""
    return Delivery(replace(good, body=b" " * MIB), copies=OVERSIZED // MIB)


def bomb(good: Response, target: str) -> Delivery:
    """A quarter of a megabyte that unpacks to 256 MiB."""
    return Delivery(replace(good, body=zeros(), headers=(*good.headers, ("Content-Encoding", "gzip"))))


@cache
def zeros() -> bytes:
    """256 MiB of spaces, gzipped."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = b" " * MIB
    return b"".join([*(packer.compress(piece) for _ in range(BOMB // MIB)), packer.flush()])


def secondary_limit(good: Response, target: str) -> Delivery:
    """GitHub's limit on how fast one asks: 403 and a pause, while the budget is not spent."""
    return Delivery(refusal("You have exceeded a secondary rate limit. Please wait.", ("Retry-After", "60")))


def primary_limit(good: Response, target: str) -> Delivery:
    """GitHub's budget, spent: 403, nothing remaining, and no word of how long to wait but the time of reset."""
    left = (("X-RateLimit-Limit", "60"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "4102444800"))
    return Delivery(refusal("API rate limit exceeded for 192.0.2.1.", *left))


def refusal(message: str, *headers: tuple[str, str]) -> Response:
    """A 403 of GitHub's."""
    return Response(403, JSON, json.dumps({"message": message}).encode(), headers)


def reset(good: Response, target: str) -> Delivery:
    """No answer: the connection is reset."""
    return Delivery(good, then="reset")


Fault = Callable[[Response, str], Delivery]
"""From a good answer and the target that was asked for to what is delivered."""
KINDS: Mapping[str, Fault] = MappingProxyType(
    {
        kind.__name__: kind
        for kind in (
            slow, stalled, server_error, unavailable, rate_limited, truncated, wrong_length, wrong_charset, broken,
            login_wall, challenge, empty, hollow, redirect_loop, oversized, bomb, secondary_limit, primary_limit, reset,
        )
    }
)  # fmt: skip
