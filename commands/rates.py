"""`undercut rates`: official prices and exchange rates: what is known, refreshing it, and a person's word on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import pyarrow as pa
import typer

import spiders
from commands.conduct import Conductor, now
from commands.console import PARTIAL, out, show
from commands.crawl import require_contact, show_visits
from commands.observatory import Home, Observatory, find
from commands.options import AsFormat, Format, KnownOn, day, known_by, output
from parsers.records import BadInput
from publishing.files import write
from storage import rate_book, rate_review
from storage.columns import line_of
from storage.rates import Listed, Rates
from storage.store import Store, open_store

if TYPE_CHECKING:
    from spiders.network import Grant
    from spiders.register import Source
    from spiders.visit import Visit

SOURCE = "official-rates"
COLUMNS = (
    "id", "variant", "official_id", "currency", "input", "output", "cache_read", "cache_write", "month",
    "tier_above_tokens", "tier_input", "tier_output", "valid_from", "valid_to", "basis", "source", "checked_at",
)  # fmt: skip
TIER = ("tier_above_tokens", "tier_input", "tier_output")
SHOWN = ("id", "price", "cache read", "since", "until", "basis")
By = Annotated[str, typer.Option(help="Who says so.")]
Why = Annotated[str, typer.Option(help="Why.")]


def source_of(observatory: Observatory) -> Source:
    """The observatory's own file of feeds, else the packaged one."""
    from spiders.register import load

    own = observatory.home / "sources" / f"{SOURCE}.toml"
    return load(own if own.exists() else Path(spiders.__path__[0]) / "sources" / f"{SOURCE}.toml")


def refresh(
    observatory: Observatory, conductor: Conductor, grants: Iterable[Grant] = ()
) -> tuple[Visit, list[Any], int]:
    """Ask every feed once: the visit, the rows of prices that are new in the book, and how many exchange rates are."""
    store = conductor.store
    before = len(rate_review.dated_rows(store)), rate_review.count_fx(store)
    with conductor.crawls(grants, contact=observatory.settings.contact) as crawls:
        (visit,) = conductor.round(crawls, [source_of(observatory)])
    return visit, list(rate_review.dated_rows(store))[before[0] :], rate_review.count_fx(store) - before[1]


def row(id: str, variant: str, listed: Listed) -> dict[str, Any]:
    """One price as a row; amounts are texts, exact as they were published."""
    prices = {name: f"{value:f}" for name, value in listed.prices.items()}
    own = {name: getattr(listed, name) for name in COLUMNS if hasattr(listed, name)}
    tier = listed.tier
    above = (tier.above, tier.input, tier.output) if tier else (None, None, None)
    more = {name: value and f"{value}" for name, value in zip(TIER, above, strict=True)}
    return dict.fromkeys(COLUMNS) | own | prices | more | {"id": id, "variant": variant or None}


def price_rows(rates: Rates, id: str | None, line: str | None, on: date | None) -> list[dict[str, Any]]:
    """The prices of an id or a line that hold on a day, or all there ever were, by id and day."""
    return [
        row(key, variant, listed)
        for (key, variant), rows in sorted(rates.listed.items())
        for listed in sorted(rows, key=lambda each: each.valid_from or date.min)
        if id in (None, key) and line in (None, line_of(key)) and (on is None or listed.holds(on))
    ]


def brief(row: dict[str, Any]) -> tuple[Any, ...]:
    """A price for people: input/output per million tokens, or the month of a plan."""
    price = f"{row['month']}/month" if row["month"] else f"{row['input']}/{row['output']}"
    if row["tier_above_tokens"]:
        price += f", above {int(row['tier_above_tokens']):,} tokens {row['tier_input']}/{row['tier_output']}"
    name = " ".join(filter(None, (row["id"], row["variant"])))
    return name, f"{price} {row['currency']}", row["cache_read"], row["valid_from"], row["valid_to"], row["basis"]


def put(rows: list[dict[str, Any]], title: str, format: Format) -> None:
    """The rows in the format that is asked for."""
    if format is Format.TEXT:
        show(title, SHOWN, map(brief, rows))
        return
    days = {"valid_from", "valid_to", "checked_at"}
    schema = pa.schema([(name, pa.date32() if name in days else pa.string()) for name in COLUMNS])
    with output() as stream:
        write(pa.Table.from_pylist(rows, schema), stream, format.value)  # type: ignore[arg-type]


def list_rates(
    line: Annotated[str | None, typer.Option(help="Only this model line or product, such as claude.")] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The prices of this day; default: today.")
    ] = None,
    as_known_on: KnownOn = None,
    format: AsFormat = Format.TEXT,
    home: Home = None,
) -> None:
    """List the official prices that hold on a day: per million tokens, or a plan's price by the month.

    Makers with a list of their own for China have two rows, one in USD and one in CNY.

    Example: `undercut rates list --line claude --on 2026-10-16 --home demo`
    """
    wanted = day(on, "--on") or now().date()
    with open_store(find(home).home) as store:
        rates = rate_book.rates_of(store, known_by(as_known_on))
    rows = price_rows(rates, None, line, wanted)
    if not rows:
        lines = ", ".join(sorted({line_of(id) for id, _ in rates.listed}))
        raise BadInput(f"no official price of line {line!r} holds on {wanted}; the lines are {lines}")
    put(rows, f"Official prices on {wanted}: {len(rows)}", format)


def show_rates(
    id: Annotated[str, typer.Argument(help="A model or plan, or a currency such as CNY.")],
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Only what holds on this day.")] = None,
    as_known_on: KnownOn = None,
    format: AsFormat = Format.TEXT,
    home: Home = None,
) -> None:
    """Show every official price of a model or plan with its days, basis and source, or a currency's last exchange rate.

    Examples: `undercut rates show claude-opus-4.6 --home demo`, `undercut rates show CNY --on 2026-10-17 --home demo`
    """
    wanted = day(on, "--on")
    with open_store(find(home).home) as store:
        rates = rate_book.rates_of(store, known_by(as_known_on))
    if id.isupper() and (id in rates.series or id == "USD"):
        show_currency(rates, id, wanted)
        return
    rows = price_rows(rates, id, None, wanted)
    if not rows:
        raise BadInput(f"{id}: {rates.why_not(id, wanted or now().date())}; `undercut rates list` shows the ids")
    put(rows, f"Official prices of {id}", format)


def show_currency(rates: Rates, currency: str, on: date | None) -> None:
    """The exchange rate of a day, or why there is none; without a day, the last that was published."""
    days = rates.series[currency].days if currency in rates.series else ()
    wanted = on or min(now().date(), *days[-1:])
    fx = rates.fx(currency, wanted)
    if fx is None:
        raise BadInput(f"{rates.why_no_fx(currency, wanted)} on {wanted}: `undercut rates update` asks for newer ones")
    out.print(f"1 USD = {fx.value:.6f} {currency} on {wanted}: published {fx.date}, {fx.source}", highlight=False)


def update_rates(home: Home = None) -> None:
    """Ask the feeds of official prices and exchange rates; add what two price feeds agree on, hold back the rest.

    Nothing that was known is changed: a new price is a new row with its day. Status 4 when a feed did not answer.

    Example: `undercut rates update --home market`
    """
    observatory = find(home)
    require_contact(observatory, [source_of(observatory)])
    with open_store(observatory.home) as store:
        visit, rows, fx = refresh(observatory, Conductor(store, observatory.words()))
        tell(store, visit, rows, fx)
    if visit.outcome != "complete":
        raise typer.Exit(PARTIAL)


def tell(store: Store, visit: Visit, rows: Iterable[Any], fx: int) -> None:
    """What an update brought."""
    show_visits([visit], "Feeds")
    columns = ("official id", "input", "output", "since", "basis", "two that agree")
    found = [(each.official_id, each.input, each.output, each.valid_from, each.basis, each.by) for each in rows]
    show(f"New official prices: {len(found)}", columns, found, numeric=columns[1:3])
    waiting = len(rate_review.held(store, visit.started_at.date()))
    out.print(f"{fx} new exchange rates; {waiting} prices held for review: `undercut issues` shows them")


def accept_rate(
    official_id: Annotated[str, typer.Argument(help="The official id of a price that is held.")],
    feed: Annotated[str, typer.Argument(help="The feed whose price it is: genai-prices, model-prices or litellm.")],
    by: By,
    reason: Why,
    refuse: Annotated[bool, typer.Option("--refuse", help="It is no price: hold it no longer.")] = False,
    home: Home = None,
) -> None:
    """Decide on a price that one feed alone states: accept it, or refuse it. Your word is dated and attributed.

    Example: `undercut rates accept gpt-5.6-sol genai-prices --by "L. Wen" --reason "seen on the price page"`
    """
    with open_store(find(home).home) as store:
        row = rate_review.answer(store, official_id, feed, now().date(), by, reason, now(), accept=not refuse)
    prices = "/".join(f"{row.prices[name]:f}" for name in ("input", "output"))
    out.print(f"{row.official_id} {prices}: {'refused' if refuse else f'accepted, since {row.valid_from}'}")


def cancel_rate(
    official_id: Annotated[str, typer.Argument(help="The official id.")],
    start: Annotated[str, typer.Argument(metavar="DATE", help="The day on which the price was to begin.")],
    by: By,
    reason: Why,
    home: Home = None,
) -> None:
    """Say that a scheduled price never came: the one before it goes on.

    Example: `undercut rates cancel gemini-4-argon 2026-12-01 --by "L. Wen" --reason "withdrawn on the price page"`
    """
    begins = date.fromisoformat(str(day(start, "DATE")))
    with open_store(find(home).home) as store:
        rate_review.cancel(store, official_id, begins, by, reason, now())
    out.print(f"{official_id}: the price of {begins} is cancelled; what held before goes on")


def add(app: typer.Typer) -> None:
    """Register the command group."""
    group = typer.Typer(help="Official prices and exchange rates.", no_args_is_help=True)
    group.command("list")(list_rates)
    group.command("show")(show_rates)
    group.command("update")(update_rates)
    group.command("accept")(accept_rate)
    group.command("cancel")(cancel_rate)
    app.add_typer(group, name="rates")
