"""Cuts a document into what may be one seller's offer: a row of a list, an item, a section, a sponsor's block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from parsers.identity import seller_of
from parsers.pages.markdown import Break, Element, Heading, Item, Piece, Prose, Table
from parsers.pages.table_rows import (
    BARE,
    SHORT,
    WHOLLY_STRUCK,
    bare,
    head_text,
    headed,
    line,
    name_of,
    row_text,
    struck,
    words_of,
)
from parsers.records import BadInput

NO_SELLERS = {
    "github.com", "githubusercontent.com", "github.io", "gitee.com", "shields.io", "awesome.re", "deepwiki.com",
    "star-history.com", "trendshift.io", "contrib.rocks", "codecov.io", "localhost", "docker.com",
}  # fmt: skip
"""Where projects live, and where their badges come from."""
TALK = {
    "t.me",
    "telegram.me",
    "discord.gg",
    "discord.com",
    "qq.com",
    "x.com",
    "twitter.com",
    "youtube.com",
    "bilibili.com",
}
"""Where people talk of a project: a paragraph that leads nowhere else is no seller's."""
NAMING = 3
"""So many columns may stand before the one that names: a rank, a mark, a date."""


@dataclass(frozen=True, slots=True)
class Block:
    """A candidate: its own words, the headings above it, what heads its table, and where it leads.

    A section that leads nowhere has `parts`, its rows or items, which may be offers of their own; the first `columns`
    of a row's table, or the heading of a list, say whether they are sellers.
    """

    text: str
    path: tuple[str, ...]
    links: tuple[str, ...]
    kind: str
    head: str = ""
    title: str = ""
    columns: tuple[str, ...] = ()
    parts: tuple[Block, ...] = ()

    @property
    def host(self) -> str | None:
        """The registered domain that it leads to, project hosts aside."""
        return next(iter(domains(self.links)), None)


@dataclass(slots=True)
class Section:
    """A heading with what stands directly below it."""

    heading: Heading | None
    path: tuple[str, ...]
    elements: list[Element] = field(default_factory=list)


def domains(links: Iterable[str]) -> list[str]:
    """The registered domains of links, each once, project hosts aside."""
    found: dict[str, None] = {}
    for link in links:
        try:
            domain = seller_of(link)
        except (BadInput, UnicodeError):
            continue
        if domain not in NO_SELLERS:
            found[domain] = None
    return list(found)


def sections(elements: Iterable[Element]) -> Iterator[Section]:
    """The document by headings; each section knows the headings above it and its own."""
    above: list[Heading] = []
    current = Section(None, ())
    for element in elements:
        if not isinstance(element, Heading):
            current.elements.append(element)
            continue
        yield current
        above = [heading for heading in above if heading.level < element.level]
        if element.text:
            above.append(element)
        path = tuple(heading.text for heading in above)
        current = Section(element if element.text else None, path)
    yield current


def blocks(elements: Iterable[Element]) -> Iterator[Block]:
    """Every candidate of a document, in order."""
    for section in sections(elements):
        yield from of_section(section)


def of_section(section: Section) -> Iterator[Block]:
    """The rows and items of a section if they are sellers' each; else its runs of prose, or the section as a whole."""
    parts = [part for part in section.elements if not isinstance(part, Prose | Break)]
    found = [block for part in grouped(parts) for block in of_list(part, section.path)]
    runs = list(of_prose(section))
    if section.heading is not None and domains(section.heading.links):
        yield whole(section, section.heading.links)
    elif found:
        yield from (*runs, *found)
    elif any(parts):
        inner = tuple(block for part in grouped(parts) for block in unled(part, section.path))
        if section.heading is not None or inner:
            yield replace(whole(section, ()), parts=inner)
    else:
        yield from runs


def grouped(parts: Sequence[Element]) -> Iterator[Table | tuple[Item, ...]]:
    """Tables one by one, the items of a section together."""
    yield from (part for part in parts if isinstance(part, Table))
    if items := tuple(part for part in parts if isinstance(part, Item)):
        yield items


def of_list(part: Table | tuple[Item, ...], path: tuple[str, ...]) -> Iterator[Block]:
    """The rows of a table or the items of a list that lead to sellers of their own."""
    if isinstance(part, Table):
        yield from of_table(part, path)
    else:
        yield from of_items(part, path)


def of_table(table: Table, path: tuple[str, ...]) -> Iterator[Block]:
    """The rows of a table of sellers: most of them lead somewhere, and not all to the same place."""
    head, rows = headed(table)
    leads = [domains((*row.links, *bare(row))) for row in rows]
    known = [found[0] for found in leads if found]
    if 2 * len(known) < len(rows) or (len(rows) > 2 and len(set(known)) == 1):
        return
    for row in rows:
        text = row_text(row, head)
        if text and not struck(row):
            links = (*row.links, *bare(row))
            title = name_of(row)
            yield Block(text, path, links, "row", head_text(head, row), title)


def unled(part: Table | tuple[Item, ...], path: tuple[str, ...]) -> Iterator[Block]:
    """The rows of a table below its header, or the items of a list, that lead nowhere."""
    if isinstance(part, Table):
        head, rows = headed(part)
        columns = tuple(words_of(cell.text) for cell in head.cells[:NAMING]) if head else ()
        for row in rows if head else ():
            if name_of(row) and not struck(row):
                yield Block(row_text(row, head), path, (), "row", head_text(head, row), name_of(row), columns)
    else:
        for item in part:
            if not WHOLLY_STRUCK.fullmatch(item.text.strip()):
                yield Block(item_text(item), path, (), "item", "", words_of(item.text)[:SHORT], path[-1:])


def of_items(items: Sequence[Item], path: tuple[str, ...]) -> Iterator[Block]:
    """The items that lead somewhere, with all below them; else the items below a heading of a list."""
    for item in items:
        if domains((*item.links, *BARE.findall(item.text))):
            if not WHOLLY_STRUCK.fullmatch(item.text.strip()):
                links = (*every_link(item), *BARE.findall(item.text))
                yield Block(item_text(item), path, links, "item", title=words_of(item.text)[:SHORT])
        elif item.items:
            yield from of_items(item.items, (*path, item.text))


def item_text(item: Item, depth: int = 0) -> str:
    """An item with those below it, a line each."""
    return "\n".join([f"{'  ' * depth}- {item.text}", *(item_text(inner, depth + 1) for inner in item.items)])


def every_link(item: Item) -> tuple[str, ...]:
    """The links of an item and of those below it."""
    return (*item.links, *(link for inner in item.items for link in every_link(inner)))


def of_prose(section: Section) -> Iterator[Block]:
    """Runs of paragraphs that lead somewhere: what stands between lines, lists and tables belongs together."""
    for run in runs_of(section.elements):
        for prose in parted(run):
            links = tuple(link for piece in prose for link in piece.links)
            text = "\n".join(piece.text for piece in prose)
            if set(domains(links)) - TALK:
                yield Block(text, section.path, links, "prose", title=words_of(prose[0].text)[:SHORT])


def runs_of(elements: Iterable[Element]) -> Iterator[list[Prose]]:
    """Paragraphs that follow one another."""
    run: list[Prose] = []
    for element in elements:
        if isinstance(element, Prose):
            run.append(element)
        elif run:
            yield run
            run = []
    if run:
        yield run


def parted(run: list[Prose]) -> Iterator[list[Prose]]:
    """A run by the sellers that it leads to: a paragraph that leads elsewhere than those before it begins anew."""
    part: list[Prose] = []
    host: set[str] = set()
    for prose in run:
        own = set(domains(prose.links))
        if part and own and host and not own & host:
            yield part
            part, host = [], set()
        part.append(prose)
        host |= own
    yield part


def whole(section: Section, links: tuple[str, ...]) -> Block:
    """A section as one text, its tables and lists with it."""
    text = "\n".join(filter(None, map(flat, section.elements)))
    heading = section.heading.text if section.heading else ""
    return Block(f"{heading}\n{text}", section.path[:-1], links, "section", title=words_of(heading)[:SHORT])


def flat(element: Element) -> str:
    """An element as text."""
    if isinstance(element, Table):
        head, rows = headed(element)
        return "\n".join([head_text(head), *(line(cell.text for cell in row.cells) for row in rows)]).strip()
    if isinstance(element, Item):
        return item_text(element)
    return element.text if isinstance(element, Piece) else ""
