"""What a saved file is told to be by what is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers.files.formats import sniff
from parsers.records import BadInput

FIXTURES = Path(__file__).parent / "fixtures"
KNOWN = {
    "telegram/newest.html": ("telegram", "start"),
    "telegram/fragment.html": ("telegram", "start"),
    "telegram/landing.html": ("telegram", "start"),
    "new_api/status.json": ("new_api", "start"),
    "new_api/groups.json": ("new_api", "groups"),
    "new_api/pricing.json": ("new_api", "pricing"),
    "new_api/rows.json": ("new_api", "pricing"),
    "new_api/veloera_status.json": ("new_api", "start"),
    "telegram_export/result.json": ("telegram_export", "start"),
    "telegram_export/account.json": ("telegram_export", "start"),
    "telegram_export/message.json": ("telegram_export", "start"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_known_formats(name: str) -> None:
    found = sniff(name, (FIXTURES / name).read_bytes())
    assert (found.platform, found.purpose) == KNOWN[name]
    assert found.media_type == ("text/html" if name.endswith("html") else "application/json")


UNKNOWN = [
    (b"", "neither a web page nor JSON"),
    (b"\x89PNG", "neither a web page nor JSON"),
    (b"<html><p>shop</p></html>", "a web page of no known platform"),
    (b'{"a": 1}', "JSON of no known platform"),
    (b"[]", "JSON of no known platform"),
    (b"7", "JSON of no known platform"),
]


@pytest.mark.parametrize(("body", "said"), UNKNOWN)
def test_other_files_are_refused_by_name(body: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=f"^shop.html: {said}; say .* --platform$"):
        sniff("shop.html", body)
