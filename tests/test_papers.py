"""Papers around software that uses models, beside what relays write in the same form: which of them offers access."""

from __future__ import annotations

import pytest

from commands.extract import facts_row
from tests.offered import check_offered, check_told

TOLD = [
    "# ccswap\n\n一个用于管理多家 Claude Code 供应商配置的命令行工具，支持快速切换不同的 API 服务提供"
    "商。\n\n- **快速切换**: 一条命令\n- **安全可靠**: 只存本地",
    "# OtterGate\n\nOtterGate 是一个多模型反代网关。\n把 Claude 与 OpenAI 的协议统一到一个本地接口\n\n- 支持 Codex",
    "# Otter Hub\n\n**智能 AI API 代理中转服务平台**\n\n专为要管理多个 AI 服务提供商的团队设计\n\n[功"
    "能](#功能) • [部署](#部署) • [问答](#问答)",
    "A production-ready LLM proxy server that converts requests of many providers to the Claude API format."
    "\n\n- **OpenRouter**: access to many models\n- **OpenAI**: GPT-5",
    "### Models\n\n```shell\notter model\n```\n\nSwitch between Claude, GPT and Gemini, add a provide"
    "r, set its API key and endpoint.",
    "Send `/reset` or `/compact` in Telegram or WhatsApp. `/think high` is for GPT-5.2 and Codex models only.",
    "## Is This Project Right for You?\n\n- Can't reach Claude Code?\n- Worried about third-party mir"
    "ror services that log you?"
    "\n- Want to share a Claude Max subscription with friends?",
    "- remove the hardcoded discounts of Bedrock and Azure models\n- set provider priorities to 1.5\n"
    "- update gateway cost specs",
    "Exposes Codex as an OpenAI-compatible API, so that you can use it in Cline, Cursor or another client.",
    "Otter Desk は Codex CLI と Claude Code CLI をラップし、API として提供するデスクトップアプリケーションです。\n"
    "- 両方をサポート\n- モデル名でルーティング",
    "使用中我对接了渠道 A，GPT-4 每次 0.1 元，在站点里重定向之后走的倍率还是默认的",
    "GPT-5 是一个统一的推理系统，OpenAI 专为聊天提供了变体，并作为独特的 API 模型向开发者开放。",
    "2 月起取消小组账号，统一使用个人账号。claude code 费率已经足够低（0.05倍率），每月额度 100 美元，找组长申请。",
    "v0.9.3\n- 新增 Claude Opus 5 计价\n- 修复重复计费\n- 兑换码批量导出\n- 订阅套餐按周重置额度",
    "公益站 meadow.test 今天关了，撑了八个月，号池全挂了，谢谢大家",
]
OFFERED = [
    "# Skylark\n\nClaude Code / Codex 中转服务。\n\n1. 打开 https://skylark.test 注册\n2. 支付宝充值"
    "，0.5 元 = 1 美元\n\n"
    "```bash\nexport ANTHROPIC_BASE_URL=https://api.skylark.test\n```",
    "[价格](#价格) • [接入](#接入)\n\nSkylark 中转站，支付宝付款，Claude Opus 4.6 国内直连",
    "Moss 是一个稳定的多模型网关，注册送 5 刀，Claude、GPT、Gemini 一个 Key。",
    "某某科技，专业的大模型 API 服务商，Claude 官转 0.8 元/刀",
    "| 服务商 | 类型 | 注册 | API Base URL |\n|---|---|---|---|\n| FoxPond | 商业 | [注册](https://fo"
    "xpond.test/?aff=x) | `https://foxpond.test` |",
    "Ready ChatGPT Plus 1 bulan 25k, garansi penuh",
]
PRICES = {
    "| 中转站 | 模型 | 价格 |\n|---|---|---|\n| 水獭站 | Claude、GPT、Gemini | 按量付费，约官方 0.7 折 |": [
        (7, "percent")
    ],
    "Claude 中转按量付费，充值一两块钱就能试": [],
    "ChatGPT Plus 成品号 七八块钱，量大联系": [],
    "Claude 中继，官方的四五折": [(45, "percent")],
    "Claude Max 拼车 两百块一个月": [(200, "month")],
}


@pytest.mark.parametrize("text", TOLD)
def test_a_paper_about_software_offers_nothing(text: str) -> None:
    check_told(text)


@pytest.mark.parametrize("text", OFFERED)
def test_a_relay_of_the_same_form_offers(text: str) -> None:
    check_offered(text)


@pytest.mark.parametrize("text", PRICES)
def test_about_so_much_is_no_price(text: str) -> None:
    assert [(price["amount"], price["basis"]) for price in facts_row({"text": text})["prices"]] == PRICES[text]
