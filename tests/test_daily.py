"""The daily tables: whatever was learned in whatever order, they are what is computed in full; only change costs."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parsers.records import Claim, Listing, Mention, Page, Quote, Span
from storage import daily, market
from storage.corrections import correct
from storage.evidence import keep
from storage.facts import listings
from storage.index import coverage, decomposition, index
from storage.ledger import learn
from storage.market import Observations, levels
from storage.official_tables import embedded
from storage.partitions import FOLDER, refresh, written
from storage.partitions import keep as keep_table
from storage.projection import spans
from storage.store import Store, StoreError, create, open_store
from tests.histories import START, day, snapshot

RATES = embedded()
Step = Callable[[Store], Any]
KINDS = {"nova": "new_api", "lumen": "telegram", "orbit": "telegram"}


def offer(source: str, number: int, yuan: str, claims: tuple[str, ...] = ()) -> Listing:
    """One listing of a seller who speaks at two sources, in yuan for a dollar of balance, and for Opus by the token."""
    quotes = (
        Quote("usd_credit", Decimal(yuan), Span(), "CNY", model="gpt"),
        Quote("mtok_input", Decimal(yuan) * 3, Span(), "CNY", model="claude-opus-4.6"),
        Quote("mtok_output", Decimal(yuan) * 15, Span(), "CNY", model="claude-opus-4.6"),
        Quote("request", Decimal("0.1"), Span(), "CNY", model="claude-opus-4.6"),
    )
    seller = "both.example" if number == 0 else f"{source}-{number}.example"
    said = tuple(Claim(code, Span()) for code in claims)
    names = tuple(Mention(id, id, Span()) for id in ("claude-opus-4.6", "gpt"))
    made = Listing(source, f"http://{source}.example/{number}", seller, f"offer {number}", f"{yuan} CNY", f"{number}")
    return replace(made, access="relay_api", quotes=quotes[: 2 + number], claims=said, models=names)


def fetch(source: str, at: datetime, *offers: Listing, version: str = "1", learned_at: datetime | None = None) -> Step:
    """Keep and learn one page of a source."""

    def take(store: Store) -> None:
        visit = f"{source}@{at.isoformat()}"
        kept = keep(store, snapshot(visit.encode(), at, source=source, platform=KINDS[source]), visit)
        learn(store, kept, Page(offers, complete=True), visit, learned_at or at, version)

    return take


def history() -> list[Step]:
    """Three sources over ten weeks: prices change, listings come and go, one falls silent, a page is read again."""
    steps = []
    for week in range(0, 10):
        at = day(7 * week)
        nova = [offer("nova", 0, f"{1 + week // 3}"), offer("nova", 1, "2", ("official_source",))]
        steps.append(fetch("nova", at, *nova, *([offer("nova", 2, "5")] if week > 4 else [])))
        steps.append(fetch("lumen", at, offer("lumen", 0, f"{1.5 + week / 10}"), offer("lumen", 1, "0.7")))
        if week < 4:
            steps.append(fetch("orbit", at, offer("orbit", 1, "3", ("account_pool",))))
    better = [offer("nova", 0, "1.25"), offer("nova", 1, "2", ("official_source",))]
    return [*steps, fetch("nova", day(7), *better, version="2", learned_at=day(80))]


def amend(store: Store) -> None:
    """A person says what the first listing of lumen really asks."""
    found = spans(store)
    known = listings(store, {span.digest for span in found})
    span = next(each for each in found if each.source == "lumen" and known[each.digest].text == "1.5 CNY")
    price = Quote("usd_credit", Decimal(9), Span(), "CNY", model="gpt")
    correct(store, span.digest, known[span.digest], {"quotes": (price,)}, "L. Wen", "a slip", day(90))


def whole(found: Observations) -> list[dict[str, Any]]:
    """Every observation and every figure of a window, to the noise of binary fractions."""
    tables = [found.table(), *(levels(found, by, stratum) for by in ("day", "week") for stratum in ("line", "access"))]
    tables += [index(found, "week", draws=20), decomposition(found, "month", "all")]
    return [dict(noiseless(row)) for table in tables for row in table.to_pylist()]


def noiseless(row: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, 9) if isinstance(value, float) else value for name, value in row.items()}


WINDOWS: list[tuple[date | None, date | None]] = [
    (None, None),
    (date(2026, 5, 20), date(2026, 6, 2)),
    (date(2026, 6, 30), date(2026, 9, 1)),
    (date(2025, 1, 1), date(2025, 2, 1)),
]


def test_tables_updated_by_what_changed_are_those_of_a_full_computation_in_any_order_of_learning(
    tmp_path: Path,
) -> None:
    create(tmp_path / "new")
    figures = []
    for order in range(3):
        shutil.copytree(tmp_path / "new", tmp_path / str(order))
        steps = history()
        random.Random(order).shuffle(steps)
        with open_store(tmp_path / str(order)) as store:
            for number, step in enumerate(steps):
                step(store)
                if number % 4 == order:
                    refresh(store, RATES)
            amend(store)
            figures.append(whole(daily.observations(store, RATES)))
            assert figures[-1] == whole(market.observations(store, RATES))
    assert figures[0] and figures.count(figures[0]) == 3


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a store with the whole history."""
    home = tmp_path_factory.mktemp("past") / "store"
    create(home)
    with open_store(home) as store:
        for step in history():
            step(store)
    return home


@pytest.fixture
def walked(past: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of that store, without daily tables."""
    shutil.copytree(past, tmp_path / "walked")
    with open_store(tmp_path / "walked") as store:
        yield store


@pytest.mark.parametrize("split", [None, "kind", "upstream"])
def test_every_window_and_split_is_read_as_it_is_computed(walked: Store, split: market.Split | None) -> None:
    for since, until in WINDOWS:
        read = daily.observations(walked, RATES, since, until, split=split)
        computed = market.observations(walked, RATES, since, until, split=split)
        assert whole(read) == whole(computed), (since, until)
        assert coverage(read) == coverage(computed), (since, until)


def files(store: Store) -> dict[str, int]:
    """The files of the tables, with the moment each was written."""
    return {path.name: path.stat().st_mtime_ns for path in (store.home / FOLDER).glob("*.parquet")}


def test_where_nothing_was_learned_nothing_is_written(walked: Store) -> None:
    refresh(walked, RATES)
    before = files(walked)
    assert refresh(walked, RATES).before == [] and files(walked) == before


def test_only_the_source_and_the_months_that_changed_are_written(walked: Store) -> None:
    old = refresh(walked, RATES)
    fetch("lumen", day(70), offer("lumen", 0, "4"), offer("lumen", 1, "0.7"))(walked)
    new = refresh(walked, RATES)
    assert [name for name in new.sources if new.sources[name] != old.sources[name]] == ["lumen"]
    assert list(old.months) == ["2026-05", "2026-06", "2026-07"]
    assert [month for month in new.months if new.months[month] != old.months.get(month)] == ["2026-07"]
    assert old.files - new.files <= {path.name for path in (walked.home / FOLDER).iterdir()}
    fetch("lumen", day(77), offer("lumen", 0, "4"))(walked)
    assert not old.files - new.files & refresh(walked, RATES).files & set(files(walked))


def test_what_was_learned_late_of_an_old_month_writes_that_month(walked: Store) -> None:
    old = refresh(walked, RATES)
    fetch("orbit", day(3), offer("orbit", 1, "4", ("account_pool",)), learned_at=day(100))(walked)
    new = refresh(walked, RATES)
    assert [month for month in new.months if new.months[month] != old.months[month]] == ["2026-05"]


def test_a_correction_and_a_learned_rate_change_what_they_concern(walked: Store) -> None:
    old = refresh(walked, RATES)
    amend(walked)
    new = refresh(walked, RATES)
    assert [name for name in new.sources if new.sources[name] != old.sources[name]] == ["lumen"]
    assert [month for month in new.months if new.months[month] != old.months[month]] == ["2026-05"]
    yuan = RATES.series["CNY"]
    values = [
        value * 2 if each == date(2026, 6, 12) else value for each, value in zip(yuan.days, yuan.values, strict=True)
    ]
    other = replace(RATES, series={**RATES.series, "CNY": replace(yuan, values=tuple(values))})
    later = refresh(walked, other)
    assert later.sources == new.sources
    assert [month for month in later.months if later.months[month] != new.months[month]] == ["2026-06"]
    assert whole(daily.observations(walked, other)) == whole(market.observations(walked, other))


def test_damaged_and_half_written_tables_are_made_again(walked: Store) -> None:
    figures = whole(daily.observations(walked, RATES))
    folder = walked.home / FOLDER
    for name in (next(iter(files(walked))), "all.json"):
        (folder / name).unlink()
        (folder / "all-2026-05-0.new").write_bytes(b"half")
        assert whole(daily.observations(walked, RATES)) == figures
    (folder / "all.json").write_text("{}", "utf-8")
    assert whole(daily.observations(walked, RATES)) == figures
    assert not list(folder.glob("*.new"))


def test_what_the_tables_do_not_hold_is_computed(walked: Store) -> None:
    then = day(30)
    read = daily.observations(walked, RATES, as_known_on=then)
    assert whole(read) == whole(market.observations(walked, RATES, as_known_on=then))
    stale = timedelta(days=3)
    read = daily.observations(walked, RATES, stale_after=stale)
    assert whole(read) == whole(market.observations(walked, RATES, stale_after=stale))
    assert not (walked.home / FOLDER).exists()


def test_an_empty_store_and_one_that_saw_nothing_have_no_observations(store: Store) -> None:
    window = date(2026, 5, 1), date(2026, 5, 2)
    assert daily.observations(store, RATES, *window).table().num_rows == 0
    fetch("nova", START)(store)
    assert daily.observations(store, RATES, *window).table().num_rows == 0


def test_tables_that_cannot_be_written_are_said_in_a_sentence(tmp_path: Path) -> None:
    nowhere = tmp_path / FOLDER / "all-2026-10.parquet"
    with market.memory({}) as connection:
        connection.execute("CREATE TABLE units AS SELECT 1 AS unit")
        with pytest.raises(StoreError, match="a figure needs its daily tables written there"):
            keep_table(connection.table("units"), nowhere)
    with pytest.raises(StoreError, match="No such file or directory; a figure needs"):
        written(nowhere, Path.touch)
