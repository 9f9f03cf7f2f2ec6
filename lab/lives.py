"""The life of an offer: posted, edited, reordered, reposted and taken down as its seller's mind changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from lab import official, wording
from lab.messages import Message, Version
from lab.offers import Offer, Shop, new_offer

CHANGES_PRICE, CHANGES_CLAIMS, REORDERS, REPOSTS, ENDS = 0.12, 0.08, 0.03, 0.04, 0.05
"""How likely each is in a week."""


def mood(day: date, rng: Random) -> Decimal:
    """The factor by which a seller changes a price on `day`: prices rise and fall together."""
    factors = next(row["factors"] for row in official.table("sellers")["mood"] if day < row["until"])
    return Decimal(rng.choice(factors))


def change_price(offer: Offer, day: date) -> None:
    """The seller asks more or less for everything in the offer."""
    factor = mood(day, offer.rng)
    offer.aims = [aim * factor for aim in offer.aims]


def change_claims(offer: Offer) -> None:
    """The seller drops a claim or finds a new one."""
    lines = [wording.line_of(subject) for _, group in offer.sentences for subject in group]
    removable = [fragment for fragment in offer.fragments if "many_models" not in fragment.codes]
    if removable and offer.rng.random() < 0.5:
        offer.fragments.remove(offer.rng.choice(removable))
        return
    pool = wording.claim_pool(offer.access, lines, offer.shop.language, offer.rng)
    new = [fragment for fragment in pool if wording.fits_beside(fragment, offer.fragments, offer.codes())]
    offer.fragments.extend(new[:1])


def moment(day: date, rng: Random) -> datetime:
    """A time of that day."""
    return datetime.combine(day, time(rng.randrange(1, 23), rng.randrange(60), rng.randrange(60)), UTC)


def day_before(week: date, rng: Random) -> date:
    """A day in the week that ends on `week`, never that day itself: what happened is old when it is observed."""
    return week - timedelta(days=rng.randint(1, 6))


def messages_of(offer: Offer, weeks: Sequence[date], first: date) -> Iterator[Message]:
    """The messages of one offer from its first posting until the seller gives it up, reposts included."""
    rng = offer.rng
    versions = [offer.version(first)]
    post = Message(offer.shop.name, moment(first, rng), (), None, offer.access, planted=offer.planted)
    for week in weeks:
        day = day_before(week, rng)
        if rng.random() < ENDS:
            yield replace(post, versions=tuple(versions), removed=day)
            return
        if rng.random() < REPOSTS:
            yield replace(post, versions=tuple(versions), removed=day if rng.random() < 0.5 else None)
            post, versions = replace(post, posted=moment(day, rng)), [replace(versions[-1], since=day)]
            continue
        edit(offer, versions, day)
    yield replace(post, versions=tuple(versions))


def edit(offer: Offer, versions: list[Version], day: date) -> None:
    """Perhaps a new version, where the seller changed something that shows."""
    if offer.rng.random() < CHANGES_PRICE:
        change_price(offer, day)
    elif offer.rng.random() < CHANGES_CLAIMS:
        change_claims(offer)
    elif offer.rng.random() < REORDERS:
        offer.rng.shuffle(offer.fragments)
    else:
        return
    changed = offer.version(day)
    if changed.text != versions[-1].text:
        versions.append(changed)


def offers_of(shop: Shop, slots: int, weeks: Sequence[date], rng: Random) -> Iterator[Message]:
    """Everything a shop posts in half a year with about `slots` offers standing at a time."""
    for _ in range(slots):
        start = 0 if rng.random() < 0.7 else rng.randrange(1, len(weeks) // 2)
        while start < len(weeks):
            first = day_before(weeks[start], rng) - timedelta(days=rng.randrange(30) if start == 0 else 0)
            found = list(messages_of(new_offer(shop, rng, first), weeks[start + 1 :], first))
            yield from found
            gone = found[-1].removed
            start = len(weeks) if gone is None else sum(week < gone for week in weeks) + rng.randint(1, 4)
