"""A half year of an invented market, the same for the same seed: sources, what they show, and what is true."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property

from lab import channels, relays
from lab.channels import Channel
from lab.messages import Message, Version
from lab.relays import Group, Panel, Row
from lab.truth import Line, Series, Truth, percent

FIRST_WEEK = date(2026, 4, 6)
WEEKS = 26
CURRENCIES = {"zh": "CNY", "zh-Hant": "CNY", "en": None}
TABLE = """\
title = {title}
platform = "{platform}"
start = {start}
every = "7d"
language = "{language}"
{currency}
[limits]
delay = 0
"""


class Market:
    """Some thirty sellers over 26 weeks; the one big panel has `panel_rows` price rows beyond its known models."""

    def __init__(self, seed: int = 0, *, panel_rows: int = 300) -> None:
        self.seed = seed
        self.weeks = [FIRST_WEEK + timedelta(weeks=number) for number in range(WEEKS)]
        self.panels: tuple[Panel, ...] = relays.panels(self.weeks, seed, panel_rows)
        self.channels: tuple[Channel, ...] = channels.channels(self.weeks, seed)

    @cached_property
    def hosts(self) -> list[str]:
        """Every host of the market."""
        return [channels.HOST, *(panel.host for panel in self.panels)]

    def source_tables(self) -> dict[str, str]:
        """The TOML of every source, by the name of its file, whose stem is the id."""
        places: list[tuple[str, Panel | Channel]] = [("new_api", panel) for panel in self.panels]
        places += [("telegram", channel) for channel in self.channels]
        return {f"{place.source}.toml": self._table(platform, place) for platform, place in places}

    def _table(self, platform: str, place: Panel | Channel) -> str:
        currency = CURRENCIES[place.language]
        return TABLE.format(
            title=json.dumps(place.title, ensure_ascii=False),
            platform=platform,
            start=json.dumps([place.start]),
            language=place.language,
            currency=f'currency = "{currency}"\n' if currency else "",
        )

    def planted(self) -> list[str]:
        """Every key, contact and referral code that the market serves in half a year, none of which may be kept."""
        found = {value for channel in self.channels for message in channel.messages for value in message.planted}
        return sorted(found.union(*(panel.planted for panel in self.panels)))

    def walls(self) -> dict[str, str]:
        """The sources that show nothing to the public, and why."""
        private = {panel.source: "private_pricing" for panel in self.panels if panel.private}
        return private | {channel.source: "not_found" for channel in self.channels if not channel.exists}

    def truth(self, day: date) -> list[Truth]:
        """One row for each subject of each listing that can be seen on `day`."""
        rows = [row for channel in self.channels for row in channel_truth(channel, day)]
        return rows + [row for panel in self.panels if not panel.private for row in panel_truth(panel, day)]


def channel_truth(channel: Channel, day: date) -> Iterator[Truth]:
    """The rows of a channel: none for chatter."""
    for message, version in channel.on(day):
        for line in version.lines:
            yield message_truth(channel, message, version, line, day)


def message_truth(channel: Channel, message: Message, version: Version, line: Line, day: date) -> Truth:
    """What is true of one line of a message."""
    value, reason = percent(line, day)
    return Truth(
        channel.source, f"{channel.name}/{message.id}", message.seller, line.subject, message.access, line.series,
        value, reason, version.claims, message.versions[0].since, message.last,
    )  # fmt: skip


def panel_truth(panel: Panel, day: date) -> Iterator[Truth]:
    """The rows of a panel: one for each group and known model."""
    for group in panel.open_groups(day):
        for row in panel.listed(day):
            if row.model and panel.serves(group, row):
                yield row_truth(panel, group, row, row.model.id, day)


def row_truth(panel: Panel, group: Group, row: Row, model: str, day: date) -> Truth:
    """What is true of one model in one group of a panel."""
    series: Series = "token" if row.call is None else "request"
    given, answered, _, _ = row.prices(day)
    rate = panel.credit_price * group.ratio(day)
    value, reason = percent(Line(model, "tokens", given * rate, output=answered * rate), day)
    if row.call is not None:
        value, reason = None, "per request"
    elif row.unset:
        value, reason = None, "price not set"
    elif panel.card_shop:
        value, reason = None, "credit price unknown"
    last = group.closed - timedelta(days=1) if group.closed else None
    return Truth(
        panel.source, f"group:{group.name}", panel.source, model, "relay_api", series,
        value, reason, group.codes, group.opened, last,
    )  # fmt: skip
