"""The arithmetic of New API: ratios of a model and of a group to USD of balance.

With r = model_ratio, g = group ratio, Q = quota_per_unit: a million input tokens cost r·g·10⁶/Q, output that times
completion_ratio, cached and written input that times cache_ratio and create_cache_ratio, a call model_price·g, a task
(a film) that has only a ratio r/2·g a call.
Source: relay/helper/price.go and service/text_quota.go of QuantumNous/new-api.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from parsers.pages import billing_expr, billing_names, billing_sums, new_api_forks
from parsers.pages.envelope import number, plain
from parsers.records import Basis, Mention, Quote, Span

TOKENS, CALL = 0, 1
MILLION = Decimal(1_000_000)
UNSET = Decimal("37.5")
"""What the software answers for a model that nobody priced; a true ratio of one model only."""
UNSET_IS_TRUE = {"gpt-4.5-preview", "gpt-4.5-preview-2025-02-27"}
TASKS = ("openai-video",)
"""Addresses that are charged by the call, before the work is done."""
OUTPUT = "completion_ratio"
UNITS: Mapping[str, Basis] = {
    "request": "request", "call": "request", "per_request": "request", "次": "request", "second": "second",
    "seconds": "second", "per_second": "second", "s": "second", "秒": "second", "image": "image", "张": "image",
}  # fmt: skip
"""What a price by the call is for in forks that say so."""
BY_SECOND = re.compile(r"按秒|每秒|/秒|per[-_ ]?second", re.IGNORECASE)
RATIOS: Mapping[str, Basis] = {
    OUTPUT: "mtok_output",
    "cache_ratio": "mtok_cache_read",
    "create_cache_ratio": "mtok_cache_write",
}
PARTS: Mapping[str, Basis] = {
    "p": "mtok_input",
    "c": "mtok_output",
    "cr": "mtok_cache_read",
    "cc": "mtok_cache_write",
    billing_names.FIXED: "request",
}
"""Parts of a price expression that are a price of text; writes kept for an hour, pictures and sound are none."""
KNOWN = {
    "model_name", "quota_type", "model_ratio", "model_price", "enable_groups", "billing_mode", *RATIOS,
    "owner_by", "vendor_id", "icon", "tags", "description", "metadata", "supported_endpoint_types", "pricing_version",
    "billing_expr", "image_ratio", "audio_ratio", "audio_completion_ratio", "wallet_available",
    "subscription_available", "price_unit", "available", "online", new_api_forks.EFFECTIVE,
}  # fmt: skip
"""Fields of a row that are read, or left alone by name: they are no price of text."""


@dataclass(frozen=True, slots=True)
class Cost:
    """USD of balance at group ratio 1, the field of the row that says so, and when it holds."""

    basis: Basis
    amount: Decimal
    field: str
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One model of a price list: where it stands, what it is, what one group unit of it costs in USD of balance."""

    path: str
    name: str
    groups: tuple[str, ...]
    mention: Mention | None
    prices: tuple[Cost, ...] = ()
    unread: str | None = None
    own: Mapping[str, Decimal] = field(default_factory=dict)
    """The ratios that hold for this model alone, by group."""

    def quotes(self, ratio: Decimal) -> Iterator[Quote]:
        """The prices in a group with this ratio; what costs nothing is free, not unknown."""
        for cost in self.prices:
            amount = plain(cost.amount * ratio)
            yield Quote(
                cost.basis,
                amount,
                Span(path=f"{self.path}.{cost.field}"),
                currency="USD",
                subject="model",
                model=self.mention.id if self.mention else None,
                raw_name=self.name,
                variant=self.mention.variant if self.mention else None,
                settlement="credit",
                conditions=cost.conditions if amount else ("free", *cost.conditions),
            )


def priced(data: Mapping[str, Any], name: str, quota: Decimal | None) -> tuple[tuple[Cost, ...], str | None]:
    """What a row costs at group ratio 1, and what of it was not understood."""
    mode = data.get("billing_mode")
    if mode in (None, "") and data.get("billing_expr"):
        return (), f"{name}: a billing_expr, and no billing_mode that says whether it holds"
    if changes := new_api_forks.strange(data, KNOWN):
        return (), f"{name}: {' and '.join(changes)} may change its price"
    if data.get("available") is False or data.get("online") is False:
        return (), f"{name}: not on offer now"
    if data.get("wallet_available") is False:
        return (), f"{name}: paid by subscription only, not from balance"
    if mode == "tiered_expr":
        return _by_expression(str(data.get("billing_expr") or ""), name)
    found = _by_field(data, quota) if mode in (None, "", "ratio") else f"billing_mode {mode!r} is not known"
    return ((), f"{name}: {found}") if isinstance(found, str) else (found, _half_read(data, found, name))


def _half_read(data: Mapping[str, Any], found: tuple[Cost, ...], name: str) -> str | None:
    """What a row by the token has no price for: output always has a ratio, cached input has one or not."""
    known = {cost.field for cost in found}
    lost = [field for field in RATIOS if field not in known and (field == OUTPUT or data.get(field) is not None)]
    by_token = "model_ratio" in known and found[0].basis == "mtok_input"
    return f"{name}: no {' and no '.join(lost)} that can be read" if by_token and lost else None


def _by_field(data: Mapping[str, Any], quota: Decimal | None) -> tuple[Cost, ...] | str:
    """What the fields of a row say it costs, else why it has no price."""
    kind, ratio, price = (number(data.get(name)) for name in ("quota_type", "model_ratio", "model_price"))
    if kind == CALL:
        return _by_call(data, price)
    if kind != TOKENS:
        return f"quota_type {data.get('quota_type')!r} is not known"
    if ratio is None or ratio < 0:
        return "no model_ratio"
    if ratio == UNSET and data.get("model_name") not in UNSET_IS_TRUE:
        return "model_ratio 37.5 stands for a price that was never set"
    if _is_task(data):
        return (Cost("request", ratio / 2, "model_ratio"),)
    return _by_token(data, ratio * MILLION / quota) if quota else ()


def _by_call(data: Mapping[str, Any], price: Decimal | None) -> tuple[Cost, ...] | str:
    """What a call costs, or a second of a film where a fork's unit or the model's name says that it counts these."""
    if price is None or price < 0:
        return "no model_price"
    unit = data.get("price_unit") or ("second" if BY_SECOND.search(str(data.get("model_name"))) else "request")
    basis = UNITS.get(str(unit).strip().lower())
    return (Cost(basis, price, "model_price"),) if basis else f"price_unit {unit!r} is not known"


def _is_task(data: Mapping[str, Any]) -> bool:
    """Whether a model answers at the address of films alone: without a price it costs half its ratio a call."""
    served = data.get("supported_endpoint_types")
    return isinstance(served, list) and bool(served) and all(one in TASKS for one in served)


def _by_token(data: Mapping[str, Any], given: Decimal) -> tuple[Cost, ...]:
    ratios = [(basis, number(data.get(field)), field) for field, basis in RATIOS.items()]
    return (
        Cost("mtok_input", given, "model_ratio"),
        *(Cost(basis, given * ratio, field) for basis, ratio, field in ratios if ratio is not None and ratio >= 0),
    )


def _by_expression(expression: str, name: str) -> tuple[tuple[Cost, ...], str | None]:
    """The prices of a plain, short call; other sums are told of, as no official rate is theirs.

    Where the time of day decides, every sum stands, each with its condition.
    """
    try:
        sums = billing_expr.sums(expression)
    except billing_sums.Refused as refusal:
        return (), f"{name}: billing_expr is refused: {refusal}"
    plainly = [one for one in sums if not one.when]
    told = [f"{one.tier or 'a sum'} when {' and '.join(one.when)}" for one in sums if one.when] if plainly else []
    costs = [
        Cost(basis, one.parts[part], f"billing_expr.{part}", tuple(f"when:{condition}" for condition in one.when))
        for one in plainly[:1] or sums
        for part, basis in PARTS.items()
        if part in one.parts
    ]
    return tuple(costs), f"{name}: prices beside the plain one: {'; '.join(told)}" if told else None
