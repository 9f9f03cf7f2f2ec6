"""Short texts that name AI goods: which of them are offers, in every language."""

from __future__ import annotations

import pytest

from parsers.text.offers import extract

OFFERS = (
    "余额充值卡【50美金】Claude 中转 24.9",
    "Kimi 会员 Allegretto 月卡 直充",
    "可灵会员 660灵感值 月卡",
    "| 竹影API | 官转 | 1元=1刀 | 支付宝 | 稳定，客服回复快 | [官网](https://zhuying.example) |",
    "API-прокси для OpenAI, оплата картой РФ, 90 ₽ за $1 баланса, https://proxy.example",
    "出租 Midjourney 标准账号，按天算，5 块一天",
    "【GPT Pro 20x】独享 288/月，有想要的吗",
    "有人拼吗，差两个，Cursor Pro 车位 416 元，长期",
    "近期官方涨价，手慢无 出 ChatGPT Team 成品号 56",
    "GPT Pro 20x 1 месяц 4700 ₽. инструкция в комплекте",
    "Google AI Ultra 1 mês R$ 179, procuro revendedores",
    "Kiro Pro on your own email $153, anyone interested?",
    "Perplexity Pro 1 năm 99k",
    "Vaga Gemini Ultra R$ 60",
    "Share Midjourney 182k/tháng",
    "出 Manus，价格 45，有需要私信",
    "即梦 积分，价格 45，有需要的私聊",
)
NONE = (
    "OpenAI 官方：Plus $20/月",
    "Official price: Gemini Pro $54/month",
    "No site oficial o GPT Plus custa US$ 55/mês",
    "Giá gốc trên trang chủ: Claude Max 49$/tháng",
    "拒绝了一个中转站的推广：对方 Claude 报价 0.4 元/刀，来源说不清",
    "为什么我不推荐中转站：Claude 0.5 元/刀的价格背后是什么",
    "Gmail 老号 可开 Cursor Pro 9 元",
    "Proxy cho Gemini 859k",
    "机场 流媒体+ChatGPT 解锁 15元/月",
    "Claude Pro chega ao Brasil por US$ 37 ao mês",
    "Пользователи Claude Max жалуются на лимиты",
    "微软把 Copilot Pro 并入 365 个人版",
    "Mua SuperGrok 455k được 12 ngày thì bị khóa, shop chặn luôn",
    "小心！這個賣 Claude Pro 的賣家收了 242 元就封鎖我",
    "Tìm người chung Claude Pro",
    "徵 SuperGrok 一個",
    "Vaga: desenvolvedor Codex, R$ 5 mil",
    "Настрою Claude Code на вашем компьютере, 1500 ₽",
    "Learn Cursor in three weeks, tuition $199",
    "Gemini Pro или Claude Max 20x: что выбрать",
    "For sale: Mac Studio 512GB, runs DeepSeek R1 locally, $8,200",
    "Codex 分组暂时下线，请切换到 plus 分组使用",
)


@pytest.mark.parametrize("text", OFFERS)
def test_a_short_offer(text: str) -> None:
    assert extract(text).is_offer


@pytest.mark.parametrize("text", NONE)
def test_a_short_text_that_offers_nothing(text: str) -> None:
    assert not extract(text).is_offer
