"""`undercut sources`: lists, checks and writes the TOML files that say what is crawled."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import FINDINGS, complain, out, show
from commands.observatory import Home, find
from parsers.records import BadInput

if TYPE_CHECKING:
    from spiders.register import Source


def row(source: Source, last: object | None) -> tuple[object, ...]:
    """A source as the list shows it."""
    seen = getattr(last, "finished_at", None)
    return (
        source.id,
        source.platform,
        source.every,
        source.start[0],
        f"{seen:%Y-%m-%d %H:%M}" if seen else None,
        getattr(last, "outcome", None),
    )


def list_sources(home: Home = None) -> None:
    """Show every source: where it starts, how often it is visited, and how the last visit went.

    Example: `undercut sources list --home market`
    """
    from storage import runs
    from storage.store import open_store

    observatory = find(home)
    with open_store(observatory.home) as store:
        last = runs.last(store)
    rows = [row(source, last.get(source.id)) for source in observatory.sources()]
    show("Sources", ("id", "platform", "every", "start", "last visit (UTC)", "outcome"), rows)


def check_sources(
    files: Annotated[list[Path] | None, typer.Argument(help="Source files; default: the observatory's.")] = None,
    home: Home = None,
) -> None:
    """Say what a crawl of each source would do, or what is wrong with its file and how to mend it.

    Status 1 when a file is refused.

    Example: `undercut sources check sources/nova-relay.toml`
    """
    from spiders.register import check, load

    paths = files or sorted((find(home).home / "sources").glob("*.toml"))
    refused = 0
    for path in paths:
        try:
            source = load(path)
        except BadInput as error:
            complain(str(error))
            refused += 1
            continue
        out.print(f"{path}", style="bold", markup=False)
        for line in check(source):
            out.print(f"  {line}", markup=False, soft_wrap=True)
    if refused:
        raise typer.Exit(FINDINGS)


def new_source(
    platform: Annotated[str, typer.Argument(help="The software of the site: telegram, new_api.")],
    url: Annotated[str, typer.Argument(help="The channel's or the site's public address.")],
    name: Annotated[str | None, typer.Option("--id", help="The source's id; default: made from the address.")] = None,
    home: Home = None,
) -> None:
    """Write the commented TOML file of a new source into the observatory's sources/.

    Example: `undercut sources new new_api https://relay.example --id nova-relay --home market`
    """
    from spiders.register import id_of, scaffold

    observatory = find(home)
    name = name or id_of(url)
    path = observatory.home / "sources" / f"{name}.toml"
    text = scaffold(platform, url, name)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise BadInput(f"{path} exists: choose another --id, nothing was changed") from None
    out.print(f"{path}: look it over, then `undercut sources check {path}`", markup=False, soft_wrap=True)


def add(app: typer.Typer) -> None:
    """Register the command group."""
    group = typer.Typer(help="List, check and write sources.", no_args_is_help=True)
    group.command("list")(list_sources)
    group.command("check")(check_sources)
    group.command("new")(new_source)
    app.add_typer(group, name="sources")
