"""The arithmetic of sub2api: USD of balance for a token, times the multipliers of the group and of the time of day.

Only prices by the token rise in a group's busy hours; pictures may have a multiplier of their own. Source:
model_plaza_handler.go, group.go and model_pricing_resolver.go of Wei-Shaw/sub2api.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from parsers.pages import panel
from parsers.pages.envelope import fields, number, numbered
from parsers.pages.new_api_prices import MILLION, Cost, Row
from parsers.pages.sub2api_forks import Group, Offer
from parsers.records import Basis, Quote
from parsers.text.vocabulary import Words

PRICES: Mapping[str, Basis] = {
    "input_price": "mtok_input",
    "output_price": "mtok_output",
    "cache_read_price": "mtok_cache_read",
    "cache_write_price": "mtok_cache_write",
}
BY_MILLION: Mapping[str, Basis] = {
    **{f"{name}_1m": basis for name, basis in PRICES.items()},
    **{f"site_{name}_per_mtok": basis for name, basis in PRICES.items()},
}
"""Prices of forks that are for a million tokens: before the multiplier, and what the site asks."""
BY_TOKEN = ("token", "", None)
PICTURE = "image"
CALLS: Mapping[str, Basis] = {"per_request": "request", PICTURE: "image"}


@dataclass(frozen=True, slots=True)
class Model:
    """A model of a group: its prices, how it is paid, and the hours at which it has a multiplier of its own."""

    row: Row
    mode: Any
    hours: tuple[tuple[str, Decimal], ...] = ()

    def quotes(self, group: Mapping[str, Any]) -> Iterator[Quote]:
        """The prices in a group; what they are at other hours stands beside, under its condition."""
        alone = self.mode == PICTURE and group.get("image_rate_independent") is True
        times = ratio(group, "image_rate_multiplier" if alone else "rate_multiplier")
        if times is None:
            return
        yield from self.row.quotes(times)
        for hours, factor in (*_busy(group), *self.hours) if self.mode in BY_TOKEN else ():
            costs = tuple(replace(cost, conditions=(*cost.conditions, *hours.split())) for cost in self.row.prices)
            yield from replace(self.row, prices=costs).quotes(times * factor)


def ratio(group: Mapping[str, Any], field: str = "rate_multiplier") -> Decimal | None:
    """A multiplier; None where it is none."""
    found = number(group.get(field))
    return found if found is not None and found >= 0 else None


def _busy(group: Mapping[str, Any]) -> Iterator[tuple[str, Decimal]]:
    """The busy hours of a group and their factor, where they have both ends."""
    factor, start, end = ratio(group, "peak_rate_multiplier"), group.get("peak_start"), group.get("peak_end")
    if group.get("peak_rate_enabled") and start and end and factor is not None and factor != 1:
        yield f"peak:{start}-{end}", factor


def models(group: Group, words: Words, in_dollars: bool) -> Iterator[Model]:
    """The models of a group; prices in another currency than dollars are none."""
    for offer in group.offers:
        costs = tuple(_costs(offer)) if in_dollars else ()
        costs = tuple(replace(cost, conditions=offer.conditions) for cost in costs)
        mention = panel.mention(offer.name, f"{offer.place}.{offer.called}", words)
        row = Row(offer.place, offer.name, (), mention, costs, _unread(offer, costs))
        yield Model(row, offer.mode, tuple(_hours(fields(offer.raw.get("time_pricing")))))


def _unread(offer: Offer, costs: tuple[Cost, ...]) -> str | None:
    """What of a model's prices is not read: those of longer calls and larger pictures, those by the hour, or all."""
    if offer.pricing.get("intervals"):
        what = "length of context" if offer.mode in BY_TOKEN else "size"
        return f"{offer.name}: prices by {what} beside the plain one"
    if offer.pricing.get("time_bands"):
        return f"{offer.name}: prices by the hour beside the plain one"
    return None if costs else f"{offer.name}: no price"


def _costs(offer: Offer) -> Iterator[Cost]:
    pricing, at = offer.pricing, offer.priced
    if offer.mode in BY_TOKEN:
        tiers = ".".join(filter(None, (at, "intervals")))
        held = panel.of_short_call(pricing, at, pricing.get("intervals"), tiers)
        plain = any(name in held for name in PRICES)
        for name, kind in (PRICES if plain else BY_MILLION).items():
            value, field = held.get(name, (None, ""))
            if (price := number(value)) is not None and price >= 0:
                yield Cost(kind, price * MILLION if plain else price, field)
    call, basis = number(pricing.get("per_request_price")), CALLS.get(str(offer.mode))
    if basis and call is not None and call >= 0:
        yield Cost(basis, call, ".".join(filter(None, (at, "per_request_price"))))


def _hours(timed: Mapping[str, Any]) -> Iterator[tuple[str, Decimal]]:
    """The hours of the day at which a model costs more or less, in the server's time zone."""
    days = " weekdays" if timed.get("weekdays_only") else ""
    for _, period in numbered(timed.get("periods")):
        factor, start, end = ratio(period, "multiplier"), period.get("start_time"), period.get("end_time")
        if factor is not None and start and end:
            yield f"{'peak' if factor > 1 else 'off_peak'}:{start}-{end}{days}", factor
