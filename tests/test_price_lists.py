"""Prices that stand in lists: for as many names, for lengths of time, for counts, in money that is said once."""

from __future__ import annotations

import pytest

from tests.test_price_forms import Row, check, rows

MAPPED: list[Row] = [
    ("zh", "GPT Plus/Team/Go 分别 65 / 20 / 18",
     "65 CNY account chatgpt-plus; 20 CNY account chatgpt-team; 18 CNY account chatgpt-go"),
    ("zh", "GPT Plus/Team 65/20元", "65 CNY account chatgpt-plus; 20 CNY account chatgpt-team"),
    ("zh", "GPT Plus 和 Claude Pro 分别 120 和 145", "120 CNY account chatgpt-plus; 145 CNY account claude-pro"),
    ("zh", "Claude Pro/Max5x/Max20x 月卡 145/720/1420",
     "145 CNY month claude-pro; 720 CNY month claude-max-5x; 1420 CNY month claude-max-20x"),
    ("en", "ChatGPT Plus / Claude Pro: $9 / $12", "9 USD account chatgpt-plus; 12 USD account claude-pro"),
    ("zh", "Claude Opus/Sonnet 4.6/4.5 中转", ""),
    ("zh", "GPT Plus 120、Pro 1180、Team 车位 25",
     "120 CNY account chatgpt-plus; 1180 CNY account chatgpt-pro; 25 CNY account chatgpt-team"),
    ("zh", "GPT Team 合租，车位：25", ""),
]  # fmt: skip
TIMES: list[Row] = [
    ("zh", "聊天镜像 GPT 月 29 / 季 79 / 年 269", "29 CNY month gpt; 79 CNY quarter gpt; 269 CNY year gpt"),
    ("zh", "GPT 镜像 29/月 79/季 269/年", "29 CNY month gpt; 79 CNY quarter gpt; 269 CNY year gpt"),
    ("zh", "GPT 镜像 1个月套餐 35元 / 3个月套餐 90元 / 年套餐 300元",
     "35 CNY month gpt; 90 CNY quarter gpt; 300 CNY year gpt"),
    ("ja", "GPT 使い放題 1ヶ月プラン 980円 / 3ヶ月プラン 2,680円 / 年間プラン 9,800円",
     "980 JPY month gpt; 2680 JPY quarter gpt; 9800 JPY year gpt"),
    ("en", "ChatGPT Plus 1 month plan $5 / 3 months plan $13 / 1 year plan $45",
     "5 USD month chatgpt-plus; 13 USD quarter chatgpt-plus; 45 USD year chatgpt-plus"),
    ("ru", "Suno Pro месяц 490₽ год 3900₽", "490 RUB month suno-pro; 3900 RUB year suno-pro"),
    ("zh", "GPT Team 车位 月付 28 季付 79", "28 CNY month chatgpt-team; 79 CNY quarter chatgpt-team"),
    ("zh", "GPT、Claude 会员一年 269，支持 gpt claude gemini", "269 CNY year"),
    ("en", "SuperGrok 1M $7 | 3M $18 | 12M $60",
     "7 USD month supergrok; 18 USD quarter supergrok; 60 USD year supergrok"),
    ("en", "ChatGPT Plus $8/m shared $4/m", "8 USD month chatgpt-plus; 4 USD month chatgpt-plus"),
    ("ru", "Claude Pro — месяц 1 990 ₽, год 18 900 ₽", "1990 RUB month claude-pro; 18900 RUB year claude-pro"),
    ("ru", "ChatGPT Plus от 1 200 до 1 500 руб/мес", "1200 RUB month chatgpt-plus; 1500 RUB month chatgpt-plus"),
    ("zh", "Codex 月卡 59 周限额 200 刀", "59 CNY month gpt"),
    ("zh", "Claude Code 月卡 150 日限 30 刀", "150 CNY month claude"),
    ("zh", "Claude Code 套餐：Lite 49/月 Pro 149/月 Max 399/月",
     "49 CNY month claude; 149 CNY month claude; 399 CNY month claude"),
]  # fmt: skip
SPOKEN: list[Row] = [
    ("zh", "GPT plus 一百二一个月", "120 CNY month chatgpt-plus"),
    ("zh", "Plus 会员 GPT，一百一个月 三个月二百八", "100 CNY month chatgpt-plus; 280 CNY quarter chatgpt-plus"),
    ("zh", "claude max5 七百五，max20 一千四", "750 CNY account claude-max-5x; 1400 CNY account claude-max-20x"),
    ("zh", "claude pro 一百四十五出", "145 CNY account claude-pro"),
    ("zh", "GPT plus代充，一百二十人都在用，第二十五期", ""),
    ("ko", "ChatGPT Plus 공유 월 6천원", "6000 KRW month chatgpt-plus"),
    ("ko", "클로드 맥스 5x 12만원", "120000 KRW account claude-max-5x"),
]
SAID_ONCE: list[Row] = [
    ("en", "(USD) ChatGPT Plus 8, Claude Pro 12", "8 USD account chatgpt-plus; 12 USD account claude-pro"),
    ("en", "ChatGPT Plus - 8\nClaude Pro - 12\nAll prices in USD",
     "8 USD account chatgpt-plus; 12 USD account claude-pro"),
    ("pt", "GPT Plus 20, Claude Pro 45 (valores em reais)", "20 BRL account chatgpt-plus; 45 BRL account claude-pro"),
    ("zh", "GPT Plus 8、Claude Pro 12（单位：美元）", "8 USD account chatgpt-plus; 12 USD account claude-pro"),
    ("zh", "单位：元\nGPT Plus 130\nClaude Pro 150", "130 CNY account chatgpt-plus; 150 CNY account claude-pro"),
    ("en", "ChatGPT Plus 8, Claude Pro 12", ""),
]  # fmt: skip
COUNTS: list[Row] = [
    ("pt", "1 unidade R$ 20, 5 unidades R$ 90, ChatGPT Plus",
     "20 BRL account chatgpt-plus; 18 BRL account chatgpt-plus"),
    ("ru", "Аккаунты ChatGPT: 1 шт — 45 руб, 10 шт — 400 руб", "45 RUB account gpt; 40 RUB account gpt"),
    ("es", "Claude Pro perfil 4 USDT, desde 10 cuentas 3 USDT c/u",
     "4 USDT account claude-pro; 3 USDT account claude-pro"),
    ("en", "45k credits = $22, Kling account", "22 USD account kling"),
    ("en", "Claude relay: 100 points = $1", ""),
    ("zh", "Claude API 余额 100 刀 现 30 出", "0.3 CNY usd_credit claude"),
    ("zh", "1刀低至0.25元 Claude Opus 4.6", "0.25 CNY usd_credit claude-opus-4.6"),
    ("zh", "GPT PLUS：正价卡充：138；ios 内购：112", "138 CNY account chatgpt-plus; 112 CNY account chatgpt-plus"),
    ("en", "Sonnet 4.6: $0.9 input $4.5 output $0.09 cached per million tokens",
     "0.9 USD mtok_input claude-sonnet-4.6; 4.5 USD mtok_output claude-sonnet-4.6; "
     "0.09 USD mtok_cache_read claude-sonnet-4.6"),
    ("ru", "API OpenAI, баланс: 10$ — 750 руб, 50$ — 3500 руб", "75 RUB usd_credit; 70 RUB usd_credit"),
]  # fmt: skip
NO_PRICES: list[Row] = [
    ("zh", "GPT Plus 从 150 降到 128", "128 CNY account chatgpt-plus"),
    ("zh", "Claude 账号 注册邮箱+密码 12r", "12 CNY account claude"),
    ("ru", "Дарим 50 ₽ на баланс при регистрации, Claude API", ""),
    ("ru", "Промокод на 100 руб, ChatGPT Plus", ""),
    ("en", "Get $10 for each friend you bring, Claude API relay", ""),
    ("en", "Save $11 vs official! ChatGPT Plus only $9", "9 USD account chatgpt-plus"),
    ("ja", "新規登録で500円分プレゼント、Claude API中継", ""),
    ("ko", "가입 시 3,000원 적립금, Claude API", ""),
    ("tr", "Resmi fiyatın %40'ı, Claude API", "40 - percent claude"),
    ("zh", "GPT Plus 一年 1200，平均每月 100", "1200 CNY year chatgpt-plus"),
    ("zh", "Claude 中转站，500 元以上 9 折", ""),
    ("ru", "ChatGPT Plus 20$ (официальная цена), у нас 1490₽", "1490 RUB account chatgpt-plus"),
    ("ru", "ChatGPT Plus 1600₽ + комиссия площадки 5%", "1600 RUB account chatgpt-plus"),
    ("ru", "Штраф 500 ₽ за смену пароля. ChatGPT Plus 199 ₽", "199 RUB account chatgpt-plus"),
    ("ru", "API GPT дешевле официальных цен в 5 раз", "20 - percent gpt"),
    ("en", "Regular price: $20. Sale price: $12.50. ChatGPT Plus", "12.5 USD account chatgpt-plus"),
    ("en", "ChatGPT Plus, refunds not below $5", ""),
    ("tr", "%50 indirimli Claude API", "50 - percent claude"),
]


@pytest.mark.parametrize(
    ("language", "text", "facts"), rows([*MAPPED, *TIMES, *SPOKEN, *SAID_ONCE, *COUNTS, *NO_PRICES])
)
def test_prices_in_lists(language: str, text: str, facts: str) -> None:
    check(language, text, facts)
