"""Which page of the market answers a request on a day: virtual hosts, robots files, and what else they say."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

from lab import channels, new_api, telegram
from lab.channels import Channel
from lab.market import Market
from lab.relays import Panel
from lab.responses import HTML, JSON, PLAIN, Response, html

ROBOTS = "User-agent: *\nDisallow:\n"


class Site:
    """The whole market on one day, rendered when first asked for."""

    def __init__(self, market: Market, day: date) -> None:
        self.day = day
        self.panels = {panel.host: panel for panel in market.panels}
        self.channels = {channel.name: channel for channel in market.channels}
        self._kept: dict[tuple[str, str, str], Response] = {}

    def answer(self, method: str, host: str, target: str) -> Response:
        """The answer to a request for `target` (path and query) of a virtual host."""
        key = (method, host, target)
        if (found := self._kept.get(key)) is None:
            found = self._kept[key] = self._render(method, host, target)
        return found

    def _render(self, method: str, host: str, target: str) -> Response:
        url = urlsplit(target)
        if url.path == "/robots.txt":
            return Response(200, PLAIN, ROBOTS.encode())
        if host == channels.HOST:
            return preview(self.channels, url.path, url.query, self.day)
        if host in self.panels:
            return panel(self.panels[host], method, url.path, self.day)
        return Response(421, PLAIN, f"No site of the lab is called {host}.\n".encode())


def preview(known: dict[str, Channel], path: str, query: str, day: date) -> Response:
    """Telegram's preview: a page of a channel, or the way to a landing page."""
    name = path.strip("/").removeprefix("s/")
    channel = known.get(name)
    if not path.startswith("/s/"):
        return html(telegram.landing(channel, name))
    if channel is None or not channel.exists:
        return Response(302, HTML, b"", (("Location", f"/{name}"),))
    before = parse_qs(query).get("before", [""])[0]
    return html(telegram.page(channel, day, int(before) if before.isdecimal() else None))


def panel(found: Panel, method: str, path: str, day: date) -> Response:
    """A New API panel: JSON of its API, the application for everything else."""
    headers: tuple[tuple[str, str], ...] = (("X-Oneapi-Request-Id", f"{day:%Y%m%d}{found.source}"),)
    if found.software != "veloera":
        headers += (("X-New-Api-Version", new_api.VERSIONS[found.software]),)
    said = new_api.answer(found, day, method, path)
    if said is None:
        return Response(200, HTML, new_api.application(found).encode(), headers)
    status, data = said
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(status, JSON, body, headers)
