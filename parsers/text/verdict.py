"""Decides whether a text offers AI access, by signs for and against that are weighed, and says why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import Any

from parsers.records import Access, Claim, Mention, Quote
from parsers.text.lexicon import Hit, Lexicon, compile_row, compile_words
from parsers.text.phrases import alternatives
from parsers.text.scanner import Scanner, Seen

_THRESHOLD = 3
_MOST = 9
_LEAD = 240
"""Code points at the beginning in which a sign against counts in full: further down, much is mentioned in passing."""
_IN_PASSING = 0.34
_TITLE = 60
_SHORT = 140
_CELLS = 2
"""Bars that a text has more of where it is a row of a table."""
_OTHER = frozenset({"other_goods", "other_subscription", "mail_account"})
_BESIDE_PLANS = frozenset({"other_subscription", "mail_account"})
_BESIDE = 0.25
"""How much such goods count where a plan is named: a shop sells both, the plan's account comes with a mailbox."""
_DOUBTFUL = 2
"""How much must count against the bare title of a good before the title alone is no sign of a sale."""
_HEADINGS = ("#", "q:", "q1", "q2", "q3")
"""What the questions that a page answers itself begin with."""
_ANSWERED = re.compile(r"(?:\A|(?<=\n))[^\n?]{4,100}\?[* ]{0,4}(?:\n{1,2}[^\n?]{4,}(?=\n|\Z)|[^\s?*][^\n]{2,})")
"""A question with its answer, behind it or on the next line."""
_ASKED = 3
_LINKED = 7
_NAMED = 3
"""The most that the goods named count: news and guides name as many."""
_LONELY = (3.0, 2.0, 0.0)
_TALK = 2.0
"""How much it counts that a text has neither a way to buy nor a price, neither terms nor the form of a listing."""
_RESOLD = 2.0
"""How much it counts that prices of tokens lie below their makers'."""
_EVIDENCE = ("voice", "way", "terms")
"""What a sign may show of an offer: that somebody provides it, a way to buy it, or terms of sale."""
_LINK = re.compile(r"https?://([a-z0-9.\-]{1,100})")
_SOLD = frozenset({"account_sale", "topup_service", "shared_seat", "mirror_site", "dedicated_account"})
_HANDED = frozenset({"account_sale", "topup_service"})
"""What only a seller does, whatever page the name of the good links to."""
_SHOP = frozenset({"warranty", "no_warranty", "instant_delivery", "pay_alipay", "pay_wechat", "pay_usdt", "no_vpn"})
"""Claims that sellers make of plans, and vendors hardly."""
_TELLING = frozenset(
    {"no_vpn", "full_strength", "undiluted", "not_reversed", "reverse_engineered", "million_token_context", "unlimited"}
    | {
        "pay_alipay",
        "pay_wechat",
        "pay_usdt",
        "account_pool",
        "no_logging",
        "free_credit_source",
        "stolen_source_denied",
        "upstream_kiro",
        "upstream_antigravity",
        "upstream_vertex",
        "no_rate_limit",
        "never_expires",
    }
)
"""Claims that a text hardly makes of anything but AI access, even where it names none."""


@dataclass(frozen=True, slots=True)
class Signs:
    """Every row of offers.toml, ready to find; `official` and `project` are hosts.

    `asides` are headings of no list, `sellers` headers of columns that name sellers, `answers` headings of questions
    that a page answers itself, `list_prices` the dollars that a vendor asks for a plan.
    """

    lexicon: Lexicon
    official: tuple[str, ...]
    project: tuple[str, ...]
    asides: re.Pattern[str]
    sellers: re.Pattern[str]
    answers: re.Pattern[str]
    list_prices: Mapping[str, frozenset[Decimal]]


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
        return frozenset(claim.code for claim in self.claims if claim.polarity not in ("denied", "asked"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the text is an offer, why, and the access forms that its signs name."""

    is_offer: bool
    reason: str
    access: tuple[Access, ...] = ()


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
    )


def headings_of(document: Mapping[str, Any], kind: str) -> re.Pattern[str]:
    """The headings of a kind, as one expression."""
    return re.compile(rf"(?<![a-z])(?:{alternatives(document['headings'][kind])})(?![a-z])")


def judge(folded: str, found: Found, signs: Signs, seen: Seen | None = None, shop: bool = False) -> Verdict:
    """Weigh what was found in the text: goods named, signs of a sale, signs of something else.

    `folded` is the whole text, links included: they tell a provider's own page and a software project. In a `shop` the
    vendor's own price is what the shop asks.
    """
    hits = [hit for hit in signs.lexicon.firsts(folded, seen) if not _heads_answer(folded, hit, signs)]
    telling = bool(found.codes & _TELLING)
    goods = _weight(hits, "goods") + _named(found)
    if not goods and not telling:
        return Verdict(False, "no AI access is named or implied")
    signs_against = [hit for hit in hits if hit.row.keys["role"] == "against"]
    against = _against(signs_against, _first_goods(hits, found), bool(found.plans))
    linked = (None if found.codes & _HANDED else _linked(folded, signs)) or (None if shop else _listed(found, signs))
    leads_out = _leads_out(folded, signs)
    sale = min(goods, _NAMED) + _weight(hits, "sale") + _facts(found, telling)
    sale += _formed(folded, goods, against, leads_out)
    undersold = _undersold(found, signs)
    sale = min(_MOST, sale + (_RESOLD if undersold else 0))
    sale -= _lacking((*_kinds(folded, hits, found, leads_out and not linked), undersold))
    if sale - against - (_LINKED if linked else 0) >= _THRESHOLD:
        access = tuple(hit.row.keys["access"] for hit in hits if "access" in hit.row.keys)
        return Verdict(True, _heaviest(hits, ("goods", "sale")) or "access with its terms", access)
    return Verdict(False, linked or _heaviest(hits, ("against",)) or "nothing is offered")


def _heads_answer(folded: str, hit: Hit, signs: Signs) -> bool:
    """Whether a question is one that a page answers itself: its own heading, or below that of such questions.

    The title of a page is what the page asks.
    """
    if not hit.row.keys.get("answered"):
        return False
    at = folded.rfind("\n", 0, hit.start) + 1
    if at == 0:
        return False
    headed = folded[at : hit.start].lstrip().startswith(_HEADINGS)
    return headed or signs.answers.search(folded, 0, at) is not None or _answers(folded)


def _answers(folded: str) -> bool:
    """Whether a text answers at least so many questions, each on a line of its own."""
    return sum(1 for _ in islice(_ANSWERED.finditer(folded), _ASKED)) == _ASKED


def _weight(hits: Iterable[Hit], role: str) -> float:
    return sum(float(hit.row.keys["weight"]) for hit in hits if hit.row.keys["role"] == role)


def _facts(found: Found, telling: bool) -> float:
    """How much prices and claims speak for a sale: most makers of models ask for dollars, resellers for any money."""
    codes = found.codes
    sold = 3 if codes & _SOLD else 1 if codes & _SHOP and (found.models or found.plans) else 0
    local = 1 if found.models and any(quote.currency not in (None, "USD") for quote in found.quotes) else 0
    return sold + local + (1.5 if found.quotes else 0) + min(2, 0.5 * len(codes)) + (2 if telling else 0)


def _formed(folded: str, goods: float, against: float, leads_out: bool) -> float:
    """How much the form speaks for a good on offer: a bare title of a good, a row of a table with a link of its own."""
    if _is_row(folded):
        return 2.0 if leads_out else 0.0
    if goods < 2 or len(folded) > _TITLE or "\n" in folded:
        return 0.0
    return 1.0 if against >= _DOUBTFUL else 3.0


def _is_row(folded: str) -> bool:
    """Whether the text is a row of a table, with or without its header."""
    return folded.count("|") > _CELLS and ("\n" in folded or folded.startswith("|"))


def _kinds(folded: str, hits: Iterable[Hit], found: Found, leads_out: bool) -> tuple[bool, ...]:
    """Which independent kinds of evidence there are; somebody's voice, the first of them, is the weakest."""
    shown, codes = {hit.row.keys.get("shows") for hit in hits}, found.codes
    return (
        "voice" in shown,
        "way" in shown or leads_out,
        bool(found.quotes),
        "terms" in shown or len(codes) > 1 or bool(codes & (_SOLD | _SHOP | _TELLING)),
        len(folded) <= _SHORT or _is_row(folded),
    )


def _lacking(kinds: Sequence[bool]) -> float:
    """How much a text lacks of an offer that shows few kinds of evidence: a good alone is merely spoken of."""
    return _LONELY[min(2, sum(kinds))] + (0.0 if any(kinds[1:]) else _TALK)


def _leads_out(folded: str, signs: Signs) -> bool:
    """Whether a link leads to a site that is neither a maker's nor a software project's."""
    known = signs.official + signs.project
    return "://" in folded and any(not _is_at(found[1], known) for found in _LINK.finditer(folded))


def _named(found: Found) -> float:
    """How much models, plans and prices of credit, or beside the official one, speak for AI goods."""
    priced = any(quote.basis in ("usd_credit", "multiplier", "percent") for quote in found.quotes)
    return (1 if found.models else 0) + (2 if found.plans else 0) + (1.5 if priced else 0)


def _first_goods(hits: Iterable[Hit], found: Found) -> int:
    """Where AI goods are first named: what is named first is what is sold."""
    starts = [hit.start for hit in hits if hit.row.keys["role"] == "goods" and hit.row.id != "ai_service"]
    starts += [mention.span.start for mention in (*found.models, *found.plans)]
    return min(starts, default=_LEAD)


def _against(hits: Iterable[Hit], first: int, plans: bool) -> float:
    """How much the signs count against: other goods less behind AI goods, and what stands far down a little in all.

    `plans` is whether plans of AI vendors are named.
    """
    lead = passing = 0.0
    for hit in hits:
        weight = float(hit.row.keys["weight"])
        if plans and hit.row.id in _BESIDE_PLANS:
            weight *= _BESIDE
        elif hit.row.id in _OTHER and first < hit.start:
            weight /= 2
        if hit.start < _LEAD:
            lead += weight
        else:
            passing += weight * _IN_PASSING
    return lead + min(passing, _THRESHOLD)


def _linked(folded: str, signs: Signs) -> str | None:
    """Whose page it is, where every link leads to a provider or to a software project."""
    hosts = {found[1] for found in _LINK.finditer(folded)}
    official = {host for host in hosts if _is_at(host, signs.official)}
    if not hosts or any(not _is_at(host, signs.project) for host in hosts - official):
        return None
    return "the provider's own plan or price" if official else "software without a service"


def _listed(found: Found, signs: Signs) -> str | None:
    """Whose prices they are, where every one is what the vendor asks for that plan, and nothing says how it is sold."""
    known = frozenset[Decimal]().union(*(signs.list_prices.get(plan.id, ()) for plan in found.plans))
    listed = (
        quote.currency == "USD" and quote.amount in (signs.list_prices.get(quote.model, ()) if quote.model else known)
        for quote in found.quotes
    )
    if not found.quotes or found.codes & (_SOLD | _SHOP) or not all(listed):
        return None
    return "the provider's own plan or price"


def _undersold(found: Found, signs: Signs) -> bool:
    """Whether tokens are sold below their maker's price, twice at least: a maker does not, a reseller says no more."""
    below = 0
    for quote in found.quotes:
        listed = signs.list_prices.get(quote.model or "", frozenset())
        if listed and quote.currency == "USD" and quote.amount not in listed:
            asked = {"mtok_input": min(listed), "mtok_output": max(listed)}.get(quote.basis)
            below += asked is not None and quote.amount < asked
    return below > 1


def _is_at(host: str, known: tuple[str, ...]) -> bool:
    return host in known or host.endswith(tuple(f".{name}" for name in known))


def _heaviest(hits: Iterable[Hit], roles: tuple[str, ...]) -> str | None:
    """The meaning of the sign that counts most."""
    rows = [hit.row for hit in hits if hit.row.keys["role"] in roles]
    heavy = max(rows, key=lambda row: float(row.keys["weight"]), default=None)
    return str(heavy.keys["meaning"]) if heavy else None
