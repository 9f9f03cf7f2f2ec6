"""Asks the lab for pages over HTTP and reads its previews, with the standard library alone."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from lab.market import Market
from lab.server import Server

API = ("/api/status", "/api/user/groups", "/api/pricing")


@dataclass
class Answer:
    """One answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def json(self) -> Any:
        return json.loads(self.text)


class Client:
    """Asks a running market for pages, by virtual host."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def ask(self, host: str, target: str, timeout: float = 10, **headers: str) -> http.client.HTTPResponse:
        """The answer before its body is read, over a connection of its own; `headers` with _ for -."""
        connection = http.client.HTTPConnection(*self.server.grants.get(host, self.anywhere), timeout=timeout)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", target, headers={"Host": host} | given)
        return connection.getresponse()

    @property
    def anywhere(self) -> tuple[str, int]:
        """Where any host is asked that the market does not know."""
        return next(iter(self.server.grants.values()))

    def get(self, host: str, target: str, **headers: str) -> Answer:
        """The whole answer."""
        answer = self.ask(host, target, timeout=10, **headers)
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, answer.read())

    def channel(self, name: str) -> Iterator[Preview]:
        """Every page of a channel, by following rel=prev."""
        target: str | None = f"/s/{name}"
        while target:
            page = Preview.of(self.get("t-me.example", target).text)
            yield page
            target = page.previous


@dataclass
class Post:
    """A message as the preview shows it."""

    where: str
    classes: str
    text: str = ""
    edited: bool = False
    forwarded: bool = False
    photos: int = 0


@dataclass
class Preview(HTMLParser):
    """Reads a preview page with the standard library alone."""

    posts: list[Post] = field(default_factory=list)
    previous: str | None = None
    nothing: bool = False
    depth: int = 0

    @classmethod
    def of(cls, text: str) -> Preview:
        page = cls()
        HTMLParser.__init__(page, convert_charrefs=True)
        page.feed(text)
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        if tag == "link" and given.get("rel") == "prev":
            self.previous = given["href"]
        if "data-post" in given:
            self.posts.append(Post(given["data-post"], given["class"]))
        self.nothing |= "tme_no_messages_found" in classes
        if self.posts:
            self.posts[-1].forwarded |= "tgme_widget_message_forwarded_from_name" in classes
            self.posts[-1].photos += "tgme_widget_message_photo_wrap" in classes
        if self.depth or "js-message_text" in classes:
            self.depth += tag == "div"
            if tag == "br":
                self.posts[-1].text += "\n"

    def handle_endtag(self, tag: str) -> None:
        self.depth -= bool(self.depth) and tag == "div"

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.posts[-1].text += data
        elif self.posts and data.strip() == "edited":
            self.posts[-1].edited = True


def everything(client: Client, market: Market) -> str:
    """All that the market serves on its day."""
    panels = [client.get(panel.host, path).text for panel in market.panels for path in API]
    return "\n".join([*panels, *(text for name in shown(market) for text in texts(client, name))])


def texts(client: Client, channel: str) -> Iterator[str]:
    target: str | None = f"/s/{channel}"
    while target:
        text = client.get("t-me.example", target).text
        yield text
        target = Preview.of(text).previous


def shown(market: Market) -> list[str]:
    return [channel.name for channel in market.channels if channel.exists]
