"""The nouns that every room shares: frozen records, money as Decimal, times as aware UTC, unknown as None."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

Access = Literal["relay_api", "shared_seat", "account", "top_up", "mirror", "free"]
Subject = Literal["model", "plan", "everything"]
Bound = Literal["exact", "floor", "ceiling"]
Settlement = Literal["cash", "credit"]
Polarity = Literal["asserted", "denied", "required", "conditional", "asked"]
Speaker = Literal["seller", "directory", "reviewer"]
Series = Literal["token", "plan", "pass", "request"]
"""Token access, resale of a first-party plan, a seller's own pass with a quota, per call: never pooled."""
Basis = Literal[
    "usd_credit", "mtok_input", "mtok_output", "mtok_cache_read", "mtok_cache_write", "mtok",
    "request", "image", "video", "second",
    "hour", "day", "week", "month", "quarter", "half_year", "year", "lifetime",
    "account", "percent", "multiplier",
]  # fmt: skip
"""What the amount of a quote buys; the meanings stand in docs/words.md."""


def utc(moment: datetime) -> datetime:
    """The same moment, refused when it is not aware UTC: a naive time cannot be compared with evidence."""
    if moment.utcoffset() != timedelta(0):
        raise ValueError(f"{moment!r} is not an aware UTC time")
    return moment


@dataclass(frozen=True, slots=True)
class Ask:
    """What to fetch next, said by a reader and done by a spider; `purpose` names the page's part in its visit."""

    url: str
    purpose: str
    method: Literal["GET", "POST"] = "GET"
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One answered request, redacted: `siblings` are the earlier snapshots of the same visit, by purpose."""

    source: str
    platform: str
    url: str
    fetched_at: datetime
    status: int
    media_type: str
    body: bytes
    purpose: str = "start"
    headers: tuple[tuple[str, str], ...] = ()
    siblings: Mapping[str, Snapshot] = field(default_factory=lambda: MappingProxyType({}), compare=False, repr=False)
    currency: str | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        utc(self.fetched_at)

    @property
    def digest(self) -> str:
        """sha-256 of the body, hex: the name by which evidence is known."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Span:
    """Where a fact was read: code points `[start, end)` of the text, or a JSON path when `path` is set."""

    start: int = 0
    end: int = 0
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A model or plan that a text names: canonical id (gold GUIDE's form), the words, and what the id drops.

    `implied` marks a line that is not named itself, only by a product, a vendor or a plan that runs on it.
    """

    id: str
    raw_name: str
    span: Span
    variant: str | None = None
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """One price as sold. `amount` is in `currency`, or a bare number for `percent` and `multiplier`.

    `settlement` is "credit" when the amount is paid from a balance that is itself bought (a relay's credit
    dollars), so that it needs a `usd_credit` quote before it is money.

    `conditions` are words for who pays it and when. Those with a meaning for the percent: "trial", "first_purchase",
    "promotion" and "free" keep a price out of the level; "quota:40USD/day" (day, week, month or total) is the credit
    that a pass holds; "seats:4" is how many buyers share the plan. Every other word only keeps prices of different
    conditions apart ("bulk", "off_peak", "group:vip").
    """

    basis: Basis
    amount: Decimal
    span: Span
    currency: str | None = None
    subject: Subject = "everything"
    model: str | None = None
    raw_name: str | None = None
    variant: str | None = None
    bound: Bound = "exact"
    settlement: Settlement = "cash"
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What the text says about the offer: a code of the vocabulary, and how and by whom it is said."""

    code: str
    span: Span
    polarity: Polarity = "asserted"
    speaker: Speaker = "seller"

    @property
    def stands(self) -> bool:
        """Whether the offer is said to be so: plainly, as a demand ("VPN required") or on a condition."""
        return self.polarity not in ("denied", "asked")


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a text before it is read: it settles whose money a bare sign is.

    `shop`: it is a shop's good, whose price is asked by whoever sells it, even where the vendor asks as much.
    """

    language: str | None = None
    currency: str | None = None
    observed: date | None = None
    source_kind: str | None = None
    speaker: Speaker = "seller"
    shop: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text says as an offer; where `is_offer` is False, `reason` says why and the rest is empty."""

    is_offer: bool
    reason: str
    access: Access | None = None
    models: tuple[Mention, ...] = ()
    plans: tuple[Mention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    claims: tuple[Claim, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """One seller's offer in one place. `seller` is the account or domain, never stored without the observatory's key.

    `position` orders the listings of a source where the platform numbers them, so that a page can tell what it
    would have shown. `native_id` is the platform's own id; `key`, `likeness` (a digest of the text without numbers)
    and `repost_of` (the key of the earliest listing of the seller's with that likeness) are filled by parsers.identity.
    """

    source: str
    url: str
    seller: str
    title: str
    text: str
    key: str = ""
    native_id: str | None = None
    section: str | None = None
    position: int | None = None
    posted_at: datetime | None = None
    edited: bool = False
    channel: str | None = None
    stock: str | None = None
    access: Access | None = None
    repost_of: str | None = None
    likeness: str = ""
    models: tuple[Mention, ...] = ()
    plans: tuple[Mention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """The native positions that a page shows without a gap (None: no bound): what lies inside and is absent is gone."""

    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Wall:
    """Why a page is not public: a wall is never an empty page."""

    kind: Literal["login", "challenge", "consent", "private_pricing", "not_found", "forbidden", "rate_limited"]
    detail: str


@dataclass(frozen=True, slots=True)
class Stated:
    """An official price as a feed of prices states it: USD per million tokens, base tier, standard mode.

    `provider` and `official_id` are those of the feed in our spelling; `valid_from` is None where no start is stated.
    """

    feed: str
    provider: str
    official_id: str
    input: Decimal
    output: Decimal
    cache_read: Decimal | None = None
    cache_write: Decimal | None = None
    valid_from: date | None = None
    basis: str = ""


ROBOTS = "robots"
"""The purpose of a kept robots.txt: evidence of what a visit was allowed, read by no reader."""
MISSING = "undercut-missing"
"""The header by which a page that a browser showed says that a part of it did not come: it is not the whole then."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a reader found. `complete`: with its siblings it shows the source's whole set.

    `not_offers` counts texts that were read and are no offers; `unread` names what the reader knows of but
    cannot interpret. `stated` and `fx` are what a feed of official prices or exchange rates says.
    """

    listings: tuple[Listing, ...] = ()
    complete: bool = False
    covers: Cover | None = None
    asks: tuple[Ask, ...] = ()
    unread: tuple[str, ...] = ()
    not_offers: int = 0
    wall: Wall | None = None
    stated: tuple[Stated, ...] = ()
    fx: tuple[FX, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """An official price in USD and when it holds: a model's per million tokens (base tier) or a plan's per month.

    `basis` says how `valid_from` was found; "by then" where only a latest date of the start is known. `currency` is
    that of the list it stands in, before it was converted.
    """

    id: str
    official_id: str
    valid_from: date | None
    valid_to: date | None
    source: str
    input: Decimal | None = None
    output: Decimal | None = None
    cache_read: Decimal | None = None
    cache_write: Decimal | None = None
    month: Decimal | None = None
    checked_at: date | None = None
    basis: str = ""
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class FX:
    """Units of `currency` for one USD on `date`, the last published on or before the day that was asked for."""

    currency: str
    date: date
    value: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Percent:
    """Percent of the official price, or None with a reason; `working` is the sum as a person would write it."""

    value: Decimal | None
    reason: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    series: Series | None = None
    working: str = ""


class BadInput(ValueError):  # noqa: N818 -- it is what was given that is bad
    """Something given to us cannot be used; the message is one sentence naming what, where and how to mend it."""


class PageError(BadInput):
    """A page is not what its platform says: the evidence stays, the reading is counted as failed."""
