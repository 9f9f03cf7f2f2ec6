"""Draws listings of the store for a person to label: stratified, weighted, and the same for the same seed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from parsers.records import Listing
from storage.timeline import ListingSpan

STRATA = ("kind", "access", "source")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawn version of a listing: `weight` is how many of its stratum it stands for."""

    span: ListingSpan
    listing: Listing
    kind: str
    stratum: str
    weight: float

    def row(self) -> dict[str, Any]:
        """The listing in the form of labelled listings, without labels; sellers and ids are pseudonyms."""
        return {
            "id": self.span.digest[:20],
            "origin": self.span.source,
            "kind": self.kind,
            "observed": self.span.first_seen.date().isoformat(),
            "text": self.listing.text,
            "stratum": self.stratum,
            "weight": round(self.weight, 4),
        }


def sample(
    spans: Iterable[ListingSpan],
    listings: Mapping[str, Listing],
    kinds: Mapping[str, str],
    count: int,
    *,
    by: str = "kind",
    seed: int = 0,
) -> list[Drawn]:
    """At most `count` texts, each version of a listing once, from every stratum by its share and at least one.

    Within a stratum the order is that of a keyed hash of text and seed, so that a draw does not depend on the order
    of the store, and a larger draw holds the smaller one. The strata are kinds of source, forms of access or sources.
    """
    strata: dict[str, dict[str, ListingSpan]] = defaultdict(dict)
    for span in sorted(spans, key=lambda span: (span.first_seen, span.listing_id)):
        kind = kinds.get(span.source, "unspecified")
        names = {"kind": kind, "source": span.source, "access": listings[span.digest].access or "unspecified"}
        strata[names[by]].setdefault(span.digest, span)
    shares = allotted({name: len(held) for name, held in strata.items()}, count)
    return [
        Drawn(
            span, listings[span.digest], kinds.get(span.source, "unspecified"), name, len(strata[name]) / shares[name]
        )
        for name in sorted(strata)
        for span in drawn(strata[name].values(), shares[name], seed)
    ]


def drawn(held: Iterable[ListingSpan], count: int, seed: int) -> list[ListingSpan]:
    """The first of a stratum, in the order that the seed gives."""
    return sorted(held, key=lambda span: hashlib.sha256(f"{seed}\0{span.digest}".encode()).digest())[:count]


def allotted(sizes: Mapping[str, int], count: int) -> dict[str, int]:
    """How many to draw of each stratum: at least one, the rest by size with the largest remainders (Hare)."""
    if count >= sum(sizes.values()):
        return dict(sizes)
    largest = sorted(sizes, key=lambda name: (-sizes[name], name))[:count]
    exact = {name: count * sizes[name] / sum(sizes[other] for other in largest) for name in largest}
    shares = {name: max(1, int(exact[name])) for name in largest}
    while (left := count - sum(shares.values())) != 0:
        step = 1 if left > 0 else -1
        able = [name for name in largest if shares[name] + step >= 1]
        nearest = max(able, key=lambda name: (step * (exact[name] - shares[name]), sizes[name], name))
        shares[nearest] += step
    return dict.fromkeys(sizes, 0) | shares
