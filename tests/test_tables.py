"""Tables for people: within the terminal's width, no word broken that can stay whole, one below the other at need."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from commands import console
from commands.demo import build
from commands.widths import widths
from lab.market import Market
from tests.test_commands import undercut

CAUSES = ("period", "model line", "level", "change", "price", "official price", "fx rate", "the rest", "sellers")
FITTING: dict[str, tuple[Sequence[str], Sequence[Sequence[str]], set[str], int, list[int] | None]] = {
    # heads, rows, whole columns, room -> the width of each column
    "all have their own": (("id", "n"), [("nova-relay", "7")], {"n"}, 80, [10, 1]),
    "just so": (("id", "n"), [("nova-relay", "7")], {"n"}, 13, [10, 1]),
    "an address gives way": (("id", "start"), [("x" * 20, "http://x.example/api/a")], set(), 34, [20, 12]),
    "one column less": (("id", "n"), [("nova-relay", "7")], {"n"}, 12, None),
    "words wrap": (("id", "said"), [("nova", "one two three")], set(), 14, [4, 8]),
    "the narrow ones have their own first": (("a", "b"), [("x y z w", "p q r s t u v w x y")], set(), 17, [7, 8]),
    "a long word is broken": (("id",), [("x" * 40,)], set(), 30, [30]),
    "as long as it must be": (("id", "at"), [("x" * 40, "y" * 40)], set(), 30, [14, 14]),
    "but not one of twelve": (("id", "at"), [("x" * 40, "y" * 40)], set(), 25, None),
    "a fixed column is never broken": (("id", "at"), [("x" * 40, "05-04 12:00")], {"at"}, 25, [12, 11]),
    "nor a head": (("composition", "of"), [("1", "2")], {"of"}, 14, None),
    "lines of a cell": (("id", "access"), [("nova\nrelay_api", "x")], set(), 80, [9, 6]),
    "wide letters": (("id", "n"), [("中转站", "7")], {"n"}, 80, [6, 1]),
    "no rows": (("id", "n"), [], {"n"}, 80, [2, 1]),
    "causes, in 80 columns": (
        CAUSES, [("2026-04", "unspecified", *["-100.0"] * 6, "25")], {*CAUSES} - {"period", "model line"}, 80,
        [7, 11, 6, 6, 6, 8, 7, 6, 7],
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", FITTING)
def test_how_wide_columns_are(how: str) -> None:
    columns, rows, whole, room, wanted = FITTING[how]
    assert widths(columns, rows, whole, room) == wanted


ROWS = [
    ("tg-zhongzhuan-guanggao", "09-28 12:00", "complete", 15, "12 failed, 3 unread", "11-26 15:47", "10.06"),
    ("beian", None, "wall", 0, None, "2027-01-01", "0.00"),
]
WHOLE = {"source", "last", "visit", "outcome", "listings", "trouble", "next", "MiB", "complete", "failed,", "unread"}
SHOWN = ("source", "last visit", "outcome", "listings", "trouble", "next visit", "MiB")


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[str]]:
    """The lines of a table like that of `undercut status` on a terminal of some width."""

    def lines(width: int) -> list[str]:
        stream = io.StringIO()
        monkeypatch.setattr(console, "out", Console(file=stream, width=width, highlight=False))
        fixed = ("last visit", "outcome", "next visit")
        console.show("Sources (UTC)", SHOWN, ROWS, ("listings", "MiB"), fixed, caption="1  a note of a table")
        return [line.rstrip() for line in stream.getvalue().splitlines()]

    return lines


@pytest.mark.parametrize("width", range(36, 121, 4))
def test_a_table_fits_every_terminal(width: int, printed: Callable[[int], list[str]]) -> None:
    lines = printed(width)
    assert max(map(cell_len, lines)) <= width
    said = " ".join(lines).split()
    for word in WHOLE:
        assert word in said
    moments = [line for line in lines if "09-28 12:00" in line or "11-26 15:47" in line]
    assert len(moments) == (1 if width > 72 else 2), "beside each other while there is room"
    assert "1  a note of a table" in lines


def test_a_narrow_terminal_has_the_columns_below_each_other(printed: Callable[[int], list[str]]) -> None:
    assert printed(40)[:9] == [
        "Sources (UTC)",
        "source      tg-zhongzhuan-guanggao",
        "last visit  09-28 12:00",
        "outcome     complete",
        "listings    15",
        "trouble     12 failed, 3 unread",
        "next visit  11-26 15:47",
        "MiB         10.06",
        "",
    ]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An observatory whose sources were never visited."""
    place = tmp_path_factory.mktemp("tables") / "market"
    build(place, Market(1))
    return place


IN_EIGHTY = {
    # a command -> what its table shows unbroken in 80 columns
    "status": ("next visit", "tg-zhongzhuan-guanggao"),
    "sources list": ("outcome", "tg-zhongzhuan-guanggao", "new_api"),
    "rates list": ("until", "chatgpt-business", "claude-opus-4.6"),
    "rates show claude-opus-4.6": ("until", "claude-opus-4.6", "models.dev"),
    "trend": ("without percent",),
    "trend --figure causes": ("sellers",),
    "trend --figure index": ("n_matched",),
    "trend --figure coverage": ("reason",),
    "table --as-of 2026-11-01": ("note", "access method"),
    "issues": ("No issues",),
    "listings": ("claims",),
    "words list claims": ("meaning", "installing_needs_vpn"),
    "correct": ("changes",),
}


@pytest.mark.parametrize("command", IN_EIGHTY)
def test_tables_fit_eighty_columns(command: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    where: list[str | Path] = [] if command.startswith("words") else ["--home", home]
    done = undercut(*command.split(), *where)
    assert done.returncode in {0, 1}, done.stderr
    table = done.stdout.partition("\n\n")[0]
    assert max(cell_len(line.rstrip()) for line in table.splitlines()) <= 80
    for words in IN_EIGHTY[command]:
        assert words in table
