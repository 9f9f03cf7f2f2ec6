"""Times the reader of Telegram's preview beside one that does the same with BeautifulSoup on lxml.

Run: `python -m benchmarks.telegram [PAGES]`. Both read the same pages of twenty messages into the same listings, which
is checked first; prints pages a second of CPU time of each, and the ratio.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from parsers.links import absolute, without_referral
from parsers.pages import telegram
from parsers.pages.telegram_classes import KNOWN
from parsers.records import Ask, Listing, Page, Snapshot
from tests.origins import Preview

MESSAGES = 20
ROUNDS = 5


def beautiful(snapshot: Snapshot) -> Page:
    """What `telegram.read` makes of a page of a channel, by BeautifulSoup."""
    soup = BeautifulSoup(snapshot.body, "lxml")
    blocks = list(soup.select("div.tgme_widget_message[data-post]"))
    messages = [block for block in blocks if "service_message" not in block["class"]]
    found = tuple(one for one in (listing(block, snapshot) for block in messages) if one.text)
    unread = sorted({f"telegram: class {name}" for block in messages for name in unknown(block)})
    link = soup.select_one('link[rel="prev"][href]') or soup.select_one("a.tme_messages_more[href]")
    asks = (Ask(urljoin(snapshot.url, str(link["href"])), "page"),) if link else ()
    return Page(found, asks=asks, unread=tuple(unread))


def unknown(block: Tag) -> Iterator[str]:
    return (name for node in block.select("[class]") for name in node["class"] if not KNOWN.fullmatch(name))


def listing(block: Tag, snapshot: Snapshot) -> Listing:
    """One message, field by field as `telegram.read` has them."""
    channel, _, number = str(block["data-post"]).partition("/")
    date = block.select_one("a.tgme_widget_message_date")
    moment = date.select_one("time[datetime]") if date else None
    meta = block.select_one(".tgme_widget_message_meta")
    origin = block.select_one("a.tgme_widget_message_forwarded_from_name[href]")
    seller = urlsplit(str(origin["href"])).path.strip("/").partition("/")[0] if origin else channel
    text = words(block)
    said = "".join(piece for piece in meta.children if isinstance(piece, NavigableString)) if meta else ""
    return Listing(
        source=snapshot.source,
        url=absolute(snapshot.url, str(date["href"]) if date else None) or snapshot.url,
        seller=telegram.account(seller),
        title=telegram.title(text),
        text=text,
        native_id=f"{channel}/{number}",
        position=int(number),
        posted_at=datetime.fromisoformat(str(moment["datetime"])).astimezone(UTC) if moment else None,
        edited=said.strip().startswith("edited"),
    )


def words(block: Tag) -> str:
    """The innermost text of a message, its lines and links as they are shown."""
    inner = next((node for node in block.select(".js-message_text") if not node.select(".js-message_text")), None)
    if inner is None:
        return ""
    lines = re.sub(f"\n?{telegram.EDGE}+", "\n", "".join(pieces(inner))).replace("\xa0", " ").split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(re.sub(" {2,}", " ", line).strip() for line in lines)).strip()


def pieces(node: Tag) -> Iterator[str]:
    """The words below a node, blocks set apart."""
    for child in node.children:
        if isinstance(child, Tag):
            edge = telegram.EDGE if child.name in telegram.BLOCKS else ""
            yield "\n" if child.name == "br" else anchor(child) if child.name == "a" else ""
            if child.name not in {"br", "a"}:
                yield from (edge, *pieces(child), edge)
        elif isinstance(child, NavigableString):
            yield str(child) if node.name == "pre" else re.sub(r"\s+", " ", str(child))


def anchor(node: Tag) -> str:
    """A link's words and its address, once if they are the same."""
    said, url = "".join(pieces(node)), absolute("", str(node.get("href", "")))
    if url is None or (urlsplit(url).hostname or "") in telegram.INSIDE:
        return said
    return f" {url} " if without_referral(said.strip()).split("://")[-1].rstrip("/…") in url else f"{said} {url} "


def seconds(work: Callable[[Snapshot], Page], pages: list[Snapshot]) -> float:
    """The least CPU time of some runs."""
    took = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for page in pages:
            work(page)
        took.append(time.process_time() - began)
    return min(took)


def main(number: int) -> None:
    site = Preview(number, MESSAGES)
    at = datetime(2026, 11, 25, tzinfo=UTC)
    urls = [f"/s/s1?before={MESSAGES * (page + 1) + 1}" for page in range(number)]
    pages = [
        Snapshot("s1", "telegram", f"http://t-me.example{url}", at, 200, "text/html", site.answer("", url))
        for url in urls
    ]
    for page in pages:
        ours, theirs = telegram.read(page), beautiful(page)
        assert (ours.listings, ours.asks, ours.unread) == (theirs.listings, theirs.asks, theirs.unread), page.url
    fast, slow = (number / seconds(work, pages) for work in (telegram.read, beautiful))
    print(
        f"{number} pages of {MESSAGES} messages: {fast:.0f} pages/s, BeautifulSoup {slow:.0f}, ratio {fast / slow:.1f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
