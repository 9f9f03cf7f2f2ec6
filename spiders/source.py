"""What the file of a source may say: its keys, what each may hold, and what holds where nothing is said."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Annotated, ClassVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, ConfigDict
from pydantic import Field as Bounds

from parsers.records import BadInput
from spiders import timing
from spiders.platforms import PLATFORMS
from spiders.urls import authority, named_authority, web_url

MIB = 1024 * 1024
CLOSED = ConfigDict(extra="forbid", str_strip_whitespace=True)
EXAMPLES = {
    "title": 'title = "Nova Relay"',
    "platform": f'platform = "{PLATFORMS[0]}"',
    "start": 'start = ["https://relay.example/api/status"]',
    "hosts": 'hosts = ["relay.example"]',
    "every": 'every = "1d"',
    "timezone": 'timezone = "Asia/Shanghai"',
    "currency": 'currency = "CNY"',
    "language": 'language = "zh"',
    "render": "render = false",
    "limits": "limits = { pages = 50 }",
    "pages": "pages = 50",
    "seconds": "seconds = 600",
    "day": "day = 5000",
    "delay": "delay = 3.0",
    "jitter": "jitter = 0.5",
    "body_bytes": "body_bytes = 20_971_520",
    "expect": "expect = { min_listings = 1 }",
    "min_listings": "min_listings = 1",
    "max_listings": "max_listings = 5000",
}
"""A right line for every key, for complaints to end with."""


def known_platform(name: str) -> str:
    """The name if there is a reader for it, or BadInput."""
    if name not in PLATFORMS:
        raise BadInput(f"platform {name!r} has no reader; there are: {', '.join(PLATFORMS)}")
    return name


def known_zone(name: str) -> str:
    """The name if the time-zone database has it, or BadInput."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        raise BadInput(f'timezone {name!r} is not known; write one like "UTC" or "Asia/Shanghai"') from None
    return name


def some(urls: tuple[str, ...]) -> tuple[str, ...]:
    """The URLs if there is one, or BadInput."""
    if not urls:
        raise BadInput(f"start is empty; write at least one URL, like {EXAMPLES['start']}")
    return urls


def shaped(pattern: str, how: str) -> AfterValidator:
    """A check that a text has a form; `how` says which."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise BadInput(f"{text!r} is not understood; {how}")
        return text

    return AfterValidator(check)


Title = Annotated[str, shaped(r"[^\x00-\x1f\x7f]{1,200}", "write a name of 1 to 200 characters on one line")]
Currency = Annotated[str, shaped(r"[A-Z]{3}", 'write the ISO 4217 code, like "CNY" or "USD"')]
Language = Annotated[
    str, shaped(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", 'write a code like "zh", "zh-Hant" or "en"')
]
Urls = Annotated[tuple[Annotated[str, AfterValidator(web_url)], ...], AfterValidator(some)]
Hosts = tuple[Annotated[str, AfterValidator(named_authority)], ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How far one visit may go: requests, seconds, seconds between requests (± its share `jitter`), bytes a body.

    `day` is how many requests a host gets in 24 hours, from all sources together, before this one asks no more.
    """

    pages: Annotated[int, Bounds(ge=1, le=1000, strict=True)] = 50
    seconds: Annotated[float, Bounds(gt=0, le=86400, strict=True)] = 600.0
    delay: Annotated[float, Bounds(ge=0, le=600, strict=True)] = 1.0
    jitter: Annotated[float, Bounds(ge=0, le=1, strict=True)] = 0.5
    body_bytes: Annotated[int, Bounds(ge=1, le=200 * MIB, strict=True)] = 20 * MIB
    day: Annotated[int, Bounds(ge=1, le=100_000, strict=True)] = 5000

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED


@dataclass(frozen=True, slots=True)
class Expect:
    """How many listings a page that shows the whole source holds; outside of it, the page is not taken for whole."""

    min_listings: Annotated[int, Bounds(ge=0, strict=True)] = 0
    max_listings: Annotated[int, Bounds(ge=1, strict=True)] | None = None

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED


@dataclass(frozen=True, slots=True)
class Source:
    """One place that is crawled, as its file says; a platform is code, a source is only attributes.

    `hosts` are the only ones that are asked (default: those of `start`), `every` an interval or a cron line in
    `timezone`; `currency` and `language` are what a bare price or word there is taken for.
    """

    id: str
    title: Title
    platform: Annotated[str, AfterValidator(known_platform)]
    start: Urls
    every: Annotated[str, AfterValidator(timing.checked)]
    hosts: Hosts = ()
    timezone: Annotated[str, AfterValidator(known_zone)] = "UTC"
    currency: Currency | None = None
    language: Language | None = None
    render: Annotated[bool, Bounds(strict=True)] = False
    limits: Limits = field(default_factory=Limits)
    expect: Expect = field(default_factory=Expect)

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED

    def __post_init__(self) -> None:
        if not self.hosts:
            object.__setattr__(self, "hosts", tuple(dict.fromkeys(map(authority, self.start))))
