"""Decides whether a text offers AI access, by signs for and against that are weighed, and says why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from parsers.records import Access
from parsers.text import makers
from parsers.text.lexicon import Hit
from parsers.text.scanner import Seen
from parsers.text.signs import NAMING, SHOP, SOLD, Found, Signs
from parsers.text.titles import formed, is_row

_THRESHOLD = 3
_MOST = 10
_LEAD = 240
"""Code points at the beginning in which a sign against counts in full: further down, much is mentioned in passing."""
_IN_PASSING = 0.34
_SHORT = 140
_OTHER = frozenset({"other_goods", "other_subscription", "mail_account", "card_service"})
_NO_ACCESS = _OTHER | {"vpn_service", "sms_code"}
"""Goods that claims of anything are made of where no AI access is named."""
_BESIDE_PLANS = frozenset({"other_subscription", "mail_account"})
_BESIDE = 0.25
"""How much such goods count where a plan is named: a shop sells both, the plan's account comes with a mailbox."""
_ENUMERATED = re.compile(r".{1,5}|(?:[^\n,、/&+|.。;!?:()]{0,24}[,、/&+|]){1,8}[^\n,、/&+|.。;!?:()]{0,16}")
"""What stands between two goods of one list."""
_REACH = 120
_HEADINGS = ("#", "q:", "q1", "q2", "q3")
"""What the questions that a page answers itself begin with."""
_ANSWERED = re.compile(r"(?:\A|(?<=\n))[^\n?]{4,100}\?[* ]{0,4}(?:\n{1,2}[^\n?]{4,}(?=\n|\Z)|[^\s?*][^\n]{2,})")
"""A question with its answer, behind it or on the next line."""
_ASKED = 3
_REPLIED = re.compile(r"\n[ *]{0,4}a[0-9]{0,2}[ ]?:")
"""A line that answers the one marked as a question above it."""
_TOLD = 2
"""How many claims a text makes that tells itself how a thing is bought: who asks for it makes none."""
_LINKED = 7
_NAMED = 3
"""The most that the goods named count: news and guides name as many."""
_LONELY = (3.0, 2.0, 0.0)
_TALK = 2.0
"""How much it counts that a text has neither a way to buy nor a price, neither terms nor the form of a listing."""
_RESOLD = 2.0
"""How much it counts that prices of tokens lie below their makers'."""
_HANDED = frozenset({"account_sale", "topup_service"})
"""What only a seller does, whatever page the name of the good links to."""
_TELLING = frozenset(
    {"no_vpn", "full_strength", "undiluted", "not_reversed", "reverse_engineered", "million_token_context", "unlimited"}
    | {
        "pay_alipay",
        "pay_wechat",
        "pay_usdt",
        "pay_rmb",
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
_OF_ANYTHING = frozenset({"unlimited", "no_vpn", "no_logging", "no_rate_limit", "never_expires"}) | {
    code for code in _TELLING if code.startswith("pay_")
}
"""Of those, what is claimed of a proxy or a mailbox as well."""


_RATED = 2
"""What dollars of credit for other money add: neither a maker of models nor a project asks for that."""


_SPOKEN = 2
"""How much must speak of a sale before the things that a text names are terms of it."""
_TOOLS = frozenset(("cursor",))
"""Claims that name a product which runs on no model of its own."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the text is an offer, why, and the access forms that its signs name."""

    is_offer: bool
    reason: str
    access: tuple[Access, ...] = ()


def judge(folded: str, found: Found, signs: Signs, seen: Seen | None = None, shop: bool = False) -> Verdict:
    """Weigh what was found in the text: goods named, signs of a sale, signs of something else.

    `folded` is the whole text, links included: they tell a provider's own page and a software project. In a `shop` the
    vendor's own price is what the shop asks.
    """
    hits = [hit for hit in signs.lexicon.firsts(folded, seen) if not _is_answered(folded, hit, signs, found)]
    goods = _weight(hits, "goods") + _named(found)
    others = not goods and any(hit.row.id in _NO_ACCESS for hit in hits)
    telling = bool(found.codes & _TELLING - (_OF_ANYTHING if others else frozenset()))
    if not goods and not telling:
        return Verdict(False, (_heaviest(hits, ("against",)) if others else None) or "no AI access is named or implied")
    signs_against = [hit for hit in hits if _counts_against(hit, found)]
    against = _against(signs_against, found, _first_goods(hits, found), folded)
    linked = (None if found.codes & _HANDED or _is_rated(found) else makers.linked(folded, signs)) or (
        None if shop else makers.listed(found, signs)
    )
    leads_out = makers.leads_out(folded, signs)
    sale = min(goods, _NAMED) + _weight(hits, "sale") + _facts(found, telling)
    sale += formed(folded, hits, found, goods, against, leads_out, None if shop else signs.shelf)
    undersold = makers.undersold(found, signs)
    sale = min(_MOST, sale + (_RESOLD if undersold else 0))
    sale -= _lacking((*_kinds(folded, hits, found, leads_out and not linked), undersold))
    if sale - against - (_LINKED if linked else 0) >= _THRESHOLD:
        access = tuple(hit.row.keys["access"] for hit in hits if "access" in hit.row.keys)
        return Verdict(True, _heaviest(hits, ("goods", "sale")) or "access with its terms", access)
    return Verdict(False, linked or _heaviest(hits, ("against",)) or "nothing is offered")


def _is_answered(folded: str, hit: Hit, signs: Signs, found: Found) -> bool:
    """Whether what is asked is answered: below its heading, or where a text asks how to buy and tells it."""
    told = bool(hit.row.keys.get("told")) and len(found.codes) >= _TOLD
    return told or _heads_answer(folded, hit, signs)


def _counts_against(hit: Hit, found: Found) -> bool:
    """Whether a sign against stands: a document's own form says nothing where something is asked for."""
    if hit.row.keys["role"] != "against" or (hit.row.keys.get("unpriced") and found.asks):
        return False
    return not _is_claimed(hit, found)


def _is_claimed(hit: Hit, found: Found) -> bool:
    """Whether a sign is nothing but the words of a claim about the offer: 用不了包退 is no dead service."""
    if hit.row.id in _OTHER:
        return False
    stated = (claim for claim in found.claims if claim.stands and claim.code not in NAMING)
    return any(claim.span.start <= hit.start and hit.end <= claim.span.end for claim in stated)


def _heads_answer(folded: str, hit: Hit, signs: Signs) -> bool:
    """Whether a question is one that a page answers itself: its own heading, or below that of such questions.

    The title of a page is what the page asks.
    """
    if not hit.row.keys.get("answered"):
        return False
    at = folded.rfind("\n", 0, hit.start) + 1
    headed = folded[at : hit.start].lstrip().startswith(_HEADINGS)
    if at == 0:
        return headed and (_answers(folded) or _REPLIED.search(folded) is not None)
    return headed or signs.answers.search(folded, 0, at) is not None or _answers(folded)


def _answers(folded: str) -> bool:
    """Whether a text answers at least so many questions, each on a line of its own."""
    return sum(1 for _ in islice(_ANSWERED.finditer(folded), _ASKED)) == _ASKED


def _weight(hits: Iterable[Hit], role: str) -> float:
    return sum(float(hit.row.keys["weight"]) for hit in hits if hit.row.keys["role"] == role)


def _facts(found: Found, telling: bool) -> float:
    """How much prices and claims speak for a sale: most makers of models ask for dollars, resellers for any money."""
    codes = found.codes
    sold = 3 if codes & SOLD else 1 if codes & SHOP and (found.models or found.plans) else 0
    local = 1 if found.models and any(quote.currency not in (None, "USD") for quote in found.quotes) else 0
    return (
        sold
        + local
        + (_RATED if _is_rated(found) else 0)
        + (1.5 if found.quotes else 0)
        + min(2, 0.5 * len(codes))
        + (2 if telling else 0)
    )


def _is_rated(found: Found) -> bool:
    """Whether dollars of credit are sold for other money."""
    return any(quote.basis == "usd_credit" and quote.currency != "USD" for quote in found.quotes)


def _kinds(folded: str, hits: Iterable[Hit], found: Found, leads_out: bool) -> tuple[bool, ...]:
    """Which independent kinds of evidence there are; somebody's voice, the first of them, is the weakest."""
    every = list(hits)
    shown, codes = {hit.row.keys.get("shows") for hit in every}, found.codes
    promised = codes if found.quotes or leads_out or _weight(every, "sale") >= _SPOKEN else codes - NAMING
    return (
        "voice" in shown,
        "way" in shown or leads_out,
        bool(found.quotes),
        "terms" in shown or len(promised) > 1 or bool(codes & (SOLD | SHOP | _TELLING)),
        len(folded) <= _SHORT or is_row(folded),
    )


def _lacking(kinds: Sequence[bool]) -> float:
    """How much a text lacks of an offer that shows few kinds of evidence: a good alone is merely spoken of."""
    return _LONELY[min(2, sum(kinds))] + (0.0 if any(kinds[1:]) else _TALK)


def _named(found: Found) -> float:
    """How much models, plans and prices of credit, or beside the official one, speak for AI goods."""
    priced = any(quote.basis in ("usd_credit", "multiplier", "percent") for quote in found.quotes)
    named = found.models or found.codes & _TOOLS
    return (1 if named else 0) + (2 if found.plans else 0) + (1.5 if priced else 0)


def _first_goods(hits: Iterable[Hit], found: Found) -> int:
    """Where AI goods are first named: what is named first is what is sold."""
    starts = [hit.start for hit in hits if hit.row.keys["role"] == "goods" and hit.row.id != "ai_service"]
    starts += [mention.span.start for mention in (*found.models, *found.plans)]
    return min(starts, default=_LEAD)


def _against(hits: Iterable[Hit], found: Found, first: int, folded: str) -> float:
    """How much the signs count against: other goods less behind AI goods, and what stands far down a little in all."""
    lead = passing = 0.0
    for hit in _apart(hits):
        weight = float(hit.row.keys["weight"])
        if hit.row.id in _BESIDE_PLANS and (found.plans or _is_beside(hit, found, folded)):
            weight *= _BESIDE
        elif hit.row.id in _OTHER and first < hit.start:
            weight /= 2
        if hit.start < _LEAD:
            lead += weight
        else:
            passing += weight * _IN_PASSING
    return lead + min(passing, _THRESHOLD)


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """The signs without those of other goods that lie within one that counts as much: "虚拟信用卡开卡" is one good."""
    every = list(hits)
    others = [hit for hit in every if hit.row.id in _OTHER]
    return [hit for hit in every if not any(_holds(other, hit) for other in others if hit.row.id in _OTHER)]


def _holds(other: Hit, hit: Hit) -> bool:
    wider = other.start <= hit.start and hit.end <= other.end and (other.start, other.end) != (hit.start, hit.end)
    return wider and float(other.row.keys["weight"]) >= float(hit.row.keys["weight"])


def _is_beside(hit: Hit, found: Found, folded: str) -> bool:
    """Whether other goods stand in one list with models: a shop sells both."""
    spans = [mention.span for mention in found.models]
    gaps = [(hit.end, span.start) if hit.end <= span.start else (span.end, hit.start) for span in spans]
    return any(0 < end - start <= _REACH and _ENUMERATED.fullmatch(folded, start, end) for start, end in gaps)


def _heaviest(hits: Iterable[Hit], roles: tuple[str, ...]) -> str | None:
    """The meaning of the sign that counts most."""
    rows = [hit.row for hit in hits if hit.row.keys["role"] in roles]
    heavy = max(rows, key=lambda row: float(row.keys["weight"]), default=None)
    return str(heavy.keys["meaning"]) if heavy else None
