"""The signs of an offer of AI access, as offers.toml has them, and what was read of a text that is judged by them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from parsers.records import Claim, Mention, Quote
from parsers.text.lexicon import Lexicon, compile_row
from parsers.text.phrases import alternatives
from parsers.text.row_forms import compile_words
from parsers.text.scanner import Scanner

_EVIDENCE = ("voice", "way", "terms")
"""What a sign may show of an offer: that somebody provides it, a way to buy it, or terms of sale."""
SOLD = frozenset({"account_sale", "topup_service", "shared_seat", "mirror_site", "dedicated_account"})
SHOP = frozenset({"warranty", "no_warranty", "instant_delivery", "pay_alipay", "pay_wechat", "pay_usdt", "no_vpn"})
"""Claims that sellers make of plans, and vendors hardly."""
NAMING = frozenset(("many_models", "claude_code", "codex", "gemini_cli", "cursor"))
"""Claims that are made by naming things, and promise nothing."""
_ASKED = SHOP | frozenset({"low_min_topup", "invoice", "free_trial", "public_good", "refund", "never_expires"})
"""Claims that only he makes who lets others use what he has."""


@dataclass(frozen=True, slots=True)
class Signs:
    """Every row of offers.toml, ready to find; `official` and `project` are hosts.

    `asides` are headings of no list, `sellers` headers of columns that name sellers, `answers` headings of questions
    that a page answers itself, `list_prices` the dollars that a vendor asks for a plan, `shelf` the words that stand on
    a shop's shelves beside a name.
    """

    lexicon: Lexicon
    official: tuple[str, ...]
    project: tuple[str, ...]
    asides: re.Pattern[str]
    sellers: re.Pattern[str]
    answers: re.Pattern[str]
    list_prices: Mapping[str, frozenset[Decimal]]
    shelf: re.Pattern[str]


@dataclass(frozen=True)
class Found:
    """What was read of a text before it is known whether it is an offer."""

    models: Sequence[Mention]
    plans: Sequence[Mention]
    quotes: Sequence[Quote]
    claims: Sequence[Claim]

    @cached_property
    def codes(self) -> frozenset[str]:
        """What the text asserts."""
        return frozenset(claim.code for claim in self.claims if claim.stands)

    @cached_property
    def asks(self) -> bool:
        """Whether the text asks for something, or says how it is to be had."""
        return bool(self.quotes or self.codes & _ASKED)


def compile_signs(document: Mapping[str, Any], scanner: Scanner | None = None) -> Signs:
    """The rows of offers.toml, ready to use."""
    words = compile_words(document["words"])
    hosts = document["hosts"]
    for row in document["sign"]:
        if row.get("shows") not in (None, *_EVIDENCE):
            raise ValueError(f"sign {row['id']!r}: {row['shows']!r} is no evidence; known: {', '.join(_EVIDENCE)}")
    lexicon = Lexicon([compile_row("sign", row, words) for row in document["sign"]], scanner)
    return Signs(
        lexicon,
        tuple(hosts["official"]),
        tuple(hosts["project"]),
        headings_of(document, "aside"),
        headings_of(document, "seller"),
        headings_of(document, "answers"),
        {plan: frozenset(map(Decimal, listed)) for plan, listed in document["list_prices"].items()},
        re.compile(words["shelf"]),
    )


def headings_of(document: Mapping[str, Any], kind: str) -> re.Pattern[str]:
    """The headings of a kind, as one expression."""
    return re.compile(rf"(?<![a-z])(?:{alternatives(document['headings'][kind])})(?![a-z])")
