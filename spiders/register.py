"""Reads the sources' TOML files, refuses what they cannot mean with file and line, and drafts new ones."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from parsers import toml_lines
from parsers.links import without_referral
from parsers.records import BadInput
from parsers.toml_lines import Place
from spiders.platforms import PLATFORMS, never_crawled
from spiders.source import EXAMPLES, Expect, Limits, Source, known_platform
from spiders.starts import start_of
from spiders.urls import authority, web_url

__all__ = ["PLATFORMS", "Expect", "Limits", "Source", "SourceError", "check", "id_of", "load", "load_all", "scaffold"]

SOURCE = TypeAdapter(Source)
ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
NO_ID = "cannot be a source's id; use a-z, 0-9, - and _, at most 64, a letter or digit first"
TOLD_PLACE = re.compile(r" \(at [^)]*\)$")
KINDS = {"tuple_type": "should be a list", "dataclass_type": "should be a table", "string_type": "should be a text"}
SCAFFOLD = """\
# One source of the observatory; the file's name is its id. `undercut sources check` says what a crawl would do.
title = {title}
platform = {platform}
start = {start}
# How often: an interval ("6h", "7d") or five cron fields ("30 6 * * mon"), then in this time zone.
every = "1d"
# timezone = "Asia/Shanghai"

# What a bare price is in (ISO 4217), and the language of the texts: leave them out if you are not sure.
# currency = "CNY"
# language = "zh"

# Only these are asked; the default is the hosts of `start`.
# hosts = [{host}]

[limits]
pages = 50     # requests a visit
delay = {delay}    # seconds between two requests to a host

# How many listings the whole source holds: a page with fewer or more is kept, but nothing is taken for gone by it.
# [expect]
# min_listings = 1
# max_listings = 5000
"""


class SourceError(BadInput):
    """A source's file cannot be used; each line of the message is `<file>:<line>: what; how to mend`."""


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
        yield 1, f"the file's name {name!r} {NO_ID}"
    if "id" in table:
        yield toml_lines.line_of(text, ("id",)), "a source's id is its file's name; take `id` out"
    for place, value, sentence in value_faults({key: value for key, value in table.items() if key != "id"}, name):
        yield toml_lines.line_of(text, place, value), sentence


def value_faults(table: Mapping[str, Any], name: str) -> Iterator[tuple[Place, object, str]]:
    """What is wrong with the values of a source's table: where, which value, and the sentence."""
    try:
        source = SOURCE.validate_python({**table, "id": name})
    except ValidationError as error:
        for fault in error.errors():
            yield fault["loc"], fault["input"], sentence_of(fault)
        return
    for number, url in enumerate(source.start):
        if (plain := without_referral(url)) != url.rstrip("?&"):
            yield ("start", number), url, f"start {url!r} says who sent the reader; write {plain!r}"
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


def id_of(url: str) -> str:
    """An id for a new source, made from its address: `https://t.example/s/Nova_AI` gives `t-example-nova_ai`."""
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step not in {"", "s", "api", "status"}]
    words = "-".join([authority(web_url(url)), *steps]).lower()
    return re.sub(r"[^a-z0-9_-]+", "-", words).strip("-_")[:64]


def scaffold(platform: str, url: str, id: str) -> str:
    """The commented TOML of a new source; BadInput where address, platform or id cannot be one's."""
    if not ID.fullmatch(id):
        raise BadInput(f"{id!r} {NO_ID}")
    start = start_of(known_platform(platform), web_url(url))
    delay = "3.0" if platform == "telegram" else "1.0"
    words = {"title": id, "platform": platform, "start": [start], "host": authority(start)}
    text = SCAFFOLD.format(delay=delay, **{key: json.dumps(word, ensure_ascii=False) for key, word in words.items()})
    loads(text, Path(f"{id}.toml"))
    return text


def check(source: Source) -> list[str]:
    """What a crawl of the source would do, in sentences."""
    if sentence := never_crawled(source.platform):
        return [f'"{source.title}" is not crawled. {sentence}.']
    limits, expect = source.limits, source.expect
    most = "any number of" if expect.max_listings is None else f"{expect.max_listings}"
    return [
        f'"{source.title}" is crawled {when(source)}, beginning with {", ".join(source.start)}.',
        f"The answers are read as {source.platform}; what they ask for next is fetched from "
        f"{', '.join(source.hosts)} only, redirects are not followed, robots.txt is obeyed.",
        f"One visit makes at most {limits.pages} requests in {limits.seconds:g} s, {limits.delay:g} s apart "
        f"(± {limits.jitter:.0%}), of at most {limits.body_bytes:,} bytes each, and none to a host that had "
        f"{limits.day:,} in 24 hours.",
        f"A page that shows everything is trusted with {expect.min_listings} to {most} listings.",
        f"A bare price is taken for {source.currency or 'nothing in particular'}, "
        f"the language for {source.language or 'whatever the text shows'}.",
    ]


def when(source: Source) -> str:
    """How often, in words."""
    if " " in source.every:
        return f"at cron {source.every} ({source.timezone})"
    return f"every {source.every}"
