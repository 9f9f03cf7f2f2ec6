"""An answer before it is put on the wire, and how it is put there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that came in; the names of its headers are in lower case."""

    method: str
    host: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer."""

    status: int
    media_type: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer goes out: `declared` is its Content-Length (None: the true one), `sent` how many bytes of the body
    leave (None: all), `pieces` in how many writes with `pause` seconds between, `copies` how often the body is said,
    `then` what becomes of the connection.
    """

    response: Response
    declared: int | None = None
    sent: int | None = None
    pieces: int = 1
    pause: float = 0.0
    copies: int = 1
    then: Literal["keep", "close", "stall", "reset"] = "keep"

    @property
    def length(self) -> int:
        """The Content-Length to declare."""
        return len(self.response.body) * self.copies if self.declared is None else self.declared


def html(words: str, status: int = 200) -> Response:
    """A web page."""
    return Response(status, HTML, words.encode())
