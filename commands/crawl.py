"""`undercut crawl`: visits sources once, keeps what they answer, and says how each visit went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from commands.conduct import Conductor, now
from commands.console import PARTIAL, complain, err, show
from commands.observatory import SETTINGS, Home, Observatory, find
from parsers.records import BadInput
from storage import runs
from storage.store import open_store

if TYPE_CHECKING:
    from spiders.register import Source
    from spiders.visit import Visit

COLUMNS = ("source", "outcome", "pages", "listings", "failed", "walls", "unread")
NO_CONTACT = (
    "{host} was not asked: {file} names nobody to complain to; write contact = "
    '"you@example.org" (an e-mail address or URL) there, it goes into the user agent'
)


def chosen(observatory: Observatory, names: Sequence[str]) -> list[Source]:
    """The named sources, or all of them."""
    if names:
        return [observatory.source(name) for name in names]
    sources = observatory.sources()
    if not sources:
        raise BadInput(f"{observatory.home / 'sources'} holds no source: `undercut sources new` writes one")
    return sources


def require_contact(observatory: Observatory, sources: Sequence[Source]) -> None:
    """BadInput where the operator is not named: no live host is asked anonymously."""
    if observatory.settings.demo:
        raise BadInput(f"{observatory.home} is a demo's: its hosts are invented, only `undercut demo` reaches them")
    if sources and not observatory.settings.contact.strip():
        raise BadInput(NO_CONTACT.format(host=sources[0].hosts[0], file=observatory.home / SETTINGS))


def left_alone(source: Source, pauses: Mapping[str, datetime], at: datetime) -> bool:
    """Whether a host asked at the last visit not to be asked yet (Retry-After), which is then said."""
    until = max((pauses[host] for host in source.hosts if host in pauses), default=at)
    if until <= at:
        return False
    complain(f"{source.id} was not visited: its host asked to be left alone until {until:%Y-%m-%d %H:%M:%S} UTC")
    return True


def show_visits(visits: Iterable[Visit], title: str = "Visits") -> None:
    """One row for each visit, and below it what went wrong."""
    visits = list(visits)
    rows = [[getattr(visit, column) for column in COLUMNS] for visit in visits]
    show(title, COLUMNS, rows, numeric=COLUMNS[2:])
    for visit in visits:
        for note in visit.notes:
            err.print(f"{visit.source}: {note}", markup=False)


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command()
    def crawl(
        sources: Annotated[list[str] | None, typer.Argument(help="Ids of sources; default: all.")] = None,
        home: Home = None,
    ) -> None:
        """Visit sources once: fetch their public pages, keep them as evidence, read them into the ledger.

        Status 4 when a visit was not complete. A host that asked to be left alone (Retry-After) is, until then.

        Example: `undercut crawl nova-relay --home market`
        """
        observatory = find(home)
        wanted = chosen(observatory, sources or [])
        require_contact(observatory, wanted)
        with open_store(observatory.home) as store:
            pauses = runs.pauses(store)
            welcome = [source for source in wanted if not left_alone(source, pauses, now())]
            conductor = Conductor(store, observatory.words())
            with conductor.crawls(contact=observatory.settings.contact) as crawls:
                visits = conductor.round(crawls, welcome)
        show_visits(visits)
        if len(visits) < len(wanted) or any(visit.outcome != "complete" for visit in visits):
            raise typer.Exit(PARTIAL)
