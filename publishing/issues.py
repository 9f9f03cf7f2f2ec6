"""The review queue: what a person has to look at before the figures can be trusted, and how to mend it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby

import pyarrow as pa

from parsers.percent import percents
from parsers.terms import UNSPECIFIED
from storage import projection, rate_review, unread
from storage.corrections import UNCORRECTED, corrections, words_of
from storage.facts import listings as load
from storage.market import Known, known
from storage.rates import NO_PRICE, Rates, Series
from storage.standing import lost_sources
from storage.store import Store
from storage.timeline import ListingSpan

COLUMNS = pa.schema(
    [
        ("kind", pa.string()),
        ("subject", pa.string()),
        ("n", pa.int64()),
        ("since", pa.date32()),
        ("detail", pa.string()),
        ("mend", pa.string()),
    ]
)
FROZEN = 5
"""Publications of one value in a row that make a rate suspicious: a daily rate of a floating currency never repeats."""
KINDS: Mapping[str, str] = {
    "fx_missing": "`undercut rates update` asks for newer exchange rates",
    "fx_frozen": "compare it with another publisher; a source that repeats itself may be broken",
    "rate_held": "look at the maker's price page, then `undercut rates accept` (or --refuse)",
    "rate_missing": "`undercut rates update`; if no feed knows it, the figure stays null",
    "source_lost": "`undercut status` says how its last visits went; mend its file, or take it out: it is in no figure",
    "page_failed": "a reader has to learn this page; the bytes are kept, `undercut reparse` reads them again",
    "page_empty": "look at the page: nothing was taken for gone",
    "unread": "a word or a reader is missing (docs/words.md); then `undercut reparse`",
    "correction_lapsed": "the words have changed since: look at it again, then `undercut correct`",
}
"""The kinds of issues, in the order in which they are shown, each with how to mend it."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing to look at: `n` listings, pages or publications are concerned, since a day."""

    kind: str
    subject: str
    n: int
    since: date | None
    detail: str

    @property
    def mend(self) -> str:
        """How."""
        return KINDS[self.kind]


def issues(store: Store, rates: Rates, day: date) -> list[Issue]:
    """Everything that waits for a person on a day, by kind, then by how much it concerns."""
    market = known(store)
    standing = [span for span in market.spans if span.ended_at is None and span.first_seen.date() <= day]
    found = [
        *of_prices(market, {span.digest: span.last_seen.date() for span in standing}, rates, day),
        *frozen(rates.series, day),
        *held(store, day),
        *lost(store, standing),
        *unreadable(store),
        *lapsed(store, {span.listing_id: span.digest for span in standing}),
    ]
    order = list(KINDS)
    return sorted(found, key=lambda each: (order.index(each.kind), -each.n, each.subject))


def table(found: Iterable[Issue]) -> pa.Table:
    """Issues as a table, columns as COLUMNS."""
    return pa.Table.from_pylist([asdict(each) | {"mend": each.mend} for each in found], COLUMNS)


def of_prices(market: Known, standing: Mapping[str, date], rates: Rates, day: date) -> Iterator[Issue]:
    """Prices of standing listings that have no percent because a rate is missing: each rate once."""
    concerned = defaultdict[tuple[str, str, str], set[str]](set)
    for digest in standing:
        for figure in percents(market.listings[digest], rates, day):
            reason = figure.percent.reason or ""
            if reason.startswith(NO_PRICE) and figure.term.subject != UNSPECIFIED:
                concerned["rate_missing", figure.term.subject, reason].add(digest)
            elif "exchange rate" in reason:
                concerned["fx_missing", figure.term.currency or "", reason].add(digest)
    for (kind, subject, reason), digests in concerned.items():
        yield Issue(kind, subject, len(digests), min(standing[digest] for digest in digests), reason)


def frozen(series: Mapping[str, Series], day: date) -> Iterator[Issue]:
    """Currencies whose last publications by the day are all one value."""
    for currency, found in series.items():
        published = [(each, value) for each, value in zip(found.days, found.values, strict=True) if each <= day]
        runs = [list(group) for _, group in groupby(published, key=lambda pair: pair[1])]
        if runs and len(runs[-1]) >= FROZEN:
            (since, value), n = runs[-1][0], len(runs[-1])
            detail = f"{value:.6f} for one USD in each of the last {n} publications, the last on {runs[-1][-1][0]}"
            yield Issue("fx_frozen", currency, n, since, detail)


def lost(store: Store, standing: Iterable[ListingSpan]) -> Iterator[Issue]:
    """Sources that were not read with success for long while others were, with the listings that stood there."""
    listed = Counter(span.source for span in standing)
    for source, at in lost_sources(projection.last_reads(store)).items():
        yield Issue("source_lost", source, listed[source], at.date(), f"last read with success on {at.date()}")


def held(store: Store, day: date) -> Iterator[Issue]:
    """Official prices that feeds state otherwise than the book."""
    for each in rate_review.held(store, day):
        yield Issue("rate_held", each.official_id, len(each.said), day, str(each))


def unreadable(store: Store) -> Iterator[Issue]:
    """Pages that failed or were suspiciously empty, and phrases that are not understood."""
    for kind, things in (("page_failed", unread.failures(store)), ("unread", unread.phrases(store))):
        for each in things:
            where = (
                f"in {', '.join(each.sources[:3])}{' …' if len(each.sources) > 3 else ''}, last {each.last:%Y-%m-%d}"
            )
            yield Issue(kind, each.what, each.n, each.first.date(), where)
    for source, group in groupby(projection.suspicious(store), key=lambda empty: empty.source):
        looks = list(group)
        last = looks[-1].fetched_at
        yield Issue(
            "page_empty", source, len(looks), looks[0].fetched_at.date(), f"showed nothing, last {last:%Y-%m-%d}"
        )


def lapsed(store: Store, standing: Mapping[str, str]) -> Iterator[Issue]:
    """Corrections of listings that stand with other words now."""
    found = [each for each in corrections(store) if each.listing_id in standing]
    read = load(store, {standing[each.listing_id] for each in found}, UNCORRECTED)
    for each in found:
        digest = standing[each.listing_id]
        if not each.holds(digest, words_of(read[digest])):
            said = f"correction {each.id} by {each.by}: {each.reason}"
            yield Issue("correction_lapsed", each.listing_id, 1, each.learned_at.date(), said)
