"""Themes differ between shops: added classes, turned attributes, wrappers and comments change nothing that is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest

from parsers.reading import read
from parsers.records import Snapshot
from tests.facts import FIXTURES, WHEN, lines, saved

PAGES = {
    "dujiaoka/unicorn.html": "https://cards.example/",
    "dujiaoka/hyper.html": "https://cards.example/",
    "dujiaoka/hyper_cards.html": "https://cards.example/",
    "dujiaoka/luna.html": "https://cards.example/",
    "dujiaoka/good.html": "https://cards.example/buy/5",
    "dujiaoka/layui.html": "https://cards.example/",
    "dujiaoka/rows.html": "https://cards.example/",
    "dujiaoka/product_cards.html": "https://cards.example/",
    "dujiaoka/cards_with_kinds.html": "https://cards.example/",
    "dujiaoka/good_layui.html": "https://cards.example/buy/5",
    "dujiaoka/good_kinds.html": "https://cards.example/buy/5",
    "funpay/lots.html": "https://lots.example/en/lots/1355/",
    "telegram/newest.html": "https://t.me/s/cheap_tokens",
    "telegram/middle.html": "https://t.me/s/cheap_tokens?before=30",
}
TAG = re.compile(r"<(?P<name>[a-z][a-z0-9-]*)(?P<attributes>(?:\s+[\w:-]+(?:=\"[^\"]*\")?)+)\s*(?P<end>/?)>")
ATTRIBUTE = re.compile(r"[\w:-]+(?:=\"[^\"]*\")?")
CLASS = re.compile(r"\bclass=\"([^\"]*)\"")
BLOCK = re.compile(r"<(/?)(div|section|body)\b(?=[^>]*>)")


def _turned(tag: re.Match[str]) -> str:
    attributes = " ".join(reversed(ATTRIBUTE.findall(tag["attributes"])))
    return f'<{tag["name"]} data-v="7" {attributes}{" /" if tag["end"] else ""}>'


CHANGES: dict[str, Callable[[str], str]] = {
    "a class before the others": lambda page: CLASS.sub(r'class="lift-2 \1"', page),
    "a class behind the others": lambda page: CLASS.sub(r'class="\1 lift-2"', page),
    "attributes in another order, behind a new one": lambda page: TAG.sub(_turned, page),
    "attributes in single quotes": lambda page: CLASS.sub(r"class='\1'", page),
    "comments before every block": lambda page: BLOCK.sub(r"<!-- card 9.99 -->\g<0>", page),
    "white space before every block": lambda page: BLOCK.sub(r"\n    \t\g<0>", page),
    "windows line ends": lambda page: page.replace("\n", "\r\n"),
    "a wrapper around the page": lambda page: re.sub(
        r"(<body[^>]*>)(.*)(</body>)", r'\1<main class="shell"><div id="app">\2</div></main>\3', page, flags=re.DOTALL
    ),
}


@pytest.mark.parametrize(("name", "change"), list(product(PAGES, CHANGES)))
def test_a_change_of_looks_changes_no_fact(name: str, change: str) -> None:
    snapshot = saved(FIXTURES / name, PAGES[name], name.partition("/")[0])
    before = snapshot.body.decode()
    after = CHANGES[change](before)
    changed = read(replace(snapshot, body=after.encode()))
    assert after != before
    assert lines(read(snapshot)) == lines(changed) != []
    assert read(snapshot).complete == changed.complete


def shown(platform: str, body: str) -> Snapshot:
    return Snapshot("s", platform, "https://cards.example/buy/5", WHEN, 200, "text/html", body.encode())


OWN = {
    # The theme hyper of 1.x: the number left stands beside the field for how many, without a class.
    """<form id="buy-form" action="/postOrder"><h3>Claude Pro 独享月卡</h3><h3><span>¥125.5</span>
    <small><del>¥150</del></small></h3><input type="hidden" name="pid" value="5"><div class="input-group-append">
    <span style="line-height:44px">库存(12)</span></div></form>""": ("12", "125.5", "CNY"),
    # The theme luna: the sign of the money stands in a part of its own.
    """<form action="/create-order"><input type="hidden" name="gid" value="5"><div class="goods-name"><svg></svg>
    <span>Claude Pro 独享月卡 <span class="small-tips tips-blue">库存(0)</span></span></div><div class="price">
    <span class="price-sign">$</span> <span class="price-num">17.90</span> <span class="price-c">[<del>$20</del>]</span>
    </div></form>""": ("0", "17.9", "USD"),
}


@pytest.mark.parametrize("body", OWN)
def test_the_own_page_of_a_good_in_other_themes(body: str) -> None:
    (one,) = read(shown("dujiaoka", body)).listings
    assert [(one.stock, str(quote.amount), quote.currency) for quote in one.quotes] == [OWN[body]]


@pytest.mark.parametrize("classes", ["tc-novel", "lift-2 tc-novel", "tc-side tc-novel"])
def test_a_part_of_a_row_that_is_new_is_told(classes: str) -> None:
    row = '<a class="tc-item" href="/en/lots/offer?id=7"><div class="tc-desc-text">Claude Pro</div>'
    body = f'{row}<div class="{classes}">x</div><div class="tc-price"><div>9 €</div></div></a>'
    assert "funpay: part tc-novel" in read(shown("funpay", body)).unread
