"""Evidence: what is kept comes back byte for byte, once each, redacted, and damage is found wherever it is."""

from __future__ import annotations

import gzip
import multiprocessing
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from parsers.records import Page, Snapshot
from storage import evidence, warc
from storage.evidence import captures, keep, load, pending
from storage.evidence import snapshot as again
from storage.ledger import learn
from storage.store import Store, StoreError, open_store
from storage.verify import Verified, verify
from tests.histories import START, URL, day, snapshot, visit_of

VISIT = visit_of("nova", START)
MEMBER = b"\x1f\x8b\x08\x00"
SECRET = "sk-9fK2mQ7xT4bW8zLpR3vN6cYd"


def warcs(store: Store) -> list[Path]:
    return sorted(store.evidence.glob("*.warc.gz"))


def records(store: Store) -> list[tuple[str, str, bytes]]:
    """Type, URL and payload of every record, as warcio replays them, digests checked."""
    found = []
    for path in warcs(store):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                url = record.rec_headers.get_header("WARC-Target-URI")
                found.append((record.rec_type, url, record.content_stream().read()))
    return found


EVERYTHING = snapshot(
    '{"price": "1元=1刀"}'.encode(),
    day(0.5),
    purpose="pricing",
    status=206,
    media_type="application/json; charset=utf-8",
    headers=(("ETag", '"a1"'), ("Content-Encoding", "gzip"), ("Server", "中转")),
    currency="CNY",
    language="zh",
)


@pytest.mark.parametrize(
    "kept",
    [
        EVERYTHING,
        snapshot(b""),
        snapshot(bytes(range(256)), media_type="application/octet-stream"),
        snapshot(b"x" * 100_000),
        snapshot(b"[]", url="file:///exports/result.json", platform="telegram_export"),
        snapshot(b"{}", url="http://nova-relay.example/搜索?q=a b\r\nX: y", status=799),
        snapshot(b"{}", headers=(("X-Note", "one\r\nSet-Cookie: two"),)),
    ],
    ids=lambda kept: kept.url + " " + kept.media_type,
)
def test_what_is_kept_comes_back(store: Store, kept: Snapshot) -> None:
    assert keep(store, kept, VISIT) == kept
    (capture,) = captures(store)
    assert again(store, capture) == kept
    assert load(store, kept.digest) == kept.body
    assert [payload for _, _, payload in records(store)][1:] == [kept.body]
    assert verify(store) == Verified(records=1, bodies=1, problems=(), loose=())


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=200), max_size=4))
def test_any_bytes_come_back(store: Store, bodies: list[bytes]) -> None:
    for body in bodies:
        kept = keep(store, snapshot(body, media_type="image/png"), VISIT)
        assert load(store, kept.digest) == body


def test_a_body_is_stored_once_and_a_repeat_refers_to_it(store: Store) -> None:
    for number in range(3):
        keep(store, snapshot(b"the same", day(number)), visit_of("nova", day(number)))
    assert [kind for kind, _, _ in records(store)] == ["warcinfo", "response", "revisit", "revisit"]
    assert verify(store) == Verified(records=3, bodies=1, problems=(), loose=())
    assert [capture.fetched_at for capture in captures(store)] == [day(0), day(1), day(2)]
    assert {again(store, capture).body for capture in captures(store)} == {b"the same"}


def test_a_revisit_names_what_it_refers_to(store: Store) -> None:
    keep(store, snapshot(b"the same", day(0)), "nova@0")
    keep(store, snapshot(b"the same", day(1), url=f"{URL}?again"), "nova@1")
    with warcs(store)[0].open("rb") as file:
        headers = [dict(record.rec_headers.headers) for record in ArchiveIterator(file)][2]
    assert headers["WARC-Refers-To-Target-URI"] == URL
    assert headers["WARC-Refers-To-Date"] == "2026-05-04T06:30:15.250000Z"
    assert headers["WARC-Date"] == "2026-05-05T06:30:15.250000Z"
    assert headers["WARC-Payload-Digest"] == f"sha256:{snapshot(b'the same').digest}"


def test_the_same_answer_in_the_same_visit_is_kept_once(store: Store) -> None:
    for _ in range(3):
        keep(store, snapshot(b"the same"), VISIT)
    assert len(list(captures(store))) == 1
    assert len(records(store)) == 2


def test_headers_of_the_wire_are_not_replayed(store: Store) -> None:
    keep(store, EVERYTHING, VISIT)
    with warcs(store)[0].open("rb") as file:
        http = next(record.http_headers for record in ArchiveIterator(file) if record.http_headers)
    assert http.statusline == "206 Partial Content"
    assert http.get_header("Content-Length") == str(len(EVERYTHING.body))
    assert http.get_header("Content-Encoding") is None
    assert http.get_header("X-Archive-Orig-Content-Encoding") == "gzip"


def test_nothing_is_written_unredacted(store: Store) -> None:
    raw = snapshot(
        f'{{"key": "{SECRET}"}}'.encode(), url=f"{URL}?token={SECRET}&aff=AB12xy", headers=(("X-Key", SECRET),)
    )
    kept = keep(store, raw, VISIT)
    learn(store, kept, ValueError("broken"), VISIT, START)
    assert kept.url == f"{URL}?token=[key]&aff=[referral]"
    assert kept.headers == (("X-Key", "[key]"),)
    store.close()
    for path in store.home.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            data = gzip.decompress(data) if path.suffix == ".gz" else data
            assert SECRET.encode() not in data, path.name
            assert b"AB12xy" not in data, path.name


def test_siblings_are_the_earlier_snapshots_of_the_visit(store: Store) -> None:
    keep(store, snapshot(b"other visit", purpose="groups"), "nova@0")
    for purpose, body in [("start", b"1"), ("groups", b"2"), ("groups", b"3"), ("pricing", b"4"), ("later", b"5")]:
        keep(store, snapshot(body, purpose=purpose), VISIT)
    pricing = next(capture for capture in captures(store) if capture.purpose == "pricing")
    siblings = again(store, pricing).siblings
    assert {purpose: sibling.body for purpose, sibling in siblings.items()} == {"start": b"1", "groups": b"3"}


@pytest.mark.parametrize("count", [0, 3, 4, 5, 8, 9], ids="{} captures".format)
def test_captures_come_in_order_and_by_source(store: Store, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(evidence, "BATCH", 4)
    for number in range(count):
        source = "nova" if number % 2 else "lune"
        keep(store, snapshot(str(number % 3).encode(), day(number), source=source), visit_of(source, day(number)))
    assert [capture.fetched_at for capture in captures(store)] == [day(number) for number in range(count)]
    assert {capture.source for capture in captures(store, "nova")} <= {"nova"}
    assert len(list(captures(store, "nova"))) == count // 2


def test_pending_is_what_no_reading_of_the_version_has_seen(store: Store) -> None:
    kept = [keep(store, snapshot(body), f"nova@{body!r}") for body in (b"0", b"1", b"2")]
    learn(store, kept[1], Page(), "nova@b'1'", START, version="old")
    learn(store, kept[2], Page(), "nova@b'2'", START, version="new")

    def left(version: str | None) -> list[str]:
        return [capture.digest for capture in pending(store, version)]

    assert left("new") == [kept[0].digest, kept[1].digest]
    assert left("old") == [kept[0].digest, kept[2].digest]
    assert left(None) == [kept[0].digest]


def test_a_visit_belongs_to_one_source(store: Store) -> None:
    keep(store, snapshot(), VISIT)
    with pytest.raises(StoreError, match="give 'lune' a visit of its own"):
        keep(store, snapshot(source="lune"), VISIT)
    assert len(list(captures(store))) == 1


def test_a_body_that_was_never_kept_is_said_so(store: Store) -> None:
    with pytest.raises(StoreError, match=f"no body {'0' * 64} is kept"):
        load(store, "0" * 64)


# --- files ---------------------------------------------------------------------------------------------------------


def test_each_opening_writes_its_own_file(store: Store) -> None:
    keep(store, snapshot(b"1"), "nova@1")
    with open_store(store.home) as other:
        keep(other, snapshot(b"2"), "nova@2")
        keep(store, snapshot(b"3"), "nova@3")
        assert len(warcs(store)) == 2
        assert load(other, snapshot(b"3").digest) == b"3"
    assert verify(store) == Verified(records=3, bodies=3, problems=(), loose=())


def test_a_forked_child_writes_its_own_file(store: Store) -> None:
    keep(store, snapshot(b"parent"), "nova@1")
    child = multiprocessing.get_context("fork").Process(target=keep, args=(store, snapshot(b"child"), "nova@2"))
    child.start()
    child.join()
    assert child.exitcode == 0
    assert len(warcs(store)) == 2
    assert load(store, snapshot(b"child").digest) == b"child"


def test_a_full_file_is_followed_by_another(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "ROTATE", 2_000)
    for number in range(6):
        keep(store, snapshot(os.urandom(900), media_type="image/png"), f"nova@{number}")
    assert len(warcs(store)) == 3
    assert verify(store) == Verified(records=6, bodies=6, problems=(), loose=())


def test_nothing_is_written_behind_a_failed_write(store: Store) -> None:
    keep(store, snapshot(b"first"), "nova@1")
    assert store.warc is not None
    os.close(store.warc.file.fileno())
    with pytest.raises(StoreError, match=r"Bad file descriptor; .* was not kept, run it again"):
        keep(store, snapshot(b"lost"), "nova@2")
    keep(store, snapshot(b"second"), "nova@3")
    assert len(warcs(store)) == 2
    assert [capture.visit for capture in captures(store)] == ["nova@1", "nova@3"]


# --- verify --------------------------------------------------------------------------------------------------------


def filled(store: Store) -> Path:
    """A store with one file: two bodies and a repeat."""
    for number, body in enumerate((b"first body", b"second body", b"first body")):
        keep(store, snapshot(body, day(number)), visit_of("nova", day(number)))
    return warcs(store)[0]


def content(data: bytes) -> bytes | None:
    """What a gzip file holds; bytes that say when it was made, and the bits behind its end, hold nothing."""
    try:
        return gzip.decompress(data)
    except (EOFError, OSError, zlib.error):
        return None


def test_a_flipped_byte_anywhere_is_found(store: Store) -> None:
    path = filled(store)
    whole = path.read_bytes()
    found = 0
    for place in range(len(whole)):
        flipped = whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :]
        path.write_bytes(flipped)
        if content(flipped) != content(whole):
            assert verify(store).problems, place
            found += 1
    assert found > len(whole) - 60
    path.write_bytes(whole)
    assert not verify(store).problems


def test_the_place_of_the_damage_is_told(store: Store) -> None:
    path = filled(store)
    last = path.read_bytes().rindex(MEMBER)
    path.write_bytes(path.read_bytes()[: last + 40])
    assert verify(store).problems == (f"{path.name} at byte {last}: damaged (torn)",)


def missing(path: Path, store: Store) -> None:
    path.unlink()


def elsewhere(path: Path, store: Store) -> None:
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE captures SET url = 'http://lune.example/' WHERE id = 2")


def another_time(path: Path, store: Store) -> None:
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE captures SET fetched_at = '2020-01-01 00:00:00.000000' WHERE id = 3")


def another_body(path: Path, store: Store) -> None:
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE captures SET body = 2 WHERE id = 3")


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (missing, "the file is missing, with 3 records"),
        (elsewhere, "the index says http://lune.example/"),
        (another_time, "the index says"),
        (another_body, "names the body"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_not_fit_the_index_is_told(
    store: Store, spoil: Callable[[Path, Store], None], complaint: str
) -> None:
    spoil(filled(store), store)
    (problem,) = verify(store).problems
    assert complaint in problem


def test_a_body_that_changed_is_not_handed_out(store: Store) -> None:
    path = filled(store)
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(StoreError, match="restore the file from a copy"):
        load(store, snapshot(b"second body").digest)


def test_another_body_in_a_record_that_is_whole_is_found(store: Store) -> None:
    kept, forged = keep(store, snapshot(b"what was seen"), VISIT), snapshot(b"what was not")
    plain = gzip.decompress(warc.record(forged, None)).replace(forged.digest.encode(), kept.digest.encode())
    (path,), (capture,), member = warcs(store), captures(store), gzip.compress(plain)
    opening = path.read_bytes()[: path.read_bytes().rindex(MEMBER)]
    path.write_bytes(opening + member)
    with store.write() as connection:
        for table in ("captures", "bodies"):
            connection.exec_driver_sql(f"UPDATE {table} SET length = {len(member)}")
    complaint = f"the body is not {capture.digest} any more"
    assert verify(store).problems == (f"{path.name} at byte {len(opening)}: {complaint}",)
    with pytest.raises(StoreError, match=complaint):
        load(store, capture.digest)


@pytest.mark.parametrize("length", [1, 9, 17, 100, -1], ids="{} bytes".format)
def test_a_torn_tail_is_tolerated_and_told(store: Store, length: int) -> None:
    path = filled(store)
    whole = path.stat().st_size
    with path.open("ab") as file:
        file.write(warc.record(snapshot(b"never indexed"), None)[:length])
    found = verify(store)
    assert not found.problems
    assert found.loose == (f"{path.name} at byte {whole}: {path.stat().st_size - whole} bytes of a torn record",)


def test_a_whole_record_that_was_never_indexed_is_told(store: Store) -> None:
    path = filled(store)
    whole = path.stat().st_size
    with path.open("ab") as file:
        file.write(warc.record(snapshot(b"never indexed"), None))
    assert verify(store).loose == (f"{path.name} at byte {whole}: a record that was never indexed",)


def test_a_file_that_was_never_indexed_is_told(store: Store) -> None:
    stray = store.evidence / "20260101T000000Z-1-00000000.warc.gz"
    stray.write_bytes(warc.encode(warc.information(stray.name, START))[:-3])
    assert verify(store).loose == (f"{stray.name} at byte 0: {stray.stat().st_size} bytes of a torn record",)


def test_a_record_reads_back_what_it_holds() -> None:
    found = warc.read_record(warc.record(EVERYTHING, None))
    assert (found.kind, found.url, found.digest, found.payload) == ("response", URL, EVERYTHING.digest, EVERYTHING.body)


@pytest.mark.parametrize(
    ("member", "complaint"),
    [
        (b"", "torn"),
        (b"no gzip", "incorrect header check"),
        (gzip.compress(b"half", mtime=0)[:-9], "torn"),
        (gzip.compress(b"", mtime=0), "no WARC record"),
        (gzip.compress(b"plain words\r\n\r\n", mtime=0), "no WARC record"),
    ],
    ids=repr,
)
def test_what_is_no_record_is_refused(member: bytes, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        warc.read_record(member)
