"""Reads the open snapshot `ai-transit.v1` of relays (forks of sub2api and New API): where it is, then what it says.

Two shapes go under one version: models below their groups with prices in USD for a token, and models beside the groups
with prices in USD for a million. Both are times the group's multiplier; one that is missing is unknown, not nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from parsers.links import joined
from parsers.pages import panel, shop
from parsers.pages.envelope import document, named, number, numbered, objects, odd, plain
from parsers.pages.new_api_prices import MILLION, Cost, Row
from parsers.records import Ask, Basis, Listing, Page, PageError, Quote, Snapshot, Span, Wall
from parsers.text.vocabulary import PACKAGED, Words

VERSION = "ai-transit."
SNAPSHOT = "snapshot"
BY_TOKEN: Mapping[str, Basis] = {
    "input_usd_per_token": "mtok_input",
    "output_usd_per_token": "mtok_output",
    "cache_read_usd_per_token": "mtok_cache_read",
    "cache_write_usd_per_token": "mtok_cache_write",
}
BY_MILLION: Mapping[str, Basis] = {
    "input_price": "mtok_input",
    "output_price": "mtok_output",
    "cache_input_price": "mtok_cache_read",
    "cache_write_price": "mtok_cache_write",
}
CALLS = ("per_request_price", "per_request_usd", "usd_per_request")
MULTIPLIERS = ("composite_multiplier", "rate_multiplier", "group_rate_multiplier")
TOP = {
    "schema_version", "groups", "models", "billing", "station", "system", "generated_at", "mode", "monitors",
    "monitoring", "range",
}  # fmt: skip
GROUP = {
    *MULTIPLIERS, "name", "models", "description", "platform", "subscription_type", "is_exclusive", "model_count", "id",
}  # fmt: skip
MODEL = {
    *BY_MILLION, *CALLS, "name", "raw_model", "standard_model", "price", "groups", "platform", "billing_mode",
    "price_source", "source", "currency",
}  # fmt: skip


def read(snapshot: Snapshot, words: Words = PACKAGED) -> Page:
    """Where the snapshot is, or the snapshot. Raises PageError for other JSON."""
    found = document(snapshot)
    if snapshot.status == 404:
        return Page(wall=Wall("private_pricing", "the open snapshot is not enabled"))
    if not is_answer(found):
        raise PageError(f"{snapshot.url}: no answer of ai-transit")
    if "groups" not in found:
        return Page(asks=(Ask(joined(snapshot.url, found["snapshot_url"]), SNAPSHOT),))
    lost = odd(found["groups"], named, "groups")
    groups = numbered(found["groups"])
    read = [(one, list(_rows(found, one, f"groups[{place}]", words))) for place, one in groups]
    site = _site(found, snapshot)
    listings = [_listing(snapshot, site, one, rows) for one, rows in read if one.get("is_exclusive") is not True]
    offering = tuple(one for one in listings if one.models or len(one.quotes) > len(site.credit))
    return Page(
        listings=offering,
        complete=bool(offering) and not lost,
        unread=shop.said("ai_transit", lost.union(_unread(found, read, site))),
        not_offers=len(listings) - len(offering),
    )


def is_answer(found: Any) -> bool:
    """Whether JSON is a snapshot, or says where it is."""
    if not isinstance(found, dict) or not str(found.get("schema_version", "")).startswith(VERSION):
        return False
    return isinstance(found.get("groups"), list) or isinstance(found.get("snapshot_url"), str)


def _site(found: Mapping[str, Any], snapshot: Snapshot) -> panel.Site:
    station = found.get("station") if isinstance(found.get("station"), dict) else {}
    address, name = str((station or {}).get("homepage_url") or ""), str((station or {}).get("name") or "")
    return panel.Site(panel.seller(snapshot, address), name, _credit(found.get("billing")))


def _credit(billing: Any) -> tuple[Quote, ...]:
    """What a USD of balance costs: the snapshot says how many of them one unit of the currency buys."""
    if not isinstance(billing, dict):
        return ()
    held, unit = number(billing.get("recharge_multiplier")), billing.get("recharge_multiplier_unit")
    if held is None or held <= 0 or unit not in (None, "usd_balance_per_cny") or billing.get("currency") != "CNY":
        return ()
    return (Quote("usd_credit", plain(1 / held), Span(path="billing.recharge_multiplier"), currency="CNY"),)


def _rows(found: Mapping[str, Any], group: Mapping[str, Any], path: str, words: Words) -> Iterator[Row]:
    """The models of a group: its own, else those beside the groups that name it or name none."""
    own = group.get("models")
    if isinstance(own, list):
        for place, model in numbered(own):
            yield _row(model, f"{path}.models[{place}]", words)
        return
    for place, model in numbered(found.get("models")):
        names = model.get("groups")
        if not isinstance(names, list) or group.get("name") in names:
            yield _row(model, f"models[{place}]", words)


def _row(model: Mapping[str, Any], path: str, words: Words) -> Row:
    field = next((one for one in ("raw_model", "name", "standard_model") if model.get(one)), "name")
    name = str(model.get(field))
    costs = tuple(_costs(model))
    said = None if costs else f"{name}: no price of the mode {model.get('billing_mode')!r}"
    return Row(path, name, (), panel.mention(name, f"{path}.{field}", words), costs, said)


def _costs(model: Mapping[str, Any]) -> Iterator[Cost]:
    nested = model.get("price")
    price = nested if isinstance(nested, dict) else model
    table, unit = (BY_TOKEN, MILLION) if isinstance(nested, dict) else (BY_MILLION, Decimal(1))
    place = "price." if isinstance(nested, dict) else ""
    for name, basis in table.items():
        if (amount := number(price.get(name))) is not None and amount >= 0 and _in_dollars(model):
            yield Cost(basis, amount * unit, f"{place}{name}")
    for name in CALLS:
        if (amount := number(price.get(name))) is not None and amount >= 0 and _in_dollars(model):
            yield Cost("request", amount, f"{place}{name}")


def _in_dollars(model: Mapping[str, Any]) -> bool:
    return model.get("currency") in (None, "USD")


def _ratio(group: Mapping[str, Any]) -> Decimal | None:
    known = (number(group.get(name)) for name in MULTIPLIERS)
    return next((one for one in known if one is not None and one >= 0), None)


def _listing(snapshot: Snapshot, site: panel.Site, group: Mapping[str, Any], rows: list[Row]) -> Listing:
    ratio = _ratio(group)
    quotes = [] if ratio is None else [quote for row in rows for quote in row.quotes(ratio)]
    models = [row.mention for row in rows if row.mention]
    return panel.listing(snapshot, site, str(group.get("name")), str(group.get("description") or ""), models, quotes)


def _unread(
    found: Mapping[str, Any], read: Iterable[tuple[Mapping[str, Any], list[Row]]], site: panel.Site
) -> Iterator[str]:
    yield from shop.strange([found], TOP)
    yield from shop.strange((group for group, _ in read), GROUP, "groups[].")
    models = [*objects(found.get("models")), *(model for group, _ in read for model in objects(group.get("models")))]
    yield from shop.strange(models, MODEL, "models[].")
    if not site.credit:
        yield "the cost of balance is not said"
    for group, rows in read:
        if _ratio(group) is None:
            yield f"group {group.get('name')}: no multiplier, so that it has no prices"
        yield from (f"model {row.name}" for row in rows if not row.mention)
        yield from (row.unread for row in rows if row.unread)
