"""The risk rule: what its document says, and that no claim ever lowers a risk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.risk import BASE, DIMENSIONS, RAISES, REASSURES, risk

PAGE = (Path(__file__).parent.parent / "docs" / "risk.md").read_text("utf-8")
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|")) for line in PAGE.splitlines() if line.startswith("|")
]
WORDS = ("low", "moderate", "high", "very high")
ACCESS = st.sampled_from([*BASE, None, "something new"])
CODES = st.sets(st.sampled_from([*RAISES, *REASSURES, "claude_code", "no code at all"]))


def test_the_document_shows_every_form_and_its_word() -> None:
    shown = {row[0]: (tuple(map(int, row[1:9])), row[9]) for row in ROWS if row[0] in BASE and len(row) == 10}
    assert shown == {access: (risk(access).scores, risk(access).level) for access in BASE}


def test_the_document_shows_what_every_claim_raises() -> None:
    shown = {row[0]: {int(d): int(n) for d, n in re.findall(r"D(\d) to (\d)", row[1])} for row in ROWS if len(row) == 2}
    assert {code: shown[code] for code in shown if code in RAISES} == RAISES


def test_the_document_names_every_dimension_and_reassurance() -> None:
    assert [row[1] for row in ROWS if re.fullmatch(r"D\d", row[0])] == list(DIMENSIONS)
    assert all(f"`{code}`" in PAGE for code in REASSURES)


@given(ACCESS, CODES, CODES)
def test_adding_claims_never_lowers_a_risk(access: str | None, some: set[str], more: set[str]) -> None:
    before, after = risk(access, some), risk(access, some | more)
    assert all(new >= old for old, new in zip(before.scores, after.scores, strict=True))
    assert WORDS.index(after.level) >= WORDS.index(before.level)


@pytest.mark.parametrize(
    ("access", "claims", "said"),
    [
        ("official", "", "low"),
        ("relay_api", "", "high"),
        ("relay_api", "no_logging encryption", "high (claimed: encryption, no_logging)"),
        ("relay_api", "account_pool", "high"),
        ("relay_api", "reverse_engineered no_warranty", "very high"),
        ("top_up", "refund", "moderate (claimed: refund)"),
        ("top_up", "account_pool", "high"),
        ("free", "", "very high"),
        (None, "", "high"),
    ],
)
def test_risk_in_one_word(access: str | None, claims: str, said: str) -> None:
    assert str(risk(access, claims.split())) == said
