"""A half year of an invented market, the same for the same seed: sources, what they show, and what is true."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from urllib.parse import urlsplit

from lab import channels, official, relays, repositories, storefronts
from lab.channels import Channel
from lab.places import Place
from lab.relays import Panel
from lab.repositories import Repository, Search
from lab.storefronts import Storefront
from lab.truth import Truth

FIRST_WEEK = date(2026, 4, 6)
WEEKS = 26
FEWEST = 16
CURRENCIES = {"zh": "CNY", "zh-Hant": "CNY"}
PLATFORMS: Mapping[str, Callable[[list[date], int, int], Iterable[Place]]] = {
    "new_api": relays.panels,
    "telegram": lambda weeks, seed, _: channels.channels(weeks, seed),
    "schema_org": lambda weeks, seed, _: storefronts.storefronts(weeks, seed),
    "github": lambda weeks, seed, _: repositories.repositories(weeks, seed),
}
RENDERED = {"schema_org"}
TABLE = """\
title = {title}
platform = "{platform}"
start = [{start}]
every = "7d"
{extra}
[limits]
delay = 0
"""


class Market:
    """Some thirty sellers, observed on `weeks` days, a week apart from `first` on, of the `platforms` that are named.

    The one big panel has `panel_rows` price rows beyond its known models. Exchange rates are known from August 2025 to
    October 2026: a market outside of that has no true percents and is refused.
    """

    def __init__(
        self,
        seed: int = 0,
        *,
        first: date = FIRST_WEEK,
        weeks: int = WEEKS,
        panel_rows: int = 300,
        platforms: Iterable[str] = ("new_api", "telegram"),
    ) -> None:
        self.seed = seed
        self.weeks = [first + timedelta(weeks=number) for number in range(weeks)]
        known = official.days_of_rates()
        if weeks < FEWEST or not known[0] <= first <= self.weeks[-1] <= known[-1]:
            raise ValueError(f"a market has {FEWEST} weeks or more, between {known[0]} and {known[-1]}")
        self.places = [place for name in platforms for place in PLATFORMS[name](self.weeks, seed, panel_rows)]

    @property
    def panels(self) -> list[Panel]:
        """The New API panels among its places."""
        return [place for place in self.places if isinstance(place, Panel)]

    @property
    def channels(self) -> list[Channel]:
        """The Telegram channels among its places."""
        return [place for place in self.places if isinstance(place, Channel)]

    @property
    def storefronts(self) -> list[Storefront]:
        """The shops among its places that need a browser."""
        return [place for place in self.places if isinstance(place, Storefront)]

    @property
    def repositories(self) -> tuple[Repository, ...]:
        """The repositories that its searches find."""
        return tuple(one for place in self.places if isinstance(place, Search) for one in place.repositories)

    @property
    def hosts(self) -> list[str]:
        """Every host of the market."""
        return list(dict.fromkeys(urlsplit(place.start).netloc for place in self.places))

    def source_tables(self) -> dict[str, str]:
        """The TOML of every source, by the name of its file, whose stem is the id."""
        return {f"{place.source}.toml": table(place) for place in self.places}

    def planted(self) -> list[str]:
        """Every key, contact and referral code that the market serves in half a year, none of which may be kept."""
        return sorted({value for place in self.places for value in place.planted})

    def walls(self) -> dict[str, str]:
        """The sources that show nothing to the public, and why."""
        return {place.source: place.wall for place in self.places if place.wall}

    def truth(self, day: date) -> list[Truth]:
        """One row for each subject of each listing that can be seen on `day`."""
        return [row for place in self.places for row in place.truth(day)]

    def on_show(self, day: date) -> set[tuple[str, str]]:
        """Source and native id of all that can be seen on `day`: what is true of it, and groups without a known model.

        A group of a panel that serves only models beyond the truth is a listing, and has no row in `truth`.
        """
        shown = {(row.source, row.native_id) for row in self.truth(day)}
        for panel in self.panels:
            rows = () if panel.private else panel.listed(day)
            serving = (group for group in panel.open_groups(day) if any(panel.serves(group, row) for row in rows))
            shown |= {(panel.source, f"group:{group.name}") for group in serving}
        return shown


def table(place: Place) -> str:
    """The TOML of a source."""
    currency = CURRENCIES.get(place.language or "")
    extra = f'language = "{place.language}"\n' if place.language else ""
    extra += f'currency = "{currency}"\n' if currency else ""
    return TABLE.format(
        title=json.dumps(place.title, ensure_ascii=False),
        platform=place.platform,
        start=json.dumps(place.start),
        extra=extra + ("render = true\n" if place.platform in RENDERED else ""),
    )
