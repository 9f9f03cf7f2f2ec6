"""Blanks out what is no wording of the seller: addresses, mark-up, unticked boxes, file names; positions stay."""

from __future__ import annotations

import re
import string
from functools import lru_cache

_MARKED = re.compile(
    r"https?://[^\s<>\"'`|(),，。；、）】」]{1,2000}"
    r"|<[/a-z!][^<>]{0,2000}>"
    r"|\]\([^()\s]{1,2000}\)"
    r"|@[a-z0-9-]{1,50}/[a-z0-9._-]{1,80}"
    r"|(?<=\n)[ ]{0,8}(?:[-*+] )?\[ \] [^\n]{1,400}"
)
_HOSTS = (
    "com|cn|net|org|io|dev|app|ai|top|xyz|site|me|cc|vip|shop|store|club|online|tech|cloud|im|fun|life|space|run|live|pw|icu"
    "|ru|info|us|eu|hk|tw|jp|kr|in|br|vn|id|uk|de|fr|link|pub|host|website|world|today|plus|one|lol|moe|love|work|chat|sh"
    "|gg|so|to|ink|art|biz|network|center|group|ltd|example|test"
)
_FILES = "md|py|mjs|js|json|jsonl|ts|tsx|png|jpe?g|svg|gif|webp|ya?ml|toml|html?|css|txt|csv|exe|zip"
_DOTTED = re.compile(rf"\.(?:{_HOSTS}|{_FILES})(?![a-z0-9-])(?:/[^\s<>\"'`|()，。；、）】」]{{0,2000}})?")
_IDENTIFIER = re.compile(
    r"(?<![a-z])(?:id|slug|sku|icon|image|img|badge_id)[\"']?[ ]?[:=][ ]?[\"'][^\"'\n]{1,60}[\"']"
    r"(?=,\s{0,16}[\"']?[a-z_]{0,12}(?:name|title|label)[\"']?[ ]?[:=])"
)
"""The identifier of a record that names its good in the next field: id: "gpt3", name: "ChatGPT Plus 3 months"."""
_NAME = string.ascii_lowercase + string.digits + "@._%+-/"
_LONGEST = 120


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


@lru_cache(maxsize=2)
def hide(folded: str) -> str:
    """The folded text with every address, tag, link target, unticked box, identifier, file and package name blanked."""
    shown = _IDENTIFIER.sub(_blank, _MARKED.sub(_blank, folded))
    pieces, last = [], 0
    for found in _DOTTED.finditer(shown):
        front = shown[max(last, found.start() - _LONGEST) : found.start()]
        start = found.start() - (len(front) - len(front.rstrip(_NAME)))
        label = shown[start : found.start()].rpartition(".")[2]
        if any(map(str.isalpha, label)):
            pieces += [shown[last:start], " " * (found.end() - start)]
            last = found.end()
    return "".join([*pieces, shown[last:]]) if pieces else shown
