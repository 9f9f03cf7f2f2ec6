"""`undercut run`: keeps the clock: crawls every source at its times until it is stopped."""

from __future__ import annotations

from functools import partial

import typer

from commands.console import err, out
from commands.crawl import chosen, require_contact
from commands.observatory import Home, find
from storage import runs
from storage.store import open_store

STARTS = "Starting the clock of {home}: `undercut status` shows when each source is due; Ctrl-C stops it"


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command()
    def run(home: Home = None) -> None:
        """Crawl the sources, each at its `every`, each in a process of its own, until SIGTERM or Ctrl-C.

        What came due while nothing ran is caught up once. The source files are read again when they change.

        Example: `undercut run --home market`
        """
        import scheduler

        observatory = find(home)
        require_contact(observatory, chosen(observatory, []))
        with open_store(observatory.home) as store:
            last = {name: seen.started_at for name, seen in runs.last(store).items() if seen.started_at}
        scheduler.run(
            observatory.home,
            command=partial(scheduler.crawl_command, observatory.home),
            report=report,
            complain=lambda sentence: err.print(sentence, markup=False),
            last=last,
            started=lambda: err.print(STARTS.format(home=observatory.home), markup=False, soft_wrap=True),
        )


def report(done: object) -> None:
    """One line for a crawl that ended."""
    values = [getattr(done, name) for name in ("finished_at", "source", "outcome", "status", "message")]
    at, source, outcome, status, message = values
    out.print(f"{at:%Y-%m-%d %H:%M:%S} {source}: {outcome} (status {status}) {message}".rstrip(), markup=False)
