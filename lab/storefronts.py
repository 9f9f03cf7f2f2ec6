"""Shops whose goods only a browser sees: a script puts them in, more of them as one scrolls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from lab import official, wording
from lab.channels import numbered
from lab.lives import offers_of
from lab.messages import Message, Version, true_lines
from lab.offers import Shop
from lab.truth import Line, Truth


@dataclass(frozen=True, slots=True)
class Good:
    """One thing in the window."""

    message: Message
    version: Version

    @property
    def sku(self) -> str:
        """Its number."""
        return str(self.message.id)

    @property
    def line(self) -> Line:
        """What it is and costs."""
        return self.version.lines[0]

    def name(self, language: str) -> str:
        """What the shop calls it."""
        words = wording.phrases()["goods"][language][self.version.form]
        return str(words.format(what=self.version.names[0]))


@dataclass(frozen=True, slots=True)
class Storefront:
    """A shop and everything it ever sold."""

    host: str
    title: str
    language: str
    messages: tuple[Message, ...]
    footer: str
    contact: str

    @property
    def source(self) -> str:
        """The id of its source."""
        return self.host.partition(".")[0]

    @property
    def platform(self) -> str:
        """Pages marked up with schema.org."""
        return "schema_org"

    @property
    def start(self) -> str:
        """Where a crawl of it begins."""
        return f"http://{self.host}/"

    @property
    def wall(self) -> None:
        """It hides nothing."""

    @property
    def planted(self) -> tuple[str, ...]:
        """The contact in its footer."""
        return (self.contact,)

    def goods(self, day: date) -> list[Good]:
        """What is in the window on `day`, the newest first: every offer of a shop is of one good."""
        shown = [(message, message.on(day)) for message in self.messages]
        return [Good(message, version) for message, version in reversed(shown) if version]

    def truth(self, day: date) -> Iterator[Truth]:
        """One row for each good, by its SKU."""
        for good in self.goods(day):
            yield from true_lines(self.source, good.sku, good.message, good.version, day)


def markup(shop: Storefront, good: Good) -> dict[str, Any]:
    """A good in JSON-LD, in one of the ways in which shops write it."""
    rng = Random(f"{shop.host}{good.sku}")
    price = f"{good.line.amount:.2f}"
    stock = rng.choice(["InStock", "https://schema.org/InStock", "http://schema.org/InStock", "OutOfStock"])
    offer: dict[str, Any] = {
        "@type": "Offer",
        "price": float(price) if rng.random() < 0.3 else price,
        "priceCurrency": good.line.currency,
        "availability": stock,
        "url": f"http://{shop.host}/item/{good.sku}",
    }
    return {
        "@context": "https://schema.org",
        "@type": ["Product"] if rng.random() < 0.1 else "Product",
        "sku": good.sku,
        "name": good.name(shop.language),
        "description": wording.WIDE[shop.language].join(good.version.notes),
        "url": f"http://{shop.host}/item/{good.sku}",
        "offers": [offer] if rng.random() < 0.2 else offer,
    }


def storefront(row: dict[str, Any], weeks: Sequence[date], seed: int) -> Storefront:
    """One shop of sellers.toml."""
    rng = Random(f"{seed}:{row['host']}")
    contact = wording.contact(row["host"], rng)
    shop = Shop(row["host"], row["title"], row["language"], "goods", contact)
    messages = numbered(offers_of(shop, row["offers"], weeks, rng), rng)
    footer = wording.contact_line(contact, row["language"], rng)
    return Storefront(row["host"], row["title"], row["language"], messages, footer, contact.value)


def storefronts(weeks: Sequence[date], seed: int) -> tuple[Storefront, ...]:
    """Every shop of the market."""
    return tuple(storefront(row, weeks, seed) for row in official.table("sellers")["storefront"])
