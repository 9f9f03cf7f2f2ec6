"""Saved files: what is in them, where and when it was saved, and what is packed to mislead or overwhelm."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import stat
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from commands.application import app
from commands.saved import Row, Saved, opened
from parsers.files import containers, rows, saved_html
from parsers.files.parts import LARGEST_PART
from parsers.reading import read
from parsers.records import BadInput, PageError, Snapshot
from tests.facts import FIXTURES, WHEN, fixture, lines

PAGE = (FIXTURES / "dujiaoka" / "unicorn.html").read_bytes()
URL = "https://skylark-cards.example/"
GOODS = ["good:21", "good:22"]
SAVED_AT = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
STATUS, GROUPS, PRICING = (
    (FIXTURES / "new_api" / f"{name}.json").read_bytes() for name in ("status", "groups", "pricing")
)
RELAY = "https://api.nova-relay.example/api/"


def singlefile(date: str = "Fri Nov 20 2026 08:30:00 GMT+0800 (China Standard Time)") -> bytes:
    head = f"<!DOCTYPE html> <html lang=zh><!--\n Page saved with SingleFile \n url: {URL}?aff=AB12"
    head += f" \n saved date: {date}\n-->"
    return head.encode() + PAGE.partition(b">")[2]


def mhtml(charset: str = "utf-8") -> bytes:
    text = PAGE.decode().replace("utf-8", charset).encode(charset)
    head = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {URL}\r\nSubject: a\r\n"
        "Date: Fri, 20 Nov 2026 00:30:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b1"\r\n\r\n'
        f'--b1\r\nContent-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: base64\r\n'
        f"Content-Location: {URL}\r\n\r\n"
    )
    style = "--b1\r\nContent-Type: text/css\r\nContent-Location: https://a.example/a.css\r\n\r\np {}\r\n--b1--\r\n"
    return head.encode() + base64.encodebytes(text) + b"\r\n" + style.encode()


def entry(path: str, body: bytes, packed: bool = False, kind: str = "application/json") -> dict[str, Any]:
    text = base64.b64encode(body).decode() if packed else body.decode()
    content = {"mimeType": kind, "text": text} | ({"encoding": "base64"} if packed else {})
    secret = [{"name": "Authorization", "value": "Bearer abcdef0123456789abcdef"}]
    return {
        "startedDateTime": "2026-11-20T08:30:00.123+08:00",
        "request": {"url": RELAY + path, "headers": secret, "cookies": [{"name": "session", "value": "s3cr3t-s3cr3t"}]},
        "response": {"status": 200, "content": content, "headers": [{"name": "Set-Cookie", "value": "s3cr3t-s3cr3t"}]},
    }


def har() -> bytes:
    entries = [
        entry("status", STATUS),
        entry("logo.png", b"\x89PNG", packed=True, kind="image/png"),
        entry("user/groups", GROUPS, packed=True),
        entry("pricing", PRICING),
        entry("hello", b'{"hello": 1}'),
    ]
    return json.dumps({"log": {"version": "1.2", "entries": entries}}).encode()


def warc(packed: bool = True) -> bytes:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=packed)
    for path, kind, body in (("", "text/html", PAGE), ("a.png", "image/png", b"\x89PNG")):
        http = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            URL + path, "response", payload=io.BytesIO(body), http_headers=http,
            warc_headers_dict={"WARC-Date": "2026-11-20T00:30:00Z"},
        )  # fmt: skip
        writer.write_record(record)
    return stream.getvalue()


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return stream.getvalue()


SAVED: dict[str, Callable[[], bytes]] = {
    "page.html": singlefile,
    "page.mhtml": mhtml,
    "gbk.mhtml": lambda: mhtml("gbk"),
    "page.warc.gz": warc,
    "page.warc": lambda: warc(packed=False),
    "page.html.gz": lambda: gzip.compress(singlefile()),
    "pages.zip": lambda: zipped(**{"a/page.html": singlefile(), "__MACOSX/a": b"x", "a/": b""}),
    "archive.wacz": lambda: zipped(**{"archive/data.warc.gz": warc(), "indexes/index.cdx.gz": b"x"}),
    "deep.zip": lambda: zipped(**{"inner.zip": zipped(**{"page.mhtml": mhtml()})}),
}


def saved(tmp_path: Path, name: str, body: bytes, **row: Any) -> Saved:
    path = tmp_path / name
    path.write_bytes(body)
    return Saved(path, Row(str(path), **row))


@pytest.mark.parametrize("name", SAVED)
def test_a_page_is_found_in_what_it_was_saved_as(name: str, tmp_path: Path) -> None:
    found = opened(saved(tmp_path, name, SAVED[name]()))
    (page,) = found.snapshots
    assert (page.platform, page.url, page.fetched_at) == ("dujiaoka", URL, SAVED_AT)
    assert (found.undated, [one.key for one in read(page).listings]) == (0, GOODS)


def test_answers_of_one_log_are_read_together_without_what_was_secret(tmp_path: Path) -> None:
    found = opened(saved(tmp_path, "relay.har", har()))
    assert [(page.purpose, page.url.removeprefix(RELAY)) for page in found.snapshots] == [
        ("start", "status"),
        ("groups", "user/groups"),
        ("pricing", "pricing"),
    ]
    assert found.passed_over == 1
    assert "s3cr3t" not in repr(found) and "Bearer" not in repr(found)


def test_a_log_is_imported_as_one_visit(tmp_path: Path) -> None:
    path, home = tmp_path / "relay.har", str(tmp_path / "market")
    path.write_bytes(har())
    assert CliRunner().invoke(app, ["init", home, "--contact", "you@example.org"]).exit_code == 0
    done = CliRunner().invoke(app, ["import", str(path), "--source", "nova", "--home", home])
    assert (done.exit_code, "pricing" in done.output) == (0, True), done.output
    kept = b"".join(file.read_bytes() for file in Path(home, "evidence").rglob("*") if file.is_file())
    assert kept and b"s3cr3t" not in gzip.decompress(kept)


def test_the_time_of_the_file_is_the_last_resort_and_is_told(tmp_path: Path) -> None:
    one = saved(tmp_path, "plain.html", PAGE)
    os.utime(one.path, (1_790_000_000, 1_790_000_000))
    found = opened(one)
    assert (found.undated, found.snapshots[0].fetched_at) == (1, datetime.fromtimestamp(1_790_000_000, UTC))
    said = opened(Saved(one.path, Row(str(one.path), fetched_at="2026-05-04T12:00")))
    assert (said.undated, said.snapshots[0].fetched_at) == (0, datetime(2026, 5, 4, 12, tzinfo=UTC))


def test_what_is_said_goes_before_what_the_file_says(tmp_path: Path) -> None:
    found = opened(saved(tmp_path, "page.html", singlefile(), fetched_at="2026-05-04T12:00", url="https://b.example/"))
    assert (found.snapshots[0].fetched_at, found.snapshots[0].url) == (
        datetime(2026, 5, 4, 12, tzinfo=UTC),
        "https://b.example/",
    )


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Fri Nov 20 2026 08:30:00 GMT+0800 (China Standard Time)", SAVED_AT),
        ("Fri Nov 20 2026 00:30:00 GMT+0000", SAVED_AT),
        ("2026-11-20T00:30:00Z", SAVED_AT),
        ("2026-11-20T00:30:00", None),
        ("20.11.2026", None),
        ("Fri Nov 99 2026 00:30:00 GMT+0000", None),
    ],
)
def test_the_date_of_a_saved_page(written: str, found: datetime | None) -> None:
    assert saved_html.moment(written) == found


def test_the_mark_of_a_browser_names_the_address() -> None:
    mark = b"<!DOCTYPE html>\n<!-- saved from url=(0030)https://skylark-cards.example/ -->\n<html></html>"
    assert saved_html.page("a.html", mark).url == URL


@pytest.mark.parametrize("declared", ["gbk", "gb2312", "GB18030", "utf-8", ""])
def test_a_page_in_gbk_is_read_whatever_it_declares(declared: str, tmp_path: Path) -> None:
    text = PAGE.decode().replace('<meta charset="utf-8">', f'<meta charset="{declared}">' if declared else "")
    (page,) = opened(saved(tmp_path, "page.html", text.encode("gbk"))).snapshots
    assert [one.title for one in read(page).listings] == ["ChatGPT Plus 月卡 成品号", "Plus 年卡 代充"]


def linked() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        info = zipfile.ZipInfo("page.html")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return stream.getvalue()


def locked() -> bytes:
    body = bytearray(zipped(**{"page.html": PAGE}))
    place = body.index(b"PK\x01\x02")
    body[place + 8] |= 1
    return bytes(body)


BOMB = b"\0" * (LARGEST_PART + 1)
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.zip": (lambda: zipped(**{"a.html": BOMB}), "when unpacked; it is not opened"),
    "bomb.gz": (lambda: gzip.compress(BOMB), "when unpacked; it is not opened"),
    "nested.zip": (
        lambda: zipped(a=zipped(a=zipped(a=zipped(a=zipped(a=b"x"))))), "packed more than 3 deep"
    ),
    "up.zip": (lambda: zipped(**{"../../a.html": PAGE}), "a path that leads out of it"),
    "root.zip": (lambda: zipped(**{"/etc/a.html": PAGE}), "a path that leads out of it"),
    "drive.zip": (lambda: zipped(**{"C:/a.html": PAGE}), "a path that leads out of it"),
    "back.zip": (lambda: zipped(**{"a\\..\\..\\b.html": PAGE}), "a path that leads out of it"),
    "link.zip": (linked, "a link to another file"),
    "locked.zip": (locked, "needs a password"),
    "broken.zip": (lambda: zipped(**{"a.html": PAGE})[:200], "no ZIP file that can be read"),
    "broken.gz": (lambda: b"\x1f\x8b" + b"x" * 40, "no gzip file that can be read"),
    "broken.warc": (lambda: b"WARC/1.0\r\nbroken", "no WARC file that can be read"),
    "pictures.zip": (lambda: zipped(**{"a.png": b"\x89PNG"}), "none of a known platform"),
    "empty.har": (lambda: b'{"log": {"entries": []}}', "holds 0 pages"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_misleads_or_overwhelms_is_refused(name: str, tmp_path: Path) -> None:
    body, sentence = REFUSED[name]
    with pytest.raises(BadInput, match=sentence) as refusal:
        opened(saved(tmp_path, name, body()))
    assert name in str(refusal.value)


def test_an_archive_that_lies_about_its_sizes_is_not_believed() -> None:
    body = zipped(**{"a.html": BOMB})
    place = body.index(b"PK\x01\x02") + 24
    lying = body[:place] + (100).to_bytes(4, "little") + body[place + 4 :]
    with pytest.raises(BadInput):
        containers.opened("lying.zip", lying)


def test_rows_of_json_lines() -> None:
    page = fixture("rows/offers.jsonl", "file:offers.jsonl")
    assert lines(page) == [
        "a1 · heron · account · - · 88 CNY month chatgpt-plus",
        "a2 · stork · relay_api · - · 1 CNY usd_credit claude",
    ]
    assert (page.not_offers, page.complete, list(page.unread)) == (
        1,
        False,
        ["rows: column mood", "rows: line 4 is no JSON object"],
    )
    assert page.listings[0].posted_at == datetime(2026, 11, 1, tzinfo=UTC)


TABLE = "店铺,描述,价格,币种\n灰雁,ChatGPT Plus 月卡 独享,99.5,CNY\n白鹭,Claude Pro 年卡,699,CNY\n".encode("gbk")
MAP = "seller=店铺,title=描述,price=价格,currency=币种"


def test_columns_are_mapped(tmp_path: Path) -> None:
    (page,) = opened(saved(tmp_path, "offers.csv", TABLE, columns=MAP)).snapshots
    found = lines(read(page))
    assert [line.partition(" · ")[2] for line in found] == [
        "灰雁 · account · - · 99.5 CNY month chatgpt-plus",
        "白鹭 · account · - · 699 CNY year claude-pro",
    ]


@pytest.mark.parametrize("columns", ["text", "text=a,colour=b", "=a", "text=", ""])
def test_a_map_that_is_none_is_refused(columns: str) -> None:
    with pytest.raises(ValueError, match="is no map of columns"):
        rows.columns_of(columns)


def test_a_column_that_is_not_there_is_named() -> None:
    found = Snapshot("s", "rows", "file:a.csv", WHEN, 200, "text/csv", TABLE, headers=((rows.MAP_HEADER, "text=价"),))
    with pytest.raises(PageError, match="no column '价'"):
        read(found)


def test_what_a_log_holds_is_said_by_read(tmp_path: Path) -> None:
    path = tmp_path / "relay.har"
    path.write_bytes(har())
    done = CliRunner().invoke(app, ["read", str(path)])
    keys = [json.loads(line).get("key") for line in done.stdout.splitlines()]
    assert [key for key in keys if key] == ["group:default", "group:cc", "group:gift"]


def test_what_others_need_is_read_before_them_in_whatever_order_it_was_saved(tmp_path: Path) -> None:
    found = opened(saved(tmp_path, "relay.har", json.dumps({"log": {"entries": [
        entry("pricing", PRICING), entry("user/groups", GROUPS), entry("status", STATUS)]}}).encode()))  # fmt: skip
    assert [page.purpose for page in found.snapshots] == ["start", "groups", "pricing"]


def test_the_money_of_a_shop_may_be_said_after_its_goods(tmp_path: Path) -> None:
    good = {"id": 7, "slug": "plus", "title": {"zh-CN": "ChatGPT Plus 月卡"}, "price_amount": "99.00"}
    answers = {"products": {"status_code": 0, "msg": "", "data": [good]},
               "settings": {"status_code": 0, "msg": "", "data": {"site_name": "云雀", "currency": "USD"}}}  # fmt: skip
    files = {f"{name}.json": json.dumps(found).encode() for name, found in answers.items()}
    path = tmp_path / "shop.zip"
    path.write_bytes(zipped(**files))
    done = CliRunner().invoke(app, ["read", str(path), "--url", "https://cards.example/"])
    listed = [json.loads(line) for line in done.stdout.splitlines()]
    assert [quote["currency"] for one in listed for quote in one.get("quotes", [])] == ["USD"], done.output
