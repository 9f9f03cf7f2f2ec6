"""Reads relays that run sub2api: the public settings, then the model plaza where the operator shows one.

Prices are in USD of balance for one token, times the group's multiplier. What a USD of balance costs is not public.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from parsers.links import joined
from parsers.pages import panel, shop
from parsers.pages.envelope import document, mostly, named, number, numbered, objects, odd
from parsers.pages.new_api_prices import MILLION, Cost, Row
from parsers.records import Ask, Basis, Listing, Page, PageError, Snapshot, Wall
from parsers.text.vocabulary import PACKAGED, Words

PLAZA = "model_plaza"
PRICES: Mapping[str, Basis] = {
    "input_price": "mtok_input",
    "output_price": "mtok_output",
    "cache_read_price": "mtok_cache_read",
    "cache_write_price": "mtok_cache_write",
}
PRICING = {
    *PRICES, "billing_mode", "intervals", "per_request_price", "cache_write_1h_price", "image_output_price",
    "image_input_price", "audio_input_price", "audio_output_price",
}  # fmt: skip
GROUP = {
    "name", "description", "rate_multiplier", "peak_rate_enabled", "peak_start", "peak_end", "peak_rate_multiplier",
    "is_exclusive", "models",
    "id", "platform", "subscription_type", "image_rate_independent", "image_rate_multiplier", "sort_order",
}  # fmt: skip
MODEL = {"name", "pricing", "platform", "official_pricing"}
LOGIN = {"UNAUTHORIZED", "INVALID_TOKEN", "TOKEN_EXPIRED", 401}


def read(snapshot: Snapshot, words: Words = PACKAGED) -> Page:
    """One answer of such a relay; a plaza that is closed or for users only is a wall. Raises PageError for all else."""
    found = document(snapshot)
    if not is_answer(found):
        raise PageError(f"{snapshot.url}: no answer of sub2api")
    if found["code"] != 0:
        return Page(wall=_refused(found, snapshot))
    data = found["data"]
    if purpose(found) == "start":
        return _settings(data, snapshot)
    if purpose(found) == PLAZA:
        return _plaza(data, snapshot, words)
    raise PageError(f"{snapshot.url}: neither the settings nor the model plaza of sub2api")


def is_answer(found: Any) -> bool:
    """Whether JSON is in this software's envelope, an error included."""
    if not isinstance(found, dict) or not isinstance(found.get("code"), int | str) or "message" not in found:
        return False
    return purpose(found) is not None or (found["code"] in {404, *LOGIN} and "data" not in found)


def purpose(found: Any) -> str | None:
    """What an answer of this software is for in a visit; None for other JSON."""
    data = found.get("data") if isinstance(found, dict) and found.get("code") == 0 else None
    if not isinstance(data, dict):
        return None
    if "site_name" in data and "registration_enabled" in data:
        return "start"
    return PLAZA if _are_groups(data.get("groups")) else None


def _are_groups(groups: Any) -> bool:
    return isinstance(groups, list) and mostly(groups, lambda group: named(group, "rate_multiplier"))


def _refused(found: Mapping[str, Any], snapshot: Snapshot) -> Wall:
    if found["code"] in LOGIN or snapshot.status == 401:
        return Wall("login", str(found["message"]))
    if "plaza" in str(found["message"]).lower():
        return Wall("private_pricing", str(found["message"]))
    return Wall("not_found", str(found["message"]))


def _settings(data: Mapping[str, Any], snapshot: Snapshot) -> Page:
    if data.get("model_plaza_enabled") is not True:
        return Page(wall=Wall("private_pricing", "settings: the model plaza is not enabled"))
    if data.get("model_plaza_require_auth") is True:
        return Page(wall=Wall("private_pricing", "settings: the model plaza requires a login"))
    return Page(asks=(Ask(joined(snapshot.url, "/api/v1/model-plaza"), PLAZA),))


def _plaza(data: Mapping[str, Any], snapshot: Snapshot, words: Words) -> Page:
    groups = objects(data["groups"])
    lost = odd(data["groups"], named, "groups")
    site = panel.Site(panel.seller(snapshot), _site_name(snapshot))
    public = [(place, one) for place, one in numbered(data["groups"]) if one.get("is_exclusive") is not True]
    read = [(group, list(_rows(group, f"data.groups[{place}]", words))) for place, group in public]
    listings = [_listing(snapshot, site, group, rows) for group, rows in read]
    offering = tuple(one for one in listings if one.models or one.quotes)
    unread = lost | {row.unread for _, rows in read for row in rows if row.unread}
    unread |= {f"model {row.name}" for _, rows in read for row in rows if not row.mention}
    unread |= {
        f"group {one.get('name')}: only for whom the operator chose" for one in groups if one.get("is_exclusive")
    }
    unread |= {
        f"group {one.get('name')}: no multiplier, so that it has no prices" for one, _ in read if _ratio(one) is None
    }
    unread |= shop.strange(groups, GROUP, "groups[].") | {"the cost of balance is not public"}
    models = [model for group in groups for model in objects(group.get("models"))]
    unread |= shop.strange(models, MODEL, "models[].")
    unread |= shop.strange((model.get("pricing") for model in models), PRICING, "pricing.")
    return Page(
        listings=offering,
        complete=bool(offering) and not lost,
        unread=shop.said("sub2api", unread),
        not_offers=len(listings) - len(offering),
    )


def _site_name(snapshot: Snapshot) -> str:
    for sibling in snapshot.siblings.values():
        try:
            found = document(sibling)
        except PageError:
            continue
        if purpose(found) == "start":
            return str(found["data"]["site_name"])
    return ""


def _ratio(group: Mapping[str, Any], field: str = "rate_multiplier") -> Decimal | None:
    ratio = number(group.get(field))
    return ratio if ratio is not None and ratio >= 0 else None


def _listing(snapshot: Snapshot, site: panel.Site, group: Mapping[str, Any], rows: list[Row]) -> Listing:
    """A group with its models; what they cost in the busy hours stands beside, under its condition."""
    ratio, peak = _ratio(group), _ratio(group, "peak_rate_multiplier") if group.get("peak_rate_enabled") else None
    quotes = [] if ratio is None else [quote for row in rows for quote in row.quotes(ratio)]
    if peak is not None and ratio is not None and peak != 1:
        hours = f"peak:{group.get('peak_start')}-{group.get('peak_end')}"
        busy = [
            Row(row.path, row.name, row.groups, row.mention, tuple(_at(cost, hours) for cost in row.prices))
            for row in rows
        ]
        quotes += [quote for row in busy for quote in row.quotes(ratio * peak)]
    models = [row.mention for row in rows if row.mention]
    return panel.listing(snapshot, site, str(group.get("name")), str(group.get("description") or ""), models, quotes)


def _at(cost: Cost, condition: str) -> Cost:
    return Cost(cost.basis, cost.amount, cost.field, (condition,))


def _rows(group: Mapping[str, Any], path: str, words: Words) -> Iterator[Row]:
    for place, model in numbered(group.get("models")):
        pricing, name = model.get("pricing"), str(model.get("name"))
        here = f"{path}.models[{place}]"
        costs = tuple(_costs(pricing)) if isinstance(pricing, dict) else ()
        said = None if costs else f"{name}: no price"
        if isinstance(pricing, dict) and pricing.get("intervals"):
            said = f"{name}: prices by length of context beside the plain one"
        yield Row(here, name, (), panel.mention(name, f"{here}.name", words), costs, said)


def _costs(pricing: Mapping[str, Any]) -> Iterator[Cost]:
    mode, call = pricing.get("billing_mode"), number(pricing.get("per_request_price"))
    if mode in ("token", "", None):
        for name, basis in PRICES.items():
            price = number(pricing.get(name))
            if price is not None and price >= 0:
                yield Cost(basis, price * MILLION, f"pricing.{name}")
    elif call is not None and call >= 0:
        yield Cost("request", call, "pricing.per_request_price")
