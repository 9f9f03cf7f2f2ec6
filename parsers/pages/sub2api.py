"""Reads relays that run sub2api: the public settings, then the model plaza where the operator shows one.

What a USD of balance costs is public in some forks only; what else they answer is told in sub2api_forks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from parsers.links import joined
from parsers.pages import panel, shop
from parsers.pages.envelope import document, fields, flag, named, number, odd, plain
from parsers.pages.sub2api_forks import BALANCE, INCLUDED, LISTS, Group, groups, is_plaza
from parsers.pages.sub2api_prices import BY_MILLION, PRICES, Model, models, ratio
from parsers.records import Ask, Listing, Page, PageError, Quote, Snapshot, Span, Wall
from parsers.text.vocabulary import PACKAGED, Words

PLAZA = "model_plaza"
DOLLARS = (None, "", "USD")
SETTINGS = {
    "site_name", "registration_enabled", "email_verify_enabled", "login_agreement_enabled", "turnstile_enabled",
    "site_logo",
}  # fmt: skip
"""Settings by two of which this software's are told; versions and forks have not all of them."""
TOP = {
    *LISTS, INCLUDED, "description", "currency", "currency_meta", "official_pricing_source",
    "official_pricing_updated_at", "summary",
}  # fmt: skip
PRICING = {
    *PRICES, "billing_mode", "intervals", "per_request_price", "cache_write_1h_price", "image_output_price",
    "image_input_price", "audio_input_price", "audio_output_price", "pricing_source", "pricing_source_label",
    "pricing_source_detail", "time_bands", "official_input_price", "official_output_price",
    "official_cache_write_price", "official_cache_read_price",
}  # fmt: skip
GROUP = {
    "name", "description", "rate_multiplier", "peak_rate_enabled", "peak_start", "peak_end", "peak_rate_multiplier",
    "is_exclusive", "models",
    "image_rate_independent", "image_rate_multiplier", "id", "platform", "subscription_type", "sort_order",
    "user_rate_multiplier", "long_context_pricing_enabled", "model_count", "code", "account_platform", "label",
    "endpoint_capabilities",
    *(f"{BALANCE}{name}" for name in ("rate_multiplier", "peak_rate_enabled", "peak_start", "peak_end")),
    f"{BALANCE}peak_rate_multiplier",
}  # fmt: skip
ROW = {
    "group_id", "group_name", "model", "type", "multiplier", "discount_percent", "input_price_per_mtok",
    "output_price_per_mtok", "cache_write_price_per_mtok", "cache_read_price_per_mtok", "base_image_prices",
    "site_image_prices",
}  # fmt: skip
MODEL = {
    "name", "pricing", "time_pricing", "platform", "official_pricing", "long_context_basis", "display_name",
    "capability", "use_cases", "categories", "tier_condition", "glossary", "launch_date", "input_price",
    "output_price", "cache_read_price", "cache_write_price", "aliases", "billing_mode", "display_pricing",
    "sale_pricing", "sale_pricing_source", "pricing_status", "protocols", "id", "model_id", "pattern", "vendor",
    "upstream_model", "endpoint_capabilities", *BY_MILLION, *ROW,
}  # fmt: skip
"""Fields of a model that are read, or left alone by name: prices beside `pricing` are texts about the model."""
Read = tuple[Group, list[Model]]
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
    if not isinstance(found, dict) or not isinstance(found.get("code"), int | str):
        return False
    refused = found["code"] in {404, *LOGIN} and "message" in found and "data" not in found
    return purpose(found) is not None or refused


def purpose(found: Any) -> str | None:
    """What an answer of this software is for in a visit; None for other JSON."""
    data = found.get("data") if isinstance(found, dict) and found.get("code") == 0 else None
    if not isinstance(data, dict):
        return None
    if len(SETTINGS & data.keys()) > 1:
        return "start"
    return PLAZA if is_plaza(data) else None


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
    rows: list[Any] = next((data[name] for name in LISTS if data.get(name)), [])
    lost = odd(rows, named, "groups")
    credit = _credit(fields(data.get("currency_meta")))
    site = panel.Site(panel.seller(snapshot), _site_name(snapshot), credit)
    known = groups(data)
    read = [(group, list(models(group, words, _in_dollars(data)))) for group in known if not _is_exclusive(group)]
    listings = [_listing(snapshot, site, group, offered) for group, offered in read]
    offering = tuple(one for one in listings if one.models or len(one.quotes) > len(credit))
    unread = lost | _unread(data, known, read) | (set() if credit else {"the cost of balance is not public"})
    return Page(
        listings=offering,
        complete=bool(offering) and not lost,
        unread=shop.said("sub2api", unread),
        not_offers=len(listings) - len(offering),
    )


def _is_exclusive(group: Group) -> bool:
    return flag(group.raw.get("is_exclusive"), False)


def _in_dollars(data: Mapping[str, Any]) -> bool:
    """Whether the prices are in dollars, and what they are to be multiplied by is said."""
    native = fields(data.get("currency_meta")).get("model_native")
    return native in DOLLARS and data.get("currency") in DOLLARS and data.get(INCLUDED) in (None, False, True)


def _credit(meta: Mapping[str, Any]) -> tuple[Quote, ...]:
    """What a USD of balance costs, where a fork says how many of them a yuan buys."""
    held = number(meta.get("balance_recharge_multiplier"))
    if held is None or held <= 0 or meta.get("plan_native") != "CNY" or meta.get("model_native") != "USD":
        return ()
    path = "data.currency_meta.balance_recharge_multiplier"
    return (Quote("usd_credit", plain(1 / held), Span(path=path), currency="CNY"),)


def _unread(data: Mapping[str, Any], known: list[Group], read: Iterable[Read]) -> set[str]:
    """What is there and was not understood."""
    lines = shop.strange([data], TOP, "data.")
    if not _in_dollars(data):
        lines.add(f"prices in {data.get('currency') or 'a currency that is not known'}: not read as dollars")
    for group in known:
        if _is_exclusive(group):
            lines.add(f"group {group.raw.get('name')}: only for whom the operator chose")
        elif ratio(group.raw) is None:
            lines.add(f"group {group.raw.get('name')}: no multiplier, so that it has no prices")
    rows = [model.row for _, offered in read for model in offered]
    lines |= {row.unread for row in rows if row.unread} | {f"model {row.name}" for row in rows if not row.mention}
    offers = [offer for group in known for offer in group.offers]
    apart = [offer for offer in offers if offer.pricing is not offer.raw]
    lines |= shop.strange((group.raw for group in known), GROUP, "groups[].")
    lines |= shop.strange((offer.raw for offer in offers), MODEL, "models[].")
    return lines | shop.strange((offer.pricing for offer in apart), PRICING, "pricing.")


def _site_name(snapshot: Snapshot) -> str:
    for sibling in snapshot.siblings.values():
        try:
            found = document(sibling)
        except PageError:
            continue
        if purpose(found) == "start":
            return str(found["data"].get("site_name") or "")
    return ""


def _listing(snapshot: Snapshot, site: panel.Site, group: Group, known: list[Model]) -> Listing:
    """A group with its models."""
    quotes = [quote for model in known for quote in model.quotes(group.raw)]
    mentions = tuple(dict.fromkeys(model.row.mention for model in known if model.row.mention))
    name, words = str(group.raw.get("name")), str(group.raw.get("description") or "")
    return panel.listing(snapshot, site, name, words, mentions, quotes)
