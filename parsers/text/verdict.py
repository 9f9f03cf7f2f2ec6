"""Decides whether a text offers AI access, by signs for and against that are weighed, and says why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parsers.records import Access, Claim, Mention, Quote
from parsers.text.lexicon import Lexicon, Row, compile_row, compile_words

THRESHOLD = 3
_MOST = 9
_SOLD = frozenset({"account_sale", "topup_service", "shared_seat", "mirror_site", "dedicated_account"})
_OF_A_SELLER = frozenset(
    {"no_vpn", "full_strength", "undiluted", "not_reversed", "pay_alipay", "pay_wechat", "pay_usdt", "account_pool"}
    | {"free_trial", "public_good", "payg", "subscription_plan", "warranty", "instant_delivery", "reverse_engineered"}
)


@dataclass(frozen=True, slots=True)
class Signs:
    """Every row of offers.toml, ready to find."""

    lexicon: Lexicon


@dataclass(frozen=True, slots=True)
class Found:
    """What was read of a text before it is known whether it is an offer."""

    models: Sequence[Mention]
    plans: Sequence[Mention]
    quotes: Sequence[Quote]
    claims: Sequence[Claim]

    @property
    def codes(self) -> frozenset[str]:
        """What the text asserts."""
        return frozenset(claim.code for claim in self.claims if claim.polarity not in ("denied", "asked"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the text is an offer, why, and the access forms that its signs name."""

    is_offer: bool
    reason: str
    access: tuple[Access, ...] = ()


def compile_signs(document: Mapping[str, Any]) -> Signs:
    """The rows of offers.toml, ready to use."""
    words = compile_words(document["words"])
    return Signs(Lexicon(compile_row("sign", row, words) for row in document["sign"]))


def judge(shown: str, found: Found, signs: Signs) -> Verdict:
    """Weigh what was found in the text `shown`: goods named, signs of a sale, signs of something else."""
    rows = signs.lexicon.found(shown)
    goods = _weight(rows, "goods") + (2 if found.models else 0) + (3 if found.plans else 0)
    if not goods and not found.codes & _OF_A_SELLER:
        return Verdict(False, "no AI access is named or implied")
    sale = min(_MOST, min(goods, 4) + _weight(rows, "sale") + _facts(found))
    against = _weight(rows, "against")
    access = tuple(row.keys["access"] for row in rows if "access" in row.keys)
    if sale - against >= THRESHOLD:
        return Verdict(True, _heaviest(rows, ("goods", "sale")) or "access with its terms", access)
    return Verdict(False, _heaviest(rows, ("against",)) or "nothing is offered")


def _weight(rows: Iterable[Row], role: str) -> float:
    return sum(float(row.keys["weight"]) for row in rows if row.keys["role"] == role)


def _facts(found: Found) -> float:
    """How much prices and claims speak for a sale."""
    codes = found.codes
    sold = 3 if codes & _SOLD else 0
    priced = 2 if found.quotes else 0
    return sold + priced + min(2, 0.5 * len(codes)) + (1 if codes & _OF_A_SELLER else 0)


def _heaviest(rows: Iterable[Row], roles: tuple[str, ...]) -> str | None:
    """The meaning of the sign that counts most."""
    heavy = max((row for row in rows if row.keys["role"] in roles), key=lambda row: row.keys["weight"], default=None)
    return str(heavy.keys["meaning"]) if heavy else None
