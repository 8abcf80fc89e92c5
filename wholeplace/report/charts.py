"""Charts as Vega-Lite, from figures that are already protected.

Colours are names of the page's own style, so that one drawing serves light, dark and print. Nothing is told by
colour alone: bars carry their values, kinds of support have a panel each. A hidden figure is a gap or "[c]".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import altair as alt
import polars as pl
from altair.utils.schemapi import debug_mode

from wholeplace.privacy import MARK
from wholeplace.report.figures.gate import with_commas

Spec = Mapping[str, Any]

FONT = '"Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif'
SERIES = ("var(--series-1)", "var(--series-2)")
INK, SOFT, LINE, PAGE = "var(--ink)", "var(--soft)", "var(--line)", "var(--page)"
BAR, RANGE, PANEL = 30, 46, 120
EDGE, LETTER = 5, 9  # pixels: around a drawing, and of one figure of a number written beside its bar
# Charts are made without their data and without checks: Altair copies and checks every row at every step, which takes
# most of a report's time. Tests check what is drawn.
NO_DATA = alt.Chart(alt.Data(values=[]))
# Names beside bars take no more than this of a phone, where bars would have no room left.
LABELS = alt.ExprRef(expr="containerSize()[0] < 450 ? 150 : 250")
SHORT, MOST_YEARS = 750, 8  # days of which single months are named; years named on one axis


def config() -> dict[str, Any]:
    """What all charts of a page share."""
    axis = {
        "labelColor": SOFT,
        "labelFontSize": 14,
        "gridColor": LINE,
        "domainColor": SOFT,
        "tickColor": SOFT,
    }
    return {
        "font": FONT,
        "background": "transparent",
        "view": {"stroke": None},
        "axis": axis | {"title": None, "labelPadding": 6},
        "axisX": {"domain": False, "ticks": False},
        "axisY": {"domain": False, "ticks": False},
        "legend": {"labelColor": INK, "labelFontSize": 15, "title": None, "orient": "top", "symbolSize": 160},
        "text": {"fill": INK, "fontSize": 14},
        # The page names and describes each drawing; its parts are told by the table beside it.
        "aria": False,
    }


@debug_mode(False)
def bars(frame: pl.DataFrame, label: str, value: str) -> Spec:
    """One bar a row, in the frame's order, each with its value."""
    rows = _labelled(frame.select(pl.col(label).alias("label"), pl.col(value).alias("value")))
    base = NO_DATA.encode(y=_rows_axis())
    across = _length(frame, value)
    bar = base.mark_bar(color=SERIES[0], size=BAR - 10).encode(x=across, tooltip=_tooltip())
    text = base.mark_text(align="left", dx=6).encode(x=across, text="text:N")
    room = EDGE + LETTER * max((len(row["text"]) for row in rows), default=0)
    edges = dict.fromkeys(("left", "top", "bottom"), EDGE) | {"right": room}
    return {**fitted(alt.layer(bar, text), rows, BAR * len(rows)), "padding": edges}


@debug_mode(False)
def trend(frame: pl.DataFrame, month: str, value: str) -> Spec:
    """One line over months from zero, broken where a figure is hidden, its last figure written at its end."""
    rows = _labelled(
        frame.select(
            pl.col(month).dt.strftime("%Y-%m-%d").alias("month"),
            pl.col(month).dt.strftime("%B %Y").alias("label"),
            pl.col(value).alias("value"),
        )
    )
    span = [alt.DateTime(year=day.year, month=day.month, date=1, utc=True) for day in _ends(frame[month])]
    scale = alt.Scale(type="utc", domain=span)
    across = alt.X("month:T", scale=scale, axis=_time_axis(frame[month], grid=False))
    up = alt.Y(
        "value:Q",
        scale=alt.Scale(zero=True, nice=3, domainMin=0),
        axis=alt.Axis(tickCount=3, format=",d", tickMinStep=1),
    )
    base = NO_DATA.encode(x=across, y=up)
    line = base.mark_line(color=SERIES[0], strokeWidth=2.5, invalid="break-paths-show-domains")
    dots = base.mark_point(color=SERIES[0], size=90, opacity=0, filled=True).encode(tooltip=_tooltip())
    end = base.transform_filter("datum.last").mark_point(color=SERIES[0], size=45, filled=True, opacity=1)
    return fitted(alt.layer(line, dots, end), rows, PANEL)


@debug_mode(False)
def ranges(frame: pl.DataFrame, label: str, first: str, last: str, looked: str) -> Spec:
    """A bar from the first to the last month of each row, and a mark on the day up to which it was looked at."""
    days = [pl.col(name).dt.strftime("%Y-%m-%d").alias(name) for name in (first, last, looked)]
    rows = frame.select(pl.col(label).alias("label"), *days).to_dicts()
    base = NO_DATA.encode(y=alt.Y("label:N", sort=None, axis=None))
    span = pl.concat([frame[first], frame[last], frame[looked]])
    scale = alt.Scale(type="utc", nice=False)
    across = alt.X(f"{first}:T", scale=scale, axis=_time_axis(span, grid=True))
    bar = base.mark_bar(color=SERIES[0], height=10, yOffset=11).encode(x=across, x2=f"{last}:T")
    tick = base.mark_tick(color=SERIES[1], thickness=4, size=20, opacity=1, yOffset=11).encode(
        x=alt.X(f"{looked}:T", scale=scale)
    )
    write = {"align": "left", "baseline": "bottom", "dy": 2, "fontSize": 15}
    place = {"x": alt.value(0), "text": "label:N"}
    halo = base.mark_text(**write, stroke=PAGE, strokeWidth=5).encode(**place)
    name = base.mark_text(**write).encode(**place)
    return fitted(alt.layer(bar, tick, halo, name), rows, RANGE * len(rows))


def _ends(days: pl.Series) -> list[date]:
    return (
        pl.DataFrame({"day": days})
        .select(pl.concat([pl.col("day").min(), pl.col("day").max()]))["day"]
        .to_list()
    )


def _time_axis(days: pl.Series, *, grid: bool) -> alt.Axis:
    """Years, as many as there is room for; months where the time is short."""
    start, end = _ends(days)
    span = (end - start).days if start and end else 0
    years = {"interval": "year", "step": 1 + span // (365 * MOST_YEARS)}
    form, every = ("%b %Y", 3) if span < SHORT else ("%Y", years)
    return alt.Axis(
        format=form, tickCount=every, grid=grid, orient="bottom", labelFlush=True, labelOverlap=True
    )


def _labelled(rows: pl.DataFrame) -> list[dict[str, Any]]:
    text = with_commas(pl.col("value")).fill_null(MARK).alias("text")
    last = pl.int_range(pl.len()) == pl.col("value").is_not_null().arg_true().last()
    length = pl.col("value").fill_null(0).alias("length")
    return rows.with_columns(text, length, last.fill_null(False).alias("last")).to_dicts()


def _rows_axis(padding: float = 0.0) -> alt.Y:
    axis = alt.Axis(labelColor=INK, labelLimit=LABELS, grid=False, labelFontSize=15)
    return alt.Y("label:N", sort=None, axis=axis, scale=alt.Scale(paddingInner=padding))


def _length(frame: pl.DataFrame, value: str) -> alt.X:
    longest = frame[value].max()
    top = float(longest) if isinstance(longest, int) and longest else 1.0
    return alt.X("length:Q", scale=alt.Scale(domain=[0, top]), axis=None)


def _tooltip(*more: str) -> list[alt.Tooltip]:
    return [
        *(alt.Tooltip(f"{name}:N", title=" ") for name in ("label", *more)),
        alt.Tooltip("text:N", title=" "),
    ]


def fitted(
    chart: alt.LayerChart | alt.FacetChart | alt.Chart, rows: list[dict[str, Any]], height: int
) -> Spec:
    """The drawing as data, as wide as its place on the page. rows: what it draws."""
    fit = alt.AutoSizeParams(type="fit-x", contains="padding")
    spec = chart.properties(width="container", height=height, autosize=fit).to_dict(validate=False)
    kept = {key: part for key, part in spec.items() if key not in ("config", "$schema")}
    return {**kept, "data": {"values": rows}}
