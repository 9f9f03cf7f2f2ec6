"""Lists of relays' rates by model and by group of channels: each rate is its name's, whatever joins the two."""

from __future__ import annotations

import pytest

from tests.test_price_forms import Row, check, rows

VERSIONS: list[Row] = [
    (
        "zh",
        "夜岚API 公告：\nClaude Opus 4.6 - 0.1 元/$\nGPT 5.4 - 0.05 元/$",
        "0.1 CNY usd_credit claude-opus-4.6; 0.05 CNY usd_credit gpt-5.4",
    ),
    (
        "zh",
        "岚桥中转 GPT-4o - 7.5元/20元 每百万token",
        "7.5 CNY mtok_input gpt-4o; 20 CNY mtok_output gpt-4o",
    ),
    (
        "zh",
        "岚桥中转，按次：0.25元/次 Claude Opus 4.6、1.2元/次 GPT",
        "0.25 CNY request claude-opus-4.6; 1.2 CNY request gpt",
    ),
    ("zh", "白泽中转 MiniMax M3：1 元/次\nGLM 5.1：0.3 元/次", "1 CNY request minimax-m3; 0.3 CNY request glm-5.1"),
    ("zh", "白泽中转 GPT Image 2 只要0.1元/张", "0.1 CNY image gpt-image-2"),
    (
        "zh",
        "白泽中转 gemini 8.7进47出 元/百万 | Kimi 7.3进36出 元/百万",
        "8.7 CNY mtok_input gemini; 47 CNY mtok_output gemini; 7.3 CNY mtok_input kimi; 36 CNY mtok_output kimi",
    ),
    (
        "zh",
        "白泽中转 opus 4.6 进5 出25 元/百万",
        "5 CNY mtok_input claude-opus-4.6; 25 CNY mtok_output claude-opus-4.6",
    ),
    # a range that climbs is one
    ("zh", "Claude 2.5-4元/刀 中转 API", "2.5 CNY usd_credit claude; 4 CNY usd_credit claude"),
]

CHANNELS: list[Row] = [
    (
        "zh",
        "岚桥中转 Gemini 3.1 Pro分组 0.3倍率，DeepSeek V4 Pro渠道 0.5倍率",
        "0.3 - multiplier gemini-3.1-pro; 0.5 - multiplier deepseek-v4-pro",
    ),
    ("zh", "岚桥中转 GPT 5.4 Pro 分组 0.3倍率", "0.3 - multiplier gpt-5.4"),
    (
        "zh",
        "Quokka 中转 Codex Pro 号池 — 0.19R/刀、Claude Kiro — 1.2R/刀、Claude Max号池 — 1.1R/刀",
        "0.19 CNY usd_credit gpt; 1.2 CNY usd_credit claude; 1.1 CNY usd_credit claude",
    ),
    (
        "zh",
        "木棉中转 GPT Azure 官方5折、Kiro-Claude 分组 官方0.94折",
        "50 - percent gpt; 9.4 - percent claude",
    ),
    (
        "zh",
        "木棉中转 gpt-5.3-codex：7折, Qwen 3.7 Max：官方0.8折, MiniMax M3：1折",
        "70 - percent gpt-5.3-codex; 8 - percent qwen-3.7-max; 10 - percent minimax-m3",
    ),
    ("zh", "夜岚中转 Claude Opus 4.6 每美元 0.35 元", "0.35 CNY usd_credit claude-opus-4.6"),
    (
        "zh",
        "Larch 中转\nGemini Vertex渠道→0.35元=1$；Claude Kiro 分组→0.7元=1$",
        "0.35 CNY usd_credit gemini; 0.7 CNY usd_credit claude",
    ),
    (
        "zh",
        "Larch 中转\n- 1.2元=1刀GPT Team池\n- 0.35元=1刀Claude Max号池",
        "1.2 CNY usd_credit gpt; 0.35 CNY usd_credit claude",
    ),
    ("zh", "溪谷中转站 充值折扣：100元9折，500元85折。Claude 0.5元/刀", "0.5 CNY usd_credit claude"),
    ("zh", "夜岚中转 Claude Opus 4.6 每美元0.35", "0.35 CNY usd_credit claude-opus-4.6"),
]

MULTIPLIERS: list[Row] = [
    (
        "zh",
        "云杉API中转 Claude Max分组 2倍，Gemini 3.1 Pro渠道 1.5倍",
        "2 - multiplier claude; 1.5 - multiplier gemini-3.1-pro",
    ),
    ("zh", "云杉API中转\nGPT 分组倍率0.1 / Claude 0.2", "0.1 - multiplier gpt; 0.2 - multiplier claude"),
    (
        "zh",
        "云杉API中转\nkimi渠道 x0.35 · DeepSeek V4 Pro渠道 x1",
        "0.35 - multiplier kimi; 1 - multiplier deepseek-v4-pro",
    ),
    (
        "zh",
        "云杉API中转\n1X：Sonnet 4.5 / 1.5X：grok-4.5",
        "1 - multiplier claude-sonnet-4.5; 1.5 - multiplier grok-4.5",
    ),
    ("zh", "云杉API中转\n· Gemini 分组 x 0.3\n· Claude分组 → x 2", "0.3 - multiplier gemini; 2 - multiplier claude"),
    (
        "zh",
        "云杉API中转 分组价格：\n1. kimi线路倍率1.4x\n2. Grok线路倍率2x",
        "1.4 - multiplier kimi; 2 - multiplier grok",
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), rows(MULTIPLIERS))
def test_multipliers_of_lists(language: str, text: str, expected: str) -> None:
    check(language, text, expected)


@pytest.mark.parametrize(("language", "text", "expected"), rows(VERSIONS))
def test_versions_beside_prices(language: str, text: str, expected: str) -> None:
    check(language, text, expected)


@pytest.mark.parametrize(("language", "text", "expected"), rows(CHANNELS))
def test_rates_of_channels(language: str, text: str, expected: str) -> None:
    check(language, text, expected)
