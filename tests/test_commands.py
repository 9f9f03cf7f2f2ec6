"""The command line as a user meets it: statuses, sentences on bad input, and nothing half-written."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from commands.application import app
from parsers.reading import READERS_VERSION


def undercut(*arguments: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "undercut", *map(str, arguments)],
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty observatory."""
    place = tmp_path / "market"
    done = undercut("init", place, "--contact", "someone@example.org")
    assert done.returncode == 0, done.stderr
    return place


def test_init_makes_what_the_design_names(home: Path) -> None:
    names = {path.name for path in home.iterdir()}
    assert {"undercut.toml", "sources", "words", "alerts", "evidence", "facts.sqlite", "seller.key"} <= names
    assert (home / "seller.key").stat().st_mode & 0o077 == 0


def test_init_refuses_a_directory_that_is_in_use(home: Path) -> None:
    key = (home / "seller.key").read_bytes()
    done = undercut("init", home)
    assert done.returncode == 3
    assert "is not an empty directory" in done.stderr
    assert (home / "seller.key").read_bytes() == key


SOURCE = 'title = "Nova"\nplatform = "telegram"\nstart = ["https://t-me.example/s/nova"]\nevery = "1d"\n'
BAD_SOURCES = [
    ("evry = '1d'\n", "nova.toml:5"),
    ("", None),
]


@pytest.mark.parametrize(("more", "complaint"), BAD_SOURCES, ids=["unknown key", "good"])
def test_sources_check_names_file_and_line(home: Path, more: str, complaint: str | None) -> None:
    (home / "sources" / "nova.toml").write_text(SOURCE + more, "utf-8")
    done = undercut("sources", "check", "--home", home)
    if complaint is None:
        assert (done.returncode, done.stderr) == (0, "")
    else:
        assert done.returncode == 1
        assert complaint in done.stderr


REFUSALS = [
    (["listings", "--home", "{nowhere}"], "is no observatory"),
    (["listings", "--since", "yesterday", "--home", "{home}"], "'yesterday' is no date"),
    (["explain", "abc", "--home", "{home}"], "no listing's id begins with 'abc'"),
    (["correct", "abc", "--by", "a", "--reason", "b", "--no-offer", "--home", "{home}"], "no listing's id begins with"),
    (["correct", "--withdraw", "7", "--by", "a", "--reason", "b", "--home", "{home}"], "no correction 7 stands"),
    (["rates", "show", "gpt-99", "--home", "{home}"], "gpt-99: no official price known; `undercut rates list`"),
    (["rates", "show", "VND", "--home", "{home}"], "no official price known"),
    (["rates", "show", "CNY", "--on", "2026-11-20", "--home", "{home}"], "exchange rate for CNY is older than 7 days"),
    (["rates", "list", "--line", "chatgpt", "--home", "{home}"], "of line 'chatgpt' holds on"),
    (["rates", "list", "--on", "now", "--home", "{home}"], "'now' is no date"),
    (["rates", "accept", "x", "litellm", "--by", "a", "--reason", "b", "--home", "{home}"], "is held"),
    (
        ["rates", "cancel", "x", "2026-12-01", "--by", "a", "--reason", "b", "--home", "{home}"],
        "no price of 'x' begins",
    ),
    (["trend", "--mix", "5:1", "--home", "{home}"], "--mix '5:1' is not known: write one of 3:1, middle, agent"),
    (["trend", "--figure", "index", "--base", "2020-01", "--home", "{home}"], "nothing was observed in '2020-01'"),
    (["issues", "--kind", "boredom", "--home", "{home}"], "--kind 'boredom' is not known: write one of fx_missing"),
    (["crawl", "--home", "{home}"], "holds no source"),
    (["crawl", "nova", "--home", "{home}"], "no source is called 'nova'"),
    (["import", "{nowhere}", "--platform", "telegram", "--home", "{home}"], "No such file"),
    (["demo", "{home}"], "is not a demo's directory"),
    (["demo", "{home}/seller.key/demo"], "seller.key/demo: Not a directory; check its name"),
    (["init", "{home}/seller.key/market"], "seller.key/market: Not a directory; check its name"),
    (["init", "{nowhere}", "--contact", 'a\nb"'], "cannot be sent in a header; write an e-mail address"),
    (["extract", "{nowhere}"], "No such file"),
    (["sources", "new", "forum", "https://forum.example", "--home", "{home}"], "forum"),
]


@pytest.mark.parametrize(("arguments", "complaint"), REFUSALS, ids=[row[1] for row in REFUSALS])
def test_bad_input_is_one_sentence_and_status_3(home: Path, arguments: list[str], complaint: str) -> None:
    places = {"home": str(home), "nowhere": str(home / "nowhere")}
    done = undercut(*(part.format(**places) for part in arguments))
    assert done.returncode == 3, done.stderr
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


def test_the_clock_says_that_it_starts_and_a_signal_stops_it(home: Path) -> None:
    saved = SOURCE.replace("telegram", "taobao").replace("t-me.example/s/nova", "shop.example/nova")
    (home / "sources" / "nova.toml").write_text(saved, "utf-8")
    command = [sys.executable, "-P", "-m", "undercut", "run", "--home", str(home)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as clock:
        assert clock.stderr is not None
        assert clock.stderr.readline().startswith(f"Starting the clock of {home}: `undercut status` shows when")
        clock.send_signal(signal.SIGINT)
        assert clock.wait(60) in {0, 130}


EMPTY = {
    "listings": "nothing was on offer that is all of what was asked for",
    "trend": "there is no figure: nothing that was on offer in these days is all of what was asked for",
    "trend --figure index": "there is no figure",
    "sources check": "holds no source: `undercut sources new` writes one",
}


@pytest.mark.parametrize("command", EMPTY)
def test_a_table_without_rows_says_that_there_is_nothing(home: Path, command: str) -> None:
    done = undercut(*command.split(), "--home", home)
    assert done.returncode == 0
    assert EMPTY[command] in done.stderr


def test_listings_have_their_columns_where_there_is_none(home: Path) -> None:
    header = undercut("listings", "--format", "csv", "--home", home).stdout.strip()
    assert header.split(",")[:4] == ['"id"', '"source"', '"seller"', '"first_seen"']


def test_a_currency_is_shown_as_last_published_where_no_day_is_named(home: Path) -> None:
    done = undercut("rates", "show", "CNY", "--home", home)
    assert (done.returncode, done.stderr) == (0, "")
    assert " CNY on 2026-10-30: published 2026-10-30" in done.stdout


@pytest.mark.parametrize("contact", ["", "   "])
def test_no_live_host_is_asked_by_nobody(home: Path, contact: str) -> None:
    (home / "undercut.toml").write_text(f'contact = "{contact}"\n', "utf-8")
    (home / "sources" / "nova.toml").write_text(SOURCE, "utf-8")
    for command in ("crawl", "run"):
        done = undercut(command, "--home", home)
        assert done.returncode == 3
        assert "names nobody to complain to; write contact" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_contact_is_written_as_it_was_said(tmp_path: Path) -> None:
    contact = r'"the lab" <C:\lab@example.org>'
    done = undercut("init", tmp_path / "market", "--contact", contact)
    assert done.returncode == 0, done.stderr
    assert tomllib.loads((tmp_path / "market" / "undercut.toml").read_text("utf-8")) == {"contact": contact}


@pytest.mark.parametrize("name", ["undercut.toml", "words/claims.toml"])
def test_a_file_that_is_no_text_is_refused_by_name(home: Path, name: str) -> None:
    (home / name).write_bytes(b"\xff\xfe")
    done = undercut("extract", "--home", home, given='{"text": "a"}')
    assert done.returncode == 3, done.stderr
    assert f"{name}: the file is not UTF-8 text; save it as UTF-8" in done.stderr


def test_an_unknown_setting_is_refused_by_name(home: Path) -> None:
    (home / "undercut.toml").write_text('contcat = "x"\n', "utf-8")
    done = undercut("sources", "list", "--home", home)
    assert done.returncode == 3
    assert "contcat" in done.stderr


def test_extract_gives_the_object_back_with_its_facts() -> None:
    text = "Claude Opus 4.6 官方渠道，1元=1刀，无需魔法，支持微信支付"
    done = undercut("extract", given=json.dumps({"id": "a", "text": text, "mine": 7}))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["id"], found["mine"], found["is_offer"]) == ("a", 7, True)
    assert found["models"] == ["claude-opus-4.6"]
    assert [(price["amount"], price["currency"], price["basis"]) for price in found["prices"]] == [
        (1, "CNY", "usd_credit")
    ]
    assert {"no_vpn", "pay_wechat", "official_source"} <= set(found["claims"])
    for span in found["spans"]:
        assert text[span["start"] : span["end"]]


BAD_LINES = [
    ("{not json", "standard input:1: not JSON"),
    ('{"id": 1}', "standard input:1: an object with a string `text` is wanted"),
    ('{"text": "x", "observed": "soon"}', "standard input:1: `observed` must be a date"),
    ('{"text": "x", "observed": "2026-13"}', "standard input:1: `observed` must be a date"),
]


@pytest.mark.parametrize(("line", "complaint"), BAD_LINES, ids=[row[0] for row in BAD_LINES])
def test_extract_names_the_line_that_is_wrong(line: str, complaint: str) -> None:
    done = undercut("extract", given=line)
    assert done.returncode == 3
    assert complaint in done.stderr


@pytest.mark.parametrize("observed", ["2026-07-03", "2026-07-03T10:00:00Z", "2026-07", "2026"])
def test_extract_takes_a_date_as_far_as_it_is_known(observed: str) -> None:
    done = undercut("extract", given=json.dumps({"text": "Claude Opus 4.6 1元=1刀", "observed": observed}))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["observed"] == observed


@pytest.mark.shared
@pytest.mark.parametrize("name", ["dev.jsonl", "unlabelled.jsonl", "claims.jsonl"])
def test_extract_reads_every_real_listing(name: str) -> None:
    path = Path(__file__).parents[2] / "shared" / "gold" / name
    done = undercut("extract", str(path))
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(path.read_text("utf-8").splitlines())


def help_of(*names: str) -> str:
    """The help of a command, as it is printed."""
    return CliRunner().invoke(app, [*names, "--help"]).output


def every_command() -> list[tuple[str, ...]]:
    """The words that call each command."""
    alone: list[tuple[str, ...]] = [
        (str(each.name or getattr(each.callback, "__name__", "")),) for each in app.registered_commands
    ]
    grouped = [
        (str(group.name), str(each.name))
        for group in app.registered_groups
        for each in (group.typer_instance or app).registered_commands
    ]
    return alone + grouped


def test_every_command_has_help_with_an_example() -> None:
    assert {("trend",), ("rates", "update"), ("sources", "list")} <= {*every_command()}
    assert [names for names in every_command() if "Example" not in help_of(*names)] == []


def test_rates_of_a_day_are_shown_to_people_and_machines(home: Path) -> None:
    shown = undercut("rates", "show", "claude-opus-4.6", "--format", "json", "--home", home)
    assert shown.returncode == 0, shown.stderr
    found = [(row["official_id"], row["input"], row["valid_from"]) for row in json.loads(shown.stdout)]
    assert ("claude-opus-4-6", "5", "2026-03-13") in found
    assert "1 USD = 6.686" in undercut("rates", "show", "CNY", "--on", "2026-10-16", "--home", home).stdout
    listed = undercut("rates", "list", "--line", "gpt", "--on", "2026-10-16", "--format", "csv", "--home", home)
    assert '"chatgpt-plus"' in listed.stdout
    assert "USD" in undercut("rates", "list", "--line", "claude", "--home", home).stdout


def test_the_version_is_said_with_that_of_the_readers() -> None:
    done = undercut("--version")
    assert (done.returncode, done.stdout) == (0, f"undercut {version('undercut')}, readers {READERS_VERSION}\n")


INTERRUPTED_IMPORT = """
import sys, undercut

class Interrupts:
    def find_spec(self, name, *place):
        if name == "commands":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupts())
undercut.main()
"""


def test_an_interruption_while_the_program_still_loads_is_a_status_and_no_traceback() -> None:
    done = subprocess.run([sys.executable, "-P", "-c", INTERRUPTED_IMPORT], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "")
