"""Names that sellers misspell are read as they are meant, and stand where they were written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.records import Context
from parsers.text.offers import extract
from parsers.text.view import View
from parsers.text.vocabulary import PACKAGED

GOODS = {
    "Cluade Pro 月卡 145元": ("Cluade", "claude", "claude-pro"),
    "Cl**de Max 20x 拼车 ¥399": ("Cl**de", "claude", "claude-max-20x"),
    "C.h.a.t.G.P.T Plus 代充 128元": ("C.h.a.t.G.P.T", "gpt", "chatgpt-plus"),
    "Сhatgpt Plus 128元 一个月": ("Сhatgpt", "gpt", "chatgpt-plus"),
    "Cha\u200bgpt Plus 直充 128元": ("Cha\u200bgpt", "gpt", "chatgpt-plus"),
    "Ge mini Pro 一年 40元": ("Ge mini", "gemini", "gemini-pro"),
    "GoogleGeminiPro会员 25元一年": ("Gemini", "gemini", "gemini-pro"),
    "VIPClaude Pro 账号 145元": ("Claude", "claude", "claude-pro"),
    "claude.ai Pro 会员 145元": ("claude.ai", "claude", "claude-pro"),
    "ᴄʜᴀᴛɢᴘᴛ Plus 一个月 128元": ("ᴄʜᴀᴛɢᴘᴛ", "gpt", "chatgpt-plus"),
    "🅲🅻🅰🆄🅳🅴 Pro 一个月 145元": ("🅲🅻🅰🆄🅳🅴", "claude", "claude-pro"),
    "G*T Plus 成品号 25元": ("G*T", "gpt", "chatgpt-plus"),
    "Super Gork 年卡 300元，SuperGrko 月卡 60元": ("SuperGrko", "grok", "supergrok"),
    "Curs0r Pro 一年 99元": ("Curs0r", None, "cursor-pro"),
    "PerplexityAIPro 一年 49元": ("Perplexity", None, "perplexity-pro"),
    "Preplexity Pro 1 year key, $12": ("Preplexity", None, "perplexity-pro"),
    "Клод / Claudе Pro, 1 месяц, 1500 ₽": ("Claudе", "claude", "claude-pro"),
}
"""A good: the name as it is written, the line that it names, and the plan that is sold."""

OTHERS = (
    "Curso de inglês online, 1 mês R$ 25",
    "出 Clade 显卡 2500元",
    "Kursor laserowy 25 zł",
    "Gem ini murah 25rb, kirim cepat",
    "Windsurfing 课程 一个月 800元",
    "OpenAPI 网关会员 25元",
    "Claudia 的手工店，围巾 25元",
)
"""Goods whose words are near a name and are none."""


@pytest.mark.parametrize("text", GOODS)
def test_misspelt_names_are_read_where_they_stand(text: str) -> None:
    written, line, plan = GOODS[text]
    facts = extract(text)
    assert plan in {mention.id for mention in facts.plans}
    if line is not None:
        assert line in {mention.id for mention in facts.models}
        assert written in {text[mention.span.start : mention.span.end] for mention in facts.models}
        assert all(text[m.span.start : m.span.end] == m.raw_name for m in facts.models)


@pytest.mark.parametrize("text", OTHERS)
def test_words_of_other_meaning_are_no_slips(text: str) -> None:
    assert not extract(text).is_offer


@pytest.mark.parametrize(
    "text",
    ["官网 cluade.example 自助下单", "https://shop.example/geminii", "mail cluade@shop.example", "gpt-cluade-proxy"],
)
def test_addresses_and_projects_are_left_as_they_are(text: str) -> None:
    assert View.of(text, PACKAGED.misspelt).text == text


PIECES = st.sampled_from(
    ["Cluade", "Cl**de", "GeminiPro", "\u200b", " ", "克劳德", "chatgpt.com 会员", "C.l.a.u.d.e", "25元", "é", "\n"]
)


@given(st.lists(PIECES, max_size=8).map("".join))
def test_every_place_of_a_text_as_read_lies_in_the_text_as_written(text: str) -> None:
    view = View.of(text, PACKAGED.misspelt)
    places = [view.original(at, at + 1) for at in range(len(view.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)
    assert view.original(0, len(view.text))[1] <= len(text)


@given(st.text(alphabet="CLAUDEclaude*.- 4@\u0441\u0435\u200b", max_size=40))
def test_no_spelling_raises(text: str) -> None:
    extract(text, Context())
