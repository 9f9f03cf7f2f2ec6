"""Packs of credit: what a dollar of it costs, where the dollars are named elsewhere, and where they are none."""

from __future__ import annotations

import pytest

from tests.test_price_forms import Row, check, rows

STATED: list[Row] = [
    ("en", "Claude gateway (1 credit = $1)\nMini – 20 credits – $13\nMaxi – 80 credits – $48",
     "0.65 USD usd_credit claude; 0.6 USD usd_credit claude"),
    ("en", "1 point equals 1 USD\n40 points: $12\n90 points: $18\nClaude relay",
     "0.3 USD usd_credit; 0.2 USD usd_credit"),
    ("zh", "Claude 中转，额度以美元计\n¥12 → 20\n¥54 → 100", "0.6 CNY usd_credit claude; 0.54 CNY usd_credit claude"),
    ("zh", "Claude 加油包（单位：美元）额度（美元）\n40 额度 36 元\n90 额度 72 元",
     "0.9 CNY usd_credit claude; 0.8 CNY usd_credit claude"),
    ("zh", "Claude 中转，积分与美元 1:1\n40 积分 ￥24\n90 积分 ￥45",
     "0.6 CNY usd_credit claude; 0.5 CNY usd_credit claude"),
    ("zh", "Claude 中转 1点=1美元\n20点 16元\n60点 45元", "0.8 CNY usd_credit claude; 0.75 CNY usd_credit claude"),
    ("zh", "Claude 中转（人民币 → 美元）\n20 → 40\n90 → 200", "0.5 CNY usd_credit claude; 0.45 CNY usd_credit claude"),
    ("zh", "Claude 中轉，額度為美元\nNT$180 得 20\nNT$800 得 100", "9 TWD usd_credit claude; 8 TWD usd_credit claude"),
    ("ru", "API Claude. 1 кредит = 1 $\n20 кредитов — 1 300 ₽\n90 кредитов — 5 400 ₽",
     "65 RUB usd_credit claude; 60 RUB usd_credit claude"),
]  # fmt: skip
LISTED: list[Row] = [
    ("en", "Claude top-ups: $20 → $25, $60 → $80, $90 → $125",
     "0.8 USD usd_credit claude; 0.75 USD usd_credit claude; 0.72 USD usd_credit claude"),
    ("en", "Claude balance\n$20 — get $25\n$60 — get $80", "0.8 USD usd_credit claude; 0.75 USD usd_credit claude"),
    ("vi", "Nạp Claude API\n60k nhận 8$\n300k nhận 48$", "7500 VND usd_credit claude; 6250 VND usd_credit claude"),
    ("zh", "| 档 | 支付 | 到账 | 有效期 |\n|-|-|-|-|\n| 甲 | 12元 | $20 | 30天 |\n| 乙 | 45元 | $90 | 永久 |\nClaude",
     "0.6 CNY usd_credit; 0.5 CNY usd_credit"),
    ("zh", "| 档 | 价格 | 额度 |\n|---|---|---|\n| 月卡 | 99元 | $200 |\n\nClaude 中转", "99 CNY month claude"),
    ("en", "Claude and GPT chat\nHobby $7/mo – 1,500 credits\nTeam $70/mo – 20,000 credits",
     "7 USD month; 70 USD month"),
]  # fmt: skip
AGAIN: list[Row] = [
    ("pt", "Claude API: US$ 20 de crédito por R$ 60,00\nR$ 57,00 no Pix",
     "3 BRL usd_credit claude; 2.85 BRL usd_credit claude"),
    ("pt", "Claude API\nUS$ 50 em créditos\nPreço: US$ 20 (R$ 110,00)",
     "0.4 USD usd_credit claude; 2.2 BRL usd_credit claude"),
    ("pt", "API OpenAI, saldo de US$ 100\nUS$ 30,00\nR$ 165,00", "0.3 USD usd_credit; 1.65 BRL usd_credit"),
    ("pt", "Claude API: US$ 20 de crédito por R$ 60,00\nVocê economiza R$ 40,00", "3 BRL usd_credit claude"),
    ("pt", "Claude API. US$ 1 = R$ 3,00. Revendedores: R$ 2,50", "3 BRL usd_credit claude; 2.5 BRL usd_credit claude"),
    ("zh", "Claude API 普通用户 0.5元=1刀，代理 0.4元", "0.5 CNY usd_credit claude; 0.4 CNY usd_credit claude"),
    ("zh", "Claude 1元=1刀，成品号 2元一个", "1 CNY usd_credit claude; 2 CNY account claude"),
    ("zh", "Codex 20刀额度 9.9元，拼车 12元/月", "0.495 CNY usd_credit gpt; 12 CNY month gpt"),
    ("ru", "Баланс Claude по 45 руб за доллар, оптом 38 руб", "45 RUB usd_credit claude; 38 RUB usd_credit claude"),
    ("en", "Claude API key with $100 balance\n$30.00\nR$165", "0.3 USD usd_credit claude; 1.65 BRL usd_credit claude"),
]  # fmt: skip
LISTED += [
    ("zh", "额度码 5刀 4元 / 20刀 15元 / 50刀 36元，Claude",
     "0.8 CNY usd_credit claude; 0.75 CNY usd_credit claude; 0.72 CNY usd_credit claude"),
    ("zh", "Claude 中转，价目（支付：人民币，到账：美元）\n39 → 60\n480 → 800",
     "0.65 CNY usd_credit claude; 0.6 CNY usd_credit claude"),
    ("en", "Claude bundles\nA — ¥45 — $60 of usage\nB — ¥180 — $250 of usage\n",
     "0.75 CNY usd_credit claude; 0.72 CNY usd_credit claude"),
    ("zh", "| 充值（元） | 实得（刀） |\n|---|---|\n| 30 | 50 |\n| 90 | 180 |\n\nClaude 中转",
     "0.6 CNY usd_credit; 0.5 CNY usd_credit"),
    ("zh", "| 档 | 支付宝 | USDT | 额度 |\n|---|---|---|---|\n| 1 | ¥70 | 10U | $100 |\n\nClaude 中转",
     "0.7 CNY usd_credit; 0.1 USDT usd_credit"),
    ("zh", "| 儲值金額 | 獲得美元額度 |\n|---|---|\n| NT$300 | 30 |\n| NT$1,000 | 125 |\n\nClaude",
     "10 TWD usd_credit; 8 TWD usd_credit"),
    ("en", "| Pack | Credits | Price | Per credit |\n|---|---|---|---|\n| S | 100 | $5 | $0.05 |\n\nClaude chat",
     "5 USD account claude"),
    ("zh", "7天体验：19元 40刀；30天畅用：79元 200刀，codex", "19 CNY week gpt; 79 CNY month gpt"),
    ("en", "Image packs — 50 images $4, 250 images $17. Nano Banana Pro API",
     "4 USD account nano-banana-pro; 17 USD account nano-banana-pro"),
]  # fmt: skip
LISTED += [
    ("zh", "| 商品 | 售价 |\n|---|---|\n| 30刀余额码 | 21 |\n| 100刀余额码 | 66 |\n\ncodex",
     "0.7 CNY usd_credit; 0.66 CNY usd_credit"),
    ("zh", "| 价格 | 额度 | 单价 |\n|---|---|---|\n| ¥18 | $20 | 0.9 |\n\ncodex", "0.9 CNY usd_credit"),
    ("zh", "Claude 额度（额度单位：美元）\n小 ￥9 ｜ 10\n大 ￥42 ｜ 50",
     "0.9 CNY usd_credit claude; 0.84 CNY usd_credit claude"),
    ("en", "Day pass ¥6 / $15 usage, month pass ¥120 / $400 usage (Claude Code)",
     "6 CNY day claude; 120 CNY month claude"),
    ("zh", "GPT-5.4 站：包年 299 元；加油包 10 元 200 次", "299 CNY year gpt-5.4; 10 CNY account gpt-5.4"),
    ("vi", "Claude Code: Ngày: 15k (10$), Tháng: 280k (300$)", "15000 VND day claude; 280000 VND month claude"),
]  # fmt: skip
SILENT: list[Row] = [
    ("zh", "Claude 中转，1积分=1元\n100 积分 ￥90\n500 积分 ￥400", "90 CNY account claude; 400 CNY account claude"),
    ("zh", "Claude 对话，积分充值\n100 积分 ￥9\n500 积分 ￥40", "9 CNY account claude; 40 CNY account claude"),
    ("en", "Claude chat, 100 credits = $1\n500 credits – $4", "4 USD account claude"),
    ("zh", "Claude 中转，余额以美元计，1元=1刀，每次对话 10 积分", "1 CNY usd_credit claude"),
    ("en", "Claude Pro went from $17 → $20", "20 USD account claude-pro"),
    ("zh", "Claude 月卡 ¥99，额度以美元计，每天 30", "99 CNY month claude"),
    ("zh", "Claude 中转，余额（美元）可查，月卡 ¥60，赠 5 次", "60 CNY month claude"),
]  # fmt: skip
SAID_ONCE: list[Row] = [
    ("en", "Shared seats, monthly: ChatGPT Plus $6, Claude Pro $9",
     "6 USD month chatgpt-plus; 9 USD month claude-pro"),
    ("en", "Prices per month — Plus: $7 · Pro: $60 (ChatGPT)", "7 USD month chatgpt-plus; 60 USD month chatgpt-pro"),
    ("zh", "生图接口：gpt-image-2 0.03，nano-banana-2 0.12（元/张）",
     "0.03 CNY image gpt-image-2; 0.12 CNY image nano-banana-2"),
    ("ru", "Gemini Ultra 6 500 ₽", "6500 RUB account gemini-ultra"),
    ("zh", "Claude（官转）1.8 元/$　Claude（Kiro）0.35 元/$　GPT（Codex 池）0.1 元/$",
     "1.8 CNY usd_credit claude; 0.35 CNY usd_credit claude; 0.1 CNY usd_credit gpt"),
    ("zh", "【Claude】官转 1.5元/刀、逆向 0.3元/刀\n【GPT】官转 1元/刀",
     "1.5 CNY usd_credit claude; 0.3 CNY usd_credit claude; 1 CNY usd_credit gpt"),
    ("zh", "Claude 分组：Opus 0.5 元/刀，Sonnet 0.3 元/刀",
     "0.5 CNY usd_credit claude-opus; 0.3 CNY usd_credit claude-sonnet"),
    ("zh", "Grok SuperGrok\n¥95/月\n立即开通", "95 CNY month supergrok"),
    ("zh", "接口：sora-2 每条 0.35，kling-2.6 每条 1.5（元）", "0.35 CNY video sora-2; 1.5 CNY video kling-2.6"),
    ("zh", "LLM 接口转售：旗舰 0.9、主力 0.4（元/刀）", "0.9 CNY usd_credit; 0.4 CNY usd_credit"),
    ("ja", "ChatGPT Plus 手数料込み月3,480円", "3480 JPY month chatgpt-plus"),
    ("zh", "Claude：Pro ¥139｜Max 5x ¥699（月）", "139 CNY month claude-pro; 699 CNY month claude-max-5x"),
    ("zh", "ChatGPT Plus 代购 NT$690、Claude Pro NT$720，皆為一個月",
     "690 TWD month chatgpt-plus; 720 TWD month claude-pro"),
    ("ru", "ChatGPT Plus 1 700 ₽, Claude Max 5x 9 900 ₽. Срок — 1 месяц",
     "1700 RUB month chatgpt-plus; 9900 RUB month claude-max-5x"),
    ("ru", "Ставки за 1 $: Claude — 55 ₽, GPT — 20 ₽", "55 RUB usd_credit claude; 20 RUB usd_credit gpt"),
    ("ru", "Claude без VPN! Тариф «Максимум» 1 200 ₽/мес", "1200 RUB month claude"),
    ("zh", "GPT-5.4：输入 2 / 输出 12；单位 元/百万 token", "2 CNY mtok_input gpt-5.4; 12 CNY mtok_output gpt-5.4"),
    ("ja", "Claude API 公式の半額", "50 - percent claude"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "facts"), rows([*STATED, *AGAIN, *LISTED, *SILENT, *SAID_ONCE]))
def test_packs_of_credit(language: str, text: str, facts: str) -> None:
    check(language, text, facts)
