"""Goods as marketplaces and card shops title them: short names, nicknames, masked spellings, several in a line."""

from __future__ import annotations

import pytest

from parsers.text.models import settle
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
    "克劳德 5x 拼车 180元": ("claude", "claude-max-5x"),
    "cluade x20 代充 1100元": ("claude", "claude-max-20x"),
    "Gemini 3.1pro 12个月 成品号": ("gemini-3.1-pro", "gemini-pro"),
    "Grok 超级会员 3 个月 150元": ("grok", "supergrok"),
    "余额充值：100刀 claude 可用": ("claude", ""),
    "Cursor 试用号 批发22 零售28": ("", ""),
    "Runway 企业号 300元": ("", ""),
}
NONE = [
    "哈基米音乐 无损下载 5元",
    "双子塔门票 两张 100元",
    "香蕉一斤5元 包邮",
    "美国实卡长效接码 codex 绑定 不来码退款 ¥18",
    "Claude KYC 认证服务 ¥60",
    "VISA 0刀虚拟卡 485900 kiro 别拍 ¥9.9",
    "收个小克 max 的车位，长期",
    "闲置 iPad 平板 2000元，送一年GPT会员",
    "codex 橙皮书 9.9元 自动发货",
]
PRICES: list[Row] = [
    ("", "ChatGPT Plus conta privada 30 dias\nPreço: 45,00", "45 BRL month chatgpt-plus"),
    ("", "Cuenta ChatGPT Plus 1 mes\nPrecio: 45", ""),
    ("", "ChatGPT Plus 1 Aylık Hesap 249", "249 TRY month chatgpt-plus"),
    ("", "Contas ChatGPT Plus a partir de R$ 20", "20 BRL account chatgpt-plus"),
    ("", "Canva Pro + ChatGPT Plus combo R$ 35", "35 BRL account chatgpt-plus"),
    ("zh", "ChatGPT Plus 代充\n官方价格 $20/月，约 ¥145\n本站价格 ¥128/月", "128 CNY month chatgpt-plus"),
    ("zh", "GPT Plus 成品号 独享 现价45 原价99", "45 CNY account chatgpt-plus"),
    (
        "zh",
        "出 GPT Plus 128 Claude Pro 158 Gemini Pro 25",
        "128 CNY account chatgpt-plus; 158 CNY account claude-pro; 25 CNY account gemini-pro",
    ),
    ("zh", "GPT Plus 代充 土区78 菲区98", "78 CNY account chatgpt-plus; 98 CNY account chatgpt-plus"),
    ("zh", "Claude Pro 日卡9.9(100刀) 月卡 99", "9.9 CNY day claude-pro; 99 CNY month claude-pro"),
    ("zh", "Cursor Pro 成品号 25元 7天无理由 48小时发货", "25 CNY account cursor-pro"),
    ("zh", "GPT Plus 成品 30元，加5块包质保", "30 CNY account chatgpt-plus"),
    ("zh", "codex 中转 100刀=45元 500刀=200元", "0.45 CNY usd_credit gpt; 0.4 CNY usd_credit gpt"),
    ("zh", "GPT Plus 一个号（月）28", "28 CNY month chatgpt-plus"),
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
    (
        "zh",
        "Cursor Pro 成品号\nPro 红账单 66\n账密 / 质保七天 81.88\n质保 30 天 / 稳定版 121.88\n代充 / 无质保 89.88",
        "; ".join(f"{n} CNY account cursor-pro" for n in ("66", "81.88", "121.88", "89.88")),
    ),
    ("zh", "plus土区ios 88，菲区卡充95", "88 CNY account chatgpt-plus; 95 CNY account chatgpt-plus"),
    (
        "zh",
        "Claude Code 月卡(每天50刀) 128 / 周卡(每天50刀) 38 / 天卡 8.8",
        "128 CNY month claude; 38 CNY week claude; 8.8 CNY day claude",
    ),
    ("zh", "即梦 1000积分 26 5000积分 118 秒到账", "26 CNY account jimeng; 118 CNY account jimeng"),
    (
        "zh",
        "GPT Plus 成品 4.6/个 50个以上4.3 500个以上4",
        "4.6 CNY account chatgpt-plus; 4.3 CNY account chatgpt-plus; 4 CNY account chatgpt-plus",
    ),
    ("zh", "WindSurf 试用号\n价格 0.5\n10个起 0.45  31个起 0.4", "0.5 CNY account; 0.45 CNY account; 0.4 CNY account"),
    ("zh", "ChatGPT镜像站 月卡29 年卡199 永久399", "29 CNY month gpt; 199 CNY year gpt; 399 CNY lifetime gpt"),
    (
        "zh",
        "opus 0.4r 1刀 / gemini 0.1r 1刀，10刀起，秒到",
        "0.4 CNY usd_credit claude-opus; 0.1 CNY usd_credit gemini",
    ),
    ("zh", "Claude Team 席位\n全程质保\n710.00", "710 CNY account claude-team"),
    ("zh", "GPT Plus 年卡\n质保7天（7天掉订阅补新）\n误差 3～10 天\n¥190.00", "190 CNY year chatgpt-plus"),
    ("zh", "Gemini 学生优惠1年会员成品号\n已开通（误差1～7天）\n价格 26.00 库存 4", "26 CNY year gemini-pro"),
    ("zh", "Gemini Pro 12个月成品，20-24年老邮箱 ¥34.00", "34 CNY year gemini-pro"),
    ("zh", "ChatGPT Pro 5X｜1个月\n5X-100刀款\n640\n销量 410\n库存 5", "640 CNY month chatgpt-pro"),
    ("zh", "GPT 自助充值 支持Plus\n零元购无售后\n15.00", "15 CNY account chatgpt-plus"),
    ("zh", "codex 中转 5刀卡2块 20刀卡7块5", "0.4 CNY usd_credit gpt; 0.375 CNY usd_credit gpt"),
    ("zh", "自用 Claude Pro 还有12天 便宜给 30 不包售后", "30 CNY account claude-pro"),
    ("zh", "Runway 无限会员 独享号 月 250 合租 月 55", "250 CNY month runway-unlimited; 55 CNY month runway-unlimited"),
]


@pytest.mark.parametrize("text", NAMES)
def test_what_short_names_sell(text: str) -> None:
    facts = extract(text)
    line, plan = NAMES[text]
    assert facts.is_offer, facts.reason
    assert set(settle(facts.models)) == {line} - {""}
    assert {found.id for found in facts.plans} == {plan} - {""}


@pytest.mark.parametrize("text", NONE)
def test_what_only_sounds_like_them(text: str) -> None:
    assert not extract(text).is_offer


@pytest.mark.parametrize(("language", "text", "facts"), rows(PRICES))
def test_goods_in_a_line(language: str, text: str, facts: str) -> None:
    check(language, text, facts)
