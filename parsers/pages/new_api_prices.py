"""The arithmetic of New API: ratios of a model and of a group to USD of balance.

With r = model_ratio, g = group ratio, Q = quota_per_unit: a million input tokens cost r·g·10⁶/Q, output that times
completion_ratio, cached and written input that times cache_ratio and create_cache_ratio, a call model_price·g.
Source: relay/helper/price.go and service/text_quota.go of QuantumNous/new-api.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from parsers.pages.envelope import number, plain
from parsers.records import Basis, Mention, Quote, Span

TOKENS, CALL = 0, 1
MILLION = Decimal(1_000_000)
UNSET = Decimal("37.5")
"""What the software answers for a model that nobody priced; a true ratio of one model only."""
UNSET_IS_TRUE = {"gpt-4.5-preview", "gpt-4.5-preview-2025-02-27"}
RATIOS: Mapping[str, Basis] = {
    "completion_ratio": "mtok_output",
    "cache_ratio": "mtok_cache_read",
    "create_cache_ratio": "mtok_cache_write",
}
KNOWN = {
    "model_name", "quota_type", "model_ratio", "model_price", "enable_groups", "billing_mode", *RATIOS,
    "owner_by", "vendor_id", "icon", "tags", "description", "metadata", "supported_endpoint_types", "pricing_version",
    "billing_expr", "image_ratio", "audio_ratio", "audio_completion_ratio",
}  # fmt: skip
"""Fields of a row that are read, or left alone by name: they are no price of text."""


@dataclass(frozen=True, slots=True)
class Row:
    """One model of a price list: where it stands, what it is, what one group unit of it costs in USD of balance."""

    path: str
    name: str
    groups: tuple[str, ...]
    mention: Mention | None
    prices: tuple[tuple[Basis, Decimal, str], ...] = ()
    unread: str | None = None

    def quotes(self, ratio: Decimal) -> Iterator[Quote]:
        """The prices in a group with this ratio; what costs nothing is free, not unknown."""
        for basis, amount, field in self.prices:
            yield Quote(
                basis,
                plain(amount * ratio),
                Span(path=f"{self.path}.{field}"),
                currency="USD",
                subject="model",
                model=self.mention.id if self.mention else None,
                raw_name=self.name,
                variant=self.mention.variant if self.mention else None,
                settlement="credit",
                conditions=() if amount * ratio else ("free",),
            )


def priced(data: Mapping[str, Any], name: str, quota: Decimal | None) -> tuple[tuple[Basis, Decimal, str], ...] | str:
    """What a row costs at group ratio 1, per basis and with the field that says so; else why it has no price."""
    kind = number(data.get("quota_type"))
    if data.get("billing_mode") not in (None, "", "ratio"):
        return f"{name}: billing_mode {data['billing_mode']!r} is not evaluated"
    if kind == CALL:
        price = number(data.get("model_price"))
        return f"{name}: no model_price" if price is None or price < 0 else (("request", price, "model_price"),)
    if kind != TOKENS:
        return f"{name}: quota_type {data.get('quota_type')!r} is not known"
    ratio = number(data.get("model_ratio"))
    if ratio is None or ratio < 0:
        return f"{name}: no model_ratio"
    if ratio == UNSET and name not in UNSET_IS_TRUE:
        return f"{name}: model_ratio 37.5 stands for a price that was never set"
    return _by_token(data, ratio * MILLION / quota) if quota else ()


def _by_token(data: Mapping[str, Any], given: Decimal) -> tuple[tuple[Basis, Decimal, str], ...]:
    ratios = [(basis, number(data.get(field)), field) for field, basis in RATIOS.items()]
    return (
        ("mtok_input", given, "model_ratio"),
        *((basis, given * ratio, field) for basis, ratio, field in ratios if ratio is not None and ratio >= 0),
    )
