"""The listing of one group of a relay's panel, whatever software it runs: its models and their prices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from parsers.identity import seller_of
from parsers.links import without_referral
from parsers.pages.envelope import number, numbered
from parsers.records import BadInput, Listing, Mention, Quote, Snapshot, Span
from parsers.text import models
from parsers.text.vocabulary import Words


@dataclass(frozen=True, slots=True)
class Site:
    """Who runs a panel, what it calls itself, and what a USD of its balance costs: nothing where that is unknown."""

    seller: str
    name: str = ""
    credit: tuple[Quote, ...] = ()


def listing(
    snapshot: Snapshot, site: Site, group: str, description: str, named: Iterable[Mention], quotes: Iterable[Quote]
) -> Listing:
    """A group as a listing; its words are its name and what the operator says of it."""
    words = [group] if description in ("", group) else [group, description]
    return Listing(
        source=snapshot.source,
        url=without_referral(snapshot.url),
        seller=site.seller,
        title=" · ".join(filter(None, (site.name, group))),
        text="\n".join(words),
        native_id=f"group:{group}",
        channel=group,
        access="relay_api",
        models=tuple(named),
        quotes=(*site.credit, *quotes),
    )


def seller(snapshot: Snapshot, *addresses: str) -> str:
    """The domain that answered; for a saved answer of unknown address one that the relay gives itself."""
    for address in (snapshot.url, *addresses):
        try:
            return seller_of(address)
        except BadInput:
            continue
    return snapshot.source


def mention(name: str, path: str, words: Words) -> Mention | None:
    """The model that a panel's name is, None for one that no word knows."""
    found = models.resolve(name, words)
    return replace(found, span=Span(path=path)) if found else None


def of_short_call(price: Mapping[str, Any], place: str, tiers: Any, tiers_place: str) -> dict[str, tuple[Any, str]]:
    """The prices of a short call, each with the field that holds it: its tier goes before the plain prices.

    A tier holds for calls of more than `min_tokens`; what it leaves out stays as it plainly is.
    """
    held = {name: (value, ".".join(filter(None, (place, name)))) for name, value in price.items()}
    for at, tier in numbered(tiers):
        if tier.get("min_tokens") in (0, None):
            known = {name: value for name, value in tier.items() if number(value) is not None}
            return {**held, **{name: (value, f"{tiers_place}[{at}].{name}") for name, value in known.items()}}
    return held
