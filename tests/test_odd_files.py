"""Saved files that are broken, cut off or made to mislead: each is read, or refused in one sentence that names it."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from typer.testing import CliRunner

from commands.application import app
from commands.saved import Row, Saved, opened
from parsers.files import containers
from parsers.files.parts import LARGEST_PART
from parsers.links import absolute, joined, split
from parsers.reading import read
from parsers.records import BadInput, PageError
from parsers.times import of_iso
from tests.facts import FIXTURES
from tests.test_saved_files import GOODS, SAVED, SAVED_AT, URL, har, mhtml, saved, singlefile, warc, zipped

ODD: list[Any] = [None, True, 1, 1.5, "x", [], [1], {}, {"a": 1}]
PLACES = (
    "log.entries", "log.entries.0", "log.entries.0.request", "log.entries.0.request.url", "log.entries.0.response",
    "log.entries.0.response.status", "log.entries.0.response.headers", "log.entries.0.response.headers.0",
    "log.entries.0.response.content", "log.entries.0.response.content.mimeType", "log.entries.0.startedDateTime",
    "log.entries.0.response.content.text", "log.entries.0.response.content.encoding",
)  # fmt: skip


def with_odd(place: str, value: Any) -> bytes:
    """A log in which something else stands in one place."""
    log = json.loads(har())
    *steps, last = (int(step) if step.isdigit() else step for step in place.split("."))
    found = log
    for step in steps:
        found = found[step]
    found[last] = value
    return json.dumps(log).encode()


@pytest.mark.parametrize("value", ODD, ids=json.dumps)
@pytest.mark.parametrize("place", PLACES)
def test_a_log_with_something_else_in_a_place_is_read_or_refused(place: str, value: Any, tmp_path: Path) -> None:
    try:
        found = opened(saved(tmp_path, "relay.har", with_odd(place, value)))
    except BadInput as error:
        assert place == "log.entries" and "relay.har" in str(error)
    else:
        assert {"user/groups", "pricing"} <= {page.url.partition("/api/")[2] for page in found.snapshots}


DATES = {
    "0001-01-01T00:00:00+14:00": None,
    "9999-12-31T23:59:59-14:00": None,
    "2026-11-20T08:30:00+08:00": SAVED_AT,
    "2026-11-20T08:30:00": None,
    "2026-13-20T08:30:00Z": None,
}


@pytest.mark.parametrize("written", DATES)
def test_a_time_outside_of_the_calendar_is_none(written: str) -> None:
    assert of_iso(written) == DATES[written]


IN_FILES: dict[str, Callable[[], bytes]] = {
    "mail.mhtml": lambda: mhtml().replace(b"Fri, 20 Nov 2026 00:30:00 -0000", b"Fri, 31 Dec 9999 23:59:00 -2359"),
    "single.html": lambda: singlefile("9999-12-31T23:59:59-14:00"),
}


@pytest.mark.parametrize("name", IN_FILES)
def test_where_the_file_names_no_possible_time_its_own_is_taken(name: str, tmp_path: Path) -> None:
    found = opened(saved(tmp_path, name, IN_FILES[name]()))
    assert (found.undated, [one.key for one in read(found.snapshots[0]).listings]) == (1, GOODS)


LOCATIONS = {
    URL.encode(): URL,
    b"cid:frame-1@mhtml.example": URL,
    b"http://[::1": URL,
    b"\xe4\xb8\xad": URL,
    b"https://other.example/?aff=aB3d": "https://other.example/",
}


@pytest.mark.parametrize("location", LOCATIONS, ids=repr)
def test_a_part_without_a_web_address_stands_at_the_pages_own(location: bytes, tmp_path: Path) -> None:
    told = b"\r\nContent-Location: " + URL.encode()
    body = mhtml().replace(told, b"\r\nContent-Location: " + location, 1)
    (page,) = opened(saved(tmp_path, "page.mhtml", body)).snapshots
    assert (page.url, page.fetched_at) == (LOCATIONS[location], SAVED_AT)


def packed(method: int, body: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("page.html", body)
    return stream.getvalue()


def lying(body: bytes) -> bytes:
    """An archive whose entry says that it is short."""
    place = body.index(b"PK\x01\x02") + 24
    return body[:place] + (100).to_bytes(4, "little") + body[place + 4 :]


def nested(depth: int) -> bytes:
    """A message in a message in a message."""
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b0"\r\n\r\n'
    inner = (f'--b{at}\r\nContent-Type: multipart/mixed; boundary="b{at + 1}"\r\n\r\n' for at in range(depth))
    return head + "".join(inner).encode()


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "cut.html.gz": (lambda: gzip.compress(singlefile())[:-40], "no gzip file that can be read"),
    "squeezed.zip": (lambda: packed(zipfile.ZIP_BZIP2, singlefile()), "packed in a way that is not opened here"),
    "packed.zip": (lambda: packed(zipfile.ZIP_LZMA, singlefile()), "packed in a way that is not opened here"),
    "lying.zip": (lambda: lying(packed(zipfile.ZIP_BZIP2, bytes(LARGEST_PART))), "packed in a way that is not"),
    "deep.mhtml": (lambda: nested(3000), "no MHTML file that can be read"),
    "cut.warc": (lambda: warc(packed=False)[:90], "no WARC file that can be read"),
    "cut.warc.gz": (lambda: warc()[:160], "no WARC file that can be read"),
    "moved.zip": (lambda: zipped(**{"a.html": singlefile()}).replace(b"PK\x05\x06", b"PK\x05\x07"), "no ZIP file"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_broken_or_packed_to_overwhelm_is_refused_in_a_sentence(name: str, tmp_path: Path) -> None:
    body, sentence = REFUSED[name]
    with pytest.raises(BadInput, match=sentence) as refusal:
        opened(saved(tmp_path, name, body()))
    assert name in str(refusal.value) and "\n" not in str(refusal.value)


@pytest.mark.parametrize("name", SAVED)
def test_any_flipped_bytes_are_read_or_refused(name: str) -> None:
    chance, whole = Random(11), SAVED[name]()
    for _ in range(60):
        body = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            body[chance.randrange(len(body))] = chance.randrange(256)
        try:
            containers.opened(name, bytes(body))
        except BadInput as error:
            assert name in str(error)


def test_gzip_in_several_members_is_one_page(tmp_path: Path) -> None:
    whole = singlefile()
    body = gzip.compress(whole[:2000]) + gzip.compress(whole[2000:])
    (page,) = opened(saved(tmp_path, "page.html.gz", body)).snapshots
    assert page.body == whole


def test_a_mark_of_utf_8_before_a_message_is_no_part_of_it(tmp_path: Path) -> None:
    (page,) = opened(saved(tmp_path, "page.mhtml", b"\xef\xbb\xbf" + mhtml())).snapshots
    assert (page.url, page.fetched_at) == (URL, SAVED_AT)


FOLDERS = {"pages/page.html": 1, "indexes/page.html": 1, "pages/pages.jsonl": 0, "indexes/index.cdx.gz": 0}


@pytest.mark.parametrize("path", FOLDERS)
def test_only_what_a_web_archive_puts_beside_its_pages_is_passed_over(path: str) -> None:
    assert len(containers.opened("pages.zip", zipped(**{path: singlefile()}))) == FOLDERS[path]


def test_a_file_that_is_too_long_is_not_taken_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commands.saved.LARGEST_WHOLE", 1000)
    with pytest.raises(BadInput, match="more than 1,000 bytes"):
        opened(Saved(Path("/dev/zero"), Row("/dev/zero")))


TABLES = {
    b"text,price\n" + b'"' + b"x" * 200_000 + b'",1\n': "no table that can be read",
    b"": "an empty answer",
    b"text,price\n": "a table without rows",
}


@pytest.mark.parametrize("body", TABLES, ids=lambda body: repr(body[:14]))
def test_a_table_that_is_none_is_said_to_be_none(body: bytes, tmp_path: Path) -> None:
    (page,) = opened(saved(tmp_path, "offers.csv", body, columns="text=text,price=price")).snapshots
    with pytest.raises(PageError, match=TABLES[body]):
        read(page)


BROKEN_LINKS = ["http://[::1", "http://[nova.example/", "//[", "https://nova.example]/"]


@pytest.mark.parametrize("link", BROKEN_LINKS)
def test_a_broken_link_leads_to_the_page_itself(link: str) -> None:
    assert joined(URL, link) == URL
    assert split(link).netloc == ""
    assert absolute(URL, link) is None


LED = {
    "woocommerce/products.json": ('"permalink": "https://', '"permalink": "http://[::1'),
    "discourse/latest.json": ('"/latest', '"http://[::1'),
    "ai_transit/discovery.json": ('"snapshot_url":"', '"snapshot_url":"http://[::1'),
}


@pytest.mark.parametrize("name", LED)
def test_a_page_with_a_broken_link_is_read(name: str, tmp_path: Path) -> None:
    before, after = LED[name]
    text = (FIXTURES / name).read_text("utf-8")
    assert before in text
    body = text.replace(before, after).encode()
    (page,) = opened(saved(tmp_path, Path(name).name, body, platform=name.partition("/")[0], url=URL)).snapshots
    assert read(page)


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00+14:00", "yesterday", "2026-02-30"])
def test_a_time_that_is_none_is_refused(written: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is no time"):
        opened(saved(tmp_path, "page.html", singlefile(), fetched_at=written))


def test_files_are_looked_at_before_anything_is_taken(tmp_path: Path) -> None:
    home = str(tmp_path / "market")
    assert CliRunner().invoke(app, ["init", home]).exit_code == 0
    (tmp_path / "good.html").write_bytes(singlefile())
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04" + bz2.compress(b"x"))
    done = CliRunner().invoke(app, ["import", str(tmp_path / "good.html"), str(tmp_path / "bad.zip"), "--home", home])
    assert isinstance(done.exception, BadInput) and "bad.zip" in str(done.exception)
    assert not list(Path(home, "evidence").rglob("*.warc*"))
