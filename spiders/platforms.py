"""Where a crawl of each platform starts, and which platforms are never crawled, with the sentence that says why."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

AS_GIVEN = ""
STARTS: Mapping[str, str] = MappingProxyType(
    {
        "telegram": AS_GIVEN,
        "new_api": "/api/status",
        "github": AS_GIVEN,
        "schema_org": AS_GIVEN,
        "official_rates": AS_GIVEN,
        "relay": "/api/status",
        "one_hub": "/api/status",
        "sub2api": "/api/v1/settings/public",
        "voapi": "/api/groups",
        "ai_transit": "/.well-known/ai-transit.json",
        "feed": AS_GIVEN,
        "discourse": "/latest.json",
        "v2ex": "/api/topics/latest.json",
        "relay_pulse": "/api/status?period=24h&board=all",
        "uptime_kuma": AS_GIVEN,
        "digiseller": AS_GIVEN,
        "funpay": AS_GIVEN,
        "dujiaoka": "/",
        "dujiao_next": "/api/v1/public/config",
        "woocommerce": "/wp-json/wc/store/v1/products?per_page=100&page=1",
        "acg_faka": "/user/api/index/commodity?categoryId=0&keywords=&limit=0&page=1",
    }
)
"""The path on a site that a visit begins with; "" where the address itself says it."""
SAVED_ONLY: Mapping[str, str] = MappingProxyType(
    {
        "taobao": "Taobao and Tmall forbid crawling in their robots.txt and ask for a login",
        "goofish": "Xianyu (Goofish) asks for a login",
        "pinduoduo": "Pinduoduo asks for a login",
        "shop_api": "shops on ShopApi answer by an interface that is meant for their own page only",
        "playerok": "Playerok answers by an interface that is meant for its own page only",
        "g2g": "G2G answers by an interface that is meant for its own page only",
        "ebay": "eBay's API asks for a key of your own, and its pages ward off crawlers",
    }
)
"""Platforms that are never crawled, and why: only pages that a person saved are read."""
PLATFORMS = (*STARTS, *SAVED_ONLY)


def never_crawled(platform: str) -> str | None:
    """The sentence that says why a platform is not crawled and what to do instead; None where it may be."""
    why = SAVED_ONLY.get(platform)
    return f"{why}: nothing is fetched; save pages in a browser and `undercut import` them" if why else None
