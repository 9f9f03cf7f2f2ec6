"""Logs and archives of many tools: how answers are packed in them, and how programs write where a page is from."""

from __future__ import annotations

import base64
import gzip
import io
import json
import plistlib
import zipfile
import zlib
from datetime import UTC, datetime
from typing import Any

import brotli
import pytest
from backports import zstd
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from parsers.files import containers, saved_html
from parsers.files.encodings import unpacked
from parsers.files.formats import sniff
from parsers.files.parts import LARGEST_PART
from parsers.records import BadInput

URL = "https://shop.example/p"
PAGE = b'<html><body><span itemscope itemtype="https://schema.org/Product">Claude Pro</span></body></html>'
WHEN = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)


def warc(body: bytes, *headers: tuple[str, str], packed: bool = False) -> bytes:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=packed)
    http = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), *headers], protocol="HTTP/1.1")
    record = writer.create_warc_record(URL, "response", payload=io.BytesIO(body), http_headers=http,
                                       warc_headers_dict={"WARC-Date": "2026-11-20T00:30:00Z"})  # fmt: skip
    writer.write_record(record)
    return stream.getvalue()


PACKED: dict[str, tuple[bytes, str]] = {
    "as it is": (PAGE, ""),
    "gzip": (gzip.compress(PAGE), "gzip"),
    "gzip, by its old name": (gzip.compress(PAGE), "x-gzip"),
    "gzip, in capitals": (gzip.compress(PAGE), "GZIP"),
    "gzip of several members": (gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:]), "gzip"),
    "deflate": (zlib.compress(PAGE), "deflate"),
    "deflate without its head": (zlib.compress(PAGE, wbits=-15), "deflate"),
    "brotli": (brotli.compress(PAGE), "br"),
    "zstandard": (zstd.compress(PAGE), "zstd"),
    "one within the other": (brotli.compress(gzip.compress(PAGE)), "gzip, br"),
    "unpacked before it was saved": (PAGE, "br"),
    "unpacked before it was saved, gzip": (PAGE, "gzip"),
    "a way that is not known": (PAGE, "identity"),
}


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("pieces", [False, True], ids=["whole", "in pieces"])
def test_an_archive_holds_answers_packed_as_they_were_sent(name: str, pieces: bool) -> None:
    body, coding = PACKED[name]
    headers = [("Content-Encoding", coding)] if coding else []
    sent = warc(chunked(body), *headers, ("Transfer-Encoding", "chunked")) if pieces else warc(body, *headers)
    assert [(part.body, part.url) for part in containers.opened("a.warc", sent)] == [(PAGE, URL)]


def test_one_answer_that_cannot_be_unpacked_does_not_end_the_file() -> None:
    both = warc(b"\x8b\xff broken", ("Content-Encoding", "br")) + warc(
        brotli.compress(PAGE), ("Content-Encoding", "br")
    )
    assert containers.opened("a.warc", both)[-1].body == PAGE


def test_an_archive_that_was_packed_again_as_a_whole_is_opened() -> None:
    whole = gzip.compress(warc(PAGE) + warc(PAGE))
    assert [part.body for part in containers.opened("a.warc.gz", whole)] == [PAGE, PAGE]
    assert [part.body for part in containers.opened("a.warc.gz", warc(PAGE, packed=True) * 2)] == [PAGE, PAGE]


BOMB = bytes(LARGEST_PART + 9)
BOMBS = {"br": brotli.compress(BOMB, quality=1), "zstd": zstd.compress(BOMB), "gzip": gzip.compress(BOMB, 1)}


@pytest.mark.parametrize("coding", BOMBS)
def test_an_answer_is_not_unpacked_without_end(coding: str) -> None:
    assert len(unpacked(BOMBS[coding], coding)) == LARGEST_PART + 1
    with pytest.raises(BadInput, match="when unpacked"):
        containers.opened("a.warc", warc(BOMBS[coding], ("Content-Encoding", coding)))


def test_what_says_that_it_was_packed_often_is_left() -> None:
    assert unpacked(gzip.compress(PAGE), "gzip, gzip, gzip, gzip") == gzip.compress(PAGE)


def har(text: str, mime: str = "application/json", coding: str = "", **content: Any) -> bytes:
    headers = [{"name": "Content-Encoding", "value": coding}] if coding else []
    response = {"status": 200, "headers": headers, "content": {"mimeType": mime, "text": text, **content}}
    entry = {"startedDateTime": "2026-11-20T00:30:00Z", "request": {"url": URL}, "response": response}
    return json.dumps({"log": {"version": "1.2", "entries": [entry]}}).encode()


ANSWER = json.dumps({"code": 200, "msg": "ok", "data": [{"id": 1, "name": "Plus", "price": 9}], "total": 1})
SENT = base64.b64encode(brotli.compress(ANSWER.encode())).decode()
LOGS = {
    "unpacked": har(ANSWER, coding="br"),
    "as it was sent": har(SENT, coding="br", encoding="base64"),
    "in a call, as a script": har(f"answer1({ANSWER})", "application/javascript"),
}


@pytest.mark.parametrize("name", LOGS)
def test_a_log_holds_answers_as_tools_write_them(name: str) -> None:
    (part,) = containers.opened("a.har", LOGS[name])
    assert (part.url, sniff("a", part.body).platform) == (URL, "acg_faka")


@pytest.mark.parametrize("first", ["har.har", "a1.json"])
def test_a_log_may_keep_what_was_answered_in_files_beside_it(first: str) -> None:
    entry = {"request": {"url": URL}, "response": {"status": 200, "content": {"mimeType": "", "_file": "a1.json"}}}
    gone = {"request": {"url": URL}, "response": {"status": 200, "content": {"mimeType": "", "_file": "b2.json"}}}
    files = {"har.har": json.dumps({"log": {"entries": [entry, gone]}}), "a1.json": ANSWER}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(files, key=lambda name: name != first):
            archive.writestr(name, files[name])
    found = containers.opened("trace.zip", packed.getvalue())
    assert [(part.url, part.body.decode()) for part in found] == [(URL, ANSWER)]


def test_a_script_that_is_no_answer_is_passed_over() -> None:
    assert containers.opened("a.har", har("var a = {}", "text/javascript")) == ()


ORIGINS = {
    f'<!DOCTYPE html> <html><!--\n Page saved with SingleFile Lite \n url: {URL} \n saved date: Fri Nov 20 2026 '
    "08:30:00 GMT+0800 (CST)\n-->": WHEN,
    f'<html data-scrapbook-source="{URL}" data-scrapbook-create="20261120003000000" data-scrapbook-title="a">': WHEN,
    f'<html data-scrapbook-source="{URL}">': None,
    f'<html><head><meta name="savepage-url" content="{URL}"><meta name="savepage-title" content="a">'
    '<meta name="savepage-date" content="Fri Nov 20 2026 00:30:00 GMT+0000 (GMT)">': WHEN,
    f"<!-- Saved from {URL} at 2026-11-20T00:30:00Z using monolith v2.8.1 --><html>": WHEN,
    "<html><!-- Mirrored from shop.example/p by HTTrack Website Copier/3.x [XR&CO'2014], Fri, 20 Nov 2026 00:30:00 GMT "
    "-->": WHEN,
    f"<!-- saved from url=(0022){URL} --><html>": None,
    f'<html><head><link rel="canonical" href="{URL}">': None,
    f"<html><head><link href='{URL}' rel='canonical'>": None,
    f'<html><head><meta property="og:url" content="{URL}">': None,
    f'<!-- saved from url=(0022){URL} --><html><head><link rel="canonical" href="https://other.example/">': None,
}  # fmt: skip


@pytest.mark.parametrize("head", ORIGINS)
def test_where_a_page_is_from_as_programs_write_it(head: str) -> None:
    part = saved_html.page("a.html", f"{head}<body></body>".encode())
    assert (part.url, part.saved_at) == (URL, ORIGINS[head])


@pytest.mark.parametrize("head", ['<html><head><link rel="canonical" href="/p">', "<html><a href='https://a.example'>"])
def test_an_address_that_a_page_does_not_say_is_not_guessed(head: str) -> None:
    assert saved_html.page("a.html", head.encode()).url is None


def message(kind: str, date: str) -> bytes:
    head = f"From: <Saved by UnMHT>\nSubject: a\nDate: {date}\nMIME-Version: 1.0\n"
    page = f"Content-Type: text/html; charset=utf-8\nContent-Location: {URL}\nContent-Transfer-Encoding: 8bit\n\n"
    page += PAGE.decode()
    return (head + (page if kind == "alone" else f"Content-Type: {kind}; boundary=b\n\n--b\n{page}\n--b--\n")).encode()


MESSAGES = {
    "of parts, dated as scripts date": message("multipart/related", "Fri Nov 20 2026 08:30:00 GMT+0800"),
    "of parts": message("multipart/related", "Fri, 20 Nov 2026 08:30:00 +0800"),
    "of one page": message("alone", "Fri, 20 Nov 2026 00:30:00 +0000"),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_holds_a_page(name: str) -> None:
    (part,) = containers.opened("a.mht", MESSAGES[name])
    assert (part.body.strip(), part.url, part.saved_at) == (PAGE, URL, WHEN)


def safari(form: plistlib.PlistFormat, **more: Any) -> bytes:
    page = {"WebResourceData": PAGE, "WebResourceMIMEType": "text/html", "WebResourceTextEncodingName": "UTF-8",
            "WebResourceURL": URL, "WebResourceFrameName": ""}  # fmt: skip
    style = {"WebResourceData": b"p {}", "WebResourceMIMEType": "text/css", "WebResourceURL": f"{URL}.css"}
    return plistlib.dumps({"WebMainResource": page, "WebSubresources": [style], **more}, fmt=form)


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_safari_saves_a_page_with_its_frames(form: plistlib.PlistFormat) -> None:
    frame = {"WebMainResource": {"WebResourceData": b"<p>", "WebResourceMIMEType": "text/html", "WebResourceURL": "x:"}}
    found = containers.opened("a.webarchive", safari(form, WebSubframeArchives=[frame]))
    assert [(part.body, part.media_type, part.url) for part in found] == [
        (PAGE, "text/html", URL),
        (b"<p>", "text/html", None),
    ]
    assert containers.is_container("a.webarchive", safari(form))


def test_a_web_archive_that_breaks_off_is_told_of() -> None:
    with pytest.raises(BadInput, match="no web archive of Safari file that can be read"):
        containers.opened("a.webarchive", safari(plistlib.FMT_BINARY)[:-40])


def test_a_page_that_unpacks_itself_holds_what_was_saved() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", PAGE)
    head = f"<!doctype html><!--\n Page saved with SingleFile \n url: {URL} \n saved date: 2026-11-20T00:30:00Z\n-->"
    (part,) = containers.opened("a.html", head.encode() + b"<html>" + packed.getvalue())
    assert (part.body, part.url, part.saved_at) == (PAGE, URL, WHEN)
