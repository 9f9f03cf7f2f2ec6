"""Price expressions: what a plain call pays by them, worked out by hand, and what is refused, with the reason."""

from __future__ import annotations

import pytest

from parsers.pages.billing_expr import sums
from parsers.pages.billing_sums import Refused

TIERS = 'len <= 200000 ? tier("standard", p*3 + c*15 + cr*0.3 + cc*3.75 + cc1h*6) : tier("long", p*6 + c*22.5)'
FAST = 'tier("base", p*2 + c*10)|||when(header("x-fast") has "yes") * 2'
NIGHT = 'tier("base", p*2 + c*8) * (hour("Asia/Shanghai") >= 22 ? 0.5 : 1)'

PLAIN = {
    TIERS: {"p": "3", "c": "15", "cr": "0.3", "cc": "3.75", "cc1h": "6"},
    FAST: {"p": "2", "c": "10"},
    f"v1:{FAST}": {"p": "2", "c": "10"},
    '(tier("base", p*5 + c*25)) * (has(header("anthropic-beta"), "fast-mode") ? 6 : 1)': {"p": "5", "c": "25"},
    'param("service_tier") == "fast" ? p*4 : p*2': {"p": "2"},
    'param("service_tier") != nil ? p*4 : p*2': {"p": "2"},
    '!has(param("a"), "b") && len < 10 ? p*1 : p*2': {"p": "1"},
    'header("x-plan") startsWith "fast" || param("a") matches "b.*" ? p*4 : p*2': {"p": "2"},
    '(tier("480p 无音频", p * 0 + c * 8)) * (param("generate_audio") == true ? 2 : 1)': {"p": "0", "c": "8"},
    """tier("a", c*4) * (param("content.#(type=='video_url')") != nil ? 0.6 : 1)""": {"c": "4"},
    "len > 10 || len == 0 ? p*1 : p*2": {"p": "1"},
    "not (len > 10) and true ? p*1 : p*2": {"p": "1"},
    "fixed(0.02)": {"fixed": "0.02"},
    'tier("call", fixed(0.05 * 2))': {"fixed": "0.1"},
    "p*2.5*0.5 + c*(10 - 2) + cr*.2": {"p": "1.25", "c": "8", "cr": "0.2"},
    "(p*3 + c*15) / 2": {"p": "1.5", "c": "7.5"},
    "p*max(2, 3) + c*min(4, 5) + cr*abs(-1) + cc*ceil(1.2) + img*floor(1.8)": {
        "p": "3", "c": "4", "cr": "1", "cc": "2", "img": "1"
    },
    "p*0 + c*0": {"p": "0", "c": "0"},
    'tier("a", p*1) + tier("b", c*2)': {"p": "1", "c": "2"},
}  # fmt: skip
REFUSED = {
    "": "expected at 'the end'",
    "p*c": "in the place of a number",
    "p * -3": "below nothing",
    "p*3 + 2": "no price of tokens",
    "1": "no price of tokens",
    "len*2": "no price of tokens",
    "p/0": "division by nothing",
    "p*1e99": "a number above",
    "max(p, 100)*3": "in the place of a number",
    "p < 3": "a question or a text",
    '"a"*2': "a question or a text",
    "p ? 1 : 2": "where a question is expected",
    'len == "a" ? p*1 : p*2 + 0*hour()': "a question or a text",
    "hour() * p": "a question or a text",
    "q*3": "'q' is no name",
    'u("clips")*2': "u() is no function",
    "tier(p)": "tier() of what it cannot be of",
    "p * (1": "')' is expected",
    "p * 3)": "goes on",
    "p*3 |||p": "'when' is expected",
    "p ** 2": "is expected at '*'",
    'tier("base", p*3); fetch("x")': "is not of the language",
    '__import__("os").system("true")': "is not of the language",
    "(lambda: p)()": "'lambda' is no name",
    "p.__class__": "is not of the language",
    "p[0]": "is not of the language",
    "f'{p}'": "'f' is no name",
    "(" * 100 + "p" + ")" * 100: "nested deeper",
    "-" * 3000 + "p": "nested deeper",
    "p" * 5000: "longer than",
    "*".join(f"(len < {n} ? 1 : 2)" for n in range(30)) + "*p": "sums",
}


@pytest.mark.parametrize("expression", PLAIN)
def test_what_a_plain_call_pays(expression: str) -> None:
    first = sums(expression)[0]
    assert ({part: format(price.normalize(), "f") for part, price in first.parts.items()}, first.when) == (
        PLAIN[expression],
        (),
    )


@pytest.mark.parametrize("expression", REFUSED, ids=[text[:40] or "nothing" for text in REFUSED])
def test_what_is_refused(expression: str) -> None:
    with pytest.raises(Refused) as refusal:
        sums(expression)
    assert REFUSED[expression] in str(refusal.value)


@pytest.mark.parametrize(
    ("expression", "others"),
    [
        (TIERS, [("long", {"p": "6", "c": "22.5"}, ("not (len <= 200000)",))]),
        (FAST, [("base", {"p": "4", "c": "20"}, ('header("x-fast") has "yes"',))]),
        # One question asked twice is answered once: no mixture of both branches.
        ("(len < 9 ? p*1 : p*2) + (len < 9 ? c*3 : c*4)", [(None, {"p": "2", "c": "4"}, ("not (len < 9)",))]),
    ],
)
def test_the_other_sums_stand_with_their_conditions(expression: str, others: list[object]) -> None:
    found = [
        (one.tier, {k: format(v.normalize(), "f") for k, v in one.parts.items()}, one.when) for one in sums(expression)
    ]
    assert found[1:] == others


def test_where_the_time_of_day_decides_no_sum_is_plain() -> None:
    assert [one.when for one in sums(NIGHT)] == [
        ('hour("Asia/Shanghai") >= 22',),
        ('not (hour("Asia/Shanghai") >= 22)',),
    ]
