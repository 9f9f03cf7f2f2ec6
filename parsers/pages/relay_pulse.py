"""Reads relay-pulse, a monitor that lists relays: who they are, and the multiplier that each states for a channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parsers.links import absolute
from parsers.pages import panel, shop
from parsers.pages.blocks import TALK, domains
from parsers.pages.envelope import document, fields, mostly, named, number, numbered, objects, odd, plain, refusal
from parsers.records import Bound, Listing, Page, PageError, Quote, Snapshot, Span
from parsers.text.vocabulary import PACKAGED, Words

ROW = {
    "provider", "provider_slug", "provider_url", "service", "service_name", "channel", "channel_name", "model",
    "request_model", "price_min", "price_max",
    "provider_name", "category", "sponsor", "sponsor_url", "sponsor_level", "annotations", "listed_days", "board",
    "probe_url", "interval_ms", "slow_latency_ms", "template_name", "current_status", "timeline", "risks", "badges",
    "cold_reason", "layers", "expires_at", "channel_id", "board_reason", "board_reason_models", "model_vendor",
}  # fmt: skip
LAYER = {"model", "request_model", "model_vendor", "layer_order", "current_status", "timeline"}
"""Fields of a row that are read, or left alone by name: how a probe was answered is no claim of the seller's."""
PARTS = ("data", "groups")
"""Channels, and channels with several models, which newer versions list apart: a channel in both counts once."""
ENVELOPE = {"meta", *PARTS}


def read(snapshot: Snapshot, words: Words = PACKAGED) -> Page:
    """Every relay's channel as a listing. Raises PageError for other JSON."""
    found = document(snapshot)
    if wall := refusal(found, snapshot):
        return Page(wall=wall)
    if not is_answer(found):
        raise PageError(f"{snapshot.url}: no status of relay-pulse")
    rows = [(f"{part}[{place}]", row) for part in PARTS for place, row in numbered(found.get(part)) if _is_row(row)]
    lost = {line for part in PARTS for line in odd(found.get(part) or [], _is_row, part)}
    single = {_id(row) for path, row in rows if path.startswith(PARTS[0])}
    known = [(path, row) for path, row in rows if path.startswith(PARTS[0]) or _id(row) not in single]
    listings = tuple(_listing(row, path, snapshot, words) for path, row in known)
    unread = lost | shop.strange([found], ENVELOPE) | shop.strange((row for _, row in rows), ROW, "data[].")
    unread |= shop.strange((layer for _, row in rows for layer in objects(row.get("layers"))), LAYER, "layers[].")
    counts = (len(rows), len(known), len(objects(found.get(PARTS[0]))))
    every = fields(found.get("meta")).get("count", len(rows)) in counts
    whole = bool(rows) and not lost and every and not _is_filtered(found, snapshot.url)
    return Page(listings=listings, complete=whole, unread=shop.said("relay_pulse", unread))


FILTERS = ("provider", "service", "category")
BOARD = "board"
"""Which of a monitor's boards is shown: the first, where none is asked for, of one that has boards."""


def _is_filtered(found: Any, url: str) -> bool:
    """Whether an answer shows a part of the channels by its address."""
    boards = fields(fields(found.get("meta")).get("boards")).get("enabled") is True
    asked = [shop.parameter(url, name) or "all" for name in FILTERS]
    return any(one != "all" for one in asked) or (boards and shop.parameter(url, BOARD) != "all")


def is_answer(found: Any) -> bool:
    """Whether JSON is a status of this monitor; one that lists nobody is told by what it says of itself."""
    if not _is_envelope(found):
        return False
    rows = [row for part in PARTS for row in found.get(part) or []]
    if not rows:
        return PARTS[0] in found and named(found.get("meta"), "period", "count")
    return mostly(rows, lambda row: named(row, "current_status", *ROW_NAMES))


def _is_envelope(found: Any) -> bool:
    return isinstance(found, dict) and all(isinstance(found.get(part) or [], list) for part in PARTS)


ROW_NAMES = ("provider", "service")


def _is_row(row: Any) -> bool:
    return any(named(row, name) for name in ROW_NAMES)


def _listing(row: Mapping[str, Any], path: str, snapshot: Snapshot, words: Words) -> Listing:
    """A channel of a relay, known by its domain; by its name at the monitor where it has none of its own."""
    provider, service, channel = (_shown(row, name) for name in ("provider", "service", "channel"))
    url = absolute(snapshot.url, str(row.get("provider_url") or ""))
    own = next((domain for domain in domains([url] if url else []) if domain not in TALK), None)
    layers = [(f"{path}.layers[{place}]", layer) for place, layer in numbered(row.get("layers"))]
    about = [panel.mention(_model(one), f"{here}.model", words) for here, one in [(path, row), *layers]]
    return Listing(
        source=snapshot.source,
        url=url or snapshot.url,
        seller=own or f"{shop.shop_of(snapshot)}/{_slug(row)}",
        title=" · ".join(filter(None, (provider, service, channel))),
        text="\n".join(filter(None, (provider, service, channel))),
        native_id=_id(row),
        channel=str(row.get("channel") or "") or None,
        access="relay_api",
        models=tuple({one.id: one for one in about if one}.values()),
        quotes=tuple(_quotes(row, path)),
    )


def _shown(row: Mapping[str, Any], name: str) -> str:
    """What a visitor reads: the name that is shown, else that by which the monitor knows it."""
    return str(row.get(f"{name}_name") or row.get(name) or "")


def _model(row: Mapping[str, Any]) -> str:
    return str(row.get("request_model") or row.get("model") or "")


def _slug(row: Mapping[str, Any]) -> str:
    return str(row.get("provider_slug") or row.get("provider") or "")


def _id(row: Mapping[str, Any]) -> str:
    return "/".join((_slug(row), *(str(row.get(name) or "") for name in ("service", "channel"))))


def _quotes(row: Mapping[str, Any], path: str) -> Iterator[Quote]:
    """The multiplier as the relay's operator states it, or the range that it is in; nothing at most is free."""
    ends = [(number(row.get(name)), f"{path}.{name}") for name in ("price_min", "price_max")]
    known = [(plain(amount), place) for amount, place in ends if amount is not None and amount >= 0]
    apart = len(known) == 2 and known[0][0] < known[1][0]
    bounds: tuple[Bound, ...] = ("floor", "ceiling") if apart else ("exact",)
    for (amount, place), bound in zip(known, bounds, strict=False):
        if amount or bound == "exact":
            free = () if amount else ("free",)
            yield Quote("multiplier", amount, Span(path=place), bound=bound, conditions=free)
