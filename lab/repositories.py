"""Repositories whose Markdown lists sellers: tables, sections, sponsors in HTML, and prose that sells nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from lab import official, wording
from lab.lives import offers_of
from lab.messages import Message, Version, true_lines
from lab.offers import Shop
from lab.truth import Truth

HOST = "api-github.example"
SOURCE = "github-lists"
STRUCK = timedelta(days=35)
"""How long a seller that is gone stands in a table, struck through."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A seller of a list, with everything the list ever said of it; the link carries the list's referral code."""

    title: str
    host: str
    code: str
    messages: tuple[Message, ...]

    @property
    def link(self) -> str:
        """Where the list sends its readers."""
        return f"https://{self.host}/register?aff={self.code}"

    def on(self, day: date) -> tuple[Message, Version] | None:
        """What the list says of the seller on `day`: the newest of what stands."""
        shown = [(message, version) for message in self.messages if (version := message.on(day))]
        return max(shown, key=lambda pair: pair[0].posted, default=None)

    def struck(self, day: date) -> Version | None:
        """What the list said of a seller that has left it a short while ago."""
        gone = [message for message in self.messages if message.removed and day - STRUCK < message.removed <= day]
        return gone[-1].versions[-1] if gone and not self.on(day) else None


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository with a README and nothing else."""

    owner: str
    name: str
    title: str
    description: str
    language: str
    layout: str
    stars: int
    entries: tuple[Entry, ...] = ()

    @property
    def full_name(self) -> str:
        """Owner and name."""
        return f"{self.owner}/{self.name}"

    def changed(self, day: date) -> date:
        """The last day up to `day` on which its README was changed."""
        messages = [message for entry in self.entries for message in entry.messages]
        days = [version.since for message in messages for version in message.versions]
        days += [message.removed for message in messages if message.removed]
        return max((found for found in days if found <= day), default=date(2026, 1, 15))

    def truth(self, day: date) -> Iterator[Truth]:
        """One row for each line of each seller listed; a seller's listing is named by the host it links to."""
        for entry in self.entries:
            if found := entry.on(day):
                message, version = found
                place = f"{self.full_name}/README.md#{entry.host}"
                yield from true_lines(SOURCE, place, replace(message, seller=entry.host), version, day)


@dataclass(frozen=True, slots=True)
class Search:
    """The one source: a search that finds the repositories."""

    repositories: tuple[Repository, ...]
    title: str = "Lists of relays on GitHub"
    language: None = None
    source: str = SOURCE
    platform: str = "github"
    start: str = f"http://{HOST}/search/repositories?q=claude+relay&sort=stars&order=desc&per_page=2"
    wall: None = None

    @property
    def planted(self) -> Iterator[str]:
        """The referral codes of the links that are ever shown."""
        return (entry.code for one in self.repositories for entry in one.entries if entry.messages)

    def truth(self, day: date) -> Iterator[Truth]:
        """The rows of every repository."""
        for repository in self.repositories:
            yield from repository.truth(day)


def entry(title: str, language: str, name: str, weeks: Sequence[date], rng: Random) -> Entry:
    """One seller of a list."""
    shop = Shop(name, title, language, "relay", wording.contact(f"{name}.example", rng))
    return Entry(title, f"{name}.example", wording.referral(rng), tuple(offers_of(shop, 1, weeks, rng)))


def repository(row: dict[str, Any], weeks: Sequence[date], seed: int) -> Repository:
    """One repository of sellers.toml."""
    rng = Random(f"{seed}:{row['owner']}/{row['name']}")
    entries = tuple(
        entry(title, row["language"], f"{row['name']}-{number}", weeks, rng)
        for number, title in enumerate(row.get("sellers", ()))
    )
    fields = ("owner", "name", "title", "description", "language", "layout", "stars")
    return Repository(**{field: row[field] for field in fields}, entries=entries)


def repositories(weeks: Sequence[date], seed: int) -> tuple[Search, ...]:
    """The search over every repository of the market."""
    rows = official.table("sellers")["repository"]
    return (Search(tuple(repository(row, weeks, seed) for row in rows)),)
