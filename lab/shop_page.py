"""What a shop answers: a page without goods, the script that puts them in, and the goods it asks for."""

from __future__ import annotations

import json
from datetime import date
from html import escape
from urllib.parse import parse_qs, urlsplit

from lab.responses import JSON, Asked, Response, html
from lab.storefronts import Storefront, markup

PAGE = 8
"""Goods that come at a time."""
DELAY = 200
"""Milliseconds until the script begins."""
SHELL = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
  body {{ font-family: sans-serif; margin: 2rem; }}
  article {{ height: 14rem; border: 1px solid #ccc; margin: 1rem 0; padding: 1rem; }}
</style>
</head>
<body>
<h1>{title}</h1>
<noscript>Please enable JavaScript.</noscript>
<main id="goods"></main>
<div id="more">…</div>
<footer>{footer}</footer>
<script>
let page = 0, busy = false;
const more = document.getElementById("more");
function add(good) {{
  const data = document.createElement("script");
  data.type = "application/ld+json";
  data.textContent = JSON.stringify(good);
  document.head.append(data);
  const card = document.createElement("article");
  const offer = [good.offers].flat()[0];
  for (const words of [good.name, good.description, `${{offer.price}} ${{offer.priceCurrency}}`]) {{
    card.append(Object.assign(document.createElement("p"), {{ textContent: words }}));
  }}
  document.getElementById("goods").append(card);
}}
async function load() {{
  if (busy) return;
  busy = true;
  const answer = await (await fetch(`/goods?page=${{++page}}`)).json();
  answer.goods.forEach(add);
  busy = !answer.more;
  if (busy) more.remove();
}}
function near() {{
  if (more.getBoundingClientRect().top < window.innerHeight + 200) load();
}}
setTimeout(async () => {{ await load(); window.addEventListener("scroll", near); }}, {delay});
</script>
</body>
</html>
"""


def shell(shop: Storefront) -> str:
    """The page as it comes over the wire: without a single good."""
    title, footer = escape(shop.title), escape(shop.footer)
    return SHELL.format(language=shop.language, title=title, footer=footer, delay=DELAY)


def portion(shop: Storefront, day: date, page: int) -> str:
    """The goods of one page, from 1 on, and whether there are more."""
    goods = shop.goods(day)
    shown = goods[(page - 1) * PAGE : page * PAGE]
    said = {"goods": [markup(shop, good) for good in shown], "more": page * PAGE < len(goods)}
    return json.dumps(said, ensure_ascii=False)


def answer(shop: Storefront, day: date, asked: Asked) -> Response:
    """The page, or goods for its script."""
    url = urlsplit(asked.target)
    if url.path == "/goods":
        page = parse_qs(url.query).get("page", ["1"])[0]
        return Response(200, JSON, portion(shop, day, int(page) if page.isdecimal() and int(page) else 1).encode())
    return html(shell(shop)) if url.path == "/" else html("<h1>Not Found</h1>", 404)
