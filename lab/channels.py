"""The Telegram channels of the market: offers among chatter, service messages, albums and forwarded posts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from lab import official, wording
from lab.lives import day_before, moment, offers_of
from lab.messages import Message, Version, true_lines
from lab.offers import Shop
from lab.truth import Truth

HOST = "t-me.example"
CHATTER_A_WEEK = 0.25


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel and everything ever posted in it, ids ascending; no messages where it does not exist."""

    name: str
    title: str
    language: str
    messages: tuple[Message, ...] = ()
    exists: bool = True

    @property
    def source(self) -> str:
        """The id of its source."""
        return f"tg-{self.name.replace('_', '-')}"

    @property
    def start(self) -> str:
        """Where a crawl of it begins."""
        return f"http://{HOST}/s/{self.name}"

    @property
    def platform(self) -> str:
        """Telegram's public preview."""
        return "telegram"

    @property
    def wall(self) -> str | None:
        """A channel that does not exist leads elsewhere."""
        return None if self.exists else "not_found"

    @property
    def planted(self) -> Iterator[str]:
        """What its messages hide."""
        return (value for message in self.messages for value in message.planted)

    def truth(self, day: date) -> Iterator[Truth]:
        """One row for each line of each message; chatter has none."""
        for message, version in self.on(day):
            yield from true_lines(self.source, f"{self.name}/{message.id}", message, version, day)

    def on(self, day: date) -> list[tuple[Message, Version]]:
        """What the channel shows on `day`, ids ascending."""
        shown = ((message, message.on(day)) for message in self.messages)
        return [(message, version) for message, version in shown if version]


def chatter(name: str, language: str, weeks: Sequence[date], rng: Random) -> Iterator[Message]:
    """Messages that sell nothing: notices, gossip, a leaked key, a pinned notice."""
    words = wording.phrases()
    deck = rng.sample(words["chatter"][language], len(words["chatter"][language]))
    for number, week in enumerate(weeks):
        if rng.random() >= CHATTER_A_WEEK:
            continue
        day, planted, kind = day_before(week, rng), "", "text"
        text = deck[number % len(deck)]
        if rng.random() < 0.15:
            planted = wording.secret_key(rng)
            text = words["leaks"][language].format(value=planted)
        elif rng.random() < 0.15:
            kind = "service"
        secrets = (planted,) if planted else ()
        yield Message(name, moment(day, rng), (Version(day, text),), kind=kind, planted=secrets)


def dressed(message: Message, rng: Random) -> Message:
    """Some offers come with a picture, some with a whole album."""
    if message.kind == "text" and message.versions[0].lines and rng.random() < 0.12:
        return replace(message, photos=rng.choice([1, 3, 4]))
    return message


def numbered(messages: Iterable[Message], rng: Random) -> tuple[Message, ...]:
    """The messages in the order they were posted, with ids: an album takes one for each photo."""
    number, found = rng.randrange(20, 400), []
    for message in sorted(messages, key=lambda message: message.posted):
        found.append(replace(message, id=number))
        number += max(1, message.photos) + (rng.random() < 0.1)
    return tuple(found)


def answering(messages: tuple[Message, ...], rng: Random) -> tuple[Message, ...]:
    """Some chatter answers an older offer and quotes it: the quotation sells nothing again."""
    found: list[Message] = []
    for message in messages:
        offers = [older for older in found if older.versions[0].lines]
        plain = message.kind == "text" and not message.versions[0].lines
        quoted = rng.choice(offers).versions[0] if offers and plain and rng.random() < 0.2 else None
        found.append(replace(message, quotes=quoted.text.replace("\n", " ")[:60]) if quoted else message)
    return tuple(found)


def channel(row: dict[str, Any], weeks: Sequence[date], seed: int) -> Channel:
    """A seller's own channel."""
    rng = Random(f"{seed}:{row['name']}")
    mail = f"{row['name'].replace('_', '-')}.example"
    shop = Shop(row["name"], row["title"], row["language"], row["sells"], wording.contact(mail, rng))
    said = [*offers_of(shop, row["offers"], weeks, rng), *chatter(shop.name, shop.language, weeks, rng)]
    messages = answering(numbered((dressed(message, rng) for message in said), rng), rng)
    return Channel(shop.name, shop.title, shop.language, messages)


def hub(row: dict[str, Any], guests: Sequence[Channel], weeks: Sequence[date], seed: int) -> Channel:
    """A channel of several sellers' advertisements, some of them forwarded from the sellers' own channels."""
    rng = Random(f"{seed}:{row['name']}")
    said = list(chatter(row["name"], row["language"], weeks, rng))
    for number, title in enumerate(row["sellers"]):
        name = f"{row['name']}-{number}"
        shop = Shop(name, title, row["language"], "mixed", wording.contact(f"seller{number}.example", rng))
        said.extend(offers_of(shop, max(1, row["offers"] // len(row["sellers"])), weeks, rng))
    for guest in guests:
        said.extend(forwarded(guest, rng))
    return Channel(row["name"], row["title"], row["language"], numbered(said, rng))


def forwarded(guest: Channel, rng: Random) -> Iterator[Message]:
    """A few posts of `guest`, as they stood a day later: a forward is never edited with its original."""
    offers = [message for message in guest.messages if message.versions[0].lines]
    for message in rng.sample(offers, min(2, len(offers))):
        day = message.versions[0].since + timedelta(days=1)
        removed = day + timedelta(days=7 * rng.randint(4, 20)) if rng.random() < 0.7 else None
        version = replace(message.versions[0], since=day)
        copy = replace(message, posted=moment(day, rng), versions=(version,), removed=removed, photos=0)
        yield replace(copy, forwarded_from=guest.name)


def channels(weeks: Sequence[date], seed: int) -> tuple[Channel, ...]:
    """Every channel of the market, the one that does not exist included."""
    rows = official.table("sellers")
    own = {row["name"]: channel(row, weeks, seed) for row in rows["channel"]}
    hubs = [hub(row, [own[guest] for guest in row["guests"]], weeks, seed) for row in rows["hub"]]
    missing = [Channel(row["name"], row["title"], row["language"], exists=False) for row in rows["missing"]]
    return (*own.values(), *hubs, *missing)
