"""Reads the open snapshot `ai-transit.v1` of relays (forks of sub2api and New API): where it is, then what it says.

Three shapes go under one version: models below their groups with prices in USD for a token, models beside the groups
with prices in USD for a million, and models beside the groups that are only watched. Prices are times the multiplier of
the model, else of the group; one that is missing is unknown, not nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from parsers.links import joined
from parsers.pages import panel, shop
from parsers.pages.envelope import document, fields, named, number, numbered, objects, odd, plain
from parsers.pages.new_api_prices import MILLION, Cost, Row
from parsers.records import Ask, Basis, Listing, Page, PageError, Quote, Snapshot, Span, Wall
from parsers.text.vocabulary import PACKAGED, Words

Priced = tuple[Row, Decimal | None]
"""A model and the multiplier that it has for itself."""
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
NAMES = ("raw_model", "name", "standard_model", "model")
UNITS = (None, "usd_balance_per_cny", "USD balance per 1 CNY")
"""How versions say that the recharge multiplier is USD of balance for one CNY."""
MODES = ("token", "", None)
"""How a model is paid that has prices by the token; a price by the call counts where no mode is named, or another."""
OWN = ("rate_multiplier",)
MULTIPLIERS = ("composite_multiplier", "rate_multiplier", "group_rate_multiplier")
TOP = {
    "schema_version", "groups", "models", "billing", "station", "system", "generated_at", "mode", "monitors",
    "monitoring", "monitoring_mode", "passive_monitoring", "range", "cache", "disclosure", "limits", "completeness",
    "endpoints",
}  # fmt: skip
BILLING = {
    "currency", "credit_currency", "recharge_ratio", "recharge_multiplier", "recharge_multiplier_unit",
    "minimum_top_up", "model_basis_price", "model_price_unit", "standardized_price_version",
}  # fmt: skip
GROUP = {
    *MULTIPLIERS, "name", "models", "description", "platform", "subscription_type", "is_exclusive", "model_count", "id",
    "cache_usage", "provider_visible", "monitoring_enabled", "monitoring", "metrics", "health", "trend",
}  # fmt: skip
MODEL = {
    *BY_MILLION, *CALLS, *NAMES, "rate_multiplier", "price", "groups", "platform", "billing_mode", "intervals",
    "price_source", "source", "currency", "catalog_source", "pricing_models", "supported_protocols", "metrics",
    "health",
}  # fmt: skip
PRICE = {*BY_TOKEN, *CALLS, "image_output_usd_per_token", "image_size_prices"}
"""Fields that are read, or left alone by name: how a model was watched, and what pictures cost by the token."""


def read(snapshot: Snapshot, words: Words = PACKAGED) -> Page:
    """Where the snapshot is, or the snapshot. Raises PageError for other JSON."""
    found = document(snapshot)
    if snapshot.status == 404:
        return Page(wall=Wall("private_pricing", "the open snapshot is not enabled"))
    if not is_answer(found):
        raise PageError(f"{snapshot.url}: no answer of ai-transit")
    if "groups" not in found:
        return Page(asks=(Ask(joined(snapshot.url, found["snapshot_url"]), SNAPSHOT),))
    lost = odd(found["groups"] or [], named, "groups")
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
    if "groups" in found:
        return found["groups"] is None or isinstance(found["groups"], list)
    return isinstance(found.get("snapshot_url"), str)


def _site(found: Mapping[str, Any], snapshot: Snapshot) -> panel.Site:
    station = found.get("station") if isinstance(found.get("station"), dict) else {}
    address, name = str((station or {}).get("homepage_url") or ""), str((station or {}).get("name") or "")
    return panel.Site(panel.seller(snapshot, address), name, _credit(found.get("billing")))


def _credit(billing: Any) -> tuple[Quote, ...]:
    """What a USD of balance costs: the snapshot says how many of them one unit of the currency buys."""
    if not isinstance(billing, dict):
        return ()
    held, unit = number(billing.get("recharge_multiplier")), billing.get("recharge_multiplier_unit")
    if held is None or held <= 0 or unit not in UNITS or billing.get("currency") != "CNY":
        return ()
    return (Quote("usd_credit", plain(1 / held), Span(path="billing.recharge_multiplier"), currency="CNY"),)


def _rows(found: Mapping[str, Any], group: Mapping[str, Any], path: str, words: Words) -> Iterator[Priced]:
    """The models of a group: its own, else those beside the groups that name it, or that are of its platform."""
    own = group.get("models")
    if isinstance(own, list):
        for place, model in numbered(own):
            yield _row(model, f"{path}.models[{place}]", words)
        return
    for place, model in numbered(found.get("models")):
        names, platforms = model.get("groups"), {model.get("platform"), group.get("platform")} - {None, ""}
        if group.get("name") in names if isinstance(names, list) else len(platforms) < 2:
            yield _row(model, f"models[{place}]", words)


def _row(model: Mapping[str, Any], path: str, words: Words) -> Priced:
    field = next((one for one in NAMES if model.get(one)), "name")
    name = str(model.get(field))
    costs = tuple(_costs(model))
    said = None if costs else f"{name}: no price of the mode {model.get('billing_mode')!r}"
    if model.get("intervals"):
        said = f"{name}: prices by length of context beside the plain one"
    if fields(model.get("price")).get("image_size_prices"):
        said = f"{name}: prices by size of picture"
    return Row(path, name, (), panel.mention(name, f"{path}.{field}", words), costs, said), _ratio(model, OWN)


def _costs(model: Mapping[str, Any]) -> Iterator[Cost]:
    """What a model costs by the token, or by the call where that is its mode."""
    if not _in_dollars(model):
        return
    nested, mode = isinstance(model.get("price"), dict), model.get("billing_mode")
    table, unit, place = (BY_TOKEN, MILLION, "price") if nested else (BY_MILLION, Decimal(1), "")
    held = panel.of_short_call(model["price"] if nested else model, place, model.get("intervals"), "intervals")
    by_token = [(basis, unit, name) for name, basis in table.items()] if mode in MODES else []
    by_call: list[tuple[Basis, Decimal, str]] = [("request", Decimal(1), name) for name in CALLS]
    for basis, times, name in (*by_token, *(() if mode == MODES[0] else by_call)):
        value, field = held.get(name, (None, ""))
        if (amount := number(value)) is not None and amount >= 0:
            yield Cost(basis, amount * times, field)


def _in_dollars(model: Mapping[str, Any]) -> bool:
    return model.get("currency") in (None, "USD")


def _ratio(row: Mapping[str, Any], names: Iterable[str] = MULTIPLIERS) -> Decimal | None:
    known = (number(row.get(name)) for name in names)
    return next((one for one in known if one is not None and one >= 0), None)


def _listing(snapshot: Snapshot, site: panel.Site, group: Mapping[str, Any], rows: list[Priced]) -> Listing:
    plain = _ratio(group)
    times = [(row, plain if own is None else own) for row, own in rows]
    quotes = [quote for row, ratio in times if ratio is not None for quote in row.quotes(ratio)]
    models = [row.mention for row, _ in rows if row.mention]
    return panel.listing(snapshot, site, str(group.get("name")), str(group.get("description") or ""), models, quotes)


def _unread(
    found: Mapping[str, Any], read: Iterable[tuple[Mapping[str, Any], list[Priced]]], site: panel.Site
) -> Iterator[str]:
    yield from shop.strange([found], TOP)
    yield from shop.strange([found.get("billing")], BILLING, "billing.")
    yield from shop.strange((group for group, _ in read), GROUP, "groups[].")
    models = [*objects(found.get("models")), *(model for group, _ in read for model in objects(group.get("models")))]
    yield from shop.strange(models, MODEL, "models[].")
    yield from shop.strange((model.get("price") for model in models), PRICE, "price.")
    if not site.credit:
        yield "the cost of balance is not said"
    for group, rows in read:
        if group.get("is_exclusive") is True:
            yield f"group {group.get('name')}: only for whom the operator chose"
            continue
        if _ratio(group) is None and any(own is None for _, own in rows):
            yield f"group {group.get('name')}: no multiplier, so that it has no prices"
        yield from (f"model {row.name}" for row, _ in rows if not row.mention)
        yield from (row.unread for row, _ in rows if row.unread)
