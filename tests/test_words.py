"""`undercut words`: a researcher's own rows are tried, and refused by file and line where something does not hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from commands.application import app
from parsers.text.vocabulary import PACKAGED
from undercut import main

GOOD = """\
[[claim]]
id = "no_vpn"
words.zh = ["直接上手不用梯"]
says = ["国内直接上手不用梯"]

[[claim]]
id = "night_support"
meaning = "Somebody answers at night"
words.zh = ["深夜在线"]
says = ["深夜在线，随叫随到"]
silent = ["深夜写代码"]
"""
BAD = {
    ("claims.toml", '[[claim]]\nid = "night"\nword = ["深夜在线"]\n'): ":3: unknown key 'word'",
    ("claims.toml", '[[claim]]\nid = "night"\nwords.zh = ["深夜在线"]\n'): ":1: night has no example",
    ("claims.toml", '[[claim]]\nid = "night"\nwords.zh = ["深夜在线"]\nsays = ["白天在线"]\n'): (
        ":4: night: it should be read in '白天在线', but read nothing"
    ),
    ("claims.toml", '[[claim]]\nid = "night"\nwords.zh = ["在线"]\nsays = ["在线"]\nsilent = ["在线"]\n'): (
        ":5: night: nothing should be read of '在线', but read night"
    ),
    (
        "claims.toml",
        '[[claim]]\nid = "night"\nforms = ["深夜(?:,| |/)在线"]\nsays = ["深夜 在线"]\n',
    ): "a blank as an alternative",
    ("claims.toml", '[[claim]]\nid = "night"\nforms = ["深夜.*在线"]\nsays = ["深夜在线"]\n'): "bound it like {0,6}",
    (
        "claims.toml",
        '[[claim]]\nid = "night"\nforms = ["深夜在线 ?[0-9]"]\nsays = ["深夜在线 5"]\n',
    ): "ends in one digit, which no longer number is",
    ("claims.toml", '[[trap]]\nid = "night"\nwords.zh = ["假一赔十"]\nsilent = ["假一赔十"]\n'): (
        "it breaks quality_guarantee of the packaged words"
    ),
    (
        "price_forms.toml",
        '[[form]]\nid = "odd"\nforms = ["{n:money} 起"]\n',
    ): ":2: the row 'odd' is new and lacks 'take'",
    (
        "price_forms.toml",
        '[[form]]\nid = "odd"\ntake = "guess"\nforms = ["{n:money} 起"]\n',
    ): "'guess' is no way to take",
    (
        "price_forms.toml",
        '[[form]]\nid = "odd"\ntake = "nothing"\nforms = ["({n:money}"]\n',
    ): "is no regular expression",
    ("offers.toml", '[[sign]]\nid = "odd"\nweight = 3\n'): ":2: the row 'odd' is new and lacks 'role'",
    (
        "offers.toml",
        '[[sign]]\nid = "odd"\nrole = "sale"\nweight = 3\nshows = "luck"\nwords.en = ["odd way"]\nsays = ["odd way"]\n',
    ): "'luck' is no evidence; known: voice, way, terms",
    (
        "offers.toml",
        '[[sign]]\nid = "wanted"\nnot_before = ["(?:a|b) {0,2}c"]\n',
    ): ":2: 'wanted': not_before or not_after is no regular expression",
    ("claims.toml", '[[claim]\nid = "night"\n'): ":1: not TOML",
    ("claims.mine.toml", '[[claim]]\nid = "night"\nwords.zh = ["深夜在线"]\n'): ":1: night has no example",
}


@pytest.mark.parametrize(("file", "text"), BAD, ids=[f"{file}: {text}" for file, text in BAD])
def test_what_does_not_hold_is_said_with_its_place(file: str, text: str, tmp_path: Path) -> None:
    (tmp_path / file).write_text(text, "utf-8")
    done = CliRunner().invoke(app, ["words", "check", str(tmp_path / file)])
    assert done.exit_code == 1
    assert BAD[file, text] in done.output.replace("\n", " ").replace("  ", " ")


def test_rows_that_hold_are_taken(tmp_path: Path) -> None:
    (tmp_path / "claims.toml").write_text(GOOD, "utf-8")
    done = CliRunner().invoke(app, ["words", "check", str(tmp_path / "claims.toml")])
    assert (done.exit_code, "3 examples hold" in done.output) == (0, True)


@pytest.mark.parametrize("name", ["colours.toml", "absent/claims.toml"])
def test_a_file_that_is_no_table_is_bad_input(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["undercut", "words", "check", str(tmp_path / name)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 3
    assert name in capsys.readouterr().err


def test_the_rows_of_a_table_are_listed() -> None:
    everything = CliRunner().invoke(app, ["words", "list"])
    claims = CliRunner().invoke(app, ["words", "list", "claims"])
    assert PACKAGED.version in everything.output
    assert "no_vpn" in claims.output
