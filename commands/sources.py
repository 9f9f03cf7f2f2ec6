"""`undercut sources`: lists, checks and writes the TOML files that say what is crawled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import FINDINGS, PARTIAL, complain, out, show
from commands.observatory import FIXTURES, Home, Observatory, find
from parsers.records import BadInput, Page, Snapshot

if TYPE_CHECKING:
    from spiders.network import Grant
    from spiders.register import Source
    from spiders.visit import Visit

NO_SOURCE = "{folder} holds no source: `undercut sources new` writes one"
WATCH_LIST = Path(__file__).parent.parent / "spiders" / "sources" / "watch"


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
    live: Annotated[bool, typer.Option("--live", help="Ask each for its first page, too; nothing is stored.")] = False,
    home: Home = None,
) -> None:
    """Say what a crawl of each source would do, or what is wrong with its file and how to mend it.

    With --live each is asked for its first page (and robots.txt), which is read and forgotten. Status 1 when a file is
    refused, 4 when a first page cannot be read.

    Example: `undercut sources check sources/nova-relay.toml --live --home market`
    """
    from spiders.register import check, load

    observatory = None if files else find(home)
    paths = files or sorted(((observatory or find(home)).home / "sources").glob("*.toml"))
    if not paths:
        complain(NO_SOURCE.format(folder=find(home).home / "sources"))
    sources, refused = [], 0
    for path in paths:
        try:
            source = load(path)
        except BadInput as error:
            complain(str(error))
            refused += 1
            continue
        sources.append(source)
        out.print(f"{path}", style="bold", markup=False)
        for line in (*check(source), *of_fixture(observatory, source)):
            out.print(f"  {line}", markup=False, soft_wrap=True)
    failed = live and not all(look(find(home), sources))
    if refused or failed:
        raise typer.Exit(FINDINGS if refused else PARTIAL)


def of_fixture(observatory: Observatory | None, source: Source) -> list[str]:
    """Whether the source's saved first pages are still read as they were; nothing where none are saved."""
    from commands import fixtures

    folder = observatory.home / FIXTURES / source.id if observatory else None
    if observatory is None or folder is None or not folder.is_dir():
        return []
    return fixtures.differences(folder, observatory.words()) or [f"Its fixture is read as when it was saved: {folder}"]


Seen = list[tuple["Snapshot", "Page | Exception"]]


def look(observatory: Observatory, sources: list[Source]) -> list[bool]:
    """Ask each source for its first page, say what it shows, and forget it; whether each could be read."""
    from commands.crawl import require_contact, show_visits

    require_contact(observatory, sources)
    visits, _ = first_pages(observatory, sources, 1)
    show_visits(visits, "First pages, not stored")
    return [not (visit.walls or visit.failed) for visit in visits]


def first_pages(
    observatory: Observatory, sources: list[Source], pages: int, grants: Iterable[Grant] = ()
) -> tuple[list[Visit], Seen]:
    """One short visit of each source of which nothing is stored, and its pages as they would have been kept."""
    from commands.conduct import now
    from parsers import reading
    from parsers.redact import redact, redact_link
    from spiders.crawl import crawl

    words, seen = observatory.words(), Seen()
    first = [replace(source, start=source.start[:1], limits=replace(source.limits, pages=pages)) for source in sources]

    def keep(page: Snapshot, _: str) -> Snapshot:
        headers = tuple((name, redact_link(value)) for name, value in page.headers)
        body = redact(page.body, page.media_type).body
        return replace(page, body=body, url=redact_link(page.url), headers=headers)

    visits = crawl(
        first,
        clock=now,
        keep=keep,
        learn=lambda kept, found, _: seen.append((kept, found)),
        read=lambda page: reading.read(page, words),
        contact=observatory.settings.contact,
        grants=grants,
    )
    return visits, seen


def save_fixture(observatory: Observatory, source: Source, grants: Iterable[Grant] = ()) -> bool:
    """Ask a source for its first pages and save them with what is read in them; False if there are none."""
    from commands import fixtures
    from spiders.platforms import never_crawled

    if sentence := never_crawled(source.platform):
        complain(f"no fixture was saved: {sentence}")
        return True
    if observatory.settings.demo or not observatory.settings.contact.strip():
        complain(
            f"no fixture was saved: {source.hosts[0]} is not asked before `contact` in undercut.toml says who asks"
        )
        return True
    (visit,), seen = first_pages(observatory, [source], fixtures.REQUESTS, grants)
    read = [(kept, found) for kept, found in seen if isinstance(found, Page) and not found.wall]
    if not read:
        complain(f"no fixture was saved: {'; '.join(visit.notes)}")
        return False
    folder = fixtures.save(observatory.home / FIXTURES / source.id, seen)
    listings = sum(len(found.listings) for _, found in read)
    out.print(f"{folder}: {len(seen)} pages as they are now, {listings} listings read", markup=False, soft_wrap=True)
    return True


def fixture_of_source(
    names: Annotated[list[str], typer.Argument(help="Ids of sources.")],
    home: Home = None,
) -> None:
    """Save the first pages of sources, redacted, with what is read in them: `sources check` reads them again.

    At most four requests a source; robots.txt is obeyed. Status 4 when a first page cannot be had or read.

    Example: `undercut sources fixture nova-relay --home market`
    """
    observatory = find(home)
    saved = [save_fixture(observatory, observatory.source(name)) for name in names]
    if not all(saved):
        raise typer.Exit(PARTIAL)


def watch_sources(
    names: Annotated[list[str] | None, typer.Argument(help="Ids from the packaged list; default: all.")] = None,
    home: Home = None,
) -> None:
    """Copy the packaged watch-list into sources/: public lists, searches and feeds, no seller of their own among them.

    What is there already is left as it is.

    Example: `undercut sources watch github-lists plati-claude --home market`
    """
    packaged = {path.stem: path for path in sorted(WATCH_LIST.glob("*.toml"))}
    if unknown := sorted(set(names or []) - packaged.keys()):
        raise BadInput(f"no {unknown[0]!r} in the packaged watch-list; there are: {', '.join(packaged)}")
    folder = find(home).home / "sources"
    for name in names or packaged:
        path = folder / f"{name}.toml"
        if path.exists():
            complain(f"{path} is there already and was left as it is")
            continue
        path.write_text(packaged[name].read_text("utf-8"), "utf-8")
        out.print(f"{path}", markup=False, soft_wrap=True)


def new_source(
    platform: Annotated[str, typer.Argument(help="The software of the site, as docs/add-a-source.md lists it.")],
    url: Annotated[str, typer.Argument(help="The channel's or the site's public address.")],
    name: Annotated[str | None, typer.Option("--id", help="The source's id; default: made from the address.")] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody: write the file, save no fixture.")] = False,
    home: Home = None,
) -> None:
    """Write the commented TOML file of a new source into sources/, and save its first pages as a fixture.

    A fixture is what the site answers now (at most four requests, redacted) with what is read in it; `sources check`
    reads it again. Status 4 when a first page cannot be had or read: the file is written all the same.

    Example: `undercut sources new new_api https://relay.example --id nova-relay --home market`
    """
    from spiders.register import id_of, load, scaffold

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
    if not (offline or save_fixture(observatory, load(path))):
        raise typer.Exit(PARTIAL)


def add(app: typer.Typer) -> None:
    """Register the command group."""
    group = typer.Typer(help="List, check and write sources; copy the packaged watch-list.", no_args_is_help=True)
    group.command("list")(list_sources)
    group.command("check")(check_sources)
    group.command("new")(new_source)
    group.command("fixture")(fixture_of_source)
    group.command("watch")(watch_sources)
    app.add_typer(group, name="sources")
