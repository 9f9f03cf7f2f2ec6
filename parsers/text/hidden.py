"""Blanks out what is no wording of the seller: addresses, mark-up, file and package names; positions stay."""

from __future__ import annotations

import re

_ENDINGS = (
    "com|cn|net|org|io|dev|app|ai|top|xyz|site|me|cc|vip|shop|store|club|online|tech|cloud|im|fun|life|space|run|live|pw|icu"
    "|ru|info|us|eu|hk|tw|jp|kr|in|br|vn|id|uk|de|fr|link|pub|host|website|world|today|plus|one|lol|moe|love|work|chat|sh"
    "|gg|so|to|ink|art|biz|network|center|group|ltd|example|test"
)
_FILES = "md|py|mjs|js|json|jsonl|ts|tsx|png|jpe?g|svg|gif|webp|ya?ml|toml|html?|css|txt|csv|sh|exe|zip"

HIDDEN = re.compile(
    rf"""
      https?://[^\s<>"'`|(),，。；、）】」]+
    | <[/a-z!][^<>]{{0,600}}>
    | \]\([^()\s]{{1,600}}\)
    | (?<![\w.+%-])[\w.+%-]+@[a-z0-9-]{{1,63}}(?:\.[a-z0-9-]{{1,63}}){{1,4}}
    | @[a-z0-9-]{{1,50}}/[a-z0-9._-]{{1,80}}
    | (?<![a-z0-9@.-])(?:[a-z0-9-]{{0,62}}[a-z][a-z0-9-]{{0,62}}\.){{1,4}}(?:{_ENDINGS})(?![a-z0-9-])(?:/[^\s<>"'`|()，。；、）】」]*)?
    | (?<![\w./-])[\w./-]{{1,120}}\.(?:{_FILES})(?![a-z0-9])
    """,
    re.X,
)


def hide(folded: str) -> str:
    """The folded text with every address, tag, link target, file and package name turned into spaces."""
    return HIDDEN.sub(lambda found: " " * len(found.group()), folded)
