"""Turns Markdown and HTML into headings, runs of prose, list items and tables, their words written as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.links import joined, split, without_referral

FRONT_MATTER = re.compile(r"\A---\n(?P<fields>.{0,4000}?)\n---\n", re.DOTALL)
TITLE = re.compile(r"^title:\s*(?P<title>[^\n]{1,200})$", re.MULTILINE)
EMOJI = re.compile(r":[a-z0-9_+-]{1,40}:(?:t[2-6]:)?")
"""The name by which forums write a small picture: `:100:` is no number."""
HEADINGS = {f"h{level}": level for level in range(1, 7)}
SUMMARY = 7
"""The level of what can be folded away: below every heading."""
HOLDERS = {"div", "details", "center", "section", "article", "main", "body", "blockquote", "header", "footer", "span"}
PROSE = {"p", "a", "b", "strong", "em", "i", "img", "code", "br", "font", "picture", "sub", "sup", "-text", "del", "s"}
SKIPPED = {"style", "script", "template", "noscript", "-comment", "_comment", "!--"}
CELLS = {"td", "th"}
EDGED = {
    "p",
    "div",
    "li",
    "pre",
    "tr",
    "blockquote",
    "summary",
    "dt",
    "dd",
    "figcaption",
    "table",
    "ul",
    "ol",
    *HEADINGS,
}
"""What begins and ends on a line of its own."""
STRUCK = {"del", "s", "strike"}
RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with the addresses that they link to."""

    text: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading(Piece):
    """A heading and its level; level 0 ends what was folded away."""

    level: int = 1


@dataclass(frozen=True, slots=True)
class Prose(Piece):
    """Paragraphs that follow one another without a line or a heading between them."""


@dataclass(frozen=True, slots=True)
class Item(Piece):
    """An item of a list: its own words, and the items below it."""

    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row of a table."""

    cells: tuple[Piece, ...]
    header: bool = False

    @property
    def links(self) -> tuple[str, ...]:
        """Every address in the row, in order."""
        return tuple(link for cell in self.cells for link in cell.links)


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its first rows may head it."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A line across the page."""


Element = Heading | Prose | Item | Table | Break


@dataclass(slots=True)
class Outline:
    """The elements of a document in order, as they are found."""

    base: str
    elements: list[Element] = field(default_factory=list)
    loose: list[LexborNode] = field(default_factory=list)

    def walk(self, node: LexborNode) -> None:
        """Add what the children of a node hold."""
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag in PROSE and (tag == "-text" or not child.css_first("table, ul, ol, h1, h2, h3")):
                self.loose.append(child)
                if tag == "p":
                    self.flush()
                continue
            self.flush()
            self.add(child, tag)
        self.flush()

    def add(self, node: LexborNode, tag: str) -> None:
        """Add one block."""
        if tag in HEADINGS:
            self.elements.append(Heading(*spoken(node, self.base), level=HEADINGS[tag]))
        elif tag == "hr":
            self.elements.append(Break())
        elif tag == "table":
            self.elements.append(Table(tuple(rows_of(node, self.base))))
        elif tag in {"ul", "ol"}:
            self.elements += items_of(node, self.base)
        elif tag == "summary":
            self.elements.append(Heading(*spoken(node, self.base), level=SUMMARY))
        elif tag not in SKIPPED and tag != "pre":
            self.walk(node)
            if tag == "details":
                self.elements.append(Heading("", level=SUMMARY))

    def flush(self) -> None:
        """Make prose of what stands loose."""
        words = [spoken(node, self.base) for node in self.loose]
        self.loose.clear()
        text = "".join(text for text, _ in words).strip()
        if text:
            self.elements.append(Prose(text, tuple(link for _, links in words for link in links)))


def rendered(text: str) -> str:
    """Markdown as HTML, reference links resolved; front matter is shown by its title alone."""
    if matter := FRONT_MATTER.match(text):
        title = TITLE.search(matter["fields"])
        text = (f"# {title['title']}\n\n" if title else "") + text[matter.end() :]
    return str(RENDERER.render(text))


def elements(html: str, base: str = "") -> tuple[Element, ...]:
    """What a page is made of, in order; links are absolute and without referral."""
    outline = Outline(base)
    body = LexborHTMLParser(html).body
    if body is not None:
        outline.walk(body)
    return tuple(outline.elements)


def rows_of(table: LexborNode, base: str) -> Iterator[Row]:
    """The rows of a table, those of tables inside it left out."""
    for row in table.css("tr"):
        cells = [cell for cell in row.iter() if cell.tag in {"td", "th"}]
        if cells and nearest_table(row) == table.mem_id:
            pieces = tuple(Piece(*spoken(cell, base)) for cell in cells)
            yield Row(pieces, header=all(cell.tag == "th" for cell in cells))


def nearest_table(node: LexborNode) -> int | None:
    """Which table a row belongs to."""
    while node is not None and node.tag != "table":
        node = node.parent  # type: ignore[assignment]
    return node.mem_id if node is not None else None


def items_of(node: LexborNode, base: str) -> Iterator[Item]:
    """The items of a list with those below them."""
    for child in node.iter():
        if child.tag == "li":
            below = [inner for inner in child.css("ul, ol") if nearest_item(inner) == child.mem_id]
            items = tuple(item for inner in below for item in items_of(inner, base))
            yield Item(*spoken(child, base, skip=frozenset({"ul", "ol"})), items=items)


def nearest_item(node: LexborNode) -> int | None:
    """Which item a list belongs to."""
    above = node.parent
    while above is not None and above.tag != "li":
        above = above.parent
    return above.mem_id if above is not None else None


def spoken(node: LexborNode, base: str, skip: frozenset[str] = frozenset()) -> tuple[str, tuple[str, ...]]:
    """The words of a node, lines broken where they are, and its links."""
    links: list[str] = []
    raw = "".join(pieces(node, base, links, skip))
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in raw.split("\n")]
    return "\n".join(line for line in lines if line), tuple(links)


def pieces(node: LexborNode, base: str, links: list[str], skip: frozenset[str]) -> Iterator[str]:
    """The words of a node piece by piece; links and struck passages are written as Markdown writes them."""
    tag = node.tag or ""
    if tag == "-text":
        yield re.sub(r"\s+", " ", node.text_content or "")
        return
    if tag == "img":
        yield "" if EMOJI.fullmatch(alt := node.attributes.get("alt") or "") else alt
    if tag == "br":
        yield "\n"
    if tag in SKIPPED or tag in skip:
        return
    if tag == "tr" and len(cells := [child for child in node.iter() if child.tag in CELLS]) > 1:
        yield f"\n{'|'.join(['', *(_cell(one, base, links, skip) for one in cells), ''])}\n"
        return
    inner = "".join(part for child in node.iter(include_text=True) for part in pieces(child, base, links, skip))
    if tag == "a":
        yield linked(inner.strip(), node.attributes.get("href"), base, links)
    elif tag in STRUCK and inner.strip():
        yield f"~~{inner.strip()}~~"
    else:
        edge = "\n" if tag in EDGED else ""
        yield f"{edge}{inner}{edge}"


def _cell(node: LexborNode, base: str, links: list[str], skip: frozenset[str]) -> str:
    """The words of one cell of a row that has several, on one line, so that its columns stay apart."""
    words = "".join(pieces(node, base, links, skip)).split()
    return f" {' '.join(words)} "


def linked(words: str, href: str | None, base: str, links: list[str]) -> str:
    """A link as Markdown, or as its bare address where it shows nothing else."""
    url = address(base, href) if href else None
    if url is None:
        return words
    links.append(url)
    if not words or words.rsplit("://", maxsplit=1)[-1].rstrip("/") == url.split("://")[-1].rstrip("/"):
        return f" {url} "
    return f"[{words}]({url})"


def address(base: str, href: str | None) -> str | None:
    """The link as a web address without referral, None for one that leads nowhere."""
    try:
        url = joined(base, (href or "").strip())
        if split(url).scheme not in {"http", "https"} or not split(url).hostname:
            return None
    except ValueError:
        return None
    return without_referral(url).replace("(", "%28").replace(")", "%29").replace(" ", "%20")
