"""Charts: good Vega-Lite, the page's own colours, hidden figures as gaps and marks, never as numbers."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import altair as alt
import polars as pl
import pytest

from wholeplace.report import charts

BARS = pl.DataFrame({"age": ["0 to 4", "5 to 10"], "people": [1250, None]})
MONTHS = pl.DataFrame(
    {"month": [date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)], "people": [40, 45, None]}
)
TIMES = pl.DataFrame(
    {
        "source": ["Police"],
        "first": [date(2019, 4, 1)],
        "last": [date(2024, 9, 30)],
        "seen": [date(2024, 9, 30)],
    }
)
SPECS = {
    "bars": lambda: charts.bars(BARS, "age", "people"),
    "trend": lambda: charts.trend(MONTHS, "month", "people"),
    "ranges": lambda: charts.ranges(TIMES, "source", "first", "last", "seen"),
}


def rows(spec: charts.Spec) -> list[dict[str, Any]]:
    return spec["data"]["values"]


@pytest.mark.parametrize("name", SPECS)
def test_each_chart_is_good_vega_lite(name: str) -> None:
    alt.Chart.from_dict({**SPECS[name](), "config": charts.config()}, validate=True)


@pytest.mark.parametrize("name", SPECS)
def test_each_chart_fits_any_width_and_fetches_nothing(name: str) -> None:
    text = json.dumps(SPECS[name]())
    assert '"width": "container"' in text
    assert "url" not in text
    assert "http" not in text


@pytest.mark.parametrize("name", SPECS)
def test_colours_are_the_pages_own(name: str) -> None:
    spec = json.dumps({**SPECS[name](), "config": charts.config()})
    assert "#" not in spec
    assert "var(--series-1)" in spec


def test_a_bar_carries_its_value_and_a_hidden_one_the_mark() -> None:
    assert [(row["text"], row["length"]) for row in rows(charts.bars(BARS, "age", "people"))] == [
        ("1,250", 1250),
        ("[c]", 0),
    ]


def test_bars_leave_room_for_their_values() -> None:
    """Pixels at the right for the longest number, however narrow the page."""
    few, many = (charts.bars(BARS.with_columns(people=pl.lit(n)), "age", "people") for n in (5, 123_456))
    assert many["padding"]["right"] - few["padding"]["right"] == charts.LETTER * len("23,456")
    assert many["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 123_456]
    assert "? 150 : 250" in many["layer"][0]["encoding"]["y"]["axis"]["labelLimit"]["expr"]


def test_bars_of_which_all_are_hidden_still_draw() -> None:
    hidden = BARS.with_columns(pl.lit(None, pl.Int64).alias("people"))
    assert charts.bars(hidden, "age", "people")["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 1.0]


def test_a_line_breaks_where_hidden_and_marks_its_last_shown_month() -> None:
    drawn = rows(charts.trend(MONTHS, "month", "people"))
    assert [row["value"] for row in drawn] == [40, 45, None]
    assert [row["last"] for row in drawn] == [False, True, False]


def test_a_range_ends_on_the_day_the_source_was_looked_at() -> None:
    assert rows(charts.ranges(TIMES, "source", "first", "last", "seen")) == [
        {"label": "Police", "first": "2019-04-01", "last": "2024-09-30", "seen": "2024-09-30"}
    ]


def axis(years: int) -> dict[str, Any]:
    months = [date(2025 - years, 1, 1), date(2025, 1, 1)]
    drawn = charts.trend(pl.DataFrame({"month": months, "people": [10, 20]}), "month", "people")
    return drawn["layer"][0]["encoding"]["x"]["axis"]


def test_time_is_named_in_months_or_years_as_there_is_room() -> None:
    assert axis(1)["format"] == "%b %Y"
    assert (axis(5)["format"], axis(5)["tickCount"]["step"]) == ("%Y", 1)
    assert axis(56)["tickCount"]["step"] == 8


def test_panels_of_one_chart_share_their_time() -> None:
    scales = [
        charts.trend(MONTHS.with_columns(people=pl.Series(people)), "month", "people")["layer"][0][
            "encoding"
        ]["x"]["scale"]
        for people in ([None, None, 40], [40, 50, 60])
    ]
    assert scales[0] == scales[1]
