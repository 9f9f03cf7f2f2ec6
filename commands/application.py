"""The command line: the typer app, out of the command groups."""

from __future__ import annotations

from importlib.metadata import version as version_of
from typing import Annotated

import typer

from commands import (
    browser,
    correct,
    crawl,
    demo,
    evaluate,
    evidence,
    explain,
    extract,
    imports,
    init,
    issues,
    listings,
    rates,
    read,
    reparse,
    run,
    sample,
    sources,
    status,
    table,
    trend,
    words,
)
from commands.console import out
from parsers.reading import READERS_VERSION

app = typer.Typer(
    name="undercut",
    help="An open observatory of how far grey-market AI access undercuts the official price.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
for group in (
    init,
    browser,
    demo,
    sources,
    crawl,
    status,
    imports,
    read,
    reparse,
    run,
    listings,
    explain,
    trend,
    table,
    rates,
    extract,
    evaluate,
    sample,
    correct,
    issues,
    words,
    evidence,
):
    group.add(app)


def tell(wanted: bool) -> None:
    """Say which version this is, as a paper has to cite it, and end."""
    if wanted:
        out.print(f"undercut {version_of('undercut')}, readers {READERS_VERSION}")
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[
        bool, typer.Option("--version", callback=tell, is_eager=True, help="Say the version and that of the readers.")
    ] = False,
) -> None:
    """Take what stands before the command."""
