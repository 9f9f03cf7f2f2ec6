"""The command line: builds the typer app out of the command groups, and says bad input in one sentence."""

from __future__ import annotations

import sys

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
from commands.console import complain
from parsers.records import BadInput

BAD_INPUT = 3

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


def main() -> None:
    """Run a command: status 0 ok, 1 findings, 2 usage, 3 bad input, 4 partial."""
    try:
        app()
    except BadInput as error:
        complain(str(error))
        sys.exit(BAD_INPUT)
    except BrokenPipeError:
        sys.exit(0)
    except OSError as error:
        complain(
            f"{error.filename or 'a file'}: {error.strerror or error}; check its name, its rights, the room on its disk"
        )
        sys.exit(BAD_INPUT)


if __name__ == "__main__":
    main()
