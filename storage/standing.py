"""How a listing stands: on offer, back again, stale, changed, gone, or at a source that is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal

from storage.market import STALE_AFTER
from storage.projection import last_reads, spans
from storage.store import Store
from storage.timeline import EndReason, ListingSpan, lost

LOST_AFTER = timedelta(days=30)
"""How long before the newest page of any source a source was last read with success when it is taken for lost."""
Standing = Literal["on offer", "relisted", "stale"] | EndReason


def standings(store: Store, as_known_on: datetime | None = None) -> list[tuple[ListingSpan, Standing]]:
    """Every version of a listing and how it stands, as of the newest page that was read of any source."""
    return stand(spans(store, as_known_on), last_reads(store, as_known_on))


def stand(found: Iterable[ListingSpan], last_read: Mapping[str, datetime]) -> list[tuple[ListingSpan, Standing]]:
    """The same of these spans; those of a lost source have ended when their time ran out."""
    newest = max(last_read.values(), default=None)
    if newest is None:
        return []
    known = lost(found, last_read, dict.fromkeys(last_read, LOST_AFTER), newest)
    gone: dict[str, datetime] = {}
    for span in known:
        if span.end_reason == "gone" and span.ended_at:
            gone[span.listing_id] = min(span.ended_at, gone.get(span.listing_id, span.ended_at))
    return [(span, standing(span, gone.get(span.listing_id), newest)) for span in known]


def standing(span: ListingSpan, gone: datetime | None, now: datetime) -> Standing:
    """How one version stands; `gone` is when its listing was first found to be gone."""
    if span.end_reason:
        return span.end_reason
    if now - span.last_seen > STALE_AFTER:
        return "stale"
    return "relisted" if gone and gone <= span.first_seen else "on offer"


def lost_sources(last_read: Mapping[str, datetime]) -> dict[str, datetime]:
    """The sources that are lost, with when each was last read with success."""
    newest = max(last_read.values(), default=None)
    return {source: at for source, at in last_read.items() if newest and newest - at > LOST_AFTER}
