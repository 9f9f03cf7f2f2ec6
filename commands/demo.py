"""`undercut demo`: the whole observatory at work on the lab's market, and how much of its truth it found."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands import init, table, trend
from commands.conduct import Conductor
from commands.console import FINDINGS, err, out, progress, show
from commands.observatory import SETTINGS, find, read_settings
from lab.compare import Comparison, Share, compare
from lab.market import PLATFORMS, RENDERED, Market
from lab.server import serve
from lab.truth import Truth
from parsers.percent import percents
from parsers.records import BadInput
from parsers.text.vocabulary import PACKAGED, Words
from storage.market import Known, known, observed
from storage.official_tables import embedded
from storage.store import Store, open_store

if TYPE_CHECKING:
    from spiders.visit import Visit

SETTINGS_OF_A_DEMO = """\
# Made by `undercut demo`, which may make it anew.
contact = {contact}
demo = true
"""
NOON = time(12, tzinfo=UTC)
REPORT = "report.html"
ENOUGH = 99
"""The share, in percent, that must be recovered of the lab's listings and percents."""


@dataclass
class Walked:
    """What a walk through the market did: its visits, in order."""

    visits: list[Visit] = field(default_factory=list)

    def by_source(self) -> Iterator[tuple[str, int, int, int, int, str]]:
        """Source, crawls, pages, failed, walls, and the outcome of the last crawl."""
        found = defaultdict[str, list["Visit"]](list)
        for visit in self.visits:
            found[visit.source].append(visit)
        for source, visits in sorted(found.items()):
            counts = [sum(getattr(visit, name) for visit in visits) for name in ("pages", "failed", "walls")]
            yield source, len(visits), counts[0], counts[1], counts[2], visits[-1].outcome


def market_of(seed: int, say: Callable[[str], object] = err.print) -> Market:
    """The whole market of a seed; without the shops that need a browser where none is, which is said."""
    from spiders import chromium

    found = chromium.program() is not None
    if not found:
        say(f"{chromium.NEEDS}; the demo goes on without the shops that need one")
    return Market(seed, platforms=[name for name in PLATFORMS if found or name not in RENDERED])


def clear(home: Path) -> None:
    """Make room for a new demo; a directory that is not a demo's is left alone and refused."""
    if not home.exists() or (home.is_dir() and not any(home.iterdir())):
        return
    if not (home / SETTINGS).is_file() or not read_settings(home / SETTINGS).demo:
        raise BadInput(f"{home} is not a demo's directory: name another one, nothing was changed")
    shutil.rmtree(home)


def build(home: Path, market: Market) -> None:
    """An observatory with the market's sources."""
    clear(home)
    init.make(home, "the lab", SETTINGS_OF_A_DEMO)
    for name, text in market.source_tables().items():
        (home / "sources" / name).write_text(text, "utf-8")


def walk(home: Path, market: Market, words: Words = PACKAGED, weeks: int | None = None) -> Walked:
    """Crawl every source of the market on each of its weeks; time is the market's."""
    from spiders.network import Grant

    walked = Walked()
    days = market.weeks[:weeks]
    sources = find(home).sources()
    with open_store(home) as store, serve(market) as server, progress() as bar:
        grants = [Grant(host, *place) for host, place in server.grants.items()]
        task = bar.add_task("walking the market", total=len(days))
        conductor = Conductor(store, words, clock=lambda: datetime.combine(server.day, NOON))
        with conductor.crawls(grants) as crawls:
            for day in days:
                server.day = day
                walked.visits += conductor.round(crawls, sources)
                bar.advance(task)
    return walked


def found_rows(market: Known, days: Iterable[date]) -> Iterator[dict[str, Any]]:
    """What the observatory holds to be on offer on each day, in the form that the lab compares."""
    rates = embedded()
    for day in days:
        noon = datetime.combine(day, NOON)
        for span in market.spans:
            if not span.first_seen <= noon <= span.last_seen:
                continue
            listing = market.listings[span.digest]
            claims = [claim.code for claim in listing.claims if claim.stands]
            row = {"source": span.source, "native_id": f"{day} {span.listing_id}", "claims": claims}
            figures = [figure for figure in percents(listing, rates, day) if not figure.term.aside]
            yield row | {"subject": None, "series": None, "percent": None}
            for figure in figures:
                term = figure.term
                yield row | {"subject": term.subject, "series": term.series, "percent": figure.percent.value}


def true_rows(store: Store, market: Market, days: Iterable[date]) -> Iterator[Truth]:
    """The lab's truth of each day, its listings named as the store names them."""
    for day in days:
        for row in market.truth(day):
            yield replace(row, native_id=named(store, day, row.source, row.native_id))


def on_show(store: Store, market: Market, days: Iterable[date]) -> Iterator[tuple[str, str]]:
    """What can be seen in the lab on each day, named so too."""
    for day in days:
        yield from ((source, named(store, day, source, native_id)) for source, native_id in market.on_show(day))


def named(store: Store, day: date, source: str, native_id: str) -> str:
    """A listing as it is compared: on a day, by the name that the store gives it."""
    name = store.pseudonym("listing", f"{source}\0{native_id}")
    return f"{day} {name}"


def recovered(home: Path, market: Market, weeks: int | None = None) -> Comparison:
    """How much of the market's truth, over all its weeks, the observatory holds."""
    with open_store(home) as store:
        return compared(store, known(store), market, weeks)


def compared(store: Store, held: Known, market: Market, weeks: int | None = None) -> Comparison:
    """The same from what is at hand."""
    days = market.weeks[:weeks]
    return compare(true_rows(store, market, days), found_rows(held, days), on_show(store, market, days))


def shown(home: Path, market: Market, weeks: int | None = None) -> Comparison:
    """Show the trend, the table and where the report lies; what was recovered. The store is loaded once for all."""
    from publishing.report import report_of  # charts take a third of a second to load

    with open_store(home) as store:
        held = known(store)
        asked = observed(held, embedded())
        trend.show_trend(asked, f"Percent of the official price by month and model line, {home}")
        table.show_table(held)
        title = f"The lab's market of seed {market.seed}: an invented one"
        (home / REPORT).write_text(report_of(held, asked, store, embedded(), title), "utf-8")
        out.print(f"A page to look at: {home / REPORT}", markup=False)
        return compared(store, held, market, weeks)


def good(share: Share) -> bool:
    """Whether enough was recovered."""
    return share.percent >= ENOUGH


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command()
    def demo(
        directory: Annotated[Path, typer.Argument(help="Where to put the demo's observatory.")] = Path("demo"),
        seed: Annotated[int, typer.Option(help="Which market to make.")] = 0,
        weeks: Annotated[int | None, typer.Option(min=1, max=26, help="How many weeks to walk; default: all.")] = None,
    ) -> None:
        """Walk an invented market for half a year and compare what was recovered with its truth.

        Nothing leaves this machine. Status 1 when less than 99 % of listings or percents is recovered, or what
        sells nothing was taken for a listing.

        Example: `undercut demo && undercut trend --home demo`
        """
        market = market_of(seed)
        build(directory, market)
        walked = walk(directory, market, weeks=weeks)
        columns = ("source", "crawls", "pages", "failed", "walls", "last outcome")
        show("Crawls and pages by source", columns, walked.by_source(), numeric=columns[1:5])
        comparison = shown(directory, market, weeks)
        out.print(f"Recovered of the lab's truth: {comparison}", markup=False, soft_wrap=True)
        if comparison.invented or not (good(comparison.listings) and good(comparison.percents)):
            raise typer.Exit(FINDINGS)
