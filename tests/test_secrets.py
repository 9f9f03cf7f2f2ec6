"""Five hundred planted keys and contacts: none is on the disk after crawl, import and reparse; look-alikes stay."""

from __future__ import annotations

import gzip
import html
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from typer.testing import CliRunner

from commands import reparse
from commands.application import app
from commands.conduct import Conductor
from parsers.redact import redact
from parsers.text.vocabulary import PACKAGED
from spiders.register import Limits, Source
from storage import ledger
from storage.projection import spans
from storage.store import create, open_store
from tests.loopback import Answer, Web, serve
from tests.plants import ALIKE, CONTACTS, KEYS, Plant, alike, plants

PLANTED = plants(20261125, 500)
OFFER = "Claude Opus 4.6 中转 1元=1刀，"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
WORD = """[[claim]]
id = "tried_word"
meaning = "a word that is tried"
words.en = ["plantedword"]
says = ["plantedword"]
"""
HOSTS = ("t-me.example", "nova-relay.example", "shop.example")
LINKS = {kind for kind, shape in (KEYS | CONTACTS).items() if "://" in shape} | set(list(KEYS)[:50])
"""Kinds that stand in the hidden parts of pages, too: links, and keys with a prefix of their own."""


def test_there_are_as_many_as_there_should_be() -> None:
    assert len(PLANTED) == 500 and len({plant.secret for plant in PLANTED}) == 500
    assert len({plant.kind for plant in PLANTED}) >= 40
    assert len(alike(1, 2000)) == 2000 and len(ALIKE) >= 40


def channel() -> bytes:
    """A page of a Telegram preview, a message each."""
    messages = "".join(
        '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        f'<div class="tgme_widget_message js-widget_message" data-post="nova_relay/{number}">'
        f'<div class="tgme_widget_message_text js-message_text">{OFFER}{html.escape(plant.text)}</div>'
        f'<a class="tgme_widget_message_date" href="https://t.me/nova_relay/{number}">'
        '<time datetime="2026-11-20T08:00:00+00:00"></time></a></div></div>'
        for number, plant in enumerate(PLANTED, 1)
    )
    return (
        '<!DOCTYPE html><meta charset="utf-8"><title>Nova</title><main class="tgme_main" data-url="/nova_relay">'
        f'<section class="tgme_channel_history js-message_history">{messages}</section></main></body></html>'
    ).encode()


def relay() -> Iterator[tuple[str, bytes]]:
    """The answers of a relay, its secrets in announcements, in names and descriptions of groups, and in fields."""
    said = [plant.text for plant in PLANTED]
    status = {"_qn": "new-api", "price": 1, "quota_per_unit": 500000, "announcements": [{"content": t} for t in said]}
    groups = {f"g{number}": {"ratio": 1, "desc": OFFER + text} for number, text in enumerate(said)}
    rows = {"model_name": "claude-opus-4-6", "quota_type": 0, "model_ratio": 2.5, "completion_ratio": 5}
    pricing = {
        "data": [{**rows, "enable_groups": list(groups)}],
        "group_ratio": dict.fromkeys(groups, 1),
        "usable_group": {name: group["desc"] for name, group in groups.items()},
    }
    for path, data in (("status", {"data": status}), ("user/groups", {"data": groups}), ("pricing", pricing)):
        yield f"/api/{path}", json.dumps({"success": True, **data}, ensure_ascii=path != "status").encode()


def shop() -> bytes:
    """A page with goods: secrets in what is shown, in attributes, links, comments and scripts."""
    parts = []
    for plant in PLANTED:
        text = html.escape(plant.text)
        parts.append(f"<h3>Claude Max</h3><p>{OFFER}{text}</p><!-- {plant.text} --><img alt='{text}'>")
        if plant.kind in LINKS:
            parts.append(f'<a href="{text}">Claude</a><script>go({json.dumps(plant.text)})</script>')
    return f"<html><meta charset='utf-8'><body>{''.join(parts)}</body></html>".encode()


def export() -> bytes:
    """A result.json of Telegram Desktop."""
    messages = [
        {"id": number, "type": "message", "date_unixtime": "1793524500", "from": "Nova", "from_id": "channel1",
         "text": [OFFER, {"type": "code", "text": plant.text}]}
        for number, plant in enumerate(PLANTED, 1)
    ]  # fmt: skip
    return json.dumps({"name": "Nova", "type": "public_channel", "id": 1, "messages": messages}).encode()


def table() -> bytes:
    """Rows of a spreadsheet."""
    return "\n".join(json.dumps({"text": OFFER + plant.text}, ensure_ascii=False) for plant in PLANTED).encode()


def addresses() -> Iterator[tuple[str, Answer]]:
    """Addresses that hold one of each kind, plain and escaped, whose answers' headers hold it once more."""
    for number, plant in enumerate(PLANTED[: len(KEYS | CONTACTS)]):
        said = quote(f"联系 {plant.text}")
        headers = (("Link", f"<http://shop.example/{number}?said={said}>; rel=next"), ("Location", f"/{number}?{said}"))
        yield f"http://shop.example/{number}?said={said}", Answer(b"nothing here", 404, headers=headers)
        yield (
            f"http://shop.example/{number}/?to={quote(said, safe='')}",
            Answer(b"<p>nothing here</p>", media_type="text/html"),
        )


def crawled(home: Path, web: Web) -> None:
    """Visit the three places."""
    web.put("http://t-me.example/s/nova_relay", Answer(channel(), media_type="text/html"))
    for path, body in relay():
        web.put(f"http://nova-relay.example{path}", Answer(body))
    web.put("http://shop.example/", Answer(shop(), media_type="text/html", headers=(("ETag", f'"{PLANTED[1].text}"'),)))
    starts = {"telegram": "http://t-me.example/s/nova_relay", "new_api": "http://nova-relay.example/api/status"}
    starts["schema_org"] = "http://shop.example/"
    sources = [Source(name, name, name, (url,), "1d", limits=Limits(delay=0)) for name, url in starts.items()]
    asked = dict(addresses())
    for url, answer in asked.items():
        web.put(url, answer)
    sources.append(Source("asked", "asked", "schema_org", tuple(asked), "1d", limits=Limits(delay=0, pages=1000)))
    with open_store(home) as store, Conductor(store).crawls(grants=web.grants(*HOSTS)) as crawls:
        visits = Conductor(store).round(crawls, sources)
    assert [visit.pages for visit in visits] == [1, 3, 1, len(asked)], visits
    assert len(visits[-1].notes) >= len(asked) // 2, "what went wrong is noted with its address"


def imported(home: Path, folder: Path) -> None:
    """Import the same as saved files."""
    (folder / "result.json").write_bytes(export())
    (folder / "page.html").write_bytes(shop())
    (folder / "rows.jsonl").write_bytes(table())
    (folder / "channel.html.gz").write_bytes(gzip.compress(channel()))
    for name, more in {
        "result.json": [], "rows.jsonl": ["--columns", "text=text"], "channel.html.gz": ["--platform", "telegram"],
        "page.html": ["--platform", "document", "--url", "https://shop.example/"],
    }.items():  # fmt: skip
        done = CliRunner().invoke(
            app, ["import", str(folder / name), "--source", f"of-{name[:4]}", *more, "--home", str(home)]
        )
        assert done.exit_code == 0, done.output


def reread(home: Path) -> None:
    """Read everything again with other words, and accept it."""
    words = PACKAGED.overlay({"claims.toml": WORD})
    with open_store(home) as store:
        conductor = Conductor(store, words, clock=lambda: datetime.now(UTC) + timedelta(days=1))
        reparse.run(conductor, accept=True)
        assert ledger.counts(store).versions > 1000, "the planted texts did become facts"
        assert spans(store)


def everything(home: Path) -> bytes:
    """Every byte of an observatory, what is packed unpacked."""
    parts = [path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()]
    return b"\n".join(gzip.decompress(part) if part[:2] == b"\x1f\x8b" else part for part in parts)


def forms_of(secret: str) -> set[bytes]:
    """How a secret may stand somewhere: as it is, in JSON, in HTML, in a link, in a link within a link."""
    links = {quote(secret, safe=""), quote(quote(secret, safe=""), safe="")}
    return {form.encode() for form in {secret, json.dumps(secret)[1:-1], html.escape(secret), *links}}


def test_none_is_on_the_disk_after_crawl_import_and_reparse(tmp_path: Path) -> None:
    home = tmp_path / "market"
    create(home)
    (home / "sources").mkdir()
    (home / "words").mkdir()
    (home / "undercut.toml").write_text('contact = "me@x.example"\n', "utf-8")
    with serve() as web:
        crawled(home, web)
    imported(home, tmp_path)
    reread(home)
    content = everything(home)
    found = [plant for plant in PLANTED if any(form in content for form in forms_of(plant.secret))]
    assert Counter(plant.kind for plant in found) == {}
    assert content.count(b"[key]") > 1000, "they were there to be taken out"


def document_of(text: str) -> Iterator[tuple[str, bytes, str]]:
    """A text as documents hold it."""
    yield "text", f"{OFFER}{text} 稳定".encode(), "text/plain"
    yield "JSON", json.dumps([{"desc": f"{OFFER}{text} 稳定", "value": text}]).encode(), "application/json"
    yield "shown", f"<td>{OFFER}</td><td>{html.escape(text)}</td>".encode(), "text/html"
    yield "attribute", f'<meta content="{html.escape(text)}">'.encode(), "text/html"
    yield "link", f'<a href="https://shop.example/{html.escape(text)}">Claude</a>'.encode(), "text/html"
    yield "script", f"<script>show({json.dumps(text)})</script>".encode(), "text/html"


def touched(plant: Plant) -> list[str]:
    """The kinds of documents in which something of a text is taken out."""
    return [name for name, body, kind in document_of(plant.text) if redact(body, kind).body != body]


def test_of_what_only_looks_like_it_at_most_one_in_a_hundred_is_touched() -> None:
    found = Counter(plant.kind for plant in alike(7, 2000) if touched(plant))
    assert found.total() <= 20, found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_seeds_leak_no_more(seed: int) -> None:
    leaks = Counter[Any](
        (plant.kind, name)
        for plant in plants(seed, 208)
        for name, body, kind in document_of(plant.text)
        if name not in {"link", "script"} and plant.secret.encode() in redact(body, kind).body
    )
    assert leaks == {}
