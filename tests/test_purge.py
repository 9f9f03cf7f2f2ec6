"""Purging: what is to go is gone from every byte, all else is as it was, and a kill anywhere loses nothing."""

from __future__ import annotations

import gzip
import hashlib
import json
import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from commands.application import app
from parsers.records import Page
from storage import evidence, purge, rewrite, warc
from storage.evidence import captures, keep, load, pending
from storage.ledger import counts, learn
from storage.projection import rebuild, spans
from storage.purge import Purge, Wanted, preview, taken_down
from storage.store import Store, StoreError, create, open_store
from storage.verify import Verified, verify
from tests.histories import day, listing, snapshot, visit_of

FORK = multiprocessing.get_context("fork")
REASON = "the seller asked"
AT = day(90)
SAID = {"nova": "NOVA-WORDS 1 CNY = 1 USD", "orchid": "ORCHID-WORDS 2 CNY = 1 USD", "lotus": "LOTUS-WORDS 3 CNY"}


def show(store: Store, source: str, number: float, *names: str, body: bytes = b"") -> None:
    """A visit that shows these sellers' listings, each in its words."""
    text = body or f"{number} {' '.join(SAID[name] for name in names)}".encode()
    url = f"http://{source}.example/page"
    visit = visit_of(source, day(number))
    kept = keep(store, snapshot(text, day(number), source=source, url=url), visit)
    found = (listing(name, SAID[name], source=source, url=f"{url}?of={name}", title=f"{name}-TITLE") for name in names)
    learn(store, kept, Page(listings=tuple(found), complete=True), visit, day(number))


def market(store: Store) -> None:
    """Two sources over three days, in two files; a body that both have, and one that stays the same for long."""
    show(store, "relay", 0, "nova", "orchid")
    show(store, "relay", 1, "nova", body=b"the same")
    show(store, "forum", 2, "lotus")
    store.close()
    show(store, "relay", 40, "nova", body=b"the same")
    show(store, "forum", 41, "nova", body=b"the same")
    show(store, "relay", 42, "orchid")


def id_of(store: Store, name: str, source: str) -> str:
    """The id of a seller's listing at a source."""
    return store.pseudonym("listing", f"{source}\0{name}")


def everything(home: Path) -> bytes:
    """All bytes of an observatory, WARC files unpacked."""
    parts = [path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()]
    return b"".join(gzip.decompress(part) if part[:2] == b"\x1f\x8b" else part for part in parts)


def state(store: Store) -> list[Any]:
    """What the ledger says happened; spans without the words."""
    rebuild(store)
    return [spans(store), counts(store).readings, counts(store).quotes, counts(store).claims]


WANTED: dict[str, tuple[Callable[[Store], Wanted], Purge, list[bytes], list[bytes]]] = {
    "by age": (
        lambda store: Wanted(before=day(30)), Purge(3, 2, 0, 0, 2), [b"0 NOVA", b"2 LOTUS"],
        [b"the same", b"42 ORCHID"],
    ),
    "by source": (
        lambda store: Wanted(source="relay"), Purge(4, 2, 0, 2, 2), [b"0 NOVA", b"42 ORCHID", b"ORCHID-WORDS"],
        [b"the same", b"2 LOTUS"],
    ),
    "by source and age": (
        lambda store: Wanted(before=day(30), source="forum"), Purge(1, 1, 0, 0, 1), [b"2 LOTUS"],
        [b"0 NOVA", b"the same", b"42 ORCHID"],
    ),
    "by listing": (
        lambda store: Wanted(listings=(id_of(store, "orchid", "relay"),)), Purge(2, 2, 0, 1, 2),
        [b"ORCHID-WORDS", b"orchid-TITLE", b"of=orchid"], [b"the same", b"2 LOTUS", b"LOTUS-WORDS"],
    ),
    "by listing of a body that others have": (
        lambda store: Wanted(listings=(id_of(store, "nova", "relay"),)), Purge(4, 2, 0, 1, 2),
        [b"0 NOVA", b"the same"], [b"2 LOTUS", b"42 ORCHID"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", WANTED)
def test_what_is_wanted_goes_and_the_rest_stays(store: Store, how: str) -> None:
    market(store)
    wanted, expected, gone, stays = WANTED[how]
    chosen = wanted(store)
    before, kept = state(store), {capture.id for capture in captures(store)}
    told = preview(store, chosen)
    assert told == purge.purge(store, chosen, AT, REASON)
    assert (told.captures, told.bodies, told.listings, told.files) == (
        expected.captures, expected.bodies, expected.listings, expected.files,
    )  # fmt: skip
    assert state(store) == before, "the ledger and what follows from it are as they were"
    found = list(captures(store))
    assert len(found) == len(kept) - told.captures
    assert all(hashlib.sha256(load(store, capture.digest)).hexdigest() == capture.digest for capture in found)
    assert verify(store) == Verified(6, len({capture.digest for capture in found}), (), ())
    store.close()
    content = everything(store.home)
    assert [word for word in gone if word in content] == []
    assert [word for word in stays if word not in content] == []


def test_the_new_files_are_standard_and_say_what_is_gone(store: Store) -> None:
    market(store)
    digest = next(captures(store)).digest
    purge.purge(store, Wanted(before=day(30)), AT, REASON)
    kinds, fields = [], []
    for path in sorted(store.evidence.glob("*.warc.gz")):
        assert path.stat().st_mode & 0o077 == 0
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                payload = record.content_stream().read()
                kinds.append(record.rec_type)
                if record.rec_type == "metadata":
                    fields.append(payload.decode())
    assert sorted(kinds) == sorted(["warcinfo"] * 2 + ["metadata"] * 3 + ["response"] * 2 + ["revisit"])
    assert fields[0] == f"sha256: {digest}\r\npurged: 2026-08-02T06:30:15.250000Z\r\nreason: {REASON}\r\n"


def test_a_body_moves_to_the_first_capture_that_stays(store: Store) -> None:
    market(store)
    purge.purge(store, Wanted(before=day(30)), AT, REASON)
    headers = []
    for path in sorted(store.evidence.glob("*.warc.gz")):
        with path.open("rb") as file:
            headers += [dict(record.rec_headers.headers) for record in ArchiveIterator(file)]
    (revisit,) = [each for each in headers if each["WARC-Type"] == "revisit"]
    assert revisit["WARC-Refers-To-Date"] == warc.date(day(40))


def test_a_body_that_was_purged_and_comes_again_is_kept_again(store: Store) -> None:
    show(store, "relay", 0, "nova", body=b"the same")
    purge.purge(store, Wanted(before=day(1)), day(1), REASON)
    digest = hashlib.sha256(b"the same").hexdigest()
    with pytest.raises(StoreError, match=f"kept no longer: purged on 2026-05-05, {REASON}"):
        load(store, digest)
    show(store, "relay", 2, "nova", body=b"the same")
    assert load(store, digest) == b"the same"
    assert verify(store) == Verified(2, 1, (), ())
    purge.purge(store, Wanted(before=day(3)), day(3), REASON)
    assert verify(store) == Verified(2, 0, (), ())


def test_what_is_taken_down_stays_down(store: Store) -> None:
    market(store)
    purge.purge(store, Wanted(listings=(id_of(store, "orchid", "relay"),)), AT, REASON)
    text = "ORCHID-WORDS 9 CNY = 1 USD"
    kept = keep(store, snapshot(text.encode(), day(91), source="relay"), visit_of("relay", day(91)))
    page = Page(listings=(listing("orchid", text, source="relay", title="orchid-TITLE"),), complete=True)
    learn(store, kept, page, visit_of("relay", day(91)), day(91))
    again = Wanted(listings=taken_down(store))
    assert purge.purge(store, again, day(92), "taken down before").captures == 1
    assert purge.purge(store, again, day(92), "taken down before").captures == 0
    store.close()
    assert b"ORCHID-WORDS" not in everything(store.home)
    assert b"orchid-TITLE" not in everything(store.home)


def test_nothing_wanted_is_nothing_gone(store: Store) -> None:
    market(store)
    assert purge.purge(store, Wanted(), AT, REASON) == Purge(0, 0, 0, 0, 0)


def test_what_a_killed_process_left_goes_with_it(store: Store) -> None:
    market(store)
    path = sorted(store.evidence.glob("*.warc.gz"))[0]
    store.close()
    loose = snapshot(b"LOOSE-WORDS", day(2))
    path.write_bytes(path.read_bytes() + warc.record(loose, None) + b"\x1f\x8b torn")
    (store.evidence / "20260504T000000Z-1-00000000.warc.gz").write_bytes(warc.record(loose, None))
    assert len(verify(store).loose) == 3
    assert purge.purge(store, Wanted(), AT, REASON).files == 1
    assert verify(store) == Verified(6, 4, (), ())
    assert b"LOOSE-WORDS" not in everything(store.home)


def test_a_crawl_that_writes_is_waited_for(store: Store) -> None:
    market(store)
    with open_store(store.home) as other:
        show(other, "relay", 50, "nova")
        with pytest.raises(StoreError, match="is being written by a crawl"):
            purge.purge(store, Wanted(source="relay"), AT, REASON)
    assert len(list(captures(store))) == 7
    purge.purge(store, Wanted(source="relay"), AT, REASON)
    assert len(list(captures(store))) == 2


STEPS = (
    (warc.WarcFile, "append"), (purge, "turn"), (purge, "bury"), (purge, "take_down"), (purge, "rewritten"),
    (purge, "sync_folder"), (Path, "unlink"), (rewrite, "record"),
)  # fmt: skip


def purge_killed_at(home: Path, step: int) -> None:
    """In a child: a purge that is killed before its step of this number."""
    left = [step]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
            return real(*given, **named)

        return call

    for place, name in STEPS:
        setattr(place, name, counted(getattr(place, name)))
    with open_store(home) as store:
        purge.purge(store, Wanted(before=day(30), source="relay"), AT, REASON)
        purge.purge(store, Wanted(listings=(id_of(store, "orchid", "relay"),)), AT, REASON)


def test_killed_in_the_midst_it_loses_nothing_and_ends_when_it_is_run_again(tmp_path: Path) -> None:
    create(tmp_path / "calm")
    with open_store(tmp_path / "calm") as store:
        market(store)
    step, killed = 0, True
    while killed:
        home = tmp_path / f"killed at {step}"
        shutil.copytree(tmp_path / "calm", home)
        child = FORK.Process(target=purge_killed_at, args=(home, step))
        child.start()
        child.join()
        killed = child.exitcode == -signal.SIGKILL
        assert killed or child.exitcode == 0
        whole_and_then_done(home)
        step += 1
    assert step > 20


def whole_and_then_done(home: Path) -> None:
    """After a kill all that stays is whole; after another run all that goes is gone."""
    with open_store(home) as store:
        found = list(captures(store))
        assert len(found) in {6, 4, 3}
        assert [load(store, capture.digest) for capture in found]
        assert verify(store).problems == ()
        purge.purge(store, Wanted(before=day(30), source="relay"), AT, REASON)
        purge.purge(store, Wanted(listings=(id_of(store, "orchid", "relay"),)), AT, REASON)
        assert verify(store) == Verified(6, 2, (), ())
        assert len(list(captures(store))) == 3
    content = everything(home)
    assert b"ORCHID-WORDS" not in content
    assert b"the same" in content
    assert len(list((home / "evidence").iterdir())) == 2


def undercut(home: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["evidence", *arguments, "--home", str(home)])
    return done.exit_code, done.output


@pytest.fixture
def home(store: Store) -> Path:
    """An observatory with the market in it."""
    (store.home / "undercut.toml").write_text('contact = "me@x.example"\n', "utf-8")
    market(store)
    store.close()
    return store.home


def test_a_dry_run_changes_no_byte(home: Path) -> None:
    before = {path.name: path.read_bytes() for path in (home / "evidence").iterdir()}
    status, said = undercut(home, "purge", "--source", "relay", "--dry-run")
    assert (status, said.split(" (")[0]) == (0, "4 captures and 2 bodies")
    assert "2 listings would lose their words; 2 files would be written anew" in said
    assert {path.name: path.read_bytes() for path in (home / "evidence").iterdir()} == before


def test_the_command_purges_and_then_verifies(home: Path) -> None:
    status, said = undercut(home, "purge", "--before", "2026-06-01", "--reason", "kept long enough", "--format", "json")
    assert (status, json.loads(said)["captures"], json.loads(said)["dry_run"]) == (0, 3, False)
    status, said = undercut(home, "verify")
    assert (status, said.strip()) == (0, "6 records, 2 bodies, 0 problems: all is as it was written")
    assert undercut(home, "purge")[0] == 0


def test_an_age_is_counted_from_now(home: Path) -> None:
    assert undercut(home, "purge", "--before", "1000w", "--dry-run")[1].startswith("0 captures")
    assert undercut(home, "purge", "--before", "1h", "--dry-run")[1].startswith("6 captures")


REFUSED = {
    "no reason": (["--source", "relay"], "a purge needs a reason"),
    "a reason of two lines": (["--source", "relay", "--reason", "a\nb"], "a purge needs a reason in one line"),
    "no such source": (["--source", "rely", "--reason", "x"], "no source 'rely' was ever visited"),
    "no such listing": (["--listing", "zz", "--reason", "x"], "no listing's id begins with 'zz'"),
    "more than one listing": (["--listing", "", "--reason", "x"], "listings' ids begin with ''"),
    "no time": (["--before", "soon", "--reason", "x"], "--before 'soon' is no time"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_purge_that_is_not_clear_is_refused(home: Path, why: str) -> None:
    arguments, sentence = REFUSED[why]
    before = everything(home)
    done = CliRunner().invoke(app, ["evidence", "purge", *arguments, "--home", str(home)])
    assert sentence in str(done.exception)
    assert everything(home) == before


def test_what_is_purged_waits_for_no_reader(store: Store) -> None:
    market(store)
    keep(store, snapshot(b"not read yet", day(3), source="relay"), visit_of("relay", day(3)))
    assert len(list(pending(store, None))) == 1
    purge.purge(store, Wanted(source="relay"), AT, REASON)
    assert list(pending(store, None)) == []
    assert evidence.recall(store, "relay")("http://relay.example/page") is None


def test_the_fixture_of_what_is_taken_down_goes_too(home: Path) -> None:
    for name in ("relay", "forum"):
        (home / "fixtures" / name).mkdir(parents=True)
        (home / "fixtures" / name / "1-start.html").write_text("NOVA-WORDS", "utf-8")
    undercut(home, "purge", "--before", "2026-06-01", "--source", "forum", "--reason", REASON)
    undercut(home, "purge", "--source", "relay", "--reason", REASON)
    assert [path.name for path in (home / "fixtures").iterdir()] == ["forum"]


def test_a_figure_whose_page_is_gone_still_has_its_working(home: Path) -> None:
    with open_store(home) as store:
        name = id_of(store, "orchid", "relay")
    assert undercut(home, "purge", "--listing", name, "--reason", REASON)[0] == 0
    done = CliRunner().invoke(app, ["explain", name, "--home", str(home)])
    assert done.exit_code == 0
    assert f"kept no longer: purged on {datetime.now(UTC):%Y-%m-%d}, {REASON}" in done.output
    assert "1.50 CNY per usd_credit" in done.output
