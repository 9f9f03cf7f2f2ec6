"""Reads relays that run sub2api: the public settings, then the model plaza where the operator shows one.

What a USD of balance costs is not public.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from parsers.links import joined
from parsers.pages import panel, shop
from parsers.pages.envelope import document, mostly, named, numbered, objects, odd
from parsers.pages.sub2api_prices import PRICES, Model, models, ratio
from parsers.records import Ask, Listing, Page, PageError, Snapshot, Wall
from parsers.text.vocabulary import PACKAGED, Words

PLAZA = "model_plaza"
DOLLARS = (None, "", "USD")
TOP = {"description", "groups", "currency", "official_pricing_source", "official_pricing_updated_at"}
PRICING = {
    *PRICES, "billing_mode", "intervals", "per_request_price", "cache_write_1h_price", "image_output_price",
    "image_input_price", "audio_input_price", "audio_output_price", "pricing_source", "pricing_source_label",
    "pricing_source_detail",
}  # fmt: skip
GROUP = {
    "name", "description", "rate_multiplier", "peak_rate_enabled", "peak_start", "peak_end", "peak_rate_multiplier",
    "is_exclusive", "models",
    "image_rate_independent", "image_rate_multiplier", "id", "platform", "subscription_type", "sort_order",
    "user_rate_multiplier", "long_context_pricing_enabled", "model_count",
}  # fmt: skip
MODEL = {
    "name", "pricing", "time_pricing", "platform", "official_pricing", "long_context_basis", "display_name",
    "capability", "use_cases", "categories", "tier_condition", "glossary", "launch_date", "input_price",
    "output_price", "cache_read_price", "cache_write_price", "aliases", "billing_mode",
}  # fmt: skip
"""Fields of a model that are read, or left alone by name: prices beside `pricing` are texts about the model."""
Read = tuple[Mapping[str, Any], list[Model]]
"""A group with its models as they were read."""
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
    return PLAZA if "groups" in data and _are_groups(data["groups"], "description" in data) else None


def _are_groups(groups: Any, described: bool) -> bool:
    """Whether these are the groups of a plaza; nothing is none, where a description stands beside."""
    if groups in (None, []):
        return described
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
    return Page(asks=(Ask(joined(snapshot.url, "../model-plaza"), PLAZA),))


def _plaza(data: Mapping[str, Any], snapshot: Snapshot, words: Words) -> Page:
    """The groups that anybody may use, each a listing."""
    groups = numbered(data.get("groups"))
    lost = odd(data.get("groups") or [], named, "groups")
    site = panel.Site(panel.seller(snapshot), _site_name(snapshot))
    dollars = data.get("currency") in DOLLARS
    public = [(place, one) for place, one in groups if one.get("is_exclusive") is not True]
    read = [(group, list(models(group, f"data.groups[{place}]", words, dollars))) for place, group in public]
    listings = [_listing(snapshot, site, group, known) for group, known in read]
    offering = tuple(one for one in listings if one.models or one.quotes)
    unread = lost | _unread(data, [group for _, group in groups], read)
    return Page(
        listings=offering,
        complete=bool(offering) and not lost,
        unread=shop.said("sub2api", unread),
        not_offers=len(listings) - len(offering),
    )


def _unread(data: Mapping[str, Any], groups: list[dict[str, Any]], read: Iterable[Read]) -> set[str]:
    """What is there and was not understood."""
    lines = shop.strange([data], TOP, "data.") | {"the cost of balance is not public"}
    lines |= set() if data.get("currency") in DOLLARS else {f"prices in {data['currency']}: not read as dollars"}
    for one in groups:
        if one.get("is_exclusive"):
            lines.add(f"group {one.get('name')}: only for whom the operator chose")
        elif ratio(one) is None:
            lines.add(f"group {one.get('name')}: no multiplier, so that it has no prices")
    rows = [model.row for _, known in read for model in known]
    lines |= {row.unread for row in rows if row.unread} | {f"model {row.name}" for row in rows if not row.mention}
    named_models = [model for group in groups for model in objects(group.get("models"))]
    lines |= shop.strange(groups, GROUP, "groups[].") | shop.strange(named_models, MODEL, "models[].")
    return lines | shop.strange((model.get("pricing") for model in named_models), PRICING, "pricing.")


def _site_name(snapshot: Snapshot) -> str:
    for sibling in snapshot.siblings.values():
        try:
            found = document(sibling)
        except PageError:
            continue
        if purpose(found) == "start":
            return str(found["data"]["site_name"])
    return ""


def _listing(snapshot: Snapshot, site: panel.Site, group: Mapping[str, Any], known: list[Model]) -> Listing:
    """A group with its models."""
    quotes = [quote for model in known for quote in model.quotes(group)]
    mentions = [model.row.mention for model in known if model.row.mention]
    return panel.listing(snapshot, site, str(group.get("name")), str(group.get("description") or ""), mentions, quotes)
