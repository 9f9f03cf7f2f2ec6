"""Tells what a saved file is by what is in it, so that it can be imported without being told."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from parsers.charsets import decode
from parsers.files import rows
from parsers.files.telegram_export import is_export
from parsers.pages import (
    acg_faka,
    ai_transit,
    digiseller,
    discourse,
    dujiao_next,
    dujiaoka,
    ebay,
    feed,
    forum_pages,
    funpay,
    g2g,
    github,
    goofish,
    new_api,
    one_hub,
    pinduoduo,
    playerok,
    relay_pulse,
    schema_org,
    scripts,
    shop_api,
    sub2api,
    taobao,
    uptime_kuma,
    v2ex,
    voapi,
    woocommerce,
)
from parsers.records import BadInput

DOCUMENTS = {"md": "text/markdown", "markdown": "text/markdown", "csv": "text/csv", "tsv": "text/csv"}
LINES = {"jsonl", "ndjson"}
"""Documents that only their names tell, by the end of the name."""
PAGES: Mapping[str, Callable[[str], bool]] = {
    "feed": lambda text: feed.is_feed(text) or forum_pages.is_nodeseek(text),
    "telegram": lambda text: "tgme_" in text,
    "acg_faka": acg_faka.is_page,
    "funpay": funpay.is_page,
    "taobao": taobao.is_page,
    "goofish": goofish.is_page,
    "pinduoduo": pinduoduo.is_page,
    "dujiaoka": dujiaoka.is_shop,
    "discourse": forum_pages.is_discourse,
    "v2ex": forum_pages.is_v2ex,
    "schema_org": schema_org.is_marked_up,
}
"""Web pages: whether one is of a platform, asked in this order."""
PARTS: Mapping[str, Callable[[Any], str | None]] = {
    "one_hub": one_hub.purpose,
    "sub2api": sub2api.purpose,
    "voapi": voapi.purpose,
    "new_api": new_api.purpose,
    "dujiao_next": dujiao_next.purpose,
}
"""JSON of software whose answers need each other: the part that one plays in a visit, asked in this order."""
TURNS = ("config", "start", "groups", "user_group_map")
"""Parts of a visit that say what the numbers of later ones mean: money, rates, groups."""
ANSWERS: Mapping[str, Callable[[Any], bool]] = {
    "telegram_export": is_export,
    "github": github.is_answer,
    "shop_api": shop_api.is_answer,
    "acg_faka": acg_faka.is_answer,
    "ai_transit": ai_transit.is_answer,
    "woocommerce": woocommerce.is_answer,
    "discourse": discourse.is_answer,
    "v2ex": v2ex.is_answer,
    "relay_pulse": relay_pulse.is_answer,
    "uptime_kuma": uptime_kuma.is_answer,
    "digiseller": digiseller.is_answer,
    "taobao": taobao.is_answer,
    "goofish": goofish.is_answer,
    "pinduoduo": pinduoduo.is_answer,
    "playerok": playerok.is_answer,
    "g2g": g2g.is_answer,
    "ebay": ebay.is_answer,
}
"""JSON: whether it is an answer of a platform, asked in this order."""


@dataclass(frozen=True, slots=True)
class Format:
    """The platform of a saved page, the part that it plays in a visit, and its media type."""

    platform: str
    purpose: str
    media_type: str


def turn(purpose: str) -> int:
    """When a part of a visit is read: what others need goes before them, whatever order it was saved in."""
    return TURNS.index(purpose) if purpose in TURNS else len(TURNS)


def sniff(name: str, body: bytes) -> Format:
    """What a saved file holds.

    Raises BadInput, naming the file, where it is none of the formats that are known.
    """
    ending = name.lower().rpartition(".")[2]
    if ending in LINES:
        return Format("rows", "start", rows.TABLE_ENDINGS[ending])
    if kind := DOCUMENTS.get(ending):
        return Format("document", "start", kind)
    text, _ = decode(body)
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        if platform := next((name for name, shows in PAGES.items() if shows(text)), None):
            return Format(platform, "start", "text/html")
        raise BadInput(f"{name}: a web page of no known platform; say which it is with --platform")
    found = _json(text)
    if answer := _answer(found):
        return answer
    kind = "JSON of no known platform" if found is not None else "neither a web page nor JSON"
    raise BadInput(f"{name}: {kind}; say what it is with --platform")


def _answer(found: Any) -> Format | None:
    """What an answer in JSON is."""
    for platform, part in PARTS.items():
        if purpose := part(found):
            return Format(platform, purpose, "application/json")
    name = next((name for name, answers in ANSWERS.items() if answers(found)), None)
    return Format(name, "start", "application/json") if name else None


def _json(text: str) -> Any:
    """JSON, alone or in a call of a function; None for all else."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return scripts.answer(text) if scripts.JSONP.match(text) else None
