"""Reads relays that run VoAPI: the public groups, then the models with a price for each group.

A price by the token is the ratio of model and group already multiplied: 1 stands for 2 USD for a million tokens of
input; output costs that times `completion_ratio`. A price by the call is in USD.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from parsers.links import joined
from parsers.pages import panel, shop
from parsers.pages.envelope import document, flag, mostly, named, number, numbered, odd, refusal
from parsers.pages.new_api_prices import Cost, Row
from parsers.records import Ask, Listing, Page, PageError, Snapshot
from parsers.text.vocabulary import PACKAGED, Words

UNIT = Decimal(2)
TOKENS, CALL = 0, 1
MODEL = {
    "key", "name", "completion_ratio", "group_price",
    "provider", "tags", "price_type", "desc", "status", "icon", "endpoints", "sort", "id", "visible",
}  # fmt: skip
GROUP = {"key", "name", "desc", "visible", "sort", "id"}
PRICE = {"type", "price"}


def read(snapshot: Snapshot, words: Words = PACKAGED) -> Page:
    """One answer of such a relay. Raises PageError for what is no answer of this software."""
    found = document(snapshot)
    if wall := refusal(found, snapshot):
        return Page(wall=wall)
    kind = purpose(found)
    if kind == "groups":
        return Page(asks=(Ask(joined(snapshot.url, "models/price"), "models"),))
    if kind == "models":
        return _models(found["data"]["models"], snapshot, words)
    raise PageError(f"{snapshot.url}: no answer of VoAPI")


def purpose(found: Any) -> str | None:
    """What an answer of this software is for in a visit; None for other JSON."""
    data = found.get("data") if isinstance(found, dict) else None
    if isinstance(data, dict) and isinstance(data.get("models"), list):
        return "models" if mostly(data["models"], _is_model) else None
    if isinstance(data, list) and data:
        return "groups" if mostly(data, _is_group) else None
    return None


def _is_model(row: Any) -> bool:
    return named(row, "group_price") and isinstance(row["group_price"], dict)


def _is_group(row: Any) -> bool:
    return named(row, "key", "visible")


def _models(every: list[Any], snapshot: Snapshot, words: Words) -> Page:
    lost = odd(every, _is_model, "data.models")
    rows = [(place, row) for place, row in numbered(every) if _is_model(row)]
    groups = _groups(snapshot)
    names = list(groups) if groups is not None else sorted({name for _, row in rows for name in row["group_price"]})
    read = {name: [_row(place, row, name, words) for place, row in rows] for name in names}
    site = panel.Site(panel.seller(snapshot))
    listings = [_listing(snapshot, site, name, (groups or {}).get(name, {}), read[name]) for name in names]
    offering = tuple(one for one in listings if one.quotes)
    read_rows = [row for group in read.values() for row in group]
    unread = (
        {f"model {row.name}" for row in read_rows if not row.mention} | lost | {"the cost of balance is not public"}
    )
    unread |= {row.unread for row in read_rows if row.unread} | shop.strange(
        (row for _, row in rows), MODEL, "models[]."
    )
    unread |= shop.strange((price for _, row in rows for price in row["group_price"].values()), PRICE, "group_price.")
    return Page(
        listings=offering,
        complete=groups is not None and bool(offering) and not lost,
        unread=shop.said("voapi", unread),
        not_offers=len(listings) - len(offering),
    )


def _groups(snapshot: Snapshot) -> Mapping[str, Mapping[str, Any]] | None:
    """The groups that anybody sees, of the earlier answer; None where it is not at hand."""
    for sibling in snapshot.siblings.values():
        try:
            found = document(sibling)
        except PageError:
            continue
        if purpose(found) == "groups":
            return {str(row["key"]): row for row in found["data"] if _is_group(row) and flag(row["visible"], False)}
    return None


def _listing(snapshot: Snapshot, site: panel.Site, name: str, group: Mapping[str, Any], rows: list[Row]) -> Listing:
    said = "\n".join(str(group[part]) for part in ("name", "desc") if group.get(part))
    offered = [row for row in rows if row.prices]
    quotes = [quote for row in offered for quote in row.quotes(Decimal(1))]
    return panel.listing(snapshot, site, name, said, [row.mention for row in offered if row.mention], quotes)


def _row(place: int, row: Mapping[str, Any], group: str, words: Words) -> Row:
    """A model in one group; without a price there it is not offered there."""
    path, name = f"data.models[{place}]", str(row.get("name") or row.get("key"))
    price = row["group_price"].get(group)
    costs = tuple(_costs(row, price, f"group_price.{group}.price")) if isinstance(price, dict) else ()
    strange = isinstance(price, dict) and not costs
    said = f"{name}: no price of the type {price.get('type')!r}" if isinstance(price, dict) and strange else None
    if any(cost.basis == "mtok_input" for cost in costs) and len(costs) == 1:
        said = f"{name}: no completion_ratio, so that output has no price"
    return Row(path, name, (group,), panel.mention(name, f"{path}.name", words), costs, said)


def _costs(row: Mapping[str, Any], price: Mapping[str, Any], field: str) -> Iterator[Cost]:
    amount, ratio = number(price.get("price")), number(row.get("completion_ratio"))
    if amount is None or amount < 0:
        return
    if price.get("type") == CALL:
        yield Cost("request", amount, field)
    if price.get("type") == TOKENS:
        yield Cost("mtok_input", amount * UNIT, field)
        if ratio is not None and ratio >= 0:
            yield Cost("mtok_output", amount * UNIT * ratio, field)
