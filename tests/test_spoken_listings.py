"""Short Chinese posts in the market's own shorthand: prices without money, rates in lists, packs, what was changed."""

from __future__ import annotations

import pytest

from tests.test_price_forms import Row, check, rows

BARE: list[Row] = [
    ("zh", "ChatGPT Plus 代充 9.9拿下", "9.9 CNY account chatgpt-plus"),
    ("zh", "Claude Pro 账号 110不包售后", "110 CNY account claude-pro"),
    ("zh", "ChatGPT Plus一个月118全程质保", "118 CNY month chatgpt-plus"),
    ("zh", "出 Claude Max 5x 剩余20天 350出", "350 CNY account claude-max-5x"),
    ("zh", "GPT Plus 车位 每月25每人", "25 CNY month chatgpt-plus"),
    ("zh", "ChatGPT Plus 原价168 现在118", "118 CNY account chatgpt-plus"),
    ("zh", "ChatGPT Plus 别家150 我家118", "118 CNY account chatgpt-plus"),
    ("zh", "ChatGPT Plus 直充 从150降到118了", "118 CNY account chatgpt-plus"),
    ("zh", "Gemini 家庭组 拉人 5块一位", "5 CNY account gemini"),
    (
        "zh",
        "Claude Code 月卡 129 周卡39 日卡9.9",
        "129 CNY month claude; 39 CNY week claude; 9.9 CNY day claude",
    ),
    ("zh", "Codex 天卡 5 周卡 25 月卡 80", "5 CNY day gpt; 25 CNY week gpt; 80 CNY month gpt"),
    (
        "zh",
        "GPT Plus 月付99 季付280 年付1000",
        "99 CNY month chatgpt-plus; 280 CNY quarter chatgpt-plus; 1000 CNY year chatgpt-plus",
    ),
    ("zh", "GPT Plus 30 天卡 25元", "25 CNY month chatgpt-plus"),
    ("zh", "Claude Code月卡129周卡39日卡9.9", "129 CNY month claude; 39 CNY week claude; 9.9 CNY day claude"),
    ("zh", "GPT 镜像 包月 19.9，包年 168，永久 388", "19.9 CNY month gpt; 168 CNY year gpt; 388 CNY lifetime gpt"),
    ("zh", "ChatGPT Plus原价168现在118", "118 CNY account chatgpt-plus"),
    ("zh", "出 Claude Pro，原价145买的，现在70出，可小刀", "70 CNY account claude-pro"),
    ("zh", "Cursor Pro 一年 成品号，实付 85 包质保", "85 CNY year cursor-pro"),
    ("zh", "claude max 20x 拼车\n一人 360\n发车时间 11.20", "360 CNY account claude-max-20x"),
    ("zh", "Windsurf Pro 首月号 8 块 5", "8.5 CNY month windsurf-pro"),
    ("zh", "GPT 镜像站会员 月卡25 无限对话", "25 CNY month gpt"),
    ("zh", "poe 会员 独享一年 680 共享一年 98", "680 CNY year poe; 98 CNY year poe"),
    ("zh", "GPT Plus 一个月 3 台设备 25元", "25 CNY month chatgpt-plus"),
    (
        "zh",
        "GPT Plus 独享 99，合租 35（4 人），镜像 15",
        "99 CNY account chatgpt-plus; 35 CNY account chatgpt-plus; 15 CNY account chatgpt-plus",
    ),
    ("zh", "Claude Pro 新号 160，老号续费 145", "160 CNY account claude-pro; 145 CNY account claude-pro"),
    ("zh", "Gemini Pro 家庭组 30 半年 50 一年", "30 CNY half_year gemini-pro; 50 CNY year gemini-pro"),
    ("zh", "GPT Team 车位 12 元，11 月 30 日到期", "12 CNY account chatgpt-team"),
    ("zh", "便宜 GPT Plus：日抛 1.5，月抛 15", "1.5 CNY day chatgpt-plus; 15 CNY month chatgpt-plus"),
    ("zh", "Claude 聚合站会员：月 39 季 99 年 299", "39 CNY month claude; 99 CNY quarter claude; 299 CNY year claude"),
    ("zh", "成品 GPT Plus（iOS 土区），22 到手不刀", "22 CNY account chatgpt-plus"),
    ("zh", "包年 Gemini 家庭组 45，质保全年", "45 CNY year gemini"),
    (
        "zh",
        "ChatGPT Pro：两人拼 620，三人拼 420，四人拼 320",
        "620 CNY account chatgpt-pro; 420 CNY account chatgpt-pro; 320 CNY account chatgpt-pro",
    ),
    ("zh", "Claude 会员 上车价 68 一位", "68 CNY account claude-pro"),
    ("zh", "GPT Plus 98 欢迎来撩", "98 CNY account chatgpt-plus"),
    ("zh", "GPT Plus 百元以内，98 搞定", "98 CNY account chatgpt-plus"),
    ("zh", "货源：GPT Team 母号 25，子号 4.5", "25 CNY account chatgpt-team; 4.5 CNY account chatgpt-team"),
    (
        "zh",
        "AI 站：¥19.9/月 基础版（GPT-5.5 每天 50 次），¥49.9/月 高级版（含 Claude Opus）",
        "19.9 CNY month; 49.9 CNY month",
    ),
]
RATES: list[Row] = [
    ("zh", "claude 中转站，充值一比一", "1 CNY usd_credit claude"),
    ("zh", "claude 中转站，一比一充值", "1 CNY usd_credit claude"),
    ("zh", "claude 镜像站，一比一还原官网", ""),
    (
        "zh",
        "【中转】1R 一刀，az 0.6R，claude 0.8R",
        "1 CNY usd_credit; 0.6 CNY usd_credit; 0.8 CNY usd_credit claude",
    ),
    ("zh", "Claude中转，默认组 0.5元/刀，max组 1.2元", "0.5 CNY usd_credit claude; 1.2 CNY usd_credit claude"),
    ("zh", "1元=1刀，claude 分组 0.3倍率 中转", "1 CNY usd_credit; 0.3 - multiplier claude"),
    ("zh", "某中转 0.2倍率 1R 一刀 支持claude", "0.2 - multiplier claude; 1 CNY usd_credit claude"),
    ("zh", "纯max号池 0.65倍率 200K 有缓存 claude code 中转", "0.65 - multiplier claude"),
    ("zh", "claude 中转 倍率 2→2.5", "2.5 - multiplier claude"),
    ("zh", "claude中转 倍率从0.8降到0.5", "0.5 - multiplier claude"),
    ("zh", "claude 中转 0.8倍率降到0.5倍率", "0.5 - multiplier claude"),
    ("zh", "claude 中转 倍率由 1 调整为 0.7", "0.7 - multiplier claude"),
    ("zh", "claude中转 分组1 倍率 0.3", "0.3 - multiplier claude"),
    ("zh", "claude 中转 补全倍率 5，分组倍率 0.3", "0.3 - multiplier claude"),
    ("zh", "claude中转 0.7x倍率，收0.2x的服务费", "0.7 - multiplier claude"),
    (
        "zh",
        "中转：default 1x、codex 0.1x、claude 0.8x",
        "1 - multiplier; 0.1 - multiplier gpt; 0.8 - multiplier claude",
    ),
    ("zh", "中转分组：默认 1x，codex 0.1x，kiro 0.3x", "1 - multiplier; 0.1 - multiplier gpt; 0.3 - multiplier"),
    (
        "zh",
        "claude中转：kiro 0.3x，max 0.8x，aws 1.2x",
        "0.3 - multiplier claude; 0.8 - multiplier claude; 1.2 - multiplier claude",
    ),
    ("zh", "gpt claude全部0.05折", "0.5 - percent gpt; 0.5 - percent claude"),
    ("zh", "gpt和claude 都是官方1折", "10 - percent gpt; 10 - percent claude"),
    ("zh", "Claude GPT Gemini 中转 一折", "10 - percent"),
    (
        "zh",
        "中转：gpt 0.3R 一刀\nclaude 0.8R\ngemini 0.5R",
        "0.3 CNY usd_credit gpt; 0.8 CNY usd_credit claude; 0.5 CNY usd_credit gemini",
    ),
    ("zh", "中转：GPT 0.1元/刀 ✅ Claude 1.2元", "0.1 CNY usd_credit gpt; 1.2 CNY usd_credit claude"),
    ("zh", "中转：GPT 0.1元/刀\nClaude 普号售后 1.2元", "0.1 CNY usd_credit gpt; 1.2 CNY account claude"),
    ("zh", "Codex 中转，1 毛 5 一刀", "0.15 CNY usd_credit gpt"),
    (
        "zh",
        "企业级 gpt6 倍率低至 0.24， codex pro 0.2，国模 0.18， Grok 0.19，更有高缓存",
        "0.24 - multiplier gpt-6; 0.2 - multiplier gpt; 0.18 - multiplier; 0.19 - multiplier grok",
    ),
    ("zh", "中转 gpt 0.3R 一刀，claude 0.8", "0.3 CNY usd_credit gpt; 0.8 CNY usd_credit claude"),
    ("zh", "claude 中转 倍率 0.5，缓存 0.1，支持 3 并发", "0.5 - multiplier claude"),
    ("zh", "gpt 中转 0.2元一刀，支持 claude 2 个版本", "0.2 CNY usd_credit gpt"),
    ("zh", "转让余额，原本 0.3 一刀充的，现在 0.2 一刀出，claude 可用", "0.2 CNY usd_credit claude"),
    ("zh", "claude 中转 之前 0.5 倍率，现在 0.3 倍率", "0.3 - multiplier claude"),
    (
        "zh",
        "充 100 到账 200 刀 claude 0.5 倍率 codex 0.1 倍率",
        "0.5 CNY usd_credit; 0.5 - multiplier claude; 0.1 - multiplier gpt",
    ),
    ("zh", "Claude 中转，原价 1.2r/刀，活动价 0.9r/刀", "0.9 CNY usd_credit claude"),
    ("zh", "Claude 官 key 直供：6.2 元兑 1 美元，批量 5.9", "6.2 CNY usd_credit claude; 5.9 CNY usd_credit claude"),
    ("zh", "全系 Claude，1 元 ≈ 官方 3 美元用量", "0.3333 CNY usd_credit claude"),
    (
        "zh",
        "中转 API 分组：cc-max 0.9、codex 0.08、gemini 0.2，充值 1 元 1 刀",
        "0.9 - multiplier claude; 0.08 - multiplier gpt; 0.2 - multiplier gemini; 1 CNY usd_credit",
    ),
    (
        "zh",
        "claude-max 倍率1.40x max号池\ncodex-pro 0.30x pro池\n充值 1:1",
        "1.4 - multiplier claude; 0.3 - multiplier gpt; 1 CNY usd_credit",
    ),
    (
        "zh",
        "中转 claude 1.2 / gpt 0.2 / gemini 0.4（元每刀）",
        "1.2 CNY usd_credit claude; 0.2 CNY usd_credit gpt; 0.4 CNY usd_credit gemini",
    ),
    ("zh", "codex 中转 plus池 0.07 / pro池 0.15，单位 R/刀", "0.07 CNY usd_credit gpt; 0.15 CNY usd_credit gpt"),
    ("zh", "Claude 中转 3毛5/刀", "0.35 CNY usd_credit claude"),
    ("zh", "claude api 原价的一折", "10 - percent claude"),
    ("zh", "低价 GPT API：4o 0.05/千字", ""),
    ("zh", "成本屠夫：综合倍率低至 0.03x，成本仅为官方的 千分之3.5", "0.03 - multiplier; 0.35 - percent"),
    ("zh", "https://relay.example/x，sora2视频只要0.066元", "0.066 CNY video sora-2"),
    (
        "zh",
        "中转 codex 0.08 倍率 claude 0.6 倍率 充值 1:1",
        "0.08 - multiplier gpt; 0.6 - multiplier claude; 1 CNY usd_credit",
    ),
    ("zh", "聚合中转，1 RMB = 2 USD，量大可到 1:3", "0.5 CNY usd_credit; 0.3333 CNY usd_credit"),
    ("zh", "纯 max 号池 0.65 倍率 200K 有缓存 claude code 中转", "0.65 - multiplier claude"),
    ("zh", "claude 中转 倍率：2→2.5", "2.5 - multiplier claude"),
    ("zh", "Claude 中转 10元→12元额度", "10 CNY account claude"),
    ("zh", "Claude 中转 充10元得12元额度", "10 CNY account claude"),
]
TOKENS: list[Row] = [
    (
        "zh",
        "Claude opus 官方价 5/25，本站 1/5（元/百万）",
        "1 CNY mtok_input claude-opus; 5 CNY mtok_output claude-opus",
    ),
    (
        "zh",
        "Opus 4.6 官网：$5/$25 每百万 token，我们：¥3/¥15",
        "3 CNY mtok_input claude-opus-4.6; 15 CNY mtok_output claude-opus-4.6",
    ),
    ("zh", "gpt-5.5 1元/6元（入/出）", "1 CNY mtok_input gpt-5.5; 6 CNY mtok_output gpt-5.5"),
    ("zh", "Claude 中转 官方价 1/3", "33.333 - percent claude"),
    (
        "zh",
        "GPT-4 Input：$0.02 / 1K tokens Output：$0.04 / 1K tokens",
        "20 USD mtok_input gpt-4; 40 USD mtok_output gpt-4",
    ),
    (
        "zh",
        "claude-opus-4-8 ¥3.5/M 输入 ¥17.5/M 输出，缓存读 ¥0.35/M",
        "3.5 CNY mtok_input claude-opus-4.8; 17.5 CNY mtok_output claude-opus-4.8; "
        "0.35 CNY mtok_cache_read claude-opus-4.8",
    ),
    (
        "en",
        "opus 4.6: $3/M in, $15/M out, cached $0.3/M",
        "3 USD mtok_input claude-opus-4.6; 15 USD mtok_output claude-opus-4.6; 0.3 USD mtok_cache_read claude-opus-4.6",
    ),
]
PACKS: list[Row] = [
    ("zh", "GPT Plus 成品号 1个30 5个140", "30 CNY account chatgpt-plus; 28 CNY account chatgpt-plus"),
    ("zh", "GPT Plus 成品号 1个30元，5个140元", "30 CNY account chatgpt-plus; 28 CNY account chatgpt-plus"),
    ("zh", "GPT Team 单个 8 元，十个 70 元", "8 CNY account chatgpt-team; 7 CNY account chatgpt-team"),
    (
        "zh",
        "GPT Plus 一个 32，5个 29，10个 26",
        "32 CNY account chatgpt-plus; 29 CNY account chatgpt-plus; 26 CNY account chatgpt-plus",
    ),
    ("zh", "GPT Plus 30元，Claude Pro 5个 140元", "30 CNY account chatgpt-plus; 140 CNY account claude-pro"),
    (
        "zh",
        "GPT Team 一个 8\n10个 70\n100个 600",
        "8 CNY account chatgpt-team; 7 CNY account chatgpt-team; 6 CNY account chatgpt-team",
    ),
    ("zh", "GPT Plus 卡密，月卡 99，批发 50 张 92", "99 CNY month chatgpt-plus; 92 CNY month chatgpt-plus"),
    ("zh", "sora2 2毛1条 veo3.1 3毛1条", "0.2 CNY video sora-2; 0.3 CNY video veo-3.1"),
    ("zh", "sora2 无水印 10 秒 0.15 元，15 秒 0.25 元", "0.15 CNY video sora-2; 0.25 CNY video sora-2"),
    ("zh", "sora2 一条两毛", "0.2 CNY video sora-2"),
    ("zh", "sora2 账号 一个 20元", "20 CNY account sora-2"),
]


@pytest.mark.parametrize(("language", "text", "facts"), rows(BARE))
def test_numbers_that_are_prices_without_saying_so(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(RATES))
def test_rates_of_relays(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(TOKENS))
def test_ways_of_tokens_behind_their_prices(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(PACKS))
def test_prices_for_several_pieces_and_for_one(language: str, text: str, facts: str) -> None:
    check(language, text, facts)
