"""First-party plans in texts: every spelling, sizes, lists; and what is a relay's channel, an errand or no AI plan."""

from __future__ import annotations

from typing import Any

import pytest

from parsers.text import models, plans
from parsers.text.script import fold
from parsers.text.vocabulary import PACKAGED, parse


def ids(text: str) -> list[str]:
    folded = fold(text)
    return sorted({plan.id for plan in plans.mentions(text, folded, models=models.mentions(text, folded))})


def lines(text: str) -> list[str]:
    """The models of a text with the lines that its plans imply."""
    folded = fold(text)
    named = models.mentions(text, folded)
    return sorted(models.settle((*named, *plans.implied(plans.mentions(text, folded, models=named)))))


SPELLINGS = {
    "Claude 代充：20刀会员 150元，100刀会员 720元，200刀会员 1400元": ["claude-max-20x", "claude-max-5x", "claude-pro"],
    "ChatGPT $20 plan on your account for $9, $200 plan for $90": ["chatgpt-plus", "chatgpt-pro"],
    "Claude Max 100刀版 650，200刀版 1250": ["claude-max-20x", "claude-max-5x"],
    "Клод Макс х5 8900р, Клод Макс х20 16900р": ["claude-max-20x", "claude-max-5x"],
    "大G Pro 一年号 现货": ["gemini-pro"],
    "Gemini 学生会员 一年": ["gemini-pro"],
    "| 商品 | PRO | Max5x | 20x Max |\n|---|---|---|---|\n| 克劳德 | 99 | 240 | 366 |": [
        "claude-max-20x",
        "claude-max-5x",
        "claude-pro",
    ],
    "ChatGPT 20刀套餐 代充": ["chatgpt-plus"],
    "拼车 Claude $200档": ["claude-max-20x"],
    "Claude 100美金套餐，官方充值，699": ["claude-max-5x"],
    "Cursor $200 套餐，成品号，185": ["cursor-ultra"],
    "代开 Grok 30刀/月会员": ["supergrok"],
    "| 产品 | plus | GO | Team |\n|---|---|---|---|\n| Chat GPT | 435元/月 | 139块 | 60 |": [
        "chatgpt-go",
        "chatgpt-plus",
        "chatgpt-team",
    ],
    "| 商品 | Power | Pro | Pro+ |\n|---|---|---|---|\n| kiro | 50元/月 | 213元 | 217元 |": [
        "kiro-power",
        "kiro-pro",
        "kiro-pro-plus",
    ],
    "Plus / Pro / Team 成品 | OpenAI": ["chatgpt-plus", "chatgpt-pro", "chatgpt-team"],
    "Windsurf：\n1️⃣ Teams | 202 元\n2️⃣ Pro | 34 元": ["windsurf-pro", "windsurf-team"],
    "Kiro 代开：Power，Pro，Pro+": ["kiro-power", "kiro-pro", "kiro-pro-plus"],
    "grok (super/Heavy) 月卡": ["supergrok", "supergrok-heavy"],
    "【grok】Super → 53 USD | Super Heavy → 565$": ["supergrok", "supergrok-heavy"],
    "Claude Max（x5 和 x20）车位": ["claude-max-20x", "claude-max-5x"],
    "CC Max: 5x/20x, 拼车": ["claude-max-20x", "claude-max-5x"],
    "共享号 Claude Max 5x (585元) 和 20x (905元)": ["claude-max-20x", "claude-max-5x"],
    "GPT 🔥 chính chủ Business gói": ["chatgpt-team"],
    "аккаунт Cursor официальная Pro+": ["cursor-pro-plus"],
    "Cursor AI Ultra - 142 元": ["cursor-ultra"],
    "Notion AI Plus 年卡": ["notion-ai"],
    "GPT+ 成品 一个月": ["chatgpt-plus"],
    "Plus、Claude Pro 代充，秒到": ["chatgpt-plus", "claude-pro"],
    "Plus / Claude Max 拼车": ["chatgpt-plus", "claude-max"],
    "Claude 20x 拼车位": ["claude-max-20x"],
    "谷歌 Ultra 45000积分": ["gemini-ultra"],
    "ChatGPT Plus 成品号 质保首登": ["chatgpt-plus"],
    "GPT会员 Plus 月付": ["chatgpt-plus"],
    "gpt puls 直充": ["chatgpt-plus"],
    "Chatgpt pluss account": ["chatgpt-plus"],
    "G·P·T Plus 车位": ["chatgpt-plus"],
    "Gplus 成品": ["chatgpt-plus"],
    "ＧＰＴ　Ｐｌｕｓ 代充": ["chatgpt-plus"],
    "plus 官方直充 月卡": ["chatgpt-plus"],
    "【拼車】ChatGPT Plus 四人": ["chatgpt-plus"],
    "Codex Plus 月卡 代充": ["chatgpt-plus"],
    "成品 Plus | Open AI": ["chatgpt-plus"],
    "ChatGPT 会员": ["chatgpt-plus"],
    "Подписка ChatGPT Плюс на месяц": ["chatgpt-plus"],
    "Conta ChatGPT Plus compartilhada": ["chatgpt-plus"],
    "Tài khoản ChatGPT Plus dùng 3 tháng": ["chatgpt-plus"],
    "Akun ChatGPT Plus sharing": ["chatgpt-plus"],
    "ChatGPT Plus 1 aylık hesap": ["chatgpt-plus"],
    "ChatGPT Plus 1ヶ月 アカウント": ["chatgpt-plus"],
    "GPT Pro 200刀版 代充": ["chatgpt-pro"],
    "PRO 20x 卡密 GP.T": ["chatgpt-pro"],
    "ChatGPT 5✖️Pro 一个月": ["chatgpt-pro"],
    "20x PRO 卡密": ["chatgpt-pro"],
    "chatgpt go 12 months account": ["chatgpt-go"],
    "ChatGPT Business 席位": ["chatgpt-team"],
    "gpt team 拼车": ["chatgpt-team"],
    "Team 车位 (GPT)": ["chatgpt-team"],
    "ChatGPT Plus K12 成品": ["chatgpt-edu"],
    "K12 教师版 GPT": ["chatgpt-edu"],
    "ChatGPT Free 成品号": ["chatgpt-free"],
    "Claude Pro 一个月": ["claude-pro"],
    "Claude 会员 代充": ["claude-pro"],
    "Клод Про подписка": ["claude-pro"],
    "Claude Max 成品号": ["claude-max"],
    "Claude Max 5x": ["claude-max-5x"],
    "claude max 100刀 代充": ["claude-max-5x"],
    "Claude Max (20x) 拼车": ["claude-max-20x"],
    "claude max $200 account": ["claude-max-20x"],
    "Max20x 车位": ["claude-max-20x"],
    "Claude Ultra 一个月": ["claude-ultra"],
    "Claude Team 席位": ["claude-team"],
    "Gemini Advanced 12个月": ["gemini-pro"],
    "Google AI Pro 一年 + 2TB": ["gemini-pro"],
    "Google One AI 一个月": ["gemini-pro"],
    "Gemini Pro 18 months": ["gemini-pro"],
    "Google AI Ultra 成品": ["gemini-ultra"],
    "Super Grok 年卡": ["supergrok"],
    "Super gr0k heavy 直充": ["supergrok-heavy"],
    "Grok Heavy 账号": ["supergrok-heavy"],
    "Grok会员": ["supergrok"],
    "Cursor Pro 一年": ["cursor-pro"],
    "Cursor Ultra 账号": ["cursor-ultra"],
    "GitHub Copilot Pro": ["copilot-pro"],
    "Copilot Pro+ 年付": ["copilot-pro-plus"],
    "Kiro Pro 号": ["kiro-pro"],
    "Windsurf Pro account": ["windsurf-pro"],
    "Perplexity Pro 1 year": ["perplexity-pro"],
    "Poe 会员": ["poe"],
    "Midjourney standard plan": ["midjourney-plan"],
    "MJ 会员": ["midjourney-plan"],
    "Notion AI 一年": ["notion-ai"],
    "Lovart Pro 会员": ["lovart-pro"],
    "Suno Pro 代充": ["suno-pro"],
    "GPT PLUS 月卡": ["chatgpt-plus"],
    "普拉斯 月卡 gpt": ["chatgpt-plus"],
    "chatgpt plus会员 一个月": ["chatgpt-plus"],
    "ChatGPT会员 Plus 直充": ["chatgpt-plus"],
    "GPT会员充值": ["chatgpt-plus"],
    "GPT4.0 plus 账号": ["chatgpt-plus"],
    "gpt-plus独享": ["chatgpt-plus"],
    "OpenAI Plus 共享": ["chatgpt-plus"],
    "Plus 会员代充（ChatGPT）": ["chatgpt-plus"],
    "ChatGPT P L U S 一个月": ["chatgpt-plus"],
    "ChatGPT-P1us": ["chatgpt-plus"],
    "GPTPlus成品": ["chatgpt-plus"],
    "chat gpt plus 1 month": ["chatgpt-plus"],
    "ChatGPT Premium account 1 month": ["chatgpt-plus"],
    "ChatGPT+ Plus account": ["chatgpt-plus"],
    "ChatGPT PLUS 1 МЕСЯЦ": ["chatgpt-plus"],
    "Подписка ЧатГПТ Плюс": ["chatgpt-plus"],
    "чат gpt плюс на месяц": ["chatgpt-plus"],
    "Conta ChatGPT Plus 30 dias": ["chatgpt-plus"],
    "ChatGPT Plus 계정": ["chatgpt-plus"],
    "ChatGPTプラス アカウント": ["chatgpt-plus"],
    "G-Plus 土区": ["chatgpt-plus"],
    "plus月卡 成品号": ["chatgpt-plus"],
    "plus 直充 自己号": ["chatgpt-plus"],
    "gpt team 车位": ["chatgpt-team"],
    "GPT团队版 席位": ["chatgpt-team"],
    "ChatGPT 团队版一个月": ["chatgpt-team"],
    "ChatGPT Team 1 month invite": ["chatgpt-team"],
    "GPT Business 邀请": ["chatgpt-team"],
    "team 车位 gpt": ["chatgpt-team"],
    "ChatGPT Teams seat": ["chatgpt-team"],
    "ChatGPT 商业版 成品": ["chatgpt-team"],
    "ChatGPT Enterprise seat": ["chatgpt-enterprise"],
    "ChatGPT Pro 200刀": ["chatgpt-pro"],
    "GPT Pro 100刀 成品": ["chatgpt-pro"],
    "ChatGPT Pro 20x 直充": ["chatgpt-pro"],
    "Codex Pro 20x 账号": ["chatgpt-pro"],
    "ChatGPT Pro 5x": ["chatgpt-pro"],
    "pro 20x 自助充值 gpt": ["chatgpt-pro"],
    "ChatGPT Go 一年": ["chatgpt-go"],
    "GPT GO 12个月 激活": ["chatgpt-go"],
    "ChatGPT Go 1 Year private account": ["chatgpt-go"],
    "ChatGPT Edu 账号": ["chatgpt-edu"],
    "ChatGPT K12 教师": ["chatgpt-edu"],
    "GPT 教育版 成品": ["chatgpt-edu"],
    "K12 成品号": ["chatgpt-edu"],
    "ChatGPT for Teachers account": ["chatgpt-edu"],
    "ChatGPT 免费号 批发": ["chatgpt-free"],
    "GPT free 成品号": ["chatgpt-free"],
    "Claude pro会员": ["claude-pro"],
    "Claude Pro 月卡 成品": ["claude-pro"],
    "克劳德 pro 会员": ["claude-pro"],
    "claude会员 代充": ["claude-pro"],
    "Claude 会员充值 Pro": ["claude-pro"],
    "Claude AI Pro 1 month": ["claude-pro"],
    "Claude Pro annual": ["claude-pro"],
    "Клод Про на месяц": ["claude-pro"],
    "Claude Max": ["claude-max"],
    "Claude Max 账号": ["claude-max"],
    "Claude Max 5x 拼车": ["claude-max-5x"],
    "Claude Max20 成品": ["claude-max-20x"],
    "Claude Max200 代充": ["claude-max-20x"],
    "Claude Max 100刀": ["claude-max-5x"],
    "Claude MAX x20": ["claude-max-20x"],
    "Claude 20x Max": ["claude-max-20x"],
    "Claude max5 拼车": ["claude-max-5x"],
    "max 20x 号 claude": ["claude-max-20x"],
    "Claude Max 5倍": ["claude-max-5x"],
    "Claude Max 20 倍": ["claude-max-20x"],
    "CC Max 20x 拼车": ["claude-max-20x"],
    "Claude Max $200 plan": ["claude-max-20x"],
    "Claude Max ($100) seat": ["claude-max-5x"],
    "Claude 团队版": ["claude-team"],
    "Gemini Pro 一年学生": ["gemini-pro"],
    "Gemini Pro 18个月": ["gemini-pro"],
    "Gemini Advanced 一年": ["gemini-pro"],
    "Gemini AI Pro 12 months": ["gemini-pro"],
    "Google One AI Premium 2TB": ["gemini-pro"],
    "谷歌AI Pro 会员": ["gemini-pro"],
    "Gemini会员 一年": ["gemini-pro"],
    "Gemini 3 Pro 会员 一年 成品号": ["gemini-pro"],
    "Gemini Pro 学生优惠 12个月": ["gemini-pro"],
    "Google Gemini Advanced + 2TB": ["gemini-pro"],
    "Gemini Ultra 月卡": ["gemini-ultra"],
    "Google AI Ultra 账号": ["gemini-ultra"],
    "SuperGrok 年卡": ["supergrok"],
    "Super Grok 月卡": ["supergrok"],
    "Grok会员 月卡": ["supergrok"],
    "Grok Super 直充": ["supergrok"],
    "Grok 4 Heavy 会员": ["supergrok-heavy"],
    "SuperGrok Heavy 成品": ["supergrok-heavy"],
    "СуперГрок на месяц": ["supergrok"],
    "Cursor pro 年卡": ["cursor-pro"],
    "Cursor Pro 一年 自己号": ["cursor-pro"],
    "Cursor 会员": ["cursor-pro"],
    "Cursor Ultra 成品": ["cursor-ultra"],
    "Cursor Pro+": ["cursor-pro-plus"],
    "cursor pro 账号 500次": ["cursor-pro"],
    "Cursor Pro 7天试用号": ["cursor-pro"],
    "Cursor Business 席位": ["cursor-team"],
    "Perplexity Pro 年": ["perplexity-pro"],
    "Perplexity 会员一年": ["perplexity-pro"],
    "Perplexity Pro 12 Months": ["perplexity-pro"],
    "Perplexity Max": ["perplexity-max"],
    "Kiro power": ["kiro-power"],
    "Kiro Pro+ 账号": ["kiro-pro-plus"],
    "Kiro Pro 成品": ["kiro-pro"],
    "Copilot Pro 一年": ["copilot-pro"],
    "GitHub Copilot Pro+": ["copilot-pro-plus"],
    "Windsurf Pro 月": ["windsurf-pro"],
    "Windsurf 会员": ["windsurf-pro"],
    "Poe 会员 年": ["poe"],
    "Poe Premium 1 month": ["poe"],
    "Midjourney 会员 标准": ["midjourney-plan"],
    "MJ 标准会员": ["midjourney-plan"],
    "Midjourney Standard plan 1 month": ["midjourney-plan"],
    "Midjourney Basic 账号": ["midjourney-plan"],
    "Suno Pro 年": ["suno-pro"],
    "Suno Premier": ["suno-premier"],
    "Manus Pro 会员": ["manus-pro"],
    "Genspark Plus 一年": ["genspark-plus"],
    "Lovable Pro 1 year": ["lovable-pro"],
    "ElevenLabs Creator 1 month": ["elevenlabs-creator"],
    "Runway Unlimited 月": ["runway-unlimited"],
    "Trae Pro 一年": ["trae-pro"],
    "Warp Pro account": ["warp-pro"],
    "Replit Core 1 year": ["replit-core"],
    "Bolt Pro 1 year": ["bolt-pro"],
    "v0 premium": ["v0-premium"],
    "Gamma Pro 1 year": ["gamma-pro"],
    "| ChatGPT Plus | 1 month | $9 |": ["chatgpt-plus"],
    "| GPT Plus 成品 | 25 |": ["chatgpt-plus"],
    "【GPT】【Plus】【月卡】": ["chatgpt-plus"],
    "[GPT-Plus] 月卡": ["chatgpt-plus"],
    "GPT｜Plus｜独享": ["chatgpt-plus"],
    "gpt（plus）成品号": ["chatgpt-plus"],
    "ChatGPT - Plus - 1 Month": ["chatgpt-plus"],
    "🤖 ChatGPT ➜ Plus 1M": ["chatgpt-plus"],
    "ChatGPT 4 Plus account": ["chatgpt-plus"],
    "ChatGPT 5 Plus 独享": ["chatgpt-plus"],
    "GPT5 Plus 会员": ["chatgpt-plus"],
    "GPT-5.5 Plus 月卡": ["chatgpt-plus"],
    "Claude 4 Pro 会员": ["claude-pro"],
    "Claude Opus 4.6 Max 20x 账号": ["claude-max-20x"],
    "ChatGPT plus 4.0 会员": ["chatgpt-plus"],
    "Gemini 2.5 Pro 会员一年": ["gemini-pro"],
    "Claude Code Max 20x 拼车": ["claude-max-20x"],
    "Claude Code Pro 拼车": ["claude-pro"],
    "Codex Plus 月卡": ["chatgpt-plus"],
    "Codex Team 号": ["chatgpt-team"],
    "Gptplus代充": ["chatgpt-plus"],
    "GPTteam 邀请": ["chatgpt-team"],
    "ClaudePro 代充": ["claude-pro"],
    "claudemax 5x 拼车": ["claude-max-5x"],
    "ClaudeMax20x 号": ["claude-max-20x"],
}


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_plan_in_any_spelling(text: str) -> None:
    assert ids(text) == SPELLINGS[text]


LISTS = {
    "ChatGPT:\n- Go 1 month: 5\n- Plus 1 month: 20\nClaude:\n- Pro 1 month: 21\n- Max 5x: 99\n- Max 20x: 190": [
        "chatgpt-go", "chatgpt-plus", "claude-max-20x", "claude-max-5x", "claude-pro",
    ],
    "实测 ChatGPT team帐号，可反代": ["chatgpt-team"],
    "Midjourney 帐号 30 美金套餐": ["midjourney-plan"],
    "Claude Pro / Max 5x / Max 20x 代充": ["claude-max-20x", "claude-max-5x", "claude-pro"],
    "Claude Max 5x/20x 拼车": ["claude-max-20x", "claude-max-5x"],
    "Claude Max 成品, Claude Max 20x 成品": ["claude-max-20x"],
    "ChatGPT Plus/Pro、Claude Max、Grok Super/Heavy 代充": [
        "chatgpt-plus", "chatgpt-pro", "claude-max", "supergrok", "supergrok-heavy",
    ],
    "ChatGPT：Plus 99、Pro 980；Claude：Pro 120": ["chatgpt-plus", "chatgpt-pro", "claude-pro"],
    "【ChatGPT】Plus 一个月 | Team 一个月": ["chatgpt-plus", "chatgpt-team"],
    "| ChatGPT Plus | ¥128 |\n| Claude Max 5x | ¥750 |": ["chatgpt-plus", "claude-max-5x"],
    "ChatGPT 充值 — 官方账号直充（Plus / Pro 100 / Pro 200）": ["chatgpt-plus", "chatgpt-pro"],
    "GPT Business, K12 自动拉": ["chatgpt-edu", "chatgpt-team"],
    "Netflix + ChatGPT Plus": ["chatgpt-plus"],
    "Claude 直充 Pro 188元/月, Max 990元/月": ["claude-max", "claude-pro"],
    "Claude 代充：Pro 188，5x Max 890，20x Max 1690": ["claude-max-20x", "claude-max-5x", "claude-pro"],
    "ChatGPT Plus $12/month, 5x Pro $70": ["chatgpt-plus", "chatgpt-pro"],
    "API 中转, 另售 Claude Max 200 成品号": ["claude-max-20x"],
}  # fmt: skip


@pytest.mark.parametrize("text", LISTS)
def test_lists_of_plans(text: str) -> None:
    assert ids(text) == LISTS[text]


SILENT = [
    "GreenCode Pro 月订阅 ¥41，Max 月订阅 ¥87，Claude Code 专用",
    "BlueHub Max 月卡 ¥188，支持 Claude Code",
    "Claude、Grok、Gemini 会员正规充值",
    "Claude Code 站，团队自养 Max20 号",
    "账号必须是 Free 状态才能充值 ChatGPT",
    "Gấp 10 lần Cursor Pro",
    "Claude Max号池 0.9元/刀",
    "Max 20x 号池 满血 1元=1刀",
    "Plus号池 0.1倍率, Pro号池 0.2倍率",
    "ChatGPT Plus号池 标准套餐",
    "codex pro 分组 0.05",
    "CC Max渠道 1.2x",
    "Claude Max 1.2x, Opus4.8",
    "Claude中转 1元/刀 满血Max 20x 一手资源",
    "Team 号池 Codex",
    "Claude Max 满血 API 0.8/刀",
    "Claude Code 中转 Pro 套餐 99 元/月",
    "Qwen 3.7 Max 接口",
    "gpt-5.1-codex-max",
    "GPT-5.5 Pro 0.3倍率",
    "Gemini 3.1 Pro 按次",
    "Gemini 18 months",
    "Gemini 成品号",
    "Grok 成品号",
    "max tokens 8192",
    "Claude 20x faster",
    "百度网盘 Plus 会员",
    "Duolingo Plus 账号",
    "X Premium 12个月",
    "不是Plus 成品号",
    "非plus账号",
    "开plus专用邮箱",
    "无需 ChatGPT Plus 会员",
    "no ChatGPT Plus needed",
    "alternative to Claude Max",
    "比 Claude Max 便宜",
    "GPT, Claude plus Gemini in one API",
    "Pay for Claude plus get a bonus",
    "our team sells gpt accounts",
    "go buy GPT accounts",
    "free Claude API",
    "支持 Cursor、Copilot、Windsurf",
    "https://plus-shop.example/chatgpt-plus",
    "edgar allan poe",
    "Claude code 650（100刀账户）",
    "Claude API 中转 $20 套餐 100元",
    "Claude 20刀套餐 中转 额度卡 16元",
    "Claude 200刀额度包 66元",
    "| Plan | Basic | Pro | Team |\n|---|---|---|---|\n| Claude requests | 100 | 500 | 2000 |",
    "Autodesk EDU account 1 year",
    "Plus account, 1 month",
    "普通 ChatGPT 账号",
    "Gemini 18 Months link",
    "X Premium+ with Grok",
    "Perplexity 年",
    "Github Copilot 学生 一年",
    "可灵会员 黄金",
    "Augment 账号",
    "You.com Pro 1 year",
    "Grammarly premium",
    "Max号池 claude 0.3x",
    "Plus号池 中转 0.1倍率",
    "Claude Max 渠道 api",
    "GPT Pro分组 0.2倍",
    "gpt-5-pro API",
    "Gemini 3 Pro API",
    "Qwen3 Max API",
    "o1-pro 接口",
    "claude max反代 api 中转",
    "Plus 号池中转 codex",
    "Team 反代 0.05x",
    "不是 Plus 的普通号 GPT",
]


@pytest.mark.parametrize("text", SILENT)
def test_no_plan_is_sold(text: str) -> None:
    assert ids(text) == []


def test_a_plan_implies_its_line_at_its_own_place() -> None:
    text = "plus 官方直充 与 Claude Opus 4.8"
    folded = fold(text)
    sold = plans.mentions(text, folded, models=models.mentions(text, folded))
    (implied,) = plans.implied(sold)
    assert (implied.id, implied.implied, implied.span) == ("gpt", True, sold[0].span)
    assert lines(text) == ["claude-opus-4.8", "gpt"]


IMPLIED = {
    "plus会员 直充": ["gpt"],
    "Max20x 车位": ["claude"],
    "Google AI Pro 一年": ["gemini"],
    "Grok Heavy 账号": ["grok"],
    "Cursor Pro 一年": [],
    "Perplexity Pro 一年": [],
}


@pytest.mark.parametrize("text", IMPLIED)
def test_the_models_of_a_plan(text: str) -> None:
    assert lines(text) == IMPLIED[text]


def test_the_words_of_a_plan_hold_product_tier_and_size() -> None:
    text = "出售：ChatGPT Plus 与 Claude Max 20x 成品号"
    folded = fold(text)
    sold = plans.mentions(text, folded, models=models.mentions(text, folded))
    assert [plan.raw_name for plan in sold] == ["ChatGPT Plus", "Claude Max 20x"]
    assert [text[plan.span.start : plan.span.end] for plan in sold] == [plan.raw_name for plan in sold]


def rows() -> list[dict[str, Any]]:
    texts = dict(PACKAGED.layers)
    return list(parse("plans.toml", texts["plans.toml"])["brand"])


SAYS = [(text, wanted) for row in rows() for text, wanted in row.get("says", {}).items()]
QUIET = [text for row in rows() for text in row.get("silent", ())]


@pytest.mark.parametrize(("text", "wanted"), SAYS, ids=[text for text, _ in SAYS])
def test_the_table_says_what_its_examples_say(text: str, wanted: list[str]) -> None:
    assert ids(text) == sorted(wanted)


@pytest.mark.parametrize("text", QUIET)
def test_the_table_is_silent_on_its_counterexamples(text: str) -> None:
    assert ids(text) == []


def test_a_new_product_is_words_only() -> None:
    own = '[[brand]]\nid = "lumo"\nnames = ["lumo"]\ntiers = { pro = "lumo-pro" }\n'
    words = PACKAGED.overlay({"plans.toml": own})
    text = "Lumo Pro 一年 成品号"
    assert [plan.id for plan in plans.mentions(text, fold(text), words)] == ["lumo-pro"]


HOSTILE = ["plus " * 4000, "gpt plus " * 2000, "max 20x/" * 3000, "会员" * 9000, "pro|" * 6000, "\ud800plus号" * 900]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:8]))
def test_a_hostile_text_never_raises(text: str) -> None:
    assert isinstance(ids(text), list)
