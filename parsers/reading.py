"""Reads a snapshot: by its platform's reader, then its texts by the words, then which listing is which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from parsers import identity, walls
from parsers.files import rows, telegram_export
from parsers.links import stripped
from parsers.pages import (
    acg_faka,
    ai_transit,
    digiseller,
    discourse,
    documents,
    dujiao_next,
    dujiaoka,
    ebay,
    feed,
    funpay,
    g2g,
    github,
    goofish,
    new_api,
    official_rates,
    one_hub,
    pinduoduo,
    playerok,
    relay,
    relay_pulse,
    schema_org,
    shop_api,
    sub2api,
    taobao,
    telegram,
    uptime_kuma,
    v2ex,
    voapi,
    woocommerce,
)
from parsers.records import MISSING, BadInput, Context, Listing, Page, PageError, Snapshot, Wall
from parsers.text import offers, shelf
from parsers.text.vocabulary import PACKAGED, Words

READERS_VERSION = "17"
"""Raised by hand when a reader changes what it reads; the digest of the words follows by itself."""

NOT_MODIFIED = 304


def version(words: Words = PACKAGED) -> str:
    """The version of what reads: the readers' own and that of the words."""
    return f"{READERS_VERSION}-{words.version}"


VERSION = version()
GROUPS = MappingProxyType({"groups": ("login", "forbidden", "private_pricing", "not_found")})
"""A price list of New API names the public groups itself; some forks tell their list of groups to users only."""
TOPICS = MappingProxyType({"topic": ("login", "forbidden", "not_found")})
"""A forum lists topics that not everybody may open, or that are gone when they are asked for."""
FILES = MappingProxyType({"file": ("not_found",)})
"""A search finds repositories without a README."""


@dataclass(frozen=True, slots=True)
class Platform:
    """How a platform's pages are read, and what is then done with the text of each listing."""

    read: Callable[[Snapshot, Words], Page]
    understand: Callable[[Page, Snapshot, Words], Page]
    probes: bool = False
    """Whether an error is an answer too: it says what software a site does not run."""
    spared: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """The parts of a visit that the others do without, and the walls that may stand before such a part alone."""


def read(snapshot: Snapshot, words: Words = PACKAGED) -> Page:
    """What a kept snapshot shows: its listings with the facts of their texts, their keys and their reposts.

    Where status or headers tell of a wall that is all there is to say, unless the reader has a better word for it;
    a wall before one address that the visit can do without is `unread`.
    Raises PageError for a page that is not what its platform says, and BadInput for a platform that is not known.
    """
    platform = READERS.get(snapshot.platform)
    if platform is None:
        raise BadInput(f"{snapshot.platform!r} is no platform that can be read; there are {', '.join(PLATFORMS)}")
    wall = walls.wall(snapshot.status, dict(snapshot.headers))
    try:
        page = platform.read(snapshot, words)
    except (PageError, RecursionError) as error:
        if wall := wall or walls.shown(snapshot):
            return _walled(wall, snapshot, platform)
        raise _unreadable(snapshot, error) from None
    bare = not (page.listings or page.asks or page.not_offers)
    if wall := page.wall or wall or (walls.shown(snapshot) if bare else None):
        return _walled(wall, snapshot, platform)
    if (refused := _refused(snapshot)) and not (platform.probes and page.asks):
        raise refused
    page = _unsent(_part(platform.understand(page, snapshot, words), snapshot))
    return replace(page, listings=identity.assign(page.listings), unread=tuple(dict.fromkeys(page.unread)))


def spared(platform: str, purpose: str) -> bool:
    """Whether the other parts of a visit do without this one, so that a wall before it alone does not end the visit."""
    return platform in READERS and purpose in READERS[platform].spared


def _walled(wall: Wall, snapshot: Snapshot, platform: Platform) -> Page:
    """A wall; where it stands before one address that others do without, a line that says so.

    Only the site's own software, which answers in JSON, speaks for one address: a guard's page or header, and "not
    now", speak for the host.
    """
    for_all = {*walls.CHALLENGES, "retry-after"} & dict(snapshot.headers).keys()
    own = snapshot.body.lstrip()[:1] == b"{" and not for_all
    if own and wall.kind in platform.spared.get(snapshot.purpose, ()):
        return Page(unread=(f"{snapshot.platform}: {snapshot.purpose}: {wall.kind}: {wall.detail}",))
    return Page(wall=wall)


def _part(page: Page, snapshot: Snapshot) -> Page:
    """The page; not the whole where the browser that showed it says that a part did not come."""
    missing = dict(snapshot.headers).get(MISSING)
    return replace(page, complete=False, covers=None, unread=(*page.unread, missing)) if missing else page


def _unsent(page: Page) -> Page:
    """The page; none of its links says who sent the reader, wherever its platform has them from."""
    links = [one.url for one in page.listings] + [ask.url for ask in page.asks]
    if not any("[" in link or "%5B" in link for link in links):
        return page
    listings = (replace(one, url=stripped(one.url)) for one in page.listings)
    asks = (replace(ask, url=stripped(ask.url)) for ask in page.asks)
    return replace(page, listings=tuple(listings), asks=tuple(asks))


def _unreadable(snapshot: Snapshot, error: Exception) -> PageError:
    """Why a page is not what its platform says: first what the answer says of itself, then what the reader said."""
    if refused := _refused(snapshot):
        return refused
    if not snapshot.body.strip():
        return PageError(f"{snapshot.url}: an empty answer")
    return error if isinstance(error, PageError) else PageError(f"{snapshot.url}: nested too deeply")


def _refused(snapshot: Snapshot) -> PageError | None:
    """What an answer is by its status that shows no page, whatever its body holds; "not modified" does show one."""
    if snapshot.status >= 400:
        return PageError(f"{snapshot.url}: answered with HTTP {snapshot.status}")
    if snapshot.status >= 300 and snapshot.status != NOT_MODIFIED:
        location = dict(snapshot.headers).get("location", "nowhere")
        return PageError(f"{snapshot.url}: HTTP {snapshot.status} leads to {location}, which is not followed")
    return None


def with_siblings(snapshot: Snapshot, siblings: Mapping[str, Snapshot]) -> Snapshot:
    """The snapshot with the earlier ones of its visit, by purpose."""
    return replace(snapshot, siblings=MappingProxyType(dict(siblings)))


def _offers(page: Page, snapshot: Snapshot, words: Words) -> Page:
    """Posts: those whose text is an offer, with its facts; the others are counted."""
    read = [(listing, offers.extract(listing.text, _context(listing, snapshot), words)) for listing in page.listings]
    return replace(
        page,
        listings=tuple(
            replace(listing, access=facts.access, models=facts.models, plans=facts.plans, quotes=facts.quotes,
                    claims=facts.claims)
            for listing, facts in read
            if facts.is_offer
        ),
        unread=(*page.unread, *(line for _, facts in read for line in facts.unread)),
        not_offers=page.not_offers + sum(not facts.is_offer for _, facts in read),
    )  # fmt: skip


def _documents(page: Page, snapshot: Snapshot, words: Words) -> Page:
    """Candidates of a document: offers that lead to sellers or name them; else, on a seller's own page, prices."""
    read = _offers(page, snapshot, words)
    led = tuple(listing for listing in read.listings if listing.url != snapshot.url or listing.native_id)
    stand = led or tuple(listing for listing in read.listings if listing.quotes)
    return replace(read, listings=stand, not_offers=read.not_offers + len(read.listings) - len(stand))


def _claims(page: Page, snapshot: Snapshot, words: Words) -> Page:
    """Goods whose prices are fields: their words are read for claims only."""
    listings = (
        replace(listing, claims=offers.stated(listing.text, _context(listing, snapshot), words))
        for listing in page.listings
    )
    return replace(page, listings=tuple(listings))


def _as_read(page: Page, snapshot: Snapshot, words: Words) -> Page:
    """Answers in which no seller speaks."""
    return page


def _goods(page: Page, snapshot: Snapshot, words: Words) -> Page:
    """Goods whose prices are fields: their words say what the prices buy; what is no access to AI is counted."""
    of_shop = snapshot.platform != "rows"  # a table may be of the vendor's own prices
    known = ((listing, replace(_context(listing, snapshot), shop=of_shop)) for listing in page.listings)
    read = [shelf.understood(listing, context, words) for listing, context in known]
    listings = tuple(listing for listing in read if listing)
    return replace(page, listings=listings, not_offers=page.not_offers + len(read) - len(listings))


def _rows(page: Page, snapshot: Snapshot, words: Words) -> Page:
    """Rows of a table: those with a price of their own are goods, the others posts."""
    priced = _goods(replace(page, listings=tuple(one for one in page.listings if one.quotes)), snapshot, words)
    posts = replace(page, listings=tuple(one for one in page.listings if not one.quotes), unread=(), not_offers=0)
    said = _offers(posts, snapshot, words)
    return replace(priced, listings=(*priced.listings, *said.listings), unread=(*priced.unread, *said.unread),
                   not_offers=priced.not_offers + said.not_offers)  # fmt: skip


def _context(listing: Listing, snapshot: Snapshot) -> Context:
    observed = (listing.posted_at or snapshot.fetched_at).date()
    return Context(snapshot.language, snapshot.currency, observed, snapshot.platform)


READERS: Mapping[str, Platform] = MappingProxyType(
    {
        "telegram": Platform(lambda snapshot, words: telegram.read(snapshot), _offers),
        "new_api": Platform(new_api.read, _claims, spared=GROUPS),
        "telegram_export": Platform(lambda snapshot, words: telegram_export.read(snapshot), _offers),
        "github": Platform(github.read, _documents, spared=FILES),
        "rows": Platform(lambda snapshot, words: rows.read(snapshot), _rows),
        "document": Platform(documents.read, _documents),
        "official_rates": Platform(lambda snapshot, words: official_rates.read(snapshot), _as_read),
        "relay": Platform(relay.read, _claims, probes=True, spared=GROUPS),
        "one_hub": Platform(one_hub.read, _claims),
        "sub2api": Platform(sub2api.read, _claims),
        "voapi": Platform(voapi.read, _claims),
        "ai_transit": Platform(ai_transit.read, _claims),
        "feed": Platform(lambda snapshot, words: feed.read(snapshot), _offers),
        "discourse": Platform(lambda snapshot, words: discourse.read(snapshot), _offers, spared=TOPICS),
        "v2ex": Platform(lambda snapshot, words: v2ex.read(snapshot), _offers),
        "relay_pulse": Platform(relay_pulse.read, _as_read),
        "uptime_kuma": Platform(lambda snapshot, words: uptime_kuma.read(snapshot), _as_read),
        "digiseller": Platform(lambda snapshot, words: digiseller.read(snapshot), _goods),
        "funpay": Platform(lambda snapshot, words: funpay.read(snapshot), _goods),
        "taobao": Platform(lambda snapshot, words: taobao.read(snapshot), _goods),
        "goofish": Platform(lambda snapshot, words: goofish.read(snapshot), _goods),
        "pinduoduo": Platform(lambda snapshot, words: pinduoduo.read(snapshot), _goods),
        "shop_api": Platform(lambda snapshot, words: shop_api.read(snapshot), _goods),
        "playerok": Platform(lambda snapshot, words: playerok.read(snapshot), _goods),
        "g2g": Platform(lambda snapshot, words: g2g.read(snapshot), _goods),
        "ebay": Platform(lambda snapshot, words: ebay.read(snapshot), _goods),
        "dujiaoka": Platform(lambda snapshot, words: dujiaoka.read(snapshot), _goods),
        "dujiao_next": Platform(lambda snapshot, words: dujiao_next.read(snapshot), _goods),
        "acg_faka": Platform(lambda snapshot, words: acg_faka.read(snapshot), _goods),
        "schema_org": Platform(lambda snapshot, words: schema_org.read(snapshot), _goods),
        "woocommerce": Platform(lambda snapshot, words: woocommerce.read(snapshot), _goods),
    }
)
PLATFORMS = tuple(READERS)
"""The platforms that a source or an imported file can be of."""
