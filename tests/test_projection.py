"""Spans: little histories with the spans they must give, in whatever order they are learned and as of any day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count, pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.records import Cover, Page, PageError, Snapshot, Wall
from storage.evidence import keep
from storage.facts import private
from storage.ledger import learn
from storage.projection import ListingSpan, Reading, Seen, project, rebuild, refresh, spans, suspicious
from storage.store import Store
from storage.timeline import lost, walk
from storage.versions import digest
from tests.histories import START, day, listing, rows, snapshot


def seen(word: str) -> Seen:
    """`a1` is listing a in version 1; `p50v2` is the listing at position 50 in version 2, `p50` in version 0."""
    if word.startswith("p"):
        place, _, version = word[1:].partition("v")
        return Seen(word[: len(place) + 1], version or "0", "seller", int(place))
    return Seen(word[0], word[1:] or "0", "seller")


def reading(spec: str, source: str = "nova") -> Reading:
    """`3 a1 b1 complete` was fetched on day 3; `3/V2 a1` is page 2 of visit V.

    Other words: `50-60`, `50-`, `-60` (a stretch), `wall`, `failed`, `chatter` (a text that is no offer), `known:9`
    (learned on day 9), `by:2` (a version), `start:A` (the start that led to it).
    """
    first, *words = spec.split()
    at, _, page = first.partition("/")
    found = Reading(source, f"{source}@{page[:-1] or at}", int(page[-1:] or 1), day(float(at)), day(float(at)), "1")
    for word in words:
        found = replace(found, **said(word, found))
    return found


def said(word: str, so_far: Reading) -> dict[str, Any]:
    """What one word of a reading adds."""
    name, mark, value = word.partition(":")
    low, stretch, high = word.partition("-")
    if stretch:
        return {"cover": Cover(int(low) if low else None, int(high) if high else None)}
    if mark:
        field = {"known": "learned_at", "by": "version", "start": "scope"}[name]
        return {field: day(float(value)) if name == "known" else value}
    words: dict[str, dict[str, Any]] = {
        "complete": {"complete": True},
        "chatter": {"not_offers": 1},
        "wall": {"outcome": "wall"},
        "failed": {"outcome": "failed"},
    }
    return words.get(word) or {"seen": (*so_far.seen, seen(word))}


def told(span: ListingSpan) -> str:
    """A span as `a1 1..3 changed 4`, days for times."""

    def number(at: datetime) -> str:
        return f"{(at - START) / timedelta(days=1):g}"

    version = span.digest if span.digest != "0" else ""
    text = f"{span.listing_id}{'v' if span.listing_id[1:] and version else ''}{version}"
    end = f" {span.end_reason} {number(span.ended_at)}" if span.ended_at else ""
    return f"{text} {number(span.first_seen)}..{number(span.last_seen)}{end}"


HISTORIES = [
    ("nothing was read", [], []),
    ("one look", ["1 a b"], ["a 1..1", "b 1..1"]),
    ("seen again", ["1 a", "2 a", "4 a"], ["a 1..4"]),
    ("gone from a complete page", ["1 a b complete", "2 a complete", "3 a complete"], ["a 1..3", "b 1..1 gone 2"]),
    ("missing from a partial page", ["1 a b complete", "2 a"], ["a 1..2", "b 1..1"]),
    ("a new version", ["1 a1", "2 a1", "4 a2", "5 a2"], ["a1 1..2 changed 4", "a2 4..5"]),
    ("a version comes back", ["1 a1", "2 a2", "3 a1"], ["a1 1..1 changed 2", "a2 2..2 changed 3", "a1 3..3"]),
    ("a listing comes back", ["1 a b complete", "2 b complete", "4 a b"], ["a 1..1 gone 2", "a 4..4", "b 1..4"]),
    ("gone stays gone", ["1 a b complete", "2 b complete", "3 b complete"], ["a 1..1 gone 2", "b 1..3"]),
    # what ends nothing
    ("a wall", ["1 a complete", "2 wall complete"], ["a 1..1"]),
    ("a failed reading", ["1 a complete", "2 failed complete"], ["a 1..1"]),
    ("a wall that still shows something", ["1 a b complete", "2 a wall complete"], ["a 1..2", "b 1..1"]),
    ("an empty complete page", ["1 a complete", "2 complete"], ["a 1..1"]),
    ("empty twice", ["1 a complete", "2 complete", "3 complete"], ["a 1..1"]),
    ("back after an empty page", ["1 a complete", "2 complete", "3 a complete"], ["a 1..3"]),
    ("only chatter is left", ["1 a complete", "2 chatter complete"], ["a 1..1 gone 2"]),
    ("a failed page of the visit", ["1 a b complete", "2/V1 a complete", "2.1/V2 failed"], ["a 1..2", "b 1..1"]),
    # several pages of a visit
    ("complete with siblings", ["1/V1 a", "2/V2 b complete", "3/W1 a", "4/W2 complete"], ["a 1..3", "b 2..2 gone 4"]),
    ("complete before its sibling", ["1 a b complete", "2/V1 a complete", "2.1/V2 b"], ["a 1..2", "b 1..2.1"]),
    ("an empty last page", ["1 a b complete", "2/V1 a", "2.1/V2 complete"], ["a 1..2", "b 1..1 gone 2.1"]),
    ("one listing on two pages", ["1/V1 a", "1.1/V2 a", "2 a"], ["a 1..2"]),
    ("two versions on two pages", ["1/V1 a1", "1.1/V2 a2", "2/W1 a1", "2.1/W2 a2"], ["a2 1.1..2.1"]),
    ("changed between two pages", ["1 a1", "2/V1 a1", "2.1/V2 a2"], ["a1 1..1 changed 2.1", "a2 2.1..2.1"]),
    # stretches of positions
    ("gone from a stretch", ["1 p50 p52 p55", "2 p50 p55 50-60"], ["p50 1..2", "p52 1..1 gone 2", "p55 1..2"]),
    ("outside the stretch", ["1 p49 p61", "2 p50 50-60"], ["p49 1..1", "p50 2..2", "p61 1..1"]),
    ("its ends are in the stretch", ["1 p50 p60", "2 chatter 50-60"], ["p50 1..1 gone 2", "p60 1..1 gone 2"]),
    ("a stretch without a lower bound", ["1 p1 p61 p5", "2 p5 -60"], ["p1 1..1 gone 2", "p5 1..2", "p61 1..1"]),
    ("a stretch without an upper bound", ["1 p1 p61 p50", "2 p50 50-"], ["p1 1..1", "p50 1..2", "p61 1..1 gone 2"]),
    ("a stretch says nothing of what has no position", ["1 a p50", "2 p50 1-99"], ["a 1..1", "p50 1..2"]),
    ("an empty stretch", ["1 p50", "2 1-99"], ["p50 1..1"]),
    ("a stretch of chatter", ["1 p50", "2 chatter 1-99"], ["p50 1..1 gone 2"]),
    ("a stretch of a failed page", ["1 p50", "2 failed 1-99"], ["p50 1..1"]),
    ("beside a failed page", ["1 p50 p70", "2/V1 chatter 1-60", "3/V2 failed"], ["p50 1..1 gone 2", "p70 1..1"]),
    ("moved to another page of the visit", ["1 p50", "2/V1 chatter 1-99", "2.1/V2 p50"], ["p50 1..2.1"]),
    ("a message edited", ["1 p50v1 50-", "2 p50v2 50-"], ["p50v1 1..1 changed 2", "p50v2 2..2"]),
    ("a stretch of a wall that shows something", ["1 p50 p60", "2 p60 wall 1-99"], ["p50 1..1", "p60 1..2"]),
    ("a page that slides", ["1 p1 p2 1-", "2 p2 p3 2-", "3 p1 p3 1-"], ["p1 1..3", "p2 1..2 gone 3", "p3 2..3"]),
    # several starts
    (
        "gone from one of two",
        ["1/V1 a b start:A", "1/V2 c start:B", "2 a complete start:A"],
        ["a 1..2", "b 1..1 gone 2", "c 1..1"],
    ),
    (
        "a stretch of one",
        ["1/V1 p5 start:A", "1/V2 p6 start:B", "2 chatter 1-9 start:A"],
        ["p5 1..1 gone 2", "p6 1..1"],
    ),
    (
        "beside one that failed",
        ["1 a b start:A", "2/W1 a complete start:A", "2/W2 failed start:B"],
        ["a 1..2", "b 1..1 gone 2"],
    ),
    ("shown by another since", ["1 p5 start:A", "2 p5 start:B", "3 chatter complete 1-9 start:A"], ["p5 1..2"]),
    ("gone from another since", ["1 p5 start:A", "2 p5 start:B", "3 chatter 1-9 start:B"], ["p5 1..2 gone 3"]),
    (
        "changed on another",
        ["1 p5v1 start:A", "2 p5v2 start:B", "3 chatter 1-9 start:A"],
        ["p5v1 1..1 changed 2", "p5v2 2..2"],
    ),
    # the same shown, but more said
    ("now complete", ["1 a b", "2 a", "3 a complete"], ["a 1..3", "b 1..1 gone 3"]),
    ("now a stretch", ["1 p50 p60", "2 p60", "3 p60 1-99"], ["p50 1..1 gone 3", "p60 1..3"]),
    ("no longer a wall", ["1 a b", "2 a complete wall", "3 a complete"], ["a 1..3", "b 1..1 gone 3"]),
    ("now chatter", ["1 a", "2 complete", "3 complete chatter"], ["a 1..1 gone 3"]),
    # what comes at once, or across
    ("two versions on one page", ["1 a2 a1"], ["a2 1..1"]),
    ("two pages at one moment", ["1/V1 a1", "1/V2 a2"], ["a2 1..1"]),
    ("two visits at one moment", ["1/V1 a1", "1/W1 a2"], ["a1 1..1 changed 1", "a2 1..1"]),
    ("a visit within a visit", ["1/V1 a", "2/W1 a", "3/V2 a"], ["a 1..3"]),
    ("ended within a visit, seen after", ["1/V1 a", "2/W1 b complete", "3/V2 a"], ["a 1..3 gone 3", "b 2..2"]),
    # readings of the same capture
    ("read again better", ["1 a1 known:1 by:1", "1 a2 known:5 by:2"], ["a2 1..1"]),
    ("read again, learned in the same moment", ["1 a2 by:2", "1 a1 by:1"], ["a2 1..1"]),
    ("read again and found broken", ["1 a complete", "2 b complete known:2", "2 failed known:9 by:2"], ["a 1..1"]),
    ("read again, not complete", ["1 a b complete", "2 a complete", "2 a known:9 by:2"], ["a 1..2", "b 1..1"]),
]  # fmt: skip


@pytest.mark.parametrize(("readings", "expected"), [row[1:] for row in HISTORIES], ids=[row[0] for row in HISTORIES])
@pytest.mark.parametrize("order", [1, -1], ids=["as they came", "backwards"])
def test_a_history_gives_its_spans(readings: list[str], expected: list[str], order: int) -> None:
    assert [told(span) for span in project(map(reading, readings[::order]))] == expected


def test_sources_are_apart() -> None:
    readings = [reading("1 a b complete"), reading("2 a complete"), reading("3 c complete", source="lune")]
    assert [told(span) for span in project(readings)] == ["c 3..3", "a 1..2", "b 1..1 gone 2"]


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        (["1 complete"], []),
        (["1 a complete", "2 complete", "3 complete", "4 a complete"], ["nova@2", "nova@3"]),
        (["1 a complete", "2 chatter complete", "3 complete"], []),
        (["1 p1 1-", "2 5-"], ["nova@2"]),
        (["1 a complete", "2 failed complete"], []),
        (["1 a", "2"], []),
        (["1 a start:A", "2 complete start:B"], []),
    ],
    ids=str,
)
def test_suspiciously_empty_looks_are_counted(readings: list[str], expected: list[str]) -> None:
    assert [empty.visit for empty in walk(map(reading, readings)).empties] == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (9, ["a 1..4", "b 1..1 gone 4"]),
        (11, ["a 1..4", "b 1..1 gone 4"]),
        (11.5, ["a 1..4 source_lost 11", "b 1..1 gone 4"]),
        (99, ["a 1..4 source_lost 11", "b 1..1 gone 4"]),
    ],
    ids=str,
)
def test_what_stands_at_a_lost_source_ends_when_its_limit_runs_out(now: float, expected: list[str]) -> None:
    found = walk(map(reading, ["1 a b complete", "4 a complete", "8 failed", "9 wall"]))
    limits = {"nova": timedelta(days=7), "lune": timedelta(days=1)}
    assert [told(span) for span in lost(found.spans, found.last_read, limits, day(now))] == expected
    assert [told(span) for span in lost(found.spans, found.last_read, {}, day(now))] == ["a 1..4", "b 1..1 gone 4"]


# --- any history ---------------------------------------------------------------------------------------------------

SHOWN = ["a1", "a2", "b1", "b2", "c1", "p5v1", "p5v2", "p6v1", "p7v1"]
TOLD = ["complete", "wall", "failed", "5-6", "6-", "-9", "chatter"]


@st.composite
def histories(draw: st.DrawFn, versions: int = 2) -> list[Reading]:
    """Visits of up to three pages, complete or not, with walls, failures and pages that were read again later."""
    found = []
    clock = count(1)
    for visit in range(draw(st.integers(1, 6))):
        for page in range(draw(st.integers(1, 3))):
            at = next(clock) / 4
            for version in range(draw(st.integers(1, versions))):
                words = draw(st.lists(st.sampled_from(SHOWN), max_size=4, unique_by=lambda word: word.rstrip("12")))
                words += draw(st.lists(st.sampled_from(TOLD), max_size=2))
                known = at + version * draw(st.integers(1, 12)) / 4
                found.append(reading(f"{at}/{visit}{page} {' '.join(words)} by:{version} known:{known}"))
    return found


@given(histories(), st.data())
def test_the_order_of_learning_does_not_matter(history: list[Reading], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(history + data.draw(st.lists(st.sampled_from(history)))))
    assert project(shuffled) == project(history)
    assert walk(shuffled) == walk(history)


@given(histories())
def test_spans_are_sane(history: list[Reading]) -> None:
    found = project(history)
    newest: dict[tuple[str, int], Reading] = {}
    for each in sorted(history, key=lambda each: (each.learned_at, each.version)):
        newest[each.visit, each.capture] = each
    shown = {(seen.listing_id, seen.digest, each.fetched_at) for each in newest.values() for seen in each.seen}
    last = {each.listing_id: each for each in found}
    for span in found:
        assert (span.listing_id, span.digest, span.first_seen) in shown
        assert (span.listing_id, span.digest, span.last_seen) in shown
        assert span.first_seen <= span.last_seen
        assert (span.ended_at is None) == (span.end_reason is None)
        assert span.ended_at is None or span.last_seen < span.ended_at
        assert span.end_reason is not None or last[span.listing_id] == span
    for one, next_one in pairwise(found):
        if one.listing_id == next_one.listing_id:
            assert one.ended_at is not None
            assert one.ended_at <= next_one.first_seen
            assert (one.end_reason == "changed") == (one.ended_at == next_one.first_seen)


@given(histories(versions=1), st.data())
def test_a_look_that_repeats_another_only_prolongs(history: list[Reading], data: st.DataObject) -> None:
    """The walk skips the middle of looks alike; with a middle or without, the ends are the same."""
    visit = data.draw(st.sampled_from([each.visit for each in history]))
    own = [each for each in history if each.visit == visit]
    after = max(each.fetched_at for each in own)
    step = timedelta(hours=1) / (len(own) + 1)

    def repeated(name: str, start: int) -> list[Reading]:
        return [
            replace(each, visit=name, fetched_at=after + timedelta(hours=start) + step * number)
            for number, each in enumerate(sorted(own, key=lambda each: (each.fetched_at, each.capture)))
        ]

    with_middle = project([*history, *repeated("middle", 1), *repeated("last", 2)])
    assert with_middle == project([*history, *repeated("last", 2)])


# --- the store -----------------------------------------------------------------------------------------------------

NAMES = count()


@dataclass(frozen=True)
class Taught:
    """A reading as it was learned by a store, under the store's own names."""

    store: Store
    source: str

    def keep(self, history: Iterable[Reading]) -> None:
        """Keep the evidence of all readings in the order of fetching."""
        for each in sorted(history, key=lambda each: each.fetched_at):
            keep(self.store, self.snapshot(each), f"{self.source}@{each.visit}")

    def snapshot(self, each: Reading) -> Snapshot:
        """What was fetched."""
        return snapshot(b"%d" % each.capture, each.fetched_at, source=self.source, purpose=f"page {each.capture}")

    def learn(self, each: Reading) -> None:
        """Learn what the reading stands for."""
        shown = [
            listing(seen.listing_id, seen.digest, position=seen.position, source=self.source) for seen in each.seen
        ]
        page = Page(
            listings=tuple(shown),
            complete=each.complete,
            covers=each.cover,
            not_offers=each.not_offers,
            wall=Wall("login", "") if each.outcome == "wall" else None,
        )
        result = PageError("broken") if each.outcome == "failed" else page
        visit = f"{self.source}@{each.visit}"
        learn(self.store, self.snapshot(each), result, visit, each.learned_at, each.version)

    def see(self, *specs: str) -> None:
        """Keep and learn readings that are written down."""
        for each in map(reading, specs):
            self.keep([each])
            self.learn(each)

    def named(self, spans: Iterable[ListingSpan]) -> list[ListingSpan]:
        """Spans of the pure projection, under the names that the store gives."""
        return sorted((self.span(each) for each in spans), key=lambda each: (each.listing_id, each.first_seen))

    def span(self, each: ListingSpan) -> ListingSpan:
        place = int(each.listing_id[1:]) if each.listing_id.startswith("p") else None
        own = private(self.store, listing(each.listing_id, each.digest, position=place, source=self.source))
        return replace(each, listing_id=own.key, digest=digest(own), source=self.source, seller=own.seller)

    def spans(self, **asked: Any) -> list[ListingSpan]:
        """The store's spans of this source."""
        return [each for each in spans(self.store, **asked) if each.source == self.source]


def as_stored(history: Sequence[Reading]) -> list[Reading]:
    """The readings as a store takes them: what a failed one saw is not known."""
    return [
        replace(each, seen=(), complete=False, cover=None, not_offers=0) if each.outcome == "failed" else each
        for each in history
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(), data=st.data())
def test_a_store_gives_the_spans_of_its_readings_in_any_order(
    store: Store, history: list[Reading], data: st.DataObject
) -> None:
    taught = Taught(store, f"nova{next(NAMES)}")
    taught.keep(history)
    order = data.draw(st.permutations(history))
    half = data.draw(st.integers(0, len(order)))
    for each in [*order[:half], *order[:2]]:
        taught.learn(each)
    taught.spans()
    for each in order[half:]:
        taught.learn(each)
    expected = taught.named(project(as_stored(history)))
    assert taught.spans() == expected
    rebuild(store)
    assert taught.spans() == expected


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(), data=st.data())
def test_as_known_on_a_day_is_the_projection_of_what_was_known(
    store: Store, history: list[Reading], data: st.DataObject
) -> None:
    taught = Taught(store, f"lune{next(NAMES)}")
    taught.keep(history)
    for each in data.draw(st.permutations(history)):
        taught.learn(each)
    moment = data.draw(st.sampled_from([each.learned_at for each in history]))
    known = [each for each in as_stored(history) if each.learned_at <= moment]
    assert taught.spans(as_known_on=moment) == taught.named(project(known))
    assert taught.spans(as_known_on=START) == []


def test_spans_are_stored_and_only_stale_sources_are_projected_again(store: Store) -> None:
    one, two = Taught(store, "one"), Taught(store, "two")
    one.see("1 a b complete")
    two.see("1 a complete")
    assert (len(one.spans()), len(two.spans())) == (2, 1)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE spans SET end_reason = 'mark'")
    one.see("2 a complete")
    assert {span.end_reason for span in one.spans()} == {None, "gone"}
    assert {span.end_reason for span in two.spans()} == {"mark"}
    rebuild(store)
    assert {span.end_reason for span in two.spans()} == {None}


def test_what_is_learned_while_a_source_is_projected_is_not_forgotten(store: Store) -> None:
    taught = Taught(store, "one")
    taught.see("1 a complete")
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE projections SET learned = learned + 1")
    refresh(store)
    taught.see("2 b complete")
    assert len(taught.spans()) == 2
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT learned, projected FROM projections").one() == (3, 3)


def test_suspicious_looks_are_stored(store: Store) -> None:
    taught = Taught(store, "one")
    taught.see("1 a complete", "2 complete", "3 complete")
    assert [empty.visit for empty in suspicious(store)] == ["one@nova@2", "one@nova@3"]
    assert rows(store, "empties") == {"empties": 2}


def test_a_lost_source_ends_its_spans_as_of_any_day(store: Store) -> None:
    taught = Taught(store, "one")
    taught.see("1 a complete", "9 wall")
    limits = {"one": timedelta(days=3)}
    assert [span.end_reason for span in taught.spans(lost_after=limits, now=day(4))] == [None]
    assert [span.ended_at for span in taught.spans(lost_after=limits, now=day(5))] == [day(4)]
    assert [span.ended_at for span in taught.spans(lost_after=limits, as_known_on=day(5))] == [day(4)]
    with pytest.raises(ValueError, match="storage has no clock"):
        taught.spans(lost_after=limits)
    with pytest.raises(ValueError, match="is not an aware UTC time"):
        taught.spans(as_known_on=START.replace(tzinfo=None))


def test_pages_belong_to_the_start_that_led_to_them(store: Store) -> None:
    """Two channels in one source: their positions are their own, and so is what is complete."""
    pages = [
        ("start", "/s/nova", [("n5", 5)], Cover(1, 9)),
        ("page", "/s/nova?before=5", [("n2", 2)], Cover(1, 4)),
        ("start", "/s/lune", [("l5", 5)], Cover(1, 9)),
        ("page", "/s/lune?before=5", [("l2", 2)], Cover(1, 4)),
    ]
    for number in (0, 1):
        for purpose, url, shown, cover in pages if number == 0 else pages[2:]:
            kept = keep(
                store, snapshot(url.encode(), day(number), purpose=purpose, url=f"http://t.example{url}"), f"v{number}"
            )
            offers = [] if url.endswith("lune") and number else shown
            page = Page(tuple(listing(key, position=place) for key, place in offers), covers=cover, not_offers=1)
            learn(store, kept, page, f"v{number}", day(number))
    gone = {span.listing_id for span in spans(store) if span.end_reason == "gone"}
    assert gone == {private(store, listing("l5")).key}
