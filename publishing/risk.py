"""How risky a way of access is: a documented rule over its form and what its sellers say; a claim never lowers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Level = Literal["low", "moderate", "high", "very high"]
Scores = tuple[int, ...]

DIMENSIONS = (
    "plain data on the seller's machines",
    "prompts kept and sold",
    "another model than the one paid for",
    "code or credentials tampered with",
    "data sent abroad",
    "nobody to hold responsible",
    "where the access comes from",
    "money lost",
)
"""D1 to D8: six of the Ministry of State Security's warning of 2026-06-08, then credential origin and money."""

BASE: Mapping[str, Scores] = {
    "official": (0, 0, 0, 0, 0, 0, 0, 0),
    "open_weights": (0, 0, 0, 0, 1, 0, 0, 0),
    "relay_api": (2, 2, 3, 2, 2, 2, 2, 2),
    "mirror": (2, 2, 2, 1, 2, 2, 2, 1),
    "shared_seat": (2, 1, 0, 1, 0, 2, 2, 2),
    "account": (1, 1, 0, 2, 0, 2, 3, 2),
    "top_up": (0, 0, 0, 1, 0, 2, 2, 2),
    "free": (2, 3, 3, 2, 2, 3, 3, 0),
    "unspecified": (2, 2, 3, 2, 2, 2, 3, 2),
}
"""A form of access by itself, D1 to D8: 0 nothing beyond the provider's own, 1 possible, 2 likely, 3 shown."""

RAISES: Mapping[str, Mapping[int, int]] = {
    "reverse_engineered": {3: 3, 4: 2, 7: 3},
    "upstream_kiro": {3: 2, 7: 3},
    "upstream_antigravity": {3: 2, 7: 3},
    "account_pool": {7: 3},
    "free_credit_source": {7: 3},
    "upstream_aws": {7: 2},
    "upstream_azure": {7: 2},
    "upstream_vertex": {7: 2},
    "account_sale": {4: 2, 7: 3},
    "shared_seat": {1: 2, 7: 2},
    "topup_service": {7: 2, 8: 2},
    "mirror_site": {1: 2, 3: 2},
    "public_good": {2: 3, 6: 3},
    "unlimited": {3: 3, 8: 2},
    "per_call": {3: 2},
    "subscription_plan": {8: 2},
    "pay_usdt": {8: 2},
    "reseller_wanted": {6: 2},
    "no_ban": {7: 2},
    "no_warranty": {8: 3},
}
"""What a claim raises a dimension (1 to 8) to at least: said against the seller's own interest, or a risk in itself."""

REASSURES = frozenset({
    "no_logging", "encryption", "registered_company", "official_source", "not_reversed", "full_strength", "undiluted",
    "stolen_source_denied", "warranty", "refund", "billing_transparent", "dedicated_account", "invoice", "stable",
})  # fmt: skip
"""What sellers say to reassure: shown as claimed, because nobody has checked it, and without effect on the level."""


@dataclass(frozen=True, slots=True)
class Risk:
    """`scores` are D1 to D8 from 0 to 3; `raised` and `claimed` are the codes that raised it or only reassure."""

    level: Level
    scores: Scores
    raised: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.level} (claimed: {', '.join(self.claimed)})" if self.claimed else self.level


def risk(access: str | None, claims: Iterable[str] = ()) -> Risk:
    """The risk of a form of access (docs/risk.md) under the claim codes that are asserted for it.

    An unknown form counts as "unspecified", an unknown claim as nothing. More claims never give a lower level.
    """
    codes = sorted(set(claims))
    raised = tuple(code for code in codes if code in RAISES)
    base = BASE.get(access or "unspecified", BASE["unspecified"])
    raises = [RAISES[code] for code in raised]
    scores = tuple(max([score, *(each.get(d, 0) for each in raises)]) for d, score in enumerate(base, 1))
    return Risk(level_of(scores), scores, raised, tuple(code for code in codes if code in REASSURES))


def level_of(scores: Scores) -> Level:
    """One word for eight scores: counts of how many reach 2 and 3, so that a higher score never gives a lower word."""
    shown = sum(score >= 3 for score in scores)
    likely = sum(score >= 2 for score in scores)
    if shown >= 3:
        return "very high"
    if shown or likely >= 4:
        return "high"
    return "moderate" if likely else "low"
