"""Packs and passes as card shops title them: which sum belongs to which, and what the dollars of a title hold."""

from __future__ import annotations

import pytest

from tests.test_price_forms import Row, check, rows

PAIRED: list[Row] = [
    ("zh", "Codex 卡密 6 元 / 20 美金余额、11 元 / 44 美金余额", "0.3 CNY usd_credit gpt; 0.25 CNY usd_credit gpt"),
    ("zh", "Codex 20刀3元 60刀6元 90刀8.1元",
     "0.15 CNY usd_credit gpt; 0.1 CNY usd_credit gpt; 0.09 CNY usd_credit gpt"),
    ("zh", "Claude 中转 20块=25刀 60块=100刀", "0.8 CNY usd_credit claude; 0.6 CNY usd_credit claude"),
    ("zh", "Codex 12元/100刀 50元/500刀", "0.12 CNY usd_credit gpt; 0.1 CNY usd_credit gpt"),
    ("zh", "80刀-Codex 专线-不限时 ¥16", "0.2 CNY usd_credit gpt"),
    ("zh", "【80刀】Codex 专线\n库存：9\n16.8", "0.21 CNY usd_credit gpt"),
    ("zh", "Codex 礼包：$40 / $90 / $200，对应 8 / 16.2 / 30 元",
     "0.2 CNY usd_credit gpt; 0.18 CNY usd_credit gpt; 0.15 CNY usd_credit gpt"),
    ("zh", "Claude 额度包\n规格：40刀 / 90刀 / 200刀\n价格：32 / 63 / 120",
     "0.8 CNY usd_credit claude; 0.7 CNY usd_credit claude; 0.6 CNY usd_credit claude"),
    ("zh", "标题：Codex 80刀卡密\n售价：¥9.6\n销量：41", "0.12 CNY usd_credit gpt"),
    ("zh", "Codex 4刀试用包 0.6元", "0.15 CNY usd_credit gpt"),
]  # fmt: skip
NAMED: list[Row] = [
    ("zh", "Codex 月卡 2000$\n¥150", "150 CNY month gpt"),
    ("zh", "60刀日卡\n¥8.8\nCodex 可用", "8.8 CNY day gpt"),
    ("zh", "name: Claude 季卡 900刀\nprice: 270", "270 CNY quarter claude"),
    ("zh", "Codex 1200刀/月 仅需88", "88 CNY month gpt"),
    ("zh", "月卡套餐：900刀 ¥66｜2000刀 ¥130 Codex", "66 CNY month gpt; 130 CNY month gpt"),
    ("zh", "Claude API 月包：400刀/88元，季包：1300刀/240元", "88 CNY month claude; 240 CNY quarter claude"),
    ("zh", "顶配月卡 Codex 每天200刀 ¥99", "99 CNY month gpt"),
    ("zh", "【顶配月卡】Codex 200刀额度/天\n¥99", "99 CNY month gpt"),
    ("zh", "Claude Code 月卡 每日$40额度 0点重置 ¥199", "199 CNY month claude"),
]  # fmt: skip
OTHER: list[Row] = [
    ("zh", "20刀 ChatGPT Plus 代充\n¥150", "150 CNY account chatgpt-plus"),
    ("zh", "Claude Max 官方 $100/月\n拼车价\n3人车 ¥260/月", "260 CNY month claude-max-5x"),
    ("zh", "Claude 共可用100刀 ¥50", "0.5 CNY usd_credit claude"),
    ("zh", "价目\nClaude Opus 4.6：官网 $5/$25 本站 ¥4/¥20（每百万 token）",
     "4 CNY mtok_input claude-opus-4.6; 20 CNY mtok_output claude-opus-4.6"),
    ("zh", "Claude 镜像站，免翻墙，月卡 18.8，季卡 49", "18.8 CNY month claude; 49 CNY quarter claude"),
    ("zh", "Claude 镜像站 免绑卡 月卡 18.8元", "18.8 CNY month claude"),
    ("zh", "Claude 免月费 按量 0.8元/刀", "0.8 CNY usd_credit claude"),
    ("zh", "GPT 年卡 800次/天 210元", "210 CNY year gpt"),
    ("zh", "SuperGrok 月 95/季 260/年 860",
     "95 CNY month supergrok; 260 CNY quarter supergrok; 860 CNY year supergrok"),
    ("zh", "商品：SuperGrok 年卡 单价：610 起售：1 库存：4", "610 CNY year supergrok"),
    ("zh", "Claude Pro 代充\n规格：1个月 / 3个月 / 12个月\n价格：150 / 440 / 1700",
     "150 CNY month claude-pro; 440 CNY quarter claude-pro; 1700 CNY year claude-pro"),
    ("zh", "GPT Plus 直充\n时长：1个月/3个月/6个月\n售价：120/355/700",
     "120 CNY month chatgpt-plus; 355 CNY quarter chatgpt-plus; 700 CNY half_year chatgpt-plus"),
    ("zh", "GPT 镜像 无需翻墙 月卡 16 年卡 130", "16 CNY month gpt; 130 CNY year gpt"),
    ("zh", "月卡 ¥150（日均 5 元）Claude Code", "150 CNY month claude"),
    ("zh", "日卡 5元 Codex", "5 CNY day gpt"),
    ("zh", "SuperGrok 年卡，可开发票 699元", "699 CNY year supergrok"),
    ("zh", "Codex Team 车位 缓解额度问题 45元", "45 CNY account chatgpt-team"),
    ("zh", "SuperGrok 7天会员号，最长可用12天 ¥25", "25 CNY week supergrok"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), rows(PAIRED))
def test_a_sum_belongs_to_the_neighbour_that_the_nearer_sign_ties_it_to(
    language: str, text: str, expected: str
) -> None:
    check(language, text, expected)


@pytest.mark.parametrize(("language", "text", "expected"), rows(NAMED))
def test_dollars_that_name_a_pass_are_what_it_holds(language: str, text: str, expected: str) -> None:
    check(language, text, expected)


@pytest.mark.parametrize(("language", "text", "expected"), rows(OTHER))
def test_other_dollars_and_lengths_beside_a_price_change_nothing(language: str, text: str, expected: str) -> None:
    check(language, text, expected)
