"""Reads relays that run one-hub or done-hub: status, then the public groups, then the models with their prices.

Prices are in units of 0.002 USD for a thousand tokens (2 USD for a million), input and output each for itself, times
the group's ratio; by the call they are in units of 0.002 USD. Source: model/price.go of MartialBE/one-hub.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from parsers.links import joined
from parsers.pages import panel, shop
from parsers.pages.envelope import document, fields, flag, mostly, named, number, plain, refusal
from parsers.pages.new_api_prices import Cost, Row
from parsers.records import Ask, Basis, Listing, Page, PageError, Quote, Snapshot, Span, Wall
from parsers.text.vocabulary import PACKAGED, Words

OFFERS = "available_model"
NO_GROUPS = f"one_hub: a list of prices does not say which group offers a model: see {OFFERS}"
MARKS = {"PaymentUSDRate", "UptimeDomain", "PaymentMinAmount", "RechargeDiscount"}
UNSET = Decimal(30)
"""What the software answers, input and output, for a model that nobody priced; its vendor is then none (0)."""
UNIT, CALL_UNIT = Decimal(2), Decimal("0.002")
ENVELOPE = {"success", "message", "data"}
CACHED: Mapping[Basis, tuple[str, ...]] = {
    "mtok_cache_read": ("cached_read_tokens", "cached_read", "cached_tokens"),
    "mtok_cache_write": ("cached_write_tokens", "cached_write_5m_tokens", "cached_write", "openai_cache_write_tokens"),
}
"""What versions and forks call the extra ratios of cached input: the first that is there is the price."""
SUFFIX = "_ratio"
"""What every extra ratio's name ended in, in older versions."""
MOST: Mapping[Basis, Decimal] = {"mtok_cache_read": Decimal(1), "mtok_cache_write": Decimal(2)}
"""What an extra ratio can be at most: cached input never costs more than twice what input costs."""
RULES = ("billing_rules", "rate_rules")
"""What forks call prices that hold for some calls only; with the first, extra ratios are prices themselves."""
PRICE = {
    *RULES, "model", "type", "channel_type", "input", "output", "locked", "extra_ratios", "long_context", "model_info",
    "owned_by_type",
}  # fmt: skip
OFFER = {"groups", "owned_by", "price", "end_points", "owned_by_id", "owned_by_type", "channel_type"}
GROUP = {
    "name", "ratio", "public", "enable", "id", "symbol", "promotion", "min", "max", "api_rate", "created_at",
    "updated_at",
}  # fmt: skip
UNREAD_EXTRA = {
    "cached_write_1h", "cached_write_1h_tokens", "input_audio", "output_audio",
    "input_audio_tokens", "output_audio_tokens", "reasoning_tokens", "input_text_tokens", "output_text_tokens",
    "input_image_tokens", "output_image_tokens", "cached", "reasoning",
}  # fmt: skip
"""Extra ratios that are left alone by name: no price of text that is compared."""


def read(snapshot: Snapshot, words: Words = PACKAGED) -> Page:
    """One answer of such a relay; the models are listed by the groups that offer them.

    Raises PageError for what is no answer of this software.
    """
    found = document(snapshot)
    if wall := refusal(found, snapshot):
        return Page(wall=wall)
    match purpose(found):
        case "start":
            parts = ("user_group_map", OFFERS)
            return Page(asks=tuple(Ask(joined(snapshot.url, part), part) for part in parts))
        case "available_model":
            return _offers(found["data"], snapshot, words)
        case "user_group_map" | "prices" as part:
            return Page(unread=(NO_GROUPS,) if part == "prices" else ())
        case _ if isinstance(found, dict) and found.get("success") is True and found.get("data") == {}:
            return _nothing(snapshot, words)
        case _:
            raise PageError(f"{snapshot.url}: no answer of one-hub")


def _nothing(snapshot: Snapshot, words: Words) -> Page:
    """What an answer without groups or models says to what was asked. Raises PageError where neither was."""
    if snapshot.purpose == "user_group_map":
        return Page(wall=Wall("private_pricing", "no group is open to the public"))
    if snapshot.purpose == OFFERS:
        return _offers({}, snapshot, words)
    raise PageError(f"{snapshot.url}: no answer of one-hub")


def purpose(found: Any) -> str | None:
    """What an answer of this software is for in a visit; None for other JSON."""
    data = found.get("data") if isinstance(found, dict) else found
    if isinstance(data, list):
        return "prices" if data and all(_is_price(row) for row in data) else None
    if not isinstance(data, dict) or not data or data is found:
        return None
    return "start" if MARKS & data.keys() else _part(list(data.values()))


def _part(rows: list[Any]) -> str | None:
    if mostly(rows, lambda row: named(row, "ratio", "symbol")):
        return "user_group_map"
    return OFFERS if mostly(rows, _is_offer) else None


def _is_offer(row: Any) -> bool:
    return named(row, "price") and isinstance(row.get("groups"), list)


def _is_price(row: Any) -> bool:
    return named(row, "model", "channel_type", "input", "output")


def _offers(data: Mapping[str, Any], snapshot: Snapshot, words: Words) -> Page:
    status, groups = _sibling(snapshot, "start"), _sibling(snapshot, "user_group_map")
    groups = groups and {name: group for name, group in groups.items() if isinstance(group, dict)}
    offers = {name: offer for name, offer in data.items() if _is_offer(offer)}
    rows = [_row(name, offer, words) for name, offer in offers.items()]
    lost = {f"data.{name} is no row that can be read" for name in data.keys() - offers.keys()}
    unread = set(lost) if status else lost | {"status: not at hand, so that the cost of balance is not known"}
    unread |= set() if groups else {"groups: not at hand, so that nothing has a price"}
    public = {name: group for name, group in (groups or {}).items() if _open(group)}
    unread |= {f"group {name}: no ratio, so that it has no prices" for name in public if _ratio(public[name]) is None}
    if status and not _credit(status):
        unread.add("status.PaymentUSDRate: missing, so that the cost of balance is not known")
    site = panel.Site(panel.seller(snapshot), str((status or {}).get("system_name") or ""), _credit(status or {}))
    listings = [_listing(snapshot, site, name, group, rows) for name, group in public.items()]
    unread |= {row.unread for row in rows if row.unread} | {f"model {row.name}" for row in rows if not row.mention}
    unread |= shop.strange(offers.values(), OFFER, "data{}.") | shop.strange((groups or {}).values(), GROUP, "group.")
    unread |= shop.strange((offer["price"] for offer in offers.values()), PRICE, "price.")
    offering = tuple(one for one in listings if one.models or len(one.quotes) > len(site.credit))
    return Page(
        listings=offering,
        complete=status is not None and groups is not None and not lost,
        unread=shop.said("one_hub", unread),
        not_offers=len(listings) - len(offering),
    )


def _sibling(snapshot: Snapshot, part: str) -> Mapping[str, Any] | None:
    for sibling in snapshot.siblings.values():
        try:
            found = document(sibling)
        except PageError:
            continue
        if purpose(found) == part:
            data: Mapping[str, Any] = found["data"]
            return data
    return None


def _open(group: Mapping[str, Any]) -> bool:
    return flag(group.get("public"), False) and flag(group.get("enable"), True)


def _listing(snapshot: Snapshot, site: panel.Site, name: str, group: Mapping[str, Any], rows: list[Row]) -> Listing:
    ratio = _ratio(group)
    offered = [row for row in rows if name in row.groups]
    quotes = [quote for row in offered for quote in row.quotes(ratio)] if ratio is not None else []
    named = [row.mention for row in offered if row.mention]
    return panel.listing(snapshot, site, name, str(group.get("name") or ""), named, quotes)


def _ratio(group: Mapping[str, Any]) -> Decimal | None:
    """A group's ratio; None where it is none."""
    found = number(group.get("ratio"))
    return found if found is not None and found >= 0 else None


def _row(name: str, offer: Mapping[str, Any], words: Words) -> Row:
    price = offer["price"] if isinstance(offer.get("price"), dict) else {}
    costs, groups = () if _is_unset(price) else tuple(_costs(price)), tuple(map(str, offer["groups"]))
    said = None if costs else f"{name}: no price of the type {price.get('type')!r}"
    if _is_unset(price):
        said = f"{name}: {UNSET} in and out, of no vendor, stands for a price that was never set"
    if price.get("long_context"):
        said = f"{name}: prices by length of context beside the plain one"
    if any(price.get(rules) for rules in RULES):
        said = f"{name}: prices by rules beside the plain one"
    if lost := {field for field, _, is_ratio in _cached(price) if not is_ratio}:
        said = f"{name}: {' and '.join(sorted(lost))} that is no ratio of what input costs"
    if strange := _extra(price) - set().union(*CACHED.values()) - UNREAD_EXTRA:
        said = f"{name}: extra ratios {sorted(strange)}"
    return Row(f"data.{name}.price", name, groups, panel.mention(name, f"data.{name}", words), costs, said)


def _is_unset(price: Mapping[str, Any]) -> bool:
    return (
        price.get("type") == "tokens"
        and price.get("channel_type") in (0, None)  # the first versions have none
        and all(number(price.get(part)) == UNSET for part in ("input", "output"))
    )


def _costs(price: Mapping[str, Any]) -> Iterator[Cost]:
    given, made = number(price.get("input")), number(price.get("output"))
    if price.get("type") == "times" and given is not None and given >= 0:
        yield Cost("request", given * CALL_UNIT, "input")
    if price.get("type") != "tokens" or given is None or made is None or min(given, made) < 0:
        return
    yield Cost("mtok_input", given * UNIT, "input")
    yield Cost("mtok_output", made * UNIT, "output")
    for field, basis, is_ratio in _cached(price):
        if is_ratio and (ratio := number(fields(price.get("extra_ratios"))[field])) is not None:
            yield Cost(basis, given * UNIT * ratio, f"extra_ratios.{field}")


def _cached(price: Mapping[str, Any]) -> Iterator[tuple[str, Basis, bool]]:
    """The extra ratios of cached input, and whether each is a ratio: one fork has prices in their place."""
    extra = fields(price.get("extra_ratios"))
    for basis, names in CACHED.items():
        found = next((key for name in names for key in (name, name + SUFFIX) if key in extra), None)
        ratio = number(extra[found]) if found else None
        if found and ratio is not None and ratio >= 0:
            yield found, basis, ratio <= MOST[basis] and not price.get(RULES[0])


def _extra(price: Mapping[str, Any]) -> set[str]:
    """The names of the extra ratios as versions of today have them."""
    return {str(name).removesuffix(SUFFIX) for name in fields(price.get("extra_ratios"))}


def _credit(status: Mapping[str, Any]) -> tuple[Quote, ...]:
    """CNY for a USD of balance, and what it is from a large sum on: the share is a JSON object in a string."""
    rate = number(status.get("PaymentUSDRate"))
    if rate is None or rate <= 0:
        return ()
    path = "status.data.PaymentUSDRate"
    single = Quote("usd_credit", plain(rate), Span(path=path), currency="CNY")
    try:
        shares = json.loads(str(status.get("RechargeDiscount") or "{}"), parse_float=Decimal)
    except ValueError:
        shares = {}
    known = [(count, number(share)) for count, share in shares.items()] if isinstance(shares, dict) else []
    return (single, *(_bulk(rate * share, count) for count, share in known if share is not None and 0 < share < 1))


def _bulk(amount: Decimal, count: str) -> Quote:
    path = f"status.data.RechargeDiscount.{count}"
    return Quote("usd_credit", plain(amount), Span(path=path), currency="CNY", conditions=("bulk", f"from:{count}"))
