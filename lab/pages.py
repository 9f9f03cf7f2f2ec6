"""Which page of the market answers a request on a day: virtual hosts, robots files, and what else they say."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from urllib.parse import parse_qs, urlsplit

from lab import channels, new_api, repositories, shop_page, telegram
from lab.channels import Channel
from lab.github import Api
from lab.market import Market
from lab.relays import Panel
from lab.responses import HTML, JSON, PLAIN, Asked, Response, html

ROBOTS_PATH = "/robots.txt"
ROBOTS = "User-agent: *\nDisallow:\n"

Render = Callable[[Asked], Response]


class Site:
    """The whole market on one day, rendered when first asked for."""

    def __init__(self, market: Market, day: date) -> None:
        self.day = day
        known = {channel.name: channel for channel in market.channels}
        self.hosts: dict[str, Render] = {channels.HOST: partial(preview, known, day)}
        self.hosts |= {panel.host: partial(panel_page, panel, day) for panel in market.panels}
        self.hosts |= {shop.host: partial(shop_page.answer, shop, day) for shop in market.storefronts}
        self._api = Api(market.repositories, day)
        self._kept: dict[tuple[str, str, str], Response] = {}

    def answer(self, asked: Asked) -> Response:
        """The answer to a request; what depends on headers or on what was asked before is never kept."""
        if asked.host == repositories.HOST and asked.target != ROBOTS_PATH:
            return self._api.answer(asked)
        key = (asked.method, asked.host, asked.target)
        if (found := self._kept.get(key)) is None:
            found = self._kept[key] = self._render(asked)
        return found

    def _render(self, asked: Asked) -> Response:
        if asked.host not in self.hosts:
            return Response(421, PLAIN, f"No site of the lab is called {asked.host}.\n".encode())
        if asked.target == ROBOTS_PATH:
            return Response(200, PLAIN, ROBOTS.encode())
        return self.hosts[asked.host](asked)


def preview(known: Mapping[str, Channel], day: date, asked: Asked) -> Response:
    """Telegram's preview: a page of a channel, or the way to a landing page."""
    url = urlsplit(asked.target)
    name = url.path.strip("/").removeprefix("s/")
    channel = known.get(name)
    if not url.path.startswith("/s/"):
        return html(telegram.landing(channel, name))
    if channel is None or not channel.exists:
        return Response(302, HTML, b"", (("Location", f"/{name}"),))
    before = parse_qs(url.query).get("before", [""])[0]
    return html(telegram.page(channel, day, int(before) if before.isdecimal() else None))


def panel_page(panel: Panel, day: date, asked: Asked) -> Response:
    """A New API panel: JSON of its API, the application for everything else."""
    headers: tuple[tuple[str, str], ...] = (("X-Oneapi-Request-Id", f"{day:%Y%m%d}{panel.source}"),)
    if panel.software != "veloera":
        headers += (("X-New-Api-Version", new_api.VERSIONS[panel.software]),)
    said = new_api.answer(panel, day, asked.method, urlsplit(asked.target).path)
    if said is None:
        return Response(200, HTML, new_api.application(panel).encode(), headers)
    status, data = said
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(status, JSON, body, headers)
