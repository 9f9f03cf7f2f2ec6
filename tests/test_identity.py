"""Identity: an edited price is the same listing, a reorder changes nothing, a repost knows its first."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from parsers.identity import assign, likeness, seller_of, without_numbers
from parsers.records import BadInput, Listing

SAME = [
    ("Claude Opus 4.6 30元/月", "Claude Opus 4.6 28元/月"),
    ("Claude Opus 4.6 ¥30", "claude  opus 4.6 ¥ 9.9"),
    ("1元=1刀", "0.8元 = 1刀"),
    ("ＧＰＴ-5.1 １０元", "GPT-5.1 8元"),
    ("ChatGPT Plus30元 一个月", "ChatGPT Plus28元 一个月"),
    ("Plus 三十元", "Plus 二十五元"),
    ("Claude 三折", "Claude 二折"),
    ("更新 2026年11月14日 库存12", "更新 2026年1月2日 库存3"),
    ("updated Nov 14, stock 12", "updated Dec 2, stock 3"),
    ("余 3 席，RMB199", "余 1 席，RMB209.5"),
    ("Codex $20 → 100刀", "Codex $18 → 120刀"),
    ("额度 10万", "额度 20万"),
    ("价格5️⃣元", "价格6️⃣元"),
    ("联系 @[handle] 30u", "联系 @ 28u"),
    ("gpt-image-2 0.05/次", "gpt-image-2 0.04/次"),
    ("倍率 0.15x", "倍率 0.2x"),
    ("only 5 left at 9.9 USD", "only 2 left at 12 USD"),
]
DIFFERENT = [
    ("Claude Opus 4.6 30元", "Claude Opus 4.7 30元"),
    ("GPT 5 $1.25", "GPT 4 $1.25"),
    ("gpt-5.1 1元", "gpt-5.2 1元"),
    ("claude-opus-4-5-20251101", "claude-opus-4-20250514"),
    ("o3 2元", "o4 2元"),
    ("Kimi k2.6 1元", "Kimi k2.5 1元"),
    ("Max 5x 拼车 199元", "Max 20x 拼车 199元"),
    ("Plus 月卡", "Plus 年卡"),
    ("一手 Plus", "二手 Plus"),
    ("https://orchid.test/buy/12", "https://orchid.test/buy/13"),
    ("Claude 30元", "GPT 30元"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_but_for_figures(one: str, other: str) -> None:
    assert without_numbers(one) == without_numbers(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_more_than_a_figure_differs(one: str, other: str) -> None:
    assert without_numbers(one) != without_numbers(other)


SELLERS = [
    ("https://api.nova-relay.example/v1", "nova-relay.example"),
    ("http://shop.orchid.co.uk/?a=1", "orchid.co.uk"),
    ("nova-relay.example/pricing", "nova-relay.example"),
    ("https://lotus.vercel.app/", "lotus.vercel.app"),
    ("http://198.51.100.7:3000/", "198.51.100.7"),
    ("http://[2001:db8::7]/", "2001:db8::7"),
    ("http://relay/", "relay"),
    ("nova-relay.example:8080/v1", "nova-relay.example"),
    ("https://API.Nova-Relay.Example.", "nova-relay.example"),
    ("https://中文.test/", "xn--fiq228c.test"),
]


@pytest.mark.parametrize(("url", "seller"), SELLERS, ids=[url for url, _ in SELLERS])
def test_the_seller_of_a_url_is_its_registered_domain(url: str, seller: str) -> None:
    assert seller_of(url) == seller


@pytest.mark.parametrize(
    "url",
    [
        "",
        "file:rows.json",
        "mailto:a@nova.example",
        "/s/nova",
        "https:///x",
        "http://[::1",
        "https://" + "中" * 70 + ".test",
    ],
)
def test_a_url_without_host_has_no_seller(url: str) -> None:
    with pytest.raises(BadInput, match="names no host"):
        seller_of(url)


def row(text: str, *, seller: str = "nova.example", section: str | None = None) -> Listing:
    return Listing("s", "https://nova.example/", seller, "", text, section=section)


def post(number: int, text: str, *, seller: str = "t.me/nova", day: int | None = 1) -> Listing:
    when = datetime(2026, 11, day, tzinfo=UTC) if day else None
    return Listing("s", "u", seller, "", text, native_id=f"nova/{number}", position=number, posted_at=when)


OFFERS = [f"{name} 月卡 {price}元" for price, name in enumerate(("Plus", "Pro", "Opus 4.6", "Opus 4.7", "Max 20x"), 20)]


def keys(texts: list[str]) -> dict[str, str]:
    return {listing.text: listing.key for listing in assign(map(row, texts))}


def test_an_edited_price_keeps_its_key_among_many_offers() -> None:
    edited = [text.replace("22元", "19.9元") for text in OFFERS]
    assert list(keys(edited).values()) == list(keys(OFFERS).values())
    assert len(set(keys(OFFERS).values())) == 5


def test_a_reorder_changes_no_key() -> None:
    assert keys(OFFERS[::-1]) == keys(OFFERS)


def test_a_row_that_goes_changes_no_other_key() -> None:
    assert keys(OFFERS[1:]) == {text: key for text, key in keys(OFFERS).items() if text != OFFERS[0]}


def test_rows_that_differ_in_figures_alone_are_told_apart_by_their_order() -> None:
    first, second = assign([row("10刀 8元"), row("100刀 70元")])
    assert first.key != second.key
    assert [one.key for one in assign([row("10刀 7元"), row("100刀 66元")])] == [first.key, second.key]


def test_sections_and_sellers_keep_equal_texts_apart() -> None:
    rows = [row("月卡 8元"), row("月卡 8元", section="Claude"), row("月卡 8元", seller="orchid.example")]
    assert len({one.key for one in assign(rows)}) == 3


def test_the_key_shows_neither_seller_nor_text() -> None:
    (one,) = assign([row("月卡 8元")])
    assert "nova" not in one.key
    assert len(one.key) == 40


def test_a_native_id_is_the_key_and_takes_no_ordinal() -> None:
    numbered, plain = assign([post(7, "月卡 8元", seller="nova.example"), row("月卡 8元")])
    assert numbered.key == "nova/7"
    assert plain.key == assign([row("月卡 8元")])[0].key


def test_a_repost_points_to_the_earliest_of_its_seller() -> None:
    page = [
        post(3, "月卡 8元", day=3),
        post(1, "月卡 9元", day=1),
        post(2, "月卡  10 元", day=2),
        post(4, "年卡 80元", day=4),
        post(5, "月卡 8元", seller="t.me/orchid", day=5),
    ]
    assert [one.repost_of for one in assign(page)] == ["nova/1", None, "nova/1", None, None]


def test_without_times_the_lower_number_is_the_earlier() -> None:
    assert [one.repost_of for one in assign([post(9, "月卡 8元", day=None), post(8, "月卡 9元", day=None)])] == [
        "nova/8",
        None,
    ]


def test_rows_of_a_page_are_never_reposts() -> None:
    assert [one.repost_of for one in assign([row("月卡 8元"), row("月卡 9元")])] == [None, None]


def test_likeness_is_of_title_and_text() -> None:
    assert assign([row("月卡 8元")])[0].likeness == likeness(row("月卡 7元"))
    assert likeness(row("月卡")) != likeness(Listing("s", "u", "nova.example", "Plus", "月卡"))
