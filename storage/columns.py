"""The market as columns: spans, terms, official prices and exchange rates laid out for the queries, in days."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import cast

import pyarrow as pa

from parsers.costs import terms
from parsers.percent import denominator
from parsers.records import FX, BadInput, Listing
from parsers.terms import Against, Mix, Term
from storage.rates import SEED_BOUND, USD, Listed, Rates, in_usd
from storage.timeline import ListingSpan

ONE_DAY = timedelta(days=1)
UPSTREAMS = {
    "reverse_engineered": "reverse engineered",
    "upstream_kiro": "reverse engineered",
    "upstream_antigravity": "reverse engineered",
    "account_pool": "account pool",
    "free_credit_source": "free credit",
    "upstream_aws": "cloud",
    "upstream_azure": "cloud",
    "upstream_vertex": "cloud",
    "official_source": "official source",
}
"""Where access is said to come from, by claim: of those that a listing asserts, the first counts."""
LINES = {
    "o1": "gpt",
    "o3": "gpt",
    "o4": "gpt",
    "chatgpt": "gpt",
    "codex": "gpt",
    "dall": "gpt",
    "sora": "gpt",
    "supergrok": "grok",
    "nano": "gemini",
    "veo": "gemini",
    "qwq": "qwen",
    "moonshot": "kimi",
}
SPANS = pa.schema(
    [
        *((name, pa.string()) for name in ("listing", "seller", "kind", "digest")),
        *((name, pa.date32()) for name in ("first", "last", "ended")),
    ]
)
TERMS = pa.schema(
    [
        *((name, pa.string()) for name in ("digest", "subject", "line", "access", "upstream", "series")),
        *((name, pa.string()) for name in ("key", "currency")),
        ("low", pa.float64()),
        ("high", pa.float64()),
        *((name, pa.string()) for name in ("reason", "aside")),
    ]
)
INTERVALS = [
    ("currency", pa.string()),
    ("start", pa.date32()),
    ("stop", pa.date32()),
    ("value", pa.float64()),
    ("reason", pa.string()),
]
FX_ROWS = pa.schema(INTERVALS)
PRICES = pa.schema([("key", pa.string()), *INTERVALS])
Row = dict[str, object]
Key = tuple[str, str | None, Against, str]
"""What a cost is held against: a subject in a variant, which of its prices, the currency of the list; kept as JSON."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days that are looked at, both included."""

    since: date
    until: date

    def __post_init__(self) -> None:
        if self.since > self.until:
            raise BadInput(f"since {self.since} is after until {self.until}: exchange the two days")


def columns(
    spans: Iterable[ListingSpan], listings: Mapping[str, Listing], kinds: Mapping[str, str], mix: Mix
) -> dict[str, pa.Table]:
    """What the market is made of before any day is chosen or rate known: `spans` of versions and their `terms`."""
    shown = [span_row(span, kinds.get(span.source)) for span in spans]
    digests = {str(row["digest"]): 0 for row in shown}
    said = [row for digest in digests for row in term_rows(digest, listings[digest], mix)]
    return {"spans": pa.Table.from_pylist(shown, SPANS), "terms": pa.Table.from_pylist(said, TERMS)}


def counts(span: ListingSpan, window: Window, stale_after: timedelta) -> bool:
    """Whether a version may count on a day of the window."""
    last = span.ended_at.date() if span.ended_at else span.last_seen.date() + stale_after
    return span.first_seen.date() <= window.until and last >= window.since


def span_row(span: ListingSpan, kind: str | None) -> Row:
    """A version with the days on which it was seen first and last, and found ended."""
    return {
        "listing": span.listing_id,
        "seller": span.seller,
        "kind": kind,
        "digest": span.digest,
        "first": span.first_seen.date(),
        "last": span.last_seen.date(),
        "ended": span.ended_at.date() if span.ended_at else None,
    }


def term_rows(digest: str, listing: Listing, mix: Mix) -> Iterator[Row]:
    """What one version asks, each cost with what it is to be held against."""
    upstream = upstream_of(listing)
    for term in terms(listing, mix):
        low, high = term.cost or (None, None)
        key, currency = scale_of(term)
        yield {
            "digest": digest,
            "subject": term.subject,
            "line": line_of(term.subject),
            "access": listing.access or "unspecified",
            "upstream": upstream,
            "series": term.series,
            "key": key,
            "currency": currency,
            "low": None if low is None else float(low),
            "high": None if high is None else float(high),
            "reason": term.reason,
            "aside": term.aside,
        }


def upstream_of(listing: Listing) -> str:
    """Where a listing says its access comes from."""
    asserted = {claim.code for claim in listing.claims if claim.polarity == "asserted"}
    return next((name for code, name in UPSTREAMS.items() if code in asserted), "not said")


def line_of(subject: str) -> str:
    """The model line of a model or plan id: claude, gpt, gemini …"""
    first = subject.split("-", maxsplit=1)[0]
    return LINES.get(first, first)


def scale_of(term: Term) -> tuple[str, str]:
    """What a cost is held against and the currency to divide by; a discount is a bare ratio, so its divisor is one."""
    bare = term.against == "face"
    key: Key = ("", None, "face", USD) if bare else (term.subject, term.variant, term.against, term.listed)
    return json.dumps(key), USD if term.form == "discount" else term.currency or ""


def rate_tables(scales: Collection[tuple[str, str]], rates: Rates, window: Window, mix: Mix) -> dict[str, pa.Table]:
    """The `prices` of the keys and the `fx` of the currencies of these scales, in intervals that fill the window."""
    prices = [row for key in dict.fromkeys(key for key, _ in scales) for row in price_rows(rates, key, window, mix)]
    currencies = dict.fromkeys([*(currency for _, currency in scales), *(str(row["currency"]) for row in prices)])
    fx = [row for currency in currencies for row in fx_rows(rates, currency, window)]
    return {"prices": pa.Table.from_pylist(prices, PRICES), "fx": pa.Table.from_pylist(fx, FX_ROWS)}


def price_rows(rates: Rates, named: str, window: Window, mix: Mix) -> Iterator[Row]:
    """The official price of a subject over the window, in its list's currency, or why there is none."""
    id, variant, against, currency = cast(Key, json.loads(named))
    if against == "face":
        yield interval(window.since, window.until + ONE_DAY, Decimal(1), None) | {"key": named, "currency": USD}
        return
    rows = rates.history(id, variant)
    for start, stop in spread(window, [day for row in rows for day in (row.valid_from, row.valid_to) if day]):
        held = rates.held(id, start, variant, currency)
        value, reason = listed(id, held, against, mix) if held else (None, rates.why_not(id, start, variant, currency))
        yield interval(start, stop, value, reason) | {"key": named, "currency": held.currency if held else USD}


def listed(id: str, row: Listed, against: Against, mix: Mix) -> tuple[Decimal | None, str | None]:
    """The denominator in the currency of the list: the days' exchange rates follow in the query."""
    return denominator(against, in_usd(id, row, FX(row.currency, date.min, Decimal(1), "")), mix)


def fx_rows(rates: Rates, currency: str, window: Window) -> Iterator[Row]:
    """The exchange rate that holds on each day of the window, or why there is none."""
    series = rates.series.get(currency)
    days = [day for day in series.days if day >= window.since - SEED_BOUND] if series else []
    stale = [day + series.bound_of(day) + ONE_DAY for day in days] if series else []
    for start, stop in spread(window, [*days, *stale]):
        fx = rates.fx(currency, start)
        reason = None if fx else rates.why_no_fx(currency, start)
        yield interval(start, stop, fx.value if fx else None, reason) | {"currency": currency}


def spread(window: Window, marks: Iterable[date]) -> Iterator[tuple[date, date]]:
    """The window cut at the marks into intervals [start, stop)."""
    inside = {mark for mark in marks if window.since < mark <= window.until}
    return pairwise(sorted({window.since, *inside, window.until + ONE_DAY}))


def interval(start: date, stop: date, value: Decimal | None, reason: str | None) -> Row:
    return {"start": start, "stop": stop, "value": None if value is None else float(value), "reason": reason}
