"""What the form of a text says of an offer: the bare title of a good, a row of a table, or a sentence about a good."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from parsers.text.lexicon import Hit
from parsers.text.signs import NAMING, SHOP, SOLD, Found

_TITLE = 60
"""The longest title of a good."""
_CELLS = 2
"""Bars that a text has more of where it is a row of a table."""
_DOUBTFUL = 2
"""How much must count against the bare title of a good before the title alone is no sign of a sale."""
_TOLD = 10
"""Chinese characters of a title that name neither a good nor its terms, from which on it tells of it."""
_OTHER = 5
"""How much else is said where a brand is named and nothing of it is sold: "Claude Code 环境代装" sells no Claude."""
_SPOKEN_OF = -3.0
_BRANDS = frozenset(("ai_service", "ai_product", "ai_tool", "further_product"))
_ONCE = frozenset(("account", "hour", "second", "video", "lifetime"))
"""What work, lessons and other goods are paid by."""
_WORD = re.compile(r"[^\W\d_\u4e00-\u9fff]{2,}|[\u4e00-\u9fff]")


def formed(
    folded: str,
    hits: Sequence[Hit],
    found: Found,
    goods: float,
    against: float,
    leads_out: bool,
    shelf: re.Pattern[str] | None,
) -> float:
    """How much the form speaks for a good on offer: a bare title of a good, a row of a table with a link of its own.

    `shelf` is None in a shop, where every text is a title.
    """
    if is_row(folded):
        return 2.0 if leads_out else 0.0
    if len(folded) > _TITLE or "\n" in folded:
        return 0.0
    told = _told(folded, hits, found, shelf)
    if told >= _OTHER and not _sells(hits, found):
        return _SPOKEN_OF
    if goods < 2 or told >= _TOLD:
        return 0.0
    return 1.0 if against >= _DOUBTFUL else 3.0


def is_row(folded: str) -> bool:
    """Whether the text is a row of a table, with or without its header."""
    return folded.count("|") > _CELLS and ("\n" in folded or folded.startswith("|"))


def _sells(hits: Iterable[Hit], found: Found) -> bool:
    """Whether a short text names more than a brand: a plan with its price, access, terms, credit, a claim, a call."""
    if found.codes - NAMING or any(hit.row.keys["role"] == "sale" and hit.row.id != "price_word" for hit in hits):
        return True
    access = any(hit.row.keys["role"] == "goods" and hit.row.id not in _BRANDS for hit in hits)
    rated = any(quote.basis not in _ONCE for quote in found.quotes)
    return access or rated or bool(found.plans and found.quotes)


def _told(folded: str, hits: Iterable[Hit], found: Found, shelf: re.Pattern[str] | None) -> int:
    """How much a short text says besides its goods, their prices, their terms and the words of shelves.

    "Claude Pro 独享一个月" is a title; who says "Claude Pro 用了一个月的体验" sells nothing. A bar parts a title from
    the shelf that it stands on.
    """
    if shelf is None or found.codes & (SOLD | SHOP) or "|" in folded:
        return 0
    spans = [(hit.start, hit.end) for hit in hits if hit.row.keys["role"] != "against"]
    spans += [(name.span.start, name.span.end) for name in (*found.models, *found.plans)]
    spans += [(claim.span.start, claim.span.end) for claim in found.claims]
    spans += [(quote.span.start, quote.span.end) for quote in found.quotes if quote.span]
    spans += [word.span() for word in shelf.finditer(folded)]
    left = list(folded)
    for start, end in spans:
        left[start:end] = " " * (min(end, len(left)) - start)
    return sum(_weight(word) for word in _WORD.findall("".join(left)))


def _weight(word: str) -> int:
    """A word of an alphabet says as much as two Chinese characters."""
    return 2 if len(word) > 1 else 1
