"""The listing of a good in a shop: a name, prices that are fields, a stock; what they buy its words say later."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlunsplit

from selectolax.lexbor import LexborHTMLParser

from parsers.identity import seller_of
from parsers.links import joined, split, without_referral
from parsers.pages.envelope import named, number, numbered, objects, odd, plain
from parsers.pages.markdown import spoken
from parsers.records import BadInput, Listing, Page, Quote, Snapshot, Span
from parsers.text.shelf import text_of

DIGITS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,8})?")
SIGNED = re.compile(
    r"(?P<before>[^\d\s.,-]{0,4})\s*(?P<digits>[0-9][0-9,]{0,12}(?:\.[0-9]{1,8})?)\s*(?P<after>[^\d\s.,]{0,4})"
)
SPACE = re.compile(r"(?<=[0-9])[ \u00a0\u202f](?=[0-9]{3}(?![0-9]))")
SIGNS: Mapping[str, str] = {"$": "USD", "US$": "USD", "€": "EUR", "₽": "RUB", "₴": "UAH", "£": "GBP", "元": "CNY"}
"""Signs of one currency only."""
YEN = {"¥", "￥", ""}
"""Signs of several currencies, and none."""


def money(value: Any) -> Decimal | None:
    """An amount that a field holds, as a number or in digits; None for all else, and for less than nothing."""
    text = value.strip() if isinstance(value, str) else ""
    found = Decimal(text) if DIGITS.fullmatch(text) else None if text else number(value)
    return None if found is None or found < 0 else plain(found)


def signed(value: Any) -> Decimal | None:
    """An amount that a field holds, which may be below nothing."""
    found = money(value.strip().lstrip("+-")) if isinstance(value, str) else number(value)
    return -found if found is not None and isinstance(value, str) and value.strip().startswith("-") else found


def shown(text: str) -> tuple[Decimal, str | None] | None:
    """An amount that a page shows (`¥ 99.00`, `20.90 ₽`) with the currency that its sign is of; None for other words.

    A comma or a space between digits parts thousands.
    """
    match = SIGNED.fullmatch(SPACE.sub("", text.strip()))
    signs = {match["before"], match["after"]} - YEN if match else set()
    if match is None or not signs <= SIGNS.keys() or len(signs) > 1:
        return None
    return plain(Decimal(match["digits"].replace(",", ""))), next((SIGNS[sign] for sign in signs), None)


def priced(amount: Decimal, path: str, currency: str | None, kind: str = "", *conditions: str) -> Quote:
    """The price of a good, before its words are read: `kind` names which of several goods it is for."""
    free = () if amount else ("free",)
    return Quote("account", amount, Span(path=path), currency, raw_name=kind or None, conditions=(*free, *conditions))


def between(ends: Sequence[Quote]) -> list[Quote]:
    """The two ends of a range of prices; ends that are the same, or one alone, are a single price."""
    if len(ends) == 2 and ends[0].amount < ends[1].amount:
        return [replace(ends[0], bound="floor"), replace(ends[1], bound="ceiling")]
    return list(ends[:1])


def listing(
    snapshot: Snapshot,
    id: str | None,
    name: str,
    quotes: Sequence[Quote],
    *,
    url: str = "",
    category: str | None = None,
    more: str = "",
    stock: str | None = None,
    seller: str = "",
    **rest: Any,
) -> Listing:
    """A good as a listing: its text is what a visitor sees; the seller is the shop's domain where none is named."""
    return Listing(
        source=snapshot.source,
        url=without_referral(joined(snapshot.url, url)) if url else without_referral(snapshot.url),
        seller=seller or shop_of(snapshot),
        title=name,
        text=text_of(name, quotes, category, more),
        native_id=id,
        channel=category,
        stock=stock,
        quotes=tuple(quotes),
        **rest,
    )


def shop_of(snapshot: Snapshot) -> str:
    """The registered domain of a shop; of a saved page of unknown address the source."""
    try:
        return seller_of(snapshot.url)
    except BadInput:
        return snapshot.source


def words_of(html: Any) -> str:
    """The words of a description in HTML, lines broken where they are."""
    body = LexborHTMLParser(html).body if isinstance(html, str) and html else None
    return "" if body is None else spoken(body, "")[0]


def strange(rows: Iterable[Any], known: Iterable[str], place: str = "") -> set[str]:
    """The fields of JSON objects that nobody knows, each once."""
    return {f"field {place}{name}" for row in rows if isinstance(row, Mapping) for name in row.keys() - set(known)}


def saved(
    platform: str, rows: Any, place: str, good: Callable[[dict[str, Any], str], Listing], known: set[str]
) -> Page:
    """The goods of a list that a person saved, row by row: it never shows a shop as a whole.

    What a row has that is not `known`, rows that are none, and goods without a name or a price are told of.
    """
    read = [good(row, f"{place}[{number}]") for number, row in numbered(rows)]
    lines = odd(rows, named, place) | strange(objects(rows), known, f"{place}[].")
    lines |= {f"{one.title or one.native_id or place}: no {'price' if one.title else 'name'}" for one in read
              if not (one.title and one.quotes)}  # fmt: skip
    return Page(listings=tuple(one for one in read if one.title), unread=said(platform, lines))


def text_in(row: Mapping[str, Any], *names: str) -> str:
    """The first of some fields that holds a text or a number."""
    held = (row.get(name) for name in names)
    return next(
        (str(one) for one in held if isinstance(one, str | int | Decimal) and not isinstance(one, bool) and one != ""),
        "",
    )


def id_in(kind: str, row: Mapping[str, Any], *names: str) -> str | None:
    """What a source itself calls a good or a post, by the first of some fields that holds a text or a number."""
    return f"{kind}:{id}" if (id := text_in(row, *(names or ("id",)))) else None


def said(platform: str, lines: Iterable[str]) -> tuple[str, ...]:
    """What was not understood, as a page says it."""
    return tuple(f"{platform}: {line}" for line in sorted(set(lines)))


def queried(url: str, **changes: object) -> str:
    """The URL with parameters set; one that is None is taken out."""
    parts = split(url)
    query = {**dict(parse_qsl(parts.query, keep_blank_values=True)), **changes}
    kept = {name: value for name, value in query.items() if value is not None}
    return urlunsplit(parts._replace(query=urlencode(kept)))


def parameter(url: str, name: str) -> str | None:
    """A parameter of a URL."""
    return dict(parse_qsl(split(url).query, keep_blank_values=True)).get(name)
