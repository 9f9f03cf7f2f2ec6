"""Links without who sent the reader: in every platform's pages, whatever it is called, the same each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from parsers.files.formats import Format, sniff
from parsers.links import without_referral
from parsers.reading import PLATFORMS, read, with_siblings
from parsers.records import BadInput, Page, PageError, Snapshot
from parsers.redact import redact, redact_link
from parsers.redaction_rules import VERSION

FIXTURES = Path(__file__).parent / "fixtures"
WHEN = datetime(2026, 11, 24, tzinfo=UTC)
FILES = sorted(path for path in FIXTURES.glob("*/*") if path.parent.name in PLATFORMS)
LINK = re.compile(r"""https?:(?:\\?/){2}[\w.-]+(?:\\?/[^\s"'<>()\[\]\\，。#?&]*)*(?:\?[^\s"'<>()\[\]\\，。#]*)?""")
CODE = "aB3dE6gH"
NAMES = ("aff", "affCode", "inviteCode", "invitation_code", "ref", "refer", "promo", "inviter_id", "spm", "fromuid")


def linked(text: str, name: str) -> str:
    """The text with a referral in each of its links."""
    return LINK.sub(lambda link: f"{link[0]}{'&' if '?' in link[0] else '?'}{name}={CODE}", text)


def told(path: Path) -> Format:
    """What a fixture is; one that cannot be told by its content is a page of its folder's platform."""
    try:
        return sniff(path.name, path.read_bytes())
    except BadInput:
        return Format(path.parent.name, "start", "text/html")


def pages(folder: Path, name: str) -> Iterator[tuple[str, Page]]:
    """What is read in a platform's fixtures, a referral in each of their links and in their own address."""
    siblings: dict[str, Snapshot] = {}
    for path in sorted(folder.iterdir()):
        form = told(path)
        body = redact(linked(path.read_text("utf-8"), name).encode(), form.media_type).body
        url = redact_link(f"https://a.example/api/x?{name}={CODE}")
        snapshot = Snapshot("s", folder.name, url, WHEN, 200, form.media_type, body, form.purpose)
        siblings[form.purpose] = snapshot
        try:
            yield path.name, read(with_siblings(snapshot, siblings))
        except PageError:
            continue


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("platform", sorted({path.parent.name for path in FILES}))
def test_no_listing_says_who_sent_the_reader(platform: str, name: str) -> None:
    read_any = False
    for file, page in pages(FIXTURES / platform, name):
        read_any = True
        assert CODE not in repr(page), file
        asks = [] if platform == "github" else [ask.url for ask in page.asks]  # its API's addresses are no links
        links = [listing.url for listing in page.listings] + asks
        assert [link for link in links if f"{name}=" in link or "[referral]" in link] == [], file
    assert read_any


def test_there_are_links_to_strip_it_from() -> None:
    found = sum(linked(path.read_text("utf-8"), "aff").count(CODE) for path in FILES)
    assert found > 90


LINKS = {
    f"https://nova.example/register?aff={CODE}": "https://nova.example/register",
    f"https://nova.example/?x=1&ref={CODE}&y=2": "https://nova.example/?x=1&y=2",
    f"https://nova.example/?invite_code={CODE}&y=2#top": "https://nova.example/?y=2#top",
    f"https://nova.example/#/register?aff={CODE}": "https://nova.example/#/register",
    f"https://nova.example/invite/{CODE}": "https://nova.example/invite",
    f"https://nova.example/?aff_code={CODE}&utm_source=ada&utm_campaign=spring&y=2": "https://nova.example/?y=2",
    f"https://nova.example/?y=2&via=ada&invitation_code={CODE}&fp_ref=ada": "https://nova.example/?y=2",
    f"https://nova.example/go?url=https%3A%2F%2Flotus.example%2Freg%3Faff%3D{CODE}": "https://nova.example/go?url=https%3A%2F%2Flotus.example%2Freg",
    f"https://nova.example/go?url=https%3A%2F%2Flotus.example%2F%3Faff%3D{CODE}%26y%3D2&x=1": "https://nova.example/go?url=https%3A%2F%2Flotus.example%2F%3Fy%3D2&x=1",
    f"https://nova.example/go?url=https%3A%2F%2Flotus.example%2F%3Faff%3D{CODE}&x=1": "https://nova.example/go?url=https%3A%2F%2Flotus.example%2F&x=1",
    f"https://nova.example/go?url=https%253A%252F%252Flotus.example%252F%253Faff%253D{CODE}": "https://nova.example/go?url=https%253A%252F%252Flotus.example%252F",
    f"https://nova.example/go?to=https://lotus.example/?aff={CODE}": "https://nova.example/go?to=https://lotus.example/",
    f"https://nova.example/register?AFF={CODE}": "https://nova.example/register",
    f"https://nova.example/register;aff={CODE}": "https://nova.example/register",
    f"https://nova.example/register#aff={CODE}": "https://nova.example/register",
    f"https://nova.example/register?aff[]={CODE}": "https://nova.example/register",
    "https://nova.example/register?aff=新星&y=2": "https://nova.example/register?y=2",
    f"https://nova.example/ref/{CODE}": "https://nova.example/ref",
    "https://nova.example/goods?aff=%5Breferral%5D&page=2": "https://nova.example/goods?page=2",
    "https://api.github.com/repos/a/b/contents?ref=main": "https://api.github.com/repos/a/b/contents?ref=main",
}


@pytest.mark.parametrize("link", LINKS)
def test_what_is_left_of_a_link(link: str) -> None:
    assert without_referral(link) == LINKS[link]
    assert without_referral(without_referral(link)) == LINKS[link]


def test_it_is_the_same_each_time_and_says_its_version() -> None:
    for path in FILES:
        body = linked(path.read_text("utf-8"), "aff").encode()
        first, second = redact(body, ""), redact(body, "")
        assert first == second and first.version == VERSION
        assert redact(first.body, "").body == first.body
