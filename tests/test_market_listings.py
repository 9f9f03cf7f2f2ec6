"""Goods as marketplaces and card shops title them: short names, nicknames, masked spellings, several in a line."""

from __future__ import annotations

import pytest

from parsers.text.offers import extract
from tests.test_price_forms import Row, check, rows

NAMES = {
    "小克会员 一个月 150": ("claude", "claude-pro"),
    "出小克 Max 5x 车位 180/月": ("claude", "claude-max-5x"),
    "克老师 pro 代充 155元": ("claude", "claude-pro"),
    "A社 成品号 独享 30元": ("claude", ""),
    "哈基米 pro 一年 16元": ("gemini", "gemini-pro"),
    "G老师 plus 月卡 22元": ("gpt", "chatgpt-plus"),
    "鸡皮提 plus 独享 30元": ("gpt", "chatgpt-plus"),
    "OpenAI 成品号 独享 30元": ("gpt", ""),
    "G.rok 会员 直充 90元": ("grok", "supergrok"),
    "超级grok 180/月": ("grok", "supergrok"),
    "c.laude pro 月付 140元": ("claude", "claude-pro"),
    "海螺会员 月 35元": ("hailuo", ""),
    "GO 自助充值 月卡 18元": ("gpt", "chatgpt-go"),
    "已接马Plus不带账密 21元": ("gpt", "chatgpt-plus"),
    "iCloud邮箱 PLUS成品号 还剩6天 20元": ("gpt", "chatgpt-plus"),
    "NovelAI 会员 30元": ("", ""),
    "小云雀 会员 月卡 49元": ("", ""),
    "Tensor Art 会员 60元": ("", ""),
    "某某AI 成品号 独享 30元": ("", ""),
    "低价出GPT一个月，25，要的滴滴": ("gpt", ""),
    "每天100刀 Claude Code 24小时有效": ("claude", ""),
}
NONE = [
    "哈基米音乐 无损下载 5元",
    "双子塔门票 两张 100元",
    "香蕉一斤5元 包邮",
    "美国实卡长效接码 codex 绑定 不来码退款 ¥18",
    "Claude KYC 认证服务 ¥60",
    "VISA 0刀虚拟卡 485900 kiro 别拍 ¥9.9",
    "收个小克 max 的车位，长期",
]
PRICES: list[Row] = [
    ("zh", "Kiro代充 168", "168 CNY account"),
    ("zh", "🔥Manus 会员 4000积分 ¥88 🔥Lovart 年会员 ¥260", "88 CNY account; 260 CNY year"),
    ("zh", "Genspark plus 一个月 ¥60，Lovart 年会员 ¥260", "60 CNY month genspark-plus; 260 CNY year"),
    ("zh", "奈飞 18/月，油管 12/月，GPT 合租 30/月", "30 CNY month gpt"),
    ("zh", "GPT Plus 成品号 25，奈飞4k 车位 22，多邻国 年 68", "25 CNY account chatgpt-plus"),
    ("zh", "GPT Team 车位 单人 28/月 质保30天", "28 CNY month chatgpt-team"),
    ("zh", "Codex API 30刀额度 日卡 价格 1.68 库存 56", "1.68 CNY day gpt"),
    ("zh", "suno会员代充 pro月 58 premier月 165", "58 CNY month suno-pro; 165 CNY month suno-premier"),
    ("zh", "Claude Code 200刀 30天有效", ""),
    ("zh", "| MJ 账号代充 | 30美金/月套餐 | 210元 |", "210 CNY month midjourney-plan"),
    ("zh", "gemini pro年号，15包教", "15 CNY year gemini-pro"),
]


@pytest.mark.parametrize("text", NAMES)
def test_what_short_names_sell(text: str) -> None:
    facts = extract(text)
    line, plan = NAMES[text]
    assert facts.is_offer, facts.reason
    assert {model.id for model in facts.models} == {line} - {""}
    assert {found.id for found in facts.plans} == {plan} - {""}


@pytest.mark.parametrize("text", NONE)
def test_what_only_sounds_like_them(text: str) -> None:
    assert not extract(text).is_offer


@pytest.mark.parametrize(("language", "text", "facts"), rows(PRICES))
def test_goods_in_a_line(language: str, text: str, facts: str) -> None:
    check(language, text, facts)
