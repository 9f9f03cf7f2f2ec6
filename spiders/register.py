"""Reads a source's TOML file into a frozen Source, and refuses what it cannot mean with file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, ClassVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, ConfigDict, TypeAdapter, ValidationError
from pydantic import Field as Bounds

from parsers.records import BadInput
from spiders import timing, toml_lines
from spiders.toml_lines import Place
from spiders.urls import authority, named_authority, web_url

PLATFORMS = ("telegram", "new_api")
MIB = 1024 * 1024
CLOSED = ConfigDict(extra="forbid", str_strip_whitespace=True)
ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
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
    "delay": "delay = 3.0",
    "jitter": "jitter = 0.5",
    "body_bytes": "body_bytes = 20_971_520",
    "expect": "expect = { min_listings = 1 }",
    "min_listings": "min_listings = 1",
    "max_listings": "max_listings = 5000",
}

KINDS = {"tuple_type": "should be a list", "dataclass_type": "should be a table", "string_type": "should be a text"}


class SourceError(BadInput):
    """A source's file cannot be used; each line of the message is `<file>:<line>: what; how to mend`."""


def known_platform(name: str) -> str:
    """The name if there is a reader for it, or ValueError."""
    if name not in PLATFORMS:
        raise ValueError(f"platform {name!r} has no reader; there are: {', '.join(PLATFORMS)}")
    return name


def known_zone(name: str) -> str:
    """The name if the time-zone database has it, or ValueError."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        raise ValueError(f'timezone {name!r} is not known; write one like "UTC" or "Asia/Shanghai"') from None
    return name


def not_rendered(render: bool) -> bool:
    """False; ValueError for True, as long as there is no browser."""
    if render:
        raise ValueError("render = true needs a browser, which undercut cannot start yet; write render = false")
    return render


def some(urls: tuple[str, ...]) -> tuple[str, ...]:
    """The URLs if there is one, or ValueError."""
    if not urls:
        raise ValueError(f"start is empty; write at least one URL, like {EXAMPLES['start']}")
    return urls


def shaped(pattern: str, how: str) -> AfterValidator:
    """A check that a text has a form; `how` says which."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"{text!r} is not understood; {how}")
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
    """How far one visit may go: requests, seconds, seconds between requests (± its share `jitter`), bytes a body."""

    pages: Annotated[int, Bounds(ge=1, le=1000, strict=True)] = 50
    seconds: Annotated[float, Bounds(gt=0, le=86400, strict=True)] = 600.0
    delay: Annotated[float, Bounds(ge=0, le=600, strict=True)] = 1.0
    jitter: Annotated[float, Bounds(ge=0, le=1, strict=True)] = 0.5
    body_bytes: Annotated[int, Bounds(ge=1, le=200 * MIB, strict=True)] = 20 * MIB

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED


@dataclass(frozen=True, slots=True)
class Expect:
    """How many listings a page that shows the whole source holds; outside of it, the page is not taken for whole."""

    min_listings: Annotated[int, Bounds(ge=0, strict=True)] = 0
    max_listings: Annotated[int, Bounds(ge=1, strict=True)] | None = None

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED


@dataclass(frozen=True, slots=True)
class Source:
    """One place that is crawled, as its file says; a platform is code, a source is only attributes."""

    id: str
    title: Title
    platform: Annotated[str, AfterValidator(known_platform)]
    start: Urls
    every: Annotated[str, AfterValidator(timing.checked)]
    hosts: Hosts = ()
    timezone: Annotated[str, AfterValidator(known_zone)] = "UTC"
    currency: Currency | None = None
    language: Language | None = None
    render: Annotated[bool, Bounds(strict=True), AfterValidator(not_rendered)] = False
    limits: Limits = field(default_factory=Limits)
    expect: Expect = field(default_factory=Expect)

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED

    def __post_init__(self) -> None:
        if not self.hosts:
            object.__setattr__(self, "hosts", tuple(dict.fromkeys(map(authority, self.start))))


SOURCE = TypeAdapter(Source)


def load(path: Path) -> Source:
    """The source that a file describes; SourceError names every line that is wrong."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        raise SourceError(f"{path}:1: the file is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise SourceError(f"{path}:1: the file cannot be read ({error.strerror}); check its name and rights") from None
    return loads(text, path)


def loads(text: str, path: Path) -> Source:
    """The source that a TOML text describes; `path` gives it its id and stands in complaints."""
    if faults := sorted(faults_of(text, path.stem)):
        raise SourceError("\n".join(f"{path}:{line}: {sentence}" for line, sentence in faults))
    return SOURCE.validate_python({**tomllib.loads(text), "id": path.stem})


def load_all(folder: Path) -> list[Source]:
    """Every source of a folder, sorted by id; SourceError names every line of every file that is wrong."""
    sources, complaints = [], []
    for path in sorted(folder.glob("*.toml")):
        try:
            sources.append(load(path))
        except SourceError as error:
            complaints.append(str(error))
    if complaints:
        raise SourceError("\n".join(complaints))
    return sources


def faults_of(text: str, name: str) -> Iterator[tuple[int, str]]:
    """What is wrong with a source's text, with the line (from 1) of each."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        yield toml_lines.fault_line(text, error), f"not TOML: {TOLD_PLACE.sub('', str(error))}; mend the line"
        return
    if not ID.fullmatch(name):
        yield 1, f"the file's name {name!r} is the source's id; name it with a-z, 0-9, - and _ only"
    if "id" in table:
        yield toml_lines.line_of(text, ("id",)), "a source's id is its file's name; take `id` out"
    for place, value, sentence in value_faults({key: value for key, value in table.items() if key != "id"}, name):
        yield toml_lines.line_of(text, place, value), sentence


TOLD_PLACE = re.compile(r" \(at [^)]*\)$")


def value_faults(table: Mapping[str, Any], name: str) -> Iterator[tuple[Place, object, str]]:
    """What is wrong with the values of a source's table: where, which value, and the sentence."""
    try:
        source = SOURCE.validate_python({**table, "id": name})
    except ValidationError as error:
        for fault in error.errors():
            yield fault["loc"], fault["input"], sentence_of(fault)
        return
    for number, url in enumerate(source.start):
        if authority(url) not in source.hosts:
            yield ("start", number), url, f"start {url!r} is not on `hosts`; add {authority(url)!r} to them"
    low, high = source.expect.min_listings, source.expect.max_listings
    if high is not None and low > high:
        yield ("expect", "max_listings"), high, f"max_listings is below min_listings; write {low} or more"


def sentence_of(fault: Mapping[str, Any]) -> str:
    """A validator's finding as `what; how to mend`."""
    key = str(next((part for part in reversed(fault["loc"]) if isinstance(part, str)), ""))
    match fault["type"]:
        case "unexpected_keyword_argument":
            holder = {"limits": Limits, "expect": Expect}.get(str(fault["loc"][0]), Source)
            known = [field.name for field in fields(holder) if field.name != "id"]
            return f"unknown key {key!r}; the keys here are {', '.join(known)}"
        case "missing":
            return f"{key!r} is missing; add a line like {EXAMPLES[key]}"
        case "value_error":
            return str(fault["ctx"]["error"])
    what = KINDS.get(fault["type"]) or fault["msg"].removeprefix("Input ")
    return f"{key} {what}, not {fault['input']!r}; write it like {EXAMPLES[key]}"
