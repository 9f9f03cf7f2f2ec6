"""The scores of reading: what counts as right, how intervals are drawn, and that they are the field's own scorer's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from commands.application import app
from commands.evaluate import cases_of
from lab.corpus import CORPUS
from publishing.evaluation import Case, Tally, differences, errors, evaluate, tallies, worst
from undercut import main

NOTHING = {"is_offer": False, "models": [], "plans": [], "prices": [], "claims": []}


def price(
    amount: float, basis: str = "usd_credit", model: str | None = None, currency: str | None = "CNY"
) -> dict[str, Any]:
    return {"amount": amount, "currency": currency, "basis": basis, "model": model}


COUNTED: dict[str, tuple[dict[str, Any], dict[str, Any], str, Tally]] = {
    "a listing that was taken for none": ({"is_offer": True}, {}, "offer", (0, 1, 0)),
    "what is no offer and was taken for none": ({"is_offer": False}, {}, "offer", (0, 0, 0)),
    "one model right, one missed, one invented": (
        {"models": ["gpt-5.4", "o3"]},
        {"models": ["gpt-5.4", "gpt-4o"]},
        "models",
        (1, 2, 2),
    ),
    "another version is the same family": ({"models": ["gpt-5.4"]}, {"models": ["gpt-5.5"]}, "families", (1, 1, 1)),
    "a third written short": ({"prices": [price(0.3333)]}, {"prices": [price(1 / 3)]}, "prices", (1, 1, 1)),
    "one percent off": ({"prices": [price(1)]}, {"prices": [price(1.01)]}, "prices", (0, 1, 1)),
    "another basis": ({"prices": [price(1)]}, {"prices": [price(1, "month")]}, "prices", (0, 1, 1)),
    "another basis, the amount right": ({"prices": [price(1)]}, {"prices": [price(1, "month")]}, "amounts", (1, 1, 1)),
    "another currency": ({"prices": [price(1)]}, {"prices": [price(1, currency="USD")]}, "amounts", (0, 1, 1)),
    "one price found twice": ({"prices": [price(1)]}, {"prices": [price(1), price(1)]}, "prices", (1, 1, 2)),
    "the pair that agrees on the model is taken": (
        {"prices": [price(1, model="o3"), price(1, model="gpt-4o")]},
        {"prices": [price(1, model="gpt-4o"), price(1, model="o3")]},
        "attribution",
        (2, 2, 2),
    ),
    "the right price for another model": (
        {"prices": [price(1, model="o3")]},
        {"prices": [price(1)]},
        "attribution",
        (0, 1, 1),
    ),
    "only the claims that were labelled count": (
        {"claims": ["no_vpn"], "scored_claims": ["no_vpn", "unlimited"]},
        {"claims": ["no_vpn", "stable"]},
        "claims",
        (1, 1, 1),
    ),
    "a claim by its code": ({"claims": ["no_vpn"]}, {"claims": ["stable"]}, "claim no_vpn", (0, 1, 0)),
}


@pytest.mark.parametrize("case", COUNTED)
def test_what_counts(case: str) -> None:
    gold, read, field, wanted = COUNTED[case]
    assert tallies(Case(gold, {**NOTHING, **read}))[field] == wanted


def test_a_field_without_a_label_is_not_scored() -> None:
    assert set(tallies(Case({"claims": []}, {**NOTHING, "models": ["o3"]}))) == {"claims"}


def two_origins() -> list[Case]:
    """One origin read rightly, one not at all."""
    right = [Case({"origin": "a", "language": "en", "models": ["o3"]}, {**NOTHING, "models": ["o3"]})] * 3
    return [*right, Case({"origin": "b", "language": "ru", "models": ["o3"]}, NOTHING)]


def test_intervals_are_drawn_over_origins() -> None:
    rows = {(row["part"], row["field"]): row for row in evaluate(two_origins()).to_pylist()}
    everything = rows["all", "models"]
    assert (everything["precision"], everything["recall"]) == (1.0, 0.75)
    assert (everything["low"], everything["high"]) == (0.0, 1.0)
    assert [(rows[part, "models"]["low"], rows[part, "models"]["f1"]) for part in ("en", "ru")] == [(1, 1), (0, 0)]


def test_the_worst_come_first_and_the_right_ones_not_at_all() -> None:
    cases = two_origins()
    assert worst(cases, 9) == [cases[-1]]
    assert [errors(case) for case in cases] == [0, 0, 0, 1]
    assert list(differences(cases[-1])) == [("models", ["o3"], [])]


@pytest.mark.shared
def test_the_scores_are_those_of_the_scorer_of_the_gold(shared: Path, tmp_path: Path) -> None:
    gold = shared / "gold" / "dev.jsonl"
    cases = cases_of(gold, None, 2)
    read = tmp_path / "read.jsonl"
    read.write_text("".join(json.dumps(dict(case.read)) + "\n" for case in cases), "utf-8")
    scorer = [sys.executable, str(shared / "gold" / "score.py"), str(gold), str(read), "--json", "--by-claim"]
    theirs = json.loads(subprocess.check_output(scorer))
    ours = {row["field"]: row for row in evaluate(cases, draws=1).to_pylist() if row["part"] == "all"}
    assert len(ours) > 40
    for field, row in ours.items():
        for name, key in (("f1", "f1"), ("precision", "precision"), ("recall", "recall"), ("gold", "labelled")):
            assert theirs[field][name] == pytest.approx(row[key], abs=0.0001), (field, name)


@pytest.mark.parametrize("by", ["field", "claim", "language"])
def test_the_invented_corpus_can_be_scored(by: str) -> None:
    done = CliRunner().invoke(app, ["evaluate", "--by", by, "--worst", "1"])
    assert done.exit_code == 0
    assert f"{sum(1 for _ in CORPUS.open(encoding='utf-8'))} listings" in done.output


BAD = {
    '{"text": "x", "models": "o3"}': "listing 1: models: Input should be a valid list",
    '{"id": "a7", "text": "x", "prices": [{"amount": 1, "basis": "moon"}]}': "listing a7: prices.0.basis",
    '{"id": "a7", "text": "x"}': "listing a7 has no label",
    '{"models": []}': ":1: an object with a string `text` is wanted",
    "{": ":1: not JSON",
}


@pytest.mark.parametrize("line", BAD)
def test_a_bad_label_is_refused_with_its_place(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "gold.jsonl").write_text(line, "utf-8")
    monkeypatch.setattr("sys.argv", ["undercut", "evaluate", str(tmp_path / "gold.jsonl")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 3
    assert BAD[line] in capsys.readouterr().err
