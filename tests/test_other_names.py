"""AI access under other names than a model's: what it does, how many models, a coined brand; and what only lists it."""

from __future__ import annotations

import pytest

from parsers.text.offers import extract

OFFERS = [
    "白鹭 · 国内能用的智能对话网站，日卡 2 元，月卡 26 元",
    "一站式 AI 创作平台，新用户赠 40 积分，积分包 9 元 400 分",
    "蓝砚 AI 画室会员：月度 33，年度 288",
    "AI 文案小程序，包月 15 元，扫码开通",
    "一次接入，调用全球 150+ 模型，支付宝付款，可签合同",
    "LLM 接口转售，充值即用，0.4 元/刀",
    "生成AIまとめて使える！月額900円",
    "AIイラスト生成し放題！ライト月470円・プレミアム月1,200円",
    "이미지 생성 AI 크레딧 충전 — 400크레딧 4,500원",
    "Công cụ AI viết bài, vẽ ảnh — gói tháng 89k, gói năm 790k",
    "Доступ ко всем нейросетям, оплата российской картой, тариф 290 ₽ в месяц",
    "Todas las IA premium en un panel: 7 USD al mes, soporte por WhatsApp",
    "As melhores IAs em um só painel por R$ 27,90/mês, Pix na hora",
    "Semua AI premium dalam satu akun, Rp45.000/bulan, garansi",
    "Tüm yapay zeka araçları tek panelde, aylık 180 TL",
    "Every premium chatbot for €4 a month, one login, pay by card",
    "AI subscription for $4 monthly, support on Telegram and WhatsApp",
]
NO_OFFERS = [
    "AI工具导航：收录全网 2000 款 AI 写作、AI 绘画工具，每日更新",
    "这篇文章汇总了 12 个 AI 写作工具，会员最低每月 18 元",
    "Roundup: the six best AI video generators, from $7 to $90 a month",
    "We compared 11 AI chat apps so that you need not, prices from $8",
    "Подборка нейросетей для учёбы: 15 сервисов, от 200 ₽ в месяц",
    "画像生成AIおすすめ15選｜料金と機能を比較",
    "AI 글쓰기 도구 추천 TOP 5 총정리, 월 9,900원부터",
    "Tổng hợp 9 công cụ AI cho sinh viên, từ 99k",
    "SaaS boilerplate with Stripe credits and an AI chat demo, $129 lifetime",
    "我们的产品使用大模型为商家提供智能客服，年费 2800 元",
    "AIコンサルティング：生成AI導入支援、月額25万円から",
    "AI 硬件：内置大模型的翻译机，799 元包邮",
    "外卖自动回复系统接入 GPT，888 元/年",
    "欢迎提交 PR 收录新的中转站，请按模板填写名称与倍率",
    "Our recruitment platform uses GPT to screen CVs. Plans from $39 per month.",
    "智能手环接入大模型，售价 288 元",
    "大模型备案代办，30 天下证，3 万起",
    "ChatGPT Plusを解約する方法",
    "深度求索发布新模型，API 价格下调一半",
    "WhatsApp Business account with warranty, $9",
]


@pytest.mark.parametrize("text", OFFERS)
def test_access_under_another_name_is_an_offer(text: str) -> None:
    assert extract(text).is_offer


@pytest.mark.parametrize("text", NO_OFFERS)
def test_what_only_lists_or_uses_ai_is_none(text: str) -> None:
    assert not extract(text).is_offer
