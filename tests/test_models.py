"""Models in texts and in structured names: every spelling, what is no version, lists, and what falls away."""

from __future__ import annotations

from typing import Any

import pytest

from parsers.records import Mention
from parsers.text import models
from parsers.text.script import fold
from parsers.text.view import View
from parsers.text.vocabulary import PACKAGED, parse


def ids(text: str) -> list[str]:
    view = View.of(text, PACKAGED.misspelt)
    return sorted(models.settle(models.mentions(view.text, view.folded)))


def found(text: str) -> tuple[Mention, ...]:
    return models.mentions(text, fold(text))


SPELLINGS = {
    "Fable 5 - 34元/M": "claude-fable-5",
    "mythos5 - 29元/M": "claude-mythos-5",
    "MiniMax M3 - 7元/M": "minimax-m3",
    "OpenAI o3": "o3",
    "香蕉pro 4分钱一张": "nano-banana-pro",
    "claude-opus-4-6-thinking": "claude-opus-4.6",
    "opus4.6": "claude-opus-4.6",
    "Claude Opus 4.6": "claude-opus-4.6",
    "claude-4.6-opus": "claude-opus-4.6",
    "claude4.6opus": "claude-opus-4.6",
    "4.6 Opus": "claude-opus-4.6",
    "claude-opus-4-6-20260205": "claude-opus-4.6",
    "claude-opus-4-6-20260205-thinking": "claude-opus-4.6",
    "anthropic/claude-opus-4.6": "claude-opus-4.6",
    "anthropic.claude-opus-4-6-v1:0": "claude-opus-4.6",
    "claude-sonnet-4-5-20250929-thinking": "claude-sonnet-4.5",
    "sonnet 4.5": "claude-sonnet-4.5",
    "Sonnet v4.5": "claude-sonnet-4.5",
    "claude-sonnet-4-6[1m]": "claude-sonnet-4.6",
    "claude-haiku-4-5-20251111": "claude-haiku-4.5",
    "haiku4.5": "claude-haiku-4.5",
    "claude-fable-5.1": "claude-fable-5.1",
    "Fable5.2": "claude-fable-5.2",
    "Mythos 5": "claude-mythos-5",
    "opus 5.5": "claude-opus-5.5",
    "opus-5": "claude-opus-5",
    "claude-3-7-sonnet-20250219": "claude-sonnet-3.7",
    "Claude-3-Opus": "claude-opus-3",
    "claude-opus-4-0": "claude-opus-4",
    "官转 Claude Opus 4.6 (Max号池)": "claude-opus-4.6",
    "克劳德opus4.8": "claude-opus-4.8",
    "Клод Опус 4.8": "claude-opus-4.8",
    "claude-code opus4.8": "claude-opus-4.8",
    "cc-max opus-5": "claude-opus-5",
    "Ｃｌａｕｄｅ　Ｏｐｕｓ　４．６": "claude-opus-4.6",
    "Cluade Code": "claude",
    "CCMAX": "claude",
    "クロード": "claude",
    "gpt5.4": "gpt-5.4",
    "gpt5.4 codex": "gpt-5.4",
    "GPT-5.3-Codex": "gpt-5.3-codex",
    "gpt 5.3 codex": "gpt-5.3-codex",
    "Codex 5.3": "gpt-5.3-codex",
    "codex gpt5.3": "gpt-5.3",
    "gpt-5.3-codex-xhigh": "gpt-5.3-codex",
    "gpt-5.1-codex-max": "gpt-5.1-codex-max",
    "gpt-4o-2024-11-20": "gpt-4o",
    "gpt-4o-mini": "gpt-4o-mini",
    "4o-mini": "gpt-4o-mini",
    "4o生图": "gpt-4o",
    "ChatGPT 5.5": "gpt-5.5",
    "ChatGPT-4-32K": "gpt-4",
    "gpt4.0镜像": "gpt-4",
    "gpt-3.5-turbo-16k": "gpt-3.5-turbo",
    "gpt-4-1106-preview": "gpt-4",
    "gpt6 sol": "gpt-6-sol",
    "5.6 sol": "gpt-5.6-sol",
    "gpt-6.1-sol-high": "gpt-6.1-sol",
    "GPT-6 Astra": "gpt-6-astra",
    "gpt-oss-120b": "gpt-oss-120b",
    "gpt-image-2": "gpt-image-2",
    "image2 出图": "gpt-image-2",
    "GP.T": "gpt",
    "Gtp": "gpt",
    "ЧатГПТ": "gpt",
    "o4mini": "o4-mini",
    "o3-mini-high": "o3-mini",
    "o1-preview": "o1",
    "gemini 3.1 pro preview": "gemini-3.1-pro",
    "gemini-3.1-pro-preview-thinking": "gemini-3.1-pro",
    "gemini-2.5-pro-preview-06-05": "gemini-2.5-pro",
    "gemini3.8flash": "gemini-3.8-flash",
    "models/gemini-2.5-flash": "gemini-2.5-flash",
    "Gemini CLI 2.5 Pro": "gemini-2.5-pro",
    "gemini-2.5-flash-lite": "gemini-2.5-flash-lite",
    "Джемини": "gemini",
    "哈基米3.1pro": "gemini-3.1-pro",
    "grok4.7": "grok-4.7",
    "gork4.2": "grok-4.2",
    "grok-4.20-reasoning": "grok-4.20",
    "grok-4-1-fast-reasoning": "grok-4.1",
    "Super gr0k": "grok",
    "deepseek-v4-pro": "deepseek-v4-pro",
    "DeepSeek V4 Flash": "deepseek-v4-flash",
    "ds-v4-flash": "deepseek-v4-flash",
    "deepseek-r1": "deepseek-r1",
    "DeepSeek 3.2": "deepseek-v3.2",
    "Дипсик": "deepseek",
    "glm5.2": "glm-5.2",
    "GLM-4.6": "glm-4.6",
    "glm-4.5-air": "glm-4.5-air",
    "智谱5.1": "glm-5.1",
    "kimi k2.6": "kimi-k2.6",
    "kimi-k2.7-code-highspeed": "kimi-k2.7-code",
    "月之暗面": "kimi",
    "MiniMax M2.7": "minimax-m2.7",
    "minimax-m3": "minimax-m3",
    "qwen3.8 max": "qwen-3.8-max",
    "千问3.7max": "qwen-3.7-max",
    "qwen3-235b-a22b-instruct-2507": "qwen-3-235b-a22b",
    "Doubao-Seed-2.1": "doubao-seed-2.1",
    "豆包": "doubao",
    "llama-3.3-70b-instruct": "llama-3.3-70b",
    "Mistral Large": "mistral-large",
    "sora2": "sora-2",
    "veo3.1-fast": "veo-3.1",
    "nano banana pro": "nano-banana-pro",
    "MJ绘图": "midjourney",
    "MJPro": "midjourney",
    "Midjourney v7": "midjourney-v7",
    "suno v5": "suno-v5",
    "dalle3": "dall-e-3",
    "可灵2.6": "kling-2.6",
    "即夢4.0": "jimeng-4.0",
    "Seedance 2.0": "seedance-2.0",
    "Flux.1 Kontext Pro": "flux-kontext-pro",
    "claude-opus-7.3": "claude-opus-7.3",
    "gpt-7-sol": "gpt-7-sol",
    "grok-6": "grok-6",
    "gemini-5-pro": "gemini-5-pro",
    "claude-saga-6": "claude-saga-6",
}


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_name_in_any_spelling(text: str) -> None:
    assert ids(text) == [SPELLINGS[text]]


NO_VERSION = {
    "GPT-5.x family (gpt-5.6/5.5)": ["gpt-5.5", "gpt-5.6"],
    "Claude 4.x models": ["claude"],
    "gpt-image-2 和 nano banana pro": ["gpt-image-2", "nano-banana-pro"],
    "Opus 4.61元/1刀": ["claude-opus-4.6"],
    "Tài khoản GPT-5.2 đầy đủ": ["gpt-5.2"],
    "Claude 4.5 đ": ["claude"],
    "Claude Opus 4.8 额度充足": ["claude-opus-4.8"],
    "Opus 5.5 ¥2.5/12.5 一百万token": ["claude-opus-5.5"],
    "opus-5 4.5折": ["claude-opus-5"],
    "gpt5.5=0.1": ["gpt-5.5"],
    "Opus4.8: 0.6元": ["claude-opus-4.8"],
    "opus-5 倍率 1": ["claude-opus-5"],
    "gpt 2.5倍率": ["gpt"],
    "GPT-5 周卡": ["gpt-5"],
    "GPT4个人版": ["gpt-4"],
    "opus4.6分组": ["claude-opus-4.6"],
    "Sonnet 3元": ["claude-sonnet"],
    "Opus 4.6元/刀": ["claude-opus"],
    "opus 5/25 一百万Token": ["claude-opus"],
    "Claude 1.5/7.5 一百万token": ["claude"],
    "Claude 3-5元": ["claude"],
    "claude 200k 上下文": ["claude"],
    "Claude 1M context": ["claude"],
    "gpt 10个": ["gpt"],
    "Gemini 3 个月 19元": ["gemini"],
    "Gemini 18 months": ["gemini"],
    "Gemini 3 pcs": ["gemini"],
    "GPT 4 分钱一次": ["gpt"],
    "GPT 4 months": ["gpt"],
    "Claude 4 个号轮询": ["claude"],
    "Claude 2 accounts left": ["claude"],
    "Claude 3天体验卡 9.9元": ["claude"],
    "Claude 9.9": ["claude"],
    "Claude 0.7r/刀, gpt 0.05r/刀": ["claude", "gpt"],
    "GPT 1:10, Claude 2:5": ["claude", "gpt"],
    "Claude 7折 GPT 3折 Gemini 5折": ["claude", "gemini", "gpt"],
    "gpt5.5折": ["gpt"],
    "Claude 20x": ["claude"],
    "Grok 4.5$ per account": ["grok"],
    "Grok 180": ["grok"],
    "GPT 5块钱1刀": ["gpt"],
    "Claude в 2 раза дешевле": ["claude"],
    "1. Claude 2. GPT 3. Gemini": ["claude", "gemini", "gpt"],
    "① Claude ② GPT ③ Gemini": ["claude", "gemini", "gpt"],
    "2026-05-26 更新 GPT": ["gpt"],
    "Claude Code v2.1.88": ["claude"],
    "codex 0.42": ["gpt"],
}


@pytest.mark.parametrize("text", NO_VERSION)
def test_prices_amounts_and_dates_are_no_versions(text: str) -> None:
    assert ids(text) == NO_VERSION[text]


LISTS = {
    "支持 4o, 4.1, o3 等": ["gpt-4.1", "gpt-4o", "o3"],
    "Claude 4.6 Opus / 4.6 Sonnet / 4.5 Haiku": ["claude-haiku-4.5", "claude-opus-4.6", "claude-sonnet-4.6"],
    "4o、4.5 元一天": ["gpt-4o"],
    "Opus 4.6/4.7, Sonnet 4.6": ["claude-opus-4.6", "claude-opus-4.7", "claude-sonnet-4.6"],
    "Opus/Sonnet 4.6": ["claude-opus-4.6", "claude-sonnet-4.6"],
    "Claude 4.6 (Opus/Sonnet)": ["claude-opus-4.6", "claude-sonnet-4.6"],
    "Claude（Opus/Sonnet/Haiku）4.5": ["claude-haiku-4.5", "claude-opus-4.5", "claude-sonnet-4.5"],
    "Claude 全系列（Opus 4.7 / Sonnet）": ["claude-opus-4.7", "claude-sonnet"],
    "claude (opus 4.6, sonnet 4.6, haiku 4.5)": ["claude-haiku-4.5", "claude-opus-4.6", "claude-sonnet-4.6"],
    "GPT-5.3/5.4/5.4-mini": ["gpt-5.3", "gpt-5.4", "gpt-5.4-mini"],
    "GPT-5.6 Sol / Terra / Luna": ["gpt-5.6-luna", "gpt-5.6-sol", "gpt-5.6-terra"],
    "GPT-5(mini/nano)": ["gpt-5-mini", "gpt-5-nano"],
    "gpt-4o,4.1,o3": ["gpt-4.1", "gpt-4o", "o3"],
    "GPT-3.5/4/4o": ["gpt-3.5", "gpt-4", "gpt-4o"],
    "gpt-image-1/1.5/2": ["gpt-image-1", "gpt-image-1.5", "gpt-image-2"],
    "Gemini 2.5 Pro/Flash、3 Pro": ["gemini-2.5-flash", "gemini-2.5-pro", "gemini-3-pro"],
    "Gemini 2.5/3 pro": ["gemini-2.5-pro", "gemini-3-pro"],
    "DeepSeek V3 + R1": ["deepseek-r1", "deepseek-v3"],
    "deepseek v4 flash/pro": ["deepseek-v4-flash", "deepseek-v4-pro"],
    "GLM-4.6/4.7 Kimi K2.5/K3 MiniMax M2.7/M3": [
        "glm-4.6", "glm-4.7", "kimi-k2.5", "kimi-k3", "minimax-m2.7", "minimax-m3",
    ],
    "Grok 4/4.20/4.5": ["grok-4", "grok-4.20", "grok-4.5"],
    "Opus 4.8 / 4.5折": ["claude-opus-4.8"],
    "Opus 4.5-4.8": ["claude-opus-4.5", "claude-opus-4.8"],
    "Claude 4.5 系列: Sonnet 4.5 与 Haiku 4.5": ["claude-haiku-4.5", "claude-sonnet-4.5"],
    "Claude、OpenAI、Gemini、xAI": ["claude", "gemini", "gpt", "grok"],
    "哈基米、克劳德、GPT": ["claude", "gemini", "gpt"],
}  # fmt: skip


@pytest.mark.parametrize("text", LISTS)
def test_lists_are_expanded(text: str) -> None:
    assert ids(text) == LISTS[text]


SILENT = [
    "哈基米公益站",
    "月光宝盒 API 中转",
    "兼容 OpenAI 格式，支持 Anthropic 协议",
    "OpenAI-compatible API only",
    "OpenAI SDK",
    "https://claude-shop.example/gpt-5",
    "[站点](https://gpt-market.test/claude)",
    "gptgod.example",
    "help@claude-center.example",
    "npm install -g @anthropic-ai/claude-code @openai/codex",
    "gpt-load 与 claude-relay-service",
    "awesome-claude",
    "claude_proxy 项目",
    "@gpt_seller",
    "CloseAI",
    "ngrok 与 ollama",
    "opencode",
    "可灵活接入",
    "imagen de perfil",
    "step 5: log in",
    "不支持 Claude、Gemini",
    "efficiency that beats GPT-5",
    "luna theme",
    "Cursor, Copilot, Windsurf, Perplexity",
]


@pytest.mark.parametrize("text", SILENT)
def test_no_model_is_named(text: str) -> None:
    assert found(text) == ()


VENDORS = {
    "we resell Anthropic and OpenAI inference": ["claude", "gpt"],
    "API da OpenAI e Anthropic com desconto": ["claude", "gpt"],
    "OpenAI 官方 key": ["gpt"],
    "OpenAI models": ["gpt"],
    "Anthropic API": ["claude"],
    "主流模型：OpenAI、Claude": ["claude", "gpt"],
    "Claude, 兼容 OpenAI 协议": ["claude"],
}


@pytest.mark.parametrize("text", VENDORS)
def test_a_vendor_stands_for_its_models_not_for_its_protocol(text: str) -> None:
    assert ids(text) == VENDORS[text]


PRODUCTS = {"Claude Code": "claude", "Codex": "gpt", "Gemini CLI": "gemini", "SuperGrok": "grok", "OpenAI key": "gpt"}


@pytest.mark.parametrize("text", PRODUCTS)
def test_a_line_that_only_a_product_implies_is_marked(text: str) -> None:
    (mention,) = found(text)
    assert (mention.id, mention.implied) == (PRODUCTS[text], True)
    assert all(not named.implied for named in found("Claude, GPT, Gemini, Grok 4"))


def test_a_mention_keeps_its_words_and_what_the_id_drops() -> None:
    text = "官转　claude-opus-4-6-20260205-thinking 与 GPT-5.4 xhigh"
    first, second = found(text)
    assert (first.raw_name, first.variant) == ("claude-opus-4-6-20260205-thinking", "20260205 thinking")
    assert (second.raw_name, second.variant) == ("GPT-5.4 xhigh", "xhigh")
    assert [text[m.span.start : m.span.end] for m in (first, second)] == [first.raw_name, second.raw_name]


def test_the_price_behind_a_glued_version_stays_out_of_the_name() -> None:
    (mention,) = found("Opus 4.61元/1刀")
    assert mention.raw_name == "Opus 4.6"


SETTLED = {
    "claude claude-opus claude-opus-4.6": ["claude-opus-4.6"],
    "claude-opus-4.6 claude-sonnet claude": ["claude-opus-4.6", "claude-sonnet"],
    "claude-4.6 claude-opus-4.6": ["claude-opus-4.6"],
    "claude-4.6 claude-opus-4.5": ["claude-4.6", "claude-opus-4.5"],
    "gpt-5 gpt-5-codex gpt": ["gpt-5", "gpt-5-codex"],
    "gpt o1": ["gpt", "o1"],
    "gemini-3 gemini-3-pro": ["gemini-3-pro"],
    "gemini-flash gemini-3.5-flash": ["gemini-3.5-flash"],
    "qwen-plus qwen-3-coder-plus qwen-3.7-max": ["qwen-3-coder-plus", "qwen-3.7-max", "qwen-plus"],
    "midjourney": ["midjourney"],
}


@pytest.mark.parametrize("given", SETTLED)
def test_the_general_falls_where_the_specific_is_given(given: str) -> None:
    (any_place,) = {mention.span for mention in found("gpt")}
    assert sorted(models.settle(Mention(id, id, any_place) for id in given.split())) == SETTLED[given]


STRUCTURED = {
    "claude-opus-4-6-thinking": ("claude-opus-4.6", "thinking"),
    "[渠道]claude-opus-4-6-thinking": ("claude-opus-4.6", "thinking"),
    "【官转】gpt-5.4": ("gpt-5.4", None),
    "chat-only/gemini-2.5-pro": ("gemini-2.5-pro", None),
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0": ("claude-sonnet-4.5", "20250929 v1:0"),
    "claude-opus-4-6-官转": ("claude-opus-4.6", None),
    "逆-claude-opus-4-6": ("claude-opus-4.6", None),
    "az-gpt-4o": ("gpt-4o", None),
    "claude-opus-4.6:free": ("claude-opus-4.6", "free"),
    "claude-3-5-sonnet@20240620": ("claude-sonnet-3.5", "20240620"),
    "gpt-5-codex": ("gpt-5-codex", None),
    "gpt-4o-all": ("gpt-4o", "all"),
    "gpt-35-turbo": ("gpt-3.5-turbo", None),
    "chatgpt-4o-latest": ("gpt-4o", "latest"),
    "gpt-4o-realtime-preview-2024-12-17": ("gpt-4o-realtime", "preview 2024-12-17"),
    "gemini-2.5-flash-lite-preview-09-2025": ("gemini-2.5-flash-lite", "preview 09-2025"),
    "gemini-3-pro-image-preview": ("gemini-3-pro-image", "preview"),
    "grok-4-fast-non-reasoning": ("grok-4", "fast non-reasoning"),
    "grok-code-fast-1": ("grok-code-fast-1", None),
    "deepseek-chat": ("deepseek-chat", None),
    "deepseek-ai/DeepSeek-R1": ("deepseek-r1", None),
    "Qwen/Qwen3-Coder-480B-A35B-Instruct": ("qwen-3-coder-480b-a35b", "instruct"),
    "doubao-seed-1-6-250615": ("doubao-seed-1.6", "250615"),
    "moonshot-v1-128k": ("moonshot-v1", "128k"),
    "sora-2-pro": ("sora-2-pro", None),
    "mj_imagine": ("midjourney", None),
    "text-embedding-3-small": ("text-embedding-3-small", None),
    "tts-1-hd": ("tts-1-hd", None),
    "whisper-1": ("whisper-1", None),
}


@pytest.mark.parametrize("raw_name", STRUCTURED)
def test_a_structured_name_is_resolved_exactly(raw_name: str) -> None:
    mention = models.resolve(raw_name)
    assert mention is not None
    assert ((mention.id, mention.variant), mention.raw_name) == (STRUCTURED[raw_name], raw_name)


UNKNOWN = [
    "", "auto", "default", "free-model", "claude-opus-4-60", "gpt-7-nova", "gpt-4-gizmo-*", "chatgpt-plus",
    "claude-max-20x", "deepseek-r1-distill-qwen-32b", "openai", "codex", "claude-code", "text-embedding-9",
    "my-finetune-v2", "gpt-5 and more", "gptgod", "渠道一",
]  # fmt: skip


@pytest.mark.parametrize("raw_name", UNKNOWN)
def test_an_unknown_structured_name_is_none(raw_name: str) -> None:
    assert models.resolve(raw_name) is None


def rows() -> list[dict[str, Any]]:
    texts = dict(PACKAGED.layers)
    return list(parse("models.toml", texts["models.toml"])["line"])


SAYS = [(text, wanted) for row in rows() for text, wanted in row.get("says", {}).items()]
QUIET = [(text, row["id"]) for row in rows() for text in row.get("silent", ())]


@pytest.mark.parametrize(("text", "wanted"), SAYS, ids=[text for text, _ in SAYS])
def test_the_table_says_what_its_examples_say(text: str, wanted: list[str]) -> None:
    assert ids(text) == sorted(wanted)


@pytest.mark.parametrize(("text", "line"), QUIET, ids=[text for text, _ in QUIET])
def test_the_table_is_silent_on_its_counterexamples(text: str, line: str) -> None:
    assert not [mention.id for mention in found(text) if mention.id.split("-")[0] == line]


def test_a_new_line_and_a_new_tier_are_words_only() -> None:
    tier = '[[line]]\nid = "claude"\ntiers = ["saga"]\nbare = { "saga" = "saga" }\n'
    line = '[[line]]\nid = "lumo"\nnames = ["lumo"]\n'
    words = PACKAGED.overlay({"models.toml": tier + line})
    text = "Saga 6.2, Opus 4.8 and Lumo 2"
    named = models.mentions(text, fold(text), words)
    assert models.settle(named, words) == ("claude-saga-6.2", "claude-opus-4.8", "lumo-2")


HOSTILE = [
    "claude " * 3000,
    "opus/" * 4000,
    "gpt-" * 5000,
    "4.6/" * 5000,
    "([" * 8000,
    "\ud800gpt-5 " * 500,
    "a" * 20000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:8]))
def test_a_hostile_text_never_raises(text: str) -> None:
    for mention in found(text):
        assert text[mention.span.start : mention.span.end] == mention.raw_name


LACKED = {
    "没有 ChatGPT 账号？本店代开": ["gpt"],
    "本站非 Claude 官方网站": ["claude"],
    "不是 Gemini 镜像，是官方账号": ["gemini"],
    "Grok 暂不支持自动发货": ["grok"],
    "Claude 暂不支持": [],
    "没有 Claude，只有 GPT-5.5": ["gpt-5.5"],
    "not Claude": [],
    "Нет аккаунта? Не является сайтом ChatGPT": ["gpt"],
}


@pytest.mark.parametrize("text", LACKED)
def test_a_thing_of_a_product_is_denied_and_not_the_product(text: str) -> None:
    assert ids(text) == LACKED[text]
