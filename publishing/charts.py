"""Draws trends and claims as Vega-Lite charts, and turns a chart into PNG, SVG or a page that asks for nothing."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
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
INK, SOFT, GREY = "#1a202c", "#4a5568", "#b6bec9"
WIDTH, HEIGHT = 840, 340
PANEL_WIDTH, PANEL_HEIGHT, ACROSS = 250, 130, 3
PERCENT = "% of official"
FROM_ZERO = alt.Scale(zero=True)
TIME = alt.X("start:T", title=None, axis=alt.Axis(format="%b", tickCount="month", grid=False))
LEGEND = alt.Legend(title=None, orient="top", symbolType="square", symbolOpacity=1)


def trend_chart(
    rows: Sequence[Row], changes: Iterable[Change] = (), title: str = "", unit: str = PERCENT
) -> alt.TopLevelMixin:
    """Median by period and stratum with the quartiles as a band; official price changes are marked by their day.

    `rows` are those of `trend`, by day, week, month or quarter; those without a median are gaps. `unit` names the axis.
    """
    changes = list(changes)
    data = alt.InlineData(values=[{**row, "start": start_of(row["period"])} for row in rows])
    colour = alt.Color("stratum:N", scale=alt.Scale(range=COLOURS), legend=LEGEND)
    layers = alt.layer(*curve(alt.Chart(data).encode(color=colour), unit=unit), *marks(changes))
    listed = [f"{number}  {day}: {', '.join(labels)}" for number, day, labels in numbered(changes)]
    if listed:
        listed.insert(0, "Dashed: the official price changed.")
    heading = alt.Title(title, anchor="start", subtitle=listed, subtitleColor=SOFT)
    return layers.properties(width=WIDTH, height=HEIGHT, title=heading)


def panels_chart(
    rows: Sequence[Row], whole: Sequence[Row], changes: Mapping[str, Sequence[Change]]
) -> alt.VConcatChart:
    """A panel for each stratum on one scale: its median and quartiles, the whole market's median behind it in grey.

    `changes` are the official price changes of each stratum, marked in its panel and numbered through all.
    """
    names = list(dict.fromkeys(row["stratum"] for row in rows))
    tops = [row["q3"] for row in rows if row["q3"] is not None]
    scale = alt.Scale(domain=[0, max(tops, default=100)], nice=True)
    numbers = {day: number for number, day, _ in numbered([one for found in changes.values() for one in found])}
    drawn = []
    for name, colour in zip(names, itertools.cycle(COLOURS), strict=False):
        own = [{**row, "start": start_of(row["period"])} for row in rows if row["stratum"] == name]
        behind = alt.Chart(alt.InlineData(values=[{**row, "start": start_of(row["period"])} for row in whole]))
        grey = behind.mark_line(strokeWidth=1.5, color=GREY).encode(x=TIME, y=alt.Y("median:Q", scale=scale))
        front = alt.Chart(alt.InlineData(values=own)).encode(color=alt.value(colour))
        panel = alt.layer(grey, *curve(front, scale), *marks(changes.get(name, ()), numbers))
        heading = alt.Title(name, anchor="start", color=colour)
        drawn.append(panel.properties(width=PANEL_WIDTH, height=PANEL_HEIGHT, title=heading))
    return alt.vconcat(*(alt.hconcat(*drawn[at : at + ACROSS]) for at in range(0, len(drawn), ACROSS)))


def curve(base: alt.Chart, scale: alt.Scale = FROM_ZERO, unit: str = PERCENT) -> tuple[alt.Chart, alt.Chart]:
    """The band between the quartiles and the line of medians."""
    band = base.mark_area(opacity=0.15).encode(x=TIME, y=alt.Y("q1:Q", title=unit, scale=scale), y2="q3:Q")
    line = base.mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=22)).encode(x=TIME, y="median:Q")
    return band, line


def numbered(changes: Iterable[Change]) -> list[tuple[int, str, list[str]]]:
    """The days on which official prices changed, numbered in their order, each with its changes."""
    days: dict[str, list[str]] = {}
    for change in sorted(changes, key=lambda change: (change.day, change.id)):
        days.setdefault(change.day.isoformat(), []).append(change.label)
    return [(number, day, labels) for number, (day, labels) in enumerate(days.items(), 1)]


def marks(changes: Sequence[Change], numbers: Mapping[str, int] | None = None) -> list[alt.Chart]:
    """A dashed line with its number on each day on which official prices changed."""
    if not changes:
        return []
    found = numbered(changes)
    values = [{"start": day, "number": str((numbers or {}).get(day, number))} for number, day, _ in found]
    base = alt.Chart(alt.InlineData(values=values)).encode(x=TIME)
    rule = base.mark_rule(strokeDash=[4, 3], color=SOFT)
    badge = base.mark_point(shape="circle", size=150, filled=True, color=SOFT, opacity=1).encode(y=alt.value(9))
    text = base.mark_text(fontSize=9, fontWeight="bold", color="white").encode(y=alt.value(9), text="number:N")
    return [rule, badge, text]


def claims_chart(rows: Sequence[Row], title: str = "") -> alt.TopLevelMixin:
    """The share of standing listings that assert each claim, by month, as a table whose cells are shaded."""
    order = [row["claim"] for row in sorted(rows, key=lambda row: (row["period"], row["share"]), reverse=True)]
    greatest = max((row["share"] for row in rows), default=0)
    base = alt.Chart(alt.InlineData(values=list(rows))).encode(
        x=alt.X("period:O", title=None, axis=alt.Axis(labelAngle=0, orient="top", domain=False, ticks=False)),
        y=alt.Y("claim:N", title=None, sort=list(dict.fromkeys(order)), axis=alt.Axis(domain=False, ticks=False)),
    )
    shade = alt.Color("share:Q", scale=alt.Scale(scheme="blues", domainMin=0), legend=None)
    dark = alt.condition(f"datum.share > {0.6 * greatest}", alt.value("white"), alt.value(INK))
    cells = base.mark_rect(stroke="white", strokeWidth=2).encode(color=shade)
    words = base.mark_text(fontSize=11).encode(text=alt.Text("share:Q", format=".0f"), color=dark)
    heading = alt.Title(title, anchor="start")
    layers = alt.layer(cells, words)
    return layers.properties(width=WIDTH - 120, height=alt.Step(24), title=heading)


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
