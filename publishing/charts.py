"""Draws trends and claims as Vega-Lite charts, and turns a chart into PNG, SVG or a page that asks for nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal

import altair as alt
import vl_convert

from publishing.changes import Change

Picture = Literal["png", "svg", "html"]
Row = dict[str, Any]

FONT = "Noto Sans, Noto Sans CJK SC, Helvetica, Arial, sans-serif"
COLOURS = ["#1b6ca8", "#c8553d", "#2f855a", "#7b4fa3", "#b7791f", "#4a5568", "#0f8b8d", "#b83280"]
"""Told apart by the colour-blind and on paper (after Okabe and Ito); beyond eight they begin again."""
WIDTH, HEIGHT = 760, 340
LEGEND = alt.Legend(title=None, orient="top", symbolType="square", symbolOpacity=1)


def trend_chart(rows: Sequence[Row], changes: Iterable[Change] = (), title: str = "") -> alt.TopLevelMixin:
    """Median by period and stratum with the quartiles as a band; official price changes are marked by their day.

    `rows` are those of `trend`, by day, week, month or quarter; periods without a median are gaps.
    """
    data = alt.InlineData(values=[{**row, "start": start_of(row["period"])} for row in rows])
    base = alt.Chart(data).encode(
        x=alt.X("start:T", title=None, axis=alt.Axis(format="%b %Y", tickCount="month", grid=False)),
        color=alt.Color("stratum:N", scale=alt.Scale(range=COLOURS), legend=LEGEND),
    )
    band = base.mark_area(opacity=0.13).encode(
        y=alt.Y("q1:Q", title="percent of the official price", scale=alt.Scale(zero=True)), y2="q3:Q"
    )
    line = base.mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=28)).encode(
        y="median:Q",
        tooltip=["period:N", "stratum:N", "median:Q", "q1:Q", "q3:Q", "n_sellers:Q", "n_listings:Q"],
    )
    layers = alt.layer(band, line, *marks(list(changes)))
    return layers.properties(width=WIDTH, height=HEIGHT, title=alt.Title(title, anchor="start"))


def marks(changes: Sequence[Change]) -> list[alt.Chart]:
    """A dashed line on each day on which official prices changed, and what changed."""
    if not changes:
        return []
    days: dict[str, list[str]] = {}
    for change in changes:
        days.setdefault(change.day.isoformat(), []).append(change.label)
    values = [{"start": day, "label": ["official price change", *labels]} for day, labels in days.items()]
    base = alt.Chart(alt.InlineData(values=values)).encode(x="start:T")
    rule = base.mark_rule(strokeDash=[5, 4], color="#555")
    text = base.mark_text(align="left", dx=5, y=8, fontSize=11, color="#444", lineHeight=13).encode(text="label:N")
    return [rule, text]


def claims_chart(rows: Sequence[Row], title: str = "") -> alt.TopLevelMixin:
    """The share of standing listings that assert each claim, by month: one small line a claim."""
    order = [row["claim"] for row in sorted(rows, key=lambda row: (row["period"], row["share"]), reverse=True)]
    data = alt.InlineData(values=[{**row, "start": start_of(row["period"])} for row in rows])
    chart: alt.Chart = (
        alt.Chart(data)
        .mark_rect()
        .encode(
            x=alt.X("period:O", title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("claim:N", title=None, sort=list(dict.fromkeys(order))),
            color=alt.Color(
                "share:Q", title="% of listings", scale=alt.Scale(scheme="blues", domainMin=0), legend=alt.Legend()
            ),
            tooltip=["period:N", "claim:N", "share:Q", "n:Q"],
        )
        .properties(width=WIDTH - 120, title=alt.Title(title, anchor="start"))
    )
    return chart


def start_of(period: str) -> str:
    """The first day of a period as `trend` names it: 2026-07-30, 2026-W31, 2026-07 or 2026-Q3."""
    year, _, rest = period.partition("-")
    if rest.startswith("W"):
        return date.fromisocalendar(int(year), int(rest[1:]), 1).isoformat()
    if rest.startswith("Q"):
        return f"{year}-{3 * int(rest[1:]) - 2:02}-01"
    return period if "-" in rest else f"{period}-01"


def picture(chart: alt.TopLevelMixin, format: Picture) -> bytes:
    """The chart as PNG (twice the size, for print), SVG, or a page with everything it needs inside it."""
    spec = json.loads(chart.configure(font=FONT).configure_view(strokeWidth=0).to_json())
    if format == "png":
        return bytes(vl_convert.vegalite_to_png(spec, scale=2))
    if format == "svg":
        return str(vl_convert.vegalite_to_svg(spec)).encode()
    return str(vl_convert.vegalite_to_html(spec, bundle=True)).encode()
